"""A small labelled document and answers over it, for the tests of this room."""

from __future__ import annotations

from datetime import date

from answering.model import Answer, Citation, NotFound, Question, Statement
from index.model import Document, Labelling, Quotation, Span, Voice, VoicedSpan
from tests.fakes import info_of

TEXT = (
    "The council closed the Mill Road bridge on 4 May 2021.\n\n"
    "The Herald said the mayor, Ann Poole, called it “a brazen swindle.”\n\n"
    "It was a shameless theft of public money.\n\n"
    "Share this page"
)


def span_of(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


CLAIM = "“a brazen swindle.”"
VERDICT = "It was a shameless theft of public money."
BRIDGE = Document(
    path="news/bridge.txt",
    text=TEXT,
    title="The bridge",
    author="Sam Reed",
    published=date(2021, 5, 6),
    boilerplate=(span_of("Share this page"),),
)
LABELLING = Labelling(
    spans=(
        VoicedSpan(span_of("The council closed the Mill Road bridge on 4 May 2021."), Voice.REPORTED),
        VoicedSpan(span_of("The Herald said the mayor, Ann Poole, called it"), Voice.REPORTED),
        VoicedSpan(
            span_of("“a brazen swindle.”"),
            Voice.ATTRIBUTED,
            sources=("The Herald", "Ann Poole"),
            quotation=Quotation.DIRECT,
            loaded=(span_of("brazen"),),
        ),
        VoicedSpan(
            span_of("It was a shameless theft of public money."),
            Voice.OPINION,
            loaded=(span_of("shameless"),),
        ),
    )
)
QUESTION = Question("What happened?", "What happened?")


def citation(n: int, words: str) -> Citation:
    return Citation(n, info_of(BRIDGE), span_of(words), words)


ANSWER = Answer(
    question=QUESTION,
    statements=(
        Statement(VERDICT, Voice.OPINION, (), (2,), (Span(9, 18),), "Sam Reed"),
        Statement(
            "“a brazen swindle.”", Voice.ATTRIBUTED, ("The Herald", "Ann Poole"), (1, 2), (Span(3, 9),)
        ),
        Statement("The council closed the Mill Road bridge on 4 May 2021.", Voice.REPORTED, (), (1,)),
    ),
    citations=(citation(1, CLAIM), citation(2, VERDICT)),
)
SILENCE = NotFound(QUESTION, nearest=(citation(1, VERDICT),))

"""Any texts at all, as values of ours; and the judge of the messages that they become."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from hypothesis import strategies as st

from answering.model import Answer, Citation, Question, Statement
from briefing.model import Briefing, BriefingItem, Carriage, Contradiction, Difference
from chat.telegram.fitting import MOST_ENTITIES, MOST_UNITS, fitted
from chat.telegram.markup import Message, Row
from index.model import Document, DocumentInfo, Labelling, Quotation, Span, Voice, VoicedSpan
from tests.chat.telegram.parsing import parsed, utf16


def judged(rows: Sequence[Row]) -> list[Message]:
    """The messages of these rows, after Telegram's parser has taken each and nothing is found missing."""
    messages = fitted(rows)
    texts = []
    for message in messages:
        text, entities = parsed(message.html)
        assert text == message.plain
        assert 0 < utf16(text) <= MOST_UNITS
        assert len(entities) <= MOST_ENTITIES
        assert len(re.findall("<(?:b|i|u|blockquote)[ >]", message.html)) <= MOST_ENTITIES
        texts.append(text)
    assert seen("".join(texts)) == seen("".join(each.text for each in rows))
    return messages


def seen(text: str) -> str:
    return "".join(sign for sign in text if unicodedata.category(sign)[0] not in "ZC" and not sign.isspace())


any_text = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="<>&;\"'/ab\n \u200b\u200d\u200f\u202eא😀é\u0301\u00a0", max_size=200),
    st.sampled_from(
        ["</b>", "<blockquote expandable>", "&amp;", "&#0;", "\u200b", " ", "😀" * 3000, "ש " * 2500]
    ),
)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    text = draw(any_text)
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    loaded = tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False))
    voice = draw(st.sampled_from(list(Voice)))
    sources = tuple(draw(st.lists(any_text, min_size=1, max_size=3))) if voice is Voice.ATTRIBUTED else ()
    manner = draw(st.sampled_from([None, *Quotation]))
    author = draw(st.none() | any_text)
    return Statement(text, voice, sources, (1,), loaded, author, manner, draw(st.booleans()))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    document = DocumentInfo(
        "d", "p.txt", draw(st.none() | any_text), draw(st.none() | any_text), date(2026, 1, 2)
    )
    passages = draw(st.lists(any_text, min_size=1, max_size=12))
    cited = tuple(Citation(n, document, Span(0, len(p)), p) for n, p in enumerate(passages, start=1))
    said = tuple(draw(st.lists(statements(), min_size=1, max_size=9)))
    return Answer(Question("q", "q"), said, cited, dropped=draw(st.integers(0, 2)))


documents = st.builds(
    DocumentInfo,
    st.just("d"),
    any_text,
    st.none() | any_text,
    st.none() | any_text,
    st.none() | st.just(date(2026, 1, 2)),
    st.none() | any_text | st.just("https://news.example/a?b=<1>&c=“2”"),
)


@st.composite
def stories(draw: st.DrawFn) -> BriefingItem:
    """A story of one document or several, with versions that contradict each other."""
    said = tuple(draw(st.lists(statements(), max_size=4)))
    carried = tuple(
        Carriage((draw(documents),) * draw(st.integers(1, 3)), tuple(draw(st.lists(any_text, max_size=2))))
        for _ in said
    )
    versions = (draw(statements()), draw(statements()))
    differing = draw(st.lists(st.builds(Contradiction, st.sampled_from(Difference), st.just(versions))))
    others = tuple(draw(st.lists(documents, max_size=3)))
    return BriefingItem(draw(documents), said, others, carried, tuple(differing[:2]))


@st.composite
def briefings(draw: st.DrawFn) -> Briefing:
    """Stories whose statements all cite the first passage."""
    passages = draw(st.lists(any_text, min_size=1, max_size=5))
    cited = tuple(Citation(n, draw(documents), Span(0, len(p)), p) for n, p in enumerate(passages, start=1))
    told = tuple(draw(st.lists(stories(), min_size=1, max_size=4)))
    return Briefing(told, cited, tuple(draw(st.lists(documents, max_size=2))))


@st.composite
def articles(draw: st.DrawFn) -> tuple[Document, Labelling]:
    """A text cut anywhere into clauses of any voices, some of it debris."""
    text = draw(any_text)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    spans, debris = [], []
    for start, end in pairwise(cuts):
        voice = draw(st.none() | st.sampled_from(list(Voice)))
        if voice is None:
            debris.append(Span(start, end))
            continue
        sources = tuple(draw(st.lists(any_text, min_size=1, max_size=2))) if voice is Voice.ATTRIBUTED else ()
        loaded = (Span(start, (start + end) // 2),) if draw(st.booleans()) else ()
        spans.append(VoicedSpan(Span(start, end), voice, sources, loaded=loaded))
    document = Document("p.txt", text, draw(st.none() | any_text), boilerplate=tuple(debris))
    return document, Labelling(tuple(spans))

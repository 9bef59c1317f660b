"""From acts of saying to who says what over a whole document.

Carries a speaker from sentence to sentence and paragraph to paragraph: a quotation that goes on, a colon at a
paragraph's end, "he added", "the mayor went on." after the quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.language.quotes import Quote, quotes
from index.language.sentences import sentences
from index.language.words import Word
from index.model import Attribution, Quotation, Span
from index.voices import blocks, interviews, letters
from index.voices.acts import Act, acts
from index.voices.blocks import Block
from index.voices.cues import PREPOSITIONS, PRONOUNS
from index.voices.interviews import Speech
from index.voices.names import is_body
from index.voices.nouns import phrase_start
from index.voices.people import People
from index.voices.scoring import Scores
from index.voices.sentence import QUOTE, Sentence, read_sentence
from index.voices.subjects import subject_before
from index.voices.tagging import FIRST_PERSON, joined_acts

_JOINTS = frozenset("and but before while after then".split())
_I = re.compile(r"\bI\b(?!['’]d)|\bmy\b")
_ANYBODY = frozenset("everybody everyone people one this that which what".split())
_NOBODY = frozenset("they it he she some others many who".split())
_MEMORY = 2
_NEAR = 40
_LATELY = 600  # characters
_HEARD = 60  # sayings
UNNAMED = "an unnamed speaker"


@dataclass(frozen=True, slots=True)
class Saying:
    """One stretch that somebody else says: its chain of sources, and how it is given.

    `apart` when the page sets it apart as a turn or a block, so that its bounds are known.
    """

    span: Span
    sources: tuple[str, ...]
    quotation: Quotation
    speculative: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a document's sources say, the sentences it was found in.

    And an interviewer's own questions, in order.
    """

    sayings: tuple[Saying, ...]
    attributions: tuple[Attribution, ...]
    sentences: tuple[Sentence, ...]
    questions: tuple[Span, ...]


@dataclass(slots=True)
class _Memory:
    """The speaker to carry on: who, since which paragraph, and whether a colon or an open quotation waits."""

    chain: tuple[str, ...] = ()
    act: Act | None = None
    paragraph: int = -_MEMORY - 1
    waiting: bool = False
    open_quote: bool = False


class _Listener:
    def __init__(self, text: str, people: People, scores: Scores | None) -> None:
        self._text = text
        self._people = people
        self._scores = scores
        self._memory = _Memory()
        self.sayings: list[Saying] = []
        self.attributions: list[Attribution] = []

    def paragraph(self, number: int, found: Sequence[Sentence], first_sentence: int) -> None:
        said = [self._found(sentence, first_sentence + at) for at, sentence in enumerate(found)]
        for at, sentence in enumerate(found):
            following = said[at + 1] if at + 1 < len(found) else []
            self._sentence(number, sentence, said[at], following, first=at == 0)

    def turn(self, speech: Speech, found: Sequence[Sentence], first_sentence: int) -> None:
        """An answer in an interview, and whom he cites in it."""
        chain = (speech.speaker,)
        for span in speech.spans:
            self.sayings.append(Saying(span, chain, Quotation.DIRECT, apart=True))
        self.attributions.append(Attribution((speech.label,) if speech.label else (), (), speech.spans))
        for at, sentence in enumerate(found):
            for act in self._found(sentence, first_sentence + at):
                if act.source is None or act.source.of(self._text).lower() in FIRST_PERSON:
                    continue
                inner = self._people.display(act.source)
                for span in act.content if inner != speech.speaker else ():
                    self.sayings.append(Saying(span, (*chain, inner), Quotation.DIRECT, apart=True))
        self._people.spoke(speech.speaker, speech.spans[-1].end)

    def block(self, number: int, block: Block) -> None:
        """A quotation set apart: by whom it is signed, else by whom the words before it led up to."""
        if block.span is None:
            return
        memory = self._memory
        if block.signed is not None:
            chain: tuple[str, ...] = (self._people.display(block.signed),)
        elif memory.chain and number - memory.paragraph <= _MEMORY:
            chain = memory.chain
        else:
            chain = (self._people.last_before(block.span.start, max(0, block.span.start - 600)) or UNNAMED,)
        self.sayings.append(Saying(block.span, chain, Quotation.DIRECT, apart=True))
        self.attributions.append(Attribution((block.signed,) if block.signed else (), (), (block.span,)))
        self._remember(number, chain, memory.act if chain == memory.chain else None, waiting=False)

    def _found(self, sentence: Sentence, place: int) -> list[Act]:
        by_rule = acts(sentence)
        if self._scores is None:
            return by_rule
        return joined_acts(sentence, by_rule, self._scores.tagged[place], self._scores)

    def _sentence(
        self, number: int, sentence: Sentence, said: list[Act], following: list[Act], *, first: bool
    ) -> None:
        waiting, self._memory.waiting = self._memory.waiting, False
        covered: list[Span] = []
        if waiting and sentence.tokens and self._starts_quoted(sentence):
            covered += self._carry(number, sentence, 0)
        covered += self._acts(number, sentence, said)
        for at, token in enumerate(sentence.tokens):
            if token.low == QUOTE and not any(
                span.contains(Span(token.start, token.end)) for span in covered
            ):
                covered += self._loose(number, sentence, at, following, first=first)

    def _starts_quoted(self, sentence: Sentence) -> bool:
        return sentence.tokens[0].low == QUOTE

    def _acts(self, number: int, sentence: Sentence, said: list[Act]) -> list[Span]:
        chains: list[tuple[str, ...]] = []
        covered: list[Span] = []
        for act in said:
            outer = chains[act.parent] if act.parent is not None else ()
            chain = self._chain(sentence, act, outer, chains)
            chains.append(chain)
            if not chain:
                continue
            for span in act.content:
                self.sayings.append(self._saying(span, chain, act.direct, act.hedged))
                if act.direct:
                    self._cited_within(sentence, span, chain)
            covered += act.content
            self.attributions.append(self._attribution(act))
            if act.opens_next and act.source is not None and act.lemma == "add" and not act.content:
                covered += self._main_clause(sentence, act, chain)
            if act.parent is None and act.lemma != "ask" and not act.unnamed:
                self._remember(number, chain, act, waiting=act.opens_next)
        return covered

    def _chain(
        self, sentence: Sentence, act: Act, outer: tuple[str, ...], earlier: list[tuple[str, ...]]
    ) -> tuple[str, ...]:
        if act.unnamed:
            return (*outer, UNNAMED)
        if act.source is not None:
            source = _without_verb(sentence, act.source)
            own = self._people.display(source, self._recent(sentence), _said_before(act))
        elif earlier and earlier[-1]:
            return earlier[-1]
        else:
            own = self._subject(sentence, act)
        chain = outer if own in outer else (*outer, own) if own else outer
        via = self._people.display(act.via) if act.via is not None else ""
        return (*chain, via) if via and via not in chain else chain

    def _recent(self, sentence: Sentence) -> str:
        """The speaker a pronoun may mean, unless somebody was named since.

        "according to" makes no subject.
        """
        memory = self._memory
        if not memory.chain or (memory.act is not None and memory.act.by_adjunct):
            return ""
        last = self.sayings[-1].span.end if self.sayings else 0
        if sentence.span.start - last < _NEAR:
            return memory.chain[-1]
        return "" if self._people.last_before(sentence.span.start, last) else memory.chain[-1]

    def _subject(self, sentence: Sentence, act: Act) -> str:
        """Whose "adding" it is: of what stands right before it, else of the sentence's subject."""
        cue = act.cue.start if act.cue else sentence.span.end
        before = [token for token in sentence.tokens if token.end <= cue]
        if before and before[-1].is_word and before[-1].low not in _JOINTS:
            return self._right_before(before) or self._memory_name()
        shared = subject_before(before, len(before))
        if shared is not None:
            first, last = shared
            return self._people.display(Span(before[first].start, before[last].end), self._memory_name())
        start = sentence.span.start
        return self._people.first_after(_past_opening(before, start), cue) or self._memory_name()

    def _right_before(self, before: Sequence[Word]) -> str:
        """Whose it is in "a letter saying", "Trump's ignorant tweet saying"."""
        first = phrase_start(before, len(before) - 1)
        if first is None:
            named = [token for token in before[1:] if token.is_capital]
            return self._people.display(Span(named[-1].start, named[-1].end)) if named else ""
        owner = next((token for token in before[first:] if token.low.endswith(("'s", "s'"))), None)
        last = owner if owner and owner.is_capital else before[-1]
        return self._people.display(Span(before[first].start, last.end))

    def _memory_name(self) -> str:
        return self._memory.chain[-1] if self._memory.chain else ""

    def _cited_within(self, sentence: Sentence, span: Span, chain: tuple[str, ...]) -> None:
        """Whom the one quoted cites: "“My husband told me that …,” she said"."""
        for quote in sentence.quotes:
            if not span.contains(quote.span):
                continue
            for act in acts(read_sentence(self._text, quote.inner, ())):
                lead = "" if act.source is None else act.source.of(self._text).split()[0].lower()
                if act.source is None or not act.content or lead in _ANYBODY | FIRST_PERSON | PRONOUNS:
                    continue
                inner = self._people.display(act.source)
                for said in act.content if inner not in chain else ():
                    self.sayings.append(Saying(said, (*chain, inner), Quotation.DIRECT))

    def _saying(self, span: Span, chain: tuple[str, ...], direct: bool, hedged: bool) -> Saying:
        opens = self._text[span.start] in "“\"«„‘'「" if span.end > span.start else False
        return Saying(span, chain, Quotation.DIRECT if direct or opens else Quotation.INDIRECT, hedged)

    def _attribution(self, act: Act) -> Attribution:
        return Attribution(
            () if act.source is None else (act.source,), () if act.cue is None else (act.cue,), act.content
        )

    def _main_clause(self, sentence: Sentence, act: Act, chain: tuple[str, ...]) -> list[Span]:
        """As in "The marines ordered …, the captain adding:" makes the clause before his as well."""
        end = act.source.start if act.source else sentence.span.start
        before = self._text[sentence.span.start : end].rstrip().rstrip(",").rstrip()
        span = Span(sentence.span.start, sentence.span.start + len(before))
        if span.end <= span.start:
            return []
        self.sayings.append(Saying(span, chain, Quotation.INDIRECT))
        return [span]

    def _loose(
        self, number: int, sentence: Sentence, at: int, following: list[Act], *, first: bool
    ) -> list[Span]:
        """A quotation with no verb of its own: the speaker carried on, or the one named right after it."""
        if not _stands_alone(sentence, at):
            return []
        if following and following[0].closes_last and following[0].source is not None:
            chain = (self._people.display(following[0].source, self._memory_name()),)
            self._remember(number, chain, following[0], waiting=False)
        elif number - self._memory.paragraph > _MEMORY or not self._fits(sentence.quote_at(at).inner):
            self._remember(number, (self._unmarked(sentence, at),), None, waiting=False)
        return self._carry(number, sentence, at)

    def _unmarked(self, sentence: Sentence, at: int) -> str:
        """Who says a quotation that nothing introduces: whoever the article is about, if he says "I" there.

        Else the one named last; else nobody that is named.
        """
        start, words = sentence.span.start, sentence.quote_at(at).inner
        about = self._people.presented(0, start)
        if about and _I.search(self._text, words.start, words.end) and self._leads(about):
            return about
        return self._people.last_before(start, max(0, start - _LATELY)) or about or UNNAMED

    def _leads(self, name: str) -> bool:
        """True for whom most of what was quoted so far comes from."""
        quoted = [
            s.sources[-1] for s in self.sayings[-_HEARD:] if s.quotation is Quotation.DIRECT and s.sources
        ]
        return 2 * sum(name == each for each in quoted) >= len(quoted)

    def _fits(self, words: Span) -> bool:
        """True when the remembered speaker can have said it: not several people for what "I" say."""
        name = self._memory_name()
        if not name or name in _NOBODY:
            return False
        several = name[1:].islower() and name.endswith("s") and not is_body(name)
        return not (several and _I.search(self._text, words.start, words.end))

    def _carry(self, number: int, sentence: Sentence, at: int) -> list[Span]:
        """Gives the quotation at token `at`, or a block marked ">", to the remembered speaker."""
        memory = self._memory
        token = sentence.tokens[at]
        span = Span(token.start, token.end) if token.low == QUOTE else sentence.span
        self.sayings.append(Saying(span, memory.chain, Quotation.DIRECT))
        self._cited_within(sentence, span, memory.chain)
        source = memory.act.source if memory.act else None
        cue = memory.act.cue if memory.act else None
        self.attributions.append(
            Attribution(() if source is None else (source,), () if cue is None else (cue,), (span,))
        )
        memory.paragraph = number
        return [span]

    def _remember(self, number: int, chain: tuple[str, ...], act: Act | None, *, waiting: bool) -> None:
        if chain and act is not None and act.cue is not None and not act.by_adjunct:
            self._people.spoke(chain[-1], act.cue.start)
        elif chain and act is not None and act.source is not None:
            self._people.cited(chain[-1], act.source)
        self._memory = _Memory(chain, act, number, waiting)


def read_sentences(text: str, found: Sequence[Span]) -> list[list[Sentence]]:
    """The sentences of each paragraph in `found`, in order."""
    return [list(_read(text, paragraph, quotes(text, paragraph))) for paragraph in found]


def listen(
    text: str,
    found: Sequence[Span],
    people: People,
    sentences_of: Sequence[Sequence[Sentence]],
    scores: Scores | None = None,
) -> Spoken:
    """Who says what in the paragraphs `found`, in order; linear in the text's length.

    `sentences_of` are the paragraphs' sentences, and `scores` what the voices model sees in all of them.
    """
    listener = _Listener(text, people, scores)
    interview = interviews.read(text, found, people) or letters.read(text, found, people)
    set_apart = blocks.read(text, found)
    everything: list[Sentence] = []
    for number, here in enumerate(sentences_of):
        speech, block = interview.get(number), set_apart.get(number)
        if block is not None:
            listener.block(number, block)
        elif speech is not None and speech.speaker:
            listener.turn(speech, here, len(everything))
        else:
            listener.paragraph(number, here, len(everything))
        everything += here
    questions = tuple(found[number] for number, speech in sorted(interview.items()) if not speech.speaker)
    return Spoken(tuple(listener.sayings), tuple(listener.attributions), tuple(everything), questions)


def _read(text: str, paragraph: Span, marks: Sequence[Quote]) -> Iterator[Sentence]:
    for span in sentences(text, paragraph):
        yield read_sentence(text, span, marks)


def _without_verb(sentence: Sentence, source: Span) -> Span:
    """The subject alone of "The district surveyed families and | found", "Rowan, who left and who | said"."""
    tokens = [token for token in sentence.tokens if source.start <= token.start < source.end]
    before = [token for token in sentence.tokens if token.start < source.start]
    if len(tokens) == 1 and tokens[0].low in ("who", "which") and before and before[-1].low in ("and", "but"):
        subject = subject_before(before, len(before))
        return source if subject is None else Span(before[subject[0]].start, before[subject[1]].end)
    if len(tokens) < 3 or tokens[-1].low not in ("and", "but"):
        return source
    subject = subject_before(tokens, len(tokens))
    return source if subject is None else Span(tokens[subject[0]].start, tokens[subject[1]].end)


def _said_before(act: Act) -> Span | None:
    """The words of an act that stand before its source."""
    if act.source is None or not act.content or act.content[0].start > act.source.start:
        return None
    return Span(act.content[0].start, act.source.start)


def _past_opening(tokens: Sequence[Word], start: int) -> int:
    """Where the subject is to be looked for: after "At Banca Orient," and "Opening the case,"."""
    if not tokens or not (tokens[0].low in PREPOSITIONS or tokens[0].low.endswith(("ing", "ly"))):
        return start
    return next((token.end for token in tokens if token.low == ","), start)


def _stands_alone(sentence: Sentence, at: int) -> bool:
    """True for a quotation that is a sentence by itself: nothing, or a sentence's end, on either side."""
    before = sentence.tokens[at - 1].low if at else "."
    after = sentence.tokens[at + 1].low if at + 1 < len(sentence.tokens) else "."
    return (
        before in (".", "?", "!", ":", "…", ",")
        and (after in (".", "?", "!", ",") or at + 1 == len(sentence.tokens))
    ) or (at == 0 and sentence.quote_at(at).inner.of(sentence.text).rstrip().endswith((".", "?", "!", "…")))

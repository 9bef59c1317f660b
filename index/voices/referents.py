"""What a pronoun stands for: the most salient of those named before it that fit it in sex and number.

Salience after Lappin & Leass (1994): a mention weighs more as a subject than as an object, more as an object
than inside another phrase; each sentence since then halves it; whoever spoke last is as salient as a subject.
The pronouns of the text are resolved in their order, each renewing the salience of whom it stands for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from operator import itemgetter

from index.language.words import Word
from index.model import Span
from index.voices import lexicon
from index.voices.cues import ADVERBS, BE, DETERMINERS, PREPOSITIONS, is_role
from index.voices.nouns import is_collective, phrase_around

HE = frozenset(["he", "him", "his", "himself"])
SHE = frozenset(["she", "her", "hers", "herself"])
_SUBJECT, _EMBEDDED, _OBJECT, _OBLIQUE, _INNER = 310.0, 260.0, 250.0, 180.0, 130.0
_LEADING, _CITED, _ASKING = 120.0, 60.0, 10.0
_QUOTED = 0.3  # of its weight has what is named inside quotation marks
_SAID = 0.3  # and what is named in the words of the one looked for
_UNSURE = 0.6  # of its weight has a name whose sex or kind the text does not tell
# How much a name counts for "he", by whether it is a person's for certain, and has several words.
_HUMAN = {(True, True): 1.0, (True, False): 1.0, (False, True): 0.6, (False, False): 0.4}
_FADE = 0.5
_REPEATED = 0.3
_REACH = 7  # sentences; beyond, a mention weighs nothing
_SLOW_FADE, _CLEARLY = 0.97, 1.2
_WINDOW = 80  # mentions looked back at, so that time stays linear
_BEFORE_SUBJECT = frozenset(
    ", ; . : ! ? ( ” “ » « * # and but or that when while if as because since whether although though "
    "where then so yet how why what".split()
)
_PARTICLES = frozenset("home back away up down out there here today yesterday again".split())
_EMBEDDING = frozenset("that whether because if".split())
_ASKED = frozenset("asked told questioned pressed urged challenged interviewed reminded".split())


class Kind(Enum):
    """Which pronoun can stand for it."""

    PERSON = "he, she"
    THING = "it"
    SEVERAL = "they"
    EITHER = "a name that may be a person's or a body's"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something named at `[start, end)`; `sex` is "m", "f" or ""."""

    start: int
    end: int
    name: str
    kind: Kind
    sex: str = ""


@dataclass(frozen=True, slots=True)
class _Seen:
    name: str
    kind: Kind
    sex: str
    weight: float
    sentence: int
    at: int


class Referents:
    """The mentions of one text as a stream that is read in order, resolving its pronouns."""

    def __init__(
        self, paragraphs: Sequence[Sequence[Word]], named: Sequence[Named], learn: Callable[[str, str], None]
    ) -> None:
        """`named` in order; `learn` is told of a name and the sex that a pronoun shows it to have."""
        self._learn = learn
        self._sex = {each.name: each.sex for each in named if each.sex}
        self._events = list(_events(paragraphs, named))
        self._bodies = [
            each
            for each in self._events
            if each[0].kind in (Kind.THING, Kind.EITHER) and each[0].name[:1].isupper()
        ]
        self._body_starts = [mention.start for mention, _ in self._bodies]
        self._at = 0
        self._seen: list[_Seen] = []
        self._sentences = _sentence_starts(paragraphs)

    def spoke(self, name: str, at: int) -> None:
        """Notes that `name` speaks at `at`."""
        self._read_to(at)
        self._seen.append(_Seen(name, Kind.EITHER, self._sex.get(name, ""), _SUBJECT, self._sentence(at), at))
        del self._seen[:-_WINDOW]

    def cited(self, name: str, start: int, end: int) -> None:
        """Notes that `[start, end)` names `name` only as in "according to": no subject of what follows."""
        self._read_to(end)
        place = self._sentence(start)
        self._seen = [
            replace(each, weight=min(each.weight, _CITED))
            if each.sentence == place and each.name == name
            else each
            for each in self._seen
        ]

    def meant(self, pronoun: str, at: int, said: Span | None = None) -> str:
        """Whom the pronoun at `at` stands for, or ""; to be asked in the text's order.

        `said` are his words where they stand before him: what they name is seldom he.
        """
        self._read_to(at)
        return self._best(pronoun, self._sentence(at), said=said)

    def leading_body(self, at: int, fits: Callable[[str], bool]) -> str:
        """Of the bodies that fit the one that leads about `at`: named most and most lately; "" in doubt."""
        here = self._sentence(at)
        scores: defaultdict[str, float] = defaultdict(float)
        index = bisect_left(self._body_starts, at)
        for mention, weight in self._bodies[max(0, index - _WINDOW) : max(index, 1)]:
            if fits(mention.name):
                distance = abs(here - self._sentence(mention.start))
                scores[mention.name] += weight * _SLOW_FADE**distance
        ranked = sorted(scores.items(), key=itemgetter(1), reverse=True)
        (first, most), (_, second) = [*ranked, ("", 0.0), ("", 0.0)][:2]
        return first if most > _CLEARLY * second else ""

    def _sentence(self, at: int) -> int:
        return bisect_left(self._sentences, at + 1)

    def _read_to(self, at: int) -> None:
        while self._at < len(self._events) and self._events[self._at][0].start < at:
            mention, weight = self._events[self._at]
            self._at += 1
            place = self._sentence(mention.start)
            if mention.kind is Kind.PERSON and mention.name in HE | SHE:
                objective = mention.name == "him" or (mention.name == "her" and weight != _INNER)
                name = self._best(mention.name, place, objective=objective)
                mention = Named(mention.start, mention.end, name, Kind.PERSON, self._sex.get(name, ""))
            if mention.name:
                self._seen.append(
                    _Seen(mention.name, mention.kind, mention.sex, weight, place, mention.start)
                )
        del self._seen[:-_WINDOW]

    def _best(self, pronoun: str, sentence: int, *, objective: bool = False, said: Span | None = None) -> str:
        scores: dict[str, dict[int, float]] = {}
        for seen in reversed(self._seen):
            distance = max(0, sentence - seen.sentence)
            if distance > _REACH:
                break
            fits = self._fit(pronoun, seen)
            if distance == 0 and seen.weight == _LEADING:
                fits = 0.0  # "in its letter it …"
            if said is not None and said.start <= seen.at < said.end:
                fits *= _SAID
            if objective and distance == 0 and seen.weight in (_SUBJECT, _EMBEDDED):
                fits, objective = 0.0, False  # "Fenn warned him": somebody else than the clause's subject
            if fits:
                here = scores.setdefault(seen.name, {})
                weight = fits * seen.weight * _FADE**distance
                here[seen.sentence] = max(here.get(seen.sentence, 0.0), weight)
        if not scores:
            return ""
        best = max(scores, key=lambda name: _salience(scores[name].values()))
        if pronoun in HE | SHE and best not in self._sex:
            self._sex[best] = "m" if pronoun in HE else "f"
            self._learn(best, self._sex[best])
        return best

    def _fit(self, pronoun: str, seen: _Seen) -> float:
        if pronoun in HE | SHE:
            sex = "m" if pronoun in HE else "f"
            known = self._sex.get(seen.name, seen.sex)
            if seen.kind in (Kind.THING, Kind.SEVERAL) or known not in ("", sex):
                return 0.0
            return (1.0 if known else _UNSURE) * _HUMAN[seen.kind is Kind.PERSON, " " in seen.name]
        if pronoun in ("it", "its"):
            if seen.kind is Kind.EITHER:
                return 0.0 if self._sex.get(seen.name) else _UNSURE
            of_several = seen.kind is Kind.SEVERAL and is_collective(seen.name)
            return float(seen.kind is Kind.THING) or _UNSURE * of_several
        if seen.kind is Kind.SEVERAL:
            return 1.0
        return _UNSURE if seen.kind in (Kind.THING, Kind.EITHER) and seen.name not in self._sex else 0.0


def _salience(weights: Collection[float]) -> float:
    """The weightiest mention counts in full, every other one a little."""
    most = max(weights)
    return most + _REPEATED * (sum(weights) - most)


def _events(paragraphs: Sequence[Sequence[Word]], named: Sequence[Named]) -> Iterator[tuple[Named, float]]:
    """The mentions and the pronouns for persons, in order, each with its weight."""
    names = iter([*named, Named(1 << 60, 1 << 60, "", Kind.PERSON)])
    following = next(names)
    for tokens in paragraphs:
        quoted, opening = False, 0
        for at, token in enumerate(tokens):
            if token.text in '“”"«»' and len(token.text) == 1:
                quoted = token.text in "“«" or (token.text == '"' and not quoted)
            factor = _QUOTED if quoted else 1.0
            if token.low in HE | SHE and not quoted:
                pronoun = Named(token.start, token.end, token.low, Kind.PERSON)
                yield pronoun, _weight(tokens, at, at, opening)
            while following.start < token.end:
                if following.start >= token.start:
                    last = at
                    while last + 1 < len(tokens) and tokens[last + 1].start < following.end:
                        last += 1
                    yield following, factor * _weight(tokens, at, last, opening)
                following = next(names)
            if ends_sentence(tokens, at):
                opening = at + 1


def _weight(tokens: Sequence[Word], first: int, last: int, opening: int) -> float:
    """How salient the phrase at tokens `first` to `last` is by its place in the sentence."""
    low = tokens[last].low
    following = tokens[last + 1].low if last + 1 < len(tokens) else "."
    owns = low.endswith(("'s", "s'")) and following not in (
        "a",
        "an",
        "the",
        "not",
    )  # "My daughter's a nurse."
    if owns or low in ("his", "hers", "its") or (low == "her" and _owns(tokens, last)):
        return _INNER
    first = _with_role(tokens, first, opening) if following == "," else phrase_around(tokens, first, opening)
    before = tokens[first - 1].low if first > opening else "."
    if before == "by" and first > opening + 1 and tokens[first - 2].low in _ASKED:
        return _ASKING
    if before in PREPOSITIONS:
        leads = tokens[opening].low in PREPOSITIONS and all(t.is_word for t in tokens[opening:first])
        return _LEADING if leads else _OBLIQUE
    if (before in BE or before.endswith("'s")) and tokens[first].low in ("a", "an"):
        return _INNER  # "She is a tax lawyer."
    if before in _EMBEDDING and first - opening > 1:
        return _EMBEDDED
    if before in _BEFORE_SUBJECT or before.isdigit() or _inverts(before):
        return _SUBJECT
    return _SUBJECT if tokens[opening].low in PREPOSITIONS and first - opening <= 5 else _OBJECT


def _with_role(tokens: Sequence[Word], first: int, opening: int) -> int:
    """Where the phrase begins, with the role that the name stands beside: "asked by his lawyer, Ann Lee,"."""
    at = phrase_around(tokens, first, opening)
    role = at - 2
    if role > opening and tokens[at - 1].low == "," and tokens[at].is_capital and is_role(tokens[role].low):
        return phrase_around(tokens, role, opening)
    return at


def _inverts(verb: str) -> bool:
    """True for the "said" of "said the mayor", the "called" of "a man called Anton"; not for "denied it"."""
    return verb in ("called", "named") or any(
        form.kind not in ("act", "name", "tell") for form in lexicon.cues().get(verb, ())
    )


def _owns(tokens: Sequence[Word], at: int) -> bool:
    """True for the "her" of "her letter", not for that of "told her that"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    closed = PREPOSITIONS | DETERMINERS | ADVERBS | _BEFORE_SUBJECT | _PARTICLES
    return after is not None and after.is_word and after.low not in closed


def ends_sentence(tokens: Sequence[Word], at: int) -> bool:
    """True for a mark that ends a sentence, as well as can be told by its neighbours."""
    if tokens[at].text not in (".", "!", "?", "…"):
        return False
    if at and tokens[at].text == "." and len(tokens[at - 1].text) <= 3 and tokens[at - 1].is_capital:
        return False
    after = at + 1
    while after < len(tokens) and not tokens[after].is_word:
        after += 1
    return after == len(tokens) or not tokens[after].text[0].islower()


def _sentence_starts(paragraphs: Sequence[Sequence[Word]]) -> list[int]:
    starts = []
    for tokens in paragraphs:
        begins = True
        for at, token in enumerate(tokens):
            if begins:
                starts.append(token.start)
            begins = ends_sentence(tokens, at)
    return starts

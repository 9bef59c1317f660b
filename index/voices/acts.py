"""The acts of saying in one sentence: source, cue and content, and which lies inside which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.model import Span
from index.voices import lexicon
from index.voices.adjuncts import adjuncts, trim
from index.voices.contents import content_of
from index.voices.cues import DETERMINERS, HEDGES, PREPOSITIONS, PRONOUNS, Cue, cues
from index.voices.postposed import Content
from index.voices.relayed import cited_after, names_somebody, relays
from index.voices.scopes import DASHES, scope_end
from index.voices.sentence import QUOTE, Sentence
from index.voices.sources import can_speak, phrase_after, source_of

_FIRST_PERSON = frozenset(["i", "we", "me", "us"])
_NOBODY = frozenset(["not", "no", "nobody", "neither", "none"])
_QUESTIONS = frozenset("whether if what who whom whose which where when why how".split())


@dataclass(frozen=True, slots=True)
class Act:
    """One act of saying, in document offsets.

    `source` is None when it is taken over from an earlier act (`inherits`); `parent` is the index of the act
    it lies inside; `opens_next` when what is said follows in the next sentence; `closes_last` when the frame
    stands after its quotation, in a sentence of its own ("the mayor went on."); `unnamed` when nobody is told
    to say it ("he was told that …"); `via` is whose words the source gives ("quoted him as saying").
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    lemma: str
    direct: bool = False
    hedged: bool = False
    inherits: bool = False
    opens_next: bool = False
    parent: int | None = None
    by_adjunct: bool = False
    unnamed: bool = False
    via: Span | None = None

    @property
    def closes_last(self) -> bool:
        """True when it has neither content of its own nor any to come."""
        return not self.content and not self.opens_next


@dataclass(frozen=True, slots=True)
class _Draft:
    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: Content
    lemma: str
    hedged: bool = False
    inherits: bool = False
    by_adjunct: bool = False
    via: tuple[int, int] | None = None


def acts(sentence: Sentence) -> list[Act]:
    """The sentence's acts of saying, outer before inner, otherwise left to right."""
    drafts = [*_adjuncts(sentence), *_relayed(sentence), *_said(sentence), *_nouns(sentence)]
    drafts = [_with_cited(sentence, draft) for draft in _without_shadowed(sentence, drafts)]
    if not drafts:
        drafts = list(_labelled(sentence))
    return _nested(sentence, drafts)


def _said(sentence: Sentence) -> Iterator[_Draft]:
    hi = len(sentence.tokens)
    lo = 0
    for cue in cues(sentence, 0, hi):
        draft = _passive(sentence, cue, hi) if cue.passive else _active(sentence, cue, lo, hi)
        if draft is None:
            continue
        yield draft
        lo = _next_start(sentence, draft, lo)


def _active(sentence: Sentence, cue: Cue, lo: int, hi: int) -> _Draft | None:
    source = source_of(sentence, cue, _clause_start(sentence, cue, lo), hi)
    if source is not None and (_is_first_person(sentence, source[0]) or _is_denied(sentence, source[0])):
        return None
    inherits = source is None and _shares_subject(sentence, cue)
    if source is None and not inherits:
        return None
    content = content_of(sentence, cue, source, max(lo, cue.first) if inherits else lo, hi)
    if content is None or (not content.ranges and not content.opens_next and inherits):
        return None
    if not content.ranges and not content.opens_next and not _ends_here(sentence, cue, source):
        return None
    return _Draft(
        source, (cue.first, cue.last), content, cue.form.lemma, _is_hedged(sentence, cue, source), inherits
    )


def _is_denied(sentence: Sentence, at: int) -> bool:
    """As in "not one of the five asked", "nobody says", "no honest observer has claimed"."""
    return sentence.tokens[max(0, at - 1)].low in ("not", "nor") or sentence.tokens[at].low in _NOBODY


def _is_first_person(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    return token.low in _FIRST_PERSON and token.text != "US"


def _passive(sentence: Sentence, cue: Cue, hi: int) -> _Draft | None:
    """As in "was described by Marlow as …", "was quoted as saying …": only where a source is named."""
    for at in range(cue.last + 1, min(hi - 1, cue.last + 25)):
        if sentence.tokens[at].low in (";", QUOTE):
            return None
        if sentence.tokens[at].low != "by":
            continue
        source = phrase_after(sentence, at + 1, hi)
        if source is None:
            continue
        return _Draft(
            source, (cue.first, cue.last), _passive_content(sentence, cue, at, source, hi), cue.form.lemma
        )
    return None


def _passive_content(sentence: Sentence, cue: Cue, by: int, source: tuple[int, int], hi: int) -> Content:
    after = source[1] + 1
    asked = _question_after(sentence, cue, after, hi)
    if asked is not None:
        return asked
    if by > cue.last + 1:
        return Content(((cue.last + 1, by - 1),))
    end = scope_end(sentence, after, hi)
    if end > after and sentence.tokens[after].low not in (",", ".", ";"):
        lead = after + 1 if sentence.tokens[after].low in ("that", "as", "of", "for") else after
        if end > lead:
            return Content(((lead, end - 1),), direct=sentence.tokens[lead].low == QUOTE)
    return Content(((0, cue.first - 1),)) if cue.first > 0 else Content()


def _question_after(sentence: Sentence, cue: Cue, after: int, hi: int) -> Content | None:
    """As in "Asked by Sarah Venables QC, for the claimant, where he'd heard it, he said": the question."""
    if cue.form.lemma != "ask" or after >= hi or sentence.tokens[after].low != ",":
        return None
    for at in range(after + 1, min(hi, after + 9)):
        if sentence.tokens[at].low in _QUESTIONS and sentence.tokens[at - 1].low == ",":
            end = next((e for e in range(at + 1, hi) if _frame_follows(sentence, e, hi)), hi)
            return Content(((at, end - 1),)) if end > at + 1 else None
    return None


def _frame_follows(sentence: Sentence, at: int, hi: int) -> bool:
    """True at the comma of ", he replied"."""
    if sentence.tokens[at].low != "," or at + 2 >= hi:
        return False
    return sentence.tokens[at + 1].low in PRONOUNS and sentence.tokens[at + 2].low in lexicon.cues()


def _adjuncts(sentence: Sentence) -> Iterator[_Draft]:
    for found in adjuncts(sentence):
        hedged = _hedge_at_start(sentence)
        yield _Draft(found.source, found.cue, found.content, found.lemma, hedged, by_adjunct=True)


def _relayed(sentence: Sentence) -> Iterator[_Draft]:
    for each in relays(sentence):
        if names_somebody(sentence, each.via):
            content = Content((each.content,), sentence.tokens[each.content[0]].low == QUOTE)
            yield _Draft(each.source, each.cue, content, "quote", inherits=each.source is None, via=each.via)


def _with_cited(sentence: Sentence, draft: _Draft) -> _Draft:
    """As in "The Herald, citing two aides, said", "According to the Herald, quoting an aide, …"."""
    cited = None if draft.source is None or draft.via else cited_after(sentence, draft.source[1])
    if cited is None:
        return draft
    via, close = cited
    ranges = ((max(first, close + 1), last) for first, last in draft.content.ranges if last > close)
    return replace(draft, via=via, content=replace(draft.content, ranges=tuple(ranges)))


def _nouns(sentence: Sentence) -> Iterator[_Draft]:
    """As in "the mayor's claim that …", "a warning by the bank that …"."""
    hi = len(sentence.tokens)
    nouns = lexicon.words("cue_nouns")
    for at in range(1, hi - 2):
        if sentence.tokens[at].low not in nouns:
            continue
        source = _owner(sentence, at)
        that = at + 1
        if source is None and sentence.tokens[that].low in ("by", "from"):
            source = phrase_after(sentence, that + 1, hi)
            that = source[1] + 1 if source else that
        if source is not None and that < hi and sentence.tokens[that].low in ("is", "was"):
            that += 1  # "The prosecution's case was that"
        if source is None or that + 1 >= hi or sentence.tokens[that].low != "that":
            continue
        end = scope_end(sentence, that + 1, hi)
        if end > that + 1:
            yield _Draft(source, (at, at), Content(((that + 1, end - 1),)), sentence.tokens[at].low)


def _owner(sentence: Sentence, at: int) -> tuple[int, int] | None:
    before = sentence.tokens[at - 1]
    if before.low in ("his", "her", "their", "its"):
        return at - 1, at - 1
    if not before.low.endswith(("'s", "s'")):
        return None
    first = at - 1
    while first > 0 and (
        sentence.tokens[first - 1].is_capital or sentence.tokens[first - 1].low in DETERMINERS
    ):
        first -= 1
    return first, at - 1


def _labelled(sentence: Sentence) -> Iterator[_Draft]:
    """“Marlow: “…””: a speaker, a colon, a quotation, and no verb."""
    tokens = sentence.tokens
    for at in range(1, min(len(tokens), 10)):
        if tokens[at].low != ":":
            continue
        if (
            at + 1 < len(tokens)
            and tokens[at + 1].low == QUOTE
            and can_speak(sentence, 0, at - 1, strict=True)
        ):
            yield _Draft((0, at - 1), (at, at), Content(((at + 1, at + 1),), direct=True), ":")
        return


def _clause_start(sentence: Sentence, cue: Cue, lo: int) -> int:
    """Subjects are looked for no further left than the last semicolon."""
    return next((at + 1 for at in range(cue.first - 1, lo - 1, -1) if sentence.tokens[at].low == ";"), 0)


def _shares_subject(sentence: Sentence, cue: Cue) -> bool:
    """As in "…, adding", "… and warned": the subject is that of the saying before it, or of the sentence."""
    before = sentence.tokens[cue.first - 1].low if cue.first else ""
    if cue.form.form == "ing":
        return before in (
            ",",
            "",
            QUOTE,
            "and",
            "but",
            "before",
            "while",
            "after",
            *DASHES,
        ) and cue.form.kind in ("say", "tell", "name", "act")
    return before in ("and", "but", "then") and cue.form.kind in ("say", "tell", "act", "hold", "name")


def _ends_here(sentence: Sentence, cue: Cue, source: tuple[int, int] | None) -> bool:
    """A short sentence of source and verb alone ("The mayor went on.").

    Which belongs to the quotation before it.
    """
    inverted_end = source[1] if source and source[0] > cue.last else cue.last
    rest = [token.low for token in sentence.tokens[inverted_end + 1 :]]
    return (
        cue.form.kind == "say"
        and len(sentence.tokens) <= 12
        and (not rest or rest[0] in (".", ",", ":") or rest[0] in PREPOSITIONS)
    )


def _is_hedged(sentence: Sentence, cue: Cue, source: tuple[int, int] | None) -> bool:
    first = min(cue.first, source[0]) if source else cue.first
    near = {token.low for token in sentence.tokens[max(0, first - 1) : cue.last + 1]}
    return cue.hedged or bool(near & HEDGES) or _hedge_at_start(sentence)


def _hedge_at_start(sentence: Sentence) -> bool:
    return bool(sentence.tokens) and sentence.tokens[0].low in HEDGES


def _next_start(sentence: Sentence, draft: _Draft, lo: int) -> int:
    """After a saying whose content stood before it, nothing left of its cue is free for the next one."""
    ends = [last for _, last in draft.content.ranges if last < draft.cue[0]]
    return max(lo, draft.cue[1] + 1) if ends else lo


def _without_shadowed(sentence: Sentence, drafts: list[_Draft]) -> list[_Draft]:
    """One act a cue; a verb inside another's source or cue is no act of its own."""
    kept: list[_Draft] = []
    for draft in sorted(drafts, key=lambda d: (not d.by_adjunct, d.cue[0])):
        verb = draft.cue[1]
        if any(_covers(other.source, verb) or _covers(other.cue, verb) for other in kept):
            continue
        kept.append(draft)
    return sorted(kept, key=lambda d: d.cue[0])


def _covers(tokens: tuple[int, int] | None, at: int) -> bool:
    return tokens is not None and tokens[0] <= at <= tokens[1]


def _nested(sentence: Sentence, drafts: list[_Draft]) -> list[Act]:
    """The drafts as acts, each after the one that holds it."""
    parents = [_parent(drafts, index) for index in range(len(drafts))]
    order = sorted(range(len(drafts)), key=lambda i: (_depth(parents, i), drafts[i].cue[0]))
    place = {draft: at for at, draft in enumerate(order)}
    found = []
    for index in order:
        draft, parent = drafts[index], parents[index]
        draft = _cut_before_sibling(sentence, drafts, index) if not draft.by_adjunct else draft
        found.append(_act(sentence, draft, None if parent is None else place[parent]))
    return found


def _depth(parents: list[int | None], index: int) -> int:
    """How many acts hold this one."""
    depth, parent = 0, parents[index]
    while parent is not None and depth < len(parents):
        depth, parent = depth + 1, parents[parent]
    return depth


def _parent(drafts: list[_Draft], index: int) -> int | None:
    """The innermost act whose content holds this one's cue, unless they share a subject."""
    draft = drafts[index]
    if draft.inherits:
        return None
    holders = [
        (last - first, other)
        for other, act in enumerate(drafts)
        if other != index
        for first, last in act.content.ranges
        if first <= draft.cue[0] and draft.cue[1] <= last and not _holds(draft, act)
    ]
    return min(holders)[1] if holders else None


def _holds(draft: _Draft, other: _Draft) -> bool:
    return any(first <= other.cue[0] and other.cue[1] <= last for first, last in draft.content.ranges)


def _cut_before_sibling(sentence: Sentence, drafts: list[_Draft], index: int) -> _Draft:
    """As in "said A and added B": A ends where the verb that shares its subject begins."""
    draft = drafts[index]
    for other in drafts:
        if not other.inherits or other.cue[0] <= draft.cue[1]:
            continue
        ranges = []
        for first, last in draft.content.ranges:
            if first < other.cue[0] <= last:
                trimmed = trim(sentence, first, _before_joint(sentence, other.cue[0] - 1))
                ranges += [trimmed] if trimmed else []
            elif last < other.cue[0]:
                ranges.append((first, last))
        return replace(draft, content=replace(draft.content, ranges=tuple(ranges)))
    return draft


def _before_joint(sentence: Sentence, at: int) -> int:
    while at >= 0 and sentence.tokens[at].low in ("and", "but", "then", ",", "before", "while", "after"):
        at -= 1
    return at


def _act(sentence: Sentence, draft: _Draft, parent: int | None) -> Act:
    return Act(
        source=None if draft.source is None else sentence.between(*draft.source),
        cue=sentence.between(*draft.cue),
        content=tuple(sentence.between(first, last) for first, last in draft.content.ranges if last >= first),
        lemma=draft.lemma,
        direct=draft.content.direct,
        hedged=draft.hedged,
        inherits=draft.inherits,
        opens_next=draft.content.opens_next,
        parent=parent,
        by_adjunct=draft.by_adjunct,
        via=None if draft.via is None else sentence.between(*draft.via),
    )

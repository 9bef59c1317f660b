"""From tagged stretches to acts of saying: which source and cue belong to which content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.model import Span
from index.voices import lexicon
from index.voices.acts import Act
from index.voices.nouns import is_thing
from index.voices.scoring import Scores, Tagged
from index.voices.sentence import QUOTE, Sentence
from index.voices.sources import head_of, phrase_after

# A rule's act stands unless the model is this sure that nothing of it is somebody's words (mean logit).
_NOT_SAID = -5.0
_SAID = 1.0  # and the model's own act stands from here on
_SHARED = 0.5
_LEAD = 8  # words from a cue to the colon after it, at most
_DASH = re.compile(r"\s+[—–-]{1,2}\s|—")
# What may follow a source within its phrase: nothing, a mark, a preposition, a relative clause.
_HANGS_ON = re.compile(
    r"['’]?s?\s*(?:$|\Z|[^\w\s]|(?:of|in|at|on|from|for|with|by|who|which|that|whose)\b)|\s+\w+(?:ed|ing)\b"
)
# "The move showed complicity" is the author's inference; who can show and prove, the rules know.
_EVIDENT = ("show", "prov", "mean", "demonstrat")
_MORE_CUES = lexicon.words("cue_nouns") | frozenset("according per via quoted cited heard".split())
_DEEDS = frozenset("hold holds held holding".split())  # sayings only with "that", which the rules see
FIRST_PERSON = frozenset(["i", "we"])
_TOLD = re.compile(
    r"\b(?:is|are|was|were|been|being)\s(?:\w+ly\s|also\s|then\s)?"
    r"(?:told|informed|assured|advised|warned|alleged|believed|understood|thought|said|rumou?red)\b"
)
_HEARERS = frozenset(
    "court jury inquest inquiry tribunal hearing committee meeting parliament council".split()
)
_AUXILIARY = 5  # characters of "were "
_FAR = 8  # words from a passive to the "by" that names who speaks


def tagged_acts(sentence: Sentence, found: Sequence[Tagged]) -> list[Act]:
    """The acts that the tags tell of, in the order of their contents; each cue with its nearest source."""
    sources = [each.span for each in found if each.kind == "source"]
    cues = [each.span for each in found if each.kind == "cue"]
    contents = [each.span for each in found if each.kind == "content"]
    groups: dict[Span | None, list[Span]] = {}
    for content in contents:
        groups.setdefault(_nearest(content, cues), []).append(content)
    acts = []
    for cue, said in groups.items():
        source = _nearest(cue or said[0], sources)
        acts.append(Act(source, cue, tuple(said), _lemma(sentence, cue), _is_direct(sentence, said)))
    acts += [
        Act(source, cue, (), _lemma(sentence, cue), opens_next=_opens_next(sentence, cue))
        for cue in cues
        if cue not in groups and (source := _nearest(cue, sources)) is not None
    ]
    return sorted(acts, key=_place)


def _place(act: Act) -> Span:
    return min([*act.content, *([act.cue] if act.cue else [])])


def _nearest(to: Span, spans: Sequence[Span]) -> Span | None:
    """The span with the fewest characters between; of two, the one before."""
    return min(
        spans, key=lambda span: (max(span.start - to.end, to.start - span.end), span.start), default=None
    )


def _lemma(sentence: Sentence, cue: Span | None) -> str:
    words = [token.low for token in sentence.tokens if cue and cue.start <= token.start < cue.end]
    return words[0] if words else ""


def _is_direct(sentence: Sentence, said: Sequence[Span]) -> bool:
    quoted = [quote.span for quote in sentence.quotes]
    return all(any(quote.overlaps(Span(s.start, s.start + 2)) for quote in quoted) for s in said)


def _opens_next(sentence: Sentence, cue: Span) -> bool:
    rest = sentence.text[cue.end : sentence.span.end].strip()
    return rest.endswith(":") and QUOTE not in rest and len(rest.split()) <= _LEAD


def joined_acts(
    sentence: Sentence, by_rule: Sequence[Act], found: Sequence[Tagged], scores: Scores
) -> list[Act]:
    """The rules' acts that the model lets stand, and the model's where the rules saw nothing."""
    kept = [at for at, act in enumerate(by_rule) if _stands(act, scores)]
    acts = [by_rule[at] for at in kept]
    acts = [
        replace(
            a, parent=kept.index(a.parent) if a.parent in kept else None, source=_source(sentence, a, found)
        )
        for a in acts
    ]
    fresh = [
        act
        for act in (_turned(sentence, _without_tail(sentence, one)) for one in tagged_acts(sentence, found))
        if not _is_known(act, acts) and _is_sure(sentence, act, scores)
    ]
    if not fresh:
        return acts
    return _nested([*acts, *fresh])


def _without_tail(sentence: Sentence, act: Act) -> Act:
    """Without what follows a dash, if the words are the author's: the tail is mostly his own."""
    if act.direct:
        return act
    cut = []
    for span in act.content:
        dash = _DASH.search(sentence.text, span.start, span.end)
        cut.append(Span(span.start, dash.start()) if dash and dash.start() > span.start else span)
    return replace(act, content=tuple(cut))


def _turned(sentence: Sentence, act: Act) -> Act:
    """The speaker of a passive: whom a "by" names, and nobody where none does ("he was told that …")."""
    if act.cue is None or act.source is None or act.source.start > act.cue.start:
        return act
    told = _TOLD.search(sentence.text, max(sentence.span.start, act.cue.start - _AUXILIARY), act.cue.end)
    if told is None or told.end() <= act.cue.start:
        return act
    tokens = sentence.tokens
    after = next((at for at, token in enumerate(tokens) if token.start >= told.end()), len(tokens))
    if told.group().endswith("told") and not _HEARERS.isdisjoint(
        act.source.of(sentence.text).lower().split()
    ):
        return act  # "The court was told that"
    for at in range(after, min(len(tokens) - 1, after + _FAR)):
        by = phrase_after(sentence, at + 1, len(tokens)) if tokens[at].low in ("by", "at") else None
        if by is not None and (tokens[at].low == "by" or is_thing(tokens[head_of(sentence, *by)].low)):
            return replace(act, source=sentence.between(*by))
        if tokens[at].low in ("that", ",", QUOTE):
            break
    return replace(act, source=None, unnamed=True)


def _is_sure(sentence: Sentence, act: Act, scores: Scores) -> bool:
    """False for what the author says himself ("I say …"), and for what is hardly anybody's words."""
    if act.lemma.startswith(_EVIDENT):
        return False
    if act.source is not None and act.source.of(sentence.text).lower() in FIRST_PERSON:
        return False
    if not _speaks(sentence, act):
        return False
    means = [mean for span in act.content if (mean := scores.mean("attributed", span)) is not None]
    return not means or max(means) > _SAID


def _speaks(sentence: Sentence, act: Act) -> bool:
    """True when the cue has a word for saying or thinking: the tags hold deeds too ("signed", "sided")."""
    words = {token.low for token in sentence.tokens if act.cue and act.cue.start <= token.start < act.cue.end}
    if not words:
        return True
    words -= _DEEDS
    return not words.isdisjoint(lexicon.cues()) or not words.isdisjoint(_MORE_CUES)


def _source(sentence: Sentence, act: Act, found: Sequence[Tagged]) -> Span | None:
    """The rule's source within the bounds that the model gives it, unless that would cut off its head."""
    if act.source is None:
        return None
    inside = [t.span for t in found if t.kind == "source" and act.source.contains(t.span)]
    if not inside or not _HANGS_ON.match(sentence.text, inside[-1].end, act.source.end):
        return act.source
    return inside[-1]


def _stands(act: Act, scores: Scores) -> bool:
    if act.direct or not act.content:
        return True
    means = [mean for span in act.content if (mean := scores.mean("attributed", span)) is not None]
    return not means or max(means) > _NOT_SAID


def _is_known(act: Act, acts: Sequence[Act]) -> bool:
    """True when the rules found its content, or its cue where it has none.

    What has neither cue nor source goes on from before, which is the rules' to carry.
    """
    if act.cue is None and act.source is None:
        return True
    if not act.content:
        return any(_overlap(act.cue, other.cue) for other in acts) or not act.opens_next
    said = [span for other in acts for span in other.content]
    length = sum(span.end - span.start for span in act.content)
    shared = sum(
        max(0, min(one.end, other.end) - max(one.start, other.start)) for one in act.content for other in said
    )
    return shared > _SHARED * length


def _overlap(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one.overlaps(other)


def _nested(acts: Sequence[Act]) -> list[Act]:
    """Outer acts before inner ones, an act inside the smallest content that holds its cue."""
    parents = [_parent(acts, at) for at in range(len(acts))]
    order = sorted(range(len(acts)), key=lambda at: (_depth(parents, at), _place_or_start(acts[at])))
    place = {at: rank for rank, at in enumerate(order)}
    return [replace(acts[at], parent=None if (p := parents[at]) is None else place[p]) for at in order]


def _place_or_start(act: Act) -> Span:
    return act.cue or _place(act)


def _parent(acts: Sequence[Act], at: int) -> int | None:
    act = acts[at]
    if act.inherits or act.cue is None:
        return None
    holders = [
        (span.end - span.start, other)
        for other, outer in enumerate(acts)
        if other != at and outer.cue is not None
        for span in outer.content
        if span.contains(act.cue) and not any(inner.contains(outer.cue) for inner in act.content)
    ]
    return min(holders)[1] if holders else None


def _depth(parents: Sequence[int | None], at: int) -> int:
    depth, seen = 0, {at}
    while (parent := parents[at]) is not None and parent not in seen:
        depth, at = depth + 1, parent
        seen.add(parent)
    return depth

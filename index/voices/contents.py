"""What is said: the stretch of a sentence that belongs to one verb of saying."""

from __future__ import annotations

from index.voices.addressees import ADJUNCTS, is_adjunct, past_addressee
from index.voices.cues import BE, PREPOSITIONS, Cue
from index.voices.postposed import (
    Content,
    before_frame,
    is_quote,
    quote_before,
    quoted,
    with_what_stands_before,
)
from index.voices.scopes import DASHES, ENDS, SUBORDINATORS, has_verb, last_word, scope_end
from index.voices.sentence import QUOTE, Sentence
from index.voices.sources import head_of

_LEADS = frozenset(["that", "how", "whether", "why", "if", "what", "who"])
_LOADED_FRAME = frozenset(["a", "an", "the"])


def content_of(
    sentence: Sentence, cue: Cue, source: tuple[int, int] | None, lo: int, hi: int
) -> Content | None:
    """What belongs to the verb at `cue` within tokens `[lo, hi)`.

    None when the verb says nothing after all.
    """
    inverted = source is not None and source[0] > cue.last
    start = (source[1] if inverted and source else cue.last) + 1
    before = min(cue.first, source[0]) if source and not inverted else cue.first
    at = past_addressee(sentence, cue, start, hi)
    if _is_participle(sentence, cue, lo) or (cue.form.kind == "name" and _will(sentence, cue)):
        return None  # "the board will call it derisory" is the author's forecast
    after = _after(sentence, cue, at, source, hi)
    if after is not None and not (
        quote_before(sentence, before, lo)
        and not after.direct
        and not after.opens_next
        and is_adjunct(sentence, start)
    ):
        return with_what_stands_before(sentence, cue, after, before, lo)
    if cue.form.kind in ("name", "act", "measure") and not quote_before(sentence, before, lo):
        return None
    return before_frame(sentence, before, lo, at, hi)


def _is_participle(sentence: Sentence, cue: Cue, lo: int) -> bool:
    """As in "Bale, called as the first witness, said …": the comma makes it a remark on Bale."""
    after_comma = cue.first > lo and sentence.tokens[cue.first - 1].low == ","
    return (
        after_comma
        and cue.form.form == "past"
        and cue.form.kind in ("name", "act", "measure")
        and not cue.passive
    )


def _after(sentence: Sentence, cue: Cue, at: int, source: tuple[int, int] | None, hi: int) -> Content | None:
    if at >= hi:
        return None
    low = sentence.tokens[at].low
    colon = _colon_quote(sentence, cue, at, hi)
    if colon is not None:
        return Content(((colon, last_word(sentence, colon, hi)),), direct=True)
    if low == ":":
        return (
            Content(((at + 1, last_word(sentence, at + 1, hi)),), direct=is_quote(sentence, at + 1, hi))
            if at + 1 < hi
            else Content(opens_next=True)
        )
    if low == "the" and [t.low for t in sentence.tokens[at + 1 : at + 2]] in (["following"], ["words"]):
        return Content(opens_next=True)
    if low == "," and is_quote(sentence, at + 1, hi):
        return quoted(sentence, at + 1, hi)
    if low in ENDS or low in (",", ";") or low in DASHES:
        return None
    if low == QUOTE:
        return None if cue.form.lemma == "hold" and cue.hedged else quoted(sentence, at, hi)
    return _unquoted(sentence, cue, at, source, hi)


def _colon_quote(sentence: Sentence, cue: Cue, at: int, hi: int) -> int | None:
    """As in "She wrote it in her diary: “…”": the quotation after a colon close by.

    When no clause comes first.
    """
    if cue.form.kind != "say" or sentence.tokens[at].low in _LEADS:
        return None
    for here in range(at, min(hi - 1, at + 7)):
        if sentence.tokens[here].low == ":" and sentence.tokens[here + 1].low == QUOTE:
            return None if has_verb(sentence, at, here) else here + 1
        if sentence.tokens[here].low in (",", ";", QUOTE):
            return None
    return None


def _asked(sentence: Sentence, at: int, end: int) -> Content | None:
    """As in "asked the auditor to look": from the "to"; "asked whether", "asked for": from there.

    "asked a question": nothing.
    """
    for here in range(at, min(end, at + 7)):
        if sentence.tokens[here].low in (
            "to",
            "whether",
            "if",
            "how",
            "why",
            "who",
            "what",
            "which",
            "whose",
            "when",
            "where",
            "for",
            "about",
            "not",
        ):
            return Content(((here, end - 1),))
    return None


def _unquoted(
    sentence: Sentence, cue: Cue, at: int, source: tuple[int, int] | None, hi: int
) -> Content | None:
    kind = cue.form.kind
    end = scope_end(sentence, at, hi)
    if cue.form.lemma == "ask":
        return _asked(sentence, at, end)
    if cue.form.lemma == "accuse":
        at = next((here for here in range(at, end) if sentence.tokens[here].low == "of"), at)
    if kind == "name":
        return _named(sentence, cue, at, end)
    if kind == "measure":
        needed = {
            "put": {"at"},
            "count": {"at"},
            "estimate": {"at"},
            "value": {"at"},
            "assess": {"at"},
            "rate": {"as"},
            "reckon": {"at"},
        }
        following = {token.low for token in sentence.tokens[at:end]}
        return Content(((at, end - 1),)) if following & needed.get(cue.form.lemma, {"to"}) else None
    if cue.form.lemma == "require" and (source is None or not _is_law(sentence, source)):
        return None
    if kind == "act":
        return Content(((at, end - 1),)) if end > at and (not cue.hedged or _will(sentence, cue)) else None
    return _clause(sentence, cue, at, source, end)


def _is_text(sentence: Sentence, source: tuple[int, int]) -> bool:
    """True for a study, a log: what it finds or shows is its content, a person may find a thing."""
    return sentence.tokens[head_of(sentence, *source)].low in _TEXTS


def _is_law(sentence: Sentence, source: tuple[int, int]) -> bool:
    """True for a law, a treaty, "Article 246": what it requires is its content."""
    return any(token.low in _LAWS for token in sentence.tokens[source[0] : source[1] + 1])


def _clause(
    sentence: Sentence, cue: Cue, at: int, source: tuple[int, int] | None, end: int
) -> Content | None:
    first = sentence.tokens[at].low
    if first in _LEADS:
        body = at + 1 if first == "that" else at
        return Content(((body, end - 1),)) if end > body else None
    if cue.form.lemma in _THAT_VERBS or (
        cue.hedged and not _will(sentence, cue) and cue.form.lemma not in ("say", "tell", "argue")
    ):
        return None
    if cue.form.lemma in _TO_VERBS and "to" in [
        token.low for token in sentence.tokens[at : min(end, at + 8)]
    ]:
        return Content(((at, end - 1),))
    by_text = cue.form.lemma in _FINDING and source is not None and _is_text(sentence, source)
    if first in SUBORDINATORS or (
        cue.form.lemma in _OBJECT_VERBS and not by_text and not has_verb(sentence, at, end)
    ):
        return None
    if first in ADJUNCTS or first in PREPOSITIONS or (first in BE and cue.form.lemma != "say"):
        return (
            Content(((at, end - 1),)) if cue.form.lemma in _TO_VERBS and first == "to" and end > at else None
        )
    return Content(((at, end - 1),)) if end - at >= 2 else None


def _will(sentence: Sentence, cue: Cue) -> bool:
    return any(token.low in ("will", "'ll") for token in sentence.tokens[cue.first : cue.verb])


# Verbs whose plain object is seldom something said.
_THAT_VERBS = frozenset(
    "go-on hear read maintain consider feel establish demonstrate determine detect read text email counter "
    "project accept hold".split()
)
_TO_VERBS = frozenset("promise pledge vow threaten swear agree expect hope claim offer".split())
# Verbs that also take a thing ("announced a sale", "wrote a book", "reported a loss"): a clause must follow.
_OBJECT_VERBS = frozenset(
    "add write report read record find show reveal discover establish demonstrate project post answer "
    "continue rule repeat recall remember protest counter laugh cry text email sing conclude declare "
    "observe note detect hear feel fear doubt determine indicate hope expect assume consider tweet "
    "ask order relate recount regard judge wonder think announce maintain suggest disclose confirm "
    "stress state know estimate calculate believe forecast".split()
)


_LAWS = frozenset(
    "law act article constitution charter treaty agreement contract covenant protocol framework code "
    "rulebook specification directive".split()
)
_FINDING = frozenset(["find", "show", "record", "detect", "reveal", "report", "indicate"])
_TEXTS = frozenset(
    "study survey review poll analysis audit report test x-ray log scan filing register registry records "
    "minutes census returns accounts data figures statistics assessment inspection "
    "inquiry investigation".split()
)


def _named(sentence: Sentence, cue: Cue, at: int, end: int) -> Content | None:
    quoted = [here for here in range(at, end) if sentence.tokens[here].low == QUOTE]
    if quoted:
        return Content(((quoted[0], quoted[-1]),), direct=True)
    following = [token.low for token in sentence.tokens[at:end]]
    if cue.form.lemma in ("call", "label", "brand", "dub", "term", "pronounce"):
        named = sentence.tokens[at].is_capital if at < end else True
        complement = not named and any(word in _LOADED_FRAME for word in following[1:8])
        return (
            Content(((at, end - 1),))
            if complement or (following[:1] and following[0] in ("it", "him", "them", "this", "that"))
            else None
        )
    if cue.form.lemma in (
        "describe",
        "portray",
        "characterise",
        "characterize",
        "depict",
        "hail",
        "regard",
        "compare",
        "liken",
    ):
        return Content(((at, end - 1),)) if {"as", "to"} & set(following) else None
    return Content(((at, end - 1),)) if end - at >= 1 and not {"by"} & set(following[:1]) else None

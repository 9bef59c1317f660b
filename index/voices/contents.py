"""What is said: the stretch of a sentence that belongs to one verb of saying."""

from __future__ import annotations

from dataclasses import dataclass

from index.voices import lexicon
from index.voices.cues import ADVERBS, BE, DETERMINERS, MODALS, PREPOSITIONS, PRONOUNS, Cue, is_role
from index.voices.sentence import QUOTE, Sentence

DASHES = frozenset(["—", "–", "--"])
_ENDS = frozenset([".", "!", "?"])
_OPENERS = (
    PREPOSITIONS
    | ADVERBS
    | frozenset(
        "when while if as although though because once whereas meanwhile however yet but and so "
        "moreover still yesterday today separately speaking writing asked responding addressing".split()
    )
)
_ADJUNCT = frozenset(
    "in at on during after before to when as while from through via over with last this yesterday "
    "today earlier later".split()
)
_WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_LEADS = frozenset(["that", "how", "whether", "why", "if", "what", "who"])
_PLAIN_SAYING = frozenset(["said", "says", "told", "tells", "added"])
_BREAKS = frozenset(["but", "while", "whereas", "although", "though"])
_LONGEST_ADDRESSEE = 14
_LOADED_FRAME = frozenset(["a", "an", "the"])


@dataclass(frozen=True, slots=True)
class Content:
    """Token ranges `(first, last)` of what is said; `direct` when it is quoted; `opens_next` when it follows later."""

    ranges: tuple[tuple[int, int], ...] = ()
    direct: bool = False
    opens_next: bool = False


def content_of(
    sentence: Sentence, cue: Cue, source: tuple[int, int] | None, lo: int, hi: int
) -> Content | None:
    """What belongs to the verb at `cue` within tokens `[lo, hi)`; None when the verb says nothing after all."""
    inverted = source is not None and source[0] > cue.last
    start = (source[1] if inverted and source else cue.last) + 1
    before = min(cue.first, source[0]) if source and not inverted else cue.first
    at = past_addressee(sentence, cue, start, hi)
    if _is_participle(sentence, cue, lo):
        return None
    after = _after(sentence, cue, at, start, hi)
    if after is not None and not (
        _quote_before(sentence, before, lo)
        and not after.direct
        and not after.opens_next
        and _is_adjunct(sentence, start)
    ):
        return _with_left_quote(sentence, cue, after, before, lo)
    if cue.form.kind in ("name", "act", "measure") and not _quote_before(sentence, before, lo):
        return None
    return _left(sentence, before, lo, at, hi)


def _is_participle(sentence: Sentence, cue: Cue, lo: int) -> bool:
    """ "Bale, called as the first witness, said …": the comma makes it a remark on Bale."""
    after_comma = cue.first > lo and sentence.tokens[cue.first - 1].low == ","
    return (
        after_comma
        and cue.form.form == "past"
        and cue.form.kind in ("name", "act", "measure")
        and not cue.passive
    )


def scope_end(sentence: Sentence, at: int, hi: int) -> int:
    """The token where indirect speech that begins at `at` stops: a semicolon, a turn of the author's, the end."""
    for here in range(at, hi):
        low = sentence.tokens[here].low
        if low == ";" or (low in DASHES and not _closes_later(sentence, here, hi)):
            return here
        if low != "," or here + 1 >= hi:
            continue
        following = sentence.tokens[here + 1].low
        if (
            following in _BREAKS
            or following == "according"
            or _is_saying(sentence, here + 1, hi)
            or following in _PLAIN_SAYING
        ):
            return here
        if following == "and" and (
            _new_speaker(sentence, here + 2, hi) or _is_auxiliary(sentence, here + 2, hi)
        ):
            return here
    return hi - 1 if hi > at and sentence.tokens[hi - 1].low in _ENDS else hi


def _is_auxiliary(sentence: Sentence, at: int, hi: int) -> bool:
    """ "…, and could not say where": the author goes on with the same subject."""
    return at < hi and sentence.tokens[at].low in MODALS


def past_addressee(sentence: Sentence, cue: Cue, at: int, hi: int) -> int:
    """The token after "reporters" in "told reporters that …", and after "on Tuesday", "in a statement"."""
    if cue.form.kind == "tell" or cue.form.lemma in ("ask", "warn", "promise", "advise"):
        at = _past_person(sentence, at, hi, sure=cue.form.kind == "tell")
        at = _past_aside(sentence, at, hi)
    return _past_adjuncts(sentence, at, hi)


def _past_aside(sentence: Sentence, at: int, hi: int) -> int:
    """ "told the jury, in a short statement at the outset, that …"."""
    if at >= hi or sentence.tokens[at].low != ",":
        return at
    close = next((here for here in range(at + 1, min(hi, at + 14)) if sentence.tokens[here].low == ","), None)
    return (
        close + 1 if close is not None and close + 1 < hi and sentence.tokens[close + 1].low == "that" else at
    )


def _past_person(sentence: Sentence, at: int, hi: int, *, sure: bool) -> int:
    for here in range(at, min(hi, at + _LONGEST_ADDRESSEE)):
        low = sentence.tokens[here].low
        if low in ("that", "whether", "how", "if"):
            return here if sure or here - at <= 6 else at
        if low in (":", ",", QUOTE):
            if low == QUOTE and _has_verb(sentence, at, here):
                break
            if here - at <= (6 if low != "," else 3):
                return here
            break
        if low in (";", "."):
            break
    first = sentence.tokens[at] if at < hi else None
    if first is None or not sure:
        return at
    if first.low in PRONOUNS or first.low in ("him", "them", "us", "me", "her") or is_role(first.low):
        return at + 1
    if first.low in DETERMINERS:
        return next(
            (here + 1 for here in range(at + 1, min(hi, at + 5)) if is_role(sentence.tokens[here].low)),
            min(at + 2, hi),
        )
    while at < hi and sentence.tokens[at].is_capital:
        at += 1
    return at


def _past_adjuncts(sentence: Sentence, at: int, hi: int) -> int:
    """Skips "on Tuesday", "in a statement to the court": only where a "that", a colon or a quotation follows."""
    if at < hi and sentence.tokens[at].low in _WEEKDAYS | {"yesterday", "today"}:
        at += 1
    elif at + 1 < hi and sentence.tokens[at].low == "on" and sentence.tokens[at + 1].low in _WEEKDAYS:
        at += 2
    if not _is_adjunct(sentence, at) or at >= hi:
        return at
    for here in range(at, min(hi, at + 12)):
        low = sentence.tokens[here].low
        if low in ("that", ":", QUOTE):
            return here
        if low in (",", ";", "."):
            following = sentence.tokens[here + 1].low if here + 1 < hi else ""
            return here + 1 if low == "," and following in ("that", QUOTE) else at
    return at


def _after(sentence: Sentence, cue: Cue, at: int, start: int, hi: int) -> Content | None:
    if at >= hi:
        return None
    low = sentence.tokens[at].low
    colon = _colon_quote(sentence, cue, at, hi)
    if colon is not None:
        return Content(((colon, _last(sentence, colon, hi)),), direct=True)
    if low == ":":
        return (
            Content(((at + 1, _last(sentence, at + 1, hi)),), direct=_is_quote(sentence, at + 1, hi))
            if at + 1 < hi
            else Content(opens_next=True)
        )
    if low == "the" and [t.low for t in sentence.tokens[at + 1 : at + 2]] in (["following"], ["words"]):
        return Content(opens_next=True)
    if low == "," and _is_quote(sentence, at + 1, hi):
        return _quoted(sentence, at + 1, hi)
    if low in _ENDS or low in (",", ";") or low in DASHES:
        return None
    if low == QUOTE:
        return _quoted(sentence, at, hi)
    return _unquoted(sentence, cue, at, start, hi)


def _colon_quote(sentence: Sentence, cue: Cue, at: int, hi: int) -> int | None:
    """ "She wrote it in her diary: “…”": the quotation after a colon close by, when no clause comes first."""
    if cue.form.kind != "say" or sentence.tokens[at].low in _LEADS:
        return None
    for here in range(at, min(hi - 1, at + 7)):
        if sentence.tokens[here].low == ":" and sentence.tokens[here + 1].low == QUOTE:
            return None if _has_verb(sentence, at, here) else here + 1
        if sentence.tokens[here].low in (",", ";", QUOTE):
            return None
    return None


def _asked(sentence: Sentence, at: int, end: int) -> Content | None:
    """ "asked the auditor to look": from the "to"; "asked whether", "asked for": from there; "asked a question": nothing."""
    for here in range(at, min(end, at + 7)):
        if sentence.tokens[here].low in (
            "to",
            "whether",
            "if",
            "how",
            "why",
            "who",
            "what",
            "when",
            "where",
            "for",
            "about",
            "not",
        ):
            return Content(((here, end - 1),))
    return None


def _unquoted(sentence: Sentence, cue: Cue, at: int, start: int, hi: int) -> Content | None:
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
    if kind == "act":
        return Content(((at, end - 1),)) if end > at and (not cue.hedged or _will(sentence, cue)) else None
    return _clause(sentence, cue, at, start, end)


def _clause(sentence: Sentence, cue: Cue, at: int, start: int, end: int) -> Content | None:
    first = sentence.tokens[at].low
    if first in _LEADS:
        body = at + 1 if first == "that" else at
        return Content(((body, end - 1),)) if end > body else None
    if cue.form.lemma in _THAT_VERBS or (
        cue.hedged and not _will(sentence, cue) and cue.form.lemma not in ("say", "tell", "argue")
    ):
        return None
    if cue.form.lemma in _TO_VERBS and "to" in [token.low for token in sentence.tokens[at : min(end, at + 8)]]:
        return Content(((at, end - 1),))
    if first in _SUBORDINATE or (cue.form.lemma in _OBJECT_VERBS and not _has_verb(sentence, at, end)):
        return None
    if first in _ADJUNCT or first in PREPOSITIONS or (first in BE and cue.form.lemma != "say"):
        return (
            Content(((at, end - 1),)) if cue.form.lemma in _TO_VERBS and first == "to" and end > at else None
        )
    return Content(((at, end - 1),)) if end - at >= 2 else None


def _will(sentence: Sentence, cue: Cue) -> bool:
    return any(token.low in ("will", "'ll") for token in sentence.tokens[cue.first : cue.verb])


_SUBORDINATE = frozenset("as when while after before because since although though if".split())
# Verbs whose plain object is seldom something said.
_THAT_VERBS = frozenset(
    "go-on hear read maintain consider feel establish demonstrate determine detect read text email counter "
    "project".split()
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


def _has_verb(sentence: Sentence, at: int, end: int) -> bool:
    """A rough ear for a clause: an auxiliary, or a word that ends as a verb in the past does, after a subject."""
    if sentence.tokens[at].low in PRONOUNS or sentence.tokens[at].low in ("there", "i", "nobody", "everyone"):
        return end - at > 1
    for here in range(at + 1, end):
        low = sentence.tokens[here].low
        if low == QUOTE:
            return True
        if (
            low in BE
            or low in MODALS
            or low
            in (
                "has",
                "have",
                "had",
                "did",
                "does",
                "do",
                "made",
                "took",
                "went",
                "came",
                "saw",
                "got",
                "gave",
                "lost",
                "won",
                "left",
                "kept",
                "held",
                "stood",
                "began",
                "meant",
                "needs",
                "wants",
                "makes",
                "remains",
                "means",
                "works",
                "owes",
                "owns",
            )
        ):
            return True
        if low.endswith("ed") and len(low) > 4 and sentence.tokens[here - 1].low not in DETERMINERS:
            return True
        if "'" in low and low.endswith(("n't", "'re", "'ll", "'ve", "'d")):
            return True
    return False


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


def _quoted(sentence: Sentence, at: int, hi: int) -> Content:
    """From the first quotation to the last that hangs together with it; the words after that are the author's."""
    last = at
    for here in range(at + 1, hi):
        if sentence.tokens[here].low == QUOTE and here - last <= 8:
            last = here
        elif sentence.tokens[here].low in (";",) or _is_saying(sentence, here, hi):
            break
    return Content(((at, last),), direct=True)


def _left(sentence: Sentence, before: int, lo: int, frame: int, hi: int) -> Content | None:
    """What stands before "…, Marlow said", and, where the saying is a parenthesis, what goes on after it."""
    after = _past_frame(sentence, frame, hi)
    end = before - 1
    while end >= lo and sentence.tokens[end].low in (",", *DASHES):
        end -= 1
    start = _left_start(sentence, end, lo)
    if end < start:
        return Content()
    if sentence.tokens[end].low != QUOTE:
        if end == before - 1 and sentence.tokens[end].low not in ("?", "!"):
            return None
        if not _frame_ends(sentence, frame, hi) or (
            _is_opener(sentence, start, end) and not _is_medial(sentence, after, hi)
        ):
            return None
    left = (start, end)
    direct = sentence.tokens[end].low == QUOTE
    if after < hi and sentence.tokens[after].low == "," and after + 1 < hi:
        rest = after + 1
        if sentence.tokens[rest].low == QUOTE:
            return Content((left, *_quoted(sentence, rest, hi).ranges), direct=True)
        if not direct and _is_medial(sentence, after, hi):
            return Content((left, (rest, scope_end(sentence, rest, hi) - 1)))
    if (
        after + 1 < hi
        and sentence.tokens[after].low in (".", "?", "!", *DASHES)
        and sentence.tokens[after + 1].low == QUOTE
    ):
        return Content((left, *_quoted(sentence, after + 1, hi).ranges), direct=True)
    return Content((left,), direct=direct)


def _is_medial(sentence: Sentence, after: int, hi: int) -> bool:
    """ "The dam, she said, will go": what follows the parenthesis goes on with what was said."""
    rest = after + 1
    if rest >= hi or sentence.tokens[after].low != "," or _is_saying(sentence, rest, hi):
        return False
    low = sentence.tokens[rest].low
    if low in (
        "which",
        "who",
        "when",
        "while",
        "as",
        "although",
        "though",
        "whereas",
        "because",
        "where",
    ) or low.endswith("ing"):
        return False
    return low not in _OPENERS or low in ("but", "and") or (low in PREPOSITIONS and hi - rest > 3)


def _frame_ends(sentence: Sentence, at: int, hi: int) -> bool:
    """True when nothing follows the verb but a time, a place or the sentence's end."""
    if at >= hi:
        return True
    low = sentence.tokens[at].low
    return (
        not sentence.tokens[at].is_word
        or low in _ADJUNCT
        or low in _WEEKDAYS
        or low in ADVERBS
        or low in _SUBORDINATE
        or low == "of"
    )


def _is_opener(sentence: Sentence, start: int, end: int) -> bool:
    """ "Soon", "In an interview on Monday": a frame's first words, not something said."""
    lows = [token.low for token in sentence.tokens[start : end + 1]]
    return "," not in lows and (len(lows) == 1 or lows[0] in _OPENERS) and not set(lows) & (BE | MODALS)


def _left_start(sentence: Sentence, end: int, lo: int) -> int:
    for here in range(end, lo, -1):
        if sentence.tokens[here - 1].low == ";":
            return here
    return lo


def _with_left_quote(sentence: Sentence, cue: Cue, after: Content, before: int, lo: int) -> Content:
    """“There is no deal,” he roared, adding: … keeps its first half: "“A,” he said: “B”"."""
    if not _quote_before(sentence, before, lo):
        return _with_left_clause(sentence, cue, after, before, lo)
    end = before - 1
    while sentence.tokens[end].low != QUOTE:
        end -= 1
    return Content(((end, end), *after.ranges), after.direct, after.opens_next)


def _with_left_clause(sentence: Sentence, cue: Cue, after: Content, before: int, lo: int) -> Content:
    """ "It was never goats, Anton told me, “…”": the clause before the frame is his as well."""
    end = before - 2
    if not after.direct or end <= lo or cue.form.form == "ing" or sentence.tokens[before - 1].low != ",":
        return after
    start = _left_start(sentence, end, lo)
    if (
        _is_opener(sentence, start, end)
        or sentence.tokens[start].low in _OPENERS
        or not _has_verb(sentence, start, end + 1)
    ):
        return after
    return Content(((start, end), *after.ranges), after.direct, after.opens_next)


def _quote_before(sentence: Sentence, before: int, lo: int) -> bool:
    at = before - 1
    while at >= lo and sentence.tokens[at].low in (",", *DASHES):
        at -= 1
    return at >= lo and sentence.tokens[at].low == QUOTE


def _past_frame(sentence: Sentence, at: int, hi: int) -> int:
    """The token where the frame of a saying ends: "Marlow said on Tuesday at the mill | , …"."""
    while at < hi and sentence.tokens[at].low not in (",", ";", ".", "?", "!", ":", QUOTE, *DASHES):
        at += 1
    return at


def _is_adjunct(sentence: Sentence, at: int) -> bool:
    return at < len(sentence.tokens) and sentence.tokens[at].low in _ADJUNCT | _WEEKDAYS


def _is_quote(sentence: Sentence, at: int, hi: int) -> bool:
    return at < hi and sentence.tokens[at].low == QUOTE


def _is_saying(sentence: Sentence, at: int, hi: int) -> bool:
    """True for the "adding" of "…, adding that": a verb of saying in -ing that starts a new stretch."""
    if at >= hi:
        return False
    forms = lexicon.cues().get(sentence.tokens[at].low, ())
    return any(form.form == "ing" and form.kind in ("say", "tell", "name", "act") for form in forms)


def _new_speaker(sentence: Sentence, at: int, hi: int) -> bool:
    """True when a subject and a verb of saying follow: "…, and Dahl said …"."""
    for here in range(at + 1, min(hi, at + 8)):
        forms = lexicon.cues().get(sentence.tokens[here].low, ())
        if any(form.kind in ("say", "tell") and form.form == "past" for form in forms):
            return True
        if sentence.tokens[here].low in (",", ";"):
            return False
    return False


def _closes_later(sentence: Sentence, at: int, hi: int) -> bool:
    return any(sentence.tokens[here].low == sentence.tokens[at].low for here in range(at + 1, hi))


def _last(sentence: Sentence, at: int, hi: int) -> int:
    last = hi - 1
    while last > at and sentence.tokens[last].low in _ENDS:
        last -= 1
    return last

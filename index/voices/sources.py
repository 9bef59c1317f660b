"""Who speaks: the noun phrase left or right of a verb of saying."""

from __future__ import annotations

from index.voices import lexicon
from index.voices.cues import (
    ADVERBS,
    BE,
    DETERMINERS,
    HAVE,
    HEDGES,
    MODALS,
    NOUNLIKE,
    PREPOSITIONS,
    PRONOUNS,
    Cue,
    is_role,
)
from index.voices.names import ABBREVIATED
from index.voices.sentence import QUOTE, Sentence

_STOPS = frozenset(", ; : ( ) [ ] . ! ? … “” — – -- ... * _ # > | · • / \\".split())
_CONJUNCTIONS = frozenset(
    "and but or because while when if as although though whereas so yet that whether how why where "
    "what who which than".split()
)
_BEFORE_PRONOUN = frozenset(["before", "after", "since", "until"])
_TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight "
    "earlier later meanwhile separately january february march april may june july august september "
    "october november december morning evening afternoon night week month year recently then still "
    "now also nevertheless nonetheless however reportedly allegedly apparently afterwards afterward "
    "finally once here there again instead moreover furthermore indeed privately publicly".split()
)
_LONGEST = 16
_SPEAKING = frozenset("say tell add write tweet reply shout roar ask".split())
_ANYBODY = frozenset(
    "he she they who one another others some many most few several both all everyone everybody nobody "
    "anyone".split()
)


def source_of(sentence: Sentence, cue: Cue, lo: int, hi: int) -> tuple[int, int] | None:
    """Tokens `[first, last]` of the speaker, before the verb or (inverted) after it.

    None when there is none.
    """
    left = _before(sentence, cue, lo)
    if left is not None:
        return left
    if (
        cue.form.kind in ("say", "find")
        and cue.form.form in ("past", "present")
        and _may_invert(sentence, cue, lo)
    ):
        return phrase_after(sentence, cue.last + 1, hi)
    return None


def phrase_after(sentence: Sentence, at: int, hi: int) -> tuple[int, int] | None:
    """The noun phrase that begins at token `at`, when it can speak."""
    if at >= hi or (sentence.tokens[at].low in PRONOUNS and sentence.tokens[at].low != "who"):
        return None
    if sentence.tokens[at].low in PREPOSITIONS:
        return None
    last = at
    while last < hi and not _ends_phrase(sentence, last, at):
        last += 1
    last -= 1
    while last > at and _is_time(sentence, last):
        last -= 1
        if sentence.tokens[last].low in PREPOSITIONS:
            last -= 1
    if last < at or last - at > _LONGEST or not can_speak(sentence, at, last, strict=True):
        return None
    return at, last


def can_speak(sentence: Sentence, first: int, last: int, *, strict: bool) -> bool:
    """True when the phrase's head is a pronoun, a name or a role.

    Any noun with a determiner unless `strict`.
    """
    head = head_of(sentence, first, last)
    token = sentence.tokens[head]
    if token.low in _ANYBODY or token.low == "it":
        return True
    if not token.is_word or token.low in _CONJUNCTIONS or token.low in BE:
        return False
    if is_role(token.low) or (token.is_capital and not _only_sentence_start(sentence, head)):
        return True
    if any(is_role(sentence.tokens[at].low) for at in range(first, head)) and first < head <= first + 2:
        return True  # "sources close to the talks"
    return not strict and first < last and sentence.tokens[first].low in DETERMINERS


def _before(sentence: Sentence, cue: Cue, lo: int) -> tuple[int, int] | None:
    last = cue.first - 1
    if last < lo:
        return None
    last = _past_bracket(sentence, last, lo)
    low = sentence.tokens[last].low
    if low in ("who", "which"):
        return _antecedent(sentence, last, lo)
    if low == ",":
        return _past_apposition(sentence, last, lo) if cue.form.form != "ing" else None
    if low in _STOPS or low in _CONJUNCTIONS:
        return None
    if sentence.tokens[cue.first].low == "to" and low in ("used", "came", "went", "had") and last > lo:
        last -= 1  # "my grandmother used to say"
    first = _with_antecedent(sentence, _phrase_start(sentence, last, lo), lo)
    strict = (
        cue.form.lemma not in _SPEAKING
        and not _proves_saying(sentence, cue)
        and not _closes(sentence, cue, first)
    )
    head = _relative_from(sentence, first, last)
    return (first, last) if can_speak(sentence, first, head, strict=strict) else None


def _with_antecedent(sentence: Sentence, first: int, lo: int) -> int:
    """As in "A person who left in spring tells me": from the one that the relative clause is about."""
    if first - 2 < lo or sentence.tokens[first - 1].low not in ("who", "that"):
        return first
    if can_speak(sentence, first, first, strict=False):
        return first
    start = _phrase_start(sentence, first - 2, lo)
    if start > lo and sentence.tokens[start - 1].low not in _STOPS | _CONJUNCTIONS:
        return first  # "told reporters that …"
    return start if can_speak(sentence, start, first - 2, strict=True) else first


def _relative_from(sentence: Sentence, first: int, last: int) -> int:
    """The token before a relative clause within the phrase, else the last."""
    found = (at - 1 for at in range(first + 1, last) if sentence.tokens[at].low in ("who", "that", "which"))
    return next(found, last)


def _proves_saying(sentence: Sentence, cue: Cue) -> bool:
    """A "that" or a quotation after the verb: a thing may say so too."""
    following = [token.low for token in sentence.tokens[cue.last + 1 : cue.last + 5]]
    return cue.form.kind in ("say", "tell", "name", "find") and ("that" in following or QUOTE in following)


def _closes(sentence: Sentence, cue: Cue, first: int) -> bool:
    """As in "Most have done so, the last return shows;": between two marks a thing may say so too."""
    after = sentence.tokens[cue.last + 1].low if cue.last + 1 < len(sentence.tokens) else "."
    return (
        first > 1
        and sentence.tokens[first - 1].low == ","
        and after in (".", ";", ",")
        and cue.form.kind in ("say", "find")
        and cue.form.form in ("past", "present")
    )


def _past_bracket(sentence: Sentence, last: int, lo: int) -> int:
    """As in "Rubio (R-Fla.) said": the bracket is not the speaker."""
    if sentence.tokens[last].low != ")":
        return last
    opening = next((at for at in range(last - 1, lo, -1) if sentence.tokens[at].low == "("), last)
    return opening - 1 if opening < last else last


def _phrase_start(sentence: Sentence, last: int, lo: int) -> int:
    """Walks left to the clause's start, then right again past times and openers to the phrase itself."""
    first = last
    if sentence.tokens[last].low in PRONOUNS - {"who"}:
        return last
    while first > lo and last - first < _LONGEST:
        token = sentence.tokens[first - 1]
        if _abbreviates(sentence, first - 1):
            first -= 1
            continue
        if (
            sentence.ends_line(first - 1)
            or token.low in _STOPS
            or (token.low in _CONJUNCTIONS and not _joins_names(sentence, first - 1, lo))
        ):
            break
        if token.low in _BEFORE_PRONOUN and sentence.tokens[first].low in PRONOUNS:
            break
        if (
            token.low in MODALS
            or token.low in BE
            or token.low in HAVE
            or _is_finite_saying(sentence, first - 1)
        ):
            break
        first -= 1
    return _past_openers(sentence, first, last)


def _is_finite_saying(sentence: Sentence, at: int) -> bool:
    low = sentence.tokens[at].low
    forms = lexicon.cues().get(low, ())
    tenses = ("past",) if low in NOUNLIKE else ("past", "present")
    return any(form.kind in ("say", "tell", "hold") and form.form in tenses for form in forms)


def _past_openers(sentence: Sentence, first: int, last: int) -> int:
    while first < last:
        low = sentence.tokens[first].low
        following = sentence.tokens[first + 1].low
        if low in PREPOSITIONS:
            first = _past_preposition(sentence, first, last)
        elif (
            (_is_time(sentence, first) and following != "of")
            or low in ADVERBS
            or (low in ("last", "next") and _is_time(sentence, first + 1))
        ):
            first += 1
        else:
            break
    return first


def _past_preposition(sentence: Sentence, first: int, last: int) -> int:
    """As in "On Tuesday the mayor", "In a letter the bishop".

    The speaker begins at the phrase's last determiner or name.
    """
    for at in range(last, first, -1):
        token = sentence.tokens[at]
        if token.low in DETERMINERS or token.low in PRONOUNS:
            return at
        if token.is_capital and not _is_time(sentence, at) and not sentence.tokens[at - 1].is_capital:
            before = sentence.tokens[at - 1].low
            return at if before not in DETERMINERS else at - 1
    return min(first + 1, last)


def _joins_names(sentence: Sentence, at: int, lo: int) -> bool:
    """True for the "and" of "Marlow and Dahl"."""
    if sentence.tokens[at].low != "and" or at <= lo:
        return False
    after = at + 2 if sentence.tokens[at + 1].low == "the" and at + 2 < len(sentence.tokens) else at + 1
    return sentence.tokens[at - 1].is_capital and sentence.tokens[after].is_capital


def _antecedent(sentence: Sentence, relative: int, lo: int) -> tuple[int, int] | None:
    last = relative - 1
    if last > lo and sentence.tokens[last].low in ("and", "but"):
        return relative, relative  # "Rowan, who left him and who said": of whom, is found later
    if last >= lo and sentence.tokens[last].low == ",":
        last -= 1
    if last < lo or sentence.tokens[last].low in _STOPS:
        return None
    first = _phrase_start(sentence, last, lo)
    return (first, last) if can_speak(sentence, first, last, strict=True) else None


def _past_apposition(sentence: Sentence, comma: int, lo: int) -> tuple[int, int] | None:
    """As in "Marlow, who runs the mill, said": back over what stands between the commas."""
    if sentence.tokens[comma - 1].low == QUOTE:
        return None
    stops = _STOPS - {",", "(", ")"}
    ends = (at + 1 for at in range(lo, comma) if sentence.tokens[at].low in stops or sentence.ends_line(at))
    start = max(ends, default=lo)
    if sentence.tokens[start].low in HEDGES:
        start += 1
    commas = [at for at in range(start, comma + 1) if sentence.tokens[at].low == ","]
    for end in commas[:-1]:
        if end > start and not _is_aside(sentence, start):
            first = _phrase_start(sentence, end - 1, start)
            if first == start and can_speak(sentence, first, end - 1, strict=True):
                return _name_beside(sentence, end, commas) or (first, end - 1)
        start = end + 1
    return None


def _name_beside(sentence: Sentence, comma: int, commas: list[int]) -> tuple[int, int] | None:
    """As in "The maker, Hearthline, says": the name that stands beside a role is the better source."""
    close = next((at for at in commas if at > comma), None)
    if close is None or not 1 <= close - comma - 1 <= 4 or sentence.tokens[comma - 1].is_capital:
        return None
    inside = range(comma + 1, close)
    return (comma + 1, close - 1) if all(sentence.tokens[at].is_capital for at in inside) else None


def _is_aside(sentence: Sentence, at: int) -> bool:
    """As in "On Monday, …", "Opening the case, …", "58, …"."""
    low = sentence.tokens[at].low
    return (
        low in PREPOSITIONS
        or low in ADVERBS
        or low in _CONJUNCTIONS
        or low.endswith("ing")
        or _is_time(sentence, at)
    )


def _may_invert(sentence: Sentence, cue: Cue, lo: int) -> bool:
    before = sentence.tokens[cue.first - 1].low if cue.first > lo else ","
    return before in _STOPS


def _abbreviates(sentence: Sentence, at: int) -> bool:
    """True for the full stop of "Col. Oberoi"."""
    return (
        0 < at < len(sentence.tokens) - 1
        and sentence.tokens[at].low == "."
        and sentence.tokens[at - 1].low in ABBREVIATED
        and sentence.tokens[at + 1].is_capital
    )


def _ends_phrase(sentence: Sentence, at: int, first: int) -> bool:
    token = sentence.tokens[at]
    if _abbreviates(sentence, at):
        return False
    if token.low == "to" and at + 1 < len(sentence.tokens) and sentence.tokens[at + 1].low in ("have", "be"):
        return True
    if token.low in _STOPS or token.low in MODALS or token.low in BE or token.low in ("who", "which", "that"):
        return True
    if token.low in _CONJUNCTIONS:
        return not (
            token.low == "and"
            and at > first
            and at + 1 < len(sentence.tokens)
            and sentence.tokens[at + 1].is_capital
        )
    return (token.low in PRONOUNS and at > first) or (token.low.endswith("ing") and at > first)


def head_of(sentence: Sentence, first: int, last: int) -> int:
    """The last word before the phrase's first preposition: "a review | of the sale"."""
    for at in range(first + 1, last + 1):
        if sentence.tokens[at].low in PREPOSITIONS and sentence.tokens[at - 1].low not in DETERMINERS:
            return at - 1
    return last


def _is_time(sentence: Sentence, at: int) -> bool:
    low = sentence.tokens[at].low
    return (
        low in _TIMES
        or low.removesuffix(".")
        in ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "oct", "nov", "dec")
        or low.isdigit()
    )


def _only_sentence_start(sentence: Sentence, at: int) -> bool:
    """A capital at the sentence's first word proves nothing, unless the word is in no list of small words."""
    if at != 0:
        return False
    low = sentence.tokens[0].low
    return (
        low in PREPOSITIONS
        or low in DETERMINERS
        or low in ADVERBS
        or low in _TIMES
        or low in _CONJUNCTIONS
        or low
        in (
            "there",
            "what",
            "nothing",
            "something",
            "everything",
            "this",
            "here",
            "it",
            "i",
            "we",
            "you",
        )
    )

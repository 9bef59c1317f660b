"""Where a sentence says that somebody says: its verbs of saying, sorted from their look-alikes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.voices import lexicon
from index.voices.lexicon import CueForm
from index.voices.sentence import QUOTE, Sentence

BE = frozenset("is are was were be been being 's 're".split())
HAVE = frozenset(["has", "have", "had", "having"])
DO = frozenset(["do", "does", "did"])
MODALS = frozenset("will would may might can could should must shall".split())
NEGATIONS = frozenset(["not", "never", "n't", "no"])
DETERMINERS = frozenset(
    "a an the this that these those his her its their my our your some any no each every".split()
)
PRONOUNS = frozenset("he she they it who i we you".split())
PREPOSITIONS = frozenset(
    "of in on at by for from with to about against over under after before during since until into "
    "between among through within without near upon despite behind beyond amid around off".split()
)
ADVERBS = frozenset(
    "also then later still again even just already once now soon often always never ever first "
    "recently publicly since once further instead too however simply only merely rather".split()
)
# Forms that are nouns or adjectives more often than verbs: they need a subject right before them.
NOUNLIKE = frozenset(
    "claim claims report reports state states note notes comment comments estimate estimates demand "
    "demands call calls question questions promise promises pledge pledges vow vows forecast "
    "forecasts fear fears hope hopes doubt doubts project projects record records post posts answer "
    "answers reply replies laugh laughs cry cries text texts email emails blog blogs reason reasons "
    "wonder wonders object objects counter rule rules ruling value values rate rates trace traces "
    "count counts add protest protests praise blame brand brands label labels term terms credit fault "
    "snap bark boast boasts joke jokes sigh show shows find finds findings tweet tweets whisper "
    "warning building meaning feeling finding reasoning writing urge dispute disputes remark remarks "
    "murmur retort scream shout shouts thunder stress hint hints chant chants advise reckoning "
    "answering hold holds".split()
)
HEDGES = frozenset(["reportedly", "allegedly", "apparently", "supposedly", "purportedly"])
_QUANTITIES = frozenset("some any each every this that these those".split())
_UNWILLING = frozenset(
    "refused declined refuses declines refusing declining failed fails unable unwilling".split()
)
_WENT_ON = frozenset("on used came wanted want wants like liked had going".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of saying at tokens `first` to `last`, auxiliaries and preposition included; `verb` is the word.

    `passive` when it is said of its subject; `hedged` when a modal or "reportedly" stands with it.
    """

    first: int
    verb: int
    last: int
    form: CueForm
    passive: bool = False
    hedged: bool = False


def cues(sentence: Sentence, lo: int, hi: int) -> Iterator[Cue]:
    """The verbs of saying among tokens `[lo, hi)`, left to right, one cue a verb, its likeliest reading."""
    table = lexicon.cues()
    for at in range(lo, hi):
        forms = table.get(sentence.tokens[at].low)
        if forms is None:
            continue
        cue = _cue_at(sentence, at, lo, hi, forms)
        if cue is not None:
            yield cue


def _cue_at(sentence: Sentence, at: int, lo: int, hi: int, forms: tuple[CueForm, ...]) -> Cue | None:
    if sentence.tokens[at].is_capital and at > lo and not sentence.tokens[at - 1].text.isupper():
        return None  # "the United States"
    form = _fitting(sentence, at, hi, forms)
    first = _group_start(sentence, at, lo)
    group = [token.low for token in sentence.tokens[first:at]]
    if form is None or _is_no_saying(sentence, at, lo, form, group):
        return None
    opens_passive = not group and _opens(sentence, at, lo) and _next_is(sentence, at + 1, "by")
    passive = form.form == "past" and (any(word in BE for word in group) or opens_passive)
    hedged = any(word in MODALS for word in group)
    last = at + 1 if form.particle else at
    return Cue(first, at, last, form, passive, hedged)


def _opens(sentence: Sentence, at: int, lo: int) -> bool:
    return at == lo or sentence.tokens[at - 1].low in (",", ";", ":")


def _next_is(sentence: Sentence, at: int, low: str) -> bool:
    return at < len(sentence.tokens) and sentence.tokens[at].low == low


def _fitting(sentence: Sentence, at: int, hi: int, forms: tuple[CueForm, ...]) -> CueForm | None:
    """The reading whose preposition stands next; else the first that needs none and fits what follows."""
    following = [token.low for token in sentence.tokens[at + 1 : min(hi, at + 12)]]
    for form in forms:
        if form.particle and following[:1] == [form.particle]:
            return form
    plain = [form for form in forms if not form.particle]
    if len(plain) > 1 and {"at", "to"} & set(following) and "that" not in following:
        return next((form for form in plain if form.kind == "measure"), plain[0])
    return plain[0] if plain else None


def _group_start(sentence: Sentence, at: int, lo: int) -> int:
    first = at
    while first > lo:
        low = sentence.tokens[first - 1].low
        if (
            low in BE
            or low in HAVE
            or low in DO
            or low in MODALS
            or low in NEGATIONS
            or _is_adverb(low)
            or low == "to"
        ):
            first -= 1
        else:
            break
    return first


def _is_no_saying(sentence: Sentence, at: int, lo: int, form: CueForm, group: list[str]) -> bool:
    before = sentence.tokens[at - 1].low if at > lo else ""
    if any(word in NEGATIONS or word.endswith("n't") for word in group) and form.kind not in ("act", "hold"):
        return True
    if form.particle and form.lemma == "go-on" and any(word in MODALS for word in group):
        return True  # "the strike would go on"
    if "to" in group:
        lead = sentence.tokens[at - len(group) - 1].low if at - len(group) > lo else ""
        return lead in _UNWILLING or lead not in _WENT_ON
    if form.kind == "hold" and form.form == "ing":
        return True
    if before in DETERMINERS - _QUANTITIES or before in PREPOSITIONS or before.endswith(("'s", "s'")):
        # "with the captain saying" has its subject in between; "the claims", "in writing" have none.
        return True
    if form.form == "base" and not group and not _plural_before(sentence, at, lo):
        return True
    return sentence.tokens[at].low in NOUNLIKE and not group and not _subject_before(sentence, at, lo)


def _plural_before(sentence: Sentence, at: int, lo: int) -> bool:
    if at <= lo:
        return False
    if _next_is(sentence, at + 1, "that"):
        return True
    low = sentence.tokens[at - 1].low
    if low == ",":
        return at + 1 < len(sentence.tokens) and sentence.tokens[at + 1].low in DETERMINERS | PRONOUNS
    return low in {
        "they",
        "who",
        "people",
        "police",
        "some",
        "many",
        "others",
        "critics",
        "we",
        "i",
        "you",
    } or (low.endswith("s") and not low.endswith("ss"))


def _subject_before(sentence: Sentence, at: int, lo: int) -> bool:
    if at <= lo:
        return False
    before = sentence.tokens[at - 1]
    if before.low in PRONOUNS or before.low == QUOTE or before.low in ("some", "others", "many", "critics"):
        return True
    following = sentence.tokens[at + 1].low if at + 1 < len(sentence.tokens) else "."
    if before.low == ",":
        return following in DETERMINERS or following in ("it", "him", "that")
    if following in (".", ";", ",") and any(t.low == "," for t in sentence.tokens[max(lo, at - 8) : at]):
        return True  # "…, the last return shows;"
    if following in PREPOSITIONS or following in BE or following in lexicon.cues():
        return False
    return before.is_capital or is_role(before.low)


def is_role(low: str) -> bool:
    """True for a noun that can speak (a person's role, a body, a text), singular or plural."""
    roles = lexicon.words("roles")
    if low in roles or low.removesuffix("s") in roles or low.removesuffix("es") in roles:
        return True
    if low.removesuffix("s").endswith(("maker", "worker", "keeper", "holder", "owner")):
        return True
    return (low.endswith("ies") and low[:-3] + "y" in roles) or (
        low.endswith("men") and low[:-3] + "man" in roles
    )


def _is_adverb(low: str) -> bool:
    return low in ADVERBS or (
        low.endswith("ly") and len(low) > 4 and low not in {"family", "reply", "italy", "july"}
    )

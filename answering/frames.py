"""A question in its parts: the asking word, the auxiliary, of whom it is asked, and the rest.

A few word lists stand in for a grammar: what is put together again from the parts is a question as before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

DO = frozenset("do does did will would can could should may might must shall".split())
BE = frozenset("is are was were has have had".split())
AUXILIARIES = (
    DO
    | BE
    | frozenset(
        f"{low}{mark}t"
        for low in "didn doesn don isn wasn weren aren won can couldn shouldn wouldn hasn haven hadn".split()
        for mark in "'’"
    )
)
PREPOSITIONS = frozenset(
    "in on at to for from by with of about against over under since until between after before into "
    "onto during without within through than as like near off behind among around per via despite "
    "besides according".split()
)
DETERMINERS = frozenset(
    "the a an this that these those his her its their my our your any some no every each both all "
    "another such".split()
)
PRONOUNS = frozenset(
    "he she it they him her them his hers its their theirs this that these those there i we you us "
    "me himself herself itself themselves someone somebody anyone anybody anything something "
    "everything nothing nobody everyone".split()
)
CONJUNCTIONS = frozenset(
    "and or but if when while because that who which whom whose where why how what so".split()
)
ADVERBS = frozenset(
    "now then today yesterday tomorrow first last exactly really actually ever still yet already "
    "also too again instead else not never only just so back away out up down soon later earlier "
    "once twice afterwards originally currently recently finally personally most more very well "
    "there here worth abroad much many".split()
)
VERBS = frozenset(
    "say says said tell tells told call calls called think thinks thought believe believes claim "
    "claims ask asks asked want wants make makes made take takes took get gets got give gives gave "
    "go goes went come comes came see sees saw know knows knew find finds found keep keeps kept "
    "leave leaves left put puts mean means meant let begin begins began show shows showed hear "
    "hears heard run runs ran hold holds held bring brings brought write writes wrote written sit "
    "sits stand stands stood lose loses lost pay pays paid meet meets met set sets lead leads led "
    "understand speak speaks spoke read reads spend spends spent grow grew win wins won buy buys "
    "bought send sends sent build builds built fall falls fell cut cuts sell sells sold rise rose "
    "sign signs drive drove break broke feel feels felt become became choose chose chosen die dies "
    "happen happens vote votes plan plans expect expects deny denies agree agrees warn warns cost "
    "costs open opens close closes start starts end ends stop stops last lasts cause causes blame "
    "blames accuse accuses lie lies belong play plays work works live lives move moves help helps "
    "use uses need needs try tries turn turns join joins release receive react respond respond "
    "reply mend bite bump teach taught handle speak appear hope fear rule do done be been being "
    "have has had is are was were gone taken given known seen shown paid sold cast died used owed sued "
    "broken stolen thrown driven sought fled wore flew threw swore stole ate drank sang".split()
)
"""Forms that stand for verbs in questions; a form in -ed counts besides."""
_CONNECTIVE = re.compile(r"^\s*(?:(?:and|but|so|ok|okay|then|well|now|or)\b[\s,]*)+", re.IGNORECASE)
_SHORTENED = re.compile(r"^(\W*(?:what|who|where|when|how|why))[’']s\b", re.IGNORECASE)
_ASKING = frozenset("what which who whom whose when where why how".split())
_MEASURED = frozenset(
    "many much long often old big far fast heavy soon large late high tall deep well early".split()
)
_POINTING = frozenset("this that these those".split())
_SERVING = frozenset("help let make go come try want need have has had been being be do does did".split())
_WORD = re.compile(r"[^\s]+")
_MARKS = '.,;:?!()“”"‘«»'
_LONGEST_ASKED = 9


@dataclass(frozen=True, slots=True)
class Frame:
    """`asked` is the asking phrase with its preposition ("to whom", "how many eels"), "" for yes or no.

    `auxiliary` is "" where the asking phrase is the subject ("who signed"); `subject` then is "", too.
    """

    asked: str
    auxiliary: str
    subject: str
    rest: str

    @property
    def word(self) -> str:
        """The asking word itself in small letters: "who", "how"; "" for yes or no."""
        return next((each for each in self.asked.lower().split() if each in _ASKING), "")

    @property
    def counted(self) -> str:
        """What "how many eels" or "which film" asks for, without the asking words; "" for a bare one."""
        words = self.asked.split()
        at = next((n for n, each in enumerate(words) if each.lower() in _ASKING), len(words))
        kept = [each for each in words[at + 1 :] if each.lower() not in _MEASURED | {"else"}]
        return " ".join(kept).removeprefix("of ")

    @property
    def said(self) -> str:
        """The rest without its verb."""
        verb, _, others = self.rest.partition(" ")
        leads = self.auxiliary.lower() in DO or not self.auxiliary or is_doing(verb)
        return others if verb[:1].islower() and leads else self.rest

    def text(self) -> str:
        """The question, beginning with a capital."""
        words = " ".join(filter(None, (self.asked, self.auxiliary, self.subject, self.rest)))
        return f"{words[:1].upper()}{words[1:]}?"

    def asking(self, phrase: str) -> Frame:
        """The same of another asking phrase."""
        return replace(self, asked=phrase)


def without_connective(question: str) -> str:
    """The question without "and", "but", "so" before it."""
    return _CONNECTIVE.sub("", question, count=1)


def expanded(question: str) -> str:
    """The question with "what is" for "what's" at its head."""
    return _SHORTENED.sub(r"\1 is", question, count=1)


def frame_of(question: str) -> Frame:
    """The parts of a question; what cannot be told apart stands in `rest`."""
    words = [match.group() for match in _WORD.finditer(expanded(without_connective(question)).strip(" ?.!"))]
    lows = [word.lower().strip(_MARKS) for word in words]
    asked = _asked(lows)
    if asked == len(words):
        return Frame(" ".join(words), "", "", "")
    if lows[asked] not in AUXILIARIES:
        return Frame(" ".join(words[:asked]), "", "", " ".join(words[asked:]))
    end = subject_end(words, asked + 1, lows[asked])
    return Frame(
        " ".join(words[:asked]), words[asked], " ".join(words[asked + 1 : end]), " ".join(words[end:])
    )


def _asked(lows: list[str]) -> int:
    """How many words the asking phrase has; 0 for yes or no."""
    at = next((n for n, low in enumerate(lows[:3]) if low in _ASKING), None)
    if at is None or any(low not in PREPOSITIONS | {"out"} for low in lows[:at]):
        return 0
    if lows[at + 1 : at + 2] and is_verb(lows[at + 1]) and lows[at + 1] not in AUXILIARIES:
        return at + 1
    for n in range(at + 1, min(len(lows), at + 1 + _LONGEST_ASKED)):
        if lows[n] in AUXILIARIES:
            return n
        if lows[n] in DETERMINERS and lows[n - 1] != "of":
            break
        if is_verb(lows[n]) and lows[at] in ("what", "which", "how", "whose") and not owns(lows[n - 1]):
            return n
    if lows[at] == "how" and len(lows) > at + 1 and lows[at + 1] in _MEASURED:
        return min(len(lows), at + 3)
    return min(len(lows), at + 1)


def is_verb(low: str) -> bool:
    """True for forms that stand for verbs."""
    return low in VERBS or (low.endswith("ed") and len(low) > 4)


def subject_end(words: list[str], start: int, auxiliary: str) -> int:
    """Where the subject that begins at `start` ends: before its verb or what is said of it."""
    if start < len(words) and is_doing(words[start]):
        return start
    if start < len(words) and low_of(words[start]) in PRONOUNS - DETERMINERS:
        return start + 1
    end = phrase_end(words, start)
    if auxiliary in DO and start < end == len(words) and low_of(words[start]) in _POINTING:
        return start + 1  # "does that cover", which has no other verb
    if auxiliary in DO and _doubled(words, end):
        end += 1
    # After "did" a verb must come: where none is known, the last small word was it.
    if auxiliary.split("'")[0] in DO and not _verb_at(words, end) and _has_more(words[start:end]):
        return end if _continued(words, end) > end else end - 1
    return _continued(words, end)


def phrase_end(words: list[str], start: int) -> int:
    """Where the noun phrase that begins at `start` ends."""
    end = start
    while end < len(words) and _goes_on(words, end, start):
        end += 1
    return end


def is_doing(word: str) -> bool:
    """True for a small word that can only be a verb here."""
    return word[:1].islower() and (is_verb(low_of(word)) or low_of(word).endswith("ing"))


def _continued(words: list[str], end: int) -> int:
    """The same, or where a phrase like "at Orrin Dam" ends that stands before the verb."""
    if end == 0 or end + 1 >= len(words) or low_of(words[end]) not in PREPOSITIONS:
        return end
    further = phrase_end(words, end + 1)
    return further if end + 1 < further < len(words) and is_verb(low_of(words[further])) else end


def _doubled(words: list[str], at: int) -> bool:
    """True for a noun that may be a verb, right before the verb: "the press release call"."""
    pair = [low_of(word) for word in words[at : at + 2]]
    return len(pair) == 2 and all(low in VERBS for low in pair) and pair[0] not in _SERVING


def _has_more(words: list[str]) -> bool:
    """True when a phrase is left without its last word, which is no name."""
    return bool(words) and len(words) > 1 + (low_of(words[0]) in DETERMINERS) and words[-1][:1].islower()


def low_of(word: str) -> str:
    """A word in small letters, without the marks around it."""
    return word.lower().strip(_MARKS)


def _goes_on(words: list[str], at: int, start: int) -> bool:
    """True when the word belongs to the noun phrase from `start` on."""
    word, low = words[at], words[at].lower().strip(_MARKS)
    if at > start and words[at - 1][-1:] in ",;:":
        return False
    if low == "of" or (low == "and" and at + 1 < len(words) and words[at + 1][:1].isupper()):
        return at > start
    if low in DETERMINERS:
        return at == start or words[at - 1].lower() in ("of", "all", "any", "both", "some")
    if low in PREPOSITIONS | ADVERBS | CONJUNCTIONS | PRONOUNS | AUXILIARIES:
        return False
    if at > start and word[:1].islower() and is_verb(low) and low_of(words[at - 1]) not in DETERMINERS:
        return False
    if at > start + 1 and word[:1].islower() and low.endswith("ing") and words[at - 1] != "of":
        return False  # "the kettle boiling itself", but "the missing sums"
    named = words[start][:1].isupper() and not any(each == "of" or owns(each) for each in words[start:at])
    return at == start or word[:1].isupper() or word[:1].isdigit() or not named


def owns(word: str) -> bool:
    """True for a possessive."""
    return word.endswith(("’s", "'s", "s’", "s'"))


def _verb_at(words: list[str], at: int) -> bool:
    return (
        at < len(words)
        and words[at][:1].islower()
        and low_of(words[at]) not in PREPOSITIONS | DETERMINERS | PRONOUNS | ADVERBS
    )

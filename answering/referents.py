"""What "he", "it" or "there" in a follow-up can stand for: people, things, places of the last turns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from answering.model import Answer, Turn
from index.language.names import sex_of

_HE = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_THEY = frozenset({"they", "them", "their", "theirs"})
_IT = frozenset({"it", "its", "this", "that"})
_OWNING = frozenset({"his", "their", "its", "hers", "theirs"})
_NAME = re.compile(r"\b(?:[A-Z][\w’'\-]*\.?\s+)*[A-Z][\w’\-]*(?:\s+\d+\b)?")
_PAIR = re.compile(r"\b([A-Z][\w’'\-]*(?:\s[A-Z][\w’'\-]*)*)\s+and\s+([A-Z][\w’'\-]*(?:\s[A-Z][\w’'\-]*)*)")
_NO_NAMES = frozenset(
    "what when where why who whom which how did does do is are was were has have had the a an and in "
    "on at of i it if can could will would should tell according please give name list so but not no yes "
    "he she they we you his her their its there these this those that some many most after before between "
    "by due during except following for from however once since then though through to upon under until "
    "while with within without as although because despite both each also another other any all later "
    "historian critics".split()
)
_HOLLOW = re.compile(
    r"(?:this|the|that|an?|its?|their|his|her) (?:\w+ )?(?:article|aspects?|thing|time|way|text|story)s?",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"\d|\b(?:club|league|tennis|records?|radio|university|college|war|cup|championships?|awards?|prize|olympics?|"
    r"series|show|festival|church|street|river|lake|city|county|state|states|act|album|tour|board|union|party|court|"
    r"press|news|times|council|company|institute|ministry|agency|army|navy|open|games|house|school|museum)\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"\b(?:the|a|an|this|that|these|those|his|her|their|"
    r"its)\s+(?:(?!(?:the|a|an|this|that|these|those|his|her|their|its)\s)[\w’'\-]+\s+){0,4}?[\w’'\-]+(?:\s+of\s+(?:the\s+)?[\w’'\-]+(?:\s+\d+)?)?"
    r"(?=\s*(?:[?.,;]|$|\b(?:in|on|at|to|for|with|by|from|about|and|was|is|were|are|did|does|be|"
    r"been|say|said|that|who|which|when|legal|lawful|sign|signed|last|cost|open|close|happen|worth|"
    r"supposed|likely|meant|mean|aim|built|made|held|over|up|down|really|actually)\b))",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(r"\b(?:did|does|do|will|would|can|could|should|may|might)\s+$", re.IGNORECASE)
_AT = re.compile(r"\b(?:in|at|near|from|to|of)\s+(?:the\s+)?$", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:in|at|near|to)\s+((?:the\s+)?[A-Z][\w’'\-]*(?:\s+[A-Z][\w’'\-]*)*)")
_EXPLETIVE = re.compile(
    r"^\s*(?:true|clear|possible|likely|certain|right|said|known|reported)\b|^\s*(?:that|rain|take|"
    r"took)\b",
    re.IGNORECASE,
)
_PERSON_NOUN = re.compile(
    r"\b(?:the|his|her|their|its|a|an)\s+(?:[\w’'\-]+\s+)?(?:captain|mayor|minister|president|prosecutor|auditor|dean|columnist|judge|lawyer|reviewer|witness|"
    r"officer|official|chairman|chairwoman|owner|director|judge|widow|guard|spokes\w+|author|"
    r"manager|editor|engineer|leader|secretary|commander|woman|man|reporter)\b",
    re.IGNORECASE,
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday".split()
)


class Referents:
    """The referents that the last turns offer, the last turn first."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        """`turns` in order; only these are looked at."""
        self._turns = list(reversed(turns))
        self._sexes = dict(_spoken_of(turns))

    def filling(self, question: str, match: re.Match[str], taken: dict[str, str]) -> str:
        """What replaces the word at `match`, possessive kept; "" when it refers to nothing outside.

        `taken` are the names given to the sexes so far ("m", "f", ""), and is kept up.
        """
        low = match.group().lower()
        before, after = question[: match.start()], question[match.end() :]
        if low in _HE or low in _THEY:
            if _named_in(before):
                return ""
            sex = _HE.get(low, "")
            name = taken.get(sex) or self.person(low, [each for key, each in taken.items() if key != sex])
            taken.update({sex: name} if name else {})
            return _owned(low, name, after)
        if low in _IT and _is_pronoun(low, before, after):
            return _owned(low, self.thing(), after)
        if low == "there" and re.match(r"\s*[?.]?\s*$", after):
            place = self.place()
            return f"in {place}" if place else ""
        return ""

    def person(self, pronoun: str, other: Collection[str] = ()) -> str:
        """Whom "he", "she" or "they" means, by the name the turns give; "" when nobody but `other` fits."""
        sex = _HE.get(pronoun, "")
        for turn in self._turns:
            if pronoun in _THEY and (pair := _PAIR.search(turn.question.standalone)):
                return pair.group()
            for name in _people_of(turn, plural=pronoun in _THEY):
                known = self._sexes.get(name) or sex_of(name.split()[0])
                if name not in other and (not sex or not known or known == sex):
                    return name
        return next((name for turn in self._turns for name in _others_in(turn) if name not in other), "")

    def answered_person(self) -> str:
        """The first person whom the last answer names, or ""."""
        return next((name for turn in self._turns[:1] for name in _answered(turn)), "")

    def thing(self) -> str:
        """What "it" means: the last thing a question asked about, that is no person."""
        for turn in self._turns:
            text = turn.question.standalone
            phrases = [
                phrase
                for phrase in (_without_verb(text, match) for match in _PHRASE.finditer(text))
                if not _PERSON_NOUN.fullmatch(phrase) and not _HOLLOW.fullmatch(phrase)
            ]
            if phrases:
                return phrases[-1]
            names = [
                name for name in names_in(text) if not sex_of(name.split()[0]) and name not in self._sexes
            ]
            if names:
                return names[-1]
        return ""

    def focus(self) -> str:
        """Whom or what the last questions named, the last one first; "" when they named nothing."""
        named = (name for turn in self._turns for name in names_in(turn.question.standalone))
        return next(named, "") or self.thing()

    def place(self) -> str:
        """Where "there" is: the last place an answer or question names."""
        for turn in self._turns:
            texts = (
                [statement.text for statement in turn.result.statements]
                if isinstance(turn.result, Answer)
                else []
            )
            for text in [*texts, turn.question.standalone]:
                for match in _PLACE.finditer(text):
                    if match.group(1).lower() not in _MONTHS:
                        return match.group(1)
        return ""

    def exchanged(self, what: str) -> str:
        """The last question asked of `what` in place of the person or thing it was asked of."""
        text = self._turns[0].question.standalone
        if re.match(r"(?:in|on|at|since|until|before|after|during|by|from)\b", what, re.IGNORECASE):
            return f"{text.rstrip(' ?')} {what}?"
        topic = re.search(r"\babout\s+(\S.*?)\W*$", text)
        if topic and (not what[:1].isupper() or not any(names_in(text[: topic.start(1)]))):
            return f"{text[: topic.start(1)]}{what}?"
        pair = _PAIR.search(text)
        old = (
            pair.group()
            if pair
            else next(iter(names_in(text)), "") or next((m.group() for m in _PERSON_NOUN.finditer(text)), "")
        )
        if not what[:1].isupper() and not _PERSON_NOUN.fullmatch(what):
            phrases = [m.group() for m in _PHRASE.finditer(text)]
            old = phrases[-1] if phrases else old
        return text.replace(old, what, 1) if old else f"{text.rstrip(' ?')} — {what}?"


def _people_of(turn: Turn, *, plural: bool = False) -> Iterator[str]:
    """The people of a turn, likeliest first: who answers "who", those asked about, then the sources."""
    asked = turn.question.standalone
    if asked.lower().lstrip().startswith(("who", "whose", "whom")):
        yield from _answered(turn)
    named = [(match.start(), match.group()) for match in _PERSON_NOUN.finditer(asked)] + [
        (asked.find(name), name)
        for name in names_in(asked)
        if plural or not (_NO_PERSON.search(name) or _AT.search(asked[: asked.find(name)]))
    ]
    yield from (name for _, name in sorted(named))
    if isinstance(turn.result, Answer):
        for statement in turn.result.statements:
            yield from (source for source in reversed(statement.sources) if source)


def _spoken_of(turns: Sequence[Turn]) -> Iterator[tuple[str, str]]:
    """Names with the sex by which the questions speak of them: those that stand where "she" was asked."""
    for turn in turns:
        said = {_HE[word] for word in re.findall(r"\w+", turn.question.text.lower()) if word in _HE}
        filled = set(names_in(turn.question.standalone)) - set(names_in(turn.question.text))
        if len(said) == 1 and len(filled) == 1:
            yield filled.pop(), said.pop()


def _without_verb(text: str, phrase: re.Match[str]) -> str:
    """A phrase as it stands, or without the verb that it ends in: "will the update come"."""
    words = phrase.group().split()
    asked = _AUXILIARY.search(text[: phrase.start()]) is not None
    return " ".join(words[:-1]) if asked and len(words) > 2 else phrase.group()


def _others_in(turn: Turn) -> Iterator[str]:
    """The people whom an answer only mentions: a last resort, when no question names anybody."""
    yield from (name for name in _answered(turn) if not _NO_PERSON.search(name) and sex_of(name.split()[0]))
    yield from (name for name in _answered(turn) if not _NO_PERSON.search(name))


def _answered(turn: Turn) -> Iterator[str]:
    if not isinstance(turn.result, Answer):
        return
    for statement in turn.result.statements:
        yield from (source for source in reversed(statement.sources) if source)
    for statement in turn.result.statements:
        yield from (name for name in names_in(statement.text) if " " in name)


def names_in(text: str) -> Iterator[str]:
    """The capitalised names of a text, without the words that only open a question."""
    for match in _NAME.finditer(text):
        words = match.group().split()
        while words and words[0].lower().strip("’'") in _NO_NAMES:
            words = words[1:]
        name = " ".join(words).removesuffix("’s").removesuffix("'s")
        if name and words[0].lower() not in _MONTHS and name.lower() not in _NO_NAMES:
            yield name


def _named_in(before: str) -> bool:
    """True when the question has named somebody before the pronoun."""
    return next(names_in(before), "") != "" or bool(_PERSON_NOUN.search(before))


def _is_pronoun(low: str, before: str, after: str) -> bool:
    if low in ("this", "that"):
        return bool(
            re.match(r"\s*(?:[?.!]|$|\b(?:is|was|mean|true|happen|cost|legal|lead)\b)", after)
        ) and bool(before.strip())
    if _EXPLETIVE.match(after):
        return False
    return not _PHRASE.search(before + " ?")


def _owned(low: str, name: str, after: str) -> str:
    owns = low in _OWNING or (
        low == "her"
        and bool(re.match(r"\s+\w+", after))
        and not re.match(r"\s+(?:say|said|about|to|in|on|at|and|with|for)\b", after)
    )
    return f"{name}’s" if name and owns else name

"""A follow-up in a form that stands alone: what it leaves out is filled in from the last turns.

Rules only: the same conversation gives the same result. A question that refers to nothing is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.ellipsis import bare, exchanged, is_fragment, more
from answering.filling import Filling
from answering.frames import frame_of, without_connective
from answering.mentions import names_in
from answering.model import Answer, Tokens, Turn
from answering.placing import goes_on
from answering.referents import Referents
from answering.told import clause, source, topic, who_said

_WHO_SAYS = re.compile(
    r"^\s*(?:and\s+)?(?:who (?:said|says|claims|claimed|told|thinks|reported|reports|put it) (?:so|"
    r"that|this|it|like that|that way)|says who|according to whom|whose (?:words|opinion|"
    r"view) (?:is|are|was) (?:that|this|it)|who(?:[’']s| is) (?:that|speaking))\s*\??\s*$",
    re.IGNORECASE,
)
_AGREE = re.compile(
    r"^\s*(?:and\s+)?(?P<aux>does|do|did|would)\s+(?P<who>.+?)\s+(?P<verb>(?:dis)?agree|believe|think)"
    r"(?:\s+(?:with )?(?:that|this|it|so|him|her|them))?\s*\??\s*$",
    re.IGNORECASE,
)
_THINKS = re.compile(
    r"^\s*(?:and\s+)?what (?:does|do|did)\s+(?P<who>.+?)\s+(?:think|say|make)(?P<of>(?: (?:about|of))?"
    r"(?: (?:that|this|it))?)"
    r"\s*\??\s*$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^\s*(?:and|but|so)?\s*(?:what about\s+)?(?P<what>[^,?]+),\s+(?P<rest>(?:what|when|where|why|who|how|"
    r"which|did|does|do|is|was|has|have|will|would)\b.*)$",
    re.IGNORECASE,
)
_ITS = re.compile(r"\b(?:he|she|they|it|that|this|him|them)\b", re.IGNORECASE)
_MORE = re.compile(
    r"^\s*(?:and\s+)?(?:tell me more|more|go on|and\??|say more|details)"
    r"(?: (?:about|on) (?:that|this|it))?\s*\??\s*$",
    re.IGNORECASE,
)
_TRUE = re.compile(
    r"^\s*(?:and\s+)?(?:is (?:that|this|it) (?:true|so|right|correct)|really)\s*\??\s*$", re.IGNORECASE
)
_AUTHOR = re.compile(
    r"^(?:the\s+)?(?:author|writer|columnist|reviewer|article|piece|editorial|paper|blogger)$", re.IGNORECASE
)
_PRONOUN = re.compile(r"^(?:he|she|they|it|you)$", re.IGNORECASE)
_REFERRING = re.compile(r"\b(?:he|she|him|his|they|them|their|its|the other)\b", re.IGNORECASE)
_LONGEST = 5
_REMEMBERED = 4


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """The question with its referring words replaced; unchanged when it refers to nothing or nothing fits."""
    if not turns:
        return question
    recent = turns[-_REMEMBERED:]
    if _WHO_SAYS.match(question):
        said = next((who_said(turn) for turn in reversed(recent) if who_said(turn)), None)
        if said:
            return said
    # "Who said that?" asks about an answer; what is asked next goes on from the question before it.
    base = [turn for turn in recent if not _WHO_SAYS.match(turn.question.text)] or [recent[-1]]
    referents = Referents(base)
    told = next((turn for turn in reversed(base) if isinstance(turn.result, Answer)), base[-1])
    for rewrite in (_true, _agree):  # nothing can be agreed with in what was refused
        done = rewrite(question, told, referents)
        if done is not None:
            return _tidy(done)
    for rewrite in (_counted, _thinks, _taken_up, _fragment, _more):
        done = rewrite(question, base[-1], referents)
        if done is not None:
            return _tidy(done)
    filled = Filling(referents, base[-1]).filled(question)
    if filled == question:
        filled = goes_on(question, referents)
    return question if filled == question else _tidy(without_connective(filled))


def refers_back(question: str, form: str) -> bool:
    """True for a question that another form was found for, or that has a word without what it stands for."""
    if form != question:
        return True
    lone = _REFERRING.search(question) is not None and not any(names_in(question))
    return lone or is_fragment(without_connective(question).strip(" ?.!"))


class FollowUpRewriter:
    """The rewriter without a model (`answering.ports.Rewriter`)."""

    def standalone(self, question: str, turns: Sequence[Turn]) -> str:
        """The question in a form that needs no earlier turn."""
        return standalone(question, turns)

    def rewrite(self, question: str, turns: Sequence[Turn]) -> tuple[str, Tokens]:
        """The same, and the tokens it took: none."""
        return standalone(question, turns), Tokens()


def _fragment(question: str, last: Turn, referents: Referents) -> str | None:
    text = last.question.standalone
    return more(question, text) or exchanged(question, text, referents) or bare(question, text, referents)


def _counted(question: str, last: Turn, referents: Referents) -> str | None:
    """An "and how many come from abroad?" of what the last question counted."""
    asked = without_connective(question)
    frame, before = frame_of(asked), frame_of(last.question.standalone)
    if frame.asked.lower() != "how many" or not before.counted or before.asked.lower()[:8] != "how many":
        return None
    own = Filling(referents, last).filled(asked[len(frame.asked) :])
    return f"{before.asked}{own}"


def _true(question: str, last: Turn, referents: Referents) -> str | None:
    if not _TRUE.match(question):
        return None
    told = clause(last)
    return f"Is it true that {told}?" if told else question


def _agree(question: str, last: Turn, referents: Referents) -> str | None:
    match = _AGREE.match(question)
    if match is None:
        return None
    who, verb = _whom(match.group("who"), referents), match.group("verb").lower()
    told, said_by = clause(last), source(last)
    if said_by == who != match.group("who"):
        who = "the author"  # nobody else is known whom "she" could mean
    asked = f"{match.group('aux').capitalize()} {who}"
    if told and not verb.endswith("agree"):
        return f"{asked} {verb} that {told}?"
    if verb.endswith("agree") and said_by and said_by != who:
        return (
            f"{asked} {verb} with {said_by} {f'that {told}' if told else f'about {topic(last, referents)}'}?"
        )
    if told:
        return f"{asked} {verb} that {told}?"
    if not _AUTHOR.match(who):
        return None
    return f"What {match.group('aux').lower()} {who} think about {topic(last, referents)}?"


def _thinks(question: str, last: Turn, referents: Referents) -> str | None:
    match = _THINKS.match(question)
    if match is None or len(match.group("who").split()) > _LONGEST:
        return None
    if not match.group("of") and any(names_in(match.group("who"))):
        return None  # "What did Ann Holm say?" asks for all that she said
    who = _whom(match.group("who"), referents)
    verb = "say" if re.search(r"\bsay\b", question, re.IGNORECASE) else "think"
    about = topic(last, referents)
    if about.lower() in who.lower():
        return None
    does = re.search(r"\b(?:does|do|did)\b", question, re.IGNORECASE)
    return f"What {does.group().lower() if does else 'does'} {who} {verb} about {about}?"


def _whom(who: str, referents: Referents) -> str:
    low = who.lower()
    if not _PRONOUN.match(low):
        return who
    if low in ("they", "it"):
        return (referents.several() if low == "they" else referents.thing()) or who
    return referents.person({"he": "m", "she": "f"}.get(low, "")) or who


def _taken_up(question: str, last: Turn, referents: Referents) -> str | None:
    """A question of its own of "And the deferral, what did she call it?"."""
    match = _OF.match(question)
    if match is None or not _ITS.search(match.group("rest")):
        return None
    what = match.group("what").strip()
    if len(what.split()) > _LONGEST:
        return None
    found = list(_ITS.finditer(match.group("rest")))
    asked = match.group("rest")
    at = next((each for each in found if each.group().lower() not in ("he", "she")), found[-1])
    asked = f"{asked[: at.start()]}{what}{asked[at.end() :]}"
    return Filling(referents, last).filled(asked[:1].upper() + asked[1:])


def _more(question: str, last: Turn, referents: Referents) -> str | None:
    return f"What else is said about {topic(last, referents)}?" if _MORE.match(question) else None


def _tidy(question: str) -> str:
    text = " ".join(question.split())
    return text[:1].upper() + text[1:]

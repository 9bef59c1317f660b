"""A follow-up in a form that stands alone: what it leaves out is filled in from the last turns.

Rules only: the same conversation gives the same result. A question that refers to nothing is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from answering.model import Answer, Turn
from answering.referents import Referents, names_in
from answering.wording import meaningful

_ABOUT = re.compile(
    r"^\s*(?:and|but|so|ok|okay|then)?[\s,]*(?:what|how) about\s+(?P<what>[^?]+)\??\s*$", re.IGNORECASE
)
_AND = re.compile(
    r"^\s*and\s+(?P<what>(?!when|where|why|who|what|how|which|did|does|do|is|are|was|were|has|have|"
    r"had|if|can|could|will|would)[^?]+)\?\s*$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\s*(?:and|but|so|since|until|by|with|to|for|from)?\s*(?P<wh>when|where|why|who|whom|how|"
    r"how many|how much|how long|how often|how old|which one|which|what for|in what year|"
    r"what year)(?:\s+(?:exactly|was that|is that|was it|is it|then|so))?\s*\??\s*$",
    re.IGNORECASE,
)
_WHO_SAYS = re.compile(
    r"^\s*(?:and\s+)?(?:who (?:said|says|claims|claimed|told|thinks|reported|reports|put it) (?:so|"
    r"that|this|it|like that|that way)|says who|according to whom|whose (?:words|opinion|"
    r"view) (?:is|are|was) (?:that|this|it)|who(?:[’']s| is) (?:that|speaking)|who said (?:that|"
    r"this))\s*\??\s*$",
    re.IGNORECASE,
)
_AGREE = re.compile(
    r"^\s*(?:and\s+)?(?:does|do|did|would)\s+(?P<who>.+?)\s+(?:(?:dis)?agree(?:\s+with (?:that|this|it|"
    r"him|her|them))?|believe (?:that|this|it|so|him|her|them))\s*\??\s*$",
    re.IGNORECASE,
)
_THINKS = re.compile(
    r"^\s*(?:and\s+)?what (?:does|do|did)\s+(?:(?P<who>.+?)\s+(?:think|say|make)(?: (?:about|"
    r"of))? (?:that|this|it)"
    r"|(?P<author>the (?:author|writer|columnist|reviewer))\s+(?:think|say))\s*\??\s*$",
    re.IGNORECASE,
)
_OF = re.compile(
    r"^\s*(?:and|but|so)?\s*(?:what about\s+)?(?P<what>[^,?]+),\s+(?P<rest>(?:what|when|where|why|who|how|"
    r"which|did|does|do|is|was|has|have|will|would)\b.*)$",
    re.IGNORECASE,
)
_ITS = re.compile(r"\b(?:he|she|they|it|that|this|him|them)\b", re.IGNORECASE)
_MORE = re.compile(
    r"^\s*(?:and\s+)?(?:tell me more|more|go on|what else|anything else|and\??|say more|"
    r"details)(?: (?:about|on) (?:that|this|it))?\s*\??\s*$",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"^(?:the\s+)?(?:author|writer|columnist|reviewer|article|piece|editorial|paper|blogger)$", re.IGNORECASE
)
_WORD = re.compile(r"[\w’'\-]+")
_WH = re.compile(
    r"^\s*(?:and\s+)?(?:when|where|why|who|whom|what|which|how(?: (?:many|much|long|often|"
    r"old))?)\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_HANGING = re.compile(
    r"\b(?:else|others?|another|same|these|those|this|such|also|too|again|next|further|more|instead)\b",
    re.IGNORECASE,
)
_FEW = 2
_LONGEST = 5
_WHO_SAID = "Who said “"
_QUOTED = 14
_REMEMBERED = 4


def standalone(question: str, turns: Sequence[Turn]) -> str:
    """The question with its referring words replaced; unchanged when it refers to nothing or nothing fits."""
    if not turns:
        return question
    recent = turns[-_REMEMBERED:]
    done = _who_says(question, recent[-1])
    # "Who said that?" asks about an answer; what is asked next goes on from the question before it.
    base = [turn for turn in recent if not turn.question.standalone.startswith(_WHO_SAID)] or [recent[-1]]
    for rewrite in (_agree, _taken_up, _about, _bare, _more):
        done = rewrite(question, base[-1]) if done is None else done
    if done is not None:
        return done
    filled = _filled(question, Referents(base))
    return _placed(question, Referents(base)) if filled == question else filled


class FollowUpRewriter:
    """The rewriter without a model (`answering.ports.Rewriter`)."""

    def standalone(self, question: str, turns: Sequence[Turn]) -> str:
        """The question in a form that needs no earlier turn."""
        return standalone(question, turns)


def _who_says(question: str, last: Turn) -> str | None:
    if not _WHO_SAYS.match(question) or not isinstance(last.result, Answer):
        return None
    statements = last.result.statements
    said = next((s for s in statements if s.sources), statements[0])
    words = said.text.strip("“”\"'‘’«» ").replace("[…]", " ").split()
    return f"{_WHO_SAID}{' '.join(words[:_QUOTED])}”?"


def _agree(question: str, last: Turn) -> str | None:
    match = _AGREE.match(question)
    bare = _THINKS.match(question) if match is None else None
    found = match or bare
    if found is None:
        return None
    who = (found.group("who") or found.groupdict().get("author") or "").strip()
    if who.lower() in ("he", "she", "they", "it", "you"):
        who = Referents([last]).person(who.lower()) or who
    topic = _topic(last)
    if _AUTHOR.match(who):
        return f"What does the author think about {topic}?"
    return f"What does {who} say about {topic}?"


def _taken_up(question: str, last: Turn) -> str | None:
    """A question of its own of "And the deferral, what did she call it?"."""
    match = _OF.match(question)
    if match is None or not _ITS.search(match.group("rest")):
        return None
    what = match.group("what").strip()
    if len(what.split()) > _LONGEST:
        return None
    asked = _ITS.sub(lambda _: what, match.group("rest"), count=1)
    return asked[:1].upper() + asked[1:]


def _small(question: str) -> str:
    """A yes-no question after another question word: its first letter small."""
    return question[:1].lower() + question[1:]


def _about(question: str, last: Turn) -> str | None:
    match = _ABOUT.match(question) or _AND.match(question)
    if match is None:
        return None
    what = match.group("what").strip(" ,.")
    if what.lower() in ("that", "this", "it", "him", "her", "them"):
        return None
    return Referents([last]).exchanged(what)


def _bare(question: str, last: Turn) -> str | None:
    match = _BARE.match(question)
    if match is None:
        return None
    wh = match.group("wh").strip().capitalize()
    earlier = _WH.match(last.question.standalone)
    rest = earlier.group("rest").strip(" ?") if earlier else _small(last.question.standalone.strip(" ?"))
    if wh.lower() in ("who", "whom"):
        return f"{wh} — {last.question.standalone.strip(' ?')}?"
    subject = (
        Referents([last]).answered_person() if last.question.standalone.lower().startswith("who") else ""
    )
    if subject and not rest.lower().startswith(("did", "does", "is", "was", "are", "were")):
        return f"{wh} did {subject}: {rest}?"
    return f"{wh} {rest}?"


def _more(question: str, last: Turn) -> str | None:
    return f"What else is said about {_topic(last)}?" if _MORE.match(question) else None


def _topic(last: Turn) -> str:
    """What the last question was about: its thing, else its words without "what" and "did"."""
    thing = Referents([last]).thing()
    if thing:
        return thing
    text = last.question.standalone.strip().rstrip("?. ")
    match = _WH.match(text)
    rest = match.group("rest").strip() if match else text
    rest = re.sub(
        r"^(?:did|does|do|is|was|are|were|has|have|had|will|would|can|could|should)\s+",
        "",
        rest,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\s+(?:say|think|call|said)\s+(?:about|of)?\s*", " ", rest).strip() or text


def _placed(question: str, referents: Referents) -> str:
    """A question that names nobody and hangs on what was said ("any others?"), with what it goes on about."""
    names = any(names_in(question))
    if names or not (_HANGING.search(question) or len(meaningful(question)) <= _FEW):
        return question
    focus = referents.focus()
    return f"{question.rstrip(' ?.')} — {focus}?" if focus else question


def _filled(question: str, referents: Referents) -> str:
    """Each pronoun replaced by what it refers to, unless the question itself has named that before."""
    parts, at = [], 0
    taken: dict[str, str] = {}
    for match in _WORD.finditer(question):
        filling = referents.filling(question, match, taken)
        if filling:
            parts += [question[at : match.start()], filling]
            at = match.end()
    return "".join([*parts, question[at:]])

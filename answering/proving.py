"""Does a drafted statement say what its clauses say? The program proves it; the model's word counts nothing.

What is proved: the clauses are known and of one voice and one source; names, figures and all words with a
meaning stand in them, figures for the same; nothing is turned around or made surer; quoted words are
verbatim; no other speaker is brought in; all of it is supported (`support`); and the clauses score as if they
told what is asked. What is not: that each relation of the words is kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum

from answering.candidates import Candidate
from answering.drafting import Draft
from answering.figures import calendar, figures
from answering.keeping import brings_in, exchanges, is_torn
from answering.polarity import turned_around
from answering.scoring import Scored
from answering.strength import is_surer, misplaces_figures
from answering.support import Nearness, support
from answering.wording import is_stop, meaningful, stem, stems
from index.model import Voice

SUPPORTED = 0.55
"""From this support on a statement stands; chosen with `python -m bench guard`."""
TELLING = -1.5
"""From this score on a clause may tell what is asked, beside one that answers: at 0.0."""
ALONE = -0.5
"""The same where no clause answers: an extractive answerer would say that the documents do not say."""
APART = 2.5
"""How much worse than the best clause of its voice it may tell it."""
_OWN = 0.5
"""The share of a statement's words that its clauses must have themselves, not what stands around them."""
_MOST_WORDS = 60
_MOST_CLAUSES = 4
_NAME = re.compile(r"\b[A-ZÀ-ÖØ-ÞА-Я][\w’'-]*")
_QUOTED = re.compile(r"[“\"«„](.+?)[”\"»“]")
_FORM = re.compile(r"https?://|www\.|[\x00-\x08\x0b-\x1f\x7f]|[{}<>|`]|\[[^\]]*\]")
_SAYS = re.compile(
    r"\b(?:said|says|told|tells|claimed|claims|argued|argues|stated|states|announced|wrote|writes|tweeted|"
    r"according to|believes|believed|thinks|thought|warned|warns|insisted|insists|admitted|admits|"
    r"confirmed|confirms)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"\b(?:he|she|it|they|him|her|them|his|its|their|this|that|these|those|I|we|my|our)\b")
_VAGUE = re.compile(r"^(?:About|Roughly|Around|Nearly|Almost|Over|Some|[A-Z]\w+ly)$")
_ENDING = re.compile(r"[.!?…](?:\s|$)|\n")
_PLACED = re.compile(r"\b(?:in|at|on|near|from)\s+(?:the\s+)?$", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|wn|un|ught|old|aid|t|ng|de)\b[^.;,]*?\bby\b"
    r"|\b\w+(?:ed|en|wn|un|ught|old|aid) by\b",
    re.IGNORECASE,
)


class Flaw(Enum):
    """Why a statement was dropped."""

    UNKNOWN_CLAUSE = "it names a clause that was not shown"
    MIXED = "its clauses are of several voices or sources"
    FORM = "it is no plain sentence"
    QUOTATION = "it quotes words that are not there"
    FIGURE = "it has a figure that its clauses do not have"
    NAME = "it has a name that its clauses do not have"
    SPEAKER = "it lets somebody else say it"
    TURNED = "it turns its clauses around"
    SURER = "it is surer than its clauses, or speaks of more"
    MOVED = "a figure stands for something else in its clauses"
    ADDED = "it has words that its clauses do not have"
    TORN = "it gives one clause's deed to another's doer"
    UNSUPPORTED = "its clauses do not support it"
    BESIDE = "its clauses do not tell what is asked"


def flaw(draft: Draft, shown: Mapping[str, Candidate], nearness: Nearness) -> Flaw | None:
    """The first thing that is wrong with a draft; None when it is proved."""
    if not draft.ids or len(draft.ids) > _MOST_CLAUSES or any(each not in shown for each in draft.ids):
        return Flaw.UNKNOWN_CLAUSE
    clauses = [shown[each] for each in dict.fromkeys(draft.ids)]
    if len({(each.voice, each.voiced.sources, each.document.id) for each in clauses}) > 1:
        return Flaw.MIXED
    return _flaw_of_words(draft.text, clauses) or _flaw_of_support(draft.text, clauses, nearness)


def beside(draft: Draft, scores: Mapping[str, Scored]) -> Flaw | None:
    """`Flaw.BESIDE` where none of a draft's clauses, by id with their scores, tells what is asked."""
    telling = dict(zip(scores, tells(list(scores.values())), strict=True))
    return None if any(telling[each] for each in draft.ids) else Flaw.BESIDE


def worth_showing(offered: Sequence[Scored]) -> list[Scored]:
    """The clauses of those passages that have one which tells what is asked, as far as scores say."""
    found = zip(offered, tells(offered), strict=True)
    passages = {each.candidate.passage.id for each, enough in found if enough}
    return [each for each in offered if each.candidate.passage.id in passages]


def tells(offered: Sequence[Scored], least: float | None = None) -> list[bool]:
    """Whether each clause may tell what is asked: by its score, and by that of the best in its voice."""
    if least is None:
        least = TELLING if any(each.score >= 0.0 for each in offered) else ALONE
    best = dict.fromkeys(Voice, least + APART)
    for each in offered:
        best[each.candidate.voice] = max(each.score, best[each.candidate.voice])
    return [each.score >= best[each.candidate.voice] - APART for each in offered]


def _flaw_of_words(text: str, clauses: Sequence[Candidate]) -> Flaw | None:
    told = " ".join(each.words for each in clauses)
    if _FORM.search(text) or not 2 <= len(text.split()) <= _MOST_WORDS:
        return Flaw.FORM
    if any(_plain(match.group(1)) not in _plain(told) for match in _QUOTED.finditer(text)):
        return Flaw.QUOTATION
    if not figures(text) <= figures(f"{told} {_sources(clauses)}") or not calendar(text) <= calendar(told):
        return Flaw.FIGURE
    if _foreign_name(text, clauses):
        return Flaw.NAME
    if _says_otherwise(text, told, clauses):
        return Flaw.SPEAKER
    if turned_around(text, told) or _swapped(text, told) or (len(clauses) == 1 and exchanges(text, told)):
        return Flaw.TURNED
    if is_surer(text, told):
        return Flaw.SURER
    if misplaces_figures(text, told):
        return Flaw.MOVED
    known = stems(f"{_sources(clauses)} {_titles(clauses)}")
    if brings_in(text, clauses, known):
        return Flaw.ADDED
    return Flaw.TORN if is_torn(text, clauses, known) else None


def _flaw_of_support(text: str, clauses: Sequence[Candidate], nearness: Nearness) -> Flaw | None:
    told = " ".join(each.words for each in clauses)
    sentences = [*(each.words for each in clauses), *(f"{_sources([each])} {each.words}" for each in clauses)]
    wanted = stems(text)
    if len(wanted & stems(f"{told} {_sources(clauses)}")) < _OWN * len(wanted):
        return Flaw.UNSUPPORTED
    return None if support(text, sentences, nearness) >= SUPPORTED else Flaw.UNSUPPORTED


def _foreign_name(text: str, clauses: Sequence[Candidate]) -> bool:
    """True when a name stands not in the clauses' sentences, nor among their sources, nor in the title."""
    near = [_sentence(each) for each in clauses]
    if any(_PRONOUN.search(each.words) for each in clauses):
        near += [each.passage.text for each in clauses]  # whom "he" means stands a sentence before
    known = stems(" ".join([*near, _sources(clauses), _titles(clauses)]))
    # The first word has a capital whatever it is, and may well be the subject that was exchanged.
    names = (match.group() for match in _NAME.finditer(text))
    telling = (name for name in names if not is_stop(name) and not _VAGUE.match(name))
    return any(not stems(name) <= known for name in telling)


def _says_otherwise(text: str, told: str, clauses: Sequence[Candidate]) -> bool:
    """True when the statement brings in a saying of its own, by anybody but the clauses' sources."""
    cue = _SAYS.search(text)
    if cue is None or stem(cue.group()) in stems(told) or cue.group().lower() in told.lower():
        return False
    before = [w for w in meaningful(text[: cue.start()]) if w[:1].isupper()][-3:]
    after = [w for w in meaningful(text[cue.end() :]) if w[:1].isupper()][:3]
    who = stems(" ".join(after if cue.group().lower() == "according to" else before))
    return not who or not who <= stems(_sources(clauses))


def _swapped(text: str, told: str) -> bool:
    """True when two names have changed places, and no passive explains it."""
    order = _participants(told)
    places = {name: at for at, name in reversed(list(enumerate(order)))}
    if len(places) < len(order):
        return False  # named more than once: any order may be right
    mine = [places[name] for name in _participants(text) if name in places]
    return mine != sorted(mine)


def _participants(text: str) -> list[str]:
    """The names of a text, as stems, without dates and places ("in Tehran"); who does it comes first."""
    names = [m for m in _NAME.finditer(text) if not is_stop(m.group()) and not calendar(m.group())]
    names = [m for m in names if not _PLACED.search(text[: m.start()]) and not figures(m.group())]
    passive = _PASSIVE.search(text)
    doing = [m for m in names if passive and m.start() >= passive.end()]
    return [stem(m.group()) for m in [*doing, *(m for m in names if m not in doing)]]


def _sentence(clause: Candidate) -> str:
    """The clause with what stands around it in its passage, to the ends of its sentence."""
    text, start = clause.passage.text, clause.passage.span.start
    first, last = clause.spans[0].start - start, clause.spans[-1].end - start
    begin = max((m.end() for m in re.finditer(r"[.!?…]\s+|\n", text[:first])), default=0)
    ending = _ENDING.search(text, max(first, last - 1))
    return text[begin : ending.end() if ending else len(text)]


def _sources(clauses: Sequence[Candidate]) -> str:
    authors = [each.document.author or "" for each in clauses if each.voice is Voice.OPINION]
    return " ".join([*(source for each in clauses for source in each.voiced.sources), *authors])


def _titles(clauses: Sequence[Candidate]) -> str:
    return " ".join(each.document.title or "" for each in clauses)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()

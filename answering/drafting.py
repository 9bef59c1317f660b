"""What a language model is shown and what is made of its lines: clauses by id in, drafted statements out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template, ascii_lowercase

from answering.candidates import Candidate
from answering.scoring import Scored
from index.model import Voice

PROMPTS = Path(__file__).parent.parent / "prompts"
_PROMPT = "answer.v2.md"
_PART = "\n---\n"
_LINE = re.compile(r"^[\s*•>\-–\d.)]*[\[(](?P<ids>[^\])]{1,80})[\])][\s:.\-–]*(?P<text>.*)$")
# The label that the clause was shown with: small models copy it, and the voice is not theirs to tell.
_LABEL = re.compile(r"^\((?:reported|opinion(?: of the author)?|said by [^)]*)\)[\s:.\-–]*", re.IGNORECASE)
_ID = re.compile(r"\b\d{1,3}[a-z]{1,2}\b")
_SAYS = {Voice.REPORTED: "reported", Voice.OPINION: "opinion of the author"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as a model wrote it, with the ids it names."""

    ids: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Material:
    """What the model is shown, the clauses behind its ids, and how well each tells what is asked."""

    instructions: str
    text: str
    clauses: Mapping[str, Candidate]
    scores: Mapping[str, Scored]


def material(question: str, offered: Sequence[Scored], count: Callable[[str], int], budget: int) -> Material:
    """The prompt for a question with as many clauses, in order, as `budget` tokens hold."""
    instructions, asking = _prompt()
    left = budget - count(instructions) - count(asking.template) - count(question)
    shown: dict[str, Scored] = {}
    lines: list[str] = []
    for identity, scored, line in _lines(offered):
        left -= count(line) + 1
        if left < 0:
            break
        if scored is not None:
            shown[identity] = scored
        lines.append(line)
    return Material(
        instructions,
        asking.substitute(question=question, passages="\n".join(lines)),
        {identity: scored.candidate for identity, scored in shown.items()},
        shown,
    )


def drafts(pieces: Iterable[str]) -> Iterator[Draft]:
    """The statements of a text that comes in pieces, each as soon as its line is complete."""
    waiting = ""
    for piece in pieces:
        waiting += piece
        *done, waiting = waiting.split("\n")
        yield from filter(None, map(_draft, done))
    last = _draft(waiting)
    if last is not None:
        yield last


def _draft(line: str) -> Draft | None:
    match = _LINE.match(line.strip())
    if match is None:
        return None
    text = _LABEL.sub("", match.group("text").strip(" *_"))
    return Draft(tuple(_ID.findall(match.group("ids").lower())), text) if text else None


def _lines(offered: Sequence[Scored]) -> Iterator[tuple[str, Scored | None, str]]:
    """The clauses by passage: a head for each passage, then its clauses with their ids."""
    passages = dict.fromkeys(each.candidate.passage.id for each in offered)
    numbers = {each: n for n, each in enumerate(passages, start=1)}
    letters: dict[str, int] = {}
    for scored in offered:
        clause = scored.candidate
        number = numbers[clause.passage.id]
        at = letters.get(clause.passage.id, 0)
        if not at:
            yield "", None, f"\nPassage {number}, from “{clause.document.title or clause.document.path}”:"
        if at < len(ascii_lowercase):
            letters[clause.passage.id] = at + 1
            identity = f"{number}{ascii_lowercase[at]}"
            yield identity, scored, f"[{identity}] ({_voice(clause)}) {' '.join(clause.words.split())}"


def _voice(clause: Candidate) -> str:
    if clause.voice is Voice.ATTRIBUTED:
        return f"said by {' → '.join(clause.voiced.sources)}"
    return _SAYS[clause.voice]


@cache
def _prompt() -> tuple[str, Template]:
    instructions, _, asking = (PROMPTS / _PROMPT).read_text(encoding="utf-8").partition(_PART)
    return instructions.strip(), Template(asking.strip())

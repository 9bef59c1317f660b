"""Follow-ups in a form that stands alone: `python -m bench followups --canard FILE`, as CANARD's dev.json.

Each dialogue is gone through in order, on our own earlier forms and the answers that the file gives; its
article's title and section are the first turn. CANARD: Elgohary et al. 2019.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answering.follow_up import standalone
from answering.model import Answer, Question, Statement, Turn
from answering.wording import meaningful, stem, stems
from bench.files import BadFile, text_of
from bench.tables import Cell, Table
from index.model import Voice

_HEAD = ("", "touched, needed", "touched, not needed", "gold words won", "of words added, gold", "exact")
_NOTES = (
    "Needed: people's form has meaning-bearing words that the question lacks. Gold words won: those words",
    "that our form has; of words added, gold: the other way round. Exact: the same stems as people's form.",
)
Rewrite = Callable[[str, Sequence[Turn]], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a dialogue, the form people gave it, and the turns before it as (question, answer)."""

    question: str
    gold: str
    history: tuple[tuple[str, str], ...]
    dialogue: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question: stems lacking in it, stems added, stems of both."""

    lacking: frozenset[str]
    added: frozenset[str]
    exact: bool
    touched: bool


def read(path: Path) -> list[Asked]:
    """The questions of a CANARD file, in its order.

    Raises:
        BadFile: it is not there or is no such list.
    """
    try:
        return [_asked(each) for each in json.loads(text_of(path))]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise BadFile(f"{path} is not as CANARD's files are: {error!r}.") from error


def rewritten(asked: Sequence[Asked], rewrite: Rewrite) -> Iterator[tuple[Asked, str]]:
    """Each question with its new form; earlier turns of a dialogue stand in the forms they were given."""
    forms: dict[tuple[str, str], str] = {}
    for each in asked:
        turns = [
            _turn(question, forms.get((each.dialogue, question), question), answer)
            for question, answer in each.history
        ]
        form = rewrite(each.question, turns)
        forms[each.dialogue, each.question] = form
        yield each, form


def outcome(asked: Asked, form: str) -> Outcome:
    """What was lacking in the question and what the form added."""
    own = stems(asked.question)
    return Outcome(
        frozenset(stems(asked.gold) - own),
        frozenset(stems(form) - own),
        stems(form) == stems(asked.gold),
        form != asked.question,
    )


def unchanged(question: str, turns: Sequence[Turn]) -> str:
    """The question as it is."""
    return question


def last_words(question: str, turns: Sequence[Turn]) -> str:
    """The question with the meaning-bearing words of the one before."""
    known = stems(question)
    words = [word for word in meaningful(turns[-1].question.text) if stem(word) not in known] if turns else []
    return f"{question} {' '.join(words)}".strip()


WAYS: dict[str, Rewrite] = {
    "unchanged": unchanged,
    "last question's words added": last_words,
    "WhoSays": standalone,
}


def row(name: str, outcomes: Sequence[Outcome]) -> list[Cell]:
    """The figures of one way."""
    needing = [each for each in outcomes if each.lacking]
    others = [each for each in outcomes if not each.lacking]
    lacking = sum(len(each.lacking) for each in outcomes)
    added = sum(len(each.added) for each in outcomes)
    right = sum(len(each.lacking & each.added) for each in outcomes)
    return [
        name,
        sum(each.touched for each in needing) / max(1, len(needing)),
        sum(each.touched for each in others) / max(1, len(others)),
        right / max(1, lacking),
        right / added if added else None,
        sum(each.exact for each in outcomes) / max(1, len(outcomes)),
    ]


def main(arguments: Sequence[str]) -> int:
    """Print the table and the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench followups", description=__doc__)
    parser.add_argument("--canard", type=Path, required=True)
    asked = read(parser.parse_args(arguments).canard)
    rows = [
        row(name, [outcome(each, form) for each, form in rewritten(asked, way)]) for name, way in WAYS.items()
    ]
    Table(
        f"Questions of {len({each.dialogue for each in asked})} dialogues: {len(asked):,}",
        _HEAD,
        rows,
        _NOTES,
    ).show()
    _, needed, spared, won, right, _ = rows[-1]
    print(
        f"followups touched when needed {needed:.3f} when not {spared:.3f} words won {won:.3f} "
        f"right {right:.3f}",
        flush=True,
    )
    return 0


def _asked(fields: dict[str, Any]) -> Asked:
    title, section, *said = fields["History"]
    history = [(title, section), *zip(said[::2], said[1::2], strict=False)]
    return Asked(fields["Question"], fields["Rewrite"], tuple(history), fields["QuAC_dialog_id"])


def _turn(question: str, form: str, answer: str) -> Turn:
    said = Statement(answer, Voice.REPORTED, (), ())
    asked = Question(question, form)
    return Turn(asked, Answer(asked, (said,), ()))

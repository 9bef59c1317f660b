"""Follow-ups made whole: `python -m bench followups [FOLDER] [--canard FILE] [--corpus FILE]`.

Conversations of our own (`tests/data/conversations/heldout`, unless another folder is named): is the evidence
found, and told, with the question as asked, in our form, in people's form? Those over MultiHop-RAG's articles
need its corpus. On CANARD's dev.json each dialogue is gone through in order, on our own earlier forms and the
answers that the file gives; its article's title and section are the first turn. CANARD: Elgohary et al. 2019.
With `--questions training/questions/questions.jsonl` its conversations are played instead (`bench.talks`).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answering.follow_up import standalone
from answering.model import Answer, Question, Statement, Turn
from answering.wording import meaningful, stem, stems
from bench import dialogues, talks
from bench.dialogues import CONVERSATIONS, Rewrite, Ways, conversed
from bench.files import BadFile, text_of
from bench.judging import Verdict
from bench.tables import Cell, Table, of
from index.model import Voice

_HEAD = ("", "touched, needed", "touched, not needed", "gold words won", "of words added, gold", "exact")
_NOTES = (
    "Needed: people's form has meaning-bearing words that the question lacks. Gold words won: those words",
    "that our form has; of words added, gold: the other way round. Exact: the same stems as people's form.",
)


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
    return _compared(asked.question, asked.gold, form)


def _compared(question: str, gold: str, form: str) -> Outcome:
    own = stems(question)
    return Outcome(
        frozenset(stems(gold) - own),
        frozenset(stems(form) - own),
        stems(form) == stems(gold),
        form != question,
    )


def unchanged(question: str, turns: Sequence[Turn]) -> str:
    """The question as it is."""
    return question


def last_words(question: str, turns: Sequence[Turn]) -> str:
    """The question with the meaning-bearing words of the one before."""
    known = stems(question)
    words = [word for word in meaningful(turns[-1].question.text) if stem(word) not in known] if turns else []
    return f"{question} {' '.join(words)}".strip()


_AS_ASKED, _OURS, _GOLD = "as asked", "WhoSays", "people's form"
WAYS: Ways = {
    _AS_ASKED: unchanged,
    "last question's words added": last_words,
    _OURS: standalone,
    _GOLD: None,
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
    """Print the tables and the last line."""
    parser = argparse.ArgumentParser(prog="python -m bench followups", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=CONVERSATIONS / "heldout", metavar="FOLDER")
    parser.add_argument("--canard", type=Path, help="CANARD's dev.json")
    parser.add_argument("--corpus", type=Path, help="MultiHop-RAG's articles")
    parser.add_argument("--index", type=Path, default=Path(".data/bench-followups"), help="kept between runs")
    parser.add_argument(
        "-v", action="store_true", help="show each follow-up that fares worse than people's form"
    )
    parser.add_argument("--questions", type=Path, help="conversations about the training documents")
    parser.add_argument("--kept-back", action="store_true", help="of these, the fifth not looked at")
    options = parser.parse_args(arguments)
    if options.questions:
        found = talks.read(options.questions, kept_back=options.kept_back)
        print(f"followups{_on_talks(found, options.index.with_name('bench-talks'), verbose=options.v)}")
        return 0
    line = ""
    if options.canard:
        line = _on_canard(read(options.canard))
    ours = dialogues.read(options.folder)
    if options.corpus or any(isinstance(each.about, str) for each in ours):
        outcomes = conversed(ours, WAYS, options.corpus, options.index)
        line = _on_conversations(outcomes, verbose=options.v) + line
    elif not options.canard:
        raise BadFile(f"{options.folder} is about articles: give their corpus with --corpus.")
    print(f"followups{line}", flush=True)
    return 0


def _on_canard(asked: Sequence[Asked]) -> str:
    rows = [
        row(name, [outcome(each, form) for each, form in rewritten(asked, way)])
        for name, way in WAYS.items()
        if way is not None
    ]
    Table(
        f"CANARD, questions of {len({each.dialogue for each in asked})} dialogues: {len(asked):,}",
        _HEAD,
        rows,
        _NOTES,
    ).show()
    _, needed, spared, won, right, _ = rows[-1]
    return f" canard touched {needed:.3f} when not needed {spared:.3f} words won {won:.3f} right {right:.3f}"


def _on_conversations(outcomes: Mapping[str, Sequence[dialogues.Outcome]], *, verbose: bool) -> str:
    every = len(outcomes[_OURS])
    found = {name: [_found(each, most) for most in (1, 4)] for name, each in outcomes.items()}
    Table(
        f"Follow-ups of our conversations: {every}",
        ("", "evidence @1", "evidence @4", "right statement", "answered"),
        [
            (name, *(of(sum(each), every) for each in [*found[name], *_answered(outcomes[name])]))
            for name in outcomes
        ],
        (
            "Evidence: a passage found holds the stretch that answers. Right statement: one has half of its",
            "words in one run, or lies within it. Each way goes on from its own earlier forms and answers.",
        ),
    ).show()
    Table(
        "Their forms, by words",
        _HEAD,
        [
            row(
                name,
                [_compared(each.asked.question, each.asked.standalone, each.form) for each in outcomes[name]],
            )
            for name in outcomes
        ],
        _NOTES,
    ).show()
    if verbose:
        _show_worse(outcomes)
    rank = [sum(found[name][1]) for name in (_AS_ASKED, _OURS, _GOLD)]
    right = [sum(each.right for each in outcomes[name]) for name in (_AS_ASKED, _OURS, _GOLD)]
    figures = ("raw {} ours {} gold {}".format(*each) for each in (rank, right))
    return " evidence {} right {} of {}".format(*figures, every)


def _on_talks(found: Sequence[talks.Talk], index: Path, *, verbose: bool) -> str:
    outcomes = talks.played(found, WAYS, index)
    later = {name: [each for each in turns if each.place] for name, turns in outcomes.items()}
    counts = talks.counted(outcomes)
    Table(
        f"Follow-ups of {len(found)} conversations about the training documents: {len(later[_OURS])}",
        ("", *Verdict),
        counts,
        ("Each way goes on from its own earlier forms and answers. Judged as in `bench answers`.",),
    ).show()
    Table(
        "Their forms, by words",
        _HEAD,
        [
            row(name, [_compared(e.asked.question, e.asked.standalone, e.form) for e in turns])
            for name, turns in later.items()
        ],
        _NOTES,
    ).show()
    changed = talks.changed(found, standalone, index)
    every = sum(len(each.whole) for each in found)
    if verbose:
        _show_talks(later, changed)
    right = [sum(each.verdict is Verdict.STATEMENT for each in later[n]) for n in (_AS_ASKED, _OURS, _GOLD)]
    figures = "raw {} ours {} gold {}".format(*right)
    return f" right {figures} of {len(later[_OURS])} whole questions changed {of(len(changed), every)}"


def _show_talks(later: Mapping[str, Sequence[talks.Outcome]], changed: Mapping[str, str]) -> None:
    for ours, gold in zip(later[_OURS], later[_GOLD], strict=True):
        if gold.verdict is Verdict.STATEMENT and ours.verdict is not Verdict.STATEMENT:
            print(f"{ours.asked.question}\n  ours:     {ours.form}\n  people's: {gold.form}")
    for question, form in changed.items():
        print(f"{question}\n  stands alone, and became: {form}")
    print()


def _found(outcomes: Sequence[dialogues.Outcome], most: int) -> list[bool]:
    return [each.rank is not None and each.rank <= most for each in outcomes]


def _answered(outcomes: Sequence[dialogues.Outcome]) -> list[list[bool]]:
    return [[each.right for each in outcomes], [each.answered for each in outcomes]]


def _show_worse(outcomes: Mapping[str, Sequence[dialogues.Outcome]]) -> None:
    for ours, gold in zip(outcomes[_OURS], outcomes[_GOLD], strict=True):
        if (gold.right and not ours.right) or (gold.rank and not ours.rank):
            print(f"{ours.asked.question}\n  ours:     {ours.form}\n  people's: {gold.form}")
    print()


def _asked(fields: dict[str, Any]) -> Asked:
    title, section, *said = fields["History"]
    history = [(title, section), *zip(said[::2], said[1::2], strict=False)]
    return Asked(fields["Question"], fields["Rewrite"], tuple(history), fields["QuAC_dialog_id"])


def _turn(question: str, form: str, answer: str) -> Turn:
    said = Statement(answer, Voice.REPORTED, (), ())
    asked = Question(question, form)
    return Turn(asked, Answer(asked, (said,), ()))

"""The conversations of `training/questions`, turn by turn over all documents of `training/corpus/train`.

Each way of making a follow-up whole goes on from its own earlier forms and answers. Every fifth document by
name is kept back: it was not looked at while the rules were made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import standalone
from answering.model import Answer, NotFound, Question, Turn
from bench.corpus import GoldQuestion, LabelledExample, load_folder
from bench.dialogues import Rewrite, Ways, index_documents
from bench.files import BadFile, text_of
from bench.judging import Verdict, judged
from index.model import Voice
from index.search import Finder
from training.corpus_reader import CORPUS, read_split

_FIFTH = 5
_KEPT_BACK = 4
_BEST_FIRST = list(Verdict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A turn: what was asked, the form people gave it, and each answer with the voice of its clause."""

    question: str
    standalone: str
    golds: tuple[GoldQuestion, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation about a document, and questions about the same that need no conversation."""

    document: str
    turns: tuple[Asked, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a turn: the form it was given, its verdict, and the place of the turn from 0."""

    asked: Asked
    form: str
    verdict: Verdict
    place: int
    told: str


def read(path: Path, *, kept_back: bool = False) -> list[Talk]:
    """The conversations of a file like `training/questions/questions.jsonl`: four fifths, or the last.

    Raises:
        BadFile: it is not there or is not of the format.
        CorpusError: a labelled document is not of its format.
    """
    try:
        found = sorted(map(json.loads, text_of(path).splitlines()), key=lambda each: str(each["document"]))
        chosen = [each for n, each in enumerate(found) if (n % _FIFTH == _KEPT_BACK) is kept_back]
        labelled = {each.name: each for each in load_folder(CORPUS / "train")}
        return [_talk(each, labelled[each["document"]]) for each in chosen]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise BadFile(f"{path} is not as the README of training/questions says: {error!r}.") from error


def finder_of(folder: Path) -> Finder:
    """All documents of `training/corpus/train` with the voices that we give them; made once for a folder."""
    return index_documents(folder, [each.document for each in read_split("train")])


def played(talks: Sequence[Talk], ways: Ways, folder: Path) -> dict[str, list[Outcome]]:
    """All turns by way, first turns included."""
    with closing(finder_of(folder)) as finder:
        answerer = ExtractiveAnswerer(finder)
        return {
            name: [each for talk in talks for each in _played(talk, way, answerer)]
            for name, way in ways.items()
        }


def changed(talks: Sequence[Talk], rewrite: Rewrite, folder: Path) -> dict[str, str]:
    """Whole questions, asked after a conversation about the same document, that got another form."""
    with closing(finder_of(folder)) as finder:
        answerer = ExtractiveAnswerer(finder)
        return dict(pair for talk in talks for pair in _changed(talk, rewrite, answerer))


def counted(outcomes: Mapping[str, Sequence[Outcome]]) -> list[tuple[str | int, ...]]:
    """A row for each way: its follow-ups by verdict."""
    return [
        (name, *(sum(each.verdict is rank for each in turns if each.place) for rank in Verdict))
        for name, turns in outcomes.items()
    ]


def _talk(fields: dict[str, Any], example: LabelledExample) -> Talk:
    turns = tuple(
        Asked(turn["question"], turn["standalone"], tuple(_golds(turn, example)))
        for turn in fields["conversation"]
    )
    whole = (*(each["question"] for each in fields["questions"]), *fields["missing"])
    return Talk(fields["document"], turns, whole)


def _golds(turn: dict[str, Any], example: LabelledExample) -> Iterator[GoldQuestion]:
    for answer in turn["answers"]:
        voices = [each.voice for each in example.clauses if answer in each.span.of(example.text)]
        for voice in voices[:1] or [Voice.REPORTED]:
            yield GoldQuestion(turn["question"], turn["standalone"], None, (answer,), voice, ())


def _turns(talk: Talk, rewrite: Rewrite | None, answerer: ExtractiveAnswerer) -> Iterator[Turn]:
    turns: list[Turn] = []
    for asked in talk.turns:
        form = rewrite(asked.question, turns) if rewrite else asked.standalone
        result = answerer.answer(Question(asked.question, form))
        turns.append(Turn(result.question, result))
        yield turns[-1]


def _played(talk: Talk, rewrite: Rewrite | None, answerer: ExtractiveAnswerer) -> Iterator[Outcome]:
    turns = _turns(talk, rewrite, answerer)
    for place, (asked, turn) in enumerate(zip(talk.turns, turns, strict=True)):
        verdict = min((judged(gold, turn.result).verdict for gold in asked.golds), key=_BEST_FIRST.index)
        yield Outcome(asked, turn.question.standalone, verdict, place, _told(turn.result))


def _told(result: Answer | NotFound) -> str:
    return " | ".join(each.text for each in result.statements) if isinstance(result, Answer) else "refused"


def _changed(talk: Talk, rewrite: Rewrite, answerer: ExtractiveAnswerer) -> Iterator[tuple[str, str]]:
    turns = list(_turns(talk, standalone, answerer))
    for question in talk.whole:
        form = rewrite(question, turns)
        if form != question:
            yield question, form

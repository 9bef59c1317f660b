"""Answers, refusals and follow-ups: `python -m bench answers [--split dev|heldout|seed]`.

The questions of our labelled documents, asked over all documents of their split together. The peer is
LlamaIndex as it comes with the same embeddings: its nearest chunk is the answer, so it never refuses, has no
voices, and shows a chunk instead of a statement.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from answering.extractive import ExtractiveAnswerer
from answering.follow_up import FollowUpRewriter
from answering.model import Answer, NotFound, Question, Turn
from bench.answers_peer import PlainAnswerer
from bench.corpus import GoldQuestion, LabelledExample, Split, Unanswerable, load
from bench.judging import Judged, Verdict, judged, judged_passage
from bench.tables import Cell, Table, of
from index.build import sync
from index.search import open_finder
from index.store.embedding import Embedder

SPLITS: tuple[Split, ...] = ("seed", "dev", "heldout")
_RIGHT_PASSAGE = (Verdict.STATEMENT, Verdict.PASSAGE)
_OURS = "WhoSays"
_PEER = "LlamaIndex defaults"
_ANSWER_NOTES = (
    "Right statement: three quarters of a gold answer in a run, no figure or negation missing, in its voice;",
    "whole: the answer to the last word. Right passage only: a passage shown holds it. Voice, speaker",
    "and chain: of the statements that tell a gold answer, those right in it. Words: shown, median.",
)

Judge = Callable[[GoldQuestion], Judged]


@dataclass(frozen=True, slots=True)
class Answered:
    """The figures of one split for the last line."""

    questions: Sequence[Judged]
    refused: tuple[int, int]
    follow_ups: tuple[int, int]

    def line(self) -> str:
        """The last line."""
        every = len(self.questions)
        statement = sum(each.verdict is Verdict.STATEMENT for each in self.questions)
        passage = sum(each.verdict in _RIGHT_PASSAGE for each in self.questions)
        return (
            f"answers right statement: {of(statement, every)} right passage: {of(passage, every)} "
            f"unanswerable refused: {of(*self.refused)} follow-ups right: {of(*self.follow_ups)}"
        )


class Bot:
    """Our question side over an index of a split's documents."""

    def __init__(self, folder: Path, paths: Sequence[Path], embedder: Embedder) -> None:
        """Copy the documents, so that nothing else is indexed, and index them below `folder`."""
        docs = folder / "docs"
        docs.mkdir()
        for path in paths:
            shutil.copy(path, docs)
        sync(folder / "index", [docs], mirror=True)
        self._finder = open_finder(folder / "index", embedder)
        self._answerer = ExtractiveAnswerer(self._finder)
        self._rewriter = FollowUpRewriter()

    def close(self) -> None:
        """Let go of the index."""
        self._finder.close()

    def answer(self, question: str) -> Answer | NotFound:
        """What is answered to a question that stands alone."""
        return self._answerer.answer(Question(question, question))

    def judge(self, gold: GoldQuestion) -> Judged:
        """How the question as asked is answered."""
        return judged(gold, self.answer(gold.question))

    def judge_standalone(self, gold: GoldQuestion) -> Judged:
        """How the question is answered when people have filled in what it leaves out."""
        return judged(gold, self.answer(gold.standalone))

    def converse(self, golds: Sequence[GoldQuestion]) -> list[Judged]:
        """How each turn of a conversation is answered, on our own earlier answers."""
        turns: list[Turn] = []
        for gold in golds:
            standalone = self._rewriter.standalone(gold.question, turns)
            result = self._answerer.answer(Question(gold.question, standalone))
            turns.append(Turn(result.question, result))
        return [judged(gold, turn.result) for gold, turn in zip(golds, turns, strict=True)]


def measure(split: str, examples: Sequence[LabelledExample]) -> Answered:
    """Print the three tables of one split, and give what the last line needs.

    Raises:
        StoreError: the index cannot be made in the temporary folder.
    """
    embedder = Embedder()
    paths = [example.path for example in examples]
    with tempfile.TemporaryDirectory() as folder, closing(Bot(Path(folder), paths, embedder)) as bot:
        peer = PlainAnswerer(paths, embedder)

        def judge_peer(gold: GoldQuestion) -> Judged:
            return judged_passage(gold, peer.passage(gold.question))

        questions = [gold for example in examples for gold in example.questions]
        ours = [bot.judge(gold) for gold in questions]
        _show_answers(split, len(paths), {_OURS: ours, _PEER: [judge_peer(gold) for gold in questions]})
        refused = _show_refusals(split, bot, [each for example in examples for each in example.unanswerable])
        conversations = [golds for example in examples for golds in example.conversations]
        follow_ups = _show_conversations(split, bot, judge_peer, conversations)
    return Answered(ours, refused, follow_ups)


def _show_answers(split: str, documents: int, rows: dict[str, list[Judged]]) -> None:
    every = len(next(iter(rows.values())))
    Table(
        f"Questions, {split}: {every} answerable, over {documents} documents together",
        ("", *Verdict, "whole", "voice", "speaker", "chain", "words"),
        [_answer_row(name, judgements) for name, judgements in rows.items()],
        _ANSWER_NOTES,
    ).show()


def _answer_row(name: str, judgements: Sequence[Judged]) -> list[Cell]:
    shown = [each.words for each in judgements if each.verdict is not Verdict.REFUSED]
    return [
        name,
        *(sum(each.verdict is verdict for each in judgements) for verdict in Verdict),
        sum(each.whole for each in judgements),
        _share([each.voice for each in judgements]),
        _share([each.last for each in judgements]),
        _share([each.chain for each in judgements]),
        round(statistics.median(shown)) if shown else None,
    ]


def _share(rights: Sequence[bool | None]) -> str | None:
    known = [right for right in rights if right is not None]
    return of(sum(known), len(known)) if known else None


def _show_refusals(split: str, bot: Bot, asked: Sequence[Unanswerable]) -> tuple[int, int]:
    refused = [isinstance(bot.answer(each.question), NotFound) for each in asked]
    near = [done for done, each in zip(refused, asked, strict=True) if each.near_miss]
    far = [done for done, each in zip(refused, asked, strict=True) if not each.near_miss]
    Table(
        f"Questions that the documents do not answer, {split}",
        ("refused", "all", "near misses", "others"),
        [
            (_OURS, *(of(sum(each), len(each)) for each in (refused, near, far))),
            (_PEER, *(of(0, len(each)) for each in (refused, near, far))),
        ],
        ("A near miss asks about somebody or something in the documents, for a fact that is not.",),
    ).show()
    return sum(refused), len(refused)


def _show_conversations(
    split: str, bot: Bot, peer: Judge, conversations: Sequence[Sequence[GoldQuestion]]
) -> tuple[int, int]:
    ways: dict[str, list[list[Judged]]] = {
        "as asked": [[bot.judge(gold) for gold in golds] for golds in conversations],
        "our standalone form": [bot.converse(golds) for golds in conversations],
        "gold standalone form": [[bot.judge_standalone(gold) for gold in golds] for golds in conversations],
        f"{_PEER}, as asked": [[peer(gold) for gold in golds] for golds in conversations],
    }
    Table(
        f"Turns of {len(conversations)} conversations, {split}",
        ("", "right statement", "right passage", "follow-ups: statement", "follow-ups: passage"),
        [(name, *_turns(judgements)) for name, judgements in ways.items()],
        ("Follow-ups: the turns after the first. Right passage: the right statement included.",),
    ).show()
    later = [each for turns in ways["our standalone form"] for each in turns[1:]]
    return sum(each.verdict is Verdict.STATEMENT for each in later), len(later)


def _turns(conversations: Sequence[Sequence[Judged]]) -> list[str]:
    every = [each for turns in conversations for each in turns]
    later = [each for turns in conversations for each in turns[1:]]
    return [
        of(sum(each.verdict in wanted for each in chosen), len(chosen))
        for chosen in (every, later)
        for wanted in ((Verdict.STATEMENT,), _RIGHT_PASSAGE)
    ]


def main(arguments: Sequence[str]) -> int:
    """Print the tables and the last line, which is of the split asked for, or else of heldout."""
    parser = argparse.ArgumentParser(prog="python -m bench answers", description=__doc__)
    parser.add_argument("--split", choices=SPLITS, help="default: all three")
    split: Split | None = parser.parse_args(arguments).split
    line = ""
    for each in (split,) if split else SPLITS:
        line = measure(each, load(each)).line()
    print(line, flush=True)
    return 0

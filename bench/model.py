"""A real language model under guard: `python -m bench model --base-url URL --model NAME [FOLDER]`.

The questions of our labelled documents (or a folder's), those that they do not answer too, put to the model
behind any OpenAI-compatible endpoint, streaming, over all documents together; the extractive answers to the
same questions stand beside.
A key, where the endpoint wants one, is read from OPENAI_API_KEY.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from pathlib import Path

from answering.drafting import Draft, Material
from answering.extractive import ExtractiveAnswerer
from answering.generative import GenerativeAnswerer
from answering.model import EXTRACTIVE, Answer, NotFound, Question, Statement
from answering.openai_model import OpenAIModel
from answering.ports import LanguageModel, PassageFinder, Writing
from answering.proving import Flaw
from bench.corpus import GoldQuestion, LabelledExample, Unanswerable, load, load_folder
from bench.judging import Judged, Verdict, judged
from bench.tables import Cell, Table, of, progress
from index.build import sync
from index.model import Voice
from index.search import open_finder

_NOTES = (
    "A line that names no clause is no draft (chat, headings, NONE); who repeats a draft is stopped there.",
    "Right statement, voice: as in `bench answers`; a paraphrase counts where 3 of 4 words stand in a run.",
)


@dataclass(slots=True)
class Heard:
    """What came from the model over all questions."""

    drafts: list[tuple[Draft, Material, Flaw | None]] = field(default_factory=list)
    lines: int = 0
    aloud: bool = False
    first: list[float] = field(default_factory=list)
    """Seconds to the first proved statement, where there was one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with both answers; `seconds` is what the model's took."""

    gold: GoldQuestion
    written: Answer | NotFound
    extracted: Answer | NotFound
    seconds: float


class Listening:
    """A language model that counts the lines it writes (`LanguageModel`)."""

    def __init__(self, model: LanguageModel, heard: Heard) -> None:
        """Lines are added to `heard`."""
        self._model, self._heard = model, heard
        self.name = model.name

    def count(self, text: str) -> int:
        """As the model counts."""
        return self._model.count(text)

    def write(self, instructions: str, material: str) -> Writing:
        """The model's own writing, listened to."""
        return _Overheard(self._model.write(instructions, material), self._heard)


class _Overheard:
    def __init__(self, writing: Writing, heard: Heard) -> None:
        self._writing, self._heard = writing, heard
        self.tokens = writing.tokens

    def __iter__(self) -> Iterator[str]:
        text = ""
        try:
            for piece in self._writing:
                text += piece
                yield piece
        finally:
            self._heard.lines += sum(bool(line.strip()) for line in text.splitlines())
            if self._heard.aloud:
                print(f"wrote: {text.strip()}\n", flush=True)
            self.tokens = self._writing.tokens


def main(arguments: Sequence[str]) -> int:
    """Print what was drafted, what became of it, and how the answers fare; the last line sums it up."""
    options = _options(arguments)
    examples = load("dev") if options.folder is None else load_folder(options.folder)
    golds = list(islice(_in_turn(examples), options.most))
    model = OpenAIModel(
        options.model,
        key=os.environ.get("OPENAI_API_KEY") or "none",
        base_url=options.base_url,
        timeout=options.timeout,
    )
    heard = Heard(aloud=options.drafts)
    with tempfile.TemporaryDirectory() as folder:
        sync(Path(folder, "index"), [each.path for each in examples], mirror=True)
        with closing(open_finder(Path(folder, "index"))) as finder:
            asked = list(_ask(golds, finder, model, heard))
    _show_fates(heard)
    _show_answers(asked, heard)
    let_through = sum(wrong is None for _, _, wrong in heard.drafts)
    written = sum(each.written.answerer != EXTRACTIVE for each in asked)
    print(
        f"model: drafts let through {of(let_through, len(heard.drafts))}, answers {of(written, len(asked))}"
    )
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench model", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="labelled documents with questions")
    parser.add_argument("--base-url", required=True, help="the endpoint, such as http://localhost:8000/v1")
    parser.add_argument("--model", required=True, help="the model's name there")
    parser.add_argument("--most", type=int, help="ask so many questions only, from each document in turn")
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds, for each wait")
    parser.add_argument(
        "--drafts", action="store_true", help="print what the model writes, and each draft below its clauses"
    )
    return parser.parse_args(arguments)


def _in_turn(examples: Sequence[LabelledExample]) -> Iterator[GoldQuestion]:
    """The questions, one of each document at a time; every third is one that no document answers."""
    told = _rounds([each.questions for each in examples])
    untold = _rounds([list(map(_unanswered, each.unanswerable)) for each in examples])
    for gold in told:
        yield from (gold, *islice(told, 1), *islice(untold, 1))


def _rounds(golds: Iterable[Sequence[GoldQuestion]]) -> Iterator[GoldQuestion]:
    return (gold for gold in chain.from_iterable(zip_longest(*golds)) if gold is not None)


def _unanswered(asked: Unanswerable) -> GoldQuestion:
    return GoldQuestion(asked.question, asked.question, None, (), Voice.REPORTED, ())


def _ask(
    golds: Sequence[GoldQuestion], finder: PassageFinder, model: LanguageModel, heard: Heard
) -> Iterator[Asked]:
    extractive = ExtractiveAnswerer(finder)
    shown: list[float] = []

    def keep(draft: Draft, material: Material, wrong: Flaw | None) -> None:
        heard.drafts.append((draft, material, wrong))
        if heard.aloud:
            _show_draft(draft, material, wrong)

    def note(_: Statement) -> None:
        shown.append(time.perf_counter())

    writer = GenerativeAnswerer(finder, Listening(model, heard), extractive, on_statement=note, on_draft=keep)
    for at, gold in enumerate(golds, start=1):
        question = Question(gold.question, gold.standalone)
        shown.clear()
        if heard.aloud:
            print(f"Question {at}: {gold.question}\n", flush=True)
        began = time.perf_counter()
        written = writer.answer(question)
        seconds = time.perf_counter() - began
        heard.first += [each - began for each in shown[:1]]
        progress(f"{at} of {len(golds)}: {seconds:.0f} s, {written.tokens}, dropped {written.dropped}")
        yield Asked(gold, written, extractive.answer(question), seconds)


def _show_draft(draft: Draft, material: Material, wrong: Flaw | None) -> None:
    for each in draft.ids:
        clause = material.clauses.get(each)
        if clause is not None:
            source = " → ".join(clause.voiced.sources) or "–"
            print(f"    [{each}] ({clause.voice.value}; {source}) {' '.join(clause.words.split())}")
    print(f"[{', '.join(draft.ids)}] {draft.text}\n    => {wrong.value if wrong else 'let through'}\n")


def _show_fates(heard: Heard) -> None:
    fates = Counter(wrong.value if wrong else "let through" for _, _, wrong in heard.drafts)
    rows: list[Sequence[Cell]] = [
        ("lines written", heard.lines),
        ("drafts: lines that name clauses", len(heard.drafts)),
        ("let through", fates.pop("let through", 0)),
        *((f"dropped: {reason}", count) for reason, count in fates.most_common()),
    ]
    Table("What the model wrote, and what the guard made of it", ("", "count"), rows, _NOTES[:1]).show()


def _show_answers(every: Sequence[Asked], heard: Heard) -> None:
    asked = [each for each in every if each.gold.answers]
    models = [each for each in asked if each.written.answerer != EXTRACTIVE]
    rows = [
        _row("shown to the reader", [judged(each.gold, each.written) for each in asked]),
        _row("extractive alone", [judged(each.gold, each.extracted) for each in asked]),
        _row("where the model answered", [judged(each.gold, each.written) for each in models]),
        _row("extractive, same questions", [judged(each.gold, each.extracted) for each in models]),
    ]
    back = len(asked) - len(models)
    title = f"Answers: {len(asked)} questions, {back} of them fell back to the extractive answer"
    Table(title, ("", "questions", *Verdict, "voice right"), rows, _NOTES[1:]).show()
    untold = [each for each in every if not each.gold.answers]
    Table(
        f"{len(untold)} questions that the documents do not answer",
        ("", "refused"),
        [
            ("shown to the reader", of(_refused(each.written for each in untold), len(untold))),
            ("extractive alone", of(_refused(each.extracted for each in untold), len(untold))),
        ],
    ).show()
    _show_costs(every, heard)


def _show_costs(asked: Sequence[Asked], heard: Heard) -> None:
    failed = sum(each.written.fallback is not None for each in asked)
    tokens = [each.written.tokens for each in asked if each.written.tokens.prompt]
    rows: list[Sequence[Cell]] = [
        ("questions put to the model", len(tokens)),
        (
            "prompt tokens, median",
            round(statistics.median(each.prompt for each in tokens)) if tokens else None,
        ),
        (
            "completion tokens, median",
            round(statistics.median(each.completion for each in tokens)) if tokens else None,
        ),
        ("seconds, median", statistics.median(each.seconds for each in asked)),
        ("seconds to the first statement, median", statistics.median(heard.first) if heard.first else None),
        ("endpoint failed", failed),
    ]
    Table("What an answer costs", ("", "figure"), rows).show()


def _refused(results: Iterable[Answer | NotFound]) -> int:
    return sum(isinstance(each, NotFound) for each in results)


def _row(name: str, judgements: Sequence[Judged]) -> list[Cell]:
    voices = [each.voice for each in judgements if each.voice is not None]
    return [
        name,
        len(judgements),
        *(sum(each.verdict is verdict for each in judgements) for verdict in Verdict),
        of(sum(voices), len(voices)) if voices else None,
    ]

"""Conversations over our documents and over articles: is the evidence found by each form of a question?

The files are those of `tests/data/conversations`, described in its README: follow-ups, the form people gave
them, and a verbatim stretch that answers.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from answering.extractive import ExtractiveAnswerer
from answering.model import Answer, NotFound, Question, Turn
from bench.corpus import DOCUMENTS, SEED
from bench.files import BadFile, text_of
from bench.multihop import articles, plain
from bench.tables import progress
from index.build import MADE_BY, sync
from index.model import Document
from index.search import Finder, open_finder
from index.store.ingesting import Intake
from index.store.writing import Change, Writer

CONVERSATIONS = DOCUMENTS.parent / "conversations"
_OTHERS = 5
"""Of the articles that no conversation is about, one in so many stands in the index with the others."""
_FOUND = 4
_RUN = 4
_BATCH = 40

Rewrite = Callable[[str, Sequence[Turn]], str]
Ways = Mapping[str, Rewrite | None]
"""Ways of making a follow-up whole, by name; None stands for the form people gave it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A turn: what was asked, the form that stands alone, and a verbatim stretch that answers."""

    question: str
    standalone: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The turns of one conversation, over a document by its name or an article by its number."""

    about: str | int
    turns: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a follow-up: its form, the place of the evidence found (from 1), what was answered."""

    asked: Asked
    form: str
    rank: int | None
    right: bool
    answered: bool


def read(folder: Path) -> list[Dialogue]:
    """The conversations of all files in a folder and its folders, by file name.

    Raises:
        BadFile: there are none, or a file is not of the format.
    """
    found = [dialogue for path in sorted(folder.rglob("*.json")) for dialogue in _of_file(path)]
    if not found:
        raise BadFile(f"{folder} holds no conversations (*.json): give a folder such as {CONVERSATIONS}.")
    return found


def _of_file(path: Path) -> Iterator[Dialogue]:
    try:
        fields: dict[str, Any] = json.loads(text_of(path))
        about = fields["article"] if "article" in fields else fields["document"]
        for turns in fields["conversations"]:
            yield Dialogue(about, tuple(Asked(t["question"], t["standalone"], t["evidence"]) for t in turns))
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise BadFile(f"{path} is not as the README of {CONVERSATIONS} says: {error!r}.") from error


class Collection:
    """A collection that conversations are about, and what it answers."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._answerer = ExtractiveAnswerer(finder)

    def outcomes(self, dialogue: Dialogue, rewrite: Rewrite | None) -> list[Outcome]:
        """The follow-ups of a dialogue, each on the forms and answers before it; the first turn is none."""
        turns: list[Turn] = []
        outcomes = []
        for asked in dialogue.turns:
            form = rewrite(asked.question, turns) if rewrite else asked.standalone
            result = self._answerer.answer(Question(asked.question, form))
            turns.append(Turn(result.question, result))
            found = self._finder.find(form, limit=_FOUND)
            ranks = [
                n for n, each in enumerate(found, 1) if plain(asked.evidence) in plain(each.passage.text)
            ]
            outcomes.append(
                Outcome(
                    asked, form, min(ranks, default=None), told(asked, result), isinstance(result, Answer)
                )
            )
        return outcomes[1:]


def told(asked: Asked, result: Answer | NotFound) -> bool:
    """True when a statement has half of the evidence's words in one run, or lies within the evidence."""
    if isinstance(result, NotFound):
        return False
    wanted = plain(asked.evidence).split()
    return any(_shares(plain(each.text.replace("[…]", " ")).split(), wanted) for each in result.statements)


def _shares(words: list[str], wanted: list[str]) -> bool:
    run = SequenceMatcher(None, wanted, words, autojunk=False).find_longest_match().size
    return run >= min(_RUN, len(wanted)) and 2 * run >= min(len(wanted), len(words))


def own_documents(dialogues: Sequence[Dialogue], folder: Path) -> Finder | None:
    """An index below `folder` of the documents tuned on and the seed; None when no dialogue is about one."""
    if not any(isinstance(each.about, str) for each in dialogues):
        return None
    sync(folder / "index", [DOCUMENTS / "dev", SEED], mirror=True)
    return open_finder(folder / "index")


def indexed_articles(dialogues: Sequence[Dialogue], corpus: Path, folder: Path) -> Finder | None:
    """The articles that dialogues are about among others, with their voices; made once for a folder.

    Raises:
        BadFile: the corpus has not all of these articles.
    """
    about = {each.about for each in dialogues if isinstance(each.about, int)}
    if not about:
        return None
    every = [each.document for each in articles(corpus)]
    if max(about) >= len(every):
        raise BadFile(f"{corpus} has no article {max(about)}: the conversations are about another corpus.")
    always = {each.about for each in read(CONVERSATIONS) if isinstance(each.about, int)} | about
    wanted = [each for n, each in enumerate(every) if n in always or n % _OTHERS == 0]
    return index_documents(folder, wanted)


def index_documents(folder: Path, wanted: Sequence[Document]) -> Finder:
    """An index of at least these documents, with their voices; made once for a folder."""
    held = open_finder(folder)
    if {each.id for each in held.documents()} >= {each.id for each in wanted}:
        return held
    held.close()
    _index(folder, wanted)
    return open_finder(folder)


def _index(folder: Path, documents: Sequence[Document]) -> None:
    with Writer(folder, MADE_BY) as writer:
        intake = Intake(writer)
        for n, document in enumerate(documents):
            if n % _BATCH == 0:
                progress(f"indexing: {n} of {len(documents)} documents")
            intake.take(document, None)
        intake.finish()
        writer.publish(Change(live=intake.staged))


def conversed(
    dialogues: Sequence[Dialogue], ways: Ways, corpus: Path | None, index: Path
) -> dict[str, list[Outcome]]:
    """The follow-ups by way, over both kinds of collection; articles only where `corpus` is given."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        finders = (
            (str, own_documents(dialogues, Path(folder))),
            (int, indexed_articles(dialogues, corpus, index) if corpus else None),
        )
        for kind, finder in finders:
            if finder is None:
                continue
            with closing(finder):
                collection = Collection(finder)
                for name, way in ways.items():
                    for dialogue in dialogues:
                        if isinstance(dialogue.about, kind):
                            outcomes[name] += collection.outcomes(dialogue, way)
    return outcomes

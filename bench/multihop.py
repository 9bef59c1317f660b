"""MultiHop-RAG: its articles as documents, its questions, and an index of the articles.

The files are those of Tang & Yang, "MultiHop-RAG" (COLM 2024): a JSON list of articles with `title`,
`author`, `source`, `published_at`, `url` and `body`, and one of queries with `query`, `question_type` and an
`evidence_list` whose `fact` is a sentence of an article.
"""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bench.files import BadFile, text_of
from index.build import MADE_BY
from index.model import Document, Labelling, Span, Voice, VoicedSpan
from index.splitting import split
from index.store.embedding import Embedder
from index.store.entries import Entry, Row, heading
from index.store.held import state_of
from index.store.writing import Change, Writer
from index.voices import label

UNANSWERABLE = "null_query"
_BATCH = 20
_DONE = "built.json"


@dataclass(frozen=True, slots=True)
class Article:
    """A document and the name of the paper or site that it is from."""

    document: Document
    outlet: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question with the sentences that are its evidence; an unanswerable one has none."""

    text: str
    kind: str
    evidence: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        """True when the articles answer it."""
        return self.kind != UNANSWERABLE


@dataclass(frozen=True, slots=True)
class Built:
    """What it took to index: passages, seconds of wall time and of processor time."""

    passages: int
    seconds: float
    processor: float


def articles(path: Path) -> list[Article]:
    """The articles of a corpus file, in its order.

    Raises:
        BadFile: it is not there or is no such list.
    """
    return [_article(number, each) for number, each in enumerate(_list_of(path, ("title", "body", "source")))]


def queries(path: Path) -> list[Query]:
    """The questions of a query file, in its order.

    Raises:
        BadFile: it is not there or is no such list.
    """
    return [
        Query(each["query"], each["question_type"], tuple(e["fact"] for e in each["evidence_list"]))
        for each in _list_of(path, ("query", "question_type", "evidence_list"))
    ]


def plain(text: str) -> str:
    """The letters and digits of a text in small letters, one blank between words: what evidence is met by."""
    return " ".join(re.findall(r"\w+", text.lower()))


def build(folder: Path, found: Sequence[Article], progress: Callable[[str], None]) -> Built:
    """Index the articles in `folder`, as the bot does it, but without voices; done once for a folder.

    Raises:
        StoreError: the folder cannot be written.
    """
    done = folder / _DONE
    if done.is_file():
        return Built(**json.loads(done.read_text("utf-8")))
    embedder = Embedder()
    began, used = time.perf_counter(), time.process_time()
    passages, staged = 0, []
    with Writer(folder, MADE_BY) as writer:
        for at in range(0, len(found), _BATCH):
            progress(f"indexing: {at} of {len(found)} articles")
            entries = [_entry(each.document, embedder, _unlabelled) for each in found[at : at + _BATCH]]
            passages += sum(len(each.rows) for each in entries)
            staged += writer.stage(entries)
        writer.publish(Change(live=staged))
    built = Built(passages, time.perf_counter() - began, time.process_time() - used)
    done.write_text(json.dumps({name: getattr(built, name) for name in Built.__slots__}), "utf-8")
    return built


def give_voices(built: Path, folder: Path, found: Sequence[Article], progress: Callable[[str], None]) -> None:
    """Make in `folder` the index that is in `built` with the voices of some articles; done once for a folder.

    Raises:
        StoreError: the folder cannot be written.
    """
    if (folder / _DONE).is_file():
        return
    shutil.copytree(built, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(_DONE))
    embedder = Embedder()
    wanted = {each.document.id for each in found}
    with Writer(folder, MADE_BY) as writer:
        dropped = [held.key for held in state_of(writer.connection).held if held.id in wanted]
        staged: list[int] = []
        for at in range(0, len(found), _BATCH):
            progress(f"voices: {at} of {len(found)} articles")
            staged += writer.stage(_entry(each.document, embedder, label) for each in found[at : at + _BATCH])
        writer.publish(Change(live=staged, dropped=dropped))
    (folder / _DONE).touch()


def _unlabelled(document: Document) -> Labelling:
    return Labelling((VoicedSpan(Span(0, len(document.text)), Voice.REPORTED),))


def _entry(document: Document, embedder: Embedder, labelled: Callable[[Document], Labelling]) -> Entry:
    labelling = labelled(document)
    passages = split(document, labelling)
    head = heading(document)
    vectors = embedder.embed([f"{head}\n{passage.text}" for passage in passages])
    return Entry(document.id, document, labelling, tuple(Row(each.id, each) for each in passages), vectors)


def _article(number: int, fields: dict[str, Any]) -> Article:
    author = fields.get("author")
    day = str(fields.get("published_at") or "")[:10]
    document = Document(
        path=f"{number:04}",
        text=str(fields["body"]),
        title=fields["title"],
        author=author if author and author != "None" else None,
        published=date.fromisoformat(day) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None,
        address=fields.get("url"),
    )
    return Article(document, fields["source"])


def _list_of(path: Path, fields: Sequence[str]) -> list[dict[str, Any]]:
    try:
        found = json.loads(text_of(path))
    except json.JSONDecodeError as error:
        raise BadFile(f"{path} is not JSON: {error.msg}, line {error.lineno}.") from error
    if not isinstance(found, list) or not found:
        raise BadFile(f"{path} is no list of objects.")
    for number, each in enumerate(found):
        missing = [name for name in fields if not isinstance(each, dict) or name not in each]
        if missing:
            raise BadFile(f"{path}, object {number} has no {' or '.join(missing)}.")
    return found

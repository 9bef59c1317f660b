"""The labelled documents of `tests/data/documents`, as spans of their texts.

Format and labelling rules: the README beside the documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from index.model import Quotation, Span, Voice
from training.corpus_reader import SUFFIX, BadCorpusFile, read

REPOSITORY = Path(__file__).resolve().parent.parent
DOCUMENTS = REPOSITORY / "tests" / "data" / "documents"
SEED = REPOSITORY / "seeds" / "000_4336830fb34440f3.txt"
LABELS = ".labels.json"
QUESTIONS = ".questions.json"

Split = Literal["dev", "heldout", "seed"]


class CorpusError(ValueError):
    """A label or question file does not fit its document; the message names file and place."""


@dataclass(frozen=True, slots=True)
class LabelledClause:
    """One clause of a document with its gold voice; `loaded` are spans of the document's text."""

    span: Span
    voice: Voice
    sources: tuple[str, ...]
    quotation: Quotation | None
    speculative: bool
    loaded: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the stretches that answer it; `standalone` equals `question` outside conversations."""

    question: str
    standalone: str
    kind: str | None
    answers: tuple[str, ...]
    voice: Voice
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """A question its document does not answer; a near miss names somebody or something that is in it."""

    question: str
    near_miss: bool


@dataclass(frozen=True, slots=True)
class LabelledExample:
    """A document with its gold clauses, page debris and questions; spans count characters of `text`."""

    name: str
    path: Path
    text: str
    title: str | None
    author: str | None
    published: str | None
    boilerplate: tuple[Span, ...]
    clauses: tuple[LabelledClause, ...]
    questions: tuple[GoldQuestion, ...]
    conversations: tuple[tuple[GoldQuestion, ...], ...]
    unanswerable: tuple[Unanswerable, ...]


def load(split: Split) -> list[LabelledExample]:
    """All labelled documents of a split, in order of their names ("seed" is the seed article alone).

    Raises:
        CorpusError: a stretch is not found verbatim and in order, or a field has no valid value.
    """
    if split == "seed":
        return [_example(DOCUMENTS / ("seed" + LABELS), SEED)]
    files = sorted((DOCUMENTS / split).glob("*" + LABELS))
    if not files:
        raise CorpusError(f"No label files in {DOCUMENTS / split}: check the split's name.")
    return [_example(labels, _document_beside(labels)) for labels in files]


def load_folder(folder: Path) -> list[LabelledExample]:
    """All labelled documents right in a folder: `.labels.json` beside their documents, and `.voices` files.

    Questions may be lacking here.

    Raises:
        CorpusError: there are none, or a file is not as it should be.
    """
    try:
        examples = [_example(each, _document_beside(each)) for each in sorted(folder.glob("*" + LABELS))]
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, CorpusError):
            raise
        raise CorpusError(f"A label file in {folder} is not of the format: {error!r}.") from error
    examples += [_marked_example(each) for each in sorted(folder.glob("*" + SUFFIX))]
    if not examples:
        raise CorpusError(f"No documents with labels (*{LABELS}, *{SUFFIX}) in {folder}.")
    return examples


def _marked_example(path: Path) -> LabelledExample:
    try:
        found = read(path)
    except (BadCorpusFile, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: {error}") from error
    clauses = tuple(
        LabelledClause(each.span, each.voice, each.sources, each.quotation, each.speculative, each.loaded)
        for each in found.clauses
        if each.voice is not None
    )
    return LabelledExample(
        name=found.name,
        path=path,
        text=found.text,
        title=found.title,
        author=found.author,
        published=found.published,
        boilerplate=tuple(each.span for each in found.clauses if each.voice is None),
        clauses=clauses,
        questions=(),
        conversations=(),
        unanswerable=(),
    )


def _document_beside(labels: Path) -> Path:
    stem = labels.name.removesuffix(LABELS)
    found = [labels.with_name(stem + suffix) for suffix in (".txt", ".md")]
    for path in found:
        if path.is_file():
            return path
    raise CorpusError(f"{labels} has no {stem}.txt or {stem}.md beside it.")


def _example(labels: Path, document: Path) -> LabelledExample:
    text = document.read_text(encoding="utf-8")
    gold = json.loads(labels.read_text(encoding="utf-8"))
    name = labels.name.removesuffix(LABELS)
    asked = _asked(labels.with_name(name + QUESTIONS))
    clause_spans, boilerplate = _locate(
        [c["text"] for c in gold["clauses"]], gold["boilerplate"], text, labels
    )
    return LabelledExample(
        name=name,
        path=document,
        text=text,
        title=gold["title"],
        author=gold["author"],
        published=gold["published"],
        boilerplate=tuple(boilerplate),
        clauses=tuple(
            _clause(c, s, text, labels) for c, s in zip(gold["clauses"], clause_spans, strict=True)
        ),
        questions=tuple(_question(q) for q in asked["questions"]),
        conversations=tuple(tuple(_question(q) for q in turns) for turns in asked["conversations"]),
        unanswerable=tuple(Unanswerable(q["question"], q["near_miss"]) for q in asked["unanswerable"]),
    )


def _asked(questions: Path) -> dict[str, Any]:
    if not questions.exists():
        return {"questions": [], "conversations": [], "unanswerable": []}
    asked: dict[str, Any] = json.loads(questions.read_text(encoding="utf-8"))
    return asked


def _locate(clauses: list[str], debris: list[str], text: str, labels: Path) -> tuple[list[Span], list[Span]]:
    """Walks the text once: wherever a letter or digit stands, the next clause or debris line must begin."""
    found: tuple[list[Span], list[Span]] = ([], [])
    waiting = (clauses, debris)
    position = 0
    while position < len(text):
        here = [
            (len(stretches[len(spans)]), which)
            for which, (stretches, spans) in enumerate(zip(waiting, found, strict=True))
            if len(spans) < len(stretches) and text.startswith(stretches[len(spans)], position)
        ]
        if here:
            length, which = max(here, key=lambda match: match[0])
            found[which].append(Span(position, position + length))
            position += length
        elif text[position].isalnum():
            raise CorpusError(
                f"{labels}: nothing labels the text at {position}: {text[position : position + 50]!r}."
            )
        else:
            position += 1
    for stretches, spans in zip(waiting, found, strict=True):
        if len(spans) < len(stretches):
            raise CorpusError(f"{labels}: not in the document, or out of order: {stretches[len(spans)]!r}.")
    return found


def _clause(gold: dict[str, Any], span: Span, text: str, labels: Path) -> LabelledClause:
    voice, quotation = gold["voice"], gold["quotation"]
    if voice not in set(Voice) or (quotation is not None and quotation not in set(Quotation)):
        raise CorpusError(f"{labels}: no such voice or quotation: {voice!r}, {quotation!r}.")
    return LabelledClause(
        span=span,
        voice=Voice(voice),
        sources=tuple(gold["sources"]),
        quotation=None if quotation is None else Quotation(quotation),
        speculative=gold["speculative"],
        loaded=tuple(_loaded(gold["loaded"], span, text, labels)),
    )


def _loaded(words: list[str], clause: Span, text: str, labels: Path) -> Iterator[Span]:
    position = clause.start
    for word in words:
        start = text.find(word, position, clause.end)
        if start < 0:
            raise CorpusError(
                f"{labels}: loaded word {word!r} is not in {clause.of(text)!r}, or out of order."
            )
        position = start + len(word)
        yield Span(start, position)


def _question(gold: dict[str, Any]) -> GoldQuestion:
    return GoldQuestion(
        question=gold["question"],
        standalone=gold.get("standalone", gold["question"]),
        kind=gold.get("kind"),
        answers=tuple(gold["answers"]),
        voice=Voice(gold["voice"]),
        sources=tuple(gold["sources"]),
    )

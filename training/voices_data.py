"""What the voices model learns from: every source of labels as windows of word pieces with targets.

Sources and what each is for are in README.md. Nothing is read from CheckThat, BABE, PolNeAR's dev split,
`tests/data/documents` or `training/corpus/test`.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.language.sentences import paragraphs, sentences
from index.model import Span, Voice
from index.voices.pieces import Pieces, Window, quote_states, read_pieces, windows
from training.corpus_reader import CORPUS, BadCorpusFile, CorpusDocument, read
from training.pool import LABELS, Key, read_labels
from training.realtexts import joined, polnear, real_texts, webis_units
from training.tokenised import Tokenised, as_text

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
TUNING = Path(__file__).parent / "tuning_documents.txt"
MOST, CONTEXT = 254, 40
IGNORED = -1
_LABEL_WINDOW = 110  # a labelled clause with some context: few others beside it have a label


@dataclass(frozen=True, slots=True)
class Clause:
    """Targets of a stretch as a whole: opinion and speculation (1, 0, or -1 for unknown), and its weight."""

    opinion: int
    speculative: int = IGNORED
    weight: float = 1.0


@dataclass(slots=True)
class Sample:
    """One window's inputs and targets, arrays of one length; -1 where a target is unknown.

    `firsts` is 1 at a sentence's first piece; `clause` gives each piece's place in `clauses`, or -1.
    """

    source: str
    pieces: Pieces
    firsts: NDArray[np.int64]
    tags: NDArray[np.int64]
    attributed: NDArray[np.int64]
    nested: NDArray[np.int64]
    loaded: NDArray[np.int64]
    clause: NDArray[np.int64]
    clauses: list[Clause] = field(default_factory=list)


@dataclass(slots=True)
class _Targets:
    """A document's targets by character."""

    tags: NDArray[np.int64]
    attributed: NDArray[np.int64]
    nested: NDArray[np.int64]
    loaded: NDArray[np.int64]
    clause: NDArray[np.int64]
    clauses: list[Clause] = field(default_factory=list)

    @classmethod
    def unknown(cls, length: int) -> _Targets:
        tags, attributed, nested, loaded, clause = np.full((5, length + 1), IGNORED, np.int64)
        return cls(tags, attributed, nested, loaded, clause)


def samples(
    text: str,
    found: Sequence[Span],
    states: NDArray[np.int8],
    openings: frozenset[int],
    targets: _Targets,
    tokenizer: Tokenizer,
    source: str,
    most: int = MOST,
) -> Iterator[Sample]:
    """The document's windows, as the labeller cuts them, those without a target of their own left out."""
    read = [p.part(0, MOST) for p in read_pieces(text, found, states, openings, tokenizer)]
    read = [p for p in read if len(p)]
    for window in windows([len(p) for p in read], most, CONTEXT):
        sample = _sample(read, window, targets, source)
        own = slice(sum(len(p) for p in read[window.first : window.own]), None)
        if max(a[own].max() for a in (sample.tags, sample.attributed, sample.loaded, sample.clause)) >= 0:
            yield sample


def _sample(read: Sequence[Pieces], window: Window, targets: _Targets, source: str) -> Sample:
    parts = read[window.first : window.last]
    pieces = Pieces(*(np.concatenate([getattr(p, n) for p in parts]) for n in Pieces.__slots__))
    firsts = np.concatenate([np.arange(len(p)) == 0 for p in parts]).astype(np.int64)
    at = pieces.starts
    tags = targets.tags[at]
    # A span begins anew in each sentence; pieces after a token's first are inside it.
    begins = (tags > 0) & (tags % 2 == 1) & (np.concatenate([[IGNORED], at[:-1]]) == at)
    sample = Sample(
        source,
        pieces,
        firsts,
        np.where(begins, tags + 1, tags),
        targets.attributed[at],
        targets.nested[at],
        targets.loaded[at],
        targets.clause[at],
        [],
    )
    used, renumbered = np.unique(sample.clause, return_inverse=True)
    shift = 1 if len(used) and used[0] == IGNORED else 0
    sample.clause = renumbered.astype(np.int64) - shift
    sample.clauses = [targets.clauses[number] for number in used.tolist() if number != IGNORED]
    return sample


def polnear_samples(
    data: Path, tokenizer: Tokenizer, split: str = "train"
) -> Iterator[tuple[tuple[Sample, ...], ...]]:
    """Each PolNeAR article's windows as printed and as CoreNLP's tokens."""
    texts = {text.id: text.text for text in polnear(data, split)}
    for name, rows in groupby(_polnear_rows(data, split), key=lambda row: row["id"]):
        lines = list(rows)
        yield tuple(_printed(texts[name], lines, tokenizer)), tuple(_tokenised(lines, tokenizer))


def _polnear_rows(data: Path, split: str) -> list[dict[str, Any]]:
    path = data / "polnear" / f"{split}.jsonl"
    packed = path.with_suffix(".jsonl.gz")
    text = path.read_bytes() if path.exists() else gzip.decompress(packed.read_bytes())
    return [json.loads(line) for line in text.decode("utf-8").splitlines()]


def _fill(targets: _Targets, start: int, end: int, label: str) -> None:
    """A token's tag on its first character, "inside" on the others."""
    tag = TAGS.index(label)
    targets.tags[start:end] = tag + 1 if tag % 2 else tag
    targets.tags[start] = tag
    targets.attributed[start:end] = int(label.endswith("content"))


def _printed(text: str, lines: list[dict[str, Any]], tokenizer: Tokenizer) -> Iterator[Sample]:
    targets = _Targets.unknown(len(text))
    for line in lines:
        for (start, end), label in zip(line["off"], line["labels"], strict=True):
            _fill(targets, start, end, label)
    found = [Span(line["off"][0][0], line["off"][-1][1]) for line in lines]
    inside = paragraphs(text)
    states = quote_states(text, inside)
    openings = frozenset(p.start for p in inside)
    yield from samples(text, found, states, openings, targets, tokenizer, "polnear")


def _tokenised(lines: list[dict[str, Any]], tokenizer: Tokenizer) -> Iterator[Sample]:
    made: Tokenised = as_text([line["tokens"] for line in lines])
    targets = _Targets.unknown(len(made.text))
    for line, tokens in zip(lines, made.tokens, strict=True):
        for token, label in zip(tokens, line["labels"], strict=True):
            _fill(targets, token.start, token.end, label)
    yield from samples(
        made.text, made.sentences, made.states, frozenset(), targets, tokenizer, "polnear-tokens"
    )


def newssd_samples(data: Path, tokenizer: Tokenizer, part: str = "train") -> Iterator[Sample]:
    """NewsSD-ENG's sentences, each alone."""
    with (data / "newssd_eng" / f"{part}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            text = " ".join(row["Sentence"].split())
            targets = _Targets.unknown(len(text))
            targets.clause[:] = 0
            targets.clauses.append(Clause(int(row["Label"] == "SUBJ")))
            yield from _plain(text, targets, tokenizer, "newssd")


_WEBIS = {"assumption": 1, "anecdote": 0, "statistics": 0, "common-ground": 0}


def webis_samples(data: Path, tokenizer: Tokenizer) -> Iterator[Sample]:
    """Webis' training editorials: assumptions as opinion, anecdotes and statistics as reports."""
    for _, units in webis_units(data):
        text, spans = joined(units)
        targets = _Targets.unknown(len(text))
        for start, end, label in spans:
            if label in _WEBIS:
                targets.clause[start:end] = len(targets.clauses)
                targets.clauses.append(Clause(_WEBIS[label], weight=0.5))
        yield from _plain(text, targets, tokenizer, "webis")


def _plain(
    text: str,
    targets: _Targets,
    tokenizer: Tokenizer,
    source: str,
    debris: Sequence[Span] = (),
    most: int = MOST,
) -> Iterator[Sample]:
    inside = paragraphs(text, debris)
    found = [s for p in inside for s in sentences(text, p)]
    openings = frozenset(p.start for p in inside)
    yield from samples(text, found, quote_states(text, inside), openings, targets, tokenizer, source, most)


def corpus_samples(tokenizer: Tokenizer, split: str = "train") -> Iterator[Sample]:
    """The documents written for this project, every clause; not those for tuning thresholds."""
    kept_out = set(TUNING.read_text(encoding="utf-8").split())
    for path in sorted((CORPUS / split).glob("*.voices")):
        if path.stem in kept_out:
            continue
        try:
            yield from document_samples(read(path), tokenizer)
        except BadCorpusFile as error:
            print(f"left out: {error}", flush=True)


def document_samples(document: CorpusDocument, tokenizer: Tokenizer) -> Iterator[Sample]:
    """One document of our own as windows."""
    targets = _Targets.unknown(len(document.text))
    for clause in document.clauses:
        if clause.voice is None:
            continue
        here = slice(clause.span.start, clause.span.end)
        said = clause.voice is Voice.ATTRIBUTED
        targets.attributed[here] = int(said)
        targets.nested[here] = int(len(clause.sources) > 1) if said else IGNORED
        targets.clause[here] = len(targets.clauses)
        opinion = IGNORED if said else int(clause.voice is Voice.OPINION)
        targets.clauses.append(Clause(opinion, int(clause.speculative)))
        if clause.voice is not Voice.OPINION:
            targets.loaded[here] = 0
        for span in clause.loaded:
            targets.loaded[span.start : span.end] = 1
    debris = document.document.boilerplate
    yield from _plain(document.text, targets, tokenizer, "corpus", debris)


def label_samples(data: Path, tokenizer: Tokenizer, folder: Path = LABELS) -> Iterator[Sample]:
    """Windows of real texts that hold clauses labelled by hand."""
    labels: dict[tuple[str, str], dict[Key, str]] = {}
    for path in sorted(folder.glob("w*.tsv")):
        for key, letter in read_labels(path).items():
            labels.setdefault((key.corpus, key.id), {})[key] = letter
    for real in real_texts(data) if labels else ():
        here = labels.get((real.corpus, real.id))
        if not here:
            continue
        targets = _Targets.unknown(len(real.text))
        for key, letter in here.items():
            if letter == "X":
                continue
            targets.attributed[key.start : key.end] = int(letter == "A")
            if letter in "RO":
                targets.clause[key.start : key.end] = len(targets.clauses)
                targets.clauses.append(Clause(int(letter == "O")))
        yield from _plain(real.text, targets, tokenizer, "labels", most=_LABEL_WINDOW)

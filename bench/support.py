"""Does a score part supported sentences from others? `python -m bench support WICE.jsonl QAGS.jsonl`.

The area under the ROC curve on WiCE (claims against the sentences of a page; supported or not) and on QAGS
(sentences of a summary against the article; the majority of three readers), ours beside plain word overlap.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from answering.support import Nearness, support
from answering.wording import stems
from bench.files import BadFile, json_lines
from bench.tables import Cell, Table, progress
from index.store.embedding import Embedder

_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, what it is checked against, and whether readers found it supported."""

    text: str
    sentences: tuple[str, ...]
    supported: bool


def main(arguments: Sequence[str]) -> int:
    """Print both areas and the time a sentence takes."""
    parser = argparse.ArgumentParser(prog="python -m bench support", description=__doc__)
    parser.add_argument("wice", type=Path, help="WiCE claims, one JSON object a line")
    parser.add_argument("qags", type=Path, help="QAGS annotations, one JSON object a line")
    options = parser.parse_args(arguments)
    nearness, rows, figures = _nearness(Embedder()), list[Sequence[Cell]](), []
    for name, claims in (("WiCE", list(_wice(options.wice))), ("QAGS", list(_qags(options.qags)))):
        progress(f"{name}: {len(claims)} sentences")
        truth = [claim.supported for claim in claims]
        began = time.perf_counter()
        ours = [support(claim.text, claim.sentences, nearness) for claim in claims]
        spent = 1000 * (time.perf_counter() - began) / len(claims)
        figures.append(area(ours, truth))
        sizes = statistics.median(len(claim.sentences) for claim in claims)
        rows.append(
            (name, len(claims), area([_overlap(c) for c in claims], truth), figures[-1], spent, sizes)
        )
    columns = ("", "sentences", "word overlap", "WhoSays", "ms a sentence", "checked against (median)")
    Table("Support: area under the ROC curve", columns, rows).show()
    print(f"support AUROC: WiCE {figures[0]:.3f} QAGS {figures[1]:.3f}")
    return 0


def area(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """The chance that a true one scores above a false one, ties counted half."""
    false = sorted(score for score, right in zip(scores, truth, strict=True) if not right)
    above = (
        (bisect_left(false, score) + bisect_right(false, score)) / 2
        for score, right in zip(scores, truth, strict=True)
        if right
    )
    return sum(above) / (len(false) * (len(truth) - len(false)))


def _overlap(claim: Claim) -> float:
    wanted = stems(claim.text)
    return len(wanted & stems(" ".join(claim.sentences))) / max(1, len(wanted))


def _nearness(embedder: Embedder) -> Nearness:
    def near(text: str, others: Sequence[str]) -> Sequence[float]:
        return [float(cosine) for cosine in embedder.embed(list(others)) @ embedder.embed_one(text)]

    return near


def _wice(path: Path) -> Iterator[Claim]:
    for place, line in json_lines(path):
        try:
            yield Claim(line["claim"], tuple(line["evidence"]), line["label"] == "supported")
        except (KeyError, TypeError) as error:
            raise BadFile(f"{place} is no WiCE claim: {error!r}.") from error


def _qags(path: Path) -> Iterator[Claim]:
    for place, line in json_lines(path):
        try:
            sentences = tuple(_SENTENCE.split(line["article"]))
            for each in line["summary_sentences"]:
                votes = [response["response"] == "yes" for response in each["responses"]]
                yield Claim(each["sentence"], sentences, 2 * sum(votes) > len(votes))
        except (KeyError, TypeError) as error:
            raise BadFile(f"{place} is no QAGS annotation: {error!r}.") from error

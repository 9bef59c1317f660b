"""Both errors of cleaning, in words, on pages written for it: `python -m bench cleaning [-v]`.

A page's gold names its debris, its metadata lines and its subheads, of which debris alone counts; for HTML
its article paragraphs too, for text every other line is article. `tuned` pages were looked at while the
rules were written, or learned from; `heldout` and `unseen` pages were neither: `unseen` ones are the later.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import trafilatura

from bench.tables import Cell, Table
from index.cleaning import clean
from index.model import Document
from index.reading import read

PAGES = Path(__file__).parent.parent / "tests" / "data" / "pages"
_GOLD = ".gold.json"
_WORDS = re.compile(r"\w+")
# A shorter line says too little to be found anywhere but on a line of its own.
_SHORT = 5


@dataclass(frozen=True, slots=True)
class Score:
    """Words of article and of debris on a page, how many were lost and left, and the lines concerned."""

    article: int = 0
    lost: int = 0
    debris: int = 0
    left: int = 0
    lost_lines: tuple[str, ...] = ()
    left_lines: tuple[str, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(
            self.article + other.article,
            self.lost + other.lost,
            self.debris + other.debris,
            self.left + other.left,
            self.lost_lines + other.lost_lines,
            self.left_lines + other.left_lines,
        )

    @property
    def lost_share(self) -> float:
        """Article words lost, from 0 to 1."""
        return self.lost / self.article if self.article else 0.0

    @property
    def left_share(self) -> float:
        """Debris words left, from 0 to 1."""
        return self.left / self.debris if self.debris else 0.0


def pages(folder: str) -> list[Path]:
    """The pages of one folder, in order."""
    return sorted(path for path in (PAGES / folder).iterdir() if not path.name.endswith(_GOLD))


def score(page: Path, kept: str) -> Score:
    """How `kept`, the words some cleaner left of `page`, compares with the page's gold."""
    gold = json.loads(page.with_name(page.name + _GOLD).read_text(encoding="utf-8"))
    aside = {line.strip() for name in ("debris", "metadata", "subheads") for line in gold.get(name, ())}
    article = gold.get("article") or [
        line.strip()
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.strip() and line.strip() not in aside
    ]
    lines = {_words(line) for line in kept.splitlines()}
    whole = f" {_words(kept)} "
    lost = [line for line in article if _words(line) and f" {_words(line)} " not in whole]
    left = [line for line in gold["debris"] if _stands(_words(line), lines, whole)]
    return Score(
        _count(article), _count(lost), _count(gold["debris"]), _count(left), tuple(lost), tuple(left)
    )


def without_boilerplate(document: Document) -> str:
    """The document's text with its boilerplate cut out."""
    pieces, position = [], 0
    for span in document.boilerplate:
        pieces.append(document.text[position : span.start])
        position = span.end
    return "".join([*pieces, document.text[position:]])


def ours(page: Path) -> str:
    """What WhoSays keeps of a page."""
    return without_boilerplate(clean(read(page)))


def _trafilatura(page: Path, *, favor_recall: bool) -> str:
    markup = page.read_text(encoding="utf-8")
    found = trafilatura.extract(markup, favor_recall=favor_recall, include_comments=False)
    return found or ""


_PEERS: tuple[tuple[str, Callable[[Path], str]], ...] = (
    ("trafilatura", lambda page: _trafilatura(page, favor_recall=False)),
    ("trafilatura, recall", lambda page: _trafilatura(page, favor_recall=True)),
)


def _words(line: str) -> str:
    return " ".join(_WORDS.findall(line.casefold()))


def _stands(words: str, lines: set[str], whole: str) -> bool:
    if not words:
        return False
    return words in lines if len(words.split()) < _SHORT else f" {words} " in whole


def _count(lines: Iterable[str]) -> int:
    return sum(len(_WORDS.findall(line)) for line in lines)


def total(cleaner: Callable[[Path], str], chosen: Iterable[Path]) -> Score:
    """The sum of a cleaner's scores over some pages."""
    return sum((score(page, cleaner(page)) for page in chosen), Score())


def main(arguments: Sequence[str]) -> int:
    """Print the table and the last line; with `-v`, every line that was lost or left as well."""
    parser = argparse.ArgumentParser(prog="python -m bench cleaning", description=__doc__)
    parser.add_argument("-v", action="store_true", dest="verbose", help="show the lines of tuned pages, too")
    verbose: bool = parser.parse_args(arguments).verbose
    rows: list[list[Cell]] = []
    for folder in ("tuned", "heldout", "unseen"):
        everything = pages(folder)
        markup = [page for page in everything if page.suffix == ".html"]
        rows.append(_row(f"{folder} ({len(everything)})", "WhoSays", total(ours, everything)))
        for name, cleaner in [("WhoSays", ours), *_PEERS] if markup else []:
            rows.append(_row(f"{folder}, HTML ({len(markup)})", name, total(cleaner, markup)))
    Table("Cleaning", ("pages", "cleaner", "article words", "lost", "debris words", "left"), rows).show()
    if verbose:
        _details(pages("tuned"))
    figure = total(ours, pages("heldout")) + total(ours, pages("unseen"))
    print(
        f"cleaning article words lost: {figure.lost_share:.1%} debris words left: {figure.left_share:.1%}",
        flush=True,
    )
    return 0


def _row(label: str, name: str, result: Score) -> list[Cell]:
    shares = f"{result.lost_share:.1%}", f"{result.left_share:.1%}"
    return [label, name, result.article, shares[0], result.debris, shares[1]]


def _details(chosen: Iterable[Path]) -> None:
    for page in chosen:
        result = score(page, ours(page))
        for what, lines in (("lost", result.lost_lines), ("left", result.left_lines)):
            for line in lines:
                print(f"  {page.name}: {what}: {line}")

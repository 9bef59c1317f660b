"""Both errors of cleaning, in words, on pages written for it: `python -m bench.cleaning`.

A page's gold names its debris and its metadata lines; for HTML its article paragraphs too, for text every
other line is article. `tuned` pages were looked at while the rules were written, `heldout` pages were not.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import trafilatura

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
    aside = {line.strip() for line in gold["debris"] + gold["metadata"]}
    article = gold.get("article") or [
        line.strip()
        for line in page.read_text(encoding="utf-8").splitlines()
        if line.strip() and line.strip() not in aside
    ]
    lines = {_words(line) for line in kept.splitlines()}
    whole = f" {_words(kept)} "
    lost = [line for line in article if f" {_words(line)} " not in whole]
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


def main(arguments: list[str]) -> None:
    """Print the table; with `-v`, every line that was lost or left as well."""
    print(f"{'pages':<28}{'cleaner':<24}{'article words':>14}{'lost':>8}{'debris words':>14}{'left':>8}")
    peers: list[tuple[str, Callable[[Path], str]]] = [
        ("trafilatura", lambda page: _trafilatura(page, favor_recall=False)),
        ("trafilatura, recall", lambda page: _trafilatura(page, favor_recall=True)),
    ]
    for folder in ("tuned", "heldout"):
        everything = pages(folder)
        markup = [page for page in everything if page.suffix == ".html"]
        _row(f"{folder} ({len(everything)})", "WhoSays", total(ours, everything))
        for name, cleaner in [("WhoSays", ours), *peers]:
            _row(f"{folder}, HTML ({len(markup)})", name, total(cleaner, markup))
        if "-v" in arguments:
            _details(everything)


def _row(label: str, name: str, result: Score) -> None:
    print(
        f"{label:<28}{name:<24}{result.article:>14,}{result.lost_share:>8.1%}"
        f"{result.debris:>14,}{result.left_share:>8.1%}"
    )


def _details(chosen: Iterable[Path]) -> None:
    for page in chosen:
        result = score(page, ours(page))
        for what, lines in (("lost", result.lost_lines), ("left", result.left_lines)):
            for line in lines:
                print(f"  {page.name}: {what}: {line}")


if __name__ == "__main__":
    main(sys.argv[1:])

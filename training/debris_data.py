"""Pages with gold, and documents of the corpus, as examples to learn debris from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.cleaning.page import Page
from index.cleaning.traits import traits_of
from index.model import SourceText
from index.reading import read
from index.reading.units import Unit, units_of
from training.corpus_reader import CorpusDocument
from training.debris_model import AMID, ARTICLE, FOOT, HEAD, Example

PAGES = Path(__file__).parent.parent / "tests" / "data" / "pages"
GOLD = ".gold.json"
_WORDS = re.compile(r"\w+")
DEBRIS, OPEN, TEXT = "debris", "open", "article"


def page_paths(folder: Path) -> list[Path]:
    """The pages of a folder, in order."""
    return sorted(path for path in folder.iterdir() if not path.name.endswith(GOLD))


def page_example(path: Path, weight: float = 1.0) -> Example:
    """A page with its gold file beside it."""
    gold = json.loads(path.with_name(path.name + GOLD).read_text(encoding="utf-8"))
    debris = {_key(line) for line in gold["debris"]}
    open_ = {_key(line) for name in ("metadata", "subheads") for line in gold.get(name, ())}
    article = {_key(line) for line in gold["article"]} if "article" in gold else None
    source = read(path)
    units = units_of(source.text)
    kinds = [_kind(unit, source.text, debris, open_, article) for unit in units]
    return example(path.name, source, units, kinds, weight)


def _kind(unit: Unit, text: str, debris: set[str], open_: set[str], article: set[str] | None) -> str:
    keys = [_key(line) for line in unit.span.of(text).splitlines() if line.strip()]
    whole = _key(unit.plain)
    if not whole:
        return OPEN
    if whole in debris or all(key in debris for key in keys):
        return DEBRIS
    if whole in open_ or any(key in open_ for key in keys):
        return OPEN
    if article is not None and whole not in article and not any(key in article for key in keys):
        return OPEN
    return TEXT


def _key(line: str) -> str:
    return " ".join(_WORDS.findall(line.casefold()))


def corpus_example(document: CorpusDocument, weight: float = 1.0) -> Example:
    """A corpus document as it stands."""
    units = units_of(document.text)
    source = SourceText(document.name, document.text, document.title, document.author)
    return example(document.name, source, units, corpus_kinds(document, units), weight)


def corpus_kinds(document: CorpusDocument, units: list[Unit]) -> list[str]:
    """What each unit of a corpus document is."""
    kinds = []
    for unit in units:
        inside = [clause for clause in document.clauses if unit.span.overlaps(clause.span)]
        debris = all(clause.voice is None for clause in inside)
        kinds.append(OPEN if not inside else DEBRIS if debris else TEXT)
    last = len(kinds) - 1 - kinds[::-1].index(TEXT) if TEXT in kinds else 0
    # Above the end its tag stands for headlines, bylines and speakers' names as well.
    return [OPEN if kind == DEBRIS and number < last else kind for number, kind in enumerate(kinds)]


def example(name: str, source: SourceText, units: list[Unit], kinds: list[str], weight: float) -> Example:
    """A text's units with what each of them is."""
    page = Page(units, source.title, source.author)
    return Example(name, tuple(traits_of(units, page.title_key, source.author)), states(kinds), weight)


def states(kinds: list[str]) -> NDArray[np.bool_]:
    """Which states each line may be in."""
    allowed = np.zeros((len(kinds), 4), bool)
    places = [number for number, kind in enumerate(kinds) if kind == TEXT]
    first, last = (places[0], places[-1]) if places else (len(kinds), len(kinds))
    for number, kind in enumerate(kinds):
        side = HEAD if number < first else FOOT if number > last else AMID
        allowed[number, side] = kind != TEXT
        allowed[number, ARTICLE] = kind != DEBRIS
    return allowed

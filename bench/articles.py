"""Articles in any number, for measuring how an index grows: made from the seed, or given as a corpus file."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

from index.cleaning import clean
from index.reading import read

SEED = Path(__file__).parent.parent / "seeds"
_PARAGRAPHS = 14
_CHANGED = 0.12  # the share of longer words that give way to words of the article's own


def articles(corpus: Path | None) -> Iterator[str]:
    """Plain-text articles, title first; without end when they are made from the seed."""
    return _of_corpus(corpus) if corpus else _of_seed()


def _of_corpus(corpus: Path) -> Iterator[str]:
    """The articles of a gzipped JSON list of objects with `title`, `author` and `body`."""
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        for each in json.load(file):
            yield f"{each['title']}\n\nBy {each['author']}\n\n{each['body']}\n"


def _of_seed() -> Iterator[str]:
    document = clean(read(next(iter(sorted(SEED.glob("*.txt"))))))
    text = document.text
    for span in reversed(document.boilerplate):
        text = text[: span.start] + text[span.end :]
    paragraphs = [each.strip() for each in text.split("\n\n") if len(each) > 80]
    chance = random.Random(1)  # noqa: S311 (a corpus, no secret)
    while True:
        words = [
            "".join(chance.choices("bdfgklmnprstvz", k=1) + chance.choices("aeiou", k=1)) * 2
            for _ in range(40)
        ]
        names = [f"{word}{chance.choice(('n', 's', 'ta', 'lin'))}" for word in words]
        chosen = chance.sample(paragraphs, min(_PARAGRAPHS, len(paragraphs)))
        body = "\n\n".join(_changed(each, names, chance) for each in chosen)
        yield f"{' '.join(chance.sample(names, 5)).capitalize()}\n\n{body}\n"


def _changed(paragraph: str, names: list[str], chance: random.Random) -> str:
    def other(match: re.Match[str]) -> str:
        return chance.choice(names) if chance.random() < _CHANGED else match.group()

    return re.sub(r"\b[a-z]{5,}\b", other, paragraph)

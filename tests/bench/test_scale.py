"""An index grown to a size: variations that are verbatim and unlike their models, and what is asked of it."""

import xml.etree.ElementTree as ET
from datetime import date
from itertools import islice
from pathlib import Path

import numpy as np

from bench.exactness import exactness
from bench.growing import models_of, variations
from bench.multihop import Article, build
from bench.scale import Asked, Changed, Measured, picture, questions
from index.model import Document
from index.store.entries import Entry

PARAGRAPH = (
    "The {0} council bought the old {1} near Harbour Street for nine million pounds on Monday. "
    "Mayor Ann {0} said that the building would become a library by the spring of next year. "
    "Neighbours of the {1} had waited for the decision since the fire of the {0} mill.\n\n"
)


def found() -> list[Article]:
    names = ("Amberton", "Birchfield", "Cedarville", "Dogwood")
    return [
        Article(
            Document(
                name,
                "".join(
                    PARAGRAPH.format(name, what) for what in ("brewery", "harbour", "theatre", "stadium")
                ),
                f"What {name} buys",
                None,
                date(2024, 5, 1),
            ),
            name,
        )
        for name in names
    ]


def models(folder: Path) -> list[Entry]:
    build(folder, found(), lambda _: None)
    return models_of(folder)


def test_variations_are_verbatim_and_unlike_their_models(tmp_path: Path) -> None:
    made = models(tmp_path)
    varied = list(islice(variations(made), 3 * len(made)))
    assert len({each.document_id for each in varied}) == len(varied)
    for at, entry in enumerate(varied):
        model = made[at % len(made)]
        assert len(entry.rows) == len(model.rows) == len(entry.vectors)
        assert entry.document.text != model.document.text
        for row in entry.rows:
            assert row.passage.text == row.passage.span.of(entry.document.text)
            assert row.passage.text.strip() == row.passage.text
            assert all(row.passage.span.contains(each.span) for each in row.passage.voiced)
        cosines = (entry.vectors * model.vectors).sum(axis=1)
        assert np.linalg.norm(entry.vectors, axis=1).round(4).tolist() == [1.0] * len(cosines)
        assert -0.5 < cosines.min() <= cosines.max() < 0.99


def test_variations_are_the_same_each_time(tmp_path: Path) -> None:
    made = models(tmp_path)
    one, other = (list(islice(variations(made), 6)) for _ in range(2))
    assert [each.document for each in one] == [each.document for each in other]
    assert all(np.array_equal(a.vectors, b.vectors) for a, b in zip(one, other, strict=True))


def test_questions_are_of_the_articles_own_words() -> None:
    asked = questions(found())
    assert asked == questions(found())
    assert all("article" in each for each in asked)
    assert sum(" while the " in each for each in asked) == len(asked) // 2


def test_a_small_index_is_exact(tmp_path: Path) -> None:
    models(tmp_path)
    assert exactness(tmp_path, questions(found())[:4]) == (1.0, 1.0)


def test_the_picture_shows_each_size() -> None:
    rows = [
        Measured(
            10**power, Asked(9, 50, 10, 20, 9, 19, 300, 1, 1), Changed(400.0 + power, 30, 40), 10.0**power
        )
        for power in (4, 5, 6)
    ]
    drawn = ET.fromstring(picture(rows))  # noqa: S314 (drawn here)
    points = [each for each in drawn.iter() if each.tag.endswith("circle")]
    assert len(points) == 3 * 7

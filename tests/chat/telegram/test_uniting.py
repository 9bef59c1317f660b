"""The common documents and a chat's own, found together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from chat.telegram.uniting import United
from index.model import Document, DocumentInfo, FoundPassage, Labelling, Passage, Span, Voice
from tests.fakes import FakeFinder


class Scored(FakeFinder):
    """A collection with given word scores and likenesses."""

    def __init__(self, name: str, *scores: tuple[float, float]) -> None:
        super().__init__()
        info = DocumentInfo(name, f"{name}.txt")
        self._found = [
            FoundPassage(Passage(name, Span(n, n + 1), f"{name} {n}"), info, 1.0, lexical, similarity)
            for n, (lexical, similarity) in enumerate(scores)
        ]

    def find(
        self,
        question: str,
        *,
        limit: int = 12,
        documents: Collection[str] | None = None,
        voices: Collection[Voice] | None = None,
    ) -> Sequence[FoundPassage]:
        return self._found[:limit]

    def article(self, document_id: str) -> tuple[Document, Labelling] | None:
        return None


def _texts(found: Sequence[FoundPassage]) -> list[str]:
    return [each.passage.text for each in found]


def test_word_scores_are_measured_against_the_best_of_all() -> None:
    common = Scored("common", (20.0, 0.8), (10.0, 0.5))
    own = Scored("own", (2.0, 0.1))
    found = United(common, own).find("q", limit=12)
    assert _texts(found) == ["common 0", "common 1", "own 0"]


def test_a_small_collection_keeps_some_places() -> None:
    common = Scored("common", *[(20.0 - n, 0.8) for n in range(12)])
    own = Scored("own", (1.0, 0.2), (0.5, 0.1))
    found = United(common, own).find("q", limit=8)
    assert len(found) == 8
    assert {"own 0", "own 1"} <= set(_texts(found))
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)


def test_a_passage_that_stands_in_both_is_given_once() -> None:
    first, second = Scored("common", (2.0, 0.5)), Scored("common", (2.0, 0.5))
    second._found = [replace(each, document=DocumentInfo("copy", "copy.txt")) for each in second._found]
    assert _texts(United(first, second).find("q")) == ["common 0"]


def test_with_one_collection_alone_nothing_changes() -> None:
    only = Scored("common", (2.0, 0.5), (9.0, 0.1))
    assert list(United(only, Scored("own")).find("q")) == only._found

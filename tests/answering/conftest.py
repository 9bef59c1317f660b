"""The seed article, indexed as the bot indexes it, once for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from answering.extractive import ExtractiveAnswerer
from index.build import sync
from index.search import Finder, open_finder


@pytest.fixture(scope="session")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    index_dir = tmp_path_factory.mktemp("answering") / "index"
    sync(index_dir, [Path("seeds")], mirror=True)
    opened = open_finder(index_dir)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def answerer(finder: Finder) -> ExtractiveAnswerer:
    return ExtractiveAnswerer(finder)

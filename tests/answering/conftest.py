"""The seed article and the dev documents, indexed as the bot does it, once for all tests of this folder."""

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


@pytest.fixture(scope="session")
def dev_finder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    index_dir = tmp_path_factory.mktemp("dev") / "index"
    sync(index_dir, [Path("tests/data/documents/dev")], mirror=True)
    opened = open_finder(index_dir)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def dev(dev_finder: Finder) -> ExtractiveAnswerer:
    return ExtractiveAnswerer(dev_finder)

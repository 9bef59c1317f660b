"""`move`: where to is checked before anything is loaded, and the outcome is told."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from chat import library
from chat.settings import Settings
from index.build import sync
from index.errors import StoreError, UsageError
from index.search import open_finder
from index.store.places import Cluster
from tests.index.milvus import INSTALLED, NEEDS_MILVUS
from tests.index.shelf import write


def settings(folder: Path, **others: object) -> Settings:
    return Settings.model_validate({"data_dir": folder / "data", "documents_dir": folder / "docs", **others})


def test_the_index_lies_in_the_folder_unless_a_server_is_named(tmp_path: Path) -> None:
    assert settings(tmp_path).index == tmp_path / "data" / "index"
    assert settings(tmp_path, milvus_uri="http://milvus:19530").index == Cluster("http://milvus:19530")


def test_where_to_must_be_a_store(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="to milvus or to local, not to 'clouds'"):
        library.move(settings(tmp_path, milvus_uri="http://milvus:19530"), "clouds")


@pytest.mark.parametrize("to", ["milvus", "local"])
def test_a_server_must_be_named(tmp_path: Path, to: str) -> None:
    with pytest.raises(UsageError, match="MILVUS_URI is not set"):
        library.move(settings(tmp_path), to)


@pytest.mark.skipif(INSTALLED, reason="the optional packages are installed")
def test_without_the_packages_the_documents_stay(tmp_path: Path) -> None:
    write(tmp_path / "docs", "a.txt", "amber")
    given = settings(tmp_path, milvus_uri="http://milvus:19530")
    sync(tmp_path / "data" / "index", [tmp_path / "docs"], mirror=True)
    with pytest.raises(StoreError, match="make setup-milvus"):
        library.move(given, "milvus")
    assert len(open_finder(tmp_path / "data" / "index").documents()) == 1


class TestWithMilvus:
    pytestmark = NEEDS_MILVUS

    def test_there_and_back(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        from index.store.cluster.connection import closed

        write(tmp_path / "docs", "a.txt", "amber")
        place = Cluster(str(tmp_path / "index.db"))
        given = settings(tmp_path, milvus_uri=SecretStr(place.uri))
        sync(tmp_path / "data" / "index", [tmp_path / "docs"], mirror=True)
        library.move(given, "milvus")
        told = capsys.readouterr()
        assert "Moved 1 document and 3 passages to the Milvus Lite file" in told.out.replace("\n", " ")
        assert "Keep MILVUS_URI set" in told.out
        assert "Moving 1 document" in told.err
        library.show(given, as_json=False)
        assert "a.txt" in capsys.readouterr().out
        library.move(given, "local")
        assert "take MILVUS_URI out of .env" in capsys.readouterr().out.replace("\n", " ")
        closed(place)

"""Where an index lies: in a folder of this machine, or with an owner on a Milvus server."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import UsageError

_OWNER = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True, slots=True)
class Cluster:
    """One owner's passages on a Milvus server, or in a Milvus Lite file whose name ends in `.db`.

    `uri` may hold a name and a password, so it is never shown; owners do not see each other's passages.
    """

    uri: str = field(repr=False)
    owner: str = "common"

    def __post_init__(self) -> None:
        if not _OWNER.fullmatch(self.owner):
            raise UsageError(f"{self.owner!r} cannot be an owner on Milvus: letters, digits and _ . - only")

    @property
    def lite(self) -> bool:
        """True for a file of this machine."""
        return self.uri.endswith(".db") and "://" not in self.uri

    def __str__(self) -> str:
        """As messages name it, without a password."""
        if self.lite:
            return f"the Milvus Lite file {self.uri}"
        return f"the Milvus server at {self.uri.split('://', 1)[-1].rsplit('@', 1)[-1].split('/', 1)[0]}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An embedding model behind an address that speaks OpenAI's protocol; None is OpenAI's own address."""

    model: str
    key: str = field(repr=False)
    address: str | None = None


@dataclass(frozen=True, slots=True)
class AidedFolder:
    """A folder whose passages have a vector of an endpoint's model, too, beside the packaged model's."""

    folder: Path
    endpoint: Endpoint

    def __str__(self) -> str:
        """As messages name it."""
        return str(self.folder)


Place = Path | AidedFolder | Cluster


def endpoint_of(place: Place) -> Endpoint | None:
    """Whose vectors are there beside the packaged model's."""
    return place.endpoint if isinstance(place, AidedFolder) else None


def folder_of(place: Path | AidedFolder) -> Path:
    """Where on this machine the index lies."""
    return place.folder if isinstance(place, AidedFolder) else place

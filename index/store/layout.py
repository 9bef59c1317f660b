"""Where things lie in an index folder.

INDEX/lock                 held by the one process that changes the index
INDEX/v1/catalogue.db      the truth, in format 1
INDEX/v1/lexical-…/        derived from it
INDEX/old-…/               an index that could not be read, kept until the one made in its place is complete
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from index.store.catalogue import FILE, FORMAT


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one index."""

    index_dir: Path

    @property
    def home(self) -> Path:
        """The folder of the format in use."""
        return self.index_dir / f"v{FORMAT}"

    @property
    def lock(self) -> Path:
        """The file that a writer locks."""
        return self.index_dir / "lock"

    def exists(self) -> bool:
        """True when there is an index of the format in use."""
        return (self.home / FILE).is_file()

    def others(self) -> list[Path]:
        """The folders of other formats, and of indexes that could not be read."""
        if not self.index_dir.is_dir():
            return []
        found = (*self.index_dir.glob("v[0-9]*"), *self.index_dir.glob("old-*"))
        return sorted(each for each in found if each != self.home and each.is_dir())

    def outdated(self) -> str | None:
        """Why the index has to be made anew, as the end of a sentence; None when it has not."""
        others = self.others()
        if any(each.name.startswith("old-") for each in others):
            return "could not be read"
        return "was made in another format" if others else None

    def set_aside(self) -> None:
        """Move the index of the format in use out of the way."""
        number = 1
        while (aside := self.index_dir / f"old-{number}").exists():
            number += 1
        self.home.rename(aside)

    def drop_others(self) -> None:
        """Delete what `others` lists."""
        for each in self.others():
            shutil.rmtree(each, ignore_errors=True)

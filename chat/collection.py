"""The documents that are answered from: kept in step with their folders, and named as the user names them.

The index stores absolute paths, so that it holds from every working directory; what is shown is the path as
the user gave it, so that it opens from the current one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from answering.ports import PassageFinder
from chat import texts
from chat.progress import Progress
from chat.streams import say
from index.errors import ReadingError, UnreadableFile, UsageError, WhoSaysError
from index.model import Document, DocumentInfo, FoundPassage, Labelling, Page, Passage, Voice, digest
from index.store.places import Place

if TYPE_CHECKING:
    from index.build import BuildReport

_SKIPPED_SHOWN = 5


class Finder(PassageFinder, Protocol):
    """An open index: passages to find, and the documents they come from."""

    def document(self, document_id: str) -> Document | None:
        """The stored document; None when the id is unknown."""
        ...

    def labelling(self, document_id: str) -> Labelling | None:
        """The stored document's voices; None when the id is unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Names:
    """How stored paths are shown: below a root as the root was given, else from the current directory."""

    roots: tuple[Path, ...]

    def shown(self, stored: str) -> str:
        """The path that opens the document from the current directory."""
        for root in self.roots:
            absolute = os.path.abspath(root)
            if stored == absolute:
                return str(root)
            if stored.startswith(os.path.join(absolute, "")):
                return os.path.join(root, os.path.relpath(stored, absolute))
        here = os.path.join(os.getcwd(), "")
        return stored[len(here) :] if stored.startswith(here) else stored


class Shelf:
    """The finder over an index, with documents named as `Names` shows them."""

    def __init__(self, finder: Finder, names: Names) -> None:
        self._finder = finder
        self._names = names
        self._renamed: dict[str, DocumentInfo] = {}
        self._listed: tuple[Sequence[DocumentInfo], list[DocumentInfo]] = ((), [])

    def find(
        self,
        question: str,
        *,
        limit: int = 12,
        documents: Collection[str] | None = None,
        voices: Collection[Voice] | None = None,
    ) -> Sequence[FoundPassage]:
        """As `PassageFinder.find`."""
        found = self._finder.find(question, limit=limit, documents=documents, voices=voices)
        return [replace(each, document=self._named(each.document)) for each in found]

    def nearness(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """As `PassageFinder.nearness`."""
        return self._finder.nearness(question, texts)

    def told(self, question: str, page: Page) -> Sequence[float]:
        """As `PassageFinder.told`."""
        return self._finder.told(question, page)

    def passages(self, document_id: str) -> Sequence[Passage]:
        """As `PassageFinder.passages`."""
        return self._finder.passages(document_id)

    def documents(self) -> Sequence[DocumentInfo]:
        """As `PassageFinder.documents`; the same list as long as the finder's is the same."""
        documents, listed = self._finder.documents(), self._listed
        if documents is not listed[0]:
            listed = self._listed = documents, [self._named(each) for each in documents]
        return listed[1]

    def article(self, document_id: str) -> tuple[Document, Labelling] | None:
        """A stored document and its voices; None when the id is unknown."""
        document, labelling = self._finder.document(document_id), self._finder.labelling(document_id)
        if document is None or labelling is None:
            return None
        return replace(document, path=self._names.shown(document.path)), labelling

    def _named(self, document: DocumentInfo) -> DocumentInfo:
        """The document under its shown path; remembered, since all are asked for at each question."""
        known = self._renamed.get(document.id)
        if known is None:
            known = replace(document, path=self._names.shown(document.path))
            self._renamed[document.id] = known
        return known


def own_collection(data_dir: Path, documents_dir: Path, place: Place | None = None) -> Shelf:
    """The documents of `documents_dir` and those added by hand, indexed as far as they have changed.

    They lie at `place`, by default in `data_dir`.

    Raises:
        UsageError: `documents_dir` is not there.
        WhoSaysError: there is no document, or the index cannot be used.
    """
    if not documents_dir.exists():
        raise UsageError(texts.MISSING_FOLDER.format(place=documents_dir))
    return _opened(place or data_dir / "index", [documents_dir])


def given_collection(
    data_dir: Path, roots: Sequence[Path], place_of: Callable[[Path], Place] = lambda folder: folder
) -> Shelf:
    """The documents below `roots` alone, indexed as far as they have changed, in an index of their own.

    `place_of` makes an index's place of its folder.

    Raises:
        UsageError: a root is not there.
        WhoSaysError: there is no document, or the index cannot be used.
    """
    check_paths(roots)
    name = digest(*sorted({str(root.resolve()) for root in roots}))
    return _opened(place_of(data_dir / "docs" / name), roots)


def check_paths(paths: Sequence[Path]) -> None:
    """Make sure that each path is there and may be read.

    Raises:
        UsageError: one is not there.
        UnreadableFile: one may not be read by this user.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(texts.MISSING_PATH.format(place=path))
        if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
            raise UnreadableFile(str(path), texts.UNREADABLE_PATH)


def stored_name(path: Path) -> str:
    """The path under which a file is stored."""
    return os.path.abspath(path)


def tell(report: BuildReport) -> None:
    """Say on standard error what was skipped and why, and whether the index was rebuilt."""
    if report.rebuilt:
        say(texts.REBUILT.format(reason=report.rebuilt))
    skipped: Sequence[ReadingError] = report.skipped
    for error in skipped[:_SKIPPED_SHOWN]:
        say(texts.SKIPPED.format(error=error))
    if len(skipped) > _SKIPPED_SHOWN:
        say(texts.SKIPPED_MORE.format(count=len(skipped) - _SKIPPED_SHOWN))


def _opened(index: Place, roots: Sequence[Path]) -> Shelf:
    from index.build import sync  # heavy: only when a command needs the index
    from index.search import open_finder

    with Progress() as progress:
        report = sync(index, roots, mirror=True, shown=stored_name, progress=progress)
    tell(report)
    shelf = Shelf(open_finder(index), Names(tuple(roots)))
    if not shelf.documents():
        place = ", ".join(str(root) for root in roots)
        raise WhoSaysError((texts.ALL_SKIPPED if report.skipped else texts.NO_DOCUMENTS).format(place=place))
    return shelf

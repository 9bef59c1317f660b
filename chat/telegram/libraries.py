"""What each chat is answered from: the common documents, and those it brought itself, each chat apart."""

from __future__ import annotations

import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from answering.ports import PassageFinder
from chat.conversation import Conversation
from chat.telegram.uniting import Articles, Narrowed, United
from index.errors import StoreError
from index.model import Document, Labelling
from index.search import Finder, open_finder

_OPEN_AT_ONCE = 64

Converse = Callable[[PassageFinder], Conversation]


@dataclass(frozen=True, slots=True)
class Library:
    """A chat's collection, and the conversation over it."""

    articles: Articles
    conversation: Conversation


class _Own:
    """A chat's own index as `Articles`."""

    def __init__(self, finder: Finder) -> None:
        self.find = finder.find
        self.nearness = finder.nearness
        self.told = finder.told
        self.passages = finder.passages
        self.documents = finder.documents
        self.document = finder.document
        self.labelling = finder.labelling
        self.close = finder.close

    def article(self, document_id: str) -> tuple[Document, Labelling] | None:
        document, labelling = self.document(document_id), self.labelling(document_id)
        return None if document is None or labelling is None else (document, labelling)


class Libraries:
    """Opens a chat's library when it is first asked, and keeps the latest ones open."""

    def __init__(self, chats_dir: Path, common: Articles, converse: Converse) -> None:
        """`common` is for every chat; a chat's own index lies in `chats_dir`/ID/index."""
        self._chats_dir = chats_dir
        self._common = United(common)
        self._converse = converse
        self.common = Library(self._common, converse(self._common))
        self._open: OrderedDict[int, tuple[Library, _Own]] = OrderedDict()
        self._opening = threading.Lock()

    def of(self, chat: int) -> Library:
        """The chat's library; the common one while it has no documents of its own."""
        with self._opening:
            if chat in self._open:
                self._open.move_to_end(chat)
                return self._open[chat][0]
            own = self._own(chat)
            if own is None:
                return self.common
            articles = United(self._common, own)
            library = Library(articles, self._converse(articles))
            self._open[chat] = library, own
            while len(self._open) > _OPEN_AT_ONCE:
                self._open.popitem(last=False)
            return library

    def narrowed(self, chat: int, documents: frozenset[str]) -> Conversation:
        """The conversation over these documents of the chat's alone."""
        return self._converse(Narrowed(self.of(chat).articles, documents))

    def index_dir(self, chat: int) -> Path:
        """Where the chat's own index lies."""
        return self._chats_dir / str(chat) / "index"

    def files_dir(self, chat: int) -> Path:
        """Where the files behind it lie."""
        return self._chats_dir / str(chat) / "files"

    def changed(self, chat: int) -> None:
        """Open the chat's library anew when it is next asked: its documents are others now."""
        with self._opening:
            self._open.pop(chat, None)

    def drop_file(self, chat: int, name: str) -> None:
        """Delete the file behind a document that was taken out."""
        shutil.rmtree(self.files_dir(chat) / name, ignore_errors=True)

    def forget(self, chat: int) -> None:
        """Delete the chat's documents."""
        self.changed(chat)
        shutil.rmtree(self._chats_dir / str(chat), ignore_errors=True)

    def moved(self, old: int, new: int) -> None:
        """Let the documents of a group follow it when it becomes a supergroup."""
        self.changed(old)
        self.changed(new)
        source, target = self._chats_dir / str(old), self._chats_dir / str(new)
        if source.is_dir() and not target.exists():
            source.rename(target)

    def _own(self, chat: int) -> _Own | None:
        index_dir = self.index_dir(chat)
        if not index_dir.is_dir():
            return None
        try:
            finder = open_finder(index_dir)
        except StoreError:  # of another format; it is made anew when a document comes
            return None
        if not finder.documents():
            finder.close()
            return None
        return _Own(finder)

"""What is to be watched for everyone, as people name it: addresses, and paths of files and folders."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from chat import texts
from chat.state.model import SourceKind
from chat.state.state import State
from index.errors import UsageError

_WEB = ("http://", "https://")


def named(source: str) -> tuple[str, SourceKind]:
    """The address, or the absolute path, and what is known of its kind.

    Raises:
        UsageError: it is neither.
    """
    if source.lower().startswith(_WEB):
        return source, SourceKind.UNKNOWN
    if "://" in source or not Path(source).exists():
        raise UsageError(texts.WATCH_NO_SOURCE.format(name=source))
    return os.path.abspath(source), SourceKind.FOLDER


async def name_those_of(feeds: Sequence[str], state: State) -> None:
    """Let what the setting FEEDS names be watched, and nothing else for that reason.

    Raises:
        UsageError: it names what is no source.
        StateError: the database fails.
    """
    await state.sources.name([named(each) for each in feeds])

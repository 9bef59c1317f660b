"""What each command on documents prints; the parts come from `bot.py`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from answering.ports import PassageFinder
from briefing.model import Wanted
from chat import serialising, texts
from chat.article import article_blocks
from chat.collection import Shelf, check_paths
from chat.conversation import Conversation, checked_question
from chat.rendering import answer_blocks, briefing_blocks, notice_blocks
from chat.settings import Settings
from chat.streams import use_utf8
from chat.terminal import Screen
from index.errors import UsageError
from index.model import DocumentInfo

_DOCUMENTS_AT_START = 3
"""Documents in the briefing that opens a conversation: it must fit a screen or two."""


def run_on_telegram(
    settings: Settings, shelf: Callable[[], Shelf], converse: Callable[[PassageFinder], Conversation]
) -> None:
    """Answer on Telegram over the shelf and what each chat brings, until stopped.

    Raises:
        WhoSaysError: it cannot start, or was ended from outside; the message says why.
    """
    from chat.telegram.application import Ingredients  # heavy: only with a token
    from chat.telegram.application import run as answer_on_telegram

    answer_on_telegram(Ingredients(settings, shelf, converse))


def run(shelf: Shelf, conversation: Conversation) -> None:
    """A short briefing, then the conversation, until the input ends."""
    from briefing.brief import brief as make_briefing

    newest = sorted(shelf.documents(), key=_age)[:_DOCUMENTS_AT_START]
    screen = Screen()
    screen.show(briefing_blocks(make_briefing(shelf, newest), None))
    screen.show(notice_blocks(f"\n{texts.WELCOME}"))
    chat(shelf, conversation, as_json=False)


def ask(question: str, conversation: Callable[[], Conversation], *, as_json: bool) -> None:
    """One answer; the question is checked before anything is loaded.

    Raises:
        UsageError: the question is empty or too long.
    """
    checked_question(question)
    reply = conversation().ask(question)
    if as_json:
        serialising.write(serialising.answer(reply))
    else:
        Screen().show(answer_blocks(reply.result, reply.notice))


def chat(shelf: Shelf, conversation: Conversation, *, as_json: bool) -> None:
    """Answer standard input line by line until it ends or Ctrl-C."""
    from chat.terminal_chat import TerminalChat, answer_json, lines_of

    with suppress(KeyboardInterrupt):
        if as_json:
            use_utf8()
            answer_json(conversation, lines_of(sys.stdin), sys.stdout)
        else:
            echo = not sys.stdin.isatty()
            TerminalChat(conversation, shelf, Screen(), echo=echo).run(lines_of(sys.stdin))


def read(file: Path, *, as_json: bool) -> None:
    """A document with its voices, straight from its file: nothing is indexed.

    Raises:
        UsageError: the file is not there.
        ReadingError: it cannot be read.
    """
    check_paths([file])
    if file.is_dir():
        raise UsageError(texts.NOT_A_FILE.format(place=file))
    from index.cleaning import clean  # heavy: only once there is a file to read
    from index.reading import read as read_file
    from index.voices import label

    document = clean(read_file(file, shown=str(file)))
    labelling = label(document)
    if as_json:
        serialising.write(serialising.article(document, labelling))
        return
    screen = Screen()
    screen.show(article_blocks(document, labelling, marks=not screen.coloured))


def brief(shelf: Callable[[], Shelf], since: str | None, wanted: Wanted, *, as_json: bool) -> None:
    """A briefing over the documents new since then, or over all, as it is wanted.

    Raises:
        UsageError: `since` is not understood.
    """
    from briefing.compose import compose
    from briefing.since import is_new, parse_since

    until = datetime.now().astimezone()
    try:
        start = parse_since(since, until) if since is not None else None
    except ValueError:
        raise UsageError(texts.BAD_WHEN.format(when=since)) from None
    opened = shelf()
    documents = [each for each in opened.documents() if start is None or is_new(each, start)]
    briefing = compose(opened, documents, wanted)
    if as_json:
        serialising.write(serialising.briefing(briefing, _iso(start), until.isoformat(timespec="seconds")))
    else:
        shown = f"{start:%Y-%m-%d %H:%M}" if start else None
        Screen().show(briefing_blocks(briefing, shown))


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _age(document: DocumentInfo) -> tuple[int, str]:
    """Sorts the newest first and undated documents last."""
    return (-document.published.toordinal() if document.published else 0, document.path)

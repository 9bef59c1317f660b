"""The conversation in a terminal: a question or a command a line, until the input ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

from chat import serialising, texts
from chat.article import article_blocks
from chat.collection import Shelf
from chat.conversation import Conversation
from chat.failures import told
from chat.rendering import answer_blocks, document_blocks, notice_blocks
from chat.safety import one_line, without_controls
from chat.smalltalk import Talk, small_talk
from chat.terminal import Screen
from index.errors import UsageError, WhoSaysError
from index.model import Voice

_FILTERS = {
    "/facts": frozenset({Voice.REPORTED}),
    "/claims": frozenset({Voice.ATTRIBUTED}),
    "/opinions": frozenset({Voice.OPINION}),
    "/all": frozenset[Voice](),
}


def lines_of(stream: TextIO) -> Iterator[str]:
    """The lines typed or piped in; ends at the end of input and at Ctrl-C."""
    if stream is sys.stdin and stream.isatty():
        yield from _typed_lines()
        return
    while line := stream.readline():
        yield line.rstrip("\r\n")


def _typed_lines() -> Iterator[str]:
    """Lines from the keyboard, with editing and history as far as this Python has readline."""
    with suppress(ImportError):
        import readline  # noqa: F401 - importing it is what switches `input` to line editing
    while True:
        try:
            yield input(texts.PROMPT)
        except (EOFError, KeyboardInterrupt):
            sys.stdout.write("\n")
            return


def answer_json(conversation: Conversation, lines: Iterator[str], out: TextIO) -> None:
    """One JSON object for each line, in order, each written out at once; a refused question gets one too.

    Raises:
        WhoSaysError: at the end, when answering failed on the way; those lines have their objects too.
    """
    failed = 0
    for line in lines:
        try:
            value = serialising.answer(conversation.ask(line))
        except UsageError as error:
            value = serialising.refusal(without_controls(line), str(error))
        except Exception as error:  # noqa: BLE001 - the questions after this one want their answers
            value = serialising.refusal(without_controls(line), told(error))
            failed += 1
        out.write(serialising.as_line(value) + "\n")
        out.flush()
    if failed:
        raise WhoSaysError(texts.SOME_FAILED.format(count=failed))


class TerminalChat:
    """Answers lines on a screen: questions by the conversation, commands by itself."""

    def __init__(self, conversation: Conversation, shelf: Shelf, screen: Screen, *, echo: bool) -> None:
        self._conversation = conversation
        self._shelf = shelf
        self._screen = screen
        self._echo = echo
        self._commands = {
            "/help": self._help,
            "/documents": self._documents,
            "/read": self._read,
            "/new": self._new,
            "/voices": self._voices,
            "/standalone": self._standalone,
        }

    def run(self, lines: Iterator[str]) -> None:
        """Answer until the lines end or one says /quit; blank lines are passed over."""
        for raw in lines:
            line = without_controls(raw)
            if not line:
                continue
            if self._echo:
                self._notice(f"\n{texts.PROMPT}{line}\n")
            if line.casefold() in ("/quit", "/exit"):
                return
            self._take(line)

    def _take(self, line: str) -> None:
        """Answer one question or do one command; a mistake is told and the conversation goes on."""
        command, _, argument = line.partition(" ")
        command = command.casefold()
        if command in _FILTERS:
            self._conversation.voices = _FILTERS[command]
            self._voices("")
        elif command in self._commands:
            self._commands[command](argument.strip())
        elif command.startswith("/"):
            self._notice(texts.UNKNOWN_COMMAND.format(command=one_line(command)))
        elif (talk := small_talk(line)) is not None:
            self._talk(talk)
        else:
            self._ask(line)

    def _talk(self, talk: Talk) -> None:
        """A short word to what was said in passing."""
        match talk:
            case Talk.GREETING:
                count = texts.count_of_documents(len(self._shelf.documents()))
                self._notice(f"{texts.GREETED.format(count=count)} {texts.WELCOME}")
            case Talk.THANKS:
                self._notice(texts.THANKED)
            case Talk.ABOUT:
                self._help("")
            case Talk.NOTHING:
                self._notice(texts.NOTHING_ASKED)

    def _ask(self, line: str) -> None:
        try:
            reply = self._conversation.ask(line)
        except Exception as error:  # noqa: BLE001 - the conversation goes on after a failure
            self._notice(told(error))
            return
        self._screen.show(answer_blocks(reply.result, reply.notice))

    def _help(self, _: str) -> None:
        self._notice(texts.HELP)

    def _documents(self, _: str) -> None:
        self._screen.show(document_blocks(self._shelf.documents()))

    def _read(self, argument: str) -> None:
        documents = self._shelf.documents()
        number = int(argument) if argument.isascii() and argument.isdecimal() else 0
        found = self._shelf.article(documents[number - 1].id) if 0 < number <= len(documents) else None
        if found is None:
            self._notice(texts.READ_WHICH.format(count=len(documents)))
            return
        self._screen.show(article_blocks(*found, marks=not self._screen.coloured))

    def _new(self, _: str) -> None:
        self._conversation.forget()
        self._notice(texts.NEW_CONVERSATION)

    def _voices(self, _: str) -> None:
        chosen = [texts.VOICE_NAMES[voice] for voice in Voice if voice in self._conversation.voices]
        self._notice(texts.VOICES_NOW.format(voices=", ".join(chosen) or texts.ALL_VOICES))

    def _standalone(self, _: str) -> None:
        turns = self._conversation.turns
        self._notice(turns[-1].question.standalone if turns else texts.NO_QUESTION_YET)

    def _notice(self, text: str) -> None:
        self._screen.show(notice_blocks(text))

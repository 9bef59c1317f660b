"""Blocks on a terminal: colours by voice where they are wanted, marks where they are not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from chat import texts
from chat.rendering import Block, Kind, Line, Run, Style, marks_loaded

_COLOURS = {
    Style.PLAIN: "",
    Style.HEADING: "bold",
    Style.TITLE: "bold",
    Style.SOURCE: "yellow",
    Style.MARKER: "cyan",
    Style.QUIET: "dim",
    Style.REPORTED: "green",
    Style.ATTRIBUTED: "yellow",
    Style.OPINION: "magenta",
}
_INDENT = {Kind.SECTION: 2, Kind.PASSAGES: 2}


class _Console(Console):
    """Rich's console, but a reader that left is the caller's to judge: rich would end the program with 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


class Screen:
    """Where answers are printed. Colour only on a terminal that shows it and without NO_COLOR."""

    def __init__(self, stream: TextIO | None = None) -> None:
        # NO_COLOR, TERM=dumb and pipes are rich's to recognise.
        self._console = _Console(file=stream or sys.stdout, highlight=False, markup=False, emoji=False)
        self.coloured = self._console.color_system is not None and not self._console.no_color

    def show(self, blocks: Sequence[Block]) -> None:
        """Print the blocks, a blank line between them, and a legend if loaded words are marked."""
        legend = texts.LOADED_LEGEND_COLOUR if self.coloured else texts.LOADED_LEGEND
        if marks_loaded(blocks):
            blocks = [*blocks, Block(Kind.LEGEND, (), ((Run(legend, Style.QUIET),),))]
        for number, block in enumerate(blocks):
            if number:
                self._print(Text(""))
            self._show_block(block)
        self._console.file.flush()

    def _show_block(self, block: Block) -> None:
        if block.heading:
            self._print(self._painted(block.heading))
        indent = _INDENT.get(block.kind, 0) if block.heading else 0
        for line in block.lines:
            self._print(self._painted(line), indent)

    def _painted(self, line: Line) -> Text:
        text = Text()
        for run in line:
            if not self.coloured:
                text.append(f"‹{run.text}›" if run.loaded else run.text)
            else:
                text.append(
                    run.text, f"{_COLOURS[run.style]} underline" if run.loaded else _COLOURS[run.style]
                )
        return text

    def _print(self, text: Text, indent: int = 0) -> None:
        if self._console.is_terminal:
            self._console.print(Padding(text, (0, 0, 0, indent), expand=False) if indent else text)
        else:  # a pipe takes each line whole
            self._console.print(Text(" " * indent) + text if indent else text, soft_wrap=True)

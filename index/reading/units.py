"""The units a page is judged by: a line, or a paragraph whose lines were wrapped at a width.

Knows nothing of formats nor of debris. All offsets count characters of the text given in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from index.model import Span
from index.reading.furniture import is_furniture

# Beyond this width a line is a paragraph of its own, not a piece of one that was wrapped.
_WIDEST_WRAP = 110
_NARROWEST_WRAP = 40
_WRAP_SLACK = 8
_LONGEST_ROW = 1_000
_FEW_WORDS = 3

_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)")
_MARKDOWN_HEAD = re.compile(r"^(?:[#>*+\-•]+\s+)+|\s#+$")
_LINKS_ONLY = re.compile(r"(?:\[[^\[\]]{1,200}\]\([^()\s]{1,500}\)\s*[|/·•,–—-]?\s*)+")
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)")
_TERMINAL = re.compile(r"[.!?…。！？؟।][\"'”’»)\]*_]*(?:\[\d+\])?$|[.!?…][\"'”’»)]*\s*\([^()]{1,40}\)$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")


@dataclass(frozen=True)
class Unit:
    """One line or one wrapped paragraph: where it stands, and its words on one line.

    `plain` has them without markdown's signs, blanks collapsed; `block` counts
    the runs of lines that no blank line divides.
    """

    span: Span
    words_on_one_line: str
    plain: str
    block: int

    @cached_property
    def key(self) -> str:
        """What two units share when they say the same: case, blanks and signs aside."""
        return self.plain.casefold()

    @cached_property
    def word_count(self) -> int:
        """How many words there are; two characters count as one where no blanks divide words."""
        return len(_WORD.findall(self.plain)) + len(_CJK.findall(self.plain)) // 2

    @cached_property
    def ends_a_sentence(self) -> bool:
        """True when the last character closes a sentence (quotes and brackets aside)."""
        return bool(_TERMINAL.search(self.plain[-60:]))

    @property
    def is_links(self) -> bool:
        """True for a line of markdown links and nothing else."""
        words = self.words_on_one_line.strip(" *_")
        return words.startswith("[") and len(words) < 1000 and bool(_LINKS_ONLY.fullmatch(words))

    @property
    def is_mostly_links(self) -> bool:
        """True for two markdown links or more with little beside them: a row to choose from."""
        words = self.words_on_one_line
        if "](" not in words or len(words) > _LONGEST_ROW or self.ends_a_sentence:
            return False
        linked = [len(link.split()) for link in _MARKDOWN_LINK.findall(words)]
        return len(linked) > 1 and self.word_count - sum(linked) <= max(sum(linked), _FEW_WORDS)

    @property
    def is_prose(self) -> bool:
        """True for what reads as sentences rather than as a label, a heading or a link."""
        return self.word_count >= 26 or (self.word_count >= 8 and self.ends_a_sentence)


def plain(words: str) -> str:
    """`words` without markdown's signs and byte order marks, every run of blanks as one space."""
    words = words.replace("\ufeff", "").replace("\u200b", "")
    if "](" in words:
        words = _MARKDOWN_LINK.sub(r"\1", words)
    if any(sign in words for sign in "#>*_+-•"):
        words = _EMPHASIS.sub("", _MARKDOWN_HEAD.sub("", words.strip()))
    return " ".join(words.split())


def units_of(text: str) -> list[Unit]:
    """The units of `text` in order: every non-blank character lies in exactly one."""
    return [
        _unit(text, lines, number)
        for number, block in enumerate(_blocks(text))
        for lines in _paragraphs(text, block)
    ]


def _blocks(text: str) -> list[list[Span]]:
    """Runs of non-blank lines, each line as the span of its non-blank part."""
    blocks: list[list[Span]] = [[]]
    start = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            first = start + line.index(stripped[0])
            blocks[-1].append(Span(first, first + len(stripped)))
        elif blocks[-1]:
            blocks.append([])
        start += len(line)
    return blocks if blocks[-1] else blocks[:-1]


def _paragraphs(text: str, block: list[Span]) -> list[list[Span]]:
    """The lines of a block, joined where a line was broken only for want of room."""
    width = max(line.end - line.start for line in block)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return [[line] for line in block]
    groups: list[list[Span]] = [[block[0]]]
    for line in block[1:]:
        if _continues(text, groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [part for group in groups for part in _only_prose_joined(text, group)]


def _only_prose_joined(text: str, group: list[Span]) -> list[list[Span]]:
    """The group if its lines make sentences, else line by line: labels of like length only look wrapped."""
    if len(group) == 1:
        return [group]
    ends = (group[0].of(text), group[-1].of(text))
    if _unit(text, group, 0).is_prose and not any(is_furniture(plain(line)) for line in ends):
        return [group]
    return [[line] for line in group]


def _unit(text: str, lines: list[Span], block: int) -> Unit:
    words = " ".join(line.of(text) for line in lines)
    return Unit(Span(lines[0].start, lines[-1].end), words, plain(words), block)


def _continues(text: str, group: list[Span], line: Span, width: int) -> bool:
    before = group[-1]
    length = before.end - before.start
    first_word = text[line.start : min(line.end, line.start + 80)].split(maxsplit=1)[0]
    if first_word[0] in "#>*+-•|" or text[before.start] in "#|":
        return False
    closes = bool(_TERMINAL.search(text[max(before.start, before.end - 60) : before.end]))
    if length + 1 + len(first_word) > width - _WRAP_SLACK:
        # A full line that closes a sentence may be a paragraph of its own, unless lines above it are wrapped.
        return not closes or len(group) > 1
    return length >= _NARROWEST_WRAP and first_word[0].islower() and not closes

"""What a document says by voice: shares, who is quoted how often, its whole text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chat.article import article_blocks
from chat.rendering import Line, Style
from chat.telegram.markup import BLANK, Bit, Mark, Row, bold, italic, one_line, row
from chat.telegram.words import Words
from index.model import Document, Labelling, Voice

_BAR = 20
_MOST_QUOTED = 6
_FULL, _EMPTY = "█", "░"


def share_rows(document: Document, labelling: Labelling, words: Words) -> list[Row]:
    """A bar for each voice with its share of the text, and who is quoted how often."""
    lengths = Counter(dict.fromkeys(Voice, 0))
    for each in labelling.spans:
        lengths[each.voice] += len(each.span.of(document.text).strip())
    total = sum(lengths.values()) or 1
    rows = [row(bold(words.shares), leads=True)]
    for voice in Voice:
        share = lengths[voice] / total
        full = round(share * _BAR)
        rows.append(row(f"{_FULL * full}{_EMPTY * (_BAR - full)} {share:.0%} {words.headings[voice]}"))
    return [*rows, BLANK, *_quoted_rows(labelling, words)]


def text_rows(document: Document, labelling: Labelling, words: Words) -> list[Row]:
    """The whole text; where the voice changes, a mark says whose words follow."""
    *_, text = article_blocks(document, labelling, marks=True, safe=_as_it_is)
    legend = [f"[R] {words.headings[Voice.REPORTED]}", f"[A] {words.headings[Voice.ATTRIBUTED]}"]
    legend.append(f"[O] {words.headings[Voice.OPINION]}")
    if document.boilerplate:
        legend.append(f"[–] {words.page_debris}")
    return [row(italic("   ".join(legend))), BLANK, *(_row(line) for line in text.lines)]


def _as_it_is(text: str) -> str:
    """The text, to be made safe row by row; of a line's two ends, the one that Telegram knows."""
    return text.replace("\r\n", " \n")


def _row(line: Line) -> Row:
    bits = []
    for run in line:
        marks = (
            [Mark.BOLD] if run.style is Style.MARKER else [Mark.ITALIC] if run.style is Style.QUIET else []
        )
        bits.append(Bit(run.text, (*marks, *([Mark.UNDERLINE] if run.loaded else []))))
    return row(*bits)


def _quoted_rows(labelling: Labelling, words: Words) -> Sequence[Row]:
    """Who speaks how often; a saying that goes on over several clauses counts once."""
    counted: Counter[str] = Counter()
    before: tuple[str, ...] = ()
    for each in labelling.spans:
        if each.sources and each.sources != before:
            counted[one_line(each.sources[-1])] += 1
        before = each.sources
    if not counted:
        return [row(words.nobody_quoted)]
    named = [row(f"• {name} — {words.times(count)}") for name, count in counted.most_common(_MOST_QUOTED)]
    return [row(bold(words.quoted_most), leads=True), *named]

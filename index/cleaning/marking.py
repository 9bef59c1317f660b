"""Which units of a page are debris: whole lines and paragraphs, judged by rules, then by what was learned.

The rule when in doubt: a word of the article is worth more than a line of debris left in.
"""

from __future__ import annotations

from collections.abc import Callable

from index.cleaning.headings import mark_subheads
from index.cleaning.learned import mark_learned
from index.cleaning.page import Page
from index.cleaning.repeats import mark_repeats
from index.cleaning.sections import mark_sections
from index.cleaning.zones import mark_head, mark_lines, mark_tail
from index.model import Document, SourceText, Span
from index.reading.units import units_of


def clean(source: SourceText, learned: Callable[[Page], None] = mark_learned) -> Document:
    """The document of `source`: same text, same metadata, debris marked.

    `boilerplate` holds the source's own marks as well; spans are in order, apart, and within the text.
    `learned` marks what no rule knows; training hands in what it has just made.

    Raises:
        ModelMissing: the packaged judge of lines is not there.
    """
    page = Page(units_of(source.text), source.title, source.author)
    page.mark_spans(source.boilerplate)
    mark_lines(page)
    mark_repeats(page)
    learned(page)
    mark_sections(page)
    mark_tail(page)
    mark_head(page)
    mark_subheads(page)
    spans = [*source.boilerplate, *page.debris_spans(), *_byte_order_mark(source.text)]
    return Document(
        source.path,
        source.text,
        source.title,
        source.author,
        source.published,
        source.address,
        merged(spans, source.text),
    )


def merged(spans: list[Span], text: str) -> tuple[Span, ...]:
    """`spans` in order, within `text`, joined where they overlap or only blanks part them."""
    result: list[Span] = []
    for span in sorted(spans):
        start, end = max(0, span.start), min(len(text), span.end)
        if start >= end:
            continue
        if result and (start <= result[-1].end or not text[result[-1].end : start].strip()):
            result[-1] = Span(result[-1].start, max(result[-1].end, end))
        else:
            result.append(Span(start, end))
    return tuple(result)


def _byte_order_mark(text: str) -> list[Span]:
    # Not a blank to Python, and no word of the article: unmarked, it would stand inside the first passage.
    return [Span(0, 1)] if text.startswith("\ufeff") else []

"""PDF files: lines joined to paragraphs, running heads set apart, title and author where plausible."""

from __future__ import annotations

import io
import logging
import re
import statistics
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from pypdf import DocumentInformation, PageObject, PdfReader

from index.errors import BrokenFile, EmptyFile, EncryptedFile, OversizedFile
from index.model import SourceText, Span
from index.reading.head import read_head
from index.reading.names import author_of
from index.reading.signatures import Metadata

_MOST_PAGES = 3000
_EDGE_LINES = 2
_WIDE_GAP = 1.3
_SIZE_CHANGE = 0.15
_CLOSED = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_HYPHENATED = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_NUMBERS = re.compile(r"\d+")
_NO_TITLE = re.compile(
    r"untitled.*|microsoft (?:word|powerpoint) - .*|"
    r".*\.(?:docx?|pdf|indd|qxd|rtf|odt|tex|dvi|pptx?|html?|txt)|"
    r"[\w\-]{0,40}\d{5,}\S*|(?:slide|page|document|print) ?\d*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Line:
    """A line of a page: its words, how high it stands, and the size of its letters."""

    words: str = ""
    height: float = 0.0
    size: float = 0.0


def read_pdf(data: bytes, shown: str) -> SourceText:
    """The words of a PDF, wrapped lines joined, paragraphs divided by blank lines.

    Lines that stand at the edge of most pages come once, at the end, as boilerplate. The date a file was
    made is no date of publication and is not taken.

    Raises:
        BrokenFile, EncryptedFile, OversizedFile: as their names say.
        EmptyFile: it has no text layer.
    """
    pages, known = _opened(data, shown)
    pages, running = _without_running_lines(pages)
    body = "\n\n".join(_paragraphs(pages))
    if not body.strip():
        raise EmptyFile(shown, "holds no text; if it is a scan, run it through text recognition first")
    head = read_head(body, known)
    text, spans = body, list(head.spans)
    if running:
        text = "\n\n".join([body, *running])
        spans.append(Span(len(body) + 2, len(text)))
    found = head.metadata
    return SourceText(shown, text, found.title, found.author, found.published, found.address, tuple(spans))


def _opened(data: bytes, shown: str) -> tuple[list[list[str]], Metadata]:
    """The lines of each page, and what the file's properties say."""
    # Its warnings on damaged files would reach the terminal; what matters of them is in our errors.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        _refuse(reader, shown)
        pages = [_lines(page) for page in reader.pages]
        return pages, _metadata(reader.metadata)
    except (EncryptedFile, OversizedFile):
        raise
    except Exception as error:  # noqa: BLE001 - damaged files make pypdf raise far more than its own errors
        raise BrokenFile(shown, f"is damaged ({type(error).__name__}); export it again") from None


def _lines(page: PageObject) -> list[str]:
    """The page's lines, with an empty one wherever the gap or the size of the letters ends a paragraph."""
    lines = [_Line()]

    def take(words: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        height = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        for number, piece in enumerate(words.split("\n")):
            if number:
                lines.append(_Line())
            if piece.strip() and not lines[-1].words.strip():
                lines[-1].height, lines[-1].size = height, size
            lines[-1].words += piece

    page.extract_text(visitor_text=take)
    written = [line for line in lines if line.words.strip()]
    gaps = [abs(above.height - below.height) for above, below in pairwise(written)]
    usual = statistics.median(gap for gap in gaps if gap > 0) if any(gaps) else 0.0
    result = [line.words for line in written[:1]]
    for (above, below), gap in zip(pairwise(written), gaps, strict=True):
        resized = abs(above.size - below.size) > _SIZE_CHANGE * max(above.size, below.size)
        result += ["", below.words] if gap > usual * _WIDE_GAP or resized else [below.words]
    return result


def _refuse(reader: PdfReader, shown: str) -> None:
    if reader.is_encrypted and not reader.decrypt(""):
        raise EncryptedFile(shown, "needs a password; save a copy without one")
    if len(reader.pages) > _MOST_PAGES:
        raise OversizedFile(shown, f"has more than {_MOST_PAGES:,} pages; split it into parts")


def _metadata(properties: DocumentInformation | None) -> Metadata:
    title = " ".join((properties.title or "").split()) if properties else ""
    author = str(properties.author or "") if properties else ""
    return Metadata(title if title and not _NO_TITLE.fullmatch(title) else None, author_of(author))


def _without_running_lines(pages: list[list[str]]) -> tuple[list[list[str]], list[str]]:
    """The pages without heads, feet and page numbers, and each such line once (page numbers left out)."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_shape(line) for line in _edges(page)})
    enough = max(2, (len(pages) + 1) // 2)
    running: dict[str, str] = {}
    kept: list[list[str]] = []
    for page in pages:
        edges = _edges(page)
        drop = {line for line in edges if line.strip() and counts[_shape(line)] >= enough}
        for line in drop:
            if any(character.isalpha() for character in line):
                running.setdefault(_shape(line), line.strip())
        kept.append([line for line in page if line not in drop])
    return kept, list(running.values())


def _edges(page: list[str]) -> list[str]:
    lines = [line for line in page if line.strip()]
    if len(lines) > 2 * _EDGE_LINES:
        return lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]
    return [lines[0], lines[-1]] if len(lines) > 1 else []


def _shape(line: str) -> str:
    return _NUMBERS.sub("0", " ".join(line.split()))


def _paragraphs(pages: list[list[str]]) -> list[str]:
    """The lines of all pages as paragraphs, which may run on over a page's end."""
    whole = "\n".join(line for page in pages for line in page)
    vocabulary = set(re.findall(r"[\w-]+", whole.lower()))
    paragraphs: list[str] = []
    open_paragraph = ""
    for page in pages:
        width = _width(page)
        for line in (" ".join(line.split()) for line in page):
            if line and open_paragraph:
                open_paragraph = _joined(open_paragraph, line, vocabulary)
            elif line:
                open_paragraph = line
            if open_paragraph and (not line or _is_last_line(line, width)):
                paragraphs.append(open_paragraph)
                open_paragraph = ""
    return [*paragraphs, open_paragraph] if open_paragraph else paragraphs


def _width(page: list[str]) -> int:
    lengths = sorted(len(line.strip()) for line in page if line.strip())
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _is_last_line(line: str, width: int) -> bool:
    """True for a line with so much room left that the next word would have fitted: a paragraph ends."""
    return len(line) < width * (0.85 if _CLOSED.search(line) else 0.55)


def _joined(paragraph: str, line: str, vocabulary: set[str]) -> str:
    """The two with a blank between; a word that was divided is one again, unless the hyphen is its own."""
    divided = _HYPHENATED.search(paragraph)
    if not divided or not line[0].islower():
        return f"{paragraph} {line}"
    rest = re.match(r"[\w-]*", line)
    first, second = divided[1].lower(), rest[0].lower() if rest else ""
    keeps = f"{first}-{second}" in vocabulary and f"{first}{second}" not in vocabulary
    return (paragraph[:-1] + "-" if keeps else paragraph[:-1]) + line

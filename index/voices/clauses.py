"""Clauses: where a sentence of the author's is cut, so that a judgement does not hide in a report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.language.words import words
from index.model import Span

# A dash with blanks, a semicolon, a colon, or a comma before a word that turns or adds a clause.
_CUT = re.compile(
    r"\s+[—–-]{1,2}\s+|—|;\s+|(?<!\bFact)(?<!\bfact):\s+"
    r"|,\s+(?=(?:but|yet|which|while|whereas|although|though|as if|as though|as \w+ always|because|"
    r"since|so|or so|not that|a \w+ that|an \w+ that|"
    r"what|making|proving|showing|leaving|turning|thereby|likely|hardly|scarcely|no doubt|needless|"
    r"and (?:it|they|he|she|we|that|this|the|there|no|so|a|an))\b)"
    r"|\s+(?=\((?![^)]{0,12}\)))",
    re.IGNORECASE,
)
_SHORTEST = 3


def clauses(text: str, span: Span, sources: Sequence[int] = ()) -> list[Span]:
    """The clauses of `span`, in order and together covering its words; blanks between them are left out.

    `sources` are places where a source is named; after a comma a clause begins there. Pieces of fewer than
    three words stay with their neighbour.
    """
    edges = [span.start, span.end]
    edges += [_edge(match) for match in _CUT.finditer(text, span.start, span.end)]
    edges += [at for at in sources if text[span.start : at].rstrip().endswith(",")]
    edges.sort()
    pieces: list[Span] = []
    for start, end in pairwise(edges):
        if end <= start:
            continue
        too_short = sum(word.is_word for word in words(text, start, end)) < _SHORTEST
        if pieces and too_short:
            pieces[-1] = Span(pieces[-1].start, end)
        else:
            pieces.append(Span(start, end))
    return _merged_head(text, [_trimmed(text, piece) for piece in pieces])


def _edge(match: re.Match[str]) -> int:
    """A dash goes with the clause after it, a comma or colon with the one before."""
    return match.start() if match.group().strip() in ("—", "–", "-", "--") else match.end()


def _merged_head(text: str, pieces: list[Span]) -> list[Span]:
    """A first piece that is too short ("Yet —") goes with the second."""
    if (
        len(pieces) > 1
        and sum(word.is_word for word in words(text, pieces[0].start, pieces[0].end)) < _SHORTEST
    ):
        return [Span(pieces[0].start, pieces[1].end), *pieces[2:]]
    return pieces


def _trimmed(text: str, span: Span) -> Span:
    inside = span.of(text)
    start = span.start + len(inside) - len(inside.lstrip())
    return Span(start, max(start, span.start + len(inside.rstrip())))

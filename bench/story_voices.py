"""The voices of a briefing's statements, held against our labelled documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from answering.model import Citation, Statement
from bench.corpus import LabelledExample, Split, load
from bench.story_pairs import Held
from briefing.compose import compose
from briefing.model import Length, Wanted
from index.cleaning import clean
from index.model import Span, Voice
from index.reading import read
from index.store.embedding import Embedder


@dataclass(frozen=True, slots=True)
class Voices:
    """Statements told, those in the voice of their label, and opinions told as reports."""

    told: int
    right: int
    opinions_as_reports: int


def measured(split: Split, embedder: Embedder) -> Voices:
    """A long briefing of the split; a statement's label is that of the clause it mostly covers."""
    examples = load(split)
    documents = [clean(read(each.path, shown=str(each.path))) for each in examples]
    gold = {str(each.path): each for each in examples}
    held = Held(documents, embedder)
    briefing = compose(held, held.documents(), Wanted(length=Length.LONG))
    cited = {each.n: each for each in briefing.citations}
    seen: Counter[tuple[Voice, Voice]] = Counter()
    for item in briefing.items:
        for statement in item.statements:
            citation = cited[statement.citations[0]]
            seen[statement.voice, _label(statement, citation, gold[citation.document.path])] += 1
    right = sum(count for (told, label), count in seen.items() if told is label)
    return Voices(seen.total(), right, seen[Voice.REPORTED, Voice.OPINION])


def _label(statement: Statement, citation: Citation, example: LabelledExample) -> Voice:
    start = citation.span.start + citation.text.index(statement.text)
    place = Span(start, start + len(statement.text))

    def shared(clause: Span) -> int:
        return min(clause.end, place.end) - max(clause.start, place.start)

    return max(example.clauses, key=lambda each: shared(each.span)).voice

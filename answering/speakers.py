"""Whose sayings a question is after: "Bale", "the mayor" or "Press TV" among the sources of passages."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from answering.ports import PassageFinder
from answering.wording import meaningful, stem
from index.model import FoundPassage, Voice

_DOCUMENTS = 6
_READ = 2
_SHORT = 40
"""A document of at most so many passages is read whole when it is among the first found."""


def is_one_of(speaker: str, sources: Sequence[str]) -> bool:
    """True when every meaningful word of `speaker`, or its last name, stands in one of the sources."""
    wanted = [stem(word) for word in meaningful(speaker)]
    if not wanted:
        return False
    for source in sources:
        words = {stem(word) for word in meaningful(source)}
        if set(wanted) <= words or (wanted[-1] in words and _is_name(speaker)):
            return True
    return False


def spoken_by(finder: PassageFinder, speaker: str, found: Sequence[FoundPassage]) -> list[FoundPassage]:
    """Further passages of the documents found in which `speaker` speaks: "he" hides a name from a search."""
    have = {passage.passage.id for passage in found}
    documents = {passage.document.id: passage.document for passage in found}
    more = []
    for identity, info in list(documents.items())[:_DOCUMENTS]:
        for passage in finder.passages(identity):
            if passage.id in have:
                continue
            if any(v.voice is Voice.ATTRIBUTED and is_one_of(speaker, v.sources) for v in passage.voiced):
                more.append(FoundPassage(passage, info, 0.0))
    return more


def rest_of(
    finder: PassageFinder, found: Sequence[FoundPassage], voices: Collection[Voice]
) -> list[FoundPassage]:
    """The further passages of the documents found first: other words hide them from a search."""
    have = {passage.passage.id for passage in found}
    first = list({passage.document.id: passage.document for passage in found}.items())[:_READ]
    more = []
    for identity, info in first:
        passages = finder.passages(identity)
        if len(passages) <= _SHORT:
            more += [
                FoundPassage(passage, info, 0.0)
                for passage in passages
                if passage.id not in have and any(each.voice in voices for each in passage.voiced)
            ]
    return more


def _is_name(speaker: str) -> bool:
    last = speaker.split()[-1]
    return last[:1].isupper() or len(speaker.split()) == 1

"""Agreements and contradictions on our own pairs of articles: what a briefing of each pair finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.files import BadFile, json_lines
from briefing.compose import compose
from briefing.model import Briefing
from index.model import Document, DocumentInfo, FoundPassage, Page, Passage, Voice
from index.splitting import split
from index.store.embedding import Embedder
from index.store.pointing import pointer
from index.voices import label

PAIRS = (Path("tests/data/stories/pairs.jsonl"), Path("tests/data/stories/more_pairs.jsonl"))
AGREEING, CONTRADICTING, BESIDE, UNRELATED = "agreeing", "contradicting", "beside", "unrelated"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, what they are to each other, and what they contradict each other in, if they do."""

    kind: str
    difference: str | None
    documents: tuple[Document, Document]


class Held:
    """Documents in memory, as a briefing asks for them; nothing is searched in them."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder) -> None:
        """Label and split them."""
        self._passages = {each.id: split(each, label(each)) for each in documents}
        self._infos = [_info(each) for each in documents]
        self._embedder = embedder

    def find(
        self,
        question: str,
        *,
        limit: int = 12,
        documents: Collection[str] | None = None,
        voices: Collection[Voice] | None = None,
    ) -> Sequence[FoundPassage]:
        """Nothing: a briefing without a topic does not search."""
        return ()

    def nearness(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """As `PassageFinder.nearness`."""
        if not texts:
            return []
        return [
            float(each) for each in self._embedder.embed(list(texts)) @ self._embedder.embed_one(question)
        ]

    def told(self, question: str, page: Page) -> Sequence[float]:
        """As `PassageFinder.told`."""
        return pointer().told(question, page)

    def passages(self, document_id: str) -> Sequence[Passage]:
        """As `PassageFinder.passages`."""
        return self._passages.get(document_id, ())

    def documents(self) -> Sequence[DocumentInfo]:
        """As `PassageFinder.documents`."""
        return self._infos


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found: right and false agreements and contradictions, and stories joined or kept apart."""

    agreements: int
    false_agreements: int
    contradictions: int
    false_contradictions: int
    joined: int
    falsely_joined: int
    missed: tuple[str, ...]
    agreeing: int
    contradicting: int
    beside: int
    unrelated: int

    @property
    def of_one_story(self) -> int:
        """Pairs that tell of one event."""
        return self.agreeing + self.contradicting + self.beside


def pairs(*paths: Path) -> list[Pair]:
    """The pairs of files, of both of ours where none is named.

    Raises:
        BadFile: one is not there or is no file of pairs.
    """
    return [pair for path in paths or PAIRS for pair in _pairs(path)]


def measured(every: Sequence[Pair], embedder: Embedder) -> Counts:
    """A briefing of each pair, and what it says of the two."""
    seen: Counter[str] = Counter(pair.kind for pair in every)
    missed: list[str] = []
    for pair in every:
        told = compose(held := Held(pair.documents, embedder), held.documents())
        joined, agreed = len(told.items) == 1, _agreements(told)
        differences = [each.difference.value for item in told.items for each in item.contradictions]
        right = pair.kind == CONTRADICTING and pair.difference in differences
        seen["joined" if pair.kind != UNRELATED else "falsely joined"] += joined
        seen["agreed" if pair.kind == AGREEING else "falsely agreed"] += bool(agreed)
        seen["contradicted"] += right
        seen["falsely contradicted"] += len(differences) - right
        if not _as_expected(pair.kind, joined=joined, agreed=agreed, right=right):
            missed.append(f"{pair.kind}: {pair.documents[0].title} / {pair.documents[1].title}")
    return Counts(
        seen["agreed"], seen["falsely agreed"], seen["contradicted"], seen["falsely contradicted"],
        seen["joined"], seen["falsely joined"], tuple(missed), seen[AGREEING],
        seen[CONTRADICTING], seen[BESIDE], seen[UNRELATED],
    )  # fmt: skip


def _as_expected(kind: str, *, joined: bool, agreed: int, right: bool) -> bool:
    if kind == UNRELATED:
        return not joined
    return bool(agreed) if kind == AGREEING else right if kind == CONTRADICTING else joined and not agreed


def _agreements(briefing: Briefing) -> int:
    return sum(len(each.documents) > 1 for item in briefing.items for each in item.carried)


def _pairs(path: Path) -> Iterator[Pair]:
    for place, line in json_lines(path):
        try:
            one, other = (
                Document(
                    path=f"{number}.txt",
                    text=each["text"],
                    title=each["title"],
                    published=date.fromisoformat(each["published"]),
                )
                for number, each in enumerate(line["documents"])
            )
            yield Pair(line["kind"], line["difference"], (one, other))
        except (KeyError, TypeError, ValueError) as error:
            raise BadFile(f"{place} is no pair of articles: {error!r}.") from error


def _info(each: Document) -> DocumentInfo:
    return DocumentInfo(each.id, each.path, each.title, each.author, each.published, each.address)

"""Questions made from texts alone, to begin with: a clause without what is asked for, and an asking word.

They teach to meet a question's words in a passage and to look for a time, an amount, a name beside them.
"""

from __future__ import annotations

import random
import re
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from index.model import Clause, Page, Span, Voice
from index.store.stopwords import STOP_WORDS
from training.corpus_reader import read_split
from training.pointer_data import Example, Labelled

_SENTENCE = re.compile(r"[^\s].*?(?:[.!?][”\"’)]*(?=\s|$)|\n|$)", re.DOTALL)
_CLAUSE = re.compile(r"(?<=[,;:—–])\s+|\s+(?=(?:and|but|who|which|because|after|when|while)\s)")
_WORD = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*%?|[£$€]\d[\d,.]*")
_PASSAGE = 60
_SHORTEST = 5
_FEWEST = 3
_SMALL_LOST = 0.6
_MONTH = "January|February|March|April|June|July|August|September|October|November|December"
_ASKED = (
    (
        ("when", "what year", "what day", "since when", "what time"),
        re.compile(
            rf"\b(?:(?:in|on|at|by|since|until|last|this|next) )?(?:(?:{_MONTH})(?: \d+)?(?:,? \d{{4}})?|"
            r"(?:19|20)\d\d|"
            r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|tonight|last (?:week|month|year|night))\b"
        ),
    ),
    (
        ("how much", "what was the cost", "how much money", "at what price", "what did it cost"),
        re.compile(r"[£$€]\s?\d[\d,.]*(?: ?(?:million|billion|bn|m|thousand))?\b"),
    ),
    (
        ("what share", "what percentage", "how many", "how much"),
        re.compile(r"\b\d[\d.]*\s?(?:%|per ?cent)"),
    ),
    (
        ("how many", "how many", "number of", "how large", "how long", "how old"),
        re.compile(
            r"\b(?:\d[\d,.]*\d|\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|"
            r"forty|fifty|hundreds|thousands|dozens)\b(?!%| per ?cent)"
        ),
    ),
    (
        ("where", "in which place", "what city", "where"),
        re.compile(r"\b(?:in|at|near|from) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*"),
    ),
    (
        ("why", "why", "for what reason", "what is the reason"),
        re.compile(r"\b(?:because|to avoid|so that|due to|in order to|as a result of)\b.*"),
    ),
    (
        ("who", "whom", "who", "which company", "what is the name of"),
        re.compile(r"[A-Z]\w+(?: [A-Z][\w’'-]+)+"),
    ),
)
_WHAT = ("what", "what", "which", "how", "what happened to", "")


def questions(polnear: Path, chance: random.Random, each: int = 2) -> Iterator[Example]:
    """Questions about PolNeAR's training texts and our own training documents, some of them not told."""
    for document, pages in _documents(polnear):
        others = list(pages)
        for page in pages:
            for _ in range(each):
                made = _made(document, page, others, chance)
                if made:
                    yield made


def _made(document: str, page: Page, others: Sequence[Page], chance: random.Random) -> Example | None:
    at = chance.randrange(len(page.clauses))
    clause = page.clauses[at]
    words = " ".join(page.text[span.start : span.end] for span in clause.spans)
    if len(words.split()) < _SHORTEST:
        return None
    asked, gone = _cloze(page, clause, words, chance)
    telling = [word for word in _WORD.findall(asked) if word.lower() not in STOP_WORDS]
    if len(telling) < _FEWEST:
        return None
    other = chance.choice(others)
    roll = chance.random()
    if roll < 0.22:  # the words of the question stand elsewhere: nothing tells
        pages = tuple(_silent(each) for each in (other, chance.choice(others)) if each is not page)
        return Example(document, asked, pages) if pages else None
    if roll < 0.4:
        asked = _twisted(asked, other, page, chance)
        if asked:
            return Example(document, asked, _beside(_silent(page), page, other))
        return None
    right = tuple(n == at for n in range(len(page.clauses)))
    clauses = page.clauses
    if clause.voice is Voice.ATTRIBUTED and gone:
        clauses = tuple(replace(each, speaker=each.voice is Voice.ATTRIBUTED) for each in clauses)
    told = Labelled(replace(page, clauses=clauses), right)
    return Example(document, asked, _beside(told, page, other))


def _beside(first: Labelled, page: Page, other: Page) -> tuple[Labelled, ...]:
    return (first,) if other is page else (first, _silent(other))


def _silent(page: Page) -> Labelled:
    return Labelled(page, (False,) * len(page.clauses))


def _cloze(page: Page, clause: Clause, words: str, chance: random.Random) -> tuple[str, bool]:
    """The question for a clause, and whether it asks for what somebody says."""
    if clause.voice is Voice.ATTRIBUTED and chance.random() < 0.6:
        verb = chance.choice(("say about", "claim about", "think of", "warn about", "tell about"))
        return f"what did they {verb} {' '.join(_kept(words, chance, 0.5))}?", True
    if clause.voice is Voice.OPINION and chance.random() < 0.7:
        verb = chance.choice(("think of", "make of", "predict about", "say about", "believe about"))
        return f"what does the author {verb} {' '.join(_kept(words, chance, 0.5))}?", False
    found = [
        (asking, match)
        for asking, form in _ASKED
        for match in form.finditer(words)
        if len(words) - len(match.group()) > 12
    ]
    if not found or chance.random() < 0.2:
        return f"{chance.choice(_WHAT)} {' '.join(_kept(words, chance, 0.5))}?", False
    asking, match = chance.choice(found)
    rest = words[: match.start()] + words[match.end() :]
    kept = _kept(rest, chance, 0.35)
    if asking[0] == "how many":
        after = _WORD.findall(words[match.end() :])[:1]
        kept = [*after, *(word for word in kept if word not in after)]
    context = _WORD.findall(page.title)
    if chance.random() < 0.3 and context:
        kept.append(chance.choice(context))
    return f"{chance.choice(asking)} {' '.join(kept)}?", False


def _kept(words: str, chance: random.Random, lost: float) -> list[str]:
    """The words that stay, in order or turned round; small ones mostly go."""
    found = _WORD.findall(words)
    kept = [word for word in found if chance.random() > _loss(word, lost)]
    if chance.random() < 0.4 and len(kept) > 2:
        at = chance.randrange(1, len(kept))
        kept = kept[at:] + kept[:at]
    return kept[:14]


def _loss(word: str, lost: float) -> float:
    """How often a word goes; names stay more often than other words."""
    if word.lower() in STOP_WORDS:
        return _SMALL_LOST
    return lost * (0.6 if word[:1].isupper() else 1.0)


def _twisted(asked: str, other: Page, page: Page, chance: random.Random) -> str:
    """The question with one of its words changed for one of another passage; "" where none can be."""
    words = asked.split()
    places = [n for n, word in enumerate(words) if n > 1 and word.lower().strip("?") not in STOP_WORDS]
    here = set(_WORD.findall(page.text.lower()))
    fresh = [
        word
        for word in _WORD.findall(other.text)
        if word.lower() not in here and word.lower() not in STOP_WORDS and len(word) > 3
    ]
    if not places or not fresh:
        return ""
    for at in chance.sample(places, min(len(places), 1 + (chance.random() < 0.4))):
        words[at] = chance.choice(fresh)
    return " ".join(words)


def _documents(polnear: Path) -> Iterator[tuple[str, list[Page]]]:
    for document in read_split("train"):
        clauses = [(each.span, each.voice) for each in document.clauses if each.voice is not None]
        pages = list(_pages(document.title, document.text, clauses))
        if pages:
            yield document.name, pages
    with tarfile.open(polnear / "text.tar.gz") as packed:
        for member in packed:
            file = packed.extractfile(member) if member.name.startswith("train/") else None
            if file is None:
                continue
            text = file.read().decode("utf-8", "replace")
            clauses = list(_clauses(text))
            pages = list(_pages(text.strip().partition("\n")[0], text, clauses))
            if pages:
                yield member.name, pages


def _clauses(text: str) -> Iterator[tuple[Span, Voice]]:
    for sentence in _SENTENCE.finditer(text):
        at = sentence.start()
        for joint in [*_CLAUSE.finditer(text, sentence.start(), sentence.end()), None]:
            end = joint.start() if joint else sentence.end()
            if joint and len(text[at:end].split()) < _SHORTEST:
                continue
            if text[at:end].strip():
                quoted = text[at:end].lstrip()[:1] in '“"'
                yield Span(at, end), Voice.ATTRIBUTED if quoted else Voice.REPORTED
            at = joint.end() if joint else end


def _pages(title: str, text: str, clauses: Sequence[tuple[Span, Voice]]) -> Iterator[Page]:
    """Neighbouring clauses of together some sixty words."""
    group: list[tuple[Span, Voice]] = []
    for clause in clauses:
        group.append(clause)
        begin, end = group[0][0].start, group[-1][0].end
        if len(text[begin:end].split()) >= _PASSAGE:
            yield _page(title, text[begin:end], begin, group)
            group = []


def _page(title: str, text: str, begin: int, group: Sequence[tuple[Span, Voice]]) -> Page:
    return Page(title, text, tuple(Clause((span.shifted(-begin),), voice) for span, voice in group))

"""Questions worth asking about documents, made from who speaks in them; each is one that gets an answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from answering.model import Answer
from chat.conversation import Conversation
from chat.telegram.uniting import Articles
from index.model import DocumentInfo, Passage, Voice

_PERSON = re.compile(r"(?:[A-Z][\w.’'-]+ ){1,3}[A-Z][\w’'-]+")
_LOOKED_AT = 6
_TRIED = 18
SAID = "What did {name} say?"
AUTHOR = "What does the author think?"
ABOUT = "What is said about {name}?"


def questions_about(
    articles: Articles, conversation: Conversation, documents: Sequence[DocumentInfo], count: int = 3
) -> list[str]:
    """At most `count` questions that these documents answer, in English, as the answerer reads them best."""
    ids = frozenset(info.id for info in documents)
    asked = conversation.resumed(())
    good: list[str] = []
    for question in islice(_candidates(articles, documents), _TRIED):
        if question in good:
            continue
        result = asked.resumed(()).ask(question).result
        if isinstance(result, Answer) and any(each.document.id in ids for each in result.citations):
            good.append(question)
        if len(good) == count:
            break
    return good


def _candidates(articles: Articles, documents: Sequence[DocumentInfo]) -> Iterator[str]:
    """One kind of question after another, from one document after another, so that the first three differ."""
    people = [_people(articles.passages(info.id)) for info in documents[:_LOOKED_AT]]
    for names in people[:2]:
        yield from (SAID.format(name=name) for name in names[:1])
    yield AUTHOR
    for names in people:
        yield from (SAID.format(name=name) for name in names[1:3])
    for names in people:
        yield from (ABOUT.format(name=name) for name in names[:2])


def _people(passages: Sequence[Passage]) -> list[str]:
    """Who is quoted, most often first."""
    counted: Counter[str] = Counter()
    for passage in passages:
        for each in passage.voiced:
            if each.voice is Voice.ATTRIBUTED and each.sources:
                counted.update([each.sources[-1]])
    return [name for name, _ in counted.most_common() if _PERSON.fullmatch(name)]

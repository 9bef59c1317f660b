"""What a question names goes first, its parts are each answered, and nothing is said twice."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from index.build import MADE_BY
from index.model import Document, Labelling, Span, Voice, VoicedSpan
from index.search import Finder, open_finder
from index.splitting import split
from index.store.embedding import Embedder
from index.store.entries import Entry, Row, heading
from index.store.outlets import mentions, site_of
from index.store.parts import parts
from index.store.ranking import spread
from index.store.widening import pieces
from index.store.writing import Change, Writer

SITES = {"theverge", "techcrunch", "nytimes", "smh", "bbc", "cbssports", "theage"}


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.theverge.com/2023/1/2/story", "theverge"),
        ("https://www.smh.com.au/business/x.html?ref=rss", "smh"),
        ("http://news.bbc.co.uk:8080/1/hi", "bbc"),
        ("https://en.globes.co.il/en/article", "globes"),
        (None, ""),
    ],
)
def test_the_site_of_an_address(address: str | None, site: str) -> None:
    assert site_of(address) == site


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Does the Verge report say so?", ["theverge"]),
        ("What did 'The New York Times' and TechCrunch report?", ["nytimes", "techcrunch"]),
        ("Was the Sydney Morning Herald's story right?", ["smh"]),
        ("What does CBSSports.com expect?", ["cbssports"]),
        ("On the verge of the age of techcrunch, what happened?", []),
        ("What did the New Forest Times say?", []),
    ],
)
def test_sites_are_named_by_words_or_initials(question: str, named: list[str]) -> None:
    found = mentions(question, SITES)
    assert [each.site for each in found] == named
    assert all(each.span.of(question)[0].isupper() for each in found)


def test_a_question_of_two_sites_has_two_parts() -> None:
    question = (
        "Does the TechCrunch article praise the amber phone, while the Verge article doubts the cedar tablet?"
    )
    made = parts(question, mentions(question, SITES))
    assert [(each.site, each.words) for each in made] == [
        ("techcrunch", "praise amber phone"),
        ("theverge", "doubts cedar tablet"),
    ]


def test_a_list_of_sites_is_asked_one_thing() -> None:
    question = "Which company is accused of hoarding in articles from TechCrunch, The Verge and The Age?"
    assert parts(question, mentions(question, SITES)) == []


def test_what_tells_something_new_goes_before_an_equal_that_does_not() -> None:
    has = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    order = spread(np.array([1.0, 0.99, 0.98]), has, np.ones(2), np.eye(3, dtype=np.float32))
    assert [at for at, _ in order] == [0, 2, 1]
    scores = [score for _, score in order]
    assert scores == sorted(scores, reverse=True)


def test_an_echo_goes_last() -> None:
    vectors = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]], np.float32)
    order = spread(np.array([1.0, 0.9, 0.5]), np.zeros((3, 0)), np.zeros(0), vectors)
    assert [at for at, _ in order] == [0, 2, 1]


def article(path: str, site: str, *paragraphs: str) -> Document:
    text = "\n\n".join(paragraphs)
    return Document(path, text, f"About {path}", None, date(2024, 5, 1), f"https://www.{site}.com/{path}")


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Finder:
    folder, embedder = tmp_path_factory.mktemp("ranking") / "index", Embedder()
    told = (
        "The council bought the old brewery for {} pounds. It will be a library by the spring of next year."
    )
    more = [
        f"Paragraph {n} tells how the roof, the walls and the cellar of the brewery were mended."
        for n in range(30)
    ]
    documents = [
        article("one", "theverge", told.format("nine million"), *more),
        article("two", "techcrunch", told.format("eight million"), *more[:3]),
        article("three", "techcrunch", "Elks were seen near the lake.", "Nobody knows why they came."),
    ]
    with Writer(folder, MADE_BY) as writer:
        staged = writer.stage(_entry(each, embedder) for each in documents)
        writer.publish(Change(live=staged))
    return open_finder(folder, embedder)


def _entry(document: Document, embedder: Embedder) -> Entry:
    labelling = Labelling((VoicedSpan(Span(0, len(document.text)), Voice.REPORTED),))
    passages = split(document, labelling)
    vectors = embedder.embed([f"{heading(document)}\n{each.text}" for each in passages])
    return Entry(document.id, document, labelling, tuple(Row(each.id, each) for each in passages), vectors)


@pytest.mark.parametrize(("outlet", "path"), [("Verge", "one"), ("TechCrunch", "two")])
def test_the_site_that_is_named_goes_first(finder: Finder, outlet: str, path: str) -> None:
    first = finder.find(f"What did the council pay for the brewery, in the {outlet} report?")[0]
    assert first.document.path == path
    assert "million" in first.passage.text


def test_a_stretch_is_one_span_of_its_document_and_none_overlap(finder: Finder) -> None:
    found = finder.stretches("What became of the brewery's roof and cellar?", limit=6, pieces=120)
    assert len(found) == 6
    for each in found:
        document = finder.document(each.passage.document_id)
        assert document is not None
        assert each.passage.text == each.passage.span.of(document.text)
        assert pieces(each.passage.text) <= 120
        assert all(each.passage.span.contains(voiced.span) for voiced in each.passage.voiced)
    spans = sorted((each.document.path, each.passage.span) for each in found)
    assert not any(a == b and one.overlaps(other) for (a, one), (b, other) in pairwise(spans))
    assert max(len(each.passage.text.split()) for each in found) > 40


def test_stretches_of_chosen_documents_alone(finder: Finder) -> None:
    chosen = [info.id for info in finder.documents() if info.path == "two"]
    found = finder.stretches("What was paid for the brewery?", documents=chosen)
    assert {each.document.path for each in found} == {"two"}
    assert finder.stretches("  ") == []

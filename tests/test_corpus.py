"""The labelled documents keep the rules that their README states."""

import json
import re
import shutil
from pathlib import Path

import pytest

from bench import corpus
from bench.corpus import CorpusError, GoldQuestion, LabelledExample, Split
from index.model import Voice

SPLITS: tuple[Split, ...] = ("dev", "heldout", "seed")
EXAMPLES = [(split, example) for split in SPLITS for example in corpus.load(split)]
KINDS = {
    "who",
    "when",
    "where",
    "how many",
    "what",
    "why",
    "what did X say",
    "what does the author think",
    "yes-no",
}

every_document = pytest.mark.parametrize("example", [e for _, e in EXAMPLES], ids=lambda e: e.name)


def gold_questions(example: LabelledExample) -> list[GoldQuestion]:
    return [*example.questions, *(turn for turns in example.conversations for turn in turns)]


def test_every_document_is_labelled() -> None:
    for split in ("dev", "heldout"):
        documents = {p.stem for s in ("*.txt", "*.md") for p in (corpus.DOCUMENTS / split).glob(s)}
        assert documents == {e.name for s, e in EXAMPLES if s == split}
        assert len(documents) == 8


@every_document
def test_every_letter_and_digit_is_covered_exactly_once(example: LabelledExample) -> None:
    covered = [0] * len(example.text)
    for span in [*(c.span for c in example.clauses), *example.boilerplate]:
        for i in range(span.start, span.end):
            covered[i] += 1
    bare = [i for i, c in enumerate(example.text) if covered[i] != 1 and c.isalnum()]
    assert bare == []
    assert max(covered) == 1


@every_document
def test_clauses_are_in_reading_order(example: LabelledExample) -> None:
    spans = [c.span for c in example.clauses]
    assert spans == sorted(spans)
    assert len(spans) >= 50


@every_document
def test_sources_belong_to_attributed_clauses_only(example: LabelledExample) -> None:
    for clause in example.clauses:
        attributed = clause.voice is Voice.ATTRIBUTED
        assert bool(clause.sources) == attributed, clause.span.of(example.text)
        assert (clause.quotation is not None) == attributed, clause.span.of(example.text)


@every_document
def test_sources_are_named_in_the_documents_words(example: LabelledExample) -> None:
    words = set(re.findall(r"\w+", example.text.lower()))
    named = [s for c in example.clauses for s in c.sources] + [
        s for q in gold_questions(example) for s in q.sources
    ]
    assert [s for s in named if not set(re.findall(r"\w+", s.lower())) <= words] == []


@every_document
def test_answers_are_verbatim_and_in_the_voice_stated(example: LabelledExample) -> None:
    for question in gold_questions(example):
        assert question.answers, question.question
        for answer in question.answers:
            assert answer in example.text, question.question
        assert any(_agrees(example, question, answer) for answer in question.answers), question.question
        assert bool(question.sources) == (question.voice is Voice.ATTRIBUTED), question.question


def _agrees(example: LabelledExample, question: GoldQuestion, answer: str) -> bool:
    """Whether a clause that the answer touches has the question's voice and sources."""
    starts = [m.start() for m in re.finditer(re.escape(answer), example.text)]
    return any(
        clause.voice is question.voice and clause.sources == question.sources
        for clause in example.clauses
        for start in starts
        if clause.span.start < start + len(answer) and start < clause.span.end
    )


@every_document
def test_there_are_enough_questions_of_every_sort(example: LabelledExample) -> None:
    assert len(example.questions) >= 8
    assert {q.kind for q in example.questions} <= KINDS
    assert len(example.conversations) >= 2
    assert all(2 <= len(turns) <= 4 for turns in example.conversations)
    assert len(example.unanswerable) >= 6
    assert sum(u.near_miss for u in example.unanswerable) >= 3


@every_document
def test_no_question_copies_its_answer(example: LabelledExample) -> None:
    for question in example.questions:
        assert question.question.rstrip("?").lower() not in example.text.lower()


def test_splits_share_no_document() -> None:
    names = [e.name for _, e in EXAMPLES]
    assert len(names) == len(set(names))


@pytest.fixture
def one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "dev"
    folder.mkdir()
    first = EXAMPLES[0][1]
    for path in first.path.parent.glob(first.name + ".*"):
        shutil.copy(path, folder)
    monkeypatch.setattr(corpus, "DOCUMENTS", tmp_path)
    return folder / (first.name + corpus.LABELS)


def test_a_reworded_stretch_is_refused(one_document: Path) -> None:
    gold = json.loads(one_document.read_text(encoding="utf-8"))
    gold["clauses"][3]["text"] += " or so"
    one_document.write_text(json.dumps(gold), encoding="utf-8")
    with pytest.raises(CorpusError, match="nothing labels the text"):
        corpus.load("dev")


def test_a_stretch_out_of_order_is_refused(one_document: Path) -> None:
    gold = json.loads(one_document.read_text(encoding="utf-8"))
    gold["clauses"].append(gold["clauses"][0])
    one_document.write_text(json.dumps(gold), encoding="utf-8")
    with pytest.raises(CorpusError, match="not in the document, or out of order"):
        corpus.load("dev")


def test_an_unknown_voice_is_refused(one_document: Path) -> None:
    gold = json.loads(one_document.read_text(encoding="utf-8"))
    gold["clauses"][0]["voice"] = "rumour"
    one_document.write_text(json.dumps(gold), encoding="utf-8")
    with pytest.raises(CorpusError, match="no such voice"):
        corpus.load("dev")

"""The conversations keep the rules of their README, and what is told is held against the evidence."""

import json
from pathlib import Path

import pytest

from answering.model import Answer, NotFound, Question, Statement
from bench import talks
from bench.corpus import DOCUMENTS, REPOSITORY, SEED
from bench.dialogues import CONVERSATIONS, Asked, Dialogue, read, told
from bench.files import BadFile
from bench.multihop import plain
from index.model import Voice

DIALOGUES = [(part, each) for part in ("tuning", "heldout") for each in read(CONVERSATIONS / part)]
ASKED = Asked("How far?", "How far has the lake fallen?", "The lake has fallen four metres since")


def text_of(name: str) -> str:
    (path,) = [
        path for path in [*(DOCUMENTS / "dev").iterdir(), SEED] if path.name in (f"{name}.txt", f"{name}.md")
    ]
    return path.read_text("utf-8")


def test_there_are_enough_and_a_third_is_held_out() -> None:
    held_out = sum(part == "heldout" for part, _ in DIALOGUES)
    assert len(DIALOGUES) >= 60
    assert 3 * held_out >= len(DIALOGUES)


def test_no_document_is_in_both_parts() -> None:
    about = {part: {each.about for own, each in DIALOGUES if own == part} for part in ("tuning", "heldout")}
    assert not about["tuning"] & about["heldout"]
    assert {each for each in about["heldout"] if isinstance(each, str)} == set()


@pytest.mark.parametrize("dialogue", [each for _, each in DIALOGUES], ids=lambda each: each.turns[0].question)
def test_a_conversation_is_of_the_format(dialogue: Dialogue) -> None:
    assert 3 <= len(dialogue.turns) <= 5
    assert dialogue.turns[0].question == dialogue.turns[0].standalone
    for turn in dialogue.turns:
        assert turn.question.endswith("?")
        assert turn.standalone.endswith("?")
        assert 1 <= len(turn.evidence.split()) <= 25
        if isinstance(dialogue.about, str):
            assert plain(turn.evidence) in plain(text_of(dialogue.about))


def answer(*texts: str) -> Answer:
    question = Question("?", "?")
    return Answer(question, tuple(Statement(text, Voice.REPORTED, (), ()) for text in texts), ())


@pytest.mark.parametrize(
    ("texts", "right"),
    [
        (["The lake has fallen four metres since then, he wrote."], True),
        (["has fallen four metres"], True),
        (["Nothing of the kind.", "The lake has fallen […] four metres since."], True),
        (["The lake has been drained."], False),
        (["Boats are lying on the mud."], False),
    ],
)
def test_told_is_most_of_the_evidence_in_one_run(texts: list[str], right: bool) -> None:
    assert told(ASKED, answer(*texts)) is right


def test_a_refusal_tells_nothing() -> None:
    assert not told(ASKED, NotFound(Question("?", "?")))


def test_what_is_not_of_the_format_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no conversations"):
        read(tmp_path)
    (tmp_path / "odd.json").write_text(
        json.dumps({"article": 1, "conversations": [[{"question": "Why?"}]]}), "utf-8"
    )
    with pytest.raises(BadFile, match="odd"):
        read(tmp_path)


def test_a_fifth_of_the_conversations_about_the_training_documents_is_kept_back() -> None:
    path = REPOSITORY / "training" / "questions" / "questions.jsonl"
    tuned, kept = talks.read(path), talks.read(path, kept_back=True)
    assert len(tuned) in (4 * len(kept) + n for n in range(-4, 5))
    assert not {each.document for each in tuned} & {each.document for each in kept}
    assert all(turn.golds for each in [*tuned, *kept] for turn in each.turns)


def test_questions_of_another_form_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"document": "nowhere"}\n', "utf-8")
    with pytest.raises(BadFile, match="README"):
        talks.read(path)

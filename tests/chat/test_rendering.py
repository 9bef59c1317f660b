"""What people read: sections by voice, sources in front, loaded words marked, passages numbered."""

import io
from dataclasses import replace

import pytest

from answering.model import Answer, NotFound, Question, Statement, Tokens
from briefing.brief import brief
from chat import texts
from chat.article import article_blocks
from chat.rendering import Block, answer_blocks, briefing_blocks, document_blocks
from chat.terminal import Screen
from index.model import Document, Labelling, Span, Voice, VoicedSpan
from tests.chat.samples import ANSWER, BRIDGE, LABELLING, QUESTION, SILENCE
from tests.fakes import FakeFinder, info_of


def shown(blocks: tuple[Block, ...]) -> str:
    """The blocks as a pipe gets them."""
    out = io.StringIO()
    Screen(out).show(blocks)
    return out.getvalue()


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_an_answer_reads_reported_then_others_then_opinion_then_passages() -> None:
    assert shown(answer_blocks(ANSWER)) == (
        "Reported\n"
        "  The council closed the Mill Road bridge on 4 May 2021. [1]\n"
        "\n"
        "According to others\n"
        "  The Herald → Ann Poole: “a ‹brazen› swindle.” [1] [2]\n"
        "\n"
        "The author's opinion (Sam Reed)\n"
        "  It was a ‹shameless› theft of public money. [2]\n"
        "\n"
        "Passages\n"
        "  [1] The bridge, by Sam Reed, 2021-05-06 — news/bridge.txt:104-123\n"
        "      “a brazen swindle.”\n"
        "  [2] The bridge, by Sam Reed, 2021-05-06 — news/bridge.txt:125-166\n"
        "      It was a shameless theft of public money.\n"
        "\n"
        "‹ › marks loaded words: the wording judges.\n"
    )


@pytest.mark.parametrize(
    ("cost", "told"),
    [
        (None, "1000 + 90 tokens."),
        (0.0, "1000 + 90 tokens, $0."),
        (0.000214, "1000 + 90 tokens, $0.00021."),
        (0.0954, "1000 + 90 tokens, $0.095."),
        (12.345, "1000 + 90 tokens, $12.35."),
    ],
)
def test_a_model_is_named_with_its_tokens_and_what_they_cost(cost: float | None, told: str) -> None:
    text = shown(answer_blocks(replace(ANSWER, answerer="tiny", tokens=Tokens(1000, 90, cost))))
    assert "Written by tiny;" in text
    assert told in " ".join(text.split())


def test_sections_without_statements_and_the_unneeded_legend_are_left_out() -> None:
    text = shown(answer_blocks(replace(ANSWER, statements=ANSWER.statements[2:])))
    assert "Reported\n" in text
    assert "According to others" not in text
    assert "opinion" not in text
    assert texts.LOADED_LEGEND not in text


def test_opinions_of_several_authors_are_each_named() -> None:
    both = (
        Statement("That is absurd.", Voice.OPINION, (), (1,), author="Sam Reed"),
        Statement("That is wise.", Voice.OPINION, (), (2,), author=None),
    )
    text = shown(answer_blocks(replace(ANSWER, statements=both)))
    assert (
        "The author's opinion\n  Sam Reed: That is absurd. [1]\n  author not given: That is wise. [2]" in text
    )


def test_not_found_says_so_and_labels_the_nearest_passages() -> None:
    text = shown(answer_blocks(SILENCE))
    assert text.startswith("The documents do not say.\n\nNearby, but no answer\n  [1] The bridge")
    assert texts.PASSAGES_HEADING not in text


def test_not_found_names_what_the_nearest_passages_do_not_mention() -> None:
    asked = "What did Putin tell Reed or the Herald about the Theft of 1999?"  # Reed wrote the article
    text = shown(answer_blocks(replace(SILENCE, question=Question(asked, asked))))
    assert "\nNot mentioned in what comes nearest: Putin, Herald, 1999.\n" in text


def test_not_found_under_a_filter_says_which_voices_were_looked_at() -> None:
    question = Question("Who?", "Who?", frozenset({Voice.REPORTED}))
    assert "what is reported" in shown(answer_blocks(NotFound(question)))


def test_statements_dropped_by_the_check_are_told() -> None:
    assert "2 drafted" in shown(answer_blocks(replace(ANSWER, dropped=2)))


def test_control_characters_in_documents_never_reach_the_terminal() -> None:
    evil = "\x1b]0;title\x07 \x9b31m \u202e"
    document = Document(path=f"p{evil}.txt", text=f"One {evil} two.", title=f"T{evil}", author=f"A{evil}")
    info = info_of(document)
    statement = Statement(document.text, Voice.ATTRIBUTED, (f"S{evil}",), (1,))
    citation = replace(ANSWER.citations[0], document=info, text=document.text)
    answer = Answer(Question(evil, evil), (statement,), (citation,))
    labelling = Labelling((VoicedSpan(Span(0, len(document.text)), Voice.ATTRIBUTED, (f"S{evil}",)),))
    text = (
        shown(answer_blocks(answer))
        + shown(answer_blocks(NotFound(answer.question), evil))
        + shown(document_blocks([info]))
        + shown(article_blocks(document, labelling, marks=True))
        + shown(briefing_blocks(brief(FakeFinder((document, labelling)), [info]), None))
    )
    assert not set(text) & set("\x1b\x07\x9b\u202e")


def test_square_brackets_in_documents_are_not_taken_for_styles() -> None:
    statement = Statement("[red]He[/red] :smile: said [sic] so.", Voice.REPORTED, (), (1,))
    assert "[red]He[/red] :smile: said [sic] so. [1]" in shown(
        answer_blocks(replace(ANSWER, statements=(statement,)))
    )


def test_a_terminal_gets_colour_and_no_color_turns_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = Terminal()
    Screen(coloured).show(answer_blocks(ANSWER))
    assert "\x1b[" in coloured.getvalue()
    assert "‹" not in coloured.getvalue()
    assert texts.LOADED_LEGEND_COLOUR in coloured.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    Screen(plain).show(answer_blocks(ANSWER))
    assert "\x1b[" not in plain.getvalue()
    assert "‹brazen›" in plain.getvalue()


def test_the_article_is_shown_whole_with_a_mark_at_each_change_of_voice() -> None:
    text = shown(article_blocks(BRIDGE, LABELLING, marks=True))
    assert text == (
        "The bridge, by Sam Reed, 2021-05-06 — news/bridge.txt\n"
        "\n"
        "[R] reported   [A: source] according to others   [O] the author's opinion   "
        "[–] page debris, never cited\n"
        "\n"
        "[R] The council closed the Mill Road bridge on 4 May 2021.\n"
        "\n"
        "The Herald said the mayor, Ann Poole, called it [A: The Herald → Ann Poole] “a ‹brazen› swindle.”\n"
        "\n"
        "[O] It was a ‹shameless› theft of public money.\n"
        "\n"
        "[–] Share this page\n"
        "\n"
        "‹ › marks loaded words: the wording judges.\n"
    )


def test_without_marks_the_article_is_the_text_itself() -> None:
    lines = article_blocks(BRIDGE, LABELLING, marks=False)[2].lines
    assert "\n".join("".join(run.text for run in line) for line in lines) == BRIDGE.text


def test_documents_are_numbered() -> None:
    assert shown(document_blocks([info_of(BRIDGE)])) == (
        "1 document\n1. The bridge, by Sam Reed, 2021-05-06 — news/bridge.txt\n"
    )


def test_a_question_is_kept_apart_from_a_notice() -> None:
    assert shown(answer_blocks(NotFound(QUESTION), "Ask in English.")) == "Ask in English.\n"

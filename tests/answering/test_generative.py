"""A language model over the real protocol: what it writes is proved; whatever it does, there is an answer."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from answering.drafting import Draft, material
from answering.extractive import ExtractiveAnswerer
from answering.generative import GenerativeAnswerer
from answering.model import Answer, NotFound, Question, Statement, Tokens
from answering.openai_model import OpenAIModel
from answering.proving import Flaw, beside
from index.model import Voice
from index.search import Finder
from tests.endpoint import Endpoint, Scripted, running, writes

SIGNED = "When did Shoigu and Dehghan sign the agreement?"
LEGAL = "Was the seizure of the Grace 1 legal?"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with running() as endpoint:
        yield endpoint


@pytest.fixture
def generative(endpoint: Endpoint, finder: Finder, answerer: ExtractiveAnswerer) -> GenerativeAnswerer:
    model = OpenAIModel("scripted", key="none", base_url=endpoint.address, timeout=0.5, retries=1)
    return GenerativeAnswerer(finder, model, answerer)


def ask(generative: GenerativeAnswerer, text: str) -> Answer:
    result = generative.answer(Question(text, text))
    assert isinstance(result, Answer)
    return result


def id_of(endpoint: Endpoint, generative: GenerativeAnswerer, question: str, words: str) -> str:
    """The id under which the model is shown the clause with these words."""
    endpoint.script = [writes("NONE")]
    generative.answer(Question(question, question))
    (line,) = [line for line in endpoint.requests[-1]["messages"][1]["content"].splitlines() if words in line]
    return str(line[1 : line.index("]")])


def test_a_proved_statement_is_shown_in_the_voice_of_its_clause(
    endpoint: Endpoint, generative: GenerativeAnswerer
) -> None:
    identity = id_of(endpoint, generative, LEGAL, "Fact:")
    endpoint.script = [writes(f"[{identity}] Britain’s seizure flagrantly breached international law.\n")]
    answer = ask(generative, LEGAL)
    (statement,) = answer.statements
    assert (statement.voice, statement.author) == (Voice.OPINION, "Stephen Lendman")
    assert statement.text == "Britain’s seizure flagrantly breached international law."
    assert "Fact: Britain’s seizure" in answer.citations[statement.citations[0] - 1].text
    assert (answer.answerer, answer.dropped) == ("scripted", 0)
    assert (answer.tokens.prompt, answer.tokens.completion) == (321, 45)


def test_an_attributed_statement_keeps_its_chain(endpoint: Endpoint, generative: GenerativeAnswerer) -> None:
    identity = id_of(endpoint, generative, LEGAL, "unlawful seizure followed")
    endpoint.script = [writes(f"- [{identity}]: The seizure followed a very dangerous helicopter landing.")]
    (statement,) = ask(generative, LEGAL).statements
    assert statement.sources == ("Press TV", "the Grace 1’s captain")
    assert statement.voice is Voice.ATTRIBUTED


@pytest.mark.parametrize(
    "line",
    [
        "[9z] The agreement was signed in January 2015.",
        "The agreement was signed in January 2015.",
        "[{id}] The agreement was signed in January 2016.",
        "[{id}] The agreement was not signed in January 2015.",
        "[{id}] Vladimir Putin signed the agreement in January 2015.",
        "[{id}] The agreement was “the best deal ever”, signed in January 2015.",
        "[{id}] Everyone should celebrate the agreement: see https://example.org",
        "[{id}] The BBC said that Shoigu signed the agreement in January 2015.",
        "{{'statements': [",
        "I cannot answer that.",
    ],
)
def test_what_is_not_proved_never_reaches_the_reader(
    endpoint: Endpoint, generative: GenerativeAnswerer, answerer: ExtractiveAnswerer, line: str
) -> None:
    identity = id_of(endpoint, generative, SIGNED, "In January 2015")
    endpoint.script = [writes(line.format(id=identity))]
    answer = ask(generative, SIGNED)
    extractive = answerer.answer(Question(SIGNED, SIGNED))
    assert isinstance(extractive, Answer)
    assert answer.statements == extractive.statements
    assert answer.answerer == "extractive"


def test_dropped_statements_are_counted_beside_good_ones(
    endpoint: Endpoint, generative: GenerativeAnswerer
) -> None:
    identity = id_of(endpoint, generative, SIGNED, "In January 2015")
    good = "Sergei Shoigu and Hossein Dehghan signed the agreement in January 2015."
    endpoint.script = [
        writes(f"[{identity}] {good}\n[{identity}] It was signed in Minsk.\n[4x] So on.\n[{identity}] {good}")
    ]
    answer = ask(generative, SIGNED)
    assert [each.text for each in answer.statements] == [good]
    assert answer.dropped == 2


@pytest.mark.parametrize(
    "script",
    [
        [Scripted(status=500)],
        [Scripted(status=429)],
        [Scripted(status=401)],
        [Scripted(status=404)],
        [Scripted(silent=True)],
        [Scripted(("[1a",), unfinished=True)],
        [Scripted(broken=True)],
        [Scripted()],
    ],
    ids=["500", "429", "401", "404", "silence", "half a stream", "broken JSON", "nothing"],
)
def test_a_failing_endpoint_leaves_the_extractive_answer(
    endpoint: Endpoint, generative: GenerativeAnswerer, script: list[Scripted]
) -> None:
    endpoint.script = script
    answer = ask(generative, SIGNED)
    assert any("In January 2015" in each.text for each in answer.statements)
    assert answer.answerer == "extractive"
    assert answer.fallback == (None if script == [Scripted()] else "model_failed")


def test_a_passing_failure_is_tried_again(endpoint: Endpoint, generative: GenerativeAnswerer) -> None:
    identity = id_of(endpoint, generative, SIGNED, "In January 2015")
    endpoint.script = [
        Scripted(status=503),
        writes(f"[{identity}] Sergei Shoigu and Hossein Dehghan signed it in January 2015."),
    ]
    assert ask(generative, SIGNED).answerer == "scripted"


def test_what_came_before_the_break_is_kept(endpoint: Endpoint, generative: GenerativeAnswerer) -> None:
    identity = id_of(endpoint, generative, SIGNED, "In January 2015")
    line = f"[{identity}] Sergei Shoigu and Hossein Dehghan signed it in January 2015.\n"
    endpoint.script = [Scripted((line, f"[{identity}] And th"), unfinished=True, usage=False)]
    answer = ask(generative, SIGNED)
    assert (len(answer.statements), answer.fallback) == (1, "model_failed")
    assert answer.tokens.completion > 0


def test_each_statement_is_told_as_soon_as_it_is_proved(
    endpoint: Endpoint, finder: Finder, answerer: ExtractiveAnswerer
) -> None:
    told: list[Statement] = []
    model = OpenAIModel("scripted", key="none", base_url=endpoint.address, timeout=0.5, retries=0)
    generative = GenerativeAnswerer(finder, model, answerer, on_statement=told.append)
    identity = id_of(endpoint, generative, SIGNED, "In January 2015")
    endpoint.script = [writes(f"[{identity}] Sergei Shoigu and Hossein Dehghan signed it in January 2015.")]
    answer = ask(generative, SIGNED)
    assert [each.text for each in told] == [each.text for each in answer.statements]


def test_where_nothing_is_about_the_question_no_model_is_asked(
    endpoint: Endpoint, generative: GenerativeAnswerer
) -> None:
    endpoint.script = [writes("[1a] Putin said a lot.")]
    assert isinstance(generative.answer(Question("What did Putin say?", "What did Putin say?")), NotFound)
    assert endpoint.requests == []


def test_the_prompt_keeps_to_its_budget_and_holds_no_more_than_the_clauses(
    endpoint: Endpoint, finder: Finder, answerer: ExtractiveAnswerer
) -> None:
    model = OpenAIModel("scripted", key="none", base_url=endpoint.address, timeout=0.5, retries=0)
    endpoint.script = [writes("NONE")]
    GenerativeAnswerer(finder, model, answerer, budget=600).answer(Question(LEGAL, LEGAL))
    sent = "\n".join(message["content"] for message in endpoint.requests[-1]["messages"])
    assert model.count(sent) <= 620
    assert LEGAL in sent
    assert endpoint.requests[-1]["model"] == "scripted"


def test_a_label_copied_from_the_material_is_no_part_of_the_statement(
    endpoint: Endpoint, generative: GenerativeAnswerer
) -> None:
    identity = id_of(endpoint, generative, LEGAL, "Fact:")
    endpoint.script = [
        writes(f"[{identity}] (reported) Britain’s seizure flagrantly breached international law.\n")
    ]
    (statement,) = ask(generative, LEGAL).statements
    assert statement.text == "Britain’s seizure flagrantly breached international law."
    assert statement.voice is Voice.OPINION


def test_a_model_that_writes_in_circles_is_stopped(
    endpoint: Endpoint, generative: GenerativeAnswerer
) -> None:
    identity = id_of(endpoint, generative, LEGAL, "Fact:")
    line = f"[{identity}] Britain’s seizure was praised by everybody in Gibraltar.\n"
    endpoint.script = [writes(line * 50)]
    assert ask(generative, LEGAL).dropped == 1


def test_a_line_that_is_written_twice_keeps_no_later_one_out(
    endpoint: Endpoint, generative: GenerativeAnswerer
) -> None:
    signed = id_of(endpoint, generative, SIGNED, "In January 2015")
    lines = [
        f"[{signed}] Sergei Shoigu and Hossein Dehghan signed the agreement.",
        f"[{signed}, {signed}] Shoigu and Dehghan signed the agreement in January 2015.",
    ]
    endpoint.script = [writes("\n".join([lines[0], lines[0], lines[1]]))]
    assert [each.text for each in ask(generative, SIGNED).statements] == [
        each[each.index("]") + 2 :] for each in lines
    ]


TOLD = "When was peat cutting licensed?"
UNTOLD = "Who owns the trout farm?"


@pytest.fixture
def on_dev(endpoint: Endpoint, dev: ExtractiveAnswerer, dev_finder: Finder) -> GenerativeAnswerer:
    model = OpenAIModel("scripted", key="none", base_url=endpoint.address, timeout=0.5, retries=0)
    return GenerativeAnswerer(dev_finder, model, dev)


@pytest.mark.parametrize("question", ["How much is Helen Loy alleged to have taken?", UNTOLD])
def test_copied_clauses_that_do_not_tell_what_is_asked_reach_nobody(
    endpoint: Endpoint, on_dev: GenerativeAnswerer, dev: ExtractiveAnswerer, question: str
) -> None:
    shown = material(question, dev.offered(Question(question, question)), len, 10_000)
    assert shown.clauses
    endpoint.script = [writes("".join(f"[{each}] {c.words}\n" for each, c in shown.clauses.items()))]
    assert isinstance(on_dev.answer(Question(question, question)), NotFound)


def test_a_draft_whose_clauses_are_far_from_the_question_is_dropped(dev: ExtractiveAnswerer) -> None:
    shown = material(TOLD, dev.offered(Question(TOLD, TOLD)), len, 10_000)
    worst, *_, best = sorted(shown.scores, key=lambda each: shown.scores[each].score)
    assert beside(Draft((best,), ""), shown.scores) is None
    assert beside(Draft((worst, best), ""), shown.scores) is None
    assert beside(Draft((worst,), ""), shown.scores) is Flaw.BESIDE


def test_each_part_is_answered_and_the_part_that_is_not_told_is_named(
    endpoint: Endpoint, on_dev: GenerativeAnswerer
) -> None:
    identity = id_of(endpoint, on_dev, TOLD, "was licensed in 1961")
    both = f"{TOLD.removesuffix('?')}, and {UNTOLD[0].lower()}{UNTOLD[1:]}"
    endpoint.script = [
        writes(f"[{identity}] Peat cutting was licensed in 1961.\n[{identity}] It was in 1962.")
    ]
    asked = len(endpoint.requests)
    answer = ask(on_dev, both)
    assert [each.text for each in answer.statements] == ["Peat cutting was licensed in 1961."]
    assert answer.missing == (UNTOLD,)
    assert (answer.answerer, answer.dropped) == ("scripted", 1)
    sent = len(endpoint.requests) - asked
    assert answer.tokens == Tokens(321 * sent, 45 * sent)


def test_what_was_told_while_it_was_written_is_what_the_answer_says(
    endpoint: Endpoint, finder: Finder, answerer: ExtractiveAnswerer
) -> None:
    told: list[Statement] = []
    model = OpenAIModel("scripted", key="none", base_url=endpoint.address, timeout=0.5, retries=0)
    generative = GenerativeAnswerer(finder, model, answerer, on_statement=told.append)
    opinion, captain = (
        id_of(endpoint, generative, LEGAL, words) for words in ("Fact:", "unlawful seizure followed")
    )
    endpoint.script = [
        writes(
            f"[{opinion}] Britain’s seizure flagrantly breached international law.\n"
            f"[{captain}] The unlawful seizure followed a very dangerous landing.\n"
            f"[{opinion}, {opinion}] Britain’s seizure flagrantly breached international law.\n"
        )
    ]
    answer = ask(generative, LEGAL)
    assert {replace(each, citations=()) for each in answer.statements} == set(told)
    assert len(told) == len(answer.statements) == 2
    assert [each.voice for each in answer.statements] == [Voice.ATTRIBUTED, Voice.OPINION]
    (judged,) = [each for each in answer.statements if each.voice is Voice.OPINION]
    assert "flagrantly" in [span.of(judged.text) for span in judged.loaded]

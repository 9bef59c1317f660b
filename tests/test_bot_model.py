"""The whole program with a language model behind a real address: `OPENAI_BASE_URL` alone switches it on."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.chat.contract import check_answer
from tests.endpoint import Endpoint, Scripted, running, writes
from tests.running import bot, lines_of

SIGNED = "When did Shoigu and Dehghan sign the agreement?"
GOOD = "Sergei Shoigu and Hossein Dehghan signed the agreement in January 2015."


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with running() as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("model")


def test_a_model_answers_and_the_answer_says_so(endpoint: Endpoint, data: Path) -> None:
    endpoint.script = [writes(f"[1a] {GOOD}\n[1a] It was signed in 2051.\n")]
    ran = bot("ask", SIGNED, data=data, OPENAI_BASE_URL=endpoint.address, OPENAI_MODEL="tiny")
    assert ran.returncode == 0, ran.stderr
    assert f"Reported\n  {GOOD} [1]" in ran.stdout
    assert "Written by tiny" in ran.stdout
    assert "1 drafted statement(s) failed the check" in ran.stdout


def test_the_json_keeps_its_form(endpoint: Endpoint, data: Path) -> None:
    endpoint.script = [writes(f"[1a] {GOOD}")]
    address = endpoint.address
    ran = bot(
        "ask",
        SIGNED,
        "--json",
        data=data,
        OPENAI_BASE_URL=address,
        OPENAI_API_KEY="none",
        OPENAI_MODEL="tiny",
        OPENAI_PROMPT_PRICE="2",
        OPENAI_COMPLETION_PRICE="10",
    )
    (value,) = lines_of(ran, check_answer)
    assert value["cost"] == pytest.approx((321 * 2 + 45 * 10) / 1_000_000)
    assert (value["answerer"], value["tokens"]) == ("tiny", {"prompt": 321, "completion": 45})


def test_an_embedding_model_helps_and_what_it_does_not_is_said(endpoint: Endpoint, data: Path) -> None:
    endpoint.script = [writes(f"[1a] {GOOD}")]
    endpoint.embedding = Scripted(vectors=70)
    assert bot("documents", data=data).returncode == 0
    ask = partial(bot, "ask", OPENAI_BASE_URL=endpoint.address, OPENAI_EMBEDDING_MODEL="tiny-embed")
    ran = ask(SIGNED, "--json", data=data)
    (value,) = lines_of(ran, check_answer)
    assert (value["answered"], value["fallback"]) == (True, None)
    assert "indexed anew: the index was made with another embedding model" in ran.stderr
    embedded = [each["input"] for each in endpoint.requests if each["path"].endswith("/embeddings")]
    assert SIGNED in embedded[-1]
    endpoint.embedding = Scripted(status=400)
    ran = ask(SIGNED, data=data)
    assert ran.returncode == 0, ran.stderr
    assert "The embedding service did not answer" in ran.stdout
    assert f"{GOOD} [1]" in ran.stdout
    failed = ask(SIGNED, data=data / "new")
    assert failed.returncode == 1
    assert "the embedding model tiny-embed failed" in failed.stderr


def test_an_endpoint_that_fails_costs_nothing_but_a_note(endpoint: Endpoint, data: Path) -> None:
    endpoint.script = [Scripted(status=401)]
    ran = bot("ask", SIGNED, data=data, OPENAI_BASE_URL=endpoint.address, OPENAI_API_KEY="sk-secret")
    assert ran.returncode == 0
    assert "In January 2015" in ran.stdout
    assert "The language model failed" in ran.stdout
    assert "sk-secret" not in ran.stdout + ran.stderr

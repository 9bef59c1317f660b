"""The settings class and the example file say the same; mistakes are told without values."""

import re
from pathlib import Path

import pytest

from answering.model import Prices
from chat.settings import Settings, load_settings
from index.errors import UsageError
from index.store.places import AidedFolder, Endpoint

ROOT = Path(__file__).parent.parent
FIXED = (
    "TELEGRAM_BOT_TOKEN TELEGRAM_API_URL TELEGRAM_WEBHOOK_URL TELEGRAM_WEBHOOK_SECRET TELEGRAM_WEBHOOK_PORT "
    "OPENAI_API_KEY OPENAI_BASE_URL OPENAI_MODEL DOCUMENTS_DIR DATA_DIR DATABASE_URL MILVUS_URI OPERATOR_IDS "
    "ALLOWED_USERS ALLOWED_CHATS"
)
OURS = (
    "FEEDS FEED_MINUTES USER_QUESTIONS_PER_MINUTE CHAT_QUESTIONS_PER_MINUTE USER_TOKENS_PER_DAY "
    "CHAT_TOKENS_PER_DAY OPENAI_PROMPT_PRICE OPENAI_COMPLETION_PRICE "
    "OPENAI_EMBEDDING_MODEL"
)


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def _example() -> dict[str, tuple[str, str]]:
    """Each setting of the example file, with its value and the line of meaning above it."""
    text = (ROOT / ".env.example").read_text("utf-8")
    return {
        name: (value, meaning) for meaning, name, value in re.findall(r"^# (.+)\n([A-Z_]+)=(.*)$", text, re.M)
    }


def test_the_names_are_the_fixed_ones() -> None:
    assert sorted(name.upper() for name in Settings.model_fields) == sorted([*FIXED.split(), *OURS.split()])


def test_example_file_lists_every_setting_with_its_meaning_and_nothing_else() -> None:
    meanings = {name.upper(): field.description for name, field in Settings.model_fields.items()}
    assert {name: meaning for name, (_, meaning) in _example().items()} == meanings


def test_example_file_as_it_stands_changes_no_default(tmp_path: Path) -> None:
    defaults = load_settings()
    (tmp_path / ".env").write_bytes((ROOT / ".env.example").read_bytes())
    assert load_settings() == defaults
    shown = {name for name, (value, _) in _example().items() if value}
    minutes = {"FEED_MINUTES", "USER_QUESTIONS_PER_MINUTE", "CHAT_QUESTIONS_PER_MINUTE"}
    fixed = {"DOCUMENTS_DIR", "DATA_DIR", "TELEGRAM_API_URL", "TELEGRAM_WEBHOOK_PORT", "OPENAI_MODEL"}
    assert fixed | set(minutes) == shown


def test_ids_are_comma_separated_and_empty_means_everyone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().allowed_users == ()
    monkeypatch.setenv("ALLOWED_USERS", " 7, -1001234567890 ,")
    assert load_settings().allowed_users == (7, -1001234567890)


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATA_DIR=from-file\nDOCUMENTS_DIR=articles\nANOTHER_PROGRAMS=1\n")
    monkeypatch.setenv("DATA_DIR", "from-environment")
    settings = load_settings()
    assert (settings.data_dir, settings.documents_dir) == (Path("from-environment"), Path("articles"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_WEBHOOK_PORT", "sesame70000"),
        ("TELEGRAM_WEBHOOK_PORT", "70000"),
        ("ALLOWED_CHATS", "12,sesame"),
        ("OPENAI_BASE_URL", "sesame://x"),
        ("OPENAI_PROMPT_PRICE", "sesame"),
        ("OPENAI_PROMPT_PRICE", "-1"),
        ("OPENAI_COMPLETION_PRICE", "inf"),
    ],
)
def test_a_mistake_names_the_setting_and_not_its_value(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError) as caught:
        load_settings()
    assert name in str(caught.value)
    assert "sesame" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_prices_are_known_where_both_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_PROMPT_PRICE", "0.15")
    assert load_settings().prices is None
    monkeypatch.setenv("OPENAI_COMPLETION_PRICE", "0")
    assert load_settings().prices == Prices(0.15, 0.0)


def test_an_embedding_model_needs_a_service_and_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().index == Path(".data/index")
    monkeypatch.setenv("OPENAI_EMBEDDING_MODEL", "tiny-embed")
    with pytest.raises(UsageError, match="OPENAI_API_KEY or OPENAI_BASE_URL"):
        load_settings().index  # noqa: B018
    monkeypatch.setenv("OPENAI_API_KEY", "sesame")
    endpoint = Endpoint("tiny-embed", "sesame")
    assert load_settings().index == AidedFolder(Path(".data/index"), endpoint)
    assert "sesame" not in repr(load_settings().index)
    monkeypatch.setenv("MILVUS_URI", "milvus.db")
    with pytest.raises(UsageError, match="OPENAI_EMBEDDING_MODEL does not go with Milvus"):
        load_settings().index  # noqa: B018


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:sesame")
    monkeypatch.setenv("OPENAI_API_KEY", "sesame")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:sesame@host/db")
    assert "sesame" not in repr(load_settings())


def test_a_settings_file_that_is_not_text_is_a_usage_mistake(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00DATA_DIR")
    with pytest.raises(UsageError, match=r"\.env"):
        load_settings()

"""The settings, read from the environment and `.env`, checked once at the start.

Secrets are kept in `SecretStr` and no message here ever repeats a value.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, HttpUrl, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from answering.model import Prices
from chat import texts
from index.errors import UsageError
from index.store.places import AidedFolder, Cluster, Endpoint, Place


def _split(value: object) -> object:
    """The comma-separated parts of a text, blanks around them dropped; anything else unchanged."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


Ids = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_split)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """Every setting by its environment name in lower case; the descriptions stand in `.env.example`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    documents_dir: Path = Field(
        default=Path("seeds"), description="The folder whose documents are answered from."
    )
    data_dir: Path = Field(
        default=Path(".data"), description="The folder for the index, the database and the cache."
    )

    feeds: Names = Field(
        default=(),
        description="Feeds, pages and folders to watch for everyone, comma-separated: addresses and paths.",
    )
    feed_minutes: int = Field(
        default=30, ge=1, description="How many minutes a feed or page is left alone, at the least."
    )

    telegram_bot_token: SecretStr | None = Field(
        default=None, description="The bot's token from @BotFather; empty: the bot runs in the terminal."
    )
    telegram_api_url: HttpUrl = Field(
        default=HttpUrl("https://api.telegram.org"),
        description="The Bot API server's address; another one for a self-hosted server.",
    )
    telegram_webhook_url: HttpUrl | None = Field(
        default=None, description="The public https address for a webhook; empty: long polling."
    )
    telegram_webhook_secret: SecretStr | None = Field(
        default=None, description="The secret that Telegram sends along to the webhook."
    )
    telegram_webhook_port: int = Field(
        default=8443, ge=1, le=65535, description="The port that the webhook listens on."
    )

    openai_api_key: SecretStr | None = Field(
        default=None,
        description="The key of an OpenAI-compatible service; empty: answers without a language model.",
    )
    openai_base_url: HttpUrl | None = Field(
        default=None, description="The address of that service; empty: OpenAI's own."
    )
    openai_model: str = Field(default="gpt-4o-mini", description="The name of the language model there.")
    openai_prompt_price: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="What it asks for reading, in dollars for a million tokens; empty: no cost is shown.",
    )
    openai_completion_price: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="What it asks for writing, in dollars for a million tokens; empty: no cost is shown.",
    )

    openai_embedding_model: str | None = Field(
        default=None,
        description="The name of an embedding model there, which helps the packaged one to find passages; "
        "empty: that one alone.",
    )

    database_url: SecretStr | None = Field(
        default=None, description="The database of chats; empty: an SQLite file in DATA_DIR."
    )
    milvus_uri: SecretStr | None = Field(
        default=None,
        description="The address of a Milvus server (http://NAME:PASSWORD@HOST:PORT/DATABASE), or a Milvus "
        "Lite file that ends in .db; empty: the index lies in DATA_DIR.",
    )

    operator_ids: Ids = Field(
        default=(), description="The Telegram user ids that may run the operator's commands, comma-separated."
    )
    allowed_users: Ids = Field(
        default=(), description="The Telegram user ids that may ask, comma-separated; empty: everyone."
    )
    allowed_chats: Ids = Field(
        default=(),
        description="The Telegram chat ids that are answered in, comma-separated; empty: everywhere.",
    )

    user_questions_per_minute: int | None = Field(
        default=20, ge=0, description="The questions one user may ask in a minute; 0: none."
    )
    chat_questions_per_minute: int | None = Field(
        default=60, ge=0, description="The questions one chat may ask in a minute; 0: none."
    )
    user_tokens_per_day: int | None = Field(
        default=None,
        ge=0,
        description="The language model's tokens one user may use in a day (UTC); 0: none, empty: no limit.",
    )
    chat_tokens_per_day: int | None = Field(
        default=None,
        ge=0,
        description="The language model's tokens one chat may use in a day (UTC); 0: none, empty: no limit.",
    )

    @property
    def prices(self) -> Prices | None:
        """What the language model's answers cost; None unless both prices are set."""
        if self.openai_prompt_price is None or self.openai_completion_price is None:
            return None
        return Prices(self.openai_prompt_price, self.openai_completion_price)

    @property
    def index(self) -> Place:
        """Where the documents lie that every command without --docs is answered from."""
        return self.folder(self.data_dir / "index") if self.milvus_uri is None else self.cluster

    def folder(self, folder: Path) -> Place:
        """An index in this folder, with the vectors of the embedding model that is set.

        Raises:
            UsageError: one is set, and no service that has it.
        """
        if self.openai_embedding_model is None:
            return folder
        key, address = self.openai_api_key, self.openai_base_url
        if key is None and address is None:
            raise UsageError(texts.NO_EMBEDDING_SERVICE)
        return AidedFolder(
            folder,
            Endpoint(
                self.openai_embedding_model,
                key.get_secret_value() if key else "none",  # a server of one's own needs no key
                str(address) if address else None,
            ),
        )

    @property
    def cluster(self) -> Cluster:
        """The Milvus server.

        Raises:
            UsageError: none is set, or a model is whose vectors it has no room for.
        """
        if self.milvus_uri is None:
            raise UsageError(texts.NO_MILVUS)
        if self.openai_embedding_model is not None:
            raise UsageError(texts.NO_EMBEDDING_ON_MILVUS)
        return Cluster(self.milvus_uri.get_secret_value())


def load_settings() -> Settings:
    """The settings as they hold now.

    Raises:
        UsageError: a value cannot be used; the message names the setting, never its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            texts.BAD_SETTING.format(name=str(part["loc"][0]).upper(), reason=part["msg"])
            for part in error.errors()
        ]
        raise UsageError("\n".join(lines)) from None
    except (SettingsError, UnicodeDecodeError, OSError):
        raise UsageError(texts.BAD_SETTINGS_FILE) from None

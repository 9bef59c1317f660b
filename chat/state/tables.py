"""The tables. A change here needs a migration: tests compare the two.

`chat_id` is where a row belongs now; `sent_in` is the chat a message was sent in, whose numbering its id
belongs to, which a chat's move to a supergroup does not change. A `thread_id` of 0 stands for none.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chat.state.columns import AnyText, BigId, UtcDateTime

NO_THREAD = 0
_OPEN = text("status <> 'done'")
_ACTIVE = text("paused = ''")
_WATCHED = text("stopped = ''")
_WAITING = text("status = 'waiting'")


class Base(DeclarativeBase):
    """All tables; constraints have names, so that a migration can change them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime(), date: Date()}  # noqa: RUF012 - SQLAlchemy's own form


class TurnRow(Base):
    """A question and its answer as JSON; `answered` is False when the documents did not say.

    `cost` is in dollars, None where no prices were set.
    """

    __tablename__ = "turns"
    __table_args__ = (
        Index("ix_turns_latest", "chat_id", "thread_id", "user_id", "id"),
        Index("ix_turns_asked_at", "asked_at"),
        # An id must not come back after a deletion: old buttons and replies still name it.
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger)
    question_message_id: Mapped[int | None] = mapped_column(BigInteger)
    parent_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("turns.id", ondelete="SET NULL"), index=True
    )
    asked_at: Mapped[datetime]
    answered: Mapped[bool]
    version: Mapped[int] = mapped_column(Integer)
    content: Mapped[str] = mapped_column(Text)
    prompt_tokens: Mapped[int] = mapped_column(BigInteger, server_default="0")
    completion_tokens: Mapped[int] = mapped_column(BigInteger, server_default="0")
    cost: Mapped[float | None] = mapped_column(Double)


class AnswerMessageRow(Base):
    """A message that carries a part of a turn's answer."""

    __tablename__ = "answer_messages"
    sent_in: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    turn_id: Mapped[int] = mapped_column(BigId, ForeignKey("turns.id", ondelete="CASCADE"), index=True)


class BeginningRow(Base):
    """A new beginning: turns up to `after_turn_id` are not continued by just writing on."""

    __tablename__ = "beginnings"
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    thread_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    after_turn_id: Mapped[int] = mapped_column(BigInteger)


class ChatRow(Base):
    """A chat the bot has met; `moved_to` is the supergroup it became."""

    __tablename__ = "chats"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(AnyText)
    standing: Mapped[str] = mapped_column(String(20))
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    moved_to: Mapped[int | None] = mapped_column(BigInteger, index=True)


class SettingsRow(Base):
    """A chat's settings; `voices` are names with blanks between them."""

    __tablename__ = "chat_settings"
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    voices: Mapped[str] = mapped_column(String(100))
    length: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(20))


class DocumentRow(Base):
    """A document that is indexed for one chat alone."""

    __tablename__ = "chat_documents"
    __table_args__ = (UniqueConstraint("chat_id", "content"),)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    document_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(AnyText)
    origin: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(AnyText)
    added_by: Mapped[int] = mapped_column(BigInteger)
    added_at: Mapped[datetime]


class WindowRow(Base):
    """The moments of the latest questions of a user or chat: milliseconds, with blanks between them."""

    __tablename__ = "question_windows"
    scope: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    moments: Mapped[str] = mapped_column(Text)
    touched_at: Mapped[datetime] = mapped_column(index=True)


class BudgetRow(Base):
    """The tokens that a user or chat has used or reserved on a day."""

    __tablename__ = "token_budgets"
    day: Mapped[date] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    used: Mapped[int] = mapped_column(BigInteger)


class ButtonRow(Base):
    """What a button under a message means."""

    __tablename__ = "buttons"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    turn_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("turns.id", ondelete="CASCADE"), index=True)
    action: Mapped[str] = mapped_column(String(64))
    value: Mapped[str] = mapped_column(AnyText)
    made_at: Mapped[datetime]


class UpdateRow(Base):
    """An update that has been taken in hand."""

    __tablename__ = "handled_updates"
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    handled_at: Mapped[datetime] = mapped_column(index=True)


class QuestionRow(Base):
    """A question that was received; once it is done, its payload is erased and it only marks its message."""

    __tablename__ = "questions"
    __table_args__ = (
        UniqueConstraint("sent_in", "message_id"),
        # Only what is not done is ever looked for; it must stay quick beside any number of marks.
        Index("ix_questions_open", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(
            "ix_questions_open_place",
            "chat_id",
            "thread_id",
            "id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_questions_chat_id", "chat_id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    sent_in: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger)
    user_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int | None] = mapped_column(BigInteger)
    payload: Mapped[str] = mapped_column(AnyText)
    received_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(10))
    owner: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(Integer)


class DeliveryRow(Base):
    """Something that goes out once, by its key; `finished_at` is None until it has gone out."""

    __tablename__ = "deliveries"
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    owner: Mapped[str] = mapped_column(String(32))
    claimed_until: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(index=True)


class SubscriptionRow(Base):
    """A briefing that a chat gets by the clock; `schedule` is the front end's own text.

    `paused` says why it rests, and is empty while it does not. `sending_turn_id` is the briefing that is on
    its way, `last_turn_id` the one that arrived last; neither is held on to when the turn goes.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index("ix_subscriptions_due", "next_at", "id", sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, index=True)
    thread_id: Mapped[int] = mapped_column(BigInteger)
    made_by: Mapped[int] = mapped_column(BigInteger, index=True)
    schedule: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(AnyText)
    voices: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(20))
    tell_nothing: Mapped[bool]
    paused: Mapped[str] = mapped_column(String(20))
    next_at: Mapped[datetime]
    covered_until: Mapped[datetime]
    sending_turn_id: Mapped[int | None] = mapped_column(BigId)
    last_turn_id: Mapped[int | None] = mapped_column(BigId)


class ArrivalRow(Base):
    """When a document of the common collection was first seen there."""

    __tablename__ = "arrivals"
    document_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    noted_at: Mapped[datetime] = mapped_column(index=True)


class SourceRow(Base):
    """Something that is watched: for the chat, or for everyone where `chat_id` is 0.

    `key` is a digest of the address; `made_by` is 0 where the settings name it. `kind` is empty until it was
    looked at, `stopped` says why it is no longer watched, and is empty while it is.
    """

    __tablename__ = "sources"
    __table_args__ = (
        UniqueConstraint("chat_id", "key"),
        Index("ix_sources_due", "next_at", "id", sqlite_where=_WATCHED, postgresql_where=_WATCHED),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    thread_id: Mapped[int] = mapped_column(BigInteger)
    made_by: Mapped[int] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(AnyText)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(AnyText)
    etag: Mapped[str] = mapped_column(AnyText)
    modified: Mapped[str] = mapped_column(AnyText)
    content: Mapped[str] = mapped_column(String(64))
    every_seconds: Mapped[int] = mapped_column(Integer)
    failures: Mapped[int] = mapped_column(Integer)
    trouble: Mapped[str] = mapped_column(String(20))
    stopped: Mapped[str] = mapped_column(String(20))
    added_at: Mapped[datetime]
    next_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]


class EntryRow(Base):
    """An entry of a source; `key` and `place` are digests of its identity and its address.

    Once it is done, its payload is erased and it only marks that it was seen; `content` is a digest of its
    words, empty until they were read.
    """

    __tablename__ = "source_entries"
    __table_args__ = (
        UniqueConstraint("source_id", "key"),
        Index("ix_source_entries_place", "place"),
        Index(
            "ix_source_entries_waiting",
            "source_id",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    source_id: Mapped[int] = mapped_column(BigId, ForeignKey("sources.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(String(64))
    document_id: Mapped[str] = mapped_column(String(64))
    payload: Mapped[str] = mapped_column(AnyText)
    status: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(Integer)
    seen_at: Mapped[datetime]

"""What is kept, as frozen values. Knows no database and no Telegram.

Ids are Telegram's own numbers, except turn ids (numbers of ours) and button ids (short random texts).
A `thread_id` of None is a chat without topics, or its general one. All times are in UTC and say so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from answering.model import Turn
from index.model import Voice


class Length(StrEnum):
    """How long answers a chat wants."""

    SHORT = "short"
    NORMAL = "normal"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """How a chat wants its answers.

    `voices` is the default voice filter, empty for all; `language` is the interface's language code,
    empty while nobody chose one.
    """

    voices: frozenset[Voice] = frozenset()
    length: Length = Length.NORMAL
    language: str = ""


class Standing(StrEnum):
    """What the bot is in a chat; `MUTED` is a member that may not write."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    MUTED = "muted"
    LEFT = "left"
    KICKED = "kicked"

    @property
    def may_write(self) -> bool:
        """True when a message would arrive."""
        return self in (Standing.ADMINISTRATOR, Standing.MEMBER)


@dataclass(frozen=True, slots=True)
class KnownChat:
    """A chat the bot has met; `kind` is private, group, supergroup or channel."""

    id: int
    kind: str
    title: str
    standing: Standing
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A turn with its place: where and by whom it was asked, and the turn it continued."""

    id: int
    chat_id: int
    thread_id: int | None
    user_id: int
    question_message_id: int | None
    parent_id: int | None
    asked_at: datetime
    turn: Turn


class Origin(StrEnum):
    """Where a chat's document came from."""

    FILE = "file"
    FORWARD = "forward"
    ADDRESS = "address"
    WATCHED = "watched"


@dataclass(frozen=True, slots=True)
class ChatDocument:
    """A document that is indexed for one chat alone.

    `id` is the index's document id; `content` a digest of what was sent, by which the same content is
    recognised; `source` the address, file name or channel it came from.
    """

    id: str
    content: str
    name: str
    origin: Origin
    source: str
    added_by: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one user or one chat may use: None is unlimited, 0 is nothing.

    `questions` counts in the window of the `Limits`, `tokens` per day in UTC.
    """

    questions: int | None = None
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The allowances of every user and every chat, and the sliding window that questions are counted in."""

    user: Allowance = Allowance()
    chat: Allowance = Allowance()
    window: timedelta = timedelta(minutes=1)


class Refusal(StrEnum):
    """Which limit was met."""

    USER_QUESTIONS = "user questions"
    CHAT_QUESTIONS = "chat questions"
    USER_TOKENS = "user tokens"
    CHAT_TOKENS = "chat tokens"


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether a question may be answered; if so, it has been counted.

    `refusal` is the limit that was met, None when admitted. `wait` is how long until the limit would let
    it through, None when it never will. `reserved` tokens of `day` stand until they are settled.
    """

    chat_id: int
    user_id: int
    day: date
    reserved: int = 0
    refusal: Refusal | None = None
    wait: timedelta | None = None

    @property
    def allowed(self) -> bool:
        """True when the question may be answered."""
        return self.refusal is None


@dataclass(frozen=True, slots=True)
class Button:
    """What a pressed button means: an action of the front end's, its value, and the turn it stands under."""

    id: str
    chat_id: int
    turn_id: int | None
    action: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A question as it has come, with the update that brought it; as for `payload`, see `PendingQuestion`."""

    update_id: int
    chat_id: int
    thread_id: int | None
    user_id: int
    message_id: int | None
    payload: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """A question that was received and is claimed by this process until it is finished.

    `payload` is the front end's own text, enough to answer it after a restart. `tries` counts the claims,
    this one included. `interrupted` is True when an earlier process had begun to send the answer.
    """

    id: int
    chat_id: int
    thread_id: int | None
    user_id: int
    message_id: int | None
    payload: str = field(repr=False)
    received_at: datetime
    tries: int = 1
    interrupted: bool = False


class Pause(StrEnum):
    """Why a subscription rests."""

    ASKED = "asked"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody subscribes to: where it goes, when, and what it is to tell.

    `schedule` is the front end's own text. No `voices` and an empty `about` mean everything; `language` is
    that of who subscribed. With `tell_nothing`, a line says so when there is nothing new.
    """

    chat_id: int
    thread_id: int | None
    made_by: int
    schedule: str
    about: str = ""
    voices: frozenset[Voice] = frozenset()
    language: str = ""
    tell_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Subscription:
    """A wish that is kept: it is due at `next_at`, and has told of what came up to `covered_until`.

    `sending_turn` is a briefing whose sending began and whose end was not seen, `last_turn` the last one.
    """

    id: int
    wish: Wish
    next_at: datetime
    covered_until: datetime
    paused: Pause | None = None
    sending_turn: int | None = None
    last_turn: int | None = None

    @property
    def key(self) -> str:
        """The key of the delivery that is due next: the same in every process."""
        return f"subscription {self.id} {self.next_at.isoformat()}"


EVERYONE = 0
"""The chat id of what is watched for everyone."""
BY_SETTINGS, BY_OPERATOR = 0, 1
"""Who made a source that no user of Telegram made: no user has these ids."""


class SourceKind(StrEnum):
    """What is watched; `UNKNOWN` until it was looked at."""

    UNKNOWN = ""
    FEED = "feed"
    PAGE = "page"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Source:
    """Something that is watched, for a chat or for `EVERYONE`, and how far it has been read.

    `address` is a web address or a folder's absolute path; `made_by` is a user, or one of the two above.
    `etag` and `modified` are the server's words for what was last read, `content` is a digest of it. `every`
    is the wait that the server asks for, `failures` counts the latest ones in a row, and `trouble` names the
    last. `stopped` says why it is watched no more, and is empty while it is.
    """

    id: int
    chat_id: int
    thread_id: int | None
    made_by: int
    language: str
    address: str
    next_at: datetime
    kind: SourceKind = SourceKind.UNKNOWN
    title: str = ""
    etag: str = ""
    modified: str = ""
    content: str = ""
    every: timedelta = timedelta()
    failures: int = 0
    trouble: str = ""
    stopped: str = ""
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as a source shows it: digests of its identity and of its address, and what it is.

    `place` is empty where the address is not the entry's own; `payload` is the watcher's own text.
    """

    key: str
    place: str
    payload: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """An entry that is to be read: `place`, `payload` as it was found, `tries` how often it was put off."""

    id: int
    place: str
    payload: str = field(repr=False)
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts for operators, and nothing but counts.

    The `_today` ones are of the day in UTC; `silenced` chats muted, kicked or left by the bot. `cost` is of
    all turns kept, in dollars; None where no turn has one.
    """

    private_chats: int
    groups: int
    channels: int
    silenced: int
    users: int
    questions: int
    questions_today: int
    not_found_today: int
    pending: int
    documents: int
    tokens_today: int
    cost_today: float
    cost: float | None

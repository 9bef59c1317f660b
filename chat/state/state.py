"""The state as a whole: one object with a part for each concern."""

from __future__ import annotations

import secrets
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from types import TracebackType

from chat.state import moving, statistics
from chat.state.arrivals import Arrivals
from chat.state.buttons import Buttons
from chat.state.chats import Chats
from chat.state.database import Database
from chat.state.deliveries import Deliveries
from chat.state.documents import Documents
from chat.state.entries import Entries
from chat.state.limits import LimitCounts
from chat.state.model import Stats
from chat.state.questions import Questions
from chat.state.sources import Sources
from chat.state.subscriptions import Subscriptions
from chat.state.turns import Turns
from chat.state.updates import Updates

LEASE = timedelta(minutes=2)
"""How long a claimed question or delivery is this process's, unless renewed."""
MARKS_KEPT = timedelta(days=3)
"""How long marks of updates and finished questions are kept: Telegram repeats an update for a day at most."""


class State:
    """Everything that is kept, on an open database. `owner` names this process in its claims."""

    def __init__(self, database: Database, *, lease: timedelta = LEASE) -> None:
        self._database = database
        self.owner = secrets.token_hex(8)
        self.lease = lease
        self.turns = Turns(database, self.owner, lease)
        self.chats = Chats(database)
        self.documents = Documents(database)
        self.limits = LimitCounts(database)
        self.buttons = Buttons(database)
        self.updates = Updates(database)
        self.questions = Questions(database, self.owner, lease)
        self.deliveries = Deliveries(database, self.owner, lease)
        self.subscriptions = Subscriptions(database)
        self.arrivals = Arrivals(database)
        self.sources = Sources(database)
        self.entries = Entries(database)

    @property
    def place(self) -> str:
        """Where the database is, as people may see it."""
        return self._database.place

    def now(self) -> datetime:
        """This moment, by the clock that everything kept is reckoned by."""
        return self._database.now()

    def together(self) -> AbstractAsyncContextManager[None]:
        """One transaction for all that is asked and kept inside, by this task alone; nothing slow inside.

        It is kept as a whole, or not at all when the block raises.
        """
        return self._database.together()

    async def migrate_chat(self, old_id: int, new_id: int) -> None:
        """Move everything of a group to the supergroup that it became; again does nothing."""
        await moving.migrate_chat(self._database, old_id, new_id)

    async def forget_chat(self, chat_id: int) -> None:
        """Erase everything that is kept of a chat. The texts of its documents are the index's to erase."""
        await moving.forget_chat(self._database, chat_id)

    async def prune(self) -> None:
        """Drop marks and counts that have served their purpose; to be called now and then."""
        await moving.prune(self._database, self._database.now() - MARKS_KEPT)

    async def stats(self) -> Stats:
        """Counts for operators."""
        return await statistics.count(self._database)

    async def close(self) -> None:
        """Close the database."""
        await self._database.close()

    async def __aenter__(self) -> State:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

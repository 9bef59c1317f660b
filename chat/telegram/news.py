"""What is new to a subscription, composed; the same wish over the same documents is composed once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from answering.model import Answer, Statement
from briefing.compose import compose
from briefing.model import Briefing, Earlier, Length, Wanted
from chat.state.model import Subscription
from chat.telegram.desk import Desk
from index.model import DocumentInfo

_COMPOSED_KEPT = 32
_BRIEFINGS_REMEMBERED = 14
_REMEMBERED = timedelta(days=14)
"""For how long, and how many briefings back, a statement that was told is not told again."""
_LATELY = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class News:
    """A briefing of what came up to `until`, over so many documents."""

    briefing: Briefing
    until: datetime


class Newsroom:
    """Finds what is new, and composes it."""

    def __init__(self, desk: Desk) -> None:
        """Work with the parts of `desk`."""
        self._desk = desk
        self._composed: OrderedDict[Hashable, asyncio.Future[Briefing]] = OrderedDict()
        self._noted: datetime | None = None
        self._noting = asyncio.Lock()

    async def note(self) -> datetime:
        """The moment up to which it is known which documents came to the common collection."""
        async with self._noting:
            self._noted = await self._note()
        return self._noted

    async def _lately(self) -> datetime:
        """As `note`; for many at one hour it is enough to look every few seconds."""
        async with self._noting:
            if self._noted is None or not self._noted <= self._desk.state.now() < self._noted + _LATELY:
                self._noted = await self._note()
        return self._noted

    async def _note(self) -> datetime:
        common = self._desk.libraries.common.articles
        documents = await self._desk.in_thread(common.documents)
        return await self._desk.state.arrivals.note([each.id for each in documents])

    async def of(self, subscription: Subscription) -> News:
        """What is new since the subscription's last briefing, among everyone's and the chat's documents."""
        desk, chat = self._desk, subscription.wish.chat_id
        until = await self._lately()
        after = subscription.covered_until
        ids = await desk.state.arrivals.since(after, until)
        own = [each.id for each in await desk.state.documents.of(chat) if after < each.added_at <= until]
        new = ids.union(own)
        if not new:
            return News(Briefing((), ()), until)
        articles = desk.libraries.of(chat).articles
        documents = await desk.in_thread(lambda: [each for each in articles.documents() if each.id in new])
        told = await self._told(subscription)
        wish = subscription.wish
        length = Length((await desk.chat_settings(chat)).length.value)
        ids_ = tuple(each.id for each in documents)
        key = (chat if own else 0, ids_, wish.voices, wish.about, length, told)
        wanted = Wanted(wish.voices, wish.about, length, Earlier(statements=told))
        return News(await self._once(key, chat, documents, wanted), until)

    async def _once(
        self, key: Hashable, chat: int, documents: Sequence[DocumentInfo], wanted: Wanted
    ) -> Briefing:
        """The briefing, composed by whoever asks first."""
        known = self._composed.get(key)
        if known is None or (known.done() and (known.cancelled() or known.exception() is not None)):
            articles = self._desk.libraries.of(chat).articles
            known = asyncio.ensure_future(self._desk.in_thread(lambda: compose(articles, documents, wanted)))
            self._composed[key] = known
            while len(self._composed) > _COMPOSED_KEPT:
                self._composed.popitem(last=False)
        return await asyncio.shield(known)

    async def _told(self, subscription: Subscription) -> tuple[Statement, ...]:
        """What its briefings told lately, which is not told again, the oldest first."""
        if subscription.last_turn is None:
            return ()
        state, chat = self._desk.state, subscription.wish.chat_id
        kept = await state.turns.chain(subscription.last_turn, chat, most=_BRIEFINGS_REMEMBERED)
        since = state.now() - _REMEMBERED
        results = [each.turn.result for each in kept if each.asked_at >= since or each is kept[-1]]
        return tuple(
            statement for each in results if isinstance(each, Answer) for statement in each.statements
        )

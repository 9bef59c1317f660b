"""One briefing that is due, from its subscription to its chat: once, late once, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from briefing.model import Briefing
from chat.state.model import Pause, Subscription
from chat.telegram.briefings import briefing_rows
from chat.telegram.desk import Desk
from chat.telegram.languages import words_of
from chat.telegram.markup import BLANK, Row, bold, italic, row
from chat.telegram.news import Newsroom
from chat.telegram.outbox import Place
from chat.telegram.schedules import following, latest, restored
from chat.telegram.stories import Stories, story_buttons
from chat.telegram.words import Words

LATEST = timedelta(hours=12)
"""What is later than this is left out: its news comes with the next briefing."""
_LATE = timedelta(minutes=15)
"""What is later than this says so; less is a wait for Telegram's limits."""


class Delivering:
    """Delivers what is due."""

    def __init__(self, desk: Desk, stories: Stories, newsroom: Newsroom) -> None:
        """Compose in the `newsroom`, send with buttons for `stories`."""
        self._desk = desk
        self._stories = stories
        self._newsroom = newsroom

    async def deliver(self, due: Subscription) -> bool:
        """Deliver a subscription that is due; False when another process is at it."""
        state = self._desk.state
        if not await state.deliveries.claim(due.key, due.wish.chat_id):
            return False
        try:
            fresh = await state.subscriptions.get(due.id)
            if fresh is not None and fresh.next_at == due.next_at and fresh.paused is None:
                await self._in_hand(fresh)
        except Exception:
            await state.deliveries.give_up(due.key)
            raise
        await state.deliveries.finish(due.key)
        return True

    async def _in_hand(self, due: Subscription) -> None:
        state, now = self._desk.state, self._desk.state.now()
        schedule = restored(due.wish.schedule)
        slot, then = latest(schedule, due.next_at, now), following(schedule, now)
        if self._is_shut(due):
            await state.subscriptions.pause(due.id, Pause.UNREACHABLE)
        elif now - slot > LATEST:
            await state.subscriptions.delivered(due, then)
        elif due.sending_turn is None or not await self._went_out(due, due.sending_turn, then):
            await self._tell(due, slot, then)

    def _is_shut(self, due: Subscription) -> bool:
        """True where the operator's lists no longer allow the chat."""
        wish, words = due.wish, words_of(due.wish.language)
        refusal = self._desk.refusal_of(wish.made_by, wish.chat_id, words, private=wish.chat_id > 0)
        return refusal is not None

    async def _tell(self, due: Subscription, slot: datetime, then: datetime) -> None:
        """Tell what is new; where nothing is, say so or say nothing, as was wished."""
        state, wish = self._desk.state, due.wish
        news = await self._newsroom.of(due)
        words = words_of((await self._desk.chat_settings(wish.chat_id)).language, wish.language)
        place = await self._place(due)
        if not news.briefing.items:
            if wish.tell_nothing:
                await self._desk.outbox.send(place, [_nothing(due, words)])
            await state.subscriptions.delivered(due, then, covered_until=news.until)
            return
        kept = await self._stories.keep(place, news.briefing, words, parent=due.last_turn)
        if kept is None or not await state.subscriptions.begin_sending(due.id, kept[0].id):
            return
        late = slot if state.now() - slot > _LATE else None
        sent = await self._stories.send(place, briefing_message(news.briefing, words, late), *kept)
        if sent:
            await state.subscriptions.delivered(due, then, covered_until=news.until, turn_id=kept[0].id)
        else:  # what was not told is told when it goes on
            await state.subscriptions.delivered(due, then)
            if await state.subscriptions.pause(due.id, Pause.UNREACHABLE):
                await self._desk.tell_silenced([due])

    async def _went_out(self, due: Subscription, turn_id: int, then: datetime) -> bool:
        """True when an earlier process had sent it: it is there, and now is counted as there."""
        state, wish = self._desk.state, due.wish
        turn = await state.turns.by_id(turn_id, wish.chat_id)
        if turn is None:
            return False
        words = words_of((await self._desk.chat_settings(wish.chat_id)).language, wish.language)
        buttons = story_buttons(await state.buttons.under(turn_id, wish.chat_id), words)
        there = await self._desk.outbox.arrived(await self._place(due), buttons)
        if there is None:
            return False
        await state.turns.add_answers(turn_id, wish.chat_id, [there])
        # Up to when it told is not known; what it told is, and is not told again.
        await state.subscriptions.delivered(due, then, turn_id=turn_id)
        return True

    async def _place(self, due: Subscription) -> Place:
        wish = due.wish
        return Place(
            wish.chat_id, wish.thread_id, after=await self._desk.state.turns.last_message(wish.chat_id)
        )


def briefing_message(briefing: Briefing, words: Words, late: datetime | None = None) -> list[Row]:
    """The briefing under its heading, with a note where it comes late."""
    count = words.documents(sum(len(item.documents) for item in briefing.items))
    rows = [row(bold(words.morning.format(count=count)), leads=True)]
    if late is not None:
        rows.append(row(italic(words.late.format(moment=words.moment(late))), leads=True))
    return [*rows, BLANK, *briefing_rows(briefing, words, numbered=True)]


def _nothing(due: Subscription, words: Words) -> Row:
    zone = ZoneInfo(restored(due.wish.schedule).zone)
    moment = words.moment(due.covered_until.astimezone(zone))
    if due.wish.about:
        return row(words.nothing_new_about.format(topic=due.wish.about, moment=moment))
    return row(words.nothing_new.format(moment=moment))

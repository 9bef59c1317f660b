"""Sends briefings with a button for each story, and tells more of a story when its button is pressed."""

from __future__ import annotations

from collections.abc import Sequence

from answering.model import Answer
from briefing.compose import compose
from briefing.model import Briefing, Earlier, Length, Wanted
from chat.state.model import Button, KeptTurn
from chat.telegram.answers import folded
from chat.telegram.briefings import as_turn, briefing_rows
from chat.telegram.desk import Desk
from chat.telegram.keyboards import kept_buttons
from chat.telegram.markup import Row, one_line, rows_of
from chat.telegram.outbox import Buttons, Place
from chat.telegram.pressing import Pressed
from chat.telegram.processing import topic_of
from chat.telegram.words import Words

STORY = "story"
_IN_A_LINE = 3
_ON_ONE_SCREEN = 2000
"""UTF-16 units of a group's briefing that stand outside the fold: the stories, not their passages."""
WHAT_IS_NEW = "What is new?"


class Stories:
    """Briefings on their way, and what is behind their buttons."""

    def __init__(self, desk: Desk) -> None:
        """Work with the parts of `desk`."""
        self._desk = desk

    async def keep(
        self,
        place: Place,
        briefing: Briefing,
        words: Words,
        *,
        question: str = WHAT_IS_NEW,
        user: int = 0,
        parent: int | None = None,
    ) -> tuple[KeptTurn, Buttons] | None:
        """The briefing as a kept turn, and a button for each of its stories."""
        state = self._desk.state
        turn = await state.turns.save(
            as_turn(briefing, question),
            chat_id=place.chat,
            thread_id=place.topic,
            user_id=user,
            parent_id=parent,
        )
        if turn is None:
            return None
        meant = [
            (STORY, " ".join([str(number), *(each.id for each in item.documents)]))
            for number, item in enumerate(briefing.items, start=1)
        ]
        made = await state.buttons.make(turn.chat_id, meant, turn_id=turn.id)
        return turn, story_buttons(made, words)

    async def send(
        self, place: Place, rows: Sequence[Row], turn: KeptTurn, buttons: Buttons = None
    ) -> list[int]:
        """Send a kept briefing; the ids of its messages, which replies go on from."""
        state = self._desk.state
        sent = await self._desk.outbox.send(
            place, rows if place.chat > 0 else folded(rows, _ON_ONE_SCREEN), buttons
        )
        if sent:
            await state.turns.add_answers(turn.id, place.chat, sent)
        return sent

    async def tell_more(self, pressed: Pressed, button: Button) -> None:
        """What else the documents of a story tell, beyond what the briefing told."""
        await pressed.acknowledge()
        desk, words = self._desk, pressed.words
        _, *ids = button.value.split()
        before = await desk.state.turns.by_id(button.turn_id or 0, pressed.chat)
        articles = desk.libraries.of(pressed.chat).articles
        told = before.turn.result.statements if before and isinstance(before.turn.result, Answer) else ()
        wanted = Wanted(length=Length.LONG, earlier=Earlier(statements=told))

        def more() -> Briefing:
            documents = [each for each in articles.documents() if each.id in ids]
            return compose(articles, documents, wanted)

        briefing = await desk.in_thread(more)
        if not any(item.statements or item.contradictions for item in briefing.items):
            await desk.outbox.send(pressed.place, rows_of(words.nothing_more))
            return
        kept = await self.keep_story(pressed, briefing, before)
        if kept is not None:
            await self.send(pressed.place, briefing_rows(briefing, words), kept)

    async def keep_story(
        self, pressed: Pressed, briefing: Briefing, before: KeptTurn | None
    ) -> KeptTurn | None:
        """The story as a turn that goes on from its briefing."""
        title = briefing.items[0].document.title
        return await self._desk.state.turns.save(
            as_turn(briefing, one_line(title) if title else WHAT_IS_NEW),
            chat_id=pressed.chat,
            thread_id=topic_of(pressed.message),
            user_id=pressed.user,
            parent_id=before.id if before else None,
        )


def story_buttons(made: Sequence[Button], words: Words) -> Buttons:
    """The buttons of a briefing in the order of its stories: made again, they are the same."""
    if not made:
        return None
    numbered = sorted((int(each.value.split()[0]), each) for each in made)
    labelled = [(words.more_on.format(number=number), each) for number, each in numbered]
    lines = [labelled[start : start + _IN_A_LINE] for start in range(0, len(labelled), _IN_A_LINE)]
    return kept_buttons(lines)

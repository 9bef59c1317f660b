"""The parts that handlers hand on to, and what each kept button does."""

from __future__ import annotations

from dataclasses import dataclass

from chat.state.model import Button
from chat.telegram.answering import Answering
from chat.telegram.bookshelf import ABOUT, PAGE, REMOVE, VOICES, Bookshelf
from chat.telegram.choices import FORGET, SET, Choices
from chat.telegram.delivering import Delivering
from chat.telegram.desk import Desk
from chat.telegram.inline import Inline
from chat.telegram.intake import Intake
from chat.telegram.membership import Membership
from chat.telegram.news import Newsroom
from chat.telegram.pressing import Action, Pressed, Pressing, asked_by
from chat.telegram.stories import STORY, Stories
from chat.telegram.subscribing import MANAGE, Subscribing
from chat.telegram.timetable import Timetable
from chat.telegram.welcoming import ASK, Welcoming


@dataclass(frozen=True, slots=True)
class Parts:
    """One of each."""

    answering: Answering
    welcoming: Welcoming
    bookshelf: Bookshelf
    intake: Intake
    choices: Choices
    inline: Inline
    membership: Membership
    pressing: Pressing
    subscribing: Subscribing
    timetable: Timetable
    newsroom: Newsroom


def parts_of(desk: Desk) -> Parts:
    """The parts, over one desk."""
    answering, choices, stories = Answering(desk), Choices(desk), Stories(desk)
    bookshelf, newsroom = Bookshelf(desk, stories), Newsroom(desk)
    timetable = Timetable(desk, Delivering(desk, stories, newsroom))
    subscribing = Subscribing(desk, newsroom, timetable.ring)

    async def ask(pressed: Pressed, button: Button) -> None:
        await pressed.acknowledge()
        await answering.take(asked_by(pressed, button.value), pressed.update_id)

    actions: dict[str, Action] = {
        ASK: ask,
        ABOUT: bookshelf.ask_about,
        VOICES: bookshelf.show_voices,
        REMOVE: bookshelf.remove,
        PAGE: bookshelf.next_page,
        SET: choices.change,
        FORGET: choices.confirm_forget,
        STORY: stories.tell_more,
        MANAGE: subscribing.press,
    }
    return Parts(
        answering,
        Welcoming(desk),
        bookshelf,
        Intake(desk),
        choices,
        Inline(desk),
        Membership(desk),
        Pressing(desk, answering, actions),
        subscribing,
        timetable,
        newsroom,
    )

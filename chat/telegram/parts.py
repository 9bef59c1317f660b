"""The parts that handlers hand on to, and what each kept button does."""

from __future__ import annotations

from dataclasses import dataclass

from chat.state.model import Button
from chat.telegram.answering import Answering
from chat.telegram.bookshelf import ABOUT, PAGE, REMOVE, VOICES, Bookshelf
from chat.telegram.choices import FORGET, SET, Choices
from chat.telegram.desk import Desk
from chat.telegram.inline import Inline
from chat.telegram.intake import Intake
from chat.telegram.membership import Membership
from chat.telegram.pressing import Action, Pressed, Pressing, asked_by
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


def parts_of(desk: Desk) -> Parts:
    """The parts, over one desk."""
    answering, bookshelf, choices = Answering(desk), Bookshelf(desk), Choices(desk)

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
    )

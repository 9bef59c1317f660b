"""The parts that handlers hand on to, and what each kept button does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from chat.feeds.checking import Checking
from chat.feeds.filing import CommonPlaces, Filing
from chat.feeds.folders import Folders
from chat.feeds.watching import Watcher
from chat.state.model import EVERYONE, Button
from chat.telegram.answering import Answering
from chat.telegram.bookshelf import ABOUT, PAGE, REMOVE, VOICES, Bookshelf
from chat.telegram.choices import FORGET, SET, Choices
from chat.telegram.delivering import Delivering
from chat.telegram.desk import Desk
from chat.telegram.heralding import ITS_FEED, Herald
from chat.telegram.inline import Inline
from chat.telegram.intake import MOST_DOCUMENTS, Intake
from chat.telegram.membership import Membership
from chat.telegram.news import Newsroom
from chat.telegram.pressing import Action, Pressed, Pressing, asked_by
from chat.telegram.stories import STORY, Stories
from chat.telegram.subscribing import MANAGE, Subscribing
from chat.telegram.timetable import Timetable
from chat.telegram.watching import STOP, Watching
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
    watching: Watching
    watcher: Watcher


def parts_of(desk: Desk) -> Parts:
    """The parts, over one desk."""
    answering, choices, stories = Answering(desk), Choices(desk), Stories(desk)
    bookshelf, newsroom = Bookshelf(desk, stories), Newsroom(desk)
    timetable = Timetable(desk, Delivering(desk, stories, newsroom))
    subscribing = Subscribing(desk, newsroom, timetable.ring)
    watcher = watcher_of(desk)
    watching = Watching(desk, watcher.ring)

    async def ask(pressed: Pressed, button: Button) -> None:
        await pressed.acknowledge()
        asked = replace(asked_by(pressed, button.value), alone=True)  # it is whole as it stands
        await answering.take(asked, pressed.update_id)

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
        STOP: watching.stop,
        ITS_FEED: watching.rather_its_feed,
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
        watching,
        watcher,
    )


def watcher_of(desk: Desk) -> Watcher:
    """What watches sources, and the folder of documents."""
    settings, state = desk.settings, desk.state
    places = CommonPlaces(settings.index, settings.data_dir)
    folders = Folders(desk.indexer, places.index_dir(EVERYONE))
    filing = Filing(state, desk.indexer, places, desk.libraries, MOST_DOCUMENTS)
    every = timedelta(minutes=settings.feed_minutes)
    checking = Checking(state, filing, folders, Herald(desk), asking=desk.asking, every=every)
    return Watcher(state, checking, folders, [settings.documents_dir])

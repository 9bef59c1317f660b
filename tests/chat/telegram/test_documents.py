"""Documents that chats bring, and what is shown of documents; played by the real bot over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram import Chat, Message, MessageOriginHiddenUser, PhotoSize

from chat.telegram.bringing import beginning, carries_document, fit_name, is_post, name_of, unlike
from tests.chat.telegram.conftest import Bot
from tests.running import ROOT, SEED
from tests.telegram.room import Room
from tests.telegram.seen import Seen
from tests.telegram.world import World

BRIDGE = (
    "The Quillfeather bridge\n\nby Sam Reed\n\n"
    "The council closed the Quillfeather bridge on 4 May 2021 after an inspection found cracks.\n\n"
    "“It is a brazen swindle,” said Ann Poole, the mayor of Quillfeather.\n\n"
    "It was a shameless theft of public money, and the council should be ashamed of itself.\n"
)


async def taken(world: World, room: Room) -> Seen:
    """The summary that follows a document which was read."""
    await world.until(lambda: room.answers() and "Share of the text" in room.answers()[-1].text, 90)
    return room.answers()[-1]


def test_a_file_is_read_summed_up_asked_about_and_removed(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.send_file("bridge.txt", BRIDGE.encode())
        summary = await taken(telegram, ann)
        progress = ann.answers()[0]
        assert progress.text == "Read: bridge.txt"
        assert progress.edits >= 1
        assert "█" in summary.text
        assert "Ann Poole — once" in summary.text
        ann.say("What did Ann Poole say?")
        await telegram.until(lambda: "Ann Poole: " in ann.answers()[-1].text)
        ann.send_file("copy.txt", BRIDGE.encode())
        await telegram.until(lambda: "already: bridge.txt" in ann.answers()[-1].text)
        assert ann.answers()[-1].labels == ["Ask about it", "Its voices", "Remove"]
        ann.press(summary, "Ask about it")
        await telegram.until(lambda: "What did Ann Poole say?" in ann.answers()[-1].labels)
        ann.press(summary, "Remove")
        await telegram.until(lambda: "Removed: bridge.txt" in ann.answers()[-1].text)
        assert not list((bot.data / "chats").rglob("*.txt"))
        ann.say("What did Ann Poole say?")
        await telegram.until(lambda: "do not say" in ann.answers()[-1].text)

    bot.play(scenario)


def test_the_question_under_a_file_is_answered_from_it(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.send_file("bridge.txt", BRIDGE.encode(), caption="What did Ann Poole say?")
        await telegram.until(lambda: ann.answers() and "Ann Poole: " in ann.answers()[-1].text, 60)
        assert [each.text.partition("\n")[0] for each in ann.answers()] == [
            "Read: bridge.txt",
            "📄 The Quillfeather bridge, Sam Reed",
            "According to others",
        ]

    bot.play(scenario)


def test_a_forwarded_post_is_a_document_and_questions_do_not_wait_for_it(bot: Bot, telegram: World) -> None:
    ann = telegram.person("Ann")
    room, channel = telegram.private(ann), telegram.channel("Daily Paper", [ann])

    async def scenario() -> None:
        room.forward(channel.post(BRIDGE))
        room.say("What did Craig Murray say?")
        await telegram.until(lambda: any("Craig Murray: " in each.text for each in room.answers()))
        assert not any("Share of the text" in each.text for each in room.answers())
        await taken(telegram, room)
        room.say("/documents")
        await telegram.until(lambda: "of this chat" in room.answers()[-1].text)
        assert "2 documents" in room.answers()[-1].text

    bot.play(scenario)


def test_what_cannot_be_read_is_told(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.send_file("big.pdf", b"%PDF-", size=21 * 1024 * 1024)
        await telegram.until(lambda: "at most 20 MB" in ann.answers()[-1].text if ann.answers() else False)
        ann.send_file("broken.pdf", b"no pdf at all")
        await telegram.until(lambda: "cannot read broken.pdf" in ann.answers()[-1].text, 60)
        ann.say("http://127.0.0.1/secret")
        await telegram.until(lambda: "not a public address" in ann.answers()[-1].text)

    bot.play(scenario)


def test_in_groups_only_administrators_bring_documents(bot: Bot, telegram: World) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    group = telegram.supergroup("News", [ann, ben], bot="administrator")

    async def scenario() -> None:
        group.send_file("bridge.txt", BRIDGE.encode(), ben, caption=f"@{telegram.bot.username}")
        assert "administrators" in (await group.next_answer()).text
        group.send_file("bridge.txt", BRIDGE.encode(), ann, caption=f"@{telegram.bot.username}")
        await taken(telegram, group)
        group.say("/ask What did Ann Poole say?", ben)
        await telegram.until(lambda: "Ann Poole: " in group.answers()[-1].text)
        group.say("/forget", ben)
        await telegram.until(lambda: "administrators" in group.answers()[-1].text)

    bot.play(scenario)


def test_voices_of_a_long_text_come_as_bar_names_and_text(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.say("/voices")
        await telegram.until(lambda: len(ann.answers()) >= 2)
        await ann.quiet()
        head, *text = ann.answers()
        assert "Quoted most" in head.text
        assert head.text.count("%") == 3
        together = " ".join(each.text for each in text)
        assert "[A: Craig Murray]" in together
        assert "[O]" in together

    bot.play(scenario)


def test_brief_and_its_times(bot: Bot, telegram: World) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        ann.say("/brief")
        told = await ann.next_answer()
        assert "Briefing: 1 document" in told.text
        assert "[1]" in told.text
        ann.say("/brief someday")
        assert "not a time" in (await telegram_last(telegram, ann, "someday")).text

    bot.play(scenario)


async def telegram_last(world: World, room: Room, words: str) -> Seen:
    await world.until(lambda: words in room.answers()[-1].text)
    return room.answers()[-1]


def test_operators_publish_for_everyone_and_see_counts(bot: Bot, telegram: World, tmp_path: Path) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    operator, other = telegram.private(ann), telegram.private(ben)
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "seed.txt").write_bytes((ROOT / SEED).read_bytes())
    from chat.collection import own_collection

    bot.shelf = own_collection(bot.data, folder)

    async def scenario() -> None:
        other.say("/stats")
        assert "operators" in (await other.next_answer()).text
        operator.say("/stats")
        assert "Questions: 0" in (await operator.next_answer()).text
        file = operator.send_file("bridge.txt", BRIDGE.encode())
        await taken(telegram, operator)
        operator.say("/publish", reply_to=file)
        await telegram.until(lambda: "of everyone: bridge.txt" in operator.answers()[-1].text, 60)
        assert (folder / "bridge.txt").read_text() == BRIDGE
        other.say("What did Ann Poole say?")
        await telegram.until(lambda: "Ann Poole: " in other.answers()[-1].text)

    bot.play(scenario, operator_ids=(ann.id,), documents_dir=folder)


def _private(text: str | None, **more: Any) -> Message:  # noqa: ANN401 - Telegram's own fields
    return Message(1, datetime(2026, 11, 24, tzinfo=UTC), Chat(5, "private"), text=text, **more)


def test_what_stands_under_a_picture_is_read_too_and_a_question_there_is_answered() -> None:
    photo = {"photo": (PhotoSize("p", "q", 9, 9),)}
    article = BRIDGE.partition("\n\nby Sam Reed\n\n")[2]
    assert carries_document(_private(None, caption=article, **photo))
    assert not carries_document(_private(None, caption="What did Craig Murray say?", **photo))
    origin = MessageOriginHiddenUser(datetime(2026, 11, 20, tzinfo=UTC), "Ben")
    assert carries_document(_private(None, caption="A bridge.", forward_origin=origin, **photo))


def test_a_long_text_is_an_article_unless_it_asks() -> None:
    article = BRIDGE * 3
    assert is_post(_private(article))
    assert not is_post(_private(BRIDGE))
    assert not is_post(_private(f"{article} Is it true?"))
    assert not is_post(_private(f"/ask {article}"))
    assert not is_post(_private("iran " * 800))
    assert not is_post(_private(article, reply_to_message=_private("x")))


@pytest.mark.parametrize(
    ("text", "most", "name"),
    [
        ("The bridge\n\nby Sam Reed", 40, "The bridge"),
        ("It was closed. Nobody knew.", 40, "It was closed"),
        (
            "The council closed the bridge after cracks.",
            32,
            "The council closed the bridge…",
        ),
        ("\n —\n“No,” she said.", 40, "“No,” she said"),
        ("Pneumonoultramicroscopicsilicovolcanoconiosis", 20, "Pneumonoultramicros…"),
        ("", 20, ""),
    ],
)
def test_a_text_is_called_by_its_first_sentence_cut_between_words(text: str, most: int, name: str) -> None:
    assert beginning(text, most) == name
    assert len(name) <= most


def test_a_forwarded_text_is_called_by_its_beginning_and_whom_it_is_from() -> None:
    origin = MessageOriginHiddenUser(datetime(2026, 11, 20, tzinfo=UTC), "The Daily / Paper of a long name")
    assert name_of(_private(BRIDGE, forward_origin=origin)) == (
        "The Quillfeather bridge (The Daily _ Paper of a l, 2026-11-20)"
    )


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ("a" * 200 + ".pdf", "a" * 76 + ".pdf"),
        ("\x00\n", "document"),
        ("Отчёт 2026.docx", "Отчёт 2026.docx"),
        (".txt", "txt"),
    ],
)
def test_names_of_strangers_become_names_of_files(name: str, fit: str) -> None:
    assert fit_name(name) == fit
    assert "/" not in fit_name(name)


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert unlike("a.txt", {"a.txt", "a (2).txt"}) == "a (3).txt"

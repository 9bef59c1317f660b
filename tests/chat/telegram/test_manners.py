"""What a picky reader would trip over, in private, groups and channels; played by the real bot over HTTP."""

from __future__ import annotations

import pytest

from chat.telegram.asked import Asked
from chat.telegram.schedules import read_since
from tests.chat.telegram.conftest import Bot
from tests.chat.telegram.paper import SHIPPING, Paper
from tests.telegram.world import World

ZARIF = "What did Zarif tweet?"
CLAIM = "The seizure of the Grace 1 was illegal and everyone knows it"


def test_a_question_whole_in_itself_is_answered_whatever_it_replies_to(bot: Bot, telegram: World) -> None:
    """openclaw#82002: the replied-to text belongs to the question, but must not drown it."""
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    group = telegram.supergroup("News", [ann, ben], bot="administrator")
    channel = telegram.channel("Paper", [ann])
    mention = f"@{telegram.bot.username}"

    async def scenario() -> None:
        claim = group.say(CLAIM, ann)
        group.say(f"{mention} {ZARIF}", ben, reply_to=claim)
        assert "Zarif: " in (await group.next_answer()).text
        group.say(f"{mention} is that so?", ben, reply_to=claim)
        assert "seizure" in (await group.next_answer()).text
        group.say(f"{mention} What is this?", ben, reply_to=claim)
        assert "I answer questions about documents" not in (await group.next_answer()).text
        # Comments on a channel's post are replies to its copy in the discussion group.
        post = group.auto_forward(channel.post("Russia and Iran sign a military agreement."))
        group.say(f"/ask {ZARIF}", ben, reply_to=post)
        assert "Zarif: " in (await group.next_answer()).text

    bot.play(scenario)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Who said this?", "together"),
        ("is that so?", "together"),
        ("это правда?", "together"),
        (ZARIF, "alone"),
        ("Что сказал Шойгу?", "alone"),
    ],
)
def test_what_points_to_the_words_replied_to_is_asked_with_them(text: str, first: str) -> None:
    asked = Asked(text, 1, None, 1, 1, 1, private=False, about=CLAIM)
    together = f"{text} “{CLAIM}”"
    assert asked.wordings == ((together,) if first == "together" else (text, together))


def test_in_a_group_nothing_is_said_to_what_asks_nothing(bot: Bot, telegram: World) -> None:
    """n3d1117#425: answer only when addressed."""
    ann = telegram.person("Ann")
    group = telegram.supergroup("News", [ann])

    async def scenario() -> None:
        group.say(f"/ask {ZARIF}", ann)
        answer = await group.next_answer()
        for words in ("lol", "👍", "ok"):
            group.say(words, ann, reply_to=answer)
        await group.quiet(0.5)
        assert len(group.answers()) == 1
        group.say("thanks!", ann, reply_to=answer)
        assert (await group.next_answer()).text == "You are welcome."

    bot.play(scenario)


def test_a_group_speaks_one_language_whoever_presses(bot: Bot, telegram: World) -> None:
    ann, yana = telegram.person("Ann"), telegram.person("Яна", language="ru")
    english = telegram.supergroup("News", [ann, yana], bot=None)
    russian = telegram.supergroup("Новости", [yana], bot=None)

    async def scenario() -> None:
        english.set_bot("member", by=ann)
        assert "Ask me with /ask" in (await english.next_answer()).text
        english.say(f"/ask {ZARIF}", ann)
        answer = await english.next_answer()
        english.press(answer, "Who says this?", yana)
        assert (await english.next_answer()).text.startswith("Who says this")
        russian.set_bot("member", by=yana)  # whoever brings the bot chooses, until /settings does
        assert "Спросите меня командой /ask" in (await russian.next_answer()).text
        russian.say(f"/ask {ZARIF}", yana)
        assert (await russian.next_answer()).marked("bold")[0] == "По словам других"

    bot.play(scenario)


def test_help_fits_the_chat_and_whoever_asks(bot: Bot, telegram: World) -> None:
    ann, olga = telegram.person("Ann"), telegram.person("Olga")
    group, managed = telegram.supergroup("News", [ann]), telegram.supergroup("More", [ann], bot=None)
    private, operator = telegram.private(ann), telegram.private(olga)

    async def scenario() -> None:
        group.say("/help", ann)
        told = (await group.next_answer()).text
        assert "/add" in told
        assert "privacy mode" in told
        assert "Send a file" not in told
        managed.set_bot("administrator", by=ann)  # who sees all that is said
        assert "privacy mode" not in (await managed.next_answer()).text
        private.say("/help")
        assert "/publish" not in (await private.next_answer()).text
        private.say("/publish")
        assert "operators" in (await private.next_answer()).text
        operator.say("/help")
        assert "/publish" in (await operator.next_answer()).text
        operator.say("/start")
        await operator.next_answer()
        await telegram.until(
            lambda: any(
                each.params["scope"].get("chat_id") == olga.id and each.refused is None
                for each in telegram.requests("setMyCommands")
            )
        )

    bot.play(scenario, operator_ids=(olga.id,))


def test_a_channels_administrators_manage_it_by_posts(bot: Bot, telegram: World) -> None:
    ann, ben = telegram.person("Ann"), telegram.person("Ben")
    channel = telegram.channel("Paper", [ann, ben])

    async def scenario() -> None:
        for command, told in (
            ("/help", "/ask"),
            ("/privacy", "Kept for this chat"),
            ("/documents", "1 document"),
            ("/settings", "Settings of this chat"),
        ):
            channel.post(command)
            shown = await channel.next_answer()
            assert told in shown.text
            assert "privacy mode" not in shown.text
        channel.press(shown, "short", ben)
        await telegram.until(lambda: not telegram.unanswered)
        assert "✓ normal" in channel.look(shown).labels
        channel.press(shown, "short", ann)
        await telegram.until(lambda: "✓ short" in channel.look(shown).labels)

    bot.play(scenario)


def test_brief_is_as_long_and_in_those_voices_as_the_chat_has_set(
    bot: Bot, paper: Paper, telegram: World
) -> None:
    ann = telegram.private(telegram.person("Ann"))

    async def scenario() -> None:
        await paper.publish("shipping.txt", SHIPPING)
        told = {}
        for length in ("normal", "short"):
            ann.say("/settings")
            menu = await ann.next_answer()
            if f"✓ {length}" not in menu.labels:
                ann.press(menu, length)
                await telegram.until(lambda: f"✓ {length}" in ann.look(menu).labels)  # noqa: B023
            ann.say("/brief")
            told[length] = (await ann.next_answer()).text.partition("Passages")[0].count("\n•")
        assert told["short"] < told["normal"]
        ann.press(ann.look(menu), "Only facts")
        await telegram.until(lambda: "✓ Only facts" in ann.look(menu).labels)
        ann.say("/brief")
        headings = (await ann.next_answer()).marked("bold")
        assert "Reported" in headings
        assert "According to others" not in headings

    bot.play(scenario)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("7 дней", "7 days"),
        ("за 2 недели", "2 weeks"),
        ("с 2026-11-24", "2026-11-24"),
        ("вчера", "yesterday"),
        ("за последние сутки", "1 days"),
        ("since yesterday", "yesterday"),
        ("7 days", "7 days"),
        ("12h", "12h"),
    ],
)
def test_since_when_is_read_in_russian_too(said: str, read: str) -> None:
    assert read_since(said) == read

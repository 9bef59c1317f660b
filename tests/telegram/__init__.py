"""A Bot API server for tests: a world of people and chats that the real bot talks to over HTTP.

A test takes the fixture `telegram` (a `World`), points the real application at it, and plays people::

    def test_it_answers(telegram: World) -> None:
        async def play() -> None:
            builder = ApplicationBuilder().token(telegram.token)
            app = builder.base_url(telegram.base_url).base_file_url(telegram.base_file_url).build()
            ...                                          # handlers; start; start_polling
            ann = telegram.person("Ann")
            chat = telegram.private(ann)
            chat.say("who says this?")
            answer = await chat.next_answer()            # a Seen: text, entities, keyboard, reply_to, topic
            assert answer.marked("bold") == ["Reported"]
            chat.press(answer, "Only facts")
            await telegram.until(lambda: chat.look(answer).edits == 1)

            club = telegram.group("Club", [ann])         # or supergroup(forum=True), channel
            club.say("hidden by privacy mode", ann)
            club.say("/ask@whosays_bot why?", ann)
            assert (await club.next_answer()).reply_to

            telegram.faults.script("sendMessage", Flood(1), Reset(delivered=True))
            with telegram.judges.expecting("can't parse entities"):
                ...

        asyncio.run(play())

More of what a world can do: `telegram.privacy = False`; a room's `set_bot("kicked", by=ann)`, `block()`,
`migrate(by)`, `open_topic(name, by)`, `say_anonymously`, `say_as_channel`, `auto_forward`, `forward`, `edit`,
`send_file`; `telegram.inline(ann, query)` and `choose`; `telegram.expire(query)`; `telegram.updates.repeat()`
for a duplicate; `telegram.pace.on = True` for 30 messages a second and 20 a minute in a group, with
`telegram.clock.speed` and `telegram.clock.advance(seconds)`; `telegram.calls` and `requests(method)` for what
the bot asked. Webhooks are delivered to whatever the bot sets. `recording.write` keeps what was said for
`bench.gallery`.

The judges (aiogram's types, TDLib's parser, Telegram's limits) look at every request and answer; the fixture
fails the test over any objection that it did not expect. Without pytest: `with Server() as server:
world = server.world()`.
"""

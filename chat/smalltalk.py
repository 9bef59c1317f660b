"""Tells what is said in passing, a greeting or thanks, from what is asked. Pure functions, no front end.

How people say these things stands here, by language: small letters, no signs, commas between.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final

_LONGEST = 40


class Talk(StrEnum):
    """What a message that asks nothing of the documents is."""

    GREETING = "greeting"
    THANKS = "thanks"
    ABOUT = "about"
    NOTHING = "nothing"


SAID: Final = MappingProxyType(
    {
        "en": {
            Talk.GREETING: (
                "hi, hello, hey, hi there, hello there, hey there, good morning, good evening, "
                "good afternoon, good day, greetings, hallo, hola, salut"
            ),
            Talk.THANKS: (
                "thanks, thank you, thanks a lot, thank you very much, many thanks, thx, ty, ok thanks, "
                "cheers, great, cool, nice, good bot, well done"
            ),
            Talk.ABOUT: (
                "help, help me, who are you, what are you, what can you do, what do you do, how do you work, "
                "how does this work, how does it work, what is this, are you a bot, are you human, "
                "are you there"
            ),
            Talk.NOTHING: (
                "ok, okay, k, yes, no, yeah, nope, hm, hmm, test, testing, lol, bye, goodbye, good bye, "
                "good night, see you, sorry, never mind, wow"
            ),
        },
        "ru": {
            Talk.GREETING: (
                "привет, здравствуйте, здравствуй, добрый день, доброе утро, добрый вечер, приветствую, "
                "салют, хай, всем привет"
            ),
            Talk.THANKS: (
                "спасибо, большое спасибо, спасибо большое, благодарю, спс, ок спасибо, отлично, супер, "
                "класс, молодец"
            ),
            Talk.ABOUT: (
                "помощь, помоги, помогите, кто ты, ты кто, кто вы, что ты умеешь, что умеешь, "
                "что вы умеете, как это работает, что это, ты бот, ты тут"
            ),
            Talk.NOTHING: (
                "ок, окей, да, нет, ага, угу, хм, тест, пока, до свидания, спокойной ночи, извини, "
                "извините, ясно, понятно, ладно, хорошо"
            ),
        },
    }
)
_HEARD = {
    each.strip(): talk for said in SAID.values() for talk, told in said.items() for each in told.split(",")
}


def small_talk(text: str) -> Talk | None:
    """What it is, whatever language it is in; None where it may be a question.

    Signs and pictures alone ask nothing.
    """
    if len(text) > _LONGEST and any(map(str.isalnum, text)):
        return None
    said = " ".join("".join(each if each.isalnum() else " " for each in text.casefold()).split())
    if not said:
        return Talk.NOTHING if text.strip() else None
    return _HEARD.get(said)

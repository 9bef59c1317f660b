"""What the bot says in Telegram: one field a phrase, so that a language that lacks one does not type-check.

A translator copies english.py, translates the values, adds the language to `WORDS`, and to chat/smalltalk.py
what people say in passing. Fields in braces are filled by the caller; nothing in a phrase is markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from briefing.schedule import Schedule
from index.model import Voice

Count = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Words:
    """Every phrase of one interface language."""

    language: str
    language_name: str

    # Answers
    headings: Mapping[Voice, str]
    opinion_of: str
    passages: str
    nearby: str
    not_found: str
    not_mentioned: str
    parts_not_found: str
    not_found_in_voice: str
    voice_names: Mapping[Voice, str]
    and_: str
    loaded_legend: str
    uncertain: str
    dropped: str
    written_by: str
    unaided: str
    unknown_author: str
    objection: str
    empty_question: str
    long_question: str

    # Buttons under an answer, and what they show
    only_facts: str
    only_opinions: str
    all_voices: str
    who_says: str
    show_passages: str
    more: str
    who_says_heading: str
    says_article: str
    says_author: str
    says_named_author: str
    quoted_directly: str
    quoted_indirectly: str
    gone: str

    # Welcome
    start: str
    start_group: str
    start_documents: str
    start_ask: str
    start_more_documents: str
    privacy_mode: str
    afresh: str
    help: str
    help_group: str
    help_operator: str
    privacy: str
    looking: str
    ask_what: str
    unknown_command: str
    only_words: str

    # To a greeting, to thanks, and to what asks nothing; how people say these stands in chat/smalltalk.py.
    greeted: str
    thanked: str
    nothing_asked: str

    # Documents
    documents: Count
    no_documents: str
    reading: str
    fetching: str
    labelling: str
    added: str
    known_already: str
    removed: str
    remove: str
    ask_about: str
    voices_of: str
    too_big: str
    cannot_read: str
    cannot_fetch: str
    not_downloaded: str
    ask_about_it: str
    voices_of_it: str
    remove_it: str
    troubles: Mapping[str, str]
    no_text: str
    too_many_documents: str
    only_admins: str
    only_operators: str
    operator_added: str
    gone_document: str
    of_this_chat: str
    inline_hint: str
    whole_answer: str
    add_what: str
    next_page: str

    # Reading by voice
    which_document: str
    shares: str
    quoted_most: str
    times: Count
    nobody_quoted: str
    as_file: str
    page_debris: str

    # Briefing
    briefing: str
    briefing_since: str
    briefing_empty: str
    briefing_nothing: str
    bad_when: str

    more_on: str
    nothing_more: str
    also_told_by: str
    left_out: str
    carried_by: Count
    carried_unnamed: str
    carried_named: str
    differs: Mapping[str, str]

    # Subscriptions
    subscribe_how: str
    bad_schedule: str
    subscribed: str
    subscribed_elsewhere: str
    subscribed_already: str
    about_topic: str
    in_voices: str
    zone_hint: str
    nothing_is_silent: str
    nothing_is_told: str
    too_many_subscriptions: str
    channel_from_private: str
    no_such_channel: str
    not_your_channel: str
    not_my_channel: str
    subscriptions: str
    no_subscriptions: str
    next_time: str
    paused: str
    paused_unreachable: str
    pause: str
    resume: str
    mention_nothing: str
    omit_nothing: str
    unsubscribed: str
    unsubscribe_which: str
    gone_subscription: str
    morning: str
    nothing_new: str
    nothing_new_about: str
    late: str
    silenced: str
    schedule: Callable[[Schedule], str]
    moment: Callable[[datetime], str]

    # What is watched
    watch_how: str
    watch_looking: str
    watch_feed: str
    watch_page: str
    watch_its_feed: str
    watch_known: str
    watch_not: str
    too_many_watched: str
    watching: str
    no_watched: str
    entries: Count
    watch_stop: str
    watch_ended: str
    watch_not_yet: str
    watch_gone: str
    gone_source: str

    # Settings
    settings: str
    setting_voices: str
    setting_length: str
    setting_language: str
    lengths: Mapping[str, str]
    saved: str
    everything_shown: str

    # Forgetting
    forget_sure: str
    forget_yes: str
    forget_no: str
    forgotten: str
    kept: str

    # Refusals
    not_allowed: str
    chat_not_allowed: str
    too_fast: str
    budget_spent: str
    no_budget: str
    failed: str
    stats: str
    stats_cost: str

    # Commands, by name, as Telegram lists them
    commands: Mapping[str, str]
    operator_commands: Mapping[str, str]
    about: str
    short_about: str


def named_voices(words: Words, voices: frozenset[Voice]) -> str:
    """The voices in words: “what is reported and the author's opinion”."""
    return f" {words.and_} ".join(words.voice_names[voice] for voice in Voice if voice in voices)

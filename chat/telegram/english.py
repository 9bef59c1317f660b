"""What the bot says in Telegram, in English."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import Final

from briefing.schedule import Schedule
from chat import texts
from chat.telegram.words import Words


def _schedule(schedule: Schedule) -> str:
    """What was understood: “every weekday at 18:30, Europe/Berlin”."""
    return schedule.words.replace("every day every", "every")


def _moment(moment: datetime) -> str:
    """“Tuesday 24 November, 08:00”, on the clock that the moment has."""
    return f"{moment:%A} {moment.day} {moment:%B}, {moment:%H:%M}"


ENGLISH: Final = Words(
    language="en",
    language_name="English",
    headings=texts.SECTION_HEADINGS,
    opinion_of=texts.OPINION_HEADING_WITH_AUTHOR,
    passages=texts.PASSAGES_HEADING,
    nearby=texts.NEARBY_HEADING,
    not_found=texts.NOT_FOUND,
    parts_not_found=texts.PARTS_NOT_FOUND,
    not_mentioned=texts.NOT_MENTIONED,
    not_found_in_voice="The documents do not say, as far as {voices} goes.",
    voice_names=texts.VOICE_NAMES,
    and_="and",
    loaded_legend="Underlined: loaded words; the wording judges.",
    uncertain=texts.UNCERTAIN,
    dropped=texts.DROPPED,
    written_by=texts.WRITTEN_BY,
    unaided=texts.ENDPOINT_FAILED,
    unknown_author=texts.UNKNOWN_AUTHOR,
    objection="{notice}",
    empty_question=texts.EMPTY_QUESTION,
    long_question=texts.LONG_QUESTION,
    only_facts="Only facts",
    only_opinions="Only opinions",
    all_voices="All voices",
    who_says="Who says this?",
    show_passages="Passages",
    more="More",
    who_says_heading="Who says this",
    says_article="the article itself, as fact",
    says_author="the author of the article, as an opinion",
    says_named_author="{author}, the author, as an opinion",
    quoted_directly="in their own words",
    quoted_indirectly="in the article's words",
    gone="This answer is no longer kept. Please ask again.",
    start=(
        "I answer questions about documents and show who says what: what an article reports, what it has "
        "others say, and what its author thinks. Every statement comes with the passage it stands in, word "
        "for word. When the documents do not say, I say so."
    ),
    start_group="Ask me with /ask, by mentioning me, or by replying to one of my answers.",
    start_documents="I know {count}:",
    start_ask="Ask in your own words, or begin with one of these:",
    start_more_documents="… and {count} more: /documents",
    privacy_mode=(
        "In this group I see /ask, commands and replies to me, but perhaps no mentions. To change that, make "
        "me an administrator, or turn privacy mode off at @BotFather (/setprivacy) and add me again."
    ),
    afresh="Starting afresh: the next question stands on its own.",
    help="""\
Ask in your own words; a follow-up such as “And what did he call it?” is understood. Reply to an older \
answer to go on from there.

Send a file (text, web page, PDF, Word, e-book, e-mail; up to 20 MB), forward a post, or send a web \
address: I read it for this chat alone.

/documents – what I answer from; ask about one, or remove it
/voices – a document's text by voice
/brief – what the newest documents tell; /brief 7 days for all since then
/subscribe – a briefing of what is new, at your hour: /subscribe daily 08:00
/subscriptions – pause, resume or end them
/watch – a feed or page whose news I read for this chat; /watching ends it
/new – begin afresh
/settings – which voices, how long, which language
/forget – erase what is kept of this chat
/privacy – what is kept
In groups: /ask and your question, or mention me, or reply to me.""",
    help_group="""\
Ask with /ask and your question, by mentioning me, or in reply to one of my answers. Asked in reply to what \
somebody else said, I look at that too.

/brief – what the newest documents tell; /brief 7 days for all since then
/documents – what I answer from; ask about one
/voices – a document's text by voice
/new – begin afresh
/privacy – what is kept

For administrators:
/add – in reply to a file, a post or an address: I read it for this chat alone
/subscribe – a briefing of what is new, at your hour: /subscribe daily 08:00
/subscriptions – pause, resume or end them
/watch – a feed or page whose news I read for this chat; /watching ends it
/settings – which voices, how long, which language
/forget – erase what is kept of this chat""",
    help_operator="""\
For operators:
/publish – in reply to a file, a post or an address: I read it for everyone
/stats – counts""",
    privacy="""\
Kept for this chat: questions with their answers (so that follow-ups and buttons work), the documents sent \
here, what is watched, subscriptions with their briefings, the settings, and counts of questions. Nothing \
of it is seen in another chat. Message texts are never written to logs. /forget erases all of it.""",
    looking="Looking it up …",
    ask_what="Write your question behind the command: /ask What did the minister say?",
    unknown_command="I do not know that command. I know these:",
    only_words=(
        "I read words: a question, a file with text, a forwarded post, a web address. Pictures, sound and "
        "places I cannot read."
    ),
    greeted=texts.GREETED,
    thanked=texts.THANKED,
    nothing_asked=texts.NOTHING_ASKED,
    documents=texts.count_of_documents,
    no_documents="There are no documents yet. Send a file, forward a post, or send a web address.",
    reading="Reading {name} …",
    fetching="Fetching {name} …",
    labelling="Working out who says what in {name} …",
    added="Read: {name}",
    known_already="I have that one already: {name}",
    removed="Removed: {name}",
    remove="Remove {number}",
    ask_about="Ask about {number}",
    voices_of="Voices {number}",
    too_big="That file has {size} MB; I take at most {limit} MB.",
    cannot_read="I cannot read {name}: {reason}.",
    cannot_fetch="I cannot fetch that address: {reason}",
    not_downloaded="Telegram did not hand it over; send it again",
    ask_about_it="Ask about it",
    voices_of_it="Its voices",
    remove_it="Remove",
    troubles=texts.TROUBLES,
    no_text="There is no text in that.",
    too_many_documents="This chat has {limit} documents already. Remove some: /documents",
    only_admins="Only this chat's administrators may do that.",
    only_operators="Only operators of this bot may do that.",
    operator_added="Added to the documents of everyone: {name}",
    gone_document="That document is no longer here.",
    of_this_chat="of this chat",
    inline_hint="Type a question, ending in ?",
    whole_answer="The whole answer",
    add_what="Reply with this command to a file or a post, or write an address behind it.",
    next_page="Next",
    which_document="Which document? Choose one:",
    shares="Share of the text",
    quoted_most="Quoted most",
    times=lambda count: "once" if count == 1 else f"{count} times",
    nobody_quoted="Nobody is quoted.",
    as_file="The whole text by voice is in the file.",
    page_debris="left out as page debris",
    briefing="Briefing: {count}",
    briefing_since=" since {since}",
    briefing_empty="Nothing new since {since}.",
    briefing_nothing="No statement stands out.",
    bad_when="“{when}” is not a time: use 2026-11-24, yesterday, or 7 days.",
    more_on="More on {number}",
    nothing_more="That is all that the documents say about it.",
    also_told_by="also in",
    left_out="Not told here: {count}. /documents lists them.",
    carried_by=texts.count_of_documents,
    carried_unnamed="{count}; none names a source",
    carried_named="{count}; elsewhere from {names}",
    differs=texts.CONTRADICTIONS,
    subscribe_how="""\
I can send a briefing of what is new, at your hour. Write for example:
/subscribe daily 08:00
/subscribe weekdays 18:30 Europe/Berlin
/subscribe Mondays 9am about shipping
/subscribe every 6 hours, only facts
/subscribe @channel daily 08:00 – a channel that you and I both administer

/subscriptions lists them; /brief tells at once.""",
    bad_schedule="{reason}",
    subscribed="Understood: a briefing {what}.",
    subscribed_elsewhere="Understood: a briefing in “{title}” {what}.",
    subscribed_already="You have that one already: a briefing {what}.",
    about_topic="Only about: {topic}.",
    in_voices="Only {voices}.",
    zone_hint="These are hours in UTC. For yours, name the zone: /subscribe daily 08:00 Europe/Berlin",
    nothing_is_silent="When nothing is new, I send nothing. /subscriptions changes that, or ends it.",
    nothing_is_told="says so when nothing is new",
    too_many_subscriptions="There are {limit} subscriptions here already. End one first: /subscriptions",
    channel_from_private="Subscribe a channel from our private chat, or by a post in the channel itself.",
    no_such_channel=(
        "I do not see a channel {name}. Make me an administrator of it, with the right to post, and try "
        "again."
    ),
    not_your_channel="Only administrators of {name} may subscribe it.",
    not_my_channel="I may not post in {name}. Make me an administrator of it, with the right to post.",
    subscriptions="Subscriptions",
    no_subscriptions="Nothing is subscribed here. For example: /subscribe daily 08:00",
    next_time="next: {moment}",
    paused="paused",
    paused_unreachable="paused, for I could not write there",
    pause="Pause {number}",
    resume="Resume {number}",
    mention_nothing="Also tell when nothing is new ({number})",
    omit_nothing="Be silent when nothing is new ({number})",
    unsubscribed="Ended: the briefing {what}.",
    unsubscribe_which="Which one? /unsubscribe {number} ends that one, /unsubscribe all ends all.",
    gone_subscription="That subscription is no longer there.",
    morning="What is new: {count}",
    nothing_new="Nothing new since {moment}.",
    nothing_new_about="Nothing new about {topic} since {moment}.",
    late="This was due {moment}; I was not running then.",
    silenced=(
        "The briefings in “{title}” are paused: I can no longer write there. Once I can, "
        "/subscriptions resumes them."
    ),
    schedule=_schedule,
    moment=_moment,
    watch_how="""\
Name the address of a feed or a page behind the command: /watch https://example.org/feed
What is new there I read for this chat alone. /watching lists what is watched, and ends it.""",
    watch_looking="Looking at {address} …",
    watch_feed=(
        "Watching “{title}”. I am reading the latest there ({count}), and read what is new as it comes. "
        "/watching lists it; /subscribe daily 08:00 brings a briefing of what is new."
    ),
    watch_page="Watching the page “{title}”: I have read it, and read it again when it changes.",
    watch_its_feed="Watch its feed instead",
    watch_known="That is watched here already: {title}",
    watch_not="I cannot watch {address}: {reason}",
    too_many_watched="{limit} sources are watched here already. End one first: /watching",
    watching="Watched for this chat",
    no_watched="Nothing is watched here. For example: /watch https://example.org/feed",
    entries=lambda count: "1 entry" if count == 1 else f"{count} entries",
    watch_stop="Stop {number}",
    watch_ended="No longer watched: {title}. What was read of it stays: /documents",
    watch_not_yet="not looked at yet",
    watch_gone="“{title}” is gone for good, and no longer watched. What was read of it stays.",
    gone_source="That is no longer watched.",
    settings="Settings of this chat",
    setting_voices="Voices",
    setting_length="Length",
    setting_language="Language",
    lengths=MappingProxyType({"short": "short", "normal": "normal", "long": "long"}),
    saved="Saved.",
    everything_shown="That is everything.",
    forget_sure=(
        "Erase everything kept of this chat: questions, answers, documents and settings? "
        "This cannot be undone."
    ),
    forget_yes="Erase",
    forget_no="Keep",
    forgotten="Erased. Nothing of this chat is kept.",
    kept="Nothing was erased.",
    not_allowed=(
        "This bot answers only some people, and you are not among them. Its operator can add you: id {id}."
    ),
    chat_not_allowed="This bot does not answer in this chat. Its operator can add it: id {id}.",
    too_fast="That was too many questions at once. Please try again in {seconds} s.",
    budget_spent="Today's budget for this is used up. It starts anew tomorrow (UTC).",
    no_budget="The budget here is 0: no questions are answered. The operator can change that.",
    failed="Something went wrong and your question was not answered. Please ask again.",
    stats=(
        "Chats: private {private}, groups {groups}, channels {channels}; closed to me {silenced}\n"
        "Users: {users}\nQuestions: {questions}; today {today}, of them without an answer {not_found}\n"
        "Documents: of everyone {common}, of chats {documents}\nTokens today: {tokens}"
    ),
    stats_cost="Cost of the answers kept: {cost}, today {today}",
    commands=MappingProxyType(
        {
            "ask": "ask a question",
            "add": "read for this chat what you reply to",
            "new": "begin afresh",
            "documents": "what I answer from",
            "voices": "a document's text by voice",
            "brief": "what is new, told at once",
            "subscribe": "a briefing at your hour",
            "subscriptions": "pause, resume or end briefings",
            "unsubscribe": "end a briefing",
            "watch": "read a feed or a page as it changes",
            "watching": "what is watched; end it",
            "settings": "voices, length, language",
            "forget": "erase what is kept of this chat",
            "privacy": "what is kept",
            "help": "how to ask",
        }
    ),
    operator_commands=MappingProxyType({"stats": "counts", "publish": "reply to a file: for everyone"}),
    about=(
        "I answer questions about news articles and show who says what: reported, according to others, or "
        "the author's opinion. Every statement is cited word for word."
    ),
    short_about="Answers about documents, showing who says what, with verbatim citations.",
)

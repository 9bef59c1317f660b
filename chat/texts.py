"""Every word that people read: one place to look, to correct and to translate.

Plain strings; fields in braces are filled by the caller with text made safe for a terminal.
"""

from __future__ import annotations

from math import floor, log10
from types import MappingProxyType
from typing import Final

from index.model import Voice

# Answers
SECTION_HEADINGS: Final = MappingProxyType(
    {
        Voice.REPORTED: "Reported",
        Voice.ATTRIBUTED: "According to others",
        Voice.OPINION: "The author's opinion",
    }
)
OPINION_HEADING_WITH_AUTHOR: Final = "The author's opinion ({author})"
PASSAGES_HEADING: Final = "Passages"
NEARBY_HEADING: Final = "Nearby, but no answer"
NOT_FOUND: Final = "The documents do not say."
NOT_MENTIONED: Final = "Not mentioned in what comes nearest: {names}."
NOT_FOUND_IN_VOICE: Final = "The documents do not say, as far as {voices} go. /all looks at every voice."
PARTS_NOT_FOUND: Final = "The documents do not say: {questions}"
LOADED_LEGEND: Final = "‹ › marks loaded words: the wording judges."
LOADED_LEGEND_COLOUR: Final = "Underlined: loaded words; the wording judges."
UNCERTAIN: Final = "(planned or unconfirmed)"
DROPPED: Final = "{count} drafted statement(s) failed the check against the documents and were left out."
WRITTEN_BY: Final = (
    "Written by {model}; every statement was checked against its passages. {prompt} + {completion} tokens"
    "{cost}."
)
MODEL_FAILED: Final = "The language model failed; what it did not finish is answered in the documents' words."
ENDPOINT_FAILED: Final = (
    "The embedding service did not answer; what stands here was found by words "
    "and by the packaged model alone."
)
SOURCE_ARROW: Final = " → "
UNKNOWN_AUTHOR: Final = "author not given"
UNTITLED: Final = "untitled"
BY: Final = "by {author}"

VOICE_NAMES: Final = MappingProxyType(
    {
        Voice.REPORTED: "what is reported",
        Voice.ATTRIBUTED: "what others are quoted with",
        Voice.OPINION: "the author's opinion",
    }
)

# The article view
ARTICLE_LEGEND: Final = MappingProxyType(
    {
        Voice.REPORTED: "[R] reported",
        Voice.ATTRIBUTED: "[A: source] according to others",
        Voice.OPINION: "[O] the author's opinion",
    }
)
ARTICLE_MARKS: Final = MappingProxyType(
    {Voice.REPORTED: "[R]", Voice.ATTRIBUTED: "[A]", Voice.OPINION: "[O]"}
)
ARTICLE_MARK_WITH_SOURCE: Final = "[A: {sources}]"
ARTICLE_BOILERPLATE: Final = "[–] page debris, never cited"
ARTICLE_BOILERPLATE_MARK: Final = "[–]"

# The briefing and the list of documents
BRIEFING_HEADING: Final = "Briefing: {count}"
BRIEFING_SINCE: Final = " since {since}"
BRIEFING_EMPTY: Final = "Nothing new since {since}."
BRIEFING_NOTHING: Final = "Nothing to tell."
BRIEFING_LEFT_OUT: Final = "Not told here: {count}; a long briefing tells all."
CARRIED_UNNAMED: Final = "{count} documents; none names a source"
CARRIED_NAMED: Final = "{count}; elsewhere from {names}"
CARRIED_BY: Final = "{count} documents"
ALSO_TOLD_BY: Final = "with "
CONTRADICTIONS: Final = MappingProxyType(
    {
        "number": "The documents differ in a number",
        "date": "The documents differ in a date",
        "who": "The documents differ in who did it",
        "outcome": "The documents contradict each other",
    }
)
BRIEFING_NOTHING_TO_SAY: Final = "No statement stands out."
ONE_DOCUMENT: Final = "1 document"
MANY_DOCUMENTS: Final = "{count} documents"
ADDED: Final = "{} added, {} changed, {} unchanged."
REMOVED: Final = "Removed: {name}"
MOVING: Final = "Moving"
MOVED: Final = "Moved {documents} and {passages:,} passages to {place}."
MOVED_EARLIER: Final = "{documents} of them had been moved by a run before this one."
KEEP_MILVUS: Final = "Keep MILVUS_URI set: the documents are there now."
DROP_MILVUS: Final = "Now take MILVUS_URI out of .env: while it is set, documents are indexed on Milvus."
NO_MILVUS: Final = "MILVUS_URI is not set: name the Milvus server in .env, then move."
NO_EMBEDDING_SERVICE: Final = (
    "OPENAI_EMBEDDING_MODEL is set, but no service that has it: set OPENAI_API_KEY or OPENAI_BASE_URL, too."
)
NO_EMBEDDING_ON_MILVUS: Final = (
    "OPENAI_EMBEDDING_MODEL does not go with Milvus, whose collection holds the packaged model's vectors "
    "alone: take it out of .env, or MILVUS_URI."
)
BAD_STORE: Final = "An index can be moved to milvus or to local, not to {name!r}."
SKIPPED: Final = "Skipped {error}"
SKIPPED_MORE: Final = "… and {count} more files skipped."
REBUILT: Final = "The documents were indexed anew: {reason}."
INDEXING: Final = "Indexing"

# What is watched
TROUBLES: Final = MappingProxyType(
    {
        "NOT_PUBLIC": "it is not a public address.",
        "NOT_AN_ADDRESS": "it is not a web address that I can use.",
        "UNREACHABLE": "nobody answers there.",
        "TOO_LARGE": "the page is too large.",
        "TOO_SLOW": "it takes too long.",
        "REFUSED": "the page is not given out, or not there.",
        "TOO_MANY_HOPS": "it leads in a circle.",
        "BUSY": "its server asks to be left alone for a while.",
        "FAILED": "its server has failed.",
        "BROKEN": "it is neither a feed nor a page that I can read.",
        "GONE": "it is gone for good.",
        "NOT_KEPT": "there was no room for it, or it could not be written.",
    }
)
WATCH_ADDED: Final = (
    "Watching {source}. The bot on Telegram reads what is new by itself; `python bot.py watch poll` does it "
    "now."
)
WATCH_KNOWN: Final = "{source} is watched already."
WATCH_REMOVED: Final = "No longer watched: {source}. What was read of it stays among the documents."
WATCH_NOTHING: Final = "Nothing is watched. Name a feed, a page or a folder: python bot.py watch add ADDRESS"
WATCH_UNKNOWN: Final = "{name} is not watched; `python bot.py watch list` lists what is."
WATCH_NAMED: Final = "{source} is named in the setting FEEDS: take it out there."
WATCH_NO_SOURCE: Final = (
    "{name} is neither an address (http://… or https://…) nor a file or folder that is there."
)
WATCH_READ: Final = "{count} read"
WATCH_NEW: Final = "{count} new"
WATCH_NOT_YET: Final = "not looked at yet"
WATCH_NEXT: Final = "next {moment}"
WATCH_TROUBLE: Final = "trouble: {reason}"
WATCH_IN_HAND: Final = "another process is at it"

# To what is said in passing
GREETED: Final = "Hello! I answer questions about {count}."
THANKED: Final = "You are welcome."
NOTHING_ASKED: Final = "Ask me something about the documents, in your own words. /help shows what else I do."

# The terminal
WELCOME: Final = "Ask a question, or /help. End with /quit or Ctrl-D."
PROMPT: Final = "> "
HELP: Final = """\
Ask in your own words; follow-ups such as "And what did he call it?" are understood.
  /documents    the documents that are answered from
  /read N       document N of that list, every clause in its voice
  /facts        answer with what is reported only
  /claims       answer with what others are quoted with only
  /opinions     answer with the author's opinion only
  /all          answer in all three voices again
  /voices       which voices are answered in
  /standalone   the last question as it was understood
  /new          forget the conversation so far
  /help         this list
  /quit         end"""
UNKNOWN_COMMAND: Final = "There is no command {command}. /help lists them."
VOICES_NOW: Final = "Answers show: {voices}."
ALL_VOICES: Final = "all three voices"
NEW_CONVERSATION: Final = "Starting afresh."
NO_QUESTION_YET: Final = "Nothing has been asked yet."
READ_WHICH: Final = "Say which document: /read N, with N from 1 to {count} (/documents lists them)."
SOME_FAILED: Final = "{count} question(s) could not be answered; the notices in the output say why."
STOPPED: Final = "Stopped."

# Mistakes and failures
EMPTY_QUESTION: Final = "The question is empty: ask something about the documents."
LONG_QUESTION: Final = "The question has {length:,} characters; ask in at most {limit:,}."
OTHER_LANGUAGE: Final = "The documents are in {documents}; please ask in {documents}, not in {question}."
NO_DOCUMENTS: Final = (
    "There are no documents to answer from in {place}. Put articles there (.txt, .md, .html, .pdf, .docx, "
    ".epub, .eml), or name others with --docs PATH."
)
ALL_SKIPPED: Final = "None of the files in {place} could be read."
MISSING_FOLDER: Final = (
    "DOCUMENTS_DIR is {place}, which is not there. Create it, or set it to the folder with your articles."
)
MISSING_PATH: Final = "{place} is not there. Check the path."
UNREADABLE_PATH: Final = "may not be read by this user; change its permissions"
NOT_A_FILE: Final = "{place} is a folder; read takes one file."
BAD_WHEN: Final = "--since {when!r} is not a time: use 2026-11-24, yesterday, or 7 days."
BAD_SETTING: Final = "The setting {name} cannot be used: {reason}."
BAD_SETTINGS_FILE: Final = "The file .env cannot be read: see .env.example for its form."
UNKNOWN_TO_TELEGRAM: Final = (
    "Telegram does not know TELEGRAM_BOT_TOKEN. Copy the token from @BotFather once more."
)
NO_NETWORK: Final = (
    "Telegram cannot be reached at {place} ({reason}). Check the network, or TELEGRAM_API_URL, "
    "and start again."
)
SECOND_POLLER: Final = (
    "Another program receives the messages of this bot. Stop it, or use another TELEGRAM_BOT_TOKEN."
)
PORT_TAKEN: Final = "Port {port} cannot be listened on. Set TELEGRAM_WEBHOOK_PORT to a free one."
BOT_RUNS: Final = "@{name} answers on Telegram, over {documents}. Stop it with Ctrl-C."
ALLOWED_EVERYONE: Final = "Everyone may ask: ALLOWED_USERS and ALLOWED_CHATS are empty."
ALLOWED_SOME: Final = "Who may ask is limited: {users} user(s), {chats} chat(s); empty lists allow all."
DISK_FULL: Final = "The disk is full. Make room, or set DATA_DIR to another disk."
READ_ONLY: Final = "{place} cannot be written. Set DATA_DIR to a folder that can."
OUTPUT_FAILED: Final = "The output could not be written: {reason}."
SYSTEM_FAILED: Final = "{place}: {reason}."
UNEXPECTED: Final = (
    "Something unexpected failed ({kind}). Run again with WHOSAYS_DEBUG=1 for the details, and report them."
)

LANGUAGES: Final = MappingProxyType(
    {
        "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
        "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish",
        "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
        "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
        "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch",
        "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
        "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
        "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
        "zh": "Chinese",
    }
)  # fmt: skip
ANOTHER_LANGUAGE: Final = "another language"


def dollars(amount: float) -> str:
    """An amount of money: to the cent, and of less than a tenth of a dollar two figures."""
    if amount <= 0:
        return "$0"
    return f"${amount:.{max(2, 1 - floor(log10(amount)))}f}"


def count_of_documents(count: int) -> str:
    """The count with its noun."""
    return ONE_DOCUMENT if count == 1 else MANY_DOCUMENTS.format(count=count)

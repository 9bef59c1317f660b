"""Who signs an article: bylines read as names, or not at all."""

from __future__ import annotations

import re

_PARTICLE = (
    r"(?:de|da|do|dos|du|del|della|di|van|von|der|den|ten|ter|bin|ibn|al|el|la|le|af|av|zu|y|e|bint|abu|of)"
)
_NAME_PART = r"(?:[^\W\d_a-z][\w’'.\-]*|(?:al|el|d|O)[-’'][^\W\d_][\w’'\-]*)"
_NAME = rf"{_NAME_PART}(?:\s+(?:{_PARTICLE}\s+){{0,2}}{_NAME_PART}){{0,4}}"
_NAMES = rf"{_NAME}(?:(?:,\s*|,?\s+(?:and|AND|&|with|und|et|y|и)\s+){_NAME}){{0,5}}"
_LABEL = (
    r"(?i:(?:(?:written|posted|story|text|words|reported|reporting|review(?:ed)?|analysis|opinion|commentary|column|"
    r"published|submitted|essay|guest post|article|exclusive|dispatch)\s+)?by\s*:?\s+|"
    r"(?:authors?|words|text|writer|byline|from the desk of|autorin|autor[ae]?s?|texte?|texto|auteure?s?|"
    r"автор[ы]?|текст|записал[аи]?)\s*:\s*)"
)
# Words of other languages for “by”, which begin sentences as well: only a name of two parts may follow.
_FOREIGN_BY = re.compile(r"(?:Von|Par|Por|Propos recueillis par|Interview von)\s+(?=\S+\s+\S)")
_TAIL = r"(?P<rest>\s*(?:[,|│•·(\[–—/]|\s-\s|\s(?i:on|in|for|at|in|updated)\s|:).{0,120})?"
_BYLINE = re.compile(rf"{_LABEL}(?P<names>{_NAMES}){_TAIL}")
_LONE = re.compile(rf"(?P<names>{_NAME})(?P<rest>\s*,\s.{{2,60}})?")
_ROLE_BEFORE = re.compile(
    r"^(?:[\w-]+ ){0,3}(?:reporter|correspondent|editor|writer|columnist|critic)s? (?=\w+ \w)", re.IGNORECASE
)
_PICTURES_BY = re.compile(
    r"[\s.|│•·,;/]+(?:photograph(?:s|y|er)?|photos?|pictures?|images?|illustrations?|video|fotos?|фото)"
    r"(?: by\b|\s*:)",
    re.IGNORECASE,
)
_PICTURES_FIRST = re.compile(
    r"^(?:photograph(?:s|y)|photos?|pictures?|illustrations?)(?: by|\s*:)\s*[^:|]{3,60}?[.|│;/]\s*"
    r"(?=(?:words|text|story)\b)",
    re.IGNORECASE,
)
# What begins or ends the name of a place or an office rather than a person's.
_PLACES = frozenset(
    [
        "new",
        "san",
        "los",
        "las",
        "hong",
        "buenos",
        "santa",
        "saint",
        "st",
        "north",
        "south",
        "east",
        "west",
        "el",
        "rio",
        "cape",
        "tel",
        "kuala",
        "addis",
        "port",
        "fort",
        "united",
        "saudi",
        "sri",
        "costa",
        "abu",
        "great",
        "the",
        "city",
        "county",
        "island",
        "islands",
        "news",
        "guardian",
        "agency",
        "desk",
        "team",
        "report",
        "magazine",
        "daily",
        "weekly",
        "opinion",
        "world",
        "washington",
        "mexico",
        "department",
        "ministry",
        "university",
        "institute",
        "council",
        "office",
        "street",
    ]
)
_ROLE = re.compile(
    r"\b(?:writer|reporter|correspondent|editor|columnist|staff|journalist|contributor|author|special to|"
    r"critic|professor|blogger|bureau|guest|news service|press|reuters|afp|ap|times|post|"
    r"tribune|herald|gazette|chief|analyst)\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    [
        "noon",
        "midnight",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "then",
        "now",
        "the",
        "this",
        "that",
        "these",
        "those",
        "contrast",
        "comparison",
        "law",
        "all",
        "any",
        "some",
        "most",
        "many",
        "far",
        "definition",
        "design",
        "default",
        "nature",
        "today",
        "tomorrow",
        "yesterday",
        "dawn",
        "dusk",
        "night",
        "day",
        "evening",
        "morning",
        "christmas",
        "easter",
        "autumn",
        "spring",
        "summer",
        "winter",
        "what",
        "when",
        "where",
        "how",
        "why",
        "we",
        "i",
        "you",
        "he",
        "she",
        "it",
        "they",
        "my",
        "our",
        "his",
        "her",
        "your",
        "admin",
        "administrator",
        "unknown",
        "anonymous",
        "popular",
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "next",
        "last",
        "early",
        "late",
        "mid",
        "popular",
        "way",
        "virtue",
        "means",
        "force",
        "request",
        "order",
        "email",
        "subject",
        "name",
    ]
)
_JOINS = frozenset(
    "de da do dos du del della di van von der den ten ter bin ibn al el la le af av zu y e bint abu".split()
) | frozenset("of and with und et en и".split())
_NOT_LAST = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "to",
        "in",
        "on",
        "for",
        "with",
        "is",
        "was",
        "are",
        "were",
        "has",
        "had",
    ]
)


def byline(words: str) -> str | None:
    """The names in a line that only signs: “By JANE DOE, Staff Writer” gives “Jane Doe”; else None."""
    if len(words) > 200:
        return None
    words = _PICTURES_FIRST.sub("", words)
    signed = _PICTURES_BY.split(words)[0].rstrip(" .|│•·,;/")
    foreign = _FOREIGN_BY.match(signed)
    match = _BYLINE.fullmatch(f"by {signed[foreign.end() :]}" if foreign else signed)
    if match is None or (foreign and len(match["names"].split()) < 2):
        return None
    # With a photographer named after it, a full stop parts two signatures.
    line = words if signed == words.rstrip(" .|│•·,;/") else signed
    return _checked(_ROLE_BEFORE.sub("", match["names"]), line, rest=match["rest"] or "")


def lone_name(words: str) -> str | None:
    """The name on a line of a name and at most a role: “Ann Lee, Health Editor”; else None."""
    words = " ".join(word for word in words.split() if "@" not in word)
    match = _LONE.fullmatch(words) if len(words) <= 80 else None
    if match is None or (match["rest"] and not _ROLE.search(match["rest"])):
        return None
    tokens = match["names"].split()
    if not 2 <= len(tokens) <= 4 or tokens[0].casefold() in _PLACES or tokens[-1].casefold() in _PLACES:
        return None
    return None if _ROLE.search(match["names"]) else _checked(match["names"], words, rest="")


def _checked(names: str, line: str, rest: str) -> str | None:
    names = names.strip(" ,")
    tokens = [token.strip(".,’'").casefold() for token in names.split()]
    if any(token in _NO_NAME for token in tokens) or tokens[-1] in _NOT_LAST:
        return None
    if any(token[0].islower() and token not in _JOINS for token in names.replace(",", " ").split()):
        return None
    # “By Lisbon, the talks had failed.” is a sentence: a byline does not end one and rarely runs on.
    if line.endswith(".") and not _KEEPS_ITS_DOT.search(line):
        return None
    if rest.lstrip()[:1] == "," and not _ROLE.search(rest) and len(rest.split()) > 6:
        return None
    parts = [part.strip() for part in names.split(",")]
    people = [part for number, part in enumerate(parts) if number == 0 or not _ROLE.search(part)]
    return tidy_name(", ".join(people))


def tidy_name(names: str) -> str:
    """`names` with single blanks, and capitals only where a name has them."""
    names = " ".join(names.split()).strip(" ,;|")
    if names.endswith(".") and not _KEEPS_ITS_DOT.search(names):
        names = names[:-1]
    if _JOINING.sub("", names).isupper() and len(names) > 4:
        names = re.sub(r"\bMc([a-z])", lambda found: "Mc" + found[1].upper(), names.title())
        names = re.sub(r"\b(?:And|With|Von|Van|De|Der)\b", lambda found: found[0].lower(), names)
        names = re.sub(r"(?<=[’'])S\b", "s", names)
    return names


def author_of(value: str) -> str | None:
    """A name from a metadata field, without its “by”; None for addresses, programs and the like."""
    value = " ".join(value.split()).strip(" ,;|<>\"'")
    named = byline(value)
    if named:
        return named
    if not value or "@" in value or "://" in value or len(value) > 120 or not any(map(str.isalpha, value)):
        return None
    if value.casefold() in _NO_NAME or value.casefold() in _MACHINES:
        return None
    return tidy_name(value)


_KEEPS_ITS_DOT = re.compile(r"\b(?:[A-Z]|Jr|Sr|Inc|Ltd|Co)\.$")
_JOINING = re.compile(r"\b(?:and|with|und|et|y|de|van|von|der|al|la)\b")
_MACHINES = frozenset(
    [
        "python-docx",
        "user",
        "microsoft",
        "office",
        "user",
        "root",
        "owner",
        "author",
        "default",
        "unknown",
        "guest",
        "webmaster",
        "editor",
        "wordpress",
        "test",
    ]
) | {"microsoft office user", "python-docx"}

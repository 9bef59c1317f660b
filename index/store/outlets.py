"""Which paper or site a question names: "the Verge report", when a document is from theverge.com.

A document's address is all that tells where it is from. A name fits a host when its words, or the initials of
its first words, make up the host's own part: Sydney Morning Herald and smh.com.au.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from index.model import Span

_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_PARTED = re.compile(r"[,.;:?!()]")
_OWNED = re.compile(r"['’]s$")
_NO_NAME = frozenset(
    "www en m news amp co com org net uk au in il us ca de fr ie nz za eu io gov edu ac tv blog blogs "
    "edition".split()
)
_SMALL = frozenset({"and", "of", "for", "the"})
_MOST_WORDS = 5
_LONG = 10
_LONGEST_QUESTION = 2_000


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a question names the site that is called `site` by its host."""

    span: Span
    site: str


@lru_cache(maxsize=50_000)
def site_of(address: str | None) -> str:
    """The own part of an address's host: "nytimes" for https://www.nytimes.com/…; "" without an address."""
    if not address:
        return ""
    host = address.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0].lower()
    parts = host.split(".")[:-1] or [host]
    return max((each for each in parts if each not in _NO_NAME), key=len, default="").replace("-", "")


def mentions(question: str, sites: Collection[str]) -> list[Mention]:
    """Where the question names one of these sites, in order; never one within another."""
    words = list(_WORD.finditer(question, 0, _LONGEST_QUESTION))
    known = frozenset(site for site in sites if site)
    found: list[Mention] = []
    at = 0
    while at < len(words):
        for run in _runs(question, words[at : at + _MOST_WORDS]):
            site = _named(tuple(each.group() for each in run), known)
            if site:
                found.append(Mention(Span(run[0].start(), run[-1].end()), site))
                at += len(run) - 1
                break
        at += 1
    return found


def _runs(question: str, words: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """The first words as names of falling length: capitals at both ends, no mark between."""
    for length in range(len(words), 0, -1):
        run = words[:length]
        names = [each.group() for each in run]
        between = (question[one.end() : other.start()] for one, other in pairwise(run))
        if not (names[0][0].isupper() and names[-1][0].isupper()) or any(map(_PARTED.search, between)):
            continue
        if all(name[0].isupper() or name in _SMALL for name in names):
            yield run


def _named(name: tuple[str, ...], sites: frozenset[str]) -> str:
    hosts, ending = _hosts(name)
    fitting = hosts & sites
    if ending:
        fitting |= {site for site in sites if site.endswith(ending)}
    return min(fitting, default="")


@lru_cache(maxsize=20_000)
def _hosts(name: tuple[str, ...]) -> tuple[frozenset[str], str]:
    """The sites that a name fits, and what the others that it fits end with, if there are any."""
    words = [_bare(each) for each in name]
    if words == ["the"]:
        return frozenset(), ""
    whole = "".join(words)
    bare = whole.removeprefix("the") if words[0] == "the" else whole
    fitting = {whole, re.sub(r"(?:com|org|net)$", "", whole)}
    if len(bare) > len("the"):
        fitting.add(f"the{bare}")
    if len(bare) > 2 and not (bare.startswith("the") and len(bare) > len("the") + 3):
        fitting.add(bare)
    telling = [each for each in words if each not in _SMALL]
    if len(telling) < 2:
        return frozenset(fitting), ""
    for count in range(1, len(telling) + 1):
        fitting.add("".join(each[0] for each in telling[:count] if each) + "".join(telling[count:]))
    return frozenset(fitting), bare if len(bare) >= _LONG else ""


def _bare(word: str) -> str:
    return re.sub(r"[^\w]", "", _OWNED.sub("", word.lower()))

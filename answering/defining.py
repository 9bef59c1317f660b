"""Does a clause say who somebody is: by a role before the name, or by what follows it?"""

from __future__ import annotations

import re
from collections.abc import Collection

from answering.wording import stem

_WORD = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*")
_ROLE = re.compile(
    r"(?:admiral|agent|ambassador|analyst|author|baker|chair|chief|clerk|coach|cllr|colonel|commissioner|"
    r"commander|counsel|deputy|doctor|dr|editor|engineer|farmer|foreman|general|governor|guard|head|judge|"
    r"king|lawyer|leader|lord|manager|mayor|member|minister|officer|official|owner|pilot|premier|president|"
    r"prince|princess|prof|professor|prosecutor|queen|reporter|secretary|senator|sergeant|solicitor|"
    r"spokes\w+|student|surgeon|teacher|treasurer|captain|\w+(?:ist|ologist|man|woman|person|er|or))",
    re.IGNORECASE,
)
_NO_ROLE = frozenset(
    "after her other over under whether either neither never ever for or nor their together however rather "
    "former later earlier another super server river number summer winter order paper water".split()
)
_REACH = 6
_AFTER = re.compile(
    r"\s*(?:,\s*(?:then |now |who |\d{1,3}\b|(?:the|a|an|his|her|their|its|our|my|one of)\s|"
    r"(?:\w+\s){0,3}?(?:of|at|for|from|in)\s)|\((?![^)]*\d{4}\s*\))|[—–-]\s*(?:the|a|an)\s|"
    r"\s(?:is|was|remains|became|has been|had been|works|worked|served)\s+"
    r"(?:the|a|an|our|as|one|head|chief)\b)",
    re.IGNORECASE,
)


def describes(name: Collection[str], words: str) -> bool:
    """True when `words` say who the bearer of this name (stems) is, not only what they say or do."""
    return any(
        stem(match.group()) in name
        and (_has_role(words[: match.start()], name) or _AFTER.match(words, match.end()) is not None)
        for match in _WORD.finditer(words)
    )


def _has_role(before: str, name: Collection[str]) -> bool:
    """True for "Iranian Navy commander Admiral Hossein " before "Khanzadi": a role, and nothing between."""
    near = _WORD.findall(re.split(r"[,;:.!?“”\"()]\s", before)[-1])[-_REACH:]
    for word in reversed(near):
        if _ROLE.fullmatch(word.rpartition("-")[2]) and word.lower() not in _NO_ROLE:
            return True
        if not word[:1].isupper() and stem(word) not in name:
            return False
    return False

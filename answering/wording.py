"""Words as questions and clauses are compared by: stems, without those that have no meaning of their own."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"\d[\d,.]*\d|[^\W_]+(?:[’'.\-][^\W_]+)*")
_STOP = frozenset(
    "a an the this that these those and or but nor so if then than as of in on at by for from with to "
    "into onto over under about is are was were be been being am do does did done doing has have had "
    "having will would shall should may might can could must not no it its he him his she her hers "
    "they them their theirs we us our ours you your yours i me my mine who whom whose which what when "
    "where why how many much there here any some all each every both either neither also just very "
    "more most other another such own same up down out off again once only too s t don ll ve re d m "
    "please tell know say says said saying get gets got give gives gave exactly actually really ever "
    "still yet one ones thing things something anything anyone anybody someone somebody everybody "
    "everyone nobody none".split()
)
# Irregular forms that no stemmer joins, and the few families of words that questions and articles share in
# other forms.
_FAMILIES = {
    word: family[0]
    for family in (
        (
            "law",
            "legal",
            "illegal",
            "lawful",
            "unlawful",
            "legality",
            "illegally",
            "legally",
            "unlawfully",
            "laws",
            "lawfully",
        ),
        ("die", "died", "death", "dead", "dies", "dying", "deaths", "killed", "kill", "fatal"),
        ("buy", "bought", "buys", "buying", "purchase", "purchased"),
        ("sell", "sold", "sells", "selling", "sale", "sales"),
        ("cost", "costs", "price", "prices", "priced", "charge", "fee", "pay", "paid"),
        ("leave", "left", "leaves", "leaving"),
        ("begin", "began", "begun", "begins", "start", "started", "starts", "starting"),
        ("think", "thought", "thinks", "thinking"),
        ("fall", "fell", "fallen", "falls"),
        ("rise", "rose", "risen", "rises"),
        ("win", "won", "wins", "winning", "winner", "victory"),
        ("lose", "lost", "loses", "losing", "loss", "losses"),
        ("choose", "chose", "chosen", "choice"),
        ("sign", "signed", "signs", "signing", "signature"),
        ("write", "wrote", "written", "writes", "writing"),
        ("speak", "spoke", "spoken", "speech"),
        ("build", "built", "builds", "building"),
        ("teach", "taught", "teaches"),
        ("tell", "told", "tells"),
        ("find", "found", "finds"),
        ("hold", "held", "holds"),
        ("close", "closed", "closes", "shut", "closure", "closing"),
        ("agree", "agrees", "agreed", "agreement", "agreements"),
        ("us", "u.s.", "america", "american", "usa"),
        ("uk", "u.k.", "britain", "british"),
    )
    for word in family
}


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of one word, with irregular forms and close families brought together."""
    low = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    return _FAMILIES.get(low) or str(_stemmers.english.stemWord(low))


def stems(text: str) -> frozenset[str]:
    """The stems of the meaningful words of `text`."""
    found = meaningful(text)
    parts = [part for word in found if "-" in word for part in word.split("-") if part]
    return frozenset(stem(word) for word in [*found, *parts] if not is_stop(word))


def meaningful(text: str) -> list[str]:
    """The words of `text` that are no stop words, as written, in order."""
    return [
        word for word in _WORD.findall(text) if word.lower().replace("’", "'").removesuffix("'s") not in _STOP
    ]


def is_stop(word: str) -> bool:
    """True for a word without a meaning of its own."""
    return word.lower() in _STOP


class _Stemmers(threading.local):
    """A stemmer for each thread: it keeps a state while it works."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")


_stemmers = _Stemmers()

"""The signs of judgement and of report in a clause, counted; `judgement` weighs them."""

from __future__ import annotations

import re
from functools import cache

from index.language.words import Word, words
from index.model import Span
from index.voices import lexicon

_SETS = {
    "duty": frozenset(["must", "should", "ought", "shouldn't", "mustn't", "needn't"]),
    "guess": frozenset(["may", "might", "could", "couldn't"]),
    "able": frozenset(["can", "cannot", "can't", "would", "wouldn't", "won't"]),
    "general": frozenset(
        "always never nobody everybody everyone anyone whoever nothing everything forever ever none "
        "nowhere".split()
    ),
    "degree": frozenset(
        "so such too very quite rather simply merely truly hardly scarcely barely even just enough "
        "indeed".split()
    ),
    "we": frozenset(["we", "us", "our", "ours", "we're", "we've", "we'll"]),
    "you": frozenset(["you", "your", "yours", "you're", "you've", "you'll", "yourself"]),
    "denial": frozenset("not no isn't aren't don't doesn't won't cannot can't neither nor".split()),
}
_BE_NOW = frozenset("is are isn't aren't am be it's that's there's what's he's she's they're".split())
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july "
    "august september october november december yesterday today tomorrow".split()
)
_PAST = frozenset(
    "was were had did went came took made got gave found left kept held stood began met ran sat sold "
    "bought built sent spent won lost led rose fell grew drew flew threw broke spoke wrote drove rode "
    "paid laid said told became brought caught taught fought sought thought heard slept woke wore "
    "tore bore swore shook stole froze chose sank drank swam sang rang hung struck stuck swung spun "
    "dug fed fled bled shot lit slid".split()
)
_SCHEDULE = re.compile(
    r"\b(?:will|to|is to|are to|due to|shall|would)\s+(?:also\s+|now\s+)?(?:be )?(?:open|close|"
    r"start|begin|end|meet|vote|hold|held|take place|run|return|"
    r"resume|publish|published|appear|arrive|leave|depart|go on sale|hear|heard|sit|decide|decided|"
    r"expire|convene|sentenced|buried|cost|last|continue|"
    r"signed|opened|closed|moved|replaced|announced|released|launched|delivered|installed|screened|"
    r"performed|played)\b|\bbooked\b",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\b(?:would|did|could|has|have) not (?:be (?:interviewed|reached|drawn)|comment\w*|answer\w*|respond\w*|"
    r"repl(?:y|ied)|discuss)\b|\bgave no (?:reason|comment|answer|details|explanation)\b|"
    r"\b(?:declined|refused) to (?:comment|say|answer|be)\b",
    re.IGNORECASE,
)
_FORECAST = re.compile(
    r"\b(?:will|won[’']t|shall|(?:is|are) (?:bound|sure|certain|doomed) to|going to|likely to|"
    r"before long|sooner or later)\b|[’']ll\b",
    re.IGNORECASE,
)
_FIGURATIVE = re.compile(
    r"\bas (?:if|though)\b|\blike an? \w+|\blike (?:\w+ )?\w+s\b|\bacting like\b|\bso-called\b|"
    r"\bnothing but\b|\blittle more than\b|\bno more than\b"
    r"|\bmore \w+ than\b|\bless \w+ than\b|\ba kind of\b|\ba sort of\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(
    r"\b(?:the|our|its|his|her|their|my) (?:\w+ )?(?:most|least|best|worst|"
    r"\w{3,}(?<!for)(?<!inter)(?<!for)est)\b(?! (?:of|in) (?:\w+ )?(?:\d|\w+ shire))",
    re.IGNORECASE,
)
_STANCE = re.compile(
    r"\b(?:I|we) (?:(?:do|did) not |don[’']t |still |would |can(?:not)? |for one )?(?:think|believe|"
    r"suspect|doubt|fear|hope|wish|admire|applaud|argue|despise|love|hate|"
    r"loved|hated|enjoyed|expect|prefer|recommend|imagine|wonder|wondered|trust|regret|welcome|like|"
    r"liked|bet|say|urge|swear)\b"
    r"|\bif you ask me\b|\b(?:to|in) my (?:\w+ )?(?:mind|ear|eye|view|opinion|experience)\b|"
    r"\bmy (?:own )?(?:guess|bet|advice|hope|fear|view|verdict|only complaint|patience)\b"
    r"|\bit (?:seems|feels|turns out|strikes)\b|\bI for one\b|\bI[’']d\b|\bI (?:would|will|won[’']t|"
    r"could|cannot|can[’']t)\b",
)
_IT_IS = re.compile(
    r"\b(?:it|that|this|there|here|what follows|such)(?:[’']s| is| was| are) (?:no|not|nothing|a|an|"
    r"the|time|clear|plain|obvious|hard|easy|difficult|wrong|right|"
    r"little|only|simply|why|how|what|where|surely)\b",
    re.IGNORECASE,
)
_MOTIVE = re.compile(
    r"\bfor regime change\b|\bon the pretext\b|\bin order to (?:hide|distract|please|punish|"
    r"silence)\b|\bwants? (?:us|you) to believe\b|\bout of (?:spite|greed|fear|vanity)\b"
    r"|\bfull compliance\b|\bin breach of\b|\b(?:breach|broke)(?:ed|es|"
    r"ing)? (?:of )?(?:\w+ ){0,2}(?:law|laws|treaty|rules|code|charter)\b"
    r"|\bviolat(?:ed|es|ing) (?:\w+ ){0,2}(?:law|laws|treaty|rights|charter)\b|\bknows? (?:full|"
    r"perfectly) well\b"
    r"|\b(?:doesn[’']t|does not|don[’']t) (?:know|understand|care|grasp)\b|\bdouble standards?\b|"
    r"\bso much for\b|\b(?:is|was|has|have|had|’s|\'s|there) (?:simply |absolutely )?no (?:excuse|"
    r"reason|right|business|sense|better|such thing|defence|defense|case)\b|\bno (?:wonder|doubt)\b"
    r"|\bpretends? to\b|\bbetter late than\b|\bhigh time\b|\bmy foot\b|\bgood riddance\b|"
    r"\bas \w+ always (?:do|does)\b|\b(?:another|a different) matter\b|\bstiff drink\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"[£$€]\s?\d[\d,.]*|\b\d[\d,.]*\b|\b(?:hundred|thousand|million|billion|per cent|percent)\b|%"
)
_IMPERATIVE = frozenset(
    "let consider ask imagine remember forget look stop vote don't do go take read watch listen see "
    "buy skip avoid bring give keep think note picture spare try tell put make start call write "
    "demand book wait trust turn sleep wave press please count save pack leave visit order eat drink "
    "stay drop hold choose check compare add sign send open close walk run learn stand spend expect "
    "enjoy treat suppose say judge blame thank check beware".split()
)
_NOT_IMPERATIVE_BEFORE = frozenset(
    "it he she they we you i is are was were has have had of in at on to from for and or the".split()
) - {"the"}
_I_PAST = re.compile(
    r"\b(?:I|we|my \w+)\s+(?:\w+ly\s+|have\s+|had\s+)?(?:was|were|had|did|went|came|took|saw|met|"
    r"asked|sat|stood|waited|woke|ate|drank|lay|read|paid|slept|bought|found|left|got|\w+ed)\b"
)
_I_NOW = re.compile(
    r"\bI (?:am|have loved|have seen|do|don[’']t|know|want|mean|feel|need|must|should|may|might|"
    r"still|never|always)\b|\bI[’']m\b|\bI[’']ve\b"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|must|should|"
    r"shall)\b|\b\w{1,30}(?:ed|[^s]s)\b|n[’']t\b",
    re.IGNORECASE,
)


def signs(text: str, clause: Span, sentence: Span) -> dict[str, float]:
    """The signs in a clause by name, with how often each occurs; names as in `judgement`'s table."""
    found = [word for word in words(text, clause.start, clause.end) if word.is_word]
    if not found:
        return {}
    shown = clause.of(text)
    counted = {
        **_by_lists(found),
        **_by_sets(found),
        **_by_patterns(shown),
        **_by_place(text, clause, sentence, found),
    }
    if counted.pop("schedule", 0) and counted.pop("forecast", 0):
        counted["schedule"] = 1
    return {name: count for name, count in counted.items() if count}


def _by_lists(found: list[Word]) -> dict[str, float]:
    verdicts, evaluative, loaded = (lexicon.words(name) for name in ("verdicts", "evaluative", "loaded"))
    counts = {"verdict": 0.0, "evaluative": 0.0, "loaded": 0.0}
    for at, word in enumerate(found):
        if at and word.is_capital and not word.text.isupper():
            continue  # a name: "Hope Street", "Judge Noble"
        if word.low in verdicts:
            # A loaded adverb in a report ("belligerently took over") colours it but need not make it a
            # verdict.
            counts["verdict"] += 0.6 if word.low in loaded else 1.0
        elif word.low in evaluative:
            counts["evaluative"] += 1
        if word.low in loaded:
            counts["loaded"] += 1
    return counts


def _by_sets(found: list[Word]) -> dict[str, float]:
    lows = [word.low for word in found]
    counts: dict[str, float] = {
        name: float(any(low in members for low in lows)) for name, members in _SETS.items()
    }
    counts["guess"] = float(any(word.low in _SETS["guess"] and not word.is_capital for word in found))
    counts["be_now"] = float(any(low in _BE_NOW for low in lows))
    counts["calendar"] = float(
        any(low in _CALENDAR for low in lows) or any(word.text == "May" for word in found[1:])
    )
    counts["past"] = float(any(low in _PAST or (low.endswith("ed") and len(low) > 4) for low in lows))
    counts["names"] = float(sum(word.is_capital and word.text != "I" for word in found[1:]))
    return counts


def _by_patterns(shown: str) -> dict[str, float]:
    counts = {
        "forecast": float(bool(_FORECAST.search(shown))),
        "schedule": float(bool(_SCHEDULE.search(shown))),
        "refusal": float(bool(_REFUSAL.search(shown))),
        "figurative": float(bool(_FIGURATIVE.search(shown))),
        "superlative": float(bool(_SUPERLATIVE.search(shown))),
        "stance": float(bool(_STANCE.search(shown))),
        "it_is": float(bool(_IT_IS.search(shown))),
        "motive": float(bool(_MOTIVE.search(shown))),
        "figure": float(len(_FIGURE.findall(shown))),
        "i_past": float(bool(_I_PAST.search(shown))),
        "i_now": float(bool(_I_NOW.search(shown))),
    }
    if counts["stance"]:
        counts["i_past"] = counts["i_now"] = 0.0
    return counts


def _by_place(text: str, clause: Span, sentence: Span, found: list[Word]) -> dict[str, float]:
    lead = _lead(clause.of(text))
    starts = clause.start == sentence.start
    tail = (
        sentence.of(text).rstrip("”\"’')» *_")[-1:]
        if clause.end == sentence.end
        else clause.of(text).rstrip()[-1:]
    )
    alone = starts and clause.end == sentence.end
    return {
        "opener": float(any(lead.startswith(opener) for opener in _openers())),
        "imperative": float(_is_imperative(found)) if starts or alone else 0.0,
        "question": float(tail == "?"),
        "exclamation": float(tail == "!"),
        "fragment": float(alone and len(found) <= 6 and not _FINITE.search(clause.of(text))),
    }


def _is_imperative(found: list[Word]) -> bool:
    first = (
        found[1]
        if found[0].low in ("so", "and", "but", "then", "just", "please", "now") and len(found) > 1
        else found[0]
    )
    if first.low not in _IMPERATIVE:
        return False
    following = found[found.index(first) + 1].low if found.index(first) + 1 < len(found) else ""
    return following not in _NOT_IMPERATIVE_BEFORE and not following.endswith("ed")


def _lead(shown: str) -> str:
    lead = " ".join(shown.lower().replace("’", "'").split())[:60].lstrip("*_—–-“\"' ")
    return re.sub(r"^(?:and|but|so|yet|still|now|well|or|then)\s+", "", lead)


@cache
def _openers() -> tuple[str, ...]:
    return tuple(lexicon.phrases("openers"))

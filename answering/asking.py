"""What a question asks for: its kind, the words that must be met, the speaker and the voice it is after."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum, auto
from itertools import takewhile

from answering.wording import is_stop, meaningful, stem
from index.model import Voice

_SAYING = (
    r"say|says|said|saying|call|called|calls|tell|told|claim|claimed|claims|think|thinks|believe|"
    r"believes|argue|argued|argues|describe|described|"
    r"explain|explained|warn|warned|warns|write|wrote|tweet|tweeted|respond|responded|reply|replied|"
    r"react|reacted|announce|announced|deny|denied|denies|"
    r"admit|admitted|accuse|accused|accuses|blame|blamed|blames|predict|predicted|predicts|complain|"
    r"complained|suggest|suggested|suggests|want|wants|expect|"
    r"expects|promise|promised|insist|insisted|insists|add|added|state|stated|report|reported|"
    r"recommend|recommended|demand|demanded|ask|asked|feel|"
    r"answer|answered|find|found|conclude|concluded|estimate|estimated|make of|made of"
)
_SAID = re.compile(
    rf"\b(?:did|does|do|has|have|had|would|is|was)\s+(?P<who>.+?)\s+(?:(?-i:[a-z]+ly)\s+)?(?P<verb>{_SAYING})\b",
    re.IGNORECASE,
)
# "Did he back up his fraud claim?": no verb of saying, but what somebody has.
_OBJECT = re.compile(r"\s(?:a|an|the|\S+[’']s|(?:his|her|its|their)(?:\s\w+)?)$", re.IGNORECASE)
_PLAIN_SAID = re.compile(
    r"^\s*(?:what|how|which|who|whom|why|did|does)\b.*\b(?:say|call|think|claim|argue|describe|"
    r"react|respond|tweet|reply|believe|tell|make of|feel|answer)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"\baccording to\s+(?P<who>[^,?]+)|\bin (?P<owner>[^,?]+?)[’']s? (?:view|words|opinion)\b", re.IGNORECASE
)
_UTTERANCE = (
    r"(?:statement|words|tweets?|reaction|response|reply|comment|comments|view|views|opinion|quote|quotes|claim|answer|"
    r"explanation|account|argument|warning|verdict|prediction|forecast|position|defence|defense|excuse)"
)
_STATEMENT_OF = re.compile(
    rf"^\s*(?:what (?:is|was|were) )?(?:the\s+)?{_UTTERANCE}s?\s+(?:of|by|from)\s+(?P<who>[^?]+)"
    rf"|^(?:any\s+)?{_UTTERANCE}s? from (?P<whom>[^?]+)"
    rf"|^\s*(?:what (?:is|was|were) )?"
    r"(?P<owner>(?!(?:what|wh\w+|how|do|does|did|is|was|are|were|has|have)\b)[^?]+?)"
    rf"[’']s? {_UTTERANCE}\b",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"^\s*(?:and\s+)?(?:who(?:se)?|which \w+)\b(?: (?:has|had|was|is|it was|"
    r"it is))?(?: that)? (?:said|says|say|called|calls|claimed|claims|told|tells|described|argued|"
    r"argues|warned|warns|tweeted|thinks|believes|"
    r"accused|accuses|denied|denies|predicted|predicts|roared|wrote|complained|complains|insisted|"
    r"insists|put it|words|quote|view)\b",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"\b(?:author|writer|columnist|reviewer|blogger|interviewer|editorial|editorialist|article|piece|column|"
    r"op-ed|blog|reporter|paper|newspaper|(?-i:analyst|analysis|essayist|obituarist|obituary|critic|satirist|"
    r"diarist|newsletter|explainer|tipster|commentator))(?:[’']s)?\b",
    re.IGNORECASE,
)
_ARTICLE_SAYS = re.compile(
    r"\b(?:article|piece|column|text|report|paper|newspaper|blog|story)\s+(?:say|says|said|tell|tells|report|reports)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:say|said|says|tell me|tell us|tells us|know|known|written|anything|something|more|learn|hear) "
    r"(?:anything |something |more )?(?:about|on|regarding|of)\s+(?P<topic>\w.*)$",
    re.IGNORECASE,
)
_JUDGING = re.compile(
    r"\b(?:think|thinks|believe|believes|opinion|opinions|view|views|feel|feels|argue|argues|agree|"
    r"agrees|disagree|criticis|criticiz|recommend|recommends|like|likes|judge|"
    r"judges|verdict|make of|makes of|say|says|call|calls|consider|considers|want|wants|predict|"
    r"predicts|expect|expects|take|stance|position|conclude|concludes|"
    r"approve|blame|blames|praise|praises|dislike|hope|hopes|fear|fears|worth|attitude|mind|"
    r"according to|eyes|judgment|judgement|forecast|foresee|regard|trust|admire|worr|urge|advis|advice|"
    r"prefer|favour|favor|support|accept|rate|sum up|compare|annoy|find|see|describe|propose|suggest|"
    r"warn|oppose|convinc|buy|suspicion)\w*",
    re.IGNORECASE,
)
_FACT = re.compile(
    r"^\s*(?:and\s+)?(?:by |for |at )?(?:how (?:long|many|much|often|old|far)|when|where|who|whom)\b",
    re.IGNORECASE,
)
_THINKING = re.compile(
    r"\b(?:think|believe|expect|predict|consider|view|opinion|blame|criticis|praise|argue|according to|eyes|"
    r"judgment|judgement|forecast|foresee)\w*",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^\s*(?:and\s+|so\s+|but\s+)?(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|"
    r"should|may|might)\b",
    re.IGNORECASE,
)
_OVERVIEW = re.compile(
    r"^\s*(?:please )?(?:summar|give me (?:a|the) (?:summary|overview|gist)|what(?:[’']s| is|"
    r" are) (?:this|it|the (?:article|text|document|story|piece)s?|these)(?: all)? about|overview|"
    r"tl;?dr|brief me|what (?:does|do) (?:the|this|these) (?:article|text|document|piece|storie)s? say\W*$)",
    re.IGNORECASE,
)
_VOICE_ASKED = (
    (
        re.compile(
            r"\b(?:only|just)\s+(?:the\s+)?facts\b|\bfacts only\b|\bwhat is reported\b", re.IGNORECASE
        ),
        Voice.REPORTED,
    ),
    (
        re.compile(r"\b(?:only|just)\s+(?:the\s+)?opinions?\b|\bopinions? only\b", re.IGNORECASE),
        Voice.OPINION,
    ),
)
_WHO_IS = re.compile(
    r"^\s*(?i:(?:and |so )?who(?:[’']s| is| was| are| were))\s+(?:this |that )?(?P<who>(?:(?:the|a)\s+)?"
    r"(?:[\w.’'-]+\s+){0,3}[A-Z][\w.’'-]*)\s*\??\s*$"
)
_PLURAL = re.compile(r"(?:[^s]s|men|people|children|staff|police|fish|sheep)$", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w’'\-]*")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")


class Kind(Enum):
    """What sort of answer a question wants."""

    WHO = auto()
    WHO_IS = auto()
    WHEN = auto()
    WHERE = auto()
    HOW_MANY = auto()
    HOW_LONG = auto()
    WHY = auto()
    SAID = auto()
    WHO_SAID = auto()
    AUTHOR = auto()
    YES_NO = auto()
    OVERVIEW = auto()
    ABOUT = auto()
    WHAT = auto()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart.

    `terms` are the stems to be met; `names` and `numbers` those of them that cannot be paraphrased; `speaker`
    the words that name whose sayings are wanted; `unit` what is counted; `head` what one of is wanted ("which
    ward"); `voices` the voices that may answer, empty for all; `quoted` the words whose speaker is wanted;
    `about` what to search for: the question without its speaker and verb.
    """

    text: str
    kind: Kind
    terms: frozenset[str]
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    speaker: str = ""
    unit: str = ""
    head: str = ""
    voices: frozenset[Voice] = frozenset()
    quoted: str = ""
    about: str = ""

    @property
    def wants_name(self) -> bool:
        """True when nothing but a proper name will do."""
        return bool(re.search(r"\bnames?\b|\b(?:called|named)\W*$", self.text, re.IGNORECASE))


def read_question(question: str, authors: Collection[str] = ()) -> Asked:
    """The question taken apart; `authors` are the names under which the documents were written."""
    text = " ".join(question.split())
    speaker = _speaker(text)
    kind = _kind(text, speaker, authors)
    if kind is Kind.AUTHOR:
        speaker = ""
    own = {stem(word) for word in meaningful(speaker)} if kind is Kind.SAID else set()
    author_words = (
        {stem(word) for name in authors for word in meaningful(name)} if kind is Kind.AUTHOR else set()
    )
    terms = frozenset(_terms(text, kind) - own - author_words)
    names = frozenset(stem(name) for name in _CAPITAL.findall(text)) & terms
    return Asked(
        text,
        kind,
        terms,
        names,
        frozenset(stem(number) for number in _NUMBER.findall(text)),
        speaker,
        _unit(text) if kind in (Kind.HOW_MANY, Kind.HOW_LONG) else "",
        _head(text, terms),
        _voices(text, kind),
        _quoted(text) if kind is Kind.WHO_SAID else "",
        _about(text, kind, terms),
    )


def _about(text: str, kind: Kind, terms: frozenset[str]) -> str:
    """What to search for: where an author or speaker is named, whose name would lead astray, the topic."""
    if kind not in (Kind.AUTHOR, Kind.SAID):
        return text
    topic = " ".join(word for word in meaningful(text) if stem(word) in terms)
    return topic or text


def _kind(text: str, speaker: str, authors: Collection[str]) -> Kind:
    low = text.lower()
    if _OVERVIEW.search(text):
        return Kind.OVERVIEW
    if _WHO_SAID.search(text):
        return Kind.WHO_SAID
    if _WHO_IS.match(text):
        return Kind.WHO_IS
    if _asks_author(text, speaker, authors):
        return Kind.AUTHOR
    if _ABOUT.search(text) and (not speaker or _ARTICLE_SAYS.search(text)):
        return Kind.ABOUT
    if speaker and any(form.search(text) for form in (_PLAIN_SAID, _ACCORDING, _STATEMENT_OF)):
        return Kind.SAID
    for pattern, kind in _BY_WORD:
        if pattern.search(low):
            return kind
    return Kind.YES_NO if _YES_NO.search(text) else Kind.WHAT


_BY_WORD = (
    (
        re.compile(
            r"^(?:\w+ )?(?:when\b|date of\b|(?:by|to|until|at|from) (?:what|which) (?:year|date|day|month|"
            r"time)\b|what (?:year|day|date|month|time)\b|which (?:year|day|month)\b|on what (?:day|date)|"
            r"since when|until when|in (?:what|which) year)|"
            r"\b(?:in|on) (?:what|which) (?:year|day|date|month)\b"
        ),
        Kind.WHEN,
    ),
    (re.compile(r"\bhow (?:long|often|soon|far|late|early)\b"), Kind.HOW_LONG),
    (
        re.compile(
            r"\bhow (?:many|much|old|tall|big|large|high|deep|fast|heavy|wide|few)\b|"
            r"\b(?:at )?(?:what|which) age\b|^(?:the )?(?:price|cost|share|number|percentage) of\b|"
            r"\bwhat (?:did|does|do|would|will) .*\b(?:cost|pay|charge|earn|fetch|weigh)\b|"
            r"\bwhat (?:was|were|is|are) .*\bpaid\b|\b(?:for|at) what price\b|\bwhat (?:is|was|"
            r"are|were) the (?:cost|price|number|size|age|percentage|share|amount|figure|rate|total|"
            r"value|length|score)\b|\bwhat (?:percentage|share|number|proportion|score)\b"
        ),
        Kind.HOW_MANY,
    ),
    (
        re.compile(
            r"^(?:\w+ )?(?:where\b|(?:in |at |to |from )?(?:which|what) (?:court|town|city|country|"
            r"place|street|hospital|school|port|venue|building|station)\b)"
        ),
        Kind.WHERE,
    ),
    (
        re.compile(
            r"\bwhy\b|\bhow come\b|\bfor what reason\b|\bwhat(?:[’']s| is| was) the (?:reason|cause|"
            r"purpose)\b|\bwhat caused\b|\bwhat made\b"
        ),
        Kind.WHY,
    ),
    (
        re.compile(
            r"^(?:and )?(?:who|whom|whose)\b|^(?:by|to|from|with) whom\b|\bwhich (?:person|man|woman|"
            r"minister|player|judge|company|firm|team|group|union|official|body)\b|\bwhat(?:[’']s| is|"
            r" was| are| were) (?:the )?(?:.* )?names?\b|^what (?:is|was|are|were) .* (?:called|named)\W*$"
        ),
        Kind.WHO,
    ),
)


def _asks_author(text: str, speaker: str, authors: Collection[str]) -> bool:
    family = {name.split()[-1].lower() for name in authors if name.split()}
    lows = {word.lower().removesuffix("'s").removesuffix("’s") for word in meaningful(text)}
    names_author = bool(family & lows) and (
        not speaker or bool(family & {word.lower() for word in meaningful(speaker)})
    )
    if _ARTICLE_SAYS.search(text) and not names_author:
        return False  # "What does the article say about …?" asks for every voice in it
    judging = _THINKING if _FACT.search(text) else _JUDGING
    return (bool(_AUTHOR.search(text)) or names_author) and bool(judging.search(text))


def _speaker(text: str) -> str:
    for pattern in (_ACCORDING, _STATEMENT_OF, _SAID):
        match = pattern.search(text)
        if match is None:
            continue
        who = next((group for name, group in match.groupdict().items() if group and name != "verb"), "")
        who = re.sub(r"^(?:the\s+)?", "", who.strip(), flags=re.IGNORECASE).strip(" ,.?")
        if (
            who
            and who.lower()
            not in ("it", "this", "that", "there", "anyone", "anybody", "nobody", "somebody", "someone")
            and len(who.split()) <= 8
            and not _OBJECT.search(who)
        ):
            return who
    return ""


def _terms(text: str, kind: Kind) -> set[str]:
    dropped = _DROPPED.get(kind, frozenset())
    about = _ABOUT.search(text) if kind is Kind.ABOUT else None
    text = about.group("topic") if about else text
    found = {stem(word) for word in meaningful(text) if word.lower() not in dropped}
    if kind in (Kind.SAID, Kind.AUTHOR, Kind.OVERVIEW):
        return found  # "What did she say?" asks for everything she said
    return found or {stem(word) for word in meaningful(text)}


_SAYING_WORDS = frozenset(re.split(r"[|\s]", _SAYING)) | frozenset(
    "statement statements words comment comments view views opinion reaction according describe".split()
)
_DROPPED = {
    Kind.SAID: _SAYING_WORDS,
    Kind.WHO_SAID: _SAYING_WORDS,
    Kind.AUTHOR: _SAYING_WORDS
    | frozenset(
        "author author's author’s writer columnist reviewer blogger editorial article piece column "
        "agree agrees disagree opinion opinions view views judge verdict approve like stance position "
        "attitude recommend overall".split()
    ),
    Kind.OVERVIEW: frozenset(
        "summary summarise summarize summarised overview gist article articles text texts document documents "
        "story stories piece pieces brief briefing main points tl;dr tldr tl dr short key news".split()
    ),
    Kind.WHEN: frozenset("year day date month time happen happened take place took".split()),
    Kind.HOW_MANY: frozenset("number percentage share amount figure total large big high old size".split()),
    Kind.HOW_LONG: frozenset(["long", "often", "far", "soon", "late"]),
    Kind.WHERE: frozenset(["place", "town", "city", "country", "located", "located"]),
    Kind.WHY: frozenset(["reason", "cause", "caused", "purpose", "come"]),
    Kind.WHO: frozenset(["person", "man", "woman", "name", "called"]),
}


def _unit(text: str) -> str:
    """What "how many" counts, as a stem: of the next words the first plural; "" for an amount."""
    match = re.search(r"\bhow many\s+(?:of\s+)?(?:the\s+)?(?P<next>(?:[\w-]+\s*){1,4})", text, re.IGNORECASE)
    if match is None:
        return ""
    following = list(takewhile(lambda word: not is_stop(word), match.group("next").split()))
    plural = next((word for word in following if _PLURAL.search(word)), following[0] if following else "")
    return stem(plural) if plural and meaningful(plural) else ""


def _head(text: str, terms: Collection[str]) -> str:
    """What "which" and "what" ask one of, as a stem: "which ward"; "" where they stand alone."""
    match = re.search(r"\b(?:what|which)\s+(?P<next>(?:[\w-]+\s*){1,4})", text, re.IGNORECASE)
    following = takewhile(lambda word: not is_stop(word), match.group("next").split()) if match else ()
    named = [stem(word) for word in list(following)[:2]]
    return named[0] if named and named[0] in terms else ""


def _voices(text: str, kind: Kind) -> frozenset[Voice]:
    for pattern, voice in _VOICE_ASKED:
        if pattern.search(text):
            return frozenset({voice})
    if kind is Kind.AUTHOR:
        return frozenset({Voice.OPINION})
    if kind is Kind.SAID or (kind is Kind.WHO_SAID and not _quoted(text)):
        return frozenset({Voice.ATTRIBUTED})
    return frozenset()


def _quoted(text: str) -> str:
    match = re.search(r"[“\"«](.{8,})[”\"»]", text)
    return match.group(1).strip(" .…") if match else ""

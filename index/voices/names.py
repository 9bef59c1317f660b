"""Names of people and the roles beside them, read off the capitals of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from index.language.names import sex_of
from index.language.words import Word
from index.model import Span
from index.voices import lexicon
from index.voices.cues import DETERMINERS, PREPOSITIONS, is_role

_MALE_TITLES = frozenset(
    "mr sir lord mister father brother king prince duke señor senor monsieur herr signor pan".split()
)


_FEMALE_TITLES = frozenset(
    "mrs ms miss lady dame madam sister queen princess duchess señora senora madame mme frau signora".split()
)


_TITLES = (
    _MALE_TITLES
    | _FEMALE_TITLES
    | frozenset(
        "dr prof professor rev reverend saint st president prime vice foreign defence defense chief "
        "justice gov sen rep col gen lt sgt capt supt insp cllr hon mx admiral former ex then ceo cfo "
        "councillor councilman councilwoman sheikh det con dci dsi commissioner superintendent canon "
        "recorder incumbent democrat republican licenciado cavaliere don doña dona tenente capitano "
        "maître".split()
    )
)


# "Sir Giles Matravers" is never plain Giles Matravers; other titles are left out beside a full name.
_LASTING = frozenset(["sir", "dame", "lady", "lord"])


# What a title is short for, as a role: "Det Con Dev Rana" is "the detective".
_SHORT_ROLES = {
    "det": "detective", "dci": "detective", "dsi": "detective", "insp": "inspector", "sgt": "sergeant",
    "supt": "superintendent", "cllr": "councillor", "prof": "professor", "gov": "governor",
    "sen": "senator", "capt": "captain", "col": "colonel", "gen": "general", "lt": "lieutenant",
}  # fmt: skip


_PARTICLES = frozenset("de da di del della van von der den la le al bin ibn el y af ap mac".split())


_NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december street road avenue bridge river sea ocean bay "
    "gulf strait island islands mountain valley city town county house hall park square school "
    "college university hospital church museum theatre theater station airport navy army force guard "
    "government council ministry department agency office court party bank union institute "
    "association society foundation company group inc ltd plc corp press news times post tv radio "
    "gazette herald tribune echo courier mail journal review today war day week year century festival "
    "cup league street-level act bill committee commission authority board trust states kingdom "
    "republic east west north south middle union europe america africa asia iran iraq syria russia "
    "china britain england scotland wales ireland france germany israel ukraine turkey law code show".split()
)


_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december christmas easter".split()
)


_HONOURS = frozenset("kc qc sc mp mep mbe obe cbe phd md jr sr esq jp msp".split())


_DEMONYM = re.compile(
    r"(?:[a-z]{2,}ian|[a-z]{2,}ish|[a-z]{3,}ese|american|german|french|dutch|greek|israeli|iraqi|"
    r"czech|spaniard|briton|dane|swede|finn|pole|turk|scot|swiss|thai|us|uk|eu|un)$"
)


_FRONT = frozenset(
    "the a an this that these those but and so yet in on at for if when while as it he she they we i".split()
)


_OPENING = frozenset(
    "reportedly allegedly apparently finally recently eventually meanwhile today yesterday similarly "
    "separately when while because although though what who how why".split()
)


ABBREVIATED = _TITLES | frozenset("jr sr inc ltd co bros mt ft dept".split())


_NEVER_NAMED = frozenset(
    "i i'm i've i'd i'll he's she's it's you'd you're we're they're that's there's".split()
)


_FIRM_WORDS = frozenset(
    "airways airlines aero aviation holdings gas energy power water oil steel mining metals "
    "therapeutics pharma biotech labs capital partners ventures management industries systems "
    "technologies technology software robotics automation logistics shipping rail motors motor electric "
    "electronics foods seafood farms brewery bakery tiles textiles chemical chemicals materials media "
    "network pictures studios records books analytics research consulting advisory insurance assurance "
    "mutual finance financial securities properties homes developments construction engineering "
    "services solutions utilities telecom communications retail stores supermarkets hotels resorts gmbh "
    "ag sa spa srl bv nv oy ab asa llc llp corp inc ltd plc limited".split()
)


_PAST_TITLES = frozenset(["former", "ex", "then", "vice", "incumbent"])


_APPOSITION = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """A person's name at `span`: `name` without titles, `family` its last word, `sex` "m", "f".

    "?" (a title tells no sex) or ""; `title` is what stands right before the name, with its honour.
    """

    span: Span
    name: str
    family: str
    sex: str
    title: str = ""

    @property
    def is_lasting(self) -> bool:
        """True for a title that stays beside a full name."""
        return not _LASTING.isdisjoint(self.title.lower().split())

    @property
    def is_addressed(self) -> bool:
        """True for a title one is called by, "Ms", "Governor", "Mr Justice"; not for a whole office."""
        words_ = self.title.lower().rstrip(".").split()
        return bool(words_) and (len(words_) == 1 or words_[0] in _LASTING | _MALE_TITLES | _FEMALE_TITLES)


def by_first_name(mention: Mention, firsts: dict[str, Mention]) -> Mention:
    """The mention under its family name: "Sir Giles" is Giles Matravers."""
    full = firsts.get(mention.family.lower()) if mention.name == mention.family else None
    if full is None:
        return mention
    return Mention(mention.span, full.family, full.family, mention.sex or full.sex, mention.title)


def mentions(tokens: list[Word]) -> list[Mention]:
    """The names among the words that can be a person's, in order."""
    found = (_mention(run) for run in _runs(tokens))
    return [mention for mention in found if mention is not None]


def _runs(tokens: list[Word]) -> Iterator[list[Word]]:
    at = 0
    while at < len(tokens):
        end = _run_end(tokens, at)
        if end > at:
            yield tokens[at:end]
        at = max(end, at + 1)


def _run_end(tokens: list[Word], at: int) -> int:
    """The end of a run of capitalised words, with "de", "van" and initials inside."""
    end = at
    while end < len(tokens):
        token = tokens[end]
        is_initial = (
            token.text == "."
            and end > at
            and (len(tokens[end - 1].text) == 1 or tokens[end - 1].low in ABBREVIATED)
            and end + 1 < len(tokens)
            and tokens[end + 1].is_capital
        )
        if end > at and (token.start - tokens[end - 1].end > 1 or token.low in _NEVER_NAMED):
            break
        joins = end > at and token.low in _PARTICLES and end + 1 < len(tokens) and tokens[end + 1].is_capital
        if not (token.is_capital or is_initial or joins):
            break
        end += 1
        if token.low.endswith("'s"):
            break
    return end


def _mention(run: list[Word]) -> Mention | None:
    """The name in a run of capitals: what follows its titles, when that can be a person."""
    start, sex, titled = _past_titles(run)
    if len(run) > 2 and all(token.text.isupper() for token in run):
        return None  # a line in capitals names nobody for certain
    name = run[start:]
    while len(name) > 1 and name[-1].low in _HONOURS:
        name = name[:-1]
    if not name or len(name) > 5 or any(token.low.removesuffix("'s") in _NOT_NAMES for token in name):
        return None
    if titled and len(name) == 1 and _DEMONYM.match(name[0].low) and not sex:
        return None  # "Former Czech"
    return _named(name, sex or sex_of(name[0].low), titled, _honour(run[:start]))


def _past_titles(run: list[Word]) -> tuple[int, str, bool]:
    """Where the name itself begins, what sex its titles tell, and whether there are any."""
    start, sex, titled = 0, "", False
    for at, token in enumerate(run):
        low = token.low.removeprefix("then-").removeprefix("ex-")
        more = at + 1 < len(run)
        is_title = low in _TITLES or (is_role(low) and more and not sex_of(low))
        after_first = any(sex_of(each.low) for each in run[start:at])  # "Ray Don Petrie"
        if (is_title and not after_first) or (token.text == "." and at == start):
            start, titled = at + 1, True
            sex = "m" if low in _MALE_TITLES else "f" if low in _FEMALE_TITLES else sex
        elif (at == start and more and _leads(low)) or (at == start and low in _FRONT):
            start = at + 1
        elif at > start and sex_of(low) and more and not any(sex_of(t.low) for t in run[start:at]):
            start = at if all(len(t.text) > 2 for t in run[start:at]) else start
    return start, sex, titled


def _leads(low: str) -> bool:
    """True for a word that stands before a name with a capital and is no part of it."""
    return (low in PREPOSITIONS or low in _OPENING or bool(_DEMONYM.match(low))) and not sex_of(low)


def _honour(titles: list[Word]) -> str:
    """The titles right before a name, without "former" and what stands before that."""
    first = len(titles)
    while first and (titles[first - 1].low in _TITLES | {"."} or is_role(titles[first - 1].low)):
        if titles[first - 1].low in _PAST_TITLES:
            break
        first -= 1
    return " ".join(token.text for token in titles[first:]).replace(" .", ".").lstrip(". ")


def _named(name: list[Word], sex: str, titled: bool, title: str) -> Mention | None:
    last = name[-1]
    bare = re.sub(r"['’]s?$", "", last.text)
    if (
        not titled
        and not sex
        and len(name) > 1
        and (len(name) > 3 or any(t.text.isupper() and len(t.text) > 1 for t in name))
    ):
        return None
    full = " ".join([token.text for token in name[:-1]] + [bare]).replace(" .", ".")
    mark = sex if len(name) > 1 or titled else ""
    span = Span(name[0].start, last.start + len(bare))
    return Mention(span, full, bare, mark or ("?" if titled else ""), title)


def is_demonym(low: str) -> bool:
    """True for "chinese", "american"."""
    return bool(_DEMONYM.match(low))


def is_firm(name: str) -> bool:
    """True for a name with a firm's word in it: "Pelican Coastal Airways", "Cole & Partners"."""
    return "&" in name or not _FIRM_WORDS.isdisjoint(name.lower().split()[1:])


def role_before(tokens: list[Word], at: int) -> set[str]:
    """Roles told before a name: "Mayor Elin Marlow", "their chairman, Ove Dahl"."""
    back = at - 1
    if back >= 2 and tokens[back].low in ("is", "was") and tokens[back - 2].low in DETERMINERS:
        return {tokens[back - 1].low} if is_role(tokens[back - 1].low) else set()
    if back >= 0 and tokens[back].text == ".":
        back -= 1
    titles = _titles_ending(tokens, back)
    if titles:
        return titles
    if back < 1 or tokens[back].low != ",":
        return set()
    for here in range(back - 1, max(-1, back - _APPOSITION), -1):
        low = tokens[here].low
        if low in (",", ".", ";", ":"):
            return set()
        if is_role(low) and (here == back - 1 or tokens[here + 1].low in PREPOSITIONS):
            return {low}
    return set()


def _titles_ending(tokens: list[Word], at: int) -> set[str]:
    """The roles among the titles that end at token `at`, in their long form: "Det Con" is a detective."""
    found = set()
    while at >= 0:
        low = _SHORT_ROLES.get(tokens[at].low, tokens[at].low)
        if is_role(low):
            found.add(low)
        elif low not in _TITLES:
            break
        at -= 1
    return found


def role_after(tokens: list[Word], end: int) -> set[str]:
    """Roles told after a name: "Ove Dahl, the chairman of …,"; "Ove Dahl is the chairman"."""
    at = end + 1
    if at >= len(tokens) or tokens[at].low not in (",", "is", "was", "("):
        return set()
    needs_article = tokens[at].low in ("is", "was")
    if needs_article and (at + 1 >= len(tokens) or tokens[at + 1].low not in DETERMINERS):
        return set()
    for here in range(at + 1, min(len(tokens), at + _APPOSITION)):
        low = tokens[here].low
        following = tokens[here + 1].low if here + 1 < len(tokens) else "."
        if is_role(low) and (following in PREPOSITIONS or following in (",", ".", ")", "who", "and")):
            return {low}
        acts = low in ("who", "which") or low in lexicon.cues() or low.endswith("ed")
        if acts or not tokens[here].is_word or low in PREPOSITIONS:
            return set()
    return set()


def is_body(name: str) -> bool:
    """True for a source that is a body or a text: "it", not "he"."""
    last = name.split()[-1]
    return last.lower() in _NOT_NAMES or last.isupper() or last.lower() in lexicon.words("bodies")


def bodies(tokens: list[Word]) -> list[tuple[Span, str]]:
    """The runs of capitals that are no person's name: "Norrland Water", "the European Commission".

    With what "of" joins to them, "the Court of Appeal".
    """
    found: list[tuple[Span, str]] = []
    joint = -1
    for whole in _runs(tokens):
        leading = takewhile(lambda token: token.low in _FRONT or _leads(token.low), whole)
        run = whole[sum(1 for _ in leading) :]
        joined = bool(run) and bool(found) and run[0].start == joint
        joint = -1
        if not run or (_mention(run) is not None and not joined):
            continue
        joint = _past_of(tokens, whole)
        if not joined and len(run) == 1 and joint < 0 and (is_role(run[0].low) or run[0].low in _TITLES):
            continue
        if all(token.low in _CALENDAR or not token.is_word for token in run):
            joint = -1
            continue
        name = " ".join(token.text for token in run)
        span, shown = Span(run[0].start, run[-1].end), re.sub(r"['’]s?$", "", name).replace(" .", ".")
        if joined and found:
            first, before = found.pop()
            span, shown = Span(first.start, span.end), f"{before} of {shown}"
        found.append((span, shown))
    return found


def _past_of(tokens: list[Word], run: list[Word]) -> int:
    """Where the capitals begin that an "of" joins to the run's, else -1."""
    at = bisect_right(tokens, run[-1].start, key=lambda token: token.start)
    if at + 1 >= len(tokens) or tokens[at].low != "of" or run[-1].low in _CALENDAR:
        return -1
    return tokens[at + 1].start if tokens[at + 1].is_capital else -1

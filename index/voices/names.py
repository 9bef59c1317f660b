"""Names of people and the roles beside them, read off the capitals of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
        "justice gov sen rep col gen lt sgt capt supt insp cllr hon mx admiral former ex then "
        "councillor councilman councilwoman sheikh det con dci dsi".split()
    )
)


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


_HONOURS = frozenset("kc qc sc mp mbe obe cbe phd md jr sr esq jp msp".split())


_DEMONYM = re.compile(
    r"(?:[a-z]{2,}ian|[a-z]{2,}ish|[a-z]{3,}ese|american|german|french|dutch|greek|israeli|iraqi|"
    r"swiss|thai|us|uk)$"
)


_FRONT = frozenset(
    "the a an this that these those but and so yet in on at for if when while as it he she they we i".split()
)


_APPOSITION = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """A person's name at `span`: `name` without titles, `family` its last word, `sex` "m", "f".

    "?" (a title tells no sex) or "".
    """

    span: Span
    name: str
    family: str
    sex: str


def by_first_name(mention: Mention, firsts: dict[str, Mention]) -> Mention:
    """The mention under its family name: "Sir Giles" is Giles Matravers."""
    full = firsts.get(mention.family.lower()) if mention.name == mention.family else None
    return (
        mention if full is None else Mention(mention.span, full.family, full.family, mention.sex or full.sex)
    )


def mentions(tokens: list[Word]) -> list[Mention]:
    """The names among the words that can be a person's, in order."""
    found, at = [], 0
    while at < len(tokens):
        end = _run_end(tokens, at)
        if end == at:
            at += 1
            continue
        mention = _mention(tokens[at:end])
        if mention is not None:
            found.append(mention)
        at = end
    return found


def _run_end(tokens: list[Word], at: int) -> int:
    """The end of a run of capitalised words, with "de", "van" and initials inside."""
    end = at
    while end < len(tokens):
        token = tokens[end]
        is_initial = (
            token.text == "."
            and end > at
            and len(tokens[end - 1].text) <= 3
            and end + 1 < len(tokens)
            and tokens[end + 1].is_capital
        )
        if end > at and token.start - tokens[end - 1].end > 1:
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
    start, sex, titled = 0, "", False
    for at, token in enumerate(run):
        low = token.low.removeprefix("then-").removeprefix("ex-")
        if low in _TITLES or (is_role(low) and at + 1 < len(run)) or (token.text == "." and at == start):
            start, titled = at + 1, True
            sex = "m" if low in _MALE_TITLES else "f" if low in _FEMALE_TITLES else sex
        elif at == start and (low in _FRONT or (at + 1 < len(run) and _DEMONYM.match(low))):
            start = at + 1
    if len(run) > 2 and all(token.text.isupper() for token in run):
        return None  # a line in capitals names nobody for certain
    name = run[start:]
    while len(name) > 1 and name[-1].low in _HONOURS:
        name = name[:-1]
    if not name or len(name) > 5 or any(token.low.removesuffix("'s") in _NOT_NAMES for token in name):
        return None
    return _named(name, sex or sex_of(name[0].low), titled)


def _named(name: list[Word], sex: str, titled: bool) -> Mention | None:
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
    return Mention(Span(name[0].start, last.start + len(bare)), full, bare, mark or ("?" if titled else ""))


def role_before(tokens: list[Word], at: int) -> set[str]:
    """Roles told before a name: "Mayor Elin Marlow", "their chairman, Ove Dahl"."""
    back = at - 1
    if back >= 0 and tokens[back].text == ".":
        back -= 1
    if back >= 0 and is_role(tokens[back].low):
        return {tokens[back].low}
    if back < 1 or tokens[back].low != ",":
        return set()
    for here in range(back - 1, max(-1, back - _APPOSITION), -1):
        low = tokens[here].low
        if low in (",", ".", ";", ":"):
            return set()
        if is_role(low) and (here == back - 1 or tokens[here + 1].low in PREPOSITIONS):
            return {low}
    return set()


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
        if not tokens[here].is_word or low in PREPOSITIONS or low in ("who", "which", "said", "says"):
            return set()
    return set()


def is_body(name: str) -> bool:
    """True for a source that is a body or a text: "it", not "he"."""
    last = name.split()[-1]
    return last.lower() in _NOT_NAMES or last.isupper() or last.lower() in lexicon.words("bodies")


_SUBJECT_AFTER = frozenset(", ; . : ! ? and but that when while if as ” “ » « ) * # now then so yet".split())


def role_phrases(tokens: list[Word]) -> list[tuple[int, str, bool]]:
    """Subjects that can speak, "The widow", "the inspectorate": start, words.

    And whether it is a body or text.
    """
    found = []
    for at in range(1, len(tokens)):
        head = tokens[at]
        if not is_role(head.low) or head.is_capital:
            continue
        first = at - 1 if tokens[at - 1].low in DETERMINERS else at - 2
        if first < 0 or tokens[first].low not in DETERMINERS:
            continue
        if first and tokens[first - 1].low not in _SUBJECT_AFTER:
            continue  # "on the report", "told the jury": no subject
        words_ = " ".join(token.text for token in tokens[first : at + 1])
        bodies = lexicon.words("bodies")
        found.append(
            (tokens[first].start, words_, head.low in bodies or head.low.removesuffix("s") in bodies)
        )
    return found

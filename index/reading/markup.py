"""HTML to blocks of text: every visible word in order, each block with what its place says of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import lxml.html
from lxml import etree

_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "iframe",
        "object",
        "embed",
        "canvas",
        "select",
        "option",
        "button",
        "input",
        "textarea",
        "audio",
        "video",
        "map",
        "area",
        "datalist",
        "dialog",
        "meta",
        "link",
        "title",
        "base",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tr",
        "ul",
    ]
)
_FURNITURE_TAGS = frozenset(["nav", "footer", "form", "aside", "menu", "fieldset"])
_WHOLE = frozenset(["html", "body", "main", "article"])
_FURNITURE_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "complementary",
        "form",
        "dialog",
        "alertdialog",
        "menu",
        "menubar",
    ]
)
_FURNITURE_WORDS = frozenset(
    [
        "nav",
        "navbar",
        "navigation",
        "menu",
        "submenu",
        "breadcrumb",
        "breadcrumbs",
        "sidebar",
        "widget",
        "widgets",
        "share",
        "sharing",
        "sharedaddy",
        "social",
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "newsletter",
        "subscribe",
        "signup",
        "related",
        "recommended",
        "recirculation",
        "promo",
        "promotion",
        "promotions",
        "advert",
        "advertisement",
        "ads",
        "adsbygoogle",
        "sponsored",
        "footer",
        "masthead",
        "toolbar",
        "pagination",
        "pager",
        "tags",
        "taglist",
        "popup",
        "modal",
        "paywall",
        "login",
        "skip",
        "bloggers",
        "jp-relatedposts",
        "printfriendly",
        "trending",
        "byline-share",
        "postnav",
    ]
)
_COMMENT_WORDS = frozenset(
    [
        "comment",
        "comments",
        "commentlist",
        "respond",
        "disqus",
        "comment-list",
        "comments-area",
        "comment-respond",
    ]
)
_LABEL_SPLIT = re.compile(r"[^a-z0-9]+")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(slots=True)
class Block:
    """A paragraph, heading, item or cell: its text, the share of it inside links, and where it stood.

    `furniture`: inside what the page itself calls navigation, a form, a sidebar, comments and the like.
    `joined`: follows the block before it without a blank line (list items, table rows).
    """

    tag: str
    text: str
    linked: int
    furniture: bool
    joined: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: the innermost block, and whether the page calls it furniture."""

    tag: str
    furniture: bool
    verbatim: bool


class _Walker:
    """Collects words until a block begins or ends. No recursion: pages nest as deep as they like."""

    def __init__(self, tree: lxml.html.HtmlElement) -> None:
        self.blocks: list[Block] = []
        self._total = _length(tree)
        self._places = [_Place("body", False, False)]
        self._pieces: list[str] = []
        self._linked = 0
        self._links = 0

    def start(self, element: lxml.html.HtmlElement, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
            place = self._places[-1]
            furniture = place.furniture or _is_furniture(element, tag, self._total)
            self._places.append(_Place(tag, furniture, place.verbatim or tag == "pre"))
        elif tag == "br":
            self._pieces.append("\n")
        self._links += tag == "a"
        self.add(element.text)

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
            self._places.pop()
        elif tag in ("td", "th"):
            self._pieces.append("\t")
        self._links -= tag == "a"

    def add(self, words: str | None) -> None:
        if not words:
            return
        self._pieces.append(words if self._places[-1].verbatim else _BLANKS.sub(" ", words))
        if self._links > 0:
            self._linked += len(words.strip())

    def flush(self) -> None:
        place = self._places[-1]
        text = "".join(self._pieces)
        text = text.strip("\r\n") if place.verbatim else _tidy(text)
        if text.strip():
            joined = (
                place.tag in ("li", "tr", "dd", "dt")
                and bool(self.blocks)
                and self.blocks[-1].tag == place.tag
            )
            self.blocks.append(Block(place.tag, text, self._linked, place.furniture, joined))
        self._pieces, self._linked = [], 0


def blocks_of(tree: lxml.html.HtmlElement) -> list[Block]:
    """The blocks of a page in order; scripts, controls and what is hidden left out."""
    walker = _Walker(tree)
    hidden: lxml.html.HtmlElement | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""
        if hidden is None and event == "start":
            if tag in _UNSEEN or _is_hidden(element):
                hidden = element
            else:
                walker.start(element, tag)
        elif hidden is None and event == "end":
            walker.end(tag)
        if hidden is element and event == "end":
            hidden = None
        if hidden is None and event != "start":
            walker.add(element.tail)
    walker.flush()
    return walker.blocks


def _tidy(text: str) -> str:
    lines = (
        " ".join(part.strip(" ") for part in re.split(" {2,}", line)).strip(" \t")
        for line in text.split("\n")
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n \t")


def _length(element: lxml.html.HtmlElement) -> int:
    """How many characters of paragraphs there are inside."""
    return sum(len("".join(paragraph.itertext())) for paragraph in element.iter("p"))


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or element.get("hidden") is not None


def _is_furniture(element: lxml.html.HtmlElement, tag: str, total: int) -> bool:
    """True for what the page marks as navigation, form, comments and such; never for most of its prose."""
    if tag in _WHOLE:
        return False
    words = set(_LABEL_SPLIT.split(f"{element.get('class') or ''} {element.get('id') or ''}".lower()))
    named = bool(words & _FURNITURE_WORDS) or (element.get("role") or "").lower() in _FURNITURE_ROLES
    if words & _COMMENT_WORDS and tag in ("div", "section", "ol", "ul"):
        return _length(element) < total
    return (tag in _FURNITURE_TAGS or named) and _length(element) * 2 <= total

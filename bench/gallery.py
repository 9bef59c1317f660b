"""Shows recorded conversations as a page of chat bubbles, for people to look at.

`python -m bench.gallery RECORDING.json PAGE.html` turns what `tests.telegram.recording.write` kept into one
self-contained page. Offsets of entities count UTF-16 units, as Telegram's do.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Final

Json = dict[str, Any]

_TAGS: Final = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="fold" tabindex="0">', "</blockquote>"),
}
_BLOCKS: Final = {"blockquote", "expandable_blockquote", "pre"}
_LINK: Final = ('<span class="link">', "</span>")
_PAGE: Final = Template(
    """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>$title</title><style>
body { margin: 0; padding: 24px; background: #eef1f4; color: #111;
  font: 15px/1.38 -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; justify-content: center; }
.chat { width: 420px; background: #cfdccb; border-radius: 14px; overflow: hidden;
  box-shadow: 0 1px 6px #0003; }
.chat > header { background: #fff; padding: 10px 16px; font-weight: 600; }
.chat > header small { font-weight: 400; color: #7a8794; display: block; }
.talk { padding: 12px; display: flex; flex-direction: column; gap: 8px; }
.turn { max-width: 88%; align-self: flex-start; }
.turn.mine { align-self: flex-end; }
.bubble { background: #fff; border-radius: 12px 12px 12px 4px; padding: 7px 11px; white-space: pre-wrap;
  overflow-wrap: anywhere; box-shadow: 0 1px 1px #0002; }
.mine .bubble { background: #e7fed0; border-radius: 12px 12px 4px 12px; }
.sender { color: #3a7fb8; font-weight: 600; font-size: 13.5px; white-space: normal; }
.via { color: #3a9d4b; font-size: 13px; }
.reply { border-left: 3px solid #5ca8dc; background: #5ca8dc1c; border-radius: 4px; padding: 2px 8px;
  margin: 2px 0 4px; font-size: 13.5px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.time { color: #8a97a3; font-size: 11.5px; text-align: right; margin-top: 2px; }
blockquote { margin: 4px 0; padding: 3px 10px; border-left: 3px solid #5ca8dc; background: #5ca8dc1c;
  border-radius: 4px; font-size: 14px; }
blockquote.fold { max-height: 3.9em; overflow: hidden; cursor: pointer; position: relative; }
blockquote.fold::after { content: "\\2304"; position: absolute; right: 6px; bottom: 0; color: #5ca8dc; }
blockquote.fold:focus { max-height: none; outline: 0; }
pre, code { font-family: ui-monospace, Consolas, monospace; font-size: 13px; margin: 0;
  white-space: pre-wrap; }
.link { color: #2678b6; }
.spoiler { background: #999; color: transparent; border-radius: 3px; }
.file { display: flex; gap: 8px; align-items: center; font-weight: 600; }
.file::before { content: "\\1F4C4"; background: #5ca8dc; border-radius: 50%; padding: 6px 8px; }
.row { display: flex; gap: 4px; margin-top: 4px; }
.row span { flex: 1; background: #0000003d; color: #fff; border-radius: 8px; padding: 7px 4px;
  text-align: center; font-size: 14px; font-weight: 500; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; }
.service { align-self: center; background: #00000045; color: #fff; border-radius: 12px; padding: 2px 10px;
  font-size: 13px; }
.topic { align-self: center; color: #50606e; font-size: 13px; font-weight: 600; }
</style></head><body>
$chats
</body></html>
"""
)


def page(recording: Sequence[Json], title: str = "WhoSays in Telegram") -> str:
    """One HTML page with a phone-wide column for each chat."""
    return _PAGE.substitute(title=escape(title), chats="\n".join(map(_chat, recording)))


def _chat(chat: Json) -> str:
    rows: list[str] = []
    topic = None
    for message in chat["messages"]:
        if message["topic"] != topic:
            topic = message["topic"]
            rows.append(f'<div class="topic"># {escape(topic or "General")}</div>')
        rows.append(_turn(message, named=chat["type"] != "private"))
    head = f"{escape(str(chat['title']))}<small>{chat['type']}</small>"
    return f'<section class="chat"><header>{head}</header><div class="talk">{"".join(rows)}</div></section>'


def _turn(message: Json, *, named: bool) -> str:
    if message["service"]:
        return f'<div class="service">{escape(message["service"])}</div>'
    inside = [f'<div class="sender">{escape(message["sender"])}</div>'] if named else []
    if message["forwarded"]:
        inside.append(f'<div class="via">Forwarded from {escape(message["forwarded"])}</div>')
    if message["reply"]:
        answered = message["reply"]
        line = f"<b>{escape(answered['sender'])}</b> {escape(answered['text'][:160])}"
        inside.append(f'<div class="reply">{line}</div>')
    if message["document"]:
        inside.append(f'<div class="file">{escape(message["document"])}</div>')
    inside.append(f'<div dir="auto">{marked_up(message["text"], message["entities"])}</div>')
    time = datetime.fromtimestamp(message["date"], UTC).strftime("%H:%M")
    inside.append(f'<div class="time">{"edited " if message["edited"] else ""}{time}</div>')
    keys = "".join(
        '<div class="row">' + "".join(f"<span>{escape(label)}</span>" for label in row) + "</div>"
        for row in message["keyboard"]
    )
    side = "turn" if message["by_bot"] or named else "turn mine"
    return f'<div class="{side}"><div class="bubble">{"".join(inside)}</div>{keys}</div>'


def marked_up(text: str, entities: Sequence[Json]) -> str:
    """The text as HTML, its entities as tags that nest; quotations and code blocks lie outermost."""
    units = text.encode("utf-16-le")
    edges = {0, len(units) // 2}
    for each in entities:
        edges |= {each["offset"], each["offset"] + each["length"]}
    order = sorted(entities, key=lambda e: (e["type"] not in _BLOCKS, e["offset"], -e["length"]))
    parts: list[str] = []
    open_: list[Json] = []
    marks = sorted(edges)
    for start, end in zip(marks, [*marks[1:], marks[-1]], strict=True):
        active = [e for e in order if e["offset"] <= start < e["offset"] + e["length"]]
        kept = 0
        while kept < min(len(open_), len(active)) and open_[kept] is active[kept]:
            kept += 1
        parts += [_tags(each)[1] for each in reversed(open_[kept:])]
        parts += [_tags(each)[0] for each in active[kept:]]
        parts.append(escape(units[start * 2 : end * 2].decode("utf-16-le", "replace")))
        open_ = active
    return _without_gaps("".join(parts))


def _without_gaps(html: str) -> str:
    """A block begins a line anyway: the line breaks around it would show as empty lines."""
    for tag in ("<blockquote", "<pre"):
        html = html.replace(f"\n{tag}", tag)
    for tag in ("</blockquote>", "</pre>"):
        html = html.replace(f"{tag}\n", tag)
    return html


def _tags(entity: Json) -> tuple[str, str]:
    return _TAGS.get(entity["type"], _LINK)


def main() -> None:
    """Render the recording named first into the page named second."""
    if len(sys.argv) != 3:
        sys.exit("usage: python -m bench.gallery RECORDING.json PAGE.html")
    recording = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    Path(sys.argv[2]).write_text(page(recording), "utf-8")


if __name__ == "__main__":
    main()

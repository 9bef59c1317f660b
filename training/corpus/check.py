"""Check the corpus files and count them: `.venv/bin/python training/corpus/check.py [prefix]`."""

import collections
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
TAG = re.compile(r"\{([ROAB])(\??)(?: ([id])\|([^{}|]+))?\}")
HEADER = {"title", "author", "published", "register"}


def problems(path: Path) -> tuple[list[str], list[tuple[str, str]], str]:
    """The faults of one file, its clauses as (voice, text), and its register."""
    head, mark, body = path.read_text("utf-8").partition("\n---\n")
    found = [] if mark else ["no line ---"]
    fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    found += [f"header {key!r}" for key in fields if key not in HEADER]
    if not fields.get("title"):
        found.append("no title")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", fields.get("published", "2000-01-01")):
        found.append("published is not YYYY-MM-DD")
    clauses: list[tuple[str, str]] = []
    for paragraph in re.split(r"\n\s*\n|\n(?=\{B\})", body):
        found += paragraph_problems(paragraph, clauses)
    return found, clauses, fields.get("register", "?")


def paragraph_problems(paragraph: str, clauses: list[tuple[str, str]]) -> list[str]:
    """The faults of one paragraph; its clauses are appended to `clauses`."""
    found: list[str] = []
    tags = list(TAG.finditer(paragraph))
    before = paragraph[: tags[0].start()] if tags else paragraph
    if re.search(r"\w", before):
        found.append(f"text without tag: {before.strip()[:50]!r}")
    for tag, after in zip(tags, [*tags[1:], None], strict=True):
        text = paragraph[tag.end() : after.start() if after else len(paragraph)]
        voice, spec, _kind, sources = tag.groups()
        clauses.append((voice, text.strip()))
        if re.search(r"[{}]", text):
            found.append(f"unknown tag: {text.strip()[:50]!r}")
        if not re.search(r"\w", text):
            found.append(f"empty clause after {tag.group()!r}")
        if (voice == "A") != bool(sources) or (voice == "B" and spec):
            found.append(f"bad tag {tag.group()!r}")
        if sources and any(not s.strip() for s in sources.split(">")):
            found.append(f"empty source {tag.group()!r}")
        if text.count("<<") != text.count(">>") or ("<<" in text and voice in "OB"):
            found.append(f"loaded marks in {text.strip()[:50]!r}")
    return found


def main() -> int:
    """0 when no file of the corpus has a fault, else 1; prints faults and counts."""
    prefix = sys.argv[1] if len(sys.argv) > 1 else ""
    counts: dict[tuple[str, str], collections.Counter[str]] = {}
    bad = 0
    for path in sorted(HERE.glob("*/*.voices")):
        if prefix and f"_{prefix}" not in path.name:
            continue
        found, clauses, register = problems(path)
        bad += len(found)
        for fault in found:
            print(f"{path.parent.name}/{path.name}: {fault}")
        for key in ((path.parent.name, register), (path.parent.name, "all")):
            counter = counts.setdefault(key, collections.Counter())
            counter["files"] += 1
            counter.update(voice for voice, _ in clauses)
    for (split, register), counter in sorted(counts.items()):
        print(f"{split:6}{register:24}", "  ".join(f"{k}={counter[k]}" for k in ("files", *"ROAB")))
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())

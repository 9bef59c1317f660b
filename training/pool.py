"""Author's-voice clauses of real texts to be labelled by hand, and the labels that were given.

How a labeller works (you are `w1`, `w2`, … up to `w12`; nobody else gets your clauses). Run in the
repository's root:

    nice .venv/bin/python -m training.pool next w1

prints the next batch of 50 clauses, numbered, each marked »…« in its sentence, with the sentence before and
after. Judge the marked clause only, by the guide. Then store one letter a clause, in the order printed
(blanks and line breaks between the letters are welcome: groups of ten are easy to count):

    .venv/bin/python -m training.pool store w1 "RROOAXRROO ORRRXRRROO RRRRRRRRRR OOOOOOOOOO RRRRRARRRX"

    R  reported: the author tells something as having happened or being so, checkable in principle
    O  opinion: the author judges, praises, blames, mocks, generalises, exhorts, foretells, asks rhetorically
    A  attributed: it is somebody else's words, thought or finding after all (the rules missed it)
    X  left out: page debris, a mere frame or scrap, half R half O inside one clause, or you cannot tell

The number of letters must be the number of clauses, or nothing is stored. What is stored is
training/labels/<you>.tsv: corpus, document id, start, end, label; ids and offsets, never texts. `next` again
gives the next batch. `next w1 --size 30` makes a batch of 30; a batch that was printed and not stored is
printed again.

A second reader of w1's labels (chosen: every fifth clause; w1's labels are not shown) is w2 with

    nice .venv/bin/python -m training.pool next w2 --of w1
    .venv/bin/python -m training.pool store w2 "…"
    .venv/bin/python -m training.pool agree w1 w2      (kappa, and the clauses on which they differ)

Second readings go to training/labels/second/w2.tsv. The data folder is ../shared/data unless `--data` names
another. `--scores FILE` (tsv: corpus, document id, start, end, probability of opinion) picks by a
model's doubt instead of the rules' signs; a file .data/pool/scores.tsv is used when it is there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.language.sentences import paragraphs, sentences
from index.model import Document, Span, Voice
from index.voices.judgement import Clause, weigh
from index.voices.rules import label
from training.realtexts import RealText, real_texts

ROOT = Path(__file__).resolve().parent.parent
LABELS = ROOT / "training" / "labels"
WORK = ROOT / ".data" / "pool"
DATA = ROOT.parent / "shared" / "data"
SHARDS = 12
LETTERS = "ROAX"
_DEBRIS = re.compile(
    r"https?:|@|©|\bsign up\b|\bsubscribe\b|\bnewsletter\b|\bread more\b|\bupdated?\b:|\|", re.IGNORECASE
)
_MOST_OF_A_DOCUMENT = 14
_DOUBT = 1.2  # the rules' weight at which report and opinion look alike


@dataclass(frozen=True, slots=True)
class Key:
    """Which clause: corpus, document id, offsets."""

    corpus: str
    id: str
    start: int
    end: int

    def row(self) -> list[str]:
        """Its fields as they stand in a file."""
        return [self.corpus, self.id, str(self.start), str(self.end)]


def candidates(text: RealText) -> list[tuple[Key, float]]:
    """The author's clauses of an article with the rules' weight of judgement; debris left out."""
    found = []
    sentence_spans = [s for p in paragraphs(text.text) for s in sentences(text.text, p)]
    at = 0
    for voiced in label(Document(text.id, text.text)).spans:
        words = voiced.span.of(text.text)
        while at + 1 < len(sentence_spans) and sentence_spans[at].end <= voiced.span.start:
            at += 1
        if voiced.voice is Voice.ATTRIBUTED or not 4 <= len(words.split()) <= 60 or _DEBRIS.search(words):
            continue
        weight = weigh(text.text, Clause(voiced.span, sentence_spans[at]))
        found.append((Key(text.corpus, text.id, voiced.span.start, voiced.span.end), weight))
    return found


def shard(annotator: str) -> int:
    """Which twelfth of the documents is the annotator's: w1 the first, w12 the last.

    Raises:
        SystemExit: it is no name of that kind.
    """
    if not re.fullmatch(r"w([1-9]|1[0-2])", annotator):
        raise SystemExit(f"{annotator!r} is no labeller: w1 to w{SHARDS}")
    return int(annotator[1:]) - 1


def _number(*parts: str) -> int:
    return int(hashlib.sha256("\0".join(parts).encode()).hexdigest()[:8], 16)


def pool(annotator: str, data: Path, scores: dict[Key, float]) -> list[Key]:
    """The annotator's clauses, the most doubtful first, a seventh drawn at random, few of one document."""
    of_document: dict[tuple[str, str], list[tuple[float, Key]]] = {}
    for key, weight in _weighed(annotator, data).items():
        of_document.setdefault((key.corpus, key.id), []).append((_rank(key, weight, scores), key))
    ranked: list[tuple[float, Key]] = []
    for rows in of_document.values():
        ranked += sorted(rows, key=lambda row: (row[0], row[1].start))[:_MOST_OF_A_DOCUMENT]
    return [key for _, key in sorted(ranked, key=lambda row: (row[0], row[1].row()))]


def _weighed(annotator: str, data: Path) -> dict[Key, float]:
    """The annotator's candidates with the rules' weights; found once, then kept beside the batches."""
    kept = WORK / f"candidates-{annotator}.tsv"
    if not kept.exists():
        mine = (t for t in real_texts(data) if _number(t.corpus, t.id) % SHARDS == shard(annotator))
        found = {key: f"{weight:.3f}" for text in mine for key, weight in candidates(text)}
        _write(kept, found)
    return read_scores(kept)


def _rank(key: Key, weight: float, scores: dict[Key, float]) -> float:
    chance = _number(*key.row(), "order") / 0xFFFFFFFF
    if chance < 1 / 7:
        return chance * 7 * 2.5  # drawn whatever the weight, spread over the whole order
    if key in scores:
        return abs(scores[key] - 0.5) * 5 + chance * 0.2
    return min(2.4, abs(weight - _DOUBT)) + chance * 0.6


def read_labels(path: Path) -> dict[Key, str]:
    """The stored labels of a file, none where there is no file."""
    if not path.exists():
        return {}
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return {Key(r[0], r[1], int(r[2]), int(r[3])): r[4] for r in rows if len(r) == 5 and r[0] != "corpus"}


def read_scores(path: Path) -> dict[Key, float]:
    """The model's probability of opinion by clause, none where there is no file."""
    return {key: float(value) for key, value in read_labels(path).items()}


def _write(path: Path, labels: dict[Key, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["corpus\tdocument\tstart\tend\tlabel"]
    lines += ["\t".join([*key.row(), letter]) for key, letter in labels.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _next(args: argparse.Namespace) -> None:
    waiting = WORK / f"{args.annotator}.json"
    keys, target = _waiting(waiting)
    wanted = _target(args.annotator, args.of)
    if not keys or target != wanted:
        keys = _fresh(args, wanted)
        WORK.mkdir(parents=True, exist_ok=True)
        content = {"target": str(wanted.relative_to(LABELS)), "keys": [key.row() for key in keys]}
        waiting.write_text(json.dumps(content), encoding="utf-8")
    for number, shown in enumerate(show(keys, args.data), 1):
        print(f"{number:2}. {shown}\n")
    print(f"{len(keys)} clauses; {len(read_labels(wanted))} labels stored so far in {wanted.name}")


def _fresh(args: argparse.Namespace, target: Path) -> list[Key]:
    done = read_labels(target)
    if args.of:
        theirs = list(read_labels(LABELS / f"{args.of}.tsv"))
        return [key for at, key in enumerate(theirs) if at % 5 == 2 and key not in done][: args.size]
    scores = read_scores(args.scores or WORK / "scores.tsv")
    return [key for key in pool(args.annotator, args.data, scores) if key not in done][: args.size]


def _target(annotator: str, of: str | None) -> Path:
    return LABELS / "second" / f"{annotator}.tsv" if of else LABELS / f"{annotator}.tsv"


def _waiting(path: Path) -> tuple[list[Key], Path | None]:
    if not path.exists():
        return [], None
    content = json.loads(path.read_text(encoding="utf-8"))
    return [Key(c, i, int(s), int(e)) for c, i, s, e in content["keys"]], LABELS / content["target"]


def show(keys: Iterable[Key], data: Path) -> Iterator[str]:
    """Each clause marked in its sentence, between the sentences before and after it."""
    wanted = list(keys)
    names = {(key.corpus, key.id) for key in wanted}
    texts = {(t.corpus, t.id): t.text for t in real_texts(data) if (t.corpus, t.id) in names}
    for key in wanted:
        text = texts[key.corpus, key.id]
        found = [s for p in paragraphs(text) for s in sentences(text, p)]
        here = [at for at, s in enumerate(found) if s.start < key.end and key.start < s.end] or [0]
        before = found[here[0] - 1].of(text) if here[0] else ""
        after = found[here[-1] + 1].of(text) if here[-1] + 1 < len(found) else ""
        whole = Span(min(found[here[0]].start, key.start), max(found[here[-1]].end, key.end))
        marked = f"{text[whole.start : key.start]}»{text[key.start : key.end]}«{text[key.end : whole.end]}"
        yield " ".join(f"{before[-220:]} / {marked} / {after[:160]}".split())


def _store(args: argparse.Namespace) -> None:
    keys, target = _waiting(WORK / f"{args.annotator}.json")
    letters = "".join("".join(args.letters).split()).upper()
    if not keys or target is None:
        raise SystemExit("no batch is waiting: run next first")
    if len(letters) != len(keys) or set(letters) - set(LETTERS):
        raise SystemExit(
            f"{len(letters)} letters for {len(keys)} clauses, or one that is not of {LETTERS}: nothing stored"
        )
    labels = read_labels(target)
    labels.update(zip(keys, letters, strict=True))
    _write(target, labels)
    (WORK / f"{args.annotator}.json").unlink()
    print(f"stored; {len(labels)} in {target.name}: {dict(Counter(labels.values()))}")


def _agree(args: argparse.Namespace) -> None:
    first = read_labels(LABELS / f"{args.first}.tsv")
    second = read_labels(LABELS / "second" / f"{args.second}.tsv")
    both = [key for key in second if key in first]
    if not both:
        raise SystemExit("no clause was read by both")
    n = len(both)
    same = sum(first[key] == second[key] for key in both) / n
    ours, theirs = Counter(first[key] for key in both), Counter(second[key] for key in both)
    chance = sum(ours[letter] * theirs[letter] for letter in LETTERS) / n**2
    differ = [key for key in both if first[key] != second[key]]
    for key, shown in zip(differ, show(differ, args.data), strict=True):
        print(f"{args.first} {first[key]}, {args.second} {second[key]}: {shown}\n")
    print(f"{n} clauses, same {same:.2f}, kappa {(same - chance) / (1 - chance) if chance < 1 else 1.0:.2f}")


def main() -> None:
    """The commands next, store and agree."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    ask = commands.add_parser("next")
    ask.add_argument("annotator")
    ask.add_argument("--of")
    ask.add_argument("--size", type=int, default=50)
    ask.add_argument("--scores", type=Path)
    ask.set_defaults(run=_next)
    keep = commands.add_parser("store")
    keep.add_argument("annotator")
    keep.add_argument("letters", nargs="+")
    keep.set_defaults(run=_store)
    compare = commands.add_parser("agree")
    compare.add_argument("first")
    compare.add_argument("second")
    compare.set_defaults(run=_agree)
    for command in (ask, keep, compare):
        command.add_argument("--data", type=Path, default=DATA)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()

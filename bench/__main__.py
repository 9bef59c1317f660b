"""`python -m bench [NAME [ARGS]]`: one bench, or all that need no file from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from bench.corpus import CorpusError
from bench.files import BadFile
from index.errors import WhoSaysError


@dataclass(frozen=True, slots=True)
class Bench:
    """A bench as the help lists it; `whole` are its arguments when all are run, None when it needs a file."""

    name: str
    arguments: str
    what: str
    whole: tuple[str, ...] | None = ()


BENCHES = (
    Bench("voices", "[FOLDER]", "who says each clause, on our labelled documents or those of a folder"),
    Bench("attribution", "FILE.jsonl[.gz]", "source, cue and content spans, as in PolNeAR", None),
    Bench("subjectivity", "FILE.tsv[.gz]", "sentences that judge, as in CheckThat!", None),
    Bench("editorials", "FILE.tsv[.gz]", "reports and opinions in editorials, as in Webis'", None),
    Bench("loaded", "FILE.csv[.gz]", "loaded words, facts and opinions, as in BABE", None),
    Bench("answers", "[--split SPLIT]", "answers, refusals and conversations over our labelled documents"),
    Bench("retrieval", "--corpus FILE --queries FILE", "evidence found, as in MultiHop-RAG", None),
    Bench("scale", "--corpus FILE [--sizes N …]", "questions asked of up to a million passages", None),
    Bench("refusal", "--corpus FILE --queries FILE", "unanswerable questions told apart", None),
    Bench(
        "parity",
        "--corpus FILE --queries FILE",
        "the same index on Milvus: the same passages and answers",
        None,
    ),
    Bench(
        "followups",
        "[FOLDER] [--canard FILE] [--corpus FILE]",
        "follow-ups in a form that stands alone, ours and CANARD's",
        None,
    ),
    Bench(
        "model",
        "--base-url URL --model NAME [FOLDER]",
        "what a real language model says, and what the guard makes of it",
        None,
    ),
    Bench("guard", "[--split SPLIT]", "drafts of a language model: bad ones stopped, good ones let through"),
    Bench("stories", "--corpus FILE --queries FILE", "a briefing's stories, agreements and repeats", None),
    Bench(
        "speed",
        "[--corpus PATH] [--words N …]",
        "words labelled in a second",
        ("--words", "1000", "10000", "50000"),
    ),
    Bench("asking", "", "processor time, speed and memory of a question"),
    Bench("chats", "[--chats N]", "many chats of the Telegram bot asking at once"),
    Bench(
        "deliveries",
        "[--subscriptions N] [--chats N]",
        "many briefings due in one minute, within Telegram's limits",
        ("--subscriptions", "1000", "--chats", "500"),
    ),
    Bench("cleaning", "[-v]", "page debris left and article words lost, on pages of our own"),
    Bench(
        "indexing",
        "[--corpus PATH] [--sizes N …] [--articles N]",
        "how fast an index is built, and whether it stays so",
        ("--sizes", "0", "2000", "5000", "--articles", "12"),
    ),
)


def usage() -> str:
    """What can be run."""
    width = max(len(f"{each.name} {each.arguments}") for each in BENCHES)
    lines = [f"  {f'{each.name} {each.arguments}':{width}}  {each.what}" for each in BENCHES]
    return "\n".join(
        [
            "python -m bench [NAME [ARGS]]: tables of ours beside others'; the last line is the figure.",
            "Without a name: every bench that needs no file from outside.",
            "",
            *lines,
        ]
    )


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; 2 for a mistake in the request or in a file, 1 for a failure."""
    if not arguments:
        return run_all()
    name, *others = arguments
    if name in ("-h", "--help"):
        print(usage())
        return 0
    if name not in {each.name for each in BENCHES}:
        print(f"There is no bench {name!r}.\n\n{usage()}", file=sys.stderr)
        return 2
    try:
        status: int = import_module(f"bench.{name}").main(others)
    except (BadFile, CorpusError) as error:
        print(error, file=sys.stderr)
        return 2
    except WhoSaysError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `| head` has seen enough; what is still unwritten must not complain at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def run_all() -> int:
    """Run each in a process of its own, so that none measures what another left in memory."""
    worst = 0
    for each in BENCHES:
        if each.whole is not None:
            print(f"== {each.name}: {each.what}\n", flush=True)
            command = [sys.executable, "-m", "bench", each.name, *each.whole]
            worst = max(worst, subprocess.run(command, check=False).returncode)  # noqa: S603 (this very program)
            print(flush=True)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""LlamaIndex as it comes, asked about one document: the process that `bench.asking` measures.

`python -m bench.asking_peer FILE` reads one question a line and prints the milliseconds of each, one a line;
the first pays for loading nothing more than the question's embedding.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main(arguments: list[str]) -> int:
    """Index the file, answer the questions, print how long each took."""
    from bench.answers_peer import PlainAnswerer
    from index.store.embedding import Embedder

    peer = PlainAnswerer([Path(arguments[0])], Embedder())
    for line in sys.stdin:
        began = time.perf_counter()
        peer.passage(line.strip())
        print((time.perf_counter() - began) * 1000)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

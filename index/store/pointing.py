"""The packaged pointer: a question and a passage in, how far each clause of it tells what is asked out.

The passage is read whole, so that a clause is understood by what stands before it. No network, no torch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.model import Clause, Page, Voice
from index.packaged import MODELS, checked, session, tokenizer
from index.store.stopwords import STOP_WORDS

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

MODEL, TOKENIZER = "pointer-l3-int8.onnx", "minilm-l6-tokenizer.json"
_EXPECTED = {
    MODEL: "e8e8eae725c33cf2b149e62e7061e09de484b1c03e850698d85c6f67d7598038",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
MOST_PIECES = 160
_QUESTION, _TITLE = 32, 20
_START, _END = 101, 102
ASKED, TITLE, OTHER, SPEAKER = 0, 1, 2, 3
_STATES = {Voice.REPORTED: 4, Voice.ATTRIBUTED: 5, Voice.OPINION: 6}
STATES = 7
MATCHES = 2
_KEY = 5
_TELLING = re.compile(r"[^\W_]{2,}|\d")
_ENDING = re.compile(r"(?<=\w{4})(?:ing|ed|es|s)$")


@dataclass(frozen=True, slots=True)
class Encoded:
    """What the model reads, a number a piece each; `clauses` are the places of each clause's pieces."""

    ids: NDArray[np.int64]
    states: NDArray[np.int64]
    matches: NDArray[np.int64]
    clauses: tuple[NDArray[np.int64], ...]


class Pointer:
    """The model, on one core."""

    def __init__(self, folder: Path = MODELS) -> None:
        """Load the model.

        Raises:
            ModelMissing: a file is not in `folder` or is not the one expected.
        """
        model, pieces = (checked(folder / name, expected) for name, expected in _EXPECTED.items())
        self._session = session(model)
        self._tokenizer = tokenizer(pieces)

    def told(self, question: str, page: Page) -> list[float]:
        """For each clause of the page the log odds that it tells what is asked, against that none does.

        A clause of which nothing lies within the first 160 pieces, question and title included, gets -5.
        """
        read = encode(self._tokenizer, question, page)
        (scores,) = self._session.run(
            None, {"ids": read.ids[None], "states": read.states[None], "matches": read.matches[None]}
        )
        return [pooled(scores[0], places) for places in read.clauses]


@cache
def pointer() -> Pointer:
    """The packaged model, loaded when first needed.

    Raises:
        ModelMissing: a file is missing or is not the one expected.
    """
    return Pointer()


def pooled(scores: NDArray[np.float32], places: NDArray[np.int64]) -> float:
    """A clause's log odds from its pieces' scores and their weights, shape (pieces, 2)."""
    if not len(places):
        return -5.0
    mine = scores[places]
    weights = np.exp(mine[:, 1] - mine[:, 1].max())
    return float((mine[:, 0] * weights).sum() / weights.sum())


def encode(pieces: Tokenizer, question: str, page: Page) -> Encoded:
    """The question, the title and the passage as one row of pieces."""
    asked, headed, told = (
        pieces.encode(each, add_special_tokens=False) for each in (question, page.title, page.text)
    )
    first, second = len(asked.ids[:_QUESTION]), len(headed.ids[:_TITLE])
    begin = first + second + 3
    most = max(0, MOST_PIECES - begin - 1)
    ids = [_START, *asked.ids[:first], _END, *headed.ids[:second], _END, *told.ids[:most], _END]
    states = np.full(len(ids), OTHER, np.int64)
    states[: first + 2], states[first + 2 : begin] = ASKED, TITLE
    starts = np.array([start for start, _ in told.offsets[:most]], np.int64)
    places = tuple(_places(starts, clause) + begin for clause in page.clauses)
    for clause, where in zip(page.clauses, places, strict=True):
        states[where] = SPEAKER if clause.speaker else _STATES[clause.voice]
    wanted, title_keys, text_keys = _keys(asked, question), _keys(headed, page.title), _keys(told, page.text)
    have = {*title_keys, *text_keys} - {""}
    known = set(wanted) - {""}
    matches = np.zeros(len(ids), np.int64)
    matches[1 : first + 1] = [key in have for key in wanted[:first]]
    matches[first + 2 : first + 2 + second] = [key in known for key in title_keys[:second]]
    matches[begin : begin + len(starts)] = [key in known for key in text_keys[:most]]
    return Encoded(np.array(ids, np.int64), states, matches, places)


def _places(starts: NDArray[np.int64], clause: Clause) -> NDArray[np.int64]:
    inside = np.zeros(len(starts), bool)
    for span in clause.spans:
        inside |= (starts >= span.start) & (starts < span.end)
    return np.flatnonzero(inside)


def _keys(encoding: Encoding, text: str) -> list[str]:
    """For each piece what its word is met by: its first five letters, "" for a word that tells nothing."""
    bounds: dict[int | None, tuple[int, int]] = {}
    for word, (start, end) in zip(encoding.word_ids, encoding.offsets, strict=True):
        bounds[word] = (bounds[word][0], end) if word in bounds else (start, end)
    keys = {word: _key(text[start:end].lower()) for word, (start, end) in bounds.items()}
    return [keys[word] for word in encoding.word_ids]


def _key(low: str) -> str:
    return _ENDING.sub("", low)[:_KEY] if _TELLING.fullmatch(low) and low not in STOP_WORDS else ""

"""Is a text in the language that the voices model was trained on? Told by its small words, in no time."""

from __future__ import annotations

from index.language.words import words

_SMALL = frozenset(
    "the of and to a in that is was for on it with as he be at by i this had not are but from or have an "
    "they which you were her she there been one all we his has will who said its their would if "
    "when what so no out up about than them can more into only other time some could these two may then "
    "do any my now such like our over even most me after also did many before must through how your".split()
)
_SEEN = 6_000  # characters looked at from the beginning and from the middle
_FEWEST = 30  # words below which nothing can be told
_SHARE = 0.16  # English news is above .3, German or French below .1


def is_english(text: str) -> bool:
    """True unless the text is long enough to tell and too few of its words are English ones."""
    middle = max(_SEEN, len(text) // 2)
    seen = [w.low for s in (0, middle) for w in words(text, s, min(len(text), s + _SEEN)) if w.is_word]
    return len(seen) < _FEWEST or sum(word in _SMALL for word in seen) >= _SHARE * len(seen)

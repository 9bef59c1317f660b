"""First names and the sex they tell, from two short lists of common ones."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


def sex_of(first_name: str) -> str:
    """The sex, "f" or "m", or "" where the name is in neither list or in both."""
    low = first_name.lower()
    female, male = low in _names("female"), low in _names("male")
    return "" if female == male else "f" if female else "m"


@cache
def _names(which: str) -> frozenset[str]:
    return frozenset((files(__package__) / f"{which}.txt").read_text("utf-8").split())

"""A read text in, a Document out: page debris marked as boilerplate, not a character altered."""

from index.cleaning.marking import clean

__all__ = ["clean"]

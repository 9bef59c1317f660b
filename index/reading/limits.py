"""How large a file may be."""

MAX_BYTES = 20 * 1024 * 1024

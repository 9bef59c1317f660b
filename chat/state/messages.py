"""What an operator reads when the database fails. `{place}` never holds a user name or a password."""

from __future__ import annotations

from typing import Final

BAD_ADDRESS: Final = (
    "DATABASE_URL is not an address of a database. Use postgresql://USER:PASSWORD@HOST:PORT/NAME or "
    "sqlite:///PATH; write special characters in the password percent-encoded, or leave it empty for a file "
    "in DATA_DIR."
)
OTHER_DATABASE: Final = (
    "DATABASE_URL names a kind of database that is not supported ({kind}). Use postgresql:// or sqlite:///."
)
NO_MEMORY: Final = "DATABASE_URL names no file: what is kept must outlive the program. Use sqlite:///PATH."
UNREACHABLE: Final = (
    "The database at {place} does not answer ({reason}). Check that it runs and that DATABASE_URL is right."
)
TURNED_AWAY: Final = (
    "The database at {place} turned the user away. Check the user name and the password in DATABASE_URL."
)
NO_SUCH_DATABASE: Final = (
    "The server has no database {place}. Create it, or correct the name in DATABASE_URL."
)
NOT_PERMITTED: Final = (
    "The user in DATABASE_URL may not create or change tables in {place}. Grant it the rights to do so."
)
BUSY: Final = (
    "The database {place} is locked by another process. Stop the other one, or wait until it is done."
)
READ_ONLY: Final = "The database {place} cannot be written. Check the rights of the file and of its folder."
READ_ONLY_SERVER: Final = (
    "The server lets nothing be written in the database {place}; it may be a standby. Name the primary one "
    "in DATABASE_URL."
)
CANNOT_OPEN: Final = "The database {place} cannot be opened ({reason}). Check the path and its rights."
FULL: Final = "The disk that holds the database {place} is full. Free some space."
DAMAGED: Final = (
    "{place} is damaged, or no database. Move it away to begin anew, or put a backup in its place."
)
TOO_NEW: Final = (
    "The database {place} was last used by a newer version of WhoSays. Update the program, or name another "
    "database in DATABASE_URL."
)
FOREIGN: Final = (
    "The database {place} holds tables of another program under names that WhoSays uses ({names}). "
    "Name another database in DATABASE_URL."
)
FAILED: Final = "The database {place} failed ({kind}). Run with WHOSAYS_DEBUG=1 to see where."
CLOSED: Final = "The database {place} has been closed."

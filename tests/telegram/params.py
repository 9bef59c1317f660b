"""A request's parameters, read by type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.telegram.errors import bad_request
from tests.telegram.records import Json


@dataclass(frozen=True)
class Upload:
    """A file that came in the request's body."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class Params:
    """Decoded parameters by name, as the schema lets them through, and the files sent along."""

    values: Json
    files: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def raw(self, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        return self.values.get(name)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)

    def text_or_none(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        return self.number_or_none(name) or default

    def number_or_none(self, name: str) -> int | None:
        value = self.values.get(name)
        if value is None:
            return None
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f"{name} is not a number") from None

    def flag(self, name: str) -> bool:
        return bool(self.values.get(name))

    def item(self, name: str) -> Json | None:
        value = self.values.get(name)
        return value if isinstance(value, dict) else None

    def items(self, name: str) -> list[Json] | None:
        value = self.values.get(name)
        return value if isinstance(value, list) else None

    def upload(self, name: str) -> Upload | None:
        """The file meant by a parameter: a part of its own, or one it points to with attach://."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return self.files.get(name)

"""JSON objects that stay text until somebody looks into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson


class JsonObject(Mapping[str, Any]):
    """A JSON object, kept as its text.

    Of ten thousand documents that an import brings, each is written down, and none is looked at again as a rule.

    Attributes:
        text: the object as JSON text.
    """

    __slots__ = ("_fields", "text")

    def __init__(self, text: bytes) -> None:
        """Keep `text`, which is that of a JSON object."""
        self.text = text
        self._fields: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
        return self._decoded()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._decoded())

    def __len__(self) -> int:
        return len(self._decoded())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"

    def _decoded(self) -> dict[str, Any]:
        if self._fields is None:
            self._fields = orjson.loads(self.text)
        return self._fields


def kept_text(value: object, option: int | None = None) -> bytes:
    """Return `value` as JSON text that is to stay in memory.

    What `orjson.dumps` returns was written into room for eight times its text, and cut to its size in place: thousands
    of those that are kept leave the rest of each room between them, too small for the next one, and take five times
    the memory that they have.

    Raises:
        TypeError: there is something in it that JSON has no word for.
    """
    return bytes(memoryview(orjson.dumps(value, option=option)))


def as_json(fields: Mapping[str, Any] | None) -> Mapping[str, Any] | orjson.Fragment | None:
    """Return `fields` as `orjson.dumps` takes them: what is text already is not made anew."""
    return orjson.Fragment(fields.text) if isinstance(fields, JsonObject) else fields

"""What a begin marker says of our keys: a short digest of each value as it was written.

The hash of the block says nothing of the front matter above it. With these digests it is known which of our keys were
edited since the last export: another value than the digest's. Most programs write front matter anew in a way of their
own, so that it is the value that counts, not how it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeAlias
from zlib import crc32

from readlist.exporters.scalars import Value, rendered

Texts: TypeAlias = str | tuple[str, ...] | None
"""A value as a file has it: one text, the texts of a list, or None for none."""

OUR_KEYS: tuple[str, ...] = (
    # In the order in which a new note has them.
    "title",
    "aliases",
    "authors",
    "year",
    "venue",
    "arxiv",
    "doi",
    "url",
    "citekey",
    "status",
    "starred",
    "added",
    "read",
    "tags",
)
"""The keys of a note's front matter that are ours."""
LIST_KEYS = frozenset({"aliases", "authors", "tags"})
"""Those whose value is a list."""

# A note is found by its citation key, so that its value is known. New keys come last: older files lack their digests.
_DIGESTED = tuple(key for key in OUR_KEYS if key != "citekey")
_LENGTH = 6
_ABSENT = "0" * _LENGTH
_MASK = (1 << 4 * _LENGTH) - 1


def texts_of(value: Value | None) -> Texts:
    """Return a value of ours as it is compared: without what tells a text from a number."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | int | date):
        return rendered(value)
    return tuple(value)


def digests(values: Callable[[str], Texts], kept: Mapping[str, str] | None = None) -> str:
    """Return what a begin marker says of values.

    Args:
        values: gives the value of a key.
        kept: digests for the keys whose value is not the one that was written.
    """
    return "".join((kept or {}).get(key) or _digest(values(key)) for key in _DIGESTED)


def by_key(said: str) -> dict[str, str]:
    """Return the digest of each key that a begin marker says; of no key where it says none."""
    return {key: said[at : at + _LENGTH] for key, at in zip(_DIGESTED, range(0, len(said), _LENGTH), strict=False)}


def edited(said: Mapping[str, str], values: Callable[[str], Texts], keys: Iterable[str] = _DIGESTED) -> list[str]:
    """Return the keys whose value is not the one that was written, in their order; see `by_key` for `said`."""
    return [key for key in keys if key in said and said[key] != _digest(values(key))]


def _digest(value: Texts) -> str:
    # It has to tell an edit, not to withstand a forger; an absent value has zeros.
    if value is None:
        return _ABSENT
    text = value if isinstance(value, str) else "\n".join(["", *value])
    return f"{crc32(text.strip().encode('utf-8', 'surrogateescape')) & _MASK:0{_LENGTH}x}"

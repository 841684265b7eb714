"""What messages print around their words: who said something when, which reads like part of a citation."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TIME = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?(?:\s?[ap]m)?"
# The page of a volume ("10:24-31 (2023)") may stand at the beginning of a line too, but no name does behind it.
_HEAD = re.compile(rf"\s*(?:[\[(]{_TIME}[\])]|{_TIME}(?=\s+[^\W\d_]|\s*\Z))", re.IGNORECASE)
_TAIL = re.compile(rf"(?:,|\bat|\|)\s*{_TIME}\s*\Z", re.IGNORECASE)
_LONGEST_TAIL = 40


def has_clock_time(lines: Iterable[str]) -> bool:
    """Whether one of `lines` begins or ends with the time of day at which it was said: "10:25 Ben", "Ben, 10:24"."""
    return any(_HEAD.match(line) or _TAIL.search(line, max(0, len(line) - _LONGEST_TAIL)) for line in lines)

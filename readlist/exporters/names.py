"""File names that every system takes, from citation keys.

Forbidden are: what Windows forbids in a name (https://learn.microsoft.com/windows/win32/fileio/naming-a-file), with
its device names; what breaks a wiki link (`#`, `^`, `[`, `]`, `|`); and controls and invisible characters.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container, Iterable

MAX_BYTES = 180
"""Longest name, suffix included, in UTF-8: below what file systems take, so that copies can be named after it."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*#^\[\]]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|\s*$)", re.IGNORECASE)
_DIGEST_LENGTH = 8


def comparable(name: str) -> str:
    """Return a name as the least discerning file system compares it: neither case nor composition matters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def safe_stem(text: str, *, suffix: str = "") -> str:
    """Return `text` as a file name without its suffix.

    It is in NFC; has no forbidden and no invisible character ("-" stands in their place); is no device name; does not
    start with a dot, nor end with a dot or a space; and is, with `suffix`, `MAX_BYTES` long at most. One that had to be
    cut, or of which nothing was left, carries a digest of `text`.
    """
    visible = "".join(map(_visible, unicodedata.normalize("NFC", text)))
    name = _trimmed(_FORBIDDEN.sub("-", visible))
    if _DEVICE.match(name):
        name = f"_{name}"
    room = MAX_BYTES - len(suffix.encode())
    if not name.strip("-_"):
        name = f"paper-{_digest(text)}"
    elif len(name.encode()) > room:
        name = with_digest(name, text, suffix=suffix)
    return name


def with_digest(stem: str, text: str, *, suffix: str = "") -> str:
    """Return `stem` with a digest of `text` behind it, cut so that all is `MAX_BYTES` long at most."""
    room = MAX_BYTES - len(suffix.encode()) - _DIGEST_LENGTH - 1
    cut = stem.encode()[:room].decode(errors="ignore")
    return f"{_trimmed(cut)}-{_digest(text)}"


class Names:
    """Names for new files of one folder, no two of them alike for any file system."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._taken = {comparable(name) for name in reserved}

    def name(self, key: str, suffix: str, existing: Container[str] = ()) -> str:
        """Return the file name for a citation key.

        It is the key itself, made a safe name; with a digest where that name has been given already, or where it
        differs from the key and one of the `existing` files (see `comparable`) has it: the file of another key.
        """
        stem = safe_stem(key, suffix=suffix)
        name = comparable(stem + suffix)
        if name in self._taken or (stem != key and name in existing):
            stem = with_digest(stem, key, suffix=suffix)
        self._taken.add(comparable(stem + suffix))
        return stem + suffix


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    # Controls, formats, surrogates, unassigned and private ones; line and paragraph separators.
    return "-" if category[0] == "C" or category in {"Zl", "Zp"} else character


def _trimmed(name: str) -> str:
    return name.strip(" ").lstrip(".").strip(" ").rstrip(". ")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:_DIGEST_LENGTH]

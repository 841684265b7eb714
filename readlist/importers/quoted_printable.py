"""Mail text that is still quoted-printable (RFC 2045, section 6.7), or was put back into text only in part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from readlist.text import clean

_HEADER = re.compile(r"Content-Transfer-Encoding\s*:\s*(\S+)\s*", re.IGNORECASE)
# What ordinary text does not hold: an encoded equals sign, a blank encoded at a line's end, UTF-8 beyond ASCII.
_SIGN = re.compile(r"=3D|=20$|=C[2-9A-F]=[89AB][0-9A-F]|=D[0-9A-F]=[89AB][0-9A-F]|=E[0-9A-F](?:=[89AB][0-9A-F]){2}")
_LEFT_OVER = re.compile(r"(?:=3D|=(?:20|09)$|(?:=[89A-F][0-9A-F])+)")
_ANY = re.compile(r"(?:=[0-9A-F]{2})+")
_NAME = "quoted-printable"
_JOINED_AT_MOST = 100_000
"""Characters of a line that soft line breaks are taken out of: far more than a paragraph."""


def is_quoted_printable(lines: Iterable[str]) -> bool:
    """Whether something in `lines` speaks for quoted-printable text: a header of a mail, or what it leaves over."""
    return any(("=" in line and _SIGN.search(line)) or _encoding_in(line) == _NAME for line in lines)


def decode_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield `lines` decoded, each with its number from 1; lines that a soft line break joins bear the first's.

    A header says of the mail below it whether it is encoded. Where there is none, only what the encoding leaves over
    is decoded: "k=20" in the middle of a line may be meant so.
    """
    pattern: re.Pattern[str] | None = _LEFT_OVER
    i = 0
    while i < len(lines):
        line, first = lines[i], i + 1
        i += 1
        encoding = _encoding_in(line)
        if encoding is not None:
            pattern = _ANY if encoding == _NAME else None
        if pattern is None or "=" not in line:
            yield first, line
            continue
        parts, length = [line], len(line)
        while parts[-1].endswith("=") and i < len(lines) and length < _JOINED_AT_MOST:
            parts[-1] = parts[-1][:-1]
            parts.append(lines[i])
            length += len(lines[i])
            i += 1
        yield first, clean(pattern.sub(_decoded, "".join(parts))).replace("\n", " ")


def _encoding_in(line: str) -> str | None:
    """Return the encoding that `line` names, if it is the header of a mail that does so."""
    found = _HEADER.fullmatch(line) if line[:1] in "Cc" else None
    return found[1].lower() if found else None


def _decoded(found: re.Match[str]) -> str:
    data = bytes.fromhex(found[0].replace("=", ""))
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")

"""Mails, mailboxes and web archives as they are saved (.eml, .mbox, .mhtml): their text out of MIME's parts.

Of several parts the one is taken that its reader would read (RFC 2045, 2046, 2557): of alternatives the plain text if
there is more than a line or two in it, else the web page; of a saved web page its root; of a mail with attachments its
own text, and what is attached only where there is none. A mailbox gives the text of each of its mails. A file in which
nothing is parted or encoded needs none of this, and is left to the importers head and all.

Everything else, heads too, becomes blank lines, so that a line of the text has the number that it has in the file.
Where a line of the text is broken in the file (quoted-printable), blank lines make up for it: in a web page right
behind it, in plain text behind the next line without letters, where they part nothing that belongs together. Only up to
there can a number be smaller than in the file. What is encoded as base64 has no lines in the file: it counts from where
it begins there.

Text is cut and decoded in one pass over the bytes for each level of nesting, of which there are a few at most.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from readlist.importers.decoding import NotTextError, decoded
from readlist.importers.quoted_printable import is_quoted_printable

if TYPE_CHECKING:
    from email.message import Message

_MOST_NESTED = 8
_MOST_PARTS = 10_000  # of one mail
_MOST_BLANK = 1_000  # lines before a part: importers look for what they know near the beginning
_LONGEST_HEAD = 1 << 16  # bytes
_LONGEST_HEADER = 2_000  # characters of one that matters
_FEWEST_LETTERS = 200  # of a plain text that is more than advice to read the other part

_BEGIN = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}(?P<box>From [^\n]{1,1000}\n)?(?=[A-Za-z][A-Za-z0-9-]{0,60}:)")
_NEXT_MAIL = re.compile(rb"(?<=\n)\r?\nFrom [^\n]{1,1000}\n(?=[A-Za-z][A-Za-z0-9-]{0,60}:)")
_WRAPPING = re.compile(
    rb"^Content-(?:Type|Transfer-Encoding)[ \t]*:\s{0,99}(?:multipart/|message/|text/html|base64|quoted-printable)",
    re.IGNORECASE | re.MULTILINE,
)
_END_OF_HEAD = re.compile(rb"\n(?:\r?\n|\Z)|\A\r?\n")
_HEADER = re.compile(
    rb"^(Content-(?:Type|Transfer-Encoding|Disposition|Location))[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"https?://[^\s<>]{1,1000}", re.IGNORECASE)
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_LETTER = re.compile(rb"[A-Za-z0-9\x80-\xff]")
_PREFORMATTED = re.compile(rb"<(?:pre|textarea)\b", re.IGNORECASE)
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_NO_ENCODING = "Content-Transfer-Encoding: 8bit\n\n"
"""Says to `readlist.importers.quoted_printable` that what looks encoded in a text is meant so."""


class _Part(NamedTuple):
    """A mail, or a part of one: what its head says of its body, and where the body is.

    Attributes:
        head: the headers that matter here.
        body: offset of the body in the file.
        end: offset behind it.
        line: of the file where the body begins, from 0.
    """

    head: Message
    body: int
    end: int
    line: int


class _Piece(NamedTuple):
    """A text, the line of the file where it begins (from 0), and whether it is a web page."""

    line: int
    text: str
    is_page: bool = False


def unwrapped(data: bytes) -> str | None:
    """Return the text of a mail, a mailbox or a web archive, not yet cleaned; the module says which and how.

    Args:
        data: a whole file.

    Returns:
        None where it is nothing of that kind, or can be read as it is.
    """
    begin = _BEGIN.match(data)
    if begin is None or _WRAPPING.search(data, 0, len(data) if begin["box"] else _LONGEST_HEAD) is None:
        return None
    wrapped = False
    pieces: list[_Piece] = []
    for mail in _mails(data, begin.end(), is_box=begin["box"] is not None):
        wrapped = wrapped or _is_wrapped(mail)
        pieces += _pieces(data, mail)
    return _laid_out(pieces) if wrapped and pieces else None


def _mails(data: bytes, start: int, *, is_box: bool) -> Iterator[_Part]:
    """Yield the mails of a file, the only one or those of a mailbox."""
    line = data.count(b"\n", 0, start)
    for following in _NEXT_MAIL.finditer(data, start) if is_box else ():
        yield _part(data, start, following.start(), line)
        line += data.count(b"\n", start, following.end())
        start = following.end()
    yield _part(data, start, len(data), line)


def _part(data: bytes, start: int, end: int, line: int) -> _Part:
    """Return the part of which the head begins at `start`, on line `line`."""
    from email.message import Message  # noqa: PLC0415 -- takes as long to load as all importers, and few files are mails

    block = data[start : min(end, start + _LONGEST_HEAD)]
    found = _END_OF_HEAD.search(block)
    body = start + (found.end() if found else 0)
    head = Message()
    for name, value in _HEADER.findall(block[: body - start]):
        head[name.decode("ascii")] = " ".join(value.decode("latin-1")[:_LONGEST_HEADER].split())
    return _Part(head, body, end, line + data.count(b"\n", start, body))


def _is_wrapped(mail: _Part) -> bool:
    kind = mail.head.get_content_type()
    return _encoding(mail.head) != "" or kind in _PAGES or kind.startswith(("multipart/", "message/"))


def _encoding(head: Message) -> str:
    """Return "base64" or "quoted-printable"; "" for a body that stands there as it is."""
    encoding = str(head.get("Content-Transfer-Encoding", "")).strip().lower()
    return encoding if encoding in {"base64", "quoted-printable"} else ""


def _pieces(data: bytes, part: _Part, depth: int = 0, *, attached: bool = False) -> list[_Piece]:
    """Return what there is to read in a part.

    Args:
        data: the file.
        part: the part.
        depth: how many parts it is in.
        attached: whether files that go with a mail count as well, of whatever kind they say they are.
    """
    kind = part.head.get_content_type()
    if depth > _MOST_NESTED or (not attached and part.head.get_content_disposition() == "attachment"):
        return []
    if kind.startswith("multipart/"):
        read = (_pieces(data, child, depth + 1, attached=attached) for child in _children(data, part))
        pieces = _chosen(kind, filter(None, read))
        return pieces if pieces or depth or attached else _pieces(data, part, attached=True)
    if kind == "message/rfc822" and not _encoding(part.head):
        return _pieces(data, _part(data, part.body, part.end, part.line), depth + 1, attached=attached)
    return _leaf(data[part.body : part.end], part.head, part.line) if attached or kind.startswith("text/") else []


def _chosen(kind: str, choices: Iterator[list[_Piece]]) -> list[_Piece]:
    """Return what is read of the parts that a part of some kind has, each of which has something."""
    if kind == "multipart/related":
        return next(choices, [])
    if kind == "multipart/alternative":
        return max(choices, key=_worth, default=[])
    read = list(choices)
    # A mailing list puts its own lines behind a mail, as plain text behind a web page too.
    first = next((choice for choice in read if _worth(choice)), None) or next(iter(read), [])
    return [piece for choice in read for piece in choice if piece.is_page is first[0].is_page]


def _worth(choice: Sequence[_Piece]) -> int:
    """Return 2 for plain text of some length, 1 for a web page, 0 for a line or two."""
    if any(piece.is_page for piece in choice):
        return 1
    return 2 if sum(len(piece.text.strip()) for piece in choice) >= _FEWEST_LETTERS else 0


def _children(data: bytes, part: _Part) -> Iterator[_Part]:
    """Yield the parts of a part; one that is cut off at the end of the file too."""
    boundary = _parameter(part.head, "boundary").rstrip().encode("latin-1", "replace")
    if not boundary:
        return
    parting = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?\n?$", re.MULTILINE)
    start: int | None = None
    line, counted = part.line, part.body
    for found in islice(parting.finditer(data, part.body, part.end), _MOST_PARTS):
        if start is not None:
            yield _child(data, start, found.start(), line, part)
        start = min(found.end() + 1, part.end)
        line += data.count(b"\n", counted, start)
        counted = start
        if found[1]:
            return
    if start is not None:
        yield _child(data, start, part.end, line, part)


def _child(data: bytes, start: int, end: int, line: int, parent: _Part) -> _Part:
    child = _part(data, start, end, line)
    if parent.head.get_content_type() == "multipart/digest":
        child.head.set_default_type("message/rfc822")
    return child


def _parameter(head: Message, name: str) -> str:
    """Return a parameter of the content's type; "" where there is none that can be understood."""
    try:
        value = head.get_param(name, "")
    except (LookupError, TypeError, ValueError):  # numbers and encodings that RFC 2231 gives it make no sense
        return ""
    return value if isinstance(value, str) else str(value[-1])


def _leaf(body: bytes, head: Message, line: int) -> list[_Piece]:
    """Return the text that a body is, as a list of one; an empty list where it is none."""
    encoding, is_page = _encoding(head), head.get_content_type() in _PAGES
    if encoding == "base64":
        body = _from_base64(body)
    elif encoding:
        body = _from_quoted_printable(body, is_page=is_page)
    try:
        text = decoded(body, _parameter(head, "charset"))
    except NotTextError:
        return []
    if not text.strip():
        return []
    if is_page:
        address = _ADDRESS.fullmatch(str(head.get("Content-Location", "")))
        # As browsers write it into a page that they save: what its links are relative to.
        saved = f"<!-- saved from url=({len(address[0]):04}){address[0]} -->" if address else ""
        return [_Piece(line, saved + text, is_page=True)]
    if "Content-Transfer-Encoding" in head and is_quoted_printable(text.split("\n")):
        return [_Piece(line - _NO_ENCODING.count("\n"), _NO_ENCODING + text)]
    return [_Piece(line, text)]


def _from_base64(body: bytes) -> bytes:
    digits = _NO_BASE64.sub(b"", body)
    if len(digits) % 4 == 1:
        digits = digits[:-1]  # cut off in the middle
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4))


def _from_quoted_printable(body: bytes, *, is_page: bool) -> bytes:
    """Return a body decoded, with blank lines for its soft line breaks; the module says where."""
    at_once = is_page and _PREFORMATTED.search(body) is None
    lines: list[bytes] = []
    parts: list[bytes] = []
    owed = 0
    for line in body.split(b"\n"):
        printed = line.rstrip(b" \t\r")  # blanks at the end came on the way (RFC 2045, section 6.7)
        if printed.endswith(b"="):
            parts.append(printed[:-1])
            owed += 1
            continue
        whole = binascii.a2b_qp(b"".join((*parts, printed)))
        parts.clear()
        lines.append(whole)
        owed -= whole.count(b"\n")
        if owed > 0 and (at_once or not _LETTER.search(whole)):
            lines.append(b"\n" * (owed - 1))
            owed = 0
    if parts:
        lines.append(binascii.a2b_qp(b"".join(parts)))
    return b"\n".join(lines)


def _laid_out(pieces: Sequence[_Piece]) -> str:
    """Return the texts one after another, each at its line as far as the ones before it leave that free."""
    texts: list[str] = []
    line = 0
    for piece in pieces:
        gap = max(min(piece.line - line, _MOST_BLANK), 2 if texts else 0)
        texts += ["\n" * gap, piece.text]
        line += gap + piece.text.count("\n")
    return "".join(texts)

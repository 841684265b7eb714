"""The front matter of a note: ours line by line, everybody else's untouched byte for byte.

No YAML is parsed and written anew: that would lose comments, order, quotes and line endings. The lines are split into
entries (a key at the left edge with its continuation lines) and all the rest, and only lines of our keys are replaced.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readlist.exporters import scalars
from readlist.exporters.key_digests import LIST_KEYS, OUR_KEYS, Texts
from readlist.exporters.scalars import Scalar, Value
from readlist.text import clean_line

BYTE_ORDER_MARK = "\ufeff"
"""What some editors put before the text of a file."""
_KEY = re.compile(
    r"""(?:([A-Za-z_][\w-]*+)(?=:)|"([^"\\\n]*)"|'([^'\n]*)'|([^\s#"'\[\]{}&*!|>%@`,?:-][^\n]*?))[ \t]*:(?=\s|$)"""
)
_DELIMITER = re.compile(r"---[ \t]*\r?\n")
_END = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_CITEKEY = re.compile(r"""^(["']?)citekey\1[ \t]*:(?=\s)([^\n]*)""", re.MULTILINE)
_COMMENT = re.compile(r"[ \t]+#[^\r\n]*")
_ITEM = re.compile(r"[ \t]*-[ \t]+")
_OPENERS = frozenset("\"'[{")
_CONTINUATION = re.compile(r"[ \t]+\S|-(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value, or, without a key, one line that is a comment, blank or not understood.

    Attributes:
        key: the key, without quotes; None for other lines.
        lines: as they are in the file, with their line endings.
        value_at: where, in the joined lines, the value starts: behind the colon.
    """

    key: str | None
    lines: tuple[str, ...]
    value_at: int = 0

    @property
    def source(self) -> str:
        """What stands behind the colon, continuation lines included, with LF."""
        return "".join(self.lines)[self.value_at :].replace("\r\n", "\n").rstrip("\n")

    @property
    def comments(self) -> tuple[str, ...]:
        """The comments among the continuation lines, each on a line of its own."""
        first, *more = self.lines
        inside = scalars.flow_comments("".join(self.lines)[self.value_at :]) if more else []
        if inside:
            newline = "\r\n" if first.endswith("\r\n") else "\n"
            return tuple(comment + newline for comment in inside)
        return tuple(comment for line in more if (comment := _comment_of(line)))

    @property
    def trailing_comment(self) -> str:
        """The comment behind the value on the key's own line, with the blanks before it; "" for none."""
        line = self.lines[0][self.value_at :].rstrip("\r\n")
        end = scalars.value_end(line)
        if end is None and line.lstrip()[:1] in _OPENERS:
            return ""  # the value goes on: a "#" here is part of it
        found = _COMMENT.search(line, end or 0)
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file split into its front matter and the body behind it.

    Attributes:
        opening: the first line, `---`, with a byte order mark if the file has one.
        entries: what stands between, in order.
        closing: the line that ends the front matter.
        body: all text behind.
    """

    opening: str
    entries: tuple[Entry, ...]
    closing: str
    body: str

    @property
    def newline(self) -> str:
        """The line ending of the file."""
        return "\r\n" if self.opening.endswith("\r\n") else "\n"

    @property
    def text(self) -> str:
        """The front matter as it is in the file."""
        return self.opening + "".join(line for entry in self.entries for line in entry.lines) + self.closing

    def value_of(self, key: str) -> Texts:
        """Return the value of a key of ours as it is compared; what is not understood as it is written."""
        entries = [entry for entry in self.entries if entry.key == key]
        if not entries:
            return None
        if len(entries) > 1:
            # Somebody wrote it a second time: that is no value of ours.
            return tuple(one.source for one in entries)
        entry = entries[0]
        found = scalars.parse(entry.source)
        if found is None:
            return entry.source.strip() or None
        if isinstance(found, Scalar):
            return (found.text,) if key in LIST_KEYS else found.text
        return tuple(item.text for item in found) if key in LIST_KEYS else entry.source.strip()

    def merged(self, values: Mapping[str, Value], kept: Container[str] = ()) -> str:
        """Return the front matter's text with our keys as `values` has them; those that it has not are taken out.

        What means the same already stays as it is written, and so do the keys in `kept`: those that are missing stay
        missing.
        """
        newline = self.newline
        first = {entry.key: i for i, entry in reversed(list(enumerate(self.entries)))}
        pieces: list[list[str]] = []
        for i, entry in enumerate(self.entries):
            if entry.key not in _OURS or entry.key in kept:
                pieces.append(list(entry.lines))
            elif entry.key == _KEY_OF_NOTE:
                pieces.append(_citekey_lines(entry, values.get(entry.key), newline, first=first[entry.key] == i))
            elif entry.key not in values or first[entry.key] != i:
                comment = entry.trailing_comment.lstrip()
                pieces.append([*([comment + newline] if comment else []), *entry.comments])
            elif scalars.means(entry.source, values[entry.key]):
                pieces.append(list(entry.lines))
            else:
                line = _line(entry.key, values[entry.key]) + entry.trailing_comment + newline
                pieces.append([line, *entry.comments])
        added: dict[int, list[str]] = {}
        after = min((first[key] for key in OUR_KEYS if key in first), default=len(self.entries)) - 1
        for key in OUR_KEYS:
            if key in first:
                after = first[key]
            elif key in values and key not in kept:
                added.setdefault(after, []).append(_line(key, values[key]) + newline)
        lines = added.get(-1, [])[:]
        for i, piece in enumerate(pieces):
            lines += piece
            lines += added.get(i, [])
        return self.opening + "".join(lines) + self.closing

    def without_ours(self) -> str:
        """Return the front matter's text without our keys; "" where nothing else is in it.

        Comments between our lines are not ours.
        """
        others = self.merged({})
        return "" if others == self.opening + self.closing else others


_OURS = frozenset(OUR_KEYS)
_KEY_OF_NOTE = "citekey"
_OUR_LINE = re.compile(rf"""["']?(?:{"|".join(OUR_KEYS)})["']?[ \t]*:""")
# A new note has each of our keys on one line.
_GOES_ON = re.compile(rf"^{_OUR_LINE.pattern}[^\n]*\n(?:[ \t]*\n|#[^\n]*\n)*(?:{_CONTINUATION.pattern})", re.MULTILINE)


def head_of(text: str) -> str:
    """Return the front matter at the start of `text`, from its first to its last line; "" for none."""
    start = len(BYTE_ORDER_MARK) if text.startswith(BYTE_ORDER_MARK) else 0
    opening = _DELIMITER.match(text, start)
    closing = _END.search(text, opening.end() - 1) if opening else None
    return text[: closing.end()] if closing else ""


def new(values: Mapping[str, Value]) -> str:
    """Return the text of a front matter that has our keys only."""
    lines = [_line(key, values[key]) for key in OUR_KEYS if key in values]
    return "\n".join(["---", *lines, "---", ""])


def is_current(head: str, values: Mapping[str, Value]) -> bool:
    """Whether every line of our keys is as a new note would have it: then nothing is to be merged.

    False does not mean that something is: another program may have written the same values in its own way. Most notes
    of a library are current, and to see that is much faster than to split them.
    """
    text = head.replace("\r\n", "\n")
    found = [line for line in text.split("\n") if _OUR_LINE.match(line)]
    return sorted(found) == sorted(_line(key, value) for key, value in values.items()) and not _GOES_ON.search(text)


def citekey_of(head: str) -> str:
    """Return the citation key that a front matter names, on one line; "" for none. Faster than to split it."""
    line = _CITEKEY.search(head)
    found = scalars.parse(line[2].rstrip()) if line else None
    return clean_line(found.text) if isinstance(found, Scalar) else ""


def split(text: str) -> FrontMatter | None:
    """Return a file's front matter and body; None if it has no front matter, or one without an end."""
    head = head_of(text)
    if not head:
        return None
    opening, *lines, closing = _LINE.findall(head)
    return FrontMatter(opening, tuple(_entries(lines)), closing, text[len(head) :])


def _comment_of(line: str) -> str:
    """Return the comment that a continuation line is, or has behind its item; "" for none."""
    if line.lstrip().startswith("#"):
        return line
    item = _ITEM.match(line)
    if item is None:
        return ""
    found = _COMMENT.search(line, item.end() + (scalars.value_end(line[item.end() :]) or 0))
    return found[0].lstrip() + line[found.end() :] if found else ""


def _citekey_lines(entry: Entry, value: Value | None, newline: str, *, first: bool) -> list[str]:
    """Return what becomes of an entry with a citation key, of which only the first one's own line is ours.

    No digest tells whether it was edited, so that what else stands there is the user's. Where the key moves to another
    place (`value` is None), that becomes a comment: a file has one key.
    """
    own, *more = entry.lines
    says = first and citekey_of(own)
    if value is not None and (not first or says == clean_line(str(value))):
        return list(entry.lines)
    if says:
        comment = entry.trailing_comment.lstrip()
        left = [*([comment + newline] if comment else []), *more]
    else:
        left = [own, *more]
    comments = [line if line.lstrip().startswith("#") else f"# {line.lstrip()}" for line in left if line.strip()]
    return comments if value is None else [_line(_KEY_OF_NOTE, value) + newline, *comments]


def _line(key: str, value: Value) -> str:
    return f"{key}: {scalars.rendered(value)}"


def _entries(lines: Sequence[str]) -> Iterator[Entry]:
    i = 0
    while i < len(lines):
        found = _KEY.match(lines[i])
        if found is None:
            yield Entry(None, (lines[i],))
            i += 1
            continue
        end = _entry_end(lines, i, found.end())
        key = next(name for name in found.groups() if name is not None)
        yield Entry(key, tuple(lines[i:end]), found.end())
        i = end


def _entry_end(lines: Sequence[str], start: int, value_at: int) -> int:
    """Return the index behind an entry's last line."""
    end = start + 1
    inline = lines[start][value_at:]
    if inline.lstrip(" \t")[:1] in _OPENERS and scalars.value_end(inline) is None:
        # A quoted text or a list over several lines: some writers start its further lines at the left edge.
        source = lines[start][value_at:] + "".join(lines[end:])
        length = scalars.value_end(source)
        if length is not None:
            end += source[:length].count("\n")
    at = end
    while at < len(lines):
        line = lines[at]
        if _CONTINUATION.match(line):
            end = at + 1
        elif line.strip() and not line.startswith("#"):
            break
        # A blank line or a comment at the left edge belongs to the entry only if more of it follows.
        at += 1
    return end

"""The marked block: the part of a file that is ours, with a hash that tells whether it still is as we left it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from readlist.exporters.fences import FenceScanner

_BEGIN = re.compile(
    r"<!--[ \t]*readlist:begin(?:[ \t]+sha256=(?P<digest>\w*))?(?:[ \t]+keys=(?P<keys>[0-9a-f]*))?[ \t]*-->"
)
_END = re.compile(r"<!--[ \t]*readlist:end[ \t]*-->")
_BULLET = re.compile(r"-[ \t]+(?=<!--)")
_MARKER_LIKE = re.compile(r"<!--(?=\s*readlist:)", re.IGNORECASE)
_DEEPEST_INDENT = 3


class State(StrEnum):
    """What became of the block that an export wrote."""

    ABSENT = "absent"
    INTACT = "intact"
    EDITED = "edited"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Found:
    """A file's body, split around its marked block.

    Attributes:
        state: whether there is a block, and whether it is as it was written.
        before: text before the begin marker, and before the bullet that it may have.
        content: text between the marker lines, with LF.
        after: text behind the end marker.
        problem: why the block is absent or broken, for people; "" otherwise.
        begin: the begin marker with its bullet, as it stands in the file.
        end: the end marker, likewise.
        digest: what the begin marker says of the content.
        keys: what the begin marker says of our keys (see `key_digests`); "" where it says nothing.
    """

    state: State
    before: str = ""
    content: str = ""
    after: str = ""
    problem: str = ""
    begin: str = ""
    end: str = ""
    digest: str = ""
    keys: str = ""

    def replaced(self, content: str, newline: str, *, keys: str = "", bullets: bool = False) -> str:
        """Return the body with `content` in its block, and all else as it was; for the others see `rendered`."""
        return self.before + rendered(content, keys=keys, bullets=bullets).replace("\n", newline) + self.after

    def is_current(self, content: str, *, keys: str = "", bullets: bool = False) -> bool:
        """Whether `replaced` would change nothing."""
        return (
            self.state is State.INTACT
            and self.content == content
            and self.keys == keys
            and self.begin.startswith("-") is bullets
            and self.end.startswith("-") is bullets
        )


def rendered(content: str, *, keys: str = "", bullets: bool = False) -> str:
    """Return the block, from marker to marker, without a line ending behind it.

    Args:
        content: what stands in it; it ends with LF.
        keys: what the begin marker says of our keys (see `key_digests`).
        bullets: whether the markers are items of an outline.
    """
    bullet = "- " * bullets
    said = f"sha256={digest_of(content)}" + (f" keys={keys}" if keys else "")
    return f"{bullet}<!-- readlist:begin {said} -->\n{content}{bullet}<!-- readlist:end -->"


def digest_of(content: str) -> str:
    """Return the hash by which a block is known again: the SHA-256 of its content, with LF."""
    return hashlib.sha256(content.encode("utf-8", "surrogateescape")).hexdigest()


def neutral(text: str) -> str:
    """Return `text` with everything that looks like one of our markers made visible text."""
    return _MARKER_LIKE.sub("&lt;!--", text)


def find(body: str) -> Found:
    """Find the marked block of a body.

    A marker stands alone on its line. In the user's own text, those in fenced code do not count; in the block, every
    one does, because we write none there.
    """
    fences = FenceScanner()
    begin: re.Match[str] | None = None
    end: re.Match[str] | None = None
    for at, line_end in _lines(body):
        found = _marker(body, at, line_end)
        in_block = begin is not None and end is None
        fenced = not in_block and fences.inside(body[at:line_end])
        if found is not None and not fenced:
            starts = found.re is _BEGIN
            if starts and begin is None and end is None:
                begin = found
            elif not starts and in_block:
                end = found
                fences = FenceScanner()
            else:
                return _broken(starts=starts, begun=begin is not None)
    if begin is None:
        return Found(State.ABSENT, problem="it has no marked block")
    if end is None:
        return Found(State.BROKEN, problem="the end marker of its block is missing")
    content = body[body.index("\n", begin.end()) + 1 : body.rfind("\n", 0, end.start()) + 1].replace("\r\n", "\n")
    digest = begin["digest"] or ""
    state = State.INTACT if digest == digest_of(content) else State.EDITED
    first, last = _with_bullet(body, begin.start()), _with_bullet(body, end.start())
    return Found(
        state,
        body[:first],
        content,
        body[end.end() :],
        begin=body[first : begin.end()],
        end=body[last : end.end()],
        digest=digest,
        keys=begin["keys"] or "",
    )


def _with_bullet(body: str, at: int) -> int:
    """Return where the bullet of a marker stands; where the marker itself does, if it has none."""
    line = body.rfind("\n", 0, at) + 1
    bullet = _BULLET.match(body, line)
    return line if bullet else at


def _lines(body: str) -> Iterator[tuple[int, int]]:
    """Yield where lines start and end: all of them where there may be fenced code, else those with a comment."""
    every = "```" in body or "~~~" in body
    at = 0
    while at < len(body):
        if not every:
            comment = body.find("<!--", at)
            if comment < 0:
                return
            at = body.rfind("\n", at, comment) + 1 or at
        end = body.find("\n", at)
        end = len(body) if end < 0 else end
        yield at, end
        at = end + 1


def _marker(body: str, start: int, end: int) -> re.Match[str] | None:
    """Return the marker that stands alone on a line, or None."""
    at = body.find("<!--", start, end)
    if at < 0:
        return None
    # In an outline, a marker is an item at the left edge.
    if _BULLET.match(body, start) is None and (at - start > _DEEPEST_INDENT or body[start:at].strip(" ")):
        return None
    for pattern in (_BEGIN, _END):
        found = pattern.match(body, at, end)
        if found and not body[found.end() : end].strip():
            return found
    return None


def _broken(*, starts: bool, begun: bool) -> Found:
    if starts:
        problem = "its block has two begin markers"
    elif begun:
        problem = "its block has two end markers"
    else:
        problem = "the begin marker of its block is missing"
    return Found(State.BROKEN, problem=problem)

"""The marked block: the part of a file that is ours, with a hash that tells whether it still is as we left it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from readlist.exporters.fences import FenceScanner

_BEGIN = re.compile(r"<!--[ \t]*readlist:begin(?:[ \t]+sha256=(?P<digest>\w*))?[ \t]*-->")
_END = re.compile(r"<!--[ \t]*readlist:end[ \t]*-->")
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
        before: text before the begin marker.
        content: text between the marker lines, with LF.
        after: text behind the end marker.
        problem: why the block is absent or broken, for people; "" otherwise.
    """

    state: State
    before: str = ""
    content: str = ""
    after: str = ""
    problem: str = ""

    def replaced(self, content: str, newline: str) -> str:
        """Return the body with `content` in its block, and all else as it was."""
        return self.before + rendered(content).replace("\n", newline) + self.after


def rendered(content: str) -> str:
    """Return the block, from marker to marker, without a line ending behind it; `content` ends with LF."""
    return f"<!-- readlist:begin sha256={_digest(content)} -->\n{content}<!-- readlist:end -->"


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
    at = 0
    while at < len(body):
        line_end = body.find("\n", at)
        line_end = len(body) if line_end < 0 else line_end
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
        at = line_end + 1
    if begin is None:
        return Found(State.ABSENT, problem="it has no marked block")
    if end is None:
        return Found(State.BROKEN, problem="the end marker of its block is missing")
    content = body[body.index("\n", begin.end()) + 1 : body.rfind("\n", 0, end.start()) + 1].replace("\r\n", "\n")
    state = State.INTACT if begin["digest"] == _digest(content) else State.EDITED
    return Found(state, body[: begin.start()], content, body[end.end() :])


def _marker(body: str, start: int, end: int) -> re.Match[str] | None:
    """Return the marker that stands alone on a line, or None."""
    at = body.find("<!--", start, end)
    if at < 0 or at - start > _DEEPEST_INDENT or body[start:at].strip(" "):
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


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogateescape")).hexdigest()

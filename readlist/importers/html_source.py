"""The source of a web page, made ready for a parser: lines marked, scripts gone, nesting bounded.

A parser that follows the HTML standard takes time with the square of the depth where tags are never closed, and
reopens every unclosed <b> or <font> in each paragraph that follows. Nothing here needs more than what a few hundred
levels hold, so deeper tags are dropped, and tags of mere looks become tags that mean nothing.
"""

from __future__ import annotations

import html
import re

from readlist.model.vocabulary import word_set

LINE = "data-line-in-source"
"""The attribute that says on which line of the source an element begins."""
BOLD, ITALIC, LOOKS, TEX = "x-bold", "x-italic", "x-looks", "x-tex"
"""Tags that stand for those of looks, and for a script that holds TeX."""

# A comment's beginning, or a tag as the HTML standard reads it, nearly: a quoted value may hold ">". The stars give
# nothing back, so a tag without `end` is never closed.
_TAG = re.compile(
    r"""<!--|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*)
    (?P<rest>[^>=]*+(?:=(?:\s*(?:"[^"]*"|'[^']*'))?[^>=]*+)*+)(?P<end>>?)""",
    re.VERBOSE,
)
_DEPTH = 300
_FAR = 64  # open tags that an end tag may close at once
_LOOKS = {
    **dict.fromkeys(("b", "strong"), BOLD),
    **dict.fromkeys(("i", "em"), ITALIC),
    **dict.fromkeys(("big", "code", "font", "nobr", "s", "small", "strike", "tt", "u"), LOOKS),
}
_DROPPED = frozenset(
    {"script", "style", "noscript", "iframe", "noembed", "noframes", "svg", "template", "object", "xmp"}
)
_KEPT_AS_TEXT = frozenset({"title", "textarea"})
_IGNORED = frozenset({"plaintext", "frameset", "frame"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_WITHOUT_END = word_set("html head body p li dt dd tr td th thead tbody tfoot colgroup caption option optgroup rt rp a")
_UNMARKED = frozenset({"html", "head", "a", *_LOOKS.values()})
_TEX = re.compile(r"type\s*=\s*[\"']?math/(?:tex|asciimath)", re.IGNORECASE)


def prepared(source: str) -> str:
    """Return `source` for the parser; takes time in proportion to its length."""
    return _Preparation(source).run()


class _Preparation:
    def __init__(self, source: str) -> None:
        self._source = source
        self._out: list[str] = []
        self._open: list[str] = []
        self._deeper: dict[str, int] = {}
        self._line, self._counted = 1, 0

    def run(self) -> str:
        source, position = self._source, 0
        while found := _TAG.search(source, position):
            self._out.append(source[position : found.start()])
            if found["end"]:
                position = self._tag(found)
            else:
                # A comment or tag that is never closed swallows what follows, as it does in a browser.
                end = source.find("-->", found.start() + 2) if found["name"] is None else -1
                position = end + 3 if end >= 0 else -1
            if position < 0:
                return "".join(self._out)
        self._out.append(source[position:])
        return "".join(self._out)

    def _tag(self, found: re.Match[str]) -> int:
        """Take in a tag and return where to go on; -1 at the end."""
        close, name, rest, _ = found.groups()
        name = name.lower()
        if name in _IGNORED:
            return found.end()
        if close:
            self._close(name)
            return found.end()
        if name in _DROPPED:
            return self._without_content(found, name)
        if name in _KEPT_AS_TEXT:
            end = self._end_of(name, found.end())
            self._out.append(self._source[found.start() : end if end >= 0 else None] + f"</{name}>")
            return self._behind(end)
        if name in _VOID or name in _WITHOUT_END or rest.endswith("/"):
            self._write(name, rest, found.start())
        elif len(self._open) < _DEPTH:
            self._open.append(name)
            self._write(name, rest, found.start())
        else:
            self._deeper[name] = self._deeper.get(name, 0) + 1
        return found.end()

    def _close(self, name: str) -> None:
        if name in _WITHOUT_END or name in _VOID:
            self._out.append(f"</{name}>")
        elif self._deeper.get(name):
            self._deeper[name] -= 1
        else:
            for i in range(len(self._open) - 1, max(-1, len(self._open) - 1 - _FAR), -1):
                if self._open[i] == name:
                    del self._open[i:]
                    self._out.append(f"</{_LOOKS.get(name, name)}>")
                    return

    def _without_content(self, found: re.Match[str], name: str) -> int:
        if found["rest"].endswith("/") and name == "svg":
            return found.end()
        end = self._end_of(name, found.end())
        if name == "script" and _TEX.search(found["rest"]):
            tex = self._source[found.end() : end if end >= 0 else None]
            self._out.append(f"<{TEX}>{html.escape(tex)}</{TEX}>")
        return self._behind(end)

    def _behind(self, end: int) -> int:
        """Return where to go on behind the end tag that begins at `end`."""
        close = self._source.find(">", end) if end >= 0 else -1
        return close + 1 if close >= 0 else -1

    def _end_of(self, name: str, start: int) -> int:
        """Return where the end tag of `name` begins, -1 if nowhere."""
        found = re.compile(f"</{name}", re.IGNORECASE).search(self._source, start)
        return found.start() if found else -1

    def _write(self, name: str, rest: str, start: int) -> None:
        shown = _LOOKS.get(name, name)
        if shown in _UNMARKED:
            self._out.append(f"<{shown}{rest}>")
            return
        self._line += self._source.count("\n", self._counted, start)
        self._counted = start
        self._out.append(f'<{shown} {LINE}="{self._line}"{rest}>')

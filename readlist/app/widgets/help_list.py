"""The help as a list: what can be done, each with its keys, under headings, one of them under a cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style

from readlist.app.widgets.menu_pane import MenuPane
from readlist.app.widgets.prose import Line, Piece, lay_out
from readlist.text import cell_width, cut

_LEAD = 2
"""Cells for the mark of the cursor."""
_KEYS_SHARE = 3
"""Keys get at most one of so many parts of a line; what they do needs the rest."""
_NAMES_FROM = 76
"""From so many cells on there is room for the names by which commands are remapped."""
_NOT_NOW = "not now"


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """One thing that the help tells.

    Attributes:
        group: heading that it stands under.
        keys: its keys as people write them, or what is typed for it.
        text: what it does, one line, cleaned.
        name: by which the configuration knows it, "" where it does not.
        possible: whether it can be done now.
    """

    group: str
    keys: str
    text: str
    name: str = ""
    possible: bool = True


class HelpList(MenuPane):
    """Entries with their keys, wrapped to the width.

    | Component class | What it styles |
    |---|---|
    | `help--group` | headings |
    | `help--key` | keys |
    | `help--faint` | names for the configuration, entries that are not possible now, what an empty list says |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"help--group", "help--key", "help--faint"}
    DEFAULT_CSS = """
    HelpList > .help--group {
        text-style: bold;
        color: $text-primary;
    }
    HelpList > .help--key {
        text-style: bold;
    }
    HelpList > .help--faint {
        color: $text-muted;
    }
    """

    def __init__(self, chosen: Callable[[], None]) -> None:
        """Make the list; `chosen` is called when an entry is clicked, with the cursor on it."""
        super().__init__(chosen, id="help-list")
        self._entries: Sequence[HelpEntry] = ()
        self._grouped = False
        self._empty_text = ""
        self._laid_out_for = -1
        self._lines: list[Line] = []
        self._places: list[range] = []
        self._owners: list[int | None] = []

    def show(self, entries: Sequence[HelpEntry], *, grouped: bool, empty_text: str) -> None:
        """Show these entries, the cursor on the first.

        Args:
            entries: what is told.
            grouped: whether headings stand over them; those of one group stand together then.
            empty_text: what is said where there are none.
        """
        self._entries, self._grouped, self._empty_text = entries, grouped, empty_text
        self._laid_out_for = -1
        self.begin()

    @property
    def current(self) -> HelpEntry | None:
        """The entry under the cursor."""
        return self._entries[self.cursor] if self._entries else None

    # What the menu says of itself

    def entry_count(self) -> int:
        """Return how many entries there are."""
        return len(self._entries)

    def lines_of(self, entry: int) -> range:
        """Return the lines of an entry."""
        self._lay_out()
        return self._places[entry]

    def entry_at(self, line: int) -> int | None:
        """Return the entry that a line belongs to, None for headings."""
        self._lay_out()
        return self._owners[line] if 0 <= line < len(self._owners) else None

    def line_count(self) -> int:
        """Return how many lines there are."""
        self._lay_out()
        return len(self._lines)

    def line_style(self, index: int) -> Style:
        """Return the style of a whole line."""
        return self.style("pane--cursor") if self.entry_at(index) == self.cursor and self._entries else self.rich_style

    def draw_line(self, index: int, width: int) -> list[Segment]:  # noqa: ARG002 -- laid out for it already
        """Return one line."""
        base = self.line_style(index)
        first = bool(self._entries) and index == self._places[self.cursor].start
        lead = "▸ " if first else "  "
        if self._owners[index] is None:
            lead = ""
        return [
            Segment(lead, base),
            *(
                Segment(piece.text, self.style_on(piece.style, base) if piece.style else base)
                for piece in self._line(index)
            ),
        ]

    def _line(self, index: int) -> Line:
        return self._lines[index]

    # Laying it out

    def _lay_out(self) -> None:
        """Put the entries into lines for the width that there is, with one column kept for a scrollbar."""
        width = max(1, self.drawn_size.width - 1)
        if width == self._laid_out_for:
            return
        self._laid_out_for = width
        self._lines, self._places, self._owners = [], [], []
        keys = max((cell_width(entry.keys) for entry in self._entries), default=0)
        keys = max(1, min(keys, width // _KEYS_SHARE))
        names = max((cell_width(entry.name) for entry in self._entries), default=0) if width >= _NAMES_FROM else 0
        heading = ""
        for entry in self._entries:
            if self._grouped and entry.group != heading:
                heading = entry.group
                self._add([*([()] if self._lines else []), (Piece(cut(heading, width), "help--group"),)], None)
            start = len(self._lines)
            self._add(_told(entry, keys, width, names), len(self._places))
            self._places.append(range(start, len(self._lines)))
        if not self._entries:
            self._add([(Piece(cut(self._empty_text, width), "help--faint"),)], None)

    def _add(self, lines: Sequence[Line], owner: int | None) -> None:
        self._lines += lines
        self._owners += [owner] * len(lines)


def _told(entry: HelpEntry, key_cells: int, width: int, name_cells: int) -> list[Line]:
    """Return the lines of an entry: its keys, what it does, and at the right its name where that has room."""
    room = max(1, width - _LEAD - key_cells - 2 - (name_cells + 2 if name_cells else 0))
    text, style = (entry.text, None) if entry.possible else (f"{entry.text} · {_NOT_NOW}", "help--faint")
    lines: list[Line] = []
    for keys, told in zip_longest(lay_out(entry.keys, key_cells), lay_out(text, room, style=style), fillvalue=()):
        shown, said = "".join(piece.text for piece in keys), "".join(piece.text for piece in told)
        key = Piece(shown + " " * (key_cells - cell_width(shown) + 2), "help--key" if entry.possible else "help--faint")
        name = entry.name if name_cells and not lines else ""
        gap = " " * (room - cell_width(said) + 2 + name_cells - cell_width(name))
        lines.append((key, *told, Piece(gap + name, "help--faint")) if name else (key, *told))
    return lines

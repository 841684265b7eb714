"""What an import would bring: a line for each paper and each problem, with a mark for what would become of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from readlist.app.widgets.pane import Pane
from readlist.app.widgets.prose import Line, Piece, ProsePane, lay_out
from readlist.latex import to_unicode
from readlist.model.labels import PROVISIONAL, author_label
from readlist.model.record import Record
from readlist.text import cell_width, clean_line, cut

AUTHOR_FROM, YEAR_FROM = 66, 40
"""Cells of a row from which it has a column for the author, and for the year."""
AUTHOR_CELLS, YEAR_CELLS = 16, 4


class Sign(StrEnum):
    """What would become of a paper, or that a line is a problem; the value is how it is shown."""

    NEW = "+"
    MERGED = "~"
    UNCHANGED = "="
    PROBLEM = "!"


OUT = "-"
"""How a paper that stays out is shown."""
WORDS = {Sign.NEW: "new", Sign.MERGED: "merged", Sign.UNCHANGED: "unchanged", Sign.PROBLEM: "problems"}


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A line of the list: a paper, a problem, or the heading of a document.

    Attributes:
        text: of a problem or a heading; may come from outside.
        record: of a paper.
        sign: PROBLEM for a problem.
    """

    text: str = ""
    record: Record | None = None
    sign: Sign | None = None


class ImportList(Pane):
    """Papers and problems, with a cursor.

    | Component class | What it styles |
    |---|---|
    | `import-list--heading` | the name of a document |
    | `import-list--new`, `--merged`, `--unchanged`, `--problem` | the mark |
    | `import-list--provisional` | a title made from the abstract |
    | `import-list--faint` | author and year, and what stays out |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "import-list--heading",
        "import-list--new",
        "import-list--merged",
        "import-list--unchanged",
        "import-list--problem",
        "import-list--provisional",
        "import-list--faint",
    }
    DEFAULT_CSS = """
    ImportList > .import-list--heading {
        color: $text-primary;
        text-style: bold;
    }
    ImportList > .import-list--new {
        color: $text-success;
        text-style: bold;
    }
    ImportList > .import-list--merged {
        color: $text-accent;
        text-style: bold;
    }
    ImportList > .import-list--unchanged {
        color: $text-muted;
    }
    ImportList > .import-list--problem {
        color: $text-error;
        text-style: bold;
    }
    ImportList > .import-list--provisional {
        color: $text-muted;
        text-style: italic;
    }
    ImportList > .import-list--faint {
        color: $text-muted;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="import-list")
        self.rows: Sequence[ImportRow] = ()
        self.signs: Mapping[int, Sign] = {}
        self.out: AbstractSet[int] = frozenset()
        self.cursor = 0
        self._problems: Sequence[int] = ()

    def show(self, rows: Sequence[ImportRow], signs: Mapping[int, Sign], out: AbstractSet[int]) -> None:
        """Show `rows` with the signs of papers by row, those of the rows `out` as staying out.

        The cursor stays where it is; at other rows than before, it goes to the first paper.
        """
        if rows is not self.rows:
            self.top = 0
            self.cursor = next((i for i, row in enumerate(rows) if row.record is not None), 0)
            self._problems = [i for i, row in enumerate(rows) if row.sign is Sign.PROBLEM]
        self.rows, self.signs, self.out = rows, signs, out
        self._keep_cursor_in_view()
        self.refresh()

    @property
    def row(self) -> ImportRow | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    def step(self, lines: int) -> None:
        """Move the cursor, as far as there are rows."""
        self.cursor = max(0, min(self.cursor + lines, len(self.rows) - 1))
        self._keep_cursor_in_view()
        self.refresh()

    @property
    def has_problems(self) -> bool:
        """Whether there is a row that is a problem."""
        return bool(self._problems)

    def to_problem(self, direction: int) -> None:
        """Move the cursor to the next (1) or the previous (-1) problem, at the end round to the other one."""
        problems = self._problems
        if problems:
            # Where the cursor is no problem itself, the one before it is that at the place before the next one.
            at = (bisect_right if direction > 0 else bisect_left)(problems, self.cursor)
            self.step(problems[(at if direction > 0 else at - 1) % len(problems)] - self.cursor)

    def _keep_cursor_in_view(self) -> None:
        height = max(1, self.size.height)
        top = max(min(self.top, self.cursor), self.cursor - height + 1)
        if self.cursor == 1 and height > 1:
            # The heading of the first document belongs to its first paper.
            top = 0
        self.top = max(0, min(top, len(self.rows) - height))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._keep_cursor_in_view()
        self.refresh()

    # Drawing

    def line_count(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)

    def line_style(self, index: int) -> Style:
        """Return the style of a whole row."""
        return self.style("pane--cursor") if index == self.cursor else self.rich_style

    def draw_line(self, index: int, width: int) -> list[Segment]:
        """Return one row."""
        row, base = self.rows[index], self.line_style(index)
        if row.record is None:
            if row.sign is None:
                return [Segment(cut(clean_line(row.text), width), self._over(base, "heading"))]
            lead = Segment(f"    {row.sign.value} ", self._over(base, "problem"))
            return [lead, Segment(cut(clean_line(row.text), max(0, width - 6)), base)]
        out = index in self.out
        faint = self._over(base, "faint")
        sign = self.signs.get(index)
        mark = OUT if out else sign.value if sign else " "
        segments = [
            Segment("[ ] " if out else "[x] ", faint if out else base),
            Segment(mark, faint if out or sign is None else self._over(base, sign.name.lower())),
            Segment(" ", base),
        ]
        author = AUTHOR_CELLS + 1 if width >= AUTHOR_FROM else 0
        year = YEAR_CELLS + 1 if width >= YEAR_FROM else 0
        style = faint if out else self._over(base, "provisional") if row.record.provisional else base
        segments.append(Segment(_padded(title_of(row.record), max(1, width - 6 - author - year)), style))
        if author:
            segments.append(Segment(f" {_padded(_author(row.record), AUTHOR_CELLS)}", faint))
        if year:
            segments.append(Segment(f" {row.record.year or '':>{YEAR_CELLS}}", faint))
        return segments

    def _over(self, base: Style, name: str) -> Style:
        """Return the style of a component class on the background of `base`."""
        return self.style(f"import-list--{name}") + Style(bgcolor=base.bgcolor)


class ImportCounts(Widget):
    """One line: how many papers would be new, merged and unchanged, how many problems there are, how many stay out.

    | Component class | What it styles |
    |---|---|
    | `import-counts--aside` | the tags |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"import-counts--aside"}
    DEFAULT_CSS = """
    ImportCounts {
        height: 1;
        text-style: bold;
    }
    ImportCounts > .import-counts--aside {
        color: $text-accent;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="import-counts")
        self._long = self._short = self._aside = ""

    def show(self, counts: Mapping[Sign, int], out: int, tags: Sequence[str]) -> None:
        """Show the numbers, and the tags that all papers get; what is none is left out, but for new papers."""
        numbers = [(sign.value, counts.get(sign, 0), WORDS[sign]) for sign in Sign]
        numbers.append((OUT, out, "left out"))
        told = [(mark, n, word) for mark, n, word in numbers if n or mark == Sign.NEW]
        self._long = "   ".join(f"{mark} {n:,} {_word(n, word)}" for mark, n, word in told)
        self._short = "  ".join(f"{mark}{n:,}" for mark, n, _ in told)
        self._aside = clean_line("tagged " + " ".join(tags)) if tags else ""
        self.refresh()

    @property
    def text(self) -> str:
        """The line as it is shown."""
        return self.render_line(0).text.strip()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is one line
        """Draw the line: in words where there is room for them."""
        width = self.size.width
        aside = f"   {self._aside}" if self._aside else ""
        text = self._long if cell_width(self._long + aside) <= width else self._short
        room = max(0, width - cell_width(text))
        pieces = [
            Segment(cut(text, width), self.rich_style),
            Segment(cut(aside, room), self.get_component_rich_style("import-counts--aside")),
        ]
        return Strip(pieces).adjust_cell_length(width, self.rich_style)


class ImportDetail(ProsePane, can_focus=False):
    """The row under the cursor in full, as far as its lines go.

    | Component class | What it styles |
    |---|---|
    | `import-detail--faint` | authors, year and venue; the paper that this one equals |
    | `import-detail--merged` | the paper that this one becomes a part of |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"import-detail--faint", "import-detail--merged"}
    DEFAULT_CSS = """
    ImportDetail > .import-detail--faint {
        color: $text-muted;
    }
    ImportDetail > .import-detail--merged {
        color: $text-accent;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="import-detail")
        self._row: ImportRow | None = None
        self._partner = ""
        self._is_equal = False

    def show(self, row: ImportRow | None, partner: str = "", *, is_equal: bool = False) -> None:
        """Show a row.

        Args:
            row: what to show; None for nothing.
            partner: the paper that the one in the row is the same as, "" for none.
            is_equal: whether that one learns nothing new, so that the one in the row becomes no part of it.
        """
        if row is not self._row or (partner, is_equal) != (self._partner, self._is_equal):
            self._row, self._partner, self._is_equal = row, partner, is_equal
            self.content_changed()

    def lay_out_lines(self, width: int) -> list[Line]:
        """Return the title or the problem, who published it when and where, and which paper it is the same as.

        What does not fit ends in "…".
        """
        row, height = self._row, max(1, self.size.height)
        if row is None:
            return []
        if row.record is None:
            return _fitted(lay_out(clean_line(row.text), width), height, width)
        told = []
        if self._partner and self._is_equal:
            told.append((f"{Sign.UNCHANGED} equals {clean_line(self._partner)}", "import-detail--faint"))
        elif self._partner:
            told.append((f"{Sign.MERGED} merged with {clean_line(self._partner)}", "import-detail--merged"))
        if facts := _facts(row.record):
            told.insert(0, (facts, "import-detail--faint"))
        # The last line is what goes last where there is no room for all.
        below = [
            line
            for text, style in told[max(0, len(told) - height + 1) :]
            for line in _fitted(lay_out(text, width, style=style), 1, width)
        ]
        return [*_fitted(lay_out(title_of(row.record), width), height - len(below), width), *below]

    def on_resize(self) -> None:
        """Lay out anew: how many lines there are counts too."""
        self.content_changed()


def title_of(record: Record) -> str:
    """Return the display title as people read it, marked where it is provisional."""
    title = clean_line(to_unicode(record.display_title))
    return f"{PROVISIONAL} {title}" if record.provisional else title


def _facts(record: Record) -> str:
    parts = (_author(record), str(record.year or ""), clean_line(to_unicode(record.venue or "")))
    return " · ".join(filter(None, parts))


def _author(record: Record) -> str:
    return clean_line(to_unicode(author_label(record.authors)))


def _fitted(lines: list[Line], count: int, width: int) -> list[Line]:
    """Return the first `count` of `lines`; where there were more, the last of them says so."""
    if len(lines) <= count:
        return lines
    *whole, last = lines[:count]
    text = "".join(piece.text for piece in last)
    return [*whole, (Piece(cut(f"{text} …", width), last[0].style if last else None),)]


def _padded(text: str, cells: int) -> str:
    text = cut(text, cells)
    return text + " " * (cells - cell_width(text))


def _word(count: int, word: str) -> str:
    return word.removesuffix("s") if count == 1 else word

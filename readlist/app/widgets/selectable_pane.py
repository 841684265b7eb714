"""A pane of text in which one can select: from cell to cell with the mouse, from line to line with keys.

Textual selects text by itself, in widgets whose segments carry the place of each in their style; that takes longer than
drawing them, goes on in the pane beside, and knows nothing of lines that were one paragraph before they were wrapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events

from readlist.app.messages import LinkClicked
from readlist.app.widgets.prose import Line, ProsePane
from readlist.app.widgets.text_selection import Place, Selection, text_of

_LEFT_BUTTON = 1


class SelectablePane(ProsePane):
    """A pane of text in which stretches can be selected, and links clicked.

    | Component class | What it styles |
    |---|---|
    | `text--selected` | what is selected, over whatever style it has |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"text--selected"}
    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._selection: Selection | None = None
        self._pressed: Place | None = None

    # What is selected

    @property
    def selected_text(self) -> str:
        """The text that is selected, as it was before it was wrapped; "" for none."""
        lines = self.lines  # Laid out anew, it may have none of what was selected.
        return "" if self._selection is None else text_of(self._selection, lines)

    @property
    def selects(self) -> bool:
        """Whether something is selected."""
        return bool(self.lines) and self._selection is not None

    def select_lines(self, lines: int = 1) -> None:
        """Begin to select lines: `step` then goes on with it.

        The first is that of `first_to_select`; where lines are being selected already, the one that was come to. Where
        a stretch is selected with the mouse, its lines are then.

        Args:
            lines: how many.
        """
        if not self.lines:
            return
        before = self._selection
        if before is None:
            first = Place(self.first_to_select(), 0)
            self._select(Selection(first, first, whole_lines=True))
        elif before.whole_lines:
            self._select(Selection(before.head, before.head, whole_lines=True))
        else:
            self._select(Selection(before.anchor, before.head, whole_lines=True))
        if lines > 1:
            self.step(lines - 1)

    def select_nothing(self) -> None:
        """Have nothing selected."""
        self._select(None)

    def first_to_select(self) -> int:
        """Return the line with which a selection of lines begins."""
        return self.top

    def _select(self, selection: Selection | None) -> None:
        """Select something else, and draw again the lines in view where that is to be seen."""
        lines = self.lines
        before, self._selection = self._selection, selection
        for index in range(self.top, min(self.top + self.size.height, len(lines))):
            spans = (each.span(index, lines[index]) if each else (0, 0) for each in (before, selection))
            if len(set(spans)) > 1:
                self.refresh_line(index)

    # What is shown

    def content_changed(self, *, to_top: bool = True) -> None:
        """Lay the content out anew, and draw again what is another line; of another content nothing is selected."""
        if to_top:
            self._selection = None
        super().content_changed(to_top=to_top)

    def laid_out(self, before: Sequence[Line]) -> None:
        """Have the same text selected where it stands now, and nothing where there is another one."""
        selection = self._selection
        if selection is not None:
            self._selection = selection.moved(before, self._lines)
            self.refresh()

    def draw_line(self, index: int, width: int) -> list[Segment]:
        """Return one line of the content."""
        segments = super().draw_line(index, width)
        if self._selection is None:
            return segments
        start, end = self._selection.span(index, self.lines[index])
        return list(_overlaid(segments, start, end, self)) if start < end else segments

    # Keys

    def step(self, lines: int) -> None:
        """Move by `lines`, or select so many more while lines are being selected."""
        selection = self._selection
        if selection is None or not selection.whole_lines:
            super().step(lines)
            return
        head = max(0, min(selection.head.line + lines, len(self.lines) - 1))
        self._select(Selection(selection.anchor, Place(head, 0), whole_lines=True))
        self.set_top(max(head - self.size.height + 1, min(self.top, head)))

    def to_line(self, index: int) -> None:
        """Move to a line, or select all from where the selection was begun to it."""
        selection = self._selection
        if selection is None or not selection.whole_lines:
            super().to_line(index)
        else:
            self.step(index - selection.head.line)

    # The mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to select here."""
        outside = event.get_content_offset(self) is None or self.on_scrollbar(event)
        if event.button != _LEFT_BUTTON or outside:
            return
        self.select_nothing()
        self._pressed = self._place(event)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select all from where the button was pressed to here; beyond what is in view, bring more into view."""
        if self._pressed is None:
            return
        y = event.get_content_offset_capture(self).y
        if y < 0 or y >= self.size.height:
            self.scroll_lines(-1 if y < 0 else 1)
        place = self._place(event)
        if self._selection is not None or place != self._pressed:
            self._select(Selection(self._pressed, place))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End selecting; where nothing was selected, say which link was clicked."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        self.release_mouse()
        if self._selection is None and (address := self.address_at(*self._place(event))):
            self.post_message(LinkClicked(address))

    def _place(self, event: events.MouseEvent) -> Place:
        """Return the cell of the content under the mouse, or the nearest to it."""
        offset = event.get_content_offset_capture(self)
        line = self.top + max(0, min(offset.y, self.size.height - 1))
        return Place(min(line, max(0, len(self.lines) - 1)), max(0, offset.x))


def _overlaid(segments: Sequence[Segment], start: int, end: int, pane: SelectablePane) -> Iterator[Segment]:
    """Yield the segments of a line, with the characters from `start` to `end` shown as selected."""
    at = 0
    for segment in segments:
        text, style = segment.text, segment.style
        left, right = max(0, min(start - at, len(text))), max(0, min(end - at, len(text)))
        if left < right:
            if left:
                yield Segment(text[:left], style)
            over = pane.overlay("text--selected")
            yield Segment(text[left:right], style + over if style else over)
            if right < len(text):
                yield Segment(text[right:], style)
        else:
            yield segment
        at += len(text)

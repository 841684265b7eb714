"""The base of every pane: lines drawn as they are looked at, with a scroll position and a scrollbar of its own.

Textual's `ScrollView` takes a layout for each change of its virtual size and three frames for a scrolled line. A pane
that draws lines from an offset needs neither: a key is one repaint.
"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from readlist.app.widgets.cells import filled

WHEEL_LINES = 3
_CURSOR = {True: Style(reverse=True, dim=False), False: Style(underline=True), None: Style(underline=True)}
_NOT_DIM = Style(dim=False)


class Pane(Widget, can_focus=True):
    """A bordered pane of lines.

    | Component class | What it styles |
    |---|---|
    | `pane--thumb` | the mark at the right edge that shows what part of the content is in view |
    | `pane--match` | what was looked for, over whatever style it has |
    | `pane--cursor` | the line under the cursor, of lists that have the keys wherever the focus is |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pane--thumb", "pane--match", "pane--cursor"}

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.top = 0
        self._styles_by_name: dict[str, Style] = {}
        self._overlays_by_name: dict[str, Style] = {}
        self._own_style: Style | None = None
        self._size_while_drawn: Size | None = None
        self._thumb_held = False

    # What a pane says of itself

    def line_count(self) -> int:
        """Return how many lines there are in all."""
        raise NotImplementedError

    def draw_line(self, index: int, width: int) -> list[Segment]:
        """Return line `index` (from 0) as segments of cleaned text, at most `width` cells; it is cut and filled."""
        raise NotImplementedError

    def line_style(self, index: int) -> Style:  # noqa: ARG002 -- for panes whose lines differ
        """Return the style that fills what the line leaves empty."""
        return self.rich_style

    # Moving in it

    def step(self, lines: int) -> None:
        """Move by `lines`: down, or up where negative."""
        self.scroll_lines(lines)

    def half_page(self, direction: int) -> None:
        """Move by half of what is in view: down (1) or up (-1)."""
        self.step(direction * max(1, self.size.height // 2))

    def to_end(self, direction: int) -> None:
        """Move to the first (-1) or the last (1) line."""
        self.step(direction * max(1, self.line_count()))

    def to_line(self, index: int) -> None:
        """Move to line `index` (from 0), or as near as there is one."""
        self.set_top(index)

    def scroll_lines(self, lines: int) -> None:
        """Shift what is in view by `lines`, as far as there are any."""
        self.set_top(self.top + lines)

    def set_top(self, top: int) -> None:
        """Let the view begin at line `top`, or as near as the content allows."""
        top = max(0, min(top, self.line_count() - self.size.height))
        if top != self.top:
            self.top = top
            self.refresh()

    def refresh_line(self, index: int) -> None:
        """Draw line `index` again, if it is in view."""
        y = index - self.top
        if 0 <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    # Drawing

    @property
    def rich_style(self) -> Style:
        """Style of the pane itself, put together once until the theme or the focus changes: every line asks for it."""
        if self._own_style is None:
            self._own_style = super().rich_style
        return self._own_style

    def style(self, name: str) -> Style:
        """Return the style of a component class, looked up once until the theme or the focus changes."""
        found = self._styles_by_name.get(name)
        if found is None:
            found = self._styles_by_name[name] = self.get_component_rich_style(name)
        return found

    def overlay(self, name: str) -> Style:
        """Return the style of a component class alone, to be laid over another: what it does not set stays.

        Not for colours that a theme makes for their background ("$text", "$text-muted"): alone they have none.
        """
        found = self._overlays_by_name.get(name)
        if found is None:
            found = self._overlays_by_name[name] = self.get_component_rich_style(name, partial=True)
        return found

    @property
    def match_style(self) -> Style:
        """Style of what was looked for, to be laid over another one; dim text, reversed, could not be read."""
        return self.overlay("pane--match") + _NOT_DIM

    def notify_style_update(self) -> None:
        """Forget the styles that were looked up; Textual calls this when they may have changed."""
        self._styles_by_name.clear()
        self._overlays_by_name.clear()
        self._own_style = None
        super().notify_style_update()

    @property
    def drawn_size(self) -> Size:
        """The size of the content, put together once for all the lines that are drawn together."""
        return self._size_while_drawn or self.size

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw lines, all for one size."""
        self._size_while_drawn = self.size
        try:
            return super().render_lines(crop)
        finally:
            self._size_while_drawn = None

    def render_line(self, y: int) -> Strip:
        """Draw the line at `y` of the content area."""
        width, height = self.drawn_size
        count = self.line_count()
        scrolls = count > height
        inner = width - 1 if scrolls else width
        index = self.top + y
        if index < count:
            style = self.line_style(index)
            pieces = filled(self.draw_line(index, inner), inner, style)
            if style.reverse or style.underline:
                # The cursor where there are no colours for it: on the whole line, whatever stands in it.
                pieces = [Segment(text, own + _CURSOR[style.reverse] if own else own) for text, own, _ in pieces]
        else:
            pieces = [Segment(" " * inner, self.rich_style)]
        return Strip([*pieces, self._scrollbar(y, count, height)] if scrolls else pieces, width)

    def _scrollbar(self, y: int, count: int, height: int) -> Segment:
        size = _thumb(height, count)
        room = count - height
        start = (self.top * (height - size) + room // 2) // room
        if start <= y < start + size:
            return Segment("▐", self.style("pane--thumb"))
        return Segment(" ", self.rich_style)

    def on_resize(self) -> None:
        """Keep the view inside the content."""
        self.set_top(self.top)

    # The mouse

    def line_at(self, event: events.MouseEvent) -> int | None:
        """Return the index of the line under the mouse, None beside all lines: on the border, or on the scrollbar."""
        offset = event.get_content_offset(self)
        if offset is None or self.on_scrollbar(event):
            return None
        index = self.top + offset.y
        return index if index < self.line_count() else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the scrollbar, and let what is in view begin where it was pressed."""
        if self.on_scrollbar(event):
            self._thumb_held = True
            self.capture_mouse()
            self._drag_thumb(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the scrollbar that is held."""
        if self._thumb_held:
            event.stop()
            self._drag_thumb(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of the scrollbar."""
        if self._thumb_held:
            event.stop()
            self._thumb_held = False
            self.release_mouse()

    def on_scrollbar(self, event: events.MouseEvent) -> bool:
        """Whether the mouse is on the scrollbar."""
        offset = event.get_content_offset(self)
        width, height = self.size
        return offset is not None and offset.x == width - 1 and self.line_count() > height

    def _drag_thumb(self, event: events.MouseEvent) -> None:
        height, count = self.size.height, self.line_count()
        room = max(1, height - _thumb(height, count))
        y = event.get_content_offset_capture(self).y - _thumb(height, count) // 2
        self.set_top(round(y / room * (count - height)))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll with the wheel."""
        event.stop()
        self.scroll_lines(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll with the wheel."""
        event.stop()
        self.scroll_lines(-WHEEL_LINES)


def _thumb(height: int, count: int) -> int:
    """Return how many lines the mark of the scrollbar takes."""
    return max(1, height * height // max(1, count))

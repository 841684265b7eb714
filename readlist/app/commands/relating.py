"""What else there is like a paper: by one of its authors, with one of its tags, from its venue."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from readlist.app.commands.base import Command
from readlist.app.desk_views import EVERYTHING
from readlist.app.key_input import KeyMenu, MenuEntry
from readlist.latex import to_unicode
from readlist.model.paper import Paper
from readlist.model.venues import short_venue
from readlist.query.filters import Filter
from readlist.text import clean_line

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

_KEYS = "123456789"
_LAST = "0"


def show_all(screen: MainScreen, condition: Filter) -> None:
    """Show all papers that meet a condition, whichever view is open; the way back is that of every jump."""
    desk, here = screen.desk, screen.papers.cursor_key
    screen.jumps.leave()
    screen.open_view(next(view for view in desk.views if view.name == EVERYTHING))
    screen.filter(str(condition), keep=here)
    if screen.zoomed:
        screen.zoom(None)
    screen.go_to("papers")
    count, back = len(desk.rows), screen.commands.key_of("jump_back")
    papers = "1 paper" if count == 1 else f"{count:,} papers"
    screen.say(f"{papers} {condition.describe()}", aside=f"{back} goes back" if back else "")


class _Relating(Command):
    group = "Find"
    panes = frozenset({"papers", "abstract"})
    title: ClassVar[str]
    none: ClassVar[str]

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper."""
        return bool(screen.papers.rows)

    def values(self, paper: Paper) -> Sequence[str]:
        """Return what the paper has of the kind that the command is about."""
        raise NotImplementedError

    def condition(self, value: str) -> Filter:
        """Return what the papers that have `value` meet."""
        raise NotImplementedError

    async def run(self, screen: MainScreen) -> None:
        """Show what else there is; of several values by the one with the number that was typed, else ask which."""
        key = screen.papers.cursor_key
        paper = screen.desk.library.get(key) if key else None
        values = [value for value in self.values(paper) if value.strip()] if paper else []
        if not values:
            screen.say(self.none)
        elif screen.count is not None and not 1 <= screen.count <= len(values):
            screen.say(f"There {'is one' if len(values) == 1 else f'are {len(values)}'}")
        elif screen.count is not None or len(values) == 1:
            show_all(screen, self.condition(values[(screen.count or 1) - 1]))
        else:
            screen.keys.ask(KeyMenu(self.title, self._entries(screen, values)))

    def _entries(self, screen: MainScreen, values: Sequence[str]) -> list[MenuEntry]:
        entries = [
            MenuEntry(key, clean_line(to_unicode(value)), partial(show_all, screen, self.condition(value)))
            for key, value in zip(_KEYS, values, strict=False)
        ]
        return entries + self.more_entries(screen, values)

    def more_entries(self, screen: MainScreen, values: Sequence[str]) -> list[MenuEntry]:  # noqa: ARG002 -- see below
        """Return what stands behind the first nine values; nothing, but for kinds where some of the others matter."""
        return []


class SameAuthor(_Relating):
    """All papers by an author of this one."""

    id = "same_author"
    keys = ("A",)
    title = "All papers by"
    none = "This paper names no authors"

    def values(self, paper: Paper) -> Sequence[str]:
        """Return its authors."""
        return paper.authors

    def condition(self, value: str) -> Filter:
        """Return what the author's papers meet."""
        from readlist.query.filters_text import Text  # noqa: PLC0415 -- not needed for the first screen

        return Text(value, "author")

    def more_entries(self, screen: MainScreen, values: Sequence[str]) -> list[MenuEntry]:
        """Return the last author, whose group it often is, where there are more than can be numbered."""
        if len(values) <= len(_KEYS):
            return []
        text = f"{clean_line(to_unicode(values[-1]))} (last author)"
        return [MenuEntry(_LAST, text, partial(show_all, screen, self.condition(values[-1])))]


class SameTag(_Relating):
    """All papers with a tag of this one."""

    id = "same_tag"
    keys = ("#",)
    title = "All papers tagged"
    none = "This paper has no tags"

    def values(self, paper: Paper) -> Sequence[str]:
        """Return its tags."""
        return paper.tags

    def condition(self, value: str) -> Filter:
        """Return what the papers with the tag meet."""
        from readlist.query.filters_record import Tagged  # noqa: PLC0415 -- not needed for the first screen

        return Tagged(value)


class SameVenue(_Relating):
    """All papers from the venue of this one, of all years."""

    id = "same_venue"
    keys = ("@",)
    title = "All papers in"
    none = "This paper names no venue"

    def values(self, paper: Paper) -> Sequence[str]:
        """Return the short name of its venue."""
        return [short_venue(paper.venue)] if paper.venue else []

    def condition(self, value: str) -> Filter:
        """Return what the papers of the venue meet."""
        from readlist.query.filters_text import Text  # noqa: PLC0415 -- not needed for the first screen

        return Text(value, "venue")

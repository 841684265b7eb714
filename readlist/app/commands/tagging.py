"""Tags, typed by the user: given, taken off, renamed wherever they stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from readlist.app.commands.base import Command
from readlist.app.widgets.facet_lines import FacetLine
from readlist.app.widgets.prompt_line import Prompt
from readlist.app.widgets.remark_line import Remark
from readlist.model.tags import InvalidTagError, is_within, parse_tag, renamed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readlist.app.screens.main import MainScreen
    from readlist.model.library import Library

SHOWN_CANDIDATES = 4
"""How many tags that may be meant are shown; the first of them is the one that the tab key takes."""


class _Tagging(Command):
    group = "Tags and notes"


class EditTags(_Tagging):
    """Tags: type "rlhf -todo" to add one and remove another."""

    id = "tags"
    keys = ("t",)
    label = "tags"
    panes: ClassVar[frozenset[str]] = frozenset({"papers", "abstract"})
    sign: ClassVar[str] = "+"
    asked: ClassVar[str] = "Tags"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper to tag."""
        return bool(screen.papers.rows)

    async def run(self, screen: MainScreen) -> None:
        """Ask for tags, showing those that there are, and change them."""
        from readlist.app.tag_words import Held, TagWords  # noqa: PLC0415 -- not needed for the first screen

        targets, library = screen.targets, screen.desk.library
        # Another program may have removed a paper meanwhile.
        held = Held.of([paper.tags for paper in map(library.get, targets) if paper is not None])
        if not held.papers:
            return
        words = TagWords(library.tags, held, sign=self.sign)

        def typed(text: str) -> None:
            candidates = screen.prompt_completions()[:SHOWN_CANDIDATES]
            aside = "tab: " + "  ".join(candidates) if candidates else ""
            screen.prompting.remark(Remark(words.remark(text), aside=aside))

        many = f" ({held.papers:,} papers)" if held.papers > 1 else ""
        await screen.ask(
            Prompt(
                label=f"{self.asked}{many}:",
                answered=partial(self._tag, screen, targets),
                typed=typed,
                completion=words.completion,
                problem=words.problem,
                explained=True,
            )
        )

    def _tag(self, screen: MainScreen, targets: Sequence[str], text: str) -> None:
        from readlist.app.tag_words import parsed_tags  # noqa: PLC0415 -- not needed for the first screen, as the next
        from readlist.model.actions import SetTags  # noqa: PLC0415

        add, remove = parsed_tags(text, sign=self.sign)
        if add or remove:
            screen.acting.do(lambda keys: SetTags(keys, add, remove), targets)


class AddTags(EditTags):
    """Add tags."""

    id = "add_tags"
    keys = ("+",)
    label = ""
    asked = "Add tags"


class RemoveTags(EditTags):
    """Remove tags."""

    id = "remove_tags"
    keys = ("-",)
    label = ""
    sign = "-"
    asked = "Remove tags"


class Rename(_Tagging):
    """Rename a tag on every paper; a name that exists merges the two.

    In the views it is the tag under the cursor, elsewhere one that is named.
    """

    id = "rename_tag"
    keys = ("R",)
    label = "rename tag"
    panes: ClassVar[frozenset[str]] = frozenset({"views"})

    async def run(self, screen: MainScreen) -> None:
        """Ask for the new name, before that for the tag where the cursor is on none."""
        known = screen.desk.library.tags
        line = screen.views.current if screen.pane_name == "views" else None
        if not known:
            screen.say("No tags yet")
        elif isinstance(line, FacetLine) and line.field == "tag" and line.value is not None:
            await screen.ask(_new_name(screen, line.value))
        else:
            await screen.ask(_which(screen))


def _which(screen: MainScreen) -> Prompt:
    """Return the question which tag is to be renamed."""
    from readlist.app.tag_words import Held, TagWords  # noqa: PLC0415 -- not needed for the first screen

    words = TagWords(screen.desk.library.tags, Held.of([]), sign="+")

    def problem(text: str) -> Remark | None:
        if any(is_within(tag, text.strip().removeprefix("#")) for tag in screen.desk.library.tags):
            return None
        near = words.closest(text.strip())
        return Remark(f"no such tag; did you mean {near[0]}?" if near else "no such tag", error=True)

    def typed(_: str) -> None:
        candidates = screen.prompt_completions()[:SHOWN_CANDIDATES]
        screen.prompting.remark(
            Remark("a tag, or one that others are nested in", aside="tab: " + "  ".join(candidates))
        )

    def answered(text: str) -> None:
        screen.run_worker(screen.ask(_new_name(screen, text.strip().removeprefix("#"))), group="tags")

    return Prompt(
        label="Rename tag:",
        answered=answered,
        typed=typed,
        complete=lambda word: words.closest(word.removeprefix("#")),
        problem=problem,
        explained=True,
    )


def _new_name(screen: MainScreen, old: str) -> Prompt:
    """Return the question for the new name of a tag, which says what comes of it while it is typed."""

    def answered(text: str) -> None:
        new = parse_tag(text)
        if new == old:
            screen.say(f"{old} stays as it was")
            return

        def after() -> None:
            views = ", ".join(_views_asking_for(screen, old, new))
            if views:
                screen.say(f"Renamed {old} to {new}; still asking for {old}: {views}", aside=screen.undo_hint)

        from readlist.model.actions import RenameTag  # noqa: PLC0415 -- not needed for the first screen

        screen.acting.act(RenameTag(old, new), papers=count, after=after)

    def problem(text: str) -> Remark | None:
        try:
            parse_tag(text)
        except InvalidTagError as error:
            return Remark(str(error), error=True)
        return None

    count = _papers_with(screen.desk.library, old)
    return Prompt(
        label=f"Rename {old} to:",
        text=old,
        answered=answered,
        typed=lambda text: screen.prompting.remark(_what_comes_of_it(screen.desk.library, old, text, count)),
        problem=problem,
        explained=True,
    )


def _what_comes_of_it(library: Library, old: str, text: str, count: int) -> Remark:
    """Return how many papers the new name is for, and which tags become one by it."""
    many = f"{count:,} paper{'' if count == 1 else 's'}"
    try:
        new = parse_tag(text)
    except InvalidTagError:
        return Remark(many)
    if new == old:
        return Remark(f"{many}; type the new name")
    inner = [tag for tag in library.tags if is_within(tag, old)]
    becoming = {renamed(tag, old, new).casefold() for tag in inner}
    merged = {tag: n for tag, n in library.tags.items() if tag.casefold() in becoming and not is_within(tag, old)}
    told = [f"{many}; merges with " + ", ".join(f"{tag} ({n:,})" for tag, n in merged.items()) if merged else many]
    below = [tag for tag in inner if tag.casefold() != old.casefold()]
    if below:
        told.append(f"takes {', '.join(below[:SHOWN_CANDIDATES])}{' …' if len(below) > SHOWN_CANDIDATES else ''} along")
    return Remark("; ".join(told))


def _papers_with(library: Library, old: str) -> int:
    """Return how many papers have a tag, or one below it."""
    names = {tag for tags in set(library.values("tags")) for tag in tags if is_within(tag, old)}
    return sum(not names.isdisjoint(tags) for tags in library.values("tags"))


def _views_asking_for(screen: MainScreen, old: str, new: str) -> Iterator[str]:
    """Yield what still asks for a tag by its old name: the filter, and views of the user's own."""
    from readlist.query.filters import leaves  # noqa: PLC0415 -- only needed here, as the next one
    from readlist.query.filters_record import Tagged  # noqa: PLC0415

    desk = screen.desk
    queries = [("the filter", desk.query), *((view.name, view.query) for view in desk.views if not view.built_in)]
    for name, query in queries:
        asked = [part.tag for part in leaves(query.where) if isinstance(part, Tagged)]
        if any(is_within(tag, old) and not is_within(renamed(tag, old, new), tag) for tag in asked):
            yield name

"""Papers that are likely the same, two at a time: merged into one, or kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import get_current_worker

from readlist.app.desk import Desk
from readlist.app.screens.duplicates_pair import PairPane
from readlist.app.screens.leaving import LeavingScreen
from readlist.app.widgets.key_hints import KeyHints
from readlist.app.widgets.status_line import StatusLine
from readlist.importers.likeness import Pair, StoppedError, likely_pairs, likeness
from readlist.model.actions import Action
from readlist.model.actions_merging import KeepApart, MergePapers
from readlist.model.change import Change
from readlist.model.library import UnknownPaperError
from readlist.store.errors import StoreError

TITLE = "Likely duplicates"
LOOKING = "Looking for papers that are likely the same …"
NONE = "No papers that are likely the same."
NO_MORE = "No more papers that are likely the same."
CHOSEN = "chosen by you, not alike"


class DuplicatesScreen(LeavingScreen[Change | None]):
    """Two papers side by side, out of all that are likely the same; ends with the last change that was made, if any.

    Keys and their help are in `BINDINGS`. What is shown follows the library: a pair comes up while both papers are
    there and nobody said that they are two, so that undo brings it back.

    Attributes:
        paper: citation key of the older paper of the pair that was settled last, None for none.
    """

    AUTO_FOCUS = "#pair"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "merge", "Merge into the older one", show=False),
        Binding("k", "keep", "Keep both; they do not come up again", show=False),
        Binding("j,n,right", "turn(1)", "Next pair", show=False),
        Binding("N,shift+n,p,left", "turn(-1)", "Previous pair", show=False),
        Binding("u", "undo", "Undo", show=False),
        Binding("ctrl+r", "redo", "Redo", show=False),
        Binding("escape,q", "leave", "Back to the list", show=False),
        Binding("down,J,shift+j", "scroll(1)", "Down", show=False),
        Binding("up,K,shift+k", "scroll(-1)", "Up", show=False),
        Binding("ctrl+d,pagedown,space", "half_page(1)", "Half a page down", show=False),
        Binding("ctrl+u,pageup", "half_page(-1)", "Half a page up", show=False),
        Binding("g,home", "to_end(-1)", "Top", show=False),
        Binding("G,shift+g,end", "to_end(1)", "End", show=False),
    ]

    @dataclass
    class PairsFound(Message):
        """The library was looked through for pairs."""

        pairs: Sequence[Pair]

    def __init__(self, desk: Desk, chosen: tuple[str, str] | None = None) -> None:
        """Make the screen.

        Args:
            desk: the papers, and what is done to them.
            chosen: keys of two papers to compare, and then leave; None looks for those that are likely the same.
        """
        super().__init__(id="duplicates")
        self._desk = desk
        self._chosen = _chosen_pair(desk, chosen) if chosen else None
        self._pairs: list[Pair] = [self._chosen] if self._chosen else []
        self._looking = self._chosen is None
        self._here = 0  # number of the pair that is shown, in `_pairs`
        self._last: Change | None = None
        self.paper: str | None = None
        self._pane = PairPane()
        self._status = StatusLine()
        self._hints = KeyHints()

    def compose(self) -> ComposeResult:
        """The pair, and under it what happened and what can be done."""
        yield self._pane
        yield self._status
        yield self._hints

    def on_mount(self) -> None:
        """Show the chosen pair, or look for pairs while the screen says so."""
        self._show()
        if self._looking:
            self.run_worker(self._look, thread=True, exclusive=True, group="duplicates")

    def _look(self) -> None:
        worker = get_current_worker()
        try:
            pairs = likely_pairs(self._desk.library, lambda: worker.is_cancelled)
        except StoppedError:
            return
        self.post_message(self.PairsFound(pairs))

    @on(PairsFound)
    def _pairs_found(self, event: PairsFound) -> None:
        event.stop()
        self._looking = False
        self._pairs = list(event.pairs)
        self._show()

    # What is shown

    @property
    def pair(self) -> Pair | None:
        """The pair that is shown, None where there is none."""
        here = self._here
        return self._pairs[here] if here < len(self._pairs) and self._is_open(self._pairs[here]) else None

    def _is_open(self, pair: Pair) -> bool:
        one, other = self._desk.library.get(pair.key), self._desk.library.get(pair.other)
        if one is None or other is None:
            return False
        return pair is self._chosen or not (pair.other in one.apart or pair.key in other.apart)

    def _show(self) -> None:
        """Show the pair, or the nearest open one where it is settled."""
        opened = [number for number, pair in enumerate(self._pairs) if self._is_open(pair)]
        self._here = next((number for number in opened if number >= self._here), opened[0] if opened else 0)
        pair = self.pair
        hints = [("u", "undo"), ("esc", "back")]
        if pair is None:
            self._pane.border_title = TITLE
            self._pane.show_none(LOOKING if self._looking else NO_MORE if self._pairs else NONE)
        else:
            place = f"{opened.index(self._here) + 1:,} of {len(opened):,}"
            self._pane.border_title = f"{TITLE} · {place}" if pair is not self._chosen else "Two papers"
            library = self._desk.library
            self._pane.show((library[pair.key], library[pair.other]), f"{pair.score:.0f} · {pair.why}")
            turns = [("j", "next")] if len(opened) > 1 else []
            back = [("N", "previous")] if len(opened) > 1 else []
            hints = [("m", "merge"), ("k", "keep both"), *turns, *hints, *back, ("↓ ↑", "scroll")]
        self._hints.show(hints, typing=True)

    # What is done

    def action_merge(self) -> None:
        """Make one paper of the two."""
        pair = self.pair
        if pair is not None:
            self._settle(pair, MergePapers(pair.key, pair.other))

    def action_keep(self) -> None:
        """Remember that they are two papers."""
        pair = self.pair
        if pair is not None:
            self._settle(pair, KeepApart(pair.key, pair.other))

    def _settle(self, pair: Pair, action: Action) -> None:
        change = self._done(lambda: self._desk.do(action))
        if change is None:
            return
        self.paper = pair.key
        if self._chosen:
            self.dismiss(self._last)
            return
        self._follow(pair)
        self._show()
        self._status.say(change.summary, aside="u to undo")

    def _follow(self, pair: Pair) -> None:
        """Where a pair was merged, compare its paper with those that the other one was likely the same as."""
        library = self._desk.library
        merged = library.get(pair.key)
        if merged is None or pair.other in library:
            return
        known = {frozenset((other.key, other.other)) for other in self._pairs}
        for key in [_partner(other, pair.other) for other in self._pairs if pair.other in {other.key, other.other}]:
            third = library.get(key)
            if third is None or key == pair.key or frozenset((key, pair.key)) in known:
                continue
            found = likeness(merged, third)
            if found is not None:
                self._pairs.append(found)

    def action_undo(self) -> None:
        """Take back the last action, whoever did it, and show the pair that it was about."""
        self._travel(self._desk.undo, done="Undone", none="Nothing to undo", aside="ctrl+r to redo")

    def action_redo(self) -> None:
        """Do the last undone action again."""
        self._travel(self._desk.redo, done="Done again", none="Nothing to redo", aside="u to undo")

    def _travel(self, step: Callable[[], Change | None], *, done: str, none: str, aside: str) -> None:
        before = {number for number, pair in enumerate(self._pairs) if self._is_open(pair)}
        change = self._done(step)
        if change is None:
            if not self._status.is_error:
                self._status.say(none)
            return
        back = (number for number, pair in enumerate(self._pairs) if number not in before and self._is_open(pair))
        self._here = next(back, self._here)
        self._show()
        self._status.say(f"{done}: {change.summary}", aside=aside)

    def _done(self, step: Callable[[], Change | None]) -> Change | None:
        """Make a change; return it, or None where there was none or it could not be saved, which is said then."""
        self._status.say("")
        try:
            change = step()
        except (StoreError, UnknownPaperError) as error:
            self._show()
            self._status.say(self._desk.in_short(error), error=True)
            return None
        if change is not None:
            self._last = change
        return change

    # Moving

    def action_turn(self, step: int) -> None:
        """Show the next pair, or the previous one, round and round."""
        opened = [number for number, pair in enumerate(self._pairs) if self._is_open(pair)]
        if self._here in opened:
            self._here = opened[(opened.index(self._here) + step) % len(opened)]
        self._status.say("")
        self._show()

    def action_leave(self) -> None:
        """Go back to the list."""
        self.workers.cancel_group(self, "duplicates")
        self.dismiss(self._last)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._pane.step(lines)

    def action_half_page(self, direction: int) -> None:
        """Scroll by half a page."""
        self._pane.half_page(direction)

    def action_to_end(self, direction: int) -> None:
        """Scroll to the first or last line."""
        self._pane.to_end(direction)


def _chosen_pair(desk: Desk, keys: tuple[str, str]) -> Pair:
    """Return the pair of two papers that the user chose, whether they are alike or not."""
    one, other = sorted((desk.library[key] for key in keys), key=lambda paper: paper.number)
    return likeness(one, other) or Pair(one.key, other.key, 0.0, (CHOSEN,))


def _partner(pair: Pair, key: str) -> str:
    """Return the key of the paper that a pair has beside the one with `key`."""
    return pair.other if pair.key == key else pair.key

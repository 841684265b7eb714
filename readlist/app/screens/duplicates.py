"""Papers that are likely the same, two at a time: merged into one, or kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.worker import get_current_worker

from readlist.app.commands.keymap import Commands
from readlist.app.desk import Desk
from readlist.app.key_input import KeyMenu, MenuEntry, Other
from readlist.app.key_names import shown
from readlist.app.screens.duplicates_pair import PairPane
from readlist.app.screens.keyed import Doing, KeyedScreen
from readlist.importers.likeness import Pair, StoppedError, likely_pairs, likeness
from readlist.latex.telling import change_in_words
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
_KEEP = "keep both; they do not come up again"
_CALLED = {
    "next": "next pair",
    "previous_unread": "previous pair",
    "undo": "undo",
    "redo": "redo",
    "half_page_down": "half a page down",
    "half_page_up": "half a page up",
    "last": "end",
    "quit": "back to the list",
}
"""Commands with what they are called here."""
_OWN_CALLED = {"down": "scroll down", "up": "scroll up", "g": "top"}
"""Other keys with what they do."""


class Told(NamedTuple):
    """What was said of a change.

    Attributes:
        text: what was done or taken back, a line.
        aside: how that is taken back or done again, "" where no key does it.
    """

    text: str
    aside: str


class DuplicatesScreen(KeyedScreen[Told | None]):
    """Two papers side by side, out of all that are likely the same; ends with what was said of the last change, if any.

    What is shown follows the library: a pair comes up while both papers are
    there and nobody said that they are two, so that undo brings it back.

    Attributes:
        paper: citation key of the older paper of the pair that was settled last, None for none.
    """

    AUTO_FOCUS = "#pair"
    COMMANDS_FIRST: ClassVar[frozenset[str]] = frozenset({"undo", "redo", "duplicates", "help"})
    DEFAULT_CSS = """
    DuplicatesScreen {
        layers: default popups;
    }
    """

    @dataclass
    class PairsFound(Message):
        """The library was looked through for pairs."""

        pairs: Sequence[Pair]

    def __init__(self, desk: Desk, commands: Commands, chosen: tuple[str, str] | None = None) -> None:
        """Make the screen.

        Args:
            desk: the papers, and what is done to them.
            commands: what can be done, with the keys for it.
            chosen: keys of two papers to compare, and then leave; None looks for those that are likely the same.
        """
        super().__init__(commands, id="duplicates")
        self._desk = desk
        self._chosen = _chosen_pair(desk, chosen) if chosen else None
        self._pairs: list[Pair] = [self._chosen] if self._chosen else []
        self._looking = self._chosen is None
        self._here = 0  # number of the pair that is shown, in `_pairs`
        self._shown: Pair | None = None  # what the user sees, though another program may have settled it meanwhile
        self._last: Told | None = None
        self.paper: str | None = None
        self._pane = PairPane()

    def compose(self) -> ComposeResult:
        """The pair, and under it what happened and what can be done."""
        yield self._pane
        yield self.status
        yield self._hints
        yield self._popup

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

    # Keys

    @property
    def doing(self) -> Mapping[str, Doing]:
        """What is done by the keys of commands."""
        pane, count = self._pane, self.keys.count or 1
        return {
            **self.scrolling(pane, count),
            "undo": self._undo,
            "redo": self._redo,
            "next": partial(self._turn, count),
            "previous": partial(self._turn, -count),
            "next_unread": partial(self._turn, count),
            "previous_unread": partial(self._turn, -count),
            "scroll_abstract_down": partial(pane.step, count),
            "scroll_abstract_up": partial(pane.step, -count),
            "help": self._help,
            "duplicates": self._leave,
            "back": self._leave,
            "quit": self._leave,
        }

    @property
    def own_keys(self) -> Mapping[str, Doing]:
        """What is done by other keys."""
        pane = self._pane
        turning_back: Mapping[str, Doing] = dict.fromkeys(("p", "left"), partial(self._turn, -1))
        leaving: Mapping[str, Doing] = dict.fromkeys(("escape", "q"), self._leave)
        return {
            "m": self._merge,
            "k": self._keep,
            "right": partial(self._turn, 1),
            **turning_back,
            **leaving,
            "down": partial(pane.step, 1),
            "up": partial(pane.step, -1),
            "space": partial(pane.half_page, 1),
            "g": partial(pane.to_end, -1),
        }

    def show_hints(self) -> None:
        """Show the keys that count now."""
        key = self._commands.key_of
        hints = [(key("undo"), "undo"), ("esc", "back")]
        if self.pair is not None:
            several = len(self._open_pairs()) > 1
            turns = [(self._turning_key("next", "→"), "next")] if several else []
            back = [(self._turning_key("previous_unread", "←"), "previous")] if several else []
            hints = [("m", "merge"), ("k", "keep both"), *turns, *hints, *back, ("↓ ↑", "scroll")]
        self._hints.show([hint for hint in hints if hint[0]], help_key=key("help"))

    def _turning_key(self, command_id: str, arrow: str) -> str:
        """Return a key of a command that is not for something else here, as it is shown; else the arrow."""
        bound, own = self._commands.by_id[command_id].bound, self.own_keys
        return next((shown(keys) for keys in bound if keys not in own), arrow)

    def _help(self) -> None:
        """Show all keys; the next one does what it does anywhere here."""
        entries = [MenuEntry("m", "merge into the older one", self._merge), MenuEntry("k", _KEEP, self._keep)]
        entries += self.entries_of(_CALLED)
        own = self.own_keys
        entries += [MenuEntry(name, called, own[name]) for name, called in _OWN_CALLED.items()]
        self.keys.ask(KeyMenu(TITLE, entries, Other.ACTS))

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
        opened = self._open_pairs()
        self._here = next((number for number in opened if number >= self._here), opened[0] if opened else 0)
        pair = self._shown = self.pair
        if pair is None:
            self._pane.border_title = TITLE
            self._pane.show_none(LOOKING if self._looking else NO_MORE if self._pairs else NONE)
        else:
            place = f"{opened.index(self._here) + 1:,} of {len(opened):,}"
            self._pane.border_title = f"{TITLE} · {place}" if pair is not self._chosen else "Two papers"
            library = self._desk.library
            self._pane.show((library[pair.key], library[pair.other]), f"{pair.score:.0f} · {pair.why}")
        self.show_hints()

    def _open_pairs(self) -> list[int]:
        """Return the numbers of the pairs that are not settled."""
        return [number for number, pair in enumerate(self._pairs) if self._is_open(pair)]

    # What is done

    def _merge(self) -> None:
        """Make one paper of the two."""
        pair = self._shown
        if pair is not None:
            self._settle(pair, MergePapers(pair.key, pair.other))

    def _keep(self) -> None:
        """Remember that they are two papers."""
        pair = self._shown
        if pair is not None:
            self._settle(pair, KeepApart(pair.key, pair.other))

    def _settle(self, pair: Pair, action: Action) -> None:
        change = self._done(lambda: self._desk.do(action))
        if change is None:
            return
        self.paper = pair.key
        self._tell(change_in_words(change), aside=self._hint("undo") if change.edits else "")
        if self._chosen:
            self.dismiss(self._last)
            return
        self._follow(pair)
        self._show()

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

    def _undo(self) -> None:
        """Take back the last action, whoever did it, and show the pair that it was about."""
        self._travel(self._desk.undo, done="Undone", none="Nothing to undo", aside=self._hint("redo"))

    def _redo(self) -> None:
        """Do the last undone action again."""
        self._travel(self._desk.redo, done="Done again", none="Nothing to redo", aside=self._hint("undo"))

    def _travel(self, step: Callable[[], Change | None], *, done: str, none: str, aside: str) -> None:
        before = set(self._open_pairs())
        change = self._done(step)
        if change is None:
            if not self.status.is_error:
                self.say(none)
            return
        back = (number for number, pair in enumerate(self._pairs) if number not in before and self._is_open(pair))
        self._here = next(back, self._here)
        self._show()
        self._tell(f"{done}: {change_in_words(change)}", aside=aside)

    def _tell(self, text: str, *, aside: str) -> None:
        """Say what became of the library, here and once more when the screen is left."""
        self._last = Told(text, aside)
        self.say(text, aside=aside)

    def _hint(self, command_id: str) -> str:
        """Return how something is undone, or done again."""
        key = self._commands.key_of(command_id)
        return f"{key} to {command_id}" if key else ""

    def _done(self, step: Callable[[], Change | None]) -> Change | None:
        """Make a change; return it, or None where there was none or it could not be saved, which is said then."""
        self.say("")
        try:
            return step()
        except (StoreError, UnknownPaperError) as error:
            self._show()
            self.say(self._desk.in_short(error), error=True)
            return None

    # Moving

    def _turn(self, step: int) -> None:
        """Show the next pair, or the previous one, round and round."""
        opened = self._open_pairs()
        if self._here in opened:
            self._here = opened[(opened.index(self._here) + step) % len(opened)]
        self.say("")
        self._show()

    def _leave(self) -> None:
        """Go back to the list."""
        self.workers.cancel_group(self, "duplicates")
        self.dismiss(self._last)


def _chosen_pair(desk: Desk, keys: tuple[str, str]) -> Pair:
    """Return the pair of two papers that the user chose, whether they are alike or not."""
    one, other = sorted((desk.library[key] for key in keys), key=lambda paper: paper.number)
    return likeness(one, other) or Pair(one.key, other.key, 0.0, (CHOSEN,))


def _partner(pair: Pair, key: str) -> str:
    """Return the key of the paper that a pair has beside the one with `key`."""
    return pair.other if pair.key == key else pair.key

"""What lies on the reader's desk: the open view, the filter, the papers that are shown. Knows no screen."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from readlist.app.desk_views import ARCHIVE, EVERYTHING, DeskViews, Totals, composed
from readlist.app.row_keeping import Resting, put_back, renumbered
from readlist.app.rows import Order, Rows
from readlist.model.change import Change
from readlist.model.garbage import no_collection
from readlist.model.library import Library
from readlist.model.user_views import view_name
from readlist.query.errors import QueryError
from readlist.query.query import Query, unasked
from readlist.query.views import View, ViewCounts, keys_by_state
from readlist.store.errors import StoreError
from readlist.store.repository import Repository

if TYPE_CHECKING:
    from readlist.model.actions import Action
    from readlist.search.finder import Finder

T = TypeVar("T")


def local_clock() -> datetime:
    """Return the present moment in the time zone of this machine: days are those of its user."""
    return datetime.now().astimezone()


class Desk:
    """The papers of one view, filtered, over a repository.

    Papers that an action has taken out of what is shown keep their row, so that nothing jumps under the cursor; they
    are in `stale` until `sweep`, another view or another filter.

    What takes long may be done in a thread: the desk is lent to it then, and who wants to make a change waits.

    Attributes:
        lent: whether it is lent, so that nobody else may use it but to look at it.
        view: the view that is open.
        filter_text: the filter as it was typed.
        query: what the filter asks for, without the view.
        close: rows that do not have the words of the filter, but are the closest to them that there are.
    """

    def __init__(
        self,
        repository: Repository,
        *,
        clock: Callable[[], datetime] = local_clock,
        config_views: Mapping[str, str] | None = None,
    ) -> None:
        """Lay the first view on the desk; the user's own views come with `load_views`.

        Args:
            repository: the library.
            clock: tells the time of the user; what is deferred, and "today" in a query, are by its date.
            config_views: the views that the configuration has, query texts by names.
        """
        self._repository = repository
        self._clock = clock
        self._hands = threading.Lock()
        self.lent = False
        self._library = repository.library
        self._followed = (repository.last_number, repository.reloads)
        self._views = DeskViews(lambda: repository.views, config_views or {}, clock)
        self._today = self._views.today
        self.view = self.views[0]
        self.filter_text = ""
        self.query = self._whole = self.parsed("")
        self._finder: Finder | None = None
        self._counts = self._counted()
        self._rows = Rows()
        self._resting = Resting()
        self._totals = Totals(self._count)
        self.close: frozenset[str] = frozenset()
        self.sweep()

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self._repository.directory

    def now(self) -> datetime:
        """Return the present moment in the time zone of the user."""
        return self._clock()

    @property
    def library(self) -> Library:
        """All papers, as rows and counts have them."""
        return self._library

    @property
    def finder(self) -> Finder:
        """What looks papers up; the first screen does without it, as a rule."""
        if self._finder is None:
            from readlist.search.finder import FOLDER, Finder  # noqa: PLC0415 -- takes its time to load, as its index does

            self._finder = Finder(self._library, folder=self.folder / FOLDER, versions=self._repository.versions)
        return self._finder

    def keep_index(self) -> None:
        """Keep what has been learnt for looking papers up, at the end of the program."""
        if self._finder is not None:
            self._finder.save()

    @property
    def rows(self) -> Sequence[str]:
        """Keys of the papers that are shown; a sequence that is replaced and never changed."""
        return self._rows.keys

    @property
    def stale(self) -> frozenset[str]:
        """Those of the rows that no longer belong."""
        return self._rows.stale

    @property
    def shown(self) -> int:
        """How many papers are shown that belong here: those that no longer do are none of them."""
        return len(self.rows) - len(self.stale)

    @property
    def views(self) -> Sequence[View]:
        """The views that can be opened: the built-in ones, then the user's own."""
        return self._views.all

    @property
    def own_views(self) -> DeskViews:
        """The views with what is behind them: where each of the user's own stands, also those that are wrong."""
        return self._views

    @property
    def counts(self) -> Mapping[str, int]:
        """How many papers each view has, by its name."""
        return self._counts.by_name

    @property
    def total(self) -> int:
        """How many papers there would be without the filter, or in the views that the filter names."""
        total = self._totals.of(self.query, self._library, self.view.name, self._counts)
        # A filter that asks for archived papers finds some that no count has.
        return max(total, self.shown) if self.filter_text else total

    # What is shown

    def open_view(self, view: View) -> None:
        """Show the papers of another view; the filter stays."""
        self.view = view
        self.sweep()

    def set_filter(self, text: str, *, typing: bool = False) -> None:
        """Show only what `text` means, of the open view, or of the one that it names.

        Args:
            text: in the query language.
            typing: whether it is still being typed, so that what is open yet counts as closed.

        Raises:
            QueryError: it is no query; what is shown stays as it was.
        """
        query = self.parsed(text, typing=typing)
        before, self.filter_text = self.query, text
        if query != before:
            back = self._resting.turn(before, self.stale, query, typing=typing)
            self.query = query
            self._begin()
            put_back(self._rows, frozenset() if self.close else back, self._library, self._whole.sort)
        elif not typing:
            self._resting.forget()

    def parsed(self, text: str, *, typing: bool = False) -> Query:
        """Return the query that `text` means here and now.

        Raises:
            QueryError: it is none.
        """
        if not text.strip():
            return unasked(self._views.today)
        from readlist.query.parser import parse  # noqa: PLC0415 -- not needed before somebody types a filter

        return parse(text, now=self._clock(), views=self._views.texts, typing=typing)

    def sweep(self) -> None:
        """Drop the rows that no longer belong, take in those that now do."""
        self._resting.forget()
        self._begin()

    def reach(self, key: str) -> None:
        """Show a paper of the library: here if it is here, else without the filter, else in a view that has it.

        Raises:
            UnknownPaperError: it is not there.
        """
        if key in self.rows:
            return
        paper = self._library[key]
        by_name = {view.name: view for view in self.views}
        self.set_filter("")
        for view in (self.view, by_name[EVERYTHING], by_name[ARCHIVE], *self.views):
            if view.query.matches(paper):
                self.open_view(view)
                if key in self.rows:
                    return
        # In no view: it is out of sight until a day to come.
        self.view = by_name[EVERYTHING]
        self.set_filter(f"is:deferred is:{paper.status.value}")

    # The user's own views

    def load_views(self) -> bool:
        """Take in the user's own views where they have changed, and the turn of the day; return whether they had."""
        if not self._views.refresh():
            return False
        self._today = self._views.today
        self.view, self.filter_text = self._views.still_there(self.view, self.filter_text)
        self._counts = self._counted()
        self._query_again()
        self._list_anew(self._library)
        return True

    def save_view(self, name: str, text: str) -> Change:
        """Keep a view of the user's own in the library, in the place of one of that name.

        Raises:
            InvalidViewError: it cannot be called so.
            QueryError: `text` is no query.
            StoreError: it could not be saved; nothing has changed.
        """
        name = view_name(name, built_in=(view.name for view in self.views if view.built_in))
        self.parsed(text)
        return self._changed(lambda: self._repository.save_view(name, text))[0]

    def remove_view(self, name: str) -> Change:
        """Remove a view of the user's own from the library.

        Raises:
            UnknownViewError: the library has none of that name.
            StoreError: it could not be saved; nothing has changed.
        """
        return self._views.removed(self._changed(lambda: self._repository.remove_view(name))[0])

    # What is done

    def do(self, action: Action) -> Change:
        """Make a change, last it, and bring rows and counts up to it; may run in a thread.

        Raises:
            StoreError: it could not be saved; nothing has changed.
            UnknownPaperError: a paper is no longer there.
        """
        return self._changed(lambda: self._repository.do(action))[0]

    def undo(self) -> Change | None:
        """Take back the last action, whoever did it; None where there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        return self._changed(self._repository.undo)[0]

    def redo(self) -> Change | None:
        """Do the last undone action again; None where there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        return self._changed(self._repository.redo)[0]

    def take_in(self) -> list[Change] | None:
        """Take in what other processes did since the last look or change of ours; None where there was nothing.

        Returns what they did, oldest first, as far as it is known: what has been replaced as a whole tells of nothing.

        Raises:
            StoreError: what they left cannot be read.
        """
        return self._changed(self._repository.refresh)[1]

    def look_after(self) -> list[str]:
        """Do what is due for the library's care; return what went wrong, a line each; may run in a thread.

        It may take in what others did, which is followed and told by the next `take_in`.
        """
        # A search for garbage stops all threads, the longer the more papers there are.
        with self._hands, no_collection():
            try:
                return self._repository.maintain()
            except StoreError as error:
                return [str(error)]

    def wait(self) -> None:
        """Return when nothing is being done in a thread any more."""
        with self._hands:
            pass

    def take_notices(self) -> list[str]:
        """Return what the user must be told of the library, a line each; every line is returned once."""
        lines = [*self._repository.notices, *self._views.take_problems()]
        self._repository.notices.clear()
        return lines

    def in_short(self, problem: object) -> str:
        """Return a problem without the library's folder, which would leave a narrow terminal no room for the rest."""
        folder = str(self._repository.directory)
        return str(problem).replace(folder + os.sep, "").removeprefix(f"{folder}: ")

    # Following what was done

    def _changed(self, change: Callable[[], T]) -> tuple[T, list[Change] | None]:
        """Let the repository make a change, bring counts and rows up to it, and return what both have returned.

        Also one that fails may have taken in what others did on its way: a paper that is gone must have no row.
        """
        with self._hands:
            try:
                done = change()
            except (StoreError, LookupError):
                self._follow()
                raise
            return done, self._follow()

    def _follow(self) -> list[Change] | None:
        """Bring all that is shown up to what we and others did since the last time; return that, None for nothing."""
        repository, (number, reloads) = self._repository, self._followed
        self._followed = (repository.last_number, repository.reloads)
        if self._followed == (number, reloads):
            return None
        before, self._library = self._library, repository.library
        try:
            changes = repository.changes_since(number)
        except StoreError:
            # Of those that are kept in new files one is damaged: papers are right all the same.
            changes, reloads = [], -1
        if reloads != repository.reloads:
            if self._finder is not None:
                self._finder.renew(self._library)
            self._counts = self._counted()
            self._list_anew(before)
        else:
            touched = frozenset(key for change in changes for key in change.keys)
            if self._finder is not None:
                self._finder.follow(before, self._library, touched)
            self._counts.follow(before, self._library, touched)
            self._list_changed(before, touched)
        self.load_views()
        return changes

    def _begin(self) -> None:
        self._whole = composed(self.view, self.query, self._today)
        self._rows.begin(self._found())

    def _found(self) -> tuple[str, ...]:
        """Return the papers that view and filter mean, and set which of them are only close."""
        # Once there is a finder it knows, and need not look at all papers for it.
        keys, close = keys_by_state(self._whole, self._library) if self._finder is None else None, False
        if keys is None:
            found = self.finder.find(self._whole)
            keys, close = found.keys, found.close
        self.close = frozenset(keys) if close else frozenset()
        return keys

    def _counted(self) -> ViewCounts:
        return ViewCounts(self.views, self._library, self._count)

    def _count(self, query: Query) -> int:
        return self.finder.count(query)

    def _query_again(self) -> None:
        """Ask anew what the filter means: today is another day, or a view that it names another one."""
        try:
            self.query = self.parsed(self.filter_text, typing=True)
        except QueryError:  # It named a view that is gone.
            self.filter_text, self.query = "", self.parsed("")
            self._views.give_up_filter()

    def _list_anew(self, before: Library) -> None:
        """Take in papers that now belong and drop those that are gone; what was shown keeps its row."""
        self._rows.drop(renumbered(before, self._library, self.rows))
        self._whole = composed(self.view, self.query, self._today)
        keys = self._found()
        self._rows.settle_all(keys, None if self.close else Order.of(self._library, self._whole.sort))

    def _list_changed(self, before: Library, touched: AbstractSet[str]) -> None:
        """Do what `_list_anew` does where only the papers `touched` have changed, however many others there are."""
        whole = self._whole
        if self.close or whole.limit is not None or (whole.words and not self.rows):
            self._list_anew(before)
            return
        self._rows.drop(renumbered(before, self._library, touched))
        there = frozenset(key for key in touched if key in self._library)
        belonging = frozenset(key for key in there if whole.matches(self._library[key]))
        self._rows.settle(there, belonging, Order.of(self._library, whole.sort))

"""Papers put off to a day: tomorrow, the weekend, a week, a month, any date."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from readlist.app.commands.base import Command
from readlist.app.key_input import KeyMenu, MenuEntry

if TYPE_CHECKING:
    from datetime import date

    from readlist.app.screens.main import MainScreen


class DeferPapers(Command):
    """Defer: put off to a day, on which it is back unread."""

    id = "defer"
    keys = ("b",)
    label = "defer"
    group = "Triage"
    panes: ClassVar[frozenset[str]] = frozenset({"papers", "abstract"})

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper to put off."""
        return bool(screen.papers.rows)

    async def run(self, screen: MainScreen) -> None:
        """Ask for the day, with those at hand that are mostly meant."""
        from readlist.app import defer_words as words  # noqa: PLC0415 -- not needed for the first screen
        from readlist.model.actions import Defer  # noqa: PLC0415 -- as above

        targets, today = screen.targets, partial(_today, screen)
        many = f"{len(targets):,} papers" if len(targets) > 1 else "this paper"

        def put_off(text: str) -> None:
            screen.acting.do(words.deferring(text, today), targets, advance=True)

        async def ask() -> None:
            await screen.ask(words.date_prompt(many, today, put_off, screen.prompting.remark))

        def take_back() -> None:
            screen.acting.do(lambda keys: Defer(keys, None), targets)

        entries = [MenuEntry(key, text, partial(put_off, name)) for key, text, name in words.choices(today())]
        entries.append(MenuEntry(words.DATE_KEY, "another day …", ask))
        back = words.back_in_words(filter(None, map(screen.desk.library.get, targets)), today())
        if back:
            # Again the key of the command, where that is one key and none of a day.
            own = self.bound[0] if self.bound and " " not in self.bound[0] else ""
            entries.append(MenuEntry(own if own and own not in words.TAKEN else self.keys[0], back, take_back))
        screen.keys.ask(KeyMenu(f"Defer {many} to", entries))


def _today(screen: MainScreen) -> date:
    return screen.desk.now().date()

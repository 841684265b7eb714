"""Going to a paper by a few letters of its title, wherever in the library it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readlist.app.widgets.choice_list import Choice, ChoiceList
from readlist.app.widgets.prompt_line import Prompt
from readlist.latex import to_unicode
from readlist.model.labels import author_label
from readlist.model.paper import Paper

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

MOST = 10
"""How many papers there are to choose from at most; fewer where the screen is low."""
_SHARE = 3
"""The choices take at most a third of the screen's lines."""
HINT = "a few letters of the title, an author or the key"
NOTHING = "no paper is like that"


class Going:
    """Asks for a paper in the line at the bottom of the main screen, with choices above it."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._choices = ChoiceList(self._clicked, id="choices")
        self._text = ""

    async def begin(self) -> None:
        """Let the paper be named."""
        screen = self._screen
        if not self._choices.is_attached:
            await screen.mount(self._choices, before=screen.query_one("#status"))
        self._choices.styles.height = min(MOST, max(1, screen.app.size.height // _SHARE))
        self._choices.display = True
        await screen.ask(
            Prompt(
                label=":",
                typed=self._typed,
                answered=self._answered,
                left=self._close,
                moved=self._choices.step,
            )
        )

    def _typed(self, text: str) -> None:
        self._text = text.strip()
        choices = self._meant(self._text) if self._text else ()
        self._choices.show(choices, empty_text=NOTHING if self._text else HINT)

    def _meant(self, text: str) -> Sequence[Choice]:
        """Return what a text may mean, best first; whatever else can be chosen by its name belongs in here too."""
        library = self._screen.desk.library
        return [self._choice(library[key]) for key in self._screen.desk.finder.titles(text, MOST)]

    def _choice(self, paper: Paper) -> Choice:
        label = to_unicode(author_label(paper.authors))
        detail = f"{label} {paper.year}" if paper.year else label
        return Choice(paper.display_title, detail, lambda: self._go(paper.key), paper.provisional)

    def _go(self, key: str) -> None:
        """Put the cursor on a paper, in a view that has it."""
        screen, desk = self._screen, self._screen.desk
        before = desk.view, desk.filter_text
        desk.reach(key)
        if screen.zoomed:
            screen.zoom(None)
        screen.redraw(cursor=key)
        screen.go_to("papers")
        screen.say("" if before == (desk.view, desk.filter_text) else f"In {desk.view.name}")

    def _answered(self, _: str) -> None:
        choice = self._choices.marked
        self._close()
        if choice is not None:
            choice.choose()
        elif self._text:
            self._screen.say(f"No paper is like “{self._text}”")

    def _clicked(self, choice: Choice) -> None:
        self._screen.prompting.leave()
        choice.choose()

    def _close(self) -> None:
        self._choices.display = False

"""What a document is read as, where its reader knows better than the importers do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from readlist.app.prompting import Prompting
from readlist.app.widgets.prompt_line import Prompt
from readlist.importers import importers
from readlist.text import clean_line


async def ask_format(prompting: Prompting, answered: Callable[[str | None], None]) -> None:
    """Ask for a format.

    Args:
        prompting: asks.
        answered: gets its name; None where none was named, and the importers shall find out by looking.
    """
    names = sorted(map(clean_line, importers()))

    def candidates(word: str) -> Sequence[str]:
        from readlist.search import closest  # noqa: PLC0415 -- rapidfuzz is needed where a name is typed

        return closest(word, names)

    def typed(_: str) -> None:
        found = prompting.completions
        prompting.say("tab: " + "  ".join(found) if found else "")

    def problem(text: str) -> str | None:
        name = text.strip()
        return None if not name or name in names else f"no format {name!r}"

    await prompting.ask(
        Prompt(
            label="Read as:",
            typed=typed,
            answered=lambda text: answered(text.strip() or None),
            complete=candidates,
            problem=problem,
        )
    )

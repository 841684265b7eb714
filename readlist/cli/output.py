"""What goes to standard output: lines, JSON, colours."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

from readlist.cli.errors import CommandError
from readlist.model.change import Change
from readlist.model.labels import PROVISIONAL
from readlist.model.paper import Paper
from readlist.text import clean_line


@dataclass(frozen=True, slots=True)
class Styles:
    """Colours and weights, or none of them."""

    on: bool

    @classmethod
    def of_stdout(cls, environ: Mapping[str, str]) -> Styles:
        """Return the styles that standard output may have (https://no-color.org)."""
        wanted = not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
        return cls(wanted and is_terminal())

    def paint(self, text: str, **style: Any) -> str:  # noqa: ANN401 -- what click.style takes
        """Return `text` in a style, given as `click.style` takes it."""
        return click.style(text, **style) if self.on and text else text


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def put(data: str | bytes) -> None:
    """Print `data` as it is.

    Raises:
        CommandError: it could not be written, other than for want of a reader.
    """
    try:
        click.echo(data, nl=False)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CommandError(f"standard output: {error.strerror}") from error


def say(text: str) -> None:
    """Print `text`, cleaned, as one line."""
    put(clean_line(text) + "\n")


def report(change: Change) -> None:
    """Print what a change did, in one line."""
    say(told(change) if change.edits else "Nothing to do.")


def told(change: Change) -> str:
    """Return what a change did, as people read it: the title in it with LaTeX as Unicode."""
    from readlist.latex.telling import change_in_words  # noqa: PLC0415 -- commands that change nothing do without

    return change_in_words(change)


def print_json(value: object) -> None:
    """Print `value` as indented JSON in UTF-8."""
    import orjson  # noqa: PLC0415 -- 25 ms that most commands do not need

    put(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def paper_json(paper: Paper) -> dict[str, Any]:
    """Return `paper` as readlist's JSON has it; see `exporters.json_file`."""
    from readlist.exporters.json_file import paper_json as exported  # noqa: PLC0415 -- tables do without the exporters

    return exported(paper)


def shown_title(paper: Paper) -> str:
    """Return the display title as people read it: one line, cleaned, LaTeX as Unicode, without a leading mark."""
    return clean_line(unicode_of(paper.display_title))


def marked_title(paper: Paper) -> str:
    """Return the display title as people read it, marked where it is provisional."""
    return f"{PROVISIONAL} {shown_title(paper)}" if paper.provisional else shown_title(paper)


def unicode_of(text: str) -> str:
    """Return `text` with LaTeX shown as Unicode."""
    from readlist.latex import to_unicode  # noqa: PLC0415 -- commands that print one line do without

    return to_unicode(text)

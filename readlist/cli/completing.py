"""What the shell completes: citation keys, tags, views, and what may stand in a query."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
from click.shell_completion import BashComplete, CompletionItem, add_completion_class

from readlist.cli.output import shown_title
from readlist.cli.queries import OwnViews
from readlist.cli.session import Session
from readlist.model.library import Library
from readlist.text import clean_line

if TYPE_CHECKING:
    from readlist.query.completion import Wanted
    from readlist.store.repository import Repository

_SPECIAL_TO_BASH = re.compile(r"[^\w@%+=:,./-]")


@add_completion_class
class _Bash(BashComplete):
    """Completion for bash, to which a colon ends a word.

    It tells of "tag", ":" and "rl" for tag:rl, and takes what is to follow the colon for what was typed.
    """

    _kept = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is completed, and what is typed of that, as they were typed."""
        args, incomplete = super().get_completion_args()
        words: list[str] = []
        goes_on = False
        for word in [*args, incomplete]:
            if words and word and (goes_on or word == ":"):
                words[-1] += word
            else:
                words.append(word)
            goes_on = word == ":"
        self._kept = "".join(words[-1].rpartition(":")[:2])
        return words[:-1], words[-1]

    def format_completion(self, item: CompletionItem) -> str:
        """Return a completion as the script reads it, without what bash keeps."""
        if item.type == "plain":
            item.value = _SPECIAL_TO_BASH.sub(r"\\\g<0>", item.value.removeprefix(self._kept))
        return super().format_completion(item)


def complete_keys(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the citation keys that begin with `incomplete`, for the shell; none where the library cannot be read."""
    library = _library_for_completion(context)
    start = incomplete.casefold()
    return [
        CompletionItem(clean_line(paper.key), help=shown_title(paper))
        for paper in library
        if paper.key.casefold().startswith(start)
    ]


def complete_tags(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the tags that begin with `incomplete`, for the shell; none where the library cannot be read."""
    tags = _library_for_completion(context).tags
    return [CompletionItem(tag) for tag in _beginning(incomplete, tags)]


def complete_own_views(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the views of the library that begin with `incomplete`, for the shell."""
    session, repository = _opened(context)
    if session is None or repository is None:
        return []
    return [CompletionItem(name) for name in _beginning(incomplete, repository.views)]


def complete_query(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return what may stand at the end of a query, for the shell: names of fields, and values where they are known.

    Values are the states, parts and orders that there are, and the tags and views of the library.
    """
    from readlist.query.completion import complete  # noqa: PLC0415 -- only needed while completing
    from readlist.query.fields import FIELDS  # noqa: PLC0415 -- as above

    wanted = complete(incomplete, len(incomplete))
    if wanted is None:
        return []
    fields = {name: field.help for name, field in FIELDS.items()} if wanted.kind == "field" else {}
    session, repository = (None, None) if fields or wanted.kind == "word" else _opened(context)
    return [
        CompletionItem(wanted.put(incomplete, choice)[0], help=fields.get(choice))
        for choice in _beginning(wanted.beginning, fields or _values(wanted, session, repository))
    ]


def _values(wanted: Wanted, session: Session | None, repository: Repository | None) -> Iterable[str]:
    """Return the values that there are of what is wanted, as far as they are told to the shell."""
    from readlist.query.fields import FIELDS  # noqa: PLC0415 -- only needed while completing
    from readlist.query.views import VIEWS  # noqa: PLC0415 -- as above

    if wanted.kind == "tag" and repository is not None:
        return repository.library.tags
    if wanted.kind == "view" and session is not None:
        return [*(view.name for view in VIEWS), *_own_views(session, repository)]
    return FIELDS[wanted.field].values if wanted.field else ()


def _own_views(session: Session, repository: Repository | None) -> list[str]:
    from readlist.config import ConfigError  # noqa: PLC0415 -- only needed while completing

    try:
        return [*OwnViews(session, repository)] if repository is not None else []
    except ConfigError:
        return []


def _beginning(start: str, names: Iterable[str]) -> list[str]:
    """Return the names, cleaned, that begin with `start`, whatever the case."""
    folded = start.casefold()
    return [clean_line(name) for name in names if name.casefold().startswith(folded)]


def _library_for_completion(context: click.Context) -> Library:
    _, repository = _opened(context)
    return repository.library if repository is not None else Library()


def _opened(context: click.Context) -> tuple[Session | None, Repository | None]:
    """Return the session, and the library where it can be read: its faults are told when the command runs."""
    from readlist.store.errors import StoreError  # noqa: PLC0415 -- with the next
    from readlist.store.repository import Repository  # noqa: PLC0415 -- loads TinyDB

    session = context.find_object(Session)
    if session is None:
        return None, None
    options = context.find_root().params
    session.library_option, session.config_option = options.get("library"), options.get("config_path")
    try:
        return session, Repository(session.directory)
    except (StoreError, OSError):
        return session, None

"""Commands about tags: tag, tags."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from readlist.cli.arguments import did_you_mean, find_keys, many_papers
from readlist.cli.completing import complete_tags
from readlist.cli.errors import CommandError
from readlist.cli.examples import examples
from readlist.cli.output import is_terminal, put, report, say
from readlist.cli.queries import OwnViews, parsed
from readlist.cli.session import Session
from readlist.model.actions import RenameTag, SetTags
from readlist.model.tags import is_within, parse_tag, renamed
from readlist.text import clean_line

if TYPE_CHECKING:
    from readlist.store.repository import Repository


@click.command(
    epilog=examples(
        "readlist tag --add rlhf,to-discuss lin2024mitigating",
        "readlist tag --remove todo --add done --query alignment",
    )
)
@many_papers
@click.option(
    "--add", metavar="T", multiple=True, shell_complete=complete_tags, help="Tag to add; again, or a,b, for more."
)
@click.option("--remove", metavar="T", multiple=True, shell_complete=complete_tags, help="Tag to remove; likewise.")
@click.pass_obj
def tag(
    session: Session, keys: tuple[str, ...], *, query: str | None, add: tuple[str, ...], remove: tuple[str, ...]
) -> None:
    """Add tags to papers, and remove tags from them.

    A tag is letters, digits and - _ . / + without spaces; / nests (ml/rlhf). KEY may be - for keys on standard
    input, one a line.
    """
    if not add and not remove:
        raise click.UsageError("give --add or --remove")
    adding, removing = split_tags(add), split_tags(remove)
    repository = session.repository()
    names = find_keys(session, repository, keys, query)
    report(repository.do(SetTags(names, add=adding, remove=removing)))


@click.command(epilog=examples("readlist tags", "readlist tags --rename nlp ml/nlp"))
@click.option(
    "--rename",
    metavar="OLD NEW",
    nargs=2,
    shell_complete=complete_tags,
    help="Rename a tag, and the tags below it, on every paper; a tag that exists takes both.",
)
@click.pass_obj
def tags(session: Session, *, rename: tuple[str, str] | None) -> None:
    """Print the tags, or rename one.

    Each with the number of papers that carry it. On a terminal the numbers are aligned; into a pipe go tag
    and number with a tab between them. Views of yours that ask for a tag by its old name are told, and stay as they
    are.
    """
    repository = session.repository()
    known = repository.library.tags
    if rename is not None:
        old, new = (parse_tag(name) for name in rename)
        if not any(is_within(name, old) for name in known):
            raise CommandError(f"no tag {old!r} in this library{did_you_mean(old, list(known))}")
        report(repository.do(RenameTag(old, new)))
        views = [*_asking_for(session, repository, old, new)]
        if views:
            say(f"Still asking for {old}: {'view' if len(views) == 1 else 'views'} {', '.join(views)}")
        return
    width = max((len(str(count)) for count in known.values()), default=0)
    row = f"{{1:{width}}}  {{0}}\n" if is_terminal() else "{0}\t{1}\n"
    put("".join(row.format(clean_line(name), count) for name, count in known.items()))


def split_tags(values: Sequence[str]) -> list[str]:
    """Return the tags that option values name, several in one with commas between them.

    Raises:
        InvalidTagError: one is no tag.
    """
    return [parse_tag(part) for value in values for part in value.split(",") if part.strip()]


def _asking_for(session: Session, repository: Repository, old: str, new: str) -> Iterator[str]:
    """Yield the names of the user's own views that ask for the tag `old`, or one below it, and so miss `new`."""
    from readlist.config import ConfigError  # noqa: PLC0415 -- only needed here, as the next ones
    from readlist.query.errors import QueryError  # noqa: PLC0415
    from readlist.query.filters import leaves  # noqa: PLC0415
    from readlist.query.filters_record import Tagged  # noqa: PLC0415

    own = OwnViews(session, repository)
    try:
        texts = dict(own)
    except ConfigError:
        # It is told to whoever asks for a view; the tag is renamed.
        return
    for name, text in texts.items():
        try:
            asked = {part.tag for part in leaves(parsed(session, text, own).where) if isinstance(part, Tagged)}
        except QueryError:
            continue
        if any(is_within(tag, old) and not is_within(renamed(tag, old, new), tag) for tag in asked):
            yield repr(name)

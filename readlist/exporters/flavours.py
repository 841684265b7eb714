"""What can be chosen about Markdown: the program that it is for, and the order of one document."""

from __future__ import annotations

from enum import StrEnum


class Flavour(StrEnum):
    """Whose Markdown is written.

    - `obsidian`: YAML front matter with aliases, and wiki links in the index.
    - `logseq`: page properties (`key:: value`) and an outline: every paragraph and every item a bullet, with tabs.
    - `plain`: YAML front matter without aliases, and relative Markdown links in the index.
    """

    OBSIDIAN = "obsidian"
    LOGSEQ = "logseq"
    PLAIN = "plain"

    @property
    def outlined(self) -> bool:
        """Whether text stands in an outline, and properties in the place of front matter."""
        return self is Flavour.LOGSEQ


class Grouping(StrEnum):
    """What the sections of one document are."""

    STATUS = "status"
    TAG = "tag"
    YEAR = "year"
    VENUE = "venue"

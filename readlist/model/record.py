"""What was published: the record of one paper, and where it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from readlist.model.deferral import Deferrable
from readlist.model.naming import provisional_title

Timestamp: TypeAlias = str
"""A moment: UTC, ISO 8601, whole seconds, "2026-11-21T08:00:00Z". As text it sorts as time does."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Record(Deferrable):
    """What a source prints of one paper, as it was printed (LaTeX stays LaTeX).

    Attributes:
        title: None where the source prints none.
        authors: "Given Surname", in the printed order.
        year: the printed year, else the one in the arXiv identifier.
        venue: conference or journal, whole.
        abstract: "" where the source prints none.
        arxiv: arXiv identifier without "arXiv:" ("2310.16271", "hep-th/9901001"), version kept if printed.
        doi: without resolver ("10.18653/v1/2024.acl-long.1").
        url: the paper's own page.
        links: http(s) addresses found in the record, clean of LaTeX and sentence punctuation.
        comment: remarks such as "13 pages"; several joined by "; ".
        files: paths of the attached files, as the source names them ("/home/x/paper.pdf"); none is ever opened.
        primary_class: arXiv's primary class ("cs.CL", "hep-th"); see `readlist.model.arxiv_classes`.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    abstract: str = ""
    arxiv: str | None = None
    doi: str | None = None
    url: str | None = None
    links: tuple[str, ...] = ()
    comment: str | None = None
    files: tuple[str, ...] = ()
    primary_class: str | None = None

    @property
    def provisional(self) -> bool:
        """Whether the source prints no title, so that the one shown is made from the abstract."""
        return not self.title

    @property
    def display_title(self) -> str:
        """The title or, where there is none, a provisional one; never empty, and never stored as `title`."""
        return self.title or provisional_title(self.abstract) or self.arxiv or self.doi or self.url or "Untitled"


class Source(NamedTuple):
    """Where a paper came from.

    Attributes:
        document: name of the document, without its folder.
        position: of the record in that document, from 1.
        format: name of the importer that read it.
        imported: when.
    """

    document: str
    position: int
    format: str
    imported: Timestamp

"""The one document that an export of ours writes: a section a status, a heading a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readlist.importers import markdown_text
from readlist.importers.base import Found, Problem
from readlist.importers.links import find_links
from readlist.importers.markdown_text import Fences, Link, plain
from readlist.model.record import Record

_SECTIONS = {"Reading": "reading", "Queued": "queued", "Inbox": "inbox", "Read": "read", "Archived": "archived"}
_PAPER = re.compile(r"### (?P<title>.*?)(?: \{#(?P<key>[^\W\d_][\w.:-]*)\})?[ \t]*")
_PROVISIONAL = "≈"
_STAR = "★"
_BETWEEN = " · "
_YEAR = re.compile(r"[0-9]{1,4}")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?", re.IGNORECASE)
_VENUE = re.compile(
    r"[0-9:]|\b(?:proceedings|findings|transactions|journal|letters|workshop|conference|symposium|arxiv)\b",
    re.IGNORECASE,
)
_LONGEST_NAME = 8  # words
_SENTENCE = re.compile(r"\w{4}[.?!][\"”’)\]]*\Z")  # "Jr." and an initial end names
_COMMENT, _FILE = "Comment: ", "File: "
_SUBJECT = re.compile(r" \[(?P<subject>[\w.-]+)\]\Z")


@dataclass(slots=True)
class _Section:
    """The lines of one paper, from its heading on, and the status that it stands under."""

    line: int
    heading: str
    status: str | None
    lines: list[str] = field(default_factory=list)
    note: list[str] | None = None


class _Facts(NamedTuple):
    """What stands on the line below a heading."""

    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    starred: bool = False


def papers_of_document(lines: Sequence[tuple[int, str]], problems: list[Problem]) -> list[Found]:
    """Return the papers in the marked block of a document.

    Args:
        lines: of the block, each with its number.
        problems: gets what belongs to no paper.
    """
    return [_paper(section, i) for i, section in enumerate(_sections(lines, problems), 1)]


def provisional(heading: str) -> bool:
    """Whether a heading is a title that was made from the abstract."""
    return heading.startswith(_PROVISIONAL)


def addresses(found: Sequence[Link]) -> tuple[str | None, str | None, str | None, list[str]]:
    """Return arXiv identifier, its class and DOI that links are labelled with, and the addresses of the others."""
    arxiv = subject = doi = None
    others: list[str] = []
    for link in found:
        label = link.label
        behind = _SUBJECT.search(label) if label.endswith("]") else None
        kind, _, identifier = (label[: behind.start()] if behind else label).partition(" ")
        if kind == "arXiv" and link.address.endswith(f"/abs/{identifier}"):
            arxiv, subject = identifier, behind["subject"] if behind else subject
        elif kind == "DOI" and "doi.org/" in link.address:
            doi = identifier
        else:
            others.append(link.address)
    return arxiv, subject, doi, others


class Remarks(NamedTuple):
    """An abstract, and what of the record stands in paragraphs behind it."""

    abstract: str
    comment: str | None = None
    files: tuple[str, ...] = ()

    @classmethod
    def of(cls, paragraphs: Sequence[Sequence[str]], *, alone: bool = False) -> Remarks:
        """Return what these paragraphs (lists of lines) are: an abstract, a comment and files end them.

        Args:
            paragraphs: without blank lines.
            alone: whether there is an abstract, so that a comment or files cannot be the only paragraph.
        """
        body = list(paragraphs)
        comment: str | None = None
        files: tuple[str, ...] = ()
        if len(body) > alone and all(line.startswith(_FILE) for line in body[-1]):
            files = tuple(plain(line.removeprefix(_FILE)) for line in body.pop())
        if len(body) > alone and len(body[-1]) == 1 and body[-1][0].startswith(_COMMENT):
            comment = plain(body.pop()[0].removeprefix(_COMMENT))
        return cls("\n\n".join("\n".join(map(plain, paragraph)) for paragraph in body), comment, files)


def paragraphs_of(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines parted at blank ones."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return [paragraph for paragraph in paragraphs if paragraph]


def _sections(lines: Sequence[tuple[int, str]], problems: list[Problem]) -> list[_Section]:
    sections: list[_Section] = []
    strays: list[tuple[int, str]] = []
    status: str | None = None
    here: _Section | None = None
    fences = Fences()
    for number, text in lines:
        if here is not None and here.note is not None and fences.inside(text):
            here.note.append(text)
        elif text.startswith("## "):
            status, here = _SECTIONS.get(text[3:].strip()), None
            if status is None:
                strays.append((number, text))
        elif text.startswith("### "):
            here = _Section(number, text, status)
            sections.append(here)
        elif here is None:
            strays += [(number, text)] if text.strip() and text.strip() != "No papers." else []
        elif here.note is not None:
            here.note.append(text)
        elif text.strip() == "#### Note":
            here.note, fences = [], Fences()
        else:
            here.lines.append(text)
    problems += Problem.of_lines(strays)
    return sections


def _paper(section: _Section, position: int) -> Found:
    heading = _PAPER.fullmatch(section.heading)
    title = plain(heading["title"]) if heading else section.heading[4:].strip()
    paragraphs = paragraphs_of(section.lines)
    facts = _Facts()
    if paragraphs and len(paragraphs[0]) == 1 and _is_facts(paragraphs[0][0]):
        facts = _facts(paragraphs.pop(0)[0])
    found: list[Link] = []
    if paragraphs and len(paragraphs[0]) == 1:
        found = markdown_text.links(paragraphs[0][0])
        paragraphs = paragraphs[1:] if found else paragraphs
    arxiv, subject, doi, others = addresses(found)
    abstract, comment, files = Remarks.of(paragraphs)
    # The paper's page stands before the links of its record, which are found in its text.
    linked = find_links(title, abstract, comment)
    url = others.pop(0) if others and others[0] not in linked else None
    state: dict[str, Any] = {"status": section.status} if section.status else {}
    if facts.starred:
        state["starred"] = True
    if section.note is not None and (note := markdown_text.note(section.note, lowered=True)):
        state["note"] = note
    record = Record(
        title=None if provisional(title) else title,
        authors=facts.authors,
        year=facts.year,
        venue=facts.venue,
        abstract=abstract,
        arxiv=arxiv,
        doi=doi,
        url=url,
        links=tuple(dict.fromkeys((*linked, *others))),
        comment=comment,
        files=files,
        primary_class=subject,
    )
    return Found(record, position, section.line, heading["key"] if heading else None, (), state)


def _is_facts(line: str) -> bool:
    """Whether a line names authors, year and venue, rather than being an abstract."""
    parts = line.split(_BETWEEN)
    if line.startswith("["):
        return False
    if _STAR in parts[-1:] or any(map(_YEAR.fullmatch, parts[:2])):
        return True
    authors_and_venue = 2
    if len(parts) > authors_and_venue or _SENTENCE.search(line):
        return False
    return all(len(name.split()) <= _LONGEST_NAME for name in parts[0].split(","))


def _facts(line: str) -> _Facts:
    """Return what a line says of authors, year, venue and star."""
    parts = line.split(_BETWEEN)
    starred = parts[-1] == _STAR
    if starred:
        parts.pop()
    at = next((i for i, part in enumerate(parts[:2]) if _YEAR.fullmatch(part)), None)
    if at is not None:
        names, venue = parts[:at], parts[at + 1 :]
    elif len(parts) == 1 and "," not in parts[0] and _VENUE.search(parts[0]):
        names, venue = [], parts
    else:
        names, venue = parts[:1], parts[1:]
    authors: list[str] = []
    for name in ", ".join(names).split(", "):
        if authors and _SUFFIX.fullmatch(name):
            authors[-1] += f", {name}"
        elif name:
            authors.append(plain(name))
    year = int(parts[at]) if at is not None else None
    return _Facts(tuple(authors), year, plain(_BETWEEN.join(venue)) or None, starred)

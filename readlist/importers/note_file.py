"""One note that an export of ours wrote, as the paper that it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from readlist.importers import markdown_text
from readlist.importers.base import Found, Problem
from readlist.importers.exported_papers import Remarks, addresses, paragraphs_of, provisional
from readlist.importers.links import find_links
from readlist.importers.markdown_text import plain
from readlist.importers.note_front_matter import Values
from readlist.model.paper import Status
from readlist.model.record import Record

_DAY = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]")
_SEPARATORS = re.compile(r"[,\s]+")
_SECTIONS = {"## Abstract": "abstract", "## Links": "links", "## Note": "note"}


def paper_of_note(
    values: Values, before: Sequence[tuple[int, str]], block: Sequence[tuple[int, str]], problems: list[Problem]
) -> Found:
    """Return the paper that a note is about.

    Args:
        values: of its front matter.
        before: the lines between front matter and marked block, each with its number.
        block: those of the marked block.
        problems: gets what is not understood.
    """
    sections = _sections(block, problems)
    arxiv, subject, doi, others = addresses(
        [link for line in sections["links"] for link in markdown_text.find_links(line)]
    )
    body = paragraphs_of(sections["abstract"])
    remarks = Remarks.of(body, alone=bool(sections["heading"]))
    abstract, comment = remarks.abstract, remarks.comment
    arxiv, doi = _text(values, "arxiv") or arxiv, _text(values, "doi") or doi
    url = _text(values, "url")
    derived = f"https://arxiv.org/abs/{arxiv}" if arxiv else f"https://doi.org/{doi}"
    year = _text(values, "year") or ""
    title = _text(values, "title")
    if title is None and not values:
        title = next((plain(text[2:].strip()) for _, text in before if text.startswith("# ")), None)
        title = None if title is None or provisional(title) else title
    record = Record(
        title=title,
        authors=_texts(values, "authors"),
        year=int(year) if year.isdecimal() and len(year) <= len("2024") else None,
        venue=_text(values, "venue"),
        abstract=abstract,
        arxiv=arxiv,
        doi=doi,
        url=None if url == derived else url,  # made from the identifier where the record has none
        links=tuple(
            dict.fromkeys((*find_links(title, abstract, comment), *(other for other in others if other != url)))
        ),
        comment=comment,
        files=remarks.files,
        primary_class=subject,
    )
    state = _state(values, sections["note"], problems)
    return Found(record, 1, 1, _text(values, "citekey"), _tags(values), state)


def _text(values: Values, key: str) -> str | None:
    value = values.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _texts(values: Values, key: str) -> tuple[str, ...]:
    value = values.get(key, ())
    return tuple(filter(None, (value,) if isinstance(value, str) else value))


def _tags(values: Values) -> tuple[str, ...]:
    tags = values.get("tags", ())
    return tuple(filter(None, _SEPARATORS.split(tags) if isinstance(tags, str) else tags))


def _sections(block: Sequence[tuple[int, str]], problems: list[Problem]) -> Mapping[str, list[str]]:
    """Return the lines of a block by the section that they stand in; "heading" has that of the abstract."""
    sections: dict[str, list[str]] = {"heading": [], "abstract": [], "links": [], "note": []}
    here = "abstract"
    strays: list[tuple[int, str]] = []
    for number, text in block:
        if here != "note" and text.rstrip() in _SECTIONS:
            here = _SECTIONS[text.rstrip()]
            sections["heading"] += [text] if here == "abstract" else []
        elif here == "links" and text.strip() and not markdown_text.find_links(text):
            strays.append((number, text))
        else:
            sections[here].append(text)
    problems += Problem.of_lines(strays)
    return sections


def _state(values: Values, note: Sequence[str], problems: list[Problem]) -> dict[str, Any]:
    state: dict[str, Any] = {}
    status = _text(values, "status")
    if status in list(Status):
        state["status"] = status
    elif status is not None:
        problems.append(Problem.at(1, "no status of a paper", status))
    if (_text(values, "starred") or "").casefold() in {"true", "yes", "on"}:
        state["starred"] = True
    for key, name in (("added", "added"), ("read", "read_on")):
        day = _DAY.match(_text(values, key) or "")
        if day:
            state[name] = f"{day[0]}T00:00:00Z"
    text = markdown_text.note(note)
    if text:
        state["note"] = text
    return state

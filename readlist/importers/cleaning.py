"""The border that every record passes on its way in, whoever's importer read it.

Beside the cleaning of its text, one rule holds here for all formats: `arxiv` is where a paper is on arXiv, `doi` is the
publisher's. arXiv gives each paper a DOI too (10.48550/arXiv.2310.16271), which says no more than its identifier, and
which bibliographies print where the publisher's belongs. So it becomes the identifier, and `doi` is left empty for the
publisher's to come: it neither takes that one's place when preprint and publication are merged, nor goes out again in
an export as if the paper had been published. Nothing is lost, because the one is made from the other, and the paper is
found by both (see `readlist.model.identifiers.parse_arxiv`). A record that went through here once stays as it is, so
that what the exporters write comes back as it was. Only where a record has another arXiv identifier already, its DOI
is left alone: one of the two is a mistake, and its reader will know which.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from readlist.model.arxiv_classes import parse_class
from readlist.model.identifiers import arxiv_base, arxiv_year, parse_arxiv
from readlist.model.paper import Fields, Paper
from readlist.model.record import Record
from readlist.text import clean, clean_line

STATE_FIELDS = frozenset({"status", "status_before", "starred", "note", "defer_until", "added", "triaged", "read_on"})
"""The fields that say what a paper's reader made of it; its tags come beside them."""

_NOBODY = Paper(key="", number=0)
_OF_ARXIV = "10.48550/"
_LINES = ("title", "venue", "arxiv", "doi", "url", "comment")


def cleaned(record: Record) -> Record:
    """Return `record` with its text cleaned (see `readlist.text`): one line each but for the abstract, none empty.

    arXiv's own DOI of a paper becomes its arXiv identifier; see the module. A class that is none of arXiv's is dropped.

    Raises:
        TypeError: a field is not of the type that a record has there.
    """
    changes: dict[str, object] = {}
    for name in _LINES:
        text = getattr(record, name)
        line = text if text is None else clean_line(text) or None
        if line is not text:
            changes[name] = line
    for name in ("authors", "links", "files"):
        texts = getattr(record, name)
        lines = tuple(filter(None, map(clean_line, texts)))
        if lines != texts:
            changes[name] = lines
    if record.primary_class is not None:
        known = parse_class(record.primary_class)
        if known != record.primary_class:
            changes["primary_class"] = known
    abstract = clean(record.abstract)
    if abstract != record.abstract:
        changes["abstract"] = abstract
    if record.year is not None and type(record.year) is not int:
        raise TypeError(f"a record's year is a whole number, not {record.year!r:.40}")
    whole = dataclasses.replace(record, **changes) if changes else record  # type: ignore[arg-type]
    return _identified(whole) if whole.doi and _OF_ARXIV in whole.doi else whole


def cleaned_state(state: Fields) -> dict[str, Any]:
    """Return what a source says of a paper's reader (see `Found.state`) with its text cleaned.

    Raises:
        InvalidPaperError: a value is not what its field must be.
        TypeError: it has other fields than those of the reading state.
    """
    if not STATE_FIELDS.issuperset(state):
        raise TypeError(f"not of a paper's reading state: {', '.join(sorted(set(state) - STATE_FIELDS))}")
    whole = _NOBODY.with_fields(state).to_fields()
    return {name: clean(value) if isinstance(value := whole[name], str) else value for name in state}


def _identified(record: Record) -> Record:
    """Return `record` with its arXiv identifier where it has arXiv's own DOI, as the module says."""
    own = parse_arxiv(record.doi or "")
    if own is None:
        return record
    if record.arxiv is None:
        return dataclasses.replace(record, arxiv=own, doi=None, year=record.year or arxiv_year(own))
    known = parse_arxiv(record.arxiv) or record.arxiv
    same = arxiv_base(known).casefold() == arxiv_base(own).casefold()
    return dataclasses.replace(record, doi=None) if same else record

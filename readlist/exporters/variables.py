"""The variables of templates, by name, with what each is."""

from __future__ import annotations

from collections.abc import Mapping

PAPER_VARIABLES: Mapping[str, str] = {
    "title": "the title; one made from the abstract with ≈ before it",
    "authors": "the authors, a list",
    "year": "the year",
    "venue": "where it appeared",
    "abstract": "the abstract, paragraphs",
    "comment": 'remarks of the source: "13 pages"',
    "links": "links to the paper, a list of Markdown links",
    "files": "the paths of its files, a list",
    "arxiv": "the arXiv identifier",
    "primary_class": "arXiv's primary class: cs.CL",
    "doi": "the DOI",
    "url": "the address of its page",
    "key": "the citation key",
    "status": "inbox, queued, reading, read or archived",
    "starred": "true or false",
    "tags": "the tags, a list",
    "added": "the day on which it was added",
    "read": "the day on which it was read",
    "note": "the note, Markdown as typed",
    "raw": "the plain texts of these: raw.title, raw.venue …",
}
"""For a paper. What it lacks is empty."""

DOCUMENT_VARIABLES: Mapping[str, str] = {
    "groups": "the sections, each with name, papers, and elsewhere: papers in full in another one, each with under",
    "papers": "all papers, each with the variables above",
}
"""For one document."""

"""Identifiers that stand somewhere in a field: in a journal's name, a note, an address."""

from __future__ import annotations

import re
from collections.abc import Iterable

from readlist.model.identifiers import parse_doi, split_arxiv

# "arXiv:2310.16271", "arxiv.org/abs/2310.16271", "CoRR abs/2310.16271", "10.48550/arXiv.2310.16271".
_BEFORE_ARXIV = re.compile(
    r"arxiv\.org/(?:abs|pdf|html|format)/|arxiv\s*[:.]\s*|arxiv\s+(?=[0-9])|\babs/", re.IGNORECASE
)
_LONGEST_IDENTIFIER = 40
_DOI = re.compile(r"(?:\bdoi(?:\.org/|\s*[:=]\s*)|\bdoi\s+)(?P<doi>10\.[0-9]{4,9}[^\s\"<>]*)", re.IGNORECASE)
_EXTRA = re.compile(r"\s*(?P<label>[A-Za-z_][\w .-]{0,30}?)\s*:\s*(?P<value>\S.*)")
_STATEMENTS = frozenset(
    {
        "arxiv",
        "arxiv id",
        "arxivid",
        "eprint",
        "eprinttype",
        "_eprint",
        "archiveprefix",
        "primaryclass",
        "pmid",
        "pmcid",
    }
    | {"doi", "isbn", "issn", "mag id", "openalex", "s2id", "corpusid", "citation key", "citationkey", "citekey"}
    | {"publication title", "container-title", "publisher", "original-date", "type", "issue", "number", "accessed"}
)
_LABELLED_REMARKS = frozenset({"comment", "comments", "remark", "note"})


def arxiv_in(*texts: str | None) -> str | None:
    """Return the first arXiv identifier that is named as one in `texts`, or None."""
    for text in texts:
        if text and ("rxiv" in (lower := text.lower()) or "abs/" in lower):
            for before in _BEFORE_ARXIV.finditer(text):
                split = split_arxiv(text[before.end() : before.end() + _LONGEST_IDENTIFIER])
                if split is not None:
                    return split[0]
    return None


def doi_in(*texts: str | None) -> str | None:
    """Return the first DOI that is named as one in `texts`, or None."""
    for text in texts:
        if text and (found := _DOI.search(text)) and (doi := parse_doi(found["doi"])):
            return doi
    return None


def statements(notes: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Return what the lines of notes (Zotero's Extra, BibTeX's `note`) state, and what they remark.

    Zotero keeps fields that it does not know as lines "Citation Key: lin2024" in Extra, and the comments of arXiv as a
    line "Comment: 13 pages".

    Returns:
        The statements by their label in lower case, and the remarks without label.
    """
    stated: dict[str, str] = {}
    remarks: list[str] = []
    for note in notes:
        for line in note.split("\n"):
            text = " ".join(line.split())
            found = _EXTRA.fullmatch(text)
            label = found["label"].casefold() if found else ""
            if found and (label in _STATEMENTS or label.startswith("tex.")):
                stated.setdefault(label, found["value"])
            elif found and label in _LABELLED_REMARKS:
                remarks.append(found["value"])
            elif text:
                remarks.append(text)
    return stated, remarks

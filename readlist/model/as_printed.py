"""Fields of a paper as they are stored, kept beside what another program's format can say of them.

A bibliography format has its own idea of a title: BibTeX wants LaTeX escaped, CSL and RIS know none, none of them knows
that a paper has no year. So an export writes what other programs understand and, where that does not lead back to what
is stored, the stored value next to it, with a checksum of what was written. Who reads the export takes the stored value
only if the checksum still fits: what somebody edited since in another program counts.
"""

from __future__ import annotations

import zlib

STATE_FIELDS = ("status", "starred", "defer_until", "added", "triaged", "read_on")
"""Fields of the reading state that stand by themselves; tags and note are fields that other programs have too."""

PRINTED = "printed"
"""Name of the object with the stored values: for each field a list of its value and the checksum."""

MARK = "readlist"
"""Name under which exports keep all this."""

BIBTEX_PLACES = {
    "title": "title",
    "authors": "author",
    "year": "year",
    "abstract": "abstract",
    "arxiv": "eprint",
    "doi": "doi",
    "url": "url",
    "comment": "comment",
    "tags": "keywords",
    "note": "annote",
    "files": "file",
    "primary_class": "primaryClass",
}
"""The field of an entry in which a field of a paper stands; that of the venue depends on what it is."""

CSL_PLACES = {
    "key": "id",
    "title": "title",
    "venue": "container-title",
    "abstract": "abstract",
    "doi": "DOI",
    "url": "URL",
    "comment": "note",
    "tags": "keyword",
    "note": "annote",
}
"""The variable of an item in which a field of a paper stands, of those whose variable holds a text."""

# Programs break lines anew and put braces where they like; neither is an edit.
_IGNORED = str.maketrans("", "", "{} \t\n")


def checksum(written: str) -> str:
    """Return eight hexadecimal digits of a field's text as an export has it; white space and braces do not count."""
    return f"{zlib.crc32(written.translate(_IGNORED).encode('utf-8', 'surrogatepass')):08x}"

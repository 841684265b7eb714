"""What is wrong with the views of a library, and taking out what is none."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from readlist.store.doctor.findings import Finding, Kind
from readlist.store.documents import Documents
from readlist.store.errors import StoreError
from readlist.store.scan import Lines
from readlist.store.snapshot import Snapshot
from readlist.store.views import VIEWS, Names, faults_of, is_id
from readlist.text import clean_line, cut

_SHOWN = 60


def check_views(found: Snapshot, documents: Documents) -> Iterator[Finding]:
    """Yield what is wrong with views, each in the snapshot's file.

    Args:
        found: the snapshot.
        documents: the views, with what the journal did to them; damaged ones are found by their checksums.
    """
    lines = Lines(found, VIEWS)
    for doc_id, fault in _faults(documents):
        yield Finding(Kind.PAPER, found.path, lines[doc_id], f"view {doc_id}: {fault}")


def mend_views(documents: Documents) -> tuple[Documents, list[str]]:
    """Return the documents without those that are no views, and a line for each of those."""
    wrong: dict[str, str] = {}
    for doc_id, fault in _faults(documents):
        wrong.setdefault(doc_id, fault)
    mended = Documents()
    for doc_id in documents:
        if doc_id not in wrong:
            mended.put(doc_id, documents.raw(doc_id))
    return mended, [
        f"view {doc_id} is taken out ({fault}): {cut(clean_line(documents.raw(doc_id).decode()), _SHOWN)}"
        for doc_id, fault in wrong.items()
    ]


def _faults(documents: Documents) -> Iterator[tuple[str, str]]:
    """Yield ids of documents that are no views, with what is wrong; one has a line for each of its faults."""
    names = Names()
    for doc_id in documents:
        try:
            document = orjson.loads(documents.raw(doc_id))
        except StoreError:
            continue
        faults = [*faults_of(document)]
        if not is_id(doc_id):
            faults.append("its id must be a whole number")
        if not faults and not names.take(document["name"]):
            faults.append(f"another view is called {document['name']!r}")
        for fault in faults:
            yield doc_id, fault

"""What kind of publication a paper is, as far as its venue tells: bibliographies have a type of entry for each."""

from __future__ import annotations

import functools
import re
from enum import Enum, auto

from readlist.model.paper import Paper
from readlist.model.venues import short_venue

_PREPRINT = re.compile(r"\b(?:arxiv|corr|biorxiv|medrxiv|ssrn|preprints?)\b", re.IGNORECASE)
# Series that are called proceedings and come out as journals do.
_JOURNAL_PROCEEDINGS = re.compile(
    r"\bproceedings of the (?:ieee\Z|vldb endowment|acm on\b|national academy|royal society|aaas\b)", re.IGNORECASE
)
_PROCEEDINGS = re.compile(
    r"\b(?:proceedings|findings|conference|conférence|workshops?|symposium|meeting|congress|colloquium|advances in"
    r"|lecture notes|shared task|track|tutorials?|demonstrations?|companion|actes)\b",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\b(?:journal|journals|transactions|letters|review|reviews|magazine|annals|bulletin|quarterly|archives|communications"
    r"|computing surveys|nature|science|cell|plos|elife|patterns|neurocomputing|computational linguistics|revue"
    r"|zeitschrift|traitement automatique|vol(?:ume)?\.? ?[0-9]+|issue [0-9]+|no\. ?[0-9]+|[0-9]+ ?\([0-9]+\))",
    re.IGNORECASE,
)
_JOURNALS = frozenset({"TACL", "JMLR", "TMLR", "PRL", "PNAS", "TPAMI", "JAIR", "CSUR"})
_ACRONYM = re.compile(r"\*?[A-Z][\w*-]*[A-Z][\w*/-]*(?:[ '’]+(?:[0-9]{2}|[0-9]{4}))?|[0-9]{4} [A-Z]{2,}.*")


class Kind(Enum):
    """What a paper came out in."""

    JOURNAL = auto()
    PROCEEDINGS = auto()
    PREPRINT = auto()
    UNKNOWN = auto()


def kind_of(paper: Paper) -> Kind:
    """Return what a paper came out in: a preprint is one that is on arXiv and has no venue, or no other one."""
    if not paper.venue:
        return Kind.PREPRINT if paper.arxiv else Kind.UNKNOWN
    return _of_venue(paper.venue)


# A library has few venues, and names them again and again.
@functools.lru_cache(maxsize=4096)
def _of_venue(venue: str) -> Kind:
    if _PREPRINT.search(venue):
        return Kind.PREPRINT
    if _JOURNAL_PROCEEDINGS.search(venue) or short_venue(venue) in _JOURNALS:
        return Kind.JOURNAL
    if _PROCEEDINGS.search(venue):
        return Kind.PROCEEDINGS
    if _JOURNAL.search(venue):
        return Kind.JOURNAL
    # "EMNLP 2023", "ICLR": what calls itself by its initials is a conference more often than not.
    known = short_venue(venue) != venue and _ACRONYM.fullmatch(short_venue(venue))
    return Kind.PROCEEDINGS if known or _ACRONYM.fullmatch(venue) else Kind.JOURNAL

"""Names of venues are told from names of people and other words, however they are written."""

from __future__ import annotations

import pytest

from readlist.importers.printed_venues import is_venue

VENUES = """
In Proceedings of the Meeting
Journal of Z
transactions on graphics
Workshop on W
Findings
Annals of Statistics
Advances in Things
Lecture Notes in Things
Technical Report
PhD thesis
Ph.D dissertation
Master's thesis
MIT Press
OpenReview
Nature Methods
PLOS
Neural Computation
bioRxiv
medRxiv
Cell
J. Phys. A
J. of Things
arXiv preprint
CoRR
CHI
NeurIPS
Interspeech
in ACL
XYZ 2023
XYZ'23
"""


@pytest.mark.parametrize("text", VENUES.strip().splitlines())
def test_a_venue_is_known_by_any_of_its_words(text: str) -> None:
    assert is_venue(text)


@pytest.mark.parametrize(
    "text",
    [
        "Chi Li",
        "Ann Author, Bo Other",
        "acl",
        "the cell",
        "neural networks",
        "advances everywhere",
        "2 apples",
    ],
)
def test_words_that_only_look_like_one_are_none(text: str) -> None:
    assert not is_venue(text)

"""What a query finds is what its words say: texts made together with their meaning, over papers one by one.

Nothing here asks the filters of the query language: folding and conditions are written anew.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.query.parser import parse
from readlist.search.finder import Finder

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
TODAY = "2026-11-21"
UNREAD = {Status.INBOX, Status.QUEUED, Status.READING}
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O"})

TITLES = ["BERT: Pre-training", "Aligning Bert", "straße nach Łódź", "On Chains of thought", "50% of a Model", None]
AUTHORS = ["Antonín Dvořák", "Yang Liu", "liu Wei", "Søren Ødegård", "Jane Pan-Müller"]
ABSTRACTS = ["We align language models.", "A chain of thought, RLHF.", "A chain \nof Models", "multi-modal", ""]
NEEDLES = [
    "bert",
    "BERT",
    "align",
    "Align",
    "Dvorak",
    "dvorak",
    "liu",
    "Liu",
    "rlhf",
    "RLHF",
    "chain of",
    "of Models",
    "of",
    "a",
    "x",
]
MORE_NEEDLES = ["language model", "multi-", "strasse", "lodz", "Lodz", "soren", "müller", "50%", "2024", "chains of"]
TAGS = ["ml", "ml/rlhf", "nlp", "Survey"]


@st.composite
def papers(draw):
    """Draw a few papers."""
    return [
        Paper(
            key=f"p{number}",
            number=number,
            title=draw(st.sampled_from(TITLES)),
            authors=tuple(draw(st.lists(st.sampled_from(AUTHORS), max_size=3, unique=True))),
            abstract=draw(st.sampled_from(ABSTRACTS)),
            year=draw(st.sampled_from([None, 2018, 2019, 2022, 2024])),
            venue=draw(st.sampled_from([None, "Zebra Letters"])),
            note=draw(st.sampled_from(["", "todo: Align"])),
            doi=draw(st.sampled_from([None, "10.1000/x"])),
            tags=tuple(draw(st.lists(st.sampled_from(TAGS), max_size=2, unique=True))),
            status=draw(st.sampled_from(list(Status))),
            starred=draw(st.booleans()),
            defer_until=draw(st.sampled_from([None, None, "2026-11-20", "2026-12-24"])),
        )
        for number in range(1, draw(st.integers(1, 12)) + 1)
    ]


def plain(text):
    """Return a text without marks, with single spaces."""
    split = unicodedata.normalize("NFKD", text.translate(LETTERS))
    return " ".join("".join(c for c in split if not unicodedata.combining(c)).split())


def stands_in(needle, text):
    """Whether a text has a needle in it; its case counts where it has a capital."""
    needle, text = plain(needle), plain(text or "")
    return needle in text if any(map(str.isupper, needle)) else needle.casefold() in text.casefold()


def anywhere(needle):
    """What a word on its own means."""
    return lambda p: any(
        stands_in(needle, text) for text in (p.display_title, p.abstract, p.venue, p.note, " ".join(p.tags), *p.authors)
    )


def written(needle):
    """Return a needle as it is typed."""
    return f'"{needle}"' if " " in needle else needle


def in_years(first, last):
    """What a range of years means."""
    return lambda p: p.year is not None and (first or 0) <= p.year <= (last or 9999)


def tagged(tag):
    """What a tag means: itself, and what is nested in it."""
    return lambda p: any(f"{other.casefold()}/".startswith(f"{tag.casefold()}/") for other in p.tags)


STATES = {
    **{status.value: lambda p, status=status: p.status is status for status in Status if status != "archived"},
    "unread": lambda p: p.status in UNREAD,
    "starred": lambda p: p.starred,
    "untitled": lambda p: not p.title,
}
PARTS = ["note", "doi", "venue", "year", "title", "abstract"]

WORDS = st.sampled_from([*NEEDLES, *MORE_NEEDLES])
YEARS = st.sampled_from([(None, 2019), (2019, None), (2018, 2022), (2019, 2019)])
LEAVES = st.one_of(
    WORDS.map(lambda w: (written(w), anywhere(w))),
    WORDS.map(lambda w: (f"title:{written(w)}", lambda p: stands_in(w, p.display_title))),
    WORDS.map(lambda w: (f"author:{written(w)}", lambda p: any(stands_in(w, name) for name in p.authors))),
    YEARS.map(lambda ends: (f"year:{ends[0] or ''}..{ends[1] or ''}", in_years(*ends))),
    st.sampled_from(["ml", "ML", "m", "ml/rlhf", "survey"]).map(lambda tag: (f"tag:{tag}", tagged(tag))),
    st.sampled_from(sorted(STATES)).map(lambda state: (f"is:{state}", STATES[state])),
    st.sampled_from(PARTS).map(lambda part: (f"has:{part}", lambda p: bool(getattr(p, part)))),
    st.sampled_from(PARTS).map(lambda part: (f"no:{part}", lambda p: not getattr(p, part))),
)


def joined(parts):
    """Return the ways to put a query together of others, each with what it means."""
    sign = st.sampled_from(["-", "NOT "])
    both = st.sampled_from([" ", " AND "])
    return st.one_of(
        st.builds(lambda s, a: (f"{s}({a[0]})", lambda p: not a[1](p)), sign, parts),
        st.builds(lambda a, b: (f"({a[0]} OR {b[0]})", lambda p: a[1](p) or b[1](p)), parts, parts),
        st.builds(lambda a, s, b: (f"({a[0]}{s}{b[0]})", lambda p: a[1](p) and b[1](p)), parts, both, parts),
        # Without parentheses: what stands together is closer than OR.
        st.builds(
            lambda a, b, c: (f"({a[0]} {b[0]} OR {c[0]})", lambda p: (a[1](p) and b[1](p)) or c[1](p)),
            parts,
            parts,
            parts,
        ),
    )


QUERIES = st.recursive(LEAVES, joined, max_leaves=6)


@pytest.mark.parametrize("with_index", [True, False])
@settings(max_examples=60, deadline=None)
@given(of=papers(), queries=st.lists(QUERIES, min_size=1, max_size=4))
def test_a_query_finds_the_papers_that_its_text_means(indexed_finder, with_index, of, queries):
    library = Library(of)

    finder = indexed_finder(library) if with_index else Finder(library)
    for text, means in queries:
        shown = (p for p in of if p.status != "archived" and (p.defer_until or "") <= TODAY)
        wanted = tuple(p.key for p in shown if means(p))
        query = parse(text, now=NOW)
        found = finder.find(query)
        assert (() if found.close else found.keys) == wanted, text
        assert finder.count(query) == len(wanted)
        assert parse(str(query), now=NOW) == query

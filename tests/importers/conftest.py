"""What the tests of formats share: stored documents, random papers, spoilt texts, and what must be so of any text."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import strategies as st

from readlist.importers.base import Document, ImportFailedError
from readlist.model.record import Record

DOCUMENTS = Path(__file__).parent / "documents"


# Made once for all tests: of what is made anew for each one, hypothesis would refuse to let its examples share it.


@pytest.fixture(scope="session")
def stored():
    """Returns a document of the folder `documents` by its name."""
    return lambda name: Document.from_bytes(name, (DOCUMENTS / name).read_bytes())


# Round trips


@pytest.fixture(scope="session")
def words():
    """Makes random words with spaces between them, in which some signs may stand that mean something in a format."""

    def made(signs):
        word = st.text(f"abcXYZäéøł王0189-'$%.{signs}", min_size=1, max_size=8)
        return st.lists(word, min_size=1, max_size=6).map(" ".join)

    return made


@pytest.fixture(scope="session")
def people():
    """The random authors of a paper, as pairs of names."""
    name = st.text("abcdéß", min_size=2, max_size=7).map(str.capitalize)
    return st.lists(st.tuples(name, name), max_size=4, unique=True)


@pytest.fixture(scope="session")
def read_whole():
    """Reads a text in which nothing may be a problem; returns what was found."""

    def run(importer, text):
        reading = importer.read(Document("x", text))
        assert reading.problems == ()
        return reading.found

    return run


@pytest.fixture(scope="session")
def record_of():
    """Returns all that was published of a paper, of which there may be the record alone."""
    names = [field.name for field in dataclasses.fields(Record)]
    return lambda paper: {name: getattr(paper, name) for name in names}


# Any text


@pytest.fixture(scope="session")
def spoilt():
    """Makes random texts of a whole one: a stretch of it, which may be empty, has one of some pieces in its place."""

    def made(whole, pieces):
        places = st.integers(0, len(whole))
        stretch = st.tuples(places, places).map(sorted)
        return st.builds(lambda at, piece: whole[: at[0]] + piece + whole[at[1] :], stretch, st.sampled_from(pieces))

    return made


def assert_in_their_places(document, reading):
    """Papers and problems stand at lines that there are, in order."""
    places = [found.line for found in reading.found]
    problems = [problem.line for problem in reading.problems]
    assert [found.position for found in reading.found] == list(range(1, len(places) + 1))
    assert all(1 <= line <= len(document.lines) for line in (*places, *problems))
    assert problems == sorted(problems)


@pytest.fixture(scope="session")
def accounts_for():
    """Sees to what must be so of any text, where no text is an error."""

    def run(importer, text):
        document = Document("x", text)
        assert 0 <= importer.sniff(document) <= 1
        assert_in_their_places(document, importer.read(document))

    return run


@pytest.fixture(scope="session")
def withstands():
    """Sees to what must be so of any text: papers and problems in their places, or the one error that may be raised."""

    def run(importer, text):
        document = Document("x", text)
        assert 0 <= importer.sniff(document) <= 1
        try:
            reading = importer.read(document)
        except ImportFailedError:
            return
        assert_in_their_places(document, reading)

    return run

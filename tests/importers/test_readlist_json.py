import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.cli import main
from readlist.exporters.json_file import paper_json
from readlist.importers.base import Document, ImportFailedError
from readlist.importers.readlist_json import ReadlistJson
from readlist.model.paper import Paper, Status
from readlist.model.record import Source

STATE = ["status", "starred", "note", "defer_until", "added", "triaged", "read_on"]

BELLS = Paper(
    key="moreno2023counting",
    number=7,
    title="Counting $n$ Bells",
    authors=("Ana Moreno", "Jan van der Berg"),
    year=2023,
    venue="Bell Letters",
    abstract="We count.\n\nThen we rest.",
    arxiv="2305.99001",
    doi="10.1234/bells",
    url="https://example.org/bells",
    links=("https://github.com/moreno/ringnet",),
    comment="13 pages",
    sources=(Source("x.txt", 3, "references", "2026-11-20T08:00:00Z"),),
    status=Status.READ,
    starred=True,
    tags=("bells", "ml/sound"),
    note="Read *section 3*.\n",
    defer_until="2026-12-01",
    added="2026-11-20T08:00:00Z",
    triaged="2026-11-20T09:00:00Z",
    read_on="2026-11-21T08:00:00Z",
)


def read(value):
    return ReadlistJson().read(Document("x.json", value if isinstance(value, str) else json.dumps(value, indent=2)))


def state_of(paper):
    """What a paper's JSON says of its reading state."""
    fields = paper.to_fields()
    return {name: fields[name] for name in STATE if fields[name] or name in {"status", "starred", "note"}}


@pytest.fixture(scope="session")
def told(record_of):
    """What a paper's JSON says that can be read back."""
    return lambda paper: (record_of(paper), paper.key, paper.tags, state_of(paper))


@pytest.fixture(scope="session")
def said(record_of):
    """What was read of a paper."""
    return lambda found: (record_of(found.record), found.key, found.tags, dict(found.state))


@pytest.mark.parametrize("wrap", [
    lambda paper: [paper],
    lambda paper: paper,
    lambda paper: {"sources": [{"source": "a", "records": []}, {"source": "b", "records": [paper]}], "added": 1},
], ids=["list", "show", "import --dry-run"])  # fmt: skip
def test_a_paper_comes_back_with_its_reading_state(told, said, wrap):
    value = wrap(paper_json(BELLS))
    document = Document("x", json.dumps(value, indent=2))
    assert ReadlistJson().sniff(document) == 1
    (found,) = importers.read(document).found
    assert importers.read(document).format == "readlist-json"
    assert said(found) == told(BELLS)


def test_lines_are_those_of_the_papers():
    text = json.dumps([paper_json(BELLS), paper_json(BELLS)], indent=2)
    starts = [i - 1 for i, line in enumerate(text.split("\n"), 1) if '"key"' in line]
    assert [found.line for found in read(text).found] == starts


def test_what_the_command_line_prints_goes_into_another_library(tmp_path, clock, capsys):
    def run(library, *arguments):
        assert main(["--library", str(tmp_path / library), *arguments], clock=clock) == 0
        return capsys.readouterr().out

    def papers_of(library):
        papers = json.loads(run(library, "list", "--json"))
        return {paper["key"]: {name: paper[name] for name in paper if name != "sources"} for paper in papers}

    run("one", "init")
    first, second, third, *_ = papers_of("one")
    clock.advance(minutes=5)
    run("one", "mark", "read", first)
    run("one", "star", second)
    run("one", "tag", "--add", "bells", second)
    run("one", "note", third, "--text", "Read this.")
    (tmp_path / "papers.json").write_text(run("one", "list", "--json"))
    run("two", "init", "--empty")
    run("two", "import", str(tmp_path / "papers.json"))
    assert len(papers_of("two")) == 48
    assert papers_of("two") == papers_of("one")


def test_fields_that_are_not_as_they_must_be_are_left_out_and_told():
    reading = read(
        [paper_json(BELLS) | {"year": "2023", "added": "yesterday", "status": "lost", "tags": 3}, 4, {"key": "x"}]
    )
    (found,) = reading.found
    assert (found.record.title, found.record.year, found.tags) == (BELLS.title, None, ())
    assert "status" not in found.state
    assert "added" not in found.state
    messages = [problem.message for problem in reading.problems]
    assert len(messages) == 6
    assert messages[0] == 'added is no time: "yesterday"'
    assert messages[1].startswith("year must be a whole number")
    assert messages[-1] == 'not a paper as readlist prints it: "key"'


def test_a_report_without_records_says_where_there_are_some():
    report = {"sources": [{"source": "a", "format": "bibtex", "papers": 1}], "added": 1}
    assert ReadlistJson().sniff(Document("x", json.dumps(report))) == 1
    with pytest.raises(ImportFailedError, match="a report without records"):
        read(report)


@pytest.mark.parametrize("text", [
    "", "[]", '{"key": 1}', '[{"title": "T", "issued": {}}]', '{"sources": ["a.c"]}', "display_title: x",
])  # fmt: skip
def test_what_is_not_our_json_is_not_taken_for_it(text):
    assert ReadlistJson().sniff(Document("x", text)) == 0


TEXT = st.text(st.characters(exclude_categories=["C"]) | st.just("\n"), max_size=12)
LINE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
MOMENT = st.integers(0, 10**9).map(
    lambda seconds: (datetime(2001, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
)
PAPERS = st.builds(
    Paper,
    key=LINE,
    number=st.integers(1, 9),
    title=st.none() | LINE,
    authors=st.lists(LINE, max_size=3).map(tuple),
    year=st.none() | st.integers(1, 3000),
    venue=st.none() | LINE,
    abstract=TEXT,
    arxiv=st.none() | st.just("2305.99001"),
    doi=st.none() | LINE,
    url=st.none() | LINE,
    links=st.lists(LINE, max_size=2).map(tuple),
    comment=st.none() | LINE,
    status=st.sampled_from(Status),
    starred=st.booleans(),
    tags=st.lists(LINE, max_size=3).map(tuple),
    note=TEXT,
    defer_until=st.none() | st.dates().map(str).filter(lambda day: day >= "1900"),
    added=MOMENT,
    triaged=st.none() | MOMENT,
    read_on=st.none() | MOMENT,
)


@settings(deadline=None)
@given(st.lists(PAPERS, min_size=1, max_size=3), st.sampled_from([None, 2]))
def test_every_paper_comes_back(read_whole, told, said, papers, indent):
    found = read_whole(ReadlistJson(), json.dumps([paper_json(paper) for paper in papers], indent=indent))
    assert [said(one) for one in found] == [told(paper) for paper in papers]


WHOLE = json.dumps([paper_json(BELLS)] * 2, indent=1)
PIECES = ["", "{", "[", "]", "null", '"', ":", ",", "[[1]]", '"sources": [', "\n"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_text_breaks_it(spoilt, withstands, data):
    withstands(ReadlistJson(), data.draw(spoilt(WHOLE, PIECES)))

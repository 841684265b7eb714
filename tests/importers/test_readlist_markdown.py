import dataclasses

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.exporters import block, document, note
from readlist.exporters.markdown import Markdown
from readlist.importers.base import Document, ImportFailedError, read_file
from readlist.importers.links import find_links
from readlist.importers.readlist_markdown import ReadlistMarkdown
from readlist.model.paper import Paper, Status

ONLY_IN_NOTES = {"added", "read_on"}

BELLS = Paper(
    key="moreno2023counting",
    number=7,
    title="Counting *Bells* [with] #1 {1, 2}",
    authors=("Ana Moreno", "Jan van der Berg", "Martin King, Jr."),
    year=2023,
    venue="Bell_Letters · Series B",
    abstract="We count <b>. Code: https://github.com/moreno/ring_(net).\n\n- A list\n1. of two\n\n# And 2 < 3 & more.",
    arxiv="2305.99001",
    doi="10.1234/bells_1",
    url="https://example.org/bells(1)",
    links=("https://github.com/moreno/ring_(net)", "https://example.org/%28x%29"),
    comment="13 pages; 5 *figures*",
    files=("/home/ana/*bells* [1].pdf", "C:\\bells\\b.ps"),
    primary_class="cs.SD",
    status=Status.READ,
    starred=True,
    tags=("bells", "ml/sound"),
    note="# Mine\n\n## Note\n\n```\n### Queued\n## Reading\n```\n\n- `x` <!-- readlist:end -->",
    added="2026-11-20T08:00:00Z",
    read_on="2026-11-21T08:00:00Z",
)
QUIET = Paper(key="a quiet", number=8, abstract="We introduce QuietNet, which is quiet.", added="2026-11-20T08:00:00Z")


def export(papers, to):
    assert not Markdown().export(papers, to).of("kept")
    return to


def read(path):
    return importers.read(read_file(path))


def read_text(text):
    return ReadlistMarkdown().read(Document("x.md", text))


def state_of(paper, *, in_note=True):
    """What an export says of a paper's reading state."""
    state = {"status": paper.status.value}
    if paper.starred:
        state["starred"] = True
    if paper.note.strip():
        state["note"] = paper.note.strip("\n").rstrip()
    if in_note:
        days = {name: getattr(paper, name) for name in sorted(ONLY_IN_NOTES)}
        state |= {name: f"{day[:10]}T00:00:00Z" for name, day in days.items() if day}
    return state


def test_a_note_comes_back(tmp_path, record_of):
    export([BELLS, QUIET], tmp_path)
    reading = read(tmp_path / "moreno2023counting.md")
    assert (reading.format, reading.problems) == ("readlist-markdown", ())
    (found,) = reading.found
    assert record_of(found.record) == record_of(BELLS)
    assert (found.key, found.tags, found.state) == (BELLS.key, BELLS.tags, state_of(BELLS))
    (quiet,) = read(tmp_path / "a quiet.md").found
    assert record_of(quiet.record) == record_of(QUIET)
    assert (quiet.key, quiet.state) == ("a quiet", state_of(QUIET))


def test_a_document_comes_back(tmp_path, record_of):
    reading = read(export([BELLS, QUIET], tmp_path / "all.md"))
    assert (reading.format, reading.problems) == ("readlist-markdown", ())
    quiet, bells = reading.found
    assert record_of(bells.record) == record_of(BELLS)
    assert (bells.key, bells.state) == (BELLS.key, state_of(BELLS, in_note=False))
    assert record_of(quiet.record) == record_of(QUIET)
    assert (quiet.key, quiet.state) == (None, state_of(QUIET, in_note=False))
    lines = (tmp_path / "all.md").read_text().split("\n")
    assert [lines[found.line - 1][:5] for found in reading.found] == ["### ≈", "### C"]


def test_latex_comes_back_as_it_was_shown(tmp_path):
    paper = dataclasses.replace(QUIET, title="Erd\\H{o}s on $O(n^2)$", abstract="About $69\\%$ of \\textit{them}.")
    (found,) = read(export([paper], tmp_path / "all.md")).found
    assert (found.record.title, found.record.abstract) == ("Erdős on O(n²)", "About 69% of them.")


def test_the_seeded_library_comes_back(tmp_path, seeded, record_of):
    papers = {paper.key: paper for paper in seeded.library}
    export(list(papers.values()), tmp_path / "notes")
    notes = sorted(path for path in (tmp_path / "notes").iterdir() if path.name != "Reading list.md")
    assert len(notes) == 48
    whole = read(export(list(papers.values()), tmp_path / "all.md"))
    assert whole.problems == ()
    assert len(whole.found) == 48
    # What LaTeX has become Unicode is another text.
    shown = {"title", "abstract", "comment", "venue", "authors"}
    for found in (*(read(path).found[0] for path in notes), *whole.found):
        paper = papers[found.key]
        assert found.record.provisional == paper.provisional
        was = record_of(paper)
        for name, value in record_of(found.record).items():
            if name not in shown or not any(sign in str(was[name]) for sign in "\\${}~"):
                assert value == was[name], (found.key, name)


def test_the_index_is_not_taken_for_papers(tmp_path):
    export([BELLS, QUIET], tmp_path)
    index = read_file(tmp_path / "Reading list.md")
    assert ReadlistMarkdown().sniff(index) == 1
    with pytest.raises(ImportFailedError, match="the index of a folder of notes; import the notes instead"):
        ReadlistMarkdown().read(index)


def test_a_note_that_other_programs_and_people_wrote_in(tmp_path):
    export([BELLS], tmp_path)
    path = tmp_path / "moreno2023counting.md"
    text = path.read_text()
    text = text.replace(
        'authors: ["Ana Moreno", "Jan van der Berg", "Martin King, Jr."]',
        "authors:\n  - Ana Moreno\n  - 'Jan van der Berg'\n  - Martin King, Jr.\ncolour: {a: [b]}\n# mine",
    )
    text = text.replace('arxiv: "2305.99001"', "arxiv: 2305.10010").replace(
        'tags: ["bells", "ml/sound"]', "tags: bells, x"
    )
    text = text.replace('status: "read"', "status: reading").replace("We count", "We counted") + "\nMy own words.\n"
    path.write_text(text)
    reading = read(path)
    (found,) = reading.found
    assert found.record.authors == BELLS.authors
    assert (found.record.arxiv, found.tags, found.state["status"]) == ("2305.10010", ("bells", "x"), "reading")
    assert found.record.abstract.startswith("We counted")
    assert [problem.message for problem in reading.problems] == [
        'outside the marked block, so not imported: "My own words."'
    ]


@pytest.mark.parametrize(("front", "line", "message"), [
    ('title: "x\nstatus: read', 3, "not YAML"),
    ("title: " + "[" * 2000, 2, "nested too deeply"),
    ("title: " + "a " * 50_000, 1, "a front matter that is too long"),
    ('citekey: "x"\nstatus: "lost"', 1, 'no status of a paper: "lost"'),
], ids=["not YAML", "deep", "long", "a status"])  # fmt: skip
def test_front_matter_that_is_not_understood_is_told(front, line, message):
    block = "<!-- readlist:begin sha256=0 -->\n\n## Abstract\n\nWe ring.\n\n<!-- readlist:end -->"
    reading = read_text(f"---\n{front}\n---\n# Bells\n{block}\n")
    (found,) = reading.found
    assert found.record.abstract == "We ring."
    assert [(p.line, p.message.startswith(message)) for p in reading.problems] == [(line, True)]


def test_a_block_without_an_end_and_a_note_without_a_block(tmp_path):
    text = export([BELLS], tmp_path / "all.md").read_text()
    reading = read_text(text.replace("<!-- readlist:end -->", ""))
    assert [p.message for p in reading.problems] == ['the marked block has no end: "readlist:begin"']
    assert reading.found[0].key == BELLS.key
    alone = '---\ntitle: "Bells"\ncitekey: "x"\nstatus: "read"\n---\n# Bells\n'
    assert ReadlistMarkdown().sniff(Document("x", alone)) > 0.9
    reading = read_text(alone)
    assert (reading.found[0].record.title, reading.found[0].state) == ("Bells", {"status": "read"})
    assert [(p.line, p.message) for p in reading.problems] == [(1, 'no marked block in this note: "---"')]


def test_a_billion_laughs_in_front_matter_are_not_laughed():
    laughs = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(24)
    )
    (found,) = read_text(f"---\ncitekey: k\nstatus: read\n{laughs}tags: *z\n---\n".replace("*z", "*y")).found
    assert (found.key, found.tags) == ("k", ())


@pytest.mark.parametrize("text", [
    "", "# Reading list\n\n- [Bells](https://example.org)\n", "---\ntitle: x\n---\n# x\n", "---\ncitekey: x\nrest",
    "text about <!-- readlist:begin --> in a line\n", "---\n---\n",
    "# How it looks\n\n```markdown\n# Bells\n<!-- readlist:begin sha256=… -->\n…\n<!-- readlist:end -->\n```\n",
])  # fmt: skip
def test_what_is_no_export_of_ours_is_not_taken_for_one(text):
    assert ReadlistMarkdown().sniff(Document("x", text)) == 0


SIGNS = "abcdeXYZéø王0189 *_[]()#<>&|`=-+:;,.!?'\"@^%/"
WORDS = st.text(SIGNS, min_size=1, max_size=14).map(lambda text: " ".join(text.split())).filter(bool)
PARAGRAPH = st.lists(WORDS, min_size=1, max_size=2).map("\n".join)
# What stands in one paper's abstract alone could be the comment of another.
ABSTRACT = st.lists(PARAGRAPH, max_size=3).map("\n\n".join)
NAMES = st.text("abcdéø'-", min_size=2, max_size=7).map(str.capitalize)
PEOPLE = st.lists(st.builds("{} {}".format, NAMES, NAMES), min_size=1, max_size=3).map(tuple)
ADDRESSES = st.builds(
    "https://{}example.org/{}".format, st.sampled_from(["", "www."]), st.text("abc_()/%28~", min_size=1, max_size=8)
).filter(lambda address: find_links(address) == (address,))
# In a document, headings deeper than the second level and fences that nobody closed are not what they were.
LINES = ["# One", "## Note", "## Abstract", "Text *and* <b>.", "", "- item", "1. two", "\\_", "---", "####### seven"]
CODE = ["```\n## Reading\n### x\n```", "~~~ md\n# y\n```\n~~~", "- item\n  ```\n  ### z\n  ```", "    ### code"]
OTHERS = ["> ```\n> ## Read\n\nafter", "<!-- readlist:begin -->", "[a](b) · [c](d)", "#hashtag"]
NOTES = st.lists(st.sampled_from([*LINES, *CODE, *OTHERS]), max_size=8).map("\n".join)


def exported_note(paper):
    return Document("note.md", note.new_file(paper))


def exported_document(papers):
    return Document("all.md", f"# Reading list\n\n{block.rendered(document.content_of(papers))}\n")


@st.composite
def papers(draw, number):
    abstract = draw(ABSTRACT)
    found = find_links(abstract)
    more = draw(st.lists(ADDRESSES, max_size=2))
    url = draw(st.none() | ADDRESSES)
    links = tuple(dict.fromkeys((*found, *more)))
    assume(url not in links)
    arxiv = draw(st.none() | st.sampled_from(["2305.99001", "hep-th/9901001v2"]))
    return Paper(
        key=f"key{number}",
        number=number,
        title=draw(WORDS.filter(lambda title: any(c.isalnum() for c in title))),
        authors=draw(PEOPLE),
        year=draw(st.integers(1900, 2029)),
        venue=draw(st.none() | WORDS.filter(lambda venue: any(c.isalnum() for c in venue))),
        abstract=abstract,
        arxiv=arxiv,
        doi=draw(st.none() | st.sampled_from(["10.1234/a_b", "10.1234/x(1)"])),
        url=url,
        links=links,
        comment=draw(st.none() | WORDS),
        files=tuple(draw(st.lists(WORDS, max_size=2))),
        primary_class=draw(st.sampled_from([None, "cs.CL", "hep-th"])) if arxiv else None,
        status=draw(st.sampled_from(Status)),
        starred=draw(st.booleans()),
        tags=tuple(draw(st.lists(st.sampled_from(["a", "b/c", "x.y"]), unique=True))),
        note=draw(NOTES),
        added="2026-11-20T08:00:00Z",
        read_on=draw(st.none() | st.just("2026-11-21T08:00:00Z")),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.data())
def test_every_paper_comes_back(record_of, data):
    made = [data.draw(papers(number)) for number in range(1, data.draw(st.integers(1, 3)) + 1)]
    notes = [ReadlistMarkdown().read(exported_note(paper)) for paper in made]
    whole = ReadlistMarkdown().read(exported_document(made))
    assert not any(reading.problems for reading in (*notes, whole))
    for paper, reading in zip(made, notes, strict=True):
        (found,) = reading.found
        assert record_of(found.record) == record_of(paper)
        assert (found.key, found.tags, found.state) == (paper.key, paper.tags, state_of(paper))
    found_by_key = {found.key: found for found in whole.found}
    for paper in made:
        found = found_by_key[paper.key]
        assert found.state == state_of(paper, in_note=False)
        known = record_of(paper)
        if paper.url is None and paper.links and paper.links[0] not in find_links(paper.abstract):
            # A document does not tell which of the addresses is the page; the first one is taken for it.
            known |= {"url": paper.links[0], "links": paper.links[1:]}
        assert record_of(found.record) == known


WHOLE = [exported_document([BELLS, QUIET]).text, exported_note(BELLS).text]
PIECES = ["", "\n", "---\n", "## ", "### ", "```", "[", ": ", "<!-- readlist:end -->\n", "\\"]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_text_breaks_it(spoilt, withstands, data):
    withstands(ReadlistMarkdown(), data.draw(spoilt(data.draw(st.sampled_from(WHOLE)), PIECES)))

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from readlist.exporters import ExportError, What
from readlist.exporters.flavours import Flavour, Grouping
from readlist.exporters.markdown import Markdown
from readlist.model.paper import Paper, Status


def export(papers, to, **options: bool):
    return Markdown().export(papers, to, **options)


def headings(text):
    tokens = MarkdownIt("commonmark").parse(text)
    return [(token.tag, tokens[i + 1].content) for i, token in enumerate(tokens) if token.type == "heading_open"]


def test_a_document(tmp_path, make_paper):
    to = tmp_path / "new" / "list.md"
    papers = [
        make_paper(),
        Paper(key="a b", number=2, abstract="We introduce CycleAlign."),
        make_paper("two", status=Status.READING, note=""),
    ]
    report = export(papers, to)
    text = to.read_text()
    assert report.summary == "Wrote list.md"
    assert headings(text) == [
        ("h1", "Reading list"),
        ("h2", "Reading"),
        ("h3", "Mitigating the Alignment Tax of RLHF {#two}"),
        ("h2", "Queued"),
        ("h3", "Mitigating the Alignment Tax of RLHF {#lin2024mitigating}"),
        ("h4", "Note"),
        ("h2", "Inbox"),
        ("h3", f"≈ {papers[1].display_title}"),
    ]
    html = MarkdownIt("commonmark").render(text)
    assert "<p>Yong Lin, Hangyu Lin · 2024 · Proceedings of EMNLP · ★</p>" in html
    assert '<a href="https://arxiv.org/abs/2309.06256">arXiv 2309.06256</a>' in html
    assert "<p>Read <em>section 3</em>.</p>" in html
    assert "LLMs forget." in html


def test_headings_of_a_note_stay_below_their_paper(tmp_path, make_paper):
    export([make_paper(note="# One\n### Three\n```\n# code\n```\n#no heading")], tmp_path / "list.md")
    text = (tmp_path / "list.md").read_text()
    assert "\n##### One\n###### Three\n```\n# code\n```\n#no heading\n" in text


def test_repeated_it_touches_only_its_block(tmp_path, make_paper):
    to = tmp_path / "list.md"
    export([make_paper()], to)
    to.write_bytes(("---\nx: 1\n---\nIntro\n" + to.read_text() + "Outro").replace("\n", "\r\n").encode())
    before = to.read_bytes()
    assert export([make_paper()], to).summary == "list.md unchanged"
    assert to.read_bytes() == before
    assert export([make_paper(note="Changed")], to).counts[What.UPDATED] == 1
    data = to.read_bytes()
    assert data.startswith(b"---\r\nx: 1\r\n---\r\nIntro\r\n# Reading list\r\n")
    assert data.endswith(b"<!-- readlist:end -->\r\nOutro")
    assert b"Changed\r\n" in data


def test_an_edited_document_is_kept_unless_forced(tmp_path, make_paper):
    to = tmp_path / "list.md"
    export([make_paper()], to)
    to.write_text(to.read_text().replace("section 3", "section 4"))
    edited = to.read_text()
    report = export([make_paper(note="New")], to)
    assert to.read_text() == edited
    assert report.summary == "Kept list.md (edited since the last export)"
    assert export([make_paper(note="New")], to, force=True).summary == "Updated list.md"
    assert "section 4" not in to.read_text()


@pytest.mark.parametrize(
    "text", ["", "# My own list\n", "\n```\n<!-- readlist:begin -->\n<!-- readlist:end -->\n```\n"]
)
def test_a_file_that_is_not_ours_is_kept(tmp_path, make_paper, text):
    to = tmp_path / "README.md"
    to.write_text(text)
    report = export([make_paper()], to, force=True)
    assert to.read_text() == text
    assert report.summary == "Kept README.md (it has no marked block)"


def test_a_dry_run_shows_what_would_change(tmp_path, make_paper):
    to = tmp_path / "new" / "list.md"
    report = export([make_paper()], to, dry_run=True)
    assert not to.parent.exists()
    assert "+# Reading list\n" in report.outcomes[0].diff
    assert report.summary == "Would write list.md"


def test_a_file_in_the_place_of_the_folder_is_told_before_and_when_it_is_written(tmp_path, make_paper):
    (tmp_path / "new").write_text("mine")
    for dry_run in (True, False):
        with pytest.raises(ExportError, match=r"cannot write to .*: new is not a folder$"):
            export([make_paper()], tmp_path / "new" / "list.md", dry_run=dry_run)


def test_no_papers(tmp_path):
    export([], tmp_path / "list.md")
    assert "No papers." in (tmp_path / "list.md").read_text()


def test_the_document_may_be_a_link(tmp_path, make_paper):
    (tmp_path / "real.md").write_text("")
    (tmp_path / "real.md").unlink()
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    export([make_paper()], tmp_path / "link.md")
    assert (tmp_path / "link.md").is_symlink()
    assert "# Reading list" in (tmp_path / "real.md").read_text()


def test_a_folder_whose_name_looks_like_a_document(tmp_path, make_paper):
    (tmp_path / "notes.md").mkdir()
    export([make_paper()], tmp_path / "notes.md")
    assert (tmp_path / "notes.md" / "lin2024mitigating.md").exists()


def sections(text):
    found = {}
    for tag, name in headings(text):
        if tag == "h2":
            found[name] = []
        elif tag == "h3":
            found[list(found)[-1]].append(name.split("{#")[-1].rstrip("}"))
    return found


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (Grouping.STATUS, {"Reading": ["c"], "Queued": ["a", "d"], "Archived": ["b"]}),
        (Grouping.TAG, {"ML": ["b", "a"], "nlp": ["d"], "Untagged": ["c"]}),
        (Grouping.YEAR, {"2024": ["a"], "1999": ["b", "c"], "No year": ["d"]}),
        (Grouping.VENUE, {"ACL": ["a", "c"], "Émile": ["d"], "No venue": ["b"]}),
    ],
)
def test_the_sections_of_a_document(tmp_path, make_paper, by, expected):
    papers = [
        make_paper("b", tags=("ML", "nlp"), year=1999, venue=None, status=Status.ARCHIVED),
        make_paper("a", tags=("ml",), year=2024, venue="ACL"),
        make_paper("c", tags=(), year=1999, venue="acl", status=Status.READING),
        make_paper("d", tags=("nlp", "NLP"), year=None, venue="Émile"),
    ]
    to = tmp_path / "list.md"
    Markdown(by=by).export(papers, to)
    text = to.read_text()
    assert {name: keys for name, keys in sections(text).items() if keys} == expected
    assert list(sections(text)) == list(expected)
    assert text.count("[Mitigating the Alignment Tax of RLHF](#b): see ML") == (by is Grouping.TAG)
    assert Markdown(by=by).export(papers, to).counts[What.UNCHANGED] == 1


def test_a_document_for_logseq_is_an_outline(tmp_path, make_paper):
    to = tmp_path / "list.md"
    Markdown(flavour=Flavour.LOGSEQ).export([make_paper()], to)
    lines = to.read_text().split("\n")
    assert "- ## Queued" in lines
    assert "\t- Read *section 3*." in lines
    export([make_paper()], to)
    assert "\nRead *section 3*.\n" in to.read_text()
    assert "- <!--" not in to.read_text()

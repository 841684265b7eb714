from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.exporters import page_properties
from readlist.exporters.flavours import Flavour
from readlist.exporters.markdown import Markdown
from readlist.model.paper import Paper, Status

INDEX = "Reading list.md"
KEY = "lin2024mitigating"


def export(papers, to, flavour, **options: bool):
    return Markdown(flavour=flavour).export(papers, to, **options)


def user_lines(text):
    return [line for line in text.splitlines() if "mine" in line]


def test_a_page_of_logseq(tmp_path, make_paper):
    export([make_paper(note="Claim:\n\n- one")], tmp_path, Flavour.LOGSEQ)
    text = re.sub("begin .*? -->", "begin -->", (tmp_path / f"{KEY}.md").read_text())
    assert text == (
        "full-title:: Mitigating the Alignment Tax of RLHF\n"
        "alias:: [[Mitigating the Alignment Tax of RLHF]]\n"
        "authors:: [[Yong Lin]], [[Hangyu Lin]]\n"
        "year:: 2024\n"
        "venue:: Proceedings of EMNLP\n"
        "arxiv:: 2309.06256\n"
        "doi:: 10.18653/v1/2024.emnlp-main.35\n"
        "url:: https://aclanthology.org/2024.emnlp-main.35\n"
        "citekey:: lin2024mitigating\n"
        "status:: queued\n"
        "starred:: true\n"
        "added:: 2026-11-21\n"
        "tags:: #rlhf, [[ml/alignment]]\n"
        "\n"
        "- # Mitigating the Alignment Tax of RLHF\n"
        "- <!-- readlist:begin -->\n"
        "- ## Abstract\n"
        "\t- LLMs forget. See <https://github.com/a_b/c_d>.\n"
        "- Comment: 13 pages\n"
        "- ## Links\n"
        "\t- [arXiv 2309.06256](https://arxiv.org/abs/2309.06256)\n"
        "\t- [DOI 10.18653/v1/2024.emnlp-main.35](https://doi.org/10.18653/v1/2024.emnlp-main.35)\n"
        "\t- [aclanthology.org/2024.emnlp-main.35](https://aclanthology.org/2024.emnlp-main.35)\n"
        "\t- [github.com/a_b/c_d](https://github.com/a_b/c_d)\n"
        "- ## Note\n"
        "\t- Claim:\n"
        "\t\t- one\n"
        "- <!-- readlist:end -->\n"
    )
    assert "\t- [Mitigating the Alignment Tax of RLHF]([[lin2024mitigating]]) · ★" in (tmp_path / INDEX).read_text()


def test_plain_has_links_to_files_and_no_aliases(tmp_path, make_paper, read_note):
    papers = [make_paper(), make_paper("b:c d", title="Second"), Paper(key="x", number=3, abstract="We introduce Foo.")]
    export(papers, tmp_path, Flavour.PLAIN)
    (tmp_path / "a b").mkdir()
    (tmp_path / f"{KEY}.md").rename(tmp_path / "a b" / "new (1).md")
    export(papers, tmp_path, Flavour.PLAIN)
    assert "aliases" not in read_note((tmp_path / "a b" / "new (1).md").read_text())[0]
    index = (tmp_path / INDEX).read_text()
    assert "[[" not in index
    assert "[Mitigating the Alignment Tax of RLHF](a%20b/new%20%281%29.md)" in index
    assert "[Second](b-c%20d.md)" in index
    assert "(x.md)" in index


@pytest.mark.parametrize("flavour", list(Flavour))
def test_a_second_export_changes_nothing_and_finds_moved_notes(tmp_path, make_paper, flavour):
    paper = make_paper(title='A "b", c: [d] #e', authors=("Martin King, Jr.",), tags=("c++", "a/b"), venue='"Q"')
    export([paper], tmp_path, flavour)
    (tmp_path / "sub").mkdir()
    (tmp_path / f"{KEY}.md").rename(tmp_path / "sub" / "Other.md")
    assert export([paper], tmp_path, flavour).outcomes[0].path == tmp_path / "sub" / "Other.md"
    assert export([paper], tmp_path, flavour).summary == "1 note unchanged"
    assert not (tmp_path / f"{KEY}.md").exists()
    report = export([make_paper(status=Status.READ)], tmp_path, flavour)
    assert report.outcomes[0].message == ""
    assert report.summary == f"Updated 1 note and {INDEX}"


@pytest.mark.parametrize(("one", "other"), itertools.permutations(Flavour, 2))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_another_flavour_converts_ours_and_keeps_the_users(tmp_path, make_paper, one, other, newline):
    export([make_paper()], tmp_path, one)
    note, index = tmp_path / f"{KEY}.md", tmp_path / INDEX
    own = "mine:: 1" if one is Flavour.LOGSEQ else "mine: 1 # why\n# mine, a comment"
    text = note.read_text().replace("citekey:", f"{own}\nciteKEY:", 1).replace("citeKEY", "citekey")
    note.write_bytes(f"{text}\nmine below\n\n- mine as item".replace("\n", newline).encode())
    index.write_text(f"mine above\n\n{index.read_text()}\nmine below\n")
    before = note.read_bytes().decode()
    report = export([make_paper()], tmp_path, other)
    assert [outcome.what.value for outcome in report.outcomes] == ["updated", "updated"]
    assert all(not outcome.message for outcome in report.outcomes)
    converted = note.read_bytes().decode()
    assert user_lines(converted) == user_lines(before)
    assert converted.count("\n") == converted.count(newline)
    assert user_lines(index.read_text()) == ["mine above", "mine below"]
    assert export([make_paper()], tmp_path, other).summary == "1 note unchanged"
    export([make_paper()], tmp_path, one)
    assert user_lines(note.read_bytes().decode()) == user_lines(before)
    assert export([make_paper()], tmp_path, one).summary == "1 note unchanged"


def test_there_and_back_gives_the_same_file(tmp_path, make_paper):
    export([make_paper()], tmp_path, Flavour.OBSIDIAN)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for flavour in (Flavour.LOGSEQ, Flavour.PLAIN, Flavour.LOGSEQ, Flavour.OBSIDIAN):
        export([make_paper()], tmp_path, flavour)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize(("one", "other"), itertools.permutations(Flavour, 2))
def test_keys_edited_by_hand_move_to_the_other_form(tmp_path, make_paper, one, other):
    export([make_paper()], tmp_path, one)
    note = tmp_path / f"{KEY}.md"
    note.write_text(note.read_text().replace("queued", "someday").replace("2024\n", "1999\n", 1))
    outcome = export([make_paper()], tmp_path, other).outcomes[0]
    assert outcome.message == "year and status edited since the last export, kept"
    assert "someday" in note.read_text()
    assert re.search(r"^year::? 1999$", note.read_text(), re.MULTILINE)
    assert export([make_paper()], tmp_path, other).outcomes[0].what == "kept"


def test_front_matter_of_ones_own_above_a_page_keeps_its_values(tmp_path, make_paper, read_note):
    export([make_paper()], tmp_path, Flavour.LOGSEQ)
    note = tmp_path / f"{KEY}.md"
    note.write_text("---\ntitle: Mine # why\ntags: [mine]\nother: 1\n---\n" + note.read_text())
    outcome = export([make_paper()], tmp_path, Flavour.OBSIDIAN).outcomes[0]
    assert (outcome.what, outcome.message) == ("updated", "title and tags edited since the last export, kept")
    text = note.read_text()
    assert text.startswith("---\ntitle: Mine # why\n")
    front, body = read_note(text)
    assert (front["tags"], front["other"], front["citekey"], front["status"]) == (["mine"], 1, KEY, "queued")
    assert "::" not in body
    assert export([make_paper()], tmp_path, Flavour.OBSIDIAN).outcomes[0].what == "kept"
    assert note.read_text() == text
    export([make_paper()], tmp_path, Flavour.OBSIDIAN, force=True)
    assert read_note(note.read_text())[0]["tags"] == ["rlhf", "ml/alignment"]


def test_a_key_edited_in_front_matter_and_in_properties_stays_in_both(tmp_path, make_paper):
    export([make_paper()], tmp_path, Flavour.LOGSEQ)
    note = tmp_path / f"{KEY}.md"
    note.write_text("---\ntags: [mine]\n---\n" + note.read_text().replace("#rlhf", "#mine2"))
    export([make_paper()], tmp_path, Flavour.OBSIDIAN)
    assert "\ntags: [mine]\n" in note.read_text()
    assert "\ntags:: #mine2, [[ml/alignment]]\n" in note.read_text()


@pytest.mark.parametrize(("one", "other"), itertools.product(Flavour, Flavour))
def test_what_stands_at_the_citation_key_stays(tmp_path, make_paper, one, other):
    export([make_paper()], tmp_path, one)
    note = tmp_path / f"{KEY}.md"
    own = "citekey:: mine1" if one is Flavour.LOGSEQ else "  mine2\n- mine3 # mine4\ncitekey: mine1 # mine5\n  mine6"
    lines = note.read_text().split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("citekey:"))
    note.write_text("\n".join([*lines[: at + 1], own, *lines[at + 1 :]]))
    before = [word for line in user_lines(note.read_text()) for word in re.findall(r"mine\d", line)]
    for flavour, status in ((one, Status.READ), (other, Status.READING), (one, Status.QUEUED)):
        report = export([make_paper(status=status)], tmp_path, flavour)
        assert report.outcomes[0].what == "updated"
        assert status.value in note.read_text()
        assert re.findall(r"mine\d", note.read_text()) == before


def test_properties_in_the_text_of_a_note_with_front_matter_are_the_users(tmp_path, make_paper):
    export([make_paper()], tmp_path, Flavour.OBSIDIAN)
    note = tmp_path / f"{KEY}.md"
    note.write_text(note.read_text().replace("\n# Miti", "\nstatus:: mine\ncitekey:: mine\n# Miti"))
    export([make_paper(status=Status.READ)], tmp_path, Flavour.OBSIDIAN)
    assert "\n---\nstatus:: mine\ncitekey:: mine\n# Miti" in note.read_text()


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30), st.booleans())
def test_no_title_or_tag_breaks_a_property(text, listed):
    values = {"citekey": "k", "title": text, "tags": [text, "x"] if listed else ["x"]}
    head = page_properties.new(values)
    found = page_properties.find(head)
    assert len(head.splitlines()) == 4
    assert found.merged(values, "\n") == head
    assert found.value_of("tags") == page_properties.as_written(values)["tags"]
    assert "<!--" not in head

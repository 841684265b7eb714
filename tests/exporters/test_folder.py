from __future__ import annotations

import os
import re
import tempfile
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from readlist.exporters import ExportError, What
from readlist.exporters.flavours import Flavour
from readlist.exporters.markdown import Markdown
from readlist.model.paper import Paper, Status
from readlist.text import clean, clean_line

INDEX = "Reading list.md"
ANY_TEXT = st.text(st.characters(), max_size=80)


def export(papers, to, **options: bool):
    return Markdown().export(papers, to, **options)


def tree(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def by_name(report):
    return {outcome.path.name: (outcome.what.value, outcome.message) for outcome in report.outcomes}


def without_hashes(text):
    return re.sub(r"(<!-- readlist:begin)[^>]*", r"\1 ", text)


def test_a_note(tmp_path, make_paper, read_note):
    report = export([make_paper(read_on="2026-12-01T09:00:00Z")], tmp_path / "a" / "b")
    front, body = read_note((tmp_path / "a" / "b" / "lin2024mitigating.md").read_text())
    assert list(front.items()) == [
        ("title", "Mitigating the Alignment Tax of RLHF"),
        ("aliases", ["Mitigating the Alignment Tax of RLHF"]),
        ("authors", ["Yong Lin", "Hangyu Lin"]),
        ("year", 2024),
        ("venue", "Proceedings of EMNLP"),
        ("arxiv", "2309.06256"),
        ("doi", "10.18653/v1/2024.emnlp-main.35"),
        ("url", "https://aclanthology.org/2024.emnlp-main.35"),
        ("citekey", "lin2024mitigating"),
        ("status", "queued"),
        ("starred", True),
        ("added", date(2026, 11, 21)),
        ("read", date(2026, 12, 1)),
        ("tags", ["rlhf", "ml/alignment"]),
    ]
    html = MarkdownIt("commonmark").render(body)
    assert "<h1>Mitigating the Alignment Tax of RLHF</h1>" in html
    for address in (
        "https://arxiv.org/abs/2309.06256",
        "https://doi.org/10.18653/v1/2024.emnlp-main.35",
        "https://aclanthology.org/2024.emnlp-main.35",
    ):
        assert html.count(f'href="{address}"') == 1
    assert "<p>Read <em>section 3</em>.</p>" in html
    assert "<p>Comment: 13 pages</p>" in html
    assert report.summary == f"Wrote 1 note and {INDEX}"


def test_what_is_empty_is_left_out(tmp_path, read_note):
    export([Paper(key="cui-mastering", number=1, title="Mastering")], tmp_path)
    text = (tmp_path / "cui-mastering.md").read_text()
    front, body = read_note(text)
    assert front == {"title": "Mastering", "aliases": ["Mastering"], "citekey": "cui-mastering", "status": "inbox"}
    assert "##" not in body


def test_a_paper_without_title(tmp_path, read_note):
    abstract = "We introduce CycleAlign, which aligns in cycles."
    paper = Paper(key="cyclealign", number=1, abstract=abstract)
    export([paper], tmp_path)
    front, body = read_note((tmp_path / "cyclealign.md").read_text())
    assert "title" not in front
    assert front["aliases"] == [paper.display_title]
    assert body.startswith(f"# ≈ {paper.display_title}")
    assert f"[[cyclealign|≈ {paper.display_title}]]" in (tmp_path / INDEX).read_text()


def test_latex_is_shown_as_unicode(tmp_path, make_paper, read_note):
    export([make_paper(title=r"Erd\H{o}s \textit{in situ}", abstract=r"It is $69\%$ of it.")], tmp_path)
    text = (tmp_path / "lin2024mitigating.md").read_text()
    assert read_note(text)[0]["title"] == "Erdős in situ"
    assert "\n# Erdős in situ\n" in text
    assert "It is 69% of it." in text


def test_nothing_changed_touches_nothing(tmp_path, make_paper):
    papers = [make_paper("a"), make_paper("b", note="")]
    export(papers, tmp_path)
    for path in tmp_path.iterdir():
        os.utime(path, (1, 1))
    before = {path: path.stat().st_ino for path in tmp_path.iterdir()}
    report = export(papers, tmp_path)
    assert {path: path.stat().st_ino for path in tmp_path.iterdir()} == before
    assert {path.stat().st_mtime for path in tmp_path.iterdir()} == {1}
    assert report.summary == "2 notes unchanged"


def test_a_change_reaches_the_note_and_the_index(tmp_path, make_paper, read_note):
    export([make_paper()], tmp_path)
    report = export([make_paper(status=Status.READ, starred=False, tags=(), venue=None, note="Changed.")], tmp_path)
    front, body = read_note((tmp_path / "lin2024mitigating.md").read_text())
    assert front["status"] == "read"
    assert not front.keys() & {"starred", "tags", "venue"}
    assert "Changed." in body
    assert "section 3" not in body
    assert report.summary == f"Updated 1 note and {INDEX}"
    assert "## Read (1)" in (tmp_path / INDEX).read_text()


def test_the_users_text_and_keys_survive(tmp_path, make_paper):
    export([make_paper()], tmp_path)
    note = tmp_path / "lin2024mitigating.md"
    text = note.read_text().replace("---\n# Miti", "rating: 5 # of 5\n---\nIntro\n\n# My own heading of Miti")
    note.write_text(text + "\nMy thoughts.\n\n```\n<!-- readlist:end -->\n```\nno final newline")
    edited = note.read_text()
    export([make_paper(status=Status.READ)], tmp_path)
    assert without_hashes(note.read_text()) == without_hashes(edited.replace('status: "queued"', 'status: "read"'))


def test_a_note_is_found_after_it_was_moved_and_renamed(tmp_path, make_paper):
    export([make_paper()], tmp_path)
    moved = tmp_path / "area" / "Alignment tax.md"
    moved.parent.mkdir()
    (tmp_path / "lin2024mitigating.md").rename(moved)
    report = export([make_paper(status=Status.READ)], tmp_path)
    assert 'status: "read"' in moved.read_text()
    assert not (tmp_path / "lin2024mitigating.md").exists()
    assert by_name(report)["Alignment tax.md"] == ("updated", "")
    assert "[[Alignment tax|Mitigating" in (tmp_path / INDEX).read_text()


def test_a_note_in_a_hidden_folder_is_none(tmp_path, make_paper):
    export([make_paper()], tmp_path)
    trash = tmp_path / ".trash"
    trash.mkdir()
    (tmp_path / "lin2024mitigating.md").rename(trash / "lin2024mitigating.md")
    assert export([make_paper()], tmp_path).counts[What.WRITTEN] == 1


def test_a_note_whose_properties_another_program_wrote_anew(tmp_path, make_paper):
    export([make_paper()], tmp_path)
    note = tmp_path / "lin2024mitigating.md"
    text = note.read_text()
    for old, new in (
        ('tags: ["rlhf", "ml/alignment"]', "tags:\n  - rlhf\n  - ml/alignment\nmood: good"),
        ('citekey: "lin2024mitigating"', "citekey: lin2024mitigating"),
        ('"queued"', "queued"),
    ):
        assert old in text
        text = text.replace(old, new)
    note.write_text(text)
    assert export([make_paper()], tmp_path).counts[What.UNCHANGED] == 2
    assert note.read_text() == text
    assert "## Queued (1)" in (tmp_path / INDEX).read_text()


def test_an_edited_block_keeps_the_whole_file_unless_forced(tmp_path, make_paper, read_note):
    export([make_paper()], tmp_path)
    note = tmp_path / "lin2024mitigating.md"
    note.write_text(note.read_text().replace("section 3", "section 4") + "\nmine\n")
    edited = note.read_text()
    changed = make_paper(status=Status.READ, note="New.")
    report = export([changed], tmp_path)
    assert note.read_text() == edited
    assert by_name(report)["lin2024mitigating.md"] == ("kept", "edited since the last export")
    assert report.summary == "Kept 1 note (lin2024mitigating.md: edited since the last export)"
    report = export([changed], tmp_path, force=True)
    assert by_name(report)["lin2024mitigating.md"] == ("updated", "")
    front, body = read_note(note.read_text())
    assert front["status"] == "read"
    assert "New." in body
    assert "section 4" not in body
    assert body.endswith("\nmine\n")
    assert export([changed], tmp_path).summary == "1 note unchanged"


def test_an_edit_that_the_library_has_too_is_none(tmp_path, make_paper):
    export([make_paper()], tmp_path)
    note = tmp_path / "lin2024mitigating.md"
    note.write_text(note.read_text().replace("section 3", "section 4"))
    changed = make_paper(note="Read *section 4*.")
    assert export([changed], tmp_path).counts[What.UPDATED] == 1
    assert export([changed], tmp_path).counts[What.KEPT] == 0


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda text: text.replace("<!-- readlist:end -->\n", ""), "the end marker of its block is missing"),
        (lambda text: text + "<!-- readlist:end -->\n", "its block has two end markers"),
        (lambda text: text + text[text.index("<!-- readlist:begin") :], "its block has two begin markers"),
        (lambda text: text[: text.index("<!-- readlist:begin")], "it has no marked block"),
    ],
)
def test_a_note_with_broken_markers_is_kept_even_when_forced(tmp_path, make_paper, spoil, message, force):
    export([make_paper()], tmp_path)
    note = tmp_path / "lin2024mitigating.md"
    note.write_text(spoil(note.read_text()))
    before = note.read_bytes()
    report = export([make_paper(note="New")], tmp_path, force=force)
    assert by_name(report)["lin2024mitigating.md"] == ("kept", message)
    assert note.read_bytes() == before


@pytest.mark.parametrize("text", ["my own note\n", "---\ntitle: x\n---\n", "---\ncitekey: another\n---\n", ""])
@pytest.mark.parametrize("name", ["lin2024mitigating.md", "LIN2024mitigating.MD"])
def test_a_file_of_that_name_that_is_not_ours_is_kept(tmp_path, make_paper, text, name):
    (tmp_path / name).write_text(text)
    report = export([make_paper(), make_paper("other2024")], tmp_path, force=True)
    assert by_name(report)["lin2024mitigating.md"] == ("kept", "it does not say this paper's citekey")
    assert (tmp_path / name).read_text() == text
    assert (tmp_path / "other2024.md").exists()
    assert "lin2024" not in (tmp_path / INDEX).read_text()


def test_two_files_of_one_paper_are_both_kept_and_both_reported(tmp_path, make_paper):
    export([make_paper()], tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "copy.md").write_bytes((tmp_path / "lin2024mitigating.md").read_bytes())
    before = tree(tmp_path)
    report = export([make_paper(note="New")], tmp_path)
    assert by_name(report)["copy.md"] == ("kept", "lin2024mitigating.md has the same citekey")
    assert by_name(report)["lin2024mitigating.md"] == ("kept", "sub/copy.md has the same citekey")
    assert {name: data for name, data in tree(tmp_path).items() if name != INDEX} == {
        name: data for name, data in before.items() if name != INDEX
    }


def test_line_endings_byte_order_mark_and_missing_newline_stay(tmp_path, make_paper):
    export([make_paper()], tmp_path)
    note = tmp_path / "lin2024mitigating.md"
    original = b"\xef\xbb\xbf" + note.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n")
    note.write_bytes(original)
    assert export([make_paper()], tmp_path).summary == "1 note unchanged"
    assert note.read_bytes() == original
    export([make_paper(status=Status.READ, note="One\n\ntwo")], tmp_path)
    data = note.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.endswith(b"two\r\n\r\n<!-- readlist:end -->")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert b'status: "read"\r\n' in data


def test_the_index(tmp_path, make_paper):
    papers = [
        make_paper("z2020", title="Zeta", status=Status.INBOX, starred=False, authors=("Ann Zoe",), year=2020),
        make_paper("b2021", title="beta", status=Status.INBOX, starred=False, authors=(), year=None),
        make_paper("a2022", title="Alpha [1] | x", status=Status.ARCHIVED, starred=False),
        make_paper("r2023", title="Reading it", status=Status.READING),
    ]
    export(papers, tmp_path)
    text = (tmp_path / INDEX).read_text()
    lines = [line for line in text.split("\n") if line and not line.startswith("<!--")]
    assert lines == [
        "# Reading list",
        "## Reading (1)",
        "- [[r2023|Reading it]] · ★ · Yong Lin et al. · 2024",
        "## Inbox (2)",
        "- [[b2021|beta]]",
        "- [[z2020|Zeta]] · Ann Zoe · 2020",
        "## Archived (1)",
        "- [[a2022|Alpha (1) ∣ x]] · Yong Lin et al. · 2024",
    ]
    one_by_one = tmp_path / "again"
    for paper in papers:
        export([paper], one_by_one)
    assert (one_by_one / INDEX).read_text() == text


def test_the_index_says_what_stands_in_notes_that_were_kept(tmp_path, make_paper):
    export([make_paper(), make_paper("other2024", title="Other")], tmp_path)
    note = tmp_path / "lin2024mitigating.md"
    note.write_text(note.read_text().replace("section 3", "section 4"))
    export([make_paper(status=Status.READ)], tmp_path)
    text = (tmp_path / INDEX).read_text()
    assert "## Queued (2)" in text
    (tmp_path / "other2024.md").unlink()
    export([], tmp_path)
    assert "other2024" not in (tmp_path / INDEX).read_text()


def test_notes_of_the_same_name_are_told_apart_by_their_folder(tmp_path, make_paper):
    export([make_paper("one"), make_paper("two")], tmp_path)
    (tmp_path / "x").mkdir()
    (tmp_path / "y").mkdir()
    (tmp_path / "one.md").rename(tmp_path / "x" / "note.md")
    (tmp_path / "two.md").rename(tmp_path / "y" / "note.md")
    export([], tmp_path)
    text = (tmp_path / INDEX).read_text()
    assert "[[x/note|" in text
    assert "[[y/note|" in text


def test_the_users_text_in_the_index_survives_and_edits_are_kept(tmp_path, make_paper):
    export([make_paper()], tmp_path)
    index = tmp_path / INDEX
    index.write_text("---\nmine: 1\n---\nHello\n" + index.read_text() + "Bye")
    export([make_paper(status=Status.READ)], tmp_path)
    text = index.read_text()
    assert text.startswith("---\nmine: 1\n---\nHello\n# Reading list\n")
    assert text.endswith("<!-- readlist:end -->\nBye")
    assert "## Read (1)" in text
    index.write_text(text.replace("## Read (1)", "## Done"))
    report = export([make_paper()], tmp_path)
    assert "## Done" in index.read_text()
    assert report.summary == f"Updated 1 note, kept {INDEX} (edited since the last export)"
    export([make_paper()], tmp_path, force=True)
    assert "## Queued (1)" in index.read_text()


def test_keys_that_are_no_file_names(tmp_path, make_paper, read_note):
    keys = ["../../evil", "DBLP:conf/x", "DBLP?conf/x", "CON", "Reading list", "a" * 300, "...", "Ä", "a\u0308"]
    papers = [make_paper(key, number=i) for i, key in enumerate(keys)]
    folder = tmp_path / "notes"
    export(papers, folder)
    names = [path.name for path in folder.iterdir()]
    assert len(names) == len({name.casefold() for name in names}) == len(keys) + 1
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]
    found = {read_note(path.read_text())[0]["citekey"] for path in folder.iterdir() if path.name != INDEX}
    assert found == set(keys)
    assert export(papers, folder).summary == "9 notes unchanged"
    assert export(papers[::-1], folder).summary == "9 notes unchanged"


def test_a_key_whose_name_another_note_has_since_an_earlier_export(tmp_path, make_paper):
    export([make_paper("a:b")], tmp_path)
    report = export([make_paper("a?b")], tmp_path)
    assert report.counts[What.WRITTEN] == 1
    assert export([make_paper("a:b"), make_paper("a?b")], tmp_path).summary == "2 notes unchanged"


def test_the_diff_of_a_note_that_was_moved_says_where_it_is(tmp_path, make_paper):
    export([make_paper()], tmp_path)
    (tmp_path / "read" / "old").mkdir(parents=True)
    (tmp_path / "lin2024mitigating.md").rename(tmp_path / "read" / "old" / "Alignment tax.md")
    outcome = export([make_paper(year=2025)], tmp_path, dry_run=True).outcomes[0]
    name = "read/old/Alignment tax.md"
    assert outcome.diff.startswith(f"--- {name}\n+++ {name}\n")


def test_a_dry_run_says_too_that_a_file_stands_where_a_folder_is_to_be(tmp_path, make_paper):
    (tmp_path / "a.md").write_text("mine")
    for dry_run in (True, False):
        with pytest.raises(ExportError, match=r"cannot write to .*notes: a\.md is not a folder$"):
            export([make_paper()], tmp_path / "a.md" / "deep" / "notes", dry_run=dry_run)


def test_a_dry_run_writes_nothing_and_shows_all(tmp_path, make_paper):
    folder = tmp_path / "notes"
    report = export([make_paper()], folder, dry_run=True)
    assert not folder.exists()
    assert report.summary == f"Would write 1 note and {INDEX}"
    assert "+++ lin2024mitigating.md\n" in report.outcomes[0].diff
    assert '+citekey: "lin2024mitigating"\n' in report.outcomes[0].diff
    assert "+- [[lin2024mitigating|" in report.outcomes[1].diff
    export([make_paper()], folder)
    before = tree(folder)
    report = export([make_paper(status=Status.READ), make_paper("new2024")], folder, dry_run=True)
    assert tree(folder) == before
    assert '-status: "queued"\n+status: "read"\n' in report.outcomes[0].diff
    assert "+- [[new2024|" in report.outcomes[2].diff
    assert report.summary == f"Would write 1 note, would update 1 and {INDEX}"


def test_a_link_that_leads_out_is_neither_followed_nor_replaced(tmp_path, make_paper):
    outside, folder = tmp_path / "outside", tmp_path / "notes"
    export([make_paper()], outside)
    folder.mkdir()
    (folder / "lin2024mitigating.md").symlink_to(outside / "lin2024mitigating.md")
    (folder / INDEX).symlink_to(outside / INDEX)
    (folder / "elsewhere").symlink_to(outside)
    (folder / "new2024.md").symlink_to(outside / "missing.md")
    before = tree(outside)
    report = export([make_paper(note="New"), make_paper("new2024")], folder, force=True)
    assert tree(outside) == before
    assert (folder / "lin2024mitigating.md").is_symlink()
    assert by_name(report)["lin2024mitigating.md"] == ("kept", "it is a link that leads out of the folder")
    assert by_name(report)[INDEX] == ("kept", "it is a link that leads out of the folder")
    assert by_name(report)["new2024.md"][0] == "kept"


def test_a_link_inside_the_folder_is_no_second_note(tmp_path, make_paper):
    folder = tmp_path / "notes"
    export([make_paper()], folder)
    (folder / "sub").mkdir()
    (folder / "lin2024mitigating.md").rename(folder / "sub" / "real.md")
    (folder / "lin2024mitigating.md").symlink_to(Path("sub") / "real.md")
    (folder / "loop.md").symlink_to("loop.md")
    link = tmp_path / "link"
    link.symlink_to(folder)
    report = export([make_paper(note="New")], link)
    assert report.counts[What.UPDATED] == 2
    assert "New" in (folder / "sub" / "real.md").read_text()
    assert (folder / "lin2024mitigating.md").is_symlink()


def test_a_link_to_itself(tmp_path, make_paper):
    for name in (INDEX, "all.md", "lin2024mitigating.md"):
        (tmp_path / name).symlink_to(name)
    report = export([make_paper(), make_paper("good2024")], tmp_path)
    assert [outcome.what.value for outcome in report.outcomes] == ["kept", "written", "failed"]
    assert export([make_paper()], tmp_path / "all.md").counts[What.FAILED] == 1


def test_pipes_and_folders_with_the_name_of_a_note(tmp_path, make_paper):
    os.mkfifo(tmp_path / "lin2024mitigating.md")
    (tmp_path / "other2024.md").mkdir()
    (tmp_path / INDEX).mkdir()
    report = export([make_paper(), make_paper("other2024"), make_paper("good2024")], tmp_path)
    assert [outcome.what.value for outcome in report.outcomes] == ["kept", "kept", "written", "failed"]


def test_where_no_folder_can_be(tmp_path, make_paper):
    file = tmp_path / "file"
    file.write_text("mine")
    for to in (file, file / "below", Path("/proc/readlist/notes"), file / "all.md", Path("/proc/readlist/all.md")):
        with pytest.raises(ExportError) as caught:
            export([make_paper()], to)
        assert str(to.name if to != file else file) in str(caught.value)
        assert "\n" not in str(caught.value)
    with pytest.raises(ExportError, match="it is not a folder"):
        export([make_paper()], file, dry_run=True)
    assert file.read_text() == "mine"


def test_one_note_that_fails_does_not_keep_the_others(tmp_path, make_paper):
    export([make_paper("a"), make_paper("b")], tmp_path)
    (tmp_path / "a.md").chmod(0o444)
    report = export([make_paper("a", note="New"), make_paper("b", note="New")], tmp_path)
    assert by_name(report)["a.md"] == ("failed", "it is read-only")
    assert by_name(report)["b.md"] == ("updated", "")
    assert report.summary == "Updated 1 note, 1 failed (a.md: it is read-only)"


def test_a_full_disk(tmp_path, make_paper, monkeypatch):
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    report = export([make_paper("a"), make_paper("b")], tmp_path)
    assert report.counts[What.FAILED] == 3
    assert report.summary.startswith("2 notes and Reading list.md failed (a.md: No space left on device")
    assert not list(tmp_path.iterdir())


HOSTILE = ["\x1b[2J", "\x1b]0;x\x07", "\u009b31m", "\u202eabc", "\u2066x", "\ud800", "\x00", "\x7f", "\r"]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", ["notes", "all.md"])
def test_no_control_reaches_a_file(tmp_path, make_paper, hostile, name):
    text = f"a{hostile}b"
    fields = dict.fromkeys(["title", "abstract", "venue", "arxiv", "doi", "comment", "note", "added", "read_on"], text)
    url = f"https://x.org/{hostile}"
    paper = make_paper(text, authors=(text,), tags=(text,), links=(url,), url=url, **fields)
    report = export([paper], tmp_path / name, dry_run=True)
    export([paper], tmp_path / name)
    files = [tmp_path / name] if name.endswith(".md") else list((tmp_path / name).iterdir())
    for written in (
        [path.read_bytes().decode() for path in files]
        + [path.name for path in files]
        + [outcome.diff for outcome in report.outcomes]
    ):
        assert clean(written) == written
        assert hostile not in written


@pytest.mark.parametrize("name", ["notes", "all.md"])
def test_markup_and_markers_are_shown_not_obeyed(tmp_path, make_paper, name):
    end, begin = "<!-- readlist:end -->", "<!-- readlist:begin sha256=00 -->"
    text = f"{end}\n\n{begin}\n---\ncitekey: x\n---\n[RETRACTED] [/] -->\n```\n~~~\n<script>x</script>"
    paper = make_paper(title=text, abstract=text, venue=text, comment=text, note=text, authors=(text,), tags=(text,))
    assert export([paper], tmp_path / name).counts[What.FAILED] == 0
    assert export([paper], tmp_path / name).counts[What.UNCHANGED] >= 1
    changed = make_paper(title=text, abstract=text, note=text + "changed")
    report = export([changed], tmp_path / name)
    assert report.counts[What.KEPT] == 0
    assert report.counts[What.UPDATED] >= 1
    for outcome in report.outcomes:
        written = outcome.path.read_text()
        assert written.count("<!-- readlist:") == 2
        assert written.endswith(f"\n{end}\n")
        body = written.split("\n## ", 1)[1].split("## Note")[0]
        assert " [RETRACTED]" not in body
        assert "[/]" not in body
        assert "<script>" not in body


@pytest.mark.parametrize(
    "note",
    [
        "```\nopen",
        "~~~~ py\nopen\n~~~",
        "<!-- open",
        "<pre>open",
        "<SCRIPT>open",
        "<!-- closed --> <!-- open",
        "- ```\n  a\n  ```",
    ],
)
def test_what_a_note_leaves_open_ends_with_it(tmp_path, make_paper, note):
    export([make_paper(note=note)], tmp_path)
    path = tmp_path / "lin2024mitigating.md"
    path.write_text(path.read_text() + "\n# Mine\n")
    assert "<h1>Mine</h1>" in MarkdownIt("commonmark").render(path.read_text())
    assert export([make_paper(note=note)], tmp_path).summary == "1 note unchanged"


@settings(max_examples=60, deadline=None)
@given(texts=st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT, st.text(st.characters(), max_size=200)))
def test_any_paper_is_read_back_and_exported_again(make_paper, read_note, texts):
    title, author, tag, note = texts
    paper = make_paper(title=title, authors=(author,), note=note, tags=(tag,), abstract=note)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert export([paper], folder).counts[What.WRITTEN] == 2
        front, _ = read_note((folder / "lin2024mitigating.md").read_bytes().decode())
        if not set(title + author) & set("\\${}~"):
            assert front.get("title", "") == clean_line(title)
            assert front.get("authors", [""]) == [clean_line(author)]
        assert front.get("tags", [""]) == [clean_line(tag)]
        assert export([paper], folder).summary == "1 note unchanged"
        assert export([make_paper(note="new")], folder).counts[What.UPDATED] >= 1


@settings(max_examples=60, deadline=None)
@given(
    before=st.text(st.characters(exclude_categories=["Cs"]), max_size=100),
    after=st.binary(max_size=100),
    crlf=st.booleans(),
    notes=st.lists(ANY_TEXT, min_size=3, max_size=3),
)
def test_edits_outside_the_block_survive_three_exports(make_paper, before, after, crlf, notes):
    own = before.encode() + b"\n\n"
    after = after.replace(b"<!--", b"")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export([make_paper()], folder)
        path = folder / "lin2024mitigating.md"
        data = path.read_bytes().replace(b"\n", b"\r\n" if crlf else b"\n")
        start = data.index(b"<!-- readlist:begin")
        path.write_bytes(data[:start] + own + data[start:] + after)
        for note in notes:
            original = path.read_bytes()
            report = export([make_paper(note=note)], folder)
            result = path.read_bytes()
            if report.counts[What.KEPT]:
                assert b"```" in own or b"~~~" in own
                assert result == original
                continue
            assert result.startswith(data[:start] + own + b"<!-- readlist:begin")
            assert result.endswith(b"<!-- readlist:end -->" + (b"\r\n" if crlf else b"\n") + after)


ODD_TITLES = [
    "A \"quoted\": #1 'title'",
    "---",
    "...",
    "🙂",
    "CON",
    "x" * 300,
    "Case",
    "case",
    "<!-- readlist:end -->",
    "citekey: other",
]


@pytest.mark.parametrize("flavour", list(Flavour))
def test_odd_titles_are_found_again_and_read_as_they_are(tmp_path, make_paper, flavour):
    papers = [make_paper(f"key{i}", title=title, abstract=title, note=title) for i, title in enumerate(ODD_TITLES)]
    exporter = Markdown(flavour=flavour)
    exporter.export(papers, tmp_path)
    assert exporter.export(papers, tmp_path).summary == f"{len(papers)} notes unchanged"
    changed = [make_paper(paper.key, title=paper.title, note="Changed.") for paper in papers]
    assert exporter.export(changed, tmp_path).counts[What.UPDATED] == len(papers)
    if flavour is not Flavour.LOGSEQ:
        fronts = [yaml.safe_load((tmp_path / f"key{i}.md").read_text().split("\n---\n")[0]) for i in range(len(papers))]
        assert [front["title"] for front in fronts] == ODD_TITLES


def test_a_key_of_ours_edited_by_hand_stays_and_the_rest_is_brought_up_to_date(tmp_path, make_paper, read_note):
    export([make_paper(), make_paper("other2024", title="Other")], tmp_path)
    note = tmp_path / "lin2024mitigating.md"
    note.write_text(note.read_text().replace('aliases: ["', 'aliases: ["Tax", "').replace('"queued"', '"reading"'))
    report = export([make_paper(title="New", tags=(), status=Status.READ)], tmp_path)
    front, _ = read_note(note.read_text())
    assert front["aliases"] == ["Tax", "Mitigating the Alignment Tax of RLHF"]
    assert (front["title"], front["status"], "tags" in front) == ("New", "reading", False)
    assert by_name(report)["lin2024mitigating.md"] == (
        "updated",
        "aliases and status edited since the last export, kept",
    )
    assert report.summary == (
        f"Updated 1 note and {INDEX} (lin2024mitigating.md: aliases and status edited since the last export, kept)"
    )
    # The index says what stands in the notes, whichever papers are exported.
    assert "## Reading (1)" in (tmp_path / INDEX).read_text()
    assert export([], tmp_path).counts[What.UPDATED] == 0
    assert (
        export([make_paper(title="New", tags=(), status=Status.READING)], tmp_path)
        .outcomes[0]
        .message.startswith("aliases edited")
    )


def test_a_file_of_an_earlier_version_takes_the_librarys_values(tmp_path, make_paper, read_note):
    export([make_paper()], tmp_path)
    note = tmp_path / "lin2024mitigating.md"
    note.write_text(re.sub(" keys=[0-9a-f]*", "", note.read_text()).replace('"queued"', '"reading"'))
    assert export([make_paper()], tmp_path).counts[What.UPDATED] >= 1
    assert read_note(note.read_text())[0]["status"] == "queued"
    note.write_text(note.read_text().replace('"queued"', '"reading"'))
    assert export([make_paper()], tmp_path).outcomes[0].what == "kept"

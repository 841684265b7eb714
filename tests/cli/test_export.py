from __future__ import annotations

import json

import pytest

from readlist.exporters import Outcome, Report, What
from readlist.exporters.variables import DOCUMENT_VARIABLES, PAPER_VARIABLES

pytestmark = pytest.mark.usefixtures("library")


def test_a_directory_gets_a_note_a_paper_and_an_index(good, tmp_path):
    to = tmp_path / "notes"
    assert good("export", "--to", to).startswith("Wrote 4 notes")
    assert sorted(path.name for path in to.iterdir()) == [
        "Reading list.md",
        "arxiv2310.16271.md",
        "dvorak2021bridges.md",
        "lin2024mitigating.md",
        "old1999alignment.md",
    ]
    assert "# Mitigating the Alignment Tax of RLHF" in (to / "lin2024mitigating.md").read_text()


def test_a_query_says_which_papers_go_out_those_in_the_archive_too(good, tmp_path):
    good("export", "--to", tmp_path / "notes", "alignment", "wheels")
    assert (tmp_path / "notes" / "old1999alignment.md").exists()
    assert not (tmp_path / "notes" / "lin2024mitigating.md").exists()


def test_a_file_gets_all_papers(good, tmp_path):
    good("export", "--to", tmp_path / "reading.md")
    text = (tmp_path / "reading.md").read_text()
    assert text.index("Alignment Tax") >= 0
    assert "Bridges" in text


@pytest.mark.parametrize("name", ["refs.bib", "refs.csl.json", "refs.ris", "refs.json", "refs.csv"])
def test_a_library_goes_through_a_file_as_it_is(good, shelve, tmp_path, name):
    before = json.loads(good("list", "is:archived,inbox,read", "--json"))
    assert good("export", "--to", tmp_path / name) == f"Wrote {name}\n"
    shelve()
    good("import", tmp_path / name)
    after = json.loads(good("list", "is:archived,inbox,read", "--json"))
    assert len(before) == 4
    # Where they came from is another document now.
    assert [paper | {"sources": []} for paper in after] == [paper | {"sources": []} for paper in before]


def test_json_is_what_list_prints(good, tmp_path):
    good("export", "--to", tmp_path / "all.json", "view:all")
    assert json.loads((tmp_path / "all.json").read_text()) == json.loads(good("list", "view:all", "--json"))


def test_a_format_by_its_name_and_a_query(good, tmp_path):
    good("export", "--to", tmp_path / "refs.txt", "--format", "bibtex", "bridges")
    text = (tmp_path / "refs.txt").read_text()
    assert "@misc{dvorak2021bridges," in text
    assert text.count("@") == 1


def test_a_file_that_is_no_export_is_kept_and_told_and_the_status_says_so(run, tmp_path):
    to = tmp_path / "refs.bib"
    to.write_text("@book{knuth,\n}\n")
    result = run("export", "--to", to)
    assert (result.status, to.read_text()) == (1, "@book{knuth,\n}\n")
    assert result.err == f"readlist: {to}: it is no bibtex export of readlist's; choose another name\n"


def test_formats_are_completed(program):
    line = "readlist export --format c"
    done = program(COMP_WORDS=line, COMP_CWORD="3", _READLIST_COMPLETE="bash_complete")
    assert done.stdout.decode().split() == ["plain,csl-json", "plain,csv"]


def test_a_dry_run_prints_a_diff_and_writes_nothing(good, tmp_path):
    out = good("export", "--to", tmp_path / "notes", "--dry-run")
    assert "+# Mitigating the Alignment Tax of RLHF\n" in out
    assert not (tmp_path / "notes").exists()


def test_an_edited_block_is_kept_and_told_and_no_failure(run, good, tmp_path):
    note = tmp_path / "notes" / "dvorak2021bridges.md"
    good("export", "--to", note.parent)
    edited = note.read_text().replace("Read *again*.", "Read it *thrice*.")
    note.write_text(edited)
    result = run("export", "--to", note.parent)
    assert result.status == 0
    assert result.err.startswith(f"readlist: {note}: ")
    assert result.err.splitlines()[1:] == ["readlist: what was edited: --take-back reads it, --force replaces it"]
    assert note.read_text() == edited
    good("export", "--to", note.parent, "--force")
    assert "Read *again*." in note.read_text()


@pytest.mark.parametrize("name", ["refs.bib", "all.md"])
def test_an_edited_file_is_kept_and_told_and_no_failure(run, good, tmp_path, name):
    to = tmp_path / name
    good("export", "--to", to)
    to.write_text(to.read_text().replace("Bridges", "Bridges, mine"))
    result = run("export", "--to", to)
    assert result.status == 0
    assert result.err == (
        f"readlist: {to}: edited since the last export\nreadlist: what was edited: --force replaces it\n"
    )
    assert "Bridges, mine" in to.read_text()


def test_a_document_that_is_no_export_is_a_failure(run, tmp_path):
    to = tmp_path / "mine.md"
    to.write_text("mine\n")
    result = run("export", "--to", to)
    assert (result.status, to.read_text()) == (1, "mine\n")


def test_a_query_that_nothing_matches_writes_nothing(run, tmp_path):
    result = run("export", "--to", tmp_path / "notes", "phlogiston")
    assert (result.status, result.err) == (1, "readlist: no paper matches 'phlogiston'\n")
    assert not (tmp_path / "notes").exists()


@pytest.mark.parametrize(
    ("args", "status"),
    [(["--format", "papyrus", "--to", "x"], 2), (["--to", "x.papyrus"], 1), (["--to", "-"], 1), (["--to", ""], 1)],
)
def test_a_target_that_no_format_is_for_is_told_in_one_line(run, tmp_path, monkeypatch, args, status):
    monkeypatch.chdir(tmp_path)
    result = run("export", *args)
    assert (result.status, len(result.err.splitlines())) == (status, 1)
    assert not (tmp_path / "x").exists()


def test_without_a_target_the_usage_is_wrong(run):
    assert run("export").status == 2


def test_a_file_that_failed_is_told_and_the_status_says_so(run, tmp_path, monkeypatch):
    class Failing:
        name, suffixes = "failing", (".x",)

        def export(self, _papers, to, **_options: bool):
            return Report((Outcome(to / "a.md", What.WRITTEN), Outcome(to / "b.md", What.FAILED, "No space left")))

    monkeypatch.setattr("readlist.exporters.exporter_for", lambda *_: Failing())
    result = run("export", "--to", tmp_path)
    assert (result.status, result.err) == (1, f"readlist: {tmp_path / 'b.md'}: No space left\n")


@pytest.fixture
def note(good, tmp_path):
    """The exported note of a paper that has one."""
    good("export", "--to", tmp_path / "notes")
    return tmp_path / "notes" / "dvorak2021bridges.md"


def test_an_edited_note_is_taken_back_in_one_change_that_can_be_undone(run, good, note):
    note.write_text(note.read_text().replace("Read *again*.", "Read it *thrice*."))
    other = note.with_name("lin2024mitigating.md")
    other.write_text(other.read_text().replace("\nstatus: ", '\ntags: ["mine"]\nstatus: ', 1))
    assert good("export", "--to", note.parent, "--take-back", "--dry-run").startswith("Would be taken back: ")
    assert "thrice" not in good("note", "dvorak2021bridges")
    result = run("export", "--to", note.parent, "--take-back")
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("Taken back: 2 papers\n")
    assert good("note", "dvorak2021bridges") == "Read it *thrice*.\n"
    assert good("list", "tag:mine", "--json").count('"key"') == 1
    assert good("export", "--to", note.parent) == "4 notes unchanged\n"
    good("undo")
    assert good("note", "dvorak2021bridges") == "Read *again*.\n"


def test_what_is_not_taken_back_is_told_and_kept(run, note):
    note.write_text(note.read_text().replace("citekey:", "year: 1 # mine\ncitekey:", 1).replace("## Note", "## My own"))
    before = note.read_text()
    result = run("export", "--to", note.parent, "--take-back")
    assert result.status == 0
    assert f"readlist: {note}: not taken back: " in result.err
    assert "year: 1 # mine" in before
    assert "year: 1 # mine" in note.read_text()


def test_one_bad_tag_is_named_and_the_others_are_taken(run, good, note):
    note = note.with_name("lin2024mitigating.md")
    note.write_text(note.read_text().replace("\nstatus: ", '\ntags: ["two words", "mine"]\nstatus: ', 1))
    result = run("export", "--to", note.parent, "--take-back")
    assert result.status == 0
    assert f"readlist: {note}: not taken back: tags: 'two words' is no tag\n" in result.err
    assert result.err.endswith("readlist: what was edited: --force replaces it\n")
    assert good("list", "tag:mine", "--json").count('"key"') == 1


@pytest.mark.parametrize(
    ("flavour", "words"), [("logseq", "citekey:: "), ("plain", "---\n"), ("obsidian", "aliases: ")]
)
def test_flavours(good, note, flavour, words):
    good("export", "--to", note.parent, "--flavour", flavour)
    assert words in note.read_text()


@pytest.mark.parametrize("flavour", ["logseq", "plain", "obsidian"])
def test_notes_keep_their_flavour_until_another_is_asked_for(good, note, flavour):
    good("export", "--to", note.parent, "--flavour", flavour)
    before = {path: path.read_bytes() for path in note.parent.iterdir()}
    assert good("export", "--to", note.parent) == "4 notes unchanged\n"
    assert {path: path.read_bytes() for path in note.parent.iterdir()} == before
    good("export", "--to", note.parent, "--flavour", "logseq" if flavour == "plain" else "plain")
    assert note.read_bytes() != before[note]


def test_a_document_keeps_its_flavour(good, tmp_path):
    to = tmp_path / "all.md"
    good("export", "--to", to, "--flavour", "logseq")
    before = to.read_bytes()
    assert good("export", "--to", to) == "all.md unchanged\n"
    assert to.read_bytes() == before


def test_a_list_of_ones_own_above_the_index_says_nothing_of_the_flavour(good, note):
    index = note.with_name("Reading list.md")
    index.write_text(f"- [x] mine\n\n{index.read_text()}")
    assert good("export", "--to", note.parent) == "4 notes unchanged\n"


def test_groups_of_one_document(good, tmp_path):
    good("export", "--to", tmp_path / "all.md", "--by", "year")
    text = (tmp_path / "all.md").read_text()
    assert text.index("## 2024") < text.index("## 2021") < text.index("## 1999")


def test_a_template_from_a_file_or_the_configuration(run, good, tmp_path, monkeypatch):
    template, config = tmp_path / "t.md", tmp_path / "config.toml"
    template.write_text("By template: {{ title }}")
    good("export", "--to", tmp_path / "one", "--template", template)
    config.write_text(f'[export]\ntemplate = "{template}"\n')
    monkeypatch.setenv("READLIST_CONFIG", str(config))
    good("export", "--to", tmp_path / "two")
    for folder in ("one", "two"):
        assert "\nBy template: Mitigating" in (tmp_path / folder / "lin2024mitigating.md").read_text()
    template.write_text("ok\n{{ tilte }}")
    result = run("export", "--to", tmp_path / "three", "--template", template)
    assert (result.status, len(result.err.splitlines())) == (1, 1)
    assert result.err.startswith(f"readlist: template {template}, line 2: 'tilte' is undefined")


def test_notes_and_documents_have_templates_of_their_own(good, tmp_path, monkeypatch):
    notes, document, config = tmp_path / "n.j2", tmp_path / "d.j2", tmp_path / "config.toml"
    notes.write_text("A note: {{ title }}")
    document.write_text("A document: {{ papers | length }}")
    monkeypatch.setenv("READLIST_CONFIG", str(config))
    config.write_text(f'[export]\ntemplate = "{notes}"\n')
    good("export", "--to", tmp_path / "own.md")
    assert "### Bridges" in (tmp_path / "own.md").read_text()
    config.write_text(f'[export]\ntemplate = "{notes}"\ndocument_template = "{document}"\n')
    good("export", "--to", tmp_path / "all.md")
    good("export", "--to", tmp_path / "notes")
    assert "A document: 4\n" in (tmp_path / "all.md").read_text()
    assert "A note: Bridges\n" in (tmp_path / "notes" / "dvorak2021bridges.md").read_text()
    good("export", "--to", tmp_path / "all.md", "--template", "")
    good("export", "--to", tmp_path / "notes", "--template", "")
    assert "### Bridges" in (tmp_path / "all.md").read_text()
    assert "A note" not in (tmp_path / "notes" / "dvorak2021bridges.md").read_text()


def test_the_help_names_the_variables_of_templates(good):
    text = good("export", "--help")
    for name in (*PAPER_VARIABLES, *DOCUMENT_VARIABLES):
        assert f"\n  {name} " in text


@pytest.mark.parametrize(
    "args",
    [
        ["--to", "x.bib", "--flavour", "plain"],
        ["--to", "x.json", "--take-back"],
        ["--to", "x.ris", "--template", "t.md"],
        ["--to", "folder", "--by", "tag"],
        ["--to", "x.md", "--by", "mood"],
        ["--to", "x.md", "--flavour", "vanilla"],
    ],
)
def test_options_that_are_not_for_this_are_wrong_usage(run, tmp_path, monkeypatch, args):
    monkeypatch.chdir(tmp_path)
    result = run("export", *args)
    assert (result.status, len(result.err.splitlines())) == (2, 1)
    assert not list(tmp_path.glob("x.*"))


@pytest.mark.parametrize(("to", "words"), [("x.md", "one document"), ("missing", "not a folder")])
def test_there_is_nothing_to_take_back_there(run, tmp_path, to, words):
    result = run("export", "--to", tmp_path / to, "--take-back")
    assert (result.status, len(result.err.splitlines())) == (1, 1)
    assert words in result.err

from __future__ import annotations

import json
from pathlib import Path

import pytest

from readlist.importers import read, read_file

pytestmark = pytest.mark.usefixtures("empty")

SEEDS = sorted((Path(__file__).parent.parent.parent / "seeds").glob("*.txt"))
ACL, CUI, CHAN, ABSTRACTS, ARXIV = SEEDS


@pytest.fixture
def empty(shelve):
    """An empty library, which the commands of the test work on."""
    return shelve()


def count(good):
    return len(json.loads(good("list", "--all", "--json")))


def test_the_seed_documents_come_in_with_a_line_each_and_a_total(good):
    assert good("import", *SEEDS).splitlines() == [
        f"{ACL.name}: acl-anthology, 9 papers: 9 added, 0 merged, 0 unchanged",
        f"{CUI.name}: surname-given, 10 papers: 10 added, 0 merged, 0 unchanged",
        f"{CHAN.name}: surname-given, 9 papers: 9 added, 0 merged, 0 unchanged",
        f"{ABSTRACTS.name}: abstracts, 10 papers: 10 added, 0 merged, 0 unchanged",
        f"{ARXIV.name}: arxiv-listing, 10 papers: 10 added, 0 merged, 0 unchanged",
        "Imported: 48 added, 0 merged, 0 unchanged",
    ]
    assert count(good) == 48


def test_a_directory_means_its_documents(good):
    assert good("import", ACL.parent).endswith("Imported: 48 added, 0 merged, 0 unchanged\n")


def test_the_second_time_nothing_is_added_and_nothing_lost(good):
    good("import", *SEEDS)
    good("note", "lin2024mitigating", "--text", "mine")
    before = good("list", "--json")
    assert good("import", *SEEDS).endswith("Imported: 0 added, 0 merged, 48 unchanged\n")
    assert good("list", "--json") == before
    assert good("undo") == "Undone: Note: Mitigating the Alignment Tax of RLHF\n"


def test_all_sources_together_are_one_change(good):
    good("import", *SEEDS)
    good("undo")
    assert count(good) == 0


def test_a_document_comes_from_standard_input(good, paper):
    out = good("import", "-", stdin=ARXIV.read_bytes())
    assert out.startswith("stdin: arxiv-listing, 10 papers: 10 added")
    assert paper("2310.16271")["sources"][0]["document"] == "stdin"


def test_tags_and_status_are_given_on_the_way_in(good, paper):
    good("import", ARXIV, "--tag", "new,ml/x", "--tag", "Y", "--status", "queued")
    came = paper("2310.16271")
    assert (came["tags"], came["status"], came["triaged"]) == (["new", "ml/x", "Y"], "queued", "2026-11-21T08:00:00Z")


def test_a_source_that_fails_does_not_keep_the_others_out(run, good, tmp_path):
    blank, binary, prose = (tmp_path / name for name in ("blank.txt", "binary.txt", "prose.txt"))
    blank.touch()
    binary.write_bytes(bytes(range(256)))
    prose.write_text("Dear Ann,\n\nit was a fine day.\n")
    hollow = tmp_path / "hollow"
    hollow.mkdir()
    result = run("import", blank, tmp_path / "missing.txt", binary, ACL, prose, hollow)
    assert result.status == 1
    lines = result.err.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["readlist"] * 5
    for line, name in zip(lines, ("blank.txt", "missing.txt", "binary.txt", "prose.txt", "hollow"), strict=True):
        assert name in line
    assert result.out.endswith("Imported: 9 added, 0 merged, 0 unchanged, 5 sources failed\n")
    assert count(good) == 9


def test_where_every_source_fails_nothing_has_happened(run, good, tmp_path):
    result = run("import", tmp_path / "missing.txt", "--json")
    assert result.status == 1
    (source,) = result.json["sources"]
    assert (source["source"], source["format"], source["papers"]) == (str(tmp_path / "missing.txt"), None, 0)
    assert "missing.txt" in source["problems"][0]["message"]
    assert (result.json["added"], result.json["failed"]) == (0, 1)
    assert good("undo", "--list") == ""


@pytest.mark.parametrize(
    ("identifier", "field", "value"),
    [
        ("2310.16271", "arxiv", "2310.16271"),
        ("arXiv:2310.16271v2", "arxiv", "2310.16271v2"),
        ("0704.0001", "arxiv", "0704.0001"),
        ("hep-th/9901001", "arxiv", "hep-th/9901001"),
        ("https://arxiv.org/abs/2310.16271", "arxiv", "2310.16271"),
        ("10.1000/182", "doi", "10.1000/182"),
        ("10.1000/182.", "doi", "10.1000/182"),
        ("https://doi.org/10.1016/S0140-6736(05)67889-0", "doi", "10.1016/S0140-6736(05)67889-0"),
        ("2024.acl-long.10", "url", "https://aclanthology.org/2024.acl-long.10/"),
        ("P19-1001", "url", "https://aclanthology.org/P19-1001/"),
        ("https://aclanthology.org/2024.acl-long.10.pdf", "url", "https://aclanthology.org/2024.acl-long.10/"),
        ("https://openreview.net/forum?id=abcdEFG123", "url", "https://openreview.net/forum?id=abcdEFG123"),
    ],
)
def test_an_identifier_or_an_address_is_the_paper_that_it_names(good, identifier, field, value):
    out = good("import", identifier)
    assert out.splitlines()[0] == f"{identifier}: identifiers, 1 paper: 1 added, 0 merged, 0 unchanged"
    (came,) = json.loads(good("list", "--json"))
    assert came[field] == value
    assert came["sources"][0]["document"] == identifier


def test_identifiers_come_in_beside_files_whatever_format_these_are_said_to_have(good):
    good("import", "--from", "surname-given", CUI, "10.1000/182", "2310.16271")
    assert count(good) == 12


def test_a_file_that_is_called_like_an_identifier_is_a_file(good, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("2310.16271").write_bytes(CUI.read_bytes())
    assert good("import", "2310.16271").startswith("2310.16271: surname-given, 10 papers")


@pytest.mark.parametrize("address", ["https://example.com/my/list.html", "https://arxiv.org/list/cs.CL/recent"])
def test_an_address_of_no_paper_is_not_fetched_and_is_told_as_it_was_typed(run, address):
    result = run("import", address)
    assert result.status == 1
    assert result.err == f"readlist: {address}: nothing is fetched from the web; save the page and import that file\n"


@pytest.mark.parametrize("path", ["2310.16271.txt", "lists/10.1000/182.bib", "10.1000/182.pdf"])
def test_a_path_with_an_identifier_in_it_is_a_path(run, path):
    assert run("import", path).err == f"readlist: {path}: no such file or directory\n"


def test_where_no_importer_knows_a_document_the_option_that_names_one_is_told(run):
    result = run("import", "-", stdin=b"Dear Ann,\n\nit was a fine day.\n")
    assert result.err == (
        "readlist: stdin: not a list of papers that any importer knows "
        "(--from FORMAT says what it is, --from help lists the formats)\n"
    )


def test_the_format_can_be_said(run, good):
    assert "surname-given" in good("import", "--from", "surname-given", CUI)
    wrong = run("import", "--from", "papyrus", CUI)
    assert wrong.status == 2
    assert "papyrus" in wrong.err
    assert "acl-anthology" in wrong.err


@pytest.mark.parametrize("args", [[], ["--status", "unknown", "x"], ["--colour", "x"]])
def test_wrong_usage(run, args):
    assert run("import", *args).status == 2


def test_a_tag_that_is_none_stops_the_import(run, good):
    assert run("import", ACL, "--tag", "two words").status == 2
    assert count(good) == 0


def test_a_dry_run_changes_nothing(good):
    assert good("import", ACL, "--dry-run").endswith("Would import: 9 added, 0 merged, 0 unchanged\n")
    assert count(good) == 0


def test_the_report_in_json_accounts_for_every_source(run):
    report = run("import", ACL, ARXIV, "--json").json
    assert list(report) == ["sources", "added", "merged", "unchanged", "failed", "known"]
    assert report["sources"][1] == {
        "source": ARXIV.name,
        "format": "arxiv-listing",
        "papers": 10,
        "added": 10,
        "merged": 0,
        "unchanged": 0,
        "problems": [],
    }
    assert (report["added"], report["failed"]) == (19, 0)


def test_what_was_there_already_is_named_with_its_line_and_its_key(run, good, tmp_path):
    good("import", ARXIV, "--dry-run")
    first, second = tmp_path / "a.bib", tmp_path / "b.bib"
    entries = "".join(
        f"@misc{{own{i}, title={{Paper number {i}}}, author={{Doe, J}}, year=2020}}\n\n" for i in range(12)
    )
    first.write_text(entries)
    second.write_text(entries[: entries.index("@misc{own2,")].replace("own", "other"))
    assert "own" not in good("import", first)
    known = run("import", first, second, "--dry-run", "--json").json["known"]
    assert known[1] == {"source": "a.bib", "line": 3, "key": "own1", "outcome": "unchanged"}
    assert known[-1] == {"source": "b.bib", "line": 3, "key": "own1", "outcome": "merged"}
    keys = ", ".join(f"own{i}" for i in range(8))
    assert good("import", first, second).splitlines() == [
        "a.bib: bibtex, 12 papers: 0 added, 0 merged, 12 unchanged",
        f"  equal to {keys} and 4 more",
        "b.bib: bibtex, 2 papers: 0 added, 2 merged, 0 unchanged",
        "  merged with own0, own1",
        "Imported: 0 added, 2 merged, 12 unchanged",
    ]


def test_a_dry_run_in_json_tells_the_papers_as_they_would_be(run, good):
    args = ("import", *SEEDS, "--tag", "x", "--status", "read", "--json")
    told = [record for source in run(*args, "--dry-run").json["sources"] for record in source["records"]]
    good(*args)
    assert told == json.loads(good("list", "--json"))


def test_a_dry_run_of_known_papers_tells_what_was_read_under_the_keys_they_have(run, good):
    good("import", ARXIV)
    good("tag", "--add", "mine", "2310.16271")
    report = run("import", ARXIV, "--json", "--dry-run").json
    (source,) = report["sources"]
    assert (source["added"], source["unchanged"]) == (0, 10)
    assert [record["key"] for record in source["records"]] == [p["key"] for p in json.loads(good("list", "--json"))]
    assert {tuple(record["tags"]) for record in source["records"]} == {()}


def test_problems_are_told_with_their_line_below_their_source(good, tmp_path):
    # A document that its importer understands in part: which one does not matter here.
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"A line that stands alone\n\n" + CUI.read_bytes())
    problems = read(read_file(broken)).problems
    assert problems
    lines = good("import", broken).splitlines()
    assert lines[1 : 1 + len(problems)] == [f"  line {problem.line}: {problem.message}" for problem in problems]
    assert lines[-1] == "Imported: 10 added, 0 merged, 0 unchanged, 1 place not understood"


def test_an_empty_name_is_not_the_current_folder(run):
    result = run("import", "")
    assert (result.status, result.err) == (1, "readlist: '': not a file name\n")


def test_a_folder_with_a_bad_file_is_told_file_by_file(run, good, tmp_path):
    folder = tmp_path / "in"
    (folder / "below").mkdir(parents=True)
    (folder / "a.txt").write_bytes(ARXIV.read_bytes())
    (folder / "below" / "b.txt").write_bytes(b"\0")
    result = run("import", folder, "--json")
    assert (result.status, result.err) == (1, "readlist: b.txt: not a text file\n")
    assert [(source["source"], source["papers"]) for source in result.json["sources"]] == [
        ("a.txt", 10),
        (str(folder / "below" / "b.txt"), 0),
    ]
    assert (result.json["added"], result.json["failed"]) == (10, 1)
    assert count(good) == 10


def test_a_name_that_is_no_utf_8_is_read_and_cleaned(good, paper, tmp_path):
    odd = tmp_path / "caf\udce9\x1b.txt"
    odd.write_bytes(ARXIV.read_bytes())
    assert good("import", odd).startswith("caf\ufffd\ufffd.txt: arxiv-listing")
    assert paper("2310.16271")["sources"][0]["document"] == "caf\ufffd\ufffd.txt"


def test_a_folder_of_exported_notes_comes_back_whole_with_its_index(run, good, tmp_path):
    good("import", *SEEDS, "--tag", "mine", "--status", "queued")
    good("export", "--to", tmp_path / "notes")
    index = tmp_path / "notes" / "Reading list.md"
    before = json.loads(good("list", "--all", "--json"))
    lines = good("import", tmp_path / "notes").splitlines()
    assert "Reading list.md: readlist-markdown, 0 papers: 0 added, 0 merged, 0 unchanged" in lines
    assert lines[-1].startswith("Imported: 0 added, ")
    keys = [paper["key"] for paper in before]
    good("remove", *keys)
    assert good("import", tmp_path / "notes").endswith("Imported: 48 added, 0 merged, 0 unchanged\n")
    after = {paper["key"]: paper for paper in json.loads(good("list", "--all", "--json"))}
    for paper in before:
        came = after[paper["key"]]
        for name in ("title", "authors", "year", "venue", "arxiv", "doi", "status", "tags"):
            assert came[name] == paper[name]
    told = "readlist: Reading list.md: the index of a folder of notes; import the notes instead\n"
    result = run("import", index)
    assert (result.status, result.err) == (1, told)

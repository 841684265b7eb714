"""Fields that most papers lack: documents do not have them where they are empty, and nothing of them is lost."""

import json
from dataclasses import replace

from readlist.importers.base import Found, Reading
from readlist.importers.merge import Batch, ImportPapers
from readlist.model.actions_merging import MergePapers
from readlist.model.record import Record
from readlist.store.repository import Repository

FILES = ("/x/a.pdf", "b.pdf")


def importing(*records, document="bells.bib"):
    found = tuple(Found(record, position, position) for position, record in enumerate(records, start=1))
    return ImportPapers([Batch(document, Reading("bibtex", found, ()))])


def test_what_is_empty_is_not_in_the_file_and_what_is_not_comes_back(tmp_path, clock, opened):
    bells, chimes = Record(title="On Bells", files=FILES, primary_class="cs.SD"), Record(title="On Chimes")
    repository = Repository.create(tmp_path / "library", contents=importing(bells, chimes), clock=clock)
    repository.compact()
    one, other = json.loads((repository.directory / "library.json").read_bytes())["papers"].values()
    assert (one["files"], one["primary_class"]) == (list(FILES), "cs.SD")
    assert not {"files", "primary_class"} & other.keys()
    papers = opened(repository).library
    papers.prefetch(("files", "primary_class"))
    assert [(paper.files, paper.primary_class) for paper in papers] == [(FILES, "cs.SD"), ((), None)]


def test_what_a_paper_gained_is_taken_back_and_done_again_after_a_restart(small, opened, contents):
    before = contents(small)
    known = Record(title="On ash", abstract=before["ash"]["abstract"])
    small.do(importing(replace(known, files=("a.pdf",), primary_class="cs.CL")))
    small.do(importing(replace(known, files=FILES, primary_class="hep-th"), document="more.bib"))
    after = contents(small)
    assert (after["ash"]["files"], after["ash"]["primary_class"]) == (["a.pdf", *FILES], "cs.CL")
    again = opened(small)
    for _ in range(2):
        again.undo()
    assert contents(again) == before
    assert b'"files":[]' not in again.directory.joinpath("library.json.journal").read_bytes()
    again = opened(small)
    for _ in range(2):
        again.redo()
    assert contents(again) == contents(opened(small)) == after


def test_two_papers_that_are_merged_have_the_files_of_both(small, contents, opened):
    small.do(
        importing(Record(title="Oaks of the North", files=("a.pdf",)), Record(title="Elms", files=("b.pdf", "a.pdf")))
    )
    before = contents(small)
    keys = [key for key, fields in before.items() if fields["files"]]
    small.do(MergePapers(*keys))
    assert small.library[keys[0]].files == ("a.pdf", "b.pdf")
    small.undo()
    assert contents(opened(small)) == before


def test_doctor_finds_what_a_path_must_not_have(small, command):
    small.do(importing(Record(title="Oaks", files=("a.pdf",))))
    small.compact()
    path = small.directory / "library.json"
    path.write_bytes(path.read_bytes().replace(b"a.pdf", b"\\u0007"))
    status, out, _ = command(small, "doctor")
    assert status
    assert "files" in out

"""A library in random use by several programs and a person with an editor, beside a model of plain dicts.

The model is a line of states with a cursor: an action cuts off what stands behind the cursor and puts its state there,
undo and redo move the cursor. A state is all papers by number, each a dict of its fields. Fields that a person added
to the file are no part of any state: they stay with their paper, whatever is done, undone and done again.
"""

import json
import os
import shutil
from zlib import crc32

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tinydb import TinyDB

from readlist.model import deferred
from readlist.model.actions import (
    CHANGED_ELSEWHERE,
    Remove,
    RenameTag,
    SetNote,
    SetStarred,
    SetStatus,
    SetTags,
    SetUnread,
)
from readlist.model.change import Change, Edit
from readlist.model.library import UnknownPaperError
from readlist.model.paper import Paper, Status
from readlist.model.text_merging import merged
from readlist.store import disk, storage
from readlist.store.papers import COLUMNS
from readlist.store.repository import Repository
from readlist.store.storage import LibraryStorage

UNREAD = ("inbox", "queued", "reading")

NEW_KEYS = ("a", "b", "c", "d")
# Which of the papers that are there, from the last: few, so that many steps are about the same ones.
ONE = st.integers(0, 3)
SOME = st.lists(st.integers(0, 5), min_size=1, max_size=3)
NOTES = st.sampled_from(["", "x", "x y", "two\n\nlines", '— “ünï” 漢字 "{},:\\', "\u2028 end\n"])
TAGS = st.sampled_from(["ml", "ML", "ml/rlhf", "rl", "RL/x", "nlp"])
SOME_TAGS = st.lists(TAGS, max_size=3)
PROGRAMS = st.sampled_from([0, 1])


class Adding:
    """Puts papers in, as an import does."""

    def __init__(self, keys, note=""):
        self.keys = keys
        self.note = note

    def change(self, library, now):
        edits = [
            Edit.adding(Paper(key=key, number=number, title=f"On {key}", note=self.note, added=now))
            for number, key in enumerate(self.keys, start=library.next_number)
        ]
        return Change("import", f"Added {len(edits)}", now, tuple(edits))


class Model:
    """What a library must hold."""

    def __init__(self, blank):
        self.blank = blank
        self.line = [{}]
        self.sessions = [None]
        self.cursor = 0
        self.by_hand = {}
        self.born = 0

    @property
    def papers(self):
        return self.line[self.cursor]

    @property
    def keys(self):
        return {paper["key"] for paper in self.papers.values()}

    def papers_of(self, keys):
        return [paper for paper in self.papers.values() if paper["key"] in keys]

    def documents(self):
        """The documents as they are on disk, by id, with what a person added."""
        apart = {"id", "number"}
        return {
            str(number): {name: value for name, value in paper.items() if name not in apart} | self.by_hand[paper["id"]]
            for number, paper in self.papers.items()
        }

    def with_new(self, keys, note, now):
        papers = dict(self.papers)
        for number, key in enumerate(keys, start=max(papers, default=0) + 1):
            self.born += 1
            self.by_hand[self.born] = {}
            own = {"id": self.born, "key": key, "number": number, "title": f"On {key}", "note": note, "added": now}
            papers[number] = self.blank | own
        return papers

    def act(self, papers, session=None):
        """Take in the state after an action; return whether it is another one."""
        if papers == self.papers:
            return False
        del self.line[self.cursor + 1 :], self.sessions[self.cursor + 1 :]
        if session is not None and session == self.sessions[-1]:
            self.line[-1] = papers
        else:
            self.line.append(papers)
            self.sessions.append(session)
            self.cursor += 1
        return True

    def act_on_each(self, keys, fields_of, session=None):
        """Take in an action that gives each paper of `keys` the fields that `fields_of` says of it."""
        papers = {n: p | fields_of(p) if p["key"] in keys else p for n, p in self.papers.items()}
        return self.act(papers, session)

    def step(self, by):
        """Move the cursor; return whether there is a state to move to."""
        if not 0 <= self.cursor + by < len(self.line):
            return False
        self.cursor += by
        return True


def status_fields(paper, status, now):
    if status == paper["status"]:
        return {}
    fields = {"status": status, "status_before": paper["status"]}
    if status == "inbox":
        fields["triaged"] = None
    elif paper["triaged"] is None:
        fields["triaged"] = now
    if status == "read":
        fields["read_on"] = now
    elif status in UNREAD:
        fields["read_on"] = None
    return fields


def earlier_status(paper):
    known = paper["status_before"]
    if known is not None and (known in UNREAD or paper["status"] != "read"):
        return known
    return "inbox" if paper["triaged"] is None else "queued"


def spelt_once(tags):
    first = {}
    for tag in tags:
        first.setdefault(tag.lower(), tag)
    return list(first.values())


def is_within(tag, outer):
    return f"{tag}/".lower().startswith(f"{outer}/".lower())


def tags_renamed(papers, old, new):
    """What becomes of each tag that is the old one, or is below it; names that there are keep their spelling."""
    tags = [tag for paper in papers for tag in paper["tags"]]
    spelling = {tag.lower(): tag for tag in spelt_once(tag for tag in tags if not is_within(tag, old))}
    new = spelling.get(new.lower(), new)
    names = {}
    for tag in tags:
        if is_within(tag, old):
            head = new if is_within(new, old) and is_within(tag, new) else old
            name = new + tag[len(head) :]
            names[tag] = spelling.get(name.lower(), name)
    return names


def note_written(text, base, there):
    return text if base is None else merged(text, there, CHANGED_ELSEWHERE, base=base)


def documents_in(file):
    """The papers of a file by id, as plain TinyDB reads them."""
    with TinyDB(file, encoding="utf-8") as db:
        return {str(document.doc_id): dict(document) for document in db.table("papers").all()}


def with_papers(machine):
    return machine.model.papers


class LibraryMachine(RuleBasedStateMachine):
    """Two programs that have a library open, a third that opens it after every step, and a person with an editor."""

    def __init__(self, folder, clock, patch, blank):
        super().__init__()
        self.directory = folder / "library"
        self.file = self.directory / "library.json"
        self.clock = clock
        self.patch = patch
        self.model = Model(blank)
        self.programs = []
        self.to_tell = [False, False]  # whether a program has not been told yet what another one did; None: maybe
        self.in_file = {}  # the papers whose documents are in the snapshot, by number, and have been there since

    @initialize(papers=st.sampled_from([0, 3, 30]), mapped=st.booleans())
    def make(self, papers, mapped):
        self.mapped = mapped
        self.patch.setattr(disk, "MAPPED_FROM", 1 if mapped else 1 << 30)
        keys = [f"p{number}" for number in range(papers)]
        made = Repository.create(self.directory, contents=Adding(keys), clock=self.clock)
        self.programs = [made, self.opened()]
        self.model.line = [self.model.with_new(keys, "", self.now)]
        self.snapshot_written()

    # What programs do

    @rule(at=PROGRAMS, keys=st.lists(st.sampled_from(NEW_KEYS), min_size=1, max_size=3, unique=True), note=NOTES)
    def add(self, at, keys, note):
        keys = [key for key in keys if key not in self.model.keys]
        self.programs[at].do(Adding(keys, note))
        self.acted(at, changed=self.model.act(self.model.with_new(keys, note, self.now)))

    @precondition(with_papers)
    @rule(at=PROGRAMS, some=SOME, status=st.sampled_from([*Status]), toggle=st.booleans())
    def set_status(self, at, some, status, toggle):
        keys = self.keys_of(some)
        back = toggle and {paper["status"] for paper in self.model.papers_of(keys)} == {status.value}
        self.programs[at].do(SetStatus(keys, status, toggle=toggle))
        self.acted_on_each(
            at, keys, lambda paper: status_fields(paper, earlier_status(paper) if back else status.value, self.now)
        )

    @precondition(with_papers)
    @rule(at=PROGRAMS, some=SOME)
    def set_unread(self, at, some):
        keys = self.keys_of(some)
        self.programs[at].do(SetUnread(keys))
        read = [paper["key"] for paper in self.model.papers_of(keys) if paper["status"] not in UNREAD]
        self.acted_on_each(at, read, lambda paper: status_fields(paper, earlier_status(paper), self.now))

    @precondition(with_papers)
    @rule(at=PROGRAMS, some=SOME, starred=st.sampled_from([True, False, None, None]))
    def star(self, at, some, starred):
        keys = self.keys_of(some)
        all_are = all(paper["starred"] for paper in self.model.papers_of(keys))
        self.programs[at].do(SetStarred(keys, starred))
        self.acted_on_each(at, keys, lambda _: {"starred": not all_are if starred is None else starred})

    @precondition(with_papers)
    @rule(at=PROGRAMS, some=SOME, add=SOME_TAGS, remove=SOME_TAGS)
    def tag(self, at, some, add, remove):
        keys = self.keys_of(some)
        used = spelt_once(tag for paper in self.model.papers.values() for tag in paper["tags"])
        spelling = {tag.lower(): tag for tag in used}
        new, gone = [spelling.get(tag.lower(), tag) for tag in add], {tag.lower() for tag in remove}
        self.programs[at].do(SetTags(keys, add, remove))
        self.acted_on_each(
            at,
            keys,
            lambda paper: {"tags": spelt_once([*(tag for tag in paper["tags"] if tag.lower() not in gone), *new])},
        )

    @rule(at=PROGRAMS, old=TAGS, new=TAGS)
    def rename_tag(self, at, old, new):
        names = tags_renamed(self.model.papers.values(), old, new)
        self.programs[at].do(RenameTag(old, new))
        self.acted_on_each(
            at, self.model.keys, lambda paper: {"tags": spelt_once(names.get(tag, tag) for tag in paper["tags"])}
        )

    @precondition(with_papers)
    @rule(at=PROGRAMS, one=ONE, text=NOTES, session=st.sampled_from([None, "s", "t"]), base=st.none() | NOTES)
    def write_note(self, at, one, text, session, base):
        (key,) = self.keys_of([one])
        self.programs[at].do(SetNote(key, text, session, base))
        self.acted_on_each(at, [key], lambda paper: {"note": note_written(text, base, paper["note"])}, session)

    @precondition(with_papers)
    @rule(at=PROGRAMS, some=SOME)
    def remove(self, at, some):
        keys = list(dict.fromkeys(self.keys_of(some)))
        self.programs[at].do(Remove(keys))
        left = {number: paper for number, paper in self.model.papers.items() if paper["key"] not in keys}
        self.acted(at, changed=self.model.act(left))

    @precondition(with_papers)
    @rule(at=PROGRAMS, one=ONE)
    def name_a_paper_that_is_not_there(self, at, one):
        with pytest.raises(UnknownPaperError):
            self.programs[at].do(SetStarred([*self.keys_of([one]), "gone"]))
        self.acted(at, changed=False)

    @precondition(lambda self: self.model.cursor > 0)
    @rule(at=PROGRAMS, times=st.integers(1, 4), then_at=PROGRAMS, then_times=st.integers(0, 4))
    def undo(self, at, times, then_at, then_times):
        for _ in range(times):
            there_was = self.programs[at].undo() is not None
            assert there_was == self.model.step(-1)
            self.acted(at, changed=there_was)
        self.redo(then_at, then_times)

    @precondition(lambda self: self.model.cursor + 1 < len(self.model.line))
    @rule(at=PROGRAMS, times=st.integers(1, 4))
    def redo(self, at, times):
        for _ in range(times):
            there_was = self.programs[at].redo() is not None
            assert there_was == self.model.step(1)
            self.acted(at, changed=there_was)

    @rule(at=PROGRAMS)
    def refresh(self, at):
        told = self.programs[at].refresh()
        assert self.to_tell[at] in {told, None}
        self.to_tell[at] = False
        self.check(self.programs[at])

    @rule(at=PROGRAMS)
    def reopen(self, at):
        self.programs[at].close()
        self.programs[at] = self.opened()
        self.to_tell[at] = False
        self.check(self.programs[at])

    @rule(at=PROGRAMS)
    def compact(self, at):
        self.programs[at].compact()
        self.acted(at, changed=False)
        self.snapshot_written()
        assert documents_in(self.file) == self.model.documents()

    @rule(at=PROGRAMS)
    def maintain(self, at):
        self.refresh(at)
        snapshot, backup = self.file.stat().st_ino, self.directory / "backups" / f"library-{self.now[:10]}.json"
        there_was = backup.exists()
        assert self.programs[at].maintain() == []
        if self.file.stat().st_ino != snapshot:
            self.snapshot_written()
        if backup.exists() and not there_was:
            assert documents_in(backup) == self.model.documents()

    @rule(hours=st.integers(1, 24))
    def wait(self, hours):
        self.clock.advance(hours=hours)

    # What a person does

    @rule(data=st.data(), value=st.integers() | st.text(max_size=5) | st.lists(st.booleans(), max_size=2))
    def add_field_by_hand(self, data, value):
        if not self.in_file:
            return
        number = data.draw(st.sampled_from(sorted(self.in_file)[-6:]))
        name = data.draw(st.sampled_from(["rating", "starred_by", "Ω"]))
        before = self.file.stat().st_mtime_ns
        # What is mapped must not be written in place; an editor that replaces the file is as good.
        edited = self.directory.parent / "edited.json" if self.mapped else self.file
        if self.mapped:
            shutil.copy(self.file, edited)
        with TinyDB(edited, encoding="utf-8") as db:
            db.table("papers").update({name: value}, doc_ids=[number])
        edited.replace(self.file)
        # The clock of the file system may be slower than we are, but is not slower than a person.
        os.utime(self.file, ns=(before + 10**9, before + 10**9))
        self.model.by_hand[self.in_file[number]][name] = value
        self.to_tell = [told or None for told in self.to_tell]

    # What must be so after every step

    @invariant()
    def a_program_that_starts_finds_everything(self):
        if not self.programs:
            return
        program = self.opened()
        assert program.notices == []
        program.library.prefetch(COLUMNS["papers"].more)
        found = [{name: getattr(paper, name) for name in COLUMNS["papers"].more} for paper in program.library]
        self.check(program)
        # Checking has loaded the whole papers, which must say the same.
        assert found == [{name: getattr(paper, name) for name in COLUMNS["papers"].more} for paper in program.library]
        program.close()
        found = LibraryStorage(self.file)
        assert {doc_id: dict(paper) for doc_id, paper in found.tables["papers"].items()} == self.model.documents()
        found.close()

    @invariant()
    def any_program_reads_the_files(self):
        if not self.programs:
            return
        assert documents_in(self.file).keys() >= {str(number) for number in self.in_file}
        *lines, rest = (self.directory / "library.json.journal").read_bytes().split(b"\n")
        assert rest == b""
        for line in lines:
            checksum, _, text = line.partition(b" ")
            assert json.loads(text)
            assert checksum == b"%08x" % crc32(text)
        assert {path.name for path in self.directory.iterdir()} - {"backups"} == {
            "library.json",
            "library.json.journal",
            "library.json.lock",
        }

    def teardown(self):
        for number, program in enumerate(self.programs):
            self.refresh(number)
            program.close()

    # Inside

    @property
    def now(self):
        return self.clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def opened(self):
        return Repository(self.directory, clock=self.clock)

    def keys_of(self, some):
        keys = [paper["key"] for paper in self.model.papers.values()]
        return [keys[-1 - number % len(keys)] for number in some]

    def acted_on_each(self, at, keys, fields_of, session=None):
        self.acted(at, changed=self.model.act_on_each(keys, fields_of, session))

    def acted(self, at, *, changed):
        """Follow what a program did, which has taken in before what others did."""
        self.to_tell[at] = False
        if changed:
            self.to_tell[1 - at] = True
        papers = self.model.papers
        self.in_file = {n: known for n, known in self.in_file.items() if n in papers and papers[n]["id"] == known}
        self.check(self.programs[at])

    def snapshot_written(self):
        self.in_file = {number: paper["id"] for number, paper in self.model.papers.items()}

    def check(self, program):
        """A program must show what the model holds, and offer as much to undo and to redo."""
        shown = [paper.to_fields() for paper in program.library]
        assert shown == [
            {"files": [], "primary_class": None} | {name: value for name, value in paper.items() if name != "id"}
            for _, paper in sorted(self.model.papers.items())
        ]
        statuses = [paper["status"] for paper in self.model.papers.values()]
        assert dict(program.library.counts.by_status) == {s: statuses.count(s) for s in set(statuses)}
        assert sum(not action.undone for action in program.history.actions()) == self.model.cursor


def test_several_programs_and_a_person_agree_with_a_plain_model(tmp_path_factory, clock, monkeypatch, blank):
    monkeypatch.setattr(storage, "JOURNAL_BYTES", 1500)
    monkeypatch.setattr(deferred, "_FEW", 1)
    run_state_machine_as_test(
        lambda: LibraryMachine(tmp_path_factory.mktemp("machine"), clock, monkeypatch, blank),
        settings=settings(max_examples=80, stateful_step_count=50, deadline=None),
    )


def test_a_removed_paper_comes_back_with_the_fields_that_a_person_gave_it(small):
    file = small.directory / "library.json"
    with TinyDB(file, encoding="utf-8") as db:
        db.table("papers").update({"rating": 5}, doc_ids=[2])
    small.refresh()
    assert not small.history.actions()
    small.do(Remove(["birch"]))
    small.undo()
    small.compact()
    assert documents_in(file)["2"]["rating"] == 5

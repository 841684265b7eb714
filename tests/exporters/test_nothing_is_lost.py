"""What a user writes into exported files survives every further export, whatever changes in the library meanwhile."""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from readlist.cli.taking_back import TakeBack
from readlist.exporters.flavours import Flavour
from readlist.exporters.markdown import Markdown
from readlist.model.actions import Remove
from readlist.model.library import Library
from readlist.model.paper import Paper, Status

NOW = "2026-12-01T08:00:00Z"
BEGIN, END = "<!-- readlist:begin", "<!-- readlist:end"
KEYS = ("alpha2020", "beta2021", "CON")
NOTES = st.sampled_from(
    [
        "",
        "A note.",
        "- one\n- two",
        "```\nopen",
        "<!-- readlist:end -->",
        "## Note\n\ntext",
        f"{BEGIN} sha256=0 -->\n\nx",
    ]
)
ABSTRACTS = st.sampled_from(["", "An abstract.", "Two\n\nparagraphs.", "# Not a heading", "## Note"])
TAGS = st.lists(st.sampled_from(["ml", "ml/rlhf", "nlp"]), unique=True).map(tuple)
PLACES = st.sampled_from(["top", "front", "title", "before", "inside", "note", "after", "end", "code", "comment"])
FRONT_LINES = st.sampled_from(
    ["%s: 1 # why", "  %s", "- %s", "# %s", "citekey: %s", "title: %s", "starred: %s", "tags: [%s]", "citekey: # %s"]
)
PROPERTY_LINES = st.sampled_from(["%s:: 1", "citekey:: %s", "status:: %s", "starred:: %s", "tags:: #%s"])
DAMAGES = st.sampled_from(["begin missing", "end missing", "doubled", "nested", "swapped"])
FLAVOURS = st.sampled_from(list(Flavour))


class Exports(RuleBasedStateMachine):
    """A user who edits files, and a library that is changed and exported.

    Each line of the user's has a word that stands nowhere else. It must stand in some file or in the library at any
    time: text that was written into a note and taken back is in both.
    """

    def __init__(self):
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name)
        self.library = Library(
            [
                Paper(
                    key=key,
                    number=number,
                    title=f"On {key}",
                    abstract="An abstract.",
                    note="A note.",
                    year=2020,
                    tags=("ml",),
                )
                for number, key in enumerate(KEYS, 1)
            ]
        )
        self.words: list[str] = []
        self.numbers = count(1)

    def teardown(self):
        self.place.cleanup()

    @initialize()
    def export_first(self):
        self.export(Flavour.OBSIDIAN)

    @rule(flavour=FLAVOURS)
    def look_first(self, flavour):
        before = self.files()
        Markdown(flavour=flavour).export(list(self.library), self.folder, dry_run=True)
        assert self.files() == before

    @rule(flavour=FLAVOURS)
    def export(self, flavour):
        report = Markdown(flavour=flavour).export(list(self.library), self.folder)
        assert not [outcome for outcome in report.outcomes if outcome.what == "failed"]
        after = self.files()
        Markdown(flavour=flavour).export(list(self.library), self.folder)
        assert self.files() == after

    @rule(flavour=FLAVOURS)
    def take_back(self, flavour):
        exporter = Markdown(flavour=flavour)
        taken = exporter.take_back(list(self.library), self.folder)
        self.library = self.library.apply(TakeBack(taken).change(self.library, NOW).edits)
        exporter.accepting(taken).export(list(self.library), self.folder)
        event("taken back" if taken else "nothing to take back")

    @rule(keys=st.lists(st.sampled_from(KEYS), min_size=1))
    def export_some(self, keys):
        papers = [self.library[key] for key in keys if key in self.library]
        Markdown().export(papers, self.folder)

    @rule(key=st.sampled_from(KEYS), abstract=ABSTRACTS, status=st.sampled_from(Status), tags=TAGS)
    def change(self, key, abstract, status, tags):
        paper = self.library.get(key)
        if paper is not None:
            kept = [*tags, *self.taken_tags(paper)]
            self.set(key, abstract=abstract, status=status.value, tags=kept, title=f"On {key} and {abstract[:5]}")

    @rule(key=st.sampled_from(KEYS), note=NOTES)
    def change_note(self, key, note):
        # What was taken back is the library's, and may be changed there; only then it has left the user's hands.
        paper = self.library.get(key)
        if paper is not None:
            self.words = [word for word in self.words if word not in paper.note or self.in_files(word)]
            kept = [word for word in self.words if word in paper.note]
            self.set(key, note="\n\n".join([note, *kept]))

    @rule(key=st.sampled_from(KEYS))
    def remove(self, key):
        paper = self.library.get(key)
        if paper is not None and not any(word in paper.note + "".join(paper.tags) for word in self.words):
            self.library = self.library.apply(Remove([key]).change(self.library, NOW).edits)

    @rule(data=st.data(), place=PLACES)
    def write(self, data, place):
        path = self.some_file(data)
        if path is None:
            return
        text = path.read_bytes().decode()
        edited = insert(text, place, self.word(), data.draw)
        if edited != text:
            path.write_bytes(edited.encode())
        else:
            self.words.pop()

    @rule(data=st.data(), places=st.lists(PLACES, min_size=1, max_size=3), note=NOTES, flavour=FLAVOURS)
    def write_and_export(self, data, places, note, flavour):
        for place in places:
            self.write(data, place)
        for key in KEYS:
            self.change_note(key, note)
        self.export(flavour)

    @rule(data=st.data())
    def add_a_tag(self, data):
        path = self.some_file(data)
        if path is None:
            return
        text = path.read_bytes().decode()
        if text.count("\ntags: [") == 1:
            path.write_bytes(text.replace("\ntags: [", f'\ntags: ["{self.word()}", ').encode())
            for paper in self.library:
                self.set(paper.key, tags=["other", *self.taken_tags(paper)], year=2021)
            self.export(Flavour.OBSIDIAN)

    @rule(data=st.data(), key=st.sampled_from(["title", "tags", "status", "year"]))
    def comment_on_a_key(self, data, key):
        path = self.some_file(data)
        if path is None:
            return
        lines = path.read_bytes().decode().split("\n")
        at = next((i for i, line in enumerate(lines) if line.startswith(f"{key}: ")), None)
        if at is not None:
            lines[at] = f"{lines[at].rstrip()} # {self.word()}"
            path.write_bytes("\n".join(lines).encode())

    @rule(data=st.data(), damage=DAMAGES)
    def damage(self, data, damage):
        path = self.some_file(data)
        if path is None:
            return
        lines = path.read_bytes().decode().split("\n")
        begin = next((i for i, line in enumerate(lines) if BEGIN in line), None)
        end = next((i for i, line in enumerate(lines) if END in line and i > (begin or 0)), None)
        if begin is None or end is None:
            return
        if damage == "begin missing":
            del lines[begin]
        elif damage == "end missing":
            del lines[end]
        elif damage == "doubled":
            lines += lines[begin : end + 1]
        elif damage == "nested":
            lines[end:end] = lines[begin : end + 1]
        else:
            lines[begin], lines[end] = lines[end], lines[begin]
        path.write_bytes("\n".join(lines).encode())

    @rule(data=st.data(), folder=st.sampled_from(["", "sub", "sub/more"]))
    def move(self, data, folder):
        path = self.some_file(data)
        if path is None:
            return
        to = self.folder / folder
        to.mkdir(parents=True, exist_ok=True)
        path.rename(to / f"moved {next(self.numbers)}.md")

    @rule(data=st.data())
    def rename_the_key(self, data):
        path = self.some_file(data)
        if path is not None:
            text = path.read_bytes().decode()
            path.write_bytes(text.replace('citekey: "', 'citekey: "new', 1).encode())

    @rule(data=st.data())
    def other_line_ends(self, data):
        path = self.some_file(data)
        if path is not None:
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    @invariant()
    def every_word_is_there(self):
        here = "".join(paper.note + "".join(paper.tags) for paper in self.library)
        lost = [word for word in self.words if word not in here and not self.in_files(word)]
        assert not lost

    def taken_tags(self, paper):
        return [tag for tag in paper.tags if tag in self.words]

    def set(self, key, **fields: object):
        if key in self.library:
            self.library = Library([p.with_fields(fields) if p.key == key else p for p in self.library])

    def word(self):
        self.words.append(f"mine{next(self.numbers)}x")
        return self.words[-1]

    def files(self):
        return {path: path.read_bytes() for path in self.folder.rglob("*.md")}

    def in_files(self, word):
        return any(word.encode() in text for text in self.files().values())

    def some_file(self, data):
        paths = sorted(self.files())
        return data.draw(st.sampled_from(paths)) if paths else None


def insert(text, place, word, draw):
    """Return a note with a word of the user's at a place; the same text where there is no such place."""
    lines = text.split("\n")
    begin = next((i for i, line in enumerate(lines) if BEGIN in line), None)
    end = next((i for i, line in enumerate(lines) if END in line), None)
    head = next((i for i, line in enumerate(lines) if i and line.strip() == "---"), None)
    properties = [i for i, line in enumerate(lines) if "::" in line]
    places = range(1, head + 1) if head else properties
    anywhere = draw(st.sampled_from(places)) if places else None
    note = next((i for i, line in enumerate(lines) if line.strip("-\r ") == "## Note"), None)
    at, line = {
        "top": (None if head else 0, f"{word}\n"),
        "front": (anywhere, draw(FRONT_LINES) % word) if head else (anywhere, draw(PROPERTY_LINES) % word),
        "comment": (head, f"# {word}"),
        "title": (begin, f"## {word}"),
        "before": (begin, word),
        "inside": (end, word),
        "note": (note and note + 2, word),
        "after": (end and end + 1, word),
        "end": (len(lines), word),
        "code": (end and end + 1, f"\n```\n{word}\n<!-- readlist:end -->\n```\n"),
    }[place]
    if at is None:
        return text
    return "\n".join([*lines[:at], line, *lines[at:]])


TestNothingIsLost = Exports.TestCase
TestNothingIsLost.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

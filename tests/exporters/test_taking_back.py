from __future__ import annotations

import pytest

from readlist.cli.taking_back import TakeBack
from readlist.exporters.flavours import Flavour
from readlist.exporters.markdown import Markdown
from readlist.model.library import Library
from readlist.model.paper import Status

NOW = "2026-12-01T08:00:00Z"
KEY = "lin2024mitigating"
YAML_FLAVOURS = [Flavour.OBSIDIAN, Flavour.PLAIN]


class Desk:
    """A library with a folder of its notes."""

    def __init__(self, folder, paper, exporter):
        self.folder, self.exporter = folder, exporter
        self.library = Library([paper])
        self.file = folder / f"{KEY}.md"
        self.export()

    @property
    def paper(self):
        return self.library[KEY]

    def export(self, **options: bool):
        return self.exporter.export(list(self.library), self.folder, **options).outcomes[0]

    def change(self, **fields: object):
        self.library = Library([self.paper.with_fields(fields)])

    def edit(self, old, new):
        text = self.file.read_text()
        assert old in text
        self.file.write_text(text.replace(old, new))

    def take_back(self, **options: bool):
        """Do what the command does; return what was left and what became of the file."""
        taken = self.exporter.take_back(list(self.library), self.folder)
        self.library = self.library.apply(TakeBack(taken).change(self.library, NOW).edits)
        outcome = self.exporter.accepting(taken).export(list(self.library), self.folder, **options).outcomes[0]
        return [left for one in taken for left in one.left], outcome


@pytest.fixture(params=list(Flavour))
def desk(request, tmp_path, make_paper):
    return Desk(tmp_path / "notes", make_paper(note="Read *section 3*."), Markdown(flavour=request.param))


@pytest.fixture
def plain_desk(tmp_path, make_paper):
    return Desk(tmp_path / "notes", make_paper(note="Read *section 3*."), Markdown())


def test_an_edited_note_is_taken_and_the_file_written_anew(desk):
    desk.edit("section 3*.", "section 4* and 5.")
    assert desk.export().what == "kept"
    left, outcome = desk.take_back()
    assert (desk.paper.note, left, outcome.message) == ("Read *section 4* and 5.", [], "")
    assert desk.export().what == "unchanged"
    desk.change(note="Another one.")
    assert desk.export().what == "updated"


def test_nothing_edited_takes_nothing(desk):
    assert desk.exporter.take_back(list(desk.library), desk.folder) == []
    desk.change(note="New in the library", status="read", tags=["other"])
    assert desk.exporter.take_back(list(desk.library), desk.folder) == []


def test_both_texts_are_kept_where_the_library_has_another_note_by_now(desk):
    desk.edit("section 3", "section 4")
    desk.change(note="Written in the app.")
    desk.take_back()
    assert "Read *section 4*." in desk.paper.note
    assert "Written in the app." in desk.paper.note
    assert "Written in the app." in desk.file.read_text()


def test_a_record_that_changed_meanwhile_does_not_keep_a_note_from_being_taken(desk):
    desk.edit("section 3", "section 4")
    desk.change(abstract="Another abstract.", comment="12 pages")
    left, outcome = desk.take_back()
    assert (desk.paper.note, left, outcome.what) == ("Read *section 4*.", [], "updated")
    assert "Another abstract." in desk.file.read_text()


def test_a_note_that_was_deleted_is_emptied(plain_desk):
    plain_desk.edit("## Note\n\nRead *section 3*.\n\n", "")
    plain_desk.take_back()
    assert plain_desk.paper.note == ""
    assert plain_desk.export().what == "unchanged"


@pytest.mark.parametrize("text", ["My first thought.\n", "## Note\n\nMy first thought.\n"])
def test_a_note_written_where_there_was_none(tmp_path, make_paper, text):
    desk = Desk(tmp_path, make_paper(note=""), Markdown())
    desk.edit("<!-- readlist:end", f"{text}<!-- readlist:end")
    left, outcome = desk.take_back()
    assert (desk.paper.note, left, outcome.what) == ("My first thought.", [], "updated")


def test_other_edits_of_the_block_are_not_lost(plain_desk):
    plain_desk.edit("section 3", "section 4")
    plain_desk.edit("LLMs forget.", "LLMs ==forget==.")
    before = plain_desk.file.read_text()
    left, outcome = plain_desk.take_back()
    assert plain_desk.paper.note == "Read *section 4*."
    assert left == ["the block outside the note"]
    assert outcome.what == "kept"
    assert plain_desk.file.read_text() == before
    plain_desk.take_back(force=True)
    assert "==" not in plain_desk.file.read_text()
    assert plain_desk.paper.note == "Read *section 4*."


def test_an_edited_abstract_alone_changes_no_note(plain_desk):
    plain_desk.edit("LLMs forget.", "LLMs ==forget==.")
    plain_desk.change(note="Another one.")
    left, _ = plain_desk.take_back()
    assert (plain_desk.paper.note, left) == ("Another one.", ["the block outside the note"])


def test_a_block_without_its_heading_and_with_other_edits_is_kept(plain_desk):
    plain_desk.edit("## Note", "## Thoughts")
    plain_desk.edit("LLMs forget.", "LLMs ==forget==.")
    left, outcome = plain_desk.take_back()
    assert left == ["the block, in which no note is found"]
    assert outcome.what == "kept"
    assert plain_desk.paper.note == "Read *section 3*."


def test_lines_of_a_note_that_were_made_safe_come_back_as_they_were_typed(tmp_path, make_paper):
    note = "<!-- readlist:end -->\n\n<!-- open\n\nlast"
    desk = Desk(tmp_path, make_paper(note=note), Markdown())
    desk.edit("last", "edited")
    desk.take_back()
    assert desk.paper.note == note.replace("last", "edited")


def test_a_heading_note_in_a_note_stays_in_it(tmp_path, make_paper):
    desk = Desk(tmp_path, make_paper(note="One\n\n## Note\n\n```\n## Note\n```\n\ntwo"), Markdown())
    desk.edit("two", "three")
    desk.edit("LLMs", "llms")
    desk.take_back()
    assert desk.paper.note == "One\n\n## Note\n\n```\n## Note\n```\n\nthree"


def test_tags_status_and_star_edited_by_hand_stay_until_they_are_taken(desk):
    logseq = desk.exporter.flavour is Flavour.LOGSEQ
    if logseq:
        desk.edit("tags:: #rlhf, [[ml/alignment]]", "tags:: #rlhf, [[mine/new]]")
        desk.edit("status:: queued", "status:: reading")
        desk.edit("starred:: true\n", "")
    else:
        desk.edit('tags: ["rlhf", "ml/alignment"]', "tags:\n  - rlhf # why\n  - mine/new")
        desk.edit('status: "queued"', "status: reading")
        desk.edit("starred: true\n", "")
    desk.change(note="From the library.")
    outcome = desk.export()
    text = desk.file.read_text()
    assert outcome.what == "updated"
    assert outcome.message == "status, starred and tags edited since the last export, kept"
    assert "From the library." in text
    assert "mine/new" in text
    assert "queued" not in text
    assert desk.export().what == "kept"
    left, outcome = desk.take_back()
    assert left == []
    assert desk.paper.status is Status.READING
    assert not desk.paper.starred
    assert desk.paper.tags == ("rlhf", "mine/new")
    assert desk.export().message == ""


def test_with_force_the_library_wins(desk):
    desk.edit("queued", "reading")
    assert desk.export(force=True).what == "updated"
    assert "queued" in desk.file.read_text()
    assert desk.export().what == "unchanged"


def test_tags_that_both_sides_changed_are_all_kept(plain_desk):
    plain_desk.edit('["rlhf", "ml/alignment"]', '["rlhf", "file"]')
    plain_desk.change(tags=["rlhf", "ml/alignment", "library"])
    plain_desk.take_back()
    assert set(plain_desk.paper.tags) == {"rlhf", "ml/alignment", "library", "file"}


def test_what_the_library_cannot_take_is_told_and_stays(plain_desk):
    plain_desk.edit('["rlhf", "ml/alignment"]', '["two words"]')
    plain_desk.edit('"queued"', '"someday"')
    plain_desk.edit('aliases: ["', 'aliases: ["Tax", "')
    left, outcome = plain_desk.take_back()
    assert left == [
        "aliases",
        "status: 'someday' is no status",
        "tags: 'two words' is no tag (rlhf, ml/alignment not removed)",
    ]
    assert plain_desk.paper.tags == ("rlhf", "ml/alignment")
    assert outcome.what == "kept"
    text = plain_desk.file.read_text()
    assert "two words" in text
    assert "someday" in text
    assert '"Tax"' in text
    assert plain_desk.paper.status is Status.QUEUED


def test_one_tag_that_is_none_does_not_keep_the_others_from_being_taken(plain_desk):
    plain_desk.edit('["rlhf", "ml/alignment"]', '["rlhf", "two words", "new", "ml/alignment", "no, tag"]')
    left, outcome = plain_desk.take_back()
    assert left == ["tags: 'two words', 'no, tag' are no tags"]
    assert plain_desk.paper.tags == ("rlhf", "ml/alignment", "new")
    assert (outcome.what, outcome.message) == ("kept", "tags edited since the last export, kept")
    assert '"two words", "new"' in plain_desk.file.read_text()


@pytest.mark.parametrize("line", ["starred: mine", "  mine", "starred: [mine]"])
def test_a_star_that_is_not_understood_is_left(plain_desk, line):
    plain_desk.edit("starred: true", f"starred: true\n{line}")
    left, _ = plain_desk.take_back()
    assert left[0].startswith("starred: ")
    assert left[0].endswith(" is neither true nor false")
    assert plain_desk.paper.starred
    assert "mine" in plain_desk.file.read_text()


def test_a_status_that_was_deleted_is_left(plain_desk):
    plain_desk.edit('status: "queued"\n', "")
    left, _ = plain_desk.take_back()
    assert left == ["status: there is none"]
    assert plain_desk.paper.status is Status.QUEUED


def test_a_spelling_of_a_tag_that_the_library_has_otherwise(plain_desk):
    plain_desk.edit('"rlhf"', '"RLHF"')
    plain_desk.take_back()
    assert plain_desk.paper.tags == ("rlhf", "ml/alignment")
    assert plain_desk.export().what == "unchanged"


def test_a_file_that_was_edited_again_after_it_was_read_is_kept(plain_desk):
    plain_desk.edit("section 3", "section 4")
    taken = plain_desk.exporter.take_back(list(plain_desk.library), plain_desk.folder)
    plain_desk.edit("section 4", "section 5")
    plain_desk.change(note=taken[0].note)
    outcome = plain_desk.exporter.accepting(taken).export(list(plain_desk.library), plain_desk.folder).outcomes[0]
    assert outcome.what == "kept"
    assert "section 5" in plain_desk.file.read_text()


def test_several_edits_are_one_change(tmp_path, make_paper):
    desk = Desk(tmp_path, make_paper(), Markdown())
    desk.edit("section 3", "section 4")
    desk.edit('"queued"', '"read"')
    taken = desk.exporter.take_back(list(desk.library), desk.folder)
    change = TakeBack(taken).change(desk.library, NOW)
    assert len(change.edits) == 1
    back = desk.library.apply(change.edits).apply(edit.inverse for edit in change.edits)
    assert back[KEY] == desk.paper


def test_outlined_notes_come_back_as_paragraphs_and_lists(tmp_path, make_paper):
    note = "Claim:\n\n- one\n  - two\n\n```py\nx = 1\n\ny = 2\n```\n\n## Heading\n\nlast"
    desk = Desk(tmp_path, make_paper(note=note), Markdown(flavour=Flavour.LOGSEQ))
    desk.edit("last", "edited")
    desk.take_back()
    assert desk.paper.note == note.replace("last", "edited")

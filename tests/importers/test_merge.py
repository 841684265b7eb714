"""From readings to one change: never twice, and nothing that the reader did is touched."""

import dataclasses
from pathlib import Path

import pytest

from readlist import importers
from readlist.importers.base import Found, Problem, Reading
from readlist.importers.merge import Batch, ImportPapers
from readlist.model.actions import SetNote, SetStarred, SetStatus, SetTags
from readlist.model.actions_merging import KeepApart, MergePapers, is_preprint, is_published
from readlist.model.history import History
from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.model.record import Record, Source

SEEDS = Path(__file__).parents[2] / "seeds"
NOW, LATER = "2026-11-21T08:00:00Z", "2026-11-22T09:00:00Z"
SHADOWS = Record(title="On Shadows", authors=("Ana Moreno", "Bo Li"), year=2021, abstract="We measure shadows at noon.")
UNTITLED = Record(abstract="We weigh clouds with light, and find that they are heavy.")


def batch(*records: Record, document="a.txt", form="made-up"):
    found = tuple(Found(record, i, i) for i, record in enumerate(records, 1))
    return Batch(document, Reading(form, found))


def imported(library: Library, *batches: Batch, at=NOW, **options: object):
    """Return the library after an import, and what the import did."""
    action = ImportPapers(batches, **options)
    change = action.change(library, at)
    return library.apply(change.edits), action.plan


def counts(done):
    return done.added, done.merged, done.unchanged


@pytest.fixture(scope="module")
def seeds():
    documents = [importers.read_file(path) for path in importers.find_documents(SEEDS)]
    return [Batch(document.name, importers.read(document)) for document in documents]


def test_the_seed_documents_are_48_papers_of_five_documents(seeds):
    action = ImportPapers(seeds)
    change = action.change(Library(), NOW)
    library = Library().apply(change.edits)
    assert (change.action, change.summary, change.at) == ("import", "Imported 48 papers from 5 documents", NOW)
    assert len(library) == 48
    assert [paper.number for paper in library] == list(range(1, 49))
    assert len({paper.key.casefold() for paper in library}) == 48
    assert {paper.status for paper in library} == {Status.INBOX}
    assert {paper.added for paper in library} == {NOW}
    assert [(t.format, t.papers, t.added, t.merged, t.unchanged) for t in action.plan.tallies] == [
        ("acl-anthology", 9, 9, 0, 0), ("surname-given", 10, 10, 0, 0), ("surname-given", 9, 9, 0, 0),
        ("abstracts", 10, 10, 0, 0), ("arxiv-listing", 10, 10, 0, 0),
    ]  # fmt: skip
    (source,) = library["lin2024mitigating"].sources
    assert source == Source("000_7b429af63ac47363.txt", 1, "acl-anthology", NOW)


def test_importing_twice_changes_nothing(seeds):
    library, _ = imported(Library(), *seeds)
    action = ImportPapers(seeds)
    change = action.change(library, LATER)
    assert change.edits == ()
    assert counts(action.plan) == (0, 0, 48)
    assert change.summary == "Nothing new from 5 documents"


def test_the_same_documents_twice_in_one_import(seeds):
    library, done = imported(Library(), *seeds, *seeds)
    assert len(library) == 48
    assert counts(done) == (48, 0, 48)


@pytest.mark.parametrize(("change", "same"), [
    ({"doi": "10.1/AB"}, True),
    ({"doi": "10.1/ab", "title": "Another title", "authors": (), "year": 1950}, True),
    ({"doi": "10.1/AB", "arxiv": "2310.16271v3", "title": "Another"}, True),
    ({"arxiv": "2310.16271v2", "title": "Another title", "year": None}, True),
    ({"title": "ON: shadows!", "authors": ("A. Moreno",), "year": 2022}, True),
    ({"title": "On Shadows", "authors": ("Cy Ax", "Li", "Bo Lí"), "year": None}, True),
    ({"title": "On Shadows", "year": 2023}, False),
    ({"title": "On Shadows", "authors": ("Cy Ax", "Cy Moreno")}, False),
    ({"title": "On Shadows", "authors": ()}, False),
    ({"title": "On Shadows II"}, False),
    ({"title": None, "authors": (), "year": None, "abstract": "we measure\nSHADOWS, at noon"}, True),
    ({"title": None, "authors": (), "year": None, "abstract": "We measure shadows at night."}, False),
    ({"title": "Another", "arxiv": "1501.00001"}, False),
    ({"arxiv": "1501.00001"}, False),
    ({"doi": "10.2/other"}, False),
    ({"doi": "10.48550/arXiv.2310.16271"}, True),
])  # fmt: skip
def test_which_papers_are_the_same(change, same):
    first = dataclasses.replace(SHADOWS, doi="10.1/ab", arxiv="2310.16271")
    second = dataclasses.replace(SHADOWS, **change)
    apart, done = imported(imported(Library(), batch(first))[0], batch(second, document="b.txt"))
    assert (len(apart), done.merged) == ((1, 1) if same else (2, 0))
    together, _ = imported(Library(), batch(first), batch(second, document="b.txt"))
    assert len(together) == len(apart)
    turned_round, _ = imported(Library(), batch(second), batch(first, document="b.txt"))
    assert len(turned_round) == len(apart)


@pytest.mark.parametrize("record", [
    Record(title="On Light"), Record(title="???"), Record(abstract="N/A"), Record(arxiv="2310.16271"),
    Record(authors=("Ana Moreno",), year=2021), Record(url="https://example.org"), Record(title="光について"),
], ids=str)  # fmt: skip
def test_a_meagre_record_comes_once_too(record):
    library, done = imported(Library(), batch(record))
    assert counts(done) == (1, 0, 0)
    again, done = imported(library, batch(record))
    assert counts(done) == (0, 0, 1)
    assert len(again) == 1


def test_a_title_that_is_nothing_but_signs_is_a_title_of_its_own():
    library, _ = imported(
        Library(), batch(Record(title="???"), Record(title="!!!"), Record(title="π"), Record(title="π²"))
    )
    assert len(library) == 4


def test_merging_fills_what_is_empty_and_adds_the_source():
    bare = Record(title="On Shadows", authors=("Bo Li",), links=("https://old.org",))
    library, _ = imported(Library(), batch(bare))
    full = dataclasses.replace(
        SHADOWS, venue="Shade 2021", doi="10.1/ab", comment="9 pages", links=("https://new.org",)
    )
    merged, done = imported(library, batch(UNTITLED, full, document="b.txt", form="other"), at=LATER)
    assert counts(done) == (1, 1, 0)
    paper = next(iter(merged))
    assert (paper.title, paper.authors) == ("On Shadows", ("Bo Li",))
    assert (paper.year, paper.venue, paper.doi, paper.comment) == (2021, "Shade 2021", "10.1/ab", "9 pages")
    assert paper.abstract == SHADOWS.abstract
    assert paper.links == ("https://old.org", "https://new.org")
    assert paper.sources == (Source("a.txt", 1, "made-up", NOW), Source("b.txt", 2, "other", LATER))


def test_an_untitled_paper_gets_the_title_that_another_source_prints():
    library, _ = imported(Library(), batch(UNTITLED))
    (key,) = library.keys
    merged, done = imported(library, batch(dataclasses.replace(UNTITLED, title="On Clouds"), document="b.txt"))
    assert counts(done) == (0, 1, 0)
    assert merged[key].title == "On Clouds"
    assert counts(imported(merged, batch(UNTITLED))[1]) == (0, 0, 1)


def test_what_a_merge_learns_counts_for_the_next_record():
    by_title = dataclasses.replace(SHADOWS, arxiv="2101.00001")
    by_arxiv = Record(title="Shadows", arxiv="2101.00001v2")
    library, done = imported(Library(), batch(SHADOWS), batch(by_title, by_arxiv, document="b.txt"))
    assert len(library) == 1
    assert counts(done) == (1, 1, 1)


def test_merging_touches_nothing_that_the_reader_made():
    library, _ = imported(Library(), batch(SHADOWS))
    (key,) = library.keys
    for action in (
        SetStatus([key], Status.READ),
        SetStarred([key]),
        SetTags([key], add=["sun"]),
        SetNote(key, "Noon."),
    ):
        library = library.apply(action.change(library, NOW).edits)
    before = library[key]
    record = dataclasses.replace(SHADOWS, year=2022, venue="Shade", title="On shadows", abstract="Other words.")
    merged, _ = imported(library, batch(record, document="b.txt"), at=LATER, status=Status.QUEUED)
    after = merged[key]
    assert after.venue == "Shade"
    kept = dataclasses.replace(after, venue=before.venue, sources=before.sources)
    assert kept == before


def test_the_same_paper_from_another_document_is_merged_by_its_source_alone():
    library, _ = imported(Library(), batch(SHADOWS))
    merged, done = imported(library, batch(SHADOWS, document="b.txt"))
    assert counts(done) == (0, 1, 0)
    assert [source.document for source in next(iter(merged)).sources] == ["a.txt", "b.txt"]


def test_a_document_that_has_grown_at_its_head_adds_the_new_paper_only():
    library, _ = imported(Library(), batch(SHADOWS))
    grown, done = imported(library, batch(UNTITLED, SHADOWS))
    assert counts(done) == (1, 0, 1)
    assert grown[library.keys[0]].sources == library[library.keys[0]].sources


def test_tags_go_to_all_papers_of_the_import_in_the_library_s_spelling():
    library, _ = imported(Library(), batch(UNTITLED), tags=["RLHF"])
    library, done = imported(library, batch(UNTITLED, SHADOWS), tags=["rlhf", "new"])
    assert counts(done) == (1, 0, 1)
    assert [paper.tags for paper in library] == [("RLHF", "new"), ("RLHF", "new")]
    change = ImportPapers([batch(SHADOWS)], tags=["third"]).change(library, NOW)
    assert change.summary == "Tagged 1 paper from a.txt"


@pytest.mark.parametrize(("status", "triaged", "read_on"), [
    (Status.INBOX, None, None), (Status.QUEUED, NOW, None), (Status.READ, NOW, NOW), (Status.ARCHIVED, NOW, None),
])  # fmt: skip
def test_new_papers_get_the_status_that_was_asked_for(status, triaged, read_on):
    library, _ = imported(Library(), batch(SHADOWS), status=status)
    (paper,) = library
    assert (paper.status, paper.triaged, paper.read_on) == (status, triaged, read_on)


def test_taking_back_the_status_of_an_import_leads_to_the_inbox():
    library, _ = imported(Library(), batch(SHADOWS), status=Status.READ)
    back = library.apply(SetStatus(library.keys, Status.READ, toggle=True).change(library, LATER).edits)
    assert next(iter(back)).status is Status.INBOX


def test_keys_are_unique_in_the_library_and_the_import_whatever_their_case():
    others = [dataclasses.replace(SHADOWS, abstract="", title=f"On Shadows {i}") for i in "BC"]
    library, _ = imported(Library(), batch(SHADOWS))
    (key,) = library.keys
    shouted = Library([dataclasses.replace(library[key], key=key.upper())])
    after, _ = imported(shouted, batch(*others, document="b.txt"))
    keys = [paper_key.casefold() for paper_key in after.keys]
    assert len(set(keys)) == 3
    assert keys[0] == key


def test_numbers_go_on_from_the_last():
    library, _ = imported(Library(), batch(SHADOWS))
    seventh = Library([dataclasses.replace(next(iter(library)), number=7)])
    after, _ = imported(seventh, batch(UNTITLED))
    assert [paper.number for paper in after] == [7, 8]


def test_names_of_documents_are_cleaned():
    library, done = imported(Library(), batch(SHADOWS, document="a\x1b.txt"))
    assert next(iter(library)).sources[0].document == done.tallies[0].source == "a\ufffd.txt"


def test_what_the_summary_says():
    def summary(library: Library, *batches: Batch):
        return ImportPapers(batches).change(library, NOW).summary

    library, _ = imported(Library(), batch(SHADOWS))
    assert summary(Library(), batch(SHADOWS)) == "Imported 1 paper from a.txt"
    light = Record(title="On Light")
    assert (
        summary(library, batch(SHADOWS, UNTITLED, light, document="x.txt")) == "Imported 3 papers (1 merged) from x.txt"
    )
    assert summary(library, batch(SHADOWS, document="x.txt")) == "Merged 1 paper from x.txt"
    assert summary(library, batch(SHADOWS)) == "Nothing new from a.txt"


def test_the_plan_is_that_of_the_newest_library_and_carries_the_problems():
    reading = Reading("made-up", (Found(SHADOWS, 1, 1),), (Problem(3, "what?"),))
    action = ImportPapers([Batch("a.txt", reading)])
    assert action.plan.edits == ()
    library = Library().apply(action.change(Library(), NOW).edits)
    assert counts(action.plan) == (1, 0, 0)
    action.change(library, LATER)
    assert counts(action.plan) == (0, 0, 1)
    assert action.plan.tallies[0].problems == (Problem(3, "what?"),)


def test_a_change_has_one_edit_a_paper():
    first = Record(title="On Shadows", authors=("Bo Li",))
    second = dataclasses.replace(first, year=2021)
    third = dataclasses.replace(first, venue="Shade")
    library, _ = imported(Library(), batch(first))
    change = ImportPapers([batch(second, third, document="b.txt")]).change(library, LATER)
    (edit,) = change.edits
    assert set(edit.after) == {"year", "venue", "sources"}
    assert library.apply([edit]).apply([edit.inverse])[edit.key] == library[edit.key]


def alike(count: int, offset: int = 0):
    """Return records that have as much in common as different papers can."""
    opening = "In this paper we study the behaviour of large language models under distribution shift, number "
    return [
        Record(title="Editorial", authors=("Ana Moreno",), doi=f"10.1/{i}", abstract=f"{opening}{i}.")
        for i in range(offset, offset + count)
    ]


def test_papers_with_much_in_common_stay_apart():
    library, _ = imported(Library(), batch(*alike(30)))
    after, done = imported(library, batch(*alike(60), document="b.txt"))
    assert len(after) == 60
    assert counts(done) == (30, 30, 0)


PREPRINT = Record(
    title="Shadows", authors=("Ana Moreno", "Bo Li"), year=2020, abstract="We measure shadows.", arxiv="2012.00001v1",
    url="https://arxiv.org/abs/2012.00001", doi="10.48550/arXiv.2012.00001", comment="9 pages", venue="arXiv preprint",
)  # fmt: skip
PUBLISHED = Record(
    title="Shadows at Noon", authors=("Ana Moreno", "Bo Li", "Cy Ax"), year=2021, venue="Proceedings of Shade 2021",
    arxiv="2012.00001", doi="10.1/noon", url="https://shade.org/noon", abstract="We measured shadows.", comment="Long",
)  # fmt: skip
OF_BOTH = dataclasses.replace(PUBLISHED, arxiv="2012.00001v1", abstract="We measure shadows.", comment="9 pages")


def only(library: Library) -> Paper:
    (paper,) = library
    return paper


def record_of(paper: Paper) -> Record:
    return Record(**{part.name: getattr(paper, part.name) for part in dataclasses.fields(Record)})


@pytest.mark.parametrize("records", [(PREPRINT, PUBLISHED), (PREPRINT, PUBLISHED, PREPRINT), (PREPRINT, OF_BOTH)])
def test_the_publication_takes_the_place_of_the_preprint(records):
    library, _ = imported(Library(), *(batch(record, document=f"{i}.txt") for i, record in enumerate(records)))
    assert record_of(only(library)) == OF_BOTH
    assert imported(library, *(batch(record, document="0.txt") for record in records))[1].merged == 0


def test_a_preprint_that_comes_later_fills_what_is_empty_and_replaces_nothing():
    published = dataclasses.replace(PUBLISHED, abstract="", comment=None, doi=None, arxiv=None, title="Shadows")
    library, done = imported(imported(Library(), batch(published))[0], batch(PREPRINT, document="b.txt"))
    assert counts(done) == (0, 1, 0)
    expected = dataclasses.replace(
        published, arxiv="2012.00001v1", abstract=PREPRINT.abstract, comment=PREPRINT.comment
    )
    assert record_of(only(library)) == expected


def test_the_key_and_what_the_reader_made_stay_when_a_preprint_is_published():
    library, _ = imported(Library(), batch(PREPRINT))
    (key,) = library.keys
    for action in (SetStatus([key], Status.READING), SetTags([key], add=["sun"]), SetNote(key, "Noon.")):
        library = library.apply(action.change(library, NOW).edits)
    after = only(imported(library, batch(PUBLISHED, document="b.txt"), at=LATER)[0])
    before = library[key]
    assert (after.key, after.number, after.status, after.triaged) == (key, 1, before.status, before.triaged)
    assert (after.tags, after.note, after.starred, after.added) == (("sun",), "Noon.", False, NOW)
    assert [source.document for source in after.sources] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(("authors", "kept"), [
    (("A. Moreno", "B. Li"), True), (("Ana Moreno",), True), (("A. Moreno",), True), (("Bo Li", "Ana Moreno"), False),
    (("Ana M. Moreno", "Bo Li"), False), (("Ana Moreno", "Bo Li", "Cy Ax"), False), ((), True),
])  # fmt: skip
def test_an_abridged_list_of_authors_does_not_replace_the_whole_one(authors, kept):
    published = dataclasses.replace(PUBLISHED, authors=authors)
    library, _ = imported(Library(), batch(PREPRINT), batch(published, document="b.txt"))
    assert only(library).authors == (PREPRINT.authors if kept else authors)


def test_nothing_is_lost_of_an_address_or_identifier_that_gives_way():
    preprint = Record(
        title="Shadows", authors=("Ana Moreno",), doi="10.48550/arXiv.2012.00001", url="https://ana.org/s"
    )
    published = dataclasses.replace(PUBLISHED, title="Shadows", arxiv=None)
    paper = only(imported(Library(), batch(preprint), batch(published, document="b.txt"))[0])
    assert (paper.doi, paper.url, paper.arxiv) == ("10.1/noon", "https://shade.org/noon", "2012.00001")
    assert paper.links == ("https://ana.org/s",)


@pytest.mark.parametrize(("record", "published", "preprint"), [
    (Record(venue="Proceedings of ACL"), True, False), (Record(doi="10.18653/v1/P14-1001"), True, False),
    (Record(venue="CoRR abs/2310.16271"), False, True), (Record(venue="arXiv preprint arXiv:2310.16271"), False, True),
    (Record(venue="ArXiv"), False, True), (Record(venue="bioRxiv"), False, True),
    (Record(venue="Submitted to ICLR 2024"), False, True), (Record(venue="Correlations in Physics"), True, False),
    (Record(arxiv="2310.16271"), False, True), (Record(url="https://arxiv.org/abs/2310.16271"), False, True),
    (Record(arxiv="2310.16271", venue="EMNLP 2023"), True, False), (Record(doi="10.5281/zenodo.7"), False, True),
    (Record(title="On Light"), False, False), (Record(arxiv="2310.16271", doi="10.1/ab"), True, False),
], ids=str)  # fmt: skip
def test_what_is_a_publication_and_what_a_preprint(record, published, preprint):
    assert (is_published(record), is_preprint(record)) == (published, preprint)


# Merging two papers of a library

OLDER = Paper(
    key="older", number=1, title="Shadows", authors=("Ana Moreno", "Bo Li"), year=2020, arxiv="2012.00001",
    abstract="We measure shadows.", sources=(Source("a.txt", 1, "made-up", NOW),), tags=("sun", "Noon"), note="Mine.\n",
    status=Status.QUEUED, status_before=Status.INBOX, added=NOW, triaged=LATER,
)  # fmt: skip
NEWER = Paper(
    key="newer", number=2, title="Shadows at Noon", authors=("Ana Moreno", "Bo Li"), year=2021, venue="Shade 2021",
    comment="9 pages", sources=(Source("b.txt", 3, "other", LATER),), tags=("noon", "trees"), note="Also mine.",
    status=Status.READ, status_before=Status.READING, starred=True, added=LATER, triaged=NOW, read_on=LATER,
)  # fmt: skip
PAIR = Library([OLDER, NEWER])


@pytest.mark.parametrize("keys", [("older", "newer"), ("newer", "older")])
def test_of_two_papers_the_older_one_stays_with_all_that_there_is(keys):
    change = MergePapers(*keys).change(PAIR, LATER)
    paper = only(PAIR.apply(change.edits))
    assert paper == dataclasses.replace(
        OLDER, title="Shadows at Noon", year=2021, venue="Shade 2021", comment="9 pages",
        sources=OLDER.sources + NEWER.sources, tags=("sun", "Noon", "trees"), starred=True,
        note="Mine.\n\n*From the note of newer:*\n\nAlso mine.",
        status=Status.READ, status_before=Status.READING, triaged=NOW, read_on=LATER,
    )  # fmt: skip
    assert (change.action, change.summary) == ("merge", "Merged newer into older: Shadows")


def test_a_merge_is_one_change_and_undo_brings_both_papers_back():
    history = History()
    change = dataclasses.replace(MergePapers("newer", "older").change(PAIR, LATER), id=1)
    history.append(change)
    merged = PAIR.apply(change.edits)
    back = history.undo(LATER, merged)
    assert list(merged.apply(back.edits)) == [OLDER, NEWER]


@pytest.mark.parametrize(("one", "other", "expected"), [
    (Status.INBOX, Status.QUEUED, Status.QUEUED), (Status.READING, Status.QUEUED, Status.READING),
    (Status.READ, Status.READING, Status.READ), (Status.INBOX, Status.ARCHIVED, Status.ARCHIVED),
    (Status.ARCHIVED, Status.QUEUED, Status.QUEUED), (Status.READ, Status.ARCHIVED, Status.READ),
    (Status.INBOX, Status.INBOX, Status.INBOX),
])  # fmt: skip
def test_the_status_that_is_furthest_on_stays_and_being_put_away_is_not_far(one, other, expected):
    for first, second in ((one, other), (other, one)):
        library = Library([
            dataclasses.replace(OLDER, status=first, triaged=None if first is Status.INBOX else NOW, read_on=None),
            dataclasses.replace(NEWER, status=second, triaged=None if second is Status.INBOX else LATER, read_on=None),
        ])  # fmt: skip
        paper = only(library.apply(MergePapers("older", "newer").change(library, LATER).edits))
        assert paper.status is expected
        assert (paper.triaged is None) is (expected is Status.INBOX)


@pytest.mark.parametrize(("mine", "theirs", "expected"), [
    ("", "Theirs.", "Theirs."), ("Mine.", "", "Mine."), ("Mine.", "Mine.", "Mine."), ("", "", ""),
    ("Mine.", "# Notes\n\nMine.", "# Notes\n\nMine."),
    ("Mine.", "Theirs.", "Mine.\n\n*From the note of newer:*\n\nTheirs."),
])  # fmt: skip
def test_notes_are_joined_where_both_say_something(mine, theirs, expected):
    library = Library([dataclasses.replace(OLDER, note=mine), dataclasses.replace(NEWER, note=theirs)])
    assert only(library.apply(MergePapers("older", "newer").change(library, LATER).edits)).note == expected


def test_a_paper_is_not_merged_with_itself():
    assert MergePapers("older", "older").change(PAIR, LATER).edits == ()
    assert KeepApart("older", "older").change(PAIR, LATER).edits == ()


def test_papers_that_are_kept_apart_remember_it_through_a_merge_with_others():
    third = dataclasses.replace(OLDER, key="third", number=3)
    library = Library([OLDER, NEWER, third])
    for action in (KeepApart("newer", "third"), KeepApart("newer", "older"), MergePapers("older", "newer")):
        library = library.apply(action.change(library, LATER).edits)
    assert library["older"].apart == ("third",)
    assert KeepApart("older", "third").change(library, LATER).keys == ("third",)

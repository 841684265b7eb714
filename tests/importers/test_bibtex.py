import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document
from readlist.importers.bibtex import BibTeX

EXPORTS = ["bibtex-zotero.txt", "bibtex-jabref.txt", "bibtex-biblatex.txt"]


def read(text):
    return BibTeX().read(Document("x.bib", text))


def record(fields, kind="article"):
    (found,) = read(f"@{kind}{{key,\n{fields}\n}}").found
    return found.record


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_are_found_by_their_looks(stored, name):
    assert BibTeX().sniff(stored(name)) == 1
    assert importers.read(stored(name)).format == "bibtex"


def test_an_export_of_zotero(stored):
    reading = BibTeX().read(stored("bibtex-zotero.txt"))
    assert reading.problems == ()
    first, second, thesis = reading.found
    assert first.key == "moreno_counting_2023"
    assert first.line == 2
    assert first.tags == ("Computer Science - Computation and Language", "bells")
    assert first.state == {}
    assert first.record.title == "Counting Bells with RingNet: A Study in Erdős’s Town"
    assert first.record.authors == ("Ana Moreno", "Jan van der Berg", "Ján Łoś", "Bell Ringers of Toronto, Inc.")
    assert first.record.year == 2023
    assert first.record.venue == (
        "Proceedings of the 61st Annual Meeting of the Association for Bells (Volume 1: Long Papers)"
    )
    assert first.record.abstract == (
        "We count bells. Our code is at https://github.com/moreno/ring_net. About 69% of them ring & 5 $ is enough. "
        "A second paragraph."
    )
    assert first.record.arxiv == "2305.99001"
    assert first.record.doi == "10.18653/v1/2023.acl-long.9901"
    assert first.record.url == "https://aclanthology.org/2023.acl-long.9901"
    assert first.record.links == ("https://github.com/moreno/ring_net",)
    assert first.record.comment == "13 pages, 5 figures"
    assert second.record.title == "A Quiet Town, or: Why $O(n^{2})$ Bells Do Not Suffice"
    assert second.record.abstract == "It is quiet in situ."
    assert (second.record.arxiv, second.record.comment) == ("2401.99002", "Accepted to BELL 2024")
    assert (thesis.record.title, thesis.record.venue, thesis.record.year) == ("Towers", "University of Oslo", 2019)
    assert thesis.state == {"note": "Read chapter 3 first."}


def test_an_export_of_jabref(stored):
    reading = BibTeX().read(stored("bibtex-jabref.txt"))
    child, chimes, again, proceedings = reading.found
    assert child.record.title == "Øre Sounds — On “Bronze”"
    assert child.record.authors == ("Jörg Müller", "Federico García Lorca", "Martin King Jr.")
    assert child.record.venue == "Proceedings of BELL 2021: Bells at Home"
    assert (child.record.year, child.record.arxiv, child.record.comment) == (2021, "cs/0306050", "11 pages")
    assert child.state == {"status": "read"}
    assert chimes.record.title == 'Chimes "in vitro"'
    assert (chimes.record.venue, chimes.record.year) == ("Journal of Bells (Online)", 2020)
    assert chimes.record.url == "https://example.org/~wit/chimes_1"
    assert (again.key, again.record.title, again.record.year) == ("Wit2020", "The Same Key Again", 2022)
    assert again.record.venue == "TeX Letters"
    assert (proceedings.record.authors, proceedings.key) == (("Inés Ruiz",), "BELL2021")
    (problem,) = reading.problems
    assert problem.line == 27
    assert "broken entry, skipped" in problem.message
    assert "@Article{Broken2020," in problem.message


def test_an_export_in_biblatex(stored):
    reading = BibTeX().read(stored("bibtex-biblatex.txt"))
    assert reading.problems == ()
    first, second = reading.found
    assert first.record.title == "Bells: A Handbook"
    assert first.record.authors == ("Ana Moreno", "Jan van der Berg")
    assert (first.record.year, first.record.arxiv) == (2025, "2501.99003v2")
    assert (first.record.doi, first.tags) == ("10.48550/arXiv.2501.99003", ("bells", "hand books"))
    assert second.record.title == "Is it a Bell? It is"
    assert second.record.venue == "Bell Letters: Series B"


@pytest.mark.parametrize(("written", "printed"), [
    ("{BERT}: Pre-training", "BERT: Pre-training"),
    ("{{The Whole Title}}", "The Whole Title"),
    ("G{\\\"o}del, Dvo{\\v{r}}{\\'a}k, {\\'E}cole, \\AA rhus, {\\L}o\\'s", "Gödel, Dvořák, École, Århus, Łoś"),
    ('Stra{\\ss}e, na\\"{\\i}ve, {\\c c}a, \\c{c}a, Erd{\\H o}s', "Straße, naïve, ça, ça, Erdős"),
    ("R{\\&}D: 50\\% of \\#1, A\\_B", "R&D: 50% of #1, A_B"),
    ("On $\\alpha_{1}$-{S}table {$k$}-NN", "On $\\alpha_{1}$-Stable $k$-NN"),
    ("An \\emph{Important} {\\em Thing} in \\textsc{Caps}", "An Important Thing in Caps"),
    ("Pages~1--9 --- ``Quoted''", "Pages 1–9 — “Quoted”"),
    ("A \\emph{Study of $x^{2}$ Things}", "A Study of $x^{2}$ Things"),
    ("Sets \\{a, b\\} and 10^{3}", "Sets {a, b} and 10^{3}"),
    ("Two\n   Lines", "Two Lines"),
    ("What \\unknown{This} Is", "What \\unknown{This} Is"),
    ("<i>In situ</i> &amp; <sub>2</sub>", "In situ & 2"),
    ("C\\# and F\\#", "C# and F#"),
])  # fmt: skip
def test_titles_as_they_print(written, printed):
    assert record(f"title = {{{written}}}").title == printed


@pytest.mark.parametrize(("written", "authors"), [
    ("Lin, Yong and Lin, Hangyu", ("Yong Lin", "Hangyu Lin")),
    ("Yong Lin AND Hangyu Lin", ("Yong Lin", "Hangyu Lin")),
    ("van der Berg, Jan and others", ("Jan van der Berg",)),
    ("King, Jr., Martin and Sammy {Davis, Jr.}", ("Martin King Jr.", "Sammy Davis, Jr.")),
    ("{OpenAI} and {Barnes and Noble, Inc.}", ("OpenAI", "Barnes and Noble, Inc.")),
    ("M{\\\"u}ller, J. and Ren{\\'e}e {\\'E}tienne", ("J. Müller", "Renée Étienne")),
    ("Knuth, Donald~E.", ("Donald E. Knuth",)),
    ("Anderson, Sand\nand Brand, Y", ("Sand Anderson", "Y Brand")),
    ("Plato", ("Plato",)),
    ("Ana Moreno, Bo Li, and Cy Ax", ("Ana Moreno", "Bo Li", "Cy Ax")),
    ("Moreno, Ana; Li, Bo", ("Ana Moreno", "Bo Li")),
    ("and Lin, Yong and", ("Yong Lin",)),
    ("", ()),
])  # fmt: skip
def test_names(written, authors):
    assert record(f"title = {{T}}, author = {{{written}}}").authors == authors


@pytest.mark.parametrize(("fields", "arxiv"), [
    ("eprint = {2310.16271}, archivePrefix = {arXiv}, primaryClass = {cs.CL}", "2310.16271"),
    ("eprint = {9901001}, archiveprefix = {arXiv}, primaryclass = {hep-th}", "hep-th/9901001"),
    ("eprint = {arXiv:2310.16271v2}", "2310.16271v2"),
    ("journal = {arXiv preprint arXiv:2310.16271}", "2310.16271"),
    ("journal = {CoRR}, volume = {abs/2310.16271}", "2310.16271"),
    ("url = {https://arxiv.org/abs/2310.16271}", "2310.16271"),
    ("doi = {10.48550/ARXIV.2310.16271}", "2310.16271"),
    ("note = {{arXiv}: 2310.16271 [cs.CL]}", "2310.16271"),
    ("arxivId = {2310.16271}", "2310.16271"),
    ("eprint = {123456}, eprinttype = {jstor}", None),
    ("note = {2310.16271 bells}", None),
])  # fmt: skip
def test_arxiv_identifiers(fields, arxiv):
    found = record(f"title = {{T}}, {fields}")
    assert (found.arxiv, found.year) == (arxiv, arxiv and (1999 if "hep" in arxiv else 2023))


@pytest.mark.parametrize(("fields", "name", "value"), [
    ("doi = {https://doi.org/10.1234/a\\_b}", "doi", "10.1234/a_b"),
    ("url = {https://doi.org/10.1234/ab}", "doi", "10.1234/ab"),
    ("url = {https://example.org/a\\_b\\%20c?x=1&y=2}", "url", "https://example.org/a_b%20c?x=1&y=2"),
    ("url = {www.example.org/a}", "url", "https://www.example.org/a"),
    ("url = {see the library}", "url", None),
    ("howpublished = {Talk at the Bell Tower}", "venue", "Talk at the Bell Tower"),
    ("year = {in press}", "year", None),
    ("year = {2019a}", "year", 2019),
    ("date = {2019-05/2020-01}", "year", 2019),
    ("note = {To appear}", "comment", "To appear"),
    ("url = {https://a.org/1}, ee = {https://b.org/2}", "links", ("https://b.org/2",)),
])  # fmt: skip
def test_other_fields(fields, name, value):
    assert getattr(record(f"title = {{T}}, {fields}"), name) == value


def test_groups_and_own_comments_of_jabref():
    (found,) = read(
        "@article{a, title = {Bells}, keywords = {noon; towers}, groups = {Logic, To read},\n"
        "comment-ana = {Ring twice.}}"
    ).found
    assert found.tags == ("noon", "towers", "Logic", "To read")
    assert (found.state, found.record.comment) == ({"note": "Ring twice."}, None)


def test_what_is_inherited_is_the_volumes_and_not_the_papers():
    reading = read(
        "@inproceedings{a, title = {A}, crossref = {v}}\n"
        "@inproceedings{b, title = {B}, booktitle = {Own}, date = {2020}, crossref = {V}}\n"
        "@proceedings{v, title = {Volume}, year = 2021, doi = {10.1234/v}, url = {https://v.org}, keywords = {v}}\n"
        "@inproceedings{c, title = {C}, crossref = {gone}}"
    )
    a, b, _, c = reading.found
    assert (a.record.venue, a.record.year, a.record.doi, a.record.url, a.tags) == ("Volume", 2021, None, None, ())
    assert (b.record.venue, b.record.year) == ("Own", 2020)
    assert c.record.venue is None
    assert [(p.line, p.message) for p in reading.problems] == [(4, 'refers to an entry that is not there: "gone"')]


def test_entries_that_refer_to_each_other_end():
    found = read("@book{a, title = {A}, crossref = {b}}\n@book{b, title = {B}, year = 2001, crossref = {a}}").found
    assert [(f.record.title, f.record.year) for f in found] == [("A", 2001), ("B", 2001)]


def test_macros_of_macros_and_macros_that_nobody_defined():
    reading = read(
        '@string{one = "Bell"}\n@string{two = one # { } # "Letters"}\n@STRING{ONE = {Chime}}\n'
        "@article{a, title = {A}, journal = Two # { B}, year = 2020}\n"
        "@article{b, title = {B}, journal = one}\n"
        "@article{c, title = {C}, journal = jmlr}"
    )
    assert [f.record.venue for f in reading.found] == ["Bell Letters B", "Chime", "jmlr"]
    assert [(p.line, p.message) for p in reading.problems] == [
        (6, 'no @string says what this is in the field journal: "jmlr"')
    ]


FAR = "@misc{far, title = {Far}, abstract = {" + "word " * 210_000 + "}}\n"
"""An entry as long as what is looked at in one go of a large file."""


def test_macros_hold_for_the_entries_before_them_too_however_far_away():
    reading = read(f"@article{{a, title = {{A}}, journal = late}}\n{FAR}@STRING{{late = {{Bell}}}}")
    assert [f.record.venue for f in reading.found] == ["Bell", None]
    assert reading.problems == ()


@pytest.mark.parametrize("shift", range(0, 24, 3))
def test_entries_refer_to_others_however_far_away(shift):
    # Wherever the name of the field stands to the border of what is looked at in one go.
    padding = "x" * ((1 << 20) - 60 + shift)
    reading = read(
        f"@misc{{far, title = {{Far}}, abstract = {{{padding}}}}}\n"
        f"@inproceedings{{a, CrossRef = {{vol}}, title = {{A}}}}\n{FAR}"
        "@proceedings{vol, title = {Bells 2024}, year = 2024}"
    )
    assert [(f.record.title, f.record.venue) for f in reading.found if f.key == "a"] == [("A", "Bells 2024")]


def test_of_a_large_file_only_what_is_read_is_in_memory():
    count, abstract = 400, "We ring bells. " * 400
    entries = "".join(f"@misc{{k{n}, title = {{Bell {n}}}, abstract = {{{n} {abstract}}}}}\n" for n in range(count))
    document = Document("x.bib", entries)
    read("@misc{k, title = {Bell}}")  # loads what it needs
    tracemalloc.start()
    try:
        found = BibTeX().read(document).found
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) == count
    # The abstracts themselves; neither the entries nor the lines beside them.
    assert most < 1.6 * len(entries)


def test_macros_that_double_each_other_do_not_fill_the_memory():
    doubling = "".join(f"@string{{m{i} = m{i - 1} # m{i - 1}}}\n" for i in range(1, 60))
    (found,) = read(f'@string{{m0 = "bells "}}\n{doubling}@article{{a, title = {{A}}, journal = m59}}').found
    assert len(found.record.venue) < 10_000


def test_broken_entries_are_told_by_line_and_the_following_come_in():
    reading = read(
        "@article{one, title = {One}}\n"
        "@article{two,\n  title = {Two\n  year = 2020\n}\n\n"
        "@article{three, title = {Three}}\n"
        "@article{no comma title = {Four}}\n"
        "@article{five, title = {Five}\n  author = {Li, Bo}\n}\n"
        "@misc{six, title = {Six}, title = {6}, keywords = {a}, keywords = {b}}\n"
        "@misc{seven}\n"
        "Some words.\n"
        "@misc{eight, title = {Eight}"
    )
    assert [f.record.title for f in reading.found] == ["One", "Three", "Five", "Six"]
    assert reading.found[2].record.authors == ("Bo Li",)
    assert reading.found[3].tags == ("a", "b")
    assert [(p.line, p.message.partition(":")[0]) for p in reading.problems] == [
        (2, "broken entry, skipped (a brace or a quote is not closed)"),
        (8, "broken entry, skipped (not as BibTeX is written)"),
        (9, "no comma before the field author"),
        (12, "twice in one entry, of which the first counts (title)"),
        (13, "nothing of a paper in this entry"),
        (14, "outside of any entry"),
        (15, "broken entry, skipped (a brace or a quote is not closed)"),
    ]


def test_entries_begin_where_nothing_but_blanks_stands_before_them_on_their_line():
    text = "@misc{a, title = {A @misc(b, here)}}\n \t@misc{c, title = {C}} @misc{d, title = {D}}\n@ @misc{e,\n"
    reading = BibTeX().read(Document("a.bib", text))
    assert [(found.key, found.line, found.record.title) for found in reading.found] == [
        ("a", 1, "A @misc(b, here)"), ("c", 2, "C"), ("d", 2, "D"),
    ]  # fmt: skip


def test_nothing_is_said_on_the_terminal(capfd):
    read("@article{one, title = {One}\n@article{two, title = {Two}, title = {2}}")
    assert capfd.readouterr() == ("", "")


def test_other_ways_of_writing_entries():
    reading = read(
        "% a comment\n@ARTICLE {one ,TITLE={One},Year=2001}\n"
        '@article(two, title = "Two (2)", year = "2002")\n'
        "@misc{three, title = {Three}, year = 2003} @misc{four, title = {Four \\{4\\}}, year = 2004 , }\n"
        '@misc{, title = {Five}}\n@preamble{ "\\newcommand{\\x}{y}" }\n@comment{ @misc{no, title = {No}} }\n'
    )
    assert [(f.key, f.record.title, f.line) for f in reading.found] == [
        ("one", "One", 2),
        ("two", "Two (2)", 3),
        ("three", "Three", 4),
        ("four", "Four {4}", 4),
        (None, "Five", 5),
    ]
    assert reading.problems == ()


@pytest.mark.parametrize("text", [
    "",
    "Dear Ana,\nwrite to me at me@example.org {or not}.\n",
    "@Override\npublic void ring() {\n  bell.ring();\n}\n@Test(name = 'x')\n",
    "@media (min-width: 1px) {\n  a { color: red; }\n}\n@font-face { font-family: X }\n",
    "@pytest.mark.parametrize(('a', 'b'), [(1, 2)])\ndef test(): ...\n",
    '{"@context": {"a": 1}}',
    "# A library\n\nIt counts.\nIt rings.\nIt rests.\n\n## Citation\n\n@misc{bells, title={Bells}}\n",
])  # fmt: skip
def test_what_is_no_bibliography_is_not_taken_for_one(text):
    assert BibTeX().sniff(Document("x", text)) == 0


def test_an_entry_in_a_short_mail_is_one():
    assert BibTeX().sniff(Document("x", "Here it is:\n@misc{bells,\n  title={Bells}}\n")) > 0.8


WORD = st.text("abcdefgXYZäéîõüøßłñç0123456789-+", min_size=1, max_size=8)
LATEX = {
    "ä": '{\\"a}',
    "é": "\\'{e}",
    "î": "{\\^\\i}",
    "õ": "\\~o",
    "ü": '\\"u',
    "ø": "{\\o}",
    "ł": "{\\l}",
    "ñ": "{\\~n}",
}
WORDS = st.lists(WORD.filter(lambda word: "--" not in word), min_size=1, max_size=6)
PERSON = st.tuples(st.sampled_from(["Ana", "J. K.", "Zoë", "Chi-Min"]), st.sampled_from(["Lin", "van der Berg", "Łoś"]))


@st.composite
def entries(draw):
    latex = draw(st.booleans())

    def text(words):
        printed = " ".join(words)
        written = "".join(LATEX.get(c, c) for c in printed) if latex else printed
        return printed, "{" + written + "}" if draw(st.booleans()) else written

    people = draw(st.lists(PERSON, max_size=4))
    title, venue = text(draw(WORDS)), text(draw(WORDS))
    year = draw(st.integers(1900, 2029))
    names = " and ".join(f"{s}, {g}" if draw(st.booleans()) else f"{g} {s}" for g, s in people)
    fields = [
        ("title", f"{{{title[1]}}}"),
        ("journal", f'"{venue[1]}"' if '"' not in venue[1] else f"{{{venue[1]}}}"),
        ("year", draw(st.sampled_from([f"{year}", f"{{{year}}}", f'"{year}"']))),
        ("author", f"{{{names}}}"),
    ]
    fields = draw(st.permutations(fields))
    comma = draw(st.sampled_from([",\n", " , ", ",\n\t"]))
    body = comma.join(f"{name} = {value}" for name, value in fields)
    key = draw(st.text("abc:123_", min_size=1, max_size=6))
    written = (
        f"@{draw(st.sampled_from(['article', 'Misc', 'BOOK']))}{{{key},\n{body}{draw(st.sampled_from(['', ',']))}\n}}"
    )
    return written, (key, title[0], venue[0], year, tuple(f"{g} {s}" for g, s in people))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(entries(), min_size=1, max_size=5), st.sampled_from(["\n", "\n\n", "\n% comment\n"]))
def test_what_is_written_comes_back(read_whole, papers, between):
    found = read_whole(BibTeX(), between.join(written for written, _ in papers))
    assert [(f.key, f.record.title, f.record.venue, f.record.year, f.record.authors) for f in found] == [
        paper for _, paper in papers
    ]


BRACES = ["{", "}", '"', ",", "#", "\n", "\\", "$", "=", "@", "%", "\\{", "(", ")"]
PARTS = ["@article{", "@misc(", "@string{a = ", "@comment{", "title = ", "author=", "crossref = {a}", "a", "b # c"]
VALUES = [" and ", "Li, Bo", "\\'e", "year = 2001", "keywords = {x, y}"]
PIECES = [*BRACES, *PARTS, *VALUES]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_text_breaks_it(stored, spoilt, withstands, data):
    whole = stored(data.draw(st.sampled_from(EXPORTS))).text
    pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
    withstands(BibTeX(), data.draw(pieces | spoilt(whole, PIECES)))

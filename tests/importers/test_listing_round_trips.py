"""Whole pages of the four listing shapes, written from random papers in every layout, give those papers back."""

import string
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist.importers.abstracts import Abstracts
from readlist.importers.acl_anthology import AclAnthology
from readlist.importers.arxiv_listing import ArxivListing
from readlist.importers.base import Document, ImportFailedError, read_file
from readlist.importers.surname_given import SurnameGiven
from readlist.model.identifiers import arxiv_year

thorough = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)

GIVEN = [
    "Ana", "J. K.", "J.-P.", "Chi-Min", "Yi Ren", "Zoë", "MARÍA JOSÉ", "小明", "Q.", "Nan", "d'Armond", "Łukasz",
    "K.J.", "Ai", "Di", "Ye", "Abu Bakr", "Jean-Luc",
]  # fmt: skip
SURNAMES = [
    "van der Berg", "de la Cruz", "O'Neill", "D’Arcy", "al-Khwarizmi", "Łoś", "Saint-Exupéry", "王", "DAI",
    "von Neumann", "Li", "Ó Briain", "Nguyễn", "Ben-David", "McKeown", "Van Durme", "dos Santos", "Einolghozati",
    "Xu", "E", "Ng",
]  # fmt: skip
TITLES = [
    "Who, and Why?", "Do Shadows Fall?", "1984", "2001: A Title", "99 Bells", "3D or not 3D", "pdf, bib, abs",
    "bib", "pdf or bib or abs", "Abstract: A Title", "abstract", "Abstract", "Text, Code and Math",
    "Light, Shade, Dusk, Dawn", "Findings", "A Proceedings of 2024", "Fix data", "Co-authors", "Venues", "Search",
    "Home", "up", "[Re] Bells", "arXiv: A Title", "Bells and Chimes in the 2023 Conference", "Year: 2020",
    "We Rang.", "“Why?”: A Reply", "A", "$\\ell_1$ Bells", "Anthology: A Bell Book", "Show all abstracts",
    "What is an Author | Who?", "2024", "Volume 3", "Export citation",
    "The Case for and against Bells, Whistles, and, in General, All That Rings: A Survey of 1900 to 2020, with Notes",
    "Next", "Proceedings of Nothing", "13 pages", "On e.g. Bells", "Jr.", "Bib", "PDF", "abs and bib",
]  # fmt: skip
VENUES = [
    "Proceedings of the 2024 Conference on Bells",
    "Findings of the Association for Bells: BELL 2021",
    "Proceedings of the Third Conference of the Bell Chapter: Bell Technologies (Volume 3: System Demonstrations)",
    "Transactions of the Association for Bells, Volume 12",
    "Bell Letters",
    "Traitement Automatique des Cloches, Volume 49, Numéro 1 : Varia",
    "Bell Linguistics, Volume 50, Issue 1 - March 2024",
    "Actes de la 12e conférence sur les Cloches. Articles longs",
    "*BELL 2012: The First Joint Conference on Bells – Volume 1",
    "Bells and Whistles, Revisited",
    "Ringing in the New Year, a Workshop on All That Has Been Rung, Struck and Tolled in the Towns of the North.",
]  # fmt: skip
words = st.text(string.ascii_letters + "äéøŁčñß王明" + string.digits + "-’'/$%&+", min_size=1, max_size=9)
surnames = st.one_of(
    st.sampled_from(SURNAMES), st.text(string.ascii_lowercase, min_size=2, max_size=9).map(str.capitalize)
)
people = st.tuples(st.sampled_from(GIVEN), surnames.filter(lambda word: word not in {"Jr", "Sr"}))
teams = st.one_of(
    st.lists(people, min_size=1, max_size=4, unique=True), st.lists(people, min_size=38, max_size=42, unique=True)
)
titles = st.one_of(
    st.sampled_from(TITLES),
    st.builds(lambda w, e: " ".join(w) + e, st.lists(words, min_size=2, max_size=9), st.sampled_from(["", "?", "!"])),
)
venues = st.sampled_from(VENUES)
years = st.integers(1965, 2029)
sentences = st.builds(
    lambda first, rest, end: f"{first} {' '.join(rest)}{end}",
    st.sampled_from(["We", "The", "A", "In", "Élan", "Large", "However,", "Bells (of any kind)"]),
    st.lists(words, min_size=21, max_size=26),
    st.sampled_from([".", "?", "!", ".”", ".)", ""]),
)
addresses = st.sampled_from(["https://example.org/bells", "https://github.com/a/b", "http://a.org/~b/c?d=e_f"])
prose = st.one_of(
    sentences,
    st.builds("{} {}".format, sentences, sentences),
    st.builds("{} Our code is available at {}.".format, sentences, addresses),
    st.builds("{} Our code is available at {}".format, sentences, addresses),
)
abstracts = st.one_of(
    prose, st.builds("{}\n{}".format, prose, prose), st.builds("{} It is at\n{}.".format, prose, addresses)
)
maybe_abstracts = st.one_of(st.just(""), abstracts)
newlines = st.sampled_from(["\n", "\r\n"])
tails = st.sampled_from(["", "\n", "\n\n"])
FOOTER = [
    "ACL materials are Copyright © 1963–2024 ACL; other materials are copyrighted by their respective holders.",
    "The ACL Anthology is managed and built by the ACL Anthology team of volunteers.",
    "Site last built on 20 November 2024 at 22:44 UTC with commit 0a1b2c3.",
]  # fmt: skip
NAVIGATION = ["ACL Anthology", "News", "FAQ", "Corrections", "Submissions", "Github", "Search..."]
BUTTONS = ["Home", "Search", "Browse", "Export citation", "Log in", "Showing 1-10 of 42 results", "Next »"]


def document_of(lines, newline, tail, encoding="utf-8"):
    text = newline.join("\n".join(lines).split("\n")) + tail
    return Document.from_bytes("x.txt", text.encode(encoding))


def read(importer, lines, newline="\n", tail="", sure=0.5):
    document = document_of(lines, newline, tail)
    assert importer.sniff(document) >= sure
    reading = importer.read(document)
    assert [found.position for found in reading.found] == list(range(1, len(reading.found) + 1))
    assert [problem.line for problem in reading.problems] == sorted(problem.line for problem in reading.problems)
    return reading


@dataclass
class Layout:
    """How a browser copies an ACL page."""

    badges: str
    bars: str
    blank: bool

    def paper(self, title, names, venue, abstract):
        badges = ["pdf", "bib", *(["abs"] if abstract else [])]
        lines = badges if self.badges == "\n" else [self.badges.join(badges)]
        lines = [*lines, title, *self.bars.join(names).split("\n")]
        lines += [*([venue] if venue else []), *([abstract] if abstract else [])]
        return [*lines, ""] if self.blank else lines


layouts = st.builds(
    Layout, st.sampled_from(["\n", " ", ""]), st.sampled_from(["\n|\n", " | ", " |\n", "\n| "]), st.booleans()
)
acl_papers = st.tuples(titles, teams, venues, maybe_abstracts)
acl_years = st.lists(st.tuples(years, st.lists(acl_papers, min_size=1, max_size=3)), min_size=1, max_size=3)


def full(team):
    return tuple(f"{given_name} {surname}" for given_name, surname in team)


def what_acl_prints(reading):
    return [(f.record.year, f.record.title, f.record.authors, f.record.venue, f.record.abstract) for f in reading.found]


@thorough
@given(st.lists(st.tuples(people, acl_years), min_size=1, max_size=2), layouts, st.sampled_from("abc"), newlines, tails)
def test_acl_pages_of_persons(pages, layout, around, newline, tail):
    lines, expected = [], []
    for person, by_year in pages:
        owner = f"{person[0]} {person[1]}"
        if around == "a":
            lines += [*NAVIGATION, owner, "Also published as: A. N. Other", ""]
        elif around == "b":
            lines += [owner]
        for year, papers in by_year:
            lines.append(str(year))
            for title, team, venue, abstract in papers:
                names = full([person, *(other for other in team if other != person)])
                lines += layout.paper(title, names, venue, abstract)
                expected.append((year, title, names, venue, abstract))
        if around == "a":
            lines += [
                "Search",
                "Co-authors",
                "Bo Li 4",
                "Cy Ax",
                "1",
                "show all...",
                "Venues",
                "BELL",
                "2",
                "Fix author",
                *FOOTER,
            ]
    reading = read(AclAnthology(), lines, newline, tail, 0.9)
    assert what_acl_prints(reading) == expected


VOLUME_FIELDS = [
    "Anthology ID:", "2022.bell-long", "Month:", "August", "Year:", "2022", "Address:", "Bangkok, Thailand",
    "Venue:", "BELL", "SIG:", "", "Publisher:", "Association for Bells", "URL:",
    "https://aclanthology.org/2022.bell-long/", "DOI:", "10.18653/v1/2022.bell-long", "Bib Export formats:",
    "BibTeX MODS XML EndNote", "PDF:", "PDF (full)", "Search", "Show all abstracts", "Hide all abstracts",
]  # fmt: skip
volume_titles = st.sampled_from(
    [
        "Proceedings of the 62nd Annual Meeting on Bells (Volume 1: Long Papers)",
        "Findings of the Association for Bells: BELL 2022",
        "Transactions of the Association for Bells, Volume 12",
    ]
)
volumes = st.tuples(volume_titles, teams, st.lists(st.tuples(titles, teams, maybe_abstracts), min_size=1, max_size=4))


@thorough
@given(st.lists(volumes, min_size=1, max_size=2), layouts, newlines, tails)
def test_acl_pages_of_volumes(pages, layout, newline, tail):
    lines, expected = [], []
    for volume, editors, papers in pages:
        lines += [*NAVIGATION, volume, f"{', '.join(full(editors))} (Editors)", *VOLUME_FIELDS]
        for title, team, abstract in [(volume, editors, ""), *papers]:
            lines += layout.paper(title, full(team), None, abstract)
            expected.append((2022, title, full(team), volume, abstract))
        lines += FOOTER
    reading = read(AclAnthology(), lines, newline, tail, 0.9)
    assert what_acl_prints(reading) == expected
    assert [problem for problem in reading.problems if "not part" in problem.message] == []


@thorough
@given(st.lists(volumes, min_size=1, max_size=3), layouts, newlines, tails)
def test_acl_pages_of_events(sections, layout, newline, tail):
    lines = [*NAVIGATION, "Annual Meeting on Bells (2022)", "Bangkok, Thailand", "Volumes"]
    for volume, _, papers in sections:
        lines += [volume, f"{len(papers) + 1} papers"]
    lines += ["Show all abstracts"]
    expected = []
    for volume, editors, papers in sections:
        lines += ["up", "pdf (full)", "bib (full)", volume]
        for title, team, abstract in [(volume, editors, ""), *papers]:
            lines += layout.paper(title, full(team), None, abstract)
            expected.append((2022, title, full(team), volume, abstract))
    reading = read(AclAnthology(), [*lines, *FOOTER], newline, tail, 0.9)
    assert what_acl_prints(reading) == expected


own_papers = st.tuples(titles, teams, st.integers(0, 45), maybe_abstracts)
# A title that stands on a page twice, with nothing but a line between, looks like an owner and a paper.
own_pages = st.tuples(people, st.lists(own_papers, min_size=1, max_size=4, unique_by=lambda paper: paper[0]))


@thorough
@given(st.lists(own_pages, min_size=1, max_size=2), st.sampled_from([", ", "; ", ","]), st.booleans(), newlines, tails)
def test_pages_with_surnames_first(pages, separator, buttons, newline, tail):
    lines, expected = [], []
    for owner, papers in pages:
        lines += [*(BUTTONS if buttons else []), f"{owner[1]}, {owner[0]}"]
        for title, others, place, abstract in papers:
            team = [person for person in others if person != owner]
            team.insert(place, owner)
            lines += [title, separator.join(f"{surname}, {given_name}" for given_name, surname in team)]
            lines += [
                *([abstract] if abstract else []),
                *(["", "Export citation"] if buttons else []),
            ]
            expected.append((title, full(team), abstract))
        lines += ["© 2024 The Bell Repository"] if buttons else []
    reading = read(SurnameGiven(), lines, newline, tail)
    assert [(f.record.title, f.record.authors, f.record.abstract) for f in reading.found] == expected


groups = st.sampled_from(["Plato", "Bell Team", "OpenAI", "DeepBell-AI", "The BELL Collaboration"])


@thorough
@given(people, st.lists(people, min_size=4, max_size=6, unique=True), groups, st.integers(0, 6), st.integers(0, 6))
def test_somebody_with_one_name_only_shifts_nobody_whom_other_papers_know(owner, others, single, here, there):
    others = [person for person in others if person != owner and person[1] != owner[1]]
    team = [f"{surname}, {given_name}" for given_name, surname in others]
    own = f"{owner[1]}, {owner[0]}"
    mixed = [*others[:here], owner, *others[here:]]
    names = [f"{surname}, {given_name}" for given_name, surname in mixed]
    place = min(there, len(names))
    names.insert(place, single)
    text = (
        "We count the bells of a city by ear, from dawn to dusk, and compare what we heard with what the parish says."
    )
    lines = [own, "Bells", ", ".join([own, *team]), text, "Chimes", ", ".join(names), text]
    expected = list(full(mixed))
    expected.insert(place, single)
    reading = read(SurnameGiven(), lines)
    assert sorted(reading.found[1].record.authors) == sorted(expected)


ends = st.sampled_from(["", "\n", "\n\n", "\n \n"])


@thorough
@given(
    st.lists(abstracts, min_size=1, max_size=6),
    st.sampled_from(["Abstract:", "Abstract: ", "ABSTRACT: ", "Abstract:\n", "Abstract : "]),
    st.booleans(),
    newlines,
    ends,
)
def test_pages_of_abstracts(texts, mark, blank, newline, tail):
    lines = [line for text in texts for line in ([mark + text, ""] if blank else [mark + text])]
    reading = read(Abstracts(), lines, newline, tail, 0.4)
    assert [found.record.abstract for found in reading.found] == texts
    assert reading.problems == ()


REMARKS = [
    "13 pages", "Accepted to ENMLP 2023", "Working in Process", "11 pages, 5 figures", "To appear",
    "ACL 2023 Findings", "Accept to Findings of EMNLP 2023", "Work in progress", "NeurIPS'24",
    "Code: https://example.org/c", "21 pages; 8 figs.", "Preprint. Under review",
    "The first two authors contributed equally", "An earlier version was called Rain", "ICLR24",
    "arXiv admin note: text overlap with arXiv:2301.00001", "Published as a conference paper at ICLR 2024",
    "in ICML'23", "Technical Report", "v2: fixed typos", "Project page: https://example.org/p", "AAAI-24 (Oral)",
    "25 pages + appendix", "Camera-ready version. 9 pages main text, 12 in total", "accepted by TMLR",
    "16 pages, to appear in JMLR",
]  # fmt: skip
remarks = st.lists(st.sampled_from(REMARKS), max_size=3, unique=True)
new_style = st.builds("{:02}{:02}.{:05}".format, st.integers(15, 29), st.integers(1, 12), st.integers(1, 99999))
four_digits = st.builds("{:02}{:02}.{:04}".format, st.integers(8, 14), st.integers(1, 12), st.integers(1, 9999))
old_style = st.builds(
    "{}/{:02}{:02}{:03}".format,
    st.sampled_from(["hep-th", "cs.CL", "math", "astro-ph", "cond-mat", "cs", "math.AG", "quant-ph"]),
    st.sampled_from([92, 99, 0, 3, 6]),
    st.integers(1, 12),
    st.integers(1, 999),
)
identifiers = st.builds(
    "{}{}".format, st.one_of(new_style, four_digits, old_style), st.sampled_from(["", "", "v1", "v2", "v12"])
)


@thorough
@given(
    st.lists(st.tuples(prose, remarks, identifiers), min_size=1, max_size=6),
    st.sampled_from(["", "\n", " [cs.CL]\n", "\n\n"]),
    st.booleans(),
    newlines,
    tails,
)
def test_arxiv_listings(papers, behind, blank, newline, tail):
    text, gap = "", "\n\n" if blank else "\n"
    for abstract, comments, identifier in papers:
        text += abstract + gap + "".join(comment + gap for comment in comments) + f"arXiv:{identifier}{behind}"
    reading = read(ArxivListing(), text.split("\n"), newline, tail)
    assert [(f.record.abstract, f.record.comment, f.record.arxiv, f.record.year) for f in reading.found] == [
        (abstract, "; ".join(comments) or None, identifier, arxiv_year(identifier))
        for abstract, comments, identifier in papers
    ]
    assert reading.problems == ()


DOCUMENTS = Path(__file__).with_name("documents")
IMPORTERS = (AclAnthology(), SurnameGiven(), Abstracts(), ArxivListing())
PAGES = [
    read_file(path).lines
    for pattern in ("acl-anthology-*", "surname-given-*", "abstracts-*", "arxiv-listing-*")
    for path in sorted(DOCUMENTS.glob(pattern))
]
places = st.integers(0, 80)
spoilings = st.lists(
    st.one_of(
        st.tuples(st.just("drop"), places, places),
        st.tuples(st.just("move"), places, places),
        st.tuples(st.just("join"), places, places),
        st.tuples(st.just("cut"), places, places),
        st.tuples(
            st.just("add"), places, st.sampled_from(["", "|", "2024", "pdf", "bib", "Ax, Cy", "arXiv:", "Abstract:"])
        ),
    ),
    max_size=8,
)


def spoiled(lines, spoilings):
    lines = list(lines)
    for what, place, other in spoilings:
        i = place % len(lines)
        if what == "add":
            lines.insert(i, other)
        elif what == "move":
            lines.insert(other % len(lines), lines.pop(i))
        elif what == "join":
            lines[i : i + 2] = ["".join(lines[i : i + 2])]
        elif what == "cut":
            lines[i] = lines[i][other:]
        elif len(lines) > 1:
            del lines[i]
    return lines


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PAGES), spoilings)
def test_spoiled_pages_give_papers_and_problems_in_their_order(lines, spoilings):
    document = Document("x.txt", "\n".join(spoiled(lines, spoilings)))
    for importer in IMPORTERS:
        assert 0 <= importer.sniff(document) <= 1
        try:
            reading = importer.read(document)
        except ImportFailedError:
            continue
        assert [found.position for found in reading.found] == list(range(1, len(reading.found) + 1))
        for places in ([found.line for found in reading.found], [problem.line for problem in reading.problems]):
            assert places == sorted(places)
            assert all(1 <= line <= len(document.lines) for line in places)

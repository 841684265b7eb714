"""Random documents of each shape give back the papers that they came from; any text gives papers or one error."""

import string

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.abstracts import Abstracts
from readlist.importers.acl_anthology import AclAnthology
from readlist.importers.arxiv_listing import ArxivListing
from readlist.importers.base import Document, ImportFailedError, Reading
from readlist.importers.links import find_links
from readlist.importers.surname_given import SurnameGiven
from readlist.text import clean_line

OURS = (AclAnthology(), SurnameGiven(), Abstracts(), ArxivListing())

LETTERS = string.ascii_letters + "äéøŁčñß王明"
words = st.text(LETTERS + string.digits + "-’'/$%&+", min_size=1, max_size=9)
given_names = st.sampled_from(["Ana", "J. K.", "Chi-Min", "Yi Ren", "Zoë", "DAI", "María José", "小明", "Q."])
surnames = st.one_of(
    st.sampled_from(["van der Berg", "de la Cruz", "O'Neill", "D’Arcy", "al-Khwarizmi", "Łoś", "Saint-Exupéry", "王"]),
    st.text(string.ascii_lowercase, min_size=2, max_size=9)
    .map(str.capitalize)
    .filter(lambda word: word not in {"Jr", "Sr"}),
)
people = st.tuples(given_names, surnames)
teams = st.lists(people, min_size=1, max_size=9, unique=True)
endings = st.sampled_from([".", "?", "", ".”", "!"])
titles = st.one_of(
    st.sampled_from(
        [
            "Who, and Why?",
            "1984",
            "pdf, bib, abs",
            "Abstract: A Title",
            "Text, Code and Math",
            "2001: A Title",
            "[Re] Bells",
            "arXiv: A Title",
            "Findings",
            "A Proceedings of 2024",
            "Fix data",
        ]
    ),
    st.builds("{} {}{}".format, words.map(str.capitalize), st.lists(words, max_size=5).map(" ".join), endings).map(
        str.strip
    ),
)
sentences = st.builds(lambda w, e: " ".join(w).capitalize() + e, st.lists(words, min_size=21, max_size=24), endings)
prose = st.lists(sentences, min_size=1, max_size=2).map(" ".join)
# A version's digits can be told from the text glued to them only where that begins as sentences do.
glued = st.builds("{} {}".format, st.sampled_from(["A", "We", "The", "In", "Large", "Élan"]), prose)
abstracts = st.one_of(prose, st.builds("{}\n{}".format, prose, prose))
years = st.integers(1965, 2029)
venues = st.sampled_from(
    [
        "Proceedings of the 2024 Conference on Bells",
        "Findings of the Association for Bells: BELL 2021",
        "Proceedings of Bells (Volume 3: System Demonstrations)",
        "Transactions of Bells, Volume 12",
        "Bell Letters",
    ]
)
new_style = st.builds("{:02}{:02}.{:05}".format, st.integers(15, 29), st.integers(1, 12), st.integers(1, 99999))
old_style = st.builds(
    "{}/{:02}{:02}{:03}".format,
    st.sampled_from(["hep-th", "cs.CL", "math"]),
    st.integers(92, 99),
    st.integers(1, 12),
    st.integers(1, 999),
)
identifiers = st.builds("{}{}".format, st.one_of(new_style, old_style), st.sampled_from(["", "v1", "v12"]))
comments = st.lists(
    st.sampled_from(["13 pages", "Accepted to ENMLP 2023", "Working in Process", "11 pages, 5 figures", "To appear"]),
    max_size=3,
)
newlines = st.sampled_from(["\n", "\r\n"])
tails = st.sampled_from(["", "\n", "\n\n"])


def read(importer, lines, newline="\n", tail=""):
    text = newline.join("\n".join(lines).split("\n")) + tail
    document = Document.from_bytes("x.txt", text.encode())
    assert importer.sniff(document) > 0.4
    reading = importer.read(document)
    assert [found.position for found in reading.found] == list(range(1, len(reading.found) + 1))
    return [found.record for found in reading.found]


@given(
    st.lists(
        st.tuples(
            years, st.lists(st.tuples(titles, teams, venues, st.one_of(st.just(""), abstracts)), min_size=1, max_size=4)
        ),
        min_size=1,
        max_size=3,
    ),
    newlines,
    tails,
)
def test_acl_anthology(page, newline, tail):
    lines, expected = [], []
    for year, papers in page:
        lines.append(str(year))
        for title, team, venue, abstract in papers:
            names = [f"{given_name} {surname}" for given_name, surname in team]
            lines += ["pdf", "bib", *(["abs"] if abstract else []), title, *"\n|\n".join(names).split("\n"), venue]
            lines += [abstract] if abstract else []
            expected.append((year, title, tuple(names), venue, abstract))
    records = read(AclAnthology(), lines, newline, tail)
    assert [(r.year, r.title, r.authors, r.venue, r.abstract) for r in records] == expected


@given(
    people,
    # A title that stands on a page twice, with nothing but a line between, looks like an owner and a paper.
    st.lists(
        st.tuples(titles, teams, st.integers(0, 40), st.one_of(st.just(""), abstracts)),
        min_size=1,
        max_size=5,
        unique_by=lambda paper: paper[0],
    ),
    newlines,
    tails,
)
def test_surname_given(owner, papers, newline, tail):
    lines, expected = [f"{owner[1]}, {owner[0]}"], []
    for title, others, place, abstract in papers:
        team = [person for person in others if person != owner]
        team.insert(place, owner)
        lines += [title, ", ".join(f"{surname}, {given_name}" for given_name, surname in team)]
        lines += [abstract] if abstract else []
        expected.append((title, tuple(f"{given_name} {surname}" for given_name, surname in team), abstract))
    records = read(SurnameGiven(), lines, newline, tail)
    assert [(r.title, r.authors, r.abstract) for r in records] == expected


@given(st.lists(abstracts, min_size=1, max_size=5), newlines, tails)
def test_abstracts(texts, newline, tail):
    records = read(Abstracts(), [f"Abstract:{text}" for text in texts], newline, tail)
    assert [r.abstract for r in records] == texts


@given(st.lists(st.tuples(glued, comments, identifiers), min_size=1, max_size=5), newlines, tails)
@example([("21st century snow falls slowly in all the towns that we know of.", [], "1501.00001")] * 2, "\n", "")
def test_arxiv_listing(papers, newline, tail):
    lines = [""]
    for abstract, remarks, identifier in papers:
        lines[-1] += abstract
        lines += [*remarks, f"arXiv:{identifier}"]
    records = read(ArxivListing(), lines, newline, tail)
    assert [(r.abstract, r.comment, r.arxiv) for r in records] == [
        (abstract, "; ".join(remarks) or None, identifier) for abstract, remarks, identifier in papers
    ]


pieces = st.sampled_from(
    [
        "pdf",
        "bib",
        "abs",
        "|",
        "2024",
        "1984",
        "Abstract:",
        "arXiv:2310.16271",
        "arXiv:",
        "arXiv:2399.1",
        "hep-th/9901001",
        "Ax, Cy",
        "Ax, Cy, Li, Bo",
        "Ax, Cy,",
        ", ,",
        "Jr.",
        "Co-authors",
        "13 pages",
        "Title:",
        " ",
        "",
        "\ufeff",
        "\u2028",
        "A title, and more",
        "We weigh clouds with a scale made of light, and find that they are heavier than they look. " * 2,
    ]
)
texts = st.one_of(
    st.text(),
    st.lists(st.one_of(pieces, st.text(max_size=12))).map("\n".join),
    st.lists(pieces).map("".join),
)


def outcome_of(action, *arguments: object):
    """Return what `action` returns, or the message of the one error that it may raise."""
    try:
        return action(*arguments)
    except ImportFailedError as error:
        return str(error)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_any_text_gives_papers_or_one_clear_error(text):
    document = Document("x.txt", text)
    for importer in OURS:
        assert 0 <= importer.sniff(document) <= 1
        outcome = outcome_of(importers.read, document, importer.name)
        assert outcome.found if isinstance(outcome, Reading) else clean_line(outcome) == outcome
    outcome = outcome_of(importers.read, document)
    assert isinstance(outcome, Reading) or outcome.startswith("x.txt: ")


@settings(max_examples=300)
@given(st.one_of(st.binary(), texts.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes_give_a_document_or_one_clear_error(data):
    outcome = outcome_of(Document.from_bytes, "x.bin", data)
    if isinstance(outcome, Document):
        assert outcome.text.strip("\n\t ") != "" or "\ufffd" in outcome.text
    else:
        assert outcome.startswith("x.bin: ")


@given(st.lists(pieces).map("\n".join))
def test_every_line_of_an_acl_page_ends_up_somewhere(text):
    document = Document("x.txt", text)
    reading = AclAnthology().read(document)
    reported = {problem.line for problem in reading.problems if " more)" not in problem.message}
    stretches = any(" more)" in problem.message for problem in reading.problems)
    kept = "\n".join(
        "\n".join([r.title or "", *r.authors, r.venue or "", r.abstract])
        for r in (found.record for found in reading.found)
    )
    furniture = {"pdf", "bib", "abs", "|", "2024", "1984"}
    after_furniture = text.casefold().find("co-authors")
    for number, line in enumerate(document.lines, 1):
        if line.strip() and line.strip() not in furniture and after_furniture < 0 and not stretches:
            assert number in reported or line.strip().strip("|") in kept


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["https://a.org/", "http://", "(", ")", "\\url{", "}", "~", "\\_", ".", ","]),
            st.text(max_size=5),
        )
    ).map("".join)
)
def test_links_are_addresses_without_blanks_or_controls(text):
    for link in find_links(Document("x", text).text):
        assert link.lower().startswith(("http://", "https://"))
        assert clean_line(link) == link
        assert not set(' \t\n<>"{}|^`\\') & set(link)

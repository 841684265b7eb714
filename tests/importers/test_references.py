"""Bibliographies in the styles that papers print them in, wrapped and hyphenated as PDF readers copy them."""

import string
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, read_file
from readlist.importers.citation import read_citation
from readlist.importers.references import References

DOCUMENTS = Path(__file__).parent / "documents"
VENUE = (
    "Proceedings of the 61st Annual Meeting of the Association for Computational Linguistics (Volume 1: Long Papers)"
)


def read(text):
    return References().read(Document("refs.txt", text))


def record(text):
    return read_citation(text).record


def test_a_numbered_bibliography_with_pages_headers_and_text_around_it():
    reading = importers.read(read_file(DOCUMENTS / "references-numbered.txt"))
    assert reading.format == "references"
    assert [(f.line, f.record.authors, f.record.title, f.record.year, f.record.venue) for f in reading.found] == [
        (5, ("Ana Moreno", "Björn Ek", "J. K. van der Berg"), "Weighing clouds with pre-trained scales", 2023,
         "Advances in Neural Information Processing Systems"),
        (8, ("A. Moreno", "Z. O’Neill", "A. M. de la Cruz"), "Is light enough? On the weight of shadows", 2022,
         "International Conference on Machine Learning"),
        (11, ("A. de la Cruz",), "Snow is slower than rain", 2023, None),
        (15, ("Zoë O’Neill", "Ana Moreno"), "The arms of flakes: Counting them by ear", 2024,
         "The Twelfth International Conference on Bells, BELL 2024"),
        (20, ("B. Ek", "A. Moreno"), "Pre-trained bells", 2019, "Proceedings of the Workshop on Sound"),
        (24, ("B. Ek", "A. Moreno"), "Ringing at night", 2017, "IEEE Trans. Sound"),
        (26, ("A Moreno", "B Ek"), "Bells in the hospital: a randomised trial", 2019, "J Bell Med"),
        (28, ("The Bell Collaboration",), "Hearing far bells", 2018, "Journal of Sound"),
    ]  # fmt: skip
    identifiers = [(f.record.arxiv, f.record.doi, f.record.url) for f in reading.found]
    assert identifiers[2] == ("2310.16271", None, None)
    assert identifiers[3] == (None, None, "https://openreview.net/forum?id=bE1lRing24")
    assert identifiers[4][1] == "10.1007/978-3-030-00001-1_7"
    assert identifiers[5] == (None, "10.1109/TS.2017.1234567", None)
    assert [problem.line for problem in reading.problems] == [1, 30]
    assert "Project page of the bell ringers" in reading.problems[1].message


def test_entries_without_numbers_that_run_over_lines():
    reading = importers.read(read_file(DOCUMENTS / "references-acl.txt"))
    assert reading.format == "references"
    assert [(f.line, f.record.title, f.record.year, f.record.venue) for f in reading.found] == [
        (2, "Weighing clouds with pre-trained scales", 2023, VENUE),
        (7, "Language models are late ringers", 2020, "Advances in Neural Information Processing Systems"),
        (12, "BELL-4 technical report", 2023, None),
        (14, "Snow", 2019, "Transactions of the Association for Computational Linguistics"),
        (16, "Is light enough?", 2021, "Findings of the Association for Computational Linguistics: EMNLP 2021"),
    ]
    assert reading.found[1].record.authors[0] == "Tomás de la Cruz"
    assert len(reading.found[1].record.authors) == 6
    assert reading.found[2].record.arxiv == "2303.08774"
    assert reading.problems == ()


@pytest.mark.parametrize(("text", "authors", "title", "venue", "year"), [
    ("Smith, J., & van der Berg, A. B. (2019, May). Owls: A study. Journal of Owls, 12(3), 45–67.",
     ("J. Smith", "A. B. van der Berg"), "Owls: A study", "Journal of Owls", 2019),
    ("Smith J, Ek B, et al. Do owls hear? Nature. 2019 Jan 12;521(7553):436-44.",
     ("J Smith", "B Ek"), "Do owls hear?", "Nature", 2019),
    ("J. Smith, B. Ek, Owls in the elsevier style, Neural Networks 12 (2019) 45–67.",
     ("J. Smith", "B. Ek"), "Owls in the elsevier style", "Neural Networks", 2019),
    ("J. Smith and B. Ek, “Is this an owl?” in Proc. IEEE Conf. Comput. Vis. (CVPR), Seattle, WA, USA, Jun. 2020.",
     ("J. Smith", "B. Ek"), "Is this an owl?", "Proc. IEEE Conf. Comput. Vis. (CVPR)", 2020),
    ('Smith, Jane, Bo Ek, and Li Wei. "Owls at Night." Journal of Owls 12.3 (2019): 45-67.',
     ("Jane Smith", "Bo Ek", "Li Wei"), "Owls at Night", "Journal of Owls", 2019),
    ("Smith, J. and Ek, B. (2019) ‘Owls by day’, Journal of Owls, 12(3), pp. 45–67.",
     ("J. Smith", "B. Ek"), "Owls by day", "Journal of Owls", 2019),
    ("J. Smith and B. Ek. Owls of 1984. In A. Li, editor, 3rd Conference on Owls, OWL 2015, Oslo, Norway, 2015.",
     ("J. Smith", "B. Ek"), "Owls of 1984", "3rd Conference on Owls, OWL 2015", 2015),
    ("J. K. van der Berg, Ana Moreno, and Li Wei. Mixed names. In Advances in Owls 33, 2020.",
     ("J. K. van der Berg", "Ana Moreno", "Li Wei"), "Mixed names", "Advances in Owls", 2020),
    ("Jane Smith. Feathers of owls. PhD thesis, University of Owls, 2020.",
     ("Jane Smith",), "Feathers of owls", "PhD thesis, University of Owls", 2020),
    ("Ian Smith, Yoshua Ek, and Aaron Wei. Deep Owls. MIT Press, 2016.",
     ("Ian Smith", "Yoshua Ek", "Aaron Wei"), "Deep Owls", None, 2016),
    ("Yong Q. Lin. Owls in the U.S. mail. In NeurIPS 2022.",
     ("Yong Q. Lin",), "Owls in the U.S. mail", "NeurIPS 2022", 2022),
    ("World Health Organization. (2020). Owls of the world. WHO Press.",
     ("World Health Organization",), "Owls of the world", None, 2020),
    ("Smith, J., Ek, B. & Wei, L. Owls in nature. Nature 521, 436–444 (2015).",
     ("J. Smith", "B. Ek", "L. Wei"), "Owls in nature", "Nature", 2015),
])  # fmt: skip
def test_styles(text, authors, title, venue, year):
    read = record(text)
    assert (read.authors, read.title, read.venue, read.year) == (authors, title, venue, year)


@pytest.mark.parametrize("text", [
    "J. Smith. Owls. arXiv preprint arXiv:2310.16271, 2023.",
    "Jane Smith. 2023. Owls. CoRR, abs/2310.16271.",
    "Smith, J.: Owls. CoRR abs/2310.16271 (2023)",
    "Jane Smith. 2023. Owls. Preprint, arXiv:2310.16271.",
    "Jane Smith. Owls. https://arxiv.org/abs/2310.16271, 2023.",
    "Jane Smith. 2023. Owls. https://doi.org/10.48550/arXiv.2310.16271",
])  # fmt: skip
def test_a_preprint_has_an_identifier_and_no_venue(text):
    read = record(text)
    assert (read.title, read.arxiv, read.venue, read.doi, read.year) == ("Owls", "2310.16271", None, None, 2023)


def test_words_at_line_ends_are_put_together_as_the_document_writes_them():
    reading = read(
        "References\n[1] A. Ek. Self-attention and pre-\ntraining for multi-\nlingual state-\nof-the-art bells and "
        "lan-\nguage. In ICML, 2019.\n[2] B. Ek. Multilingual self-\nattention for GPT-\n4. In ICML, 2020.\n"
    )
    assert [f.record.title for f in reading.found] == [
        "Self-attention and pre-training for multilingual state-of-the-art bells and language",
        "Multilingual self-attention for GPT-4",
    ]


def test_several_entries_on_one_line():
    reading = read("[1] A. Ek. One. In ICML, 2019. [2] B. Ek and C. Li. Two. Nature, 12:3, 2018. [3] D. Wei. Three. "
                   "In EMNLP, 2020.")  # fmt: skip
    assert [(f.record.title, f.record.year, f.line) for f in reading.found] == [
        ("One", 2019, 1), ("Two", 2018, 1), ("Three", 2020, 1),
    ]  # fmt: skip


def test_an_entry_of_which_only_the_identifier_is_understood_comes_in_with_a_problem():
    reading = read("[1] A. Ek. One. In ICML, 2019.\n[2] 2nd owls ??? arXiv:2310.16271\n[3] B. Li. Two. In ICML, 2020.")
    assert [(f.record.title, f.record.arxiv) for f in reading.found] == [
        ("One", None), (None, "2310.16271"), ("Two", None),
    ]  # fmt: skip
    assert [(p.line, "only its identifier" in p.message) for p in reading.problems] == [(2, True)]


@pytest.mark.parametrize("text", [
    "The weather is fine.\n\nWe go out today. It was in 2019 that we saw owls.",
    "def f(x):\n    return x[1]\n\nclass A:\n    pass\n",
    "name,year,title\nA. Ek,2019,Owls\nB. Ek,2020,Bells\n",
    "2019-01-01 12:00:00 INFO started\n2019-01-01 12:00:01 INFO stopped\n",
    "1. Buy milk\n2. Call Ana Moreno. She knows.\n3. Sleep\n",
    "[1] arXiv:2310.16271 [pdf, html, other]\nTitle: Owls\nAuthors: A. Ek, B. Ek\n",
])  # fmt: skip
def test_other_text_is_not_taken_for_a_bibliography(text):
    assert References().sniff(Document("x.txt", text)) == 0


words = st.text(string.ascii_lowercase, min_size=2, max_size=12)
NO_SURNAMES = {
    "Jr", "Sr", "Ch", "Yu", "Th", "Ph", "Zh", "Sh", "Kh", "Ju", "Ya", "Ye", "In", "El", "Al", "La", "Le", "De", "Di",
    "Da", "Du", "Ter", "Van", "Von", "Bin", "Ben", "Del", "Dos",
}  # fmt: skip
surnames = st.one_of(
    st.sampled_from(["van der Berg", "de la Cruz", "O'Neill", "Łoś", "Saint-Exupéry", "Wu", "Öz", "McKay", "al-Hakim"]),
    st.text(string.ascii_lowercase, min_size=2, max_size=9)
    .map(str.capitalize)
    .filter(lambda name: name not in NO_SURNAMES),
)
given_names = st.sampled_from(["Ana", "Björn", "Yi Ren", "Zoë", "María José", "Chi-Min", "Aidan N."])
people = st.lists(st.tuples(given_names, surnames), min_size=1, max_size=8, unique=True)
titles = st.one_of(
    st.builds("{} {}".format, words.map(str.capitalize), st.lists(words, min_size=2, max_size=9).map(" ".join)),
    st.sampled_from(
        [
            "Is light enough?",
            "1984: A study of owls",
            "Owls, bells, and clouds",
            "GPT-4: all of it",
            "What is an owl? A reply",
        ]
    ),
).filter(lambda title: not title.startswith("In "))  # fmt: skip
venues = st.sampled_from(
    [
        ("Proceedings of the 2023 Conference on Empirical Methods in Natural Language Processing", "conference"),
        ("International Conference on Learning Representations", "conference"),
        ("Findings of the Association for Computational Linguistics: EMNLP 2021", "conference"),
        ("Advances in Neural Information Processing Systems", "conference"),
        ("Journal of Machine Learning Research", "journal"),
        ("Transactions of the Association for Computational Linguistics", "journal"),
        ("Nature", "journal"),
    ]
)
papers = st.tuples(people, titles, venues, st.integers(1970, 2029))


def initials(given_name):
    return " ".join(f"{word[0]}." for word in given_name.split())


def enumerated(names, last=", and "):
    return names[0] if len(names) == 1 else (
        f"{names[0]}{last.lstrip(',')}{names[1]}" if len(names) == 2 else ", ".join(names[:-1]) + last + names[-1]
    )  # fmt: skip


def plain_entry(team, title, venue, year):
    names = enumerated([f"{initials(given)} {surname}" for given, surname in team])
    place = f"In {venue[0]}, pages 1–10, {year}." if venue[1] == "conference" else f"{venue[0]}, 12(3):45–67, {year}."
    return f"{names}. {title}{'' if title.endswith('?') else '.'} {place}"


def whole_entry(team, title, venue, year):
    names = enumerated([f"{given} {surname}" for given, surname in team])
    place = f"In {venue[0]}, pages 1–10, Oslo, Norway." if venue[1] == "conference" else f"{venue[0]}, 12:45–67."
    return f"{names}. {year}. {title}{'' if title.endswith('?') else '.'} {place}"


def icml_entry(team, title, venue, year):
    names = enumerated([f"{surname}, {initials(given)}" for given, surname in team])
    place = f"In {venue[0]}, pp. 1–10. PMLR, {year}." if venue[1] == "conference" else f"{venue[0]}, 12:45–67, {year}."
    return f"{names} {title}{'' if title.endswith('?') else '.'} {place}"


def apa_entry(team, title, venue, year):
    names = enumerated([f"{surname}, {initials(given)}" for given, surname in team], ", & ")
    place = f"In {venue[0]} (pp. 1–10)." if venue[1] == "conference" else f"{venue[0]}, 12(3), 45–67."
    return f"{names} ({year}). {title}{'' if title.endswith('?') else '.'} {place}"


def ieee_entry(team, title, venue, year):
    names = enumerated([f"{initials(given)} {surname}" for given, surname in team])
    end = "" if title.endswith("?") else ","
    place = f"in {venue[0]}, {year}, pp. 1–5." if venue[1] == "conference" else f"{venue[0]}, vol. 12, no. 3, {year}."
    return f"{names}, “{title}{end}” {place}"


SHORT = (plain_entry, icml_entry, apa_entry, ieee_entry)


def wrapped(entry, label, width):
    return textwrap.wrap(f"{label}{entry}", width, break_on_hyphens=False, break_long_words=False)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(papers, min_size=2, max_size=5), st.sampled_from([*SHORT, whole_entry]), st.integers(50, 90),
       st.sampled_from(["[{}] ", "{}. "]))  # fmt: skip
def test_numbered_entries_of_each_style_come_back(expected, style, width, label):
    lines = [line for i, paper in enumerate(expected, 1) for line in wrapped(style(*paper), label.format(i), width)]
    document = Document("refs.txt", "\n".join(["References", *lines]))
    assert References().sniff(document) > 0.5
    reading = References().read(document)
    assert reading.problems == ()
    for found, (team, title, venue, year) in zip(reading.found, expected, strict=True):
        short = style is not whole_entry
        names = tuple(f"{initials(given) if short else given} {surname}" for given, surname in team)
        assert found.record.authors == names
        assert (found.record.title, found.record.venue, found.record.year) == (title, venue[0], year)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(papers, min_size=2, max_size=5), st.integers(50, 70))
def test_entries_without_numbers_come_back(expected, width):
    lines = [line for paper in expected for line in wrapped(whole_entry(*paper), "", width)]
    reading = References().read(Document("refs.txt", "\n".join(lines)))
    assert [(f.record.title, f.record.venue, f.record.year) for f in reading.found] == [
        (title, venue[0], year) for _, title, venue, year in expected
    ]


pieces = st.sampled_from(
    ["[1] ", "[2] ", "1. ", "2. ", "References", "A. Ek", ", and ", "et al.", "2019", "(2019)", "In ", "“", "”",
     "https://", "10.1/", "arXiv:2310.16271", "pp. 1–5", "\n", "\n\n", "-\n", ". ", ", ", "Title", "\f", "?", "(", ")"]
)  # fmt: skip


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=40).map("".join), st.text()))
def test_any_text_is_accounted_for(accounts_for, text):
    accounts_for(References(), text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_documents_give_papers_or_problems(data):
    lines = (DOCUMENTS / "references-numbered.txt").read_text().split("\n")
    for _ in range(data.draw(st.integers(1, 6))):
        i = data.draw(st.integers(0, len(lines) - 1))
        lines[i : i + data.draw(st.integers(0, 2))] = data.draw(st.lists(st.text(max_size=20), max_size=2))
        lines = lines or [""]
    document = Document("refs.txt", "\n".join(lines))
    reading = References().read(document)
    assert all(1 <= f.line <= len(document.lines) for f in reading.found)
    assert [p.line for p in reading.problems] == sorted(p.line for p in reading.problems)

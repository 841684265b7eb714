"""Identifiers and addresses of papers, in lists and in any text."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.addresses import Kind, address_of
from readlist.importers.base import Document, ImportFailedError, read_file
from readlist.importers.identifiers import Identifiers
from readlist.importers.mentions import find_mentions

DOCUMENTS = Path(__file__).parent / "documents"
NO_FORMAT = "no known format: only identifiers were looked for"


def read(text):
    return Identifiers().read(Document("list.txt", text))


def told(text):
    return [(f.record.arxiv, f.record.doi, f.record.url) for f in read(text).found]


def test_a_chat_full_of_links():
    reading = importers.read(read_file(DOCUMENTS / "identifiers-chat.txt"))
    assert reading.format == "identifiers"
    rows = [(f.line, f.record.title, f.record.authors, f.record.year) for f in reading.found]
    assert rows == [
        (1, None, (), 2023),
        (2, "Weighing Clouds with Light", (), 2024),
        (3, None, (), None),
        (7, "Snow is slower than rain", ("Ana Moreno", "Björn Ek"), None),
        (11, "Counting the Arms of Flakes by Ear: A Study", (), 2023),
        (15, None, (), 2003),
        (15, None, (), 1999),
    ]
    assert [(f.record.arxiv, f.record.doi, f.record.url) for f in reading.found] == [
        ("2310.16271v2", None, "https://arxiv.org/abs/2310.16271v2"),
        (None, "10.18653/v1/2024.acl-long.17", "https://aclanthology.org/2024.acl-long.17/"),
        (None, "10.1145/3292500.3330701", None),
        (None, None, "https://openreview.net/forum?id=bE1lRing24"),
        ("2305.00017", None, "https://proceedings.mlr.press/v202/moreno23a.html"),
        ("cs.CL/0306050", None, None),
        ("hep-th/9901001v3", None, None),
    ]
    assert [problem.line for problem in reading.problems] == [5, 17]


@pytest.mark.parametrize(("line", "arxiv", "doi", "url"), [
    ("arXiv:2310.16271", "2310.16271", None, None),
    ("arXiv:2310.16271v2 [cs.CL]", "2310.16271v2", None, None),
    ("2310.16271", "2310.16271", None, None),
    ("hep-th/9901001", "hep-th/9901001", None, None),
    ("arXiv preprint arXiv:2310.16271", "2310.16271", None, None),
    ("CoRR abs/2310.16271", "2310.16271", None, None),
    ("https://arxiv.org/pdf/2310.16271v1.pdf", "2310.16271v1", None, "https://arxiv.org/abs/2310.16271v1"),
    ("arxiv.org/abs/2310.16271", "2310.16271", None, "https://arxiv.org/abs/2310.16271"),
    ("https://www.alphaxiv.org/abs/2310.16271", "2310.16271", None, "https://arxiv.org/abs/2310.16271"),
    ("https://huggingface.co/papers/2310.16271", "2310.16271", None, "https://arxiv.org/abs/2310.16271"),
    ("https://doi.org/10.48550/arXiv.2310.16271", "2310.16271", None, "https://arxiv.org/abs/2310.16271"),
    ("10.1145/3292500.3330701", None, "10.1145/3292500.3330701", None),
    ("doi:10.1145/3292500.3330701.", None, "10.1145/3292500.3330701", None),
    ("https://doi.org/10.1000/a(b)c", None, "10.1000/a(b)c", "https://doi.org/10.1000/a(b)c"),
    ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701", None, "10.1145/3292500.3330701",
     "https://dl.acm.org/doi/abs/10.1145/3292500.3330701"),
    ("https://link.springer.com/article/10.1007/s10994-019-05855-6", None, "10.1007/s10994-019-05855-6",
     "https://link.springer.com/article/10.1007/s10994-019-05855-6"),
    ("https://www.nature.com/articles/s41586-020-0001-1.pdf", None, "10.1038/s41586-020-0001-1",
     "https://www.nature.com/articles/s41586-020-0001-1.pdf"),
    ("https://aclanthology.org/2024.acl-long.1.pdf", None, "10.18653/v1/2024.acl-long.1",
     "https://aclanthology.org/2024.acl-long.1/"),
    ("https://www.aclweb.org/anthology/P19-1001", None, "10.18653/v1/P19-1001", "https://aclanthology.org/P19-1001/"),
    ("https://aclanthology.org/2020.lrec-1.5/", None, None, "https://aclanthology.org/2020.lrec-1.5/"),
    ("2024.acl-long.1", None, "10.18653/v1/2024.acl-long.1", "https://aclanthology.org/2024.acl-long.1/"),
    ("P19-1001", None, "10.18653/v1/P19-1001", "https://aclanthology.org/P19-1001/"),
    ("https://aclanthology.org/2021.tacl-1.7/", None, None, "https://aclanthology.org/2021.tacl-1.7/"),
    ("https://openreview.net/pdf?id=abcDEF123", None, None, "https://openreview.net/forum?id=abcDEF123"),
    ("https://openreview.net/forum?id=abcDEF123&noteId=x", None, None, "https://openreview.net/forum?id=abcDEF123"),
    ("https://proceedings.mlr.press/v202/ek23a/ek23a.pdf", None, None,
     "https://proceedings.mlr.press/v202/ek23a.html"),
    ("https://proceedings.neurips.cc/paper_files/paper/2023/file/0123456789abcdef0123456789abcdef-Paper-Conference.pdf",
     None, None,
     "https://proceedings.neurips.cc/paper_files/paper/2023/hash/0123456789abcdef0123456789abcdef-Abstract-Conference.html"),
    ("https://papers.nips.cc/paper/2017/hash/0123456789abcdef0123456789abcdef-Abstract.html", None, None,
     "https://papers.nips.cc/paper/2017/hash/0123456789abcdef0123456789abcdef-Abstract.html"),
    ("https://openaccess.thecvf.com/content/CVPR2023/papers/Ek_Owls_CVPR_2023_paper.pdf", None, None,
     "https://openaccess.thecvf.com/content/CVPR2023/html/Ek_Owls_CVPR_2023_paper.html"),
])  # fmt: skip
def test_what_a_line_alone_names(line, arxiv, doi, url):
    assert told(line) == [(arxiv, doi, url)]
    assert Identifiers().sniff(Document("x.txt", f"{line}\n{line}\n")) == 0.2


@pytest.mark.parametrize(("url", "kind"), [
    ("https://github.com/a/b", Kind.EXTRA),
    ("https://someone.github.io/project/", Kind.EXTRA),
    ("https://huggingface.co/a/b", Kind.EXTRA),
    ("https://example.org/paper.pdf", Kind.DOCUMENT),
    ("https://arxiv.org/list/cs.CL/recent", Kind.OTHER),
    ("https://aclanthology.org/people/a/ana-moreno/", Kind.OTHER),
    ("https://openreview.net/group?id=ICLR.cc/2024", Kind.OTHER),
    ("https://blog.example.org/on-10-owls", Kind.OTHER),
    ("ftp://arxiv.org/abs/2310.16271", Kind.OTHER),
])  # fmt: skip
def test_addresses_that_are_no_papers(url, kind):
    assert address_of(url) == type(address_of(url))(url, kind)


def test_several_on_one_line():
    assert told("arXiv:2310.16271, arXiv:2310.16272; 10.1145/1.2,10.1145/3.4") == [
        ("2310.16271", None, None), ("2310.16272", None, None),
        (None, "10.1145/1.2", None), (None, "10.1145/3.4", None),
    ]  # fmt: skip


def test_each_paper_comes_once():
    text = "https://arxiv.org/abs/2310.16271\n\nhttps://arxiv.org/pdf/2310.16271v3\n\narXiv:2310.16271\n"
    assert told(text) == [("2310.16271", None, "https://arxiv.org/abs/2310.16271")]


@pytest.mark.parametrize("text", [
    "Weighing Clouds with Light\nhttps://arxiv.org/abs/2310.16271",
    "Weighing clouds with light\nhttps://arxiv.org/abs/2310.16271",
    "Weighing Clouds with Light: https://arxiv.org/abs/2310.16271",
    "Weighing Clouds with Light (arXiv:2310.16271)",
    "2310.16271 Weighing Clouds with Light",
    "we liked “Weighing Clouds with Light”, arXiv:2310.16271, a lot",
    "- [ ] Weighing Clouds with Light - https://arxiv.org/abs/2310.16271",
    "ana: Weighing Clouds with Light https://arxiv.org/abs/2310.16271",
    "https://arxiv.org/abs/2310.16271\nWeighing Clouds with Light",
])  # fmt: skip
def test_a_title_that_is_plainly_one(text):
    (found,) = read(text).found
    assert (found.record.title or "").casefold() == "weighing clouds with light"
    assert (found.record.arxiv, found.line) == ("2310.16271", 1)


@pytest.mark.parametrize("text", [
    "have you seen this paper? https://arxiv.org/abs/2310.16271",
    "I think that we should read this one!\nhttps://arxiv.org/abs/2310.16271",
    "See arXiv:2310.16271 for the proofs, which are long.",
    "It was shown before.\narXiv:2310.16271",
    "paper: https://arxiv.org/abs/2310.16271",
])  # fmt: skip
def test_no_title_where_none_is_plainly_there(text):
    assert [f.record.title for f in read(text).found] == [None]


def test_no_title_where_there_are_cells_of_a_table():
    text = '"Nr","Who","What","Where"\n"7","Moreno, Ana; Ek, Bo","Snow, or Not","10.5555/1234"\n'
    (found,) = read(text).found
    assert (found.record.doi, found.record.title, found.record.authors) == ("10.5555/1234", None, ())


def test_an_entry_of_a_bibliography_is_read_as_one():
    (found,) = read("We build on this.\n\nA. Ek and B. Li. Owls at night. In Proceedings of Owls,\npages 1–2, 2019. "
                    "doi:10.5555/1234\n").found  # fmt: skip
    record = found.record
    assert (record.title, record.authors, record.venue) == ("Owls at night", ("A. Ek", "B. Li"), "Proceedings of Owls")
    assert (record.doi, record.year, found.line) == ("10.5555/1234", 2019, 3)


def test_text_that_no_importer_knows_says_so():
    text = "Dear all,\n\nlast week we met.\nAs shown in arXiv:2310.16271 it is so.\n\n" + "It rains.\n" * 9
    reading = importers.read(Document("mail.txt", text))
    assert reading.format == "identifiers"
    assert [f.record.arxiv for f in reading.found] == ["2310.16271"]
    assert (reading.problems[0].line, reading.problems[0].message) == (1, NO_FORMAT)
    assert [p.line for p in reading.problems] == [1, 1, 6]


@pytest.mark.parametrize(
    "named", ["see arXiv:2310.16271", "see arXiv:\n2310.16271 there", "https://arxiv.org/abs/2310.16271"]
)
def test_an_identifier_is_seen_far_down_in_a_text(named):
    assert Identifiers().sniff(Document("book.txt", "The bells ring at noon, 12.30 x 4.\n" * 1000 + named)) > 0


def test_text_without_identifiers_is_no_list():
    with pytest.raises(ImportFailedError, match="not a list of papers that any importer knows"):
        importers.read(Document("x.txt", "It rains.\n\nVersion 2310.1 of https://example.org/x is out.\n"))


@pytest.mark.parametrize("text", [
    "1203.12345,5.2,3.1\n1204.12345,5.3,3.2\n",
    "t=1203.12345 value 17.5\n",
    "call 2310.16271.44 now",
    "The model has 0704.1234 units.",
    "PO-P19-1001 was shipped",
])  # fmt: skip
def test_numbers_are_no_identifiers(text):
    assert Identifiers().sniff(Document("x.txt", text)) == 0
    assert read(text).found == ()


new_style = st.builds("{:02}{:02}.{:05}".format, st.integers(15, 29), st.integers(1, 12), st.integers(1, 99999))
archives = st.sampled_from(["hep-th", "math", "cs.CL", "cond-mat", "astro-ph"])
old_style = st.builds(
    "{}/{:02}{:02}{:03}".format, archives, st.integers(92, 99), st.integers(1, 12), st.integers(1, 999)
)
dois = st.builds(
    "10.{}/{}".format, st.integers(1000, 99999), st.from_regex(r"[a-z][a-z0-9.]{0,9}[a-z0-9]", fullmatch=True)
)
papers = st.one_of(
    st.tuples(st.just("arxiv"), st.one_of(new_style, old_style)),
    st.tuples(st.just("doi"), dois.filter(lambda doi: not doi.startswith("10.48550/"))),
)
FORMS = {
    "arxiv": (
        "arXiv:{}",
        "https://arxiv.org/abs/{}",
        "http://arxiv.org/pdf/{}",
        "{}",
        "<https://arxiv.org/abs/{}>",
        "({})",
    ),
    "doi": ("{}", "doi:{}", "https://doi.org/{}", "DOI: {}", "[{}]", "http://dx.doi.org/{}."),
}


@settings(max_examples=150)
@given(st.lists(papers, min_size=1, max_size=8, unique_by=lambda paper: paper[1]), st.randoms(use_true_random=False))
def test_lists_of_identifiers_come_back(expected, random):
    lines, line = [], ""
    for kind, identifier in expected:
        line += random.choice(FORMS[kind]).format(identifier)
        if random.random() < 0.7:
            lines.append(line)
            line = ""
        else:
            line += random.choice([", ", " ", " ; "])
    reading = read("\n".join([*lines, line]))
    assert [f.record.arxiv or f.record.doi for f in reading.found] == [identifier for _, identifier in expected]
    assert reading.problems == ()


pieces = st.sampled_from(
    ["arXiv:", "2310.16271", "hep-th/9901001", "10.1145/", "10.1145/3.4", "https://", "arxiv.org/abs/", "doi:", " ",
     "\n", "\n\n", "“", "”", "Title of It", "(", ")", ",", ".", "2024.acl-long.1", "P19-1001", "abs/",
     "https://openreview.net/forum?id=abcde"]
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(st.one_of(pieces, st.text(max_size=6)), max_size=40).map("".join), st.text()))
def test_any_text_is_accounted_for(text):
    document = Document("x.txt", text)
    assert 0 <= Identifiers().sniff(document) <= 0.2
    reading = Identifiers().read(document)
    assert [f.position for f in reading.found] == list(range(1, len(reading.found) + 1))
    lines = [f.line for f in reading.found] + [p.line for p in reading.problems]
    assert all(1 <= line <= len(document.lines) for line in lines)
    assert [p.line for p in reading.problems] == sorted(p.line for p in reading.problems)
    for mention in find_mentions(document.text, bare=True):
        assert 0 <= mention.start < mention.end <= len(document.text)


def test_lines_beside_a_paper_are_told():
    reading = read(
        "Li Xu and Marieke Berg. 2025. Counting and sorting. In ACL, pages 123-145.\n"
        "OpenAI. 2023. GPT-4 technical report. arXiv:2303.08774.\n"
        "Wei Wang 0003. 2024. Transformers are good. arXiv:2401.00001.\n"
    )
    assert [f.record.arxiv for f in reading.found] == ["2303.08774", "2401.00001"]
    assert any(problem.line == 1 and "Li Xu" in problem.message for problem in reading.problems)


def test_what_is_enumerated_with_a_paper_is_one_too():
    assert told("see https://arxiv.org/abs/2310.16271 / and also math.GT/0309136, P19-1001 and P19-1002.") == [
        ("2310.16271", None, "https://arxiv.org/abs/2310.16271"), ("math.GT/0309136", None, None),
        (None, "10.18653/v1/P19-1001", "https://aclanthology.org/P19-1001/"),
        (None, "10.18653/v1/P19-1002", "https://aclanthology.org/P19-1002/"),
    ]  # fmt: skip


def test_a_number_that_may_be_another_paper_is_told():
    reading = read("arXiv:2310.16271 beats what was in P19-1001 by far")
    assert [f.record.arxiv for f in reading.found] == ["2310.16271"]
    assert any("may name more papers" in problem.message for problem in reading.problems)


def test_many_identifiers_on_one_line():
    expected = [f"2310.{number:05}" for number in range(1, 301)]
    reading = importers.read(Document("x.txt", " ".join(expected)))
    assert [f.record.arxiv for f in reading.found] == expected
    assert reading.problems == ()


def test_a_chat_with_clock_times_is_no_reference():
    text = "Anna, Ben, 10:24\nThis one: https://arxiv.org/abs/2310.16271v2\n10:25 Ben\nmath.GT/0309136\n"
    reading = importers.read(Document("x.txt", text))
    assert reading.format == "identifiers"
    assert [(f.record.arxiv, f.record.authors) for f in reading.found] == [
        ("2310.16271v2", ()), ("math.GT/0309136", ()),
    ]  # fmt: skip


def test_a_label_is_no_author():
    (found,) = read("Abstract: We weigh frogs. In Proceedings of Ponds, 2023. arXiv:2310.16271\n").found
    assert found.record.authors == ()

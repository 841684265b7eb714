"""arXiv identifiers and DOIs, in the forms in which people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.model.identifiers import anthology_id, arxiv_base, arxiv_year, parse_arxiv, parse_doi, split_arxiv


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("2310.16271", "2310.16271"),
        ("arXiv:2310.16271v2", "2310.16271v2"),
        ("ARXIV: 2310.16271", "2310.16271"),
        (" arxiv:0704.0001\n", "0704.0001"),
        ("1412.9999", "1412.9999"),
        ("https://arxiv.org/abs/2310.16271", "2310.16271"),
        ("http://arxiv.org/pdf/2310.16271v3.pdf", "2310.16271v3"),
        ("https://www.arxiv.org/abs/2310.16271?context=cs.CL", "2310.16271"),
        ("arxiv.org/pdf/cs.CL/0306050.pdf", "cs.CL/0306050"),
        ("10.48550/arXiv.2310.16271", "2310.16271"),
        ("10.48550/ARXIV.2310.16271v2", "2310.16271v2"),
        ("https://doi.org/10.48550/arXiv.hep-th/9901001", "hep-th/9901001"),
        ("doi:10.48550/arxiv.2310.16271", "2310.16271"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("arXiv:hep-th/9901001v12", "hep-th/9901001v12"),
        ("HEP-TH/9901001", "hep-th/9901001"),
        ("q-bio/0401001", "q-bio/0401001"),
        ("arXiv:q-alg/9703001v2", "q-alg/9703001v2"),
        ("cs.cl/0306050", "cs.CL/0306050"),
        ("cond-mat.str-el/0501001", "cond-mat.str-el/0501001"),
    ],
)
def test_an_identifier_is_read_whatever_stands_around_it(text, identifier):
    assert parse_arxiv(text) == identifier


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2313.16271",  # no such month
        "2300.16271",
        "0703.1234",  # before identifiers had a dot
        "1412.12345",  # five digits too early
        "1501.1234",  # four digits too late
        "2310.162711",
        "2310.16271x",
        "2310.16271v0",
        "2310.16271 and more",
        "12345.6789",
        "hep-th/9913001",
        "hep-th/0801001",  # after the old style had ended
        "10.48550/arXiv.2310.16271x",
        "10.48550/arXiv.owls",
        "10.1000/arXiv.2310.16271",
        "lin2024mitigating",
        "٢٣١٠.16271",
    ],
)
def test_anything_else_is_no_identifier(text):
    assert parse_arxiv(text) is None


@pytest.mark.parametrize(
    ("text", "identifier", "rest"),
    [
        ("2310.14747The sequence", "2310.14747", "The sequence"),
        ("arXiv:2310.14747The sequence", "2310.14747", "The sequence"),
        ("2310.1474721st century", "2310.14747", "21st century"),
        ("0704.00013D printing", "0704.0001", "3D printing"),
        ("2307.09705", "2307.09705", ""),
        ("2307.09705 \n", "2307.09705", " \n"),
        ("2310.14747v2The sequence", "2310.14747v2", "The sequence"),
        ("2310.14747v2LLMs are", "2310.14747v2", "LLMs are"),
        ("2310.14747v2A study", "2310.14747v2", "A study"),
        ("2310.14747v2\nThe", "2310.14747v2", "\nThe"),
        ("2310.14747v2ray is a proxy", "2310.14747", "v2ray is a proxy"),
        ("2310.14747v2X communication", "2310.14747", "v2X communication"),
        ("hep-th/9901001We study", "hep-th/9901001", "We study"),
    ],
)
def test_an_identifier_is_cut_from_the_text_that_is_glued_to_it(text, identifier, rest):
    assert split_arxiv(text) == (identifier, rest)


@pytest.mark.parametrize("text", ["", "The sequence 2310.14747", "2310.1474", "2399.14747The"])
def test_text_without_an_identifier_in_front_is_not_split(text):
    assert split_arxiv(text) is None


@settings(deadline=None)
@given(st.text(alphabet="0123456789.vVarXiv:/-hepcsCL ", max_size=30))
def test_splitting_loses_no_character(text):
    found = split_arxiv(text)
    assert found is None or text.endswith(found[1])


@settings(deadline=None)
@given(st.integers(7, 99), st.integers(1, 12), st.integers(1, 9999), st.sampled_from(["", "v1", "v17"]))
def test_an_identifier_that_is_read_reads_the_same_again(year, month, number, version):
    if (year, month) < (7, 4):
        month = 4
    digits = 5 if year >= 15 else 4
    identifier = f"{year:02}{month:02}.{number:0{digits}}{version}"
    assert parse_arxiv(f"arXiv:{identifier}") == identifier
    assert arxiv_base(identifier) == identifier.removesuffix(version)
    assert arxiv_year(identifier) == 2000 + year


@pytest.mark.parametrize(
    ("identifier", "base", "year"),
    [
        ("2310.16271v2", "2310.16271", 2023),
        ("hep-th/9901001v3", "hep-th/9901001", 1999),
        ("cs.CL/0306050", "cs.CL/0306050", 2003),
        ("math/9201001", "math/9201001", 1992),
    ],
)
def test_version_and_year_of_an_identifier(identifier, base, year):
    assert arxiv_base(identifier) == base
    assert arxiv_year(identifier) == year


def test_the_year_of_something_else_is_an_error():
    with pytest.raises(ValueError, match="lin2024"):
        arxiv_year("lin2024mitigating")


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.18653/v1/2024.acl-long.1", "10.18653/v1/2024.acl-long.1"),
        ("doi:10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("DOI 10.1145/3292500", "10.1145/3292500"),
        ("https://doi.org/10.1145/3292500.", "10.1145/3292500"),
        ("http://dx.doi.org/10.1000%2F182", "10.1000/182"),
        ("10.1016/S0140-6736%2820%2930183-5", "10.1016/S0140-6736(20)30183-5"),
        ("10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",) * 2,
        ("10.1016/S0140-6736(05)67889-3).", "10.1016/S0140-6736(05)67889-3"),
        ("10.1016/S0140-6736(05)", "10.1016/S0140-6736(05)"),
        (" 10.1000/xyz; ", "10.1000/xyz"),
    ],
)
def test_a_doi_is_read_bare(text, doi):
    assert parse_doi(text) == doi


@pytest.mark.parametrize(
    "text",
    ["", "10.1000", "10.1000/", "10.1000/...", "10.12/x", "doi:", "10.1000/a b", "https://example.org/10.1000/1"],
)
def test_anything_else_is_no_doi(text):
    assert parse_doi(text) is None


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_makes_a_reader_fail(text):
    for prefix in ("", "arXiv:", "2310.16271", "10.1000/", "https://doi.org/10.1000/", "cs.CL/0306050"):
        parse_arxiv(prefix + text)
        split_arxiv(prefix + text)
        parse_doi(prefix + text)


@pytest.mark.parametrize(("url", "doi", "expected"), [
    ("https://aclanthology.org/2024.acl-long.1", None, "2024.acl-long.1"),
    ("https://aclanthology.org/2024.acl-long.1/", None, "2024.acl-long.1"),
    ("https://aclanthology.org/2024.acl-long.1.pdf", None, "2024.acl-long.1"),
    ("https://aclanthology.org/2024.acl-long.1v2.pdf", None, "2024.acl-long.1"),
    ("https://aclanthology.org/2023.findings-emnlp.12.bib", None, "2023.findings-emnlp.12"),
    ("http://www.aclweb.org/anthology/P14-1001", None, "p14-1001"),
    ("https://www.aclweb.org/anthology/P/P14/P14-1001.pdf", None, "p14-1001"),
    ("https://aclanthology.info/papers/P14-1001", None, "p14-1001"),
    (None, "10.18653/v1/2024.acl-long.1", "2024.acl-long.1"),
    (None, "10.3115/v1/P14-1001", "p14-1001"),
    ("https://aclanthology.org/people/a/ana-moreno/", None, None),
    ("https://aclanthology.org/volumes/2024.acl-long/", None, None),
    ("https://example.org/aclanthology.org/P14-1001", None, None),
    ("https://example.org", "10.1145/v1/2024.acl-long.1", None),
    (None, "10.3115/1073083.1073135", None),
])  # fmt: skip
def test_identifiers_of_the_acl_anthology_are_found_in_addresses_and_dois(url, doi, expected):
    assert anthology_id(url, doi) == expected

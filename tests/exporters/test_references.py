import pytest

from readlist.exporters.references import DEFAULT_STYLE, StyleError, UnknownStyleError, references, style_names

TITLE = "Mitigating the Alignment Tax of RLHF"
STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>Own</title><id>own</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout><text variable="title" suffix="!"/></layout></bibliography>
</style>
"""


@pytest.mark.parametrize(
    ("style", "reference"),
    [
        (
            DEFAULT_STYLE,
            f"Lin, Y., & Lin, H. (2024). {TITLE}. Proceedings of EMNLP. https://doi.org/10.18653/v1/2024.emnlp-main.35",
        ),
        (
            "acl",
            f"Yong Lin and Hangyu Lin. 2024. {TITLE}. In Proceedings of EMNLP.",
        ),
        (
            "IEEE",
            f"[1] Y. Lin and H. Lin, “{TITLE}”, in Proceedings of EMNLP, 2024. doi: 10.18653/v1/2024.emnlp-main.35.",
        ),
    ],
)
def test_styles(make_paper, style, reference):
    assert references([make_paper()], style) == [reference]


def test_a_preprint_says_where_it_is(make_paper):
    (reference,) = references([make_paper(venue=None, doi=None, url=None)])
    assert reference.endswith("arXiv. https://arxiv.org/abs/2309.06256")


def test_references_are_lines_of_plain_text_in_the_order_of_the_papers(make_paper):
    papers = [
        make_paper("b", title="Zebras of $\\alpha$ & <x>\n\x1b[31m", authors=("Zoë de la Cruz",)),
        make_paper("a", title="Ants", authors=()),
        make_paper("A", title="Ants", authors=()),
    ]
    lines = references(papers)
    assert len(lines) == 3
    assert lines[0].startswith("de la Cruz, Z. (2024). Zebras of α & <x> \N{REPLACEMENT CHARACTER}[31m.")
    assert lines[1] == lines[2]
    assert lines[1].startswith("Ants. (2024).")


@pytest.mark.parametrize("style", ["apa", "chicago-author-date", "mla", "ieee", "harvard", "acl", "nature"])
@pytest.mark.parametrize("where", [{"venue": None}, {"venue": None, "arxiv": None}, {"arxiv": None}, {"doi": None}])
def test_a_title_is_printed_once_in_the_place_of_authors_too(make_paper, style, where):
    without, with_authors = references(
        [make_paper(title="Ants", authors=(), **where), make_paper(title="Ants", **where)], style
    )
    assert without.count("Ants") == 1
    assert with_authors.count("Ants") == 1
    assert "Lin" in with_authors


def test_what_follows_a_title_in_the_place_of_authors_stays(make_paper):
    (reference,) = references([make_paper(authors=())])
    assert reference == (
        "Mitigating the Alignment Tax of RLHF. (2024). Proceedings of EMNLP. "
        "https://doi.org/10.18653/v1/2024.emnlp-main.35"
    )


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("李 雷", "雷, 李. "),
        ("bell hooks", "hooks, bell. "),
        ("Иван Петров", "Петров, И. "),
        ("Jean-Marc Dupont", "Dupont, J.-M. "),
        ("J. R. R. Tolkien", "Tolkien, J. R. R. "),
    ],
)
def test_initials_are_capitals_or_none(make_paper, name, printed):
    (reference,) = references([make_paper(authors=(name,))])
    assert reference.startswith(f"{printed}(2024)")


def test_each_paper_has_a_line_even_if_a_style_prints_nothing_of_it(make_paper):
    bare = make_paper(title=None, authors=(), year=None, venue=None, arxiv=None, doi=None, url=None, links=())
    lines = references([bare, make_paper(), bare], "acl")
    assert [line.startswith("[LLMs forget") for line in lines] == [True, False, True]
    assert references([]) == []


def test_a_style_that_stands_for_another_is_that_one(make_paper):
    assert references([make_paper()], "nature-digest") == references([make_paper()], "nature")


def test_a_style_of_ones_own(make_paper, tmp_path):
    path = tmp_path / "own.csl"
    path.write_text(STYLE)
    assert references([make_paper(title="Bells")], str(path)) == ["Bells!"]


@pytest.mark.parametrize("style", ["apaa", "", "../apa", "styles/apa", "a\x00b", "/etc/passwd"])
def test_a_style_that_there_is_not(make_paper, style):
    with pytest.raises(UnknownStyleError, match="no citation style"):
        references([make_paper()], style)


def test_xml_that_is_no_style_is_told_in_words(make_paper, tmp_path):
    path = tmp_path / "own.csl"
    path.write_text("<html><body>not found</body></html>")
    with pytest.raises(StyleError, match="cannot be used: it is no style of the Citation Style Language"):
        references([make_paper()], str(path))


@pytest.mark.parametrize("text", ["", "<style/>", "no XML", STYLE.replace("<bibliography>", "<x>")])
def test_a_file_that_is_no_style_is_told_in_one_line(make_paper, tmp_path, text):
    path = tmp_path / "own.csl"
    path.write_text(text)
    with pytest.raises(StyleError, match=r"cannot be used|no list of references") as caught:
        references([make_paper()], str(path))
    assert "\n" not in str(caught.value)


def test_a_missing_file(make_paper, tmp_path):
    with pytest.raises(StyleError, match="no file"):
        references([make_paper()], str(tmp_path / "own.csl"))


def test_names_of_styles_are_those_that_can_be_asked_for():
    names = style_names()
    assert {"apa", "ieee", "nature", "acl", "nature-digest"} <= {*names}
    assert names == sorted(names)

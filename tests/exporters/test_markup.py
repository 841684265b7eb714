from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from readlist.exporters.markup import destination, inline, link, prose, wiki_link
from readlist.text import clean_line

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
ANY_TEXT = st.text(st.characters(), max_size=120)
MARKUP = st.text(st.sampled_from("ab1 _*`[]()<>!#&;|~=$%^@{}\\-+.:/\n\t\"'é"), max_size=60)


def blocks(text: str) -> list[tuple[str, str]]:
    """What a reader makes of Markdown: the blocks with their text, or the markup that it took text for."""
    tokens = READER.parse(text)
    kinds = [token.tag or token.type for token in tokens if token.nesting >= 0 and token.type != "inline"]
    texts = []
    for token in tokens:
        if token.type == "inline":
            children = token.children or []
            unexpected = {child.type for child in children} - {"text", "text_special", "softbreak"}
            texts.append(str(unexpected) if unexpected else "".join(c.content or " " for c in children))
    return list(zip(kinds, texts, strict=True))


@given(st.one_of(ANY_TEXT, MARKUP))
def test_a_heading_reads_as_its_text(title):
    # The reader strips no-break and other unusual blanks, and so does cleaning.
    wanted = clean_line(title)
    assert blocks(f"# ≈ {inline(title)}\n") == [("h1", f"≈ {wanted}".strip())]


@pytest.mark.parametrize(
    "title",
    [
        "A* search for [[wiki|links]] #tags and C# ##",
        "`code` <script>alert(1)</script> <!-- readlist:end --> &lt; &amp;",
        "**bold** __dunder__ snake_case _emph_ ~~gone~~ ==mark== %%hidden%% $x^2$",
        "[RETRACTED] Foo [/] ![image](x) {.class} @smith \\ |",
    ],
)
def test_titles_of_the_kind_that_exist(title):
    assert blocks(f"# {inline(title)}") == [("h1", title)]


def test_ordinary_titles_are_not_touched():
    for title in ("LoRA-RITE: LoRA Done RITE (Or Not?)", "GPT-4 at 69% & p < 0.05", "snake_case in C# and F1@10"):
        assert inline(title) == title


@given(st.one_of(ANY_TEXT, MARKUP))
def test_prose_reads_as_its_text(text):
    if "://" in text:
        return
    made = blocks(prose(text))
    assert all(kind == "p" for kind, _ in made)
    assert clean_line(" ".join(content for _, content in made)) == clean_line(text)


@pytest.mark.parametrize(
    "start",
    [
        "# h",
        "- a",
        "+ a",
        "* a",
        "1. a",
        "12) a",
        "> q",
        "---",
        "===",
        "```",
        "~~~",
        "    x",
        "|a|\n|-|",
        "a\n---",
        "a\n:-",
        "<div>",
        ": d",
    ],
)
def test_lines_of_an_abstract_start_no_blocks(start):
    assert [kind for kind, _ in blocks(prose(f"{start}\n\nnext"))] == ["p", "p"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://github.com/a_b/c_d.", "https://github.com/a_b/c_d"),
        ("(https://x.org/a_(b))", "https://x.org/a_(b)"),
        ("https://x.org/~me/*star*, and", "https://x.org/~me/*star"),
        ("<https://x.org>", "https://x.org"),
    ],
)
def test_addresses_in_an_abstract_are_links(text, address):
    assert f"<{address}>" in prose(text)
    assert READER.render(prose(text)).count("<a href=") == 1


def test_links_are_links_to_web_pages_only():
    assert link("DOI [1]", "https://doi.org/10.1/(a)b c>") == "[DOI \\[1\\]](https://doi.org/10.1/%28a%29b%20c%3E)"
    for address in ("javascript:alert(1)", "file:///etc/passwd", "", "https://", "//x.org", "data:text/html,x"):
        assert destination(address) is None


def test_wiki_links_cannot_be_broken():
    assert wiki_link("lin2024", "A title") == "[[lin2024|A title]]"
    made = wiki_link("key", "a]] | b [[c|d]] `e` <script> %%")
    assert made.count("[[") == made.count("]]") == made.count("|") == 1
    assert not set("`<>") & set(made)


def test_a_note_that_no_wiki_link_can_name_gets_another_link():
    assert wiki_link("my [draft] #1", "A [title]") == "[A \\[title\\]](my%20%5Bdraft%5D%20%231.md)"

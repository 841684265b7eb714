"""What is copied of papers, in which form, and what is said of it."""

from typing import ClassVar

import pytest
from markdown_it import MarkdownIt

from readlist.app import copied_texts
from readlist.app.commands import copying
from readlist.importers.base import Document
from readlist.importers.bibtex import BibTeX
from readlist.model.actions import SetNote
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper

FIRST, SECOND = "lin2024mitigating", "wang2024theoremllama"
TITLE, SECOND_TITLE = (
    "Mitigating the Alignment Tax of RLHF",
    "TheoremLlama: Transforming General-Purpose LLMs into Lean4 Experts",
)


def paper(**fields):
    return Paper(**{"key": "a2024b", "number": 1, "title": "A Title", **fields})


# In the app


async def test_y_copies_the_citations_of_what_is_selected(start):
    async with start() as app:
        await app.press("y")
        assert app.app.clipboard == f"[@{FIRST}]"
        assert app.status == f"Copied [@{FIRST}]"
        await app.press("space", "space", "y")
        assert app.app.clipboard == f"[@{FIRST}; @{SECOND}]"
        assert app.status.startswith("Copied 2 keys")


async def test_the_menu_copies_a_paper_in_the_form_that_is_chosen(start):
    async with start() as app:
        await app.press("Y", "k")
        assert app.app.clipboard == f"[@{FIRST}]"
        await app.press("Y", "t")
        assert app.app.clipboard == TITLE
        assert app.status == f"Copied {TITLE}"
        await app.press("Y", "c")
        assert app.app.clipboard.startswith(f"Yong Lin et al. (2024). {TITLE}. Proceedings of the 2024 Conference")
        await app.press("Y", "a")
        assert app.app.clipboard.startswith("LLMs acquire a wide range of abilities")
        assert app.status == "Copied the abstract"
        await app.press("G", "Y", "u")
        assert app.app.clipboard == "https://arxiv.org/abs/2307.09705"
        await app.press("Y", "m")
        assert app.app.clipboard.startswith("[≈ CValues: ")
        assert app.app.clipboard.endswith("](https://arxiv.org/abs/2307.09705)")


async def test_bibtex_is_read_back_as_the_papers(start):
    async with start() as app:
        await app.press("space", "space", "Y", "b")
        assert app.status == "Copied 2 BibTeX entries"
        read = BibTeX().read(Document("clipboard.bib", app.app.clipboard))
        assert [found.record.title for found in read.found] == [TITLE, SECOND_TITLE]


def test_bibtex_is_for_others_too_and_has_nothing_of_the_reader_s_own():
    text = copied_texts.bibtex(
        paper(note="A bad {paper}", tags=("mine",), files=("/home/me/x.pdf",), starred=True, links=("https://x.org/",))
    )
    assert text == "@misc{a2024b,\n  title = {A Title},\n}"


async def test_several_titles_are_a_line_each(start):
    async with start() as app:
        await app.press("5", "Y", "t")
        lines = app.app.clipboard.split("\n")
        assert lines[:2] == [TITLE, SECOND_TITLE]
        assert len(lines) == 5
        assert app.status.startswith("Copied 5 titles")


async def test_papers_that_have_none_of_it_are_left_out_and_told(start):
    async with start() as app:
        await app.press("Y", "u")
        assert app.status == "No URL to copy"
        assert not app.app.clipboard
        await app.press("5", "Y", "u")
        assert app.app.clipboard == "https://github.com/MasaiahHan/CorrelationQA"
        assert app.status == "Copied 1 URL · 4 have none"


async def test_notes_are_copied_as_they_were_typed(start, seeded):
    seeded.do(SetNote(FIRST, "# Note\n\n- *one*\n"))
    async with start() as app:
        await app.press("Y", "n")
        assert app.app.clipboard == "# Note\n\n- *one*"
        await app.press("j", "Y", "n")
        assert app.status == "No note to copy"


async def test_what_is_copied_goes_to_the_terminal_and_to_the_system(start, monkeypatch):
    class System:
        texts: ClassVar[list[str]] = []

        @classmethod
        def copy(cls, text):
            cls.texts.append(text)

    async with start() as app:
        with monkeypatch.context() as patched:
            patched.setattr(app.app, "_system_clipboard", System)
            patched.setattr(type(app.app), "is_headless", False)
            await app.press("Y", "t")
        assert System.texts == [TITLE]
        assert app.app.clipboard == TITLE


async def test_the_menu_is_left_without_copying(start):
    async with start() as app:
        await app.press("Y", "escape", "Y", "z")
        assert not app.app.clipboard
        assert not app.screen.query_one("#popup").display


async def test_more_papers_than_a_clipboard_is_for_are_not_copied(start, monkeypatch):
    monkeypatch.setattr(copying, "MOST", 40)
    async with start() as app:
        await app.press("asterisk", "y")
        assert app.failed
        assert app.status == "48 papers are too many to copy, 40 at most · x exports them"
        assert not app.app.clipboard


async def test_nothing_that_drives_a_terminal_gets_onto_the_clipboard(start, seeded):
    class Adding:
        def change(self, _library, now):
            evil = "\x1b]0;x\x07\u202eevil"
            record = {name: f"{name} {evil}" for name in ("title", "abstract", "venue", "doi", "note")}
            added = Paper(key="evil", number=99, authors=(evil,), url=f"https://a.org/{evil}", **record)
            return Change("import", "Imported", now, (Edit.adding(added),))

    seeded.do(Adding())
    async with start() as app:
        await app.press("G")
        for key in "kbcumtan":
            await app.press("Y", key)
            assert "evil" in app.app.clipboard
            assert not set("\x1b\x07\u202e") & set(app.app.clipboard), key


# The texts


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "A Title."),
        ({"year": 2024}, "A Title (2024)."),
        ({"authors": ("Ada Lovelace",), "year": 1843}, "Ada Lovelace (1843). A Title."),
        ({"authors": ("A One", "B Two")}, "A One and B Two. A Title."),
        ({"authors": tuple("ABCDEF"), "title": "Why?"}, "A, B, C, D, E and F. Why?"),
        ({"authors": tuple("ABCDEFG"), "title": "Why?"}, "A et al. Why?"),
        (
            {"authors": ("A B",), "year": 2024, "venue": "ICLR 2024", "doi": "10.1/x"},
            "A B (2024). A Title. ICLR 2024. https://doi.org/10.1/x",
        ),
        ({"title": r"On $\alpha$ and \textit{in situ}"}, "On α and in situ."),
    ],
)
def test_a_citation_has_what_there_is(fields, text):
    assert copied_texts.citation(paper(**fields)) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, ""),
        ({"url": "https://a.org", "doi": "10.1/x", "arxiv": "2401.00001"}, "https://a.org"),
        ({"url": "file:///etc/passwd", "doi": "10.1/x", "arxiv": "2401.00001"}, "https://doi.org/10.1/x"),
        ({"arxiv": "2401.00001", "links": ("https://b.org",)}, "https://arxiv.org/abs/2401.00001"),
        ({"links": ("ftp://b.org", "https://b.org")}, "https://b.org"),
        (
            {"doi": "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"},
            "https://doi.org/10.1002/(SICI)1097-4571(199806)49:8%3C693::AID-ASI4%3E3.0.CO;2-O",
        ),
    ],
)
def test_the_address_is_the_page_else_the_doi_else_arxiv(fields, text):
    assert copied_texts.address(paper(**fields)) == text


@pytest.mark.parametrize("title", ["A [b] title]", "*x* `y` \\[", "[a](b)", "<b>x</b>", "![i](j) &amp;"])
@pytest.mark.parametrize("url", ["https://a.org/x_(y)_z", "https://a.org/a)b", "https://a.org/[x]?q=<y>"])
def test_a_markdown_link_is_one_link_with_the_title_as_its_text(title, url):
    text = copied_texts.markdown_link(paper(title=title, url=url))
    children = MarkdownIt().parseInline(text)[0].children
    assert [child.type for child in children if child.type.startswith("link")] == ["link_open", "link_close"]
    assert children[0].type == "link_open"
    assert children[-1].type == "link_close"
    assert "".join(child.content for child in children) == title


def test_a_title_from_the_abstract_looks_provisional():
    found = paper(title=None, abstract="We present CycleAlign, a method that aligns models by distillation.")
    assert copied_texts.title(found).startswith("≈ ")

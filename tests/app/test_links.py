"""Links: opened by number, from a menu, from a list, with the mouse; only those of the web."""

import pytest

from readlist.app.commands import links
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper


class Adding:
    """Adds a paper to the library."""

    def __init__(self, **fields):
        self.fields = fields

    def change(self, _library, now):
        return Change("import", "Imported", now, (Edit.adding(Paper(number=99, **self.fields)),))


@pytest.fixture
def browser(monkeypatch):
    """Stands in the place of the browser: the addresses that it got."""
    addresses = []
    monkeypatch.setattr(links, "open_address", lambda address, _: addresses.append(address) or True)
    return addresses


def many(count):
    return tuple(f"https://site{number}.org/" for number in range(1, count + 1))


@pytest.fixture
def at_last(start, seeded):
    """Starts the app with one more paper, that the cursor is put on: the last."""

    def run(size=(120, 40), **fields):
        seeded.do(Adding(**{"key": "last2026", "title": "Last", **fields}))
        return start(size=size)

    return run


async def test_o_opens_the_only_link_at_once(start, browser):
    async with start() as app:
        await app.press("slash", "text:CorrelationQA", "enter", "o")
        assert browser == ["https://github.com/MasaiahHan/CorrelationQA"]
        assert app.status == "Opened https://github.com/MasaiahHan/CorrelationQA"
        await app.press("escape", "G", "o")
        assert browser[1:] == ["https://arxiv.org/abs/2307.09705"]


async def test_a_paper_without_link_says_so(start, browser):
    async with start() as app:
        for key in ("o", "O"):
            await app.press(key)
            assert app.status == "This paper has no link"
        assert not browser


async def test_of_several_links_o_and_a_number_open_one(at_last, browser):
    async with at_last(links=many(3)) as app:
        await app.press("G", "o")
        popup = app.pane_text(app.screen.query_one("#popup"))
        assert "2  " in popup
        assert "https://site2.org/" in popup
        assert not browser
        await app.press("2")
        assert browser == ["https://site2.org/"]
        await app.press("o", "o", "o", "enter")
        assert browser[1:] == ["https://site1.org/", "https://site1.org/"]
        await app.press("o", "escape", "o", "9")
        assert len(browser) == 3


async def test_a_number_before_o_opens_that_one_at_once(at_last, browser):
    async with at_last(links=many(60)) as app:
        await app.press("G", "5", "o", "5", "2", "o")
        assert browser == ["https://site5.org/", "https://site52.org/"]
        await app.press("6", "1", "o")
        assert app.status == "This paper has 60 links"
        assert len(browser) == 2


async def test_the_numbers_are_those_of_the_abstract_pane(at_last, browser):
    async with at_last(url="https://page.org/", links=many(2)) as app:
        await app.press("G", "enter")
        lines = [line.strip() for line in app.pane_text(app.screen.abstract).split("\n")]
        assert lines.index("1 https://page.org/") + 1 == lines.index("2 https://site1.org/")
        await app.press("o", "2")
        assert browser == ["https://site1.org/"]


async def test_more_links_than_digits_are_chosen_from_a_list(at_last, browser):
    async with at_last(size=(60, 20), links=many(30)) as app:
        await app.press("G", "o", "O", "down", "enter")
        assert browser == ["https://site2.org/"]
        await app.press("O", "text:site27", "enter")
        assert browser[1:] == ["https://site27.org/"]
        await app.press("O", "text:7", "enter")
        assert browser[2:] == ["https://site7.org/"]
        await app.press("O", "text:nowhere", "enter")
        assert app.status == "No link is like that"
        await app.press("O", "escape", "j")
        assert len(browser) == 3
        assert not app.screen.query_one("#choosing").display


async def test_a_link_in_the_list_can_be_clicked(at_last, browser):
    async with at_last(links=many(4)) as app:
        await app.press("G", "O")
        await app.pilot.click("#choosing", offset=(6, 2))
        await app.pilot.pause()
        assert browser == ["https://site3.org/"]
        assert not app.screen.prompting.is_open


async def test_where_there_is_no_browser_the_address_is_copied(start, monkeypatch):
    async with start() as app:
        monkeypatch.setattr(links, "open_address", lambda *_: False)
        await app.press("G", "o")
        assert app.status == "No browser here; copied https://arxiv.org/abs/2307.09705"
        assert app.app.clipboard == "https://arxiv.org/abs/2307.09705"


async def test_only_web_addresses_are_opened(at_last, browser):
    async with at_last(url="javascript:alert(1)", links=("file:///etc/passwd",)) as app:
        await app.press("G", "o")
        assert app.status == "This paper has no link"
        links.open_in_browser(app.screen, "file:///etc/passwd")
        assert app.failed
        assert not browser


async def test_files_are_shown_beside_the_class_and_are_no_links(at_last, browser):
    files = ("/home/x/a.pdf", "[@click=app.bell]b[/].pdf")
    async with at_last(arxiv="2310.16271", primary_class="cs.CL", files=files) as app:
        await app.press("G", "enter")
        text = app.pane_text(app.screen.abstract)
        assert "arXiv:2310.16271 [cs.CL]" in text
        assert all(f"File: {path}" in text for path in files)
        await app.press("o")
        assert browser == ["https://arxiv.org/abs/2310.16271"]


async def test_a_click_on_a_link_opens_it(start, browser):
    async with start() as app:
        await app.press("slash", "text:CorrelationQA", "enter", "enter", "G")
        lines = app.pane_text(app.screen.abstract).split("\n")
        row = next(i for i, line in enumerate(lines) if line.startswith("1 https://github.com"))
        await app.pilot.click("#abstract", offset=(10, row + 1))
        await app.pilot.pause()
        assert browser == ["https://github.com/MasaiahHan/CorrelationQA"]

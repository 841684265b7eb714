from readlist.app.commands import COMMANDS, leaving
from readlist.config import AppConfig, Config, ExportConfig
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper
from readlist.query.fields import FIELDS
from readlist.store.repository import Repository

FIRST = "lin2024mitigating"


def opened(monkeypatch, *, browser=True):
    """Stands in the place of the browser; returns the addresses that it gets."""
    addresses = []
    monkeypatch.setattr(leaving, "open_address", lambda address, _: addresses.append(address) or browser)
    return addresses


async def test_o_opens_the_paper_s_page_or_first_link(start, monkeypatch):
    async with start() as app:
        addresses = opened(monkeypatch)
        await app.press("slash", "text:CorrelationQA", "enter", "o")
        assert addresses == ["https://github.com/MasaiahHan/CorrelationQA"]
        assert app.status == "Opened https://github.com/MasaiahHan/CorrelationQA"
        await app.press("escape", "G", "o")
        assert addresses[1:] == ["https://arxiv.org/abs/2307.09705"]


async def test_a_paper_without_link_says_so(start, monkeypatch):
    async with start() as app:
        addresses = opened(monkeypatch)
        await app.press("o")
        assert app.status == "This paper has no link"
        assert not addresses


async def test_where_there_is_no_browser_the_address_is_copied(start, monkeypatch):
    async with start() as app:
        opened(monkeypatch, browser=False)
        await app.press("G", "o")
        assert app.status == "No browser here; copied https://arxiv.org/abs/2307.09705"
        assert app.app.clipboard == "https://arxiv.org/abs/2307.09705"


async def test_only_web_addresses_are_opened(start, seeded, monkeypatch):
    class Adding:
        def change(self, _library, now):
            paper = Paper(key="evil", number=99, title="Evil", url="javascript:alert(1)", links=("file:///etc/passwd",))
            return Change("import", "Imported", now, (Edit.adding(paper),))

    seeded.do(Adding())
    async with start() as app:
        addresses = opened(monkeypatch)
        await app.press("G", "o")
        assert app.status == "This paper has no link"
        leaving.open_in_browser(app.screen, "file:///etc/passwd")
        assert app.failed
        assert not addresses


async def test_a_click_on_a_link_opens_it(start, monkeypatch):
    async with start() as app:
        addresses = opened(monkeypatch)
        await app.press("slash", "text:CorrelationQA", "enter", "enter", "G")
        lines = app.pane_text(app.screen.abstract).split("\n")
        row = next(i for i, line in enumerate(lines) if line.startswith("1 https://github.com"))
        await app.pilot.click("#abstract", offset=(10, row + 1))
        await app.pilot.pause()
        assert addresses == ["https://github.com/MasaiahHan/CorrelationQA"]


async def test_y_copies_the_citations_of_what_is_selected(start):
    async with start() as app:
        await app.press("y")
        assert app.app.clipboard == f"[@{FIRST}]"
        await app.press("space", "space", "y")
        assert app.app.clipboard == f"[@{FIRST}; @wang2024theoremllama]"


async def test_x_exports_what_is_shown_to_a_folder_that_it_proposes(start, tmp_path):
    folder = tmp_path / "notes"
    async with start(config=Config(export=ExportConfig(to=str(folder)))) as app:
        await app.press("slash", "text:illusion", "enter", "x", "enter")
        assert {path.name for path in folder.glob("*.md")} == {
            "han2024instinctive.md", "zhang2023grounding.md", "Reading list.md",
        }  # fmt: skip
        assert not app.failed
        assert "2" in app.status


async def test_x_exports_the_selection_to_one_file(start, tmp_path):
    target = tmp_path / "list.md"
    async with start(config=Config(export=ExportConfig(to=""))) as app:
        await app.press("space", "x", f"text:{target}", "enter")
        assert "Mitigating the Alignment Tax of RLHF" in target.read_text(encoding="utf-8")
        assert "TheoremLlama" not in target.read_text(encoding="utf-8")


async def test_an_export_that_cannot_be_is_told_in_one_line(start, tmp_path):
    (tmp_path / "file").write_text("x")
    async with start(config=Config(export=ExportConfig(to=str(tmp_path / "file" / "below")))) as app:
        await app.press("x", "enter")
        assert app.failed
        assert "\n" not in app.status


async def test_an_export_to_the_home_of_nobody_is_a_folder_of_that_name(start, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with start(config=Config(export=ExportConfig(to="~no-such-user/notes"))) as app:
        await app.press("space", "x", "enter")
        assert (tmp_path / "~no-such-user" / "notes" / f"{FIRST}.md").exists()
        assert "~no-such-user/notes" in app.status


async def test_ctrl_c_says_how_to_quit(start):
    async with start() as app:
        await app.press("ctrl+c")
        assert app.status == "ctrl+q quits"


async def test_help_names_every_command_with_its_key(start):
    async with start(size=(120, 100)) as app:
        await app.press("question_mark")
        text = app.pane_text(app.app.screen.query_one("#help"))
        for command in COMMANDS:
            assert command.help.split(";")[0][:40] in text, command.id
        await app.press("escape", "m")
        assert "u to undo" in app.status


async def test_help_tells_the_language_of_the_filter(start):
    async with start(size=(200, 100)) as app:
        await app.press("question_mark", "G")
        text = app.pane_text(app.app.screen.query_one("#help"))
        assert "In the filter" in text
        for field in FIELDS.values():
            assert f"{field.name}:" in text
            assert field.help[:40] in text


async def test_every_command_has_help_and_a_key_of_its_own():
    keys = [key for command in COMMANDS for key in command.keys.split(",")]
    assert len(keys) == len(set(keys))
    assert all(command.help and len(command.help) < 80 for command in COMMANDS)
    assert "d" not in keys


async def test_capitals_are_bound_as_both_kinds_of_terminal_send_them():
    for command in COMMANDS:
        keys = command.keys.split(",")
        for key in keys:
            if len(key) == 1 and key.isupper():
                assert f"shift+{key.lower()}" in keys


async def test_the_footer_shows_what_fits_and_always_help(start):
    for width in (30, 60, 80, 120, 200):
        async with start(size=(width, 30)) as app:
            hints = app.pane_text(app.screen.query_one("#hints"))
            assert hints.rstrip().endswith("? help")
            assert len(hints) <= width


async def test_the_footer_follows_what_is_possible(start):
    async with start(size=(200, 40)) as app:
        assert "sweep" not in app.pane_text(app.screen.query_one("#hints"))
        await app.press("m")
        assert "$ sweep" in app.pane_text(app.screen.query_one("#hints"))
        await app.press("slash", "text:zzzz", "enter")
        hints = app.pane_text(app.screen.query_one("#hints"))
        assert "read" not in hints
        assert "/ filter" in hints


async def test_q_quits(start):
    async with start() as app:
        await app.press("q")
        assert app.app.return_code == 0
        assert not app.app.is_running


async def test_a_first_start_says_what_it_is_and_how_to_start_empty(start):
    async with start(size=(80, 24), first_start=True) as app:
        line = app.pane_text(app.screen.query_one("#status"))
        assert "48 papers" in line
        assert "init --empty" in line
        assert not line.endswith("…")


async def test_an_unknown_theme_is_told_and_the_default_is_shown(start):
    async with start(config=Config(app=AppConfig(theme="no-such"))) as app:
        assert app.failed
        assert "'no-such'" in app.status
        assert app.app.theme == "textual-dark"


async def test_a_theme_from_the_configuration_is_put_on(start):
    async with start(config=Config(app=AppConfig(theme="textual-light"))) as app:
        assert app.app.theme == "textual-light"


async def test_an_empty_library_says_how_to_fill_it(start, tmp_path):
    async with start(repository=Repository.create(tmp_path / "empty")) as app:
        assert "readlist import" in app.pane_text(app.screen.papers)
        await app.press(
            "m", "w", "s", "space", "t", "i", "e", "o", "y", "x", "enter", "G", "n", "N", "J", "dollar_sign"
        )
        assert app.app.is_running
        assert not app.failed


async def test_the_abstract_stands_high_and_all_facts_below_it(start):
    async with start(size=(120, 60)) as app:
        await app.press("slash", "text:tool learning with foundation", "enter", "enter")
        lines = app.pane_text(app.screen.abstract).split("\n")
        assert lines[0].strip() == "Tool Learning with Foundation Models"
        assert lines[1].strip() == "Yujia Qin, Shengding Hu, Yankai Lin, Weize Chen and 37 more"
        assert lines[3].strip().startswith("Humans possess an extraordinary ability")
        below = " ".join(" ".join(lines[4:]).split())
        assert "Phang, Cheng Yang, Tongshuang Wu, Heng Ji, Zhiyuan Liu, Maosong Sun" in below
        assert "[@qin-tool]" in below


async def test_a_title_made_from_the_abstract_says_so(start):
    async with start(size=(200, 60)) as app:
        await app.press("slash", "text:mossbench", "enter")
        text = app.pane_text(app.screen.abstract)
        assert "≈ MOSSBench" in text
        assert "no title in the source" in text
        assert "https://turningpoint-ai.github.io/MOSSBench/" in text
        assert app.row_text(0).startswith(" •   ≈ MOSSBench")


async def test_latex_is_shown_as_unicode(start):
    async with start() as app:
        await app.press("slash", "text:plugd", "enter", "enter")
        text = app.pane_text(app.screen.abstract)
        assert "save 69% computational" in " ".join(text.split())
        assert "$" not in text

import pytest

from readlist.app.commands import COMMANDS
from readlist.app.commands.keymap import Commands
from readlist.config import AppConfig, Config, ExportConfig
from readlist.store.repository import Repository

FIRST = "lin2024mitigating"


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


async def test_every_command_has_help_and_a_key_of_its_own():
    keys = [keys for command in Commands(COMMANDS) for keys in command.bound]
    assert len(keys) == len(set(keys))
    assert all(command.help and len(command.help) < 80 and command.bound for command in Commands(COMMANDS))
    assert "d" not in keys


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


@pytest.mark.parametrize(
    ("theme", "meant"),
    [
        ("nordd", "did you mean nord?"),
        ("textual-drak", "textual-dark"),
        ("catppuccin-mochaccino-and-more-than-that", "did you mean catppuccin-"),
        ("zzz", "textual-light"),
    ],
)
async def test_an_unknown_theme_names_what_may_have_been_meant_within_the_line(start, theme, meant):
    async with start(size=(80, 24), config=Config(app=AppConfig(theme=theme))) as app:
        line = app.pane_text(app.screen.query_one("#status"))
        assert meant in line
        assert not line.endswith("…")


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
        assert app.row_text(0).startswith(" •    ≈ MOSSBench")


async def test_latex_is_shown_as_unicode(start):
    async with start() as app:
        await app.press("slash", "text:plugd", "enter", "enter")
        text = app.pane_text(app.screen.abstract)
        assert "save 69% computational" in " ".join(text.split())
        assert "$" not in text

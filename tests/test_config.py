from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import config, config_text
from readlist.config import AppConfig, Config, ConfigError, ExportConfig


@pytest.fixture
def problem(tmp_path):
    """Returns what is said about a configuration file with some text, without the file's name."""

    def problem_(text):
        path = tmp_path / "config.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(ConfigError) as raised:
            config.load(path)
        said = str(raised.value)
        assert said.startswith(str(path))
        assert "\n" not in said
        return said.removeprefix(str(path))

    return problem_


def test_a_file_that_is_not_there_means_the_defaults(tmp_path):
    assert config.load(tmp_path / "no.toml") == Config()


def test_a_file_that_the_user_named_must_be_there(tmp_path):
    with pytest.raises(ConfigError, match=r"no\.toml: there is no such file"):
        config.load(tmp_path / "no.toml", named=True)


def test_options_are_read_and_those_left_out_have_their_defaults(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[app]\nauto_advance = false\n[export]\nto = "/srv/notes"\n')
    assert config.load(path) == Config(AppConfig("textual-dark", auto_advance=False), ExportConfig("/srv/notes"))


def test_a_windows_file_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbf[app]\r\ntheme = "nord"\r\n')
    assert config.load(path).app.theme == "nord"


def test_the_export_folder_is_below_the_users_own(clean_environment):
    assert Config().export.folder == clean_environment / "reading-notes"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[app]\ntheme = 3\n", ", line 2: [app] theme: must be text in quotes"),
        ('[app]\n\n"auto_advance" = "yes"\n', ", line 3: [app] auto_advance: must be true or false"),
        ("[app]\nauto_advance = 1\n", ", line 2: [app] auto_advance: must be true or false"),
        (
            '[export]\nto = "x"\n[app]\nto = "x"\n',
            ", line 4: [app] to: unknown option; there are theme, auto_advance, restore",
        ),
        (
            "[ap]\ntheme = 3\n",
            ", line 1: ap: unknown table; there are the tables app, export, import, triage, keys, templates, views",
        ),
        (
            'theme = "x"\n',
            ", line 1: theme: unknown option; there are the tables app, export, import, triage, keys, templates, views",
        ),
        ("# mine\napp = 3\n", ", line 2: app: must be a table"),
        ("app.theme = 3\n", ", line 1: [app] theme: must be text in quotes"),
        ("export = {to = 'x'}\napp = {theme = 3}\n", ", line 2: [app] theme: must be text in quotes"),
        ("views = 3\n", ", line 1: views: must be a table"),
        ("[views]\na = 3\n", ", line 2: [views] a: must be text in quotes"),
        ("[views]\na = ''\n", ", line 2: [views] a: needs a query"),
        ("[views]\nqueue = 'x'\n", ", line 2: [views] queue: 'Queue' is a built-in view: its name cannot be taken"),
        ("[views]\n'' = 'x'\n", ", line 2: [views] : a view needs a name"),
        (
            "[app]\n[views]\n'b c' = 'x'\n\"B  C\" = 'y'\n",
            ", line 4: [views] B  C: there is a view of that name already, whatever the case",
        ),
    ],
)
def test_a_slip_is_told_with_file_line_and_option(problem, text, said):
    assert problem(text) == said


def test_what_is_no_toml_is_told_with_its_line(problem):
    assert re.fullmatch(r": .*line 2.*", problem("[app]\ntheme =\n"))


def test_what_is_no_text_is_told(problem):
    assert problem(b"[app]\ntheme = '\xff'\n") == ": not UTF-8 text"


def test_a_directory_in_its_place_is_told(tmp_path):
    with pytest.raises(ConfigError, match="directory"):
        config.load(tmp_path)


@pytest.mark.parametrize("text", ["", "\n", "# mine\r\n\r\n \t# more: [app]\r\n", "\ufeff# 多模态"])
def test_a_file_that_sets_nothing_means_the_defaults(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_bytes(text.encode())
    assert config.load(path) == Config()


@pytest.mark.parametrize("text", ["# a\x07b\n", "# a\rb\n", "\x0c\n", "\u3000\n"])
def test_what_is_no_toml_is_told_also_where_it_sets_nothing(problem, text):
    assert re.match(r": .*line 1", problem(text))


def test_the_template_names_every_option_and_changes_none(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(config_text.template(), encoding="utf-8")
    assert config.load(path) == Config()
    with_options = re.sub(r"^# (\w+ = )", r"\1", config_text.template(), flags=re.MULTILINE)
    assert tomllib.loads(with_options) == tomllib.loads(config_text.dump(Config()))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('[views]\n"To \\"do\\"" = "year:x"\n', ', line 2: [views] To "do": '),
        ("[views]\na = 'tag:ml'\nb = 'is:unraed'\n", ", line 3: [views] b: "),
        ("[views]\na = 'view:b'\nb = 'view:a'\n", ", line 2: [views] a: "),
    ],
)
def test_a_view_that_is_no_query_is_told_with_file_line_and_name(problem, text, place):
    assert problem(text).startswith(f"{place}not a query: ")


def test_views_of_ones_own_are_read_in_order_with_their_names_made_tidy(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text("[views]\nb = 'view:\"a c\" is:unread'\n' a  c ' = 'tag:\"ml\"'\n")
    assert [*config.load(path).views.items()] == [("b", 'view:"a c" is:unread'), ("a c", 'tag:"ml"')]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.booleans())
def test_what_is_written_out_is_read_back(tmp_path_factory, text, auto_advance):
    views = {'To "do" \\ 1': 'tag:ml "a \\ b"', "multimodal 多模态": "view:queue"}
    wanted = Config(AppConfig(theme=text, auto_advance=auto_advance), ExportConfig(to=text), views=views)
    path = tmp_path_factory.mktemp("config") / "config.toml"
    path.write_bytes(config_text.dump(wanted).encode())
    assert config.load(path) == wanted

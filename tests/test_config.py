from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import config
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
            ", line 4: [app] to: unknown option; there are theme, auto_advance",
        ),
        ("[ap]\ntheme = 3\n", ", line 1: ap: unknown table; there are the tables app, export, import"),
        ('theme = "x"\n', ", line 1: theme: unknown option; there are the tables app, export, import"),
        ("# mine\napp = 3\n", ", line 2: app: must be a table"),
        ("app.theme = 3\n", ": [app] theme: must be text in quotes"),
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


def test_the_template_names_every_option_and_changes_none(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(config.template(), encoding="utf-8")
    assert config.load(path) == Config()
    with_options = re.sub(r"^# (\w+ = )", r"\1", config.template(), flags=re.MULTILINE)
    assert tomllib.loads(with_options) == tomllib.loads(config.dump(Config()))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.booleans())
def test_what_is_written_out_is_read_back(tmp_path_factory, text, auto_advance):
    wanted = Config(AppConfig(theme=text, auto_advance=auto_advance), ExportConfig(to=text))
    path = tmp_path_factory.mktemp("config") / "config.toml"
    path.write_bytes(config.dump(wanted).encode())
    assert config.load(path) == wanted

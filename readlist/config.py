"""The configuration file: TOML, read strictly, so that a slip is told and not passed over."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from readlist.paths import expanded


class ConfigError(Exception):
    """A configuration file cannot be used; the text is one clear line that names file, line and option."""


@dataclass(frozen=True, slots=True)
class AppConfig:
    """Table `[app]`: the terminal app.

    Attributes:
        theme: name of a Textual theme.
        auto_advance: whether an action that settles a paper steps to the next one.
    """

    theme: str = "textual-dark"
    auto_advance: bool = True


@dataclass(frozen=True, slots=True)
class ExportConfig:
    """Table `[export]`: how papers leave.

    Attributes:
        to: the folder that the app's export proposes; `~` stands for the user's own.
    """

    to: str = "~/reading-notes"

    @property
    def folder(self) -> Path:
        """The folder `to`, with the user's own in the place of `~`."""
        return expanded(self.to)


@dataclass(frozen=True, slots=True)
class ImportConfig:
    """Table `[import]`: how papers come in.

    Attributes:
        watch: the folder whose new files the app offers for import, "" for none; `~` stands for the user's own.
    """

    watch: str = ""

    @property
    def folder(self) -> Path | None:
        """The folder `watch`, with the user's own in the place of `~`; None for none."""
        return expanded(self.watch) if self.watch else None


@dataclass(frozen=True, slots=True)
class Config:
    """Every option with its value: one attribute a table, whose attributes are its options.

    A table whose name is a word of Python has an underscore behind it here.

    Attributes:
        app: see `AppConfig`.
        export: see `ExportConfig`.
        import_: see `ImportConfig`.
        views: the user's own views: query texts by names.
    """

    app: AppConfig = field(default_factory=AppConfig)
    export: ExportConfig = field(default_factory=ExportConfig)
    import_: ImportConfig = field(default_factory=ImportConfig)
    views: Mapping[str, str] = field(default_factory=dict)


_HELP = {
    ("app", "theme"): 'Colours: "textual-dark", "textual-light", "nord", "gruvbox", "ansi-dark" …',
    ("app", "auto_advance"): "Whether marking, queueing or archiving a paper steps to the next one.",
    ("export", "to"): "Folder that the app's export proposes.",
    ("import", "watch"): 'Folder whose new files the app offers for import: "~/Downloads/papers"; "" for none.',
}
_VIEWS = "views"
_TABLES = {f.name.rstrip("_"): f.name for f in dataclasses.fields(Config) if f.name != _VIEWS}
"""Attributes of a `Config` by the names of their tables, of those with options that we name."""
_VIEWS_HELP = """\
[views]
# Views of your own: a name and a query each (see 'readlist list --help'), in quotes. They can name each other.
# "To discuss" = "tag:discuss is:unread"
# "New in my field" = "added:2w (tag:rlhf OR alignment) sort:added-desc"
"""
_KINDS = {str: "text in quotes", bool: "true or false"}

_TABLE_LINE = re.compile(r"\s*\[\s*([\w-]+)\s*\]")
_OPTION_LINE = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*[=.]""")


def load(path: Path, *, named: bool = False) -> Config:
    """Return the configuration in the file at `path`.

    Args:
        path: the file.
        named: whether the user asked for this very file, so that its absence is an error. Otherwise a file that is
            not there means that every option has its default.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or has an unknown table or option or a wrong type.
    """
    import tomllib  # noqa: PLC0415 -- 15 ms that only those pay who have a configuration

    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        if named:
            raise ConfigError(f"{path}: there is no such file") from error
        return Config()
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 text") from error
    try:
        tables = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
    return _Reader(path, text).read(tables)


def template() -> str:
    """Return a configuration file that names every option with its help and default, all commented out."""
    lines = ["# Configuration of readlist. Options that are commented out have the values shown.", ""]
    for table, option, value in _options(Config()):
        if f"[{table}]" not in lines:
            lines += [f"[{table}]"]
        lines += [f"# {_HELP[table, option]}", f"# {option} = {_toml(value)}", ""]
    return "\n".join(lines) + "\n" + _VIEWS_HELP


def dump(config: Config) -> str:
    """Return `config` as TOML, every option written out; `load` reads it to the same value."""
    lines: list[str] = []
    for table, option, value in _options(config):
        if f"[{table}]" not in lines:
            lines += [*([""] if lines else []), f"[{table}]"]
        lines.append(f"{option} = {_toml(value)}")
    lines += ["", f"[{_VIEWS}]", *(f"{_toml(name)} = {_toml(query)}" for name, query in config.views.items())]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the tables of one file into a `Config`, and knows where in the file things stand."""

    path: Path
    text: str

    def read(self, tables: Mapping[str, Any]) -> Config:
        known = {table: getattr(Config(), name) for table, name in _TABLES.items()}
        for name in tables:
            if name not in known and name != _VIEWS:
                what = "table" if isinstance(tables[name], dict) else "option"
                raise self._error(name, None, f"unknown {what}; there are the tables {', '.join((*known, _VIEWS))}")
        read = {name: self._table(table, known[table], tables.get(table, {})) for table, name in _TABLES.items()}
        return Config(**read, views=self._views(tables.get(_VIEWS, {})))

    def _table(self, table: str, defaults: Any, values: object) -> Any:  # noqa: ANN401 -- one of the table classes
        if not isinstance(values, dict):
            raise self._error(table, None, "must be a table")
        known = [f.name for f in dataclasses.fields(defaults)]
        for option, value in values.items():
            if option not in known:
                raise self._error(table, option, f"unknown option; there are {', '.join(known)}")
            kind = type(getattr(defaults, option))
            if type(value) is not kind:
                raise self._error(table, option, f"must be {_KINDS[kind]}")
        return dataclasses.replace(defaults, **values)

    def _views(self, values: object) -> dict[str, str]:
        if not isinstance(values, dict):
            raise self._error(_VIEWS, None, "must be a table")
        if not values:
            return {}
        from readlist.model.user_views import InvalidViewError, view_name  # noqa: PLC0415 -- for those who have views
        from readlist.query.views import VIEWS  # noqa: PLC0415 -- as above

        views: dict[str, str] = {}
        for option, query in values.items():
            if not isinstance(query, str):
                raise self._error(_VIEWS, option, f"must be {_KINDS[str]}")
            try:
                name = view_name(option, built_in=(view.name for view in VIEWS))
            except InvalidViewError as error:
                raise self._error(_VIEWS, option, str(error)) from error
            if any(known.casefold() == name.casefold() for known in views):
                raise self._error(_VIEWS, option, "there is a view of that name already, whatever the case")
            views[name] = query
        for option, query in values.items():
            self._check_query(option, query, views)
        return views

    def _check_query(self, option: str, query: str, views: Mapping[str, str]) -> None:
        from datetime import UTC, datetime  # noqa: PLC0415 -- these: only those need them who have views

        from readlist.query.errors import QueryError  # noqa: PLC0415
        from readlist.query.parser import parse  # noqa: PLC0415

        if not query.strip():
            raise self._error(_VIEWS, option, "needs a query")
        try:
            # Views of a library it cannot name: there may be none of that name in another one.
            parse(query, now=datetime.now(UTC), views=views)
        except QueryError as error:
            raise self._error(_VIEWS, option, f"not a query: {error}") from error

    def _error(self, table: str, option: str | None, problem: str) -> ConfigError:
        line = self._line(table, option)
        place = f"{self.path}, line {line}" if line else str(self.path)
        where = table if option is None else f"[{table}] {option}"
        return ConfigError(f"{place}: {where}: {problem}")

    def _line(self, table: str, option: str | None) -> int | None:
        """Return the number of the line that most likely sets the option, or opens the table, if one does."""
        here = None
        for number, line in enumerate(self.text.split("\n"), start=1):
            header = _TABLE_LINE.match(line)
            setting = None if header else _OPTION_LINE.match(line)
            if header:
                here = header[1]
            elif setting is None:
                continue
            # What is looked for is a table's header, a top-level option, or an option in its table.
            found = (here, _unquoted(setting[1]) if setting else None)
            if found == (table, option) or (option is None and found == (None, table)):
                return number
        return None


def _unquoted(key: str) -> str:
    """Return a key of TOML, which may be in quotes, as the name that it is."""
    import tomllib  # noqa: PLC0415 -- as above

    if not key.startswith('"'):
        return key.strip("'")
    try:
        return str(tomllib.loads(f"key = {key}")["key"])
    except tomllib.TOMLDecodeError:
        return key


def _options(config: Config) -> Iterator[tuple[str, str, object]]:
    for table, name in _TABLES.items():
        values = getattr(config, name)
        for option in dataclasses.fields(values):
            yield table, option.name, getattr(values, option.name)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_UNSAFE = re.compile('["\\\\\x00-\x1f\x7f]')


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = _UNSAFE.sub(lambda match: _ESCAPES.get(match[0], f"\\u{ord(match[0]):04x}"), str(value))
    return f'"{text}"'

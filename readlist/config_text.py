"""The configuration file as a text: TOML, read strictly, so that a slip is told and not passed over, and written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from readlist.config import Config, ConfigError, KeySetting

_HELP = {
    ("app", "theme"): 'Colours: "textual-dark", "textual-light", "nord", "gruvbox", "ansi-dark" …',
    ("app", "auto_advance"): "Whether marking, queueing or archiving a paper steps to the next one.",
    ("app", "restore"): "Whether the app comes back as it was left: view, filter, cursor, panes, an unfinished note.",
    ("export", "to"): "Folder that the app's export proposes.",
    ("export", "template"): 'File with a template for notes (see `readlist export --help`); "" for our own form.',
    ("export", "document_template"): 'File with a template for one Markdown document; "" for our own form.',
    ("export", "auto"): 'Folder into which the app writes notes as they are saved: "~/reading-notes"; "" for none.',
    ("import", "watch"): 'Folder whose new files the app offers for import: "~/Downloads/papers"; "" for none.',
    ("triage", "keywords"): 'Words that triage marks in every abstract: ["alignment", "distillation"].',
}
_KEYS, _TEMPLATES, _VIEWS = "keys", "templates", "views"
_OWN = (_KEYS, _TEMPLATES, _VIEWS)
"""Tables whose options the user names."""
_TABLES = {name.rstrip("_"): name for name in Config._fields if name not in _OWN}
"""Attributes of a `Config` by the names of their tables, of those with options that we name."""
_OWN_HELP = """\
[keys]
# Other keys for commands of the app, by the names that its help (?) shows; several in a list, [] for none.
# "archive" = "d"
# "next_unread" = ["n", "alt+down"]
# "first" = "g g"

[templates]
# What a new note begins with, by name. {title}, {authors}, {year}, {venue}, {key}, {url} and {date} are filled in; at
# {cursor} the cursor stands.
# "Reading" = "## Claim\\n\\n## Evidence\\n"

[views]
# Views of your own: a name and a query each (see 'readlist list --help'), in quotes. They can name each other.
# "To discuss" = "tag:discuss is:unread"
# "New in my field" = "added:2w (tag:rlhf OR alignment) sort:added-desc"
"""
_KINDS = {str: "text in quotes", bool: "true or false", tuple: 'a list of texts in quotes, ["a", "b"]'}

_NAME = r"""("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)"""
_NAMES = rf"\s*{_NAME}\s*(?:\.\s*{_NAME}\s*)?"
_TABLE_LINE = re.compile(rf"\s*\[\[?{_NAMES}[].]")
_OPTION_LINE = re.compile(rf"{_NAMES}[=.]")


def read(path: Path, text: str) -> Config:
    """Return the configuration that the file at `path` has the text of.

    Raises:
        ConfigError: it is no TOML, or has an unknown table or option or a wrong type.
    """
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
    return "\n".join(lines) + "\n" + _OWN_HELP


def dump(config: Config) -> str:
    """Return `config` as TOML, every option written out; `read` makes the same of it, but for the places of keys."""
    lines: list[str] = []
    for table, option, value in _options(config):
        if f"[{table}]" not in lines:
            lines += [*([""] if lines else []), f"[{table}]"]
        lines.append(f"{option} = {_toml(value)}")
    own = {_KEYS: {s.command: s.keys for s in config.keys}, _TEMPLATES: config.templates, _VIEWS: config.views}
    for table, options in own.items():
        lines += ["", f"[{table}]", *(f"{_toml(name)} = {_toml(value)}" for name, value in options.items())]
    return "\n".join(lines) + "\n"


class _Reader:
    """Turns the tables of one file into a `Config`, and knows where in the file things stand."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text_of_file = text

    def read(self, tables: Mapping[str, Any]) -> Config:
        known = {table: getattr(Config(), name) for table, name in _TABLES.items()}
        for name in tables:
            if name not in known and name not in _OWN:
                what = "table" if isinstance(tables[name], dict) else "option"
                raise self._error(name, None, f"unknown {what}; there are the tables {', '.join((*known, *_OWN))}")
        read = {name: self._table(table, known[table], tables.get(table, {})) for table, name in _TABLES.items()}
        own = {table: self._own(table, tables.get(table, {})) for table in _OWN}
        return Config(
            **read,
            keys=tuple(self._key_setting(option, value) for option, value in own[_KEYS].items()),
            templates={option: self._text(_TEMPLATES, option, value) for option, value in own[_TEMPLATES].items()},
            views=self._views(own[_VIEWS]),
        )

    def _table(self, table: str, defaults: Any, values: object) -> Any:  # noqa: ANN401 -- one of the table classes
        if not isinstance(values, dict):
            raise self._error(table, None, "must be a table")
        known = defaults._fields
        read: dict[str, object] = {}
        for option, value in values.items():
            if option not in known:
                raise self._error(table, option, f"unknown option; there are {', '.join(known)}")
            kind = type(getattr(defaults, option))
            if kind is not tuple and type(value) is not kind:
                raise self._error(table, option, f"must be {_KINDS[kind]}")
            read[option] = self._texts(table, option, value) if kind is tuple else value
        return defaults._replace(**read)

    def _own(self, table: str, values: object) -> dict[str, object]:
        if not isinstance(values, dict):
            raise self._error(table, None, "must be a table")
        return values

    def _text(self, table: str, option: str, value: object) -> str:
        if not isinstance(value, str):
            raise self._error(table, option, f"must be {_KINDS[str]}")
        return value

    def _texts(self, table: str, option: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise self._error(table, option, f"must be {_KINDS[tuple]}")
        return tuple(value)

    def _key_setting(self, command: str, value: object) -> KeySetting:
        keys = (value,) if isinstance(value, str) else self._texts(_KEYS, command, value)
        line = self._line(_KEYS, command)
        return KeySetting(command, keys, f"{self._path}, line {line}" if line else str(self._path))

    def _views(self, values: Mapping[str, object]) -> dict[str, str]:
        if not values:
            return {}
        from readlist.model.user_views import InvalidViewError, view_name  # noqa: PLC0415 -- for those who have views
        from readlist.query.views import VIEWS  # noqa: PLC0415 -- as above

        views: dict[str, str] = {}
        values_by_option: dict[str, str] = {}
        for option, value in values.items():
            query = self._text(_VIEWS, option, value)
            try:
                name = view_name(option, built_in=(view.name for view in VIEWS))
            except InvalidViewError as error:
                raise self._error(_VIEWS, option, str(error)) from error
            if any(known.casefold() == name.casefold() for known in views):
                raise self._error(_VIEWS, option, "there is a view of that name already, whatever the case")
            views[name] = query
            values_by_option[option] = query
        for option, query in values_by_option.items():
            self._check_query(option, query, views)
        return views

    def _check_query(self, option: str, query: str, views: Mapping[str, str]) -> None:
        from datetime import UTC, datetime  # noqa: PLC0415 -- these: only those need them who have views

        from readlist.query.errors import NoSuchViewError, QueryError  # noqa: PLC0415
        from readlist.query.parser import parse  # noqa: PLC0415

        if not query.strip():
            raise self._error(_VIEWS, option, "needs a query")
        try:
            parse(query, now=datetime.now(UTC), views=views)
        except NoSuchViewError:
            # It may name one of a library; where there is none of that name, who opens the views is told.
            return
        except QueryError as error:
            raise self._error(_VIEWS, option, f"not a query: {error}") from error

    def _error(self, table: str, option: str | None, problem: str) -> ConfigError:
        line = self._line(table, option)
        place = f"{self._path}, line {line}" if line else str(self._path)
        where = table if option is None else f"[{table}] {option}"
        return ConfigError(f"{place}: {where}: {problem}")

    def _line(self, table: str, option: str | None) -> int | None:
        """Return the number of the line that most likely sets the option, or opens the table, if one does."""
        here: list[str] = []
        for number, line in enumerate(self._text_of_file.split("\n"), start=1):
            header = _TABLE_LINE.match(line)
            found = header or _OPTION_LINE.match(line)
            if found is None:
                continue
            names = [_unquoted(name) for name in found.groups() if name is not None]
            here, path = (names, names) if header else (here, [*here, *names])
            # An option stands in its table, behind its table's name and a dot, or in braces behind that name.
            in_braces = path == [table] and not header
            if path[:1] == [table] and (option is None or in_braces or path[1:2] == [option]):
                return number
        return None


def _unquoted(key: str) -> str:
    """Return a key of TOML, which may be in quotes, as the name that it is."""
    if not key.startswith('"'):
        return key.strip("'")
    try:
        return str(tomllib.loads(f"key = {key}")["key"])
    except tomllib.TOMLDecodeError:
        return key


def _options(config: Config) -> Iterator[tuple[str, str, object]]:
    for table, name in _TABLES.items():
        values = getattr(config, name)
        for option in values._fields:
            yield table, option, getattr(values, option)


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_UNSAFE = re.compile('["\\\\\x00-\x1f\x7f]')


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    text = _UNSAFE.sub(lambda match: _ESCAPES.get(match[0], f"\\u{ord(match[0]):04x}"), str(value))
    return f'"{text}"'

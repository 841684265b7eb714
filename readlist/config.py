"""The configuration: its values, and where they come from. How the file is read stands in `config_text`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from readlist.paths import expanded


class ConfigError(Exception):
    """A configuration file cannot be used; the text is one clear line that names file, line and option."""


_NOTHING: Mapping[str, str] = MappingProxyType({})


class AppConfig(NamedTuple):
    """Table `[app]`: the terminal app.

    Attributes:
        theme: name of a Textual theme.
        auto_advance: whether an action that settles a paper steps to the next one.
        restore: whether it comes back as it was left.
    """

    theme: str = "textual-dark"
    auto_advance: bool = True
    restore: bool = True


class ExportConfig(NamedTuple):
    """Table `[export]`: how papers leave.

    Attributes:
        to: the folder that the app's export proposes; `~` stands for the user's own.
        template: the file with the template of notes in Markdown, "" for none; `~` stands for the user's own folder.
        document_template: the file with that of one Markdown document; likewise.
        auto: the folder into which the app writes notes as they are saved, "" for none; `~` as above.
    """

    to: str = "~/reading-notes"
    template: str = ""
    document_template: str = ""
    auto: str = ""

    @property
    def folder(self) -> Path:
        """The folder `to`, with the user's own in the place of `~`."""
        return expanded(self.to)

    @property
    def template_file(self) -> Path | None:
        """The file `template`, with the user's own folder in the place of `~`; None for none."""
        return expanded(self.template) if self.template else None

    @property
    def document_template_file(self) -> Path | None:
        """The file `document_template`, with the user's own folder in the place of `~`; None for none."""
        return expanded(self.document_template) if self.document_template else None

    @property
    def auto_folder(self) -> Path | None:
        """The folder `auto`, with the user's own in the place of `~`; None for none."""
        return expanded(self.auto) if self.auto else None


class ImportConfig(NamedTuple):
    """Table `[import]`: how papers come in.

    Attributes:
        watch: the folder whose new files the app offers for import, "" for none; `~` stands for the user's own.
    """

    watch: str = ""

    @property
    def folder(self) -> Path | None:
        """The folder `watch`, with the user's own in the place of `~`; None for none."""
        return expanded(self.watch) if self.watch else None


class TriageConfig(NamedTuple):
    """Table `[triage]`: the app's way through many papers, one at a time.

    Attributes:
        keywords: words that are marked in every abstract there.
    """

    keywords: tuple[str, ...] = ()


class KeySetting(NamedTuple):
    """One option of table `[keys]`: the keys of one command of the app.

    Attributes:
        command: the id of the command.
        keys: its keys as they were written; none for a command without a key.
        place: where it stands: file and line.
    """

    command: str
    keys: tuple[str, ...]
    place: str = ""


class Config(NamedTuple):
    """Every option with its value: one attribute a table, whose attributes are its options.

    A table whose name is a word of Python has an underscore behind it here.

    Attributes:
        app: see `AppConfig`.
        export: see `ExportConfig`.
        import_: see `ImportConfig`.
        triage: see `TriageConfig`.
        keys: other keys for commands of the app, which knows what they can be.
        templates: what a new note begins with: texts by names.
        views: the user's own views: query texts by names.
    """

    app: AppConfig = AppConfig()
    export: ExportConfig = ExportConfig()
    import_: ImportConfig = ImportConfig()
    triage: TriageConfig = TriageConfig()
    keys: tuple[KeySetting, ...] = ()
    templates: Mapping[str, str] = _NOTHING
    views: Mapping[str, str] = _NOTHING


def load(path: Path, *, named: bool = False) -> Config:
    """Return the configuration in the file at `path`.

    Args:
        path: the file.
        named: whether the user asked for this very file, so that its absence is an error. Otherwise a file that is
            not there means that every option has its default.

    Raises:
        ConfigError: the file cannot be read, is no TOML, or has an unknown table or option or a wrong type.
    """
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
    if _says_nothing(text):
        return Config()
    from readlist.config_text import read  # noqa: PLC0415 -- TOML and its reader: 3 ms for those who set something

    return read(path, text)


def _says_nothing(text: str) -> bool:
    """Whether there are only comments and empty lines in a text; one that may be no TOML is left to its reader."""
    lines = (line.strip(" \t") for line in text.replace("\r\n", "\n").split("\n"))
    return all(not line or (line[0] == "#" and line.isprintable()) for line in lines)

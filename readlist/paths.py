"""Where things are: the library, the configuration, the seed documents. Told the environment, never asking for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

LIBRARY_VARIABLE = "READLIST_LIBRARY"
CONFIG_VARIABLE = "READLIST_CONFIG"


def expanded(path: str) -> Path:
    """Return `path` with the user's home in the place of "~", or as it is where there is no such user, as in shells."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def library_directory(option: str | None, environ: Mapping[str, str]) -> Path:
    """Return the library's folder: the option, else $READLIST_LIBRARY, else the platform's user data directory."""
    chosen = option or environ.get(LIBRARY_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path  # noqa: PLC0415 -- not needed where the library is named

    return user_data_path("readlist", appauthor=False)


def config_file(option: str | None, environ: Mapping[str, str]) -> Path:
    """Return the configuration file: the option, else $READLIST_CONFIG, else the one in the user's config directory."""
    chosen = option or environ.get(CONFIG_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_config_path  # noqa: PLC0415 -- as above

    return user_config_path("readlist", appauthor=False) / "config.toml"


def seed_documents() -> list[Path]:
    """Return the seed documents in order: from inside the installed package, or from the checkout it runs in."""
    package = Path(__file__).parent
    for folder in (package / "seeds", package.parent / "seeds"):
        documents = sorted(folder.glob("*.txt"))
        if documents:
            return documents
    return []

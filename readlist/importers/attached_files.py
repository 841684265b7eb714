r"""Paths of attached files, as programs write them into the field `file` of BibTeX.

JabRef and Zotero write description, path and type of each, with a backslash before what would part them:

    file = {:Smith2024.pdf:PDF}
    file = {Full Text PDF:/home/x/storage/ABC/paper.pdf:application/pdf;Snapshot:C\:\\papers\\a\;b.html:text/html}

Mendeley writes the same with LaTeX in it, and people who write by hand a path alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readlist.importers.latex_fields import decoded
from readlist.text import clean_line

_TOKEN = re.compile(r"\\.|[:;]|[^\\:;]+|\\", re.DOTALL)
_LATEX_GROUP = re.compile(r"\{\\(?:[^{}]|\{[^{}]*\})*+\}")
_BRACES = re.compile(r"(?<!\\)[{}]")
# In "C:\papers\x.pdf" the backslashes are those of the path; who escapes writes two.
_OWN_BACKSLASH = re.compile(r"(?<!\\)(?:\\\\)*\\(?=[A-Za-z0-9])")
_BACKSLASH = "$\\backslash$"
_DRIVE = re.compile(r"[A-Za-z]")
_SCHEMES = frozenset({"http", "https", "file", "ftp"})
_MEDIA_TYPE = re.compile(r"(?:application|audio|image|message|text|video)/[\w.+-]+")
_TYPE = re.compile(rf"{_MEDIA_TYPE.pattern}|[A-Za-z]{{2,12}}|")
_WHOLE = 3
"""Parts of a file that is written with description, path and type."""


def paths_in(field: str) -> tuple[str, ...]:
    """Return the paths, or addresses, that a field `file` names, each once, in their order; not their descriptions."""
    if "{" in field or "$" in field:
        field = _LATEX_GROUP.sub(lambda group: decoded(group[0]), field.replace(_BACKSLASH, "\\"))
        field = _BRACES.sub("", field)
    paths = (clean_line(_path_of(parts)) for parts in _items(field))
    return tuple(dict.fromkeys(filter(None, paths)))


def _items(field: str) -> Iterator[Sequence[str]]:
    """Yield the files that semicolons part, each cut at its colons."""
    keeps_backslashes = _OWN_BACKSLASH.search(field) is not None
    parts: list[list[str]] = [[]]
    for piece in _TOKEN.findall(field):
        if piece == ";":
            yield ["".join(part).strip() for part in parts]
            parts = [[]]
        elif piece == ":":
            parts.append([])
        elif piece[0] == "\\" and (piece[1:] in {":", ";"} or not (keeps_backslashes or piece[1:].isalnum())):
            parts[-1].append(piece[1:])
        else:
            parts[-1].append(piece)
    yield ["".join(part).strip() for part in parts]


def _path_of(parts: Sequence[str]) -> str:
    """Return the path among the parts of one file; "" for none."""
    parts = _with_whole_paths(parts)
    if len(parts) == 1:
        return parts[0]
    if len(parts) < _WHOLE:
        first, second = parts
        return first if first and _TYPE.fullmatch(second) else second
    # A colon in a description is not always escaped; behind a type may stand where the file came from.
    return parts[-2] if _MEDIA_TYPE.fullmatch(parts[-1]) else parts[1]


def _with_whole_paths(parts: Sequence[str]) -> list[str]:
    """Return the parts of one file, with those joined that a colon of a drive or of an address parted."""
    whole: list[str] = []
    for i, part in enumerate(parts):
        before = whole[-1] if whole else ""
        # A first part of one letter is a description where path and type follow.
        is_drive = _DRIVE.fullmatch(before) and part[:1] in {"/", "\\"} and (len(whole) > 1 or len(parts) != _WHOLE)
        if i and (is_drive or (before.lower() in _SCHEMES and part.startswith("//"))):
            whole[-1] = f"{before}:{part}"
        else:
            whole.append(part)
    return whole

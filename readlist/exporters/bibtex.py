"""BibTeX, as BibTeX and biber, JabRef, Zotero and pandoc take it.

A paper that is on arXiv alone is a `@misc` with `eprint`; one with a venue is an `@inproceedings` or an `@article` that
has its `eprint` too. Reading state stands in fields of ours, `readlist-status` and so on, which other programs keep or
overlook; tags are `keywords`, the note is `annote`. The first line, a comment to all of them, has a hash of the rest,
by which a file is known that somebody edited.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from readlist.exporters import one_file, person_names
from readlist.exporters.base import Report
from readlist.exporters.bibtex_text import address, latex, title
from readlist.exporters.entry_kinds import Kind, kind_of
from readlist.exporters.kept_fields import as_json, local_files, printed_of, state_of
from readlist.model.as_printed import BIBTEX_PLACES, MARK, PRINTED, checksum
from readlist.model.paper import Paper
from readlist.text import clean, clean_line

_FIRST_LINE = re.compile(rf"% {MARK} sha256=(?P<digest>[0-9a-f]{{64}})\r?\n")
_TYPES = {
    Kind.JOURNAL: ("article", "journal"),
    Kind.PROCEEDINGS: ("inproceedings", "booktitle"),
    Kind.PREPRINT: ("misc", "howpublished"),
    Kind.UNKNOWN: ("misc", "howpublished"),
}
_NOT_PLAIN = re.compile(r"[\\${}~^|<]|--|``|''")
_NOT_IN_KEY = re.compile(r"[^\w!&*+\-./:;?@\[\]]", re.ASCII)
"""What BibTeX, biber or pandoc do not take in a key."""
_MORE_THAN_ONE = re.compile(r"[,;]|(?:\A| )and(?: |\Z)", re.IGNORECASE)
"""What would make several names, or parts, of one name."""
_NOT_IN_KEYWORD = re.compile(r"[\\{},;%#~$^\s]+")
_PARTS_FILES = re.compile(r"[\\:;]")
_NOT_IN_PATH = re.compile(r"[{}]")
_SUFFIX = re.compile(r"\.([A-Za-z]{2,5})\Z")
_JSON_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"')
_NOT_IN_VALUE = re.compile("[{}@]")
_LONGEST_REMARK = 300
"""Characters of a comment beyond which it would be taken for a reader's note, unless it says what it is."""


class BibTeX:
    """Writes papers as BibTeX; the module says how."""

    name = "bibtex"
    suffixes = (".bib", ".bibtex")

    def export(self, papers: Sequence[Paper], to: Path, *, dry_run: bool = False, force: bool = False) -> Report:
        """Write `papers`; see `readlist.exporters.base.Exporter`."""
        return one_file.export(self, papers, to, dry_run=dry_run, force=force)

    def text_of(self, papers: Sequence[Paper]) -> str:
        """Return the whole file."""
        body = "".join(f"\n{entry_of(paper)}" for paper in papers)
        return f"% {MARK} sha256={_digest(body)}\n{body}"

    def is_ours(self, text: str) -> bool:
        """Whether a file is an export of ours."""
        return _FIRST_LINE.match(text) is not None

    def is_edited(self, text: str) -> bool:
        """Whether an export of ours is not as it was written."""
        first = _FIRST_LINE.match(text)
        return first is None or first["digest"] != _digest(text[first.end() :].replace("\r\n", "\n"))


def entry_of(paper: Paper) -> str:
    """Return the entry of a paper, with a line end behind it."""
    kind, place = _TYPES[kind_of(paper)]
    values = dict(_values(paper, place))
    written = {name: values.get(field, "") for name, field in BIBTEX_PLACES.items()} | {"venue": values.get(place, "")}
    key = _key(clean_line(paper.key))
    printed = printed_of(paper, written | {"key": key}, plain=_plain, lines=False)
    values |= dict(_state(paper))
    if printed:
        values[f"{MARK}-{PRINTED}"] = _packed(printed)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in values.items())
    return f"@{kind}{{{key},\n{lines}}}\n"


def _values(paper: Paper, place: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry that other programs know."""
    texts = {
        "title": title(clean_line(paper.title or "")),
        "author": " and ".join(map(_author, filter(None, map(clean_line, paper.authors)))),
        "year": "" if paper.year is None else str(paper.year),
        place: latex(clean_line(paper.venue or "")),
        "doi": address(clean_line(paper.doi or "")),
        **_eprint(paper),
        "url": address(clean_line(paper.url or "")),
        "abstract": latex(clean_line(paper.abstract)),
        "comment": _comment(clean_line(paper.comment or "")),
        "keywords": ", ".join(map(_keyword, paper.tags)),
        "annote": latex(clean_line(paper.note)),
        "file": ";".join(map(_file, local_files(paper))),
    }
    return ((name, text) for name, text in texts.items() if text)


def _eprint(paper: Paper) -> Mapping[str, str]:
    archive, _, number = (paper.arxiv or "").partition("/")
    known = paper.primary_class or (archive if number else "")  # newer identifiers do not tell it
    eprint = {"eprint": address(clean_line(paper.arxiv)), "archivePrefix": "arXiv"} if paper.arxiv else {}
    return {**eprint, "primaryClass": _keyword(known)}


def _file(path: str) -> str:
    """Return a file as JabRef writes it: no description, the path, the type."""
    suffix = _SUFFIX.search(path)
    escaped = _PARTS_FILES.sub(r"\\\g<0>", path)
    # No brace behind a backslash: see `bibtex_text`.
    return f":{_NOT_IN_PATH.sub(_as_byte, escaped)}:{suffix[1].upper() if suffix else 'PDF'}"


def _as_byte(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"


def _key(key: str) -> str:
    fit = _NOT_IN_KEY.sub("-", key)
    # The checksum keeps apart what was told apart by the characters that are gone.
    return fit if fit == key and key else f"{fit}-{checksum(key)}"


def _author(name: str) -> str:
    parts = person_names.split(name)
    several = _MORE_THAN_ONE.search(name)
    if parts.given and not several:
        # BibTeX has the suffix in the middle.
        return latex(", ".join(filter(None, (parts.family, parts.suffix, parts.given))))
    return f"{{{latex(name)}}}" if several or " " in name else latex(name)


def _comment(text: str) -> str:
    return latex(text if len(text) <= _LONGEST_REMARK else f"Comment: {text}")


def _keyword(tag: str) -> str:
    # Keywords are compared, not printed: an underscore is one.
    return _NOT_IN_KEYWORD.sub("-", clean_line(tag))


def _state(paper: Paper) -> Iterator[tuple[str, str]]:
    for name, value in state_of(paper).items():
        yield f"{MARK}-{name.replace('_', '-')}", "true" if value is True else _keyword(str(value))


def _plain(text: str) -> bool:
    if _NOT_PLAIN.search(text) or ("&" in text and html.unescape(text) != text):
        return False
    return clean_line(text) == text


def _packed(value: Mapping[str, object]) -> str:
    """Return JSON with no brace in a text and nothing else that could begin or end something in BibTeX."""
    return _JSON_TEXT.sub(lambda found: _NOT_IN_VALUE.sub(_code_point, found[0]), as_json(value))


def _code_point(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _digest(text: str) -> str:
    return hashlib.sha256(clean(text).encode()).hexdigest()

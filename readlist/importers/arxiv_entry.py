"""One paper on a page of arXiv: from the lines below its head to its record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from readlist.importers.arxiv_fields import count_hidden_authors, label_of, one_line, record_of
from readlist.importers.unwrapping import Unwrapping
from readlist.model.arxiv_classes import first_class
from readlist.model.identifiers import parse_arxiv, split_arxiv
from readlist.model.record import Record

_FEWEST_WORDS_OF_PROSE = 20
_BADGE = re.compile(
    r"""\[\s*\w{2,10}(?:\s*,\s*\w{2,10}){0,6}\s*\] | (?:pdf|ps|html|other|src|format)(?:\s*,\s*\w{2,10}){0,6}
      | (?:[a-z-]{2,10}\.[A-Za-z-]{2,12}|[a-z]{2,6}-[a-z]{2,6})(?:\s+[a-z-]{2,10}(?:\.[A-Za-z-]{2,12})?){0,20}
      | doi:?(?:\s+10\.\S{3,200})? | 10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,3}/\S{1,200}""",
    re.VERBOSE,
)
_LONGEST_BADGE = 300
_BEGINNING = frozenset({"title", "authors"})
_DOI_IN_BADGE = re.compile(r"10\.[0-9]{4,9}[^\s/]{0,40}/\S+")
_MORE, _LESS = "▽ More", "△ Less"


@dataclass(slots=True)
class Entry:
    """The lines of one paper.

    Attributes:
        line: where it begins.
        identifier: arXiv identifier in its head; None where that has none, or a malformed one.
        own_page: whether it stands on a page of its own, rather than in a list.
        lines: (line number, text) behind its head, without blank ones.
        labels: fields whose labels stand in `lines`.
        begun: whether its title, or anything behind it, stands in `lines`.
        parts: pieces of text by field (see `arxiv_fields.LABELS`), filled by `read_entry`; of the abstract, paragraphs.
    """

    line: int
    identifier: str | None
    own_page: bool = False
    lines: list[tuple[int, str]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    begun: bool = False
    parts: dict[str, list[str]] = field(default_factory=dict)

    def add(self, number: int, text: str) -> None:
        """Take in a line of the document that is not blank."""
        self.lines.append((number, text))
        label = label_of(text)
        if label is not None:
            self.labels.add(label[0])
        self.begun = self.begun or label is not None or not is_badge(text)

    def put(self, name: str, text: str) -> None:
        """Add a piece to the text of a field."""
        if text:
            self.parts.setdefault(name, []).append(text)

    def text(self, name: str) -> str:
        """Return the text of a field, "" where there is none."""
        return " ".join(self.parts.get(name, ()))

    @property
    def hidden_authors(self) -> int:
        """How many authors the page says that it does not show."""
        return count_hidden_authors(self.text("authors"))

    @property
    def is_cut(self) -> bool:
        """Whether the page shows no more than the beginning of the abstract."""
        return self.parts.get("abstract", [""])[-1].endswith(_MORE)


def is_badge(text: str) -> bool:
    """Whether the line `text` holds what stands beside a paper's identifier: formats, subject classes, a DOI."""
    text = text.strip()
    return len(text) <= _LONGEST_BADGE and _BADGE.fullmatch(text) is not None


def read_entry(entry: Entry, unwrapping: Unwrapping) -> Record | None:
    """Return the paper of `entry`, whose `parts` are filled; None where there is none.

    Args:
        entry: its lines.
        unwrapping: of its document; joins the lines of a field, but not of an abstract, which stays as it is printed.
    """
    here: str | None = None
    beside: str | None = None
    for _, line in entry.lines:
        text = line.strip()
        label = label_of(text)
        # Where a title has no label, its first word may look like another one: "Comments: What They Are For".
        if label is not None and (here is not None or entry.own_page or label[0] in _BEGINNING):
            if here is None and label[0] == "authors" and beside and beside[0] != "[":
                entry.put("title", beside)  # a title may be called as a badge is
            here, text = label
            if here == "comment" and here in entry.parts:
                entry.parts[here][-1] += ";"
            entry.put(here, text)
        elif here is None and is_badge(text):
            beside = text
            doi = _DOI_IN_BADGE.search(text)
            if doi:
                entry.put("doi", doi[0])
            elif first_class(text):
                entry.put("classes", text)
        else:
            here = _next_field(entry, here, text)
            entry.put(here, text)
    if entry.identifier is None:
        entry.identifier = _cited(entry.text("cite"))
    if not (entry.identifier or {"title", "abstract"} & entry.parts.keys()):
        return None
    abstract = "\n".join(_shown([one_line(text) for text in entry.parts.get("abstract", ())]))
    return record_of(entry.identifier, {name: unwrapping.join(parts) for name, parts in entry.parts.items()}, abstract)


def _next_field(entry: Entry, here: str | None, text: str) -> str:
    """Return the field that a line without a label belongs to, behind a line of the field `here`."""
    if here is None:
        return "title"
    if here not in entry.parts:
        return here  # the label stands on a line of its own
    if here == "title":
        return "title" if "authors" in entry.labels or entry.own_page else "authors"
    if here == "subjects":
        return "subjects" if entry.parts[here][-1].endswith(";") or text.startswith(";") else "abstract"
    if here != "abstract" and len(text.split(None, _FEWEST_WORDS_OF_PROSE)) > _FEWEST_WORDS_OF_PROSE:
        is_list = here == "authors" and (entry.parts[here][-1].endswith(",") or _mostly_names(text))
        return here if is_list else "abstract"
    return here


def _mostly_names(text: str) -> bool:
    """Whether commas part `text` into pieces as short as names."""
    return len(text.split()) <= 5 * (text.count(",") + 1)


def _shown(paragraphs: list[str]) -> list[str]:
    """Return the paragraphs of an abstract without buttons, the whole ones where a page has a short form as well."""
    text = "\n".join(paragraphs)
    if _MORE not in text and _LESS not in text:
        return paragraphs
    short, _, whole = text.rpartition(_MORE)
    whole = whole.replace(_LESS, "").strip()
    return [whole or short.replace(_LESS, "").strip()]


def _cited(text: str) -> str | None:
    """Return the first arXiv identifier behind "Cite as:"."""
    for word in text.split(None, 8)[:8]:
        split = split_arxiv(word.lstrip("("))
        identifier = parse_arxiv(word.lstrip("(")) or (split[0] if split else None)
        if identifier:
            return identifier
    return None

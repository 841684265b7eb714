"""Citation keys: what a paper is called where it is cited, unique in its library."""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from typing import TYPE_CHECKING, TypeAlias

from readlist.model.identifiers import anthology_id, arxiv_base, parse_arxiv, parse_doi
from readlist.model.naming import named_system, surname, telling_text
from readlist.model.sentences import plain
from readlist.model.vocabulary import FILLER, STOP_WORDS
from readlist.text import plain_ascii

if TYPE_CHECKING:
    from readlist.model.record import Record

Taken: TypeAlias = Callable[[str], bool]
"""Whether a key is in use, whatever the case of its letters."""

LONGEST_KEY = 60
"""Characters of a citation key at most."""
_LONGEST_PART = 32  # characters of a surname or of a word: "donaudampfschifffahrtsgesellschaft" must not fill a key
_LONGEST_TEXT = 400  # characters of a title or text in which words are looked for
_DISTINCTIVE_WORDS = 3
_COUNTED_THROUGH = 26

_ADDRESS = re.compile(
    r"[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?(?:www\.)?(?P<host>[^/?#:]+)(?::[0-9]*)?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?",
    re.IGNORECASE,
)
_OPENREVIEW = "openreview.net"
_OPENREVIEW_ID = re.compile(r"(?:^|&)id=([A-Za-z0-9_-]{5,40})(?:&|$)")
_FILE = re.compile(r"\.(?:pdf|[psx]?html?|php|aspx?|jsp|md|txt)/?\Z|/index\.[a-z]{1,5}\Z", re.IGNORECASE)
_PARTS = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")

_WORD = re.compile("[a-z0-9]+")
# A key also is a LaTeX argument and a Markdown citation: nothing that ends one there, and no white space.
_VALID = re.compile(r"[!$&*+\-./0-9:;<>?@A-Z\[\]^_`a-z|]+")


def citation_key(record: Record, taken: Taken, last: MutableMapping[str, int] | None = None) -> str:
    """Return a new citation key for `record`: only a-z, 0-9, "." and "-", at most `LONGEST_KEY` characters.

    It is made of the first of these that the record has:

    1. first author's surname, year and first title word that is no stop word (`lin2024mitigating`, `cui-mastering`
       without a year);
    2. the arXiv identifier, which arXiv's own DOI and the address of its page tell too (`arxiv2310.16271`);
    3. the name that the abstract gives its system, or the first distinctive words of what it tells;
    4. the first distinctive words of the title;
    5. the identifier of the ACL Anthology, as the Anthology writes it, which its DOI and the address of its page tell
       (`2023.acl-long.12`, `p19-1001`);
    6. the DOI, behind "doi-" (`doi-10.1162-tacl.a.00343`);
    7. the identifier in an address of OpenReview, behind "openreview-";
    8. host and path of another address (`proceedings.mlr.press-v139-smith21a`);
    9. "paper".

    An identifier comes in lower case, with hyphens for what a key cannot have, cut at the end where it is too long:
    what is the same paper gets the same key in each library. Where a key is taken, letters follow it: a, b, …, z,
    aa, …. None reads as an arXiv identifier or a DOI, which have a slash or nothing but digits around their dot, so on
    the command line it cannot stand for another paper than its own.

    Args:
        record: the paper.
        taken: whether a key is in use, whatever the case of its letters.
        last: see `free_key`.
    """
    return free_key(_stem(record), taken, last)


def free_key(stem: str, taken: Taken, last: MutableMapping[str, int] | None = None) -> str:
    """Return `stem` if it is free as a key, else `stem` with letters behind it: a, b, …, z, aa, ….

    Args:
        stem: a valid key; it is cut where it would be longer than `LONGEST_KEY` with its letters.
        taken: whether a key is in use, whatever the case of its letters.
        last: for whom makes many keys, each of which is in use from then on: how far each stem has been counted,
            which is kept up here.
    """
    if not taken(stem):
        return stem

    def candidate(number: int) -> str:
        suffix = _letters(number)
        return stem[: LONGEST_KEY - len(suffix)] + suffix

    # Few collisions are counted through. Of many, a free key behind a taken one is found by doubling and halving: a
    # hundred thousand papers that all would be called the same are not compared with each other.
    last = {} if last is None else last
    folded = stem.casefold()
    used = last.get(folded, 0)
    free = used + 1
    while taken(candidate(free)):
        used, free = free, free + 1 if free < _COUNTED_THROUGH else 2 * free
    while free - used > 1:
        middle = (used + free) // 2
        used, free = (middle, free) if taken(candidate(middle)) else (used, middle)
    last[folded] = free
    return candidate(free)


def valid_key(text: str) -> bool:
    """Whether `text`, the key of a bibliography entry, can be kept: ASCII without spaces, commas, braces or quotes."""
    return _VALID.fullmatch(text) is not None


def _stem(record: Record) -> str:
    return (
        _from_author(record)
        or _from_arxiv(record)
        or _from_abstract(record)
        or _distinctive(record.title or "")
        or _from_identifier(record.url, record.doi)
        or "paper"
    )


def _from_author(record: Record) -> str:
    if not record.authors:
        return ""
    author = "".join(_words(surname(record.authors[0])))[:_LONGEST_PART]
    word = next(iter(_telling_words(record.title or "")), "")[: LONGEST_KEY // 3]
    if not author or not word:
        return ""
    if record.year:
        return f"{author}{record.year}{word}"[:LONGEST_KEY]
    return f"{author}-{word}"


def _from_arxiv(record: Record) -> str:
    addresses = list(filter(None, (record.doi, record.url)))
    if not (record.arxiv or addresses):
        return ""
    identifier = record.arxiv or next(filter(None, map(parse_arxiv, addresses)), None)
    parts = re.findall("[a-z0-9.-]+", arxiv_base(identifier).lower()) if identifier else []
    return _cut(f"arxiv{'.'.join(parts)}") if parts else ""


def _from_identifier(url: str | None, doi: str | None) -> str:
    doi = doi or parse_doi(url or "")
    anthology = anthology_id(url, doi)
    if anthology:
        return _cut(_joined(anthology))
    if doi:
        return _cut(f"doi-{_joined(doi)}")
    return _from_address(url) if url else ""


def _from_address(url: str) -> str:
    address = _ADDRESS.match(url)
    if address is None:
        return ""
    host, path, query = _joined(address["host"]), address["path"], address["query"] or ""
    if "%" in path:
        from urllib.parse import unquote  # noqa: PLC0415 -- takes as long to load as all of the model, and is rare

        path = unquote(path)
    own = _OPENREVIEW_ID.search(query) if host == _OPENREVIEW else None
    if own:
        return _cut(f"openreview-{_joined(own[1])}")
    key = _cut("-".join(filter(None, (host, _joined(_FILE.sub("", path)), _joined(query)))))
    # A host may be called anything.
    return f"url-{key}" if parse_arxiv(key) else key


def _joined(identifier: str) -> str:
    """Return an identifier as a key has it: its letters, digits and the dots between them, all else a hyphen."""
    return "-".join(_PARTS.findall(plain_ascii(identifier[: 2 * _LONGEST_TEXT]).lower()))


def _cut(stem: str) -> str:
    return stem[:LONGEST_KEY].rstrip(".-")


def _from_abstract(record: Record) -> str:
    name = "-".join(_words(named_system(record.abstract) or ""))
    if name:
        return name[:LONGEST_KEY].strip("-")
    return _distinctive(telling_text(record.abstract))


def _distinctive(text: str) -> str:
    """Return the first words of `text` that tell it from others, joined by hyphens."""
    words = dict.fromkeys(_telling_words(text))
    distinctive = [word for word in words if word not in FILLER and not word.isdigit()] or list(words)
    return "-".join(word[: LONGEST_KEY // 4] for word in distinctive[:_DISTINCTIVE_WORDS])


def _telling_words(text: str) -> list[str]:
    """Return the words of a title or sentence that are no stop words, in order; all of them where none is left."""
    words = _words(text[:_LONGEST_TEXT])
    return [word for word in words if word not in STOP_WORDS] or words


def _words(text: str) -> list[str]:
    if any(map(text.__contains__, "\\{$")):
        text = plain(text)
    return _WORD.findall(plain_ascii(text).lower())


def _letters(number: int) -> str:
    """Return 1 as "a", 2 as "b", …, 26 as "z", 27 as "aa": how spreadsheets name their columns."""
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters

"""Identifiers of papers, read out of the forms in which people write them: of arXiv, DOIs, of the ACL Anthology.

The schemes: https://info.arxiv.org/help/arxiv_identifier.html, https://www.doi.org/doi-handbook/HTML/ and
https://aclanthology.org/info/ids/.
"""

from __future__ import annotations

import re

_FIRST_NEW_STYLE = 704  # identifiers with a dot begin in April 2007
_FIRST_FIVE_DIGITS = 1501  # and have five digits behind it from January 2015 on
_FIRST_YEAR = 91  # of arXiv; two digits below it are years after 2000
_MONTHS = range(1, 13)

_PREFIX = re.compile(r"arxiv\s*:\s*|(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html|format)/", re.IGNORECASE)
# The DOI that arXiv gives a paper: https://info.arxiv.org/help/doi.html.
_OWN_DOI = re.compile(
    r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi\s*:?\s*)?10\.48550/arxiv\.(?=[0-9a-z])", re.IGNORECASE
)
_URL_TAIL = re.compile(r"(?:\.pdf)?/?(?:[?#]\S*)?", re.IGNORECASE)
_NEW_STYLE = re.compile(r"([0-9]{4})\.([0-9]{4,5})")
_OLD_STYLE = re.compile(
    r"([a-z]{2,8}(?:-[a-z]{2,7})?|q-[a-z]{2,7})(\.[a-z]{2}|\.[a-z]{2,5}-[a-z]{2,4})?/([0-9]{4})([0-9]{3})",
    re.IGNORECASE,
)
_VERSION = re.compile(r"v([1-9][0-9]{0,2})", re.IGNORECASE)
_VERSION_AT_END = re.compile(r"v[0-9]+\Z")

_DOI_PREFIX = re.compile(r"doi\s*:?\s*(?=10\.)", re.IGNORECASE)
_DOI_URL = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x1f\x7f-\x9f]+")
_ANTHOLOGY_ID = r"([a-z][0-9]{2}-[0-9]{4}|[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+)"
_ANTHOLOGY_PAGE = re.compile(
    r"https?://(?:www\.)?(?:aclanthology\.(?:org|info)|aclweb\.org/anthology(?:-new)?)/"
    rf"(?:papers/)?(?:[a-z]/[a-z][0-9]{{2}}/)?{_ANTHOLOGY_ID}(?:v[0-9]+)?(?:\.(?:pdf|bib|xml|endf))?/?(?:[?#].*)?",
    re.IGNORECASE,
)
_ANTHOLOGY_DOI = re.compile(rf"10\.(?:18653|3115)/v1/{_ANTHOLOGY_ID}", re.IGNORECASE)

_SENTENCE_END = ".,;:!?'\"’”»"
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}


def parse_arxiv(text: str) -> str | None:
    """Return the arXiv identifier that `text` is as a whole, or None.

    "arXiv:" before it (in any case) and the address of its page or PDF are taken off; a version stays. The DOI that
    arXiv gives a paper ("10.48550/arXiv.2310.16271", with or without resolver) says the same as its identifier and is
    read as that. The archive of an old identifier comes back in lower case, its subject class as arXiv writes it:
    "2310.16271v2", "hep-th/9901001", "cs.CL/0306050".
    """
    text = text.strip()
    prefix = _PREFIX.match(text) or _OWN_DOI.match(text)
    start = prefix.end() if prefix else 0
    found = _identifier_at(text, start)
    if found is None:
        return None
    identifier, end = found
    version = _VERSION.match(text, end)
    if version:
        identifier += f"v{version[1]}"
        end = version.end()
    if end == len(text):
        return identifier
    in_address = prefix is not None and prefix[0].endswith("/")
    return identifier if in_address and _URL_TAIL.fullmatch(text, end) else None


def split_arxiv(text: str) -> tuple[str, str] | None:
    """Return the arXiv identifier that `text` begins with and the rest of the text as it is, or None.

    Nothing need stand between the two: the date in an identifier says how many digits belong to it, so that
    "2310.1474721st century" gives "2310.14747" and "21st century". "arXiv:" may come first. A "v2" belongs to
    the identifier unless what follows makes a word of it ("v2ray").
    """
    prefix = _PREFIX.match(text)
    found = _identifier_at(text, prefix.end() if prefix else 0)
    if found is None:
        return None
    identifier, end = found
    version = _VERSION.match(text, end)
    if version and not _goes_on_as_word(text, version.end()):
        identifier += f"v{version[1]}"
        end = version.end()
    return identifier, text[end:]


def arxiv_base(identifier: str) -> str:
    """Return an arXiv identifier (see `parse_arxiv`) without its version."""
    return _VERSION_AT_END.sub("", identifier)


def arxiv_year(identifier: str) -> int:
    """Return the year in which the paper of an arXiv identifier (see `parse_arxiv`) was first submitted.

    Raises:
        ValueError: `identifier` is none.
    """
    two_digits = identifier.rpartition("/")[2][:2]
    if not (two_digits.isascii() and two_digits.isdigit()):
        raise ValueError(f"not an arXiv identifier: {identifier!r}")
    year = int(two_digits)
    return 1900 + year if "/" in identifier and year >= _FIRST_YEAR else 2000 + year


def parse_doi(text: str) -> str | None:
    """Return the DOI that `text` is as a whole, without "doi:" or resolver, or None.

    What is written as in addresses ("%28" for a parenthesis) is read. Sentence punctuation behind it is dropped, and so
    is a closing bracket that it does not open.
    """
    text = text.strip()
    prefix = _DOI_URL.match(text) or _DOI_PREFIX.match(text)
    text = text[prefix.end() :] if prefix else text
    if "%" in text:
        from urllib.parse import unquote  # noqa: PLC0415 -- takes as long to load as all of the model, and is rare

        text = unquote(text)
    if not _DOI.fullmatch(text):
        return None
    doi = _without_sentence_end(text)
    return doi if _DOI.fullmatch(doi) else None


def anthology_id(url: str | None, doi: str | None) -> str | None:
    """Return the identifier that the address of a page of the ACL Anthology or its DOI names, in lower case, or None.

    It is "2024.acl-long.1", and "p14-1001" for a paper of before 2020. The address may be that of the PDF, of a
    corrected version, or one of the Anthology's former addresses.
    """
    # Nearly all addresses and DOIs are others', and a library has a hundred thousand of them.
    if url and ("aclanthology" in url or "aclweb" in url):
        page = _ANTHOLOGY_PAGE.fullmatch(url)
        if page:
            return page[1].lower()
    if doi and "/v1/" in doi:
        named = _ANTHOLOGY_DOI.fullmatch(doi)
        if named:
            return named[1].lower()
    return None


def _identifier_at(text: str, start: int) -> tuple[str, int] | None:
    """Return the identifier without version that stands in `text` at `start`, and where it ends; None for none."""
    new = _NEW_STYLE.match(text, start)
    if new:
        date = int(new[1])
        digits = 5 if date >= _FIRST_FIVE_DIGITS else 4
        if date < _FIRST_NEW_STYLE or date % 100 not in _MONTHS or len(new[2]) < digits:
            return None
        end = new.start(2) + digits
        return text[new.start() : end], end
    old = _OLD_STYLE.match(text, start)
    if old is None:
        return None
    date = int(old[3])
    if date % 100 not in _MONTHS or _FIRST_NEW_STYLE <= date < _FIRST_YEAR * 100:
        return None
    subject = old[2] or ""
    subject = subject.lower() if "-" in subject else subject.upper()
    return f"{old[1].lower()}{subject}/{old[3]}{old[4]}", old.end()


def _goes_on_as_word(text: str, end: int) -> bool:
    """Whether `text` goes on at `end` in the same word, rather than with a sentence glued to it ("v2The")."""
    following = text[end : end + 2]
    if not following[:1].isalnum():
        return False
    if not following[0].isupper():
        return True
    return not (following[1:].isalpha() or (following[0] in "AI" and following[1:].isspace()))


def _without_sentence_end(doi: str) -> str:
    end = len(doi)
    surplus = {close: doi.count(close) - doi.count(opening) for close, opening in _BRACKETS.items()}
    while end:
        last = doi[end - 1]
        if last in _SENTENCE_END:
            end -= 1
        elif surplus.get(last, 0) > 0:
            surplus[last] -= 1
            end -= 1
        else:
            break
    return doi[:end]

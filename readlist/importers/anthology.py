"""Identifiers of the ACL Anthology: the same in the addresses of its pages and in the DOIs that it gives.

The scheme: https://aclanthology.org/info/ids/ ("2024.acl-long.1", and "P14-1001" until 2019).
"""

from __future__ import annotations

import re

_IDENTIFIER = r"([a-z][0-9]{2}-[0-9]{4}|[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+)"
_PAGE = re.compile(
    r"https?://(?:www\.)?(?:aclanthology\.(?:org|info)|aclweb\.org/anthology(?:-new)?)/"
    rf"(?:papers/)?(?:[a-z]/[a-z][0-9]{{2}}/)?{_IDENTIFIER}(?:v[0-9]+)?(?:\.(?:pdf|bib|xml|endf))?/?(?:[?#].*)?",
    re.IGNORECASE,
)
_DOI = re.compile(rf"10\.(?:18653|3115)/v1/{_IDENTIFIER}", re.IGNORECASE)


def anthology_id(url: str | None, doi: str | None) -> str | None:
    """Return the identifier that the address of a page of the ACL Anthology or its DOI names, in lower case, or None.

    The address may be that of the PDF, of a corrected version, or one of the Anthology's former addresses.
    """
    # Nearly all addresses and DOIs are others', and a library has a hundred thousand of them.
    if url and ("aclanthology" in url or "aclweb" in url):
        page = _PAGE.fullmatch(url)
        if page:
            return page[1].lower()
    if doi and "/v1/" in doi:
        named = _DOI.fullmatch(doi)
        if named:
            return named[1].lower()
    return None

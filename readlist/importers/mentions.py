"""Papers that a text mentions by identifier or address, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readlist.importers.addresses import Address, Kind, address_of, of_anthology, of_arxiv, of_doi
from readlist.importers.links import find_links
from readlist.model.identifiers import parse_doi, split_arxiv

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga"
    "|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph"
    "|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con"
)
_NEW_STYLE = r"[0-9]{4}\.[0-9]{4,5}"
_OLD_STYLE = rf"(?:{_ARCHIVES})(?:\.[A-Za-z]{{2}}|\.[a-z]{{2,5}}-[a-z]{{2,4}})?/[0-9]{{7}}"
_VERSION = r"(?:v[1-9][0-9]?)?"

# One alternative for each way of writing, told apart by the group's name; a letter or digit before it makes it part
# of a word. Repetitions are bounded, or of characters that cannot begin the next part.
_MENTION = re.compile(
    rf"""(?P<address> https?://[^\s<>"“”]{{1,500}} )
      | (?<![\w./:@-]) (?:
          (?P<schemeless> (?:www\.)? (?: arxiv\.org/(?:abs|pdf|html)/ | (?:dx\.)?doi\.org/10\.
                | openreview\.net/(?:forum|pdf)\?id= | aclanthology\.org/(?=[A-Z0-9]) ) [^\s<>"“”]{{1,200}} )
        | (?P<arxiv> arxiv (?:[\s:.,]{{0,3}}(?:e-?prints?|preprint))? [\s:.,]{{0,3}} (?:arxiv\s?[:.]\s?)? (?:abs/)?
                (?:{_NEW_STYLE}|{_OLD_STYLE}){_VERSION} )
        | (?P<corr> (?:corr[\s:,.]{{1,3}})?abs/ (?:{_NEW_STYLE}|{_OLD_STYLE}){_VERSION} )
        | (?P<doi> (?:doi\s?[:.]?\s?)? 10\.[0-9]{{4,9}}(?:\.[0-9]{{1,9}}){{0,4}}/[^\s"“”]{{1,200}} )
        | (?P<old> {_OLD_STYLE}{_VERSION} )
        | (?P<anthology> (?:acl\s)?20[0-9]{{2}}\.(?-i:[a-z][a-z0-9]*-[a-z0-9]+)\.[0-9]+ (?![\w-]) )
        | (?P<bare> {_NEW_STYLE}{_VERSION} (?![\w/-]|[.,]?[0-9]) )
        | (?P<code> (?-i:[A-Z])[0-9]{{2}}-[0-9]{{4}} (?![\w/-]) )
      )""",
    re.IGNORECASE | re.VERBOSE,
)
_ARXIV_START = re.compile(rf"(?:{_NEW_STYLE}|{_OLD_STYLE}){_VERSION}\Z", re.IGNORECASE)
_JOINED = re.compile(r"[,;|](?=10\.|https?:|doi|arxiv)", re.IGNORECASE)
_FILE = re.compile(r"\.pdf\Z", re.IGNORECASE)
_SHORTEST = len("10.1/2")
# Of each way of writing a sign that is rare in sentences, with what stands before and behind it: quick to look for.
_HINT = re.compile(
    r"""[xX/.-](?:
        (?<=ar[xX])iv | (?<=A[Rr]X)[Ii][Vv] | (?<=http:/)/ | (?<=https:/)/ | (?<=abs/) | (?<=/)[0-9]{7}
      | (?<=10\.)[0-9] | (?<=[0-9]{4}\.)[0-9a-z] | (?<=[A-Z][0-9]{2}-)[0-9] )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text that leads somewhere.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        address: what it leads to.
        printed: whether the address itself stands there, or what is as good, rather than another identifier.
        bare: whether it is a number that only those around it make an identifier ("2310.16271", "P19-1001").
    """

    start: int
    end: int
    address: Address
    printed: bool = False
    bare: bool = False


def may_mention(text: str) -> bool:
    """Whether `text` may mention a paper at all; quick, and never wrong when it says no."""
    return len(text) >= _SHORTEST and _HINT.search(text) is not None


def mentions_paper(text: str) -> bool:
    """Whether `text` mentions a paper for sure; looks no further than the first."""
    return may_mention(text) and any(
        map(is_paper, filter(lambda mention: not mention.bare, _mentions(text, bare=False)))
    )


def find_mentions(text: str, *, bare: bool = False) -> list[Mention]:
    """Return what `text` mentions by address or identifier, in the order of the text.

    Args:
        text: one line or several; an address ends at a blank.
        bare: whether numbers count that are written like identifiers without saying so.
    """
    return list(_mentions(text, bare=bare)) if may_mention(text) else []


def _mentions(text: str, *, bare: bool) -> Iterator[Mention]:
    position = 0
    while found := _MENTION.search(text, position):
        way = found.lastgroup or ""
        read = _printed(found, way) if way in {"address", "schemeless"} else _named(found, way)
        position = found.end() if read is None else max(read.end, found.start() + 1)
        if read is not None and (bare or not read.bare):
            yield read


def _printed(found: re.Match[str], way: str) -> Mention | None:
    printed = found[0]
    cut = _JOINED.search(printed, 1)
    printed = printed[: cut.start()] if cut else printed
    links = find_links(printed if way == "address" else f"https://{printed}")
    if not links:
        return None
    whole = links[0] if way == "address" else links[0].removeprefix("https://")
    # LaTeX's escapes make the printed address longer than what it stands for.
    end = found.start() + (len(whole) if printed.startswith(whole) else len(printed))
    return Mention(found.start(), end, address_of(links[0]), printed=True)


def _named(found: re.Match[str], way: str) -> Mention | None:
    text, start, end = found[0], found.start(), found.end()
    if way == "doi":
        cut = _JOINED.search(text, 1)
        printed = _FILE.sub("", text[: cut.start()] if cut else text)
        doi = parse_doi(printed[printed.index("10.") :])
        if doi is None:
            return None
        return Mention(start, start + text.index("10.") + len(doi), of_doi(doi))
    if way in {"anthology", "code"}:
        identifier = text.split()[-1]
        # The Anthology's identifier is all that its address holds.
        return Mention(start, end, of_anthology(identifier), printed=True, bare=way == "code")
    written = _ARXIV_START.search(text)
    split = split_arxiv(written[0]) if written else None
    if split is None:
        return None
    digits = len(split[0].partition(".")[2]) if "/" not in split[0] else 0
    # Four digits behind the dot are an identifier of before 2015, and any decimal number.
    is_bare = way == "bare"
    if is_bare and digits and digits < len("16271") and "v" not in split[0]:
        return None
    return Mention(start, end - len(split[1]), of_arxiv(split[0]), bare=is_bare)


def is_paper(mention: Mention) -> bool:
    """Whether what a mention leads to is a paper for sure."""
    return mention.address.kind is Kind.PAPER

"""What one place of a Markdown reading list (an item, a cell, a paragraph) says of a paper, its title above all.

The title is, in this order, the label of a link to the paper, what is bold, what stands in quotation marks, what is in
italics, or the words before the first link.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readlist.importers.addresses import Address, Kind, address_of
from readlist.importers.citation import split_citation
from readlist.importers.citation_authors import scan_authors, whole_authors
from readlist.importers.citation_venue import citation_venue
from readlist.importers.markdown_draft import Draft, is_tag, leading_tags, printed_title
from readlist.importers.markdown_labels import Label, field_of, label_of, reads_as_title
from readlist.importers.markdown_segments import Segment, plain
from readlist.importers.mentions import find_mentions, is_paper
from readlist.importers.printed_venues import is_date, is_venue, printed_year
from readlist.model.identifiers import arxiv_base

_EMPTY = re.compile(r"[(\[【]\s*[)\]】]")
_TITLE_END = re.compile(
    r"\n|\s[-–—|·•]+\s|(?<![A-Z])\.\s+(?=\S)|(?<!\w\.\w)\.$|\s?[(\[](?=[^()\[\]]{0,80}(?:19|20)[0-9]{2}[^()\[\]]{0,80}[)\]])"
)
_QUOTED = re.compile(r"^\W{0,3}[\"“«„]([^\"“”«»„]{8,300})[\"”»“]")
_BEFORE_AUTHORS = re.compile(r",\s+|\sby\s")
_WORD = re.compile(r"[^\W\d_]{2,}")
_ENDS = " \t\n,;:."
_PROSE_WORDS = 14
"""Words before the first link that make of a place a sentence about a paper rather than its entry."""
_TITLE_WORDS = 3
_BEFORE_TITLE = (Label.NONE, Label.CITED, Label.VENUE)
_MOST_COMMAS = 12
_SHOWN = re.compile(r"\w")
_ONE_PAGE_EACH = frozenset({"aclanthology.org", "openreview.net", "proceedings.mlr.press"})
"""Sites of which the address of a paper (`readlist.importers.addresses.Address.url`) is always that of its one page."""
_LONGEST_BARE = 4_000  # characters of a place that may be nothing but identifiers


@dataclass(slots=True)
class _Run:
    """What stands between two links, or a link: its text as printed, and where it leads."""

    text: str
    italic: bool = False
    bold: bool = False
    address: Address | None = None
    label: Label = Label.NONE
    identifier: bool = False


def read_entry(parts: Sequence[Segment], *, bare: bool = False) -> list[Draft]:
    """Return the papers that a place names, mostly one; a draft that is not `offered` is no more than a guess.

    Args:
        parts: the text of the place.
        bare: whether numbers that are written like identifiers are some where the place holds nothing else.
    """
    runs = (_bare_runs(parts) if bare else None) or _runs(parts)
    linked = [run for run in runs if run.label is Label.TITLE and run.address and run.address.kind is Kind.PAPER]
    if len(linked) > 1 and _are_several(linked):
        titled = list(filter(_is_title_link, linked))
        if _are_several(titled):
            return [_of_link(run) for run in titled]
    draft = Draft()
    for run in runs:
        if run.address is not None:
            _take_address(draft, run, run.address)
    prose = _words_before_link(runs) > _PROSE_WORDS or any(map(_is_within_sentence, linked))
    named = next(filter(_is_title_link, linked), None) if prose else None
    if named:
        draft.title = printed_title(named.text)
        return [draft]
    rest = _take_title(draft, runs, prose=prose)
    if draft.offered and not draft.title and not prose:
        several = _by_paper(runs)
        if len(several) > 1:
            return several
    if draft.title or not draft.offered:
        draft.take_text(_text_of(draft, rest))
    return [draft]


def _runs(parts: Sequence[Segment]) -> list[_Run]:
    runs: list[_Run] = []
    for i, part in enumerate(parts):
        if part.link is None:
            runs += _plain_runs(part)
        elif i and parts[i - 1].link == part.link and runs and runs[-1].address and part.text:
            runs[-1].text += part.text
            runs[-1].label = label_of(runs[-1].text)
        elif part.link.lower().startswith(("http://", "https://")):
            text = "" if part.bare else part.text
            label = Label.PAPER if part.bare else label_of(text)
            runs.append(_Run(text, part.italic, part.bold, address_of(part.link), label))
        else:
            runs.append(_Run(part.text, part.italic, part.bold))
    return runs


def _plain_runs(part: Segment) -> list[_Run]:
    """Return the runs of a text without links; identifiers that it mentions lead somewhere too."""
    mentions = find_mentions(part.text)
    if not mentions:
        return [_Run(part.text, part.italic, part.bold)] if part.text else []
    runs: list[_Run] = []
    end = 0
    for mention in mentions:
        if is_paper(mention):
            runs.append(_Run(part.text[end : mention.start], part.italic, part.bold))
            runs.append(_Run("", address=mention.address, identifier=not mention.printed))
            end = mention.end
    runs.append(_Run(part.text[end:], part.italic, part.bold))
    return [run for run in runs if run.text or run.address]


def _bare_runs(parts: Sequence[Segment]) -> list[_Run] | None:
    """Return the identifiers that a place without links consists of; None where there is anything else."""
    text = plain(parts)
    if len(text) > _LONGEST_BARE or any(part.link for part in parts):
        return None
    mentions = find_mentions(text, bare=True)
    starts, ends = [mention.start for mention in mentions], [mention.end for mention in mentions]
    between = (text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True))
    if not mentions or not all(map(is_paper, mentions)) or any(map(_SHOWN.search, between)):
        return None
    return [_Run("", address=mention.address, identifier=not mention.printed) for mention in mentions]


def _by_paper(runs: Sequence[_Run]) -> list[Draft]:
    """Return a draft for each paper of a place without a title: it has no two different addresses of one sort."""
    drafts = [Draft()]
    seen: dict[str, str] = {}
    for run in runs:
        if run.address is None:
            continue
        if run.address.kind is Kind.PAPER and run.label is not Label.EXTRA:
            sort, identity = _sort_and_identity(run.address)
            if seen.get(sort, identity) != identity:
                drafts.append(Draft())
                seen.clear()
            seen[sort] = identity
        _take_address(drafts[-1], run, run.address)
    return [draft for draft in drafts if draft.offered]


def _sort_and_identity(address: Address) -> tuple[str, str]:
    if address.arxiv:
        return "arXiv", arxiv_base(address.arxiv)
    if address.doi:
        return "DOI", address.doi.casefold()
    # Of other sites it is not known whether two pages are of one paper.
    host = address.url.split("/", 3)[2].lower()
    return host, address.url if host in _ONE_PAGE_EACH else ""


def _is_title_link(run: _Run) -> bool:
    return run.label is Label.TITLE and len(_WORD.findall(run.text)) >= _TITLE_WORDS and not whole_authors(run.text)


def _are_several(linked: Sequence[_Run]) -> bool:
    """Whether links lead to more than one paper."""
    addresses = (run.address for run in linked if run.address)
    return len(linked) > 1 and len({address.arxiv or address.doi or address.url for address in addresses}) > 1


def _of_link(run: _Run) -> Draft:
    draft = Draft(title=printed_title(run.text))
    if run.address is not None:
        _take_address(draft, run, run.address)
    return draft


def _take_address(draft: Draft, run: _Run, address: Address) -> None:
    if run.identifier and not _is_another(draft, address):
        draft.offer(address, printed=False)
    elif run.identifier:
        draft.links.append(address.url)
    elif _leads_to_paper(address, run) and not _is_another(draft, address):
        draft.offer(address, printed=True)
    else:
        # Of two identifiers of one sort the first is the paper's, the other is spoken of.
        draft.links.append(address.url)


def _is_another(draft: Draft, address: Address) -> bool:
    """Whether an identifier is of another paper than the draft's, whose own says so."""
    if draft.arxiv and address.arxiv:
        return arxiv_base(draft.arxiv) != arxiv_base(address.arxiv)
    return bool(draft.doi and address.doi) and (draft.doi or "").casefold() != (address.doi or "").casefold()


def _leads_to_paper(address: Address, run: _Run) -> bool:
    if run.label is Label.EXTRA or address.kind is Kind.EXTRA:
        return False
    if address.kind is Kind.OTHER:
        return run.label is Label.PAPER and bool(run.text)
    return address.kind is Kind.PAPER or run.label is not Label.CITED


def _words_before_link(runs: Sequence[_Run]) -> int:
    """Return how many words stand before the link that seems to name a paper; 0 where the place begins with more."""
    words = 0
    for run in runs:
        if run.bold:
            return 0
        if run.address:
            return words if run.label in (Label.TITLE, Label.CITED) else 0
        words += len(run.text.split(None, _PROSE_WORDS + 1))
    return 0


def _is_within_sentence(run: _Run) -> bool:
    """Whether a link to a paper, labelled with something like a title, has words of a sentence there ("see this")."""
    return run.text[:1].islower() and not _is_title_link(run)


def _take_title(draft: Draft, runs: list[_Run], *, prose: bool) -> list[_Run]:
    """Find the title, and return what is left."""
    labelled = next((i for i, run in enumerate(runs) if _offers_title(run)), None)
    if labelled is not None:
        draft.title = printed_title(runs[labelled].text)
        return _without(runs, labelled, labelled + 1)
    if prose:
        return []
    bold = next((i for i, run in enumerate(runs) if run.bold and not run.address and _could_be_title(run.text)), None)
    if bold is not None and not any(map(_is_longer_title, runs[:bold])):
        return _bold_title(draft, runs, bold)
    for i, run in enumerate(runs):
        if run.address is not None:
            if run.label not in _BEFORE_TITLE:
                break
        elif run.italic and _is_longer_title(run) and not (is_venue(run.text) or whole_authors(run.text)):
            draft.title = printed_title(run.text)
            return _without(runs, i, i + 1)
        elif _could_be_title(run.text):
            return _plain_title(draft, runs, i)
    return list(runs)


def _offers_title(run: _Run) -> bool:
    if run.address is None or run.label is not Label.TITLE:
        return False
    if not reads_as_title(run.text):
        # "Attention" may be a title, "this" is none.
        return run.address.kind is Kind.PAPER and bool(_WORD.search(run.text)) and not run.text.strip()[0].islower()
    if run.address.kind in (Kind.PAPER, Kind.DOCUMENT):
        return True
    return _is_title_link(run)


def _could_be_title(text: str) -> bool:
    bare = printed_title(text)
    return bare is not None and bool(_WORD.search(bare)) and not is_tag(bare) and field_of(text) is None


def _is_longer_title(run: _Run) -> bool:
    return not run.address and len(run.text.split(None, _TITLE_WORDS)) >= _TITLE_WORDS and _could_be_title(run.text)


def _bold_title(draft: Draft, runs: list[_Run], i: int) -> list[_Run]:
    end = i + 1
    while end < len(runs) and runs[end].bold and not runs[end].address:
        end += 1
    text = "".join(run.text for run in runs[i:end])
    following = runs[end] if end < len(runs) else None
    if following and not following.address and not following.italic:
        parts = _named_system(text, following.text)
        if parts:
            draft.title = printed_title(parts[0])
            return [*runs[:i], _Run(parts[1]), *runs[end + 1 :]]
    draft.title = printed_title(text)
    return _without(runs, i, end)


def _named_system(bold: str, behind: str) -> tuple[str, str] | None:
    """Return the title and what is left where only its beginning is bold ("**BERT**: Pre-training of …"), or None."""
    name = bold.rstrip()
    if not (name.endswith(":") or behind.startswith(":")) or len(name.split()) > _TITLE_WORDS:
        return None
    subtitle = behind.removeprefix(":").lstrip()
    stop = _TITLE_END.search(subtitle)
    begin = subtitle[: stop.start()] if stop else subtitle
    if not _WORD.search(begin) or is_venue(begin) or whole_authors(begin):
        return None
    return f"{name.rstrip(':')}: {begin}", subtitle[stop.start() :] if stop else ""


def _plain_title(draft: Draft, runs: list[_Run], i: int) -> list[_Run]:
    """Take the title out of running text: all of it, or up to where authors or venue begin."""
    text = runs[i].text
    quoted = _QUOTED.match(text)
    if quoted:
        draft.title = printed_title(quoted[1])
        return [*runs[:i], _Run(text[quoted.end() :]), *runs[i + 1 :]]
    cited = _as_citation(runs[i:])
    if cited:
        draft.authors, draft.title, rest = cited
        draft.venue = draft.venue or citation_venue(rest)
        draft.year = draft.year or printed_year(rest)
        return list(runs[:i])
    tags, begin = leading_tags(text)
    text = text[begin:]
    stop = _TITLE_END.search(text)
    end = stop.start() if stop else len(text)
    comma = _authors_at(text[:end])
    end = end if comma is None else comma
    draft.title = printed_title(text[:end])
    # A tag is a piece of its own, whatever comes behind it.
    before = [_Run(f"\n{tag}\n") for tag in tags]
    return [*runs[:i], *before, _Run(text[end:].lstrip(_ENDS)), *runs[i + 1 :]]


def _as_citation(runs: Sequence[_Run]) -> tuple[tuple[str, ...], str, str] | None:
    """Return authors, title and rest where the text is an entry of a bibliography."""
    text = _EMPTY.sub(" ", "".join(run.text for run in runs if not run.address)).replace("\n", " ").strip()
    found = split_citation(text) if scan_authors(text) else None
    if found is None:
        return None
    authors, title, rest = found
    sure = len(authors) > 1 or "." in authors[0]
    return found if sure and " " in title and (rest or printed_year(text)) else None


def _authors_at(text: str) -> int | None:
    """Return where in `text`, a title perhaps with authors behind it, the comma before the authors is."""
    for count, comma in enumerate(_BEFORE_AUTHORS.finditer(text)):
        if count == _MOST_COMMAS:
            break
        behind = text[comma.end() :]
        found = scan_authors(behind)
        if found is None:
            continue
        left = behind[found.end :].lstrip(_ENDS)
        several = len(found.names) > 1 or "et al" in behind[: found.end]
        if several and (not left or is_venue(left) or is_date(left)):
            return comma.start()
    return None


def _without(runs: Sequence[_Run], start: int, end: int) -> list[_Run]:
    return [*runs[:start], _Run("\n"), *runs[end:]]


def _text_of(draft: Draft, runs: Sequence[_Run]) -> str:
    """Return the words of `runs`, in which newlines part what does not belong together."""
    text: list[str] = []
    for run in runs:
        # Links of authors to their own pages are part of the text, labels such as "code" are not.
        if run.address is None or run.label is Label.TITLE:
            text.append(f"\n{run.text}\n" if run.italic else run.text)
        elif run.label is Label.VENUE:
            text.append(f"\n{run.text}\n")
        else:
            text.append("\n" if run.label is Label.PAPER else " ")
        if run.address and run.label is Label.TITLE and run.address.url in draft.links and whole_authors(run.text):
            draft.links.remove(run.address.url)
    return "".join(text)

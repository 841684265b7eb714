"""Any text in which papers are named by identifier or address: a list of them, a chat message full of links.

It is read paragraph by paragraph. What can be known of a paper beside its identifier is its title, where a line plainly
is one (quoted, in capitals, or alone on the line before the link), and its authors, where a line between is theirs. A
paragraph that is an entry of a bibliography is read as one.

This is also what any text falls to that no other importer knows; the report then says so.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from readlist.importers.addresses import Address
from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.chat import has_clock_time
from readlist.importers.citation import Citation, read_citation
from readlist.importers.citation_authors import whole_authors
from readlist.importers.mentions import Mention, find_mentions, is_paper, may_mention, mentions_paper
from readlist.importers.plain_titles import plain_title, quoted_title
from readlist.model.identifiers import arxiv_base
from readlist.model.record import Record

_LOOKED_AT = 400  # printed lines
_SEARCHED = 1 << 19
"""So many characters of a text tell whether there is an identifier in it at all."""
_GOES_ON = 120
"""Characters within which an identifier ends that began on the line before, with "arXiv:" or "doi:"."""
_LIST_SHARE = 0.5
_LONGEST_LINE = 2_000  # characters: a longer one is searched for identifiers only
_LONGEST_ENTRY = 1_500
_REST = re.compile(r"[\s,;:|/&+()\[\]<>{}*•.–—-]+")
# What stands between two papers of an enumeration.
_AND = re.compile(r"[\s,;:|/&+()\[\]<>-]*(?:(?:and|or|und|et|y)(?:\s+also)?[\s,]+)?", re.IGNORECASE)
_LONGEST_AND = 20
_LABEL = re.compile(
    r"\s*(?:abstract|summary|tl;?dr|title|authors?|comments?|notes?|keywords?)\s*[:：.—–]", re.IGNORECASE
)
_BETWEEN_CELLS = re.compile(r'"\s?[,;\t]\s?"')
_FEWEST_BETWEEN_CELLS = 2
_NUMBERS = re.compile(r"(?<![\w/])[0-9]+[.,][0-9]+")


@dataclass(slots=True)
class _Line:
    """A printed line: number, text, what it mentions, whether more may be a paper, and whether a paper has taken it."""

    number: int
    text: str
    mentions: list[Mention] = field(default_factory=list)
    has_doubtful: bool = False
    taken: bool = False

    @property
    def rest(self) -> str:
        """The text without what is mentioned."""
        pieces, end = [], 0
        for mention in self.mentions:
            pieces.append(self.text[end : mention.start])
            end = mention.end
        return " ".join([*pieces, self.text[end:]])


class Identifiers:
    """Importer of such texts, the weakest of all; the module says what it looks for."""

    name = "identifiers"

    def sniff(self, document: Document) -> float:
        """Return 0.2 for a list of identifiers, 0.1 for any text that has one, 0 for a text without."""
        # A line may be as long as the document: nothing is asked of it that looks at all of it.
        lines = [line for line in islice(document.lines, 4 * _LOOKED_AT) if line and not line.isspace()][:_LOOKED_AT]
        naming = sum(any(map(is_paper, _mentions_in(_beginning(line))[0])) for line in lines)
        if naming:
            return 0.2 if naming >= _LIST_SHARE * len(lines) else 0.1
        return 0.1 if any(map(mentions_paper, _stretches(document.text[:_SEARCHED]))) else 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers that `document` names, each once, and the lines around which none is."""
        found: list[Found] = []
        strays: list[tuple[int, str]] = []
        problems: list[Problem] = []
        known: set[str] = set()
        printed = taken = 0
        for paragraph in _paragraphs(document.lines):
            papers = list(_papers(paragraph))
            for line, record in papers:
                names = _names(record)
                if known.isdisjoint(names):
                    found.append(Found(record, len(found) + 1, line))
                known.update(names)
            printed += len(paragraph)
            taken += sum(line.taken for line in paragraph)
            strays += [(line.number, line.text) for line in paragraph if not line.taken]
            problems += [
                Problem.at(line.number, "may name more papers than were read", line.text)
                for line in paragraph
                if line.taken and line.has_doubtful
            ]
        problems += Problem.of_lines(strays, "no identifier of a paper")
        problems.sort(key=lambda problem: problem.line)
        if found and taken < _LIST_SHARE * printed:
            problems.insert(0, Problem(1, "no known format: only identifiers were looked for"))
        return Reading(self.name, tuple(found), tuple(problems))


def _stretches(text: str) -> Iterator[str]:
    """Yield the lines of a text, each with the beginning of the next one, at which an identifier may go on.

    Most of them have no sign of one and are done with quickly; together they would have some.
    """
    lines = text.split("\n")
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        yield f"{line}\n{below[:_GOES_ON]}"


def _beginning(line: str) -> str:
    """Return so much of a line as tells whether papers are named on it; it ends with a whole word."""
    return line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE].rpartition(" ")[0] or line[:_LONGEST_LINE]


def _paragraphs(lines: Sequence[str]) -> Iterator[list[_Line]]:
    paragraph: list[_Line] = []
    for number, text in enumerate(lines, 1):
        if text.strip():
            paragraph.append(_Line(number, text, *_mentions_in(text)))
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _mentions_in(text: str) -> tuple[list[Mention], bool]:
    """Return what a line mentions, and whether something else on it may be meant as a paper.

    Numbers without "arXiv:" count where nothing speaks against it.
    """
    if not may_mention(text):
        return [], False
    mentions = find_mentions(text, bare=True)
    if not any(mention.bare for mention in mentions):
        return mentions, False
    rest = _Line(0, text, mentions).rest
    if not _REST.sub("", rest):
        return mentions, False
    # A line of measurements is none of identifiers; of a line that is a whole text, not every number is looked at.
    fits = len(text) < _LONGEST_LINE and not _NUMBERS.search(rest) and any(map(str.isalpha, rest))
    sure = [not mention.bare or (fits and _stands_out(text, mention)) for mention in mentions]
    if fits:
        _spread(sure, mentions, text)
    return [mention for mention, is_sure in zip(mentions, sure, strict=True) if is_sure], not all(sure)


def _spread(sure: list[bool], mentions: Sequence[Mention], text: str) -> None:
    """Count what stands in one enumeration with a paper that is sure: "arXiv:2310.16271, P19-1001 and P19-1002"."""
    count = len(mentions)
    for here, there in [*((i - 1, i) for i in range(1, count)), *((i + 1, i) for i in reversed(range(count - 1)))]:
        if sure[here] and not sure[there] and is_paper(mentions[here]):
            left, right = sorted((mentions[here], mentions[there]), key=lambda mention: mention.start)
            between = text[left.end : right.start]
            sure[there] = len(between) <= _LONGEST_AND and _AND.fullmatch(between) is not None


def _stands_out(text: str, mention: Mention) -> bool:
    """Whether a number stands at the beginning or the end of a line, or in brackets."""
    before, behind = text[: mention.start], text[mention.end :]
    if not "".join(c for c in before if c.isalnum()) or not behind.strip(" .,;)]"):
        return mention.address.arxiv is not None
    return before.endswith(("(", "[")) and behind.startswith((")", "]"))


def _papers(paragraph: list[_Line]) -> Iterator[tuple[int, Record]]:
    """Yield the papers that a paragraph names, each with the line where it begins."""
    naming = [line for line in paragraph if any(map(is_paper, line.mentions))]
    if not naming:
        return
    cited = _as_citation(paragraph)
    if cited:
        for line in paragraph:
            line.taken = True
        yield paragraph[0].number, cited
        return
    first_names = naming[0] is paragraph[0]
    for i, line in enumerate(paragraph):
        if line.taken or not any(map(is_paper, line.mentions)):
            continue
        line.taken = True
        record, begin = _told(paragraph, i, before=not first_names)
        if record.title and not first_names:
            line.mentions += _further_links(paragraph, i)
        groups = _grouped(line.mentions, one=record.title is not None)
        if len(groups) > 1:
            record = Record()
        for group in groups:
            yield begin if len(groups) == 1 else line.number, _with_addresses(record, group)


def _further_links(paragraph: Sequence[_Line], i: int) -> list[Mention]:
    """Return the link on the line behind line `i` that leads to the same paper: a preprint's beside a publisher's."""
    line, below = paragraph[i], paragraph[i + 1] if i + 1 < len(paragraph) else None
    if below is None or len(line.mentions) != 1 or len(below.mentions) != 1 or _REST.sub("", line.rest + below.rest):
        return []
    here, there = line.mentions[0].address, below.mentions[0].address
    if not is_paper(below.mentions[0]) or bool(here.arxiv) == bool(there.arxiv):
        return []
    below.taken = True
    return below.mentions


def _as_citation(paragraph: Sequence[_Line]) -> Record | None:
    """Return the paper of which a whole paragraph is the entry in a bibliography."""
    if sum(len(line.text) for line in paragraph) > _LONGEST_ENTRY or has_clock_time(line.text for line in paragraph):
        return None
    if any(_LABEL.match(line.text) for line in paragraph):
        return None
    text = " ".join(line.text.strip() for line in paragraph)
    mentions = [mention for line in paragraph for mention in line.mentions if is_paper(mention)]
    if len(_grouped(mentions, one=True)) != 1:
        return None
    citation = _cited(text)
    return (
        citation.record
        if citation and citation.whole and len(citation.record.authors) > 0 and citation.record.venue
        else None
    )


def _cited(text: str) -> Citation | None:
    """Return `text` read as an entry of a bibliography; None where a label, which is no author, stands before it."""
    return None if _LABEL.match(text) else read_citation(text)


def _told(paragraph: Sequence[_Line], i: int, *, before: bool) -> tuple[Record, int]:
    """Return title and authors of the paper on line `i`, as far as they can be known, and where they begin."""
    line = paragraph[i]
    if len(line.text) > _LONGEST_LINE:
        return Record(), line.number
    rest = line.rest
    if len(_BETWEEN_CELLS.findall(rest)) >= _FEWEST_BETWEEN_CELLS:
        return Record(), line.number  # which cell of a table has the title nobody says
    cited = _cited(line.text) if _REST.sub("", rest) else None
    if cited and cited.whole and cited.record.title and (len(cited.record.authors) > 1 or cited.record.venue):
        return cited.record, line.number
    title = quoted_title(rest) or plain_title(rest, alone=False)
    if title:
        return Record(title=title), line.number
    step = -1 if before else 1
    near = [other for j in (1, 2) if (other := _neighbour(paragraph, i + j * step)) is not None]
    if len(near) > 1 and step > 0:
        near = near[:2]
    for j, other in enumerate(near):
        title = quoted_title(other.text) or plain_title(other.text, alone=True)
        authors = whole_authors(other.text) if len(other.text) <= _LONGEST_LINE else ()
        if title and not (authors and len(authors) > 1):
            return _with_authors(title, near, j, line)
        if not authors:
            break
    return Record(), line.number


def _with_authors(title: str, near: Sequence[_Line], j: int, line: _Line) -> tuple[Record, int]:
    """Return a paper with the title that is on the line `j` of those near it, and the authors on the other one."""
    authors: tuple[str, ...] = ()
    near[j].taken = True
    for k, other in enumerate(near):
        names = whole_authors(other.text) if k != j and abs(k - j) == 1 else ()
        if len(names) > 1 and (k < j or near[j].number > line.number):
            authors, other.taken = names, True
    begin = min([near[j].number, line.number])
    return Record(title=title, authors=authors), begin


def _neighbour(paragraph: Sequence[_Line], i: int) -> _Line | None:
    if not 0 <= i < len(paragraph) or paragraph[i].taken or paragraph[i].mentions:
        return None
    return paragraph[i]


def _grouped(mentions: Sequence[Mention], *, one: bool) -> list[list[Mention]]:
    """Return mentions by the paper that they are of.

    Args:
        mentions: of one line.
        one: whether different sorts of identifiers are taken to be of one paper, as long as none says otherwise.
    """
    if not one:
        # A line may name as many papers as a document has room for: each is compared with none but its like.
        same: dict[str, list[Mention]] = {}
        for mention in filter(is_paper, mentions):
            same.setdefault(_identity(mention.address), []).append(mention)
        return list(same.values())
    groups: list[list[Mention]] = []
    for mention in filter(is_paper, mentions):
        group = next((group for group in groups if _same(group, mention.address)), None)
        if group is None:
            groups.append([mention])
        else:
            group.append(mention)
    return groups


def _same(group: Sequence[Mention], address: Address) -> bool:
    others = [mention.address for mention in group]
    if any(_identity(other) == _identity(address) for other in others):
        return True
    arxiv = {arxiv_base(a.arxiv) for a in (*others, address) if a.arxiv}
    doi = {a.doi.casefold() for a in (*others, address) if a.doi}
    return len(arxiv) <= 1 and len(doi) <= 1 and bool(arxiv or doi or len(others) > 1)


def _identity(address: Address) -> str:
    return arxiv_base(address.arxiv) if address.arxiv else (address.doi or address.url).casefold()


def _with_addresses(record: Record, group: Sequence[Mention]) -> Record:
    """Return `record` with what its mentions tell."""
    addresses = [mention.address for mention in group]
    arxiv = next((a.arxiv for a in addresses if a.arxiv), None)
    doi = next((a.doi for a in addresses if a.doi), None)
    printed = [mention.address for mention in group if mention.printed]
    pages = [a.url for a in printed if not a.arxiv] or [a.url for a in printed]
    page = next(iter(pages), None)
    year = next((a.year for a in addresses if a.year and not a.arxiv), None)
    year = record.year or year or next((a.year for a in addresses if a.year), None)
    return dataclasses.replace(
        record, arxiv=record.arxiv or arxiv, doi=record.doi or doi, url=record.url or page, year=year
    )


def _names(record: Record) -> set[str]:
    """Return what tells that two places name the same paper."""
    names = {arxiv_base(record.arxiv) if record.arxiv else None, (record.doi or "").casefold() or None}
    return {name for name in names if name} or {record.url or ""}

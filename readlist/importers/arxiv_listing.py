"""Pages that print arXiv papers as abstract, comments, identifier, as text copied from a browser.

    Abstract of the first paper.
    13 pages
    arXiv:2310.16271Abstract of the second paper, glued to the identifier of the first.
    arXiv:2310.14747

An identifier belongs to the abstract before it, and the document ends with one. (Where a document begins with an
identifier and does not end with one, each is taken for the abstract behind it.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from readlist.importers.addresses import Kind, address_of
from readlist.importers.arxiv_remarks import LABEL, abstract_lines
from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.furniture import is_furniture, without_furniture
from readlist.importers.links import find_links
from readlist.model.arxiv_classes import class_of, parse_class
from readlist.model.identifiers import arxiv_year, parse_arxiv, parse_doi, split_arxiv
from readlist.model.record import Record

_MARK = re.compile(r"\s*arxiv\s*:\s*", re.IGNORECASE)
# Papers from before 2007 name their archive, and may do so without "arXiv:" before it.
_ARCHIVE = re.compile(
    r"""\s*(?=(?:acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs
      |dg-ga|econ|eess|funct-an|gr-qc|hep-(?:ex|lat|ph|th)|math|math-ph|mtrl-th|nlin|nucl-(?:ex|th)|patt-sol|physics
      |plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con)(?:\.[A-Za-z]{2})?/[0-9]{7})""",
    re.VERBOSE,
)
_LONGEST_BARE = 40  # characters of a line that is an identifier, with version and subject
_SLIP = re.compile(r"[0-9][0-9./v-]*")
# "arXiv:2310.16271v2 [cs.CL]": the archive and subject class, as arXiv prints them behind an identifier.
_SUBJECT = re.compile(r"\s*\[([a-z-]{2,10}(?:\.[A-Za-z-]{2,10})?)\]")
# A sentence about another paper rather than this one's identifier: "arXiv:2301.00001, with proofs".
_MENTION = re.compile(r"\s*[,;.:)](?!\.)|\s+[a-z]")
_LONGEST_MENTION = 250
_OTHER_SHAPES = re.compile(r"\s*(?:Title|Authors?|Subjects?|Categories|Date|Keywords)\s*:")
_NUMBERED = re.compile(r"\s*(?:\[[0-9]{1,4}\]|[0-9]{1,4}[.)])\s")
_JOURNAL = re.compile(r"\s*journal[\s-]*ref(?:erence)?\.?\s*:\s*(?P<venue>\S.*)", re.IGNORECASE)
_DOI_LABEL = re.compile(r"\s*(?:related\s+)?doi\s*:\s*", re.IGNORECASE)
_FEWEST_WORDS = 5  # of a text that is glued to an identifier, as only these pages have it
_FEWEST_WORDS_OF_ABSTRACT = 15
_MOST_LINES = 60  # of a paper, on average: thirty comments behind an abstract that was broken into lines
_LONGEST_HEADING = 8  # words; such as the person's name that heads a page
_LONGEST_ADDRESS = 500  # characters
_SHORTEST_ABSTRACT = 200  # characters, for one that stands below a heading
_SNIFFED = 4_000  # lines


@dataclass(slots=True)
class _Chunk:
    """The lines from one identifier to the next.

    Attributes:
        line: where it begins.
        identifier: what it begins with; None for text before the first identifier, or a malformed one.
        subject: class that stands behind the identifier.
        lines: (line number, text), from what is glued to the identifier on, without blank lines at the ends.
    """

    line: int
    identifier: str | None
    subject: str | None = None
    lines: list[tuple[int, str]] = field(default_factory=list)


class ArxivListing:
    """Importer of such pages; the module says what they look like."""

    name = "arxiv-listing"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a page."""
        lines = document.lines[:_SNIFFED]
        begins = [split for line in lines if (split := _split(line))]
        if not begins or 3 * sum(bool(_OTHER_SHAPES.match(line)) for line in lines) >= len(begins):
            return 0.0
        chunks = [chunk for chunk in _chunks(lines, []) if chunk.lines]
        if sum(len(chunk.lines) for chunk in chunks) > _MOST_LINES * len(begins):
            return 0.0
        # Of a message that says what the identifier below is of, the last line ends with a colon.
        words = [0 if chunk.lines[-1][1].rstrip().endswith(":") else _words(chunk.lines) for chunk in chunks]
        if not any(count >= _FEWEST_WORDS for count in words):
            return 0.0
        if any(rest.strip() and not rest[0].isspace() for _, _, rest in begins):
            return 0.95
        if any(_is_other_paper(text) for chunk in chunks for _, text in chunk.lines):
            return 0.0  # a message with addresses below it, rather than abstracts with comments
        numbered = sum(bool(_NUMBERED.match(chunk.lines[0][1])) for chunk in chunks)
        share = sum(count >= _FEWEST_WORDS_OF_ABSTRACT for count in words) / max(len(words), len(begins))
        return 0.4 + 0.5 * share if 2 * share >= 1 and 2 * numbered < len(chunks) else 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`, each an abstract with its identifier and comments."""
        problems: list[Problem] = []
        chunks = _chunks(document.lines, problems)
        for chunk in chunks:
            problems += _take_off_heading(chunk)
        # Whose identifier a chunk begins with: its own, or that of the chunk before it.
        leading = bool(chunks[0].identifier and chunks[0].lines and chunks[-1].lines)
        heads = chunks if leading else [*chunks[1:], _Chunk(0, None)]
        found: list[Found] = []
        if not leading and chunks[0].identifier:
            found.append(Found(_record([], chunks[0]), 1, chunks[0].line))
            problems.append(
                Problem.at(chunks[0].line, "no abstract before this identifier", document.lines[chunks[0].line - 1])
            )
        for chunk, head in zip(chunks, heads, strict=True):
            if chunk.lines:
                line, text = chunk.lines[0]
                found.append(Found(_record(chunk.lines, head), len(found) + 1, line))
                if head.identifier is None:
                    problems.append(Problem.at(line, "no arXiv identifier for this abstract", text))
            elif head.identifier is not None:
                found.append(Found(_record([], head), len(found) + 1, chunk.line))
                problems.append(Problem(chunk.line, f"no abstract for arXiv:{head.identifier}"))
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _is_other_paper(text: str) -> bool:
    """Whether a line is the address or the DOI of a paper and nothing else."""
    text = text.strip()
    if len(text) > _LONGEST_ADDRESS or " " in text:
        return False
    if text.startswith("10."):
        return parse_doi(text) is not None
    return text.startswith(("http://", "https://")) and address_of(text).kind is Kind.PAPER


def _words(lines: Sequence[tuple[int, str]]) -> int:
    """Return how many words `lines` have, up to as many as are of interest."""
    count = 0
    for _, text in lines:
        count += len(text.split(None, _FEWEST_WORDS_OF_ABSTRACT))
        if count >= _FEWEST_WORDS_OF_ABSTRACT:
            break
    return count


def _split(line: str) -> tuple[str, str | None, str] | None:
    """Return the identifier that `line` begins with, the class behind it and the rest of the line, or None."""
    mark = _MARK.match(line) or _ARCHIVE.match(line)
    if mark is None:
        return _bare(line) if len(line) <= _LONGEST_BARE else None
    split = split_arxiv(line[mark.end() :])
    if split is None:
        return None
    identifier, rest = split
    subject = _SUBJECT.match(rest)
    rest = rest[subject.end() :] if subject else rest
    is_mention = len(rest) <= _LONGEST_MENTION and _MENTION.match(rest)
    return None if is_mention else (identifier, subject[1] if subject else None, rest)


def _bare(line: str) -> tuple[str, str | None, str] | None:
    """Return the identifier that `line` is as a whole, without "arXiv:" before it, its class and "", or None."""
    text = line.strip()
    if not text[:4].isdigit():
        return None
    subject = _SUBJECT.search(text)
    subject = subject if subject and subject.end() == len(text) else None
    identifier = parse_arxiv(text[: subject.start()] if subject else text)
    return (identifier, subject[1] if subject else None, "") if identifier else None


def _chunks(lines: Sequence[str], problems: list[Problem]) -> list[_Chunk]:
    """Return the document cut at its identifiers; at least one chunk."""
    chunks = [_Chunk(1, None)]
    for number, line in enumerate(lines, 1):
        split = _split(line)
        mark = _MARK.match(line) if split is None else None
        if split is not None:
            chunks.append(_Chunk(number, split[0], split[1]))
            text = split[2]
        elif mark and split_arxiv(line[mark.end() :]) is None and (slip := _SLIP.match(line, mark.end())):
            # A slip in the identifier must not hang a whole paper on the one before it.
            problems.append(Problem.at(number, "not an arXiv identifier", line))
            chunks.append(_Chunk(number, None))
            text = line[slip.end() :]
        else:
            text = line
        if text.strip():
            chunks[-1].lines.append((number, text))
    for chunk in chunks:
        chunk.lines = list(without_furniture(chunk.lines))
    first = chunks[0]
    return chunks if first.lines or len(chunks) == 1 else chunks[1:]


def _take_off_heading(chunk: _Chunk) -> list[Problem]:
    """Take what stands above an abstract off `chunk`, and return what of it is no known furniture."""
    addresses = 0
    while addresses < len(chunk.lines) and _is_other_paper(chunk.lines[addresses][1]):
        addresses += 1
    if addresses:
        others, chunk.lines = chunk.lines[:addresses], chunk.lines[addresses:]
        return [*Problem.of_lines(others, "an address without an abstract"), *_take_off_heading(chunk)]
    lines = chunk.lines
    begin = 0
    while begin < len(lines) and _is_heading(lines[begin][1]):
        begin += 1
    below = lines[begin][1] if begin < len(lines) else ""
    if not begin or len(below) < _SHORTEST_ABSTRACT or abstract_lines([lines[begin - 1][1], below]) == 0:
        return []
    above, chunk.lines = lines[:begin], lines[begin:]
    return Problem.of_lines(line for line in above if not is_furniture(line[1]))


def _is_heading(text: str) -> bool:
    return is_furniture(text) or (
        len(text.split(None, _LONGEST_HEADING)) <= _LONGEST_HEADING and not text.rstrip().endswith((".", "?", "!"))
    )


def _with_blank_lines(lines: Sequence[tuple[int, str]]) -> str:
    """Return `lines` as one text, with the blank lines that stood between them."""
    texts: list[str] = []
    for i, (number, text) in enumerate(lines):
        texts += [""] * (number - lines[i - 1][0] - 1 if i else 0)
        texts.append(text)
    return "\n".join(texts)


def _record(lines: Sequence[tuple[int, str]], head: _Chunk) -> Record:
    """Return the paper of which `lines` are the text; `head` begins with its identifier."""
    identifier = head.identifier
    lines = without_furniture(lines)
    texts = [text for _, text in lines]
    count = abstract_lines(texts)
    abstract = _with_blank_lines(lines[:count]).strip()
    venue = doi = None
    remarks: list[str] = []
    for text in texts[count:]:
        journal, label = _JOURNAL.match(text), _DOI_LABEL.match(text)
        printed_doi = parse_doi(text[label.end() :] if label else text)
        # arXiv's own DOI must not hide the publisher's behind it.
        doi = printed_doi if doi is None or (printed_doi and parse_arxiv(doi)) else doi
        if journal and not venue:
            venue = journal["venue"]
        elif not (label and printed_doi) and not is_furniture(text):
            remarks.append(LABEL.sub("", text, count=1).strip())
    comment = "; ".join(filter(None, remarks)) or None
    return Record(
        abstract=abstract,
        arxiv=identifier,
        doi=doi,
        venue=venue,
        year=arxiv_year(identifier) if identifier else None,
        comment=comment,
        links=find_links(abstract, comment),
        primary_class=(parse_class(head.subject) if head.subject else None) or (class_of(identifier or "")),
    )

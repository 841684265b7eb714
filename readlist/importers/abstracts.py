"""Pages that print nothing but abstracts, one "Abstract:" a paper, as text copied from a browser."""

from __future__ import annotations

import re

from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.links import find_links
from readlist.model.record import Record

_MARK = re.compile(r"\s*(?:Abstract|ABSTRACT)\s*[:：]")
_SMALLEST_SHARE = 0.1
"""Of all lines, those that begin an abstract: a whole paper has one "Abstract:" among its many lines."""


class Abstracts:
    """Importer of such pages: no titles, no authors, line breaks inside an abstract kept."""

    name = "abstracts"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a page: it must begin with a mark."""
        if not _MARK.match(document.text):
            return 0.0
        printed = [line for line in document.lines if line.strip()]
        share = sum(bool(_MARK.match(line)) for line in printed) / len(printed)
        return 0.4 + 0.5 * share if share >= _SMALLEST_SHARE else 0.0

    def read(self, document: Document) -> Reading:
        """Return the abstracts of `document`, each as a record without title and authors."""
        found: list[Found] = []
        problems: list[Problem] = []
        begin, lines = 0, []
        for number, line in [*enumerate(document.lines, 1), (len(document.lines) + 1, "Abstract:")]:
            mark = _MARK.match(line)
            if mark is None:
                lines.append(line)
                continue
            abstract = "\n".join(lines).strip()
            if begin and abstract:
                record = Record(abstract=abstract, links=find_links(abstract))
                found.append(Found(record, len(found) + 1, begin))
            elif begin:
                problems.append(Problem.at(begin, "an abstract without text", document.lines[begin - 1]))
            else:
                strays = ((i, text) for i, text in enumerate(lines, 1) if text.strip())
                problems += Problem.of_lines(strays, "not part of an abstract")
            begin, lines = number, [line[mark.end() :]]
        return Reading(self.name, tuple(found), tuple(problems))

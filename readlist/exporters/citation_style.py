"""Styles of the Citation Style Language, with what citeproc-py leaves out of it.

- What is printed in the place of missing names is not printed again (CSL 1.0.2, "Substitute"). The processor sees to
  that for a variable, but not where a macro prints it, as most styles have it.
- Given names of which it cannot make initials stay as they are: those in a script without capitals, or in lower case.

Loads the processor: only for who formats references.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from citeproc import CitationStylesStyle  # type: ignore[import-untyped]
from citeproc.model import CitationStylesElement, Name, Substitute, Text  # type: ignore[import-untyped]
from lxml import etree  # type: ignore[import-untyped]

_NAMESPACE = "http://purl.org/net/xbiblio/csl"
_BETWEEN_NAMES = re.compile(r"[.\s-]+")


def load(path: Path) -> Any:  # noqa: ANN401 -- the processor has no types
    """Return the style in a file, as the processor takes it.

    Raises:
        ValueError: the file holds XML that is no style.
        lxml.etree.XMLSyntaxError: it holds no XML.
    """
    # The processor would tell of the method that it misses in what it has read.
    if etree.parse(str(path)).getroot().tag != f"{{{_NAMESPACE}}}style":
        raise ValueError("it is no style of the Citation Style Language")
    style = CitationStylesStyle(str(path), validate=False)
    lookup = etree.ElementNamespaceClassLookup()
    classes = lookup.get_namespace(_NAMESPACE)
    # As the processor itself has them, but for ours.
    classes[None] = CitationStylesElement
    classes.update({cls.__name__.replace("_", "-").lower(): cls for cls in CitationStylesElement.__subclasses__()})
    classes.update({"name": _Name, "substitute": _Substitute, "text": _Text})
    style.parser.set_element_class_lookup(lookup)
    return style


class _Text(Text):  # type: ignore[misc] # the processor has no types
    """A text that notes which variable it has printed."""

    def _variable(self, item: Any, context: Any) -> Any:  # noqa: ANN401 -- as above
        text = super()._variable(item, context)
        printed = getattr(context.get_layout(), "printed", None)
        if text and printed is not None:
            printed.append(self.get("variable"))
        return text


class _Substitute(Substitute):  # type: ignore[misc] # as above
    """What is printed in the place of missing names: its variables count as empty from then on."""

    def render(self, item: Any, context: Any = None, **kwargs: Any) -> Any:  # noqa: ANN401 -- as above
        layout = context.get_layout()
        outer = getattr(layout, "printed", None)
        printed: list[str] = []
        layout.printed = printed
        try:
            text = super().render(item, context=context, **kwargs)
        finally:
            layout.printed = outer
        if text:
            layout.repressed.setdefault(f"{{{_NAMESPACE}}}text", []).extend(printed)
        if outer is not None:
            outer.extend(printed)
        return text


class _Name(Name):  # type: ignore[misc] # as above
    """Names, whose initials are capital letters."""

    def initialize(self, given: str, mark: str, context: Any) -> str:  # noqa: ANN401 -- as above
        """Return the initials of given names; the names themselves where one of them does not begin with a capital."""
        names = _BETWEEN_NAMES.split(given.strip(". "))
        return str(super().initialize(given, mark, context)) if all(name[:1].isupper() for name in names) else given

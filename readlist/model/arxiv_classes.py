"""arXiv's subject classes, as its listings and bibliographies print them: https://arxiv.org/category_taxonomy."""

from __future__ import annotations

import re

_WITH_LETTERS = "astro-ph|cs|econ|eess|math|nlin|q-bio|q-fin|stat"
_WITH_WORDS = "cond-mat|physics"
_UNDIVIDED = "gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math-ph|nucl-ex|nucl-th|quant-ph"
_FORMER = (
    "acc-phys|adap-org|alg-geom|ao-sci|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|dg-ga|funct-an|mtrl-th|patt-sol"
    "|plasm-ph|q-alg|solv-int|supr-con"
)
"""Archives that were closed before 2000; their papers keep them."""
_CLASS = re.compile(
    rf"(?:(?:{_WITH_LETTERS})(?:\.(?P<letters>[a-z]{{2}}))?"
    rf"|(?:{_WITH_WORDS})(?:\.(?:[a-z]{{2,5}}-[a-z]{{2,5}}|[a-z]{{4,8}}))?"
    rf"|{_UNDIVIDED}|{_FORMER})",
    re.IGNORECASE,
)

_BETWEEN = re.compile(r"[\s,;]+")
_IN_BRACKETS = re.compile(r"[(\[]([A-Za-z-]{2,10}(?:\.[A-Za-z-]{2,12})?)[)\]]")
_LONGEST = 1000
"""Characters of a list of subjects of which the first is looked for."""


def parse_class(text: str) -> str | None:
    """Return the class of arXiv that `text` is as a whole, as arXiv writes it ("cs.CL", "hep-th"), or None.

    Any case is taken, and an archive alone ("cs") too: before 2007 many papers had no more.
    """
    found = _CLASS.fullmatch(text.strip())
    if found is None:
        return None
    whole = found[0].lower()
    return f"{whole[:-2]}{whole[-2:].upper()}" if found["letters"] else whole


def first_class(subjects: str) -> str | None:
    """Return the class that stands first in a list of subjects as arXiv prints it, or None.

    It is that of the paper, the others are those it is listed under too: "Computation and Language (cs.CL); Artificial
    Intelligence (cs.AI)", "cs.CL cs.AI".
    """
    subjects = subjects[:_LONGEST].strip()
    first = _BETWEEN.split(subjects, maxsplit=1)[0]
    return parse_class(first) or next(filter(None, map(parse_class, _IN_BRACKETS.findall(subjects))), None)


def with_class(identifier: str | None, primary_class: str | None) -> str:
    """Return an identifier with its class as arXiv prints them, "2310.16271 [cs.CL]"; what there is of both."""
    return " ".join(filter(None, (identifier, f"[{primary_class}]" if primary_class else None)))


def class_of(identifier: str) -> str | None:
    """Return the class that an arXiv identifier of before April 2007 begins with ("cs.CL/0306050"); None for others."""
    archive, slash, _ = identifier.partition("/")
    return parse_class(archive) if slash else None

"""Names: the surname of an author, and what to call a paper whose source prints no title.

Reading abstracts takes many rules. They are loaded when the first abstract is read, because most libraries have a title
for every paper that a first screen shows, and then start without them.
"""

from __future__ import annotations

_PARTICLES = frozenset({
    "af", "al", "am", "an", "auf", "av", "aus", "bin", "ben", "bint", "da", "dal", "dalla", "de", "degli", "dei", "del",
    "dela", "della", "der", "den", "des", "di", "do", "dos", "du", "e", "ibn", "il", "el", "la", "las", "le", "les",
    "lo", "los", "op", "'s", "'t", "te", "ten", "ter", "tot", "van", "vande", "vanden", "vander", "vom", "von", "y",
    "zu", "zum", "zur",
})  # fmt: skip
_BEFORE_ARTICLE = frozenset({"de", "van", "von"})
_ARTICLES = frozenset({"la", "las", "los", "der", "den", "het", "'t"})
# Sets: compiling expressions for them takes longer than the names of a first screen.
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "m.d", "esq"})
_GROUPS = frozenset({
    "collaboration", "collaborations", "consortium", "team", "group", "project", "initiative", "network", "committee",
    "alliance",
})  # fmt: skip


def surname(name: str) -> str:
    """Return the surname in an author's name "Given Surname", as it is written.

    Particles stay with it ("van der Berg", "de la Cruz"); suffixes ("Jr.", "III") and the numbers by which
    bibliographies tell namesakes apart do not. In "Surname, Given" it is what stands before the comma. A group is its
    own surname.
    """
    before, comma, behind = name.partition(",")
    if comma and behind.strip() and not _is_suffix(behind.strip()):
        return " ".join(before.split())
    parts = before.split()
    while len(parts) > 1 and _is_suffix(parts[-1]):
        parts.pop()
    if not parts:
        return ""
    if len(parts) > 1 and parts[-1].lower() in _GROUPS:
        return " ".join(parts[1:] if parts[0].lower() == "the" else parts)
    first = len(parts) - 1
    while first > 0 and parts[first - 1] in _PARTICLES:
        first -= 1
    if first > 1 and parts[first - 2].lower() in _BEFORE_ARTICLE and parts[first - 1].lower() in _ARTICLES:
        first -= 2  # "Oscar De La Renta": one capitalised particle may be a given name ("Van"), this pair is none
    return " ".join(parts[first:])


def _is_suffix(part: str) -> bool:
    return part.lower().removesuffix(".") in _SUFFIXES or (part.isascii() and part.isdigit())


def named_system(abstract: str) -> str | None:
    """Return the name that an abstract gives its own contribution ("CycleAlign"); see `contribution.named_system`."""
    from readlist.model import contribution  # noqa: PLC0415 -- see the module

    return contribution.named_system(abstract)


def provisional_title(abstract: str) -> str:
    """Return what to call a paper that has only an abstract; see `provisional.provisional_title`."""
    from readlist.model import provisional  # noqa: PLC0415 -- see the module

    return provisional.provisional_title(abstract)


def telling_text(abstract: str) -> str:
    """Return what the first telling sentence of an abstract says; see `provisional.telling_text`."""
    from readlist.model import provisional  # noqa: PLC0415 -- see the module

    return provisional.telling_text(abstract)

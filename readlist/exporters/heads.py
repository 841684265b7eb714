"""The head of a note, which says what the note is about: YAML front matter, page properties, or both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from readlist.exporters import front_matter, page_properties
from readlist.exporters.flavours import Flavour
from readlist.exporters.front_matter import BYTE_ORDER_MARK, FrontMatter
from readlist.exporters.key_digests import OUR_KEYS, Texts, texts_of
from readlist.exporters.page_properties import PageProperties
from readlist.exporters.scalars import Value
from readlist.text import clean_line


@dataclass(frozen=True, slots=True)
class Head:
    """A head taken apart.

    Attributes:
        front: the YAML front matter; None where there is none.
        properties: the page properties; None where there are none of ours.
        mark: the byte order mark of a file without front matter.
    """

    front: FrontMatter | None
    properties: PageProperties | None
    mark: str = ""

    def value_of(self, key: str) -> Texts:
        """Return the value of a key of ours, as it is compared."""
        if self.properties is not None:
            return self.properties.value_of(key)
        return self.front.value_of(key) if self.front else None

    def text_of(self, key: str) -> str:
        """Return the value of a key as text on one line; "" if it has none, or a list."""
        value = self.value_of(key)
        return clean_line(value) if isinstance(value, str) else ""

    def texts_of(self, key: str) -> tuple[str, ...]:
        """Return the texts of a key that has a list, or the one text of a key that has one; each on one line."""
        value = self.value_of(key)
        texts = (value,) if isinstance(value, str) else value or ()
        return tuple(filter(None, map(clean_line, texts)))

    def overlaid(self, values: Mapping[str, Texts], flavour: Flavour) -> list[str]:
        """Return keys of ours that the user's own front matter, above the properties of a note, gives another value.

        Only where the properties are to become front matter, in which a key has one place. In their order.
        """
        front = self.front
        if flavour.outlined or front is None or self.properties is None:
            return []
        there = ((key, front.value_of(key)) for key in OUR_KEYS if key != "citekey")
        return [key for key, value in there if value is not None and value != values.get(key)]

    def merged(
        self,
        values: Mapping[str, Value],
        flavour: Flavour,
        kept: Sequence[str],
        newline: str,
        overlaid: Sequence[str] = (),
    ) -> str:
        """Return the head's text with our keys as `values` has them, in the form of a flavour.

        Args:
            values: our keys with their values; those that it has not are taken out.
            flavour: the program that is written for.
            kept: keys of ours that keep the value which they have in the file.
            newline: the line ending of the file.
            overlaid: keys that keep the value which they have in the user's own front matter (see `overlaid`).
        """
        if flavour.outlined:
            return self._as_properties(values, kept, newline)
        return self._as_front_matter(values, kept, newline, overlaid)

    def _as_properties(self, values: Mapping[str, Value], kept: Sequence[str], newline: str) -> str:
        if self.properties is not None:
            front = self.front.text if self.front else self.mark
            return front + self.properties.merged(values, newline, kept)
        others = self.front.without_ours() if self.front else ""
        mark = BYTE_ORDER_MARK if self.front and self.front.opening.startswith(BYTE_ORDER_MARK) else ""
        lines = page_properties.new(self._with_kept(values, kept)).replace("\n", newline)
        return (others or mark) + lines

    def _as_front_matter(
        self, values: Mapping[str, Value], kept: Sequence[str], newline: str, overlaid: Sequence[str]
    ) -> str:
        if self.properties is None:
            return self.front.merged(values, kept) if self.front else ""
        values = self._with_kept(values, kept)
        if self.front is not None:
            # A key that the user has given a value in both places stays in both.
            twice = [key for key in kept if key in overlaid]
            return self.front.merged(values, overlaid) + self.properties.without_ours(twice)
        others = self.properties.without_ours()
        return self.mark + front_matter.new(values).replace("\n", newline) + others

    def _with_kept(self, values: Mapping[str, Value], kept: Sequence[str]) -> dict[str, Value]:
        """Return `values` with those of the file for the kept keys: they move to another place."""
        there = {key: _typed(key, _on_one_line(self.value_of(key))) for key in kept}
        moved = {**values, **there}
        return {key: value for key in OUR_KEYS if (value := moved.get(key)) is not None}


def head_of(text: str) -> str:
    """Return the head at the start of `text`; "" for none."""
    front = front_matter.head_of(text)
    start = len(front) or _start(text)
    found = _properties(text, front, start)
    return text[: start + len(found.text)] if found else front


def split(head: str) -> Head:
    """Return a head, as `head_of` gives it, taken apart."""
    front = front_matter.head_of(head)
    start = len(front) or _start(head)
    return Head(front_matter.split(front), _properties(head, front, start), "" if front else head[:start])


def new(values: Mapping[str, Value], flavour: Flavour) -> str:
    """Return the head of a new note."""
    return page_properties.new(values) if flavour.outlined else front_matter.new(values)


def citekey_of(head: str) -> str:
    """Return the citation key that a head names, on one line; "" for none. Faster than to split it."""
    return (front_matter.citekey_of(head) if "---" in head[:4] else "") or page_properties.citekey_of(head)


def as_written(values: Mapping[str, Value], flavour: Flavour) -> dict[str, Texts]:
    """Return values as they are compared after they were written for a flavour."""
    if flavour.outlined:
        return page_properties.as_written(values)
    return {key: texts_of(value) for key, value in values.items()}


def is_current(head: str, values: Mapping[str, Value], flavour: Flavour) -> bool:
    """Whether every line of our keys is as a new note would have it: then nothing is to be merged.

    False does not mean that something is. Most notes of a library are current, and to see that is fast.
    """
    if not flavour.outlined:
        return front_matter.is_current(head, values)
    found = page_properties.find(head, _start(head))
    return found is not None and found.merged(values, "\r\n" if "\r\n" in head else "\n") == found.text


def _start(text: str) -> int:
    return 1 if text.startswith(BYTE_ORDER_MARK) else 0


def _properties(text: str, front: str, start: int) -> PageProperties | None:
    """Return the properties behind a front matter, or at the top; with a citation key in that, they are not ours."""
    found = page_properties.find(text, start)
    return None if found and front and front_matter.citekey_of(front) else found


def _on_one_line(value: Texts) -> Texts:
    """Return a value without line ends: what was not understood has those of the file."""
    if value is None:
        return None
    return clean_line(value) if isinstance(value, str) else tuple(map(clean_line, value))


def _typed(key: str, value: Texts) -> Value | None:
    """Return a value of a file with its type: a year is a number, a day a date."""
    if not isinstance(value, str):
        return value
    if key == "starred" and value in {"true", "false"}:
        return value == "true"
    try:
        if key == "year":
            return int(value)
        return date.fromisoformat(value) if key in {"added", "read"} else value
    except ValueError:
        return value

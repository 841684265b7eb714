"""What a tag may be."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A letter or digit of any script, then those and - _ . / +; no empty level between slashes.
_TAG = re.compile(r"[^\W_][\w\-.+]*(?:/[\w\-.+]+)*")


_NO_TAG = re.compile(r"[^\w\-.+/]+")


class InvalidTagError(ValueError):
    """A text is no tag."""

    def __init__(self, text: str) -> None:
        super().__init__(f"not a tag: {text!r} (letters, digits and - _ . / +, no spaces)")


def parse_tag(text: str) -> str:
    """Return the tag that `text` names: without spaces around it and without a leading `#`.

    Raises:
        InvalidTagError: it has other characters than letters, digits and `-_./+`, or is empty.
    """
    tag = text.strip().removeprefix("#")
    if not _TAG.fullmatch(tag):
        raise InvalidTagError(text)
    return tag


def tag_from(keyword: str) -> str | None:
    """Return the tag that a keyword of a bibliography becomes ("Language models" is "Language-models"), or None.

    Spaces become hyphens, and what no tag can have is left out.
    """
    words = "-".join(_NO_TAG.sub(" ", keyword).split())
    levels = (level.strip("-.+_") for level in words.split("/"))
    tag = "/".join(filter(None, levels))
    return tag if _TAG.fullmatch(tag) else None


def tags_after(tags: Iterable[str], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> tuple[str, ...]:
    """Return `tags` without those of `remove` and with those of `add` behind, none twice whatever its case."""
    gone = {tag.casefold() for tag in remove}
    result = {tag.casefold(): tag for tag in tags if tag.casefold() not in gone}
    for tag in add:
        result.setdefault(tag.casefold(), tag)
    return tuple(result.values())


def renamed(tag: str, old: str, new: str) -> str:
    """Return `tag` after `old` was renamed to `new`.

    Tags below it go with it ("old/x" is "new/x"), others stay as they are. So do, but for their spelling, those that
    are `new` or below it already where that is below `old` itself ("a/b" and "a/b/c" when "a" is renamed to "a/b").
    """
    if not is_within(tag, old):
        return tag
    head = new if is_within(new, old) and is_within(tag, new) else old
    # By levels, for there can be more letters in lower case ("ß" is "ss").
    return "/".join((new, *tag.split("/")[head.count("/") + 1 :]))


def is_within(tag: str, outer: str) -> bool:
    """Whether `tag` is `outer` or nested in it, whatever the case."""
    folded, wanted = tag.casefold(), outer.casefold()
    return folded == wanted or folded.startswith(wanted + "/")

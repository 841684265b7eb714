"""Provisional titles: what to call a paper that has only an abstract."""

from __future__ import annotations

import functools
import re

from readlist.model import vocabulary as words
from readlist.model.contribution import contribution
from readlist.model.sentences import sentences
from readlist.model.shapes import is_odd
from readlist.model.voice import telling_verb
from readlist.text import clean_line

LONGEST_TITLE = 96
"""Characters of a provisional title at most."""

_CLAUSE_FROM = 0.6  # a title that must be cut is cut at a clause, if one ends in the rest of the room
_WORD_FROM = 0.5
_SHORTEST_DESCRIPTION = 16
_SHORTEST_TELLING = 20

_KINDS = "|".join(sorted(words.KINDS))
_LED_BY_KIND = re.compile(r"(?:[\w-]+ ){0,2}?(?:" + _KINDS + r")s?,? (?=([\w-]+))")
_LEAD = re.compile(
    r"(?:[\s,;:.)—–-]+|(?:the(?! first\b| only\b)|to|that|which|as|is|also|our|it|this|short for|and [\w-]+) )+",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r" (?:is|are|was|were) (?:\w+ ){0,2}?(?:proposed|introduced|presented|developed|designed|devised|described)\b"
)
_SPACED_SIGN = re.compile(r"\s+([,;:.)])")
_EMPTY_BRACKETS = re.compile(r"\(\s*\)")
_BLANKS = re.compile(r"\s+")
_CLAUSE_END = re.compile(r"(?=[,;:] | --? | [–—] )|(?<=\)) ")
_OBLIQUE = re.compile(r"(?:In|With|Within|Under|Using|For) (?:the|our) ")
_AFTER_VERB = re.compile(r"(?:that|to|at|on|upon|into|in|through|for|out|how to) (?=\S)")


@functools.lru_cache(maxsize=1 << 16)
def provisional_title(abstract: str) -> str:
    """Return what to call a paper that has only an abstract: one line of at most `LONGEST_TITLE` characters.

    It is the name that the abstract gives its contribution, if any, and what it says of it ("LoRA-RITE: a novel
    adaptive matrix preconditioning method…"); else what its first telling sentence says ("The loss of context
    awareness…"); else its beginning. It is "" for a blank abstract only, and "…" shows where it was cut.
    """
    found = contribution(abstract)
    if found is None:
        return _cut(telling_text(abstract), LONGEST_TITLE)
    room = LONGEST_TITLE - len(found.name) - len(": ")
    description = found.description
    if _OBLIQUE.match(found.sentence) and ", " in description:
        description = description[: description.index(", ")]
    said = _tidied(description, found.name)
    # A short long form ("Multi-Task LoRA") says more than a sentence about something else.
    if not said or (len(said) < _SHORTEST_DESCRIPTION and found.name in found.next_sentence):
        said = _tidied(found.next_sentence, found.name) or said
    said = _without_repeated(said, found.name)
    return f"{found.name}: {_cut(said, room)}" if said else found.name


@functools.lru_cache(maxsize=1 << 10)
def telling_text(abstract: str) -> str:
    """Return what the first telling sentence of `abstract` says, without "In this paper, we propose".

    Where no sentence tells what the paper does, it is the first sentence; "" only where the abstract is blank.
    """
    texts = sentences(abstract)
    second_best = ""
    for text in texts:
        verb = telling_verb(text)
        if verb is None:
            continue
        said = _as_title(text[verb.end :])
        if len(said) < _SHORTEST_TELLING:
            continue
        if verb.announces:
            return said
        second_best = second_best or said
    return second_best or _as_title(texts[0] if texts else "") or clean_line(abstract)


def _as_title(said: str) -> str:
    """Return the words behind a telling verb as a title reads: no "that", no full stop, a capital first."""
    said = (
        _AFTER_VERB.sub("", said.strip(" ,:;"), count=1)
        if _AFTER_VERB.match(said.strip(" ,:;"))
        else said.strip(" ,:;")
    )
    said = said.replace("`", "").rstrip(".").strip()
    first = said.split(" ", 1)[0]
    return said if is_odd(first) else said[:1].upper() + said[1:]


def _tidied(description: str, name: str) -> str:
    """Return a sentence without its name as words that can stand behind "name: "."""
    said = _PASSIVE.sub("", description, count=1).replace("`", "")
    said = _SPACED_SIGN.sub(r"\1", _BLANKS.sub(" ", _EMPTY_BRACKETS.sub("", said)))
    said = said.removeprefix(name)
    led = _LED_BY_KIND.match(said)
    if led and (led[1] in words.ACTING or led[1].endswith("s")):
        said = said[led.end() :]
    lead = _LEAD.match(said)
    return (said[lead.end() :] if lead else said).rstrip(" .,;:")


def _without_repeated(said: str, name: str) -> str:
    """Return `said` up to where it would say the name once more, if enough is left."""
    again = re.search(r"(?<!\w)" + re.escape(name) + r"(?!\w)", said)
    if again is None or again.start() <= _SHORTEST_DESCRIPTION:
        return said
    return said[: again.start()].rstrip(" ,;:(.") + "…"


def _cut(text: str, room: int) -> str:
    """Return `text` in at most `room` characters, cut behind a clause or else a word, with "…" where it was cut."""
    if len(text) <= room:
        return text
    head = text[: room - 1]
    ends = [end.start() for end in _CLAUSE_END.finditer(text, int(room * _CLAUSE_FROM), room)]
    at = ends[-1] if ends else head.rfind(" ") if text[room - 1] != " " else len(head)
    opening = head.rfind("(", 0, at)
    if opening > head.rfind(")", 0, at):
        at = opening if opening >= room * _WORD_FROM else at
    if at < room * _WORD_FROM:
        at = len(head)
    return head[:at].rstrip(" ,;:.—–-…") + "…"

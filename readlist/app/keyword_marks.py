"""The user's own key words: where they stand in what is shown of a paper, and which of them a paper has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from readlist.app.marks import Searched
from readlist.app.widgets.spans import Span, joined
from readlist.latex import to_unicode
from readlist.model.paper import Paper
from readlist.text import caseless, clean, clean_line

_FIELDS = frozenset({"title", "author", "venue", "abstract", "tag", "note"})
_WORD = re.compile(r"\w")
_JOINT = r"[\s-]+"
"""What may stand between the words of a phrase: "chain of thought" is in "chain-of-thought", and across lines."""
_REMEMBERED = 100


class Keywords:
    """Words and phrases that are marked wherever a word begins with them, whatever accents and case they have.

    It is a `Marker`.

    Attributes:
        words: the key words, each once, in the order of the configuration.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Look for `words`; empty ones count for nothing."""
        by_folded = {caseless(word): word for word in map(clean_line, words)}
        by_folded.pop("", None)
        self.words: Sequence[str] = tuple(by_folded.values())
        self._patterns = [_pattern(folded) for folded in by_folded]
        self._known: dict[str, Sequence[Span]] = {}

    def __call__(self, field: str, text: str) -> Sequence[Span]:
        """Return the stretches of a field's text that are key words."""
        if not self._patterns or field not in _FIELDS:
            return ()
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            searched = Searched(text, exact=False)
            found = (match for pattern in self._patterns for match in pattern.finditer(searched.folded))
            known = self._known[text] = joined(searched.span(match.start(), match.end()) for match in found)
        return known

    def found_in(self, paper: Paper) -> Sequence[str]:
        """Return those of the words that `paper` has where they are marked."""
        if not self._patterns:
            return ()
        printed = (paper.display_title, *paper.authors, paper.venue or "", paper.abstract)
        texts = [caseless(clean(text)) for text in (*map(to_unicode, printed), *paper.tags, paper.note)]
        return [
            word
            for word, pattern in zip(self.words, self._patterns, strict=True)
            if any(pattern.search(text) for text in texts)
        ]


def _pattern(folded: str) -> re.Pattern[str]:
    """Return what finds a folded word or phrase in folded texts."""
    begins = r"(?<!\w)" if _WORD.match(folded) else ""
    return re.compile(begins + _JOINT.join(map(re.escape, folded.split())))

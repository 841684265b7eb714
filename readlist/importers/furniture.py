"""Lines that web pages print around their papers: navigation, buttons, counts, footers.

A title may be any of them ("Search" is one), so a line is furniture only where no part of a paper is expected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST = 600  # characters; of a footer's licence notice
_LONGEST_BUTTON = 60

_BUTTONS = frozenset({
    "about us", "abstract", "abstracts", "access paper or ask questions", "accessibility", "account", "actions",
    "add code", "add to cart", "add to library", "advanced search", "all authors", "all publications", "all years",
    "author", "authors", "back", "back to results", "back to search", "back to top", "bibtex", "bookmark", "browse",
    "cancel", "citations", "cite", "cite this", "cite this paper", "clear all", "collapse all", "contact",
    "contact us", "cookie policy", "cookie settings", "cookies", "copy", "copy citation", "copy link", "disclaimer",
    "download", "download citation", "download pdf", "e-mail", "email", "email alert", "endnote", "expand all",
    "export", "export all", "export citation", "export citations", "export record", "export results",
    "export to bibtex", "export to ris", "facebook", "faq", "feedback", "filter", "filters", "follow", "full text",
    "full text pdf", "full-text", "get pdf", "help", "help pages", "hide", "hide abstract", "hide abstracts",
    "hide all abstracts", "hide details", "home", "impressum", "imprint", "linkedin", "load more", "loading",
    "log in", "log out", "login", "logout", "main menu", "main navigation", "manage cookies", "mastodon", "menu",
    "mods xml", "more", "my account", "navigation", "new search", "newer", "news", "newsletter", "next",
    "next page", "older", "open access", "open menu", "open pdf", "operational status", "pdf", "permalink",
    "preferences", "prev", "previous", "previous page", "privacy", "privacy notice", "privacy policy",
    "publications", "read more", "recent submissions", "refine search", "register", "related papers",
    "report an issue", "report issue", "request copy", "reset", "results", "ris", "rss", "rss feed", "save",
    "save search", "search", "search for", "search results", "search...", "see all", "see more", "select all",
    "share", "share this", "show abstract", "show abstracts", "show all", "show all abstracts", "show details",
    "show less", "show more", "sign in", "sign out", "sign up", "site map", "sitemap", "skip navigation", "submit",
    "subscribe", "terms and conditions", "terms of service", "terms of use", "to top", "toggle navigation", "top",
    "tweet", "twitter", "unsubscribe", "up", "via", "view", "view abstract", "view all", "view code",
    "view details", "view full text", "view pdf", "view statistics",
})  # fmt: skip
_AROUND = " \t\xa0«»‹›<>←→↑↓▲▼△▽▸▾▴•·*|…✕×+-[]"
_NOTICE = re.compile(
    r"""(?: (?:showing|displaying|viewing|results?|items?|records?|papers?|publications?|entries|page)\s+
            [0-9][0-9,.]*\s*(?:-|–|—|to|of|/)\s*[0-9][0-9,.]*\b[^.]{0,80}
          | (?:now\s+)?showing\s+(?:results|items|all)\b[^.]{0,80}
          | (?:about\s+)?[0-9][0-9,.]*\s+(?:results?|papers?|publications?|items?|documents?|records?|entries|articles?
              |citations?|hits?|matches)(?:\s+(?:found|in\s+total|in\s+all|per\s+page))?
          | (?:results|items|papers)\s+per\s+page\b[^.]{0,40}
          | 1\s+2(?:\s+(?:[0-9]{1,4}|…|\.\.\.)){1,14}
          | [0-9]{1,4}(?:\s+[0-9]{1,4})*\s+(?:…|\.\.\.)\s+[0-9]{1,4}(?:\s+next)?
          | (?:sort(?:ed)?|order(?:ed)?|filter(?:ed)?|group(?:ed)?)\s+by\b[^.]{0,60}
          | skip\s+to\s+(?:the\s+)?(?:main|content|search|navigation|footer|page)\b[^.]{0,30}
          | (?:export|download|view|show|see|load|browse)\s+(?:all|more|as|selected|full|citations?|references?)\b
            [^.:,]{0,40}
          | (?:©|\(c\)\s*[0-9]{4}|copyright\s+(?:©|\(c\)|[0-9]{4})).{0,300}
          | copyright(?:\s+(?:notice|policy|information))?
          | (?:[^.]{0,80}\ball\s+rights\s+reserved\.?)
          | (?:proudly\s+)?powered\s+by\b.{0,80}
          | (?:site|page|this\s+page)(?:\s+was)?\s+last\s+(?:built|updated|modified|changed)\b.{0,120}
          | last\s+(?:updated?|modified)\b[^.]{0,60}
          | (?:this\s+(?:web)?site|we)\s+uses?\s+cookies\s+(?:to|and|for|on)\b
            (?=.*\b(?:experience|site|website|traffic|policy)\b).{0,250}
        )""",
    re.IGNORECASE | re.VERBOSE,
)


def is_furniture(line: str) -> bool:
    """Whether `line`, of which nothing is known, is what pages print around their papers."""
    if len(line) > _LONGEST:
        return False
    text = line.strip(_AROUND)
    if len(text) <= _LONGEST_BUTTON and text.casefold() in _BUTTONS:
        return True
    return bool(_NOTICE.fullmatch(text)) if text else True


def without_furniture(lines: Sequence[tuple[int, str]]) -> Sequence[tuple[int, str]]:
    """Return `lines` (number and text) without the furniture, and the blank lines, that they end with."""
    end = len(lines)
    while end and is_furniture(lines[end - 1][1]):
        end -= 1
    return lines[:end]

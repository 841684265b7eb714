"""The venue in an entry of a bibliography: the name of proceedings or journal, without numbers, places, publishers."""

from __future__ import annotations

import re

from readlist.importers.printed_venues import MONTH, YEAR, is_date, is_preprint, is_venue
from readlist.model.vocabulary import word_set

_PUBLISHERS = (
    r"(?:ACM|IEEE(?!\s\w)|IEEE\sPress|Springer|Elsevier|PMLR|Curran|AAAI\sPress|OpenReview|MIT\sPress|The\sMIT\sPress|Citeseer"
    r"|Association\sfor\sComputational|Association\sfor\sComputing|The\sAssociation\sfor|Morgan\sKaufmann|USENIX\sAssociation|ISCA\b"
    r"|European\sLanguage\sResources|ELRA|Cambridge\sUniversity|Oxford\sUniversity|Wiley|Academic\sPress|CEUR|Omnipress|IOS\sPress"
    r"|JMLR\.org|ijcai\.org|BMVA\sPress|SIAM\b|Taylor|The\sCOLING|International\sCommittee\son|Available|Accessed|Retrieved|URL|ISBN"
    r"|Publisher|Asian\sFederation|Incoma|INCOMA|Dagstuhl|Schloss)"
)
# Where the name of the venue ends: numbers of volumes and pages, dates, publishers.
_END = re.compile(
    rf"""[,.;:]?\s*\(?\b(?:pages?|pp?\.)\s*[A-Za-z]?[0-9]
      | [,;.]\s*(?:[Vv]ol(?:ume|\.)?|[Nn]o\.|[Nn]umber|[Ii]ssue|[Cc]hapter|[Cc]hap\.|[Aa]rticle
          |[Aa]rt\.|[Ss]er(?:ies|\.)|[Pp]aper)\s*[A-Z]?[0-9]
      | ,?\s+[0-9]+\s?\([0-9A-Z] | ,?\s+[0-9]+\s?[:;]\s?[A-Za-z]?[0-9] | ,?\s+(?!{YEAR}\b)[0-9]{{1,4}}\s*(?=[,.;(]|$)
      | ,\s*[A-Z]?[0-9]+(?=[,.;:(\s]|$)
      | [,.;]\s*(?:{MONTH}(?:\s?[0-9]{{1,2}}\s?(?:[-–—/]\s?(?:{MONTH}\s?)?[0-9]{{1,2}})?)?,?\s*)?{YEAR}[a-z]?\b
      | [,.;]\s*[0-9]{{1,2}}(?:[-–][0-9]{{1,2}})?\s{MONTH} | [,.;]\s*{MONTH}\s?[0-9]{{1,2}}\s?[-–—]
      | \s*\((?:{MONTH}\s)?{YEAR}\)
      | [,.;:]\s*\(?{_PUBLISHERS}
      | ,\s(?:LNCS|LNAI|CCIS|Lecture\sNotes\sin)\b | ,\s(?:eds?\.|editors?)(?=\W)""",
    re.VERBOSE,
)
_SENTENCE = re.compile(r"\.\s+(?=[A-Z0-9\[])")
_ABBREVIATED = re.compile(
    r"\b(?:Proc|Conf|Int|Intl|Trans|Symp|Annu|Ann|J|Rev|Lett|Mach|Intell|Comput|Sci|Syst|Anal|Adv|Neural|Inf|Process|Assoc|Natl"
    r"|Acad|Vis|Pattern|Recognit|Learn|Res|Eng|Technol|Phys|Am|Soc|Math|Stat|Lang|Linguist|Commun|Netw|Electron|Wkshps?|Workshops?"
    r"|Dept|Univ|Tech|Rep|Artif|Appl|Biol|Med|Nat|Psychol|Cogn|Ed|St|U\.S|vs|[A-Z])\Z"
)
_IN = re.compile(
    r"(?:[Ii]n|IN|To appear in|Appears in|Accepted (?:to|at|by)|Presented at|Published in)\s*[:,]?\s+|[Ii]n:\s*"
)
_EDITORS = re.compile(
    r"(?:(?=[^:]{0,240}?(?:[A-Z]\.|\sand\s|,\s))[^()]{3,240}?,?\s(?:\([Ee]ds?\.?\)|\([Ee]ditors?\)|[Ee]ditors?|[Ee]ds\.?|[Ee]d\.)[,.:]*\s+)(?=[A-Z0-9])"
)
_EDITED = re.compile(r"\b[Ee]d(?:s|itors?)?\b")
_FAR = 300
_JOURNAL_NUMBERS = re.compile(
    r"[^.?!]{2,120}?,?\s(?:vol\.\s?)?[0-9]{1,4}\s?(?:\([0-9A-Za-z–-]{1,9}\))?\s?[:,;(]\s?[A-Za-z]?[0-9]"
)
_JOURNAL_YEAR = re.compile(
    rf"[^?!]{{2,100}}?[.,]?\s\(?{YEAR}\)?\s?(?:[A-Z][a-z]{{2}}(?:\s[0-9]{{1,2}})?)?[;:.,]?\s?(?:$|[0-9(;.])"
)
_WITHIN = re.compile(r"[.?!]\s+(?:[Ii]n:?\s|Proc)")
_NAMED = re.compile(rf"{YEAR}|(?:ar[Xx]iv|CoRR|bioRxiv|medRxiv)\b|{_PUBLISHERS}|[A-Z]\w+\s(?:University\s)?Press\b")
# A book: "MIT Press, 2019", "Cambridge: MIT Press".
_PUBLISHED = re.compile(
    rf"(?:[A-Z][^,.:]{{1,40}}(?:,\s[A-Z][^,.:]{{1,30}})?:\s)?(?:{_PUBLISHERS}|[A-Z]\w+\s(?:University\s)?Press\b)"
)
_PLACES = word_set(
    """
    argentina australia austria bangladesh belgium brazil bulgaria canada chile china colombia croatia cyprus czechia
    denmark egypt england estonia ethiopia finland france germany greece hungary iceland india indonesia ireland israel
    italy japan jordan kenya korea latvia lithuania luxembourg macau macao malaysia malta mexico morocco netherlands
    norway pakistan peru philippines poland portugal qatar romania russia rwanda scotland serbia singapore slovakia
    slovenia spain sweden switzerland taiwan thailand tunisia turkey türkiye uae uk ukraine us usa uruguay vietnam wales
    online virtual hybrid barbados
    """
) | {
    "hong kong", "new zealand", "south africa", "south korea", "republic of korea", "the netherlands", "united kingdom",
    "united states", "saudi arabia", "puerto rico", "dominican republic", "czech republic", "sri lanka", "u.s.a", "u.k",
    "virtual conference", "online event", "abu dhabi", "united arab emirates", "costa rica", "virtual event",
    "people's republic of china", "virtual only",
}  # fmt: skip
_STATE = re.compile(r"[A-Z]{2}")
_CITY_WORDS = 4
_LONGEST = 800  # characters behind a title that are looked at
_LONGEST_WORD = 16
_BLANKS = " \t.,;:-–—"


def starts_venue(text: str) -> bool:
    """Whether `text`, which may go on for long, begins with a venue rather than with one more sentence of a title."""
    head = text[:200]
    if _IN.match(head) or _NAMED.match(head):
        return True
    sentence = _SENTENCE.split(head, maxsplit=1)[0]
    if is_venue(sentence.split(",")[0]) or _JOURNAL_NUMBERS.match(head):
        return True
    numbered = _JOURNAL_YEAR.match(head)
    # "Title of two sentences? The second. In Proceedings of …": a journal has no such beginning.
    if numbered is None or _WITHIN.search(numbered[0]):
        return False
    further = _SENTENCE.split(numbered[0])[1:]
    return not further or (len(further) == 1 and not is_venue(further[0].split(",")[0]))


def citation_venue(rest: str) -> str | None:
    """Return the venue that `rest`, what stands behind a title, begins with, as it is printed; None for none.

    Editors before it, and numbers, places, dates and publishers behind it are no part of it. A preprint has none.
    """
    text = rest[:_LONGEST].strip().lstrip(_BLANKS)
    within = _IN.match(text)
    if within:
        text = text[within.end() :]
        editors = _EDITORS.match(text) if _EDITED.search(text, 0, _FAR) else None
        text = text[editors.end() :] if editors else text
    venue = _without_place(_stripped(_cut(text)))
    if venue.count("(") > venue.count(")"):
        venue = venue.rpartition("(")[0].rstrip(_BLANKS)
    if not any(map(str.isalpha, venue)) or is_preprint(venue) or is_date(venue):
        return None
    return venue


def _stripped(venue: str) -> str:
    """Return `venue` without punctuation around it, but with the full stop of an abbreviation."""
    bare = venue.strip().lstrip(_BLANKS).rstrip(" ,;:-–—")
    stripped = bare.rstrip(_BLANKS)
    return f"{stripped}." if bare.endswith(".") and "." in stripped and _ABBREVIATED.search(stripped) else stripped


def _cut(text: str) -> str:
    """Return `text` up to where the name of a venue ends."""
    if _PUBLISHED.match(text):
        return ""
    end = _END.search(text)
    until = end.start() if end else len(text)
    for stop in _SENTENCE.finditer(text, 0, until):
        if not _ABBREVIATED.search(text[max(0, stop.start() - _LONGEST_WORD) : stop.start()]):
            return text[: stop.start()]
    return text[:until]


def _without_place(venue: str) -> str:
    """Return `venue` without the city and country that it ends with."""
    parts = venue.split(",")
    kept = len(parts)
    while kept > 1 and _is_country(parts[kept - 1]):
        kept -= 1
    if kept == len(parts) or kept == 1:
        return ",".join(parts[:kept])
    while kept > 1 and _STATE.fullmatch(parts[kept - 1].strip()):
        kept -= 1
    city = parts[kept - 1].split()
    if kept > 1 and len(city) <= _CITY_WORDS and not is_venue(parts[kept - 1]) and city[:1] != ["and"]:
        kept -= 1
    return ",".join(parts[:kept])


def _is_country(part: str) -> bool:
    return part.strip(_BLANKS).casefold() in _PLACES

"""What a line on a page of OpenReview is: dates, decisions, labelled fields, buttons, replies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

_LONGEST = 300
"""Characters; dates, decisions, buttons and headings are shorter."""

_DAY = r"[0-9]{1,2}\s[A-Z][a-z]{2,8}\.?\s(?:19|20)[0-9]{2}(?:,?\s[0-9]{1,2}:[0-9]{2}(?:\s?[AaPp][Mm])?)?"
_DATES = re.compile(
    rf"""(?:(?P<published>Published|Created|Posted|Submitted|Uploaded):\s?)?(?P<date>{_DAY}|(?:19|20)[0-9]{{2}})
         (?P<modified>\s?,?\s?\(?(?:last\s)?modified:\s(?:{_DAY}|(?:19|20)[0-9]{{2}})\)?)?\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
# What the line with the date goes on with, at times without a space between.
_BESIDE = re.compile(
    r"\s*(?:Readers:|Everyone|Revisions?\b|BibTeX|Show (?:Bibtex|Revisions)|CC[- ](?:BY|0)|Licen[sc]e:|🌐)",
    re.IGNORECASE,
)
_SHOWN_TO = re.compile(r"(?:Readers:\s?)?(?:🌐\s?)?Everyone\b", re.IGNORECASE)

_NOT_PUBLISHED = re.compile(
    r"(?:submitted|submission|under\s(?:double.blind\s)?review|withdrawn|desk[-\s]reject(?:ed)?|reject(?:ed)?"
    r"|decision\spending)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"""(?:Submitted\ to|Accepted\ (?:by|at|to)|Under\ review\ (?:as|for|at)|Withdrawn\ from
        |Decision\ pending\ for)\ .{1,120}
      | \S.{0,100}\b(?:19|20)[0-9]{2}\b.{0,60}?
        \b(?:poster|oral|spotlight|talk|notable(?:[-\ ]top[-\ ][0-9]{1,2}%)?|blogpost|reject(?:ed)?|conditional
          |(?:withdrawn\ |desk[\ -]rejected\ |conference\ )?(?:submission|paper)|regular\ paper|short\ paper)
        (?:\ \(.{1,40}\))?""",
    re.VERBOSE | re.IGNORECASE,
)

_FIELD = re.compile(
    r"""\s*(?P<label>Abstract|Keywords?|TL;?DR|One[-\ ]sentence\ Summary|Primary\ (?:Subject\ )?Area
      |Secondary\ .{1,40}?Area
      |Submission\ (?:Number|Guidelines|Type|Length)|Code\ Of\ (?:Ethics|Conduct)|Code|Data(?:set)?|Software|Video
      |Slides
      |Supplementary\ Materials?|Anonymous\ Url|Anonymi[sz]ation|No\ Acknowledgement\ Section|Paper\ ?hash|Track|Readers
      |Student\ (?:Paper|Author|First\ Author)|Reviewed\ Version(?:\ \(pdf\))?|Community\ Implementations|Licen[sc]e
      |Previous\ Submission\ Url|Changes\ Since\ Last\ Submission|Assigned\ Action\ Editor|Certifications?|Venue|PDF
      |Type\ Of\ Paper|Subject\ Areas?|Paper\ Type|Paper\ Link|Preprint|External\ IDs?|Html|Bibtex|Website|Project\ Page
      |Originally\ accepted\ at|Area|Topic|Research\ Area(?:\ Keywords)?|Languages?\ Studied|Contribution\ Types?
      |Consent\ To\ Share\ .{1,40}?|Reciprocal\ Reviewing.{0,40}?|LLM\ Usage.{0,40}?|Resubmission.{0,40}?
      |Reassignment.{0,60}?
      |Please\ Choose\ .{1,120}?|Financial\ Aid|Camera\ Ready.{0,40}?|Poster|Confirmation|Responsible\ NLP\ .{1,40}?
      )\s?:\s*(?P<value>.*)""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_FIELDS = {
    "abstract": "abstract",
    "keyword": "keywords",
    "keywords": "keywords",
    "tldr": "summary",
    "tl;dr": "summary",
    "one-sentence summary": "summary",
    "one sentence summary": "summary",
    "venue": "venue",
}

_BUTTON = re.compile(
    r"""(?:\[?\s?(?:view\ |download\ |open\ )?(?:pdf|html|webpage)\s?\]?|(?:pdf|html)\ icon|(?:show|hide)\ (?:details
      |bibtex|revisions|abstract|all).{0,40}|revisions?|bibtex|(?:readers:\s?)?(?:🌐\s?)?everyone
      |cc[-\ ](?:by|0)[\w\ .-]{0,20}
      |everyone\s?revisions?.{0,40}|[0-9]{1,6}\ (?:repl(?:y|ies)|comments?).{0,40}|no\ repl(?:y|ies)|add\ bookmark
      |bookmark
      |share|link|edit|cite|\*|•|·|-|,|↗|⌄)""",
    re.VERBOSE | re.IGNORECASE,
)
_AROUND = re.compile(
    r"""(?:openreview(?:\.net)?|search\ openreview.{0,20}|search\ by\ .{1,60}|login|log\ in|sign\ (?:in|up)|search|home
      |(?:back\ arrow\s?)?(?:back|go)\ to\ .{1,120}|back\ arrow|toggle\ navigation|notifications.{0,10}|tasks|activity
      |about(?:\ openreview)?|hosting\ a\ venue|all\ venues|contact|feedback|sponsors|join\ the\ team|help|status
      |frequently\ asked\ questions|terms\ of\ (?:use|service)|privacy\ policy|news|donate|partners|legal
      |openreview\ is\ a\ long-term\ project.{0,300}|we\ gratefully\ acknowledge.{0,300}|©.{1,100}|loading.{0,10}
      |accept(?:ed)?(?:\ (?:papers?|submissions?|as|with|\().{0,60})?|(?:notable\ )?(?:oral|poster|spotlight)s?
      |(?:submitted|withdrawn|desk[\ -]rejected|rejected?|all|active)
        (?:\ (?:papers|submissions)?)?(?:\ \([0-9,]{1,9}\))?
      |recent\ activity|publications|your\ consoles|(?:all\ )?(?:papers|submissions)|co-?authors|names|emails|expertise
      |personal\ links|career\ &\ education\ history|advisors.{0,60}|joined\ .{1,40}|suggest\ .{1,20}|homepage|dblp
      |google\ scholar|orcid|semantic\ scholar|linkedin|view\ (?:all|less|more).{0,60}
      |showing\ .{1,60}|(?:[«»‹›….\s]|(?<![0-9])[0-9]{1,3}(?![0-9])){1,60}
      |(?:first|previous|next|last)|venue\ organizers.{0,60}|paper\ topics?)""",
    re.VERBOSE | re.IGNORECASE,
)
_REPLY = re.compile(
    r"""(?:add:?\ ?(?:public|official)?\ ?(?:comment|rebuttal|revision|withdrawal).{0,60}|filter\ by\ reply\ type.{0,60}
      |filter\ by\ author.{0,60}|search\ keywords.{0,40}|sort:.{0,60}|paper\ decision|meta\ ?review.{0,120}
      |official\ (?:review|comment).{0,120}|public\ comment.{0,120}|author\ rebuttal.{0,80}|decision\ ?(?:by|•).{0,80}
      |decision:\ .{1,80}|rebuttal.{0,80}|review\ of\ (?:paper|submission).{0,80}|global\ (?:response|rebuttal).{0,80}
      |(?:-|≡|=)\s?\#?\s?(?:paper\ decision|official.{0,60}))""",
    re.VERBOSE | re.IGNORECASE,
)


class Kind(Enum):
    """What a line is: the date of a paper, a decision, a labelled field, an address, a button, furniture, a reply."""

    DATE = auto()
    STATUS = auto()
    FIELD = auto()
    ADDRESS = auto()
    BUTTON = auto()
    AROUND = auto()
    REPLY = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    Attributes:
        number: from 1.
        text: without blanks around it; of a field, what is behind its label; of a date, what is behind it.
        kind: what it is.
        printed: all of it.
        label: of a field: "abstract", "keywords", "summary", "venue", or any other one as it is printed.
        year: of a date.
        sure: of a date: whether nobody but OpenReview prints dates so.
    """

    number: int
    text: str
    kind: Kind
    printed: str
    label: str = ""
    year: int | None = None
    sure: bool = False


def classify(number: int, text: str) -> Line:
    """Return what the line `text` (no blanks around it, not empty) is."""
    field = _FIELD.match(text) if ":" in text[:160] else None
    if field is not None:
        label = " ".join(field["label"].lower().split())
        return Line(number, field["value"].strip(), Kind.FIELD, text, _FIELDS.get(label, label))
    if text.startswith(("https://", "http://")) and len(text.split(None, 1)) == 1:
        return Line(number, text, Kind.ADDRESS, text)
    if len(text) > _LONGEST:
        return Line(number, text, Kind.TEXT, text)
    dates = _DATES.match(text)
    if dates is not None:
        line = _dated(number, text, dates)
        if line is not None:
            return line
    for kind, pattern in ((Kind.BUTTON, _BUTTON), (Kind.REPLY, _REPLY), (Kind.STATUS, _STATUS), (Kind.AROUND, _AROUND)):
        if pattern.fullmatch(text):
            return Line(number, text, kind, text)
    return Line(number, text, Kind.TEXT, text)


def is_unpublished(status: str) -> bool:
    """Whether a decision says that the paper was submitted, withdrawn or rejected, rather than published."""
    return _NOT_PUBLISHED.search(status) is not None


def year_in(text: str) -> int | None:
    """Return the last year in `text`, or None."""
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


def _dated(number: int, text: str, dates: re.Match[str]) -> Line | None:
    rest = text[dates.end() :]
    beside = _BESIDE.search(rest)
    venue = rest[: beside.start()] if beside else rest
    sure = bool(dates["modified"] or (dates["published"] and not venue.strip()) or (beside and _SHOWN_TO.search(rest)))
    is_day = " " in dates["date"].strip()
    # A title may begin with a year or a date: "2023 in Review".
    if not (sure or (is_day and not venue.strip())):
        return None
    return Line(number, venue.strip(" ·•,"), Kind.DATE, text, year=year_in(dates["date"]), sure=sure)

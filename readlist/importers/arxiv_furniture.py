"""What arXiv's pages print around papers: headings, counts, navigation, buttons, footers."""

from __future__ import annotations

import re
from enum import Enum, auto

_LONGEST = 400
"""Characters; nothing that is printed around papers is longer."""
_WIDGET_WORDS = 12

_GROUPS = (
    r"(?:Computer\ Science|Mathematics|Physics|Statistics|Economics|Quantitative\ (?:Biology|Finance)|Astrophysics"
    r"|Electrical\ Engineering\ and\ Systems\ Science|Condensed\ Matter|General\ Relativity\ and\ Quantum\ Cosmology"
    r"|High\ Energy\ Physics(?:\ -\ \w{1,20})?|Mathematical\ Physics|Nonlinear\ Sciences|Nuclear\ (?:Experiment|Theory)"
    r"|Quantum\ Physics)"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{{0,6}},?\ \d{{1,2}}\ {_MONTH},?\ \d{{2,4}}"

_END = re.compile(
    rf"""(?: \[?\s?total\ of\ [\d,]{{1,12}}\ entries\b.{{0,300}}
      | \[?\s?(?:showing|skipping)\ .{{0,300}}
      | (?:new\ |cross\ |replacement\ )submissions?(?:\ (?:for|from|\().{{0,120}})?
      | (?:cross-lists|replacements)(?:\ (?:for|\().{{0,120}})?
      | {_DAY}(?:\ \(.{{0,80}}\)|,.{{0,80}})?
      | authors\ and\ titles\ (?:for|of)\ .{{1,80}} | submissions\ (?:from|received|for)\ .{{1,120}}
      | see\ (?:recent\ articles|today's\ new\ changes)
      | links\ to:\s.{{1,300}} | search\ v[\d.]{{1,10}}\ released\ .{{1,80}}
      | [\d,]{{1,9}}\ results\ per\ page\..{{0,120}} | results\ per\ page\. | sort\ results\ by\b.{{0,80}}
      | please\ provide\ feedback.{{0,200}} | (?:fewer|more|all)(?:\s\|\s(?:fewer|more|all)){{1,2}}
      | [\d….\s]{{1,80}} | [\d-]{{1,20}}(?:\s(?:[\d-]{{1,20}}|\.\.\.|…)){{1,20}}
      | (?:next|previous)(?:\ (?:next|page))?
      )""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands between the papers of a list and behind the last of them."""

_HISTORY = re.compile(
    r"Submission history|From: .{1,200}\[view email\]|Access Paper:|Bibliographic Tools"
    r"|Bibliographic and Citation Tools|Current browse context:|References & Citations|Additional Features"
    r"|Full-text links:",
    re.IGNORECASE,
)
"""What a paper's own page prints behind the paper, and nothing but widgets below it."""

_ANYWHERE = re.compile(
    rf"""(?: skip\ to\ main\ content|cornell\ university(?:\ library)?|we\ gratefully\ acknowledge\ support\ .{{0,200}}
      | (?:log\ ?in|donate|search|go|help|about|copyright|contact|subscribe|feedback\??|blog|home|quick\ links)
      | open\ (?:search|navigation\ menu|source)|get\ status\ notifications.{{0,60}}|arxiv\ operational\ status
      | email|or\ slack|slack
      | privacy\ policy|web\ accessibility\ assistance|contact\ arxiv.{{0,80}}|subscribe\ to\ arxiv.{{0,80}}
      | help\ \|\ advanced\ search|advanced\ search|simple\ search|search\ term(?:\ or\ terms|…|\.{{3}})?|field
      | (?:show|hide)\ abstracts|announcement\ date\ \(.{{1,20}}\)|submission\ date\ \(.{{1,20}}\)|relevance
      | all\ fields(?:\ .{{0,200}})?|the\ simons\ foundation.{{0,120}}|member\ institutions.{{0,80}}|logo
      | arxiv(?:\.org)?(?:\s>\s.{{1,80}})?|(?:new|recent)\s\|\s(?:new|recent).{{0,40}}
      | {_GROUPS}(?:\s>\s.{{1,100}})?
      | (?:view|download)\ (?:a\ )?pdf.{{0,300}}|pdf|html\ \(experimental\)|tex\ source|other\ formats
      | view\ license|latex\ source|postscript|download:?|license
      | focus\ to\ learn\ more|arxiv-issued\ doi\ via\ datacite.{{0,60}}|(?:\(or\ )?arxiv:\S{{1,40}}\ .{{0,60}}version\)
      | [\[(]submitted\ (?:on|by)\ .{{1,200}} | [\[(]v\d{{1,3}}[\])]\ .{{1,120}}
      | submitted\ \d{{1,2}}\ {_MONTH},\ \d{{4}}\s?[;.].{{0,300}} | originally\ announced\ .{{1,40}}
      | \[?\s?(?:pdf|ps|html|other|src|format)(?:\s?,\s(?:pdf|ps|html|other|src|format)){{0,5}}\s?\]?
      | (?:https?://)?(?:\w{{1,12}}\.)?arxiv\.org/(?:abs|list|search|pdf)/?\S{{0,300}}
      | which\ authors\ of\ this\ paper\ are\ endorsers.{{0,120}}|disable\ mathjax.{{0,60}}
      )""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands anywhere."""

_LABS = re.compile(
    r"arXivLabs is a framework|Both individuals and organizations that work with|Have an idea for a project"
)


class Furniture(Enum):
    """What a line that is no part of a paper does.

    END ends the paper before it; so does HISTORY, behind which nothing comes but widgets; ASIDE stands anywhere.
    """

    END = auto()
    HISTORY = auto()
    ASIDE = auto()


def furniture(text: str) -> Furniture | None:
    """Return what the line `text` (no blanks around it) does on a page of arXiv; None where it may be a paper's."""
    if len(text) > _LONGEST:
        return None
    if _END.fullmatch(text):
        return Furniture.END
    if _HISTORY.fullmatch(text):
        return Furniture.HISTORY
    return Furniture.ASIDE if _ANYWHERE.fullmatch(text) else None


def is_widget(text: str) -> bool:
    """Whether the line `text` can stand below a paper's own page: a button, a link, a line about arXiv's labs."""
    return len(text.split(None, _WIDGET_WORDS)) <= _WIDGET_WORDS or bool(_LABS.match(text))

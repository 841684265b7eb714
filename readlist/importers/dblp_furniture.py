"""What DBLP's pages print around citations: buttons, menus, headings, notes about privacy."""

from __future__ import annotations

import re

_LONGEST = 400  # characters of a line
_WIDGET_WORDS = 12

_BUTTON = re.compile(
    r"""(?:view|electronic\ edition(?:\ (?:via|@)\ \S+(?:\ \((?:open\ access|archive(?:d\ version)?)\))?)?|open\ access
      |unpaywalled\ version|references\ &\ citations|details\ &\ citations|authority\ control:?|no\ references
      |table\ of\ contents(?:\ in\ dblp)?|export\ (?:record|bibliography)|BibTeX|RIS|RDF(?:\ N-Triples|\ Turtle|/XML)
      |XML|JSON|dblp\ key:?|ask\ others|Google(?:\ Scholar)?|Semantic\ Scholar|Internet\ Archive\ Scholar|CiteSeerX
      |ORCID|PubPeer|share\ record|Twitter|X|Reddit|BibSonomy|LinkedIn|Facebook|Mastodon|Bluesky|persistent\ URL:?
      |available\ as\ (?:PDF|BibTeX)|external\ links|archived\ via\ \S+|\[\s?(?:top|contents|\+|–|-)\s?\]|[/|]
      )(?=\s|\Z)\s*""",
    re.VERBOSE,
)
_BEGINS_BUTTONS = re.compile(r"(?:view|electronic edition|export record|share record|details & citations)(?=\s|\Z)")
_KEY = re.compile(r"(?:conf|journals|books|phd|series|reference|data|tr|homepages|persons)/[\w-]{1,40}/[\w/.:-]{1,80}")
_ADDRESS = re.compile(r"https?://\S{1,500}")

_WORDS = re.compile(
    r"""(?:journal\ articles|conference\ and\ workshop\ papers|parts\ in\ books\ or\ collections|books\ and\ theses
      |informal\ (?:and\ other|or\ other|and\ unpublished)?\ ?publications|editorship|reference\ works
      |data\ and\ artifacts|withdrawn\ items|coauthor\ index|co-author\ index
      |(?:\[\S{0,3}\]\s?){0,3}(?:19|20)[0-9]0\s?[-–]\s?(?:(?:19|20)[0-9]{2}|today)
      |see\ (?:the\ )?faq|see\ also.{0,200}|person\ information|affiliations?:?.{0,200}|award:.{0,200}
      |other\ persons\ with\ (?:the\ same|a\ similar)\ name.{0,60}|homonyms.{0,60}|disambiguation.{0,80}
      |unpaywalled\ article\ links|for\ web\ page\ which.{0,300}|add\ .{1,40}\ to\ the\ list\ of.{0,200}
      |load\ (?:links|citations|references|data|reference).{0,200}|privacy\ notice:.{0,300}|tweets\ on\ dblp.{0,40}
      |to\ protect\ your\ privacy.{0,300}|so\ please\ proceed\ with\ care.{0,200}|openalex.{0,60}|archived\ links.{0,60}
      |(?:last\ )?updated\ on\ .{1,80}|all\ metadata\ released\ .{1,100}|terms\ of\ use.{0,100}|imprint|privacy\ policy
      |default\ search\ action|combined\ dblp\ search|(?:author|venue|publication)\ search|semantic\ scholar\ search
      |(?:authors|venues|publications):\s?no\ matches|refine\ (?:list|by.{0,40})|refinements\ active!
      |manage\ site\ settings
      |zoomed\ in\ on\ .{1,60}|view\ refined\ list\ in|export\ refined\ list\ as|dismiss\ all\ constraints
      |showing\ (?:all|first)\ .{1,60}|skipping\ .{1,60}|found\ .{1,40}\ matches|retrieved\ on\ .{1,60}
      |>\s?home\b.{0,200}|home|browse|search|about|blog|team|donate|nfdi|dblp(?:\ .{1,60})?|f\.a\.q\.|faq|license
      |likely\ matches|exact\ matches|all\ \d{1,9}\ matches|(?:authors|venues|years|types|access)
      |order\ by\ .{1,60}|by\ (?:year|type|date).{0,40}|publications|schloss\ dagstuhl.{0,100}|mentions\ of\ this.{0,60}
      |(?:\[[a-z]{1,2}\d{1,5}\]\s?){1,200})""",
    re.VERBOSE | re.IGNORECASE,
)
_BELOW = re.compile(r"co-?author index|unpaywalled article links|manage site settings", re.IGNORECASE)
_ABOVE = re.compile(r">\s?home\b.*|default search action|person information", re.IGNORECASE)


def without_buttons(text: str) -> tuple[str, list[str]]:
    """Return `text`, the beginning of a citation's line, without DBLP's menus, and the keys and addresses in them."""
    text = text.strip()
    said: list[str] = []
    if not _BEGINS_BUTTONS.match(text):
        return text, said
    begin = buttons = 0
    while begin < len(text):
        button = _BUTTON.match(text, begin)
        buttons += button is not None
        found = button or _KEY.match(text, begin) or _ADDRESS.match(text, begin)
        if found is None:
            break
        if button is None:
            said.append(found[0])
        begin = found.end()
        while begin < len(text) and text[begin].isspace():
            begin += 1
    # A title that goes on on another line may begin with one of the words there.
    return (text[begin:], said) if buttons > 1 or begin == len(text) else (text, [])


def is_button(text: str) -> bool:
    """Whether the line `text` (no blanks around it) is one or several of the buttons that stand at each citation."""
    begin = 0
    while begin < len(text) <= _LONGEST:
        button = _BUTTON.match(text, begin)
        if button is None:
            break
        begin = button.end()
    return begin >= len(text) and begin > 0


def is_key(text: str) -> bool:
    """Whether the line `text` is the key of a record: "journals/corr/abs-2310-16271"."""
    return len(text) <= _LONGEST and _KEY.fullmatch(text) is not None


def is_furniture(text: str) -> bool:
    """Whether the line `text` (no blanks around it) is known to stand around citations."""
    return len(text) <= _LONGEST and _WORDS.fullmatch(text) is not None


def begins_below(text: str) -> bool:
    """Whether nothing but the names of co-authors and menus comes below the line `text`."""
    return len(text) <= _LONGEST and _BELOW.fullmatch(text) is not None


def begins_above(text: str) -> bool:
    """Whether another page begins with the line `text`."""
    return len(text) <= _LONGEST and _ABOVE.fullmatch(text) is not None


def is_widget(text: str) -> bool:
    """Whether the line `text` can stand below a page's citations: a name with numbers, a button, a menu."""
    return len(text.split(None, _WIDGET_WORDS)) <= _WIDGET_WORDS

"""Venues and dates as lists of papers print them: "In Proceedings of …, pages 1–10", "ACL 2023", "Oct 2023"."""

from __future__ import annotations

import re

from readlist.model.vocabulary import word_set

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
YEAR = r"(?:19[5-9]|20[0-9])[0-9]"
_YEAR = re.compile(rf"(?<![0-9A-Za-z.:/]){YEAR}(?![0-9]|\.[0-9]|[-–—][0-9]{{4}})")
_GLUED_YEAR = re.compile(rf"\b[A-Z][A-Za-z]*[A-Z]-?({YEAR})\b")
_SHORT_YEAR = re.compile(r"(?<=[A-Za-z])\s?['’‘]([0-9]{2})\b")
_DATE = re.compile(
    rf"""(?:published|submitted|updated|date|year)?\s*:?\s*
      (?: {YEAR}(?:[-./年]\s?[0-9]{{1,2}}(?:[-./月]\s?[0-9]{{1,2}}日?|月)?)?年?
        | (?:[0-9]{{1,2}}(?:st|nd|rd|th)?\s)?{MONTH}(?:\s[0-9]{{1,2}}(?:st|nd|rd|th)?)?,?\s?{YEAR}
        | {YEAR},?\s{MONTH}(?:\s[0-9]{{1,2}})? | [0-9]{{1,2}}[/.]{YEAR} | [0-9]{{1,2}}[/.][0-9]{{1,2}}[/.]{YEAR}
        | {MONTH}\s?['’][0-9]{{2}} )""",
    re.IGNORECASE | re.VERBOSE,
)
_WORDS = re.compile(
    r"""\b(?:[Pp]roceedings|[Pp]roc\.|[Cc]onference|[Cc]onf\.|[Jj]ournal|[Tt]ransactions|[Tt]rans\.|[Ww]orkshops?
      |[Ss]ymposium|[Ff]indings|[Aa]nnals|[Ll]etters|[Mm]agazine|[Aa]dvances\sin|[Ll]ecture\sNotes|[Cc]ongress|[Ll]ett\.
      |[Mm]eeting|[Pp]reprints?|[Tt]echnical\s[Rr]eport|(?:[Pp][Hh]\.?[Dd]|[Mm]aster'?s?|[Dd]octoral)\s(?:[Tt]hesis|[Dd]issertation)
      |[Pp]ress|[Oo]pen[Rr]eview|Nature|Science|PLoS|PLOS|Communications|Bulletin|Quarterly|Neural\sComputation)\b
      |\b[bB]ioRxiv\b|\bmedRxiv\b|\bCell\b|\bJ\.\s(?:[A-Z][a-z]+\.|of\b)""",
    re.VERBOSE,
)
_HEADS = word_set(
    """
    proceedings proc conference conf journal transactions trans workshop workshops symposium findings annals letters
    lett magazine advances lecture congress meeting preprint preprints technical phd ph master masters doctoral press
    openreview nature science plos communications bulletin quarterly neural biorxiv medrxiv cell corr
    """
)
"""A word of each alternative above but the last, and of arXiv's names, in lower case."""
_ABBREVIATED_JOURNAL = re.compile(r"J\.\s(?:[A-Z][a-z]+\.|of\b)")
"""The last alternative: that a "J." stands somewhere would tell little, as many names have one."""
_ACRONYMS = word_set(
    """
    aaai aacl acl aclhlt acmmm aistats arxiv asplos atc bmvc ccs chi cikm clef coling colm colt conll corl corr cscw
    cvpr eacl eccv ecml ecir edbt emnlp embc eurosys fast focs fse gecco hpca iccad iccv icassp icalp icde icdm icip
    iclr icml icmr icra icse icsme ijcai ijcnlp ijcv infocom interspeech iros isca issta iui jair jmlr kbs kdd lrec
    micro mlsys miccai naacl nature ndss neco neurips nips nsdi osdi pakdd pami pldi pnas podc podl popl ppopp recsys
    rss siggraph sigir sigmod soda sosp sp spaa stoc tacl tip tist tkde tmlr tmm tnnls tochi tois toplas toml tpami
    uai uist usenix vldb wacv wsdm wmt www
    """
)
_TELLING = _HEADS | _ACRONYMS
_LETTERS = re.compile(r"[a-z]+")
_TWO_DIGITS = re.compile(r"[0-9][0-9]")
_WITH_YEAR = re.compile(
    r"\b(?=[\w*+&-]{0,14}[A-Z][\w*+&-]{0,14}[A-Z])[A-Za-z][\w*+&/-]{1,14}"
    r"\s?(?:['’‘]\s?[0-9]{2}|[ ,_-]{0,2}(?:19|20)[0-9]{2}|[0-9]{2})\b"
)
_ACRONYM = re.compile(r"(?<![\w-])[A-Za-z]{2,12}(?![A-Za-z])")
_LONG_ACRONYM = len("Infocom")
_ONLY_ARXIV = re.compile(
    rf"(?:in\s)?(?:ar[xX]iv|ArXiv|ARXIV|CoRR|preprint)(?:\.org)?(?:[\s:,-]*(?:e-?prints?|preprints?|abs|abs/|cs\.[A-Z]{{2}}|{YEAR}(?:[./-][0-9]{{1,2}})?"
    rf"|\(?{YEAR}\)?|'[0-9]{{2}}|{MONTH}))*[\s.,;:]*",
    re.IGNORECASE,
)
_YEAR_APART = re.compile(rf"(?:,\s*|\s*\()(?:{MONTH}\s?)?{YEAR}\)?$")
_LEFT_OVER = " .,;:|–—-"
_LONGEST = 300
_MOST_WORDS = 30


def printed_year(text: str) -> int | None:
    """Return the year that `text` prints, the last of several: "ACL 2023", "NeurIPS'23", "(2019)"; None for none.

    Numbers of pages and years that are part of a longer number are none.
    """
    years = _YEAR.findall(text)
    if years:
        return int(years[-1])
    glued = _GLUED_YEAR.search(text)
    if glued:
        return int(glued[1])
    short = _SHORT_YEAR.search(text)
    return 2000 + int(short[1]) if short and int(short[1]) < 60 else None  # noqa: PLR2004 -- later ones are of 19..


def is_date(text: str) -> bool:
    """Whether `text` as a whole is a year, a month of a year, or a day."""
    return _DATE.fullmatch(text.strip(" .,;()[]")) is not None


def is_venue(text: str) -> bool:
    """Whether `text` could be the name of a conference or journal, with or without a year."""
    text = text.strip()
    if not text or len(text) > _LONGEST or not may_hold_venue(text) or len(text.split()) > _MOST_WORDS:
        return False
    if _WORDS.search(text) or _WITH_YEAR.search(text) or _ONLY_ARXIV.fullmatch(text):
        return True
    bare = _YEAR.sub(" ", text)
    return any(word.casefold() in _ACRONYMS and _is_acronym(word) for word in _ACRONYM.findall(bare))


def may_hold_venue(text: str) -> bool:
    """Whether there may be a venue or a date anywhere in `text`; quick, and never wrong when it says no."""
    if _TWO_DIGITS.search(text) or not _TELLING.isdisjoint(_LETTERS.findall(text.lower())):
        return True
    return _ABBREVIATED_JOURNAL.search(text) is not None


def _is_acronym(word: str) -> bool:
    """Whether a word is written as acronyms are: "CHI" and "NeurIPS", not the name "Chi"; "Interspeech" is long."""
    capitals = sum(map(str.isupper, word))
    return capitals > 1 or (capitals == 1 and len(word) >= _LONG_ACRONYM)


def venue_and_year(text: str) -> tuple[str | None, int | None]:
    """Return the venue that `text` names, as it is printed, and the year; arXiv is no venue.

    A year that stands apart from the name ("ACL, 2023", "Nature (2019)") is no part of it.
    """
    year = printed_year(text)
    venue = " ".join(text.split()).strip(_LEFT_OVER)
    if is_preprint(venue) or is_date(venue):
        return None, year
    venue = _YEAR_APART.sub("", venue)
    return venue.strip(_LEFT_OVER) or None, year


def is_preprint(venue: str) -> bool:
    """Whether a venue is nothing but arXiv ("arXiv preprint", "CoRR abs", "arXiv 2023")."""
    return _ONLY_ARXIV.fullmatch(venue) is not None

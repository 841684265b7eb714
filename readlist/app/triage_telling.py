"""What triage says of itself, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readlist.app.keyword_marks import Keywords
from readlist.app.triage_session import Outcome, TriageSession
from readlist.app.widgets.triage_summary import SummaryRow
from readlist.model.labels import SIGNS, STAR, deferral_label
from readlist.model.paper import Paper, Status
from readlist.text import clean_line

_MINUTE, _HOUR = 60, 3600
_LEAST_SECONDS = 5
"""From so many on it is said how many papers were decided a minute."""
_LEFT = "left"


def state_in_words(paper: Paper, decided: Outcome | None, today: str) -> str:
    """Return how a paper stands: what was decided about it, or its status, its star, its day of return."""
    status = f"{SIGNS[paper.status]} {paper.status.value}"
    state = f"decided: {decided.sign} {decided.words}" if decided is not None else status
    return clean_line(
        " · ".join(filter(None, (f"{state} {STAR}" if paper.starred else state, deferral_label(paper, today))))
    )


def keywords_in_words(keywords: Keywords, paper: Paper) -> str:
    """Return how many of the key words a paper has, and which; "" where there are none to look for."""
    many = len(keywords.words)
    if not many:
        return ""
    found = keywords.found_in(paper)
    told = f"{len(found)} of {many} key word{'' if many == 1 else 's'}"
    return f"{told}: {', '.join(found)}" if found else told


def tally_in_words(tally: Mapping[Outcome, int]) -> Sequence[str]:
    """Return how many papers have come to what, in words and, shorter, with signs; nothing where none has."""
    counted = [(outcome, count) for outcome, count in tally.items() if count]
    if not counted:
        return ()
    words = " · ".join(f"{count:,} {outcome.words}" for outcome, count in counted)
    return words, " ".join(f"{outcome.sign}{count:,}" for outcome, count in counted)


def heading(session: TriageSession) -> str:
    """Return how many papers were decided about, in what time, and how fast."""
    decided = len(session.decided)
    if session.was_taken_back:
        return "All decisions are taken back"
    papers = session.place[1]
    many = f"{decided:,} of {papers:,} paper{'' if papers == 1 else 's'}"
    told = f"{many} decided in {_time_in_words(session.seconds)}"
    if session.seconds < _LEAST_SECONDS or not decided:
        return told
    return f"{told} · {decided * _MINUTE / session.seconds:.1f} a minute"


def summary_rows(session: TriageSession) -> list[SummaryRow]:
    """Return the outcomes that papers have come to, and how many papers are left."""
    rows = [SummaryRow(outcome.sign, outcome.words, count) for outcome, count in session.tally.items() if count]
    return [*rows, SummaryRow(SIGNS[Status.INBOX], _LEFT, len(session.left), has_bar=False)]


def last_words(session: TriageSession) -> str:
    """Return in one line what was done, for the list."""
    if session.was_taken_back:
        return "Triage taken back"
    if not session.done:
        return "Nothing decided"
    counts = [f"{count:,} {outcome.words}" for outcome, count in session.tally.items() if count]
    left = len(session.left)
    return f"Triage: {', '.join(counts)}" + (f" · {left:,} left" if left else "")


def _time_in_words(seconds: float) -> str:
    whole = round(seconds)
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"

from __future__ import annotations

import re

import pytest

from readlist.model.defer_dates import WHAT_TO_WRITE
from readlist.model.paper import Paper, Status

pytestmark = pytest.mark.usefixtures("library")


def listed(good, query):
    return [line.partition("\t")[0] for line in good("list", query).splitlines()]


def test_a_deferred_paper_is_out_of_sight_until_its_day(good, paper, clock):
    said = good("defer", "weekend", "lin2024mitigating")
    assert said == "Deferred to Sat 28 November: Mitigating the Alignment Tax of RLHF\n"
    assert paper("lin2024mitigating")["defer_until"] == "2026-11-28"
    assert "lin2024mitigating" not in listed(good, "")
    assert listed(good, "is:deferred") == ["lin2024mitigating"]
    clock.advance(days=6)
    assert "lin2024mitigating" not in listed(good, "is:inbox")
    clock.advance(days=1)
    assert listed(good, "is:inbox")[0] == "lin2024mitigating"
    assert listed(good, "is:returned") == ["lin2024mitigating"]
    good("mark", "queued", "lin2024mitigating")
    assert listed(good, "is:inbox OR is:queued") == ["lin2024mitigating", "arxiv2310.16271"]
    assert paper("lin2024mitigating")["defer_until"] is None


def test_show_says_until_when_and_since_when(good, clock):
    assert "Deferred" not in good("show", "lin2024mitigating")
    good("defer", "2027-01-04", "lin2024mitigating")
    assert "Deferred  to Mon 4 January 2027\n" in good("show", "lin2024mitigating")
    clock.advance(days=60)
    out = good("show", "lin2024mitigating")
    assert "Back      since Mon 4 January\n" in out
    assert "Deferred" not in out


def test_papers_that_are_done_with_come_back_unread(good, paper):
    said = good("defer", "2w", "dvorak2021bridges", "old1999alignment")
    assert said == "Deferred to Sat 5 December: 2 papers\n"
    read, archived = paper("dvorak2021bridges"), paper("old1999alignment")
    assert (read["status"], read["read_on"], archived["status"]) == ("queued", None, "queued")
    good("undo")
    assert [paper(key)["status"] for key in ("dvorak2021bridges", "old1999alignment")] == ["read", "archived"]
    assert paper("dvorak2021bridges")["read_on"] is not None
    good("redo")
    assert listed(good, "is:deferred") == ["dvorak2021bridges", "old1999alignment"]


def test_off_takes_it_back(good, paper, clock):
    good("defer", "month", "--query", "alignment")
    assert listed(good, "is:deferred") == ["lin2024mitigating", "arxiv2310.16271"]
    assert good("defer", "OFF", "-", stdin=good("list", "is:deferred")) == "No longer deferred: 2 papers\n"
    assert paper("lin2024mitigating")["defer_until"] is None
    assert good("defer", "off", "lin2024mitigating") == "Nothing to do.\n"
    good("defer", "tomorrow", "lin2024mitigating")
    clock.advance(days=2)
    assert good("defer", "off", "--query", "is:returned").startswith("No longer deferred: Mitigating")
    assert good("list", "is:returned,deferred", "--json") == "[]\n"


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("w", "not clear: 'w' (weekend, week or wednesday)"),
        ("2026-11-20", "not in the future: '2026-11-20' has passed"),
        ("today", "not in the future: 'today'"),
        ("02-30", "no such day in the calendar: '02-30'"),
        ("lin2024mitigating", f"not a date: 'lin2024mitigating' (write {WHAT_TO_WRITE})"),
    ],
)
def test_what_is_no_day_to_come_is_told_and_changes_nothing(run, good, date, said):
    result = run("defer", date, "lin2024mitigating")
    assert (result.status, result.out) == (2, "")
    assert result.err == f"readlist: {said} (try 'readlist defer --help')\n"
    assert good("undo", "--list") == ""


@pytest.mark.parametrize("args", [[], ["lin2024mitigating", "--query", "x"]])
def test_papers_are_named_by_keys_or_by_a_query(run, args):
    result = run("defer", "week", *args)
    assert result.status == 2
    assert result.err == "readlist: give KEYs or --query, one of the two (try 'readlist defer --help')\n"


def test_days_are_those_of_the_user(good, paper, clock, monkeypatch):
    import time  # noqa: PLC0415 -- for the time zone of this test alone

    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        clock.advance(hours=5)  # 2026-11-22, 02:00 in Auckland
        good("defer", "tomorrow", "lin2024mitigating")
        assert paper("lin2024mitigating")["defer_until"] == "2026-11-23"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_days_are_completed_with_their_dates(program):
    def offered(last):
        done = program(COMP_WORDS="readlist defer", COMP_CWORD=last, _READLIST_COMPLETE="fish_complete")
        assert done.stderr == b""
        return [line.partition(",")[2] for line in done.stdout.decode().splitlines() if line]

    assert [line.partition("\t")[0] for line in offered("W")] == ["weekend", "week", "wednesday"]
    assert all(re.fullmatch(r"weekend\tSat \d+ \w+(?: \d+)?", line) for line in offered("weeke"))
    assert offered("of") == ["off\tshow it again"]


def test_an_archived_paper_that_came_in_deferred_is_kept_as_it_is_until_something_is_decided(good, paper, shelve):
    shelve(Paper(key="old", number=1, title="Old", status=Status.ARCHIVED, defer_until="2026-12-24"))
    good("star", "old")
    assert paper("old")["defer_until"] == "2026-12-24"
    good("mark", "unread", "old")
    assert (paper("old")["status"], paper("old")["defer_until"]) == ("inbox", None)

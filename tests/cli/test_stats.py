from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from readlist.model.paper import Paper, Status

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def at(days_ago):
    return (NOW - timedelta(days=days_ago)).strftime("%Y-%m-%dT%H:%M:%SZ")


def paper(number, added, read=None, **fields):
    done = {"status": Status.READ, "triaged": at(read), "read_on": at(read)} if read is not None else {}
    return Paper(key=f"p{number}", number=number, title=f"On {number}", added=at(added), **done, **fields)


PAPERS = (
    *(paper(number, 200, tags=("rlhf",), venue="ICLR 2024") for number in range(1, 7)),
    *(paper(number, 200, read=7 * (number - 11), tags=("rlhf",)) for number in range(11, 19)),
    paper(21, 400, defer_until="2027-01-01"),
    paper(22, 300, status=Status.ARCHIVED, triaged=at(250)),
)


@pytest.fixture
def shelf(shelve, monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    return shelve(*PAPERS)


@pytest.mark.usefixtures("shelf")
def test_json_has_every_number(run):
    found = run("stats", "--json", "--weeks", "2").json
    assert (found["today"], found["papers"], found["unread"], found["starred"]) == ("2026-11-21", 16, 7, 0)
    assert found["by_status"] == {"inbox": 7, "queued": 0, "reading": 0, "read": 8, "archived": 1}
    assert found["weeks"] == [
        {"week": "2026-W46", "monday": "2026-11-09", "added": 0, "read": 1},
        {"week": "2026-W47", "monday": "2026-11-16", "added": 0, "read": 1},
    ]
    assert found["read_within_days"] == {"7": 1, "30": 5, "365": 8}
    assert found["streak"] == {"days": 1, "longest": 1}
    assert found["queue"]["oldest"] == {"key": "p21", "added": "2025-10-17", "days": 400}
    assert found["queue"]["ages"] == {"week": 0, "month": 0, "quarter": 0, "year": 6, "older": 1, "unknown": 0}
    assert found["tags"] == [{"name": "rlhf", "read": 8, "unread": 6}]
    assert found["venues"] == [{"name": "ICLR", "read": 0, "unread": 6}]
    assert found["forecast"] == {
        "text": "At this pace the queue is empty in 7 weeks",
        "weeks": 8,
        "came": 0,
        "read": 8,
        "archived": 0,
        "not_counted": {"came": 0, "left": 0},
        "growth_a_week": -1.0,
        "empty_in_weeks": 7,
    }


@pytest.mark.usefixtures("shelf")
def test_a_query_says_which_papers_and_archived_and_deferred_ones_are_among_them(run):
    assert run("stats", "--json", "tag:rlhf", "-is:read").json["papers"] == 6
    assert run("stats", "--json", "added:..2026-04").json["papers"] == 2
    assert run("stats", "--weeks", "1", "-tag:rlhf", "--json").json["papers"] == 2
    result = run("stats", "tag:nothing")
    assert (result.status, result.out, result.err) == (0, "", "readlist: no paper matches 'tag:nothing'\n")
    assert run("stats", "--json", "tag:nothing").json["papers"] == 0
    assert run("stats", "colour:blue").status == 2


@pytest.mark.usefixtures("shelf")
def test_into_a_pipe_goes_plain_text(good):
    text = good("stats")
    assert text.splitlines()[:3] == [
        "Forecast",
        "At this pace the queue is empty in 7 weeks",
        "In the last 8 weeks: 0 came in, 8 read, 0 archived.",
    ]
    assert "\x1b" not in text
    assert "The oldest: p21, 400 days, since 2025-10-17." in text
    assert len([line for line in text.splitlines() if line.startswith(("this week", "last week", "2026-"))]) == 12


def test_what_is_true_of_half_of_the_papers_is_told_in_whole_days(shelve, good):
    shelve(paper(1, 3), paper(2, 6), paper(3, 5, read=3), paper(4, 5, read=0))
    text = good("stats")
    assert "Half of them have waited for 5 days or longer." in text
    assert "half within 3 days" in text
    shelve(paper(1, 3), paper(3, 5, read=4.9), paper(4, 5, read=4))
    assert "half on the same day" in good("stats")


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("columns", [60, 80, 200])
def test_on_a_terminal_it_fits_and_colours_can_be_left_out(terminal, columns):
    plain = terminal("stats", columns=columns, NO_COLOR="1").decode()
    assert "\x1b" not in plain
    assert max(map(len, plain.split("\r\n"))) <= columns
    coloured = terminal("stats", columns=columns).decode()
    assert "\x1b[" in coloured
    assert "█" in plain


@pytest.mark.parametrize("weeks", ["0", "-1", "521", "many"])
@pytest.mark.usefixtures("shelf")
def test_a_number_of_weeks_that_is_none_is_wrong_usage(run, weeks):
    assert run("stats", "--weeks", weeks).status == 2


def test_an_empty_library_says_so(run, shelve):
    shelve()
    result = run("stats")
    assert (result.status, result.out, result.err) == (0, "", "readlist: no papers yet\n")
    assert run("stats", "--json").json["queue"]["oldest"] is None


def test_what_is_printed_cannot_drive_the_terminal(good, shelve):
    evil = "\x1b[31mICLR \u202e2024 [bold]"
    shelve(dataclasses.replace(PAPERS[0], venue=evil, tags=("a\x1b[0m",)))
    out = good("stats") + good("stats", "--json")
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]" in out

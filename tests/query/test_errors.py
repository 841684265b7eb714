from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readlist.query.errors import QueryError
from readlist.query.parser import parse
from readlist.text import cell_width

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def error_of(text, **options):
    with pytest.raises(QueryError) as caught:
        parse(text, now=NOW, **options)
    return caught.value


@pytest.mark.parametrize(
    ("text", "carets", "reason", "hint"),
    [
        ("x tga:ml", "  ^^^", "there is no field “tga”", "did you mean tag? The fields are: is, has, no, tag, author"),
        ("zebra:ml", "^^^^^", "there is no field “zebra”", "the fields are: is, has"),
        ("status:read", "^^^^^^", "there is no field “status”", "did you mean is?"),
        ("是 naïve tilte:x", "         ^^^^^", "there is no field “tilte”", "did you mean title?"),
        ("is:queue", "   ^^^^^", "there is no state “queue”", "did you mean queued? The states are: inbox, queued"),
        ("has:PDFs", "    ^^^^", "a paper has no part “PDFs”", "did you mean file?"),
        ("has:nte", "    ^^^", "a paper has no part “nte”", "did you mean note?"),
        ("view:quue", "     ^^^^", "there is no view “quue”", "did you mean Queue? The views are: Inbox, Queue"),
        ("sort:yaer", "     ^^^^", "cannot sort by “yaer”", "did you mean year?"),
        (
            "sort:year-dsc",
            "     ^^^^^^^^",
            "cannot sort by “year-dsc”",
            "did you mean year-desc? The orders are",
        ),
        ("limit:0", "      ^", "“0” is no number of papers", "write limit:20"),
        ("year:19", "     ^^", "“19” is no year", "write 2023, 2019..2023"),
        ("year:2023..2019", "     ^^^^^^^^^^", "the range ends before it begins", "write 2019..2023"),
        ("added:2026-13", "      ^^^^^^^", "“2026-13”: no such date in the calendar", "write 2026-03-15"),
        ("added:soon", "      ^^^^", "“soon”: not a date", "write 2026-03-15"),
        ("arxiv:banana", "      ^^^^^^", "“banana” is no arXiv identifier", "write 2310.16271"),
        ("doi:banana", "    ^^^^^^", "“banana” is no DOI", "write 10."),
        ("tag:/a/", "    ^^^", "tag: takes no pattern", "these do: author, title"),
        ("title:/(a+)+b/", "      ^^^^^^^^", "a group that is repeated", ""),
        ("title:/(/", "      ^^^", "not a pattern: missing )", ""),
        ("title:/abc", "      ^^^^", "this pattern is never closed", "needs quotes"),
        ('tag:""', "    ^^", "a value is missing behind tag:", ""),
        ("bert tag:", "     ^^^", "a value is missing behind tag:", 'in quotes it is text: "tag:"'),
        ("-tag:", " ^^^", "a value is missing behind tag:", "in quotes"),
        ("-tag: is:read", " ^^^", "a value is missing behind tag:", "in quotes"),
        ("tag: bert", "^^^", "a value is missing behind tag:", "in quotes"),
        ("tag: ", "^^^", "a value is missing behind tag:", "in quotes"),
        ("(TAG:)", " ^^^", "a value is missing behind TAG:", "in quotes"),
        ("is:", "^^", "a value is missing behind is:", ""),
        ("sort:", "^^^^", "a value is missing behind sort:", ""),
        ("title: ", "^^^^^", "a value is missing behind title:", ""),
        ("title: OR a", "^^^^^", "a value is missing behind title:", ""),
        ("-title: a", " ^^^^^", "a value is missing behind title:", ""),
        ("-(title: a)", "  ^^^^^", "a value is missing behind title:", ""),
        ("(a b", "^", 'this "(" is never closed', ""),
        ("a ((b) c", "  ^", 'this "(" is never closed', ""),
        ("a) b", " ^", 'there is no "(" for this ")"', ""),
        ("a ()", "  ^^", "nothing stands between these parentheses", ""),
        ('a "b', "  ^", "this quote is never closed", ""),
        ("a “b", "  ^", "this quote is never closed", "in quotes it is text"),
        ("a OR", "  ^^", "OR needs something behind it", 'in quotes it is a word: "OR"'),
        ("a AND OR b", "  ^^^", "AND needs something behind it", ""),
        ("OR a", "^^", "OR needs something before it", "in quotes"),
        ("(AND a)", " ^^^", "AND needs something before it", "in quotes"),
        ("(a OR)", "   ^^", "OR needs something behind it", ""),
        ("NOT", "^^^", "NOT needs something behind it", ""),
        ("~(a)", "^", '"~" needs something behind it', ""),
        ("tag:a, b", "     ^", "a value is missing behind this comma", ""),
        ("title:(a b)", "      ^", 'no "(" can stand behind title:', ""),
        ("(sort:year)", " ^^^^", "sort: says how papers are shown, and stands for itself alone", ""),
        ("-limit:3", " ^^^^^", "limit: says how papers are shown, and stands for itself alone", ""),
        ("sort:year sort:key", "          ^^^^", "sort: stands here twice", ""),
        ("limit:3,4", "^^^^^", "limit: takes one value", ""),
    ],
)
def test_carets_stand_under_what_is_wrong(text, carets, reason, hint):
    error = error_of(text)
    shown, under, message = error.lines
    assert (shown, under) == (text, carets)
    assert message.startswith(reason)
    assert hint in message
    assert "\n" not in str(error)


def test_carets_are_counted_in_cells():
    error = error_of("漢字 tga:x")
    assert error.lines[1] == " " * cell_width("漢字 ") + "^^^"
    assert error_of("is:漢字").lines[1] == "   ^^^^"


def test_of_a_long_query_the_part_around_the_place_is_shown():
    shown, under, _ = error_of(f"{'word ' * 100}tga:x {'word ' * 100}").lines
    assert shown.startswith("…")
    assert shown.endswith("…")
    at = under.index("^")
    assert shown[at : at + 3] == "tga"
    assert cell_width(shown) < 80


def test_a_query_in_several_lines_is_shown_in_one():
    shown, under, _ = error_of("a\n\ttga:x").lines
    assert (shown, under) == ("a  tga:x", "   ^^^")


def test_what_could_drive_a_terminal_is_never_shown():
    error = error_of("tga\x1b[2J:x is:\x1b]0;x\x07 \u202e")
    assert all("\x1b" not in line and "\u202e" not in line for line in error.lines)
    views = {"\x1b[2J": "a"}
    assert "\x1b" not in str(error_of("view:x", views=views))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "(" * 4_000 + "a" + ")" * 4_000,
        "-(" * 3_000 + "a" + ")" * 3_000,
        "(a OR b " * 1_000 + ")" * 1_000,
        "word " * 20_000,
        "a " * 4_000,
        "tag:" + "a," * 4_000 + "a",
        "x" * 100_000,
        '"' + "\\" * 100_000,
        "title:/" + "(" * 5_000 + ")" * 5_000 + "/",
        "author:/a" * 15_000,
    ],
)
@pytest.mark.parametrize("typing", [False, True])
def test_what_is_too_long_or_too_deep_is_refused(text, typing):
    assert "at most" in error_of(text, typing=typing).reason


@pytest.mark.parametrize("text", ["NOT " * 2_000 + "a", "-" * 5_000 + "a", "(" * 25 + "a" + ")" * 25])
def test_signs_before_a_word_and_some_parentheses_are_no_harm(text):
    assert parse(text, now=NOW) == parse("a", now=NOW)


SIGNS = [*'()":-~,/\\<>.#|*+?[]{}^$ \t\n', "OR ", "AND ", "NOT ", "..", "\x1b", "\ud800"]
NAMES = ["tag:", "is:", "title:/", "year:", "added:", "view:", "sort:", "limit:", "arxiv:", "doi:", "no:"]
SYNTAX = st.sampled_from([*SIGNS, *NAMES, "2026", "2w", "queue", "漢", "x", "A"])


@given(text=st.one_of(st.text(), st.lists(SYNTAX).map("".join)), typing=st.booleans())
@example(text="(OR", typing=True)
@example(text="title:/a{4294967296}/", typing=False)
@example(text="~", typing=False)
@example(text="tag:#:", typing=False)
@example(text='tag:"##x / //"', typing=False)
@example(text="title:/[[/", typing=False)
def test_any_text_is_a_query_or_says_why_not(text, typing):
    try:
        query = parse(text, now=NOW, typing=typing)
    except QueryError as error:
        shown, under, message = error.lines
        assert message
        assert "^" in under
        assert cell_width(under) <= cell_width(shown) + 1
    else:
        assert parse(str(query), now=NOW) == query
        assert query.describe()

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from readlist.exporters import front_matter, scalars
from readlist.exporters.scalars import Scalar
from readlist.text import clean_line

LINE = st.text(st.characters(), max_size=60).map(clean_line)
VALUES = {"title": "A title", "citekey": "a2024title", "status": "read", "tags": ["a", "b"]}


def merged(text: str, values=VALUES) -> str:
    front = front_matter.split(text)
    assert front is not None
    return front.merged(values) + front.body


@given(LINE)
def test_every_text_is_the_same_text_to_yaml(text):
    assert yaml.safe_load(f"title: {scalars.rendered(text)}\n") == {"title": text}
    assert scalars.parse(scalars.rendered(text)) == Scalar(text, quoted=True)


@given(st.lists(LINE, max_size=5))
def test_every_list_is_the_same_list_to_yaml(texts):
    assert yaml.safe_load(f"tags: {scalars.rendered(texts)}\n") == {"tags": texts}
    assert scalars.means(f" {scalars.rendered(texts)}", texts)


@pytest.mark.parametrize(
    "text", ["2101.00010", "1e3", "true", "null", "~", "2026-11-21", "- a", "a: b", "# c", "@d", "\ufeff\uffff"]
)
def test_texts_that_look_like_something_else_stay_texts(text):
    assert yaml.safe_load(f"arxiv: {scalars.rendered(text)}") == {"arxiv": text}


def test_other_values():
    line = f"a: {scalars.rendered(2024)}\nb: {scalars.rendered(value=True)}\nc: {scalars.rendered(date(2026, 11, 21))}"
    assert yaml.safe_load(line) == {"a": 2024, "b": True, "c": date(2026, 11, 21)}


@pytest.mark.parametrize(
    "source",
    [
        ' ["Yong Lin", "Hangyu Lin"]',
        " [Yong Lin, 'Hangyu Lin']  # two",
        "\n  - Yong Lin\n  - Hangyu Lin",
        '\n- "Yong Lin" # first\n# of two\n- Hangyu Lin\n',
        " [Yong Lin,\n  Hangyu Lin,\n]",
    ],
)
def test_a_list_that_another_program_wrote_anew_is_the_same_list(source):
    assert yaml.safe_load(f"authors:{source}") == {"authors": ["Yong Lin", "Hangyu Lin"]}
    assert scalars.means(source, ["Yong Lin", "Hangyu Lin"])


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (" 2101.00010", "2101.00010"),
        (" true", "true"),
        (" Yes", "Yes"),
        (' "2024"', 2024),
        (" |\n  A title", "A title"),
        (" A\n  title", "A title"),
        ("\n- 2024\n- b", ["2024", "b"]),
        (" [a, 1]", ["a", "1"]),
        (" [a, [b]]", ["a", "b"]),
        (" {a: b}", "a"),
        (" &x a", "a"),
        ("", "a"),
    ],
)
def test_what_may_be_read_as_another_value_is_not_the_same(source, value):
    assert not scalars.means(source, value)


def test_a_new_front_matter_has_our_keys_in_their_order():
    assert front_matter.new(VALUES) == (
        '---\ntitle: "A title"\ncitekey: "a2024title"\nstatus: "read"\ntags: ["a", "b"]\n---\n'
    )


def test_other_keys_and_comments_stay_where_they_are():
    text = (
        "---\n"
        "# my own\n"
        "cssclasses: [wide,   paper]   # odd spacing\n"
        'title: "Old"\n'
        "\n"
        "rating:   5\n"
        "review: |\n"
        "  status: not a key\n"
        "\n"
        "  # not a comment\n"
        "# about the status\n"
        'status: "queued"  # mine\n'
        'citekey: "a2024title"\n'
        "---\n"
        "body"
    )
    expected = text.replace('"Old"', '"A title"').replace('"queued"', '"read"')
    expected = expected.replace("  # mine\n", '  # mine\ntags: ["a", "b"]\n')
    assert merged(text) == expected
    assert merged(merged(text)) == expected


def test_a_key_of_ours_that_the_user_made_a_list_is_replaced_whole():
    text = "---\ncitekey: a2024title\nstatus:\n  - queued\n  # why\n  - reading\nmood: good\n---\n"
    assert merged(text, {"citekey": "a2024title", "status": "read"}) == (
        '---\ncitekey: a2024title\nstatus: "read"\n  # why\nmood: good\n---\n'
    )


def test_what_means_the_same_stays_as_another_program_wrote_it():
    text = "---\ntitle: A title\ntags:\n  - a\n  - b\nstatus: read\nmine: 1\ncitekey: 'a2024title'\n---\n"
    assert merged(text) == text


def test_a_key_that_became_empty_is_taken_out():
    text = '---\ntitle: "T"\nvenue: "V"\nread: 2026-01-01\nx: 1\ncitekey: "a2024title"\n---\n'
    assert (
        merged(text, {"title": "T", "citekey": "a2024title"}) == '---\ntitle: "T"\nx: 1\ncitekey: "a2024title"\n---\n'
    )


def test_a_key_that_stands_twice_stands_once():
    text = '---\nstatus: "inbox"\nx: 1\nstatus: "queued"\n---\n'
    assert merged(text, {"status": "read"}) == '---\nstatus: "read"\nx: 1\n---\n'


def test_missing_keys_come_where_a_new_note_has_them():
    text = '---\nx: 1\ncitekey: "a2024title"\ny: 2\n---\n'
    assert (
        merged(text)
        == '---\nx: 1\ntitle: "A title"\ncitekey: "a2024title"\nstatus: "read"\ntags: ["a", "b"]\ny: 2\n---\n'
    )


def test_a_quoted_value_over_several_lines_hides_no_key():
    text = '---\nsummary: "he said\nstatus: never"\ncitekey: "a"\n---\n'
    assert merged(text, {"citekey": "a"}) == text
    assert merged(text, {"citekey": "a", "status": "read"}).count("status:") == 2


def test_crlf_and_byte_order_mark_stay():
    text = '\ufeff---\r\ntitle: "Old"\r\nx: 1\r\n---\r\nbody\r\n'
    assert merged(text, {"title": "New", "status": "read"}) == (
        '\ufeff---\r\ntitle: "New"\r\nstatus: "read"\r\nx: 1\r\n---\r\nbody\r\n'
    )


@pytest.mark.parametrize(
    "text", ["", "---", "---\n", "---\ntitle: x\n", "# T\n---\na: 1\n---\n", " ---\na: 1\n---\n", "----\na: 1\n---\n"]
)
def test_what_is_no_front_matter(text):
    assert front_matter.split(text) is None


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('citekey: "lin2024"', "lin2024"),
        ("citekey: lin2024  # mine", "lin2024"),
        ("'citekey': 'lin''s'", "lin's"),
        ("citekey:", ""),
        ("citekey: [a]", ""),
        ("my-citekey: a", ""),
        ("  citekey: a", ""),
    ],
)
def test_the_citation_key_of_a_file(line, key):
    assert front_matter.citekey_of(f"---\na: 1\n{line}\nb: 2\n---\n") == key


# Lines that a person may have in a front matter, as one valid mapping.
OTHER_ENTRIES = st.lists(
    st.sampled_from(
        [
            "# a comment\n",
            "\n",
            "mine: 1\n",
            'mine two: "x: y"   # why\n',
            "list:\n- a\n-   b\n",
            "list2:\n    - a\n\n    # between\n    - b\n",
            "text: >-\n  title: no\n\n  tags: no\n",
            "flow: {a: 1,\n  status: no}\n",
            "'quoted': 'it''s'\n",
            "é: ü\n",
        ]
    ),
    unique=True,
)


@given(OTHER_ENTRIES, OTHER_ENTRIES, st.lists(LINE.filter(bool), min_size=1), st.booleans())
def test_three_merges_leave_other_lines_byte_for_byte(before, after, titles, crlf):
    after = [entry for entry in after if entry not in before]
    text = "---\n" + "".join(before) + 'title: "first"\n' + "".join(after) + "---\nbody"
    if crlf:
        text = text.replace("\n", "\r\n")
    for title in (*titles, titles[-1]):
        text = merged(text, {"title": title})
        assert scalars.rendered(title) in text
    end = "\r\n" if crlf else "\n"
    expected = "---\n" + "".join(before) + "TITLE\n" + "".join(after) + "---\nbody"
    expected = expected.replace("\n", end).replace("TITLE", f"title: {scalars.rendered(titles[-1])}")
    assert text == expected
    assert yaml.safe_load(text.split("---" + end)[1])["title"] == titles[-1]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ("tags:\n- a # why a\n- 'b # no' # why b\n", ["# why a\n", "# why b\n"]),
        ("tags: [a, # why a\n  b] # why all\n", ["# why a\n", "# why all\n"]),
        ("tags: [x] # why\n", ["# why\n"]),
        ("tags:\n  # above\n  - a\n", ["  # above\n"]),
    ],
)
@pytest.mark.parametrize("tags", [["c"], []])
def test_comments_in_a_value_survive_it(lines, kept, tags):
    values = {"title": "A", "tags": tags} if tags else {"title": "A"}
    text = merged(f'---\ntitle: "A"\n{lines}mine: 1\n---\n', values)
    for comment in kept:
        assert comment in text
    assert yaml.safe_load(text.split("---\n")[1]) == {**values, "mine": 1}


def test_a_key_that_somebody_wrote_twice_is_no_value_of_ours():
    front = front_matter.split("---\ntags: [a]\ntags: [mine]\n---\n")
    assert "mine" in "".join(front.value_of("tags"))
    assert front.merged(VALUES, kept=["tags"]).count("tags:") == 2


@pytest.mark.parametrize("more", ["  mine", "- mine", "citekey: mine", "citekey: [mine,\n  mine]", "\n  mine"])
def test_what_stands_behind_the_citation_key_stays_where_it_is(more):
    text = f'---\ncitekey: "a" # why\n{more}\ntitle: "Old"\n---\n'
    assert merged(text, {"citekey": "a", "title": "New"}) == text.replace("Old", "New")


def test_a_citation_key_that_says_nothing_gets_its_value_and_loses_no_text():
    text = merged("---\ncitekey: [mine,\n  1]\n---\n", {"citekey": "a"})
    assert text == '---\ncitekey: "a"\n# citekey: [mine,\n# 1]\n---\n'
    assert front_matter.citekey_of(text) == "a"


@pytest.mark.parametrize("more", ["  mine", "- mine", "# why\n\n  mine"])
def test_a_head_whose_values_go_on_is_not_as_it_was_written(more):
    values = {"title": "A", "citekey": "a"}
    assert front_matter.is_current(front_matter.new(values), values)
    assert not front_matter.is_current(f'---\ntitle: "A"\n{more}\ncitekey: "a"\n---\n', values)
    assert front_matter.is_current(f'---\nmine:\n{more}\ntitle: "A"\ncitekey: "a"\n---\n', values)

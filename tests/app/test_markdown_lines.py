import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.app.widgets.markdown_lines import LONGEST, note_lines
from readlist.app.widgets.spans import no_marks
from readlist.text import cell_width, clean


def shown(note, cells=40, marker=no_marks):
    return ["".join(piece.text for piece in line).rstrip() for line in note_lines(note, cells, marker)]


def styles(note, cells=40):
    """What stands in which styles, plain text left out."""
    pieces = (piece for line in note_lines(note, cells, no_marks) for piece in line)
    return [(piece.text, piece.style.replace("note--", "")) for piece in pieces if piece.style]


def addresses(note):
    pieces = (piece for line in note_lines(note, 60, no_marks) for piece in line)
    return {piece.text: piece.address for piece in pieces if piece.address}


def found(note, word, cells=40):
    """What is marked where a word is looked for."""

    def marker(field, text):
        assert field == "note"
        return [match.span() for match in re.finditer(word, text)]

    return [piece.text for line in note_lines(note, cells, marker) for piece in line if piece.found]


def test_headings_are_shown_by_level_and_without_their_signs():
    note = "# One\n## Two\n### Three\n###### Six\nOther\n---"
    assert styles(note) == [
        ("One", "heading"),
        ("Two", "subheading"),
        ("Three", "minor-heading"),
        ("Six", "minor-heading"),
        ("Other", "subheading"),
    ]


def test_emphasis_can_stand_in_emphasis_and_in_headings():
    assert styles("# A *b*\n**c _d_** ~~e~~ `f*`") == [
        ("A ", "heading"),
        ("b", "heading emphasis"),
        ("c ", "strong"),
        ("d", "strong emphasis"),
        ("e", "struck"),
        ("f*", "code"),
    ]


def test_lines_and_blank_lines_are_those_that_were_typed():
    assert shown("# A\none\ntwo\n\n\n\nthree\n- four\n\n- five") == [
        "A", "one", "two", "", "three", "• four", "", "• five",
    ]  # fmt: skip


def test_lists_hang_and_nest():
    note = "- alpha beta gamma\n  - delta epsilon zeta\n\n    eta\n10. theta iota kappa\n11. lambda"
    assert shown(note, 14) == [
        "• alpha beta",
        "  gamma",
        "  ◦ delta",
        "    epsilon",
        "    zeta",
        "",
        "    eta",
        "10. theta iota",
        "    kappa",
        "11. lambda",
    ]


def test_tasks_have_boxes_that_differ_in_form():
    assert shown("- [ ] to do\n- [x] done\n1. [X] too\n- [y] none\n\n[ ] none") == [
        "☐ to do", "☑ done", "1. ☑ too", "• [y] none", "", "[ ] none",
    ]  # fmt: skip


def test_a_note_is_the_same_at_every_width():
    note = "- [ ] to *do*\n> a | b"
    assert shown(note, 30) == shown(note, 60) == shown(note, 30) == ["☐ to do", "▎ a | b"]


def test_an_item_without_text_keeps_its_place():
    assert shown("- one\n-\n- three") == ["• one", "•", "• three"]


def test_quotations_have_a_bar_that_ends_with_them():
    note = "> alpha beta gamma\n>\n> - delta\n>> epsilon\n\n> zeta\n\neta"
    assert shown(note, 14) == [
        "▎ alpha beta", "▎ gamma", "▎", "▎ • delta", "▎ ▎ epsilon", "", "▎ zeta", "", "eta",
    ]  # fmt: skip


def test_code_keeps_its_indentation_and_its_signs():
    assert shown("```python\nif *x*:\n    # y\n\n    z\n```\n\n    four") == [
        "  if *x*:", "      # y", "", "      z", "", "  four",
    ]  # fmt: skip


def test_a_rule_is_as_wide_as_the_lines():
    assert shown("a\n\n***\n> ---", 12) == ["a", "", "────────────", "▎ ──────────"]


def test_only_web_addresses_lead_anywhere():
    note = (
        "[a](https://a.org/x) <http://b.org> https://c.org/d_e_f. ![g](https://h.org/i.png)\n"
        "[j](javascript:alert) [k](file:///etc/passwd) [l](data:text/html,x) [m](m.md) [n](//o.org) `https://p.org`"
    )
    assert addresses(note) == {
        "a": "https://a.org/x",
        "http://b.org": "http://b.org",
        "https://c.org/d_e_f": "https://c.org/d_e_f",
        "[g]": "https://h.org/i.png",
    }


def test_what_is_in_a_link_leads_where_the_link_leads():
    assert addresses("[https://good.org *x*](https://evil.org)") == {
        "https://good.org ": "https://evil.org",
        "x": "https://evil.org",
    }


def test_a_note_of_definitions_only_is_shown_as_it_was_typed():
    assert shown("[a]: https://a.org") == ["[a]: https://a.org"]
    assert shown("see [a]\n\n[a]: https://a.org") == ["see a"]


def test_html_is_shown_and_not_obeyed():
    assert shown("a <b>c</b> <!-- d -->\n\n<script>\ne\n</script>") == [
        "a <b>c</b> <!-- d -->", "", "<script>", "e", "</script>",
    ]  # fmt: skip


TABLE = "| Method | Score |\n|:--|--:|\n| RLHF | **9** |\n| DPO 中文 | 10.5 |"


def test_a_table_stands_in_columns():
    assert shown(TABLE) == [
        "Method   │ Score",
        "─────────┼──────",
        "RLHF     │     9",
        "DPO 中文 │  10.5",
    ]
    assert ("9", "strong") in styles(TABLE)


def test_a_table_that_is_too_wide_wraps_in_its_columns():
    note = "a|b|c\n-|:-:|-\none two three four|x|five six seven eight"
    assert shown(note, 26) == [
        "a          │ b │ c",
        "───────────┼───┼──────────",
        "one two    │ x │ five six",
        "three four │   │ seven",
        "           │   │ eight",
    ]


def test_a_table_without_room_for_columns_is_shown_row_by_row():
    note = "Method|Score|Year\n-|-|-\nRLHF|nine|2022\nDPO||2023"
    assert shown(note, 16) == [
        "Method: RLHF", "Score: nine", "Year: 2022", "────────────────", "Method: DPO", "Year: 2023",
    ]  # fmt: skip


def test_what_is_looked_for_is_marked_in_every_kind_of_text():
    note = "# x1\nplain x2 *x3* and a `x4`\n- x5\n> x6\n\n```\nx7\n```\n\n<div>x8</div>\n\n|x9|\n|-|\n|x10|\n\n[x11](http://a.b)"
    assert found(note, r"x\d+") == [f"x{number}" for number in range(1, 12)]


def test_what_is_looked_for_is_marked_across_lines_and_styles():
    assert found("al**pha** beta", "alpha be", 8) == ["al", "pha", "be"]


def test_a_link_whose_hidden_address_has_what_is_looked_for_is_marked():
    assert found("see [this](https://example.org/rlhf)", "rlhf") == ["this"]


def test_entities_bring_in_no_characters_that_reorder_or_drive():
    text = "\n".join(shown("a&#x202e;b&#27;c&#x9b;d&NewLine;e&Tab;f [g&#x2066;](https://a.b/&#x202e;x) `&#x202e;`", 80))
    assert text == "a\ufffdb\ufffdc\ufffdd e f g\ufffd &#x202e;"


@pytest.mark.parametrize(
    "tangle",
    [
        "x" * LONGEST + "\n# y\n**z**",
        "[" * 3000 + "\n**z**",
        "|a" * 900 + "|\n" + "|-" * 900 + "|\n" + "|x\n" * 900 + "**z**",
    ],
)
def test_what_would_take_long_to_render_is_shown_as_it_was_typed(tangle):
    assert shown(tangle)[-1] == "**z**"


def test_depth_ends_before_the_room_does():
    assert "word" in " ".join(shown("> - " * 30 + "word", 20))


PARTS = st.sampled_from([
    *"#*_~`>|[]()!\\<&-+=1. \n\t", "\n\n", "\n- ", "\n1. ", "\n> ", "```\n", "- [x] ", "    ", "|-|-|\n", "|a|b|\n",
    "---\n", "word ", "中文", "é", "e\u0301", "👩\u200d🔬", "https://a.org/b", "](https://c.org)", "<b>", "&#x202e;",
    "\x1b]0;x\x07", "\x9b", "\u202e", "\r\n", "[/]", "[bold]", "$x",
])  # fmt: skip


@given(st.lists(PARTS, max_size=60).map("".join), st.integers(8, 60))
def test_whatever_is_typed_fits_and_drives_nothing(note, cells):
    for line in note_lines(note, cells, no_marks):
        text = "".join(piece.text for piece in line)
        assert cell_width(text) <= cells
        assert clean(text) == text
        assert not {"\n", "\t"} & set(text)
        assert all(re.match("https?://", piece.address) for piece in line if piece.address)


@given(st.text(st.sampled_from("abc d\n"), max_size=80))
def test_words_without_signs_are_all_shown(note):
    text = "\n".join(line.strip() for line in note.split("\n"))
    assert " ".join(shown(text, 30)).split() == text.split()

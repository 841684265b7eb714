import pytest

from readlist.query.patterns import PatternError, compile_pattern
from readlist.text import as_typed


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^bert", "BERT: pre-training"),
        ("BERT", "BERT"),
        (r"\bkd\b", "MCC-KD"),
        ("dvořák$", "Antonín Dvořák"),
        (".*need$", "Attention is all you need"),
        (r"(the|a)\s+model", "On a model"),
        (r"\w+\s+\w+", "two words"),
        ("a.*b.*c", "axxbxxc"),
        ("colou?r", "Color"),
        ("^second$", "first\nsecond"),
        (r"\Don't", "xon't"),
        ("[]x]", "]"),
        ("weiss$", "Jürgen Weiß"),
        ("^don't$", "Don’t"),
        ("k[–—]nn", "k‑NN"),
        ("^[a–c]b$", "-b"),
        (r"^\–b$", "–b"),
        (r"^[\\–b]x$", "\\x"),
    ],
)
def test_patterns_are_searched_for(pattern, text):
    assert compile_pattern(pattern, "title").search(as_typed(text))


@pytest.mark.parametrize(("pattern", "text"), [("Bert", "BERT"), ("^all", "not all"), (r"\Wx", "ax"), ("[a–c]x", "bx")])
def test_capitals_count_and_escapes_are_none(pattern, text):
    assert not compile_pattern(pattern, "title").search(text)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b",
        "(a*)*b",
        "(?:a|a)*b",
        "(a?){50}b",
        "((a{1,9}){1,9}){1,9}",
        "a*a*b",
        "(a*)a*b",
        "a*(a*)b",
        "a*b?a*c",
        ".*x.*.*y",
        r"[a-z]+\w+b",
        "a?a?a?a?a?a?a?a?a?b",
        "a*b+c*d+",
        "x" * 201,
        "(" * 11 + "a" + ")" * 11,
    ],
)
def test_what_could_take_very_long_is_refused(pattern):
    with pytest.raises(PatternError):
        compile_pattern(pattern, "title")


@pytest.mark.parametrize(
    "pattern", ["(", ")", "[", "*", "a**", "a{99999999999}", r"\1", "(?i)a", "(?P<x>a)", "[[a]", "\\"]
)
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(PatternError):
        compile_pattern(pattern, "title")


def test_long_texts_take_fewer_repetitions():
    assert compile_pattern("a.*b.*c.*d", "title")
    with pytest.raises(PatternError, match="at most 2"):
        compile_pattern("a.*b.*c.*d", "abstract")

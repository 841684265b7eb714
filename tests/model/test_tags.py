import pytest

from readlist.model.tags import InvalidTagError, parse_tag, renamed


@pytest.mark.parametrize("text", ["rlhf", "ml/nlp", "C++", "to-read", "v1.0", "Überblick", "論文", "a_b", "2024"])
def test_tags(text):
    assert parse_tag(text) == text


def test_a_hash_and_spaces_around_a_tag_do_not_count():
    assert parse_tag(" #rlhf ") == "rlhf"


@pytest.mark.parametrize("text", ["", " ", "two words", "a//b", "/a", "a/", "-x", "a,b", "[/]", "x\x1b", "a\nb", "#"])
def test_what_is_no_tag(text):
    with pytest.raises(InvalidTagError, match="not a tag"):
        parse_tag(text)


@pytest.mark.parametrize(
    ("tag", "old", "new", "after"),
    [
        ("ml", "ml", "ai", "ai"),
        ("ML/nlp", "ml", "ai", "ai/nlp"),
        ("mlops", "ml", "ai", "mlops"),
        ("ml/nlp/qa", "ml/nlp", "nlp", "nlp/qa"),
        ("rlhf/x", "rlhf", "RLHF", "RLHF/x"),
        ("a", "a", "a/b", "a/b"),
        ("a/c", "a", "a/b", "a/b/c"),
        ("a/b", "a", "a/b", "a/b"),
        ("a/b/c", "a", "A/B", "A/B/c"),
        ("a/bc", "a", "a/b", "a/b/bc"),
        ("a/b", "a/b", "a", "a"),
        ("a/b/c", "a/b", "a", "a/c"),
        ("straße/x", "STRASSE", "road", "road/x"),
        ("STRASSE/x", "straße", "road", "road/x"),
    ],
)
def test_a_renamed_tag_takes_those_below_it_along(tag, old, new, after):
    assert renamed(tag, old, new) == after

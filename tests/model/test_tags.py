import pytest

from readlist.model.tags import InvalidTagError, parse_tag


@pytest.mark.parametrize("text", ["rlhf", "ml/nlp", "C++", "to-read", "v1.0", "Überblick", "論文", "a_b", "2024"])
def test_tags(text):
    assert parse_tag(text) == text


def test_a_hash_and_spaces_around_a_tag_do_not_count():
    assert parse_tag(" #rlhf ") == "rlhf"


@pytest.mark.parametrize("text", ["", " ", "two words", "a//b", "/a", "a/", "-x", "a,b", "[/]", "x\x1b", "a\nb", "#"])
def test_what_is_no_tag(text):
    with pytest.raises(InvalidTagError, match="not a tag"):
        parse_tag(text)

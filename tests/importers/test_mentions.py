"""Papers are found in text by each way of writing an address or an identifier."""

from __future__ import annotations

import pytest

from readlist.importers.mentions import find_mentions, may_mention

WAYS = """
https://example.org/page
http://example.org/page
arXiv:2301.12345
ARXIV 2301.12345v2
ArXiv preprint arXiv:2301.12345
CoRR abs/2301.12345
math.GT/0309136
hep-th/9901001
doi:10.1000/xyz.1
10.1000/182
2024.acl-long.12
2301.12345
P19-1001
"""


@pytest.mark.parametrize("text", WAYS.strip().splitlines())
def test_each_way_of_writing_is_found_within_a_sentence(text: str) -> None:
    sentence = f"As they say, see {text} for more"
    assert may_mention(sentence)
    assert [mention.start for mention in find_mentions(sentence, bare=True)] == [sentence.index(text)]


@pytest.mark.parametrize(
    "text", ["", "No numbers and/or dashes - here.", "Pages 10-12, 1990.", "an extra X-ray of 3.14"]
)
def test_a_sentence_without_any_mentions_none(text: str) -> None:
    assert not may_mention(text)
    assert find_mentions(text, bare=True) == []

"""Sentences of abstracts, their words and signs, and which of them are worth reading closely."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model import contribution, signals
from readlist.model.sentences import sentences
from readlist.model.tokens import Sentence
from readlist.model.voice import telling_verb

PIECES = [
    *("We propose", "we then build", "This paper introduces", "Our", "our toolkit ,", "the proposed", "resulting in"),
    *("called", "which we dub", "we refer to as", "or", "for short", "is proposed", "was developed", "results show"),
    *("Ripple", "RippleNet", "iRip", "RN-2", "(RN)", "`ripple`", "a", "an", "the", "is", "is a", ", a", "that", "and"),
    *("framework", "open-source library", "Ring Network", "method", "in this work", "authors’", "It's", "—", "of", "."),
    *("Previous methods", "models", "However ,", "describes", "combines", "for images", "we", "I", "study", "naïve"),
]
PHRASES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(" ".join)
ABSTRACTS = st.lists(PHRASES, min_size=1, max_size=5).map(". ".join)


@given(ABSTRACTS)
def test_sentences_that_are_passed_over_introduce_nothing_by_name(abstract):
    found = contribution.contribution(abstract)
    with pytest.MonkeyPatch.context() as patch:
        for look in ("may_introduce", "may_define", "may_describe"):
            patch.setattr(contribution, look, lambda _text: True)
        assert contribution.contribution.__wrapped__(abstract) == found


@given(PHRASES)
def test_sentences_that_are_nobodys_tell_of_no_paper(text):
    assert signals.may_be_ours(text) or telling_verb(text) is None


@given(PHRASES)
def test_words_are_the_same_beside_letters_that_are_not_ascii(text):
    assert Sentence(f"{text} é").tokens == [*Sentence(text).tokens, "é"]


@pytest.mark.parametrize("text", [
    "Models grow. Memory does not. We ask why.",
    "Kim et al. measured it, cf. Fig. 2 of it. The error is 0.5. It stays.",
    "The code is public.However, it is old. (So are we.) nnU-Net is older.",
])  # fmt: skip
def test_a_question_parts_no_other_sentences(text):
    assert sentences(f"{text} Is it?") == (*sentences(text), "Is it?")
    assert sentences(f"{text} It is!") == (*sentences(text), "It is!")
    assert len(sentences(text)) >= 3

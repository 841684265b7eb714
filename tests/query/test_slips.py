import pytest

from readlist.query.slips import is_slip, squeezed, words_of


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("bert", "bert"),
        ("ber", "bert"),
        ("bret", "bert"),
        ("berrt", "bert"),
        ("nert", "bert"),
        ("brt", "brtx"),
        ("atention", "attention"),
        ("alignmnt", "alignment"),
        ("alignmt", "alignment"),
        ("distil", "distillation"),
        ("distll", "distillation"),
        ("hallucniation", "hallucinations"),
        ("reinforcmnt", "reinforcement"),
        ("dvorka", "dvorak"),
    ],
)
def test_a_slip_or_two_in_a_word_or_its_beginning(typed, word):
    assert is_slip(typed, word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("brt", "bert"),
        ("cat", "car"),
        ("bxrx", "bert"),
        ("algnmt", "alignment"),
        ("reinfrcmn", "information"),
        ("bert", "be"),
        ("transformer", "trans"),
        ("abcd", "xyzabcd"),
    ],
)
def test_short_words_and_more_slips_are_other_words(typed, word):
    assert not is_slip(typed, word)


def test_words_are_folded_and_those_with_hyphens_are_also_one():
    assert list(words_of("MCC-KD: Dvořák’s (pre-)training")) == [
        "mcc",
        "kd",
        "mcckd",
        "dvorak",
        "s",
        "dvoraks",
        "pre",
        "training",
        "pretraining",
    ]
    assert squeezed("MCC-KD!") == "mcckd"
    assert list(words_of("Trans\u00adformer k‑NN")) == ["transformer", "k", "nn", "knn"]

import pytest

from readlist.model.labels import PUT_OFF, RETURNED, SIGNS, STAR, author_label, deferral_label, deferral_sign
from readlist.model.paper import Paper, Status
from readlist.text import cell_width


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        ((), ""),
        (("Yong Lin",), "Lin"),
        (("Yong Lin", "Sebastian van der Berg"), "Lin & van der Berg"),
        (("Yong Lin", "B", "C"), "Lin et al."),
    ],
)
def test_who_wrote_it_in_a_few_cells(authors, label):
    assert author_label(authors) == label


def test_every_status_has_a_sign_of_its_own():
    assert len({SIGNS[status] for status in Status}) == len(Status)


@pytest.mark.parametrize(
    ("until", "sign", "label"),
    [
        (None, " ", ""),
        ("2026-11-28", PUT_OFF, "deferred to Sat 28 November"),
        ("2026-11-22", PUT_OFF, "deferred to Sun 22 November"),
        ("2027-01-02", PUT_OFF, "deferred to Sat 2 January 2027"),
        ("2026-11-21", RETURNED, "back since Sat 21 November"),
        ("2025-11-20", RETURNED, "back since Thu 20 November 2025"),
        ("2026-02-31", RETURNED, "back since 2026-02-31"),
    ],
)
def test_what_was_put_off_says_until_or_since_when(until, sign, label):
    paper = Paper(key="a", number=1, defer_until=until)
    assert (deferral_sign(paper, "2026-11-21"), deferral_label(paper, "2026-11-21")) == (sign, label)


def test_the_signs_of_deferring_take_one_cell_and_are_no_other_sign():
    assert cell_width(RETURNED) == cell_width(PUT_OFF) == 1
    assert len({RETURNED, PUT_OFF, *SIGNS.values(), STAR}) == len(SIGNS) + 3

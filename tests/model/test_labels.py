import pytest

from readlist.model.labels import SIGNS, author_label
from readlist.model.paper import Status


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

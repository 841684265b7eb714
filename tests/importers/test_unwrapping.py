"""Words that a hyphen parts at the end of a line: together where that is safe, with their hyphen where it is theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.importers import read
from readlist.importers.base import Document
from readlist.importers.unwrapping import Unwrapping, joined


@pytest.mark.parametrize(("lines", "whole"), [
    ("un-|derstanding", "understanding"),
    ("repre-|sentations of snow", "representations of snow"),
    ("large frame-|works,", "large frameworks,"),
    ("read-|ing", "reading"),
    ("under\xad|standing", "understanding"),
    ("state-of-the-|art", "state-of-the-art"),
    ("fine-|tuned", "fine-tuned"),
    ("self-|supervised", "self-supervised"),
    ("non-|linear", "non-linear"),
    ("multi-|modal", "multi-modal"),
    ("pre-|trained", "pre-trained"),
    ("co-|training", "co-training"),
    ("transformer-|based", "transformer-based"),
    ("text-|to-image", "text-to-image"),
    ("BERT-|based", "BERT-based"),
    ("Monte-|Carlo", "Monte-Carlo"),
    ("Proceed-|ings", "Proceed-ings"),
    ("GPT-|4", "GPT-4"),
    ("2019-|2021", "2019-2021"),
    ("3d-|printed", "3d-printed"),
    ("pre- and post-|training", "pre- and post-training"),
    ("pre-|and post-training", "pre- and post-training"),
    ("snow -|or rain", "snow - or rain"),
    ("snow|and rain", "snow and rain"),
    ("https://example.org/snow-|flakes", "https://example.org/snow-flakes"),
])  # fmt: skip
def test_what_stands_at_the_end_of_a_line(lines, whole):
    assert Unwrapping("").join(lines.split("|")) == whole


@pytest.mark.parametrize(("text", "whole"), [
    ("a snowfield-like plain; snow-\nflakes", "snowflakes"),
    ("Snowflakes fall. snow-\nflakes", "snowflakes"),
    ("Snow-flakes fall. snow-\nflakes", "snow-flakes"),
    ("the snow and its flakes: snow-\nflakes", "snow-flakes"),
    ("Selfsupervised. self-\nsupervised", "selfsupervised"),
])  # fmt: skip
def test_a_document_shows_how_it_writes_a_word(text, whole):
    left, right = text.split()[-2:]
    assert Unwrapping(text).join([left, right]) == whole


def test_columns_part_words_with_a_capital_and_addresses_too():
    entries = [["In Proceed-", "ings of https://doi.org/10.1000/", "182.7", "now"], ["Transformer-", "based"]]
    assert joined(entries, "") == ["In Proceedings of https://doi.org/10.1000/182.7 now", "Transformer-based"]


@given(st.lists(st.text("ab- Z1-\n\xad‐", max_size=9), max_size=6))
def test_nothing_is_lost_but_blanks_and_hyphens(lines):
    def kept(text):
        return "".join(char for char in text if char.isalnum())

    assert kept(Unwrapping("\n".join(lines)).join(lines)) == kept("".join(lines))


MAIL = """\\\\
arXiv:2310.16271
Date: Wed, 25 Oct 2023 01:05:03 GMT   (7kb)

Title: Un-
  derstanding self-
  supervised snow
Authors: Jean-
  Pierre Moreno, Ana Ek
Categories: cs.CL
\\\\
  We weigh repre-
sentations that are state-of-the-
art.
\\\\ ( https://arxiv.org/abs/2310.16271 ,  7kb)
"""
PAGE = """[1] arXiv:2310.16271 [pdf, other]
Title: Weighing repre-
sentations of multi-
modal snow
Authors: Ana Moreno, Jean-
Pierre Ek
Subjects: Computation and Language (cs.CL)
"""
FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2310.16271v1</id>
<link href="http://arxiv.org/abs/2310.16271v1" rel="alternate"/><title>Weighing repre-
  sentations of self-
  made snow</title><summary>We weigh snow-
flakes by fine-
tuned scales. Snowflakes are light.</summary><author><name>Ana Ek</name></author></entry></feed>
"""


@pytest.mark.parametrize(("text", "title", "authors", "abstract"), [
    (MAIL.replace("Un-", "un-"), "understanding self-supervised snow", ("Jean-Pierre Moreno", "Ana Ek"),
     "We weigh representations that are state-of-the-art."),
    (PAGE, "Weighing representations of multi-modal snow", ("Ana Moreno", "Jean-Pierre Ek"), ""),
    (FEED, "Weighing representations of self-made snow", ("Ana Ek",),
     "We weigh snowflakes by fine-tuned scales. Snowflakes are light."),
], ids=["mail", "page", "feed"])  # fmt: skip
def test_formats_whose_lines_are_wrapped(text, title, authors, abstract):
    (found,) = read(Document("x", text)).found
    assert (found.record.title, found.record.authors, found.record.abstract) == (title, authors, abstract)

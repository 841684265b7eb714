"""What a query found is marked on the right characters and cells, whatever folding does to lengths."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from readlist.app.marks import Kindred, Marks, Needle, Searched, close_marks_of, marks_of
from readlist.app.widgets.paper_columns import marked_authors, marked_venue
from readlist.app.widgets.prose import lay_out
from readlist.app.widgets.spans import cut_marked, filled, joined, segments
from readlist.model.paper import Paper
from readlist.query.filters_text import Text
from readlist.query.parser import parse
from readlist.text import as_typed, caseless, cell_width, cut

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)

# Accents of both kinds, letters that fold to several, letters that fold to none of their own, wide and Greek ones.
LETTERS = st.text(st.sampled_from("abeinorßẞ Ææﬁﬀ½ŁøÅȩ́́Σς한が漢字İı'’“-‑–~ǿ\u00ad\u200b\u200c\ufe0f"), max_size=40)


def needle(typed):
    """What looks for a word or phrase as it was typed."""
    text = Text(typed, None)
    return Needle(text.wanted, exact=text.exact)


def marked(text, *seekers):
    """The marked stretches of a text."""
    return [text[start:end] for start, end in Marks({"title": seekers})("title", text)]


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Attention is all you need", "attention", ["Attention"]),
        ("Attention is all you need", "t", ["tt", "t"]),
        ("BERT and bert", "BERT", ["BERT"]),
        ("BERT and bert", "bert", ["BERT", "bert"]),
        ("Antonín Dvořák writes", "dvorak", ["Dvořák"]),
        ("Antonín Dvořák writes", "dvořák writes", ["Dvořák writes"]),
        ("Antoni\u0301n Dvor\u030ca\u0301k", "dvorak", ["Dvor\u030ca\u0301k"]),
        ("straße nach Gießen", "giessen", ["Gießen"]),
        ("straße nach Gießen", "nach", ["nach"]),
        ("e\ufb03cient \ufb01ne-tuning of", "fine-tuning", ["\ufb01ne-tuning"]),
        ("e\ufb03cient \ufb01ne-tuning of", "of", ["of"]),
        ("大規模言語モデル and models", "言語", ["言語"]),
        ("İstanbul’da a model", "model", ["model"]),
        ("a model", "zebra", []),
        ("a chain of\nthought", "chain of thought", ["chain of\nthought"]),
        ("naïve chain \n of thought", "Naive", []),
        ("naïve chain \n of thought", "naive chain of", ["naïve chain \n of"]),
        ("a chain\n\nof thought", "chain of", []),
        ("a c++\ncode", "c++ code", ["c++\ncode"]),
        ("Inter\u00adpret\u00adable Trans\u00adformer", "transformer", ["Trans\u00adformer"]),
        ("Inter\u00adpret\u00adable Trans\u00adformer", "pretable", ["pret\u00adable"]),
        ("Ensuring MLLM’s Safety", "MLLM's", ["MLLM’s"]),
        ("Ensuring MLLM’s “Safety” first", '"safety" first', ["“Safety” first"]),
        ("A k‑NN Study of GPT–3", "k-nn", ["k‑NN"]),
        ("A k‑NN Study of GPT–3", "GPT-3", ["GPT–3"]),
        ("Jürgen Weiß; Anna Straßer", "Weiss", ["Weiß"]),
        ("Jürgen Weiß; Anna Straßer", "Strasser", ["Straßer"]),
        ("", "a", []),
    ],
)
def test_words_are_marked_where_they_stand(text, typed, found):
    assert marked(text, needle(typed)) == found


def test_what_several_words_find_is_one_stretch_where_it_overlaps():
    assert marked("Fine-tuning", needle("tuning"), needle("ne-tu"), needle("F")) == ["Fine-tuning"[0:1], "ne-tuning"]


def test_a_word_of_slips_marks_the_words_that_it_means():
    like = Kindred({"alignment", "mcckd"}.__contains__)
    assert marked("The Alignment tax of MCC-KD: aligning", like) == ["Alignment", "MCC-KD"]


@pytest.mark.parametrize(
    ("text", "field", "shown", "found"),
    [
        ("chain", "abstract", "a Chain of thought", ["Chain"]),
        ("title:chain", "abstract", "a chain of thought", []),
        ("title:chain", "title", "a chain of thought", ["chain"]),
        ("-chain thought", "title", "a chain of thought", ["thought"]),
        ('"chain of"', "title", "a chain of thought", ["chain of"]),
        ("(chain OR thought) is:unread", "note", "a chain of thought", ["chain", "thought"]),
        ("~thougt", "title", "a chain of Thoughts", ["Thoughts"]),
        ("title:/c.+n\\b/", "title", "a chain of thought", ["chain"]),
        ("author:/^Lin/", "author", "Lin, Yong", ["Lin"]),
        ("tag:ml year:2024", "title", "ml in 2024", []),
        (r'"$\\alpha$-divergence"', "title", "On α-divergence", ["α-divergence"]),
        (r'"$\\alpha$-divergence"', "note", r"On $\alpha$-divergence", [r"$\alpha$-divergence"]),
        ("title:/k-nn/", "title", "A k‑NN Study", ["k‑NN"]),
    ],
)
def test_what_a_query_looks_for_is_marked_in_the_fields_in_which_it_does(text, field, shown, found):
    spans = marks_of(parse(text, now=NOW))(field, shown)
    assert [shown[start:end] for start, end in spans] == found


@pytest.mark.parametrize(
    ("text", "field", "shown", "found"),
    [
        ("chain of thougt", "title", "Chain-of-Thought prompting", ["Chain", "of", "Thought"]),
        ("mcckd", "title", "MCC-KD: distillation", ["MCC-KD"]),
        ("mllm's", "title", "Safe MLLMs: Spurious s", ["MLLMs"]),
        ("k-NN study", "title", "Knuth: a Study of k-NN", ["Study", "k-NN"]),
        ("alignmnt dvorak", "author", "Antonín Dvořák", ["Dvořák"]),
        ("alignmnt dvorak", "abstract", "of Dvořák and alignment", ["Dvořák"]),
    ],
)
def test_in_papers_that_are_only_close_the_words_that_are_close_are_marked(text, field, shown, found):
    spans = close_marks_of(parse(text, now=NOW))(field, shown)
    assert [shown[start:end] for start, end in spans] == found


@pytest.mark.parametrize("text", ["author:Erdős", "author:erdos", r'author:"Erd\H{o}s"'])
def test_the_sign_of_the_authors_who_are_not_named_is_marked_for_one_whose_name_is_latex(text):
    paper = Paper(key="a", number=1, authors=("Ann Lee", "Bo Wu", "Cy Ma", r"P\'al Erd\H{o}s"))
    label, spans = marked_authors(paper, marks_of(parse(text, now=NOW)))
    assert [label[start:end] for start, end in spans] == ["et al."]


def test_the_short_form_of_a_venue_is_marked_where_its_latex_was_found():
    paper = Paper(key="a", number=1, venue=r"Journal f\"ur Computational Natural Language Learning")
    label, spans = marked_venue(paper, marks_of(parse("venue:für", now=NOW)))
    assert [label[start:end] for start, end in spans] == ["CoNLL"]


def test_nothing_is_marked_in_other_fields():
    marks = Marks({"title": [needle("model")]})
    assert marks("abstract", "model") == ()


@given(LETTERS, LETTERS)
def test_a_mark_covers_the_letters_that_were_found_and_no_accent_is_left_behind(text, needle):
    searched = Searched(text, exact=False)
    for start, end in searched.find(caseless(needle)):
        assert caseless(needle) in caseless(text[start:end])
        assert end == len(text) or not unicodedata.combining(text[end])
        # It is the shortest such stretch: without its first or last letter the needle is not there.
        assert caseless(needle) not in caseless(text[start + 1 : end])


@given(LETTERS, LETTERS)
def test_something_is_marked_just_where_the_folded_text_has_it(text, needle):
    for exact, look in ((True, as_typed), (False, caseless)):
        found = list(Searched(text, exact=exact).find(look(needle)))
        assert bool(found) == bool(look(needle) and look(needle) in look(text))


@given(LETTERS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))), st.integers(0, 60))
def test_marks_change_no_letter_of_a_cut_line(text, spans, cells):
    spans = joined((min(a, len(text)), min(b, len(text))) for a, b in spans)
    shown, left = cut_marked(text, cells, spans)
    drawn = segments(shown, Style(), left, Style(underline=True))
    assert "".join(segment.text for segment in drawn) == shown
    assert cell_width(shown) <= cells
    assert all(segment.text for segment in drawn if segment.style.underline)
    # Something that is marked can be seen to be, at least by the sign that the line was cut.
    assert bool(spans and shown) == any(segment.style.underline for segment in drawn)


@given(LETTERS, st.integers(0, 50))
def test_a_cut_line_fills_its_column(text, cells):
    line = filled(cut(text, cells), cells)
    assert line.rstrip() == cut(text, cells).rstrip()
    assert cell_width(line) == cells


@given(LETTERS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))), st.integers(1, 20))
def test_marks_survive_the_wrapping(text, spans, cells):
    spans = joined((min(a, len(text)), min(b, len(text))) for a, b in spans)
    plain = lay_out(text, cells)
    lines = lay_out(text, cells, found=spans)
    assert ["".join(piece.text for piece in line) for line in lines] == [
        "".join(piece.text for piece in line) for line in plain
    ]
    found = "".join(piece.text for line in lines for piece in line if piece.found)
    # Wrapping drops blanks only.
    assert found.replace(" ", "") == "".join(text[start:end] for start, end in spans).replace(" ", "")


def test_a_link_in_which_something_is_found_stays_a_link():
    text = "see https://example.org/bert now"
    pieces = lay_out(text, 80, marks=[(4, 28, "link", "https://example.org/bert")], found=[(0, 3), (24, 32)])[0]
    assert [(piece.text, piece.address is not None, piece.found) for piece in pieces] == [
        ("see", False, True),
        (" ", False, False),
        ("https://example.org/", True, False),
        ("bert", True, True),
        (" now", False, True),
    ]

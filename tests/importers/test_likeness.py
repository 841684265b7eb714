"""What is likely the same paper, and what only looks so."""

import dataclasses
import itertools
import random

import pytest

from readlist.importers.identity import Identities
from readlist.importers.likeness import StoppedError, likely_pairs, likeness
from readlist.model.actions_merging import KeepApart
from readlist.model.library import Library
from readlist.model.paper import Paper

NOW = "2026-11-21T08:00:00Z"
ABSTRACT = (
    "We measure how long the shadows of trees are at noon. Measurements of this kind have been made before, but never "
    "in a city. We collect many shadows in parks, and find that taller trees have longer ones. Our results suggest "
    "that the sun does not care about parks. We discuss what gardeners can learn from it."
)
OTHER = (
    "Speech is hard to understand where many people talk at once. This work proposes a microphone that listens to one "
    "of them. It is trained on recordings of dinners and does better than four baselines, by a margin that listeners "
    "notice. Failures are shown and explained at length, with examples from real kitchens and halls."
)
TREES = Paper(
    key="moreno2021shadows",
    number=1,
    title="Measuring the Shadows of Trees in Cities",
    authors=("Ana Moreno", "Bo Li", "Cy Ax"),
    year=2021,
    abstract=ABSTRACT,
)


def twin(**changes):
    return dataclasses.replace(TREES, **{"key": "twin", "number": 2, **changes})


def pairs(*papers):
    return likely_pairs(Library(papers))


def why(other, one=TREES):
    (pair,) = pairs(one, other)
    assert (pair.key, pair.other) == (one.key, other.key)
    assert 0 < pair.score <= 100
    assert likeness(other, one) == pair
    return pair.why


@pytest.mark.parametrize(("changes", "reasons"), [
    ({"title": "Measuring the Shadow of Trees in Cities"}, "titles alike (99), 3 authors in common"),
    ({"title": "Measuring Shadows of Trees in Cities", "year": 2022}, "titles alike (95), 3 authors in common, 1 year"),
    ({"title": r"Measuring the \emph{Shadows} of Trees in Cities", "year": 2024},
     "equal titles, 3 authors in common, 3 years apart"),
    ({"authors": ()}, "equal titles"),
    ({"authors": ("Dee Fox",)}, "equal titles, no author in common"),
    ({"title": "ShadowNet: Measuring the Shadows of Trees in Cities at Noon and Beyond", "authors": ("A. Moreno",)},
     "1 author in common"),
    ({"title": "Measuring the Shadows", "abstract": ""}, "one title is part of the other, 3 authors"),
    ({"title": "What Gardeners Can Learn from the Sun"}, "abstracts alike (100), 3 authors in common"),
    ({"title": None, "authors": (), "abstract": ABSTRACT.replace("many shadows in parks", "12 shadows in 3 gardens")},
     "abstracts alike (9"),
    ({"title": "Anything", "authors": ("Dee Fox",), "arxiv": "2101.00001v3", "abstract": ""}, "equal arXiv identifier"),
])  # fmt: skip
def test_what_is_likely_the_same_is_told_with_reasons(changes, reasons):
    assert reasons in why(twin(**changes), dataclasses.replace(TREES, arxiv="2101.00001"))


@pytest.mark.parametrize("changes", [
    {"title": "Measuring the Colours of Trees in Cities", "abstract": OTHER},
    {"title": "Measuring the Shadows of Trees in Cities, Part II"},
    {"title": "Measuring the Shadows of 3 Trees in Cities"},
    {"title": "Measuring the Shadows of Trees in Cities 2"},
    {"title": "Measuring the Shadows of Dogs in Cities", "authors": ("Dee Fox",), "abstract": ""},
    {"title": "What Gardeners Can Learn", "authors": ("Dee Fox",)},
    {"title": "What Gardeners Can Learn", "abstract": OTHER},
    {"title": None, "abstract": OTHER},
    {"title": None, "abstract": ""},
    {"arxiv": "2101.00002"},
    {"doi": "10.2/other"},
], ids=str)  # fmt: skip
def test_what_only_looks_so_is_not_listed(changes):
    assert pairs(dataclasses.replace(TREES, arxiv="2101.00001", doi="10.1/trees"), twin(**changes)) == []


@pytest.mark.parametrize(("one", "other", "reasons"), [
    ({"title": "Preface", "authors": ("Wei Wang",), "venue": "Journal of Snow"},
     {"title": "Preface", "authors": ("Wenjie Wang",), "venue": "Annals of Ice", "year": 2022},
     "equal titles, equal surnames, other first names, 1 year apart"),
    ({"authors": ("Mike Moreno",)}, {"authors": ("Michael Moreno",)},
     "equal titles, equal surnames, other first names"),
    ({"title": "Programming in C"}, {"title": "Programming in C++"},
     "titles equal but for signs, 3 authors in common"),
    ({"title": "A LIST OF NEEDS"}, {"title": "A LIST OF NEEDS*"}, "titles equal but for signs, 3 authors in common"),
    ({"title": "Front Matter", "authors": (), "venue": "Journal of Snow"},
     {"title": "Front Matter", "authors": (), "venue": None}, "equal titles"),
    ({"title": "Editorial", "authors": (), "venue": "Journal of Snow"},
     {"title": "Editorial", "authors": (), "venue": None}, "equal titles"),
    ({"title": "The Snow of Yesteryear", "authors": (), "venue": "Journal of Snow"},
     {"title": "The Snow of Yesteryear", "authors": (), "venue": "J. Snow"}, "equal titles"),
])  # fmt: skip
def test_what_an_import_does_not_merge_for_a_small_difference_is_listed(one, other, reasons):
    first, second = (dataclasses.replace(paper, abstract="") for paper in (TREES, twin()))
    first, second = dataclasses.replace(first, **one), dataclasses.replace(second, **other)
    identities = Identities()
    identities.add(first)
    assert identities.find(second) is None
    assert why(second, first) == reasons


@pytest.mark.parametrize("change", [
    {"title": "Front Matter", "venue": "Annals of Ice"}, {"title": "Editorial", "venue": "Annals of Ice"},
    {"title": "Editorial", "year": 2022}, {"title": "Editorial", "url": "https://snow.example.org/2"},
], ids=str)  # fmt: skip
def test_headings_of_several_journals_and_issues_are_not_listed(change):
    heading = Paper(
        key="one", number=1, title=change["title"], year=2021, venue="Journal of Snow", url="https://snow.example.org/1"
    )
    assert pairs(heading, dataclasses.replace(heading, **{"url": None, "key": "two", "number": 2, **change})) == []


def test_common_titles_of_other_people_are_not_listed():
    papers = [
        Paper(key=f"e{number}", number=number, title=title, authors=(f"Ana Author{chr(96 + number)}",))
        for number, title in enumerate(["Editorial", "Editorial", "Learning to Learn", "Learning to Learn"], 1)
    ]
    assert pairs(*papers) == []


def test_the_best_come_first_and_the_older_paper_stands_first_in_a_pair():
    found = pairs(
        twin(key="c", number=3, title="Measuring the Shadow of a Tree in a City"),
        twin(key="b", number=2),
        TREES,
    )
    assert [(pair.key, pair.other) for pair in found] == [
        (TREES.key, "b"), (TREES.key, "c"), ("b", "c"),
    ]  # fmt: skip
    assert found[0].score == 100
    assert found[0].score >= found[1].score


def test_pairs_that_were_kept_do_not_come_up_again_but_others_of_the_same_papers_do():
    library = Library([TREES, twin(), twin(key="third", number=3)])
    for keys in (("twin", TREES.key), (TREES.key, "third")):
        library = library.apply(KeepApart(*keys).change(library, NOW).edits)
    (left,) = likely_pairs(library)
    assert (left.key, left.other) == ("twin", "third")
    assert likeness(library[TREES.key], library["twin"]) is None


def test_hostile_titles_are_compared_like_any_other():
    odd = ["[/bold]", "\u202e", "((((", "\\", "$", "", "…" * 500, "x" * 100_000, "a b " * 5000]
    papers = [
        Paper(key=f"k{number}", number=number, title=title, authors=("Ana Moreno",), abstract=title)
        for number, title in enumerate(odd + odd, 1)
    ]
    assert {(pair.key, pair.other) for pair in pairs(*papers)} >= {("k8", "k17"), ("k9", "k18")}


def test_whoever_no_longer_waits_stops_the_search():
    with pytest.raises(StoppedError):
        likely_pairs(Library([TREES, twin()]), lambda: True)


def library_of(count, changed):
    """Return `count` papers with titles as they are in a field, and slightly changed copies of some of them."""
    choose = random.Random(count)  # noqa: S311 -- the same ones in every run
    syllables = [first + second for first, second in itertools.product("bdfgklmnprst", "aeiou")]
    words = ["".join(choose.choices(syllables, k=choose.randint(2, 4))) for _ in range(4000)]
    often = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))

    def title():
        return choose.choices(words, cum_weights=often, k=choose.randint(6, 12))

    papers = [
        Paper(
            key=f"k{number}",
            number=number,
            title=" ".join(title()),
            authors=tuple(f"Ana {word.title()}" for word in choose.choices(words, k=4)),
            year=choose.randint(2000, 2024),
        )
        for number in range(1, count + 1)
    ]
    for number, paper in enumerate(choose.sample(papers, changed), count + 1):
        text = paper.title.split()
        place = choose.randrange(len(text))
        match number % 3:
            case 0:
                text[place] = text[place][:-1] + "x"
            case 1:
                del text[place]
            case _:
                text[-1:] = [text[-1], *title()[:2]]
        papers.append(dataclasses.replace(paper, key=f"copy{paper.number}", number=number, title=" ".join(text)))
    return Library(papers)


def test_changed_copies_are_found_in_a_crowd_and_little_else():
    found = {(pair.key, pair.other) for pair in likely_pairs(library_of(3000, 150))}
    copies = {pair for pair in found if pair[1] == pair[0].replace("k", "copy")}
    assert len(copies) >= 140
    assert len(found - copies) <= 5


def test_the_work_grows_with_the_number_of_papers_and_not_with_its_square():
    """A thousand papers that are all alike: each is in a few pairs, not in a thousand."""
    crowd = Library(twin(key=f"k{number}", number=number) for number in range(1, 1001))
    assert len(likely_pairs(crowd)) <= 2500

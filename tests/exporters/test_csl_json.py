import itertools
import json
import re
from importlib import resources

import jsonschema
import pytest

from readlist.exporters.csl_json import CslJson, item_of

STRING = {"type": "string"}
NAME = {
    "type": "object",
    "properties": dict.fromkeys(("family", "given", "non-dropping-particle", "suffix", "literal"), STRING),
    "additionalProperties": False,
}
NAMES = {"type": "array", "items": NAME, "minItems": 1}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "items": {"type": "array", "items": {"type": "number"}, "minItems": 1, "maxItems": 3},
            "minItems": 1,
            "maxItems": 2,
        }
    },
    "additionalProperties": False,
}


def listed(file, name):
    """Return what the language's own schema, as the processor ships it, lists under a name."""
    schemas = resources.files("citeproc") / "data" / "schema" / "schemas" / "styles"
    _, _, behind = (schemas / f"{file}.rnc").read_text(encoding="utf-8").partition(f"{name} =")
    lines = itertools.takewhile(lambda line: not re.search(r"[=}]", line), behind.splitlines())
    return re.findall(r'^\W*"([^"]+)"', "\n".join(lines), re.MULTILINE)


@pytest.fixture(scope="module")
def schema():
    """What an item may be: the types and variables of the language, each of its kind, and nothing else."""
    strings = [n for kind in ("numbers", "strings", "titles") for n in listed("csl-variables", f"variables.{kind}")]
    return {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                **dict.fromkeys(strings, STRING),
                **dict.fromkeys(listed("csl-variables", "variables.names"), NAMES),
                **dict.fromkeys(listed("csl-variables", "variables.dates"), DATE),
                "id": STRING,
                "type": {"enum": listed("csl-types", "item-types")},
                "custom": {"type": "object"},
            },
            "required": ["type", "id"],
            "additionalProperties": False,
        },
    }


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


def test_all_is_as_the_language_has_it(make_paper, schema):
    papers = [
        make_paper(),
        make_paper(title=None, authors=(), year=None, venue=None, abstract="", doi=None, url=None, links=(), tags=()),
        make_paper(arxiv=None, venue=None, authors=("Jan van der Berg Jr.", "{Team", "\\H{o}")),
        make_paper(venue="Nature", note="# A\n\n- b", year=-5),
    ]
    jsonschema.validate(json.loads(CslJson().text_of(papers)), schema)


@pytest.mark.parametrize("wrong", [{"type": "paper"}, {"type": "article", "autor": []}, {"type": "article", "DOI": 3}])
def test_the_language_refuses_what_it_does_not_have(schema, wrong):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate([{"id": "x", **wrong}], schema)

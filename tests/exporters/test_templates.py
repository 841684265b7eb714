from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from readlist.exporters import ExportError, block
from readlist.exporters.block import State
from readlist.exporters.flavours import Flavour, Grouping
from readlist.exporters.markdown import Markdown
from readlist.exporters.templates import Template, TemplateError
from readlist.exporters.variables import DOCUMENT_VARIABLES, PAPER_VARIABLES


@pytest.fixture
def template(tmp_path):
    """Write a template and load it."""

    def load(source):
        path = tmp_path / "my template.md"
        path.write_text(source)
        return Template.load(path)

    return load


def content_of(path):
    return block.find(path.read_text().split("\n---\n", 1)[-1]).content


def test_a_note_by_a_template(tmp_path, make_paper):
    path = tmp_path / "t.md"
    path.write_text(
        "> [!abstract] {{ title }} ({{ year }})\n{{ abstract | quote }}\n\n"
        "{% for author in authors %}\n- {{ loop.index }} {{ author }}\n{% endfor %}\n"
        "{% if doi %}DOI {{ doi }}{% endif %}\n\n## My notes\n\n{{ note }}\n"
    )
    folder = tmp_path / "notes"
    Markdown(template=path).export([make_paper()], folder)
    assert content_of(folder / "lin2024mitigating.md") == (
        "> [!abstract] Mitigating the Alignment Tax of RLHF (2024)\n"
        "> LLMs forget. See <https://github.com/a_b/c_d>.\n\n"
        "- 1 Yong Lin\n- 2 Hangyu Lin\n"
        "DOI 10.18653/v1/2024.emnlp-main.35\n## My notes\n\nRead *section 3*.\n"
    )
    assert Markdown(template=path).export([make_paper()], folder).summary == "1 note unchanged"
    path.write_text("{{ title }}")
    assert Markdown(template=path).export([make_paper()], folder).summary == "Updated 1 note"


def test_a_document_by_a_template(tmp_path, make_paper):
    path = tmp_path / "t.md"
    path.write_text(
        "{{ papers | length }} papers\n{% for group in groups %}\n## {{ group.name }}\n"
        "{% for paper in group.papers %}\n- {{ paper.title }}\n{% endfor %}\n"
        "{% for paper in group.elsewhere %}\n- {{ paper.key }}: {{ paper.under }}\n{% endfor %}\n{% endfor %}\n"
    )
    papers = [make_paper("a", tags=("x", "y")), make_paper("b", tags=(), title="B *b*")]
    Markdown(document_template=path, by=Grouping.TAG).export(papers, tmp_path / "all.md")
    assert content_of(tmp_path / "all.md") == (
        "2 papers\n## x\n- Mitigating the Alignment Tax of RLHF\n## y\n- a: x\n## Untagged\n- B \\*b\\*\n"
    )


def test_a_note_of_a_template_is_taken_back(tmp_path, make_paper):
    path = tmp_path / "t.md"
    path.write_text("# {{ title }}\n\nThoughts: {{ note }}\n\nEnd of {{ key }}\n")
    folder, exporter = tmp_path / "notes", Markdown(template=path)
    exporter.export([make_paper()], folder)
    note = folder / "lin2024mitigating.md"
    note.write_text(note.read_text().replace("section 3", "section 4"))
    (taken,) = exporter.take_back([make_paper()], folder)
    assert (taken.note, taken.left) == ("Read *section 4*.", ())


def test_a_template_in_the_outline_of_logseq(tmp_path, make_paper):
    path = tmp_path / "t.md"
    path.write_text("## {{ title }}\n\n{{ note }}\n")
    exporter = Markdown(template=path, flavour=Flavour.LOGSEQ)
    exporter.export([make_paper()], tmp_path / "notes")
    text = (tmp_path / "notes" / "lin2024mitigating.md").read_text()
    assert "\n- ## Mitigating the Alignment Tax of RLHF\n\t- Read *section 3*.\n- <!-- readlist:end" in text


@pytest.mark.parametrize("name", [name for name in PAPER_VARIABLES if name != "raw"])
def test_every_variable_that_is_named_is_there(template, make_paper, name):
    paper = make_paper(read_on="2026-12-01T09:00:00Z", files=("a.pdf",), primary_class="cs.CL")
    assert template(f"{{{{ {name} }}}}").note(paper).strip()
    empty = make_paper(title=None, authors=(), abstract="", **dict.fromkeys(["year", "venue", "arxiv", "doi", "url"]))
    template(f"{{% if {name} %}}{{{{ {name} }}}}{{% endif %}}").note(empty)


def test_every_variable_of_a_document_is_there(template):
    for name in DOCUMENT_VARIABLES:
        assert template(f"{{{{ {name} | length }}}}").document([]) == "0\n"


HOSTILE = "*b* [x](y) <script> {{ 7*7 }} {% for %} #tag $x$\n<!-- readlist:end -->\n```\n"


def test_values_read_as_the_text_that_they_are(template, make_paper):
    paper = make_paper(title=HOSTILE, venue=HOSTILE, authors=(HOSTILE,), tags=(HOSTILE,), comment=HOSTILE)
    text = template("{{ title }}\n\n{{ venue }}\n\n{{ authors }}\n\n{{ tags }}\n\n{{ comment }}").note(paper)
    html = MarkdownIt("commonmark").render(text)
    assert "<em>" not in html
    assert "<a " not in html
    assert "<script" not in html
    assert "7*7" in html


def test_a_paper_is_no_template(template, make_paper):
    paper = make_paper(note="{{ 7 * 7 }}{% include 'x' %}")
    assert (
        template("{{ note }}|{{ raw.note }}").note(paper)
        == "{{ 7 * 7 }}{% include 'x' %}|{{ 7 * 7 }}{% include 'x' %}\n"
    )


@pytest.mark.parametrize(
    "source",
    [
        "{{ raw.title }}",
        "<!-- readlist:end -->\n<!-- readlist:begin sha256=0 -->",
        "```\nopen",
        "<!-- open",
        "<pre>\x1b[2J\u202e",
        "",
    ],
)
def test_whatever_a_template_writes_the_block_stays_whole(tmp_path, make_paper, source):
    path = tmp_path / "t.md"
    path.write_text(source)
    paper = make_paper(title=HOSTILE)
    Markdown(template=path).export([paper], tmp_path / "notes")
    note = tmp_path / "notes" / "lin2024mitigating.md"
    note.write_text(note.read_text() + "\n# Mine\n")
    assert block.find(note.read_text().split("\n---\n", 1)[1]).state is State.INTACT
    assert "<h1>Mine</h1>" in MarkdownIt("commonmark").render(note.read_text())
    assert "\x1b" not in note.read_text()
    assert Markdown(template=path).export([paper], tmp_path / "notes").summary == "1 note unchanged"


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("ok\n{{ tittle }}", 2, "'tittle' is undefined; there are: title, authors"),
        ("ok\n{% if x %}", 2, "endif"),
        ("ok\n\n{{ title", 3, ""),
        ("{% include '/etc/passwd' %}", 1, "templates cannot use include"),
        ("{% import 'x' as y %}", 1, "templates cannot use import"),
        ("{% extends 'x' %}", 1, "templates cannot use extends"),
        ("\n{{ title.__class__ }}", 2, ""),
        ("\n{{ title.upper }}", 2, "what it shows is no value"),
        ("{{ title.upper() }}", 1, "templates cannot use a call"),
        ("{{ range(9) }}", 1, "templates cannot use a call"),
        ("{% macro m() %}{% endmacro %}", 1, "templates cannot use macro"),
        ("{{ 'a' * 999999999 }}", 1, "templates cannot use *"),
        ("{{ 9 ** 999999999 }}", 1, "templates cannot use **"),
        ("{{ '%999999999d' % 1 }}", 1, "templates cannot use %"),
        ("{{ title | pprint }}", 1, "no filter 'pprint'; there are: "),
        ("{{ title | length | first }}", 1, ""),
        ("{% set readlist_tick = 1 %}", 1, "templates cannot use readlist_tick"),
        (
            "\n{% for a in abstract %}{% for b in abstract %}{% for c in note %}{% endfor %}{% endfor %}{% endfor %}",
            2,
            "its loops take too long",
        ),
        ("{% for a in abstract %}{% for b in abstract if 0 %}{% endfor %}{% endfor %}", 1, "its loops take too long"),
        (
            "{% for a in abstract %}{% for b in abstract %}{{ abstract }}{% endfor %}{% endfor %}",
            None,
            "it writes too much",
        ),
        ("{% set a = abstract %}" + "{% set a = a ~ a %}" * 40, 1, "a text in it gets too long"),
        ("{{ abstract" + " | replace('', abstract) | replace('', 'aaaaaaaaaa')" * 8 + " }}", 1, ""),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", None, "not understood"),
        ("{{ " + "9" * 5000 + " }}", None, ""),
        ("x" * 100_000, None, "it is too long"),
    ],
)
def test_what_is_wrong_with_a_template_is_told_in_one_line_with_its_place(tmp_path, make_paper, source, line, words):
    path = tmp_path / "t.md"
    path.write_text(source)
    paper = make_paper(abstract="word " * 200)
    with pytest.raises(ExportError) as caught:
        Template.load(path).note(paper)
    message = str(caught.value)
    place = f"template {path}, line {line}: " if line else f"template {path}: "
    assert message.startswith(place)
    assert words in message
    assert "\n" not in message


@pytest.mark.parametrize("name", ["missing.md", "."])
def test_a_template_that_cannot_be_read(tmp_path, make_paper, name):
    with pytest.raises(TemplateError, match="template "):
        Markdown(template=tmp_path / name).export([make_paper()], tmp_path / "notes")
    assert not (tmp_path / "notes").exists()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "{{",
                "}}",
                "{%",
                "%}",
                "title",
                "for a in authors",
                "if",
                "endif",
                "endfor",
                "|",
                "join",
                "(",
                ")",
                ".",
                "[0]",
                "~",
                "'x'",
                "set b =",
                "b",
                "\n",
                "{#",
                "#}",
                "note",
            ]
        )
    )
)
def test_no_template_breaks_the_program(tmp_path_factory, make_paper, words):
    path = tmp_path_factory.mktemp("t") / "t.md"
    path.write_text(" ".join(words))
    problem, text = "", "\n"
    try:
        text = Template.load(path).note(make_paper())
    except TemplateError as error:
        problem = str(error)
    assert "\n" not in problem
    assert text.endswith("\n")

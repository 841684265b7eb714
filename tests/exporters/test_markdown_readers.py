"""Programs that others wrote read our notes: Pandoc, and two readers of YAML, of its versions 1.1 and 1.2."""

from __future__ import annotations

import subprocess
from io import StringIO

import pypandoc
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from readlist.exporters import paper_parts
from readlist.exporters.flavours import Flavour
from readlist.exporters.key_digests import texts_of
from readlist.exporters.markdown import Markdown
from readlist.exporters.note import NoteForm
from readlist.exporters.scalars import rendered
from readlist.model.paper import Paper
from readlist.seeding import create_seeded

TITLES = [
    "A \"quoted\" 'title'",
    "Colons: and more: of them",
    "# A hash #tag [RETRACTED] {x}",
    "---",
    "...",
    "- a list?",
    "🙂 emoji 👩‍💻 and \u202ebidi",
    "CON",
    "x" * 300,
    "null",
    "2101.00010",
    "Case",
    "case",
    "<!-- readlist:end -->",
    "a\\b $x$ ~y~ ^z^ @w |v| *u* `t` %%s%% ==r== [[q]] <p> &amp;",
    "!tag &anchor *alias",
]
NOTES = [
    "# Head\n\n- a\n  - b\n\n```\ncode\n",
    "<!-- readlist:begin sha256=0 -->\n<!-- readlist:end -->",
    "---\ntitle: x\n---\n\n$$x$$ [^1] [@key] {#id .class}",
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n<div>open",
]


def pandoc(text, *args):
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "--from=markdown-smart", "--fail-if-warnings", "--verbose", *args],
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    warnings = [line for line in done.stderr.splitlines() if "[WARNING]" in line]
    assert (done.returncode, warnings) == (0, [])
    return done.stdout


def front_of(text):
    return text.split("---\n", 2)[1]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    return list(create_seeded(tmp_path_factory.mktemp("seeds") / "library").library)


@pytest.fixture(scope="module")
def odd(make_paper):
    papers = [
        make_paper(
            f"key{i}", title=title, abstract=title, venue=title, comment=title, tags=(), note=NOTES[i % len(NOTES)]
        )
        for i, title in enumerate(TITLES)
    ]
    return [*papers, Paper(key="CON", number=99), Paper(key="con", number=100, authors=("---", "yes"))]


@pytest.mark.parametrize("which", ["seeds", "odd"])
def test_pandoc_takes_every_note_without_a_warning(request, tmp_path, which):
    papers = request.getfixturevalue(which)
    Markdown().export(papers, tmp_path)
    files = sorted(tmp_path.iterdir())
    assert len({path.name.casefold() for path in files}) == len(papers) + 1
    for path in files:
        assert pandoc(path.read_text(), "--to=html").count("<!-- readlist:end -->") == 1


@pytest.mark.parametrize("which", ["seeds", "odd"])
@pytest.mark.parametrize("flavour", [Flavour.OBSIDIAN, Flavour.PLAIN])
def test_pandoc_takes_one_document_and_reads_the_titles(request, tmp_path, which, flavour):
    papers = request.getfixturevalue(which)
    Markdown(flavour=flavour).export(papers, tmp_path / "all.md")
    plain = pandoc((tmp_path / "all.md").read_text(), "--to=plain", "--wrap=none")
    lines = [" ".join(line.split()) for line in plain.split("\n")]
    for paper in papers:
        assert paper_parts.heading_of(paper) in lines


def test_pandoc_reads_the_metadata_of_a_note(make_paper):
    text = NoteForm().new_file(make_paper(title='A "b": c #d'))
    assert pandoc(text, "--to=plain", "--standalone", "--wrap=none").startswith('A "b": c #d\n')


@pytest.mark.parametrize("which", ["seeds", "odd"])
def test_every_reader_of_yaml_reads_the_same_values(request, which):
    for paper in request.getfixturevalue(which):
        check_front_matter(paper)


def check_front_matter(paper):
    text = front_of(NoteForm().new_file(paper))
    values = paper_parts.values_of(paper)
    expected = {key: list(value) if isinstance(value, list) else value for key, value in values.items()}
    assert yaml.safe_load(text) == expected
    assert YAML(typ="safe", pure=True).load(StringIO(text)) == expected
    assert YAML(typ="rt").load(StringIO(text)) == expected
    assert all(texts_of(value) and rendered(value) for value in values.values())


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_any_text_is_read_alike(make_paper, title, author, tag):
    check_front_matter(make_paper(title=title, authors=(author, title), tags=(tag,), venue=author, doi=tag))

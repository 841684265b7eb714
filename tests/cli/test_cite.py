from __future__ import annotations

import subprocess
import sys

import pytest

from readlist.cli.cite import cite
from readlist.exporters.references import DEFAULT_STYLE

pytestmark = pytest.mark.usefixtures("library")

LIN = "Lin, Y., & Lin, H. (2024). Mitigating the Alignment Tax of RLHF. Proceedings of EMNLP. "


def test_a_reference_for_pasting(good):
    assert good("cite", "lin2024mitigating") == f"{LIN}https://aclanthology.org/2024.emnlp-main.35\n"


def test_one_line_a_paper_in_the_order_asked_for(good):
    lines = good("cite", "dvorak2021bridges", "lin2024mitigating").splitlines()
    assert [line.partition(",")[0] for line in lines] == ["Dvořák", "Lin"]


def test_keys_on_standard_input_and_identifiers(good):
    assert good("cite", "-", stdin="lin2024mitigating\n").startswith(LIN)
    assert good("cite", "10.1000/182") == "Dvořák, J. (2021). Bridges. https://doi.org/10.1000/182\n"


def test_papers_that_a_query_finds(good):
    assert good("cite", "--query", "bridges is:read").startswith("Dvořák")


def test_a_style_by_its_name_whatever_its_case(good):
    for style in ("ieee", "IEEE"):
        assert good("cite", "--style", style, "dvorak2021bridges").startswith("[1] J. Dvořák, “Bridges”. 2021")


def test_a_style_that_there_is_not_is_one_line_with_the_one_that_was_meant(run):
    result = run("cite", "--style", "ieeee", "dvorak2021bridges")
    assert (result.status, result.out) == (1, "")
    assert result.err == "readlist: no citation style 'ieeee'; did you mean ieee?\n"


def test_a_paper_without_a_title_is_told(run):
    result = run("cite", "2310.16271")
    assert result.status == 0
    assert "[CycleAlign: a framework for alignment by distillation] " in result.out
    assert "https://arxiv.org/abs/2310.16271" in result.out
    assert result.err.startswith("readlist: arxiv2310.16271: its source prints no title; ")


def test_without_keys_the_usage_is_wrong(run):
    assert run("cite").status == 2
    assert run("cite", "nobody2024").status == 1


def test_the_default_of_the_command_is_that_of_the_exporter():
    (style,) = (parameter for parameter in cite.params if parameter.name == "style")
    assert style.default == DEFAULT_STYLE


def test_the_processor_is_loaded_for_this_command_alone():
    code = "import sys, readlist.cli.group, readlist.cli.cite, readlist.exporters.references\n"
    code += "print([name for name in sys.modules if name.startswith(('citeproc', 'lxml'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

r"""LaTeX shown as Unicode, and everything that only looks like LaTeX left alone."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readlist.latex import to_unicode

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        (r"\textit{in situ} and \emph{a \textbf{b} c}", "in situ and a b c"),
        (r"{\it in vivo} tests of {BERT}", "in vivo tests of BERT"),
        (r"save $69\%$ of costs", "save 69% of costs"),
        (r"a $200\times$ speed-up", "a 200× speed-up"),
        (r"4.6\% \& 3 \# a\_b \$5 \{x\}", "4.6% & 3 # a_b $5 {x}"),
        (
            r"Erd\H{o}s, G\"odel, Fran\c cois, na\"{\i}ve, {\'E}va, \v{S}koda",
            "Erdős, Gödel, François, naïve, Éva, Škoda",
        ),
        (r"Stra\ss e, {\L}ukasz, \O re", "Straße, Łukasz, Øre"),
        ("challenge.~In this Fig.~5", "challenge. In this Fig. 5"),
        (r"$\alpha$-divergence, \alpha helix", "α-divergence, α helix"),
        (r"$10^{-3}$ and $O(n^2)$ and $x_{ij}$", "10⁻³ and O(n²) and xᵢⱼ"),
        (r"H$_2$O at 30$^\circ$C, $\sim$5", "H₂O at 30°C, ∼5"),
        (r"$\mathcal{O}(n\log n)$, $\mathbf{x} \in \mathbb{R}^d$", "O(n log n), x ∈ ℝᵈ"),
        (r"$\lambda_{\max}$, $x^{q!}$, $\frac{1}{2}$", "λₘₐₓ, x^(q!), 1/2"),
        (r"$$E=mc^2$$ and \(a_1\)", "E=mc² and a₁"),
        (r"at \url{https://a.org/~b/c_d%20}.", "at https://a.org/~b/c_d%20."),
        (r"library\footnote{https://a.org/x_y} and", "library (https://a.org/x_y) and"),
        (r"\href{https://a.org}{here}", "here (https://a.org)"),
        (r"at https://a.org/x\_y", "at https://a.org/x_y"),
        (r"as in \citep[see][]{lin2024, cui2023}.", "as in [lin2024, cui2023]."),
        (r"\LaTeX{} and 2\textsuperscript{nd}", "LaTeX and 2ⁿᵈ"),
        (r"et al.\ 2020", "et al. 2020"),
    ],
)
def test_latex_is_shown_as_unicode(printed, shown):
    assert to_unicode(printed) == shown


@pytest.mark.parametrize(
    "text",
    [
        '81% against & # _ ^ < > ** "',
        "**bold** and *Open Theorems*",
        "costs $5 and $6, $5/$10, or US$7",
        "$HOME/$USER",
        r"a framework \framework that \framework{x}{y} grows",
        r"C:\temp\beta and C:\Users\new",
        r"\\server\share\alpha",
        "about ~100, 5~10, ~user, /~user",
        "labels {0,1} and {a, b} and 10^{-3} and x^{max}",
        '{"title": "x"}',
        "open { brace",
        "closing } brace",
        r"\emph{never closed",
        r"$\framework^2$ and \today and \input{/etc/passwd}",
        r"$\frac$ and $\url$ and $x \sqrt$",
        "https://a.org/~b/$c/{d}/e_f?g=h%20i",
        "\\",
        "$",
        "$$",
        "",
    ],
)
def test_what_is_no_latex_stays_as_it_is_printed(text):
    assert to_unicode(text) == text


def test_text_without_latex_comes_back_as_the_same_object():
    text = "Plain text, 81% of it, with_a_name & more."
    assert to_unicode(text) is text


def test_broken_formulas_write_no_warning_on_the_terminal(caplog):
    assert to_unicode(r"see $q \frac$ there") == r"see $q \frac$ there"
    assert caplog.records == []


def test_nothing_of_latex_is_left_in_the_seed_documents():
    for document in SEEDS.glob("*.txt"):
        text = document.read_text("utf-8")
        shown = "\n".join(to_unicode(line) for line in text.splitlines())
        assert set(re.findall(r"\\[a-z]+|~|[{}]", shown)) <= {r"\framework"}
        addresses = re.findall(r"https?://[\w./-]+\w", text)
        assert addresses == re.findall(r"https?://[\w./-]+\w", shown)


@settings(deadline=None)
@given(st.text(max_size=200) | st.text(alphabet=r"\${}~^_%&#aHcv'{}$ ()[]alphfrtecxiu" + '"`', max_size=200))
@example(r"\href{a}")
@example(r"$\frac$ $\frac{1}$ $\begin{x}$ \cite \footnote{} {}{}")
@example("$" + "{" * 300 + "$")
def test_no_text_makes_it_fail(text):
    assert isinstance(to_unicode(text), str)


WORD = st.text(alphabet=st.characters(blacklist_characters="\\${}~", blacklist_categories=["Cs"]), max_size=30)


@settings(deadline=None)
@given(WORD, WORD)
def test_the_words_around_latex_are_not_touched(before, after):
    assert to_unicode(f"{before} $69\\%$ {after}") == f"{before} 69% {after}"
    assert to_unicode(f"{before} \\emph{{x}} {after}") == f"{before} x {after}"


@pytest.mark.parametrize(
    "unit",
    [
        "$",
        "{",
        "}",
        "\\",
        "~",
        "\\textit{",
        "$a",
        "\\cite[",
        "\\(",
        "\\foo{a}",
        "\\url{a ",
        "$$a",
        "https://{",
        r"\alpha$",
    ],
)
def test_hostile_text_is_read_to_its_end(unit):
    # A reader that looked for each closing brace again and again would not come to an end with so much of it.
    assert to_unicode(unit * (100_000 // len(unit)) + " the end").endswith("the end")


def test_deeply_nested_braces_are_survived():
    assert to_unicode("{" * 50_000 + "}" * 50_000).strip("{}") == ""


def test_text_without_latex_loads_no_rules_for_it():
    code = "import sys; from readlist.latex import to_unicode; to_unicode('Plain, as most'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "readlist.latex" in done.stdout.split()
    assert "readlist.latex.reading" not in done.stdout.split()

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.exporters.bibtex import BibTeX, entry_of
from readlist.exporters.bibtex_text import latex, title


def fields(paper):
    return dict(re.findall(r"^  ([\w-]+) = \{(.*)\},$", entry_of(paper), re.MULTILINE))


def test_a_paper_of_a_conference_as_people_write_it(make_paper):
    text = BibTeX().text_of([make_paper(note="", comment=None, links=(), abstract="LLMs forget.")])
    first, blank, entry = text.split("\n", 2)
    assert (first[:18], blank) == ("% readlist sha256=", "")
    assert entry == (
        "@inproceedings{lin2024mitigating,\n"
        "  title = {Mitigating the Alignment Tax of {RLHF}},\n"
        "  author = {Lin, Yong and Lin, Hangyu},\n"
        "  year = {2024},\n"
        "  booktitle = {Proceedings of EMNLP},\n"
        "  doi = {10.18653/v1/2024.emnlp-main.35},\n"
        "  eprint = {2309.06256},\n"
        "  archivePrefix = {arXiv},\n"
        "  url = {https://aclanthology.org/2024.emnlp-main.35},\n"
        "  abstract = {LLMs forget.},\n"
        "  keywords = {rlhf, ml/alignment},\n"
        "  readlist-status = {queued},\n"
        "  readlist-starred = {true},\n"
        "  readlist-added = {2026-11-21T08:00:00Z},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("venue", "arxiv", "begins", "place"),
    [
        (None, "2309.06256", "@misc{", None),
        (None, None, "@misc{", None),
        ("arXiv preprint arXiv:2309.06256", "2309.06256", "@misc{", "howpublished"),
        ("Findings of the Association for Computational Linguistics: ACL 2023", None, "@inproceedings{", "booktitle"),
        ("Advances in Neural Information Processing Systems 36", "2309.06256", "@inproceedings{", "booktitle"),
        ("NeurIPS", None, "@inproceedings{", "booktitle"),
        ("ICLR 2024", None, "@inproceedings{", "booktitle"),
        ("Transactions of the Association for Computational Linguistics, Volume 12", None, "@article{", "journal"),
        ("Journal of Machine Learning Research", None, "@article{", "journal"),
        ("Computational Linguistics, Volume 50, Issue 1 - March 2024", None, "@article{", "journal"),
        ("Proceedings of the National Academy of Sciences", None, "@article{", "journal"),
        ("Nature", None, "@article{", "journal"),
    ],
)
def test_what_a_paper_came_out_in_says_the_type_of_its_entry(make_paper, venue, arxiv, begins, place):
    paper = make_paper(venue=venue, arxiv=arxiv)
    assert entry_of(paper).startswith(begins)
    assert [name for name in ("howpublished", "booktitle", "journal") if name in fields(paper)] == [place] * bool(place)
    assert fields(paper).get("eprint") == arxiv


def test_an_old_identifier_says_its_class(make_paper):
    found = fields(make_paper(arxiv="cs.CL/0306050"))
    assert (found["eprint"], found["archivePrefix"], found["primaryClass"]) == ("cs.CL/0306050", "arXiv", "cs.CL")
    assert "primaryClass" not in fields(make_paper())
    assert fields(make_paper(arxiv="cs.CL/0306050", primary_class="cs.IR"))["primaryClass"] == "cs.IR"


def test_files_are_written_as_jabref_has_them_and_addresses_are_none(make_paper):
    paths = ("/home/x/a b;c.pdf", "C:\\papers\\x.ps", "notes", "{x}.pdf", "https://a.org/x.pdf")
    written = r":/home/x/a b\;c.pdf:PDF;:C\:\\papers\\x.ps:PS;:notes:PDF;:%7Bx%7D.pdf:PDF"
    assert fields(make_paper(files=paths))["file"] == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Yong Lin", "Lin, Yong"),
        ("Jan van der Berg", "van der Berg, Jan"),
        ("Robert Downey Jr.", "Downey, Jr., Robert"),
        ("Oscar De La Renta", "De La Renta, Oscar"),
        ("OpenAI", "OpenAI"),
        ("The BELL Collaboration", "{The BELL Collaboration}"),
        ("Lin, Yong", "{Lin, Yong}"),
        ("Ernst and Young", "{Ernst and Young}"),
        ("Wei Wang 0001", "Wang 0001, Wei"),
        ("Paul Erd\\H{o}s", "Erd\\H{o}s, Paul"),
        ("AT&T", "AT\\&T"),
    ],
)
def test_names_as_bibtex_parts_them(make_paper, name, written):
    assert fields(make_paper(authors=(name,)))["author"] == written
    assert fields(make_paper(authors=("Bo Li", name)))["author"] == f"Li, Bo and {written}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("81% of R&D in C# for $5: a_b", r"81\% of R\&D in C\# for \$5: a\_b"),
        ("x^2 ~100 <b>", r"x\textasciicircum{}2 \textasciitilde{}100 \textless{}b\textgreater{}"),
        (r"C:\temp", r"C:\textbackslash{}temp"),
        ("{0, 1} of these", r"\{0, 1\} of these"),
        ("a { b", r"a \textbraceleft{} b"),
        ("} {", r"\textbraceright{} \textbraceleft{}"),
        # What is LaTeX already is not escaped twice.
        (r"$\alpha$-divergence", r"$\alpha$-divergence"),
        (r"\textit{In situ} for 50\%", r"\textit{In situ} for 50\%"),
        (r"Erd\H{o}s and G\"odel", r"Erd\H{o}s and G\"odel"),
        (r"Knuth's~law of {BERT}", r"Knuth's~law of {BERT}"),
        # … and what is not LaTeX beside it is escaped all the same.
        (r"50% of $O(n_i)$ in a_b", r"50\% of $O(n_i)$ in a\_b"),
        (r"\emph{R&D} for $5", r"\emph{R\&D} for \$5"),
        (r"the \alpha of it", r"the \ensuremath{\alpha} of it"),
        (r"$\{x\}$ and \{y\}", r"$\lbrace x\rbrace $ and \{y\}"),
        (r"$\undefined{x}_y$ is a formula", r"$\undefined{x}_y$ is a formula"),
        (r"\emph{a} and C:\temp", r"\emph{a} and C:\textbackslash{}temp"),
        (r"\emph{a} in {0, 1}", r"\emph{a} in \{0, 1\}"),
        ("See @article{x}", r"See @article{x}"),
    ],
)
def test_latex_stays_and_all_else_is_escaped(text, written):
    assert latex(text).replace("{@}", "@") == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("BERT: Pre-training of Deep Transformers", "{BERT}: Pre-training of Deep Transformers"),
        ("LoRA-RITE, mT5 and 3D LLMs' GPUs", "{LoRA}-{RITE}, {mT5} and {3D} {LLMs}' {GPUs}"),
        ("Self-Attention in Bonn", "Self-Attention in Bonn"),
        ("ATTENTION IS ALL YOU NEED", "ATTENTION IS ALL YOU NEED"),
        ("BERT", "{BERT}"),
        ("GPT-4", "{GPT}-4"),
        ("GPT-4V VQA", "{GPT}-{4V} {VQA}"),
        ("{BERT} and \\emph{GPT} of $NP$", "{BERT} and \\emph{GPT} of $NP$"),
        ("A Study of R&D of \\LaTeX in C#", "A Study of {R}\\&{D} of \\LaTeX in {C}\\#"),
        ("On x_BERT", "On x\\_BERT"),
    ],
)
def test_acronyms_are_kept_from_styles_that_make_titles_lower_case(text, written):
    assert title(text) == written


@settings(max_examples=300)
@given(st.text("ab \\{}$%&#_^~@\"'<>()1Aé", max_size=30))
def test_whatever_a_text_is_its_braces_are_balanced_and_its_signs_are_escaped(text):
    written = title(" ".join(text.split()))
    for counted in (written, re.sub(r"\\[{}]", "", written)):
        depth = 0
        for brace in re.findall("[{}]", counted):
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        assert depth == 0
    assert not re.search(r"(?<!\\)[%#&]", written)
    assert not re.search(r"@\w*[ \t]*\{", written)
    assert not written.endswith("\\")


def test_keys_that_no_program_takes_are_made_ones_that_they_take_and_stay_apart(make_paper):
    heads = [entry_of(make_paper(key)).partition("\n")[0] for key in ("a|b", "a$b", "a b", "lin:2024/x")]
    assert all(re.fullmatch(r"@inproceedings\{a-b-[0-9a-f]{8},", head) for head in heads[:3])
    assert len({*heads}) == 4
    assert heads[3] == "@inproceedings{lin:2024/x,"


def test_an_address_stays_an_address(make_paper):
    assert fields(make_paper(url="https://a.org/~u/b_c?d=1&e=%20#f"))["url"] == "https://a.org/~u/b_c?d=1&e=%20#f"
    assert fields(make_paper(url="https://a.org/{x} y"))["url"] == "https://a.org/%7Bx%7D%20y"


def test_a_paper_without_a_title_gets_none(make_paper):
    assert "title" not in fields(make_paper(title=None))

from readlist.exporters.ris import entry_of

KEPT = (
    '{"status": "queued", "starred": true, "added": "2026-11-21T08:00:00Z", '
    '"printed": {"abstract": ["LLMs forget.\\n\\nAll of them.", "a646ed93"]}}'
)


def test_a_paper_of_a_conference(make_paper):
    assert entry_of(make_paper(links=(), abstract="LLMs forget.\n\nAll of them.", note="")).split("\n") == [
        "TY  - CONF",
        "ID  - lin2024mitigating",
        "TI  - Mitigating the Alignment Tax of RLHF",
        "AU  - Lin, Yong",
        "AU  - Lin, Hangyu",
        "PY  - 2024",
        "T2  - Proceedings of EMNLP",
        "AB  - LLMs forget. All of them.",
        "AN  - arXiv:2309.06256",
        "DO  - 10.18653/v1/2024.emnlp-main.35",
        "UR  - https://aclanthology.org/2024.emnlp-main.35",
        "KW  - rlhf",
        "KW  - ml/alignment",
        "N1  - 13 pages",
        f"U5  - readlist {KEPT}",
        "ER  - ",
        "",
    ]


def test_types(make_paper):
    def kind(**fields):
        return entry_of(make_paper(**fields)).partition("\n")[0]

    assert kind(venue="Nature") == "TY  - JOUR"
    assert kind(venue=None) == "TY  - UNPB"
    assert kind(venue=None, arxiv=None) == "TY  - GEN"
    assert kind(venue="CoRR") == "TY  - GEN"


def test_a_text_is_one_line_whatever_is_in_it(make_paper):
    evil = "One\nER  - \nTY  - JOUR\u2028TI  - Two\x85AU  - Three"
    entry = entry_of(make_paper(title=evil, abstract=evil, note=evil, venue=evil, comment=evil, authors=(evil,)))
    tags = [line[:5] for line in entry.splitlines()]
    assert tags.count("TY  -") == tags.count("ER  -") == tags.count("TI  -") == tags.count("AU  -") == 1
    assert all(line[4:5] == "-" for line in entry.splitlines())

"""Papers to export, and readers of what was exported that others wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from readlist.model.paper import Paper, Status

PaperMaker = Callable[..., Paper]
NoteReader = Callable[[str], tuple[dict[str, Any], str]]


@pytest.fixture(scope="session")
def make_paper() -> PaperMaker:
    """Make a paper that has everything, but for what is said otherwise."""

    def make(key: str = "lin2024mitigating", **fields: object) -> Paper:
        values: dict[str, Any] = {
            "number": 1,
            "title": "Mitigating the Alignment Tax of RLHF",
            "authors": ("Yong Lin", "Hangyu Lin"),
            "year": 2024,
            "venue": "Proceedings of EMNLP",
            "abstract": "LLMs forget. See https://github.com/a_b/c_d.",
            "arxiv": "2309.06256",
            "doi": "10.18653/v1/2024.emnlp-main.35",
            "url": "https://aclanthology.org/2024.emnlp-main.35",
            "links": ("https://github.com/a_b/c_d",),
            "comment": "13 pages",
            "status": Status.QUEUED,
            "starred": True,
            "tags": ("rlhf", "ml/alignment"),
            "note": "Read *section 3*.",
            "added": "2026-11-21T08:00:00Z",
        }
        return Paper(key=key, **(values | fields))

    return make


@pytest.fixture(scope="session")
def read_note() -> NoteReader:
    """Split a note's text into its front matter, as PyYAML reads it, and its body."""

    def read(text: str) -> tuple[dict[str, Any], str]:
        opening, front, body = text.removeprefix("\ufeff").replace("\r\n", "\n").split("---\n", 2)
        assert not opening
        return yaml.safe_load(front), body

    return read

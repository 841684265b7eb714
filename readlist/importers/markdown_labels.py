"""Labels of links and fields in reading lists: which offer a paper, which something beside it, which are its title."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache

from readlist.importers.printed_venues import is_date, is_venue
from readlist.model.vocabulary import word_set

_PAPER = word_set(
    """
    paper papers pdf arxiv abs abstract link links url html openreview doi acl anthology publication published preprint
    manuscript article here official fulltext full text acm ieee springer neurips nips iclr icml cvf pmlr journal thesis
    proceedings camera ready version read source biorxiv medrxiv hal ssrn elsevier conference main long short extended
    site original report technical tech semantic scholar alphaxiv ar5iv workshop 论文 链接
    """
)
_FILLERS = word_set("the a in of on to for and from at")
_EXTRA = word_set(
    """
    code codes github gitlab git project projects page website homepage web demo demos data dataset datasets model
    models video videos slides slide poster talk blog blogs tweet twitter x bib bibtex cite citation supplementary
    supplement supp appendix colab notebook huggingface hugging face hf checkpoint checkpoints weights tool tools
    review reviews post thread notes note summary pytorch tensorflow jax unofficial leaderboard benchmark docs
    documentation repo repository implementation youtube star stars issue media news zhihu wandb pip pypi package
    software library api app space spaces kaggle presentation resources resource material materials explained
    podcast 代码 项目 数据 主页
    """
)
_WORD = re.compile(r"[^\W_]+")
_NAME = r"[^\W\d_][\w'’.-]*"
_CITED = re.compile(
    rf"{_NAME}(?:(?:\s(?:and|&)\s|,?\s){_NAME}){{0,5}}(?:\s?et\s?al\.?)?,?\s*\(?(?:19|20)[0-9]{{2}}[a-z]?\)?"
)
_LONGEST_CITED = 80
_IDENTIFIER = re.compile(
    r"(?:arxiv[:\s]*)?(?:[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})|10\.[0-9]{4,}/\S+",
    re.IGNORECASE,
)
_DATED = re.compile(r"['’][0-9]{2}|[0-9]{4}")
_FIELD = re.compile(
    r"""\s*(?:[^\w\s]{1,3}\s?)?(?P<name>titles?|authors?|by|venues?|conference|journal|publisher|published(?:\s(?:in|at|on))?|publication(?:\s(?:date|venue|year))?
      |year|dates?|abstract|tl;?\s?dr|summary|notes?|comments?|remarks?|keywords?|tags?|topics?|papers?|pdf|links?|url|arxiv|doi
      |codes?|github|projects?(?:\spage)?|website|homepage|data|datasets?|models?|demo|video|slides|bibtex)\s*[:：]\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_MOST_GENERIC = 5
_MANY_WORDS = re.compile(rf"[\W_]*+(?:[^\W_]++[\W_]++){{{_MOST_GENERIC}}}[^\W_]")
_TWO_WORDS = re.compile(r"[^\W_][\W_]++[^\W_]")


class Label(Enum):
    """What the label of a link says."""

    PAPER = auto()
    """That the paper is there: "paper", "pdf", "arXiv"."""
    EXTRA = auto()
    """That something beside the paper is there: "code", "project page"."""
    VENUE = auto()
    """Where or when it appeared: "ACL 2023"."""
    CITED = auto()
    """Who wrote it: "Lin et al., 2023"."""
    NONE = auto()
    """Nothing: a badge."""
    TITLE = auto()
    """Anything else, the title perhaps."""


@lru_cache(maxsize=4096)
def label_of(label: str) -> Label:
    """Return what the label of a link says."""
    bare = label.strip(" \t\n[]()【】*_:：,.|📄💻🔗📑")
    few = _MANY_WORDS.match(bare) is None
    if few:
        words = _WORD.findall(bare)
        if not words:
            return Label.NONE
        named = [word for word in map(str.casefold, words) if not (word in _FILLERS or word.isdigit())]
        if named and all(word in _PAPER for word in named):
            return Label.PAPER
        if named and all(word in _EXTRA or word in _PAPER for word in named):
            return Label.EXTRA
    if _IDENTIFIER.fullmatch(bare) or bare.lower().startswith(("http://", "https://", "www.")):
        return Label.PAPER
    return _appearance_of(bare, few=few)


def _appearance_of(bare: str, *, few: bool) -> Label:
    """Return whether a label that offers nothing says where a paper appeared, or who wrote it; else it is a title.

    `few` is whether it has no more words than the labels that offer something.
    """
    if is_date(bare) or (few and _DATED.search(bare) and is_venue(bare)):
        return Label.VENUE
    cited = len(bare) <= _LONGEST_CITED and ("et al" in bare or few) and _CITED.fullmatch(bare)
    return Label.CITED if cited else Label.TITLE


def field_of(text: str) -> tuple[str, str] | None:
    """Return the name, in lower case and singular, and the value of a labelled line ("Authors: …"), or None."""
    found = _FIELD.match(text)
    if found is None:
        return None
    name = re.sub(r"[\s;]", "", found["name"].lower().split(" ")[0]).removesuffix("s")
    return name, text[found.end() :].strip()


def reads_as_title(label: str) -> bool:
    """Whether a label that says nothing else (`Label.TITLE`) has the words for a title."""
    return _TWO_WORDS.search(label) is not None

"""What a web address leads to: a paper (whose identifiers it may tell), something that goes with one, or neither."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import NamedTuple, TypeAlias

from readlist.model.identifiers import arxiv_year, parse_arxiv, parse_doi, split_arxiv

_ADDRESS = re.compile(r"https?://(?:[^/?#@\s]*@)?([^/?#:\s]+)(?::[0-9]*)?([^?#\s]*)(?:\?([^#\s]*))?", re.IGNORECASE)
_HOST_PREFIX = re.compile(r"^(?:www[0-9]?|m|mobile)\.")

_ARXIV_PATH = re.compile(r"/(?:abs|pdf|html|format|ps|e-print|src|bibtex|papers?|overview|arxiv)/(.+)", re.IGNORECASE)
_ARXIV_TAIL = re.compile(r"(?:\.pdf|\.ps|\.html)?/?", re.IGNORECASE)

_ANTHOLOGY_ID = r"(?:[12][0-9]{3}\.[a-z0-9_]+(?:-[a-z0-9_]+)?\.[0-9]+|[A-Z][0-9]{2}-[0-9]{4,5})"
_ANTHOLOGY_PATH = re.compile(
    rf"/(?:anthology/|papers/(?:[A-Z]/[A-Z][0-9]{{2}}/)?)*({_ANTHOLOGY_ID})(?:v[0-9]+)?(?:\.[a-z]+|/.*)?"
)
# Proceedings whose papers have the Association's own DOIs; those of TACL, CL, LREC and others have other ones or none.
_WITH_DOI = re.compile(
    r"""20(?:2[0-9]|[3-9][0-9])\.(?:aacl|acl|argmining|bea|bionlp|blackboxnlp|clinicalnlp|clpsych|cmcl|codi|conll|crac|eacl
          |emnlp|eval4nlp|fever|findings|gem|inlg|insights|iwpt|iwslt|mrl|naacl|newsum|nllp|nlp4convai|privatenlp
          |repl4nlp|semeval|sigdial|sigmorphon|spnlp|starsem|sustainlp|trustnlp|wmt|wnut|woah)-
      |2020\.coling-|[PN]1[6-9]-|D1[5-9]-|K1[5-9]-""",
    re.VERBOSE,
)
_ANTHOLOGY_DOI = re.compile(rf"10\.(?:18653|3115)/v1/({_ANTHOLOGY_ID})", re.IGNORECASE)
_OPENREVIEW_ID = re.compile(r"(?:^|&)id=([A-Za-z0-9_-]{5,40})(?:&|$)")

_PMLR = re.compile(r"/v([0-9]+)/([a-z_-]*?([0-9]{2})[a-z]*)(?:\.html|/\2\.pdf|/?)", re.IGNORECASE)
_NEURIPS = re.compile(r"(/(?:paper_files/)?paper/([12][0-9]{3}))/(?:file|hash)/([0-9a-f]{8,})-?([\w-]*)\.\w+")
_CVF = re.compile(r"(/content[_/](?:[A-Z]+_?)?([12][0-9]{3})[^/]*)/(?:papers|html)/(.+?)\.(?:pdf|html)", re.IGNORECASE)
_DATED = re.compile(r"/([12][0-9]{3})/")

_DOI_IN_PATH = re.compile(r"/(10\.[0-9]{4,9}(?:\.[0-9]+)*/[^?#\s]+)")
_DOI_TAIL = re.compile(
    r"(?:/(?:full|abstract|pdf|epdf|meta|html|fulltext|references|summary|tables|figures)|v[0-9]+(?:\.full|\.abstract)?"
    r"|\.full|\.abstract|\.full-text|(?<=\w)/[0-9]{4,}(?:/[^/]*)?)?(?:\.pdf|\.html)?/?$"
)
_NATURE = re.compile(r"/articles/((?:s[0-9]{5}-|nature|n[a-z]{2,8}\.|srep)[\w.-]*?)(?:\.pdf)?/?")


class Kind(Enum):
    """What an address leads to."""

    PAPER = auto()
    """A paper's own page or its PDF."""
    DOCUMENT = auto()
    """A PDF of which nothing is known: a paper, if it is offered as one."""
    EXTRA = auto()
    """What goes with papers: code, data, models, talks, project pages."""
    OTHER = auto()


class Address(NamedTuple):
    """A web address and what it says.

    Attributes:
        url: of a paper the address of its page (where the site says so, the page of a PDF); else the address itself.
        kind: what is there.
        arxiv: arXiv identifier, see `readlist.model.record.Record`.
        doi: DOI.
        year: of publication, where the address or the identifier tells.
    """

    url: str
    kind: Kind
    arxiv: str | None = None
    doi: str | None = None
    year: int | None = None


class _Parts(NamedTuple):
    """A web address: whole, and what is behind its host."""

    url: str
    path: str
    query: str


def address_of(url: str) -> Address:
    """Return what `url`, an http or https address, leads to."""
    found = _ADDRESS.match(url)
    if found is None:
        return Address(url, Kind.OTHER)
    host = _HOST_PREFIX.sub("", found[1].lower())
    path, query = found[2], found[3] or ""
    reader = _SITES.get(host) or _SITES.get(host.partition(".")[2])
    parts = _Parts(url, path, query)
    return (reader(parts) if reader else None) or _by_shape(parts)


def of_arxiv(identifier: str) -> Address:
    """Return the address of the paper with an arXiv identifier (see `parse_arxiv`)."""
    url = f"https://arxiv.org/abs/{identifier}"
    return Address(url, Kind.PAPER, arxiv=identifier, year=arxiv_year(identifier))


def of_doi(doi: str) -> Address:
    """Return the address of the paper with a DOI; arXiv's own says no more than the identifier in it."""
    url = f"https://doi.org/{doi}"
    on_arxiv = parse_arxiv(doi)
    if on_arxiv:
        return of_arxiv(on_arxiv)
    of_association = _ANTHOLOGY_DOI.fullmatch(doi)
    year = of_anthology(of_association[1]).year if of_association else None
    return Address(url, Kind.PAPER, doi=doi, year=year)


def of_anthology(identifier: str) -> Address:
    """Return the address of a paper of the ACL Anthology ("2024.acl-long.1", "P19-1001").

    Its DOI is known where the Association gives all papers of the volume one made of the identifier.
    """
    identifier = identifier if identifier[0].isdigit() else identifier.upper()
    two_digits = identifier[1:3]
    modern = identifier[0].isdigit()
    year = int(identifier[:4]) if modern else (1900 if two_digits > "60" else 2000) + int(two_digits)
    doi = f"10.18653/v1/{identifier}" if _WITH_DOI.match(identifier) else None
    return Address(f"https://aclanthology.org/{identifier}/", Kind.PAPER, doi=doi, year=year)


def _arxiv(at: _Parts) -> Address | None:
    found = _ARXIV_PATH.match(at.path)
    split = split_arxiv(found[1]) if found else None
    return of_arxiv(split[0]) if split and _ARXIV_TAIL.fullmatch(split[1]) else None


def _doi(at: _Parts) -> Address | None:
    doi = parse_doi(f"https://doi.org{at.path}" + (f"?{at.query}" if at.query else ""))
    return of_doi(doi) if doi else None


def _anthology(at: _Parts) -> Address | None:
    found = _ANTHOLOGY_PATH.fullmatch(at.path)
    return of_anthology(found[1]) if found else None


def _openreview(at: _Parts) -> Address | None:
    found = _OPENREVIEW_ID.search(at.query)
    if found is None or not at.path.startswith(("/forum", "/pdf", "/attachment", "/revisions")):
        return None
    return Address(f"https://openreview.net/forum?id={found[1]}", Kind.PAPER)


def _pmlr(at: _Parts) -> Address | None:
    found = _PMLR.fullmatch(at.path)
    if found is None:
        return None
    year = int(found[3])
    page = f"https://proceedings.mlr.press/v{found[1]}/{found[2]}.html"
    return Address(page, Kind.PAPER, year=year + (2000 if year < 90 else 1900))  # noqa: PLR2004 -- 1990, before PMLR


def _neurips(at: _Parts) -> Address | None:
    found = _NEURIPS.fullmatch(at.path)
    if found is None:
        dated = _DATED.search(at.path)
        return Address(at.url, Kind.PAPER, year=int(dated[1])) if dated and "/paper" in at.path else None
    # "-Paper.pdf", "-Paper-Conference.pdf" and "-Supplemental.pdf" stand beside one page with the abstract.
    track = found[4].partition("-")[2]
    page = f"{found[1]}/hash/{found[3]}-Abstract{'-' + track if track else ''}.html"
    return Address(at.url[: at.url.index(at.path)] + page, Kind.PAPER, year=int(found[2]))


def _cvf(at: _Parts) -> Address | None:
    found = _CVF.fullmatch(at.path)
    if found is None:
        return None
    page = f"{at.url[: at.url.index(at.path)]}{found[1]}/html/{found[3]}.html"
    return Address(page, Kind.PAPER, year=int(found[2]))


def _nature(at: _Parts) -> Address | None:
    found = _NATURE.fullmatch(at.path)
    return Address(at.url, Kind.PAPER, doi=f"10.1038/{found[1]}") if found else None


def _paper_below(*folders: str) -> _Reader:
    """Return a reader of a site whose papers are below some folders; nothing else of it is known."""

    def read(at: _Parts) -> Address | None:
        if at.path == "/" or not at.path.startswith(folders):
            return None
        dated = _DATED.search(at.path)
        return Address(at.url, Kind.PAPER, doi=_doi_in(at.path), year=int(dated[1]) if dated else None)

    return read


def _hugging_face(at: _Parts) -> Address | None:
    return _arxiv(at) or Address(at.url, Kind.EXTRA)


def _extra(at: _Parts) -> Address | None:
    return Address(at.url, Kind.DOCUMENT if at.path.lower().endswith(".pdf") else Kind.EXTRA)


_Reader: TypeAlias = Callable[[_Parts], Address | None]

_PUBLISHER_FOLDERS: Mapping[str, tuple[str, ...]] = {
    "aaai.org": ("/ojs/", "/index.php/", "/Papers/", "/papers/"),
    "ojs.aaai.org": ("/index.php/",),
    "academic.oup.com": ("/",),
    "cell.com": ("/",),
    "dl.acm.org": ("/citation", "/ft_gateway"),
    "ecva.net": ("/papers/",),
    "hal.science": ("/hal-", "/tel-"),
    "ieeexplore.ieee.org": ("/document/", "/abstract/", "/stamp/"),
    "ijcai.org": ("/proceedings/", "/Proceedings/"),
    "isca-archive.org": ("/",),
    "isca-speech.org": ("/archive",),
    "jair.org": ("/index.php/",),
    "jmlr.org": ("/papers/", "/beta/papers/"),
    "proceedings.iclr.cc": ("/paper",),
    "ncbi.nlm.nih.gov": ("/pmc/articles/", "/pubmed/"),
    "paperswithcode.com": ("/paper/",),
    "pmc.ncbi.nlm.nih.gov": ("/articles/",),
    "pubmed.ncbi.nlm.nih.gov": ("/",),
    "roboticsproceedings.org": ("/rss",),
    "sciencedirect.com": ("/science/article/",),
    "semanticscholar.org": ("/paper/",),
    "ssrn.com": ("/abstract", "/sol3/"),
    "transformer-circuits.pub": ("/",),
    "distill.pub": ("/",),
    "usenix.org": ("/conference/", "/system/files/"),
    "nowpublishers.com": ("/article/",),
    "vldb.org": ("/pvldb/",),
}

_EXTRA_HOSTS = (
    "github.com", "github.io", "gitlab.com", "bitbucket.org", "gitee.com", "colab.research.google.com", "kaggle.com",
    "youtube.com", "youtu.be", "vimeo.com", "bilibili.com", "twitter.com", "x.com", "zenodo.org", "figshare.com",
    "modelscope.cn", "drive.google.com", "docs.google.com", "sites.google.com", "slideslive.com", "wandb.ai",
    "replicate.com", "readthedocs.io", "codalab.org", "hf.co", "img.shields.io", "mp.weixin.qq.com", "zhihu.com",
)  # fmt: skip

_SITES: Mapping[str, _Reader] = {
    **dict.fromkeys(_EXTRA_HOSTS, _extra),
    **{host: _paper_below(*folders) for host, folders in _PUBLISHER_FOLDERS.items()},
    "arxiv.org": _arxiv,
    "labs.arxiv.org": _arxiv,
    "ar5iv.org": _arxiv,
    "alphaxiv.org": _arxiv,
    "arxiv-vanity.com": _arxiv,
    "scirate.com": _arxiv,
    "huggingface.co": _hugging_face,
    "doi.org": _doi,
    "aclanthology.org": _anthology,
    "aclanthology.info": _anthology,
    "aclanthology.coli.uni-saarland.de": _anthology,
    "aclweb.org": _anthology,
    "openreview.net": _openreview,
    "proceedings.mlr.press": _pmlr,
    "mlr.press": _pmlr,
    "proceedings.neurips.cc": _neurips,
    "papers.nips.cc": _neurips,
    "papers.neurips.cc": _neurips,
    "openaccess.thecvf.com": _cvf,
    "nature.com": _nature,
}


def _doi_in(path: str) -> str | None:
    found = _DOI_IN_PATH.search(path) if "/10." in path else None
    return parse_doi("https://doi.org/" + _DOI_TAIL.sub("", found[1], count=1)) if found else None


def _by_shape(at: _Parts) -> Address:
    """Return what an address on a site that is not known leads to: publishers put DOIs into their addresses."""
    doi = _doi_in(at.path)
    if doi:
        return Address(at.url, Kind.PAPER, doi=doi)
    if at.path.lower().endswith(".pdf"):
        return Address(at.url, Kind.DOCUMENT)
    return Address(at.url, Kind.OTHER)

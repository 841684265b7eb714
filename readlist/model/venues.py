"""Short forms of venue names, for a column of a list."""

from __future__ import annotations

import re
from functools import lru_cache

# What proceedings call themselves, by their field's own short names. Several short names in one venue ("ACL 2024" in
# the Findings of the Association) are settled by order: what is more special stands before what it contains.
_KNOWN: tuple[tuple[str, str], ...] = (
    ("North American Chapter of the Association for Computational Linguistics", "NAACL"),
    ("European Chapter of the Association for Computational Linguistics", "EACL"),
    ("Asia-Pacific Chapter of the Association for Computational Linguistics", "AACL"),
    ("Transactions of the Association for Computational Linguistics", "TACL"),
    ("Empirical Methods in Natural Language Processing", "EMNLP"),
    ("International Conference on Computational Linguistics", "COLING"),
    ("Language Resources and Evaluation", "LREC"),
    ("Computational Natural Language Learning", "CoNLL"),
    ("Lexical and Computational Semantics", "*SEM"),
    ("Machine Translation", "WMT"),
    ("Annual Meeting of the Association for Computational Linguistics", "ACL"),
    ("Association for Computational Linguistics", "ACL"),
    ("Neural Information Processing Systems", "NeurIPS"),
    ("International Conference on Learning Representations", "ICLR"),
    ("International Conference on Machine Learning", "ICML"),
    ("Artificial Intelligence and Statistics", "AISTATS"),
    ("Uncertainty in Artificial Intelligence", "UAI"),
    ("International Joint Conference on Artificial Intelligence", "IJCAI"),
    ("AAAI Conference on Artificial Intelligence", "AAAI"),
    ("Journal of Machine Learning Research", "JMLR"),
    ("Transactions on Machine Learning Research", "TMLR"),
    ("Computer Vision and Pattern Recognition", "CVPR"),
    ("European Conference on Computer Vision", "ECCV"),
    ("International Conference on Computer Vision", "ICCV"),
    ("Acoustics, Speech and Signal Processing", "ICASSP"),
    ("Acoustics, Speech, and Signal Processing", "ICASSP"),
    ("Knowledge Discovery and Data Mining", "KDD"),
    ("Research and Development in Information Retrieval", "SIGIR"),
    ("Physical Review Letters", "PRL"),
    ("Proceedings of the National Academy of Sciences", "PNAS"),
)
_TRACKS: tuple[tuple[str, str], ...] = (
    ("System Demonstrations", " demo"),
    ("Student Research Workshop", " SRW"),
    ("Industry Track", " industry"),
    ("Tutorial Abstracts", " tutorial"),
)
_EDITIONS = re.compile(r"\b(?:19|20)\d\d\b|\b\d+(?:st|nd|rd|th)\b|\(Volume [^)]*\)|\bProceedings of(?: the)?\b")
_ACRONYM = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Za-z*]{2,10}\b")
_SHORT = 14
_FINDINGS = re.compile(r"\s*Findings of(?: the)?\b")


@lru_cache(maxsize=4096)
def short_venue(venue: str) -> str:
    """Return the short form of a venue: "EMNLP", "Findings ACL", "NAACL demo", without its year.

    A venue that is not one of the field's well-known ones is named by the acronym that it holds, else by itself
    without year and "Proceedings of the"; that can still be long.
    """
    findings = "Findings " if _FINDINGS.match(venue) else ""
    track = next((short for long, short in _TRACKS if long in venue), "")
    name = next((short for long, short in _KNOWN if long.casefold() in venue.casefold()), None)
    if findings:
        # "Findings of the Association for Computational Linguistics: EMNLP 2023" says which after the colon.
        name = _acronym(venue.partition(":")[2]) or name
    if name is None:
        bare = " ".join(_EDITIONS.sub(" ", venue).split()).strip(" ,:;-")
        name = (bare if len(bare) <= _SHORT else _acronym(bare) or bare) or venue
    return findings + name + track


def venue_text(venue: str | None) -> str:
    """Return what a venue is looked for in: as it is printed, and behind that the short form that a list shows."""
    if not venue:
        return ""
    short = short_venue(venue)
    return venue if short in venue else f"{venue} ({short})"


def _acronym(text: str) -> str | None:
    match = _ACRONYM.search(text)
    return match[0] if match else None

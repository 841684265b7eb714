r"""LaTeX in titles and abstracts, shown as Unicode: `\textit{in situ}`, `$10^{-3}$`, `Erd\H{o}s`, `~`, `\url{…}`.

Titles and abstracts are prose with some TeX in it, not TeX: "81% against", "C:\temp", "$5 and $6", "a_b" mean
themselves. Most hold none at all. Reading it takes many rules, in `reading`, which are loaded with the first text that
may have some.
"""

from __future__ import annotations


def to_unicode(text: str) -> str:
    r"""Return `text` with the LaTeX in it as Unicode.

    Text without backslash, dollar, brace or tilde comes back as the same object. Addresses stay byte for byte, but for
    LaTeX escapes (`\_`) within them. Never raises; the time is linear in the length.
    """
    # One after another, each as quick as a processor reads: 30 times as quick as a set of characters.
    if not ("\\" in text or "$" in text or "{" in text or "}" in text or "~" in text):
        return text
    from readlist.latex import reading  # noqa: PLC0415 -- see the module

    return reading.read(text)

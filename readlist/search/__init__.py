"""Finding papers: what a query means, at once and however many there are, and what is closest to misspelt words.

The way of a query: `finder` asks two sides and joins what they find, in the library's order.

- Papers that the index is right about (`indexed`): `evaluate` turns each filter into a set of rows (`bits`), by
  `states` for small fields and `needles` for texts, and `combining` joins the sets. The index is made and opened by
  `base` of columns (`units`) in a file of `sections`; `cache` keeps it. `live` is what changes daily.
- What queries begin with takes the longest to find, so it is `ready` before anybody asks: letters, and `pairs`.
- All others (`apart`) are asked themselves, by fields that are read for all of them at once (`reading`).
- What only grew by a letter is looked for in what was found last (`narrowing`). Where no paper has the words,
  `ranking` finds the closest: by words that are alike (`likeness`) in the papers that have them (`candidates`).
- `orders`, `facets` and `titles` are what is asked besides: another order, what papers share, which one to go to.
  `closest` is for few texts, without any of that.
"""

from readlist.search.closest import closest

__all__ = ["closest"]

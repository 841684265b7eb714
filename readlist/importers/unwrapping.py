"""Lines of running text put together again: words that a hyphen parts at the end of a line, addresses broken in two.

A hyphen at the end of a line may be the word's own ("self-" and "supervised"), or there only because the line was full
("under-" and "standing"). It goes where that is safe: both parts are letters in lower case, neither is known to stand
beside a hyphen, and the document does not write the word with one. What is doubtful keeps it: a wrong word is worse
than a hyphen too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from readlist.model.vocabulary import word_set

_HYPHENS = ("-", "‐")
_SOFT_HYPHEN = "\xad"
_HALF = re.compile(r"(?<![^\s(\[{“‘\"'—–])([^\W\d_]{2,})[-‐]\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_LINE_BREAK = re.compile(r"[-‐]\n[ \t]*+")
_ENDS_IN_HYPHEN = re.compile(r"\w[-‐–\xad][ \t]*+\n")
_BEHIND_WORD = frozenset(" \t.,;:!?)]}”’\"'/")
_SHORTEST_SECOND_HALF = 3  # letters: no printer leaves fewer of a word for the next line
_BROKEN_ADDRESS = re.compile(r"(?:https?://\S*|(?:doi:?\s?|doi\.org/)\S*|\b10\.(?:[0-9]+(?:/\S*)?)?)\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}[.,]?")
_LONGEST_WORD, _LONGEST_ADDRESS = 60, 300
_EVIDENCE = 1 << 21  # characters of a document that show how its words are written
_FIRST_HALVES = word_set(
    """
    agent all anti audio auto back base best bi bottom broad byte case chain character class close cloud co coarse code
    common cost cross cutting data decision deep device document domain dual edge eight encoder end energy entity error
    even event ever evidence example face far fast feature feed few field fine first five fixed flow four free
    frequency full fully game gender general goal gradient graph ground group half hand hard head heavy high highly
    human image inference information input instance instruction inter intra job kernel key knowledge label language
    large latent leave left level life light likelihood line linear little live local long longer look loop loss low
    lower machine macro many mask max maximum mean medium memory meta micro mid middle min mini model most multi music
    naive name near neural newly nine node noise non object off old on one online open opt order out over pair part
    patch path phoneme phrase pixel plug point policy poly position post power pre prior privacy problem prompt proof
    pseudo public quality quasi query question quick random rank read real reasoning reference reward right risk robot
    role rule run sample scene search second self semi sense sentence sequence set seven shared short side sign single
    six skill slow small so social software source space span sparse speaker speech spoken start state step story
    student style sub subject super supervised table target task teacher tele ten test text third three time to token
    tool top topic trade training tree trial trust turn twenty two type ultra unit up user value variable vector very
    video view vision visual voice weakly web weight well white wide word world worst zero
    """
)
"""First halves that keep their hyphen where nothing in the document says otherwise."""
_SECOND_HALVES = word_set(
    """
    adapted adaptive adjusted agnostic aided aligned alone analysis annotated answer answering art assessment assisted
    attention augmented augmenting averse aware awareness balanced based batch bench benchmark best biased bit bound
    bounded box calibrated case centered centred centric century channel choice class commerce compute conditional
    conditioned conscious consistency consistent constrained consuming contained context controlled correct corrected
    correcting correction coupled covariance critical cultural curated cutting date day decoder deep dependent depth
    derived designed dialogue dimensional directed distribution document domain driven edge effective effectiveness
    efficiency efficient efficiently encoder encoding end ended endian engineered entropy equivalent equivariant
    evaluation evidence exist exploitation explored extraction extractor family fidelity fitting fixed focused follow
    following for four frame free frequency friendly gap generated generating generation generative given grained
    granularity graph ground grounded grounding group guided half hand head headed high hoc hop hoped house human image
    improvement independent induced inference informative informed input instance instruct instruction intensive
    interaction interest invariant item judge know known label labeled labelled language latency layer layered learned
    learner learners learning length level levels like likelihood limited line linear linguistic linked list literature
    local loop loss made maker making many mapping margin marginal masked matching mean memory mentioned mind modal
    model modeling modelling models modulated most motivated natural neural norm normalized one ones online only open
    optimal optimality optimisation optimization optimized order ordered oriented out output over paced parallel
    parameter parametric path person place point policy powered preserving prior privacy probability processed
    processing prompt prompted prone proof proposed purpose quality quantized query question random ranked ranking
    ready reasoned reasoning reduced reference refine refinement reflection regressive regret related relevant report
    reported representation resistant resolution resource response robust rule safe sample sampled sampling scale
    scaled scoring search selected selection sensitive sentence sequence set seven shaped share shot side silico
    similarity simple small software solving source space sparse specific speech speed stage start state step steps
    structured student style subject supervised supervision survey switch switched taking target task tasks taught
    teacher teaching term terms the then theoretic time times to token tokens tool top train trained training transfer
    transformer tree trial truth tune tuned tuning two type unit use user utility value valued variable variance
    variate varying vector verification verified video vision visual vitro vivo vocabulary way weight weighted weights
    while white wide wise word words work world worse year
    """
)
"""Second halves that have a hyphen before them where nothing in the document says otherwise."""
_ONE_WORD = word_set(
    """
    another background backpropagation become becomes before behind benchmark benchmarks between beyond codebase
    database databases dataset datasets feedback forward framework frameworks furthermore however indeed inside into
    keyword keywords likewise moreover network networks nevertheless otherwise outline outperform outperforms output
    outputs outside overall overcome overview something sometimes somewhat therefore throughout today together towards
    understand understanding understood update updates upon whereas whether within without workflow workshop worldwide
    """
)
"""Words of two words, of which either part may seem to need a hyphen."""
_PREFIXES = frozenset({"dis", "mis", "un"})
"""First halves that are written together with whatever follows."""
_ENDINGS = word_set(
    "able ably ance ances ated ation ations cally ence ences ers est ful ical ically ing ingly ings ism ists ities ity"
    " ively ment ments ness ors ous sion sions tic tics tion tional tions tive"
)
"""Second halves that are no word: what stands before them is the beginning of one."""
_BESIDE_HYPHEN = frozenset(
    {"and", "or", "nor", "to", "und", "oder", "et", "versus", "vs", "but", "as", "rather", "than"}
)
"""Words behind a hyphen that stands for what is said later: "pre- and post-training"."""


def joined(entries: Iterable[Sequence[str]], text: str) -> list[str]:
    """Return each of `entries` on one line, words and addresses together that a line break parted.

    Args:
        entries: the lines of each, from columns so narrow that names and addresses are broken too.
        text: the document's, which shows how words are written that a hyphen parts at the end of a line.
    """
    unwrapping = Unwrapping(text, narrow=True)
    return [unwrapping.join(lines) for lines in entries]


class Unwrapping:
    """Joins lines of one document."""

    def __init__(self, text: str, *, narrow: bool = False) -> None:
        """Make it; nothing is looked at before a line ends in a hyphen.

        Args:
            text: the document's, which shows how words are written that a hyphen parts at the end of a line.
            narrow: whether lines are as short as a paper's columns: then words that begin with a capital are parted
                too, and addresses.
        """
        self._text = text
        self._narrow = narrow
        self._written: set[str] | None = None

    def join(self, lines: Iterable[str]) -> str:
        """Return `lines` as one, without the blanks around each and without blank ones."""
        parts: list[str] = []
        for line in lines:
            following = line.strip()
            if not following:
                continue
            if parts:
                parts[-1] = self._before(parts[-1], following)
            parts.append(following)
        return "".join(parts)

    def mend(self, text: str) -> str:
        """Return `text` on one line where one of its lines ends in a hyphen; else it stays as it is."""
        return self.join(text.split("\n")) if "\n" in text and _ENDS_IN_HYPHEN.search(text) else text

    def _before(self, line: str, following: str) -> str:
        """Return `line` as it stands before `following`: with a blank at its end, or without hyphen or blank."""
        if self._narrow and _goes_on_in_address(line, following):
            return line
        last = line[-1]
        if last == _SOFT_HYPHEN:
            return line[:-1]
        if last not in "-‐–" or not line[-2:-1].isalnum():
            return f"{line} "
        word = _FIRST_WORD.match(following)
        if word is None or last not in _HYPHENS:
            return line
        behind = following[word.end() : word.end() + 1]
        if word[0].casefold() in _BESIDE_HYPHEN and behind not in _HYPHENS:
            return f"{line} "
        half = _HALF.search(line[-_LONGEST_WORD:])
        may_be_parted = half is not None and (not behind or behind in _BEHIND_WORD) and word[0].islower()
        return line[:-1] if may_be_parted and half and self._is_one_word(half[1], word[0]) else line

    def _is_one_word(self, left: str, right: str) -> bool:
        """Whether the halves of a word at a line's end are written without a hyphen."""
        if not (left.islower() or (self._narrow and left.istitle())) or len(right) < _SHORTEST_SECOND_HALF:
            return False
        if self._written is None:
            self._written = _words_of(self._text[:_EVIDENCE])
        left = left.casefold()
        if f"{left}-{right}" in self._written or f"{left}‐{right}" in self._written:
            return False
        if f"{left}{right}" in self._written or f"{left}{right}" in _ONE_WORD:
            return True
        if left in _PREFIXES or right in _ENDINGS:
            return True
        if left in _FIRST_HALVES or right in _SECOND_HALVES:
            return False
        # Two words that both occur by themselves are more likely beside each other than syllables of a third.
        return not (left in self._written and right in self._written)


def _words_of(text: str) -> set[str]:
    """Return the words of `text` in lower case, with their hyphens, but for those that a line's end parts."""
    words: set[str] = set()
    pieces = _LINE_BREAK.split(text.casefold())
    for number, piece in enumerate(pieces, 1):
        found = _WORDS.findall(piece)
        words.update(found[number > 1 : len(found) - (number < len(pieces))])
    return words


def _goes_on_in_address(line: str, following: str) -> bool:
    """Whether an address or DOI at the end of a line goes on in the next."""
    if _BROKEN_ADDRESS.search(line[-_LONGEST_ADDRESS:].rpartition(" ")[2]) is None:
        return False
    part = following.split(None, 1)[0]
    if line[-1] in "/-_=?&%":
        return True
    if line[-1] == ".":
        return part[0].islower() or (part[0].isdigit() and not _YEAR.fullmatch(part))
    return part == following and ("/" in part or any(map(str.isdigit, part))) and part[0].islower()

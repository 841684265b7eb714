"""The words by which abstracts announce what they contribute, and the kinds of things that papers contribute.

Verbs, nouns and function words of English only: no name of any system is known here.
"""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of `text`."""
    return frozenset(text.split())


def _forms(verbs: str) -> dict[str, str]:
    """Return each form of the regular `verbs` with its kind: "base", "s", "ed" or "ing"."""
    forms: dict[str, str] = {}
    for verb in verbs.split():
        stem = verb.removesuffix("e")
        third, past = f"{verb}s", f"{stem}ed"
        if verb.endswith("y") and verb[-2] not in "aeo":
            third, past = f"{verb[:-1]}ies", f"{verb[:-1]}ied"
        elif verb.endswith(("s", "sh")):
            third = f"{verb}es"
        forms |= {verb: "base", third: "s", past: "ed", f"{stem}ing": "ing"}
    return forms


INTRODUCING = _forms("propose introduce present")
"""Forms of the verbs that announce a contribution, with the kind of each form."""

MAKING = _forms(
    """
    develop devise design describe release create construct contribute offer implement provide unveil establish
    formulate curate collect craft engineer report demonstrate publish define assemble
    """
) | {"build": "base", "builds": "s", "built": "ed", "building": "ing"}
"""Forms of verbs that announce a contribution less surely: parts of one are made by them as well."""

STUDYING = _forms(
    """
    study investigate explore examine analyze analyse show demonstrate argue revisit consider address identify prove
    derive discuss evaluate measure compare characterize survey review test probe reexamine observe reveal quantify
    calculate compute search determine tackle aim target focus assess extend improve apply delve formalize discover
    estimate obtain enhance
    """
) | {"find": "base", "finds": "s", "found": "ed", "break": "base", "breaks": "s", "take": "base", "takes": "s"}
"""Forms of verbs that say what a paper is about, though they name nothing."""

CONTRIBUTING = INTRODUCING | MAKING
"""Forms of all verbs whose object is a contribution."""

TELLING = STUDYING | CONTRIBUTING
"""Forms of all verbs that say what a paper does."""

NAMING = word_set(
    """
    called named dubbed termed coined codenamed nicknamed namely titled entitled christened denoted
    """
)
"""Participles that come right before a name."""

KINDS = word_set(
    """
    agent algorithm app application approach architecture assay assistant atlas attack autoencoder backbone
    benchmark bot catalog catalogue challenge chip classifier code codec collection compiler compound controller
    corpus criterion database dataset decoder defense defence design detector device dictionary distillation
    ecosystem embedding encoder engine environment estimator experiment family formalism formulation framework
    function game gateway generator group index infrastructure initiative instrument integrator interface kernel
    knowledgebase language layer library loop loss mechanism method methodology metric microscope mission model
    module network objective ontology operator optimizer package paradigm parser pedagogy penalty pipeline plan
    planner platform plugin policy portal predictor prior probe procedure process processor program project
    protocol prototype regularizer repository representation resource robot robustness routine sampler scheme
    score sensor server service set simulation simulator software solution solver spacecraft spectrograph
    statistic strategy suite survey system task team technique technology telescope test testbed theory tokenizer
    tool toolbox toolkit transformer unit variant vector webserver website workflow
    """
)
"""Heads of noun phrases that announce something made ("a toolkit", "a benchmark"), singular."""

DETERMINERS = word_set(
    """
    a an the our this that these its two three four five several one here
    """
)
PREPOSITIONS = word_set(
    """
    for of on in with by from at into through via across between under over within among
    """
)
CLAUSES = word_set(
    """
    that which who where whose when while because since whereas so if such like including
    """
)
APPOSITION = word_set(
    """
    a an the our which that whose where designed consisting built based capable aimed aiming combining and
    together short one another
    """
)
"""Words that follow the comma behind a name that has just been given."""

ACTING = word_set(
    """
    is are was can could will would may has have does achieves outperforms improves provides enables reduces
    yields offers generalizes generalises requires uses leverages learns combines consists employs records
    surpasses exceeds attains obtains delivers performs allows shows demonstrates exhibits integrates introduces
    generates predicts identifies captures increases decreases supports includes contains comprises builds relies
    works operates takes extends scales runs finds matches reaches encourages helps makes lets remains converges
    serves considers models adapts adopts aligns converts extracts exploits incorporates first then also
    consistently significantly effectively substantially remarkably not successfully jointly iteratively seeks
    collects covers aims decouples
    """
)
"""Words that follow a name which acts as the subject of its sentence."""

DESCRIBING = word_set(
    """
    is consists contains comprises combines leverages employs uses works operates learns takes builds relies
    extends enables allows provides supports includes first
    """
)
"""Of `ACTING`, those by which a system is described rather than rated."""

USING = word_set(
    """
    use using uses used employ employs employing adopt adopting apply applying leverage leveraging
    """
)

ADJECTIVE_ENDINGS = word_set(
    """
    based like style wide level driven aware free only specific type scale shot agnostic dependent independent
    invariant equivariant oriented centric friendly positive negative rich poor to of and the in for
    """
)
"""Last parts of hyphenated words that describe something else ("LLM-based")."""

ABBREVIATIONS_OF_ALL = word_set(
    """
    AI ML NLP CV LLM LLMs API APIs GPU GPUs CPU CPUs DNA RNA US UK EU 2D 3D I We
    """
)
"""Capitals that every abstract may use and no paper introduces."""

STOP_WORDS = word_set(
    """
    a about above after against all also an and any are as at be been before being between both but by can could
    do does each for from had has have how if in into is it its may more most no nor not of off on onto or our out
    over so some such than that the their them then there these they this those through to toward towards under
    until up upon us using via was we were what when where which while who whom why will with within without would
    you your
    """
)
"""Words that carry nothing of a title."""

FILLER = word_set(
    """
    large language model models paper novel new work study approach method methods based first framework propose
    introduce present show simple unified existing general efficient effective one two three various different
    defined called named recent many several use used llm llms
    """
)
"""Words that too many papers of the field share to tell one from another."""

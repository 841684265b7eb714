"""What an abstract calls its own contribution, what a paper without a title is called, and surnames."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readlist.model.naming import named_system, provisional_title, surname
from readlist.text import clean_line

SEEDS = Path(__file__).parents[2] / "seeds"

# Abstracts made up for these tests: each construction that introduces a name, in several fields.
INTRODUCED = [
    (
        "GraphSmith",
        (
            "Molecular property prediction suffers from scarce labels. We present GraphSmith, a self-supervised "
            "pretraining scheme for molecular graphs that reconstructs masked rings. GraphSmith improves over "
            "prior work on eleven tasks."
        ),
    ),
    (
        "DriftNet",
        (
            "Sensor networks age. To cope with concept drift, this paper proposes a Drift-aware Neural Network "
            "(DriftNet) that re-weights stale samples. DriftNet reduces error by 14%."
        ),
    ),
    (
        "FLUXCal",
        (
            "Photometric calibration of wide-field surveys is limited by the atmosphere. Here we describe "
            "FLUXCal, an open-source Python package for forward modelling of atmospheric transmission. We apply "
            "it to three years of data."
        ),
    ),
    (
        "CRISP-Seq",
        (
            "Mapping enhancer activity in single cells is difficult. Here we develop CRISP-Seq, which combines "
            "pooled perturbations with nascent transcript capture. Using CRISP-Seq we profile 40,000 cells in "
            "zebrafish embryos."
        ),
    ),
    (
        "nbody-rs",
        (
            "nbody-rs is a fast, modular library for gravitational N-body simulations written in Rust. It "
            "supports adaptive time steps and GPUs."
        ),
    ),
    (
        "ProtoFold",
        (
            "Protein design needs structure. Our approach, termed ProtoFold, generates backbones by diffusion "
            "over frames. ProtoFold designs are validated by crystallography."
        ),
    ),
    (
        "Sparrow",
        (
            "Dialogue agents are hard to audit. We introduce Sparrow, an agent trained to give evidence for its "
            "claims. In user studies Sparrow is preferred in 78% of conversations."
        ),
    ),
    (
        "QuASH",
        (
            "Variational quantum algorithms suffer from barren plateaus. We propose a quantum annealing schedule "
            "heuristic (QuASH) that shapes the gap during the sweep. QuASH reaches the ground state of random "
            "Ising instances faster than linear schedules."
        ),
    ),
    (
        "TabBench",
        (
            "Tabular data remain a stronghold of trees. We release a benchmark of 300 datasets, TabBench, which "
            "covers regression and classification. Trees win on TabBench at small sample sizes."
        ),
    ),
    (
        "ECHO",
        (
            "Long documents exceed the context of transformers. In this work, a novel Efficient Chunked "
            "Hierarchical Operator (ECHO) is introduced to process million-token inputs. ECHO scales linearly."
        ),
    ),
    (
        "MixStyle++",
        (
            "Domain generalisation is fragile. We therefore design a simple plug-in named MixStyle++ and show "
            "that it helps five backbones."
        ),
    ),
    (
        "LUMEN",
        (
            "The search for light dark matter calls for low thresholds. We present LUMEN (Liquid "
            "Ultra-low-threshold Multi-Electrode Nobles), a detector concept based on superfluid helium. LUMEN "
            "could reach sub-GeV masses."
        ),
    ),
    (
        "PolyglotQA",
        (
            "Question answering in low-resource languages lacks data. We construct and release PolyglotQA, a "
            "dataset of 52,000 questions in 31 languages. Baselines fine-tuned on PolyglotQA remain 20 points "
            "below humans."
        ),
    ),
    (
        "SAGE",
        (
            "Semi-supervised learning under distribution shift is open. We propose Self-Adaptive Gradient "
            "Ensembling, or SAGE for short. SAGE outperforms strong baselines on WILDS."
        ),
    ),
    (
        "TreeFormer",
        (
            "Phylogenetic inference is slow. This work introduces TreeFormer: a transformer that proposes tree "
            "rearrangements. TreeFormer is 30 times faster than RAxML."
        ),
    ),
    (
        "AeroGym",
        (
            "Control of flapping wings is rarely learnt. We introduce a new suite of simulated environments, "
            "called AeroGym, built on MuJoCo."
        ),
    ),
    (
        "WaveletKAN",
        (
            "Neural operators struggle with shocks. By combining wavelets with splines, we arrive at a compact "
            "architecture that we call WaveletKAN. Experiments on Burgers' equation support it."
        ),
    ),
    (
        "DASH",
        (
            "Cosmological emulators need accuracy. The proposed method, DASH, interpolates power spectra in an "
            "adaptive basis. It agrees with N-body codes to 0.1%."
        ),
    ),
    (
        "Kestrel",
        (
            "Query optimisers misestimate cardinalities. We built Kestrel, a learned optimiser for streaming "
            "joins. Kestrel cuts tail latency by half."
        ),
    ),
    (
        "BioLinkER",
        (
            "Linking mentions to ontologies is noisy. We present a novel entity linking system, BioLinkER, that "
            "jointly learns mention detection and disambiguation. On MedMentions BioLinkER gains 4 points."
        ),
    ),
    (
        "t-NEB",
        (
            "Finding transition paths in molecules is costly. We develop t-NEB, a tensorised variant of the "
            "nudged elastic band method. With t-NEB, barriers converge in fewer force calls."
        ),
    ),
    (
        "RAPTOR-X",
        (
            "Retrieval fails on multi-hop questions. Motivated by this, we further propose \\textbf{RAPTOR-X}, a "
            "recursive retriever. RAPTOR-X surpasses dense retrieval."
        ),
    ),
    (
        "emcee2",
        (
            "Sampling posteriors is expensive. We present \\texttt{emcee2}, a parallel sampler with affine "
            "invariance. The code is available."
        ),
    ),
    (
        "MetaSAR",
        (
            "Structure-activity data are sparse across targets. To this end, we present a meta-learning framework "
            'called "MetaSAR" that adapts with ten measurements. MetaSAR generalises to new kinases.'
        ),
    ),
    (
        "GLOW-2",
        (
            "Glow discharges vary. GLOW-2 is a new open-source simulator for low-temperature plasmas. We validate "
            "GLOW-2 against measurements."
        ),
    ),
    (
        "SPICE",
        (
            "Fast radio bursts are found in large numbers. We introduce the Stochastic Pulse Inference and "
            "Classification Engine (SPICE), which classifies candidates in real time. SPICE ran for six months at "
            "the telescope."
        ),
    ),
    (
        "Q-Tuner",
        (
            "Compilers for quantum circuits choose passes by hand. The resulting system, dubbed Q-Tuner, finds "
            "pass orders by bandits and halves the depth."
        ),
    ),
    (
        "PEARL",
        (
            "Reward hacking is common. In this paper we address it by introducing Preference Estimation via "
            "Adversarial Reward Learning (PEARL). PEARL trains the reward model and the policy jointly."
        ),
    ),
    (
        "HyperLoom",
        (
            "Training pipelines are brittle. We introduce and open-source HyperLoom, a scheduler for "
            "heterogeneous clusters. HyperLoom reduces cost."
        ),
    ),
    (
        "KinetiX",
        (
            "Enzyme kinetics are measured one at a time. Here, we present a high-throughput microfluidic platform "
            "(KinetiX) that measures thousands of variants. KinetiX yields rate constants within a day."
        ),
    ),
    (
        "SkyMamba",
        (
            "State space models are efficient. Building on Mamba, we propose SkyMamba, which adds two-dimensional "
            "scans. SkyMamba outperforms ViT on remote sensing."
        ),
    ),
    (
        "COSMO-NET",
        (
            "Weak lensing maps hold non-Gaussian information. We develop a convolutional network, COSMO-NET, to "
            "extract it. COSMO-NET tightens constraints."
        ),
    ),
    (
        "DiffuSeq-R",
        (
            "Text generation by diffusion is slow. This paper presents DiffuSeq-R. It replaces sampling by "
            "rectified flows. DiffuSeq-R is five times faster."
        ),
    ),
    (
        "Tree-of-Debate",
        (
            "Models agree too quickly. We propose a prompting strategy called Tree-of-Debate (ToD2), in which "
            "agents branch. Gains are large."
        ),
    ),
    (
        "MARVEL",
        (
            "Robots must see and touch. We present MARVEL, short for Multimodal Active Robot Vision and "
            "Exploration Learning. MARVEL grasps unseen objects."
        ),
    ),
    (
        "ReLiC",
        "Contrastive learning ignores causes. Our framework, ReLiC, enforces invariance. ReLiC transfers better.",
    ),
    (
        "ZooKeeperBench",
        (
            "Agents break. In this work we aim to introduce ZooKeeperBench, a testbed for long-running agents. "
            "Results on ZooKeeperBench are poor."
        ),
    ),
    (
        "SNIPER",
        (
            "Sparse attention is promising. Specifically, SNIPER (Sparse Neighbourhood Inference with Progressive "
            "Expert Routing) is proposed to prune tokens. SNIPER keeps accuracy."
        ),
    ),
    (
        "FedBary",
        (
            "Federated data are noisy. We propose a novel federated approach FedBary using Wasserstein "
            "barycentres. FedBary needs no raw data."
        ),
    ),
    (
        "AlphaGlyph",
        (
            "Undeciphered scripts resist analysis. We introduce AlphaGlyph — a generative model of sign systems. "
            "AlphaGlyph ranks readings."
        ),
    ),
    (
        "PhyloGPT",
        (
            "Genomes are long. Here, we introduce PhyloGPT, a genomic language model trained on 2 million "
            "bacterial genomes. We show PhyloGPT predicts essential genes."
        ),
    ),
    (
        "GPT-NeoZ",
        "We introduce GPT-NeoZ, a 7B parameter language model. We evaluate GPT-NeoZ on GSM8K and MMLU.",
    ),
    (
        "DUNEsim",
        (
            "The simulation of liquid argon detectors is slow. DUNEsim, a new GPU-based simulation framework, "
            "speeds it up. We describe the physics in DUNEsim and its validation."
        ),
    ),
    (
        "X-Caps",
        "Captions are bland. We name our model X-Caps. X-Caps writes vivid captions.",
    ),
    (
        "Orca",
        (
            "Serving is hard. We designed and implemented Orca, a distributed serving system. Orca uses "
            "iteration-level scheduling."
        ),
    ),
    (
        "TiLE",
        (
            "Maps are large. We propose Tiled Layer Encoding, or TiLE, which stores each layer once. "
            "TiLE halves the size of a city map."
        ),
    ),
    (
        "MuF",
        (
            "We present a method to draw mountains from photographs. We call our representation a multi-view "
            "field (MuF). MuF needs twelve photographs."
        ),
    ),
    ("Heron", "We introduce Heron, an algorithm for the planning of river crossings by several robots at once."),
    (
        "WeaveNet",
        "Looms differ. To show this on cloth, we apply our approach, named WeaveNet, to forty kinds of linen.",
    ),
]

# What is used, studied or well known is not introduced, however much it looks like a name.
NOT_INTRODUCED = [
    (
        "Large language models (LLMs) such as GPT-4 have transformed NLP. In this paper, we study how LLMs "
        "fail at arithmetic. We find that GPT-4 fails on long carries."
    ),
    (
        "We present ALMA observations of the protoplanetary disc around HD 163296. The CO emission shows "
        "three gaps. We argue that they are carved by planets."
    ),
    (
        "We report the detection of gravitational waves from a binary neutron star merger with Advanced LIGO "
        "and Virgo. The signal lasted 100 s."
    ),
    (
        "We use BERT to classify clinical notes. BERT outperforms TF-IDF by a wide margin. We discuss limits "
        "of BERT in hospitals."
    ),
    (
        "Named entity recognition (NER) is a core task. We propose a new method for NER with few labels. NER "
        "models trained by it need less data."
    ),
    (
        "We propose a new method for named entity recognition (NER) in clinical text. NER systems often fail "
        "on abbreviations. Our approach improves F1 by 3 points."
    ),
    (
        "The Transformer architecture has become dominant. We introduce a regularisation technique for "
        "Transformers that improves calibration. It is simple to implement."
    ),
    (
        "Gut bacteria affect metabolism. Here we show that Akkermansia muciniphila reduces weight gain in "
        "mice fed a high-fat diet. The effect depends on TLR2."
    ),
    "We prove that every planar graph is five-choosable. The proof is short.",
    (
        "In this survey, we review methods for time series forecasting, including ARIMA, LSTM and Transformer "
        "models. We compare them on M4."
    ),
    (
        "We investigate the role of p53 in DNA repair. Loss of p53 leads to genome instability. We introduce "
        "point mutations into HeLa cells using CRISPR-Cas9."
    ),
    (
        "We present a measurement of the W boson mass with the ATLAS detector at the LHC. The data correspond "
        "to 4.6 inverse femtobarns."
    ),
    (
        "We develop a Bayesian framework for exoplanet transit timing. The framework recovers masses of "
        "simulated planets within 5%."
    ),
    (
        "Reinforcement learning from human feedback (RLHF) was introduced to align models. Ouyang et al. "
        "proposed InstructGPT. We ask whether RLHF harms diversity."
    ),
    (
        "We present density functional theory (DFT) calculations of defects in silicon carbide. DFT is known "
        "to underestimate gaps."
    ),
    (
        "We study a phenomenon known as grokking in small transformers trained with AdamW. AdamW with weight "
        "decay shortens the plateau."
    ),
    (
        "Recently, a new architecture called Mamba has challenged transformers. Here we compare Mamba with "
        "attention on synthetic recall tasks."
    ),
    (
        "The James Webb Space Telescope (JWST) has opened a new window. We present JWST/NIRSpec spectra of "
        "ten galaxies at z > 7. JWST resolves lines."
    ),
    "We present results on ImageNet and CIFAR-10 showing that SGD generalises better than Adam.",
    ("Using data from the UK Biobank, we develop polygenic scores for height. UK Biobank participants are older."),
    ("We provide a theoretical analysis of LoRA and show that LoRA converges. Here LoRA means low-rank adaptation."),
    "We implement the method in PyTorch and release the code on GitHub. PyTorch is fast.",
    ("We present the first measurement of the CP asymmetry in B0 decays with LHCb. LHCb is a forward spectrometer."),
    "In this paper we propose to use GPT-4 as a judge. GPT-4 agrees with humans.",
    "This paper presents an evaluation of ChatGPT on medical exams. ChatGPT passes most.",
    ("Messenger RNA (mRNA) vaccines work. We design mRNA sequences with optimised codons. The mRNA is stable."),
    "We describe a patient with COVID-19 and Guillain-Barré syndrome. COVID-19 can trigger neuropathy.",
    "Our BERT model is trained on PubMed. BERT improves with size.",
]


def untitled_abstracts():
    """The abstracts of the two seed documents that print no titles, in their order."""
    plain = (SEEDS / "003_e084da7137da93fd.txt").read_text("utf-8")
    listing = (SEEDS / "004_4bdc1b848966df52.txt").read_text("utf-8")
    first = [line.strip().removeprefix("Abstract:") for line in plain.splitlines() if line.strip()]
    second = [part.strip().split("\n")[0] for part in re.split(r"arXiv:\d{4}\.\d{5}", listing)]
    return first + [abstract for abstract in second if abstract]


def test_the_untitled_seed_papers_are_called_what_they_call_themselves():
    assert [named_system(abstract) for abstract in untitled_abstracts()] == [
        None,  # loss of context awareness after fine-tuning
        "LoRA-RITE",
        "LFR",
        "CLUE",
        None,  # a fingerprint by memorisation
        "BeyondX",
        "MoP",
        None,  # prompt optimisation by gradients
        "LSPs",
        "MOSSBench",
        "CycleAlign",
        "MCC-KD",
        None,  # grammatical error correction
        "DePT",
        "ModelScope-Agent",
        "HaELM",
        "MODE",
        "MGCDA",
        None,  # pre-training with patches
        "CValues",
    ]


def test_the_titles_of_untitled_seed_papers_read_as_titles():
    titles = [provisional_title(abstract) for abstract in untitled_abstracts()]
    beginnings = [
        "The loss of context awareness after SFT",
        "LoRA-RITE: a novel adaptive matrix preconditioning method for LoRA optimization",
        "LFR: Learn, Focus, and Review pedagogy, a new dynamic training paradigm",
        "CLUE: a novel framework for Concept-Level Uncertainty Estimation for LLMs",
        "The memorization scores calculated from encoder layer embeddings",
        "BeyondX: a novel benchmark designed to address these limitations",
        "MoP: Mixture-of-Prompts achieves an average win rate of 81%",
        "The first gradient-based framework for prompt optimization in text-to-image diffusion models",
        "LSPs: LLM-based Symbolic Programs",
        "MOSSBench: Multimodal OverSenSitivity Benchmark",
        "CycleAlign: distill alignment capabilities from parameter-invisible LLMs",
        "MCC-KD: Multi-CoT Consistent Knowledge Distillation to efficiently distill",
        "A unified decoding intervention framework that employs an external critic",
        "DePT: Decoupled Prompt Tuning framework, which decouples base-specific knowledge",
        "ModelScope-Agent: a general and customizable agent framework for real-world applications",
        "HaELM: Hallucination Evaluation based on Large Language Models",
        "MODE: Multi-scale OOD DEtection, a first framework",
        "MGCDA: Multi-Granularity Cross-Domain Alignment framework for anomaly segmentation",
        "A ViT-based VLP technique that efficiently incorporates object information",
        "CValues: the first Chinese human values evaluation benchmark",
    ]
    assert [title[: len(beginning)] for title, beginning in zip(titles, beginnings, strict=True)] == beginnings


def names_in_titles():
    """Abstracts of the seed documents whose titles begin with the name of a system that the abstract names, too."""
    pairs = []
    for document in ("000_7b429af63ac47363.txt", "001_d5cf6525421ce41d.txt", "002_85a5d4af8092253b.txt"):
        lines = (SEEDS / document).read_text("utf-8").splitlines()
        for n, line in enumerate(lines):
            name, colon, _ = line.partition(": ")
            if colon and len(line) < 160 and len(name.split()) < 3:
                abstract = next(text for text in lines[n + 1 :] if len(text) > 300)
                if re.search(rf"(?<!/){re.escape(name)}\b", abstract):
                    pairs.append((name, abstract))
    return pairs


@pytest.mark.parametrize(("name", "abstract"), names_in_titles())
def test_the_name_found_in_an_abstract_is_the_one_in_the_printed_title(name, abstract):
    found = named_system(abstract)
    assert found == name or (name, found) == ("Decoder Tuning", "DecT")


def test_printed_titles_that_name_a_system_were_looked_at():
    assert len(names_in_titles()) >= 11


@pytest.mark.parametrize(("name", "abstract"), INTRODUCED)
def test_a_name_is_found_by_how_it_is_introduced(name, abstract):
    assert named_system(abstract) == name
    assert provisional_title(abstract).startswith(f"{name}: ")


@pytest.mark.parametrize(
    "introducing",
    [
        "Our small parser (called FernParse) reads field notes.",
        "We've been able to propose FernParse, a parser of field notes.",
        "This paper's authors also propose FernParse, a parser of field notes.",
        "In the present work, a parser, which we then call FernParse, reads the notes.",
        "As others did, cf. Sec. Two, we propose “FernParse”, a parser of field notes.",
        "We have since then developed and released FernParse, a parser of field notes.",
    ],
)
def test_a_name_that_comes_late_is_found_whatever_stands_around_the_words_that_introduce_it(introducing):
    before = "Ferns grow in shade. Notes on ferns are long. Readers of notes tire soon. Nobody reads them all. "
    assert named_system(f"{before}{introducing} FernParse is exact.") == "FernParse"


@pytest.mark.parametrize("abstract", [abstract for _, abstract in INTRODUCED[:2]])
def test_of_two_papers_in_one_text_the_first_gives_the_name(abstract):
    own = named_system(abstract)
    other = "We present OtherNet, a network. OtherNet wins. OtherNet is small. OtherNet is free. OtherNet is fast."
    assert named_system(f"{abstract} {other}") == own


def test_an_abstract_is_read_alike_behind_more_words_than_are_remembered():
    name, abstract = INTRODUCED[0]
    for number in range(10):
        named_system(" ".join(f"w{number}n{word}." for word in range(1_700)))
    assert named_system(f"{abstract} Once more.") == name


@pytest.mark.parametrize("abstract", NOT_INTRODUCED)
def test_what_is_only_used_gives_no_name(abstract):
    assert named_system(abstract) is None


@pytest.mark.parametrize(
    ("abstract", "title"),
    [
        ("", ""),
        (" \n\t", ""),
        ("Cats sleep.", "Cats sleep"),
        (
            "Cats sleep a lot.~In this paper, we show that \\textit{Felis catus} sleeps 15\\% longer in winter.",
            "Felis catus sleeps 15% longer in winter",
        ),
        ("Maps matter. We propose to draw every map twice, by hand.", "Draw every map twice, by hand"),
        ("Maps matter. This paper revisits the four colour theorem.", "The four colour theorem"),
        ("We present Foo-Bar. Foo-Bar is a small tool for large maps.", "Foo-Bar: a small tool for large maps"),
        (
            "Maps are old. We find that old maps fade. In this work we study the fading of maps in libraries.",
            "The fading of maps in libraries",
        ),
        ("Erd\\H{o}s numbers are small, and $O(n^2)$ is large.", "Erdős numbers are small, and O(n^2) is large"),
        (
            "Maps, e.g. Fig. Two of ours, et al. We think the rest, cf. Eq. Nine.",
            "Maps, e.g. Fig. Two of ours, et al. We think the rest, cf. Eq. Nine",
        ),
        ("Maps fade. Others have to find why. We also first show why they do, by hand.", "Why they do, by hand"),
        ("Primes matter. We prove a bound of $2\\sqrt{p}$ for them.", "A bound of 2√p for them"),
        ("We propose Multi-Task Maps (MT-Maps). Experiments confirm it.", "MT-Maps: Multi-Task Maps"),
        ("e.g. nothing, i.e. no verb, ends here", "E.g. nothing, i.e. no verb, ends here"),
    ],
)
def test_a_title_says_what_the_abstract_tells(abstract, title):
    assert provisional_title(abstract) == title


def test_a_long_title_is_cut_at_a_word():
    title = provisional_title("We study " + "very " * 100 + "long sentences.")
    assert title.endswith("very…")
    assert 60 <= len(title) <= 96


def test_a_text_without_spaces_is_cut_all_the_same():
    assert provisional_title("x" * 100_000) == "X" + "x" * 94 + "…"


PIECES = """
    We propose present introduce , . ( ) : a the FooBar (FB) called LLMs framework is our Our proposed — " ` ' ~
    \\emph{ $ } * for short In this paper which resulting to and [ X-Y é 研究
"""
ABSTRACT_LIKE = st.lists(st.sampled_from(PIECES.split()), max_size=60).map(" ".join)


@settings(deadline=None)
@given(st.text(max_size=400) | ABSTRACT_LIKE)
@example("\\emph{}")
@example("~ ~")
@example("...")
@example("We propose .")
@example("We propose FooBar (")
@example("The proposed ` the ` of")
def test_every_text_has_one_short_line_for_a_title(text):
    title = provisional_title(text)
    assert len(title) <= 100
    assert "\n" not in title
    assert title == title.strip()
    assert bool(title) == bool(clean_line(text))


@pytest.mark.parametrize(
    "unit",
    ["(", "a", "We propose X (", "our toolkit, ", "\\textit{", "$x", "**a", "we call the ", ". A", "A of ", "A-", '"`'],
)
def test_hostile_abstracts_have_a_title_all_the_same(unit):
    # Rules that try every way to read it would not come to an end with so much of it.
    title = provisional_title(unit * (100_000 // len(unit)))
    assert 0 < len(title) <= 100
    assert "\n" not in title


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Yong Lin", "Lin"),
        ("Hai-Tao Zheng", "Zheng"),
        ("Yi Ren Fung", "Fung"),
        ("Fung", "Fung"),
        ("Sebastian van der Berg", "van der Berg"),
        ("Juan de la Cruz", "de la Cruz"),
        ("Oscar De La Renta", "De La Renta"),
        ("Nguyen Van An", "An"),
        ("Gerard 't Hooft", "'t Hooft"),
        ("van Gogh", "van Gogh"),
        ("Sammy Davis Jr.", "Davis"),
        ("John Smith III", "Smith"),
        ("Martin Luther King, Jr.", "King"),
        ("Wei Wang 0001", "Wang"),
        ("Lin, Yong", "Lin"),
        ("The ATLAS Collaboration", "ATLAS Collaboration"),
        ("李明", "李明"),
        ("Jr.", "Jr."),
        ("  ", ""),
    ],
)
def test_a_surname_keeps_its_particles_and_drops_suffixes(name, expected):
    assert surname(name) == expected

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.exporters.names import MAX_BYTES, Names, comparable, safe_stem

ANY_TEXT = st.text(st.characters(), max_size=300)


def test_a_citation_key_is_its_own_name():
    assert safe_stem("lin2024mitigating", suffix=".md") == "lin2024mitigating"
    assert safe_stem("arxiv2310.16271", suffix=".md") == "arxiv2310.16271"


@pytest.mark.parametrize("device", ["CON", "nul", "com1", "LPT9", "aux.txt", "COM¹"])
def test_no_device_names(device):
    assert safe_stem(device) == f"_{device}"


def test_names_that_only_start_like_a_device_stay():
    assert safe_stem("console2024") == "console2024"
    assert safe_stem("com10") == "com10"


@pytest.mark.parametrize("key", ["...", "", " ", "???", "///", "\x1b\x07"])
def test_keys_of_which_nothing_is_left_still_have_names(key):
    assert re.fullmatch(r"paper-[0-9a-f]{8}", safe_stem(key))


def test_keys_of_other_programs():
    assert safe_stem("DBLP:conf/nips/VaswaniSPUJGKP17") == "DBLP-conf-nips-VaswaniSPUJGKP17"
    assert safe_stem("../../etc/passwd") == "-..-etc-passwd"
    assert safe_stem(".hidden. ") == "hidden"
    assert safe_stem("a\u202eb\u200bc") == "a-b-c"
    assert safe_stem("e\u0301") == "é"


def test_long_keys_stay_apart():
    first, second = safe_stem("é" * 300 + "1", suffix=".md"), safe_stem("é" * 300 + "2", suffix=".md")
    assert first != second
    assert first[:50] == second[:50] == "é" * 50


@given(ANY_TEXT)
def test_every_text_makes_a_name_for_every_system(text):
    stem = safe_stem(text, suffix=".md")
    name = stem + ".md"
    assert stem
    assert len(name.encode()) <= MAX_BYTES
    assert not set(stem) & set('<>:"/\\|?*#^[]')
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in stem)
    assert unicodedata.is_normalized("NFC", stem)
    assert stem[0] not in ". "
    assert stem[-1] not in ". "
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", stem)


@given(st.lists(ANY_TEXT, unique=True, max_size=20))
def test_no_two_names_are_alike(keys):
    names = Names(reserved=["Reading list.md"])
    given_names = {comparable(names.name(key, ".md")) for key in keys}
    assert len(given_names) == len(keys)
    assert "reading list.md" not in given_names


def test_case_and_composition_do_not_make_two_names():
    names = Names(reserved=["Reading list.md"])
    made = [names.name(key, ".md") for key in ("Aé", "ae\u0301", "AE\u0301", "reading LIST")]
    assert made[0] == "Aé.md"
    assert len({comparable(name) for name in made} | {"reading list.md"}) == 5

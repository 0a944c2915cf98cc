# SPDX-License-Identifier: Apache-2.0
"""Estimative words: the published bands, every spelling, and the word for a probability."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pourparler.errors import QuantityError
from pourparler.quantity import LIKELIHOOD_SCALES, PROBABILITY, Band, parse, word_for

#: ICD 203 (2015), D.6.e.(2)(a), in per cent, as printed.
ICD203 = [
    ("almost no chance", "remote", 1, 5),
    ("very unlikely", "highly improbable", 5, 20),
    ("unlikely", "improbable", 20, 45),
    ("roughly even chance", "roughly even odds", 45, 55),
    ("likely", "probable", 55, 80),
    ("very likely", "highly probable", 80, 95),
    ("almost certain(ly)", "nearly certain", 95, 99),
]

#: The probability yardstick of PHIA (March 2025), in per cent, as printed.
PHIA = [
    ("remote chance", 0, 5),
    ("highly unlikely", 10, 20),
    ("unlikely", 25, 35),
    ("realistic possibility", 40, 50),
    ("likely or probable", 55, 75),
    ("highly likely", 80, 90),
    ("almost certain", 95, 100),
]


@pytest.mark.parametrize(("upper", "lower", "low", "high"), ICD203)
def test_icd203_bands_as_printed(upper: str, lower: str, low: int, high: int) -> None:
    for spelling in (upper, lower, upper.upper(), lower.title(), f"icd203:{upper}", f"ICD203: {lower}"):
        band = parse(spelling, PROBABILITY)
        assert isinstance(band, Band)
        assert (band.scale, band.low, band.high) == ("icd203", low / 100, high / 100)
    assert parse(upper, PROBABILITY) == parse(lower, PROBABILITY)


@pytest.mark.parametrize(("word", "low", "high"), PHIA)
def test_phia_bands_as_printed(word: str, low: int, high: int) -> None:
    assert parse(f"phia:{word}", PROBABILITY) == Band("phia", word, low / 100, high / 100)


@pytest.mark.parametrize("word", ["almost certain", "almost certainly", "nearly certain"])
def test_both_readings_of_the_optional_ending(word: str) -> None:
    assert parse(word, PROBABILITY) == Band("icd203", "almost certain", 0.95, 0.99)


def test_the_scales_are_complete_ordered_and_cited() -> None:
    assert list(LIKELIHOOD_SCALES) == ["icd203", "phia"]
    for name, scale in LIKELIHOOD_SCALES.items():
        assert scale.name == name
        assert len(scale.bands) == 7
        assert scale.source
        for band in scale.bands:
            assert band.low < band.high
            assert band.word in band.spellings
        for before, after in pairwise(scale.bands):
            assert before.high <= after.low
    icd = LIKELIHOOD_SCALES["icd203"].bands
    assert all(before.high == after.low for before, after in pairwise(icd))


def test_the_scales_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        LIKELIHOOD_SCALES["icd203"] = LIKELIHOOD_SCALES["phia"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0, "almost no chance"),
        (0.003, "almost no chance"),
        (0.03, "almost no chance"),
        (0.05, "very unlikely"),
        (0.1, "very unlikely"),
        (0.2, "unlikely"),
        (0.3, "unlikely"),
        (0.45, "roughly even chance"),
        (0.5, "roughly even chance"),
        (0.55, "roughly even chance"),
        (0.56, "likely"),
        (0.8, "likely"),
        (0.9, "very likely"),
        (0.95, "very likely"),
        (0.97, "almost certain"),
        (0.999, "almost certain"),
        (1, "almost certain"),
    ],
)
def test_word_for(probability: float, word: str) -> None:
    assert word_for(probability) == word


MIRROR = {
    "almost no chance": "almost certain",
    "very unlikely": "very likely",
    "unlikely": "likely",
    "roughly even chance": "roughly even chance",
    "likely": "unlikely",
    "very likely": "very unlikely",
    "almost certain": "almost no chance",
}


@given(st.integers(0, 1024))
def test_the_word_of_a_complement_is_the_mirrored_word(parts: int) -> None:
    assert word_for(1 - parts / 1024) == MIRROR[word_for(parts / 1024)]


@given(st.floats(0.01, 0.99))
def test_the_word_holds_the_probability(probability: float) -> None:
    band = parse(word_for(probability), PROBABILITY)
    assert isinstance(band, Band)
    assert band.low <= probability <= band.high


@pytest.mark.parametrize("bad", [-0.1, 1.1, 60, float("nan"), float("inf")])
def test_word_for_refuses_what_is_no_probability(bad: float) -> None:
    with pytest.raises(QuantityError, match="from 0 to 1"):
        word_for(bad)

# SPDX-License-Identifier: Apache-2.0
"""Published scales of estimative words: which range of probability a word such as "likely" stands for.

Two scales are held. ICD 203 has seven adjoining bands with two spellings each. PHIA (the "probability
yardstick") has seven bands with gaps between them on purpose; its ends are approximate and it excludes 0
and 100 per cent. Readers of estimative words differ widely in practice; the bands are what the words are
defined to mean, not what every reader hears.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pourparler.errors import QuantityError
from pourparler.quantity.numerals import numeral
from pourparler.wording import say


@dataclass(frozen=True, slots=True)
class LikelihoodBand:
    """One word of a scale: its standard spelling, all its spellings, and its range of probability."""

    word: str
    spellings: tuple[str, ...]
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LikelihoodScale:
    """A published scale: its bands in rising order of probability, and where it was published."""

    name: str
    title: str
    source: str
    note: str
    bands: tuple[LikelihoodBand, ...]


_ICD203 = LikelihoodScale(
    name="icd203",
    title="ICD 203 expressions of likelihood",
    source=(
        "Office of the Director of National Intelligence, Intelligence Community Directive 203, "
        "Analytic Standards, 2 January 2015, section D.6.e.(2)(a)"
    ),
    note="Adjoining bands; the directive asks a writer to keep to one of the two rows of words.",
    bands=(
        LikelihoodBand("almost no chance", ("almost no chance", "remote"), 0.01, 0.05),
        LikelihoodBand("very unlikely", ("very unlikely", "highly improbable"), 0.05, 0.20),
        LikelihoodBand("unlikely", ("unlikely", "improbable"), 0.20, 0.45),
        LikelihoodBand("roughly even chance", ("roughly even chance", "roughly even odds"), 0.45, 0.55),
        LikelihoodBand("likely", ("likely", "probable"), 0.55, 0.80),
        LikelihoodBand("very likely", ("very likely", "highly probable"), 0.80, 0.95),
        LikelihoodBand(
            "almost certain",
            ("almost certain", "almost certainly", "almost certain(ly)", "nearly certain"),
            0.95,
            0.99,
        ),
    ),
)

_PHIA = LikelihoodScale(
    name="phia",
    title="PHIA probability yardstick",
    source=(
        "Professional Head of Intelligence Assessment, Explaining uncertainty in UK intelligence assessment, 24 March 2025"
    ),
    note="Gaps between the bands are deliberate; ends are approximate; 0 and 100 per cent are excluded.",
    bands=(
        LikelihoodBand("remote chance", ("remote chance",), 0.0, 0.05),
        LikelihoodBand("highly unlikely", ("highly unlikely",), 0.10, 0.20),
        LikelihoodBand("unlikely", ("unlikely",), 0.25, 0.35),
        LikelihoodBand("realistic possibility", ("realistic possibility",), 0.40, 0.50),
        LikelihoodBand("likely or probable", ("likely or probable", "likely", "probable"), 0.55, 0.75),
        LikelihoodBand("highly likely", ("highly likely",), 0.80, 0.90),
        LikelihoodBand("almost certain", ("almost certain",), 0.95, 1.0),
    ),
)

LIKELIHOOD_SCALES: Mapping[str, LikelihoodScale] = MappingProxyType({"icd203": _ICD203, "phia": _PHIA})

#: The scale that a word belongs to when it is written without a prefix.
DEFAULT_SCALE = "icd203"

_BY_SPELLING: Mapping[tuple[str, str], LikelihoodBand] = MappingProxyType(
    {
        (scale.name, spelling): band
        for scale in LIKELIHOOD_SCALES.values()
        for band in scale.bands
        for spelling in band.spellings
    }
)


def band_for(scale: str, spelling: str) -> LikelihoodBand | None:
    """Look up a word, lower case and single-spaced, on the named scale; None if it is not there."""
    return _BY_SPELLING.get((scale, spelling))


def word_for(probability: float) -> str:
    """Return the ICD 203 word for a probability in [0, 1].

    Where two bands meet, the word nearer to an even chance is taken, so that a probability and its
    complement always get mirrored words. Below 1 % the answer is "almost no chance", above 99 % "almost
    certain": the scale has no word for certainty, and neither has this function. Raises `QuantityError` for
    anything outside [0, 1].
    """
    if not 0 <= probability <= 1:
        raise QuantityError(f"'{numeral(probability)}'", say("a probability lies from 0 to 1"))
    if probability <= 1 / 2:
        reached = (band for band in reversed(_ICD203.bands) if band.low <= probability)
        return next(reached, _ICD203.bands[0]).word
    covering = (band for band in _ICD203.bands if band.high >= probability)
    return next(covering, _ICD203.bands[-1]).word

# SPDX-License-Identifier: Apache-2.0
"""The matrix counts what is inconsistent, and weighs it by the printed weights."""

from itertools import product

import pytest

from pourparler.engines.intentions import Letter, Level, competing_hypotheses, letter_of
from pourparler.errors import EngineInputError


def test_credibility_and_relevance_weigh_alike() -> None:
    levels: list[Level] = ["L", "M", "H"]
    for credibility, relevance in product(levels, repeat=2):
        found = competing_hypotheses([["I", "II", "C", "CC", "N"]], [credibility], [relevance])
        assert found.weighted == competing_hypotheses([["I", "II", "C", "CC", "N"]], [relevance], [credibility]).weighted
        assert found.weighted[1] == pytest.approx(2 * found.weighted[0], abs=1e-12)
        assert found.weighted[2:] == (0, 0, 0)
        assert found.inconsistent == (1, 1, 0, 0, 0)


def test_items_add_up() -> None:
    letters: list[list[Letter]] = [["I", "C"], ["II", "N"], ["C", "I"]]
    found = competing_hypotheses(letters, ["M", "H", "M"], ["M", "H", "L"])
    assert found.inconsistent == (2, 1)
    assert found.weighted == pytest.approx([-5, -0.7071067811865475])
    assert found.letters == (("I", "C"), ("II", "N"), ("C", "I"))


@pytest.mark.parametrize(
    ("likelihood", "others", "letter"),
    [
        (0.1, [0.9, 0.1], "II"),
        (0.3, [0.6], "I"),
        (0.5, [0.5], "N"),
        (0.5, [0.4], "N"),
        (0.6, [0.3], "C"),
        (0.8, [0.2], "CC"),
        (0.0, [0.0], "II"),
        (0.5, [], "N"),
    ],
)
def test_letters_follow_the_likelihoods(likelihood: float, others: list[float], letter: Letter) -> None:
    assert letter_of(likelihood, others) == letter


def test_what_a_caller_gets_wrong() -> None:
    with pytest.raises(EngineInputError, match="every hypothesis"):
        competing_hypotheses([["I"], ["I", "C"]], ["M", "M"], ["M", "M"])
    with pytest.raises(EngineInputError, match="two levels"):
        competing_hypotheses([["I"]], [], ["M"])

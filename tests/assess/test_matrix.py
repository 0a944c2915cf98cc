# SPDX-License-Identifier: Apache-2.0
"""The matrix of competing hypotheses, by hand: letters derived or given, counts and scores, and that no number comes of it."""

from typing import Any

import pytest

from assess.test_intentions import weighed
from assess.variations import assessed, changed, plain
from case.samples import FULL
from pourparler.assess import Assessment
from pourparler.assess.matrix import Cell, matrix_of
from pourparler.briefing.as_json import as_plain
from pourparler.case import read_text

SOURCES = {"good": {"sound": "90%"}, "poor": {"sound": "20%"}}
LIKELY = {"likelihood": {"q": {"yes": "80%", "no": "20%"}}, "source": "good"}


def cells(found: Assessment) -> dict[str, Cell]:
    return {cell.evidence: cell for cell in matrix_of(found).cells}


def test_the_matrix_counts_what_is_inconsistent_and_weighs_it_by_the_source() -> None:
    """Four times as likely: II, from a good source √2 times two. Twice: I, from a poor one half of √2 once."""
    found = weighed(
        {"likelihood": {"q": {"yes": "80%", "no": "20%"}}, "source": "good", "origin": "o"},
        {"likelihood": {"q": {"yes": "30%", "no": "60%"}}, "source": "poor"},
        {"likelihood": {"q": {"yes": "50%", "no": "50%"}}, "source": "poor"},
        {"likelihood": {"q": {"yes": "80%", "no": "20%"}}, "source": "poor", "origin": "o"},
        sources=SOURCES,
    )
    matrix = matrix_of(found)
    assert {cell.evidence: cell.letters for cell in matrix.cells} == {
        "r0": {"no": "II", "yes": "CC"},
        "r1": {"no": "C", "yes": "I"},
        "r2": {"no": "N", "yes": "N"},
    }
    assert not any(cell.given or cell.contradicts for cell in matrix.cells)
    assert matrix.inconsistency == {"q": {"no": 1, "yes": 1}}
    assert matrix.weighted["q"] == pytest.approx({"no": -2 * 2**0.5, "yes": -(2**-0.5)})


def test_letters_that_are_given_take_the_place_of_those_derived() -> None:
    """From a good source II counts √2 times two, I from a poor one half of √2."""
    found = weighed(
        {**LIKELY, "letters": {"q": {"no": "N", "yes": "C"}}},
        {**LIKELY, "source": "poor", "letters": {"q": {"yes": "CC", "no": "I"}}},
        LIKELY,
        sources=SOURCES,
    )
    told = cells(found)
    assert [(name, cell.given) for name, cell in told.items()] == [("r0", True), ("r1", True), ("r2", False)]
    assert [list(cell.letters.items()) for cell in told.values()] == [
        [("no", "N"), ("yes", "C")],
        [("no", "I"), ("yes", "CC")],
        [("no", "II"), ("yes", "CC")],
    ]
    assert matrix_of(found).inconsistency == {"q": {"no": 2, "yes": 0}}
    assert matrix_of(found).weighted["q"]["no"] == pytest.approx(-(2**-0.5) - 2 * 2**0.5)


def test_letters_without_a_likelihood_stand_in_the_matrix_at_the_credibility_of_their_source() -> None:
    found = weighed(
        {"likelihood": {}, "source": "good", "letters": {"q": {"yes": "I", "no": "C"}}},
        {"likelihood": {}, "letters": {"q": {"yes": "II", "no": "N"}}},
        sources=SOURCES,
    )
    matrix = matrix_of(found)
    assert [cell.given for cell in matrix.cells] == [True, True]
    # Of a source that nobody names nothing is known: low.
    assert matrix.weighted["q"] == pytest.approx({"no": 0, "yes": -(2**0.5) - 2 * 2**-0.5})
    assert [row.posterior.mean for row in found.intentions] == [0.5, 0.5]


def test_items_of_one_origin_have_one_row_and_letters_never_stand_for_a_likelihood() -> None:
    letters = {"q": {"yes": "I", "no": "C"}}
    only = {"likelihood": {}, "source": "good", "origin": "o", "letters": letters}
    alone = weighed({**LIKELY, "source": "poor", "origin": "o"}, sources=SOURCES)
    both = weighed({**LIKELY, "source": "poor", "origin": "o"}, only, {**only, "source": "poor"}, sources=SOURCES)
    assert list(cells(both)) == ["r0"]
    assert [row.copy_of for row in both.evidence] == [None, "r0", "r0"]
    assert both.intentions == alone.intentions
    assert list(cells(weighed({**only, "source": "poor"}, only, sources=SOURCES))) == ["r1"]


CONTRARY: dict[str, tuple[dict[str, Any], dict[str, str], bool]] = {
    "the other way round": ({"yes": "80%", "no": "20%"}, {"yes": "I", "no": "C"}, True),
    "the other way round, by a little": ({"yes": "55%", "no": "50%"}, {"yes": "C", "no": "CC"}, True),
    "the same way": ({"yes": "80%", "no": "20%"}, {"yes": "N", "no": "II"}, False),
    "not told apart by the letters": ({"yes": "80%", "no": "20%"}, {"yes": "C", "no": "C"}, False),
    "not told apart by the likelihoods": ({"yes": "50%", "no": "50%"}, {"yes": "C", "no": "I"}, False),
    "not told apart in nearly all worlds": ({"yes": "40..70%", "no": "30..60%"}, {"yes": "I", "no": "C"}, False),
}


@pytest.mark.parametrize("name", CONTRARY)
def test_it_is_told_where_letters_contradict_the_likelihoods_of_their_item(name: str) -> None:
    likelihood, letters, contradict = CONTRARY[name]
    found = weighed({"likelihood": {"q": likelihood}, "letters": {"q": letters}}, worlds=200)
    assert cells(found)["r0"].contradicts == ((("no", "yes"),) if contradict else ())


def test_of_several_contradictions_the_widest_comes_first() -> None:
    questions = {"q": {"hypotheses": {"a": "20%", "b": "30%", "c": "50%"}}}
    item = {"likelihood": {"q": {"a": "10%", "b": "50%", "c": "90%"}}, "letters": {"q": {"a": "C", "b": "N", "c": "I"}}}
    assert cells(weighed(item, questions=questions))["r0"].contradicts == (("a", "c"), ("a", "b"), ("b", "c"))


def test_letters_move_no_number() -> None:
    """Everything in the result of the case with the whole vocabulary is the same without its letters, but for them."""
    data = plain(read_text(FULL, "case.yaml"))
    cases = (data, changed(data, {"evidence/1/letters": {}}))
    results: list[Any] = [as_plain(assessed(one, worlds=30)) for one in cases]
    with_letters, without = results
    (item,) = [row for row in with_letters["evidence"] if row["id"] == "silence"]
    assert item["letters"]["motive"] == {"prestige": "I", "settle": "C", "stall": "CC"}
    assert item["letters_contradict"] != {}
    for result in results:
        for row in result["evidence"]:
            row["letters"], row["letters_contradict"] = {}, {}
        result["case"]["digest"] = ""
    assert with_letters == without


def test_the_order_of_the_file_changes_nothing() -> None:
    one = weighed({**LIKELY, "letters": {"q": {"no": "N", "yes": "C"}}}, sources=SOURCES)
    other = weighed({**LIKELY, "letters": {"q": {"yes": "C", "no": "N"}}}, sources=SOURCES)
    assert repr(one.evidence) == repr(other.evidence)

# SPDX-License-Identifier: Apache-2.0
"""The pictures beyond the table: incidence at a glance, cohesion by package, the map of stakeholders."""

from dataclasses import replace
from typing import Any

import pytest

from assess.variations import assessed, changed, worked_example
from briefing.pictures.test_pictures import NO_NUMBERS, data_in
from pourparler.assess import Assessment
from pourparler.briefing.document import Figure
from pourparler.briefing.names import Names, names_of
from pourparler.briefing.pictures.cohesion import cohesion_figure
from pourparler.briefing.pictures.matrix import matrix_figure
from pourparler.briefing.pictures.stakes import stakes_figure

CASE: dict[str, Any] = {
    "parties/cyrene": {"role": "partner", "tolerance": 2, "opposition": {"reach": "-30..-10%"}},
    "parties/delos": {"role": "rival", "spoiling": {"chance": "50%", "reach": "-20%"}},
    "parties/eos": {"role": "third_party"},
    "effects": {"fleet.halved": {"cyrene": "-9..-3", "delos": "2..4", "eos": "-1..1"}, "money.grant": {"delos": 1}},
    "worth_to_us": {"cyrene": 0.5, "delos": 0, "eos": 0},
    "red_lines": {"cyrene": ["fleet.withdrawn"]},
    "offers": {"dream": {"by": "aland", "package": {"fleet": "withdrawn", "money": "none"}}},
}


@pytest.fixture(scope="module")
def found() -> Assessment:
    return assessed(changed(worked_example(), CASE), worlds=100)


def matrix(found: Assessment) -> Figure:
    figure = matrix_figure(found.incidence, found.big_picture, names_of(found))
    assert figure is not None
    return figure


def test_the_matrix_shows_every_concession_and_package_for_every_third_party(found: Assessment) -> None:
    figure, big = matrix(found), found.big_picture
    cells = [row for row in data_in(figure.spec) if "kind" in row]
    drawn = cells[: len(cells) // 2]  # each as a mark and as a number
    outside = [row for row in found.incidence if row.party in big.everyone]
    assert len(drawn) == len(outside) + len(big.packages) * len(big.everyone)
    assert big.everyone == ("cyrene", "delos", "eos")
    first = {row["x"]: row["kind"] for row in drawn if row["y"] == min(d["y"] for d in drawn)}
    assert [first[x] for x in sorted(first)] == ["loses", "gains", "not determined"]
    assert len(figure.table.rows) == len(dict.fromkeys(r.concession for r in outside)) + len(big.packages)
    assert figure.table.columns[1:] == big.everyone
    assert "fleet: halved: cyrene -6.0, delos 3.0" in figure.alternative.replace("fleet: halved: ", "fleet: halved: ", 1)


def test_without_third_parties_there_is_no_matrix_and_no_map(found: Assessment) -> None:
    alone = assessed(worked_example())
    assert matrix_figure(alone.incidence, alone.big_picture, Names({})) is None
    assert stakes_figure(alone.big_picture.stakes, alone.partners, Names({}), NO_NUMBERS) is None
    powerless = [replace(row, power=None) for row in found.big_picture.stakes]
    assert stakes_figure(powerless, found.partners, Names({}), NO_NUMBERS) is None


def test_cohesion_is_drawn_for_partners_and_for_everyone_and_red_lines_look_different(found: Assessment) -> None:
    figure = cohesion_figure(found.big_picture, names_of(found), NO_NUMBERS)
    points = {(row["series"], row["mean"]) for row in data_in(figure.spec) if "mean" in row}
    for row in found.big_picture.packages:
        kind = "every partner; crosses a red line" if row.crosses else "every partner"
        assert (kind, row.cohesion) in points and ("every third party", row.everyone) in points
    assert "offer “dream”: partners 0%, everyone 0%, across a red line of cyrene" in figure.alternative


def test_the_map_places_those_whose_power_is_stated_and_counts_the_others(found: Assessment) -> None:
    rows = found.big_picture.stakes
    figure = stakes_figure(rows, found.partners, names_of(found), NO_NUMBERS)
    assert figure is not None
    drawn = {row["name"]: row for row in data_in(figure.spec) if "interest" in row}
    assert set(drawn) == {"cyrene", "delos"}
    by_party = {row.party: row for row in rows}
    assert drawn["delos"]["power"] == pytest.approx(0.1)
    assert drawn["cyrene"]["interest"] == by_party["cyrene"].interest.mean
    assert drawn["delos"]["kind"] == "supports" and drawn["cyrene"]["kind"] == "opposes"
    assert any("One party whose power is not stated" in note for note in figure.notes)


def test_the_last_line_of_a_name_stands_above_its_point_whatever_lines_it_has(found: Assessment) -> None:
    labels = Names({"cyrene": "clubs of the small markets"})
    figure = stakes_figure(found.big_picture.stakes, found.partners, labels, NO_NUMBERS)
    assert figure is not None
    layers: Any = figure.spec["layer"]
    up = {row["name"]: layer["mark"]["dy"] for layer in layers if "dy" in layer["mark"] for row in layer["data"]["values"]}
    assert up == {"delos": -6, "clubs of the small\nmarkets": -6 - 14}

# SPDX-License-Identifier: Apache-2.0
"""The picture of a table alone: every point at its values, text of the table only in data, a line for each of many parties."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from assess.test_study import canal
from pourparler.assess.study import study
from pourparler.briefing.document import Figure
from pourparler.briefing.names import AsWritten
from pourparler.briefing.pictures.study import MOST_OFFERS, study_figure
from pourparler.briefing.svg import picture
from pourparler.exchange import Profile, StatedIssue, StatedTable

#: Names that would act on a page or a renderer if they were read as anything but text.
HOSTILE = ("<script>alert(1)</script>", "datum.x + 1", "url(http://example.org)")


def three(no_deal: int = 30) -> StatedTable:
    issues = tuple(StatedIssue(f"{HOSTILE[0]} {n}", ("x", "y", HOSTILE[1])) for n in range(3))
    worth = [
        ((30, 10, 0), (0, 5, 30), (20, 20, 0)),
        ((0, 20, 40), (30, 30, 0), (0, 5, 10)),
        ((0, 9, 0), (45, 0, 0), (0, 0, 44)),
    ]
    profiles = tuple(
        Profile(name, tuple(tuple(map(Fraction, row)) for row in rows), Fraction(no_deal))
        for name, rows in zip(HOSTILE, worth, strict=True)
    )
    return StatedTable("t", issues, profiles, 100, offers={HOSTILE[2]: {issue.name: "y" for issue in issues}})


def layers_of(figure: Figure) -> list[dict[str, Any]]:
    layers: Any = figure.spec["layer"]
    return list(layers)


def rows_of(figure: Figure) -> Iterator[dict[str, Any]]:
    return (row for layer in layers_of(figure) for row in layer["data"]["values"])


def grammar_of(part: Any, key: str = "") -> Iterator[str]:
    """Yield every key and text of a specification that is no data."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name != "values" or not isinstance(value, list):
                yield name
                yield from grammar_of(value, name)
    elif isinstance(part, list):
        for each in part:
            yield from grammar_of(each, key)
    elif isinstance(part, str):
        yield part


def figure_of(table: StatedTable) -> Figure:
    figure = study_figure(study(table), AsWritten())
    assert figure is not None
    return figure


def test_every_point_of_two_parties_is_drawn_at_its_values() -> None:
    found = study(replace(canal(), offers={"all": {f"thing {n}": "ours" for n in range(10)}}))
    figure = study_figure(found, AsWritten())
    assert figure is not None
    drawn: dict[str, set[tuple[float, float]]] = {}
    for row in rows_of(figure):
        if "kind" in row:
            drawn.setdefault(row["kind"], set()).add((row["x"], row["y"]))
    by_efficient = [{tuple(map(float, d.values)) for d in found.drawn if d.efficient is kind} for kind in (False, True)]
    assert drawn["other package"] == by_efficient[0] and drawn["on the frontier"] == by_efficient[1]
    assert drawn["solution"] == {(64, 68), (79, 53)} and drawn["offer"] == {(100, 0)}
    letters = {row["text"] for row in rows_of(figure) if "text" in row}
    assert {"NKEU", "U", "1", "worth to us", "worth to them", "both prefer a deal"} <= letters
    assert figure.notes[0] == "NKEU: Nash, Kalai–Smorodinsky, egalitarian, utilitarian solution."
    assert figure.table.rows[0] == ("NKEU: Nash, Kalai–Smorodinsky, egalitarian, utilitarian solution", "64", "68")
    assert figure.table.rows[-1] == ("no deal", "0", "0")
    assert figure.alternative.startswith("1024 packages. The frontier has 20 value points. 20 of them can be")


def test_the_zone_begins_at_no_deal() -> None:
    table = canal()
    first, second = table.profiles
    figure = figure_of(replace(table, profiles=(replace(first, no_deal=Fraction(31)), replace(second, no_deal=Fraction(47)))))
    (zone,) = [row for row in rows_of(figure) if "ceiling" in row]
    assert (zone["x"], zone["y"], zone["high"], zone["ceiling"]) == (31, 47, 100, 100)


def test_several_parties_have_a_line_each() -> None:
    found = study(three())
    figure = study_figure(found, AsWritten())
    assert figure is not None and found.zone_exists
    labels = ["".join(row["text"].split()) for row in rows_of(figure) if "text" in row]
    assert all("".join(name.split()) in labels for name in HOSTILE)
    heights = sorted({row["y"] for row in rows_of(figure) if "kind" in row})
    assert len(heights) == 3
    for party, height in enumerate(heights):
        points = {row["x"] for row in rows_of(figure) if "kind" in row and row["y"] == height}
        marked = [point.values[party] for row in found.solutions().values() for point in row.tied]
        assert points == set(map(float, [*marked, *(offer.values[party] for offer in found.offers.values())]))


@pytest.mark.parametrize("table", [three(), three(90), replace(canal(), title="x")], ids=["three", "no zone", "two"])
def test_text_of_a_table_stands_in_data_alone(table: StatedTable) -> None:
    figure = figure_of(table)
    assert not [text for text in grammar_of(figure.spec) for name in (*HOSTILE, *table.parties) if name in text.split()]
    drawn = picture(figure.spec, "figure-1", figure.caption, figure.alternative)
    assert "<script" not in drawn and drawn == picture(figure.spec, "figure-1", figure.caption, figure.alternative)


def test_letters_of_close_points_do_not_stand_on_each_other() -> None:
    table = canal()
    package = {f"thing {n}": "ours" for n in range(10)}
    figure = figure_of(replace(table, offers={"a": package, "b": package}))
    layers = [layer for layer in layers_of(figure) if layer["data"]["values"][0].get("text") in ("1", "2")]
    sides = {layer["data"]["values"][0]["text"]: layer["mark"]["dy"] for layer in layers}
    assert sides["1"] != sides["2"]


def test_a_letter_at_the_upper_end_stands_below_its_point() -> None:
    figure = figure_of(replace(canal(), offers={"a": {f"thing {n}": "theirs" for n in range(10)}}))
    (layer,) = [layer for layer in layers_of(figure) if layer["data"]["values"][0].get("text") == "1"]
    assert layer["data"]["values"][0]["y"] == 100 and layer["mark"]["dy"] > 0 and layer["mark"]["dx"] > 0


def test_what_cannot_be_drawn_is_not() -> None:
    barred = replace(canal(), barred=({"thing 0": "ours"}, {"thing 0": "theirs"}))
    assert study_figure(study(barred), AsWritten()) is None


def test_few_offers_have_a_number() -> None:
    package = {f"thing {n}": "ours" for n in range(10)}
    figure = figure_of(replace(canal(), offers={f"o{n}": package for n in range(20)}))
    assert sum("offer" in note for note in figure.notes) == MOST_OFFERS


def test_a_domain_has_scales_of_shares() -> None:
    table = canal()
    profiles = tuple(replace(p, worth=tuple(tuple(v / 100 for v in row) for row in p.worth)) for p in table.profiles)
    figure = figure_of(replace(table, scale=1, profiles=profiles))
    domain = layers_of(figure)[0]["encoding"]["x"]["scale"]["domain"]
    assert domain == pytest.approx([0, 1])
    assert figure.table.rows[0][1:] == ("0.640", "0.680")

# SPDX-License-Identifier: Apache-2.0
"""The calendar as a picture: what is drawn is what the rows say, days that are close do not write over each other."""

import json
from typing import Any

import pytest
import vl_convert

from assess.test_consultation import LEDGER, PARTNERS, TWO_STEPS
from assess.variations import assessed, changed, worked_example
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.names import names_of
from pourparler.briefing.pictures.calendar import MOST_MARKS, calendar_figure

EMPTY = Table(("a",), ())
WINDOW = {"lapses_per_day": 0, "planned": {"announce": "2031-03-20", "travel": "2031-04-20"}, "forcing_date": "2031-04-25"}


def figure(changes: dict[str, Any] | None = None) -> Figure | None:
    stated = {**PARTNERS, **TWO_STEPS, "meeting/window": WINDOW, "meeting/lead_days": "5..9", "consultation": [LEDGER]}
    seen = assessed(changed(worked_example(), {**stated, **(changes or {})}), worlds=50)
    return calendar_figure(seen.consultation, seen.case.as_of, ("cyrene", "delos"), names_of(seen), EMPTY)


def rows_with(shown: Figure | None, *keys: str) -> list[dict[str, Any]]:
    assert shown is not None
    layers = json.loads(json.dumps(shown.spec))["layer"]
    return [row for layer in layers for row in layer["data"]["values"] if set(keys) <= set(row)]


def test_steps_are_bars_from_first_to_last_day_in_the_row_of_whom_they_tell() -> None:
    bars = rows_with(figure(), "tells", "end")
    half = bars[: len(bars) // 2]  # each stands twice: as a bar, and as the line in it
    assert [(bar["at"], bar["end"], bar["tells"]) for bar in half] == [(0, 4, True), (4, 14, True)]
    labels = {row["text"]: row["y"] for row in rows_with(figure(), "text", "y") if row["text"] in ("cyrene", "delos")}
    assert [bar["y"] for bar in half] == [labels["cyrene"], labels["delos"]]


def test_the_line_in_a_bar_is_where_its_last_day_may_fall() -> None:
    bar, line = rows_with(
        figure({"preparation": {"tell_cyrene": TWO_STEPS["preparation"]["tell_cyrene"] | {"days": "4..8"}}}), "tells"
    )
    assert bar == line, "one row of data draws both"
    assert bar["from"] == pytest.approx(4, abs=0.5) and bar["to"] == pytest.approx(8, abs=0.5)
    assert bar["end"] == pytest.approx(6, abs=0.2)


def test_a_step_that_tells_nobody_has_a_row_of_its_own_under_a_heading() -> None:
    shown = figure({"preparation/decide": {"decides": "mandate", "cost": 0, "days": 2, "reach": "+20%"}})
    texts = [row["text"] for row in rows_with(shown, "text", "y")]
    assert "other preparation" in texts and "decide" in texts
    assert [bar["tells"] for bar in rows_with(shown, "tells", "end")].count(False) == 2
    assert "other preparation" not in [row["text"] for row in rows_with(figure(), "text", "y")]


def test_the_ledger_is_drawn_on_its_days_filled_only_where_it_informs() -> None:
    heard = {"party": "delos", "level": "none", "on": "2031-03-12"}
    points = rows_with(figure({"consultation": [LEDGER, heard, {"party": "delos", "level": "full"}]}), "series")
    assert [(point["at"], point["series"]) for point in points] == [(-4, "told"), (-2, "heard of it, not consulted")]


def test_days_stand_where_they_are_and_no_line_begins_above_a_name_that_it_would_cross() -> None:
    named = {row["text"].partition(":")[0]: row for row in rows_with(figure(), "text", "side")}
    assert (named["announcement"]["at"], named["travel"]["at"], named["a decision is forced"]["at"]) == (6, 37, 42)
    fixed = named["date fixed at the latest"]
    assert 28 < fixed["at"] < 32, "five to nine days of lead before travel"
    assert named["announcement"]["side"] == "left" and named["travel"]["side"] == "right"
    right = sorted((row for row in named.values() if row["side"] == "right"), key=lambda row: row["y"])
    assert [row["at"] for row in right] == sorted((row["at"] for row in right), reverse=True)
    (span,) = [row for row in rows_with(figure(), "at", "end", "to") if "tells" not in row]
    assert span["at"] < fixed["at"] < span["end"]


def test_the_scale_has_few_marks_however_long_it_is() -> None:
    for day in ("2031-03-15", "2031-05-01", "2033-01-01", "2090-01-01"):
        shown = figure({"meeting/window": {"lapses_per_day": 0, "forcing_date": day}})
        marks = [row["text"] for row in rows_with(shown, "text", "to") if "side" not in row]
        assert marks == marks[: len(marks) // 2] * 2, "each once as a line and once as its date"
        assert 1 <= len(set(marks)) <= MOST_MARKS + 1, day
        assert "2031-03-14" in marks


def test_it_is_told_in_words_and_can_be_drawn() -> None:
    shown = figure()
    assert shown is not None
    assert "cyrene told on 2031-03-10" in shown.alternative
    assert "tell delos from 2031-03-18 to 2031-03-28" in shown.alternative
    assert "travel 2031-04-20" in shown.alternative
    assert vl_convert.vegalite_to_svg(dict(shown.spec)).startswith("<svg")


def test_where_no_day_is_known_nothing_is_drawn() -> None:
    assert figure({"consultation": [], "preparation": {}, "meeting/window": {}}) is None
    assert figure({"consultation": [{"party": "delos"}], "preparation": {}, "meeting/window": {}}) is None


def test_the_line_of_the_day_of_the_case_begins_below_the_names_of_days() -> None:
    (today,) = [row for row in rows_with(figure(), "at", "y", "to") if row["at"] == 0 and {"text", "tells"}.isdisjoint(row)]
    assert today["y"] > max(row["y"] for row in rows_with(figure(), "text", "side"))

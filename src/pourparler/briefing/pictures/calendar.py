# SPDX-License-Identifier: Apache-2.0
"""The picture of consultation in time: who was told when, who will be by which step, and the days that it runs against."""

from collections.abc import Sequence
from datetime import date, timedelta

from pourparler.assess.consultation_rows import Calendar, Consulted, DeadlineRow, PlannedRow, ToldRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.rows import GAP, LABEL, Row, Series, by_series, layout, vertical
from pourparler.briefing.pictures.style import (
    FAINT_INK,
    INK,
    LINE,
    NEUTRAL,
    OURS,
    PAPER,
    TEXT_SIZE,
    THEIRS,
    Spec,
    configuration,
    wrapped,
)
from pourparler.wording import say

#: The width of the part that has a scale, in pixels.
WIDTH = 430
#: Pixels of the bar of a step, and of the line on which its end may fall.
BAR, SPAN = 11, 2
#: Pixels of a line of text above the rows, where the name of a day stands.
NAME_LINE = 18
#: The distances between marks of the scale that are tried, in days, and how many marks there may be.
DISTANCES, MOST_MARKS = (1, 2, 7, 14, 21, 28, 56, 91, 182, 364, 728), 6
#: The scale ends so many days before the first and after the last day that is drawn, as a share of all days.
MARGIN = 0.04

HEADING = "heading"
"""The key of the row that parts other preparation from the parties."""


def calendar_figure(found: Consulted, as_of: str, parties: Sequence[str], names: Names, table: Table) -> Figure | None:
    """Draw the calendar, one row for each party and below for each other step; None where no day is known."""
    dated = [row for row in found.ledger if row.on is not None]
    if not (dated or found.calendar.steps or found.calendar.deadlines):
        return None
    keys = [*(("party", party) for party in parties), *_others(found.calendar.steps)]
    alternative = _alternative(found, dated, names)
    return Figure(
        _spec(found.calendar, dated, keys, as_of, names),
        say("Who is told when"),
        alternative,
        table,
        _notes(found.calendar.deadlines),
    )


def steps_figure(found: Calendar, as_of: str, names: Names, table: Table) -> Figure | None:
    """Draw which step is taken when, one row for each in the order in which they are taken; None where no step is."""
    if not found.steps:
        return None
    spec = _spec(found, (), [("step", row.step) for row in found.steps], as_of, names)
    notes = _notes(found.deadlines)
    if any(row.tells for row in found.steps) and not all(row.tells for row in found.steps):
        notes = (*notes, say("In grey: steps by which nobody outside is told."))
    return Figure(spec, say("Which step when"), say("Preparation in time. {told}.", told=_taken(found, names)), table, notes)


def _spec(found: Calendar, dated: Sequence[ToldRow], keys: Sequence[tuple[str, str]], as_of: str, names: Names) -> Spec:
    """Return the specification: a row for each key, the steps as bars, the ledger as points, the days from top to bottom."""
    start = date.fromisoformat(as_of)
    lines = [_row(kind, name, names) for kind, name in keys]
    places, height = layout(lines)
    at = dict(zip(keys, places, strict=True))
    head = NAME_LINE * len(found.deadlines) + (NAME_LINE if found.deadlines else 0)
    domain = _domain(found, dated, start)
    y, x = vertical(height + head), _across(domain)
    layers = [
        *_marks(start, domain, head, height, y, x),
        *_days(found.deadlines, domain, height + head, names, y, x),
        *_labels(lines, places, head, y),
        *_bars(found.steps, at, head, y, x),
        *_told(dated, at, start, head, y, x),
    ]
    return {"width": WIDTH, "height": height + head, "layer": layers, "config": configuration()}


def _notes(deadlines: Sequence[DeadlineRow]) -> tuple[str, ...]:
    """Say how the picture is read."""
    upright = say("Upright lines: the day of the case, and dashed the days that preparation runs against.")
    if any(row.days.high > row.days.low for row in deadlines):
        upright = say("{upright} Shaded: where such a day may fall, from 5% to 95%.", upright=upright)
    bar = say("A bar runs from the average first to the average last day of a step; the line: where that last day may fall.")
    return bar, upright


def _others(steps: Sequence[PlannedRow]) -> list[tuple[str, str]]:
    silent = [("step", row.step) for row in steps if not row.tells]
    return [(HEADING, ""), *silent] if silent else []


def _row(kind: str, name: str, names: Names) -> Row:
    """Return the row as it is laid out: a heading has no points, any other one."""
    if kind == HEADING:
        return Row(say("other preparation"))
    return Row(names.of("parties" if kind == "party" else "preparation", name), {"": Spread(0, 0, 0)})


def _days_to(day: str, start: date) -> int:
    return (date.fromisoformat(day) - start).days


def _domain(found: Calendar, dated: Sequence[ToldRow], start: date) -> tuple[float, float]:
    """Return the first and the last day of the scale, counted from the day of the case."""
    days = [0.0, *(float(_days_to(row.on or "", start)) for row in dated)]
    days += [row.ends.high for row in found.steps]
    days += [end for row in found.deadlines for end in (row.days.low, row.days.high)]
    low, high = min(days), max(days)
    margin = max(1.0, MARGIN * (high - low))
    return low - margin, high + margin


def _across(domain: tuple[float, float]) -> Spec:
    scale: Spec = {"domain": list(domain), "nice": False, "zero": False}
    return {"field": "at", "type": "quantitative", "scale": scale, "axis": None}


def _marks(start: date, domain: tuple[float, float], head: int, height: int, y: Spec, x: Spec) -> list[Spec]:
    """Return the marks of the scale with their dates below the rows, counted from the day of the case."""
    low, high = domain
    step = next((d for d in DISTANCES if (high - low) / d <= MOST_MARKS), int((high - low) // MOST_MARKS) + 1)
    at = range(int(-(-low // step)) * step, int(high) + 1, step)
    values = [{"at": d, "y": head, "to": head + height, "text": (start + timedelta(days=d)).isoformat()} for d in at]
    rule: Spec = {"type": "rule", "color": LINE}
    text: Spec = {"type": "text", "baseline": "top", "color": FAINT_INK, "fontSize": TEXT_SIZE, "dy": GAP / 2}
    return [
        {"data": {"values": values}, "mark": rule, "encoding": {"x": x, "y": y, "y2": {"field": "to"}}},
        {"data": {"values": values}, "mark": text, "encoding": {"x": x, "y": {**y, "field": "to"}, "text": {"field": "text"}}},
    ]


def _days(
    deadlines: Sequence[DeadlineRow], domain: tuple[float, float], bottom: int, names: Names, y: Spec, x: Spec
) -> list[Spec]:
    """Return the days that preparation runs against, each with its name on a line of its own, and the day of the case."""
    today = {"at": 0.0, "y": NAME_LINE * len(deadlines), "to": bottom}  # below the names, which it would cross
    values: list[Spec] = []
    spans: list[Spec] = []
    middle = sum(domain) / 2
    early = sorted((row for row in deadlines if row.days.mean <= middle), key=lambda row: row.days.mean)
    late = sorted((row for row in deadlines if row.days.mean > middle), key=lambda row: -row.days.mean)
    for place, row in enumerate((*early, *late)):  # so that no line begins above a name that it would cross
        line = NAME_LINE * (place + 1 / 2)
        named = f"{day_name(row.what, names)}: {row.on.likely}"
        side = "right" if row.days.mean > middle else "left"
        values.append({"at": row.days.mean, "y": line, "to": bottom, "text": named, "side": side})
        if row.days.high > row.days.low:
            spans.append({"at": row.days.low, "end": row.days.high, "y": line, "to": bottom})
    solid: Spec = {"type": "rule", "color": INK}
    dashed: Spec = {"type": "rule", "color": THEIRS, "strokeWidth": 2, "strokeDash": [5, 3]}
    shade: Spec = {"type": "rect", "color": THEIRS, "opacity": 0.12}
    down: Spec = {"x": x, "y": y, "y2": {"field": "to"}}
    return [
        {"data": {"values": spans}, "mark": shade, "encoding": {**down, "x2": {"field": "end"}}},
        {"data": {"values": [today]}, "mark": solid, "encoding": down},
        {"data": {"values": values}, "mark": dashed, "encoding": down},
        *(_named(values, side, y, x) for side in ("left", "right")),
    ]


def _named(values: list[Spec], side: str, y: Spec, x: Spec) -> Spec:
    """Return the names of the days that stand on one side of their lines: where there is more room."""
    gap = GAP / 2 if side == "left" else -GAP / 2
    mark: Spec = {"type": "text", "baseline": "middle", "align": side, "color": INK, "fontSize": TEXT_SIZE, "dx": gap}
    own = [row for row in values if row["side"] == side]
    return {"data": {"values": own}, "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "text"}}}


def day_name(what: str, names: Names) -> str:
    """Return what happens on a day that preparation runs against, in plain words."""
    known = {
        "announce": say("announcement"),
        "fix_date": say("date fixed at the latest"),
        "travel": say("travel"),
        "forcing_date": say("a decision is forced"),
    }
    return known.get(what) or names.of(what)


def _labels(lines: Sequence[Row], places: Sequence[float], head: int, y: Spec) -> list[Spec]:
    """Return the names of the rows, and the heading between them in bold."""
    out: list[Spec] = []
    for weight, is_heading in (("normal", False), ("bold", True)):
        own = [(line, at) for line, at in zip(lines, places, strict=True) if bool(line.points) is not is_heading]
        values = [{"y": head + at, "text": wrapped(line.label, LABEL)} for line, at in own]
        look: Spec = {"align": "right", "baseline": "middle", "color": INK, "fontSize": TEXT_SIZE, "fontWeight": weight}
        encoding: Spec = {"y": y, "x": {"value": -GAP}, "text": {"field": "text"}}
        out.append({"data": {"values": values}, "mark": {"type": "text", "limit": 0, **look}, "encoding": encoding})
    return out


def _bars(steps: Sequence[PlannedRow], at: dict[tuple[str, str], float], head: int, y: Spec, x: Spec) -> list[Spec]:
    """Return the steps as bars, in the row of everyone they tell, or in one of their own."""
    values = []
    for row in steps:
        keys = [("party", party) for party in row.tells if ("party", party) in at] or [("step", row.step)]
        for key in (key for key in keys if key in at):
            span = {"from": row.ends.low, "to": row.ends.high}
            values.append({"y": head + at[key], "at": row.starts.mean, "end": row.ends.mean, **span, "tells": bool(row.tells)})
    color: Spec = {"condition": {"test": "datum.tells", "value": OURS}, "value": NEUTRAL}
    return [
        {"data": {"values": values}, "mark": {"type": "rule", "strokeWidth": BAR},
         "encoding": {"y": y, "x": x, "x2": {"field": "end"}, "color": color}},
        {"data": {"values": values}, "mark": {"type": "rule", "strokeWidth": SPAN, "color": INK},
         "encoding": {"y": y, "x": {**x, "field": "from"}, "x2": {"field": "to"}}},
    ]  # fmt: skip


def _told(dated: Sequence[ToldRow], at: dict[tuple[str, str], float], start: date, head: int, y: Spec, x: Spec) -> list[Spec]:
    """Return the entries of the ledger as points: filled where the party was told what it is about."""
    told = Series(say("told"), OURS)
    heard = Series(say("heard of it, not consulted"), OURS, filled=False)
    values = [
        {
            "y": head + at[("party", row.party)],
            "at": _days_to(row.on or "", start),
            "series": told.name if row.informs else heard.name,
        }
        for row in dated
        if ("party", row.party) in at
    ]
    if not values:
        return []
    series = (told, heard)
    encoding: Spec = {
        "y": y,
        "x": x,
        "shape": by_series(series, [s.shape for s in series]),
        "stroke": by_series(series, [s.color for s in series]),
        "fill": by_series(series, [s.color if s.filled else PAPER for s in series]),
    }
    mark: Spec = {"type": "point", "size": 90, "strokeWidth": 2, "opacity": 1}
    return [{"data": {"values": values}, "mark": mark, "encoding": encoding}]


def _alternative(found: Consulted, dated: Sequence[ToldRow], names: Names) -> str:
    """Say in words who was told when, and what is still planned."""
    told = [
        say("{party} told on {day}", party=names.of("parties", row.party), day=row.on)
        if row.informs
        else say("{party} heard of it on {day}, not consulted", party=names.of("parties", row.party), day=row.on)
        for row in dated
    ]
    return say("Consultation in time. {told}.", told=". ".join(filter(None, ("; ".join(told), _taken(found.calendar, names)))))


def _taken(found: Calendar, names: Names) -> str:
    """Say which steps are taken from when to when, and which days they run against."""
    planned = [
        say(
            "{step} from {start} to {end}",
            step=names.of("preparation", row.step),
            start=row.starts_on.likely,
            end=row.ends_on.likely,
        )
        for row in found.steps
    ]
    days = [f"{day_name(row.what, names)} {row.on.likely}" for row in found.deadlines]
    return ". ".join("; ".join(part) for part in (planned, days) if part)

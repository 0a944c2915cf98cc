# SPDX-License-Identifier: Apache-2.0
"""The picture of gain against risk: every set of moves by what it is worth to us and by what it may lose through escalation."""

from collections.abc import Sequence

from pourparler.assess.moved import StudiedSet
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import points
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.style import INK, NEUTRAL, OURS, PAPER, TEXT_SIZE, Spec, configuration
from pourparler.wording import plural, say

#: The width and height of the picture, in pixels.
WIDTH, HEIGHT = 420, 320
#: More sets than this are not drawn: beside those that no other betters, the ones worth most.
MOST_DRAWN = 400
#: The scales end on multiples of so many points.
STEP = 0.5
#: Numbers nearer than this, in pixels, would touch.
APART = 15


def gain_risk_figure(
    rows: Sequence[StudiedSet], numbered: Sequence[tuple[str, ...]], names: Names, table: Table
) -> Figure | None:
    """Draw sets of moves; `numbered` are those that no other betters, by their numbers in `table`. None if none has a value."""
    valued = [row for row in rows if row.value is not None and row.escalation is not None]
    if not valued:
        return None
    number = {moves: place + 1 for place, moves in enumerate(numbered)}
    ranked = sorted(valued, key=lambda row: (row.moves not in number, -row.value.mean if row.value else 0.0))
    drawn = ranked[:MOST_DRAWN]
    best = sorted((row for row in drawn if row.moves in number), key=lambda row: number[row.moves])
    told = "; ".join(_told(row, number[row.moves], names) for row in best)
    left = len(valued) - len(drawn)
    more = (
        " " + plural("One set that is worth less is not drawn.", "{n} sets that are worth less are not drawn.", left)
        if left
        else ""
    )
    alternative = say("Sets of moves by value and by the loss expected from escalation. Numbered: {told}.", told=told)
    note = say("Numbered sets: no other is at least as good in value, escalation and the worst worlds, and better in one.")
    return Figure(_spec(drawn, number), say("Gain against risk"), alternative + more, table, (note,))


def _told(row: StudiedSet, number: int, names: Names) -> str:
    assert row.value is not None  # it is drawn
    assert row.escalation is not None
    value, risk = points(row.value.mean), points(row.escalation.mean)
    told = "{n}: {moves}, {value} points, escalation {risk}"
    return say(told, n=number, moves=name_of(row, names), value=value, risk=risk)


def name_of(row: StudiedSet, names: Names) -> str:
    """Return the name of a set of moves."""
    return names.moves(row.moves) if row.moves else say("no moves")


def _spec(drawn: Sequence[StudiedSet], number: dict[tuple[str, ...], int]) -> Spec:
    efficient, other = say("no set betters it"), say("other set")
    values: list[Spec] = [
        {
            "risk": row.escalation.mean,
            "gain": row.value.mean,
            "kind": efficient if row.moves in number else other,
            "number": str(number[row.moves]) if row.moves in number else "",
        }
        for row in reversed(drawn)  # what matters most is drawn last
        if row.value is not None and row.escalation is not None
    ]
    x = _axis("risk", say("expected loss by escalation, in points"), values)
    y = _axis("gain", say("our value, net of cost and escalation, in points"), values)
    domain = [efficient, other]

    def looks(*of_each: object) -> Spec:
        return {"field": "kind", "type": "nominal", "scale": {"domain": domain, "range": list(of_each)}}

    points_layer: Spec = {
        "data": {"values": values},
        "mark": {"type": "point", "opacity": 1, "strokeWidth": 1.5},
        "encoding": {
            "x": x,
            "y": y,
            "shape": looks("circle", "diamond"),
            "stroke": looks(OURS, NEUTRAL),
            "fill": looks(OURS, PAPER),
            "size": {**looks(80, 30), "legend": None},
        },
    }
    labels: Spec = {
        "data": {"values": _labels(values, x, y)},
        "mark": {"type": "text", "align": "left", "dx": 7, "dy": -8, "fontSize": TEXT_SIZE, "fontWeight": "bold", "color": INK},
        "encoding": {"x": x, "y": y, "text": {"field": "number"}},
    }
    return {"width": WIDTH, "height": HEIGHT, "layer": [points_layer, labels], "config": configuration()}


def _axis(field: str, title: str, values: Sequence[Spec]) -> Spec:
    held = [float(str(value[field])) for value in values]
    low, high = int(min(held) // STEP) * STEP, -int(-max(held) // STEP) * STEP
    scale = {"domain": [low, high if high > low else low + STEP], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": {"title": title, "tickCount": 6}}


def _labels(values: Sequence[Spec], x: Spec, y: Spec) -> list[Spec]:
    """Return the numbers; those of points so close that they would touch share one label."""
    out: list[Spec] = []
    for value in sorted((v for v in values if v["number"]), key=lambda v: int(str(v["number"]))):
        near = next((other for other in out if _is_close(value, other, x, y)), None)
        if near is None:
            out.append(dict(value))
        else:
            near["number"] = f"{near['number']} {value['number']}"
    return out


def _is_close(one: Spec, other: Spec, x: Spec, y: Spec) -> bool:
    for axis, field, side in ((x, "risk", WIDTH), (y, "gain", HEIGHT)):
        low, high = axis["scale"]["domain"]  # type: ignore[index]
        if abs(float(str(one[field])) - float(str(other[field]))) / (high - low) * side >= APART:
            return False
    return True

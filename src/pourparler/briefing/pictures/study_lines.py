# SPDX-License-Identifier: Apache-2.0
"""A line of values for each of several parties: its range on the frontier, no deal, and where solutions and offers lie."""

from pourparler.briefing.pictures.study_scene import Scene, Spot, text_at
from pourparler.briefing.pictures.style import (
    FAINT_INK,
    INK,
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

#: The width of the part with a scale, the height of a party's line, the first line below the top, in pixels.
WIDTH, ROW, FIRST = 380, 58, 34
#: The widest name of a party in characters, and its distance from the scale in pixels.
LABEL, GAP = 24, 12
#: Letters nearer than this, in pixels, stand one above the other, so far apart.
APART, STACKED = 14, 12
#: How far letters stand from their points, and how long the mark of no deal reaches to either side, in pixels.
OFF, REACH = 12, 15


def lines_spec(scene: Scene) -> Spec:
    """Return the specification of the picture."""
    low, high = min(ends[0] for ends in scene.ends), max(ends[1] for ends in scene.ends)
    height = ROW * len(scene.parties)
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": {"title": None, "tickCount": 6},
    }
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, height], "reverse": True, "nice": False},
    }
    layers: list[Spec] = []
    for party, name in enumerate(scene.parties):
        at = FIRST + ROW * party
        layers += _ranges(scene, party, at, x, y)
        label = {"x": {"value": -GAP}, "y": {"value": at}}
        layers.append(text_at(wrapped(name, LABEL), label, align="right", baseline="middle", color=INK))
        layers += _letters(scene, party, at, (low, high))
    if scene.spots:
        layers.append(_points(scene, x, y))
    layers.append(
        text_at(say("worth to each, on its own scale"), {"x": {"value": WIDTH / 2}, "y": {"value": height + GAP * 3}})
    )
    return {"width": WIDTH, "height": height, "layer": layers, "config": configuration()}


def _ranges(scene: Scene, party: int, at: int, x: Spec, y: Spec) -> list[Spec]:
    """Return the range on the frontier, the part of it that can be agreed on, and no deal itself."""
    frontier = [dot.values for dot in scene.points if dot.efficient]
    agreed = [dot.values for dot in scene.points if dot.efficient and dot.agreeable]
    layers: list[Spec] = []
    for some, color, width in ((frontier, NEUTRAL, 1.5), (agreed, OURS, 6)):
        if some:
            ends = {"x": min(v[party] for v in some), "high": max(v[party] for v in some), "y": at}
            mark = {"type": "rule", "color": color, "strokeWidth": width, "opacity": 1 if color == NEUTRAL else 0.45}
            layers.append({"data": {"values": [ends]}, "mark": mark, "encoding": {"x": x, "x2": {"field": "high"}, "y": y}})
    ends = {"x": scene.no_deal[party], "y": at - REACH, "bottom": at + REACH}
    dashed = {"type": "rule", "color": FAINT_INK, "strokeDash": [4, 3], "strokeWidth": 1.5}
    layers.append({"data": {"values": [ends]}, "mark": dashed, "encoding": {"x": x, "y": y, "y2": {"field": "bottom"}}})
    return layers


def _points(scene: Scene, x: Spec, y: Spec) -> Spec:
    kinds = list(dict.fromkeys(spot.kind for spot in scene.spots))
    values = [
        {"x": spot.values[party], "y": FIRST + ROW * party, "kind": spot.kind}
        for spot in reversed(scene.spots)
        for party in range(len(scene.parties))
    ]

    def by_kind(*looks: str) -> Spec:
        return {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": list(looks[: len(kinds)])}}

    encoding: Spec = {
        "x": x,
        "y": y,
        "shape": by_kind("diamond", "square"),
        "stroke": by_kind(THEIRS, INK),
        "fill": by_kind(THEIRS, PAPER),
    }
    mark = {"type": "point", "size": 90, "opacity": 1, "strokeWidth": 1.5}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}


def _letters(scene: Scene, party: int, at: int, ends: tuple[float, float]) -> list[Spec]:
    """Return the letters of one line: solutions above it, offers below, those of one value together, close ones stacked."""
    layers: list[Spec] = []
    for kind, side in zip(dict.fromkeys(spot.kind for spot in scene.spots), (-1, 1), strict=False):
        at_value: dict[float, list[Spot]] = {}
        for spot in scene.spots:
            if spot.kind == kind:
                at_value.setdefault(spot.values[party], []).append(spot)
        last, floor = -float(APART), 0
        for value in sorted(at_value):
            place = (value - ends[0]) / (ends[1] - ends[0]) * WIDTH
            floor = floor + 1 if place - last < APART and floor < 1 else 0
            last = place
            text = " ".join(spot.letters for spot in at_value[value])
            where = {"x": {"value": place}, "y": {"value": at + side * (OFF + STACKED * floor)}}
            look = {"baseline": "middle", "fontWeight": "bold", "color": INK, "fontSize": TEXT_SIZE}
            layers.append(text_at(text, where, **look))
    return layers

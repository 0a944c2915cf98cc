# SPDX-License-Identifier: Apache-2.0
"""The plane of values of two parties: packages, the frontier, no deal with the zone beyond it, solutions and offers."""

from collections.abc import Callable

from pourparler.briefing.pictures.study_scene import Scene, text_at
from pourparler.briefing.pictures.style import FAINT_INK, INK, NEUTRAL, OURS, PAPER, TEXT_SIZE, THEIRS, Spec, configuration
from pourparler.wording import say

#: The side of the picture, and how far names of scales and letters stand off, in pixels.
SIDE, BELOW, BESIDE, OFF = 420, 38, -44, 11
#: About the width of a character, and the height of a line of text, in pixels.
CHARACTER, LINE = 6.2, 16
#: Letters nearer than this, in pixels, would touch.
APART = 18
#: Shape, line, area and size of what is drawn: other packages, the frontier, then solutions and offers.
_OTHER, _EFFICIENT = ("circle", NEUTRAL, PAPER, 22), ("circle", OURS, OURS, 45)
_MARKED = (("diamond", THEIRS, THEIRS, 190), ("square", INK, PAPER, 90))


def plane_spec(scene: Scene) -> Spec:
    """Return the specification of the picture."""
    x, y = (_axis(scene, party, name) for party, name in enumerate(("x", "y")))
    frontier = sorted(dot.values for dot in scene.points if dot.efficient)
    line: Spec = {
        "data": {"values": [{"x": a, "y": b} for a, b in frontier]},
        "mark": {"type": "line", "color": OURS, "strokeWidth": 1.5, "opacity": 1},
        "encoding": {"x": x, "y": y, "order": {"field": "x", "type": "quantitative"}},
    }
    first, second = scene.parties
    titles = [
        text_at(say("worth to {party}", party=first), {"x": {"value": SIDE / 2}, "y": {"value": SIDE + BELOW}}),
        text_at(say("worth to {party}", party=second), {"x": {"value": BESIDE}, "y": {"value": SIDE / 2}}, angle=270),
    ]
    layers = [*_no_deal(scene, x, y), line, *_points(scene, x, y), *_letters(scene, x, y), *titles]
    return {"width": SIDE, "height": SIDE, "layer": layers, "config": configuration()}


def _axis(scene: Scene, party: int, name: str) -> Spec:
    scale = {"domain": list(scene.ends[party]), "nice": False, "zero": False}
    return {"field": name, "type": "quantitative", "scale": scale, "axis": {"title": None, "tickCount": 6}}


def _points(scene: Scene, x: Spec, y: Spec) -> list[Spec]:
    """Return the points, a layer for each kind, what matters most last; the names of the kinds are this program's own."""
    places = {
        scene.other: [dot.values for dot in scene.points if not dot.efficient],
        scene.efficient: [dot.values for dot in scene.points if dot.efficient],
    }
    for spot in scene.spots:
        places.setdefault(spot.kind, []).append(spot.values)
    looks = dict(zip(places, (_OTHER, _EFFICIENT, *_MARKED), strict=False))
    # Solutions are drawn over offers.
    drawn = [kind for kind in (scene.other, scene.efficient, *reversed(list(places)[2:])) if places[kind]]
    shown = drawn[::-1]

    def by_kind(look: int) -> Spec:
        return {"field": "kind", "type": "nominal", "scale": {"domain": shown, "range": [looks[kind][look] for kind in shown]}}

    encoding: Spec = {"x": x, "y": y, "shape": by_kind(0), "stroke": by_kind(1), "fill": by_kind(2)}
    return [
        {
            "data": {"values": [{"x": a, "y": b, "kind": kind} for a, b in places[kind]]},
            "mark": {"type": "point", "opacity": 1, "strokeWidth": 1.5, "size": looks[kind][3]},
            "encoding": encoding,
        }
        for kind in drawn
    ]


def _letters(scene: Scene, x: Spec, y: Spec) -> list[Spec]:
    """Return the letters, each above its point, or below at the upper end and where another stands above a point close by."""
    above: list[tuple[float, ...]] = []
    layers: list[Spec] = []
    for spot in scene.spots:
        low, high = scene.ends[1]
        is_high = (high - spot.values[1]) / (high - low) * SIDE < APART
        side = -1 if is_high or any(_is_close(scene, spot.values, other) for other in above) else 1
        if side > 0:
            above.append(spot.values)
        data = {"values": [{"x": spot.values[0], "y": spot.values[1], "text": spot.letters}]}
        mark = {
            "type": "text",
            "dx": OFF if side > 0 or is_high else -OFF,
            "dy": -OFF * side,
            "align": "left" if side > 0 or is_high else "right",
            "fontSize": TEXT_SIZE + 1,
            "fontWeight": "bold",
            "color": INK,
        }
        layers.append({"data": data, "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "text"}}})
    return layers


def _is_close(scene: Scene, one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return all(abs(one[side] - other[side]) / (high - low) * SIDE < APART for side, (low, high) in enumerate(scene.ends))


def _no_deal(scene: Scene, x: Spec, y: Spec) -> list[Spec]:
    """Return what no deal is worth to each: the zone beyond both lines, and each line with its name."""
    (_, right), (_, top) = scene.ends
    own, other = scene.no_deal

    def words(at: Spec, text: str, **look: object) -> Spec:
        return {
            "data": {"values": [{**at, "text": text}]},
            "mark": {"type": "text", "color": FAINT_INK, "fontSize": TEXT_SIZE, "limit": 0, **look},
            "encoding": {"x": x, "y": y, "text": {"field": "text"}},
        }

    dashed = {"type": "rule", "color": FAINT_INK, "strokeDash": [5, 3], "strokeWidth": 1.5}
    zone: Spec = {
        "data": {"values": [{"x": own, "high": right, "y": other, "ceiling": top}]},
        "mark": {"type": "rect", "color": OURS, "opacity": 0.1},
        "encoding": {"x": x, "x2": {"field": "high"}, "y": y, "y2": {"field": "ceiling"}},
    }
    return [
        zone,
        {"data": {"values": [{"x": own}]}, "mark": dashed, "encoding": {"x": x}},
        {"data": {"values": [{"y": other}]}, "mark": dashed, "encoding": {"y": y}},
        *_named(scene, words),
        words({"x": right, "y": top}, say("both prefer a deal"), align="right", dx=-6, dy=14),
    ]


def _named(scene: Scene, words: Callable[..., Spec]) -> list[Spec]:
    """Return the names of the two lines of no deal, each at that end of its line where it covers fewer points."""
    (left, right), (bottom, top) = scene.ends
    own, other = scene.no_deal
    first, second = (say("no deal, {party}", party=party) for party in scene.parties)

    def pixels(x: float, y: float) -> tuple[float, float]:
        return (x - left) / (right - left) * SIDE, (y - bottom) / (top - bottom) * SIDE

    points = [pixels(*dot.values) for dot in scene.points]
    at_own, at_other = pixels(own, other)

    def covered(length: float, low: bool, by_x: bool) -> int:
        """Count the points that words of such a length would cover at the low or high end of a line."""
        start = 0 if low else SIDE - length
        if by_x:
            return sum(0 <= x - at_own <= LINE and start <= y <= start + length for x, y in points)
        return sum(0 <= y - at_other <= LINE and start <= x <= start + length for x, y in points)

    out = []
    for text, by_x in ((first, True), (second, False)):
        length = CHARACTER * len(text) + LINE
        low = covered(length, True, by_x) < covered(length, False, by_x)
        look: Spec = {"align": "left" if low else "right", "dx": 6 if low else -6}
        if by_x:
            out.append(words({"x": own, "y": bottom if low else top}, text, angle=270, baseline="top", dy=5, **look))
        else:
            out.append(words({"x": left if low else right, "y": other}, text, dy=-7, **look))
    return out

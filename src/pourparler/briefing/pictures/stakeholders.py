# SPDX-License-Identifier: Apache-2.0
"""The map of stakeholders: where each stands on a line, how much it cares, and by its size what it could bring to bear."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import on_line, percent
from pourparler.briefing.pictures.style import CLEAR, FAINT_INK, INK, OURS, TEXT_SIZE, Spec, configuration
from pourparler.case.problem import visible
from pourparler.wording import say

#: The sides of the picture in pixels, and the areas of the smallest and the largest circle.
WIDTH, HEIGHT, LEAST, MOST = 440, 300, 40, 1400
#: Actors nearer than this, in pixels, share one label.
APART = 16
#: So few actors are named in the picture; more have numbers.
FEW = 8
#: Around the outermost positions so much of the range is left free, so that circles stay inside.
MARGIN = 0.08
#: The scale of salience begins a little below nothing and ends above all, for the same reason.
LOWEST, HIGHEST = -0.08, 1.1


@dataclass(frozen=True)
class Stakeholder:
    """An actor as it is drawn; salience from 0 to 1."""

    name: str
    position: float
    salience: float
    capability: float


def stakeholder_figure(actors: Sequence[Stakeholder], mean: float, median: float, table: Table) -> Figure | None:
    """Draw actors by position and salience, with both forecasts as lines; `table` holds the numbers. None for one alone."""
    if len(actors) < 2:
        return None
    low, high = min(a.position for a in actors), max(a.position for a in actors)
    free = (high - low or 1) * MARGIN
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [low - free, high + free], "nice": False, "zero": False},
        "axis": {"title": say("position"), "tickCount": 6},
    }
    y: Spec = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [LOWEST, HIGHEST], "nice": False, "zero": False},
        "axis": {"title": say("salience"), "values": [0, 0.25, 0.5, 0.75, 1], "format": ".0%"},
    }
    spec: Spec = {
        "width": WIDTH,
        "height": HEIGHT,
        "layer": [*_forecasts(mean, median, x, y), _circles(actors, x, y), *_numbers(actors, x, y, high - low + 2 * free)],
        "config": configuration(),
    }
    notes = [say("Size: capability. Dashed: the weighted mean; dotted: the weighted median.")]
    if len(actors) > FEW:
        numbered = "; ".join(f"{n}: {visible(actor.name)}" for n, actor in enumerate(actors, start=1))
        notes.append(say("Numbers: the rows of the table. {actors}.", actors=numbered))
    return Figure(spec, say("Who stands where, and how much it cares"), _alternative(actors, mean, median), table, tuple(notes))


def _circles(actors: Sequence[Stakeholder], x: Spec, y: Spec) -> Spec:
    """Return a circle for each actor, the largest first, so that none is hidden; its area grows with capability."""
    ordered = sorted(actors, key=lambda actor: -actor.capability)
    largest = ordered[0].capability or 1
    values = [{"x": a.position, "y": a.salience, "size": LEAST + (MOST - LEAST) * a.capability / largest} for a in ordered]
    size = {"field": "size", "type": "quantitative", "scale": None, "legend": None}
    mark = {"type": "point", "shape": "circle", "filled": True, "fill": OURS, "fillOpacity": 0.25, "stroke": OURS, "opacity": 1}
    return {"data": {"values": values}, "mark": {**mark, "strokeWidth": 1.5}, "encoding": {"x": x, "y": y, "size": size}}


def _numbers(actors: Sequence[Stakeholder], x: Spec, y: Spec, span: float) -> list[Spec]:
    """Return the name of each actor above its circle, or of many the number in it; those that stand together share a label."""
    labels: list[Spec] = []
    named = len(actors) <= FEW
    largest = max(actor.capability for actor in actors) or 1
    for number, actor in enumerate(actors, start=1):
        near = next((label for label in labels if _is_close(label, actor, span)), None)
        text = visible(actor.name) if named else str(number)
        radius = math.sqrt((LEAST + (MOST - LEAST) * actor.capability / largest) / math.pi)
        if near is None:
            labels.append(
                {"x": actor.position, "y": actor.salience, "text": text, "up": -radius - TEXT_SIZE / 2 if named else 0}
            )
        else:
            near["text"] = f"{near['text']}, {text}" if named else f"{near['text']} {text}"
            near["up"] = min(float(str(near["up"])), -radius - TEXT_SIZE / 2) if named else 0
    mark = {"type": "text", "fontSize": TEXT_SIZE, "fontWeight": "bold", "color": INK, "limit": 0, **(CLEAR if named else {})}
    place: Spec = {"x": x, "y": y, "text": {"field": "text"}}
    lifted: dict[float, list[Spec]] = {}
    for label in labels:
        lifted.setdefault(round(float(str(label.pop("up"))), 1), []).append(label)
    return [{"data": {"values": held}, "mark": {**mark, "dy": up}, "encoding": place} for up, held in lifted.items()]


def _is_close(label: Spec, actor: Stakeholder, span: float) -> bool:
    across = abs(float(str(label["x"])) - actor.position) / span * WIDTH
    up = abs(float(str(label["y"])) - actor.salience) / (HIGHEST - LOWEST) * HEIGHT
    return across < APART and up < APART


def _forecasts(mean: float, median: float, x: Spec, y: Spec) -> list[Spec]:
    """Return the two forecasts as lines, each with its name on the side away from the other."""
    out: list[Spec] = []
    for at, other, dash, text in ((mean, median, [6, 4], say("mean")), (median, mean, [2, 3], say("median"))):
        is_right = at > other or (at == other and dash[0] > 2)
        rule = {"type": "rule", "color": FAINT_INK, "strokeDash": dash, "strokeWidth": 1.5}
        side = {"align": "left" if is_right else "right", "dx": 4 if is_right else -4, "dy": 10}
        words = {"type": "text", "color": FAINT_INK, "fontSize": TEXT_SIZE, **side}
        out.append({"data": {"values": [{"x": at}]}, "mark": rule, "encoding": {"x": x}})
        values = [{"x": at, "y": HIGHEST, "text": text}]
        out.append({"data": {"values": values}, "mark": words, "encoding": {"x": x, "y": y, "text": {"field": "text"}}})
    return out


def _alternative(actors: Sequence[Stakeholder], mean: float, median: float) -> str:
    told = [
        say("{name} at {position}, salience {salience}", name=visible(a.name), position=on_line(a.position),
            salience=percent(a.salience))
        for a in actors
    ]  # fmt: skip
    both = say("The weighted mean is {mean}, the weighted median {median}.", mean=on_line(mean), median=on_line(median))
    return f"{both} {'; '.join(told)}."

# SPDX-License-Identifier: Apache-2.0
"""The map of two inputs: which action is worth most where they stand, all others as they are."""

from pourparler.assess.changes_rows import MapRow
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import percent
from pourparler.briefing.pictures.rows import Series, by_series
from pourparler.briefing.pictures.style import NEUTRAL, OURS, PAPER, THEIRS, Spec, configuration
from pourparler.wording import say

#: The width and height of the map, in pixels.
SIDE = 336
#: The size of a mark, in square pixels.
MARK = 70
#: How the actions look: the one that is best today first.
LOOKS = (
    (OURS, "circle", True),
    (THEIRS, "diamond", False),
    (NEUTRAL, "square", True),
    (THEIRS, "triangle-up", True),
    (NEUTRAL, "triangle-down", False),
)


def two_way_figure(found: MapRow, x: str, y: str, names: dict[str, str], best: str, table: Table) -> Figure:
    """Draw which action is worth most; `x` and `y` are what the inputs are called, `names` what the actions are."""
    cells = [action for row in found.best for action in row]
    order = [best, *sorted(set(cells) - {best})]
    series = [Series(names.get(a, a), *look) for a, look in zip(order, LOOKS, strict=False)]
    told = "; ".join(
        say("{action}: {share} of the map", action=names.get(a, a), share=percent(cells.count(a) / len(cells))) for a in order
    )
    alternative = say("Which action is worth most where {x} and {y} stand. {told}.", x=x, y=y, told=told)
    caption = say("Which action is worth most, by two inputs at once")
    notes = [say("Both inputs run from their 5% to their 95% point; all others stay as they are.")]
    if len(set(cells)) == 1:  # a legend of one is none
        notes.append(say("Everywhere on the map “{action}” is worth most.", action=names.get(cells[0], cells[0])))
    spec = _spec(found, x, y, dict(zip(order, series, strict=False)), names)
    return Figure(spec, caption, alternative, table, tuple(notes))


def _spec(found: MapRow, x: str, y: str, series: dict[str, Series], names: dict[str, str]) -> Spec:
    values = [
        {"x": a, "y": b, "series": names.get(found.best[row][column], found.best[row][column])}
        for row, b in enumerate(found.ys)
        for column, a in enumerate(found.xs)
    ]
    looks = list(series.values())
    encoding: Spec = {
        "x": _axis("x", x, found.xs),
        "y": _axis("y", y, found.ys),
        "shape": by_series(looks, [s.shape for s in looks]),
        "stroke": by_series(looks, [s.color for s in looks]),
        "fill": by_series(looks, [s.color if s.filled else PAPER for s in looks]),
    }
    mark = {"type": "point", "size": MARK, "strokeWidth": 1.5, "opacity": 1}
    return {
        "width": SIDE,
        "height": SIDE,
        "data": {"values": values},
        "mark": mark,
        "encoding": encoding,
        "config": configuration(),
    }


def _axis(field: str, title: str, places: tuple[float, ...]) -> Spec:
    room = (places[-1] - places[0]) / len(places)
    scale = {"domain": [places[0] - room, places[-1] + room], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": {"title": title, "tickCount": 6, "grid": False}}

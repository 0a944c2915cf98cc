# SPDX-License-Identifier: Apache-2.0
"""The graph of a conflict: states as circles, moves as arrows in the colour of their actor, equilibria marked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pourparler.assess.conflict_rows import ConflictStudy
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import NOTHING
from pourparler.briefing.pictures.graph_layout import columns_of
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
from pourparler.engines.conflict import Moves, evolution
from pourparler.wording import plural, say

#: More states or moves than these are not drawn: nobody could read it.
MOST_STATES, MOST_MOVES = 30, 150
#: A table of states has at most so many rows.
MOST_ROWS = 64
#: Pixels from column to column and from state to state, of the margin, and the radius of a state.
ACROSS, DOWN, MARGIN, RADIUS = 128, 92, 42, 17
#: An arrow ends so far before the state; arrows pass other states at this distance at least.
SHORT_OF, CLEAR = 4, 8
#: How far an arrow may bend, in parts of its length, the straightest first.
BENDS = (0.0, 0.14, -0.14, 0.26, -0.26, 0.4, -0.4)
#: Points of a bent arrow that are drawn.
POINTS = 16
#: Height of a line of the legend, and about the width of a character, in pixels.
LEGEND, CHARACTER, SAMPLE = 20, 6.6, 34
#: The look of each actor's arrows: colour and dashes.
_LOOKS = ((OURS, [1, 0]), (THEIRS, [7, 3]), (INK, [2, 3]), (NEUTRAL, [9, 3, 2, 3]))
#: The width of a name in the legend, in characters.
_NAME = 26
_ARROWHEAD = "M-1,-0.55L0,0L-1,0.55Z"


@dataclass(frozen=True)
class _Arrow:
    """A move as it is drawn."""

    actor: int
    improves: bool
    points: tuple[tuple[float, float], ...]


def states_table(studied: ConflictStudy) -> Table:
    """Return the states as rows: what each is, how each actor ranks it, and who can move where from it."""
    conflict, shown = studied.stated.conflict, range(min(studied.states, MOST_ROWS))
    ranks = [_places(row.tolist()) for row in conflict.ranks]
    rows = []
    for state in shown:
        moves = [
            f"{actor}→{', '.join(str(end + 1) for end in own.of(state).tolist())}"
            for actor, own in zip(studied.actors, conflict.moves, strict=True)
            if len(own.of(state))
        ]
        name = studied.stated.called(state) or NOTHING
        rows.append((str(state + 1), name, *(str(own[state]) for own in ranks), "; ".join(moves) or NOTHING))
    columns = (say("state"), say("what"), *(say("rank, {actor}", actor=actor) for actor in studied.actors), say("moves"))
    if all(row[1] == NOTHING for row in rows):
        columns, rows = (columns[0], *columns[2:]), [(row[0], *row[2:]) for row in rows]
    caption = say("States, with the rank that each actor gives them (1 is best) and the moves that lead from them")
    if studied.states > MOST_ROWS:
        more = studied.states - MOST_ROWS
        caption += " " + plural("({n} more is not shown)", "({n} more are not shown)", more)
    return Table(columns, tuple(rows), caption)


def _places(ranks: Sequence[int]) -> list[int]:
    """Return the place of each state in an actor's order: 1 for the best; equals share a place."""
    place = {rank: number for number, rank in enumerate(sorted(set(ranks), reverse=True), start=1)}
    return [place[rank] for rank in ranks]


@dataclass(frozen=True)
class _Drawn:
    """What of a conflict is drawn: states, moves as (actor, from, to), and in a sentence what is left out."""

    states: list[int]
    moves: list[tuple[int, int, int]]
    left_out: str | None

    @property
    def is_readable(self) -> bool:
        """Whether anybody could read it."""
        return len(self.states) <= MOST_STATES and len(self.moves) <= MOST_MOVES


def _drawn(studied: ConflictStudy) -> _Drawn:
    """Return the whole conflict, or, where that is too much, what improvements lead to from where it stands."""
    conflict = studied.stated.conflict
    whole = _Drawn(list(range(studied.states)), _moves(conflict.moves), None)
    if whole.is_readable or studied.status_quo is None:
        return whole
    reached = set(evolution(conflict, studied.status_quo - 1, improving=True).paths)
    moves = [move for move in _moves(conflict.improvements) if move[1] in reached and move[2] in reached]
    beyond = plural("{n} state", "{n} states", studied.states - len(reached))
    template = "Left out to be readable: {states} to which no improvements lead from the status quo, and all other moves."
    left_out = say(template, states=beyond)
    return _Drawn(sorted(reached), moves, left_out)


def _moves(of_actors: Sequence[Moves]) -> list[tuple[int, int, int]]:
    pairs = (zip(own.sources.tolist(), own.targets.tolist(), strict=True) for own in of_actors)
    return [(actor, start, end) for actor, some in enumerate(pairs) for start, end in some]


def conflict_figure(studied: ConflictStudy, table: Table) -> Figure | None:
    """Draw a conflict, or what improvements lead to from where it stands; None where neither could be read."""
    drawn = _drawn(studied)
    if not drawn.is_readable:
        return None
    place, (width, height) = _placed(studied, drawn)
    layers = [*_legend(studied), *_arrows(_arrows_of(studied, drawn, place)), *_nodes(studied, place)]
    for layer in layers:
        encoding = layer["encoding"]
        assert isinstance(encoding, dict)
        encoding |= {"x": _axis("x", width), "y": _axis("y", height, down=True)}
    spec: Spec = {"width": width, "height": height, "layer": layers, "config": configuration()}
    notes = [
        say("Filled: a Nash equilibrium. Thick ring: an equilibrium by sanction alone. Thin ring: none."),
        say("Strong arrows improve the lot of the one who moves; faint ones do not."),
    ]
    notes += [drawn.left_out] if drawn.left_out is not None else []
    told = _told(studied) if drawn.left_out is None else f"{_told(studied)} {drawn.left_out}"
    return Figure(spec, say("States and the moves between them"), told, table, tuple(notes))


def _placed(studied: ConflictStudy, drawn: _Drawn) -> tuple[dict[int, tuple[float, float]], tuple[float, float]]:
    """Return where each state stands, and the width and height of the picture."""
    start = 0 if studied.status_quo is None else studied.status_quo - 1
    arcs: dict[int, list[int]] = {state: [] for state in drawn.states}
    for _, here, end in drawn.moves:
        arcs[here].append(end)
    columns = columns_of({state: sorted(set(ends)) for state, ends in arcs.items()}, start)
    tallest = max(len(column) for column in columns)
    top = MARGIN + LEGEND * len(studied.actors)
    place: dict[int, tuple[float, float]] = {
        state: (MARGIN + ACROSS * x, top + DOWN * (y + (tallest - len(column)) / 2))
        for x, column in enumerate(columns)
        for y, state in enumerate(column)
    }
    # In a row of states, arrows that pass others need room above and below.
    extra = DOWN / 2 if tallest < len(columns) and tallest <= 2 else 0
    place = {state: (x, y + extra / 2) for state, (x, y) in place.items()}
    named = max(SAMPLE + CHARACTER * min(len(actor), _NAME) for actor in studied.actors)
    width = max(2 * MARGIN + ACROSS * (len(columns) - 1), MARGIN + named)
    return place, (width, top + DOWN * (tallest - 1) + MARGIN + extra)


def _axis(name: str, length: float, down: bool = False) -> Spec:
    domain = [length, 0] if down else [0, length]
    return {"field": name, "type": "quantitative", "axis": None, "scale": {"domain": domain, "nice": False, "zero": False}}


def _told(studied: ConflictStudy) -> str:
    """Say in words what the picture shows."""
    found = studied.stabilities
    moves = [
        say("{actor} has {moves}", actor=actor, moves=plural("{n} move", "{n} moves", len(own.targets)))
        for actor, own in zip(studied.actors, studied.stated.conflict.moves, strict=True)
    ]
    nash = ", ".join(map(str, found.nash)) or NOTHING
    other = ", ".join(str(state) for state in found.all() if state not in found.nash) or NOTHING
    return say(
        "{states}; {moves}. Nash equilibria: {nash}. Equilibria by sanction alone: {other}.",
        states=plural("{n} state", "{n} states", studied.states),
        moves=", ".join(moves),
        nash=nash,
        other=other,
    )


def _arrows_of(studied: ConflictStudy, drawn: _Drawn, place: dict[int, tuple[float, float]]) -> list[_Arrow]:
    ranks = studied.stated.conflict.ranks.tolist()
    taken: dict[tuple[int, int], set[float]] = {}
    both_ways = {(start, end) for _, start, end in drawn.moves}
    found = []
    for actor, start, end in drawn.moves:
        barred = taken.setdefault((start, end), set())
        if (end, start) in both_ways:
            barred.add(0.0)
        points = None
        for bend in (bend for bend in BENDS if bend not in barred):
            points = points or _curve(place, start, end, bend)
            if _is_clear(_curve(place, start, end, bend), place, (start, end)):
                points = _curve(place, start, end, bend)
                barred.add(bend)
                # Seen from the other end the same bend is on the other side.
                taken.setdefault((end, start), set()).add(-bend)
                break
        points = points or _curve(place, start, end, 0.5)
        found.append(_Arrow(actor, ranks[actor][end] > ranks[actor][start], tuple(points)))
    return found


def _curve(place: dict[int, tuple[float, float]], start: int, end: int, bend: float) -> list[tuple[float, float]]:
    """Return the points of an arrow from rim to rim: a quadratic curve whose middle is moved aside by `bend`."""
    (x0, y0), (x2, y2) = place[start], place[end]
    x1, y1 = (x0 + x2) / 2 - bend * (y2 - y0), (y0 + y2) / 2 + bend * (x2 - x0)
    every = []
    for step in range(4 * POINTS + 1):
        t = step / (4 * POINTS)
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        every.append((a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2))
    kept = [p for p in every if math.dist(p, place[start]) >= RADIUS + 1 and math.dist(p, place[end]) >= RADIUS + SHORT_OF]
    step = max(1, len(kept) // POINTS)
    return [(round(x, 1), round(y, 1)) for x, y in [*kept[:-1:step], kept[-1]]]


def _is_clear(points: Sequence[tuple[float, float]], place: dict[int, tuple[float, float]], ends: tuple[int, int]) -> bool:
    others = [at for state, at in place.items() if state not in ends]
    return all(math.dist(point, other) > RADIUS + CLEAR for point in points for other in others)


def _arrows(arrows: Sequence[_Arrow]) -> list[Spec]:
    """Return the layers of the arrows: faint ones first, then by actor, lines before heads."""
    layers: list[Spec] = []
    for improves in (False, True):
        for actor in sorted({arrow.actor for arrow in arrows}):
            some = [arrow for arrow in arrows if arrow.actor == actor and arrow.improves == improves]
            if not some:
                continue
            color, dash = _LOOKS[actor % len(_LOOKS)]
            look: Spec = {"opacity": 1 if improves else 0.4}
            values = [
                {"x": x, "y": y, "arrow": number, "step": step}
                for number, arrow in enumerate(some)
                for step, (x, y) in enumerate(arrow.points)
            ]
            line = {"type": "line", "color": color, "strokeDash": dash, "strokeWidth": 2 if improves else 1.2, **look}
            order = {"field": "step", "type": "quantitative"}
            layers.append(
                {"data": {"values": values}, "mark": line, "encoding": {"detail": {"field": "arrow"}, "order": order}}
            )
            heads = [{"x": arrow.points[-1][0], "y": arrow.points[-1][1], "angle": _angle(arrow.points)} for arrow in some]
            head = {"type": "point", "shape": _ARROWHEAD, "size": 130 if improves else 80, "fill": color, "stroke": None}
            angle = {"angle": {"field": "angle", "type": "quantitative", "scale": None}}
            layers.append({"data": {"values": heads}, "mark": {**head, **look}, "encoding": angle})
    return layers


def _angle(points: Sequence[tuple[float, float]]) -> float:
    (x0, y0), (x1, y1) = points[-2], points[-1]
    return round(math.degrees(math.atan2(y1 - y0, x1 - x0)), 1)


def _nodes(studied: ConflictStudy, place: dict[int, tuple[float, float]]) -> list[Spec]:
    """Return the layers of the states: circles by what they are, numbers, and where the conflict stands."""
    nash, other = set(studied.stabilities.nash), set(studied.stabilities.all())
    kinds: list[tuple[list[int], Spec, str]] = [
        ([s for s in place if s + 1 not in other], {"fill": PAPER, "stroke": INK, "strokeWidth": 1}, INK),
        ([s for s in place if s + 1 in other - nash], {"fill": PAPER, "stroke": OURS, "strokeWidth": 4}, INK),
        ([s for s in place if s + 1 in nash], {"fill": OURS, "stroke": OURS, "strokeWidth": 4}, PAPER),
    ]
    layers: list[Spec] = []
    for states, look, ink in kinds:
        if states:
            values = [{"x": place[s][0], "y": place[s][1], "text": str(s + 1)} for s in states]
            circle = {"type": "point", "shape": "circle", "size": math.pi * (RADIUS - 2) ** 2, "opacity": 1, **look}
            text = {"type": "text", "color": ink, "fontSize": TEXT_SIZE + 1, "fontWeight": "bold", "baseline": "middle"}
            layers.append({"data": {"values": values}, "mark": circle, "encoding": {}})
            layers.append({"data": {"values": values}, "mark": text, "encoding": {"text": {"field": "text"}}})
    if studied.status_quo is not None:
        x, y = place[studied.status_quo - 1]
        is_top = all(other[1] >= y for other in place.values() if other[0] == x)
        values = [{"x": x, "y": y, "text": say("status quo")}]
        # It ends where the circle does: arrows leave to the right.
        put = {"align": "right", "dx": RADIUS - 2, "dy": -RADIUS - 8 if is_top else RADIUS + 12}
        mark = {"type": "text", "color": FAINT_INK, "fontSize": TEXT_SIZE, **put}
        layers.append({"data": {"values": values}, "mark": mark, "encoding": {"text": {"field": "text"}}})
    return layers


def _legend(studied: ConflictStudy) -> list[Spec]:
    """Return a line for each actor, as its arrows are, with its name, which stands in the data."""
    layers: list[Spec] = []
    for number, actor in enumerate(studied.actors):
        color, dash = _LOOKS[number % len(_LOOKS)]
        y = LEGEND * (number + 0.5)
        line = [{"x": 0, "y": y}, {"x": SAMPLE - 8, "y": y}]
        mark = {"type": "line", "color": color, "strokeDash": dash, "strokeWidth": 2, "opacity": 1}
        layers.append({"data": {"values": line}, "mark": mark, "encoding": {}})
        name = [{"x": SAMPLE, "y": y, "text": wrapped(actor, _NAME).split("\n")[0]}]
        text = {"type": "text", "align": "left", "baseline": "middle", "color": INK, "fontSize": TEXT_SIZE, "limit": 0}
        layers.append({"data": {"values": name}, "mark": text, "encoding": {"text": {"field": "text"}}})
    return layers

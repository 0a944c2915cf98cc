# SPDX-License-Identifier: Apache-2.0
"""What would change the advice: thresholds, the tornado, two inputs at once, the fewest inputs that would do, boxes of worlds.

All of it asks which action is worth most on average by the numbers alone; the gate, and how sure the lead is, are left aside.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.changes_rows import BoxRow, Changes, FlipRow, IndexRow, NotSearchedRow, SwingRow, ThresholdRow
from pourparler.assess.flips import Take, verdict_flip
from pourparler.assess.maps import known_pairs, maps_of
from pourparler.assess.readiness import Readiness
from pourparler.assess.spread import RANGE_SHARES
from pourparler.assess.steps import Steps
from pourparler.assess.surface import Point, Surface, lead_of, surface_of, values_on
from pourparler.assess.verdict import decide
from pourparler.engines.readiness import build_plan, first_order, scenario_box

Array = NDArray[np.float64]

#: Thresholds are looked for between so many places of an input, from end to end; two within one gap would be missed.
PLACES = 9
#: Each halving finds a threshold twice as finely; so many leave a thousandth of a millionth of the range.
HALVINGS = 30
#: A lead that moves by less than this many points is no line of the tornado.
LEAST_SWING = 0.01
#: Pairs are looked through among so many inputs, those that cost the lead most; all others together could not make up for one.
MOST_IN_PAIRS = 40
#: A set of more inputs than this is no answer to what would change the advice.
MOST_IN_SET = 12
#: Boxes are cut in so many inputs, those that explain most of the lead.
MOST_IN_BOXES = 12
#: An action that is best in a smaller share of worlds, or in all but as many, gets no box.
LEAST_SHARE = 0.05


def changes_of(steps: Steps, take: Take, pairs: Sequence[tuple[str, str]] = ()) -> Changes:
    """Return what would change which action is worth most; `pairs` of inputs get maps, beside the pair that tells most.

    `take` assesses a case in given worlds, without what only explains the result.
    Raises CaseError for a pair of which there can be no map.
    """
    known_pairs(steps, pairs)
    found = steps.readiness
    if found is None or len(found.valued) < 2:
        return Changes()
    ranked = sorted(found.valued.values(), key=lambda v: -v.mean)
    best, other = ranked[0], ranked[1]
    beliefs = belief_thresholds(steps)
    surface = surface_of(steps, pairs)
    basics = {"best": best.action, "other": other.action, "lead": best.mean - other.mean}
    if surface is None:
        return Changes(**basics, thresholds=beliefs, not_searched=_not_searched(steps, None))  # type: ignore[arg-type]
    thresholds = tuple(sorted(input_thresholds(surface), key=lambda row: (-_beyond(surface, row, best.action), row.input)))
    swings = tornado(surface, best.action, thresholds)
    flips = fewest(surface, best.action, [row.input for row in swings])
    sure = decide(found, steps.gate, steps.worlds).action == steps.decision.action and not steps.decision.unresolved
    drawn = [*pairs, *(pair for pair in _telling_pair(swings, flips) if set(pair) not in map(set, pairs))]
    return Changes(
        **basics,  # type: ignore[arg-type]
        thresholds=(*beliefs, *thresholds),
        tornado=swings,
        maps=tuple(maps_of(steps, surface, best.action, list(dict.fromkeys(drawn)))),
        flips=flips,
        verdict=steps.decision.action if sure else None,
        verdict_if_met=decide(found, (), steps.worlds).action if sure and found.held else None,
        verdict_flip=verdict_flip(surface, steps, take) if sure else None,
        indices=_indices(surface, best.value - other.value),
        boxes=_boxes(surface, found),
        not_searched=_not_searched(steps, surface),
    )


def _not_searched(steps: Steps, surface: Surface | None) -> tuple[NotSearchedRow, ...]:
    """Return the inputs of which no threshold was looked for."""
    varied = () if surface is None else surface.paths
    few = [NotSearchedRow(path, "few_worlds") for path in sorted(set(steps.worlds.inputs) - set(varied))]
    return (*(NotSearchedRow(path, "no_range") for path in steps.worlds.fixed), *few)


def _telling_pair(swings: Sequence[SwingRow], flips: FlipRow | None) -> list[tuple[str, str]]:
    """Return two inputs worth drawing against each other: those that would change the advice, and those that swing most."""
    first = list(flips.inputs) if flips is not None else []
    both = list(dict.fromkeys([*first, *(row.input for row in swings)]))[:2]
    return [(both[0], both[1])] if len(both) == 2 else []


def _beyond(surface: Surface, row: ThresholdRow, best: str) -> float:
    """Return in what share of the worlds an input lies beyond a threshold, where today's best action is not best."""
    above = float((surface.inputs[row.input] > row.value).mean())
    return above if row.before == best else 1 - above


def input_thresholds(surface: Surface) -> tuple[ThresholdRow, ...]:
    """Return every threshold of every input that varies, between its least and its greatest value across worlds."""
    ends = {path: (float(surface.inputs[path].min()), float(surface.inputs[path].max())) for path in surface.paths}
    points = [{path: float(x)} for path, (low, high) in ends.items() for x in np.linspace(low, high, PLACES)]
    names, top = _best_at(surface, points)
    crossed: list[str] = []
    low: list[float] = []
    high: list[float] = []
    before: list[int] = []
    for number, path in enumerate(surface.paths):
        places = np.linspace(*ends[path], PLACES)
        here = top[number * PLACES : (number + 1) * PLACES]
        at = np.flatnonzero(here[:-1] != here[1:])
        crossed += [path] * len(at)
        low, high, before = [*low, *places[at]], [*high, *places[at + 1]], [*before, *here[at]]
    if not crossed:
        return ()

    def best(values: Array) -> NDArray[np.intp]:
        return _best_at(surface, [{path: float(x)} for path, x in zip(crossed, values, strict=True)])[1]

    found, after = _narrowed(best, np.array(low), np.array(high), np.array(before, dtype=np.intp))
    return tuple(
        ThresholdRow(
            path,
            x,
            names[a],
            names[b],
            _error(surface, names[a], names[b], path, x, ends[path]),
            float(surface.inputs[path].mean()),
        )
        for path, x, a, b in zip(crossed, map(float, found), before, after, strict=True)
    )


def _narrowed(
    best: Callable[[Array], NDArray[np.intp]], low: Array, high: Array, before: NDArray[np.intp]
) -> tuple[Array, NDArray[np.intp]]:
    """Return where the best action ceases to be `before` between places, and which is best after it."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = best(middle) == before
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2, best(high)


def _best_at(surface: Surface, points: Sequence[Point]) -> tuple[list[str], NDArray[np.intp]]:
    values = surface.values(points)
    names = sorted(values)
    return names, np.stack([values[name] for name in names]).argmax(axis=0)


def _error(surface: Surface, first: str, second: str, path: str, x: float, ends: tuple[float, float]) -> float | None:
    """Return the standard error of a threshold: that of the difference there by how steeply it changes."""
    step = (ends[1] - ends[0]) / PLACES / 2
    values = surface.values([{path: x - step}, {path: x + step}])
    slope = float(np.diff(values[first] - values[second])[0]) / (2 * step)
    return abs(surface.se(first, second, {path: x}) / slope) if slope else None


def tornado(surface: Surface, best: str, thresholds: Sequence[ThresholdRow]) -> tuple[SwingRow, ...]:
    """Return how far the lead of the best action moves with each input, the most first; what hardly moves it is left out."""
    ends = {path: surface.spread(path, RANGE_SHARES) for path in surface.paths}
    lead, _ = lead_of(surface.values([{path: float(x)} for path in surface.paths for x in ends[path]]), best)
    rows = [
        SwingRow(
            path,
            float(ends[path][0]),
            float(ends[path][1]),
            float(lead[2 * number]),
            float(lead[2 * number + 1]),
            tuple(row.value for row in thresholds if row.input == path),
        )
        for number, path in enumerate(surface.paths)
    ]
    return tuple(sorted((row for row in rows if row.swing >= LEAST_SWING), key=lambda row: (-row.swing, row.input)))


def fewest(surface: Surface, best: str, paths: Sequence[str]) -> FlipRow | None:
    """Return the fewest inputs which, each at an end of its range, make another action worth most; None if a dozen do not."""
    if not paths:
        return None
    ends = [{path: float(x)} for path in paths for x in surface.spread(path, RANGE_SHARES)]
    lead, top = lead_of(surface.values(ends), best)
    order = np.argsort(lead, kind="stable")
    if lead[order[0]] < 0:
        return FlipRow(dict(ends[order[0]]), str(top[order[0]]), float(lead[order[0]]), True)
    few = order[: 2 * MOST_IN_PAIRS]
    pairs = [{**ends[i], **ends[j]} for i in few for j in few if i < j and set(ends[i]) != set(ends[j])]
    if pairs:
        lead, top = lead_of(surface.values(pairs), best)
        worst = int(lead.argmin())
        if lead[worst] < 0:
            return FlipRow(dict(pairs[worst]), str(top[worst]), float(lead[worst]), True)
    taken: dict[str, float] = dict(pairs[worst]) if pairs else {}
    while len(taken) < min(MOST_IN_SET, len(paths)):
        tried = [{**taken, **end} for end in ends if not set(end) & set(taken)]
        lead, top = lead_of(surface.values(tried), best)
        worst = int(lead.argmin())
        taken = dict(tried[worst])
        if lead[worst] < 0:
            return FlipRow(taken, str(top[worst]), float(lead[worst]), len(taken) == 2 + 1)
    return None


def _indices(surface: Surface, lead: Array) -> tuple[IndexRow, ...]:
    """Return what each of the inputs that move most explains of the lead across worlds."""
    if not lead.var() > 0:
        return ()
    paths = surface.paths[:MOST_IN_PAIRS]
    first, se = first_order(lead, np.stack([surface.inputs[path] for path in paths], axis=1))
    rows = [IndexRow(path, float(a), float(b)) for path, a, b in zip(paths, first, se, strict=True)]
    return tuple(sorted((row for row in rows if row.first > 2 * row.se), key=lambda row: (-row.first, row.input)))


def _boxes(surface: Surface, found: Readiness) -> tuple[BoxRow, ...]:
    """Return a box of worlds for every action that is best in some and not nearly all, with the plans of today."""
    names = sorted(found.valued)
    best = np.stack([found.valued[name].value for name in names]).argmax(axis=0)
    paths = surface.paths[:MOST_IN_BOXES]
    inputs = np.stack([surface.inputs[path] for path in paths], axis=1)
    rows = []
    for number, name in enumerate(names):
        where = best == number
        share = float(where.mean())
        if not LEAST_SHARE <= share <= 1 - LEAST_SHARE:
            continue
        box = scenario_box(inputs, where)
        rows.append(BoxRow(name, share, {paths[k]: bounds for k, bounds in box.bounds.items()}, box.coverage, box.density))
    return tuple(sorted(rows, key=lambda row: -row.share))


def belief_thresholds(steps: Steps) -> tuple[ThresholdRow, ...]:
    """Return at which probability of each hypothesis another action becomes worth most, the others in proportion: exactly.

    For a fixed plan values are straight lines in that probability; plans are chosen anew along the way.
    """
    found = steps.readiness
    if found is None or found.tree is None:
        return ()
    types, actions, tree = found.actions.layout.types, found.actions, found.tree
    bound = None
    if "fix_conditionally" in found.valued:
        under = tree.weightings
        bound = build_plan(under, np.ones(len(under), dtype=np.bool_), tree.steps, actions.leaf, actions.lapsed, tree.forcing)
    rows: list[ThresholdRow] = []
    for number, (question, hypothesis) in enumerate(types.rows()):
        members = types.membership()[number]
        if members.all() or not members.any():
            continue
        pair = 2 + 2 * number
        columns = np.array([[pair, pair + 1]])

        def best(p: Array, columns: NDArray[np.intp] = columns) -> tuple[list[str], NDArray[np.intp]]:
            weights = np.stack([p, 1 - p], axis=1)
            values = values_on(found, tree, bound, np.repeat(columns, len(p), axis=0), weights)
            names = sorted(values)
            return names, np.stack([values[name] for name in names]).argmax(axis=0)

        today = float((steps.intentions.posterior * members).sum(axis=1).mean())
        name = f"questions.{question}.{hypothesis}"
        rows += [ThresholdRow(name, value, first, second, None, today) for value, first, second in _along(best)]
    return tuple(rows)


#: A probability is looked at in so many places from 0 to 1.
BELIEF_PLACES = 101


def _along(best: "Best") -> list[tuple[float, str, str]]:
    """Return where the best action changes as a probability goes from 0 to 1."""
    places = np.linspace(0, 1, BELIEF_PLACES)
    names, top = best(places)
    at = np.flatnonzero(top[:-1] != top[1:])
    if not at.size:
        return []
    found, after = _narrowed(lambda p: best(p)[1], places[at], places[at + 1], top[at])
    return [(float(x), names[a], names[b]) for x, a, b in zip(found, top[at], after, strict=True)]


Best = Callable[[Array], tuple[list[str], NDArray[np.intp]]]

# SPDX-License-Identifier: Apache-2.0
"""How far goals have moved since their first version, one by one and all together, and what came in return."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.goal_rows import DriftOfAll, DriftRow, LeastRow, StepRow
from pourparler.assess.ladders import by_variant, reference_of
from pourparler.assess.prospects import Layout
from pourparler.assess.sentence import Sentence, sentence
from pourparler.assess.spread import Spread, spread
from pourparler.case import Mandate, Receipt, Version
from pourparler.case.mandate import NOT_ON_RECORD
from pourparler.case.versions import DROPPED, KEYS, Kind, Part, in_force, stated_by
from pourparler.engines.bargaining import GRID_STEPS_PER_POINT, snap
from pourparler.engines.goals import Drift, drift_of
from pourparler.engines.readiness import OUTRANKING_SHARE

Array = NDArray[np.float64]
Grid = NDArray[np.int64]


@dataclass(frozen=True)
class Worth:
    """What options are worth to us: per issue on the grid [world, variant, option], and what is believed [world, variant]."""

    layout: Layout
    parts: tuple[Grid, ...]
    belief: Array
    reference: tuple[int, ...]

    def place(self, issue: str, option: str) -> tuple[int, int]:
        """Return the indices of an option."""
        return self.layout.table.template.place(f"{issue}.{option}")

    def of(self, issue: str, option: str) -> Grid:
        """Return what an option is worth to us, [world, variant] in steps of the grid."""
        place, at = self.place(issue, option)
        return self.parts[place][:, :, at]

    def of_packages(self, packages: Sequence[Sequence[int]]) -> Grid:
        """Return what packages are worth to us with what combinations add, [package, world, variant]."""
        options = np.array(packages, dtype=np.intp)
        found = self.layout.table.own.on_grid().of_block(range(options.shape[1]), options)
        return np.moveaxis(np.asarray(found, dtype=np.int64), -1, 0)

    def told(self, steps: Array) -> Spread:
        """Return a number of steps of the grid in points."""
        return spread(steps / GRID_STEPS_PER_POINT) if steps.any() else Spread(0.0, 0.0, 0.0)

    def apart(self, issue: str, first: str | None, second: str | None) -> Spread | None:
        """Return what one option is worth to us above another; None unless both are known."""
        if first is None or second is None:
            return None
        return self.told(self.weighed(self.of(issue, first) - self.of(issue, second)))

    def weighed(self, steps: Grid) -> Array:
        """Return the average [world] over variants of steps [world, variant], by what is believed."""
        found = steps * self.belief
        return np.asarray(found[:, 0] if found.shape[1] == 1 else found.sum(axis=1))


def worth_of(layout: Layout, belief: Array) -> Worth:
    """Return what options are worth to us, by what is believed [world, type]."""
    own = layout.table.own
    return Worth(layout, tuple(map(snap, own.parts)), by_variant(own, belief), reference_of(layout, belief))


def issues_of(mandate: Mandate) -> list[str]:
    """Return the issues on which some version states a target, in the order of the goals, what was dropped last."""
    spoken_of = dict.fromkeys(issue for version in mandate.history for issue in version.goals)
    return sorted(spoken_of, key=lambda issue: [*(goal.issue for goal in mandate.goals), issue].index(issue))


def _known(value: str | None) -> str | None:
    """Return an option that is sought; None if none is, or if it is on no record."""
    return None if value in (None, DROPPED, NOT_ON_RECORD) else value


def drift_row(mandate: Mandate, issue: str, worth: Worth | None) -> DriftRow:
    """Return how far one goal has moved over the versions that speak of it."""
    part: Part = ("goals", issue)
    said = [(version.on.isoformat(), stated_by(version)[part]) for version in mandate.history if part in stated_by(version)]
    goal = next((goal for goal in mandate.goals if goal.issue == issue), None)
    # What the case does not state now is not known, whatever the last version said.
    first, now = _known(said[0][1]), goal.target if goal is not None else None
    floor = goal.floor if goal is not None else None
    found: Drift | None = None
    most: Spread | None = None
    given: dict[int, Spread] = {}
    if worth is not None and first is not None:
        known = [(n, option) for n, (_, stated) in enumerate(said) if (option := _known(stated)) is not None]
        steps = np.stack([worth.of(issue, option) for _, option in known])
        found = drift_of(steps, worth.belief, worth.of(issue, floor) if floor is not None and now is not None else None)
        given = {n: worth.told(found.given_up[place]) for place, (n, _) in enumerate(known)}
        if now is None:
            place, at = worth.place(issue, first)
            whole = worth.parts[place]
            most = worth.told(worth.weighed(whole[:, :, at] - whole.min(axis=2)))
    settled = found is not None and now is not None
    lowered = found.lowered() if found is not None and settled else None
    left = worth.told(found.to_floor[-1]) if worth is not None and found is not None and found.to_floor is not None else None
    return DriftRow(
        issue,
        first,
        said[0][0],
        now,
        len(said),
        tuple(StepRow(on, _known(stated), given.get(n)) for n, (on, stated) in enumerate(said)),
        given[len(said) - 1] if settled else None,
        left,
        lowered,
        None if lowered is None else _settled(lowered),
        _settled(found.below_floor()) if found is not None and left is not None else None,
        most,
        None if settled else _why_unknown(first, said[-1][1], said[-1][0], worth),
    )


def _settled(share: float) -> bool | None:
    """Return whether something is so in nearly all worlds, or in hardly any; None in between."""
    return True if share >= OUTRANKING_SHARE else False if share <= 1 - OUTRANKING_SHARE else None


def _why_unknown(first: str | None, last: str, on: str, worth: Worth | None) -> Sentence | None:
    if last == DROPPED:
        return sentence("nothing is sought on it any longer, since {day}", day=on)
    if last == NOT_ON_RECORD:
        return sentence("what is sought on it since {day} is on no record", day=on)
    if first is None:
        return sentence("what was sought on it first is on no record")
    if worth is None:
        return sentence("the table is not known")
    return sentence("what is sought on it now is not stated, and no version says why")


def least_rows(mandate: Mandate, worth: Worth | None) -> Iterator[LeastRow]:
    """Yield how far each floor has moved of which a version speaks, and each yield that the meeting must have."""
    kinds: tuple[Kind, ...] = ("floors", "meeting")
    for kind in kinds:
        spoken_of = dict.fromkeys(issue for version in mandate.history for issue in getattr(version, kind))
        for issue in sorted(spoken_of, key=lambda issue: [*(goal.issue for goal in mandate.goals), issue].index(issue)):
            yield _least_row(mandate, (kind, issue), worth)


def _least_row(mandate: Mandate, part: Part, worth: Worth | None) -> LeastRow:
    kind, issue = part
    told = [(version.on.isoformat(), stated_by(version)[part]) for version in mandate.history if part in stated_by(version)]
    said = told[next(n for n, (_, stated) in enumerate(told) if stated != DROPPED) :]
    goal = next((goal for goal in mandate.goals if goal.issue == issue), None)
    first, now = _known(said[0][1]), getattr(goal, KEYS[kind], None)
    given, lowered = None, None
    if worth is not None and first is not None and now is not None:
        found = drift_of(np.stack([worth.of(issue, first), worth.of(issue, now)]), worth.belief)
        given, lowered = worth.told(found.given_up[-1]), found.lowered()
    return LeastRow(
        KEYS[kind],
        issue,
        first,
        said[0][0],
        now,
        len(said),
        given,
        lowered,
        None if lowered is None else _settled(lowered),
        _why_least_unknown(first, said[-1], worth) if given is None else None,
    )


def _why_least_unknown(first: str | None, last: tuple[str, str], worth: Worth | None) -> Sentence:
    on, said = last
    if said == DROPPED:
        return sentence("nothing is sought on it any longer, since {day}", day=on)
    if said == NOT_ON_RECORD:
        return sentence("what it is since {day} is on no record", day=on)
    if first is None:
        return sentence("what it was first is on no record")
    if worth is None:
        return sentence("the table is not known")
    return sentence("what it is now is not stated, and no version says why")


@dataclass(frozen=True)
class Along:
    """All goals together from version to version, [version, world], and which versions are `known`.

    `together` is the part of what has been given up that only combinations of options account for. `counted` and `uncounted`
    [version] say how many receipts there have been so far with a number and without one.
    """

    drift: Drift
    together: Array
    known: list[bool]
    counted: list[int]
    uncounted: list[int]

    def told_received(self, worth: Worth, version: int) -> Spread | None:
        """Return what has come in return so far, of what has a number; None if nothing that came has one."""
        has_none = self.uncounted[version] and not self.counted[version]
        return None if has_none else worth.told(self.drift.received[version])


def along(mandate: Mandate, worth: Worth | None) -> Along | None:
    """Return the drift of all goals together; None without a table, or where what was sought first is not known."""
    if worth is None or not issues_of(mandate):
        return None
    held = in_force(mandate.history)
    found = [_package(mandate, worth, held, place) for place in range(len(held))]
    packages, known = [package for package, _ in found], [is_known for _, is_known in found]
    stated = {goal.issue for goal in mandate.goals if goal.target is not None}
    known[-1] &= all(_known(held[-1]["goals", issue]) is None or issue in stated for issue in issues_of(mandate))
    if not known[0]:
        return None
    receipts = [_received(version, worth) for version in mandate.history]
    lacking = [sum(amount is None for amount in row) for row in receipts]
    counted = np.cumsum([len(row) - blank for row, blank in zip(receipts, lacking, strict=True)]).tolist()
    nothing = np.zeros_like(worth.parts[0][:, :, 0])
    received = np.stack([sum((amount for amount in row if amount is not None), nothing) for row in receipts])
    floors = {goal.issue: goal.floor for goal in mandate.goals if goal.floor is not None}
    floor_package = list(packages[-1])
    for issue, option in floors.items():
        place, floor_package[place] = worth.place(issue, option)
    values = worth.of_packages([*packages, floor_package])
    drift = drift_of(values[:-1], worth.belief, values[-1] if floors else None, received)
    together = drift_of(values[:-1] - _alone(worth, packages), worth.belief).given_up
    return Along(drift, together, known, counted, np.cumsum(lacking).tolist())


def _package(mandate: Mandate, worth: Worth, held: list[dict[Part, str]], place: int) -> tuple[list[int], bool]:
    """Return the package of all targets in force in a version, all else as today, and whether each of them is known.

    A goal that no version has spoken of yet counts as it was first stated: to seek something more is no drift.
    """
    package, is_known = list(worth.reference), True
    stated = {goal.issue: goal.target for goal in mandate.goals}
    for issue in dict.fromkeys([*stated, *issues_of(mandate)]):
        part: Part = ("goals", issue)
        said = [row[part] for row in held[place:] if part in row] or [stated.get(issue) or DROPPED]
        option = _known(said[0])
        if option is not None:
            at, package[at] = worth.place(issue, option)
        elif any(part in row for row in held):
            is_known = False
    return package, is_known


def _alone(worth: Worth, packages: Sequence[Sequence[int]]) -> Grid:
    """Return what packages are worth to us option by option, [package, world, variant], without what combinations add."""
    options = np.array(packages, dtype=np.intp)
    total = sum(part[:, :, options[:, place]] for place, part in enumerate(worth.parts))
    return np.moveaxis(np.asarray(total), -1, 0)


def _received(version: Version, worth: Worth) -> list[Grid | None]:
    """Return what each receipt of a version is worth to us, [world, variant]; None where no number is put on it."""
    return [worth_of_receipt(receipt, worth) for receipt in version.received]


def worth_of_receipt(receipt: Receipt, worth: Worth) -> Grid | None:
    """Return what a receipt is worth to us, [world, variant]; None where no number is put on it."""
    if receipt.get is None:
        return None
    issue, _, option = receipt.get.partition(".")
    before = receipt.instead_of or worth.layout.case.issues[issue].status_quo
    return worth.of(issue, option) - worth.of(issue, before) if before is not None else None


def of_all(mandate: Mandate, worth: Worth | None, moved: Along | None, rows: Sequence[DriftRow]) -> DriftOfAll | None:
    """Return the drift of all goals together; None where no version speaks of a target."""
    if not rows:
        return None
    since = min(row.since for row in rows)
    if worth is None or moved is None or not moved.known[-1]:
        why = next((row.why for row in rows if row.why is not None), None)
        return DriftOfAll(since, None, None, None, None, 0, None, None, None, why)
    drift, lowered = moved.drift, moved.drift.lowered()
    return DriftOfAll(
        since,
        worth.told(drift.given_up[-1]),
        worth.told(moved.together[-1]),
        worth.told(drift.to_floor[-1]) if drift.to_floor is not None else None,
        moved.told_received(worth, -1),
        moved.uncounted[-1],
        worth.told(drift.net[-1]) if not moved.uncounted[-1] else None,
        lowered,
        _settled(lowered),
        None,
    )

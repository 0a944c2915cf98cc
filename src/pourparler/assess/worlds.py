# SPDX-License-Identifier: Apache-2.0
"""Worlds: joint draws of every uncertain number of a case, keyed by seed and place.

A number is drawn by the path of the place where it stands, and by nothing else, so that lists may be reordered and labels
renamed without moving a result. The two seats at the table are keyed by role: the same case seen from the other side then
meets mirror-image worlds, and a symmetric case gives a symmetric answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy

import numpy as np
from numpy.typing import NDArray

from pourparler.case import Case
from pourparler.case.ordering import Ordering
from pourparler.errors import PourparlerError
from pourparler.quantity import (
    COST,
    POINTS,
    PROBABILITY,
    SCORE,
    WEIGHT,
    Domain,
    Quantity,
    Rest,
    Unknown,
    quantile,
    scores_in_order,
    simplex_in_order,
    unit_draws,
)

Array = NDArray[np.float64]

#: Keys after which a party is named in a path.
_BEFORE_A_PARTY = frozenset(
    {"values", "no_deal", "worth_to_us", "parties", "shifts", "shifts_after", "price", "patience"}
    | {"kept_by", "cost", "breach_seen", "snap_back"}
)
#: What each side can take back, as the other seat has it: keyed by role as well.
_SIDES = {"by_us": "by_them", "by_them": "by_us", "days_by_us": "days_by_them", "days_by_them": "days_by_us"}
#: How far from the very ends an unknown is pinned when its ends are tried: quantiles are taken strictly inside (0, 1).
_INSIDE = 1e-12

#: The largest number of points drawn: half of what the integer grid of the bargaining engine holds, so that sums fit.
LARGEST_DRAW = 500


class Missing(PourparlerError):
    """A number is unknown and no bound holds it: `path` says which. Steps turn it into a result that says so."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def is_turned(case: Case) -> bool:
    """Return whether the case is read from across the table: its seat is not the party whose role is own."""
    return case.parties[seats(case)[0]].role != "own"


def seats(case: Case) -> tuple[str, str]:
    """Return the ids of our own side and of the counterpart, as the case's seat has it."""
    by_role = {party.role: name for name, party in case.parties.items()}
    own, counterpart = by_role["own"], by_role["counterpart"]
    return (counterpart, own) if case.seat in ("counterpart", counterpart) else (own, counterpart)


def taken_back_by(case: Case) -> tuple[str, str]:
    """Return the keys under which a case says what our seat, and the other, could take back: `us` is whose file it is."""
    return ("by_them", "by_us") if is_turned(case) else ("by_us", "by_them")


class Worlds:
    """Draws by path. `inputs` collects every uncertain number drawn, `unknown` every one that is unknown but bounded."""

    def __init__(self, case: Case, seed: int, count: int, pinned: Mapping[str, float] | None = None) -> None:
        own, counterpart = seats(case)
        self.count = count
        self.inputs: dict[str, Array] = {}
        self.unknown: set[str] = set()
        self.seed = seed
        self._pinned = dict(pinned or {})
        self._tokens = {own: "own", counterpart: "counterpart"}
        self._sides = _SIDES if is_turned(case) else {}
        self._units: dict[str, Array] = {}
        self._drawn: dict[str, tuple[Quantity | None, Domain, Array]] = {}

    @property
    def fixed(self) -> tuple[str, ...]:
        """The paths of all numbers drawn so far that are the same in every world, as they are stated without a range."""
        return tuple(sorted(path for path, (_, _, values) in self._drawn.items() if np.ptp(values) == 0))

    def aside(self) -> "Worlds":
        """Return the same worlds; what is drawn there leaves no trace in `inputs` and `unknown` of these."""
        out = copy(self)
        out.inputs, out.unknown, out._drawn = dict(self.inputs), set(self.unknown), dict(self._drawn)
        return out

    def _key(self, path: Sequence[str]) -> str:
        """Return the key of a place: the path, with the two seats named by role."""
        out = []
        for index, part in enumerate(path):
            before = path[index - 1] if index else ""
            names_party = before in _BEFORE_A_PARTY or (index == 2 and path[0] in ("effects", "beliefs"))
            tokens = self._tokens if names_party else self._sides if before == "reversible" else {}
            out.append(tokens.get(part, part))
        return ".".join(out)

    def units(self, path: Sequence[str]) -> Array:
        """Return the unit draws [world] of a place."""
        shown = ".".join(path)
        if shown in self._pinned:
            return np.full(self.count, np.clip(self._pinned[shown], _INSIDE, 1 - _INSIDE))
        key = self._key(path)
        if key not in self._units:
            self._units[key] = unit_draws(self.seed, key, self.count)
        return self._units[key]

    def draw(self, path: Sequence[str], quantity: Quantity | None, domain: Domain) -> Array:
        """Return a quantity in every world, [world]. Blank counts as unknown; an unknown without bounds raises Missing."""
        shown = ".".join(path)
        held = self._drawn.get(shown)
        if held is not None and held[0] is quantity and held[1] is domain:
            return held[2]
        blank = quantity is None or isinstance(quantity, Unknown)
        if blank and not domain.bounded:
            raise Missing(shown)
        if blank:
            self.unknown.add(shown)
        values = quantile(Unknown() if quantity is None else quantity, self.units(path), domain)
        if domain in (POINTS, COST):  # the far tails of a wide range would leave the grid on which values are compared
            values = np.clip(values, -LARGEST_DRAW, LARGEST_DRAW)
        if self.count > 1 and shown not in self.inputs and np.ptp(values) > 0:
            self.inputs[shown] = values
        values.setflags(write=False)  # whoever asks again gets the same array
        self._drawn[shown] = (quantity, domain, values)
        return values

    def optional(self, path: Sequence[str], quantity: Quantity | None, domain: Domain) -> Array:
        """Return a quantity that changes something only if it is written: 0 where it is not."""
        return np.zeros(self.count) if quantity is None else self.draw(path, quantity, domain)

    def shares(self, path: Sequence[str], parts: Mapping[str, Quantity | None], names: Iterable[str]) -> Array:
        """Return probabilities that sum to one, [world, name], in the order of `names`.

        One part may be `rest`; it takes what the others leave. Otherwise, and where the others leave nothing, all are scaled.
        """
        ordered = list(names)
        columns = []
        for name in ordered:
            part = parts.get(name)
            columns.append(np.zeros(self.count) if isinstance(part, Rest) else self.draw((*path, name), part, PROBABILITY))
        table = np.stack(columns, axis=1)
        for index, name in enumerate(ordered):
            if isinstance(parts.get(name), Rest):
                table[:, index] = np.maximum(0, 1 - table.sum(axis=1))
        total = table.sum(axis=1, keepdims=True)
        # All parts drawn as zero says nothing about any of them: they then share equally.
        return np.where(total > 0, table / np.where(total > 0, total, 1), 1 / len(ordered))

    def weights(self, path: Sequence[str], issues: Sequence[str], stated: object) -> Array:
        """Return weights [world, issue] from an order or from one quantity per issue."""
        if stated is None:
            raise Missing(".".join(path))
        if isinstance(stated, Mapping):
            table = np.stack([self.draw((*path, issue), stated.get(issue), WEIGHT) for issue in issues], axis=1)
            # All weights drawn as zero says nothing about any issue: they then count equally.
            return np.where(table.sum(axis=1, keepdims=True) > 0, table, 1)
        return self._in_order(path, issues, stated, weights=True)

    def scores(self, path: Sequence[str], options: Sequence[str], stated: object, listed: Sequence[str]) -> Array:
        """Return scores [world, option] from an order, a list that follows `listed`, or one quantity per option."""
        if stated is None:
            raise Missing(".".join(path))
        if isinstance(stated, Mapping):
            by_option: Mapping[str, Quantity | None] = stated
        elif _is_order(stated):
            return self._in_order(path, options, stated, weights=False)
        else:
            by_option = dict(zip(listed, stated, strict=True))  # type: ignore[call-overload]
        return np.stack([self.draw((*path, o), by_option.get(o), SCORE) for o in options], axis=1)

    def _in_order(self, path: Sequence[str], names: Sequence[str], stated: object, *, weights: bool) -> Array:
        groups: Ordering = tuple(tuple(group) for group in stated)  # type: ignore[attr-defined]
        ranked = len(groups) if weights else max(0, len(groups) - 2)
        units = [self.units((*path, "rank", str(rank))) for rank in range(ranked)]
        table = np.stack(units, axis=1) if units else np.zeros((self.count, 0))
        if weights:
            by_rank = simplex_in_order(table, [len(group) for group in groups])
        elif len(groups) > 1:
            by_rank = scores_in_order(table)
        else:
            by_rank = np.full((self.count, 1), SCORE.high)
        place = {name: rank for rank, group in enumerate(groups) for name in group}
        for rank in range(ranked):
            self.inputs.setdefault(".".join((*path, "rank", str(rank))), units[rank])
        return by_rank[:, [place[name] for name in names]]


def _is_order(stated: object) -> bool:
    return isinstance(stated, tuple) and all(isinstance(group, tuple) for group in stated)

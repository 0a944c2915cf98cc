# SPDX-License-Identifier: Apache-2.0
"""What would change the advice, as rows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ThresholdRow:
    """A value of one input, all others as they are, at which another action becomes worth most on average.

    Below `value` the action `before` is, above it `after`. `se` is the standard error of the value (None where it is exact),
    `today` where the input stands now, on average. An input `questions.Q.H` is how likely that hypothesis is, after all the
    evidence.
    """

    input: str
    value: float
    before: str
    after: str
    se: float | None
    today: float


@dataclass(frozen=True)
class NotSearchedRow:
    """An input of which no threshold was looked for, and `why`: it has `no_range`, or there are too `few_worlds` to tell."""

    input: str
    why: str


@dataclass(frozen=True)
class SwingRow:
    """How far ahead today's best action is, in points, where one input stands at `low` and at `high`, all others as they are.

    `low` and `high` are the 5 % and 95 % points of the input across worlds. Below zero another action is ahead there.
    `thresholds` are the values between its extremes at which another action becomes worth most.
    """

    input: str
    low: float
    high: float
    lead_at_low: float
    lead_at_high: float
    thresholds: tuple[float, ...]

    @property
    def swing(self) -> float:
        """How many points the lead moves between the two ends."""
        return abs(self.lead_at_high - self.lead_at_low)


@dataclass(frozen=True)
class MapRow:
    """Which action is worth most where two inputs stand, [y][x], and by how much today's best leads (below 0: trails)."""

    x: str
    y: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    best: tuple[tuple[str, ...], ...]
    lead: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class FlipRow:
    """Inputs which together, each at its 5 % or 95 % point, make another action worth most: no smaller set does.

    `smallest`: every smaller set was looked at (sets of one and two inputs; larger ones are found greedily).
    """

    inputs: dict[str, float]
    action: str
    lead: float
    smallest: bool


@dataclass(frozen=True)
class VerdictFlipRow:
    """Inputs which together, each at its 5 % or 95 % point, make the verdict another one, gate and rule of 95 % included.

    Assessed anew with these inputs held there, the case comes to the verdict `to`. `smallest`: it is a single input; larger
    sets are looked for step by step: none of these inputs can be left out, but fewer others may do.
    """

    inputs: dict[str, float]
    from_: str
    to: str
    smallest: bool


@dataclass(frozen=True)
class IndexRow:
    """The share of the variance of the lead that one input explains by itself, with its standard error."""

    input: str
    first: float
    se: float


@dataclass(frozen=True)
class BoxRow:
    """Bounds of a few inputs within which an action is best: `coverage` of the worlds where it is, `density` of those held."""

    action: str
    share: float
    bounds: dict[str, tuple[float | None, float | None]]
    coverage: float
    density: float


@dataclass(frozen=True)
class Changes:
    """What would change which action is worth most by the numbers alone: `best` today, ahead of `other` by `lead` points.

    `verdict` is the verdict whose fewest inputs were looked for, `verdict_flip`; None where it turns on an unknown number.
    `verdict_if_met` is what it would be with every condition of the gate met (None: they are).
    """

    best: str | None = None
    other: str | None = None
    lead: float | None = None
    thresholds: tuple[ThresholdRow, ...] = ()
    tornado: tuple[SwingRow, ...] = ()
    maps: tuple[MapRow, ...] = ()
    flips: FlipRow | None = None
    verdict: str | None = None
    verdict_if_met: str | None = None
    verdict_flip: VerdictFlipRow | None = None
    indices: tuple[IndexRow, ...] = ()
    boxes: tuple[BoxRow, ...] = ()
    not_searched: tuple[NotSearchedRow, ...] = ()

# SPDX-License-Identifier: Apache-2.0
"""Two cases beside one another, assessed on the same draws: what differs in what they say, and in what that comes to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.assessment import NOT_IN_JSON, AlarmRow, Assessment, CaseRow, RunRow, VerdictRow
from pourparler.assess.plan_rows import Way
from pourparler.assess.readiness import ROOT
from pourparler.assess.report import report
from pourparler.assess.run import Progress, seen, steps_of
from pourparler.assess.sentence import Sentence
from pourparler.assess.spread import Spread, spread
from pourparler.assess.steps import Steps
from pourparler.case import Case
from pourparler.case.differences import differences
from pourparler.showing import Shown

Array = NDArray[np.float64]

#: A difference is told as more than chance if it lies so many standard errors from none: about 95 % of a normal.
ERRORS_FROM_NONE = 1.96
#: Differences below this, in points or shares, are rounding of sums.
ROUNDING = 1e-9


@dataclass(frozen=True)
class InputRow:
    """A field in which two cases differ; None where one of them does not write it."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class NumberRow:
    """One result in both cases, as `spread` tells it; None where a case has none.

    `difference` is the average over paired worlds of after less before, `error` its standard error over the worlds drawn (None
    where the result is no average over worlds); `beyond_error` says that it is more than drawing other worlds would make.
    """

    of: str
    before: Spread | None
    after: Spread | None
    difference: float | None
    error: float | None
    beyond_error: bool


@dataclass(frozen=True)
class Changed:
    """Sentences that only one of two cases has, and those that both have, in their words."""

    gone: tuple[Sentence, ...]
    new: tuple[Sentence, ...]
    kept: tuple[Sentence, ...]


@dataclass(frozen=True)
class AlarmsChanged:
    """Alarms that only one of two cases raises; those of both, as the second has them."""

    gone: tuple[AlarmRow, ...]
    new: tuple[AlarmRow, ...]
    kept: tuple[AlarmRow, ...]


@dataclass(frozen=True)
class StateRow:
    """A condition before an irreversible step in both cases; None where it is not asked for."""

    step: str
    condition: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Side:
    """One of two cases: which it is, what it is advised, and on what a date fixed on conditions stands (None: not to be had).

    Of the rows of `stands_if` one must come about; an empty row: it stands whatever comes; no row: it is called off.
    """

    case: CaseRow
    verdict: VerdictRow
    stands_if: tuple[Way, ...] | None = None


@dataclass(frozen=True)
class Comparison(Shown):
    """Two cases, assessed on the same draws of all that they share."""

    before: Side
    after: Side
    run: RunRow
    inputs: tuple[InputRow, ...]
    advice_differs: bool
    numbers: tuple[NumberRow, ...]
    reasons: Changed
    would_change: Changed
    gate: tuple[StateRow, ...]
    alarms: AlarmsChanged
    labels: dict[str, str] = field(metadata={NOT_IN_JSON: True})
    assessed: tuple[Assessment, Assessment] = field(metadata={NOT_IN_JSON: True})


def compare(
    before: tuple[Case, str],
    after: tuple[Case, str],
    *,
    version: str,
    seed: int,
    worlds: int,
    progress: Progress = lambda step: None,
) -> Comparison:
    """Assess two cases, each given with its digest, on the same draws and set what was found side by side.

    A number is drawn by the place where it stands, so that a change of one place leaves all other draws as they were: what
    differs is due to what was changed, and not to chance.
    """
    found = []
    for case, digest in (before, after):
        case = seen(case)
        steps = steps_of(case, seed, worlds, progress)
        progress("report")
        found.append((steps, report(case, steps, digest=digest, version=version, seed=seed, decisive={})))
    (first_steps, first), (second_steps, second) = found
    return Comparison(
        _side(first),
        _side(second),
        first.run,
        tuple(InputRow(*row) for row in differences(before[0], after[0])),
        (first.verdict.action, first.verdict.between) != (second.verdict.action, second.verdict.between),
        (*_by_world(_arrays(first_steps), _arrays(second_steps)), *_single(_singles(first), _singles(second))),
        _changed(first.verdict.reasons, second.verdict.reasons),
        _changed(first.verdict.would_change, second.verdict.would_change),
        _gate(first, second),
        _alarms(first, second),
        {**after[0].labels, **before[0].labels},
        (first, second),
    )


def _side(found: Assessment) -> Side:
    row = found.on_conditions
    return Side(found.case, found.verdict, None if row is None else row.stands_if)


def _arrays(steps: Steps) -> dict[str, Array]:
    """Return every result that is an average over worlds, [world]."""
    out: dict[str, Array] = {}
    found = steps.readiness
    belief = steps.intentions.posterior
    if found is not None:
        out.update({f"actions.{name}": valued.value for name, valued in found.valued.items()})
        if found.held and found.gated_hold is not None:
            out["actions.hold.within_gate"] = found.gated_hold.value
    if steps.layout is not None:
        out["no_summit.own"] = (belief * steps.layout.no_deal.own).sum(axis=1)
        out["no_summit.counterpart"] = (belief * steps.layout.no_deal.other).sum(axis=1)
    if found is not None and found.delay_per_week is not None:
        out["delay_per_week"] = found.delay_per_week
    types = steps.intentions.types
    for row, (question, hypothesis) in zip(types.membership(), types.rows(), strict=True):
        out[f"intentions.{question}.{hypothesis}"] = (belief * row).sum(axis=1)
    if steps.actions is not None:
        agreed = steps.actions.outlook(ROOT)[1].agreements[0]
        assert agreed is not None  # the empty set of moves can always be had
        out["bargaining.zone_probability"] = (belief * agreed.exists).sum(axis=1)
    return out


def _by_world(before: Mapping[str, Array], after: Mapping[str, Array]) -> Iterator[NumberRow]:
    for name in dict.fromkeys((*before, *after)):
        first, second = before.get(name), after.get(name)
        told, then = (None if values is None else spread(values) for values in (first, second))
        if first is None or second is None:
            yield NumberRow(name, told, then, None, None, True)
            continue
        each = second - first
        difference = float(each.mean())
        error = float(each.std() / np.sqrt(len(each)))
        is_beyond = abs(difference) > max(ROUNDING, ERRORS_FROM_NONE * error)
        yield NumberRow(name, told, then, difference if abs(difference) > ROUNDING else 0.0, error, is_beyond)


def _singles(found: Assessment) -> dict[str, float]:
    """Return the results that are no average over worlds: differences of best choices, and probabilities at which two meet."""
    out: dict[str, float | None] = {"gate_price": found.gate_price, "information.evpi": found.information.evpi}
    out.update({f"information.evsi.{step}": worth for step, worth in found.information.evsi.items()})
    out.update({f"gate.{row.condition}.shadow_price": row.shadow_price for row in found.gate})
    for row in found.break_even:
        out.setdefault(f"break_even.{row.question}.{row.hypothesis}.{'+'.join(row.moves)}.{row.against}", row.probability)
    return {name: value for name, value in out.items() if value is not None}


def _single(before: Mapping[str, float], after: Mapping[str, float]) -> Iterator[NumberRow]:
    for name in dict.fromkeys((*before, *after)):
        first, second = before.get(name), after.get(name)
        told, then = (None if value is None else Spread(value, value, value) for value in (first, second))
        difference = None if first is None or second is None else second - first
        yield NumberRow(name, told, then, difference, None, difference is None or abs(difference) > ROUNDING)


def _changed(before: tuple[Sentence, ...], after: tuple[Sentence, ...]) -> Changed:
    first, second = ({each.english() for each in found} for found in (before, after))
    return Changed(
        tuple(each for each in before if each.english() not in second),
        tuple(each for each in after if each.english() not in first),
        tuple(each for each in after if each.english() in first),
    )


def _alarms(before: Assessment, after: Assessment) -> AlarmsChanged:
    first, second = ({alarm.id for alarm in found.alarms} for found in (before, after))
    return AlarmsChanged(
        tuple(alarm for alarm in before.alarms if alarm.id not in second),
        tuple(alarm for alarm in after.alarms if alarm.id not in first),
        tuple(alarm for alarm in after.alarms if alarm.id in first),
    )


def _gate(before: Assessment, after: Assessment) -> tuple[StateRow, ...]:
    """Return every condition with its state in either case."""
    states = [{(row.step, row.condition): row.state for row in found.gate} for found in (before, after)]
    return tuple(StateRow(*key, states[0].get(key), states[1].get(key)) for key in dict.fromkeys((*states[0], *states[1])))

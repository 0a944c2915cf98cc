# SPDX-License-Identifier: Apache-2.0
"""What it would be worth to know any group of inputs before choosing, and how many days of delay that would pay for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.moves import DAYS_PER_WEEK
from pourparler.assess.readiness import NOW, NUMBERS_ALONE, ROOT, Readiness
from pourparler.assess.steps import Steps
from pourparler.assess.types import Types
from pourparler.assess.worlds import seats
from pourparler.assess.worth_rows import Worth, WorthRow
from pourparler.case import Case
from pourparler.engines.readiness import (
    Estimate,
    Fit,
    by_strength,
    design_of,
    fit,
    main_effects,
    worth_of_everything,
    worth_of_states,
)

Array = NDArray[np.float64]

INTENTIONS, CONSULTATION, MANDATE = "intentions", "consultation", "mandate"
#: What is known of third parties: the sections of the case from which consultation learns.
THIRD_PARTIES = ("parties", "effects", "worth_to_us", "influence")
#: What beliefs are made of. Known types make it superfluous, so it is told as the questions themselves.
BELIEFS = ("questions", "evidence", "sources", "grades", "pooling", "indicators")
#: So many choices that can be had at once compete beside the best of each action: those with the highest averages.
MOST_CHOICES = 8
#: So many inputs are regressed on, those that explain most of what the actions differ in; the others add next to nothing.
MOST_INPUTS = 40


def worth_of(steps: Steps) -> Worth:
    """Return what every question, workstream, party and section of a case would be worth to know, the most first."""
    found = steps.readiness
    if found is None or len(found.valued) < 2:
        return Worth()
    values = action_values(steps)
    types = found.actions.layout.types
    price = _price_of_a_day(found)

    def row(group: str, estimate: Estimate, exact: bool) -> WorthRow:
        return WorthRow(group, estimate.value, estimate.se, estimate.value / price if price else None, exact)

    rows = [row(group, worth_of_states(_by_answer(types, values, asked)), True) for group, asked in _asked(types).items()]
    groups = groups_of(found.actions.layout.case, steps.worlds.inputs)
    known = Regressed.on(steps.worlds.inputs, values.sum(axis=1))
    rows += [row(group, known.worth(paths), False) for group, paths in groups.items()]
    return Worth(
        tuple(sorted(rows, key=lambda each: (-each.value, each.group))), row("everything", worth_of_everything(values), False)
    )


def action_values(steps: Steps) -> Array:
    """Return what may be chosen, [world, type, action], in value points with the probability of the type in them.

    Every action with its best plan and moves, as chosen on averages, and the best other choices that can be had at once.
    """
    found = steps.readiness
    assert found is not None
    belief, actions = steps.intentions.posterior, found.actions
    leaf, mask = actions.leaf(ROOT), actions.mask(ROOT, NOW, NUMBERS_ALONE)
    means = np.where(mask, leaf.means(belief), -np.inf)
    taken = {each.choice for each in found.valued.values()}
    further = [k for k in np.argsort(-means, kind="stable")[:MOST_CHOICES] if mask[k] and actions.choices[k] not in taken]
    parts = [found.valued[name].parts for name in sorted(found.valued)]
    return np.stack([*(part for part in parts if part is not None), *(belief * leaf.of(int(k)) for k in further)], axis=2)


def groups_of(case: Case, inputs: Mapping[str, Array]) -> dict[str, tuple[str, ...]]:
    """Return the groups of uncertain inputs that are asked about, by name, each with the paths of its inputs."""
    own, _ = seats(case)
    out: dict[str, list[str]] = {}
    for path in sorted(inputs):
        keys = path.split(".")
        if keys[0] in BELIEFS:
            continue
        names = [CONSULTATION] if keys[0] in THIRD_PARTIES else []
        names += [MANDATE] if keys[:2] == ["values", own] else []
        party = _party(keys)
        names.append(keys[0] if party is None else f"parties.{party}")
        for name in names:
            out.setdefault(name, []).append(path)
    return {name: tuple(paths) for name, paths in out.items()}


def _party(keys: Sequence[str]) -> str | None:
    """Return whose input a path holds: its values, its no-deal value, what a deal does to it, what it can live with."""
    if keys[0] in ("values", "no_deal", "parties", "worth_to_us", "influence"):
        return keys[1]
    return keys[-1] if keys[0] == "effects" else None


def _asked(types: Types) -> dict[str, tuple[str, ...]]:
    """Return the questions behind each group that is enumerated: every question, and all of them together."""
    if not types.questions:
        return {}
    return {INTENTIONS: types.questions, **{f"questions.{question}": (question,) for question in types.questions}}


def _by_answer(types: Types, values: Array, questions: tuple[str, ...]) -> Array:
    """Return values [world, answer, action] from [world, type, action]: types with the same answers are one."""
    places = [types.questions.index(question) for question in questions]
    _, answer = np.unique(types.index[places], axis=1, return_inverse=True)
    out = np.zeros((len(values), int(answer.max()) + 1, values.shape[2]))
    for kind, place in enumerate(answer.ravel()):
        out[:, place] += values[:, kind]
    return out


def _price_of_a_day(found: Readiness) -> float | None:
    """Return what a day of delay costs, in value points; None where it costs nothing."""
    if found.delay_per_week is None:
        return None
    price = float(found.delay_per_week.mean()) / DAYS_PER_WEEK
    return price if price > 0 else None


@dataclass(frozen=True)
class Regressed:
    """Values of actions regressed on the inputs that explain most, by path."""

    paths: tuple[str, ...]
    fit: Fit

    @staticmethod
    def on(inputs: Mapping[str, Array], values: Array, most: int = MOST_INPUTS) -> "Regressed":
        """Regress values [world, action] on at most so many inputs [world]."""
        paths = [path for path in sorted(inputs) if path.partition(".")[0] not in BELIEFS]
        table = np.stack([inputs[path] for path in paths], axis=1) if paths else np.zeros((len(values), 0))
        kept = np.sort(by_strength(table, values)[: min(most, len(values) // (2 * 2))])
        design = design_of(main_effects(table[:, kept]))
        return Regressed(tuple(paths[k] for k in kept), fit(design, values[:, None, :]))

    def worth(self, paths: Sequence[str]) -> Estimate:
        """Return what knowing the inputs at some paths would be worth."""
        asked = [number for number, path in enumerate(self.paths) if path in set(paths)]
        columns = np.array([*asked, *(number + len(self.paths) for number in asked)], dtype=np.intp)
        return self.fit.informed(columns)

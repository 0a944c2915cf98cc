# SPDX-License-Identifier: Apache-2.0
"""A deal in stages by itself: from a case to the rows of `pourparler stages`, with the order of stages searched."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pourparler.assess.actions import actions_of
from pourparler.assess.assessment import NOT_IN_JSON, AlarmRow, CaseRow, RunRow
from pourparler.assess.beliefs import weigh_intentions
from pourparler.assess.moves import no_deal_of, setup_moves
from pourparler.assess.preparation import program_of
from pourparler.assess.prospects import Layout
from pourparler.assess.spread import Spread, spread
from pourparler.assess.staged_deals import Path, deals_on, path_of
from pourparler.assess.staged_rows import NO_STAGES, OrderRow, StagedDeals
from pourparler.assess.staged_terms import staged_alarms
from pourparler.assess.table import set_table
from pourparler.assess.worlds import Worlds, is_turned, seats
from pourparler.case import Case, known_by, without_left_out
from pourparler.engines.staging import OURS, THEIRS, best_path
from pourparler.showing import Shown

Progress = Callable[[str], None]


@dataclass(frozen=True)
class StagesStudy(Shown):
    """All that `stages` says of a case. `weight` is the weight of what follows a stage, `parties` the two sides."""

    case: CaseRow
    run: RunRow
    parties: tuple[str, str]
    weight: Spread
    staged: StagedDeals
    alarms: tuple[AlarmRow, ...]
    decider: str | None = field(default=None, metadata={NOT_IN_JSON: True})
    labels: dict[str, str] = field(default_factory=dict, metadata={NOT_IN_JSON: True})


def study_stages(
    case: Case, *, digest: str, version: str, seed: int, worlds: int, progress: Progress = lambda step: None
) -> StagesStudy:
    """Study the stages of a case: the same case, seed, number of worlds and version give the same rows.

    What is dated later than the case's own day is not seen. Raises `Missing` where the table of the case lacks a number.
    """
    case = without_left_out(known_by(case))
    progress("worlds")
    drawn = Worlds(case, seed, worlds)
    progress("intentions")
    intentions = weigh_intentions(case, drawn)
    progress("bargaining")
    moves = setup_moves(case, drawn, intentions.types)
    no_deal = no_deal_of(case, drawn, intentions.types)
    layout = Layout(case, drawn, intentions.types, moves, no_deal, set_table(case, drawn, intentions.types, moves, no_deal))
    actions = actions_of(layout, program_of(layout))
    progress("stages")
    found = deals_on(actions, intentions.posterior, in_full=True) if case.stages else NO_STAGES
    if found.stops:
        found = replace(found, order=_order(path_of(actions, intentions.posterior)))
    progress("report")
    return StagesStudy(
        case=CaseRow(case.title, digest, seats(case)[0], is_turned(case), case.as_of.isoformat(), case.standpoint),
        run=RunRow(seed, worlds, version, None),
        parties=seats(case),
        weight=spread(layout.table.consequences.later_weight),
        staged=found,
        alarms=tuple(staged_alarms(found)),
        decider=case.decision.by if case.decision is not None else None,
        labels=dict(case.labels),
    )


def _order(path: Path) -> OrderRow:
    """Return the order of stages that neither side prefers to leave."""
    found = best_path(path.staged, path.end, path.belief)
    names = [stage.id for stage in path.actions.layout.case.stages]
    held, written = found.value, path.steps[0].going_on
    return OrderRow(
        path=tuple(names[stage] for stage in found.path),
        complete=len(found.path) == len(names),
        own=path.spread(held[OURS]),
        counterpart=path.spread(held[THEIRS]),
        own_as_written=path.spread(written[OURS]),
        counterpart_as_written=path.spread(written[THEIRS]),
        looked_at=found.looked_at,
    )

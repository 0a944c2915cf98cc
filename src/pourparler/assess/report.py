# SPDX-License-Identifier: Apache-2.0
"""From what the steps found to the assessment: rows that faces print."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pourparler.assess import alarms, record_alarms
from pourparler.assess.action_rows import action_rows, choice_rows, no_summit_row
from pourparler.assess.asking import ask_rows
from pourparler.assess.assessment import (
    AlarmRow,
    Assessment,
    BargainingRow,
    BreakEvenRow,
    CaseRow,
    GateRow,
    InformationRow,
    MovesRow,
    PartnerRow,
    RunRow,
    Unknowns,
)
from pourparler.assess.bargaining import bargaining_row, move_rows, moves_rows, package_chances
from pourparler.assess.big_picture import big_picture, left_out
from pourparler.assess.consultation import consulted_of
from pourparler.assess.described import level_rows, meeting_row, step_rows
from pourparler.assess.goal_alarms import give_alarms, goal_alarms
from pourparler.assess.goal_rows import Goals
from pourparler.assess.goals import goals_of
from pourparler.assess.history import history_of
from pourparler.assess.inquiries import inquiry_alarms, inquiry_rows
from pourparler.assess.intentions import explain
from pourparler.assess.move_conflict import counter_moves
from pourparler.assess.negotiating import NOTHING_FOUND, NegotiatorRow
from pourparler.assess.negotiator import negotiator_row
from pourparler.assess.packages import averages_of
from pourparler.assess.partners import incidence_rows, partner_rows, stage_rows
from pourparler.assess.planned import conditional_row, plan_row
from pourparler.assess.private_values import reach_alarms
from pourparler.assess.readiness import ROOT
from pourparler.assess.reasons import spread_of, verdict_row
from pourparler.assess.recorded import recorded_of
from pourparler.assess.sentence import sentence
from pourparler.assess.spread import spread
from pourparler.assess.staged_deals import staged_deals
from pourparler.assess.staged_terms import staged_alarms
from pourparler.assess.steps import Steps
from pourparler.assess.wider import BigPicture
from pourparler.assess.wider_alarms import wider_alarms
from pourparler.assess.worlds import is_turned, seats
from pourparler.assess.worth import worth_of
from pourparler.assess.written import as_written, judgement_rows, unheld_numbers
from pourparler.case import Case

Array = NDArray[np.float64]


def report(case: Case, steps: Steps, *, digest: str, version: str, seed: int, decisive: dict[str, bool]) -> Assessment:
    """Return the assessment of a case from what the steps found; `decisive` says on which of some items the advice hangs."""
    worth, belief = worth_of(steps), steps.intentions.posterior  # before more is drawn, which no action depends on
    explained = explain(case, steps.worlds, steps.intentions, decisive)
    no_summit = no_summit_row(case, steps)
    (table, negotiator, wider), moves = _table(case, steps), _moves(steps)
    partners, stages = _partners(steps), stage_rows(case, steps.worlds)
    incidence, staged = incidence_rows(case, steps.worlds, steps.layout, belief), staged_deals(steps)
    meeting, inquiries = meeting_row(case, steps.worlds), inquiry_rows(case, steps.worlds, steps.intentions)
    record, goals = recorded_of(case, steps), _goals(case, steps)
    raised = [AlarmRow(*alarm) for alarm in (*explained.alarms, *inquiry_alarms(inquiries))]
    raised += (*alarms.gate_alarms(case, steps.gate), *alarms.consultation_alarms(steps.gate, partners))
    raised += (*alarms.incidence_alarms(case, steps.worlds, incidence), *alarms.stage_alarms(stages), *staged_alarms(staged))
    raised += (*alarms.table_alarms(table, moves, no_summit), *alarms.motive_alarms(case, meeting, steps))
    raised += (*reach_alarms(steps), *alarms.meeting_alarms(case, meeting), *alarms.own_values_untouched(case))
    raised += record_alarms.record_alarms(case, steps.worlds, record, steps.decision.action)
    raised += (*give_alarms(case), *goal_alarms(goals), *wider_alarms(case, partners, wider))
    found, plan, conditional = steps.readiness, plan_row(steps), conditional_row(steps)
    return Assessment(
        case=CaseRow(case.title, digest, seats(case)[0], is_turned(case), case.as_of.isoformat(), case.standpoint),
        run=RunRow(seed, steps.worlds.count, version, _error(steps)),
        verdict=verdict_row(case, steps, explained.rows, record.certainty_equivalents, conditional),
        gate=_gate(steps),
        gate_price=found.gate_price if found else None,
        actions=action_rows(steps),
        choices=choice_rows(steps),
        break_even=_break_even(steps),
        plan=plan,
        on_conditions=conditional,
        information=InformationRow(found.evpi if found else None, found.evsi if found else {}),
        worth=worth,
        delay_per_week=spread(found.delay_per_week) if found and found.delay_per_week is not None else None,
        no_summit=no_summit,
        meeting=meeting,
        levels=level_rows(case, steps.worlds),
        preparation=step_rows(case, steps),
        intentions=explained.rows,
        evidence=explained.evidence,
        sources=explained.sources,
        history=history_of(case, steps.worlds, steps.intentions),
        inquiries=inquiries,
        to_ask=ask_rows(case, steps.intentions),
        bargaining=table,
        negotiator=negotiator,
        moves=moves,
        move_list=move_rows(steps.layout, belief) if steps.layout else (),
        counter_moves=counter_moves(steps.layout, belief) if steps.layout else None,
        partners=partners,
        consultation=consulted_of(case, steps, plan),
        incidence=incidence,
        stages=stages,
        staged=staged,
        alarms=tuple(raised),
        unknowns=_unknowns(case, steps),
        judgements=judgement_rows(case),
        as_written=as_written(case),
        record=record,
        big_picture=wider,
        goals=goals,
    )


def _goals(case: Case, steps: Steps) -> Goals:
    why = sentence("unknown: {path}", path=steps.blocked_by) if steps.blocked_by is not None else None
    return goals_of(case, steps.layout, steps.actions, steps.intentions.posterior, why)


def _gate(steps: Steps) -> tuple[GateRow, ...]:
    prices = steps.readiness.shadow_prices if steps.readiness is not None else {}
    return tuple(GateRow(c.step, c.condition, c.state, c.why, prices.get(c.condition)) for c in steps.gate)


def _error(steps: Steps) -> float | None:
    leader = steps.decision.leader
    return None if leader is None else spread_of(leader)


def _break_even(steps: Steps) -> tuple[BreakEvenRow, ...]:
    rows = []
    for row in steps.readiness.break_even if steps.readiness else ():
        why = None
        if row.probability is None:
            side = "as good as the alternative" if row.ahead is None else "ahead" if row.ahead else "behind"
            template = "fixing is " + side + " at every probability"
            if row.line_reaches is not None:
                template += "; the line would cross only at {line}"
            why = sentence(template, line=f"{row.line_reaches:.4f}" if row.line_reaches is not None else "")
        rows.append(BreakEvenRow(row.question, row.hypothesis, row.moves, row.against, row.probability, why, row.line_reaches))
    return tuple(rows)


def _table(case: Case, steps: Steps) -> tuple[BargainingRow, NegotiatorRow, BigPicture]:
    if steps.actions is None or steps.layout is None:
        why = sentence("unknown: {path}", path=steps.blocked_by)
        blank = BargainingRow(None, None, None, None, (), (), why)
        return blank, replace(NOTHING_FOUND, why=why), BigPicture(left_out=left_out(case), why=why)
    situation, outlook = steps.actions.outlook(ROOT)
    found, belief = outlook.agreements[0], steps.intentions.posterior
    assert found is not None  # the empty set of moves can always be had
    agreed, averages = package_chances(found, belief), averages_of(steps.layout.table, belief)
    table = bargaining_row(steps.layout, found, belief, agreed, averages, situation.decided)
    negotiator = negotiator_row(steps.layout, outlook, belief, agreed, averages, situation.decided)
    return table, negotiator, big_picture(steps.layout, outlook, belief, averages, negotiator, table)


def _moves(steps: Steps) -> tuple[MovesRow, ...]:
    if steps.actions is None or steps.layout is None:
        return ()
    _, now = steps.actions.outlook(ROOT)
    full = steps.layout.outlook(steps.layout.start(), in_full=True)
    return moves_rows(steps.layout, full, now, steps.intentions.posterior)


def _partners(steps: Steps) -> tuple[PartnerRow, ...]:
    if steps.actions is None or steps.layout is None or steps.readiness is None:
        return ()
    fix = steps.readiness.valued.get("fix")
    index = fix.choice.moves if fix is not None and fix.choice is not None else 0
    _, outlook = steps.actions.outlook(ROOT)
    return partner_rows(steps.layout, outlook, index, steps.intentions.posterior)


def _unknowns(case: Case, steps: Steps) -> Unknowns:
    found = steps.readiness
    blocking = {steps.blocked_by} if steps.blocked_by else set()
    if found is not None:
        blocking |= set(found.actions.missing.values())
    return Unknowns(
        tuple(sorted(blocking)),
        tuple(sorted(steps.worlds.unknown)),
        tuple(sorted(found.actions.program.missing)) if found else (),
        tuple(sorted(steps.layout.moves.missing)) if steps.layout else (),
        unheld_numbers(case),
    )

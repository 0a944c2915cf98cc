# SPDX-License-Identifier: Apache-2.0
"""Alarms: what the reader must not miss, each with the claim it serves (docs/reference/alarms.md)."""

from pourparler.assess.assessment import (
    AlarmRow,
    BargainingRow,
    IncidenceRow,
    MovesRow,
    NoSummitRow,
    PartnerRow,
    StageRow,
)
from pourparler.assess.conditions import CONSULTED, steps_down
from pourparler.assess.gate import FIX_DATE, Condition, lacking
from pourparler.assess.meeting_rows import MeetingRow
from pourparler.assess.sentence import points, sentence
from pourparler.assess.steps import Steps
from pourparler.assess.worlds import Missing, Worlds, seats
from pourparler.case import LEVELS, Case
from pourparler.engines.readiness import OUTRANKING_SHARE
from pourparler.quantity import POINTS


def consultation_alarms(gate: tuple[Condition, ...], partners: tuple[PartnerRow, ...]) -> list[AlarmRow]:
    """Who is still uninformed, whose red line the likely agreement crosses (O-12, O-14)."""
    out = []
    waiting = sorted(
        {c.condition.removeprefix(CONSULTED) for c in gate if c.condition.startswith(CONSULTED) and c.state != "met"}
    )
    if waiting:
        text = sentence("not informed, or not shown to be: {who}", who=", ".join(waiting))
        out.append(AlarmRow("uninformed", "O-12", text))
    for row in partners:
        if row.red_lines_crossed:
            what = ", ".join(row.red_lines_crossed)
            text = sentence("the likely agreement can cross a red line of {who}: {what}", who=row.party, what=what)
            out.append(AlarmRow(f"red_line.{row.party}", "O-14", text))
    return out


def gate_alarms(case: Case, gate: tuple[Condition, ...]) -> list[AlarmRow]:
    """A gate that asks for nothing, or for less than the level, the stakes and the novelty of the meeting do (O-01, O-06)."""
    if not any(c.step == FIX_DATE for c in gate):
        return [AlarmRow("gate", "O-01", sentence("the case asks for nothing before the date is fixed"))]
    less = lacking(case)
    if not less:
        return []
    template = "by default a meeting of this level, novelty and stakes also asks for {conditions}"
    return [AlarmRow("gate.less", "O-06", sentence(template, conditions=", ".join(less)))]


def incidence_alarms(case: Case, worlds: Worlds, rows: tuple[IncidenceRow, ...]) -> list[AlarmRow]:
    """Concessions whose biggest outside winner gains at our expense, while those whose loss is ours lose (O-27).

    Labels play no part: what a party's gain is worth to us is a number of the case.
    """
    out = []
    for option in sorted({row.concession for row in rows}):
        here = [row for row in rows if row.concession == option]
        winners = [row.party for row in here if row.rank == 1 and row.effect.low > 0]
        losers = [row for row in here if row.effect.high < 0 and _sign(case, worlds, row.party) > 0]
        if winners and losers and _sign(case, worlds, winners[0]) < 0:
            text = sentence(
                "{option} benefits {winner} most, whose gain counts against us, and costs {losers}, whose loss is ours",
                option=option,
                winner=winners[0],
                losers=", ".join(row.party for row in sorted(losers, key=lambda row: row.effect.mean)),
            )
            out.append(AlarmRow(f"incidence.{option}", "O-27", text))
    return out


def _sign(case: Case, worlds: Worlds, party: str) -> int:
    """Return +1 or -1 if a party's gain is good or bad for us in enough worlds, else 0."""
    try:
        worth = worlds.draw(("worth_to_us", party), case.worth_to_us.get(party), POINTS)
    except Missing:
        return 0
    return int((worth > 0).mean() >= OUTRANKING_SHARE) - int((worth < 0).mean() >= OUTRANKING_SHARE)


def stage_alarms(rows: tuple[StageRow, ...]) -> list[AlarmRow]:
    """Partial deals after which the other side can do without a further deal better than before, by more than we (O-22)."""
    return [
        AlarmRow(
            f"leverage.{row.stage}",
            "O-22",
            sentence(
                "after “{stage}” the other side's no-deal value moves by {theirs} points and ours by {ours}: leverage is spent",
                stage=row.stage,
                theirs=points(row.counterpart_shift.mean),
                ours=points(row.own_shift.mean),
            ),
        )
        for row in rows
        if row.spends_leverage
    ]


def table_alarms(table: BargainingRow, moves: tuple[MovesRow, ...], no_summit: NoSummitRow) -> list[AlarmRow]:
    """Blank no-deal values, an empty zone, and whether moves would open it (O-19, O-32)."""
    out = []
    if no_summit.own is None or no_summit.counterpart is None:
        text = sentence("packages are not ranked while a no-deal value is blank: {why}", why=str(no_summit.why))
        out.append(AlarmRow("no_deal", "O-32", text))
    if table.zone_probability == 0:
        opened = [row for row in moves if row.zone_probability]
        best = max(opened, key=lambda row: (row.zone_probability or 0, -len(row.moves)), default=None)
        template = "no zone of agreement under present alternatives"
        if best is not None:
            template += "; with {moves} there is one"
        text = sentence(template, moves=", ".join(best.moves) if best is not None else "")
        out.append(AlarmRow("zone", "O-19", text))
    return out


def meeting_alarms(case: Case, meeting: MeetingRow) -> list[AlarmRow]:
    """No step after a failure, no wording where leaders meet, and a meeting that pays the other side whatever comes of it."""
    out = []
    plan = case.day_after
    if plan is None or not (plan.channels and plan.fallback):
        text = sentence("if the meeting fails there is no next step: no channel with a next step down is written")
        out.append(AlarmRow("day_after", "O-31", text))
    elif not steps_down(case):
        template = "if the meeting fails there is no step below it: all that is written is {fallback}"
        out.append(AlarmRow("day_after", "O-31", sentence(template, fallback=", ".join(plan.fallback))))
    elif case.meeting is not None and case.meeting.level == LEVELS[-1] and not (plan.wording or "").strip():
        text = sentence("if the meeting fails both sides tell it their own way: no wording is agreed")
        out.append(AlarmRow("wording", "O-31", text))
    gain = meeting.price_counterpart
    if gain is not None and gain.high < 0:
        text = sentence("meeting at all hands the other side {gain} points, whatever is agreed", gain=points(-gain.mean))
        out.append(AlarmRow("price", "O-30", text))
    return out


def motive_alarms(case: Case, meeting: MeetingRow, steps: Steps) -> list[AlarmRow]:
    """A meeting that is worth more at home to whoever decides than the advice not to fix it is ahead (O-30)."""
    own, decision, found = seats(case)[0], steps.decision, steps.readiness
    at_home, fix = meeting.at_home.get(own), found.valued.get("fix") if found is not None else None
    if at_home is None or fix is None or decision.leader is None or decision.action in ("fix", "fix_conditionally"):
        return []
    margin = decision.leader.mean - fix.mean
    if not 0 <= margin < at_home.mean:
        return []
    template = "meeting is worth {worth} points at home to our own leader, more than the {margin} by which {leader} is ahead"
    text = sentence(template, worth=points(at_home.mean), margin=points(margin), leader=decision.leader.action)
    return [AlarmRow("motive", "O-30", text)]


def own_values_untouched(case: Case) -> list[AlarmRow]:
    """The counterpart's values left as a copy of our own: mirror-imaging."""
    own, counterpart = seats(case)
    if own in case.values and counterpart in case.values and case.values[own] == case.values[counterpart]:
        text = sentence("{them} is given exactly our own values", them=counterpart)
        return [AlarmRow("mirror", "O-11", text)]
    return []

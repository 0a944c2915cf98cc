# SPDX-License-Identifier: Apache-2.0
"""What each action is worth by the numbers, beside the course without any summit."""

from pourparler.assess.assessment import ActionRow, Assessment, ChoiceRow, NoSummitRow
from pourparler.assess.plan_rows import ConditionalRow
from pourparler.assess.spread import Spread
from pourparler.assess.success import NO_SUMMIT
from pourparler.assess.verdict import NOT_DETERMINED
from pourparler.briefing.document import Block, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, points, points_range, points_with_range
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.worth import Worth, worth_figure
from pourparler.briefing.sections.verdict import action_name
from pourparler.wording import plural, say

#: More types than this are too many to be read; all are in the JSON form.
MOST_TYPES = 24


def actions(assessment: Assessment, names: Names) -> Section:
    """Tabulate value, range and share of worlds for every action, the best first."""
    ranked = sorted(assessment.actions, key=lambda row: -row.value.mean if row.value is not None else float("inf"))
    worths = _worths(assessment, ranked)
    table, in_short = _values(assessment, ranked, names), _values(assessment, ranked, names, short=True)
    scale = Paragraph(
        say(
            "Points are on our own scale from 0 (the worst package for us) to 100 (the best). "
            "'Best in' is the share of worlds in which the action is worth most."
        )
    )
    blocks: list[Block] = [worth_figure(worths, table) or table, scale]
    blocks += _more(assessment, ranked, names)
    if assessment.choices:
        blocks += [Paragraph(say("Everything that can be done at once, with every set of moves:")), _choices(assessment, names)]
    return Section(
        say("Value of each action"), tuple(blocks), (worth_figure(worths, in_short) or in_short,), found_from(assessment)
    )


def _values(assessment: Assessment, ranked: list[ActionRow], names: Names, short: bool = False) -> Table:
    """Tabulate every action and the course without a summit; `short`: each told on one line of one screen, where it can be."""
    rows = [_row(assessment, row, names, short) for row in ranked]
    columns = (say("action"), say("points"), say("range"), say("best in"), say("how"))
    return Table(columns, (*rows, _no_summit(assessment, short)), say("Value of each action, in points"))


def _more(assessment: Assessment, ranked: list[ActionRow], names: Names) -> list[Block]:
    """Tabulate regret and what each action is worth for sure to the wary, then what each is worth by type."""
    rows = [row for row in ranked if row.value is not None]
    if not rows:
        return []
    sure, none = assessment.record.certainty_equivalents, assessment.no_summit
    told = [(_row_name(assessment, row), row.action, row.expected_regret, row.worst_regret) for row in rows]
    told += [(action_name(NO_SUMMIT), NO_SUMMIT, none.expected_regret, none.worst_regret)] if none.own is not None else []
    heads = (say("action"), say("regret"), say("at worst"), *((say("for sure"),) if sure else ()))
    cells = tuple(
        (name, _or_nothing(regret), _or_nothing(worst), *((points_with_range(sure[action]),) if sure else ()))
        for name, action, regret, worst in told
    )
    note = say(
        "Regret is what the best action would have been worth more in a world, on average and in the worst world drawn. "
        "'For sure' is what the gamble is worth at the stated tolerance for risk, over whose range it is told."
        if sure
        else "Regret is what the best action would have been worth more in a world, on average and in the worst world drawn."
    )
    return [Table(heads, cells, say("Regret of each action")), Paragraph(note), *_by_type(rows, names)]


def _by_type(rows: list[ActionRow], names: Names) -> list[Block]:
    """Tabulate what each action is worth if the other side is of one type."""
    types = list(rows[0].by_type)
    if not 1 < len(types) <= MOST_TYPES:
        return []
    heads = (say("if the other side is"), *(action_name(row.action) for row in rows))
    cells = tuple(
        (" / ".join(map(names.of, each.split(" / "))), *(_or_nothing(row.by_type.get(each)) for row in rows)) for each in types
    )
    return [Table(heads, cells, say("Value of each action by type, in points"))]


def _or_nothing(value: float | None) -> str:
    return NOTHING if value is None else points(value)


def _worths(assessment: Assessment, ranked: list[ActionRow]) -> list[Worth]:
    """Return what is drawn: every action that has a value, and the course without a meeting."""
    out = []
    for row in ranked:
        value = _told_value(assessment, row)
        if value is not None:
            advised = row.action == assessment.verdict.action
            out.append(Worth(_row_name(assessment, row), value, advised))
    if assessment.no_summit.own is not None:
        out.append(Worth(say("no summit, as now"), assessment.no_summit.own, without=True))
    return sorted(out, key=lambda line: (-line.value.mean, line.without))


def _row_name(assessment: Assessment, row: ActionRow) -> str:
    name = action_name(row.action)
    return say("{action} (advised)", action=name) if row.action == assessment.verdict.action else name


def _told_value(assessment: Assessment, row: ActionRow) -> Spread | None:
    """Return the value that a row tells: what is advised behind a closed gate is the plan that respects it."""
    gated = row.action == assessment.verdict.action and row.value is not None and row.within_gate is not None
    return row.within_gate if gated else row.value


def _row(assessment: Assessment, row: ActionRow, names: Names, short: bool) -> tuple[str, ...]:
    name = _row_name(assessment, row)
    value = _told_value(assessment, row)
    if value is None:
        why = names.told(row.why) if row.why is not None else say("unknown")
        return name, NOTHING, NOTHING, NOTHING, why
    share = percent(row.best_share) if row.best_share is not None else NOTHING
    return name, points(value.mean), points_range(value), share, _how(assessment, row, names, short)


def _how(assessment: Assessment, row: ActionRow, names: Names, short: bool = False) -> str:
    """Say at which level and with which moves, or with which step it begins and, but in `short`, on what a date stands."""
    parts = []
    if row.action == "hold" and assessment.plan is not None and assessment.plan.tree.step is not None:
        parts.append(say("first: {step}", step=names.of("preparation", assessment.plan.tree.step)))
    if row.action == "fix_conditionally" and assessment.on_conditions is not None:
        parts.append(conditions_told(assessment.on_conditions, names, short))
    if row.level is not None:
        parts.append(names.of(row.level))
    if row.moves:
        parts.append(say("with {moves}", moves=names.moves(row.moves)))
    if row.within_gate is not None and row.value is not None and points(row.within_gate.mean) != points(row.value.mean):
        advised = row.action == assessment.verdict.action
        text = say("{points} without the gate", points=points(row.value.mean))
        parts.append(text if advised else say("{points} within the gate", points=points(row.within_gate.mean)))
    return ", ".join(parts)


def conditions_told(row: ConditionalRow, names: Names, short: bool = False) -> str:
    """Say which step comes first, and on what a date stands that is fixed on conditions; `short`: the step alone."""
    if short and row.tree.step is not None:
        return say("first: {step}", step=names.of("preparation", row.tree.step))
    if not row.stands_if:
        stands = say("called off whatever comes")
    elif row.stands_if == ((),):
        stands = say("stands whatever comes")
    else:
        way = ", ".join(names.value("outcome", outcome) for outcome in row.stands_if[0])
        more = plural(" or in one more way", " or in {n} more ways", len(row.stands_if) - 1) if len(row.stands_if) > 1 else ""
        stands = say("stands if {way}{more} ({chance})", way=way, more=more, chance=percent(row.chance))
    if row.tree.step is None:
        return stands
    return say("first: {step}; {stands}", step=names.of("preparation", row.tree.step), stands=stands)


def _no_summit(assessment: Assessment, short: bool) -> tuple[str, ...]:
    """Return the row of no summit: our no-deal value as things stand, with no moves and nothing called off."""
    row = assessment.no_summit
    name = say("no summit, as now")
    if row.own is None:
        return name, NOTHING, NOTHING, NOTHING, names_free(row.why)
    return name, points(row.own.mean), points_range(row.own), NOTHING, _trends(assessment, row, short)


def _trends(assessment: Assessment, row: NoSummitRow, short: bool) -> str:
    """Say what a month without a deal changes for either side, and who loses more by it; `short`: if that is determined."""
    ours, theirs = row.own_per_month, row.counterpart_per_month
    if ours is None or theirs is None or row.loses_more_by_waiting is None:
        return ""
    changes = say("a month: us {ours}, them {theirs}", ours=_signed(ours.mean), theirs=_signed(theirs.mean))
    if row.loses_more_by_waiting == NOT_DETERMINED:
        return changes if short else say("{changes}; who loses more by waiting is not determined", changes=changes)
    ourselves = row.loses_more_by_waiting == assessment.case.seat
    return f"{changes}; {say('we lose more by waiting') if ourselves else say('they lose more by waiting')}"


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{points(value)}"


def names_free(sentence: object) -> str:
    """Return a sentence that holds no identifier, or nothing."""
    return str(sentence) if sentence is not None else ""


def _choices(assessment: Assessment, names: Names) -> Table:
    ranked = sorted(assessment.choices, key=lambda choice: -choice.value.mean)
    columns = (say("action"), say("points"), say("range"), say("how"))
    caption = say("Actions that can be taken at once, with every set of moves")
    return Table(columns, tuple(_choice(each, names) for each in ranked), caption)


def _choice(row: ChoiceRow, names: Names) -> tuple[str, ...]:
    parts = [names.of(row.level)] if row.level is not None else []
    parts.append(say("with {moves}", moves=names.moves(row.moves)) if row.moves else say("no moves"))
    return action_name(row.action), points(row.value.mean), points_range(row.value), ", ".join(parts)

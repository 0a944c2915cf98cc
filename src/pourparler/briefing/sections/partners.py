# SPDX-License-Identifier: Apache-2.0
"""Third parties: where each stands on the likely agreement, and who gains and loses by each concession."""

from collections.abc import Mapping

from pourparler.assess.assessment import Assessment, IncidenceRow, PartnerRow
from pourparler.briefing.document import Block, Mark, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, as_stated, percent, percent_with_range, points_with_range
from pourparler.briefing.marks import found_from, mark_of
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.effects import effects_figure
from pourparler.wording import say


def partners(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate stance, effect, red lines and whether each party has been told."""
    if not assessment.partners:
        return None
    columns = (
        say("party"),
        say("stance"),
        say("supports / lives with / opposes / spoils"),
        say("effect"),
        say("tolerates"),
        say("reach if it opposes"),
        say("red lines"),
        say("told"),
    )
    rows = tuple(_row(row, names) for row in assessment.partners)
    marks = tuple(mark_of(assessment, "parties", row.party) for row in assessment.partners)
    table = Table(columns, rows, say("Where each third party stands on the likely agreement"), marks)
    rests_on = found_from(assessment, "parties", "effects", "red_lines", "consultation")
    return Section(say("Partners and rivals"), (table,), (), rests_on)


def _row(row: PartnerRow, names: Names) -> tuple[str, ...]:
    shares = [percent(x) if x is not None else NOTHING for x in (row.supports, row.lives_with, row.opposes, row.spoils)]
    return (
        f"{names.of('parties', row.party)} ({names.of(row.role)})",
        names.of(row.stance),
        " / ".join(shares),
        points_with_range(row.effect) if row.effect is not None else NOTHING,
        points_with_range(row.tolerance) if row.tolerance is not None else NOTHING,
        percent_with_range(row.reach_if_opposed) if row.reach_if_opposed is not None else NOTHING,
        ", ".join(names.of(*option.split(".")) for option in row.red_lines_crossed) or say("none crossed"),
        say("yes") if row.informed else say("no"),
    )


def incidence(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate what each concession does to whom."""
    if not assessment.incidence:
        return None
    columns = (say("concession"), say("party"), say("effect on it"), say("rank"), say("worth to us"))
    rows = tuple(_incidence_row(row, names) for row in assessment.incidence)
    marks = tuple(_incidence_mark(assessment, row) for row in assessment.incidence)
    table = Table(columns, rows, say("What each concession, and each move, does to every party"), marks)
    drawn = effects_figure(assessment.incidence, _at_table(assessment), names, table) or table
    note = Paragraph(say("Rank 1 gains most; no rank: not determined, or on a scale of its own."))
    return Section(say("Who gains, who loses"), (drawn, note), (), found_from(assessment, "effects", "worth_to_us"))


def stages(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate what a partial deal does to leverage."""
    if not assessment.stages:
        return None
    after = (
        say("after agreeing on"),
        say("our no-deal value moves by"),
        say("theirs moves by"),
        say("leverage is spent"),
        say("we could take back"),
        say("they could take back"),
    )
    marks = tuple(mark_of(assessment, "staging", row.stage) for row in assessment.stages)
    blocks: list[Block] = [
        Table(after, tuple(_stages(assessment, names)), say("What agreeing to a part does to leverage"), marks)
    ]
    weight = assessment.as_written.get("later_weight")
    if weight is not None:
        told = say("What later talks would bring counts for {weight} of its worth.", weight=as_stated(str(weight)))
        blocks.append(Paragraph(told))
    return Section(say("Partial deals"), tuple(blocks), (), found_from(assessment, "staging"))


def _at_table(assessment: Assessment) -> frozenset[str]:
    """Return the two parties at the table."""
    roles = assessment.as_written.get("parties")
    found = roles.items() if isinstance(roles, Mapping) else ()
    return frozenset(name for name, role in found if role in ("own", "counterpart"))


def _incidence_mark(assessment: Assessment, row: IncidenceRow) -> Mark:
    """Return who holds an effect: outside the table it is stated, at the table it follows from values."""
    if row.party in _at_table(assessment):
        return mark_of(assessment, "values", row.party)
    of_move = row.concession.startswith("moves.")
    return mark_of(
        assessment, *(() if of_move else ("effects",)), row.concession, *(("effects",) if of_move else ()), row.party
    )


def _incidence_row(row: IncidenceRow, names: Names) -> tuple[str, ...]:
    return (
        names.concession(row.concession),
        names.of("parties", row.party),
        points_with_range(row.effect),
        str(row.rank) if row.rank is not None else NOTHING,
        points_with_range(row.worth_to_us) if row.worth_to_us is not None else NOTHING,
    )


def _stages(assessment: Assessment, names: Names) -> list[tuple[str, ...]]:
    said = {True: say("yes"), False: say("no"), None: say("not determined")}
    return [
        (
            names.concession(row.stage),
            points_with_range(row.own_shift),
            points_with_range(row.counterpart_shift),
            said[row.spends_leverage],
            percent_with_range(row.reversible_by_us) if row.reversible_by_us is not None else NOTHING,
            percent_with_range(row.reversible_by_them) if row.reversible_by_them is not None else NOTHING,
        )
        for row in assessment.stages
    ]

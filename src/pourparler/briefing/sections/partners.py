# SPDX-License-Identifier: Apache-2.0
"""Third parties: where each stands on the likely agreement, and who gains and loses by each concession."""

from pourparler.assess.assessment import Assessment, IncidenceRow, PartnerRow
from pourparler.briefing.document import Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, percent_with_range, points_with_range
from pourparler.briefing.names import Names
from pourparler.wording import say


def partners(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate stance, effect, red lines and whether each party has been told."""
    if not assessment.partners:
        return None
    columns = (
        say("party"),
        say("stance"),
        say("supports / lives with / opposes"),
        say("effect"),
        say("tolerates"),
        say("reach if it opposes"),
        say("red lines"),
        say("told"),
    )
    return Section(say("Partners and rivals"), (Table(columns, tuple(_row(row, names) for row in assessment.partners)),))


def _row(row: PartnerRow, names: Names) -> tuple[str, ...]:
    shares = [percent(x) if x is not None else NOTHING for x in (row.supports, row.lives_with, row.opposes)]
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
    """Tabulate what each concession does to whom, and what a partial deal does to leverage."""
    blocks: list[Table | Paragraph] = []
    if assessment.incidence:
        columns = (say("concession"), say("party"), say("effect on it"), say("rank"), say("worth to us"))
        blocks.append(Table(columns, tuple(_incidence_row(row, names) for row in assessment.incidence)))
        blocks.append(Paragraph(say("Rank 1 gains most; no rank: not determined, or on a scale of its own.")))
    if assessment.stages:
        after = (
            say("after agreeing on"),
            say("our no-deal value moves by"),
            say("theirs moves by"),
            say("leverage is spent"),
        )
        blocks.append(Table(after, tuple(_stages(assessment, names))))
        weight = assessment.as_written.get("later_weight")
        if weight is not None:
            blocks.append(Paragraph(say("Talks that follow a partial deal weigh {weight} of its worth.", weight=str(weight))))
    return Section(say("Who gains, who loses"), tuple(blocks)) if blocks else None


def _incidence_row(row: IncidenceRow, names: Names) -> tuple[str, ...]:
    return (
        names.of(*row.concession.split(".")),
        names.of("parties", row.party),
        points_with_range(row.effect),
        str(row.rank) if row.rank is not None else NOTHING,
        points_with_range(row.worth_to_us) if row.worth_to_us is not None else NOTHING,
    )


def _stages(assessment: Assessment, names: Names) -> list[tuple[str, ...]]:
    said = {True: say("yes"), False: say("no"), None: say("not determined")}
    return [
        (
            names.of(*row.stage.split(".")),
            points_with_range(row.own_shift),
            points_with_range(row.counterpart_shift),
            said[row.spends_leverage],
        )
        for row in assessment.stages
    ]

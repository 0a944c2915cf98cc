# SPDX-License-Identifier: Apache-2.0
"""Beyond the table: one line among partners, what would move who opposes, and whether the wider loss eats up the gain."""

from collections.abc import Sequence

from pourparler.assess.assessment import Assessment
from pourparler.assess.wider import (
    BigPicture,
    CohesiveRow,
    HeldRow,
    MoverRow,
    PriorityRow,
    SpoilerRow,
    WedgeRow,
    WiderPackageRow,
)
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, percent_with_range, points, points_with_range
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.cohesion import cohesion_figure
from pourparler.briefing.pictures.matrix import matrix_figure
from pourparler.briefing.pictures.package_names import package_name, package_names
from pourparler.briefing.pictures.stakes import stakes_figure
from pourparler.wording import say


def cohesion(assessment: Assessment, names: Names) -> Section | None:
    """Print where every third party stands on every package, how likely partners hold together, and what divides them."""
    found = assessment.big_picture
    blocks: list[Block] = []
    if found.packages and found.everyone:
        stances = _stances(found, names)
        table = _cohesion_table(found, names)
        blocks += [cohesion_figure(found, names, table), stances]
        blocks.append(Paragraph(_whose_line(found, names)))
    blocks += _most_cohesive(found, names)
    if found.wedges:
        blocks.append(_wedge_table(found.wedges, names))
        blocks.append(
            Paragraph(say("Rank 1 divides most; no rank: not determined. What costs all partners alike divides none."))
        )
    if not blocks:
        return None
    held = found_from(assessment, "parties", "effects", "red_lines")
    return Section(say("One line among partners"), tuple(blocks), (), held)


def _whose_line(found: BigPicture, names: Names) -> str:
    listed = ", ".join(names.of("parties", party) for party in found.partners)
    if not listed:
        return say("Nobody has the role of a partner, so that no common line is asked about; the role decides nothing else.")
    return say("The common line asked about is that of {partners}; the role decides nothing else.", partners=listed)


def _cohesion_table(found: BigPicture, names: Names) -> Table:
    columns = (
        say("package"),
        say("which"),
        say("is the agreement"),
        say("every partner lives with it"),
        say("everyone lives with it"),
        say("crosses a red line"),
    )
    rows = tuple(
        (
            names.agreement(row.package),
            package_names(row, names),
            percent(row.chance) if row.chance is not None else NOTHING,
            percent(row.cohesion) if row.cohesion is not None else NOTHING,
            percent(row.everyone) if row.everyone is not None else NOTHING,
            _crossed(row, names),
        )
        for row in found.packages
    )
    return Table(columns, rows, say("Who can live with which package"))


def _crossed(row: WiderPackageRow, names: Names) -> str:
    told = [
        say(
            "of {party}: {options}",
            party=names.of("parties", party),
            options=", ".join(names.of(*o.split(".")) for o in options),
        )
        for party, options in row.crosses.items()
    ]
    if not told:
        return say("no")
    return say("{lines} — though it is our best", lines="; ".join(told)) if row.our_best else "; ".join(told)


def _stances(found: BigPicture, names: Names) -> Table:
    """Return the stance of every third party on every package."""
    columns = (
        say("package"),
        say("party"),
        say("stance"),
        say("supports / lives with / opposes / spoils"),
        say("effect"),
        say("gains"),
        say("rank"),
    )
    said = {True: say("gains"), False: say("loses"), None: say("not determined")}
    rows = tuple(
        (
            package_name(row.names[0], names),
            names.of("parties", stance.party),
            names.of(stance.stance),
            " / ".join(percent(x) for x in (stance.supports, stance.lives_with, stance.opposes, stance.spoils)),
            points_with_range(stance.effect),
            said[stance.gains],
            str(stance.rank) if stance.rank is not None else NOTHING,
        )
        for row in found.packages
        for stance in row.stances
    )
    return Table(columns, rows, say("Where each third party stands on each package, and who gains most"))


def _most_cohesive(found: BigPicture, names: Names) -> list[Block]:
    out: list[Block] = []
    all_of_them = say(
        "The most cohesive of all packages; of equals first the one by which the side that gains less gains most:"
    )
    gained_by = say("The most cohesive of the packages that both sides gain by on average:")
    captions = (
        (found.most_cohesive, found.cohesive_bound, all_of_them, say("The most cohesive of all packages")),
        (found.agreeable, found.agreeable_bound, gained_by, say("The most cohesive of those that both gain by")),
    )
    columns = (say("package"), say("every partner lives with it"), say("our gain"), say("their gain"))
    for rows, bound, lead, caption in captions:
        if rows:
            out += [Paragraph(lead), Table(columns, tuple(_cohesive(row, names) for row in rows), caption)]
        if bound is not None:
            told = say(
                "The search was cut short: no package that it has not seen is more cohesive than {bound}.", bound=percent(bound)
            )
            out.append(Paragraph(told))
    if found.partners and not found.agreeable and found.most_cohesive:
        out.append(Paragraph(say("No package brings both sides a gain on average.")))
    return out


def _cohesive(row: CohesiveRow, names: Names) -> tuple[str, ...]:
    return names.agreement(row.package), percent(row.cohesion), points(row.own), points(row.counterpart)


def _wedge_table(rows: Sequence[WedgeRow], names: Names) -> Table:
    columns = (
        say("issue"),
        say("by the step to"),
        say("from the one it does best by to the one it does worst by"),
        say("some can live with it, some cannot"),
        say("cohesion it can cost"),
        say("rank"),
    )
    cells = tuple(
        (
            names.of("issues", row.issue),
            names.of(row.issue, row.option),
            points_with_range(row.gap),
            percent(row.divided),
            percent(row.drop),
            str(row.rank) if row.rank is not None else NOTHING,
        )
        for row in rows
    )
    return Table(columns, cells, say("What divides the partners from one another"))


def spoilers(assessment: Assessment, names: Names) -> Section | None:
    """Print the map of stakeholders, who may spoil, and what would move each party that opposes a package."""
    found = assessment.big_picture
    blocks: list[Block] = []
    if found.stakes:
        columns = (say("party"), say("power"), say("interest"), say("told"))
        rows = tuple(
            (
                names.of("parties", row.party),
                percent_with_range(row.power) if row.power is not None else NOTHING,
                points_with_range(row.interest),
                say("yes") if row.informed else say("no"),
            )
            for row in found.stakes
        )
        table = Table(columns, rows, say("What hangs on each third party, and for it"))
        blocks.append(stakes_figure(found.stakes, assessment.partners, names, table) or table)
    if found.spoilers:
        heads = (say("party"), say("if it opposes, spoils with"), say("that changes the reach by"), say("how"),
                 say("what is said to move it"), say("kept ready"))  # fmt: skip
        blocks.append(Table(heads, tuple(_spoiler(row, names) for row in found.spoilers), say("Who may spoil")))
    if found.movers:
        blocks.append(_mover_table(found.movers, names))
        told = say(
            "Each change of one option was tried; shown are those that leave an even chance at most, with what they are worth "
            "to us and to them at the table."
        )
        blocks.append(Paragraph(told))
    if not blocks:
        return None
    return Section(say("What would move them"), tuple(blocks), (), found_from(assessment, "parties", "effects", "preparation"))


def _spoiler(row: SpoilerRow, names: Names) -> tuple[str, ...]:
    return (
        names.of("parties", row.party),
        percent_with_range(row.chance),
        percent_with_range(row.reach),
        row.how or NOTHING,
        "; ".join(row.moved_by) or NOTHING,
        row.contingency or say("nothing"),
    )


def _mover_table(rows: Sequence[MoverRow], names: Names) -> Table:
    columns = (
        say("party"),
        say("package"),
        say("opposes"),
        say("with one option changed"),
        say("after a step of preparation"),
        say("it lacks"),
    )
    return Table(columns, tuple(_mover(row, names) for row in rows), say("What would move each party that opposes a package"))


def _mover(row: MoverRow, names: Names) -> tuple[str, ...]:
    changes = [
        say(
            "{option} (then opposes {chance}; us {own}, them {other})",
            option=_option(change.option, names),
            chance=percent(change.opposes),
            own=points(change.own.mean),
            other=points(change.counterpart.mean),
        )
        for change in row.options
    ]
    steps = [
        say("{step} (then opposes {chance})", step=names.of("preparation", step), chance=percent(chance))
        for step, chance in row.steps.items()
    ]
    return (
        names.of("parties", row.party),
        package_name(row.names[0], names),
        percent(row.opposes),
        "; ".join(changes) or say("no single change"),
        "; ".join(steps) or NOTHING,
        points_with_range(row.shortfall) if row.shortfall is not None else say("a red line: nothing makes up for it"),
    )


def big_picture(assessment: Assessment, names: Names) -> Section | None:
    """Print who wins and loses outside at a glance, gain and wider loss, dear concessions, priorities, and who is left out."""
    found = assessment.big_picture
    blocks: list[Block] = []
    matrix = matrix_figure(assessment.incidence, found, names)
    if matrix is not None:
        blocks.append(matrix)
    if any(row.outside is not None for row in found.packages) and found.everyone:
        blocks.append(_harm_table(found, names))
    if found.dear:
        blocks.append(_dear_table(found, names))
    blocks += [block for row in found.priorities for block in _priority(row, found, names)]
    if found.left_out:
        told = tuple(
            say("{party}: {reason}", party=names.of("parties", party), reason=reason)
            for party, reason in found.left_out.items()
        )
        blocks += [Paragraph(say("Left out of account, and why:")), BulletList(told)]
    if found.unknown:
        listed = ", ".join(names.of("parties", party) for party in found.unknown)
        blocks.append(Paragraph(say("Not told, since an effect on them is unknown: {parties}.", parties=listed)))
    if not blocks:
        return None
    held = found_from(assessment, "effects", "worth_to_us", "priorities", "parties")
    return Section(say("The big picture"), tuple(blocks), (), held)


def _harm_table(found: BigPicture, names: Names) -> Table:
    columns = (
        say("package"),
        say("our gain at the table"),
        say("worth of effects outside"),
        say("both"),
        say("the wider loss exceeds the gain"),
    )
    said = {True: say("yes"), False: say("no"), None: say("not determined")}
    rows = []
    for row in found.packages:
        chance = NOTHING
        if row.self_harm_chance is not None:
            chance = say(
                "{answer}: {chance} of where we gain", answer=said[row.self_harm], chance=percent(row.self_harm_chance)
            )
        parts = [points_with_range(part) if part is not None else NOTHING for part in (row.gain, row.outside, row.net)]
        rows.append((package_names(row, names), *parts, chance))
    return Table(columns, tuple(rows), say("What packages bring us at the table and beyond it"))


def _dear_table(found: BigPicture, names: Names) -> Table:
    columns = (
        say("concession"),
        say("cost at the table"),
        say("worth of effects outside"),
        say("free at the table"),
        say("dearer outside"),
        say("both at once"),
    )
    said = {True: say("yes"), False: say("no"), None: say("not determined")}
    rows = tuple(
        (
            _option(row.option, names),
            points_with_range(row.cost),
            points_with_range(row.outside),
            said[row.free],
            said[row.dear],
            percent(row.both),
        )
        for row in found.dear
    )
    return Table(columns, rows, say("Concessions that may cost us more outside the table than at it"))


def _priority(row: PriorityRow, found: BigPicture, names: Names) -> list[Block]:
    """Return one priority with what contradicts it."""
    sure = {"low": say("low confidence"), "moderate": say("moderate confidence"), "high": say("high confidence")}
    held = ", ".join((row.holder, row.on, *([sure[row.confidence]] if row.confidence else [])))
    told = say(
        "Priority “{name}” ({held}): {rule}.", name=names.of("priorities", row.priority), held=held, rule=names.told(row.rule)
    )
    blocks: list[Block] = [Paragraph(f"{told} {row.what}" if row.what else told)]
    if row.why is not None:
        return [*blocks, Paragraph(say("Not held against anything: {why}.", why=names.told(row.why)))]
    first = {each.names: each for each in found.packages}
    lines = [(package_names(first[h.what], names), h) for h in row.packages if h.what in first]
    lines += [(_option(h.what[0], names), h) for h in row.options]
    if not lines:
        return [*blocks, Paragraph(say("Nothing that was looked at contradicts it."))]
    columns = (say("package or step"), say("contradicts it"), say("in"))
    return [*blocks, Table(columns, tuple(_against(what, h) for what, h in lines), say("What contradicts the priority"))]


def _option(option: str, names: Names) -> str:
    """Return an option with its issue."""
    issue, name = option.split(".", 1)
    return f"{names.of('issues', issue)}: {names.of(issue, name)}"


def _against(what: str, held: HeldRow) -> tuple[str, ...]:
    said = {True: say("yes"), False: say("no"), None: say("not determined")}
    return what, said[held.contradicts], percent(held.probability)

# SPDX-License-Identifier: Apache-2.0
"""The picture of cohesion: how likely every partner, and everyone, can live with each package."""

from pourparler.assess.spread import Spread
from pourparler.assess.wider import BigPicture, WiderPackageRow
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import NOTHING, percent
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.package_names import package_names
from pourparler.briefing.pictures.rows import Row, Scale, Series, row_picture
from pourparler.briefing.pictures.style import NEUTRAL, OURS, THEIRS
from pourparler.wording import say


def cohesion_figure(found: BigPicture, names: Names, table: Table) -> Figure:
    """Draw the cohesion of every package that is looked at, in their order; `table` holds the numbers."""
    partners = Series(say("every partner"), OURS)
    crossing = Series(say("every partner; crosses a red line"), THEIRS, "square")
    everyone = Series(say("every third party"), NEUTRAL, "diamond", filled=False)

    def series_of(row: WiderPackageRow) -> Series:
        return crossing if any(party in found.partners for party in row.crosses) else partners

    rows = []
    for row in found.packages:
        points = {}
        if row.cohesion is not None:
            points[series_of(row).name] = _exactly(row.cohesion)
        if row.everyone is not None:
            points[everyone.name] = _exactly(row.everyone)
        told = " / ".join(percent(x) if x is not None else NOTHING for x in (row.cohesion, row.everyone))
        rows.append(Row(package_names(row, names), points, told))
    used = [s for s in (partners, crossing, everyone) if any(s.name in row.points for row in rows)]
    scale = Scale(say("probability that all can live with it"), 0.0, 1.0, in_percent=True)
    told = "; ".join(_told(row, names) for row in found.packages)
    alternative = say("How likely every partner, and every third party, can live with each package. {told}.", told=told)
    note = say("Joint, over the same worlds: what hurts two partners together counts once.")
    return Figure(row_picture(rows, used, scale), say("Cohesion by package"), alternative, table, (note,))


def _exactly(value: float) -> Spread:
    return Spread(value, value, value)


def _told(row: WiderPackageRow, names: Names) -> str:
    said = say(
        "{package}: partners {cohesion}, everyone {everyone}",
        package=package_names(row, names),
        cohesion=percent(row.cohesion) if row.cohesion is not None else NOTHING,
        everyone=percent(row.everyone) if row.everyone is not None else NOTHING,
    )
    if not row.crosses:
        return said
    whose = ", ".join(names.of("parties", party) for party in row.crosses)
    return say("{said}, across a red line of {whose}", said=said, whose=whose)

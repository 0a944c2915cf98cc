# SPDX-License-Identifier: Apache-2.0
"""The bargaining table: whether there is anything both sides could agree on, and what."""

from pourparler.assess.assessment import AgreementRow, Assessment
from pourparler.briefing.document import Block, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, points_range, points_with_range
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.packages import packages_figure
from pourparler.wording import say

#: Moves that add no more than this to the probability of a zone are not named on page one.
TOLD_GAIN = 0.05


def table(assessment: Assessment, names: Names) -> Section | None:
    """Say how likely a zone of agreement is, as things stand and with moves, and which agreement is the likeliest."""
    row = assessment.bargaining
    heading = say("At the table")
    if row.zone_probability is None:
        return Section(heading, (Paragraph(names.told(row.why)),)) if row.why is not None else None
    zone, brief = (Paragraph(_zone(assessment, row.zone_probability, names, gain)) for gain in (0.0, TOLD_GAIN))
    blocks: list[Block] = [zone]
    if row.agreement is not None:
        share = percent(row.agreement.share)
        package = names.package(row.agreement.package)
        likeliest = say("Likeliest agreement as things stand: {package} ({share} of all).", package=package, share=share)
        blocks.append(Paragraph(likeliest))
    packages = packages_figure(assessment, names)
    if packages is not None:
        blocks.append(packages)
    if row.by_type:
        columns = (
            say("if they are"),
            say("a zone exists in"),
            say("likeliest agreement"),
            say("worth to us"),
            say("worth to them"),
        )
        rows = tuple(_type_row(dict(found), names) for found in row.by_type)
        blocks.append(Table(columns, rows, say("The table by what the other side intends")))
    return Section(heading, tuple(blocks), (brief,), found_from(assessment, "values", "no_deal", "issues"))


def _zone(assessment: Assessment, now: float, names: Names, gain: float) -> str:
    """Say how likely some package is to be worth more than no deal to both, now and with the moves that help most.

    The moves are told where they add more than `gain` to the probability.
    """
    moved = [m for m in assessment.moves if m.moves and m.zone_probability is not None]
    best = max(moved, key=lambda m: (m.zone_probability or 0.0, -len(m.moves)), default=None)
    if best is None or (best.zone_probability or 0.0) - now <= gain:
        return say("A deal that both prefer to no deal exists with probability {now}.", now=percent(now))
    return say(
        "A deal that both prefer to no deal exists with probability {now} as things stand, {then} with {moves}.",
        now=percent(now),
        then=percent(best.zone_probability or 0.0),
        moves=names.moves(best.moves),
    )


def _type_row(found: dict[str, object], names: Names) -> tuple[str, ...]:
    kind, chance, agreement = found.get("type"), found.get("zone_probability"), found.get("agreement")
    who = ", ".join(names.of(str(q), str(h)) for q, h in kind.items()) if isinstance(kind, dict) else ""
    share = percent(chance) if isinstance(chance, float) else NOTHING
    if not isinstance(agreement, AgreementRow):
        return who, share, NOTHING, NOTHING, NOTHING
    values = [points_with_range(agreement.values[side]) for side in ("own", "counterpart")]
    return who, share, names.agreement(agreement.package), *values


def options(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate every option: how often it is part of the agreement, and what it adds to either side's value."""
    rows = assessment.bargaining.options
    if not rows:
        return None
    others = [say("worth to {party}", party=names.of("parties", party)) for party in rows[0].others]
    columns = (say("issue"), say("option"), say("in the agreement"), say("worth to us"), say("worth to them"), *others)
    cells = tuple(
        (
            names.of("issues", row.issue),
            names.of(row.issue, row.option),
            percent(row.share) if row.share is not None else NOTHING,
            points_range(row.own),
            points_range(row.counterpart),
            *map(points_range, row.others.values()),
        )
        for row in rows
    )
    table = Table(columns, cells, say("Every option, with what it adds to either side's value"))
    return Section(say("Options"), (table,), (), found_from(assessment, "values"))

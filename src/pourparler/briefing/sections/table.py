# SPDX-License-Identifier: Apache-2.0
"""The bargaining table: whether there is anything both sides could agree on, and what."""

from pourparler.assess.assessment import AgreementRow, Assessment
from pourparler.briefing.document import Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, points_range, points_with_range
from pourparler.briefing.names import Names
from pourparler.wording import say


def table(assessment: Assessment, names: Names) -> Section | None:
    """Say how likely a zone of agreement is, and which agreement is the likeliest; on the one screen, with the best moves too."""
    row = assessment.bargaining
    if row.zone_probability is None:
        return Section(say("At the table"), (Paragraph(names.told(row.why)),)) if row.why is not None else None
    lines = [Paragraph(zone_text(say("As things stand"), row.zone_probability, row.agreement, names))]
    moved = [m for m in assessment.moves if m.moves and m.zone_probability is not None]
    if moved:
        best = max(moved, key=lambda m: (m.zone_probability or 0.0, -len(m.moves)))
        with_moves = say("With {moves}", moves=names.moves(best.moves))
        lines.append(Paragraph(zone_text(with_moves, best.zone_probability or 0.0, best.agreement, names)))
    by_type = tuple(_type_row(dict(found), names) for found in row.by_type)
    blocks: list[Paragraph | Table] = list(lines)
    if by_type:
        columns = (say("if they are"), say("a zone exists in"), say("likeliest agreement"), say("worth to us"), say("worth to them"))
        blocks.append(Table(columns, by_type))
    return Section(say("At the table"), tuple(blocks), tuple(lines))


def zone_text(lead: str, probability: float, agreement: AgreementRow | None, names: Names) -> str:
    """Say in one sentence how likely a zone of agreement is and what the likeliest agreement holds."""
    if agreement is None:
        return say("{lead}, no package is worth more than no deal to both sides.", lead=lead)
    return say(
        "{lead}, both sides could gain in {chance}; likeliest agreement: {package} ({share} of those).",
        lead=lead,
        chance=percent(probability),
        package=names.package(agreement.package),
        share=percent(agreement.share),
    )


def _type_row(found: dict[str, object], names: Names) -> tuple[str, ...]:
    kind, chance, agreement = found.get("type"), found.get("zone_probability"), found.get("agreement")
    who = ", ".join(names.of(str(q), str(h)) for q, h in kind.items()) if isinstance(kind, dict) else ""
    share = percent(chance) if isinstance(chance, float) else NOTHING
    if not isinstance(agreement, AgreementRow):
        return who, share, NOTHING, NOTHING, NOTHING
    values = [points_with_range(agreement.values[side]) for side in ("own", "counterpart")]
    return who, share, names.package(agreement.package), *values


def options(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate every option: how often it is part of the agreement, and what it adds to either side's value."""
    rows = assessment.bargaining.options
    if not rows:
        return None
    columns = (say("issue"), say("option"), say("in the agreement"), say("worth to us"), say("worth to them"))
    cells = tuple(
        (
            names.of("issues", row.issue),
            names.of(row.issue, row.option),
            percent(row.share) if row.share is not None else NOTHING,
            points_range(row.own),
            points_range(row.counterpart),
        )
        for row in rows
    )
    return Section(say("Options"), (Table(columns, cells),))

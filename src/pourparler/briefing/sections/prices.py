# SPDX-License-Identifier: Apache-2.0
"""What waiting, conditions and red lines cost, what each workstream brings, and how fast the offer may lapse."""

from pourparler.assess.assessment import Assessment
from pourparler.assess.moves import DAYS_PER_WEEK
from pourparler.assess.prices_rows import HazardRow, PriceRow
from pourparler.briefing.document import BulletList, Paragraph, Section
from pourparler.briefing.figures import NOTHING, points
from pourparler.briefing.marks import RESULT
from pourparler.briefing.names import Names
from pourparler.briefing.sections.verdict import action_name
from pourparler.wording import say

#: What is worth less, in value points, would be printed as nothing.
SEEN_POINTS = 0.005
#: Daily chances are told in per cent to so many digits.
_DIGITS = 2


def prices(assessment: Assessment, names: Names) -> Section | None:
    """Tell every price in a line, in points and as days of delay."""
    found = assessment.prices
    if not found.rows:
        return None
    told = [line for row in found.rows if (line := _line(row, names))]
    told += [_hazard(row) for row in found.hazard]
    free = [_name(row, names) for row in found.rows if row.kind in ("precondition", "red_line") and row.points < SEEN_POINTS]
    blocks: list[Paragraph | BulletList] = [BulletList(tuple(told))] if told else []
    if free:
        blocks.append(Paragraph(say("Taken by themselves these cost nothing to respect: {names}.", names="; ".join(free))))
    return Section(say("What waiting, conditions and red lines cost"), tuple(blocks), (), (RESULT,)) if blocks else None


def _name(row: PriceRow, names: Names) -> str:
    if row.kind == "precondition":
        return say("all open conditions together") if row.name == "together" else names.condition(row.name)
    if row.kind == "red_line":
        party, _, option = row.name.partition(".")
        issue, _, place = option.partition(".")
        whose = say("our mandate") if party == "mandate" else names.of("parties", party)
        return say("the red line of {party} on {option}", party=whose, option=names.of(issue, place))
    known = {
        "intentions": say("soundings (intentions)"),
        "consultation": say("consultation"),
        "mandate": say("deciding the mandate and the day after"),
        "together": say("all steps of preparation"),
    }
    return known.get(row.name, row.name)


def _line(row: PriceRow, names: Names) -> str:
    """Return a price in words; nothing where there is none to see."""
    name, without = _name(row, names), action_name(row.without or "")
    if row.kind == "day":
        week = points(row.points * DAYS_PER_WEEK)
        if row.name == "now":
            return say("a week of delay before acting costs {points} points", points=week)
        return say("beginning the plan a week later costs {points} points", points=week)
    if row.points < SEEN_POINTS:
        return say("the plan loses nothing without {name}", name=name) if row.kind == "workstream" else ""
    values = {"name": name, "points": points(row.points), "days": _days(row), "without": without}
    if row.kind == "precondition":
        return say("waiting for {name} costs {points} points{days}; without it, {without}", **values)
    if row.kind == "red_line":
        return say("{name} costs {points} points{days}; without it, {without}", **values)
    return say("{name}: the plan loses {points} points{days} without its steps; then {without} is worth most", **values)


def _days(row: PriceRow) -> str:
    if row.days is None or row.days < 1:
        return ""
    return " " + say("(as much as {days} days of delay)", days=f"{row.days:.0f}")


def _hazard(row: HazardRow) -> str:
    stated = _chance(row.stated)
    action = action_name(row.action)
    if row.per_day is None:
        template = (
            "at no chance of a lapse is it better to {action}: that is worth {value} points, holding {holding} even where the "
            "offer is certain to lapse at once"
        )
        return say(template, action=action, value=points(row.value), holding=points(row.holding))
    if row.per_day == 0:
        return say("{action} is worth more than holding even if the offer cannot lapse", action=action)
    template = "{action} is worth as much as holding once the offer lapses with {chance} a day; the case has {stated}"
    return say(template, action=action, chance=_chance(row.per_day), stated=stated)


def _chance(value: float) -> str:
    return f"{100 * value:.{_DIGITS}g}%" if value > 0 else NOTHING

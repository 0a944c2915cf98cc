# SPDX-License-Identifier: Apache-2.0
"""What knowing more would be worth before choosing: every question, workstream, party and part of the case."""

from collections.abc import Mapping

from pourparler.assess.assessment import Assessment
from pourparler.assess.worth_rows import WorthRow
from pourparler.briefing.document import Block, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, points
from pourparler.briefing.marks import RESULT
from pourparler.briefing.names import Names
from pourparler.wording import say

#: What is worth less, in value points, would be printed as nothing and is listed by name.
SEEN_POINTS = 0.005
#: Errors are told to so many decimals.
_DECIMALS = 3
#: Longer than this, in days, is no longer told as a number: nobody plans a delay of more than ten years.
_MOST_DAYS = 3650


def worth(assessment: Assessment, names: Names) -> Section | None:
    """Tabulate what every group of inputs is worth to know, with its error, and how many days of delay it would pay for."""
    found = assessment.worth
    if found.everything is None:
        return None
    asked = {row.question: row.asked for row in assessment.intentions if row.asked}

    def name(row: WorthRow) -> str:
        return group_name(row.group, names, asked)

    told = [row for row in found.evppi if row.value >= SEEN_POINTS]
    table = Table(
        (say("what would be known"), say("points"), say("error"), say("up to days of delay")),
        tuple((name(row), points(row.value), f"{row.se:.{_DECIMALS}f}", _days(row)) for row in (*told, found.everything)),
        say("What it is worth to know more before choosing, in points"),
    )
    lead = say(
        "Gross of what finding out costs. Nothing that can be found out is worth more than the last line. "
        "Choices are made on averages over worlds; holding keeps the plan it has today."
    )
    blocks: list[Block] = [Paragraph(lead), table]
    rest = [name(row) for row in found.evppi if row.value < SEEN_POINTS]
    if rest:
        blocks.append(Paragraph(say("Each worth less than a hundredth of a point to know: {groups}.", groups="; ".join(rest))))
    return Section(say("Worth of knowing more"), tuple(blocks), (), (RESULT,))


def _days(row: WorthRow) -> str:
    """Return the days of delay that would cost as much; where waiting costs nothing, any number of them."""
    if row.days is None:
        return say("any")
    if row.days > _MOST_DAYS:
        return say("over {days}", days=_MOST_DAYS)
    return f"{row.days:.0f}" if row.days >= 1 / 2 else NOTHING


def group_name(group: str, names: Names, asked: Mapping[str, str]) -> str:
    """Return what a group of inputs is called for a reader; `asked` are the questions as they are put."""
    known = {
        "everything": say("everything"),
        "intentions": say("intentions: the answers to all questions"),
        "consultation": say("consultation: what third parties gain, lose and can live with"),
        "mandate": say("mandate: what each point is worth to us"),
        "meeting": say("the meeting: its price, reach and collapse"),
        "moves": say("moves away from the table: what they cost and do"),
        "compliance": say("whether a deal would be kept"),
        "staging": say("partial deals: what is reversible, and what follows"),
        "later": say("what later talks are worth, and the risk of a crisis"),
        "preparation": say("preparation: its cost, days and effect"),
    }
    kind, _, name = group.partition(".")
    if kind == "questions":
        return say("the answer to: {question}", question=asked.get(name) or names.of("questions", name))
    if kind == "parties":
        return say("{party}: values, no-deal value, tolerance", party=names.of("parties", name))
    return known.get(group) or names.of(group)

# SPDX-License-Identifier: Apache-2.0
"""Whether the moves of a case hold or invite the answer, and from where the talks would then start."""

from collections.abc import Callable

from pourparler.assess.assessment import Assessment
from pourparler.assess.conflict_rows import ConflictStudy
from pourparler.assess.hold_rows import HoldRow, MovesOfCase, StartRow
from pourparler.briefing.document import Block, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, points
from pourparler.briefing.marks import RESULT, found_from
from pourparler.briefing.names import Names
from pourparler.wording import plural, say

#: So many states from which the talks could start are told, those with the fewest moves first.
MOST_STARTS = 2
#: From an identifier to the name that a reader knows.
Called = Callable[[str], str]


def counter_moves(assessment: Assessment, names: Names) -> Section | None:
    """Say of each move of an assessed case whether it holds, where any of them can be answered."""
    found = assessment.counter_moves
    if found is None:
        return None
    blocks = _blocks(found, lambda move: names.of("moves", move), names.of)
    return Section(say("Whether the moves hold"), blocks, (), found_from(assessment, "moves", "no_deal", "values"))


def holds(studied: ConflictStudy) -> Section | None:
    """Say the same of the moves that a conflict was made of."""
    if studied.moves is None:
        return None
    names = Names(studied.labels)
    blocks = _blocks(studied.moves, lambda move: names.of("moves", move), names.of)
    return Section(say("Whether the moves hold"), blocks, blocks, (RESULT,))


def _blocks(found: MovesOfCase, called: Called, hypothesis: Called) -> tuple[Block, ...]:
    columns = (
        say("move"),
        say("made alone"),
        say("gain"),
        say("if answered"),
        say("answer pays"),
        say("as stated"),
        say("but under"),
    )
    rows = tuple(
        (
            called(row.move),
            _verdict(row),
            points(row.gain),
            NOTHING if row.gain_if_answered is None else points(row.gain_if_answered),
            NOTHING if row.answer_pays is None else percent(row.answer_pays),
            NOTHING if row.stated is None else percent(row.stated),
            _otherwise(row, hypothesis),
        )
        for row in found.holds
    )
    caption = say(
        "What each move alone brings us in the talks, in points; how likely an answer brings the other side anything, and how "
        "likely the case has it that it comes ({n} worlds)",
        n=f"{found.worlds:,}",
    )
    left = [Paragraph(say("Left out: {move} ({why}).", move=called(move), why=why)) for move, why in found.left_out.items()]
    return (Table(columns, rows, caption), Paragraph(_start(found, called)), *left)


def _verdict(row: HoldRow) -> str:
    known = {
        "holds": say("holds"),
        "deterred": say("holds: we could outbid the answer"),
        "invites": say("invites the answer"),
        "no_answer": say("no answer is stated"),
    }
    return known[row.verdict]


def _otherwise(row: HoldRow, hypothesis: Called) -> str:
    """Return the hypotheses under which it comes out the other way: where it holds on average and invites, or reversed."""
    other = [label for label, verdict in row.by_type.items() if (verdict == "invites") != (row.verdict == "invites")]
    return "; ".join(", ".join(hypothesis(part) for part in label.split(", ")) for label in other) or NOTHING


def _start(found: MovesOfCase, called: Called) -> str:
    """Say from which states the talks would start."""
    if not found.start:
        return say("From where things stand, improvements lead to no state at which both sides would stay.")
    told = say("; or ").join(_made(row, called) for row in found.start[:MOST_STARTS])
    more = len(found.start) - MOST_STARTS
    told += plural(" (or {n} more)", " (or {n} more)", more) if more > 0 else ""
    return say("The talks would start from: {states}. Improvements lead there, and neither side then moves on.", states=told)


def _made(row: StartRow, called: Called) -> str:
    made = " + ".join(called(move) for move in row.moves) or say("where things stand")
    if not row.answers:
        return made
    return say("{made}, with an answer to {moves}", made=made, moves=", ".join(called(move) for move in row.answers))

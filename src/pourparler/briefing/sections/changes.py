# SPDX-License-Identifier: Apache-2.0
"""What would change the advice, input by input: tornado, thresholds, two inputs at once, the fewest that would do, boxes."""

from pourparler.assess.assessment import Assessment
from pourparler.assess.changes_rows import BoxRow, Changes, FlipRow, MapRow, SwingRow, ThresholdRow
from pourparler.assess.verdict import NOT_DETERMINED
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, points
from pourparler.briefing.marks import RESULT
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.tornado import tornado_figure
from pourparler.briefing.pictures.two_way import two_way_figure
from pourparler.briefing.sections.verdict import action_name
from pourparler.wording import plural, say

#: So many inputs are drawn in the tornado, and so many are listed with what they explain.
MOST_DRAWN, MOST_LISTED = 12, 5
#: So many inputs of which no threshold was looked for are named.
MOST_NAMED = 12
#: A map is told in so many lines and columns where it is not drawn: every fourth of its places.
_EVERY = 4
#: Inputs are told to so many significant digits.
_DIGITS = 3


def changes(assessment: Assessment, names: Names) -> Section | None:
    """Say by how much the best action leads, what of the case it hangs on, and from which values another one is best."""
    found = assessment.changes
    if found.best is None or found.other is None or found.lead is None:
        return None
    best = action_name(found.best)
    lead = say(
        "By the numbers alone, {best} is worth most on average, {lead} points ahead of {other}. Each line lets one input stand "
        "at given values, with all others as they are; plans, moves and levels are chosen anew.",
        best=best,
        lead=points(found.lead),
        other=action_name(found.other),
    )
    blocks: list[Block] = [Paragraph(lead), *_tornado(found, names, best), *_thresholds(found, names)]
    blocks += [Paragraph(text) for text in (_fewest(found, names), _verdict(found, names)) if text]
    blocks += [*(_map(found, row, names) for row in found.maps), *_boxes(found, names)]
    blocks += [*_indices(found, names), *_not_searched(found)]
    return Section(say("What would change the advice"), tuple(blocks), (), (RESULT,))


def input_name(path: str, names: Names) -> str:
    """Return what an input is called: its path in the case, or for a hypothesis how likely it is."""
    return names.input(path) if path.startswith("questions.") and path.count(".") == 2 else path


def number(value: float) -> str:
    """Return an input as people read it."""
    return f"{float(f'{value:.{_DIGITS}g}') + 0.0:g}"


def _tornado(found: Changes, names: Names, best: str) -> list[Block]:
    rows = found.tornado[:MOST_DRAWN]
    table = Table(
        (say("input"), say("from"), say("to"), say("lead there"), say("lead here")),
        tuple(_swing(row, names) for row in rows),
        say("Lead of “{best}” at both ends of an input, in points", best=best),
    )
    figure = tornado_figure(rows, [names.input(row.input) for row in rows], found.lead or 0.0, best, table)
    out: list[Block] = [figure] if figure is not None else []
    left = len(found.tornado) - len(rows)
    if left > 0:
        out.append(Paragraph(plural("One more input moves the lead less.", "{n} more inputs move the lead less.", left)))
    return out


def _swing(row: SwingRow, names: Names) -> tuple[str, ...]:
    return (
        input_name(row.input, names),
        number(row.low),
        number(row.high),
        points(row.lead_at_low),
        points(row.lead_at_high),
    )


def _thresholds(found: Changes, names: Names) -> list[Block]:
    if not found.thresholds:
        return [Paragraph(say("No value of any single input, within its range, makes another action worth most."))]
    table = Table(
        (say("input"), say("today"), say("threshold"), say("error"), say("best below"), say("best above")),
        tuple(_threshold(row, names) for row in found.thresholds),
        say("Values of single inputs from which another action is worth most"),
    )
    return [table]


def _threshold(row: ThresholdRow, names: Names) -> tuple[str, ...]:
    exact = row.se is None
    today, value = (percent(x) if exact else number(x) for x in (row.today, row.value))
    error = NOTHING if row.se is None else number(row.se)
    return input_name(row.input, names), today, value, error, action_name(row.before), action_name(row.after)


def _fewest(found: Changes, names: Names) -> str:
    row: FlipRow | None = found.flips
    if row is None:
        return say("No dozen inputs, each at an end of its range, make another action worth most.")
    told = [say("{input} at {value}", input=input_name(path, names), value=number(x)) for path, x in row.inputs.items()]
    text = plural(
        "One input at an end of its range would do: {inputs}; then {action} is worth most, by {lead} points.",
        "The fewest inputs that would do, each at an end of its range, are {n}: {inputs}; then {action} is worth most, by "
        "{lead} points.",
        len(row.inputs),
        inputs="; ".join(told),
        action=action_name(row.action),
        lead=points(-row.lead),
    )
    return text if row.smallest else text + " " + say("Found step by step: fewer may do.")


def _verdict(found: Changes, names: Names) -> str:
    """Say which inputs make the verdict another one, with the gate and the rule of 95% of worlds."""
    row = found.verdict_flip
    if found.verdict is None:
        return ""
    text = say("The verdict, {verdict}, counts the gate and a lead in 95% of worlds.", verdict=_verdict_name(found.verdict))
    if found.verdict_if_met is not None:
        met = _verdict_name(found.verdict_if_met)
        text += " " + say("With every condition of the gate met it would be: {verdict}.", verdict=met)
    if row is None:
        return text + " " + say("No half-dozen inputs, each at an end of its range, were found that change it.")
    told = [say("{input} at {value}", input=input_name(path, names), value=number(x)) for path, x in row.inputs.items()]
    text += " " + plural(
        "One input at an end of its range changes it: {inputs}; then it is {other}.",
        "The fewest inputs found that change it, each at an end of its range, are {n}: {inputs}; then it is {other}.",
        len(row.inputs),
        inputs="; ".join(told),
        other=_verdict_name(row.to),
    )
    alone = say("None of them can be left out. They were found step by step, so that fewer others may do.")
    return text if row.smallest else f"{text} {alone}"


def _verdict_name(verdict: str) -> str:
    return say("not determined") if verdict == NOT_DETERMINED else action_name(verdict)


def _not_searched(found: Changes) -> list[Block]:
    """Name the inputs of which no threshold was looked for, and say why."""
    out: list[Block] = []
    for why, text in (
        ("no_range", say("No threshold was looked for of numbers that are stated without a range:")),
        ("few_worlds", say("With so few worlds none was looked for of:")),
    ):
        paths = [row.input for row in found.not_searched if row.why == why]
        told, more = ", ".join(paths[:MOST_NAMED]), len(paths) - MOST_NAMED
        if more > 0:
            told = plural("{told} and {n} more", "{told} and {n} more", more, told=told)
        out += [Paragraph(f"{text} {told}.")] if paths else []
    return out


def _map(found: Changes, row: MapRow, names: Names) -> Block:
    x, y = names.input(row.x), names.input(row.y)
    columns = row.xs[::_EVERY]
    actions = {action: action_name(action) for line in row.best for action in line}
    table = Table(
        (f"{y} ↓, {x} →", *(number(value) for value in columns)),
        tuple(
            (number(value), *(actions[action] for action in line[::_EVERY]))
            for value, line in list(zip(row.ys, row.best, strict=True))[::_EVERY]
        ),
        say("Which action is worth most"),
    )
    return two_way_figure(row, x, y, actions, found.best or "", table)


def _boxes(found: Changes, names: Names) -> list[Block]:
    if not found.boxes:
        return []
    lead = say("Where, among the worlds, each action is best with the plan of today (a summary, not a cause):")
    return [Paragraph(lead), BulletList(tuple(_box(row, names) for row in found.boxes))]


def _box(row: BoxRow, names: Names) -> str:
    bounds = []
    for path, (low, high) in row.bounds.items():
        name = input_name(path, names)
        if low is not None and high is not None:
            bounds.append(say("{input} from {low} to {high}", input=name, low=number(low), high=number(high)))
        elif low is not None:
            bounds.append(say("{input} above {low}", input=name, low=number(low)))
        elif high is not None:
            bounds.append(say("{input} below {high}", input=name, high=number(high)))
    told = say("{action} (best in {share})", action=action_name(row.action), share=percent(row.share))
    if not bounds:
        return say("{action}: no box of inputs tells where", action=told)
    return say(
        "{action}: {bounds}; that holds {coverage} of them, and of the worlds it holds {density} are among them",
        action=told,
        bounds=", ".join(bounds),
        coverage=percent(row.coverage),
        density=percent(row.density),
    )


def _indices(found: Changes, names: Names) -> list[Block]:
    told = [
        say("{input} {share}", input=input_name(row.input, names), share=percent(row.first))
        for row in found.indices[:MOST_LISTED]
    ]
    if not told:
        return []
    text = say(
        "Across worlds, the lead of {best} over {other} varies mostly with these, by share of its variance:",
        best=action_name(found.best or ""),
        other=action_name(found.other or ""),
    )
    return [Paragraph(text + " " + ", ".join(told) + ".")]

# SPDX-License-Identifier: Apache-2.0
"""The page of `what-if` and `compare`: two assessments side by side."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pourparler.assess.assessment import ActionRow, Assessment
from pourparler.assess.compared import AlarmsChanged, Changed, Comparison, InputRow, NumberRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Block, Briefing, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent_with_range, points, points_with_range
from pourparler.briefing.names import Names
from pourparler.briefing.sections.actions import conditions_told
from pourparler.briefing.sections.gate import state_name, step_name
from pourparler.briefing.sections.verdict import action_name, headline, stamp_of, without_dissent
from pourparler.case.as_written import as_written
from pourparler.wording import plural, say

#: So many changed inputs are listed on the one screen; the rest are counted there.
_MOST_INPUTS = 8
#: Where readings and dissents stand: a list, in which a place says nothing.
_FRAMINGS = "framings"
#: On the one screen what stands in a field is cut to so many characters.
_LONGEST = 40
#: Results that are probabilities; all others are points.
_SHARES = ("intentions.", "bargaining.zone_probability", "break_even.", "success.")


def comparing(found: Comparison) -> Briefing:
    """Return the page that sets two assessments side by side."""
    names = Names(found.labels)
    sections = (
        _advice(found, names),
        _inputs(found),
        _verdicts(found, names),
        _numbers(found, names, actions=True),
        _numbers(found, names, actions=False),
        _gate(found, names),
        _texts(say("Reasons"), *_told(found.reasons, names)),
        _texts(say("What would change it"), *_told(found.would_change, names)),
        _texts(say("Alarms"), *_raised(found.alarms, names)),
    )
    title = found.before.case.title
    return Briefing(title, tuple(s for s in sections if s is not None), stamp_of(found.assessed[0], names))


def _advice(found: Comparison, names: Names) -> Section:
    """Say whether the advice differs, as a headline, and on which two cases."""
    first, second = (headline(assessment, names) for assessment in found.assessed)
    if found.advice_differs:
        head = say("The advice differs: {before} → {after}", before=_short(first), after=_short(second))
    else:
        head = say("The advice is the same: {advice}", advice=first)
    titles = list(dict.fromkeys((found.before.case.title, found.after.case.title)))
    run = say(
        "Cases {before} and {after} · seed {seed} · the same draws of {worlds} worlds · version {version}",
        before=found.before.case.digest[:12],
        after=found.after.case.digest[:12],
        seed=found.run.seed,
        worlds=found.run.worlds,
        version=found.run.version,
    )
    blocks = (*(Paragraph(title) for title in titles), Paragraph(run))
    return Section(head, blocks, blocks)


def _short(line: str) -> str:
    """Return the advice in capitals alone."""
    return line.partition(" — ")[0]


def _inputs(found: Comparison) -> Section:
    """Tabulate what the two cases say differently."""
    heading = say("What is changed")
    if not found.inputs:
        nothing = (Paragraph(say("Nothing: both say the same.")),)
        return Section(heading, nothing, nothing)
    rows = tuple((row.path, *map(_said, _both(row))) for row in found.inputs)
    whole = Table((say("place"), say("before"), say("after")), rows, say("Inputs that differ"))
    short = [_briefly(row) for row in found.inputs[:_MOST_INPUTS]]
    left = len(rows) - _MOST_INPUTS
    if left > 0:
        short.append(plural("and one more place (--full)", "and {n} more places (--full)", left))
    return Section(heading, (whole,), (BulletList(tuple(short)),))


def changed_briefly(found: Comparison) -> tuple[str, ...]:
    """Tell what the two cases say differently, a line each; readings and dissents by who holds them, in whatever order."""
    rows = [row for row in found.inputs if not row.path.startswith(_FRAMINGS)]
    lines = [_briefly(row) for row in rows[:_MOST_INPUTS]]
    left = len(rows) - _MOST_INPUTS
    if left > 0:
        lines.append(plural("and one more place (in the book)", "and {n} more places (in the book)", left))
    before, after = (_framings(assessment) for assessment in found.assessed)
    lines += [say("no longer held: {text}", text=text) for text in before if text not in after]
    lines += [say("now held: {text}", text=text) for text in after if text not in before]
    return tuple(lines)


def _framings(assessment: Assessment) -> list[str]:
    held = assessment.as_written.get("framings")
    rows = [row for row in held if isinstance(row, Mapping)] if isinstance(held, list) else []
    return [say("{holder}: {text}", holder=str(row.get("holder")), text=str(row.get("says"))) for row in rows]


def differences(found: Comparison) -> tuple[Section, ...]:
    """Return the sections that say what differs, each without what is the same; the inputs first and in full."""
    _, inputs, *rest = comparing(found).sections
    return (inputs, *(replace(section, blocks=section.brief) for section in rest if section.brief))


def _briefly(row: InputRow) -> str:
    """Tell a field that differs on one line."""
    before, after = (None if text is None else textwrap.shorten(text, _LONGEST, placeholder="…") for text in _both(row))
    if after is None:
        return say("{path}: {before}, no longer written", path=row.path, before=before)
    if before is None:
        return say("{path}: {after}, not written before", path=row.path, after=after)
    return say("{path}: {before} → {after}", path=row.path, before=before, after=after)


def _both(row: InputRow) -> tuple[str | None, str | None]:
    """Return what either case says in a field, as a reader would write it."""
    return as_written(row.path, row.before), as_written(row.path, row.after)


def _said(text: str | None) -> str:
    return say("(not written)") if text is None else text


def _verdicts(found: Comparison, names: Names) -> Section:
    """Set advice, what it rests on, and the case against it side by side."""

    def told(assessment: Assessment) -> tuple[str, ...]:
        row = assessment.verdict
        favoured = action_name(row.numbers_favour) if row.numbers_favour is not None else NOTHING
        against = names.told(without_dissent(row.against))
        return _short(headline(assessment, names)), _basis(assessment), favoured, row.settle or NOTHING, against

    heads = (say("advice"), say("rests on"), say("the numbers favour"), say("would settle it"), say("against it"))
    each = zip(heads, *map(told, found.assessed), strict=True)
    rows = [row for row in each if set(row[1:]) != {NOTHING}]
    table = Table((say("verdict"), say("before"), say("after")), tuple(rows), say("The two verdicts"))
    return Section(say("Verdict"), (table,), (table,))


def _basis(assessment: Assessment) -> str:
    known = {"gate": say("the gate"), "numbers": say("the numbers"), "both": say("gate and numbers alike")}
    return known.get(assessment.verdict.basis, assessment.verdict.basis)


def _numbers(found: Comparison, names: Names, *, actions: bool) -> Section | None:
    """Tabulate the values of the actions, or all other results; those that differ beyond the draws are marked."""
    told = [row for row in found.numbers if row.of.startswith("actions.") == actions]
    if not told:
        return None
    heading = say("Value of each action") if actions else say("Other results")
    columns = (say("result"), say("before"), say("after"), say("difference"), "*")
    all_rows = tuple(_number(row, names) for row in told)
    note = Paragraph(say("* differs by more than the Monte-Carlo error of the difference, on the same draws."))
    whole = Table(columns, all_rows, heading)
    if actions:
        moved = [BulletList(found_how)] if (found_how := tuple(_how(found, names))) else []
        return Section(heading, (whole, note, *moved), (whole, note, *moved))
    # Break-evens are told in words, among what would change the advice.
    differing = (_number(row, names) for row in told if row.beyond_error and not row.of.startswith("break_even."))
    changed = tuple(cells for cells in differing if cells[1] != cells[2])  # as far as it is printed
    brief: Block = Table(columns, changed, heading) if changed else Paragraph(say("None differs."))
    return Section(heading, (whole, note), (brief,))


def _how(found: Comparison, names: Names) -> Iterator[str]:
    """Say of every action that is now taken at another level or with other moves, or begins with another step."""
    first, second = (
        {row.action: _terms(assessment, row, names) for row in assessment.actions} for assessment in found.assessed
    )
    for action in first:
        if first[action] != second.get(action) and first[action] and second.get(action):
            words = "{action}: {before} before, {after} now"
            yield say(words, action=action_name(action), before=first[action], after=second[action])


def _terms(assessment: Assessment, row: ActionRow, names: Names) -> str:
    """Return at which level, with which moves, with which step first, or on what a date fixed on conditions stands."""
    if row.action == "fix_conditionally" and assessment.on_conditions is not None:
        return conditions_told(assessment.on_conditions, names)
    if row.action == "hold" and assessment.plan is not None and assessment.plan.tree.step is not None:
        return say("first {step}", step=names.of("preparation", assessment.plan.tree.step))
    if row.moves is None:
        return ""
    told = say("with {moves}", moves=names.moves(row.moves)) if row.moves else say("no moves")
    return f"{names.of(row.level)}, {told}" if row.level is not None else told


def _number(row: NumberRow, names: Names) -> tuple[str, ...]:
    shares = row.of.startswith(_SHARES)

    def told(value: Spread | None) -> str:
        return NOTHING if value is None else percent_with_range(value) if shares else points_with_range(value)

    return _named(row.of, names), told(row.before), told(row.after), _difference(row, shares), "*" if row.beyond_error else ""


def _difference(row: NumberRow, shares: bool) -> str:
    if row.difference is None:
        return NOTHING
    if shares:
        text = say("{change} %", change=f"{100 * row.difference:+.1f}")
    else:
        text = f"{'+' if row.difference > 0 else ''}{points(row.difference)}"
    error = f"{100 * (row.error or 0.0):.1f}" if shares else points(row.error or 0.0)
    if not float(error):
        return text
    return say("{difference} ± {error}", difference=text, error=error)


def _named(of: str, names: Names) -> str:
    """Return what a result is called."""
    first, *rest = of.split(".")
    match first, rest:
        case "actions", ["hold", "within_gate"]:
            return say("hold, within the gate")
        case "actions", [action]:
            return action_name(action)
        case "no_summit", ["own"]:
            return say("no summit, as now, to us")
        case "no_summit", _:
            return say("no summit, as now, to them")
        case "intentions", [question, hypothesis]:
            return say("{question}: {hypothesis}", question=names.of("questions", question), hypothesis=names.of(hypothesis))
        case "bargaining", _:
            return say("a deal that both prefer exists")
        case "delay_per_week", _:
            return say("a week of delay costs")
        case "gate_price", _:
            return say("respecting the whole gate costs")
        case "information", ["evpi"]:
            return say("knowing their intentions for certain is worth")
        case "information", ["evsi", step]:
            return say("{step} is worth as knowledge alone", step=names.of("preparation", step))
        case "gate", [*condition, _]:
            return say("waiting for {condition} costs", condition=names.condition(".".join(condition)))
        case "break_even", [_, hypothesis, moves, against]:
            told = names.moves(moves.split("+")) if moves else say("no moves")
            words = "{hypothesis} at which fixing with {moves} meets {against}"
            return say(words, hypothesis=names.of(hypothesis), moves=told, against=against.replace("_", " "))
    return of


def _gate(found: Comparison, names: Names) -> Section | None:
    """Tabulate the conditions before irreversible steps; on the one screen those whose state differs."""
    rows = [
        (row.before != row.after, (step_name(row.step), names.condition(row.condition), _state(row.before), _state(row.after)))
        for row in found.gate
    ]
    if not rows:
        return None
    columns = (say("step"), say("condition"), say("before"), say("after"))
    heading = say("Before irreversible steps")
    changed = tuple(row for differs, row in rows if differs)
    brief = (Table(columns, changed, heading),) if changed else ()
    return Section(heading, (Table(columns, tuple(row for _, row in rows), heading),), brief)


def _state(state: str | None) -> str:
    return say("(not asked for)") if state is None else state_name(state)


def _told(changed: Changed, names: Names) -> Iterator[list[str]]:
    for sentences in (changed.gone, changed.new, changed.kept):
        yield [names.told(each) for each in sentences]


def _raised(changed: AlarmsChanged, names: Names) -> Iterator[list[str]]:
    for alarms in (changed.gone, changed.new, changed.kept):
        yield [f"{alarm.row}: {names.told(alarm.text)}" for alarm in alarms]


def _texts(heading: str, gone: list[str], new: list[str], kept: list[str]) -> Section | None:
    """List what only one of the two says; in full also what both do."""
    differ = [*(say("no longer: {text}", text=text) for text in gone), *(say("now: {text}", text=text) for text in new)]
    same = [say("as before: {text}", text=text) for text in kept]
    if not differ and not same:
        return None
    return Section(heading, (BulletList((*differ, *same)),), (BulletList(tuple(differ)),) if differ else ())

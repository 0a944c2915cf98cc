# SPDX-License-Identifier: Apache-2.0
"""The best plan that begins with preparing: which step first, and what then, by what it brings."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from pourparler.assess.assessment import Assessment
from pourparler.assess.plan_rows import DATE_COMES, PlanNode
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, points, points_with_range
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.plan_tree import Branch, plan_tree_figure
from pourparler.briefing.sections.verdict import action_name
from pourparler.wording import plural, say

#: A plan with more ends than this is told by its likeliest; the rest are counted.
MOST_ENDS = 24
#: What a step is called in the case stands beside its name on the one screen if it is no longer than this.
_FEW_WORDS = 60
#: A chance below this is not worth a line.
_SEEN = 0.005


def plan(assessment: Assessment, names: Names) -> Section | None:
    """Tell the plan in a line or two, then every way it can go, and what a week of delay costs."""
    way = _short(assessment, names)
    text = _joined(way, _until(assessment), _delay(assessment))
    if not text:
        return None
    brief: list[Block] = [Paragraph(_joined(way, _until(assessment, short=True), _delay(assessment)))]
    brief += _bounds(assessment, names)
    blocks: list[Block] = [Paragraph(text)]
    if assessment.plan is not None:
        tree = assessment.plan.tree
        within = say("within the gate") if assessment.plan.within_gate else say("by the numbers alone")
        worth = say("The plan is worth {value} points, {within}.", value=points(assessment.plan.value), within=within)
        blocks += [
            *_bounds(assessment, names),
            Paragraph(worth),
            _drawn(tree, names),
            *_on_conditions(assessment, names),
            *_steps(assessment, names),
        ]
    return Section(say("Plan"), tuple(blocks), tuple(brief), found_from(assessment, "preparation", "meeting", "moves"))


def _bounds(assessment: Assessment, names: Names) -> list[Block]:
    """Say between which bounds the best plan lies where steps had to be left out."""
    row = assessment.plan
    if row is None or row.exact or row.lower is None:
        return []
    values = {
        "steps": ", ".join(names.of("preparation", step) for step in row.left_out),
        "nodes": f"{row.nodes or 0:,}",
        "lower": points(row.lower),
    }
    text = say("The plan is not exact: it does without {steps}, and is the best in {nodes} states of preparation.", **values)
    if row.upper is None:
        more = say("By the numbers alone the best plan is worth at least {lower} points; no bound above is known.", **values)
    else:
        more = say(
            "By the numbers alone the best plan is worth at least {lower} points, and at most {upper}, which is what one could "
            "have who knew everything beforehand.",
            upper=points(row.upper),
            **values,
        )
    return [Paragraph(f"{text} {more}")]


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _short(assessment: Assessment, names: Names) -> str:
    """Tell the first steps up to the first fork, and what follows each outcome there."""
    if assessment.plan is None or assessment.plan.tree.step is None:
        return ""
    node, chain = assessment.plan.tree, []
    while node.step is not None and len(node.outcomes) == 1:
        chain.append(node.step)
        node = next(iter(node.outcomes.values()))
    if node.step is not None:
        chain.append(node.step)
    first = names.of("preparation", chain[0]) + _what(assessment, chain[0])
    fixed = assessment.verdict.action == "fix_conditionally"
    parts = [say("Fix the date; then first: {step}", step=first) if fixed else say("First: {step}", step=first)]
    parts += [say("then {step}", step=names.of("preparation", step)) for step in chain[1:]]
    if node.step is None:
        return ", ".join(parts) + "; " + say("then {action}", action=_end(node, names)) + "."
    lapsed = 1 - _chance(node)
    forks = [
        say(
            "if {outcome} ({chance}): {next}",
            outcome=_outcome(outcome, names),
            chance=percent(_chance(after)),
            next=_next(after, names),
        )
        for outcome, after in sorted(node.outcomes.items(), key=lambda item: (-_chance(item[1]), item[0]))
    ]
    if lapsed >= _SEEN:
        forks.append(say("the offer lapses first ({chance})", chance=percent(lapsed)))
    return ", ".join(parts) + "; " + "; ".join(forks) + "."


def _until(assessment: Assessment, short: bool = False) -> str:
    """Say how long the plan takes until something is done, and up to which day that is; `short`: without the range."""
    days = assessment.plan.days if assessment.plan is not None else None
    if days is None or round(days.mean) == 0:
        return ""
    about = plural("about one day", "about {n} days", round(days.mean))
    day = date.fromisoformat(assessment.case.as_of) + timedelta(days=round(days.mean))
    if short or round(days.low) == round(days.high):
        return say("It takes {about}, to {day}.", about=about, day=day.isoformat())
    between = {"low": str(round(days.low)), "high": str(round(days.high))}
    return say("It takes {about} ({low} to {high}), to {day}.", about=about, day=day.isoformat(), **between)


def _on_conditions(assessment: Assessment, names: Names) -> list[Block]:
    """Return every way that a date fixed on conditions can go, where that is not the plan itself."""
    row = assessment.on_conditions
    if row is None or assessment.verdict.action == "fix_conditionally":
        return []
    lead = say("If the date were fixed on conditions instead, with preparation after it:")
    return [
        Paragraph(lead),
        _drawn(row.tree, names, say("The plan if the date is fixed on conditions, by what its steps bring")),
    ]


def _what(assessment: Assessment, step: str) -> str:
    """Return in brackets what a step is, where the case says so in a few words."""
    told = assessment.as_written.get("preparation")
    what = told.get(step) if isinstance(told, Mapping) else None
    return f" ({what.rstrip('.')})" if isinstance(what, str) and 0 < len(what) <= _FEW_WORDS else ""


def _next(node: PlanNode, names: Names) -> str:
    """Tell what follows up to the end, or up to the next fork."""
    parts = []
    while node.step is not None:
        parts.append(names.of("preparation", node.step))
        if len(node.outcomes) != 1:
            return say("{steps}, and on by what it brings", steps=", ".join(parts))
        node = next(iter(node.outcomes.values()))
    return ", ".join([*parts, _end(node, names)])


def _end(node: PlanNode, names: Names) -> str:
    """Return the action at an end of the plan, with its level and moves."""
    terms = [names.of(node.level)] if node.level is not None else []
    if node.moves:
        terms.append(say("with {moves}", moves=names.moves(node.moves)))
    return action_name(node.action or "") + (f" ({', '.join(terms)})" if terms else "")


def _chance(node: PlanNode) -> float:
    """Return the chance of coming by a node: the sum over its ends."""
    if node.step is None:
        return node.chance or 0.0
    return sum(_chance(after) for after in node.outcomes.values())


def _walk(node: PlanNode, way: tuple[tuple[str, str], ...] = ()) -> Iterator[tuple[tuple[tuple[str, str], ...], PlanNode]]:
    if node.step is None:
        yield way, node
    for outcome, after in node.outcomes.items():
        told = outcome if len(node.outcomes) > 1 else ""
        yield from _walk(after, (*way, (node.step or "", told)))


def _drawn(tree: PlanNode, names: Names, caption: str = "") -> Block:
    """Return a plan as a tree with every end in a table, the likeliest first; figures of one caption would be one figure."""
    ends = sorted(_walk(tree), key=lambda end: (-(end[1].chance or 0.0), end[0]))
    rows = [
        (", ".join(_stage(step, outcome, names) for step, outcome in way), _end(node, names), percent(node.chance or 0.0))
        for way, node in ends[:MOST_ENDS]
    ]
    left = ends[MOST_ENDS:]
    if left:
        told = plural("and one less likely way", "and {n} less likely ways", len(left))
        rows.append((told, NOTHING, percent(sum(node.chance or 0.0 for _, node in left))))
    lapsed = 1 - _chance(tree)
    if lapsed >= _SEEN:
        rows.append((say("the offer lapses first"), NOTHING, percent(lapsed)))
    table = Table((say("if it goes this way"), say("then"), say("chance")), tuple(rows), say("Every way the plan can go"))
    return plan_tree_figure(_branch(tree, names), lapsed, table, caption) or table


def _branch(node: PlanNode, names: Names) -> Branch:
    """Return a node as it is drawn: steps that bring one thing alone in a row, then the fork or the end."""
    steps: list[str] = []
    chance = _chance(node)
    while node.step is not None:
        steps.append(names.of("preparation", node.step))
        if len(node.outcomes) != 1:
            break
        node = next(iter(node.outcomes.values()))
    if node.step is None:
        return Branch(chance, tuple(steps), end=_end(node, names))
    ranked = sorted(node.outcomes.items(), key=lambda item: (-_chance(item[1]), item[0]))
    return Branch(chance, tuple(steps), tuple((_outcome(outcome, names), _branch(after, names)) for outcome, after in ranked))


def _stage(step: str, outcome: str, names: Names) -> str:
    name = names.of("preparation", step)
    return f"{name}: {_outcome(outcome, names)}" if outcome else name


def _outcome(outcome: str, names: Names) -> str:
    """Return how a step comes out, or that the day that forces a choice comes while it is under way."""
    return say("the date comes first") if outcome == DATE_COMES else names.of(outcome)


def _steps(assessment: Assessment, names: Names) -> list[Block]:
    """Return what knowing more would be worth, step by step."""
    worth = assessment.information
    lines = [
        say("{step}: at most {worth} points as knowledge alone", step=names.of("preparation", step), worth=points(value))
        for step, value in sorted(worth.evsi.items(), key=lambda item: (-item[1], item[0]))
    ]
    if worth.evpi is not None:
        lines.append(say("knowing the other side's intentions for certain: {worth} points", worth=points(worth.evpi)))
    if not lines:
        return []
    return [Paragraph(say("What knowing more is worth today, before its cost and delay:")), BulletList(tuple(lines))]


def _delay(assessment: Assessment) -> str:
    delay = assessment.delay_per_week
    if delay is None:
        return ""
    if delay.low == delay.high == 0:
        return say("A week of delay costs nothing by these numbers.")
    return say("Each week of delay costs {price} points.", price=points_with_range(delay))

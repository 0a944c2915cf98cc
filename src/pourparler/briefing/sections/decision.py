# SPDX-License-Identifier: Apache-2.0
"""A plain decision problem: what to do first, what then by what it brings, and what knowing more is worth."""

from collections.abc import Iterator, Sequence

from pourparler.assess.decision_rows import PlanMapRow, PlanStudy, PolicyNode
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, on_line, percent
from pourparler.briefing.marks import RESULT
from pourparler.briefing.pictures.plan_tree import Branch, plan_tree_figure
from pourparler.wording import plural, say

#: A plan with more ends than this is told by its likeliest; the rest are counted.
MOST_ENDS = 24
#: Of a long way so many steps are told.
MOST_STAGES = 8
#: Of a list of steps so many are told.
MOST_NAMED = 8
#: On the one screen stand so many ways.
WAYS_ON_SCREEN = 6
#: A map is told in so many lines and columns: every fourth of its places.
MAP_EVERY = 4
#: Days below this are not worth a word.
_SEEN_DAYS = 0.05

Way = tuple[str, ...]


def advice(study: PlanStudy) -> Section:
    """Say what to do first, and what that is worth against deciding now."""
    now = say("Deciding now: {action}, worth {value}.", action=study.action_now, value=on_line(study.value_now))
    if study.next_step is None:
        heading = say("DECIDE NOW: {action} — worth {value}", action=study.policy.action, value=on_line(study.value_plan))
        told = [_hold(study)]
    else:
        heading = say("FIRST: {step} — the plan is worth {value}", step=study.next_step, value=on_line(study.value_plan))
        gain = on_line(study.value_plan - study.value_now)
        told = [now, say("The plan is worth {gain} more, its cost taken off.", gain=gain)]
        if study.expected_days > _SEEN_DAYS:
            told.append(say("It takes {days} days on average.", days=on_line(study.expected_days)))
    told.append(say("Knowing everything before deciding would be worth {evpi}.", evpi=on_line(study.evpi)))
    blocks = (Paragraph(" ".join(part for part in told if part)), *_bounds(study))
    return Section(heading, blocks, blocks, (RESULT,))


def _hold(study: PlanStudy) -> str:
    """Say why no step comes first."""
    if study.hold is None:
        return say("There is no step that could be taken first.")
    return say("The best plan that begins with a step is worth {value}.", value=on_line(study.hold))


def _bounds(study: PlanStudy) -> tuple[Block, ...]:
    if study.exact:
        return ()
    text = say(
        "The plan is not exact: there are {nodes} states of preparation. It does without {steps}; with them, no plan is worth "
        "more than {upper}.",
        nodes=f"{study.nodes:,}",
        steps=_listed(study.left_out),
        upper=on_line(study.bounds.upper),
    )
    return (Paragraph(text),)


def _listed(names: tuple[str, ...]) -> str:
    """Return names as a list; of many the first, and how many more."""
    more = len(names) - MOST_NAMED
    told = ", ".join(names[:MOST_NAMED])
    return plural("{told} and {n} more", "{told} and {n} more", more, told=told) if more > 0 else told


def ways(study: PlanStudy) -> Section | None:
    """Tell every way that the plan can go, the likeliest first."""
    if study.next_step is None:
        return None
    ends = sorted(_walk(study.policy), key=lambda end: (-end[1].chance, end[0]))
    brief = _cut([_line(way, node) for way, node in ends], WAYS_ON_SCREEN)
    rows = tuple(
        (action, percent(chance)) for action, chance in sorted(study.ends.items(), key=lambda item: -item[1]) if chance > 0
    )
    table = Table((say("ends in"), say("chance")), rows, say("How likely the plan ends in each action"))
    return Section(say("The plan"), (_drawn(study.policy, ends), table), (BulletList(brief),), (RESULT,))


def _drawn(policy: PolicyNode, ends: Sequence[tuple[Way, PolicyNode]]) -> Block:
    """Return the plan as a tree with every way in a table."""
    rows = [(_road(way), node.action or NOTHING, percent(node.chance), on_line(node.worth)) for way, node in ends[:MOST_ENDS]]
    left = [node for _, node in ends[MOST_ENDS:]]
    if left:
        told = plural("and one less likely way", "and {n} less likely ways", len(left))
        rows.append((told, NOTHING, percent(sum(node.chance for node in left)), NOTHING))
    heads = (say("if it goes this way"), say("then"), say("chance"), say("worth"))
    table = Table(heads, tuple(rows), say("Every way the plan can go"))
    return plan_tree_figure(_branch(policy), 0.0, table) or table


def _branch(node: PolicyNode) -> Branch:
    """Return a node as it is drawn: steps that bring one thing alone in a row, then the fork or the end."""
    steps: list[str] = []
    chance = node.chance
    while node.step is not None:
        steps.append(node.step)
        if len(node.outcomes) + len(node.lapsed) != 1:
            break
        node = next(iter((*node.outcomes.values(), *node.lapsed.values())))
    if node.step is None:
        return Branch(chance, tuple(steps), end=node.action or NOTHING)
    after = [*node.outcomes.items()]
    after += [(say("{outcome}, and the offer lapses", outcome=outcome), each) for outcome, each in node.lapsed.items()]
    ranked = sorted(after, key=lambda item: (-item[1].chance, item[0]))
    return Branch(chance, tuple(steps), tuple((outcome, _branch(each)) for outcome, each in ranked))


def _cut(lines: list[str], most: int) -> tuple[str, ...]:
    more = len(lines) - most
    last = [plural("and one less likely way", "and {n} less likely ways", more)] if more > 0 else []
    return (*lines[:most], *last)


def _walk(node: PolicyNode, way: Way = ()) -> Iterator[tuple[Way, PolicyNode]]:
    """Yield every end of a plan with the way there."""
    if node.step is None:
        yield way, node
    for outcome, after in node.outcomes.items():
        told = node.step or ""
        if len(node.outcomes) > 1:
            told = say("{step}: {outcome}", step=told, outcome=outcome)
        yield from _walk(after, (*way, told))
    for outcome, after in node.lapsed.items():
        told = say("{step}: {outcome}, and the offer lapses", step=node.step, outcome=outcome)
        yield from _walk(after, (*way, told))


def _line(way: Way, node: PolicyNode) -> str:
    line = say("{road} → {end} ({chance}, worth {worth})", road=_road(way), end=node.action, chance=percent(node.chance),
               worth=on_line(node.worth))  # fmt: skip
    return line


def _road(way: Way) -> str:
    return ", ".join([*way[: MOST_STAGES - 1], "…", way[-1]] if len(way) > MOST_STAGES else way)


def thresholds(study: PlanStudy) -> Section | None:
    """Tell at which values of single inputs the plan would begin differently, those nearest to today's first."""
    heading = say("What would change it")
    missing = () if study.thresholds_why is None else (Paragraph(say("Not looked for: {why}.", why=study.thresholds_why)),)
    if not study.thresholds:
        return Section(heading, missing, (), (RESULT,)) if missing else None
    columns = (say("input"), say("today"), say("changes at"), say("then first"))
    ordered = sorted(study.thresholds, key=lambda row: (abs(row.value - row.today), row.input))
    rows = tuple((row.input, on_line(row.today), on_line(row.value), row.to) for row in ordered)
    caption = say("Where the plan no longer begins with {first}, one input changed alone", first=study.thresholds[0].from_)
    return Section(heading, (Table(columns, rows, caption), *missing), (), (RESULT,))


def maps(study: PlanStudy) -> Section | None:
    """Tell how the plan begins where two inputs stand, for each pair that was asked for."""
    tables = tuple(_mapped(row) for row in study.maps)
    return Section(say("Two inputs at once"), tables, tables, (RESULT,)) if tables else None


def _mapped(row: PlanMapRow) -> Table:
    lines = list(zip(row.ys, row.begins, strict=True))[::MAP_EVERY]
    return Table(
        (f"{row.y} ↓, {row.x} →", *(on_line(x) for x in row.xs[::MAP_EVERY])),
        tuple((on_line(y), *begins[::MAP_EVERY]) for y, begins in lines),
        say("What comes first, all other inputs as they are"),
    )


def steps(study: PlanStudy) -> Section | None:
    """Tell of each step what its news is worth, what it takes, and what a plan that begins with it is worth."""
    if not study.steps:
        return None
    columns = (say("step"), say("news worth"), say("cost"), say("days"), say("plan beginning with it"))
    rows = tuple(
        (
            row.step,
            on_line(row.evsi),
            on_line(row.cost),
            on_line(row.days),
            NOTHING if row.first is None else on_line(row.first),
        )
        for row in study.steps
    )
    caption = say("What each step tells is worth against deciding now, before its cost and delay")
    blocks: list[Block] = [Table(columns, rows, caption)]
    if study.evppi:
        groups = tuple(
            (row.group, on_line(row.value), NOTHING if row.in_plan is None else on_line(row.in_plan)) for row in study.evppi
        )
        heads = (say("question"), say("answer worth now"), say("worth to the plan"))
        blocks.append(Table(heads, groups, say("What knowing each answer for certain is worth")))
    return Section(say("What knowing more is worth"), tuple(blocks), (), (RESULT,))

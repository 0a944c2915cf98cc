# SPDX-License-Identifier: Apache-2.0
"""A conflict: its equilibria, the graph of its states, who stays where, and what coalitions could do."""

from collections.abc import Sequence

from pourparler.assess.conflict_rows import ConflictStudy, StableRow
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING
from pourparler.briefing.marks import RESULT
from pourparler.briefing.pictures.conflict import conflict_figure, states_table
from pourparler.engines.conflict import Sanction
from pourparler.wording import plural, say

#: So many equilibria stand on the one screen, and in the whole page.
ON_SCREEN, IN_FULL = 12, 200
#: Of a list of states so many are told.
MOST_LISTED = 24


def concept_name(concept: str) -> str:
    """Return a notion of stability as it is called."""
    known = {"nash": say("Nash"), "gmr": say("GMR"), "smr": say("SMR"), "seq": say("SEQ")}
    return known[concept]


def sanction_name(sanction: Sanction) -> str:
    """Return a definition of a sanction in words, with its name in files."""
    if sanction == "single_step":
        return say("one move by one of the opponents (single_step)")
    return say("any legal sequence of the opponents' moves (joint_sequence)")


def listed(states: Sequence[int], total: int = 0) -> str:
    """Return states as a list: all of `total`, none, or the first ones and how many more."""
    if not states:
        return NOTHING
    if total and len(states) == total and total > 2:
        return say("all")
    more = len(states) - MOST_LISTED
    told = ", ".join(str(state) for state in states[:MOST_LISTED])
    return plural("{told} and {n} more", "{told} and {n} more", more, told=told) if more > 0 else told


def state_name(studied: ConflictStudy, state: int) -> str:
    """Return what a state is called, or a dash where it has only its number."""
    return studied.stated.called(state - 1) or NOTHING


def equilibria(studied: ConflictStudy) -> Section:
    """Say at which states everybody stays, by which notion, and which definition of a sanction was in use."""
    found = studied.stabilities
    if found.nash:
        lead = plural("nobody gains by leaving state {states}", "nobody gains by leaving states {states}", len(found.nash),
                      states=listed(found.nash))  # fmt: skip
        heading = say("EQUILIBRIA — {lead}", lead=lead)
    elif found.all():
        states = listed(found.seq or found.all())
        told = say("those who would leave {states} have to fear the answer", states=states)
        heading = say("EQUILIBRIA BY SANCTION ALONE — {told}", told=told)
    else:
        heading = say("NO EQUILIBRIUM — from every state somebody moves on")
    size = say(
        "{title}: {states}, {actors} ({names}).",
        title=studied.title,
        states=plural("{n} state", "{n} states", studied.states),
        actors=plural("{n} actor", "{n} actors", len(studied.actors)),
        names=", ".join(studied.actors),
    )
    how = Paragraph(f"{size} {_definition(studied)}")
    short, whole = (_table(studied, most) for most in (ON_SCREEN, IN_FULL))
    key = Paragraph(
        say(
            "Nash: nobody has an improvement. GMR: each improvement could be answered by something no better than before. SMR: "
            "and there is no way out of that. SEQ: the answer is in the interest of those who give it."
        )
    )
    blocks: tuple[Block, ...] = (how, whole, key) if whole is not None else (how,)
    return Section(heading, blocks, (how, short) if short is not None else (how,), (RESULT,))


def _definition(studied: ConflictStudy) -> str:
    """Say which definition of a sanction is in use, and whether the other one would find something else."""
    if len(studied.actors) < 2:
        return say("Nobody can answer it: every improvement is made ({name}).", name=studied.sanction)
    if len(studied.actors) == 2:
        return say(
            "With one opponent a sanction is one move of its own, by either definition ({name} is in use).",
            name=studied.sanction,
        )
    told = say("A sanction is {what}.", what=sanction_name(studied.sanction))
    other = studied.other_definition
    if other is None:
        return told
    if not other.differs:
        return f"{told} {say('By the other definition ({name}) the equilibria are the same.', name=other.sanction)}"
    rows = other.stabilities.by_concept()
    parts = [f"{concept_name(concept)} {listed(rows[concept])}" for concept in other.differs]
    return f"{told} {say('The other definition ({name}) differs: {parts}.', name=other.sanction, parts='; '.join(parts))}"


def _table(studied: ConflictStudy, most: int) -> Table | None:
    found = studied.stabilities
    states = found.all()
    if not states:
        return None
    held = {concept: set(row) for concept, row in found.by_concept().items()}
    columns = [say("state"), say("what"), *(concept_name(concept) for concept in held)]
    rows = [
        [str(state), state_name(studied, state), *(say("yes") if state in held[concept] else NOTHING for concept in held)]
        for state in sorted(states, key=lambda s: (-sum(s in each for each in held.values()), s))[:most]
    ]
    if studied.coalition_improvements is not None and len(studied.actors) > 1:
        columns.append(say("joint improvement for"))
        for row in rows:
            row.append(_leavers(studied, int(row[0])) or say("nobody"))
    if all(row[1] == NOTHING for row in rows):
        columns.pop(1)
        rows = [[row[0], *row[2:]] for row in rows]
    more = len(states) - len(rows)
    caption = say("States at which every actor stays, by notion of stability ({name})", name=studied.sanction)
    if more > 0:
        caption += " " + plural("({n} more is not shown)", "({n} more are not shown)", more)
    return Table(tuple(columns), tuple(tuple(row) for row in rows), caption)


def _leavers(studied: ConflictStudy, state: int) -> str:
    """Return the coalitions that have a joint improvement from a state; those that hold a smaller one are left out."""
    assert studied.coalition_improvements is not None
    able = [name for name, pairs in studied.coalition_improvements.items() if any(pair[0] == state for pair in pairs)]
    members = {name: set(name.split("+")) for name in able}
    return ", ".join(name for name in able if not any(members[other] < members[name] for other in able))


def graph(studied: ConflictStudy) -> Section:
    """Draw the states and the moves between them, or list them where there are too many to draw."""
    table = states_table(studied)
    figure = conflict_figure(studied, table)
    return Section(say("States and moves"), (figure or table,), (), (RESULT,))


def stays(studied: ConflictStudy) -> Section:
    """Say at which states each actor stays."""
    caption = say("States at which each actor stays ({name})", name=studied.sanction)
    table = _stable_table(studied, studied.per_actor, say("actor"), caption)
    return Section(say("Who stays where"), (table,), (table,) if studied.states <= MOST_LISTED else (), (RESULT,))


def _stable_table(studied: ConflictStudy, rows: "dict[str, StableRow] | object", first: str, caption: str) -> Table:
    assert isinstance(rows, dict)
    cells = tuple(
        (name, *(listed(states, studied.states) for states in row.by_concept().values())) for name, row in rows.items()
    )
    return Table((first, *(concept_name(concept) for concept in studied.stabilities.by_concept())), cells, caption)


def together(studied: ConflictStudy) -> Section | None:
    """Say what coalitions could do: their joint improvements, and at which states they stay."""
    if len(studied.actors) < 2:
        return None
    heading = say("Together")
    if studied.coalition_improvements is None or studied.coalition_stabilities is None or studied.steady is None:
        return Section(heading, (Paragraph(say("Not looked at: {why}.", why=studied.coalitions_why)),))
    improvements = tuple(
        (name, _arrows(pairs), *(listed(states, studied.states) for states in row.by_concept().values()))
        for (name, pairs), row in zip(
            studied.coalition_improvements.items(), studied.coalition_stabilities.values(), strict=True
        )
    )
    concepts = tuple(concept_name(concept) for concept in studied.steady.by_concept())
    table = Table(
        (say("coalition"), say("joint improvements"), *concepts),
        improvements,
        say(
            "What every member prefers and all can bring about together, and the states at which they stay ({name})",
            name=studied.sanction,
        ),
    )
    steady = studied.steady.by_concept()
    told = [f"{concept_name(concept)} {listed(states, studied.states)}" for concept, states in steady.items()]
    firm = Paragraph(say("Equilibria that no coalition leaves either: {states}.", states="; ".join(told)))
    return Section(heading, (table, firm), (firm,), (RESULT,))


def _arrows(pairs: Sequence[tuple[int, int]]) -> str:
    if not pairs:
        return NOTHING
    more = len(pairs) - MOST_LISTED
    told = ", ".join(f"{here}→{there}" for here, there in pairs[:MOST_LISTED])
    return plural("{told} and {n} more", "{told} and {n} more", more, told=told) if more > 0 else told


def strength(studied: ConflictStudy) -> Section | None:
    """Say where actors stay because they would end far worse off."""
    if studied.strong is None:
        return None
    rows = [
        (
            actor,
            *(
                say(
                    "{strong} · {weak}",
                    strong=listed(strong),
                    weak=listed([state for state in held.by_concept()[concept] if state not in strong]),
                )
                for concept, strong in (("gmr", row.gmr), ("smr", row.smr), ("seq", row.seq))
            ),
        )
        for (actor, row), held in zip(studied.strong.items(), studied.per_actor.values(), strict=True)
    ]
    caption = say(
        "States kept strongly · weakly: departures end far worse, or a little worse and no better ({name})",
        name=studied.sanction,
    )
    table = Table((say("actor"), *(concept_name(concept) for concept in ("gmr", "smr", "seq"))), tuple(rows), caption)
    both = [sorted(set.intersection(*(set(states) for states in each))) for each in zip(
        *((row.gmr, row.smr, row.seq) for row in studied.strong.values()), strict=True
    )]  # fmt: skip
    told = [f"{concept_name(concept)} {listed(states)}" for concept, states in zip(("gmr", "smr", "seq"), both, strict=True)]
    firm = BulletList((say("strong equilibria: {states}", states="; ".join(told)),))
    return Section(say("Strength"), (table, firm), (), (RESULT,))

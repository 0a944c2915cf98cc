# SPDX-License-Identifier: Apache-2.0
"""Actors on a line: forecasts with their published errors, rounds of challenges, levers, agreement; power in a vote."""

from dataclasses import replace

from pourparler.assess.line_rows import (
    CHALLENGE_ERROR,
    CHALLENGE_ERROR_HERE,
    ERRORS_FROM,
    ISSUES,
    MEAN_ERROR,
    MIDDLE_ERROR,
    LeverRow,
    LineStudy,
    RoundRow,
    VoteStudy,
)
from pourparler.assess.line_study import LEAST_MOVE, TURNED
from pourparler.assess.power import PowerRow
from pourparler.briefing.document import Block, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, on_line, percent
from pourparler.briefing.marks import RESULT
from pourparler.briefing.pictures.stakeholders import Stakeholder, stakeholder_figure
from pourparler.exchange.numbers import read_exact
from pourparler.wording import plural, say

#: So many actors stand on the one screen, and so many of those who moved in a round.
ON_SCREEN, MOVERS = 8, 3
#: An actor has moved if its place differs by more than this part of the range of positions.
MOVED = 0.005


def errors_told() -> str:
    """Say how wrong these forecasts have been where somebody looked, and who looked."""
    return say(
        "Published error: on {issues} issues of EU legislation the weighted mean missed the outcome by {mean} points of 100 on "
        "average, the challenge model by {challenge} at best and {here} as it is run here, the middle actor by {middle}; "
        "nothing is published of the weighted median. Source: {source}; not peer-reviewed. Begin with the mean. None of these "
        "knows of trades or of vetoes.",
        issues=ISSUES,
        mean=f"{MEAN_ERROR:.1f}",
        challenge=f"{CHALLENGE_ERROR:.1f}",
        here=f"{CHALLENGE_ERROR_HERE:.1f}",
        middle=f"{MIDDLE_ERROR:.1f}",
        source=ERRORS_FROM,
    )


def forecasts(studied: LineStudy) -> Section:
    """Say where the actors would meet, by each forecast, with what it has missed by."""
    last = studied.challenge.rounds[-1]
    heading = say("WHERE THEY WOULD MEET — weighted mean {mean}", mean=on_line(studied.mean))
    several = plural("{n} actor", "{n} actors", len(studied.actors))
    about = say("{title}: {actors}.", title=studied.title, actors=several)
    if studied.dimensions > 1:
        about += " " + say("Question {n} of {m}.", n=studied.dimension, m=studied.dimensions)
    rows = (
        (say("weighted mean"), on_line(studied.mean), f"{MEAN_ERROR:.1f}"),
        (say("weighted median"), on_line(studied.median), NOTHING),
        (_after(len(studied.challenge.rounds), say("mean")), on_line(last.mean), f"{CHALLENGE_ERROR:.1f}"),
        (_after(len(studied.challenge.rounds), say("median")), on_line(last.median), f"{CHALLENGE_ERROR:.1f}"),
    )
    columns = (say("forecast"), say("position"), say("published error, of 100"))
    blocks: tuple[Block, ...] = (Paragraph(about), Table(columns, rows, say("Forecasts")), Paragraph(errors_told()))
    return Section(heading, blocks, blocks, (RESULT,))


def _after(rounds: int, what: str) -> str:
    told = plural("challenge model after {n} round, {what}", "challenge model after {n} rounds, {what}", rounds, what=what)
    return told


def actors(studied: LineStudy) -> Section:
    """Draw and tabulate who stands where."""
    columns = (say("number"), say("actor"), say("position"), say("salience"), say("capability"), say("share of all weight"))
    shares = {row.actor: row.share for row in studied.levers}
    rows = tuple(
        (str(n), a.actor, on_line(a.position), percent(a.salience), on_line(a.capability), percent(shares[a.actor]))
        for n, a in enumerate(studied.actors, start=1)
    )
    table = Table(columns, rows, say("Every actor; weight is capability times salience"))
    drawn = [Stakeholder(a.actor, a.position, a.salience, a.capability) for a in studied.actors]
    return Section(say("Actors"), (stakeholder_figure(drawn, studied.mean, studied.median, table) or table,), (), (RESULT,))


def challenge(studied: LineStudy) -> Section:
    """Tabulate the rounds: both forecasts and who gave way most; say what other readings of the model lead to."""
    rounds = studied.challenge.rounds
    names = [actor.actor for actor in studied.actors]
    before = tuple(actor.position for actor in studied.actors)
    rows = []
    for number, row in enumerate(rounds, start=1):
        rows.append((str(number), on_line(row.mean), on_line(row.median), _moved(names, before, row, studied)))
        before = row.positions
    columns = (say("round"), say("mean"), say("median"), say("who gave way most"))
    table = Table(columns, tuple(rows), say("The challenge model, round by round"))
    blocks = (table, Paragraph(_readings(studied)))
    return Section(say("Challenges"), blocks, (Paragraph(_readings(studied)),), (RESULT,))


def _moved(names: list[str], before: tuple[float, ...], row: RoundRow, studied: LineStudy) -> str:
    places = [actor.position for actor in studied.actors]
    span = max(places) - min(places)
    moves = [
        (abs(now - was), name, was, now)
        for name, was, now in zip(names, before, row.positions, strict=True)
        if abs(now - was) > MOVED * span
    ]
    moves.sort(key=lambda move: -move[0])
    told = [f"{name} {on_line(was)} → {on_line(now)}" for _, name, was, now in moves[:MOVERS]]
    more = len(moves) - len(told)
    if not told:
        return say("nobody")
    return ", ".join(told) + (plural(" and one more", " and {n} more", more) if more else "")


def _readings(studied: LineStudy) -> str:
    """Say whether the model gives the same when its open details are read otherwise."""
    last = studied.challenge.rounds[-1]
    how = {TURNED: say("with the scale read from its other end"), LEAST_MOVE: say("with the least move taken by everybody")}
    told = [
        say("{how} mean {mean}, median {median}", how=how[row.reading], mean=on_line(row.mean), median=on_line(row.median))
        for row in studied.challenge.readings
        if (on_line(row.mean), on_line(row.median)) != (on_line(last.mean), on_line(last.median))
    ]
    if not told:
        return say("The same with the scale read from its other end, and with the least move taken by everybody.")
    return say("The details that the literature leaves open decide here: {told}. Trust none of them.", told="; ".join(told))


def lever_list(studied: LineStudy) -> Section:
    """Tabulate what a shift of each actor would do, those first who could do most."""
    if studied.aim is None:
        first = say("pulls the mean by")
        lead = say("Ordered by how far each pulls the mean today; --for NAME orders them by what they could do for NAME")
    else:
        first = say("mean nearer by, if it joins")
        lead = say("Ordered by how much nearer the mean comes to {aim} if the actor takes its position", aim=studied.aim)
    columns = (
        say("actor"),
        say("mean per unit"),
        first,
        say("mean without it"),
        say("at full salience"),
        say("at twice its capability"),
        say("median between"),
    )
    rows = tuple(_lever(row) for row in studied.levers)
    caption = say("What a shift of one actor alone would do")
    more = len(rows) - ON_SCREEN
    short: tuple[Block, ...] = (
        Table(columns, rows[:ON_SCREEN], caption),
        Paragraph(lead, plural("one more actor", "{n} more actors", more)) if more > 0 else Paragraph(f"{lead}."),
    )
    return Section(say("Levers"), (Table(columns, rows, caption), Paragraph(f"{lead}.")), short, (RESULT,))


def _lever(row: LeverRow) -> tuple[str, ...]:
    return (
        row.actor,
        on_line(row.share),
        on_line(row.gain),
        on_line(row.mean.without),
        on_line(row.mean.full_salience),
        on_line(row.mean.double_capability),
        say("{low} to {high}", low=on_line(row.median.low), high=on_line(row.median.high)),
    )


def agreement(studied: LineStudy) -> Section | None:
    """Say where bargaining leads, if it is stated what everybody expects without agreement."""
    row = studied.agreement
    if row is None:
        return None
    if row.zone is None or row.nash is None or row.kalai_smorodinsky is None:
        told = say("There is no answer that everybody prefers to what it expects without agreement.")
    else:
        told = say(
            "Everybody prefers what lies between {low} and {high} to no agreement. Nash, by weight: {nash}; "
            "Kalai–Smorodinsky: {fair}.",
            low=on_line(row.zone[0]),
            high=on_line(row.zone[1]),
            nash=on_line(row.nash),
            fair=on_line(row.kalai_smorodinsky),
        )
    return Section(say("Agreement"), (Paragraph(told),), (Paragraph(told),), (RESULT,))


def listening(studied: LineStudy) -> Section | None:
    """Say where positions settle if it is stated who listens to whom."""
    row = studied.influence
    if row is None:
        return None
    told = say("Once they have listened: weighted mean {mean}, weighted median {median}.", mean=on_line(row.mean),
               median=on_line(row.median))  # fmt: skip
    pairs = tuple(
        (actor.actor, on_line(actor.position), on_line(place))
        for actor, place in zip(studied.actors, row.positions, strict=True)
    )
    table = Table((say("actor"), say("begins at"), say("settles at")), pairs, say("Where positions settle"))
    return Section(say("Listening"), (Paragraph(told), table), (Paragraph(told),), (RESULT,))


def power_on_line(studied: LineStudy) -> Section:
    """Tabulate power in a vote among the actors, or say why there is none to tell."""
    if studied.power is None:
        told = Paragraph(say("Power in a vote is not told: {why}.", why=str(studied.why)))
        return Section(say("Power"), (told,), (), (RESULT,))
    return power(studied.power, is_brief=False)


def vote(studied: VoteStudy, *, is_one_of_several: bool = False) -> Section:
    """Tabulate power in a vote alone, and say whether what its file states of it is the same."""
    found = power(studied.power, is_brief=True)
    heading = say("{title}", title=studied.title) if is_one_of_several else found.heading
    names = {"shapley_shubik": say("Shapley–Shubik"), "banzhaf": say("Banzhaf"), "banzhaf_absolute": say("Banzhaf, absolute")}
    told = [
        say("{index} as the file states it", index=names[name])
        if same
        else say("{index} not as the file states it", index=names[name])
        for name, same in studied.stated.items()
    ]
    blocks = (*found.blocks, *([Paragraph("; ".join(told) + ".")] if told else []))
    return replace(found, heading=heading, blocks=blocks, brief=blocks)


def power(row: PowerRow, is_brief: bool) -> Section:
    """Tabulate both indices, exactly and in per cent, under the rules of the vote."""
    weights = [say("weight") if len(row.rules) == 1 else say("weight {n}", n=n) for n in range(1, len(row.rules) + 1)]
    columns = (say("player"), *weights, say("Shapley–Shubik"), say("Banzhaf"))
    rows = tuple(
        (
            name + (say(" (veto)") if name in row.vetoes else ""),
            *(rule.weights[place] for rule in row.rules),
            _share(row.shapley_shubik[place]),
            _share(row.banzhaf[place]),
        )
        for place, name in enumerate(row.players)
    )
    told = "; ".join(_rule(rule.quota, rule.assumed) for rule in row.rules)
    note = say("What the rules give is no forecast of who votes with whom.")
    lead = Paragraph(say("A coalition wins with {rules}. {note}", rules=told, note=note))
    table = Table(columns, rows, say("How often each decides, all others being equally likely to vote either way"))
    blocks = (lead, table)
    return Section(say("Power in a vote"), blocks, blocks if is_brief else (), (RESULT,))


def _rule(quota: str, is_assumed: bool) -> str:
    if is_assumed:
        return say("{quota} of all weight, more than half, as no quota is stated", quota=quota)
    return say("{quota} of all weight", quota=quota)


def _share(exact: str) -> str:
    number = read_exact(exact)
    assert number is not None  # it was written from one
    return f"{exact} ({percent(float(number))})" if number.denominator > 1 else percent(float(number))

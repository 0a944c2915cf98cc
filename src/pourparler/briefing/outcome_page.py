# SPDX-License-Identifier: Apache-2.0
"""The pages of `pourparler outcome`: one case held against what became of it, and several together."""

from pourparler.assess.book import AverageRow
from pourparler.assess.outcome_study import Cell, CriterionScore, GateRecord, OutcomeStudy, OutcomeTally
from pourparler.briefing.document import Block, Briefing, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent
from pourparler.briefing.names import Names
from pourparler.wording import plural, say

#: Two decimals are as much as a few scores bear.
_SCORE = "{:.2f}"


def outcome_page(found: OutcomeStudy) -> Briefing:
    """Return the page of one case."""
    names = Names(found.labels)
    about = say(
        "The case as of {day}, seen from {seat}, assessed as it stood; case {digest}.",
        day=found.as_of,
        seat=names.of("parties", found.seat),
        digest=found.digest,
    )
    sections = [
        Section(say("What became of {title}", title=found.title), (Paragraph(about),)),
        Section(say("The gate"), tuple(_gate(found.gate, names))),
    ]
    if found.criteria:
        sections.append(Section(say("Criteria of success"), (_criteria(found.criteria, names), Paragraph(_scale()))))
    forecasts = _forecasts(found)
    if forecasts:
        sections.append(Section(say("Forecasts"), tuple(forecasts)))
    if found.lessons:
        sections.append(Section(say("Lessons, as written"), (BulletList(found.lessons),)))
    return Briefing(found.title, tuple(sections))


def tally_page(found: OutcomeTally) -> Briefing:
    """Return the page of several cases."""
    count = plural("{n} case", "{n} cases", len(found.cases))
    columns = (say("the gate was"), say("they"), say("cases"), say("came out"), say("succeeded (95% interval)"))
    cells = tuple(_cell(cell) for cell in found.cells)
    errors = say(
        "Met though not ready: {met}. Waited though ready: {waited}.",
        met=found.errors.get("met_though_not_ready", 0),
        waited=found.errors.get("waited_though_ready", 0),
    )
    blocks: list[Block] = [Table(columns, cells, say("What the gate said, and what was done")), Paragraph(errors)]
    if found.unknown:
        blocks.append(
            Paragraph(say("Not counted, since one of the two is not known: {cases}.", cases="; ".join(found.unknown)))
        )
    if found.brier is not None:
        scored = plural("{n} criterion", "{n} criteria", found.scored)
        score = _SCORE.format(found.brier)
        blocks.append(Paragraph(say("The chances of {scored} score {score} on average (Brier).", scored=scored, score=score)))
    blocks.append(BulletList(_caveats(len(found.cases))))
    sections = [Section(say("What became of {count}", count=count), tuple(blocks))]
    rows = tuple(_listed(study) for study in found.cases)
    heads = (say("case"), say("advised"), say("done"), say("error of the two"), say("came out"))
    sections.append(Section(say("Case by case"), (Table(heads, rows, say("Cases")),)))
    return Briefing(say("What became of {count}", count=count), tuple(sections))


def _gate(gate: GateRecord, names: Names) -> list[Block]:
    state = {True: say("ready"), False: say("not ready"), None: say("not known")}[gate.ready]
    lines = [
        say("Advised: {action}. The gate was {state}.", action=names.of(gate.advised), state=state),
        say("Done: {done}.", done=_done(gate, names)),
        _verdict(gate),
    ]
    if gate.open:
        lines.insert(1, say("Not met then: {conditions}.", conditions=", ".join(names.condition(name) for name in gate.open)))
    if gate.days_between:
        days = plural("{n} day", "{n} days", gate.days_between)
        lines.append(
            say("They met {days} after the day of the case: what was prepared in between is not in this gate.", days=days)
        )
    lines.append(say("What would have happened otherwise is not known; one case proves nothing about the gate."))
    return [BulletList(tuple(lines))]


def _verdict(gate: GateRecord) -> str:
    judged = say(
        "of our own criteria {yes} met, {part} in part, {no} not met, {open} open",
        yes=gate.own_criteria["yes"],
        part=gate.own_criteria["in_part"],
        no=gate.own_criteria["no"],
        open=gate.own_criteria["open"],
    )
    return say("{error}: {judged}.", error=_error(gate), judged=judged)


def _error(gate: GateRecord) -> str:
    if gate.error == "met_though_not_ready":
        return say("Met though not ready")
    if gate.error == "waited_though_ready":
        return say("Waited though ready")
    if gate.ready is None or gate.done is None:
        return say("Whether gate and deed agree is not known")
    return say("Gate and deed agree")


def _done(gate: GateRecord, names: Names) -> str:
    if gate.done == "met":
        return say("met on {day}", day=gate.met_on) if gate.met_on else say("met")
    if gate.done == "waited":
        return say("did not meet at this level ({action})", action=names.of(gate.taken or ""))
    return say("not stated")


def _criteria(rows: tuple[CriterionScore, ...], names: Names) -> Table:
    met = {"yes": say("met"), "no": say("not met"), "in_part": say("in part"), "open": say("open")}
    columns = (say("criterion"), say("party"), say("by"), say("judged"), say("chance given"), say("Brier"))
    cells = tuple(
        (
            row.what,
            names.of("parties", row.party) if row.party else NOTHING,
            row.by or NOTHING,
            say("{met}, {day}", met=met[row.met], day=row.on) if row.on else met[row.met],
            percent(row.chance) if row.chance is not None else NOTHING,
            _SCORE.format(row.brier) if row.brier is not None else NOTHING,
        )
        for row in rows
    )
    return Table(columns, cells, say("Criteria of success"))


def _scale() -> str:
    return say("The chance is that under the action that was taken. Brier: 0 is the best, 2 the worst, 0.5 an even chance.")


def _forecasts(found: OutcomeStudy) -> list[Block]:
    settled = [row for row in found.forecasts.forecasts if row.scores is not None]
    waiting = sum(row.came is None for row in found.forecasts.forecasts)
    blocks: list[Block] = []
    if settled:
        heads = (say("forecast"), say("by"), say("came"), say("Brier"))
        cells = tuple(
            (
                row.question,
                row.by or NOTHING,
                row.came.came if row.came is not None else NOTHING,
                _SCORE.format(row.scores.brier) if row.scores is not None and row.scores.brier is not None else NOTHING,
            )
            for row in settled
        )
        blocks.append(Table(heads, cells, say("Forecasts that came out")))
        blocks += [Paragraph(_average(row)) for row in found.forecasts.averages[-1:] if row.means.get("brier") is not None]
    if waiting:
        blocks.append(Paragraph(plural("{n} forecast has not come out.", "{n} forecasts have not come out.", waiting)))
    return blocks


def _average(row: AverageRow) -> str:
    count = plural("{n} forecast", "{n} forecasts", row.counts["brier"])
    return say("Average over {count}: {score}.", count=count, score=_SCORE.format(row.means["brier"] or 0))


def _cell(cell: Cell) -> tuple[str, ...]:
    share = NOTHING
    if cell.share is not None and cell.low is not None and cell.high is not None:
        share = say("{share} ({low} to {high})", share=percent(cell.share), low=percent(cell.low), high=percent(cell.high))
    return (
        say("ready") if cell.ready else say("not ready"),
        say("met") if cell.done == "met" else say("waited"),
        str(len(cell.cases)),
        ", ".join(f"{_came_out(how)} {n}" for how, n in cell.came_out.items() if n) or NOTHING,
        share,
    )


def _came_out(how: str) -> str:
    told = {"succeeded": say("succeeded"), "in_part": say("in part"), "failed": say("failed"), "open": say("open")}
    return told[how]


def _listed(study: OutcomeStudy) -> tuple[str, ...]:
    names = Names(study.labels)
    gate = study.gate
    return (study.title, names.of(gate.advised), _done(gate, names), _error(gate), _came_out(gate.came_out))


def _caveats(count: int) -> tuple[str, ...]:
    few = plural("{n} case says next to nothing.", "{n} cases: read the intervals, not the shares.", count)
    return (
        few,
        say("Nobody knows how those who waited would have fared had they met, nor the other way round."),
        say("Cases are chosen by those who write them, often knowing the end; that proves nothing about the gate."),
    )

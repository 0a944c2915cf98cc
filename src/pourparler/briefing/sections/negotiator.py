# SPDX-License-Identifier: Apache-2.0
"""For the negotiator: what to give and what to ask, trades, a shortlist, and a mandate as the analysis would have it."""

from collections.abc import Sequence

from pourparler.assess.assessment import Assessment
from pourparler.assess.negotiating import NegotiatorRow, ProposalRow, RatioRow, RungRow, SuggestedRow, TermRow, TradeRow
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, percent_with_range, points, points_with_range
from pourparler.briefing.marks import found_from
from pourparler.briefing.names import Names
from pourparler.wording import say


def concessions(assessment: Assessment, names: Names) -> Section | None:
    """Print the ladder of what to give, that of what to ask, trades that help both, and terms that hang on events."""
    row = assessment.negotiator
    blocks: list[Block] = []
    if row.ladder:
        blocks.append(_rungs(row.ladder, names, say("What to give: each step from what is in force today"), giving=True))
    if row.asks:
        blocks.append(_rungs(row.asks, names, say("What to ask: each step from what is in force today"), giving=False))
    if blocks:
        told = say(
            "Best exchange first: worth to one side per point that it costs the other, costs outside the table counted in. "
            "Surely better is what is so in at least 95% of worlds; of all others the order is not determined."
        )
        blocks.append(Paragraph(told))
    if row.trades:
        blocks.append(_trades(row.trades, names))
    if row.terms:
        blocks += [_terms(row.terms, names), Paragraph(_about_terms())]
    rests_on = found_from(assessment, "values", "effects", "worth_to_us", "beliefs")
    return Section(say("What to give, what to ask"), tuple(blocks), (), rests_on) if blocks else None


def _option(option: str | None, names: Names) -> str:
    if option is None:
        return say("nothing")
    issue, _, name = option.partition(".")
    return f"{names.of('issues', issue)}: {names.of(issue, name)}"


def _ratio(row: RatioRow) -> str:
    """Write an exchange ratio; without bound where it costs nothing."""

    def one(value: float | None) -> str:
        return say("free") if value is None else f"{value:.2f}"

    told = [one(value) for value in (row.mean, row.low, row.high)]
    return (
        told[0] if told[0] == told[1] == told[2] else say("{mean} ({low} to {high})", mean=told[0], low=told[1], high=told[2])
    )


def _rungs(rows: Sequence[RungRow], names: Names, caption: str, giving: bool) -> Table:
    kinds = {"give": "", "get": "", "free": say("free"), "waste": say("worth nothing to them")}
    columns = (
        say("what to give") if giving else say("what to ask"),
        say("costs us") if giving else say("worth to us"),
        say("outside the table"),
        say("worth to them") if giving else say("costs them"),
        say("by what they intend"),
        say("worth per point of cost"),
        say("surely better than"),
        say("note"),
    )
    cells = []
    for row in rows:
        cost, worth = (row.cost, row.worth) if giving else (_turned(row.cost), _turned(row.worth))
        notes = [kinds[row.kind]] if row.kind is not None else [say("what it is is not determined")]
        notes += [say("its worth hangs on another issue")] if row.tied else []
        by = [
            f"{names.of(given.question, given.hypothesis)} {points((given.worth if giving else _turned(given.worth)).mean)}"
            for given in row.by_hypothesis
        ]
        cells.append(
            (
                _option(f"{row.issue}.{row.option}", names),
                points_with_range(cost),
                points_with_range(row.outside) if row.outside is not None else NOTHING,
                points_with_range(worth),
                ", ".join(by) or NOTHING,
                _ratio(row.exchange),
                ", ".join(names.of(*other.partition(".")[::2]) for other in row.better_than) or NOTHING,
                "; ".join(note for note in notes if note) or NOTHING,
            )
        )
    return Table(columns, tuple(cells), caption)


def _turned(spread: Spread) -> Spread:
    return Spread(-spread.mean, -spread.high, -spread.low)


def _trades(rows: Sequence[TradeRow], names: Names) -> Table:
    starts = {
        "today": say("from what is in force"),
        "agreement": say("from the likeliest agreement"),
        "mandate": say("in the mandate"),
    }
    cells = tuple(
        (
            _option(row.get, names),
            _option(row.give, names),
            points_with_range(row.own),
            points_with_range(row.counterpart),
            percent(row.both),
            say("yes") if row.settled else say("no"),
            starts[row.start],
        )
        for row in rows
    )
    columns = (
        say("get"),
        say("give"),
        say("both steps, to us"),
        say("both steps, to them"),
        say("both gain in"),
        say("surely helps both"),
        say("where from"),
    )
    return Table(columns, cells, say("Trades: pairs of opposite moves that help both, and those of the mandate"))


def _terms(rows: Sequence[TermRow], names: Names) -> Table:
    cells = []
    for row in rows:
        holder = names.of("parties", row.holder) if row.holder is not None else say("not determined")
        cells.append(
            (
                names.of("beliefs", row.event),
                percent_with_range(row.own) if row.own is not None else NOTHING,
                percent_with_range(row.counterpart) if row.counterpart is not None else NOTHING,
                names.told(row.why) if row.why is not None else holder,
                points_with_range(row.price) if row.price is not None else NOTHING,
                points_with_range(row.joint_gain) if row.joint_gain is not None else NOTHING,
            )
        )
    columns = (
        say("event"),
        say("likely, we think"),
        say("likely, they think"),
        say("who should be paid if it comes"),
        say("price of one point"),
        say("both gain, per point"),
    )
    return Table(columns, tuple(cells), say("Where beliefs differ, a term that hangs on the event helps both"))


def _about_terms() -> str:
    return say(
        "Such a term needs an event that both will recognise and neither can bring about; it brings nothing once the two "
        "know what the other knows."
    )


def proposals(assessment: Assessment, names: Names) -> Section | None:
    """Print the shortlist, the suggested mandate, and how far the mandate's points and the offers lie from the frontier."""
    row = assessment.negotiator
    blocks: list[Block] = []
    if row.shortlist:
        blocks += [*_shortlist(row, names)]
    if row.suggested is not None:
        blocks += _suggested(row.suggested, names)
    if row.points:
        blocks.append(_points(row.points, names))
    if not blocks:
        return None
    return Section(say("Packages to have in mind"), tuple(blocks), (), found_from(assessment, "values", "no_deal", "effects"))


def _shortlist(row: NegotiatorRow, names: Names) -> tuple[Block, ...]:
    listed = tuple((r.name, names.agreement(r.package), names.told(r.why), _beware(r, names)) for r in row.shortlist)
    caption = say("A shortlist of packages that differ, out of {n} looked at", n=row.candidates)
    columns = (
        say("no."),
        say("to us"),
        say("to them"),
        say("acceptable to both"),
        say("acceptable to us"),
        say("acceptable to them"),
        say("on the frontier"),
        say("regret"),
        say("worst regret"),
        say("best of these for us"),
        say("best of these for them"),
    )
    numbers = tuple(
        (
            r.name,
            points_with_range(r.own),
            points_with_range(r.counterpart),
            percent(r.acceptable),
            percent(r.acceptable_own),
            percent(r.acceptable_counterpart),
            percent(r.efficient),
            points(r.regret),
            points(r.worst_regret),
            percent(r.first_own or 0.0),
            percent(r.first_counterpart or 0.0),
        )
        for r in row.shortlist
    )
    note = say(
        "Acceptable: no worse than no deal, in that share of worlds and hypotheses. Regret: what we forgo by standing on it "
        "rather than on the best that could be had. Best of these: in that share of the weights and scores that the case "
        "leaves open."
    )
    first = Table((say("no."), say("package"), say("why it is on the list"), say("beware")), listed, caption)
    return first, Table(columns, numbers, say("How the shortlist stands up to what is not known")), Paragraph(note)


def _beware(row: ProposalRow, names: Names) -> str:
    told = []
    if row.crosses:
        told.append(say("crosses a red line: {options}", options=", ".join(_option(option, names) for option in row.crosses)))
    if row.opposed_by:
        told.append(say("opposed by {parties}", parties=", ".join(names.of("parties", party) for party in row.opposed_by)))
    if row.below_floor:
        told.append(
            say("below the mandate's floor: {issues}", issues=", ".join(names.of("issues", i) for i in row.below_floor))
        )
    return "; ".join(told) or NOTHING


def _suggested(row: SuggestedRow, names: Names) -> list[Block]:
    points_of = ((say("opening"), row.opening), (say("target"), row.target), (say("floor"), row.floor))
    listed = [(name, proposal) for name, found in points_of for proposal in found]
    blocks: list[Block] = [Paragraph(say("A mandate as the analysis would have it, beside the case's own and not over it:"))]
    told = [
        say("{point}: {package}. Why: {why}.", point=name, package=names.agreement(p.package), why=names.told(p.why))
        for name, p in listed
    ]
    blocks.append(BulletList((*told, *(names.told(why) for why in row.without))))
    if listed:
        cells = tuple(
            (
                name,
                points_with_range(p.own),
                points_with_range(p.counterpart),
                percent(p.acceptable_own),
                percent(p.acceptable_counterpart),
                _beware(p, names),
            )
            for name, p in listed
        )
        columns = (
            say("suggested"),
            say("to us"),
            say("to them"),
            say("acceptable to us"),
            say("acceptable to them"),
            say("beware"),
        )
        blocks.append(Table(columns, cells, say("The suggested opening, target and floor")))
    if row.gives:
        blocks.append(Paragraph(say("Order of giving: {why}:", why=names.told(row.gives_why))))
        levels = sorted({give.level for give in row.gives})
        order = [
            say("{n}. {options}", n=level, options=", ".join(_option(g.option, names) for g in row.gives if g.level == level))
            for level in levels
        ]
        blocks.append(BulletList(tuple(order)))
    return blocks


def _points(rows: Sequence[ProposalRow], names: Names) -> Table:
    own = {"target": say("the mandate's target"), "floor": say("the mandate's floor")}
    cells = tuple(
        (
            names.of(*row.name.split(".")) if "." in row.name else own[row.name],
            names.agreement(row.package),
            points_with_range(row.own),
            points_with_range(row.counterpart),
            percent(row.acceptable),
            points(row.left_own),
            points(row.left_counterpart),
            _beware(row, names),
        )
        for row in rows
    )
    columns = (
        say("named"),
        say("package"),
        say("to us"),
        say("to them"),
        say("acceptable to both"),
        say("we could gain more"),
        say("they could gain more"),
        say("beware"),
    )
    return Table(
        columns, cells, say("The mandate's points, the offers, and what either could still gain with the other losing nothing")
    )

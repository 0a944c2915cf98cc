# SPDX-License-Identifier: Apache-2.0
"""The bargaining table alone: the zone, the frontier, solutions, offers, another table beside it, and what can be given."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from pourparler.assess.distances import OfferRow
from pourparler.assess.study_rows import NashRow, SolutionRow, TableStudy, TotalRow
from pourparler.briefing.document import Block, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, points_with_range, worth
from pourparler.briefing.marks import RESULT
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.study import study_figure
from pourparler.exchange.numerals import decimal
from pourparler.wording import plural, say

#: So many steps of each party's ladder stand on the one screen.
STEPS_ON_SCREEN = 3
#: A ratio as large is told without decimals.
_LARGE = 10
#: Decimal digits of a product of gains.
_DIGITS = 6


def solution_name(name: str) -> str:
    """Return a solution in plain words."""
    known = {
        "nash": say("Nash"),
        "kalai_smorodinsky": say("Kalai–Smorodinsky"),
        "egalitarian": say("egalitarian"),
        "utilitarian": say("utilitarian"),
    }
    return known[name]


def zone(studied: TableStudy, names: Names) -> Section:
    """Say whether there is a zone of agreement, of which table, and what no deal is worth."""
    if studied.zone_exists:
        heading = say("ZONE OF AGREEMENT — there are deals that {who} to no deal", who=_prefer(studied))
    else:
        heading = say("NO ZONE OF AGREEMENT — there is no deal that {who} to no deal", who=_prefer(studied))
    blocks: list[Block] = [Paragraph(studied.title), Paragraph(_size(studied, names))]
    if not studied.zone_exists:
        blocks.append(Paragraph(say("There is no zone of agreement under present alternatives: solutions are not given.")))
    if studied.worlds is not None:
        blocks += _worlds(studied, names)
    if studied.consent is not None:
        blocks.append(Paragraph(_consent(studied, names)))
    if studied.unheard:
        bodies = _listed([names.of("parties", body) for body in studied.unheard])
        told = say("Who has to ratify is heard in that probability, not in what follows: {bodies}.", bodies=bodies)
        blocks.append(Paragraph(told))
    blocks += [
        Paragraph(say("Not at the table: {party}, for {path} is not stated.", party=names.of("parties", party), path=path))
        for party, path in studied.set_aside.items()
    ]
    return Section(heading, tuple(blocks), tuple(blocks), (RESULT,))


def to_whom(studied: TableStudy) -> str:
    """Say to whom a deal has to be worth at least no deal."""
    return say("to everybody") if studied.consent is None else say("to enough of them")


def _prefer(studied: TableStudy) -> str:
    return say("everybody prefers") if studied.consent is None else say("enough of them prefer")


def _consent(studied: TableStudy, names: Names) -> str:
    rule = studied.consent
    assert rule is not None
    total = len(studied.parties)
    if not rule.vetoes:
        return say("A deal needs the consent of {n} of the {total} parties.", n=rule.quota, total=total)
    who = _listed([names.of("parties", party) for party in rule.vetoes])
    if rule.quota <= len(rule.vetoes):
        return say("A deal needs the consent of {who}, and of nobody else.", who=who)
    told = "A deal needs the consent of {who}, and of {n} of the {total} parties in all."
    return say(told, who=who, n=rule.quota, total=total)


def _size(studied: TableStudy, names: Names) -> str:
    rows = zip(studied.parties, studied.no_deal, strict=True)
    least = _listed([f"{names.of('parties', party)} {worth(least, studied.scale)}" for party, least in rows])
    return say(
        "{issues}, {packages}. Worth of no deal: {least}{scale}.",
        issues=plural("{n} issue", "{n} issues", studied.issues),
        packages=say("{n} packages", n=f"{studied.packages:,}"),
        least=least,
        scale=say(" on a scale of 0 to 1") if studied.scale == 1 else "",
    )


def _worlds(studied: TableStudy, names: Names) -> Iterator[Block]:
    row = studied.worlds
    assert row is not None
    if row.zone_probability is None:
        yield Paragraph(say("How likely a zone is cannot be said: {path} is unknown.", path=row.open or NOTHING))
        return
    chance = percent(row.zone_probability)
    told = say("A deal that {who} to no deal exists with probability {p} ({n} worlds).",
               n=f"{row.worlds:,}", who=_prefer(studied), p=chance)  # fmt: skip
    if row.agreement:
        ranges = [f"{points_with_range(value)} {_to(names, party)}" for party, value in row.agreement.items()]
        told += " " + say("The Nash solution is then worth {values}.", values=_listed(ranges))
    yield Paragraph(f"{told} {say('Below, values are averages over worlds and beliefs.')}" if studied.grid.rounded else told)


def _to(names: Names, party: str) -> str:
    return say("to {party}", party=names.of("parties", party))


def frontier(studied: TableStudy, names: Names) -> Section:
    """Say how large the frontier is, and how exact."""
    whole = say(
        "{points}, attained by {packages}",
        points=plural("{n} value point", "{n} value points", studied.frontier_points),
        packages=plural("{n} package", "{n} packages", studied.frontier_packages),
    )
    part = say(
        "worth at least no deal {whom}: {points}, {packages}",
        whom=to_whom(studied),
        points=plural("{n} point", "{n} points", studied.rational_frontier_points),
        packages=plural("{n} package", "{n} packages", studied.rational_frontier_packages),
    )
    short = Paragraph(f"{whole}; {part}.")
    exact = Paragraph(_exactness(studied))
    figure = study_figure(studied, names)
    pictures: tuple[Block, ...] = (figure,) if figure is not None else ()
    return Section(say("Frontier"), (short, exact, *pictures), (short, exact), (RESULT,))


def _exactness(studied: TableStudy) -> str:
    told = decimal(studied.grid.step) or str(studied.grid.step)
    grid = (
        say("values are rounded to a grid of {step}", step=told)
        if studied.grid.rounded
        else say("values are whole steps of {step}, without rounding: ties are true ties", step=told)
    )
    if studied.exact:
        return say("The frontier is complete; {grid}.", grid=grid)
    epsilon = f"{float(studied.epsilon):.3g}"
    return say("The frontier is not complete: up to {epsilon} may be gained beyond it; {grid}.", epsilon=epsilon, grid=grid)


def solutions(studied: TableStudy, names: Names) -> Section | None:
    """Tabulate the solutions with what they are worth to each party, and tell their packages."""
    found = studied.solutions()
    if not found:
        return None
    columns = (say("solution"), *(names.of("parties", party) for party in studied.parties), say("what it maximises"))
    rows = [
        (
            solution_name(name),
            *(worth(value, studied.scale) for value in point.values),
            _maximised(name, row, place, studied.scale),
        )
        for name, row in found.items()
        for place, point in enumerate(row.tied)
    ]
    caption = say("Solutions among deals that are worth at least no deal {whom}", whom=to_whom(studied))
    table = Table(columns, tuple(rows), caption)
    packages = BulletList((*_packages(found, names), *_divided(studied, names)))
    return Section(say("Solutions"), (table, packages), (table, packages), (RESULT,))


def _divided(studied: TableStudy, names: Names) -> Iterator[str]:
    """Tell what both could have if every issue could be divided."""
    row = studied.adjusted_winner
    if row is None:
        return
    first, second = (names.of("parties", party) for party in studied.parties)
    values = zip((first, second), row.values, strict=True)
    told = say("Adjusted Winner, if every issue can be divided: {values}", values=_listed(
        [say("{value} to {who}", who=who, value=worth(value, studied.scale)) for who, value in values]
    ))  # fmt: skip
    for who, wanted in ((first, 1), (second, 0)):
        won = [names.of("issues", issue) for issue, share in row.shares.items() if share == wanted]
        if won:
            told += say("; {who} has its way on {issues}", who=who, issues=", ".join(won))
    if row.split is not None:
        share = row.shares[row.split]
        split = names.of("issues", row.split)
        told += say("; of {issue} {share} goes the way of {who}", issue=split, who=first, share=str(share))
    yield told


def _maximised(name: str, row: SolutionRow, place: int, scale: int) -> str:
    tie = say("; equally good as the one above") if place else ""
    match row:
        case NashRow(product=product):
            return say("product of gains {product}", product=_plain(product)) + tie
        case TotalRow(total=total):
            return say("total {total}", total=worth(total, scale)) + tie
        case _ if name == "egalitarian":
            return say("the least gain") + tie
        case _:
            return say("the least share of what each could gain") + tie


def _plain(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else f"{float(number):.{_DIGITS}g}"


def _packages(found: Mapping[str, SolutionRow], names: Names) -> Iterator[str]:
    """Tell each package once, with the names of all solutions that it is."""
    by_package: dict[str, list[str]] = {}
    for name, row in found.items():
        for point in row.tied:
            more = point.packages - 1
            told = names.package(point.package)
            told += plural(" (or another of equal worth)", " (or {n} others of equal worth)", more) if more else ""
            by_package.setdefault(told, []).append(solution_name(name))
    for package, which in by_package.items():
        yield say("{which}: {package}", which=_listed(which), package=package)


def offers(studied: TableStudy, names: Names) -> Section | None:
    """Say of every named offer what it is worth, and what could still be gained beyond it with nobody losing."""
    if not studied.offers:
        return None
    columns = (say("offer"), *(names.of("parties", party) for party in studied.parties), say("what could be had beyond it"))
    rows = tuple(
        (names.of("offers", name), *(worth(value, studied.scale) for value in row.values), _beyond(row, studied, names))
        for name, row in studied.offers.items()
    )
    table = Table(columns, rows, say("Named offers, and how far each lies from the frontier"))
    packages = BulletList(
        tuple(
            say("{which}: {package}", which=names.of("offers", name), package=names.package(row.package))
            for name, row in studied.offers.items()
        )
    )
    return Section(say("Offers"), (table, packages), (table,), (RESULT,))


def _beyond(row: OfferRow, studied: TableStudy, names: Names) -> str:
    """Say what each party could gain beyond an offer, and what stands against it."""
    gains = [
        say("+{gain} {to}", gain=worth(found.gain, studied.scale), to=_to(names, party))
        for party, found in row.could_gain.items()
        if found.gain > 0
    ]
    parts = [say(" or ").join(gains)] if gains else [say("nothing: it is on the frontier")] if not row.barred else []
    if row.below:
        parts.append(say("worse than no deal for {parties}", parties=_listed([names.of("parties", p) for p in row.below])))
    if row.barred:
        parts.append(say("barred by an exclusion or a red line"))
    return "; ".join(parts)


def against(studied: TableStudy, names: Names) -> Section | None:
    """Put another table beside this one: its sizes, and what its solutions are worth here."""
    other = studied.against
    if other is None:
        return None
    pairs = (
        (say("packages"), studied.packages, other.packages),
        (say("value points on the frontier"), studied.frontier_points, other.frontier_points),
        (
            say("worth at least no deal {whom}", whom=to_whom(studied)),
            studied.rational_frontier_points,
            other.rational_frontier_points,
        ),
        (say("zone of agreement"), *(say("yes") if each.zone_exists else say("no") for each in (studied, other))),
    )
    rows = tuple((name, *(f"{each:,}" if isinstance(each, int) else each for each in both)) for name, *both in pairs)
    sizes = Table((say("size"), say("here"), say("there")), rows, say("This table beside “{title}”", title=other.title))
    blocks: list[Block] = [sizes]
    if other.found:
        columns = (say("its solution"), say("worth there"), say("worth here"), say("what could be had beyond it here"))
        found = tuple(
            (
                solution_name(name),
                _worths(row.there, other.parties, other.scale, names),
                _worths(row.here.values, studied.parties, studied.scale, names),
                _beyond(row.here, studied, names),
            )
            for name, row in other.found.items()
        )
        blocks.append(Table(columns, found, say("What the solutions of the other table are worth by the numbers of this one")))
    return Section(say("Beside it"), tuple(blocks), tuple(blocks), (RESULT,))


def _worths(values: Sequence[Fraction], parties: Sequence[str], scale: int, names: Names) -> str:
    rows = zip(parties, values, strict=True)
    return ", ".join(f"{names.of('parties', party)} {worth(value, scale)}" for party, value in rows)


def ladder(studied: TableStudy, names: Names) -> Section | None:
    """Tabulate what each party can give: what a step costs it, and what it is worth to the others."""
    blocks, brief = [], []
    for party, steps in studied.ladder.items():
        if not steps:
            continue
        others = [other for other in studied.parties if other != party]
        who = names.of("parties", party)
        columns = (
            say("{party} gives", party=who),
            say("at a cost of"),
            *(say("worth to {party}", party=names.of("parties", other)) for other in others),
            say("for 1"),
        )
        rows = tuple(
            (
                say("{issue}: {start} → {end}", issue=names.of("issues", step.issue), start=names.of(step.issue, step.start),
                    end=names.of(step.issue, step.end)),
                worth(step.costs, studied.scale),
                *(worth(step.worth[other], studied.scale) for other in others),
                f"{float(step.ratio):.0f}" if step.ratio >= _LARGE else f"{float(step.ratio):.2f}",
            )
            for step in steps
        )  # fmt: skip
        caption = say("What {party} can give, what is worth most to the others for what it costs first", party=who)
        blocks.append(Table(columns, rows, caption))
        brief.append(Table(columns, rows[:STEPS_ON_SCREEN], caption))
    if not blocks:
        return None
    note = say("“for 1”: what a step is worth to the others together for each unit that it costs")
    left_out = sum(max(0, len(table.rows) - STEPS_ON_SCREEN) for table in blocks)
    more = plural("one more step", "{n} more steps", left_out) if left_out else ""
    return Section(say("Ladder"), (*blocks, Paragraph(f"{note}.")), (*brief, Paragraph(note, more)), (RESULT,))


def _listed(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return say("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])

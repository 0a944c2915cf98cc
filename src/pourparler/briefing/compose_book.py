# SPDX-License-Identifier: Apache-2.0
"""The forecast book as a document: the list of its entries, and how good they were."""

from collections.abc import Iterator, Sequence

from pourparler.assess.book import AverageRow, Book, ForecastRow
from pourparler.assess.forecast_scores import Scored
from pourparler.assess.spread import Spread
from pourparler.briefing.document import Block, Briefing, BulletList, Paragraph, Section, Table
from pourparler.briefing.figures import NOTHING, percent, percent_with_range, points_with_range
from pourparler.briefing.marks import RESULT
from pourparler.briefing.pictures.calibration import calibration_figure
from pourparler.wording import plural, say

#: How the states of a forecast are headed, in the order in which they ask for attention.
_HEADINGS = (
    ("overdue", "Overdue"),
    ("due", "Due"),
    ("open", "Open"),
    ("resolved", "Resolved"),
    ("void", "Void"),
)
#: What each score is called where it is printed.
_MEASURES = (("brier", "Brier"), ("log_bits", "log, bits"), ("rps", "RPS"), ("crps", "CRPS"))


def book_document(book: Book) -> Briefing:
    """Return the list of a book: what asks for attention first, and the seal that stands for all."""
    sections = []
    for state, heading in _HEADINGS:
        rows = [row for row in book.forecasts if row.state == state]
        if rows:
            sections.append(Section(say(heading), (_listed(rows),)))
    told = plural("{n} forecast on {day}.", "{n} forecasts on {day}.", len(book.forecasts), day=book.day)
    about: list[Block] = [Paragraph(told)]
    if book.last_seal is not None:
        about.append(Paragraph(say("Last seal: {seal}", seal=book.last_seal)))
    unsealed = sum(not row.sealed for row in book.forecasts)
    if unsealed:
        text = plural("{n} is not sealed: it could have been written later.", "{n} are not sealed.", unsealed)
        about.append(Paragraph(text))
    return Briefing(book.title, (Section(say("The forecast book of {title}", title=book.title), tuple(about)), *sections))


def _listed(rows: Sequence[ForecastRow]) -> Table:
    is_settled = rows[0].came is not None
    columns = {
        say("forecast"): [row.question if row.id is None else f"{row.id}: {row.question}" for row in rows],
        say("says"): [_said(row) for row in rows],
        say("by"): [say("{who} (aided)", who=row.by) if row.aided else row.by or NOTHING for row in rows],
        say("on"): [row.on or NOTHING for row in rows],
    }
    if is_settled:
        columns[say("came")] = [_came(row) for row in rows]
        if any(row.scores for row in rows):
            columns[say("score")] = [_main(row.scores) for row in rows]
    else:
        columns[say("settled on")] = [_when(row) for row in rows]
    return Table(tuple(columns), tuple(zip(*columns.values(), strict=True)))


def _said(row: ForecastRow) -> str:
    told = [_value(name, held, row.unit) for name, held in row.forecast.items()]
    if not told:
        return NOTHING
    if list(row.forecast) == ["yes", "no"]:
        return percent_with_range(row.forecast["yes"])
    return (" < " if row.is_ordered else ", ").join(told)


def _value(name: str, held: Spread, unit: str | None) -> str:
    if name == "quantity":
        return f"{points_with_range(held)} {unit or ''}".rstrip()
    return f"{name} {percent_with_range(held)}"


def _when(row: ForecastRow) -> str:
    if row.resolves is None or row.days is None:
        return NOTHING
    if row.days < 0:
        return say("{day}, {left} ago", day=row.resolves, left=plural("{n} day", "{n} days", -row.days))
    return say("{day}, in {left}", day=row.resolves, left=plural("{n} day", "{n} days", row.days))


def _came(row: ForecastRow) -> str:
    if row.came is None:
        return NOTHING
    told = say("{came}, {day}", came=row.came.came, day=row.came.on)
    return say("{told} ({source})", told=told, source=row.came.source) if row.came.source else told


def _main(scores: Scored | None) -> str:
    """Return the one score of a row: that of its form."""
    if scores is None:
        return NOTHING
    for measure, name in (("crps", say("CRPS")), ("rps", say("RPS")), ("brier", say("Brier"))):
        if scores.of(measure) is not None:
            return f"{name} {_score(scores, measure)}"
    return NOTHING


def _score(scores: Scored | None, measure: str) -> str:
    if scores is None:
        return NOTHING
    if measure == "log_bits" and scores.ruled_out:
        return say("no limit")
    value, over = scores.of(measure), scores.ranges.get(measure)
    if value is None:
        return NOTHING
    return (
        say("{mean} ({low} to {high})", mean=f"{value:.3f}", low=f"{over.low:.3f}", high=f"{over.high:.3f}")
        if over
        else f"{value:.3f}"
    )


def score_document(book: Book) -> Briefing:
    """Return how good a book was: each forecast that came out beside like cases and the pool, the averages, calibration."""
    rows = [row for row in book.forecasts if row.scores is not None]
    counted = plural("{n} forecast came out by {day}", "{n} forecasts came out by {day}", len(rows), day=book.day)
    lead = say("{counted}. A score of 0 is the best; a range is scored at its average.", counted=counted)
    sections = [Section(say("Forecasts of {title}", title=book.title), (Paragraph(lead), *((_scores(rows),) if rows else ())))]
    if rows:
        sections.append(Section(say("Beside like cases and the pool"), _beside(rows)))
        sections.append(Section(say("Averages"), _averages(book.averages)))
    if book.calibration:
        sections.append(Section(say("Calibration"), _calibration(book), rests_on=(RESULT,)))
    return Briefing(book.title, tuple(sections))


def _scores(rows: Sequence[ForecastRow]) -> Table:
    used = [(key, name) for key, name in _MEASURES if any(_score(row.scores, key) != NOTHING for row in rows)]
    return Table(
        (say("forecast"), say("by"), say("came"), *(say(name) for _, name in used)),
        tuple(
            (
                row.id or row.question,
                row.by or NOTHING,
                row.came.came if row.came is not None else NOTHING,
                *(_score(row.scores, key) for key, _ in used),
            )
            for row in rows
        ),
    )


def _beside(rows: Sequence[ForecastRow]) -> tuple[Block, ...]:
    """Return the one score of each forecast beside those of its like cases and of the pool of unaided forecasts."""
    compared = [row for row in rows if row.base_rate_scores is not None or row.pool_scores is not None]
    if not compared:
        return (Paragraph(say("No forecast that came out has a base rate, and none was made by two people without aid.")),)
    columns = (say("forecast"), say("by"), say("its score"), say("like cases"), say("pool of unaided"))
    table = Table(
        columns,
        tuple(
            (
                row.id or row.question,
                row.by or NOTHING,
                _main(row.scores),
                _main(row.base_rate_scores),
                _main(row.pool_scores),
            )
            for row in compared
        ),
    )
    notes = dict.fromkeys(note for row in compared for note in _notes(row))
    told = say("The pool is the geometric mean of the odds of those named, each with the last forecast made without aid.")
    return (table, BulletList(tuple(notes)), Paragraph(told))


def _notes(row: ForecastRow) -> Iterator[str]:
    """Say what the like cases of a forecast are, and who is in the pool of its question."""
    name = row.id or row.question
    if row.base_rate_scores is not None:
        yield say("{forecast}: like cases are {name}", forecast=name, name=row.base_rate)
    if row.pool_scores is not None:
        yield say("{question} The pool is of {names}", question=row.question, names=", ".join(row.pool_of))


def _averages(rows: Sequence[AverageRow]) -> tuple[Block, ...]:
    used = [(key, name) for key, name in _MEASURES if any(row.counts[key] for row in rows)]
    columns = (say("by"), say("forecasts"), *(say(name) for _, name in used), say("over like cases"), say("over the pool"))
    cells = tuple(
        (
            row.by or say("all"),
            str(row.count),
            *(_mean(row, key) for key, _ in used),
            _skill(row.skill_over_base_rate, row.against_base_rate),
            _skill(row.skill_over_pool, row.against_pool),
        )
        for row in rows
    )
    told = say(
        "The last two are skill: the share of the other's Brier score that was spared, over the forecasts that have both. "
        "Below 0% the other did better. A few forecasts say little."
    )
    return (Table(columns, cells), Paragraph(told))


def _mean(row: AverageRow, key: str) -> str:
    if key == "log_bits" and row.ruled_out:
        return say("no limit")
    value = row.means[key]
    if value is None:
        return NOTHING
    return f"{value:.3f}" if row.counts[key] == row.count else say("{mean} of {n}", mean=f"{value:.3f}", n=row.counts[key])


def _skill(value: float | None, count: int) -> str:
    return NOTHING if value is None else say("{share} of {n}", share=percent(value), n=count)


def _calibration(book: Book) -> tuple[Block, ...]:
    table = Table(
        (say("said"), say("probabilities"), say("average"), say("came"), say("in the long run")),
        tuple(
            (
                say("{low} to {high}", low=percent(row.low), high=percent(row.high)),
                str(row.count),
                percent(row.stated),
                percent(row.came),
                say("{low} to {high}", low=percent(row.came_low), high=percent(row.came_high)),
            )
            for row in book.calibration
        ),
        say("How often what was said came, by how likely it was said to be"),
    )
    few = say(
        "Every probability of yes, and of each class, counts once. Over a few forecasts the range is wide: they say little."
    )
    return (calibration_figure(book.calibration, table) or table, Paragraph(few))

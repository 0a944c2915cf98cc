# SPDX-License-Identifier: Apache-2.0
"""What a case says in words, and who holds its numbers: handed on as it was written, for faces to print."""

from collections import Counter
from typing import TYPE_CHECKING

from pourparler.case import Analogy, Case, Consent, Forecast, Judged
from pourparler.case.leaves import quantities
from pourparler.quantity import Unknown

if TYPE_CHECKING:  # looking at a case needs none of the mathematics
    from pourparler.assess.assessment import JudgementRow

#: So many numbers are named one by one.
_MOST_NAMED = 8


def as_written(case: Case) -> dict[str, object]:
    """Return the words of a case that no step computes with, by the part they stand in."""
    meeting = case.meeting
    window = meeting.window if meeting is not None else None
    return {
        "parties": {name: party.role for name, party in case.parties.items()},
        "ratifiers": {name: list(party.ratifiers) for name, party in case.parties.items() if party.ratifiers},
        "priorities": {n: {"held_by": p.held_by, "confidence": p.confidence} for n, p in case.parties.items() if p.held_by},
        "left_out": {name: party.left_out for name, party in case.parties.items() if party.left_out},
        "red_lines": {name: list(options) for name, options in case.red_lines.items()},
        "exclude": [dict(excluded) for excluded in case.exclude if excluded],
        "implies": [{"when": dict(i.when), "then": {issue: list(i.left_by(issue)) for issue in i.then}} for i in case.implies],
        "consent": case.consent.model_dump(mode="json") if isinstance(case.consent, Consent) else case.consent,
        "offers": {name: offer.model_dump(mode="json") for name, offer in case.offers.items()},
        "later_weight": str(case.later.weight) if case.later is not None and case.later.weight is not None else None,
        "steps": list(meeting.steps) if meeting is not None else [],
        "stakes": case.stakes.model_dump(mode="json") if case.stakes is not None else None,
        "considered": list(case.actions),
        "forcing_date": window.forcing_date.isoformat() if window is not None and window.forcing_date is not None else None,
        "authority": {name: dict(source.authority) for name, source in case.sources.items() if source.authority},
        "interpretation": [entry.model_dump(mode="json") for entry in case.interpretation],
        "premortem": [entry.model_dump(mode="json") for entry in case.premortem],
        "analogies": [entry.model_dump(mode="json") for entry in case.analogies],
        "forecasts": [entry.model_dump(mode="json") for entry in case.forecasts],
        "release": case.release.model_dump(mode="json") if case.release is not None else None,
        "no_deal": {n: {"batna": d.batna, "watna": d.watna} for n, d in case.no_deal.items()},
        "mandate": case.mandate.model_dump(mode="json") if case.mandate is not None else None,
        "day_after": case.day_after.model_dump(mode="json") if case.day_after is not None else None,
        "framings": [framing.model_dump(mode="json") for framing in case.framings],
        "lead_days": str(meeting.lead_days) if meeting is not None and meeting.lead_days is not None else None,
        "labels": dict(case.labels),
    }


def judgement_rows(case: Case) -> "tuple[JudgementRow, ...]":
    """Return every judgement with its holder and the number of quantities it covers: each goes to the nearest holder."""
    held = _held(case)
    counts = dict.fromkeys(held, 0)
    for path, _ in quantities(case):
        holder = _holder(path, held)
        if holder is not None:
            counts[holder] += 1
    return tuple(_row(path, held[path], counts[path]) for path in sorted(held))


def unknown_numbers(case: Case) -> tuple[str, ...]:
    """Return the numbers that a case says are unknown, and what grades stand for that it uses and has no table of."""
    stated = [".".join(path) for path, quantity in quantities(case) if isinstance(quantity, Unknown)]
    used = {source.grade for source in case.sources.values()}
    used |= {link.grade for source in case.sources.values() for link in source.links or ()}
    unstated = sorted(grade[:1] for grade in used if grade is not None and not case.grades)
    return (*stated, *(f"grades.{letter}.sound" for letter in dict.fromkeys(unstated)))


def unheld_numbers(case: Case) -> tuple[str, ...]:
    """Return the numbers of a case that nobody holds."""
    held = _held(case)
    return tuple(sorted(".".join(path) for path, _ in quantities(case) if _holder(path, held) is None))


def gathered(paths: tuple[str, ...]) -> list[str]:
    """Return paths as they are; if they are many, the sections of the case that they stand in, each with how many."""
    if len(paths) <= _MOST_NAMED:
        return list(paths)
    return [f"{section} ({count})" for section, count in Counter(path.split(".")[0] for path in paths).items()]


def _held(case: Case) -> dict[str, Judged]:
    held = dict(case.judgements)
    held.update({f"evidence.{item.id}": item.judged for item in case.evidence if item.judged is not None})
    for question, entry in case.questions.items():
        held.update(
            {f"questions.{question}.analysts.{name}": Judged(by=name, on=own.on) for name, own in entry.analysts.items()}
        )
        ratings = enumerate(entry.analogies.ratings if entry.analogies is not None else ())
        held.update({f"questions.{question}.analogies.ratings.{n}": Judged(by=one.by, on=one.on) for n, one in ratings})
        if (stated := entry.confidence) is not None:
            judged = Judged(by=stated.by, on=stated.on, basis=stated.basis, note=stated.because)
            held.setdefault(f"questions.{question}.confidence", judged)
    for item in case.evidence:
        held.update({f"evidence.{item.id}.analysts.{name}": Judged(by=name, on=own.on) for name, own in item.analysts.items()})
    for part in ("analogies", "forecasts"):
        signed = ((f"{part}.{n}", entry) for n, entry in enumerate(getattr(case, part)) if entry.by is not None)
        above = case.judgements.get(part)
        held.update({path: _signed(entry, above) for path, entry in signed if path not in held})
    return held


def _signed(entry: Analogy | Forecast, above: Judged | None) -> Judged:
    """Return the judgement of an entry that names its author; its basis is that of the whole section, if he holds that too."""
    basis = above.basis if above is not None and above.by == entry.by else None
    return Judged(by=entry.by or "", on=getattr(entry, "on", None), basis=basis)


def _holder(path: tuple[str, ...], held: dict[str, Judged]) -> str | None:
    parts = ".".join(path).split(".")  # a key of a case may hold a dot itself
    above = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((place for place in above if place in held), None)


def _row(path: str, judged: Judged, covers: int) -> "JudgementRow":
    from pourparler.assess.assessment import JudgementRow

    return JudgementRow(
        path,
        judged.by,
        judged.on.isoformat() if judged.on is not None else None,
        judged.basis,
        judged.source,
        judged.note,
        judged.release,
        covers,
    )

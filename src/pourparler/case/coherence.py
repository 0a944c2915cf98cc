# SPDX-License-Identifier: Apache-2.0
"""A case does not contradict itself: roles, sources, moves, preparation, the gate, and what is excluded."""

from collections.abc import Iterator

from pourparler.case.asked import asked_findings
from pourparler.case.circles import MOST_SHOWN, circles
from pourparler.case.consent import consent_findings
from pourparler.case.exclusions import exclusion_findings
from pourparler.case.interactions import interaction_findings
from pourparler.case.model import Case, Move, Source
from pourparler.case.names import Known, Names, Reference, by_side
from pourparler.case.offers import offer_findings
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.shapes import number_findings, shape_findings
from pourparler.case.staged import staged_findings
from pourparler.case.table import NumericIssue
from pourparler.case.under import move_findings
from pourparler.case.words import instead, one_of
from pourparler.wording import say

#: Conditions of the gate that need no evidence of their own, since the case itself answers them.
_BUILT_IN_CONDITIONS = (
    "intentions.direct_contact",
    "mandate.approved",
    "day_after.plan",
    "success.defined",
    "premortem.written",
)


def coherence_findings(case: Case, names: Names) -> Iterator[Finding]:
    """Report contradictions inside a case."""
    yield from _of_roles(case)
    yield from _of_sides(case)
    yield from asked_findings(case)
    yield from _repeated([item.id for item in case.evidence], "evidence", key="id")
    yield from _repeated([meaning.word for meaning in case.interpretation], "interpretation", key="word")
    for name, source in case.sources.items():
        yield from _of_source(source, ("sources", name))
    yield from _of_options(case)
    excluded = list(exclusion_findings(case))
    yield from excluded
    yield from interaction_findings(case)
    yield from offer_findings(case, are_sound=not excluded)
    yield from consent_findings(case, names)
    for name, move in case.moves.items():
        yield from _of_move(move, case, ("moves", name))
    yield from move_findings(case)
    yield from _of_preparation(case)
    yield from _of_gate(case, names)
    yield from staged_findings(case)
    for key in case.judgements:
        if key.split(".")[0] not in type(case).model_fields:
            first = key.split(".")[0]
            found = say("a judgement on the unknown section {word}", word=quoted(first))
            yield Finding(("judgements", key), found, instead(first, type(case).model_fields), "key")


def _of_roles(case: Case) -> Iterator[Finding]:
    """One party is our own, one is the counterpart, and the seat is one of the two."""
    seats = ["own", "counterpart"]
    for role in ("own", "counterpart"):
        held = [name for name, party in case.parties.items() if party.role == role]
        seats.extend(held)
        if not held:
            found = say("no party whose role is {role}", role=quoted(role))
            yield Finding(("parties",), found, say("write role: {role} for one party", role=role), "key", whole=True)
        for name in held[1:]:
            found = say("a second party whose role is {role}, after {name}", role=quoted(role), name=quoted(held[0]))
            write = say("give this role to one party only")
            yield Finding(("parties", name, "role"), found, write)
    if case.seat not in seats:
        found = say("{word}, which is no seat", word=quoted(case.seat))
        yield Finding(("seat",), found, instead(case.seat, seats))


def _of_sides(case: Case) -> Iterator[Finding]:
    """What each side at the table pays or can wait for is asked of these two alone."""
    at_table = [name for name, party in case.parties.items() if party.role in ("own", "counterpart")]
    if {case.parties[name].role for name in at_table} != {"own", "counterpart"}:
        return  # which is reported, and is the cause
    for path, table in by_side(case):
        for party in table:
            if party in case.parties and party not in at_table:
                found = say("{party}, who is not at the table", party=quoted(party))
                yield Finding((*path, party), found, say("write {parties}", parties=one_of(at_table)), "key")
    for name, move in case.moves.items():
        for party in move.effects:
            if party in at_table and len(at_table) == len(("own", "counterpart")):
                found = say("an effect on {party}, who is one of the two sides", party=quoted(party))
                write = say("write it under shifts, or as the cost of the move: effects are on third parties")
                yield Finding(("moves", name, "effects", party), found, write, "key")
    for event, held in case.beliefs.items():
        for party in held:
            if party in case.parties and party not in at_table:
                found = say("what {party} thinks likely, who is neither of the two sides", party=quoted(party))
                write = say("delete it: terms are looked for between {parties} alone", parties=" and ".join(at_table))
                yield Finding(("beliefs", event, party), found, write, "key")
    for key, stage in case.staging.items():
        for party in stage.shifts_after:
            if party in case.parties and party not in at_table:
                found = say("what an option changes for {party}, who is neither of the two sides", party=quoted(party))
                write = say(
                    "delete it: after a partial deal the talks of {parties} alone are weighed", parties=" and ".join(at_table)
                )
                yield Finding(("staging", key, "shifts_after", party), found, write, "key")


def _repeated(words: list[str], *path: str, key: str | None = None) -> Iterator[Finding]:
    """Report words of a list that stand there a second time."""
    seen: set[str] = set()
    for number, word in enumerate(words):
        if word in seen:
            where: KeyPath = (*path, number) if key is None else (*path, number, key)
            yield Finding(where, say("{word} a second time", word=quoted(word)), say("write another name, or delete it"))
        seen.add(word)


def _of_source(source: Source, path: KeyPath) -> Iterator[Finding]:
    """A source says in one way at most how far it can be relied on; so does each link of a relay."""
    ways = []
    if source.grade is not None:
        ways.append(say("a grade"))
    if source.links is not None:
        ways.append(say("links"))
    if any(chance is not None for chance in (source.sound, source.empty, source.deceptive)):
        ways.append(say("sound, empty and deceptive"))
    if len(ways) > 1:
        write = say("keep one of them")
        yield Finding(path, say(" beside ").join(ways), write, "key")
    elif source.chain is not None and source.grade is None and ways:
        found = say("a chain beside {way}", way=ways[0])
        yield Finding((*path, "chain"), found, say("delete the chain; it belongs to a grade"), "key")
    if source.links == ():
        found = say("a chain of relays without a relay")
        yield Finding((*path, "links"), found, say("write one link for each who passed it on, or delete the key"), whole=True)
    for number, link in enumerate(source.links or ()):
        if link.grade is not None and (link.hit is not None or link.false_alarm is not None):
            found = say("a grade and rates in one link")
            yield Finding((*path, "links", number), found, say("write either hit and false_alarm, or a grade"))


def _of_options(case: Case) -> Iterator[Finding]:
    for issue, entry in case.issues.items():
        if isinstance(entry, NumericIssue):
            yield from number_findings(entry, ("issues", issue))
        else:
            yield from _repeated(list(entry.options), "issues", issue, "options")
    yield from shape_findings(case)


def _of_move(move: Move, case: Case, path: KeyPath) -> Iterator[Finding]:
    presses = move.kind != "cooperative"
    if presses and move.escalation is None:
        found = say("a {kind} move without its escalation branch", kind=move.kind)
        write = say("write escalation: {{chance: …, loss: …}}; unknown is admissible for both")
        yield Finding(path, found, write, "key", whole=True)
    if move.kind == "suspension" and move.pauses_days is None:
        found = say("a suspension of talks that does not say for how long")
        yield Finding(path, found, say("write pauses_days: …; unknown is admissible"), "key", whole=True)
    if move.kind != "suspension" and move.pauses_days is not None:
        found = say("a pause in the talks by a {kind} move", kind=move.kind)
        yield Finding((*path, "pauses_days"), found, say("write kind: suspension, or delete it"))
    twin = case.moves.get(move.twin) if move.twin is not None else None
    if twin is not None and presses == (twin.kind != "cooperative"):
        found = say("a twin that is {kind} as well", kind=twin.kind)
        other = "cooperative" if presses else "coercive"
        yield Finding((*path, "twin"), found, say("name a {kind} move", kind=other))


def _of_preparation(case: Case) -> Iterator[Finding]:
    for circle in circles({name: step.needs for name, step in case.preparation.items()}):
        steps = (*circle, circle[0]) if len(circle) < MOST_SHOWN else (*circle[:MOST_SHOWN], "…")
        found = say("a circle: {steps}", steps=" needs ".join(steps))
        path: KeyPath = ("preparation", circle[0], "needs")
        yield Finding(path, found, say("delete one of these needs, so that a first step exists"))
    for name, step in case.preparation.items():
        if step.questions and step.reveals is None:
            found = say("questions of a step that reveals nothing")
            yield Finding(
                ("preparation", name, "questions"),
                found,
                say("write beside them what it reveals, such as reveals: motive"),
                "key",
            )


def _of_gate(case: Case, names: Names) -> Iterator[Finding]:
    """Conditions are of the built-in kinds, or attested ones of the case itself."""
    known = _known_conditions(case, names)
    for path, condition in _conditions(case):
        yield from Reference("condition", condition, known, path).findings()
    for number, waiver in enumerate(case.gate.waived if case.gate is not None else ()):
        here = ("gate", "waived", number)
        if not waiver.by.strip():
            yield Finding((*here, "by"), say("a waiver without a name"), say("write by whom: a person who answers for it"))
        if not waiver.reason.strip():
            yield Finding((*here, "reason"), say("a waiver without a reason"), say("write why it can be done without"))
        if waiver.on is not None and waiver.until is not None and waiver.until < waiver.on:
            yield Finding((*here, "until"), say("a waiver that ends before it begins"), say("write a later day"))
    for name, stated in case.gate.attested.items() if case.gate is not None else ():
        if stated.on is not None and stated.expires is not None and stated.expires < stated.on:
            found = say("a condition that expires before it is met")
            yield Finding(("gate", "attested", name, "expires"), found, say("write a later day"))


def _conditions(case: Case) -> Iterator[tuple[KeyPath, str]]:
    if case.gate is not None:
        for step, conditions in case.gate.steps.items():
            for number, condition in enumerate(conditions):
                yield ("gate", "steps", step, number), condition
        for number, waiver in enumerate(case.gate.waived):
            yield ("gate", "waived", number, "condition"), waiver.condition
        for condition in case.gate.valid_days:
            yield ("gate", "valid_days", condition), condition
    for name, prepared in case.preparation.items():
        for number, condition in enumerate(prepared.meets):
            yield ("preparation", name, "meets", number), condition


def _known_conditions(case: Case, names: Names) -> Known:
    """Return the conditions that a case may name; a tripwire that has been sprung holds the gate under its name."""
    parties = (f"consultation.{party}" for party in names.parties or ())
    wires = (f"tripwire.{wire.name}" for wire in case.tripwires)
    return dict.fromkeys((*_BUILT_IN_CONDITIONS, *parties, *(names.keys("gate", "attested") or ()), *wires))

# SPDX-License-Identifier: Apache-2.0
"""What a case records around its numbers names things that exist, and does not contradict itself."""

from collections.abc import Iterator
from itertools import pairwise

from pourparler.case.book import book_findings
from pourparler.case.coalition import coalition_findings, coalition_references
from pourparler.case.model import Case
from pourparler.case.names import Known, Names, Reference, keyed, listed
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.record import Positions, Vote
from pourparler.case.release import release_findings
from pourparler.quantity.distributions import stated_numbers
from pourparler.wording import say


def recorded_references(case: Case, names: Names) -> Iterator[Reference]:
    """Return every word of the record that should name something."""
    parties, issues = names.parties, names.issues
    for name, source in case.sources.items():
        yield from keyed("issue", source.authority, issues, "sources", name, "authority")
    for event, held in case.beliefs.items():
        yield from keyed("party", held, parties, "beliefs", event)
    yield from coalition_references(case, names)
    for number, meaning in enumerate(case.interpretation):
        yield from keyed("party", meaning.means, parties, "interpretation", number, "means")
    for question, line in case.positions.items():
        yield from keyed("party", line.of, parties, "positions", question, "of")
        if line.vote is not None:
            yield from keyed("party", line.vote.votes, parties, "positions", question, "vote", "votes")
            yield from listed("party", line.vote.vetoes, parties, "positions", question, "vote", "vetoes")
    for number, criterion in enumerate(case.success):
        if criterion.party is not None:
            yield Reference("party", criterion.party, parties, ("success", number, "party"))
    for number, motive in enumerate(case.meeting.motives if case.meeting is not None else ()):
        yield Reference("party", motive.party, parties, ("meeting", "motives", number, "party"))
    for number, tripwire in enumerate(case.tripwires):
        place = ("tripwires", number)
        if tripwire.when is not None:
            known = None if _is_open(tripwire.when, case) else _outcomes(names)
            yield Reference("outcome", tripwire.when, known, (*place, "when"))
        if tripwire.indicator is not None:
            yield Reference("indicator", tripwire.indicator, names.keys("indicators"), (*place, "indicator"))
        if tripwire.seen is not None:
            yield Reference("item", tripwire.seen, names.evidence, (*place, "seen"))


def recorded_options(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """Return every option named in full, with its place."""
    for number, criterion in enumerate(case.success):
        for place, option in enumerate(criterion.requires):
            yield ("success", number, "requires", place), option


def recorded_findings(case: Case, names: Names) -> Iterator[Finding]:
    """Report contradictions in what is recorded."""
    yield from _of_red_lines(case, names)
    yield from _of_positions(case)
    yield from _of_days(case)
    yield from _of_tripwires(case)
    yield from book_findings(case.forecasts)
    if case.actions and "hold" not in case.actions:
        found = say("actions without holding, which the gate may always ask for")
        yield Finding(("actions",), found, say("add hold to the list"), whole=True)
    yield from coalition_findings(case)
    yield from release_findings(case.release, type(case).model_fields, names.parties)


def _outcomes(names: Names) -> Known:
    """Return every outcome of a step of preparation in full, `step.outcome`."""
    steps = names.keys("preparation")
    if steps is None:
        return None
    out: dict[str, object] = {}
    for step in steps:
        outcomes = names.keys("preparation", step, "outcomes") or {"done": None}
        out.update({f"{step}.{outcome}": None for outcome in (*outcomes, "failed")})
    return out


def _is_open(when: str, case: Case) -> bool:
    """Return whether an outcome is one of a step that reveals something and does not say yet how it may come out."""
    step = case.preparation.get(when.partition(".")[0])
    return step is not None and step.reveals is not None and not step.outcomes


def _of_red_lines(case: Case, names: Names) -> Iterator[Finding]:
    """Red lines are those of a party, or of one that has to ratify."""
    known = {**dict.fromkeys(names.parties or ()), **{r: None for party in case.parties.values() for r in party.ratifiers}}
    if names.parties is not None:
        for holder in case.red_lines:
            yield from Reference("party", holder, known, ("red_lines", holder), is_key=True).findings()
    for name, party in case.parties.items():
        for number, ratifier in enumerate(party.ratifiers):
            if ratifier in case.parties:
                found = say("{word}, which is a party of its own", word=quoted(ratifier))
                write = say("name a body that is no party here, or state its red lines as that party's")
                yield Finding(("parties", name, "ratifiers", number), found, write)


def _of_positions(case: Case) -> Iterator[Finding]:
    for question, line in case.positions.items():
        if not line.of:
            found = say("a question on which nobody has a position")
            write = say("write of: {{party: {{position: …, salience: …, capability: …}}}}")
            yield Finding(("positions", question), found, write, "key", whole=True)
        if line.vote is not None:
            yield from _of_vote(line.vote, ("positions", question, "vote"))
        yield from _of_scale(line, ("positions", question))


def _of_scale(line: Positions, path: KeyPath) -> Iterator[Finding]:
    """A scale runs from one number up to another, and what is stated of positions lies on it."""
    if line.scale is None:
        return
    low, high = (stated_numbers(end) for end in line.scale)
    if not low or not high:
        return
    ends = say("from {low} to {high}", low=line.scale[0], high=line.scale[1])
    if max(low) >= min(high):
        found = say("a scale {ends}", ends=ends)
        yield Finding((*path, "scale"), found, say("write its lower end first: [30, 60]"))
        return
    places = [(("of", party, "position"), at.position) for party, at in line.of.items()]
    for where, place in [*places, (("no_agreement",), line.no_agreement)]:
        numbers = () if place is None else stated_numbers(place)
        if numbers and not min(low) <= min(numbers) <= max(numbers) <= max(high):
            found = say("{place}, off the scale {ends}", place=quoted(str(place)), ends=ends)
            yield Finding((*path, *where), found, say("write a position on the scale, or a longer scale"))


def _of_vote(vote: Vote, path: KeyPath) -> Iterator[Finding]:
    """A quota can be reached, and who can block a vote takes part in it."""
    total = sum(vote.votes.values())
    if vote.quota > total:
        found = say("a quota of {quota}, with {n} votes in all", quota=vote.quota, n=total)
        yield Finding((*path, "quota"), found, say("write a quota that all votes together reach"))
    for party in vote.vetoes:
        if party not in vote.votes:
            found = say("a veto of {party}, which has no vote", party=quoted(party))
            yield Finding((*path, "vetoes"), found, say("give it a number of votes, 0 if need be"))


def _of_tripwires(case: Case) -> Iterator[Finding]:
    """A tripwire hangs on one thing, and is settled before that comes about."""
    reported = {item.id: item.known_at for item in case.evidence}
    for number, wire in enumerate(case.tripwires):
        here = ("tripwires", number)
        if (wire.when is None) == (wire.indicator is None):
            found = say("a tripwire on nothing") if wire.when is None else say("a tripwire on two things at once")
            write = say("write when: STEP.OUTCOME, or indicator: NAME, and another tripwire for anything else")
            yield Finding(here, found, write, whole=True)
        if wire.indicator is not None and wire.seen is not None:
            found = say("what shows that the indicator came in, beside the indicator")
            yield Finding((*here, "seen"), found, say("write it there, as evidence of the indicator"), "key")
        came = reported.get(wire.seen) if wire.seen is not None else None
        if wire.on is not None and came is not None and wire.on > came:
            found = say("a tripwire set after what it waits for came about")
            yield Finding((*here, "on"), found, say("tripwires are settled beforehand: give the day on which this one was"))


def _of_days(case: Case) -> Iterator[Finding]:
    """What is written beforehand is dated before it is settled; irreversible steps are planned in their order."""
    window = case.meeting.window if case.meeting is not None else None
    if case.meeting is not None and window is not None:
        dated = [(step, window.planned[step]) for step in case.meeting.steps if step in window.planned]
        for (step, day), (later, then) in pairwise(dated):
            if then < day:
                found = say("{later} planned for an earlier day than {step}", later=quoted(later), step=quoted(step))
                write = say("plan them in the order of meeting.steps, or change that order")
                yield Finding(("meeting", "window", "planned", later), found, write)
    for number, criterion in enumerate(case.success):
        if criterion.written is not None and criterion.by is not None and criterion.written > criterion.by:
            found = say("a criterion written after the day by which it is judged")
            write = say("criteria of success are written beforehand: give the day on which this one was")
            yield Finding(("success", number, "written"), found, write)

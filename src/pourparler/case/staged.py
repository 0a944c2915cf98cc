# SPDX-License-Identifier: Apache-2.0
"""A deal in stages: what is given for what in each, what each takes, and what secures it; and that stages fit together."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from pourparler.case.circles import MOST_SHOWN, circles
from pourparler.case.fields import (
    Cost,
    Days,
    Identifier,
    OptionName,
    Points,
    PointsByParty,
    ProbabilitiesByParty,
    Probability,
    ProbabilityByHypothesis,
    Share,
    SharesByParty,
    Text,
    blank_is_unknown,
)
from pourparler.case.part import Part
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.words import one_of
from pourparler.wording import say

if TYPE_CHECKING:
    from pourparler.case.model import Case

CostsByParty = Annotated[dict[Identifier, Cost], BeforeValidator(blank_is_unknown)]
KeptByParty = Annotated[dict[Identifier, ProbabilityByHypothesis], BeforeValidator(blank_is_unknown)]

#: Orders of so many stages are searched. The engine of staged deals has the same limit.
MOST_STAGES = 8
#: What a stage says of each of the two sides.
BY_SIDE = ("kept_by", "cost", "shifts_after", "breach_seen", "snap_back")


class Reversible(Part):
    """The share of an exchange that each side could take back after a breach, and how long that would take it."""

    by_us: Share | None = None
    by_them: Share | None = None
    days_by_us: Days | None = None
    days_by_them: Days | None = None


class Stage(Part):
    """What agreeing to an option, or to any option of an issue, does to what follows it."""

    reversible: Reversible | None = None
    shifts_after: dict[Identifier, Points] = Field(default_factory=dict)


class StagedExchange(Part):
    """One stage of a deal: options that our side brings into force for options that the other side does.

    `after` names stages to be done before; one that settles an issue further comes after the one before it anyway. `kept_by`
    says how likely each side does its part (where nothing is written ours does, and theirs complies as with the whole deal),
    `days` how long the stage takes, `crisis` the chance of the crisis in a month once it is done. `breach_seen`: how likely a
    breach by a side is seen in time to act on it; `snap_back`: the share of what a side gives here that is restored to it if
    the other breaks the deal, beyond what it could take back; `escrow`: the share of both sides' parts that a third party
    holds until the stage is through.
    """

    id: Identifier
    what: Text | None = None
    gives: tuple[OptionName, ...] = ()
    gets: tuple[OptionName, ...] = ()
    after: tuple[Identifier, ...] = ()
    days: Days | None = None
    kept_by: KeptByParty = Field(default_factory=dict)
    cost: CostsByParty = Field(default_factory=dict)
    shifts_after: PointsByParty = Field(default_factory=dict)
    breach_seen: ProbabilitiesByParty = Field(default_factory=dict)
    snap_back: SharesByParty = Field(default_factory=dict)
    escrow: Share | None = None
    crisis: Probability | None = None


def staged_options(case: "Case") -> Iterator[tuple[KeyPath, str]]:
    """Return every option that a stage names, with its place."""
    for number, stage in enumerate(case.stages):
        for key, options in (("gives", stage.gives), ("gets", stage.gets)):
            for place, option in enumerate(options):
                yield ("stages", number, key, place), option


def staged_findings(case: "Case") -> Iterator[Finding]:
    """Report stages that ask for nothing, that wait for one another, or in which both sides settle one issue."""
    ids = [stage.id for stage in case.stages]
    going_round = list(_circles(case)) if len(set(ids)) == len(ids) else []
    yield from going_round
    for number, stage in enumerate(case.stages):
        here: KeyPath = ("stages", number)
        if stage.id in ids[:number]:
            found = say("{word} a second time", word=quoted(stage.id))
            yield Finding((*here, "id"), found, say("write another name, or delete it"))
        if not stage.gets:
            found = say("a stage without a get")
            yield Finding(here, found, say("write gets: [issue.option], what the other side does for it"), "key", whole=True)
        yield from _sides(case, number)
        for place, name in enumerate(stage.after if not going_round else ()):
            if name in ids and ids.index(name) > number:
                found = say("{stage} before {other}, which it comes after", stage=quoted(stage.id), other=quoted(name))
                yield Finding((*here, "after", place), found, say("write the stages in the order that is planned"), whole=True)
    if len(set(ids)) == len(ids) and not going_round:
        yield from _of_issues(case)


def _sides(case: "Case", number: int) -> Iterator[Finding]:
    """What a stage says of each side is said of the two at the table."""
    at_table = [name for name, party in case.parties.items() if party.role in ("own", "counterpart")]
    if {case.parties[name].role for name in at_table} != {"own", "counterpart"}:
        return  # which is reported, and is the cause
    for key in BY_SIDE:
        for party in getattr(case.stages[number], key):
            if party in case.parties and party not in at_table:
                found = say("{party}, who is neither of the two sides", party=quoted(party))
                yield Finding(("stages", number, key, party), found, say("write {parties}", parties=one_of(at_table)), "key")


def _circles(case: "Case") -> Iterator[Finding]:
    for circle in circles({stage.id: stage.after for stage in case.stages}):
        shown = (*circle, circle[0]) if len(circle) < MOST_SHOWN else (*circle[:MOST_SHOWN], "…")
        found = say("a circle: {stages}", stages=" after ".join(shown))
        number = next(n for n, stage in enumerate(case.stages) if stage.id == circle[0])
        path: KeyPath = ("stages", number, "after")
        yield Finding(path, found, say("delete one of these, so that a first stage exists"))


def _of_issues(case: "Case") -> Iterator[Finding]:
    """One side alone settles an issue, each time by another option."""
    settled: dict[str, tuple[str, int]] = {}
    named: set[str] = set()
    for path, option in staged_options(case):
        (_, number, key, _), (issue, _, name) = path, option.partition(".")
        assert isinstance(number, int) and isinstance(key, str)  # as staged_options makes them
        stated = case.issues.get(issue)
        if stated is not None and stated.status_quo == name:
            yield Finding(path, say("an option that is in force today"), say("write what the stage changes"))
        if option in named:
            yield Finding(path, say("{word} a second time", word=quoted(option)), say("name it in the stage that brings it"))
        named.add(option)
        held = settled.get(issue)
        if held is not None and held[0] != key:
            found = say("{issue} among gives and gets", issue=quoted(issue))
            yield Finding(path, found, say("one side settles an issue: split it in two if both do something on it"))
        elif held is not None and held[1] == number:
            yield Finding(path, say("two options of {issue} in one stage", issue=quoted(issue)), say("keep one of them"))
        if held is None or held[0] == key:
            settled[issue] = (key, number)

# SPDX-License-Identifier: Apache-2.0
"""How large a case may be to be assessed exactly: said when it is read, not when memory runs out."""

from collections.abc import Iterator
from math import log10, prod

from pourparler.case.consent import at_the_table, deciders
from pourparler.case.exclusions import count_exclusions
from pourparler.case.interactions import value_models
from pourparler.case.model import Case, Move, Preparation
from pourparler.case.problem import Finding, quoted
from pourparler.case.staged import MOST_STAGES
from pourparler.wording import say

#: Every state of the plan is valued under all sets of so many moves (2^6 = 64 sets).
MOST_MOVES = 6
#: The same where the moves alone are looked at (2^12 = 4,096 sets). The engine of the bargaining table has the same limit.
MOST_MOVES_ALONE = 12
#: Of those, so many may change more than the no-deal values of the two sides: for each combination there is a frontier to find.
MOST_CHANGING = 6
#: Every order and result of so many steps is weighed. The engine of the plan has the same limit.
MOST_STEPS = 15
#: States of the plan: every set of steps that can have been taken, in all the ways that they may come out; a step that starts
#: moves counts once for every set of steps that may have come before. About a millisecond each at 2,000 worlds. Where there
#: are more, the plan does without some steps.
MOST_STATES = 8_192
#: Items of evidence that are weighed at once: each is held in every world, so memory grows with their number.
MOST_EVIDENCE = 1_000
#: Packages times types that are always admitted. Issues tied by exclusions or by terms on their combinations stand in one
#: block, whose combinations are all looked at in every world: a block may hold as many.
MOST_TOGETHER_BY_TYPE = 4_096
#: Beyond that packages are not enumerated, and the work grows about as the options of all issues, cubed, times types. Eight
#: issues of four options for six types are within it.
MOST_WORK = 200_000
#: Combinations that are excluded, those that implications come to included: each is looked for in every package of its block.
MOST_EXCLUSIONS = 50_000
#: Digits of a number of packages that are shown.
_MOST_DIGITS = 30
#: Parties at the table: what each set of them could agree on is looked at.
MOST_AT_THE_TABLE = 8
#: The same where only the table is studied: twenty-four issues of six options, for one type, take a second and a half.
MOST_WORK_OF_A_TABLE = 3_000_000
#: Packages are told apart by an index of 63 bits.
MOST_PACKAGES = 2**62


def limit_findings(case: Case, for_table: bool = False, for_moves: bool = False) -> Iterator[Finding]:
    """Report what is too large to be assessed exactly.

    `for_table` and `for_moves`: what is too large for its table or its moves to be studied, where only that is asked for.
    """
    yield from _of_moves(case, for_moves)
    yield from _of_changing(case)
    for section, most in (("preparation", MOST_STEPS), ("evidence", MOST_EVIDENCE), ("stages", MOST_STAGES)):
        count = (
            len(getattr(case, section)) if section != "preparation" else sum(s.times or 1 for s in case.preparation.values())
        )
        if count > most:
            found = say("{count} entries, of which at most {most} are weighed at once", count=count, most=most)
            yield Finding((section,), found, say("leave out those that matter least"), "key", whole=True)
    seated = at_the_table(case)
    if len(seated) > MOST_AT_THE_TABLE:
        found = say("{n} parties at the table, of which at most {most} are weighed", n=len(seated), most=MOST_AT_THE_TABLE)
        yield Finding(("values",), found, say("leave out the values of those that matter least"), "key", whole=True)
    yield from _of_issues(case, for_table)


def _of_moves(case: Case, for_moves: bool) -> Iterator[Finding]:
    """Report more moves than all sets of which can be weighed."""
    count, most = len(case.moves), MOST_MOVES_ALONE if for_moves else MOST_MOVES
    if count <= most:
        return
    found = say("{count} entries, of which at most {most} are weighed at once", count=count, most=most)
    write = say("leave out those that matter least")
    if count <= MOST_MOVES_ALONE:
        write = say("{write}; up to {most} are weighed by themselves in `pourparler moves`", write=write, most=MOST_MOVES_ALONE)
    yield Finding(("moves",), found, write, "key", whole=True)


def _of_changing(case: Case) -> Iterator[Finding]:
    """Report too many moves that change what packages are worth, which there are, or what others let pass."""
    two = {name for name, party in case.parties.items() if party.role in ("own", "counterpart")}
    deciding = {body for party in at_the_table(case) for body in deciders(case, party)} - two
    names = [name for name, move in case.moves.items() if _changes(move, deciding)]
    if len(names) > MOST_CHANGING:
        found = say(
            "{n} moves that change values, options or who decides, of which at most {most} are weighed",
            n=len(names),
            most=MOST_CHANGING,
        )
        yield Finding(("moves",), found, say("leave out those that matter least"), "key", whole=True)


def _changes(move: Move, deciding: set[str]) -> bool:
    answered = move.retaliation.shifts if move.retaliation is not None else {}
    return bool(move.improves or move.opens or move.brings or move.takes_out or deciding & {*move.shifts, *answered})


def _of_issues(case: Case, for_table: bool) -> Iterator[Finding]:
    """Report more issues and options than the bargaining table can hold."""
    counts = {name: len(issue.names) for name, issue in case.issues.items()}
    types = prod(len(question.hypotheses) for question in case.questions.values())
    packages, options = prod(counts.values()), sum(counts.values())
    write = say("use fewer issues, options or hypotheses")
    barred = count_exclusions(case)
    if barred > MOST_EXCLUSIONS:
        found = say("{n} excluded combinations, of which at most {most} are weighed", n=barred, most=MOST_EXCLUSIONS)
        yield Finding(("implies" if case.implies else "exclude",), found, say("exclude less"), "key", whole=True)
    most = MOST_WORK_OF_A_TABLE if for_table else MOST_WORK
    if packages * types > MOST_TOGETHER_BY_TYPE and (packages > MOST_PACKAGES or options**3 * types > most):
        found = say(
            "{issues} issues with {options} options in all, {packages} packages, for {types} types: "
            "more than can be weighed exactly",
            issues=len(counts),
            options=options,
            packages=_told(packages),
            types=types,
        )
        yield Finding(("issues",), found, write, "key", whole=True)
        return
    if packages * types > MOST_TOGETHER_BY_TYPE and _others_decide(case):
        found = say(
            "{packages} packages for {types} types, on which more than the two sides decide; at most {most} in all are weighed",
            packages=_told(packages),
            types=types,
            most=MOST_TOGETHER_BY_TYPE,
        )
        yield Finding(("issues",), found, write, "key", whole=True)
        return
    for block in blocks(case):
        combinations = prod(counts[issue] for issue in block)
        if combinations * types > MOST_TOGETHER_BY_TYPE:
            found = say(
                "{issues} tied together by what is excluded or valued in combination: {n} combinations for {types} types; "
                "at most {most} in all are weighed",
                issues=", ".join(quoted(issue) for issue in block),
                n=combinations,
                types=types,
                most=MOST_TOGETHER_BY_TYPE,
            )
            yield Finding(("issues",), found, say("exclude or combine fewer issues, or use fewer options"), "key", whole=True)


def _told(count: int) -> str:
    """Return a number of packages as it is told: beyond reading, by its size."""
    digits = int((count.bit_length() - 1) * log10(2))
    return str(count) if digits < _MOST_DIGITS else say("more than 10^{digits}", digits=digits)


def _others_decide(case: Case) -> bool:
    """Return whether others than the two sides are asked for their consent: packages are then enumerated."""
    seated = at_the_table(case)
    return len(seated) > 2 or any(len(deciders(case, party)) > 1 for party in seated)


def blocks(case: Case) -> list[list[str]]:
    """Return the issues of a case in blocks tied by exclusions and by terms on combinations, each in the order of the file."""
    tied = [set(combination) for combination in case.exclude]
    tied += [{*implied.when, *implied.then} for implied in case.implies]
    tied += [set(term.when) for _, model in value_models(case) for term in model.together or ()]
    label = {issue: number for number, issue in enumerate(case.issues)}
    for tie in tied:
        joined = {label[issue] for issue in tie if issue in label}
        label.update({issue: min(joined) for issue, held in label.items() if held in joined})
    return [[issue for issue in case.issues if label[issue] == held] for held in sorted(set(label.values()))]


def plan_states(case: Case) -> int:
    """Return how many states the plan of a case can have at most; counting stops beyond what can be weighed."""
    steps, place, needs = list[Preparation](), dict[str, int](), list[int]()
    for name, step in case.preparation.items():
        place[name] = len(steps)
        steps += [step] * (step.times or 1)
    for name, step in case.preparation.items():
        first = sum(1 << place[need] for need in set(step.needs) if need in place)
        # Once more is possible only after the time before.
        needs += [first, *(1 << place[name] + again for again in range((step.times or 1) - 1))]
    ways = [max(1, len(step.outcomes)) + (step.fails is not None) for step in steps]
    total, seen, waiting = 0, {0}, [0]
    while waiting and total <= MOST_STATES:
        taken = waiting.pop()
        count = taken.bit_count()
        inside = [index for index in range(len(steps)) if taken >> index & 1]
        total += prod(ways[i] * (2 ** (count - 1 - needs[i].bit_count()) if steps[i].shapes else 1) for i in inside)
        for index, need in enumerate(needs):
            wider = taken | 1 << index
            if wider not in seen and taken & need == need:
                seen.add(wider)
                waiting.append(wider)
    return total

# SPDX-License-Identifier: Apache-2.0
"""What steps of preparation close exists, and something is left whatever they close."""

from collections.abc import Iterator

from pourparler.case.closing import ENDS
from pourparler.case.model import Case
from pourparler.case.names import Names, Reference, listed
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.wording import say


def closing_references(case: Case, names: Names) -> Iterator[Reference]:
    """Return every move and step that a step closes."""
    moves, steps = names.keys("moves"), names.keys("preparation")
    for name, step in case.preparation.items():
        if step.closes is not None:
            here: KeyPath = ("preparation", name, "closes")
            yield from listed("move", step.closes.moves, moves, *here, "moves")
            yield from listed("step", step.closes.steps, steps, *here, "steps")


def closed_options(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """Return every option that a step closes, with its place."""
    for name, step in case.preparation.items():
        for number, option in enumerate(step.closes.options if step.closes is not None else ()):
            yield ("preparation", name, "closes", "options", number), option


def closing_findings(case: Case) -> Iterator[Finding]:
    """Report steps that close themselves, what they need, or all that there is."""
    for name, step in case.preparation.items():
        for number, other in enumerate(step.closes.steps if step.closes is not None else ()):
            path: KeyPath = ("preparation", name, "closes", "steps", number)
            if other == name:
                yield Finding(path, say("the step itself"), say("delete it; `times` says how often a step may be taken"))
            elif other in step.needs:
                found = say("{step}, which the step needs, and so has been taken before", step=quoted(other))
                yield Finding(path, found, say("delete it here or under needs"))
    considered = [action for action in ENDS if not case.actions or action in case.actions]
    closed = {action for step in case.preparation.values() if step.closes is not None for action in step.closes.actions}
    for name, step in case.preparation.items():
        if considered and closed.issuperset(considered) and step.closes is not None and step.closes.actions:
            found = say("together with the other steps, every action")
            write = say("leave one of {names} that no step closes", names=", ".join(considered))
            yield Finding(("preparation", name, "closes", "actions"), found, write, whole=True)
            break
    yield from _whole_issues(case)


def _whole_issues(case: Case) -> Iterator[Finding]:
    """Report issues of which steps close every option."""
    gone = dict(reversed([(option, path) for path, option in closed_options(case)]))
    for issue, entry in case.issues.items():
        names = [f"{issue}.{name}" for name in entry.names]
        if names and all(name in gone for name in names):
            found = say("together with the other steps, every option of {issue}", issue=quoted(issue))
            yield Finding(gone[names[0]], found, say("leave one that no step closes"), whole=True)

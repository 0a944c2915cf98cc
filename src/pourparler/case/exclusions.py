# SPDX-License-Identifier: Apache-2.0
"""What no package may hold: combinations that the case excludes, and those that its implications come to."""

from collections.abc import ItemsView, Iterator, Mapping
from itertools import product
from math import prod

from pourparler.case.model import Case
from pourparler.case.names import Names, Reference, keyed
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.wording import say

#: Whether anything is left after the exclusions is only counted for so many packages, and so many comparisons.
_MOST_PACKAGES, _MOST_COMPARISONS = 20_000, 2_000_000

Excluded = Mapping[str, str]
"""A combination of options, issue -> option, that no package may hold."""


def all_exclusions(case: Case) -> tuple[Excluded, ...]:
    """Return every combination that no package may hold, each once; an empty one, which is no case, is left out.

    An implication comes to the combinations of its condition with each option that it does not leave.
    """
    found = [excluded for excluded in case.exclude if excluded]
    found += [excluded for number in range(len(case.implies)) for excluded in _of_implication(case, number)]
    return tuple({tuple(sorted(excluded.items())): excluded for excluded in found}.values())


def count_exclusions(case: Case) -> int:
    """Return how many combinations are excluded, each counted as often as it is stated, without making them."""
    total = len(case.exclude)
    sizes = {name: len(issue.names) for name, issue in case.issues.items()} if case.implies else {}
    for implied in case.implies:
        for issue in implied.then:
            if issue in sizes and issue not in implied.when:
                total += max(0, sizes[issue] - len(set(implied.left_by(issue))))
    return total


def _of_implication(case: Case, number: int) -> Iterator[dict[str, str]]:
    implied = case.implies[number]
    for issue in implied.then if implied.when else ():
        if issue in case.issues and issue not in implied.when:
            options = case.issues[issue].options
            left = set(options) & set(implied.left_by(issue))  # none is a mistake, which is told
            yield from ({**implied.when, issue: option} for option in options if left and option not in left)


def exclusion_references(case: Case, names: Names) -> Iterator[Reference]:
    """Return every issue and option that an exclusion or an implication names."""
    for number, excluded in enumerate(case.exclude):
        yield from _combination(excluded, names, ("exclude", number))
    for number, implied in enumerate(case.implies):
        here = ("implies", number)
        yield from _combination(implied.when, names, (*here, "when"))
        yield from keyed("issue", implied.then, names.issues, *here, "then")
        for issue, named in implied.then.items():
            for place, option in enumerate(implied.left_by(issue)):
                path = (*here, "then", issue) if isinstance(named, str) else (*here, "then", issue, place)
                yield Reference("option", option, names.options(issue), path)


def _combination(stated: Excluded, names: Names, path: KeyPath) -> Iterator[Reference]:
    yield from keyed("issue", stated, names.issues, *path)
    for issue, option in stated.items():
        yield Reference("option", option, names.options(issue), (*path, issue))


def exclusion_findings(case: Case) -> Iterator[Finding]:
    """Report exclusions and implications that say nothing, contradict themselves, or leave nothing."""
    for number, excluded in enumerate(case.exclude):
        if not excluded:
            found = say("an exclusion that names nothing, and so excludes every package")
            yield Finding(("exclude", number), found, say("write {{issue: option, …}}"), whole=True)
    for number in range(len(case.implies)):
        yield from _of_one(case, number)
    yield from _nothing_left(case)


def _of_one(case: Case, number: int) -> Iterator[Finding]:
    """Report an implication without a condition or a consequence, or with one that it takes back."""
    implied, here = case.implies[number], ("implies", number)
    if not implied.when or not implied.then:
        key = "then" if implied.when else "when"
        found = say("an implication with nothing in {key}", key=quoted(key))
        yield Finding((*here, key), found, say("write when: {{issue: option}}, then: {{issue: option}}"), whole=True)
    for issue in implied.then:
        if issue in implied.when:
            found = say("an implication from {issue} to itself", issue=quoted(issue))
            yield Finding((*here, "then", issue), found, say("name another issue; to rule an option out, exclude it"), "key")
        elif not implied.left_by(issue):
            found = say("an implication that leaves no option of {issue}", issue=quoted(issue))
            write = say("write the options that are left, or exclude the condition")
            yield Finding((*here, "then", issue), found, write, whole=True)


def _nothing_left(case: Case) -> Iterator[Finding]:
    """Report exclusions that leave no package, and implications and red lines that no package meets."""
    packages = prod(len(entry.names) for entry in case.issues.values())
    barred = count_exclusions(case)
    if not packages or not case.issues or packages > _MOST_PACKAGES or packages * barred > _MOST_COMPARISONS:
        return
    known = {(issue, option) for issue, entry in case.issues.items() for option in entry.options}
    usable = [excluded.items() for excluded in all_exclusions(case) if excluded.items() <= known]
    waiting: dict[KeyPath, ItemsView[str, str]] = {
        ("implies", n): implied.when.items() for n, implied in enumerate(case.implies) if implied.when.items() <= known
    }
    waiting.update({path: line.items() for path, line in _red_lines(case) if line.items() <= known})
    is_left = False
    for options in product(*(entry.options for entry in case.issues.values())):
        package = dict(zip(case.issues, options, strict=True)).items()
        if any(excluded <= package for excluded in usable):
            continue
        is_left = True
        waiting = {path: when for path, when in waiting.items() if not when <= package}
        if not waiting:
            return
    if not is_left:
        section = "exclude" if case.exclude else "implies"
        yield Finding((section,), say("exclusions that leave no package at all"), say("exclude less"), "key", whole=True)
        return
    for path, when in waiting.items():
        stated = " + ".join(f"{issue}.{option}" for issue, option in when)
        if path[0] == "implies":
            found = say("an implication of {options}, which no package can hold", options=stated)
            write = say("what is excluded and implied leaves nothing beside it: imply or exclude less, or delete this")
        else:
            found = say("a red line on {options}, which no package can hold", options=stated)
            write = say("what is excluded and implied leaves nothing with it: imply or exclude less, or delete this")
        yield Finding(path, found, write, whole=path[0] == "implies")


def _red_lines(case: Case) -> Iterator[tuple[KeyPath, dict[str, str]]]:
    """Return every option that somebody will not see crossed, with its place."""
    for party, options in case.red_lines.items():
        for number, name in enumerate(options):
            issue, _, option = name.partition(".")
            yield ("red_lines", party, number), {issue: option}

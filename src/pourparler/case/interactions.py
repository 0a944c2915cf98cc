# SPDX-License-Identifier: Apache-2.0
"""Combinations of options name options that exist, join at least two issues, and are written once."""

from collections.abc import Iterator

from pourparler.case.model import Case, ValueModel
from pourparler.case.names import Names, Reference, keyed
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.wording import say


def value_models(case: Case) -> Iterator[tuple[KeyPath, ValueModel]]:
    """Yield every value model of a case with its place, those restated by hypothesis as well."""

    def inside(path: KeyPath, model: ValueModel) -> Iterator[tuple[KeyPath, ValueModel]]:
        yield path, model
        for question, by_hypothesis in model.under.items():
            for hypothesis, restated in by_hypothesis.items():
                yield from inside((*path, "under", question, hypothesis), restated)

    for party, model in case.values.items():
        yield from inside(("values", party), model)


def interaction_references(case: Case, names: Names) -> Iterator[Reference]:
    """Return every issue and option that an interaction names."""
    for path, model in value_models(case):
        for number, term in enumerate(model.together or ()):
            here = (*path, "together", number, "when")
            yield from keyed("issue", term.when, names.issues, *here)
            for issue, option in term.when.items():
                yield Reference("option", option, names.options(issue), (*here, issue))


def interaction_findings(case: Case) -> Iterator[Finding]:
    """Report terms that join nothing, or that stand twice."""
    for path, model in value_models(case):
        seen: set[str] = set()
        for number, term in enumerate(model.together or ()):
            here = (*path, "together", number)
            if len(term.when) < 2:
                found = say("a combination of fewer than two options")
                write = say("write when: {{issue: option, issue: option}}, or change a score")
                yield Finding(here, found, write, whole=True)
            elif term.key in seen:
                found = say("the combination {words} a second time", words=quoted(term.key))
                yield Finding(here, found, say("write it once, with the whole of what it adds"), whole=True)
            seen.add(term.key)

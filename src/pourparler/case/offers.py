# SPDX-License-Identifier: Apache-2.0
"""Offers are whole packages of options that exist, and none holds what is excluded."""

from collections.abc import Iterator
from itertools import islice

from pourparler.case.exclusions import all_exclusions, count_exclusions
from pourparler.case.model import Case
from pourparler.case.names import Names, Reference, keyed
from pourparler.case.problem import Finding, quoted
from pourparler.case.words import without_meant
from pourparler.wording import say

#: Options of an issue that are listed in one message.
_MOST_NAMED = 20
#: Whether an offer holds what is excluded is asked of so many offers and combinations, multiplied.
_MOST_COMPARISONS = 500_000


def offer_references(case: Case, names: Names) -> Iterator[Reference]:
    """Return every party, issue and option that an offer names."""
    for name, offer in case.offers.items():
        here = ("offers", name)
        if offer.by is not None:
            yield Reference("party", offer.by, names.parties, (*here, "by"))
        yield from keyed("issue", offer.package, names.issues, *here, "package")
        for issue, option in offer.package.items():
            yield Reference("option", option, names.options(issue), (*here, "package", issue))


def offer_findings(case: Case, are_sound: bool) -> Iterator[Finding]:
    """Report offers that leave an issue open, or that hold what no package may hold, if what is excluded is itself sound."""
    barred = (
        all_exclusions(case) if are_sound and max(1, len(case.offers)) * count_exclusions(case) <= _MOST_COMPARISONS else ()
    )
    for name, offer in case.offers.items():
        here = ("offers", name, "package")
        lacking = (issue for issue in case.issues if issue not in offer.package)
        for issue in without_meant(lacking, (word for word in offer.package if word not in case.issues)):
            found = say("an offer that leaves {issue} open", issue=quoted(issue))
            options = ", ".join(map(quoted, islice(case.issues[issue].options, _MOST_NAMED)))
            write = say("name one of its options, {options}: only a whole package has a value", options=options)
            yield Finding(here, found, write, "key", whole=True)
        for excluded in barred:
            if excluded.items() <= offer.package.items():
                held = " + ".join(f"{issue}.{option}" for issue, option in excluded.items())
                found = say("an offer that holds {options}, which is excluded", options=held)
                yield Finding(here, found, say("exclude less, or name other options"), "key", whole=True)
                break

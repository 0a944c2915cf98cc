# SPDX-License-Identifier: Apache-2.0
"""Writing a domain as GENIUS reads it: a domain file, and a profile per party."""

from collections.abc import Iterator
from fractions import Fraction
from math import lcm
from pathlib import Path
from xml.sax.saxutils import quoteattr

from pourparler.case.decode import refuse
from pourparler.case.problem import quoted
from pourparler.exchange.genius import Evaluations, Evaluator, Function, GeniusDomain, GeniusIssue, GeniusProfile
from pourparler.exchange.stated import Profile, StatedTable
from pourparler.exchange.writing import Notes, check_text, file_names
from pourparler.wording import say

DOMAIN_FILE = "domain.xml"


def genius_texts(domain: GeniusDomain, folder: Path, notes: Notes) -> dict[str, str]:
    """Return the files of a domain by name. Raises `CaseError` for names that could not be read again."""
    for text in (
        domain.title,
        *(issue.name for issue in domain.issues),
        *(o for issue in domain.issues for o in issue.options),
    ):
        check_text(folder, text)
    names = file_names(tuple(check_text(folder, profile.party) for profile in domain.profiles), ".xml")
    texts = {DOMAIN_FILE: _lines(_domain(domain, names, notes))}
    for name, profile in zip(names, domain.profiles, strict=True):
        texts[name] = _lines(_profile(domain, profile, notes))
    return texts


def _lines(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _opened(tag: str, **attributes: str) -> str:
    return "<" + tag + "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items()) + ">"


def _element(tag: str, **attributes: str) -> str:
    return _opened(tag, **attributes)[:-1] + "/>"


def _domain(domain: GeniusDomain, names: tuple[str, ...], notes: Notes) -> Iterator[str]:
    yield "<negotiation_template>"
    for name, profile in zip(names, domain.profiles, strict=True):
        yield "  " + _element("agent", name=profile.party, utility_space=name)
    yield "  " + _opened("utility_space", number_of_issues=str(len(domain.issues)))
    yield "    " + _objective(domain)
    for index, issue in enumerate(domain.issues, start=1):
        yield "      " + _issue(index, issue, notes)
        if issue.bounds is not None:
            yield "        " + _range(issue, notes)
        for place, option in enumerate(issue.options, start=1):
            yield "        " + _element("item", index=str(place), value=option)
        yield "      </issue>"
    yield from ("    </objective>", "  </utility_space>", "</negotiation_template>")


def _profile(domain: GeniusDomain, profile: GeniusProfile, notes: Notes) -> Iterator[str]:
    yield _opened("utility_space", number_of_issues=str(len(domain.issues)))
    yield "  " + _objective(domain)
    for index, (issue, evaluator) in enumerate(zip(domain.issues, profile.evaluators, strict=True), start=1):
        yield "    " + _issue(index, issue, notes)
        yield from ("      " + line for line in _evaluator(issue, evaluator, notes))
        yield "    </issue>"
    for index, weight in enumerate(profile.weights, start=1):
        yield "    " + _element("weight", index=str(index), value=notes.numeral(weight))
    yield "  </objective>"
    yield "  " + _element("discount_factor", value=notes.numeral(profile.discount or Fraction(1)))
    yield "  " + _element("reservation", value=notes.numeral(profile.reservation))
    yield "</utility_space>"


def _objective(domain: GeniusDomain) -> str:
    return _opened("objective", index="0", etype="objective", type="objective", description="", name=domain.title)


def _issue(index: int, issue: GeniusIssue, notes: Notes) -> str:
    kind = "discrete" if issue.bounds is None else "integer" if issue.whole else "real"
    bounds = {}
    if issue.whole and issue.bounds is not None:
        lower, upper = issue.bounds
        bounds = {"lowerbound": notes.numeral(lower), "upperbound": notes.numeral(upper)}
    return _opened("issue", index=str(index), name=issue.name, etype=kind, type=kind, vtype=kind, **bounds)


def _range(issue: GeniusIssue, notes: Notes) -> str:
    assert issue.bounds is not None
    lower, upper = issue.bounds
    return _element("range", lowerbound=notes.numeral(lower), upperbound=notes.numeral(upper))


def _evaluator(issue: GeniusIssue, evaluator: Evaluator, notes: Notes) -> Iterator[str]:
    if isinstance(evaluator, Evaluations):
        for place, (option, value) in enumerate(zip(issue.options, evaluator.values, strict=True), start=1):
            yield _element("item", index=str(place), value=option, evaluation=notes.numeral(value))
        return
    yield _range(issue, notes)
    yield _function(issue, evaluator, notes)


def _function(issue: GeniusIssue, function: Function, notes: Notes) -> str:
    """Write a function; that of whole numbers counts from the lower end and is linear: GENIUS knows no other there."""
    numbers = function.parameters
    if issue.whole and issue.bounds is not None and function.kind in ("linear", "constant"):
        intercept, slope = (numbers[0], Fraction(0)) if function.kind == "constant" else numbers
        offset = intercept + slope * issue.bounds[0]
        return _element("evaluator", ftype="linear", offset=notes.numeral(offset), slope=notes.numeral(slope))
    parameters = {f"parameter{place}": notes.numeral(number) for place, number in enumerate(numbers)}
    return _element("evaluator", ftype=function.kind, **parameters)


def genius_of(table: StatedTable, folder: Path, notes: Notes) -> GeniusDomain:
    """Return a table as a GENIUS domain: whole evaluations, and as the weight of an issue the most that it can bring.

    GENIUS knows scores from 0 to 1 only, and 1 for a party's best package: values on another scale are divided by what that
    package is worth. Raises `CaseError` for what no sum over issues with scores above 0 can say.
    """
    if table.barred or any(profile.together for profile in table.profiles):
        found = say("combinations of options that are barred, or worth more than their parts")
        raise refuse(str(folder), found, say("leave them out: these formats know sums over issues only"))
    if any(issue.numbers is not None for issue in table.issues):
        notes.add(say("options that are numbers are written as words"))
    if table.offers:
        notes.add(say("packages that have a name are left out"))
    issues = tuple(GeniusIssue(issue.name, issue.options) for issue in table.issues)
    return GeniusDomain(table.title, issues, tuple(_scaled(profile, folder, notes) for profile in table.profiles))


def _scaled(profile: Profile, folder: Path, notes: Notes) -> GeniusProfile:
    best = sum((max(options) for options in profile.worth), Fraction(0))
    if any(value < 0 for options in profile.worth for value in options) or profile.no_deal < 0 or not best:
        found = say("values of {party} that are negative, or all 0", party=quoted(profile.party))
        raise refuse(str(folder), found, say("write a NegMAS folder, which keeps values as they are"))
    if best != 1:
        notes.add(say("values are divided by what a party's best package is worth, which is 1 in GENIUS"))
    whole = lcm(*(value.denominator for options in profile.worth for value in options))
    evaluations = tuple(Evaluations(tuple(value * whole for value in options)) for options in profile.worth)
    weights = tuple(max(evaluation.values) for evaluation in evaluations)
    return GeniusProfile(profile.party, weights, evaluations, profile.no_deal / best, _discount(profile, notes))


def _discount(profile: Profile, notes: Notes) -> Fraction | None:
    """Return the discount factor, which counts in GENIUS for the whole time of the talks."""
    if profile.discount is not None and not 0 < profile.discount < 1:
        notes.add(say("a discount factor of 1 is left out"))
        return None
    return profile.discount

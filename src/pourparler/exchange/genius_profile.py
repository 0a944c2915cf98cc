# SPDX-License-Identifier: Apache-2.0
"""A GENIUS profile: the weights, evaluations, value of no agreement and discount factor of one party."""

from collections.abc import Sequence
from fractions import Fraction

from pourparler.case.problem import quoted
from pourparler.exchange.genius import Evaluations, Evaluator, Function, GeniusIssue, GeniusProfile
from pourparler.exchange.genius_read import SPACE, NumberedIssues, Reading, kind_of, objective_of
from pourparler.exchange.xml_tree import Element
from pourparler.wording import say


def read_profile(reading: Reading, party: str, numbered: NumberedIssues) -> GeniusProfile | None:
    """Read the profile of a party; None, with problems, where it does not fit the issues or holds what cannot be used."""
    before = len(reading.complaints.problems)
    objective = objective_of(reading)
    if objective is None:
        return None
    _refuse_nonlinear(reading, objective)
    elements = _matched(reading, objective, numbered)
    weights = _weights(reading, objective, numbered)
    evaluators = [
        None if element is None else _evaluator(reading, element, issue)
        for element, issue in zip(elements, numbered.issues, strict=True)
    ]
    reservation, discount = _reservation(reading, objective), _discount(reading, objective)
    if len(reading.complaints.problems) > before:
        return None
    kept = tuple(evaluator for evaluator in evaluators if evaluator is not None)
    return GeniusProfile(party, weights, kept, reservation, discount)


def _refuse_nonlinear(reading: Reading, objective: Element) -> None:
    """Report what is not a sum over issues."""
    for element in objective.children:
        if element.tag in ("utility", "utility_function", "constraint"):
            found = say("<{tag}>, which is not a sum over issues", tag=element.tag)
            reading.wrong(element, found, say("give a profile with a weight per issue and an evaluation per option"))


def _matched(reading: Reading, objective: Element, numbered: NumberedIssues) -> list[Element | None]:
    """Return the element of each issue of the domain, and report issues that are missing, unknown or named otherwise."""
    found: dict[int, Element] = {}
    known = set(numbered.indices)
    for element in objective.all("issue"):
        index = reading.index(element)
        if index is None:
            continue
        if index not in known:
            reading.wrong(element, say("an issue that the domain does not have"), _known(numbered))
        elif index in found:
            reading.wrong(element, say("the index {index} a second time", index=index), say("write each issue once"))
        else:
            found[index] = element
    for index, issue in zip(numbered.indices, numbered.issues, strict=True):
        name = found[index].get("name") if index in found else issue.name
        if index not in found:
            missing = say("no issue {index}, which the domain calls {name}", index=index, name=quoted(issue.name))
            reading.wrong(objective, missing, say("write the same issues as in the domain file"))
        elif name is not None and name.strip() != issue.name.strip():
            other = say("issue {index} named {name}", index=index, name=quoted(name))
            reading.wrong(found[index], other, say("write {name}, as in the domain file", name=quoted(issue.name)))
    return [found.get(index) for index in numbered.indices]


def _known(numbered: NumberedIssues) -> str:
    pairs = [f"{index} ({issue.name})" for index, issue in zip(numbered.indices, numbered.issues, strict=True)]
    return say("write one of the issues of the domain file: {issues}", issues=", ".join(pairs[:8]))


def _weights(reading: Reading, objective: Element, numbered: NumberedIssues) -> tuple[Fraction, ...]:
    """Return a weight per issue; report those that are missing, negative, of no issue, or all zero."""
    weights: dict[int, Fraction] = {}
    known = set(numbered.indices)
    for element in objective.all("weight"):
        index, value = reading.index(element), reading.number(element, "value")
        if index is None:
            continue
        if index not in known:
            reading.wrong(element, say("a weight of an issue that the domain does not have"), _known(numbered))
        elif index in weights:
            reading.wrong(element, say("a second weight of issue {index}", index=index), say("write one weight per issue"))
        elif value is not None and value < 0:
            reading.wrong(element, say("a negative weight"), say("write 0 or more; turn the evaluations round instead"))
        weights.setdefault(index, Fraction(1) if value is None else value)
    named = zip(numbered.indices, numbered.issues, strict=True)
    missing = [quoted(issue.name) for index, issue in named if index not in weights]
    if missing:
        found = say("no weight for {issues}", issues=", ".join(missing[:8]))
        reading.wrong(objective, found, say('write <weight index="..." value="..."/> for each issue'))
    elif not any(weights.values()):
        reading.wrong(objective, say("weights that are all 0"), say("give at least one issue a weight above 0"))
    return tuple(weights.get(index, Fraction(0)) for index in numbered.indices)


def _evaluator(reading: Reading, element: Element, issue: GeniusIssue) -> Evaluator | None:
    """Read what the options or numbers of an issue are worth."""
    if issue.bounds is None:
        return _evaluations(reading, element, issue)
    kind = kind_of(element)
    if kind not in ("integer", "real"):
        found = say("options where the domain has a range of numbers")
        reading.wrong(element, found, say("write <range> and <evaluator> as the domain's issue asks for"))
        return None
    if element.first("range") is not None or element.get("lowerbound") is not None:
        bounds = reading.bounds(element, whole=issue.whole)
        if bounds is not None and bounds != issue.bounds:
            reading.wrong(element, say("a range other than that of the domain"), say("write the range of the domain file"))
    evaluator = element.first("evaluator")
    if evaluator is None:
        reading.wrong(element, say("a range of numbers without <evaluator>"), say('write <evaluator ftype="linear" .../>'))
        return None
    return _function(reading, evaluator, issue)


def _evaluations(reading: Reading, element: Element, issue: GeniusIssue) -> Evaluations | None:
    """Read an evaluation for each option; report unknown options, and options without one."""
    values: dict[str, Fraction] = {}
    seen: set[str] = set()
    known = set(issue.options)
    for item in element.all("item"):
        option = reading.text(item, "value")
        if option is None:
            continue
        if option not in known:
            found = say("an evaluation of {option}, which is no option of the domain", option=quoted(option))
            shown = ", ".join(quoted(other) for other in issue.options[:8])
            reading.wrong(item, found, say("write one of {options}", options=shown))
            continue
        if option in seen:
            reading.wrong(item, say("a second evaluation of {option}", option=quoted(option)), say("write one"))
        seen.add(option)
        value = reading.number(item, "evaluation")
        if value is not None and value < 0:
            reading.wrong(item, say("a negative evaluation"), say("write 0 or more, the best option highest"))
        elif value is not None:
            values[option] = value
    for option in issue.options:
        if option not in seen:
            found = say("no evaluation of {option}", option=quoted(option))
            reading.wrong(element, found, say('write <item value="..." evaluation="..."/> for each option'))
    complete = len(values) == len(issue.options)
    return Evaluations(tuple(values[option] for option in issue.options)) if complete else None


def _function(reading: Reading, element: Element, issue: GeniusIssue) -> Function | None:
    """Read the function of a range; a slope of whole numbers counts from the lower end, as in GENIUS."""
    assert issue.bounds is not None
    kind = (element.get("ftype") or "linear").lower()
    if issue.whole and kind == "linear":
        offset, slope = reading.number(element, "offset"), reading.number(element, "slope")
        if offset is None or slope is None:
            return None
        return Function("linear", (offset - slope * issue.bounds[0], slope))
    if kind == "linear":
        return _with(reading, element, "linear", ("parameter0", "offset"), ("parameter1", "slope"))
    if kind == "constant":
        return _with(reading, element, "constant", ("parameter0",))
    if kind == "triangular":
        function = _with(reading, element, "triangular", ("parameter0",), ("parameter1",), ("parameter2",))
        if function is not None and not function.parameters[0] <= function.parameters[2] <= function.parameters[1]:
            found = say("a triangle whose top is not between its ends")
            reading.wrong(element, found, say("write its begin as parameter0, its end as parameter1, its top as parameter2"))
        return function
    found = say("a function of the type {kind}", kind=quoted(kind))
    reading.wrong(element, found, say("write linear, constant or triangular"))
    return None


def _with(reading: Reading, element: Element, kind: str, *attributes: Sequence[str]) -> Function | None:
    numbers = [reading.number(element, *names) for names in attributes]
    if any(number is None for number in numbers):
        return None
    parameters = tuple(number for number in numbers if number is not None)
    match kind:
        case "linear":
            return Function("linear", parameters)
        case "constant":
            return Function("constant", parameters)
        case _:
            return Function("triangular", parameters)


def _stands(reading: Reading, objective: Element, tag: str) -> Element | None:
    """Return an element that stands beside the objective or, in older files, inside it."""
    top = reading.source.top
    return (top.first(SPACE) or top).first(tag) or objective.first(tag)


def _reservation(reading: Reading, objective: Element) -> Fraction:
    """Return what no agreement is worth; 0 where it is not written. A value above 1 is kept: no package is then enough."""
    element = _stands(reading, objective, "reservation")
    value = Fraction(0) if element is None else reading.number(element, "value")
    if element is not None and value is not None and value < 0:
        reading.wrong(element, say("a negative reservation value"), say("write 0 or more; scores run from 0 to 1"))
    return value or Fraction(0)


def _discount(reading: Reading, objective: Element) -> Fraction | None:
    """Return the discount factor; None where there is none, or it is 0 or 1: in GENIUS nothing is lost then by waiting."""
    element = _stands(reading, objective, "discount_factor")
    value = None if element is None else reading.number(element, "value")
    if element is None or value is None or value in (0, 1):
        return None
    if not 0 < value < 1:
        found = say("a discount factor that is not between 0 and 1")
        reading.wrong(element, found, say("write 1 if nothing is lost by waiting"))
    return value

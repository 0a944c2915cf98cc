# SPDX-License-Identifier: Apache-2.0
"""A utility function of NegMAS: weights and values per issue, the reserved value, and a discount around it."""

from fractions import Fraction

from pourparler.case.problem import KeyPath, quoted
from pourparler.case.tree import Table
from pourparler.exchange.negmas import (
    SHAPES,
    NegmasIssue,
    NegmasProfile,
    Shape,
    TableOfValues,
    Values,
    stated_profile,
    worst_package,
)
from pourparler.exchange.negmas_read import Reading
from pourparler.exchange.numerals import exact
from pourparler.wording import say

#: Sums over issues: values per issue, or the numbers of the issues themselves.
ADDITIVE, NUMERIC = "LinearAdditiveUtilityFunction", ("LinearUtilityFunction", "AffineUtilityFunction")

#: A discount per step around another utility function.
DISCOUNTED = "ExpDiscountedUFun"


def read_profile(reading: Reading, party: str, issues: tuple[NegmasIssue, ...]) -> NegmasProfile | None:
    """Read a utility function; None, with problems, where it does not fit the issues or holds what cannot be used."""
    before = len(reading.complaints.problems)
    path: KeyPath = ()
    discount: Fraction | None = None
    if reading.type_at(()) == DISCOUNTED:
        path, discount = ("ufun",), _discount(reading)
        if not isinstance(reading.tree.node(path), Table):
            reading.missing((), "ufun")
            return None
    kind = reading.type_at(path)
    if kind != ADDITIVE and kind not in NUMERIC:
        found = say("a utility function of the type {kind}", kind=quoted(kind))
        reading.wrong((*path, "type"), found, say("give a sum over issues, {known}", known=ADDITIVE))
        return None
    weights = _weights(reading, path, issues, signed=kind in NUMERIC)
    values = _values(reading, path, issues) if kind == ADDITIVE else _slopes(reading, path, issues, weights)
    bias = reading.number((*path, "bias"), Fraction(0))
    reserved = _reserved(reading, path)
    if len(reading.complaints.problems) > before or bias is None:
        return None
    ones = tuple(Fraction(1) for _ in issues)
    profile = NegmasProfile(party, weights if kind == ADDITIVE else ones, values, reserved, bias, discount)
    return profile if _reachable(reading, path, profile, issues) else None


def _reachable(reading: Reading, path: KeyPath, profile: NegmasProfile, issues: tuple[NegmasIssue, ...]) -> bool:
    """Report a negative reserved value where no package is worth less than 0, since it then says nothing."""
    if profile.reserved is None or profile.reserved >= 0:
        return True
    if worst_package(stated_profile(profile, [issue.stated() for issue in issues]).worth) < 0:
        return True
    outside = reading.is_minus_infinity(("reserved_value",))
    place = (*path, "reserved_value") if outside else ("reserved_value",)
    found = say("a negative reserved value, although no package is worth less than 0")
    reading.wrong(place, found, say("write 0 or more, or -.inf if any agreement will do"))
    return False


def _discount(reading: Reading) -> Fraction | None:
    """Return the discount per step; None where nothing is lost."""
    discount = reading.number(("discount",))
    factor = reading.text(("factor",)) or "step"
    if discount is not None and not 0 < discount <= 1:
        reading.wrong(
            ("discount",), say("a discount that is not between 0 and 1"), say("write 1 if nothing is lost by waiting")
        )
    if factor != "step":
        found = say("a discount by {factor}", factor=quoted(factor))
        reading.wrong(("factor",), found, say("write step; other clocks are not read"))
    return None if discount == 1 else discount


def _reserved(reading: Reading, path: KeyPath) -> Fraction | None:
    """Return the reserved value, None for minus infinity; around a discount it may stand inside or outside."""
    for place in dict.fromkeys(((), path)):
        if not reading.is_blank((*place, "reserved_outcome")):
            reading.wrong(
                (*place, "reserved_outcome"), say("a reserved outcome"), say("write reserved_value, a number, instead")
            )
        if not reading.is_minus_infinity((*place, "reserved_value")):
            return reading.number((*place, "reserved_value"))
    return None


def _positions(reading: Reading, path: KeyPath, issues: tuple[NegmasIssue, ...]) -> list[KeyPath]:
    """Return where the entry of each issue stands, in a list by position or in a table by name; empty if they do not fit."""
    node = reading.tree.node(path)
    names = [issue.name for issue in issues]
    if isinstance(node, Table):
        for name in node.entries:
            if name not in names:
                found = say("an entry for {name}, which is no issue of the domain", name=quoted(name))
                reading.wrong((*path, name), found, say("write one of {names}", names=", ".join(map(quoted, names[:8]))))
        for name in names:
            if name not in node.entries:
                reading.wrong(path, say("no entry for {name}", name=quoted(name)), say("write one entry per issue"))
        return [(*path, name) for name in names if name in node.entries]
    items = reading.items(path)
    if len(items) == len(issues):
        return [(*path, position) for position in range(len(issues))]
    if node is not None:
        found = say("{n} entries for {issues} issues", n=len(items), issues=len(issues))
        reading.wrong(path, found, say("write one entry per issue, in the order of the domain"))
    return []


def _weights(reading: Reading, path: KeyPath, issues: tuple[NegmasIssue, ...], *, signed: bool) -> tuple[Fraction, ...]:
    """Return a weight per issue (1 each where none is written); report those that are all zero or, unless signed, negative."""
    there = (*path, "weights")
    if reading.tree.node(there) is None:
        return tuple(Fraction(1) for _ in issues)
    weights = []
    for place in _positions(reading, there, issues):
        weight = reading.number(place)
        if weight is not None and weight < 0 and not signed:
            reading.wrong(place, say("a negative weight"), say("write 0 or more; turn the values round instead"))
        weights.append(weight or Fraction(0))
    if weights and not any(weights):
        reading.wrong(there, say("weights that are all 0"), say("give at least one issue a weight above 0"))
    return tuple(weights)


def _values(reading: Reading, path: KeyPath, issues: tuple[NegmasIssue, ...]) -> tuple[Values, ...]:
    there = (*path, "values")
    places = _positions(reading, there, issues)
    read = [_value(reading, place, issue) for place, issue in zip(places, issues, strict=False)]
    return tuple(values for values in read if values is not None)


def _slopes(
    reading: Reading, path: KeyPath, issues: tuple[NegmasIssue, ...], weights: tuple[Fraction, ...]
) -> tuple[Values, ...]:
    """Return the numbers of the issues times their weights, which may be negative in a linear function of NegMAS."""
    for issue in issues:
        if issue.numbers is None and issue.bounds is None:
            found = say("a linear function of {name}, whose options are no numbers", name=quoted(issue.name))
            reading.wrong((*path, "type"), found, say("write {kind} with values for each issue", kind=ADDITIVE))
    return tuple(Shape("LinearFun", (weight,)) for weight in weights)


def _value(reading: Reading, path: KeyPath, issue: NegmasIssue) -> Values | None:
    """Read the values of an issue: a table of options, or a function of numbers."""
    node = reading.tree.node(path)
    if not isinstance(node, Table):
        reading.wrong(path, say("values that are no table"), say("write type: TableFun and mapping: {{option: value}}"))
        return None
    if "type" not in node.entries or ("mapping" not in node.entries and issue.options and "type" in issue.options):
        return _table(reading, path, issue)
    kind = reading.type_at(path)
    if kind == "TableFun":
        return _table(reading, (*path, "mapping"), issue)
    if kind not in SHAPES:
        found = say("values of the type {kind}", kind=quoted(kind))
        known = ", ".join(("TableFun", *SHAPES))
        reading.wrong((*path, "type"), found, say("write one of {known}", known=known))
        return None
    if issue.numbers is None and issue.bounds is None and kind != "ConstFun":
        found = say("{kind} for options that are no numbers", kind=kind)
        reading.wrong((*path, "type"), found, say("write type: TableFun with a value for each option"))
        return None
    parameters = [reading.number((*path, key), otherwise) for key, otherwise in SHAPES[kind]]
    if any(parameter is None for parameter in parameters):
        return None
    shape = Shape(kind, tuple(parameter for parameter in parameters if parameter is not None))
    if kind == "TriangularFun" and not shape.parameters[0] <= shape.parameters[1] <= shape.parameters[2]:
        reading.wrong(path, say("a triangle whose middle is not between its ends"), say("write start, middle, end in order"))
    if kind == "ConstFun" and issue.options:
        return TableOfValues(tuple(shape.parameters[0] for _ in issue.options))
    return shape


def _table(reading: Reading, path: KeyPath, issue: NegmasIssue) -> TableOfValues | None:
    """Read a value for each option; options that are numbers are known by their value, so that 1 and 1.0 are one."""
    node = reading.tree.node(path)
    if not isinstance(node, Table):
        reading.wrong(path, say("no mapping from options to values"), say("write mapping: {{option: value}}"))
        return None
    stated = issue.stated()
    by_text = {option: position for position, option in enumerate(stated.options)}
    by_number = {number: position for position, number in enumerate(stated.numbers or ())}
    values: dict[int, Fraction] = {}
    for key in node.entries:
        number = exact(key) if by_number else None
        position = by_text.get(key, None if number is None else by_number.get(number))
        value = reading.number((*path, key))
        if position is None:
            found = say("a value of {option}, which is no option of {issue}", option=quoted(key), issue=quoted(issue.name))
            shown = ", ".join(quoted(option) for option in stated.options[:8])
            reading.wrong((*path, key), found, say("write one of {options}", options=shown))
        elif position in values:
            reading.wrong((*path, key), say("a second value of {option}", option=quoted(key)), say("write one"))
        else:
            values[position] = value or Fraction(0)
    for position, option in enumerate(stated.options):
        if position not in values:
            found = say("no value of {option}", option=quoted(option))
            reading.wrong(path, found, say("write a value for each option"))
    if len(values) != len(stated.options):
        return None
    return TableOfValues(tuple(values[position] for position in range(len(stated.options))))

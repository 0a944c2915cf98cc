# SPDX-License-Identifier: Apache-2.0
"""From what a person typed into a form to what stands in a case file."""

from collections.abc import Mapping

from pourparler.case import CaseError
from pourparler.case.decode import page_of
from pourparler.case.marks import read_tree
from pourparler.case.problem import Problem, in_file_order, shown
from pourparler.case.tree import core, plain_data
from pourparler.errors import QuantityError
from pourparler.quantity import DOMAINS, Band, Beta, Domain, Interval, Normal, Point, ThreePoint, Unknown, parse
from pourparler.wording import say
from pourparler.workbench.fields import Field, Kind, told_path

#: What a text is read behind, so that it may be whatever can stand beside a key.
_KEY = "_: "


def plain_value(text: str, kind: Kind, name: str) -> object:
    """Return a typed text as plain data; a number left blank is unknown.

    Raises `CaseError` for a table that is not written as in a case file; `name` is the field in the message.
    """
    told = text.replace("\r\n", "\n").strip()
    if kind == "number":
        number = core(told)
        return "unknown" if not told else number if isinstance(number, int | float) and not isinstance(number, bool) else told
    if kind == "yes":
        return told == "true"
    if kind != "table":
        number = core(told) if kind == "text" and told.isdecimal() else None
        return number if isinstance(number, int) and not isinstance(number, bool) else told
    tree = read_tree(page_of(_KEY + told, name))
    if tree.problems:
        raise CaseError(in_file_order(tree.problems))
    return plain_data(tree).plain["_"]


def told_back(text: str, field: Field) -> tuple[bool, str]:
    """Say how a typed number is understood, or what is wrong with it: (is right, sentence)."""
    if not field.measure:
        return True, ""
    domain = DOMAINS[field.measure]
    try:
        quantity = parse(plain_value(text, field.kind, field.name), domain)
    except QuantityError as error:
        return False, f"{error.found}: {error.advice}"
    unit = "" if domain.takes_percent else domain.unit
    match quantity:
        case Point(value):
            line = say("{value} {unit}, taken as known", value=_number(value, domain), unit=unit)
        case Interval(low, high) | Band(low=low, high=high):
            line = say(
                "{low} to {high} {unit}, nine times out of ten", low=_number(low, domain), high=_number(high, domain), unit=unit
            )
        case ThreePoint(low, mode, high):
            told = {"low": _number(low, domain), "mode": _number(mode, domain), "high": _number(high, domain), "unit": unit}
            line = say("{low} to {high} {unit}, nine times out of ten; most likely {mode}", **told)
        case Normal(mean, sd):
            line = say("about {mean} {unit}, give or take {sd}", mean=_number(mean, domain), sd=_number(sd, domain), unit=unit)
        case Beta(a, b):
            line = say("about {mean} {unit} (a beta distribution)", mean=_number(a / (a + b), domain), unit=unit)
        case Unknown():
            line = say("nobody knows: it is never taken as zero")
        case _:
            line = str(quantity)
    return True, line.replace(" ,", ",").replace(" ;", ";").strip()


def _number(value: float, domain: Domain) -> str:
    return f"{value:.4g}" if not domain.takes_percent else f"{100 * value:.4g}%"


def refused(name: str, found: object, write: str) -> CaseError:
    """Return the error for a form that cannot be used."""
    return CaseError((Problem(name, 0, 0, "", "", shown(found), write),))


def told(problem: object, labels: Mapping[str, str] | None = None) -> str:
    """Return what is wrong in a sentence, without the place in the file, which a form has no lines for.

    With the labels of a case, where it is wrong is told in the words of a reader.
    """
    found, write = getattr(problem, "found", ""), getattr(problem, "write", "")
    where = getattr(problem, "key_path", "")
    sentence = say("found {found}; {write}", found=found, write=write)
    if where and labels is not None:
        where = told_path(where, labels)
    return f"{where}: {sentence}" if where else sentence

# SPDX-License-Identifier: Apache-2.0
"""Writing a scenario as NegMAS does, in YAML or JSON: an outcome space, and a utility function per party."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from pourparler.case.decode import refuse
from pourparler.exchange.negmas import SHAPES, NegmasIssue, NegmasProfile, NegmasScenario, TableOfValues, Values
from pourparler.exchange.negmas_profile import ADDITIVE, DISCOUNTED
from pourparler.exchange.negmas_read import LISTED, REAL, SPACES, WHOLE
from pourparler.exchange.numerals import decimal
from pourparler.exchange.stated import Profile, StatedIssue, StatedTable
from pourparler.exchange.writing import Notes, check_text, file_names
from pourparler.wording import say

#: What stands for minus infinity.
_MINUS_INFINITY = {".yml": "-.inf", ".json": "-Infinity"}


def negmas_texts(scenario: NegmasScenario, folder: Path, notes: Notes, suffix: str) -> dict[str, str]:
    """Return the files of a scenario by name, as YAML (`.yml`) or as JSON (`.json`).

    Raises `CaseError` for names that could not be read again.
    """
    issues = scenario.issues
    for text in (scenario.title, *(issue.name for issue in issues), *(option for issue in issues for option in issue.options)):
        check_text(folder, text)
    names = file_names(tuple(check_text(folder, profile.party) for profile in scenario.profiles), suffix)
    space = {
        "type": SPACES[0],
        "name": scenario.title,
        "issues": [_issue(issue, notes) for issue in issues],
    }
    texts = {f"domain{suffix}": _text(space, suffix)}
    for name, profile in zip(names, scenario.profiles, strict=True):
        texts[name] = _text(_profile(profile, issues, notes, suffix), suffix)
    return texts


class _Numeral(str):
    """A number as it is to be written, without quotation marks."""


def _issue(issue: NegmasIssue, notes: Notes) -> dict[str, Any]:
    if issue.bounds is not None:
        levels = {"n_levels": _Numeral(issue.levels)} if issue.levels is not None else {}
        ends = [_Numeral(notes.numeral(bound)) for bound in issue.bounds]
        return {"type": WHOLE if issue.whole else REAL, "name": issue.name, "values": ends, **levels}
    if issue.numbers is None:
        return {"type": LISTED[0], "name": issue.name, "values": list(issue.options)}
    kind = LISTED[2] if all(number.denominator == 1 for number in issue.numbers) else LISTED[1]
    return {"type": kind, "name": issue.name, "values": [_Numeral(option) for option in issue.options]}


def _profile(profile: NegmasProfile, issues: tuple[NegmasIssue, ...], notes: Notes, suffix: str) -> dict[str, Any]:
    reserved = _MINUS_INFINITY[suffix] if profile.reserved is None else notes.numeral(profile.reserved)
    head = {"name": profile.party, "reserved_value": _Numeral(reserved)}
    function: dict[str, Any] = {
        "type": ADDITIVE,
        **head,
        "weights": [_Numeral(notes.numeral(weight)) for weight in profile.weights],
        "values": [_values(values, issue, notes) for values, issue in zip(profile.values, issues, strict=True)],
    }
    if profile.bias:
        function["bias"] = _Numeral(notes.numeral(profile.bias))
    if profile.discount is None:
        return function
    discount = {"discount": _Numeral(notes.numeral(profile.discount)), "factor": "step"}
    return {"type": DISCOUNTED, **head, **discount, "ufun": function}


def _values(values: Values, issue: NegmasIssue, notes: Notes) -> dict[str, Any]:
    if isinstance(values, TableOfValues):
        stated = issue.stated()
        keys = stated.options if stated.numbers is None else tuple(_Numeral(option) for option in stated.options)
        return {
            "type": "TableFun",
            "mapping": {k: _Numeral(notes.numeral(v)) for k, v in zip(keys, values.values, strict=True)},
        }
    parameters = zip(SHAPES[values.name], values.parameters, strict=True)
    return {"type": values.name, **{key: _Numeral(notes.numeral(number)) for (key, _), number in parameters}}


def _text(data: dict[str, Any], suffix: str) -> str:
    """Write plain data as YAML or JSON; every text stands in quotation marks, so that no word is taken for something else."""
    return "\n".join(_block(data, "") if suffix == ".yml" else [_flow(data, "")]) + "\n"


def _scalar(value: str) -> str:
    return str(value) if isinstance(value, _Numeral) else json.dumps(value, ensure_ascii=False)


def _block(data: dict[str, Any], indent: str) -> list[str]:
    lines = []
    for key, value in data.items():
        # A key of a mapping from options is text of somebody: quoted. The keys of the format are plain words.
        head = f"{indent}{key if key.isidentifier() and key.isascii() and not _is_word(key) else _scalar(key)}:"
        if isinstance(value, dict):
            lines += [head, *_block(value, f"{indent}  ")]
        elif isinstance(value, list):
            lines += [head, *(line for item in value for line in _item(item, f"{indent}  "))]
        else:
            lines.append(f"{head} {_scalar(value)}")
    return lines


def _is_word(key: str) -> bool:
    """True for words that YAML takes for something else."""
    return key.lower() in ("null", "true", "false", "yes", "no", "on", "off", "y", "n")


def _item(item: Any, indent: str) -> list[str]:
    if not isinstance(item, dict):
        return [f"{indent}- {_scalar(item)}"]
    lines = _block(item, f"{indent}  ")
    return [f"{indent}- {lines[0].lstrip()}", *lines[1:]]


def _flow(value: Any, indent: str) -> str:
    deeper = f"{indent}  "
    if isinstance(value, dict):
        entries = [f"{deeper}{json.dumps(str(key), ensure_ascii=False)}: {_flow(held, deeper)}" for key, held in value.items()]
        return "{\n" + ",\n".join(entries) + f"\n{indent}}}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"{deeper}{_flow(item, deeper)}" for item in value) + f"\n{indent}]"
    return _scalar(value)


def negmas_of(table: StatedTable, folder: Path, notes: Notes, suffix: str) -> NegmasScenario:
    """Return a table as a NegMAS scenario: weights of 1, and as values what options are worth.

    Raises `CaseError` for what no sum over issues can say.
    """
    if table.barred or any(profile.together for profile in table.profiles):
        found = say("combinations of options that are barred, or worth more than their parts")
        raise refuse(str(folder), found, say("leave them out: these formats know sums over issues only"))
    if table.offers:
        notes.add(say("packages that have a name are left out"))
    issues = tuple(_listed(issue, notes, suffix) for issue in table.issues)
    return NegmasScenario(table.title, issues, tuple(_of_profile(profile, notes) for profile in table.profiles))


def _listed(issue: StatedIssue, notes: Notes, suffix: str) -> NegmasIssue:
    """Return an issue with its options; numbers stay numbers in YAML, but are words in JSON, where every key is a text."""
    if issue.numbers is None:
        return NegmasIssue(issue.name, issue.options)
    if suffix == ".json" or issue.options != tuple(decimal(number) for number in issue.numbers):
        notes.add(say("options that are numbers are written as words"))
        return NegmasIssue(issue.name, issue.options)
    return NegmasIssue(issue.name, issue.options, issue.numbers)


def _of_profile(profile: Profile, notes: Notes) -> NegmasProfile:
    ones = tuple(Fraction(1) for _ in profile.worth)
    discount = profile.discount
    if discount is not None and not 0 < discount < 1:
        notes.add(say("a discount factor of 1 is left out"))
        discount = None
    values = tuple(TableOfValues(options) for options in profile.worth)
    return NegmasProfile(profile.party, ones, values, profile.no_deal, discount=discount)

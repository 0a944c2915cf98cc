# SPDX-License-Identifier: Apache-2.0
"""The exported schema is valid, comes from the model alone, and admits every case that the reader admits."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from case.samples import FULL, SMALL, spoilt
from pourparler import catalog
from pourparler.case import Case, CaseError, Outcome, read_text
from pourparler.case.decode import load, page_of
from pourparler.case.marks import read_tree
from pourparler.case.part import Part
from pourparler.case.schema import schema
from pourparler.case.tree import plain_data

SCHEMA = schema()
CHECKER = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def plain(text: str) -> dict[str, Any]:
    return plain_data(read_tree(page_of(text, "case.yaml"))).plain


def mistakes(data: object, checker: Any = CHECKER) -> list[str]:
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message[:80]}" for error in checker.iter_errors(data)]


@pytest.mark.parametrize("found", [schema(), schema(partial=True), schema(Outcome)], ids=["case", "seat", "outcome"])
def test_it_is_a_valid_schema_that_goes_through_json(found: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(found)
    assert json.loads(json.dumps(found)) == found
    assert found["$schema"].endswith("2020-12/schema")


def parts(part: type[Part]) -> Iterator[type[Part]]:
    for one in part.__subclasses__():
        yield one
        yield from parts(one)


def test_every_part_and_every_key_is_in_it_with_its_docstring() -> None:
    known = {"Case": SCHEMA, **SCHEMA["$defs"]}
    of_outcome = {"Outcome", *schema(Outcome)["$defs"]}
    for part in parts(Part):
        if part.__name__ not in of_outcome and part.__module__.startswith("pourparler"):
            assert list(known[part.__name__]["properties"]) == list(part.model_fields), part
            assert known[part.__name__]["description"] == " ".join((part.__doc__ or "").split())


def test_a_new_key_appears_by_itself() -> None:
    class Wider(Case):
        """More."""

        weather: str | None = None

    found = schema(Wider)
    assert found["properties"]["weather"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert issubclass(Wider, BaseModel)


@pytest.mark.parametrize("text", [SMALL, FULL, catalog.template("small")], ids=["small", "full", "template"])
def test_samples_are_admitted(text: str) -> None:
    assert mistakes(plain(text)) == []


@pytest.mark.parametrize("name", catalog.names())
def test_cases_of_the_catalog_are_admitted(name: str) -> None:
    path = catalog.find(name)
    assert path is not None
    assert mistakes(plain_data(read_tree(load(path))).plain) == []


def blanked() -> Iterator[str]:
    """The full case with one key after another left blank."""
    lines = FULL.splitlines(keepends=True)
    for number, line in enumerate(lines):
        key, colon, rest = line.partition(": ")
        if colon and not key.lstrip().startswith("#") and rest.strip():
            yield "".join([*lines[:number], f"{key}:\n", *lines[number + 1 :]])


def test_whatever_the_reader_admits_is_admitted() -> None:
    read = 0
    for text in blanked():
        try:
            read_text(text, "case.yaml")
        except CaseError:
            continue
        read += 1
        assert mistakes(plain(text)) == []
    assert read > 40


#: Each of these is refused by the reader for the value of one place alone, and so by the schema.
WRONG = {
    "an unknown key": ("title: Strait", "titel: Strait"),
    "a number where text belongs": ("title: Strait fisheries summit", "title: 7"),
    "an unknown role": ("borea: {role: counterpart}", "borea: {role: enemy}"),
    "a chance above one": ("lapses_per_day: 0.2..1%", "lapses_per_day: 3"),
    "no date": ("as_of: 2031-03-14", "as_of: 12"),
    "a list where a table belongs": ("decision: {by: the prime minister}", "decision: [the prime minister]"),
    "a name that is none": ("  borea: {role", "  2borea: {role"),
    "an option that is not in full": ("get: fleet.halved", "get: halved"),
    "no options": ("money: {options: [none, credit, grant]}", "money: {options: []}"),
    "no role": ("borea: {role: counterpart}", "borea: {}"),
    "too few ends": ("scale: [0, 100]", "scale: [0]"),
    "a format that is not this one": ("pourparler: 2\n", "pourparler: 99\n"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_one_place_alone_gets_wrong_is_marked(name: str) -> None:
    text = spoilt(FULL, WRONG[name])
    with pytest.raises(CaseError):
        read_text(text, "case.yaml")
    assert mistakes(plain(text))


def test_a_seat_file_may_leave_anything_out_and_names_are_of_any_alphabet() -> None:
    checker = Draft202012Validator(schema(partial=True))
    assert mistakes({}, checker) == []
    assert mistakes({"values": {"éire": {"weights": "a > b"}, "Ελλάς": None}}, checker) != []
    assert mistakes({"values": {"éire": {}, "Ελλάς_2": {"weights": {"флот": 3}}}}, checker) == []
    assert mistakes({"values": {"a.b": {}}}, checker) and mistakes({"values": {"a b": {}}}, checker)


def test_quantities_are_described_with_their_forms() -> None:
    chance, points = SCHEMA["$defs"]["probability"], SCHEMA["$defs"]["points"]
    assert "35..50%" in chance["description"] and "likely" in chance["description"]
    assert chance["anyOf"][0] == {"type": "number", "minimum": 0.0, "maximum": 1.0}
    assert "normal(40, 5)" in points["description"] and "minimum" not in points["anyOf"][0]

# SPDX-License-Identifier: Apache-2.0
"""The JSON form: the keys that others rely on, plain values only, English only, the same bytes every time."""

import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass, replace
from gettext import NullTranslations
from pathlib import Path
from typing import Any

import pytest

from assess.variations import WORKED_EXAMPLE, assessed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.sentence import sentence
from pourparler.briefing.as_json import as_json, as_plain
from pourparler.wording import speaking

TEMPLATE = Path(__file__).parents[2] / "src" / "pourparler" / "catalog" / "templates" / "small.yaml"

#: The keys that programs may rely on; more may be there.
CONTRACT: dict[str, set[str]] = {
    "case": {"title", "digest", "seat", "as_of"},
    "run": {"seed", "worlds", "version"},
    "verdict": {"action", "determined", "reasons", "would_change", "against", "decider"},
    "gate": {"step", "condition", "state", "why", "shadow_price"},
    "actions": {"action", "value", "best_share"},
    "break_even": {"hypothesis", "moves", "against", "probability", "why"},
    "intentions": {"question", "hypothesis", "prior", "posterior"},
    "evidence": {"id", "weight_db"},
    "bargaining": {"packages", "zone_probability", "agreement", "options"},
    "moves": {"moves", "zone_probability", "agreement"},
    "partners": {"party", "stance", "red_lines_crossed", "informed"},
    "incidence": {"concession", "party", "effect", "rank"},
    "alarms": {"id", "row", "text"},
}
SPREADS = {"mean", "low", "high"}


@pytest.fixture(scope="module")
def found() -> Assessment:
    data = worked_example()
    data["parties"]["cyrene"] = {"role": "partner", "tolerance": "2..5", "opposition": {"reach": "-10%"}}
    data["worth_to_us"] = {"cyrene": 0.3}
    data["effects"] = {"fleet.withdrawn": {"cyrene": -6}}
    data["red_lines"] = {"cyrene": ["fleet.withdrawn"]}
    del data["gate"]
    return assessed(data, worlds=200)


def rows_of(value: Any) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("part", sorted(CONTRACT))
def test_the_keys_others_rely_on_are_there(found: Assessment, part: str) -> None:
    plain = json.loads(as_json(found))
    rows = rows_of(plain[part])
    assert rows, f"nothing under {part}, so the test tells nothing"
    for row in rows:
        assert set(row) >= CONTRACT[part]


def test_spreads_options_and_agreements_have_their_keys(found: Assessment) -> None:
    plain = json.loads(as_json(found))
    assert set(plain["actions"][0]["value"]) == SPREADS
    assert set(plain["intentions"][0]["posterior"]) == SPREADS
    assert set(plain["evidence"][0]["weight_db"]) == SPREADS
    assert set(plain["incidence"][0]["effect"]) == SPREADS
    assert set(plain["bargaining"]["agreement"]) >= {"package", "values"}
    assert set(plain["bargaining"]["options"][0]) >= {"issue", "option", "share"}
    assert plain["case"]["seat"] == "aland"


def test_keys_stand_in_the_order_of_the_fields(found: Assessment) -> None:
    plain = json.loads(as_json(found))
    assert list(plain) == list(Assessment.__dataclass_fields__)


def test_it_ends_with_one_line_feed_and_keeps_letters(found: Assessment) -> None:
    text = as_json(replace(found, case=replace(found.case, title="Ålands hav – 漁業")))
    assert text.endswith("}\n") and not text.endswith("\n\n")
    assert "Ålands hav – 漁業" in text


def test_what_is_only_drawn_is_left_out(found: Assessment) -> None:
    assert found.bargaining.drawn
    assert list(json.loads(as_json(found))["bargaining"]) == [
        "packages", "zone_probability", "frontier_points", "agreement", "by_type", "options", "why", "parties", "coalitions",
    ]  # fmt: skip


def test_sentences_stay_english_whatever_the_language(found: Assessment) -> None:
    class Shouting(NullTranslations):
        def gettext(self, message: str) -> str:
            return message.upper()

    english = as_json(found)
    with speaking(Shouting()):
        assert as_json(found) == english


def test_floats_are_rounded_and_zero_has_no_sign() -> None:
    assert as_plain(1 / 3) == 0.3333333333
    assert as_plain(123456789012.5) == 123456789000.0
    assert math.copysign(1, as_plain(-0.0)) == 1  # type: ignore[arg-type]
    assert math.copysign(1, as_plain(-1e-400)) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        as_plain((value,))


def test_what_has_no_json_form_is_refused() -> None:
    with pytest.raises(TypeError, match="no JSON for set"):
        as_plain({1})
    with pytest.raises(TypeError, match="no JSON for type"):
        as_plain(Assessment)


def test_values_of_a_sentence_are_never_read_as_templates() -> None:
    @dataclass(frozen=True)
    class Row:
        text: object

    row = Row(sentence("{who} says {what}", who="{what}", what="{who} [red]"))
    assert as_plain(row) == {"text": "{what} says {who} [red]"}


def test_two_processes_with_different_hash_seeds_give_the_same_bytes() -> None:
    def run(hash_seed: str, case: Path) -> bytes:
        command = [sys.executable, "-m", "pourparler", "assess", str(case), "--json", "--worlds", "300"]
        source = str(Path(__file__).parents[2] / "src")
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": source}
        return subprocess.run(command, env=environment, capture_output=True, check=True).stdout

    for case in (WORKED_EXAMPLE, TEMPLATE):
        assert run("1", case) == run("2", case)

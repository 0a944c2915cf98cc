# SPDX-License-Identifier: Apache-2.0
"""The digest of a case depends on what it says, and on nothing else."""

import hashlib
import json
import os
import subprocess
import sys

import pytest

from case.samples import FULL, HERE, SMALL, spoilt
from pourparler.case import Case, digest, read_text
from pourparler.case.digest import canonical_json


def of(text: str) -> str:
    return digest(read_text(text, "x"))


def test_it_is_the_hash_of_the_canonical_json() -> None:
    case = read_text(FULL, "x")
    text = canonical_json(case)
    assert digest(case) == hashlib.sha256(text.encode()).hexdigest()
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("sample", [SMALL, FULL])
def test_the_canonical_json_reads_back_to_the_same_case(sample: str) -> None:
    case = read_text(sample, "x")
    again = Case.model_validate(json.loads(canonical_json(case)))
    assert again == case
    assert digest(again) == digest(case)


SAME = [
    ("# Every key", "# Another remark: every key"),
    (
        "  aland: {role: own}\n  borea: {role: counterpart}",
        "  borea: {role: counterpart}\n  aland:\n    role: own",
    ),
    ("seat: own\n", ""),
    ("title: Strait fisheries summit", 'title: "Strait fisheries summit"'),
    ("{sound: 60%, empty: 30%", "{sound: 0.6, empty: 3e-1"),
    ("reversal_cost: 2..6", "reversal_cost:   2.0 .. 6"),
    ("sound: likely", "sound: icd203:Likely"),
    ("reach: +5..+10%, cost", "reach: 0.05..0.1, cost"),
    ("unchanged > capped > halved > withdrawn", "unchanged>capped  >halved > withdrawn"),
    ("must_produce: a cap and a channel", "must_produce: >-\n    a cap and\n    a channel"),
    ("grades:\n", "\n\ngrades:\n"),
    ("éire", "e\u0301ire"),
]


@pytest.mark.parametrize(("old", "new"), SAME, ids=[row[1][:30] for row in SAME])
def test_layout_remarks_and_spellings_do_not_count(old: str, new: str) -> None:
    assert of(spoilt(FULL, (old, new))) == of(FULL)


OTHER = [
    ("title: Strait", "title: strait"),
    ("10..25%, stall", "10..26%, stall"),
    ("sound: likely", "sound: phia:likely"),
    ("fleet > patrols = money", "fleet > patrols > money"),
    ("options: [none, credit, grant]", "options: [credit, none, grant]"),
    ("seat: own", "seat: counterpart"),
    ("cost: 1..3", "cost: unknown"),
    ("    cost: 1..3\n", ""),
]


@pytest.mark.parametrize(("old", "new"), OTHER, ids=[row[1][:30] for row in OTHER])
def test_any_change_of_what_is_said_counts(old: str, new: str) -> None:
    assert of(spoilt(FULL, (old, new))) != of(FULL)


def test_it_is_the_same_in_every_process() -> None:
    program = (
        "import sys; from pathlib import Path; from pourparler.case import digest, read; print(digest(read(Path(sys.argv[1]))))"
    )
    answers = set()
    for seed in ("0", "1", "4242"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run(
            [sys.executable, "-c", program, str(HERE / "full.yaml")],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        answers.add(run.stdout.strip())
    assert answers == {of(FULL)}

# SPDX-License-Identifier: Apache-2.0
"""Letters of consistency are read from the case file and from a table, and what is none is told at its place."""

from pathlib import Path

import pytest

from case.samples import FULL, spoilt, the_problem
from case.test_bulk import folder, problems_of
from pourparler.case import read, read_text

HEAD = "id,text,known_at,letters.motive.settle,letters.motive.stall,letters.motive.prestige"


def test_letters_are_read_as_they_are_written() -> None:
    (silence,) = [item for item in read_text(FULL, "case.yaml").evidence if item.id == "silence"]
    assert silence.letters == {
        "motive": {"settle": "C", "stall": "CC", "prestige": "I"},
        "pressure": {"responsive": "N", "unresponsive": "C"},
    }


@pytest.mark.parametrize(
    ("wrong", "found", "write"),
    [
        ("X", "'X'", "write one of 'CC', 'C', 'N', 'I', 'II'"),
        ("ii", "'ii'", "did you mean 'II'?"),
        ("60%", "'60%'", "write one of"),
        ("true", "the truth value true", "write one of"),
    ],
)
def test_a_word_that_is_no_letter_is_told(wrong: str, found: str, write: str) -> None:
    problem = the_problem(spoilt(FULL, ("prestige: I}", f"prestige: {wrong}}}")))
    assert problem.key_path == "evidence.silence.letters.motive.prestige"
    assert problem.found == found and problem.write.startswith(write)


def test_letters_stand_in_a_table_of_evidence_too(tmp_path: Path) -> None:
    case = read(folder(tmp_path, f"{HEAD}\nsail,A sail,2031-03-01,C,N,II\nlamp,A lamp,2031-03-01,,,\n"))
    found = {item.id: item.letters for item in case.evidence}
    assert found["sail"] == {"motive": {"settle": "C", "stall": "N", "prestige": "II"}}
    assert found["lamp"] == {}


def test_a_table_gives_a_letter_for_every_hypothesis(tmp_path: Path) -> None:
    (one,) = problems_of(tmp_path, "id,text,known_at,letters.motive\nsail,A sail,2031-03-01,C\n")
    assert one.found == "the unknown column 'letters.motive'"
    assert "'letters.motive'" not in one.write
    (lacking,) = problems_of(tmp_path, f"{HEAD}\nsail,A sail,2031-03-01,C,N,\n")
    assert lacking.found == "nothing for 'prestige'"

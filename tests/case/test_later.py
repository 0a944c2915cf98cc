# SPDX-License-Identifier: Apache-2.0
"""Evidence dated later than the case: noted with its place by whoever reads, a mistake only where it is asked to be one."""

from pathlib import Path

import pytest

from case.samples import FULL, spoilt
from pourparler.case import CaseError, Problem, read, read_everything

LATER = spoilt(FULL, ("known_at: 2031-03-12", "known_at: 2031-03-15"))
ROWS = "id,text,known_at\nz,said later,2031-03-20\ny,said before,2031-03-14\n"
SEAT = "seat: borea\nevidence:\n  - {id: own, text: '-', known_at: 2032-01-01}\n"


def noted(path: Path, seat: str | None = None) -> list[Problem]:
    out: list[Problem] = []
    read(path, seat, note=out.append)
    return out


def refused(path: Path) -> list[Problem]:
    with pytest.raises(CaseError) as caught:
        read(path, refuse_later=True)
    return [problem for problem in caught.value.problems if isinstance(problem, Problem)]


def folder(tmp_path: Path, text: str = LATER) -> Path:
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    (tmp_path / "evidence.csv").write_text(ROWS, "utf-8")
    return tmp_path


def test_an_item_and_a_row_are_noted_where_they_stand(tmp_path: Path) -> None:
    found = noted(folder(tmp_path))
    line = next(n for n, text in enumerate(LATER.splitlines(), start=1) if "2031-03-15" in text)
    assert [(Path(note.file).name, note.line, note.key_path) for note in found] == [
        ("case.yaml", line, "evidence.silence.known_at"),
        ("evidence.csv", 2, "evidence.z.known_at"),
    ]
    assert found[0].source_line[found[0].column - 1 :].startswith("2031-03-15")
    assert found[1].found == "2031-03-20, later than the day of the case, 2031-03-14"
    assert found[1].write == "move as_of to 2031-03-20 or later, or look at an earlier day: weigh --as-of 2031-03-14"


def test_what_is_of_the_day_itself_is_not_later(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(spoilt(FULL, ("known_at: 2031-03-12", "known_at: 2031-03-14")), "utf-8")
    assert noted(tmp_path) == []
    assert read(tmp_path, refuse_later=True) == read(tmp_path)


def test_it_is_a_problem_among_all_others_where_it_is_refused(tmp_path: Path) -> None:
    assert refused(folder(tmp_path)) == noted(tmp_path)
    folder(tmp_path, spoilt(LATER, ("later: {weight: 30..50%", "later: {weight: 3 apples")))
    assert [problem.key_path for problem in refused(tmp_path)] == [
        "later.weight", "evidence.silence.known_at", "evidence.z.known_at",
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["as_of: soon", "as_off: 2031-03-14"])
def test_without_a_day_that_can_be_read_nothing_is_later(tmp_path: Path, day: str) -> None:
    folder(tmp_path, spoilt(LATER, ("as_of: 2031-03-14", day)))
    assert not [problem for problem in refused(tmp_path) if "later than" in problem.found]


def test_every_seat_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(FULL, "utf-8")
    (tmp_path / "seats").mkdir()
    (tmp_path / "seats" / "borea.yaml").write_text(SEAT, "utf-8")
    found: list[Problem] = []
    assert read_everything(tmp_path, found.append) == read(tmp_path)
    assert found == noted(tmp_path, "borea") != []
    assert (Path(found[0].file).name, found[0].line, found[0].key_path) == ("borea.yaml", 3, "evidence.own.known_at")

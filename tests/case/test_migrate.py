# SPDX-License-Identifier: Apache-2.0
"""Files in older formats are read as the same case, with their own lines in messages, and are not rewritten unasked."""

from pathlib import Path

import pytest

from case.samples import FULL, problems_in, spoilt, the_problem
from pourparler import catalog
from pourparler.assess import assess
from pourparler.briefing.as_json import as_json
from pourparler.case import FORMAT, CaseError, Problem, digest, read, read_text
from pourparler.case.migrate import MIGRATIONS
from pourparler.case.write import save, save_edits

#: What makes the full case a file in format 1.
OLDER = (
    ("pourparler: 2", "pourparler: 1"),
    ("price: {aland: 3..8, borea: -6..-2}", "price: {own: 3..8, counterpart: -6..-2}"),
    ("price: {aland: 1..2, borea: -2..-1}", "price: {own: 1..2, counterpart: -2..-1}"),
    ("patience: {aland: 80..95%, borea: 70..90%}", "patience: {own: 80..95%, counterpart: 70..90%}"),
)
FULL_1 = spoilt(FULL, *OLDER)


def test_every_older_format_leads_to_todays() -> None:
    assert sorted(MIGRATIONS) == list(range(1, FORMAT))


@pytest.mark.parametrize("seat", ["own", "counterpart"])
def test_format_1_is_read_as_the_same_case(seat: str) -> None:
    old, new = (read_text(spoilt(text, ("seat: own", f"seat: {seat}")), "case.yaml") for text in (FULL_1, FULL))
    assert old == new and digest(old) == digest(new)
    results = {as_json(assess(case, digest=digest(case), version="", worlds=20)) for case in (old, new)}
    assert len(results) == 1


@pytest.mark.parametrize("name", catalog.names())
def test_cases_of_the_catalog_in_format_1_are_the_same(name: str) -> None:
    path = catalog.find(name)
    assert path is not None
    text = (path / "case.yaml").read_text("utf-8")
    case = read_text(text, "case.yaml")
    own, other = (next(n for n, party in case.parties.items() if party.role == role) for role in ("own", "counterpart"))
    lines = text.splitlines(keepends=True)
    older = [
        line.replace(f"{own}:", "own:").replace(f"{other}:", "counterpart:") if "price: {" in line else line for line in lines
    ]
    assert older != lines
    assert read_text("".join(older).replace("pourparler: 2", "pourparler: 1", 1), "case.yaml") == case


def test_a_blank_price_is_unknown_in_both() -> None:
    blank = [("own: 3..8,", "own: ,"), ("aland: 3..8,", "aland: ,")]
    old, new = read_text(spoilt(FULL_1, blank[0]), "case.yaml"), read_text(spoilt(FULL, blank[1]), "case.yaml")
    assert old == new and old.meeting is not None and str(old.meeting.price["aland"]) == "unknown"


def test_paths_that_name_a_price_are_brought_along() -> None:
    judged = "judgements:\n  meeting.price.own: {by: a}\n  meeting.levels.leaders.price.counterpart: {by: b}\n"
    text = spoilt(
        FULL_1, ("judgements:\n", judged), ("grants: {cyrene: [issues,", "grants: {cyrene: [meeting.price.own, issues,")
    )
    case = read_text(text, "case.yaml")
    assert {"meeting.price.aland", "meeting.levels.leaders.price.borea"} <= set(case.judgements)
    assert case.release is not None and case.release.grants["cyrene"][0] == "meeting.price.aland"


def test_mistakes_in_an_older_file_are_told_at_its_own_lines() -> None:
    problem = the_problem(spoilt(FULL_1, ("own: 3..8", "own: 8..3")))
    line = FULL_1.splitlines().index("  price: {own: 3..8, counterpart: -6..-2}") + 1
    assert (problem.line, problem.column, problem.source_line) == (line, 16, "  price: {own: 8..3, counterpart: -6..-2}")
    assert problem.found.startswith("'8..3'")


@pytest.mark.parametrize("stated", ["0", "-1", "3", "true", "1.0", "'1'", "[1]", "one", ""])
def test_what_is_no_older_format_is_refused(stated: str) -> None:
    problems = problems_in(spoilt(FULL_1, ("pourparler: 1", f"pourparler: {stated}")))
    assert problems[0].key_path == "pourparler"


@pytest.mark.parametrize(
    ("wrong", "found", "write"),
    [
        ("cyrena: 3", "the unknown party 'cyrena'", "did you mean 'cyrene'?"),
        ("cyrene: 3", "'cyrene', who is not at the table", "write one of 'aland', 'borea'"),
        ("own: 3", "the unknown party 'own'", "write one of 'aland', 'borea', 'cyrene', 'delos', 'éire', 'fjorn'"),
    ],
)
def test_only_the_two_at_the_table_have_a_price(wrong: str, found: str, write: str) -> None:
    problem = the_problem(spoilt(FULL, ("price: {aland: 3..8,", f"price: {{{wrong},")))
    assert (problem.found, problem.write) == (found, write)


def folder(tmp_path: Path, case: str, seat: str) -> Path:
    (tmp_path / "seats").mkdir(exist_ok=True)
    (tmp_path / "case.yaml").write_text(case, "utf-8")
    (tmp_path / "seats" / "borea.yaml").write_text(seat, "utf-8")
    return tmp_path


def test_a_seat_file_is_in_the_format_of_its_case_unless_it_says_otherwise(tmp_path: Path) -> None:
    new = read(folder(tmp_path, FULL, "meeting: {price: {borea: 2..4, aland: 1}}\n"), "borea")
    seats = {
        "meeting: {price: {own: 2..4, counterpart: 1}}\n": FULL_1,
        "pourparler: 1\nmeeting: {price: {own: 2..4, counterpart: 1}}\n": FULL,
        "pourparler: 2\nmeeting: {price: {borea: 2..4, aland: 1}}\n": FULL_1,
    }
    for seat, case in seats.items():
        assert read(folder(tmp_path, case, seat), "borea") == new
    with pytest.raises(CaseError) as caught:
        read(folder(tmp_path, FULL_1, "pourparler: 3\n"), "borea")
    (problem,) = caught.value.problems
    assert isinstance(problem, Problem) and problem.file.endswith("borea.yaml") and problem.key_path == "pourparler"


def test_an_older_file_is_never_rewritten_unasked_and_brought_along_when_something_is(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(spoilt(FULL_1, ("  price: {own: 3..8", "  # as seen in March\n  price: {own: 3..8")), "utf-8")
    before = file.read_text("utf-8")
    assert save(file, read(file)) == read(file)
    save_edits(file, {("title",): "Strait fisheries summit"})
    assert file.read_text("utf-8") == before
    saved = save_edits(file, {("meeting", "price", "aland"): "4..9"})
    assert saved.meeting is not None and str(saved.meeting.price["aland"]) == "4..9"
    expected = spoilt(FULL, ("  price: {aland: 3..8", "  # as seen in March\n  price: {aland: 4..9"))
    assert file.read_text("utf-8") == expected


def test_so_is_the_file_of_a_seat(tmp_path: Path) -> None:
    path = folder(tmp_path, FULL_1, "meeting: {price: {own: 2..4}}  # ours\n")
    save_edits(path, {("standpoint",): "Borea's cabinet"}, "borea")
    text = (path / "seats" / "borea.yaml").read_text("utf-8")
    assert text == "meeting: {price: {borea: 2..4}}  # ours\nstandpoint: Borea's cabinet\n"
    assert (path / "case.yaml").read_text("utf-8") == FULL_1
    seat = read(path, "borea")
    assert seat.meeting is not None and list(seat.meeting.price) == ["borea"]

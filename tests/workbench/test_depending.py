# SPDX-License-Identifier: Apache-2.0
"""What depends on a thing, and what could go with it: read from what would be wrong, in the case as it stands."""

from collections.abc import Mapping, Sequence

import pytest

from pourparler.archive.examining import Here
from pourparler.case import CaseError, files_of, read_files
from pourparler.case.problem import KeyPath, Problem
from pourparler.catalog import find
from pourparler.workbench.depending import Depending, depending_on, withdrawing
from pourparler.workbench.readings import tree_of

Files = Mapping[str, bytes]


def files_in(name: str) -> Files:
    folder = find(name)
    assert folder is not None
    return files_of(folder)


def depending(files: Files, *thing: str | int) -> Depending:
    def refusals(edits: Mapping[KeyPath, object]) -> Sequence[Problem]:
        try:
            Here().draft(files, files, edits)
        except CaseError as error:
            return [problem for problem in error.problems if isinstance(problem, Problem)]
        return ()

    return depending_on(tree_of(files), thing, refusals)


def test_evidence_goes_with_its_source_and_the_case_is_one_then() -> None:
    files = files_in("treaties/canal1977")
    found = depending(files, "sources", "review_paper")
    evidence = [("evidence", name) for name in ("incentive_to_settle", "chiefs_come_along")]
    assert sorted(place for place, _ in found.problems if place) == sorted((*path, "source") for path in evidence)
    assert sorted(found.together) == sorted(evidence)
    after = read_files(Here().draft(files, files, withdrawing([("sources", "review_paper"), *found.together])).files)
    assert "review_paper" not in after.sources and len(after.evidence) == len(read_files(files).evidence) - 2


def test_what_nothing_depends_on_has_nothing_to_go_with_it() -> None:
    assert depending(files_in("treaties/canal1977"), "evidence", "rider") == Depending((), ())


@pytest.mark.parametrize(
    "thing",
    [
        ("issues", "defense_role"),  # a package would say less than it did
        ("questions", "aim"),
        ("grades", "A"),  # a source has another grade, and is not gone with it
        ("moves", "reinforce"),
        ("parties", "latin_america"),  # left out of account, with a reason
        ("parties", "joint_chiefs"),
        ("success", 0),  # a file beside the case speaks of it
    ],
)
def test_what_is_a_part_of_another_thing_never_goes_with_anything(thing: tuple[str, ...]) -> None:
    found = depending(files_in("treaties/canal1977"), *thing)
    assert found.problems and found.together == ()


def test_a_party_takes_nothing_along_even_where_all_that_names_it_is_a_thing_of_its_own() -> None:
    files = files_in("treaties/canal1977")
    case = files["case.yaml"].decode("utf-8").replace("parties:\n", "parties:\n  press: {role: third_party}\n", 1)
    case = case.replace("sources:\n", "sources:\n  paper: {party: press, access: direct, grade: B}\n", 1)
    found = depending({**files, "case.yaml": case.encode("utf-8")}, "parties", "press")
    assert [place for place, _ in found.problems] == [("sources", "paper", "party")] and found.together == ()


def test_places_are_those_of_the_case_as_it_stands_though_its_list_would_be_shorter() -> None:
    tree = tree_of(files_in("essays/singh2018"))
    problem = Problem("case.yaml", 1, 1, "exclude[0].programme", "", "something", "write another")
    beside = Problem("seats/panama.yaml", 1, 1, "title", "", "something", "write another")
    found = depending_on(tree, ("exclude", 0), lambda edits: [problem, beside] if edits else [])
    assert [place for place, _ in found.problems] == [("exclude", 1, "programme"), None]


def test_what_names_something_that_stays_does_not_go() -> None:
    tree = tree_of(files_in("treaties/canal1977"))
    problem = Problem("case.yaml", 1, 1, "evidence.rider.source", "", "something", "write another")
    for thing, also in (("congress_record", (("evidence", "rider"),)), ("joint_statement", ())):
        found = depending_on(tree, ("sources", thing), lambda edits: [] if len(edits) > 1 else [problem])
        assert found.together == also


def test_of_a_list_the_last_goes_first() -> None:
    assert list(withdrawing([("exclude", 0), ("exclude", 2), ("evidence", "a")])) == [
        ("exclude", 2),
        ("exclude", 0),
        ("evidence", "a"),
    ]

# SPDX-License-Identifier: Apache-2.0
"""The desk: finding a case, the errand, a look without assessing, a new case; the catalog's names; the shop window."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pourparler import catalog, desk
from pourparler.briefing.progress import Stopwatch
from pourparler.case import CaseError, Problem
from pourparler.version import __version__

WORKED_EXAMPLE = Path(__file__).parent / "assess" / "worked_example"


def problem_of(error: pytest.ExceptionInfo[CaseError]) -> Problem:
    (problem,) = error.value.problems
    assert isinstance(problem, Problem)
    return problem


def test_the_catalog_knows_its_cases_and_not_its_templates() -> None:
    assert "essays/singh2018" in catalog.names()
    assert catalog.names() == tuple(sorted(catalog.names()))
    assert not [name for name in catalog.names() if "template" in name]
    found = catalog.find("essays/singh2018")
    assert found is not None and (found / "case.yaml").is_file()


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "essays",
        "essays/",
        "/essays/singh2018",
        "essays/../essays/singh2018",
        "../catalog/essays/singh2018",
        "essays\\singh2018",
        "essays/./singh2018",
        "essays//singh2018",
        "templates/small",
        "\0",
        str(WORKED_EXAMPLE),
    ],
)
def test_what_is_no_name_of_the_catalog_is_not_found(name: str) -> None:
    assert catalog.find(name) is None


def test_an_existing_path_wins_over_the_catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert desk.resolve("essays/singh2018") == catalog.find("essays/singh2018")
    assert desk.resolve("essays/singh2018/") == catalog.find("essays/singh2018")
    (tmp_path / "essays" / "singh2018").mkdir(parents=True)
    assert desk.resolve("essays/singh2018") == Path("essays/singh2018")


@pytest.mark.parametrize("name", ["singh2018", "essays/sing2018", "esays/singh2018", "singh18"])
def test_a_name_that_is_nearly_right_is_offered(name: str) -> None:
    with pytest.raises(CaseError) as error:
        desk.resolve(name)
    assert problem_of(error).write == "did you mean essays/singh2018?"


@pytest.mark.parametrize("name", ["", "nothing-like-it", "./nowhere/case.yaml"])
def test_a_name_that_is_nowhere_is_refused_with_advice(name: str) -> None:
    with pytest.raises(CaseError) as error:
        desk.resolve(name)
    problem = problem_of(error)
    assert problem.found == "no such file, and no such case in the catalog"
    assert problem.write.startswith("give the path of a case file")


def test_a_path_that_cannot_be_looked_at_is_refused_on_reading() -> None:
    with pytest.raises(CaseError):
        desk.run_errand("a\0b")
    with pytest.raises(CaseError) as error:
        desk.run_errand("a" * 300)
    assert problem_of(error).found.startswith("a file that cannot be opened")


def test_a_folder_that_must_not_be_looked_into_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path, *_: object, **__: object) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", forbidden)
    monkeypatch.setattr(Path, "is_dir", forbidden)
    with pytest.raises(CaseError) as error:
        desk.run_errand("locked/case")
    assert "Permission denied" in problem_of(error).found


def test_the_errand_stamps_digest_version_seed_and_worlds() -> None:
    steps: list[str] = []
    found = desk.run_errand(str(WORKED_EXAMPLE), seed=7, worlds=3, progress=steps.append)
    assert (found.run.seed, found.run.worlds, found.run.version) == (7, 3, __version__)
    assert len(found.case.digest) == 64
    assert steps[:2] == ["read", "worlds"] and steps[-1] == "report"


def test_a_look_counts_numbers_unknowns_and_what_nobody_holds(tmp_path: Path) -> None:
    text = (WORKED_EXAMPLE / "case.yaml").read_text("utf-8")
    case = tmp_path / "case.yaml"
    case.write_text(text.replace("value: 35", "value: unknown") + "\njudgements: {values: {by: desk A}}\n", "utf-8")
    found = desk.inspect(str(tmp_path))
    assert found.unknown == ("no_deal.aland.value",)
    assert found.numbers > 40
    assert "values.aland.weights.fleet" not in found.unheld and "no_deal.borea.value" in found.unheld
    first, second, third = found.lines()
    assert first == f"{case}: no mistakes; {found.numbers} numbers, 1 unknown"
    assert second == "unknown: no_deal.aland.value"
    assert third.startswith(f"nobody holds these {len(found.unheld)} numbers: ")


def test_a_grade_that_no_table_explains_is_unknown_to_a_look_as_it_is_to_an_assessment(tmp_path: Path) -> None:
    text = catalog.template("small").replace("sound: 50..75%   ", "grade: B2")
    (tmp_path / "graded.yaml").write_text(text, "utf-8")
    assert desk.inspect(str(tmp_path / "graded.yaml")).unknown == ("grades.B.sound",)
    assert desk.run_errand(str(tmp_path / "graded.yaml"), worlds=5).unknowns.ranging == ("grades.B.sound",)
    (tmp_path / "graded.yaml").write_text(text + "\ngrades: {B: {sound: 60..80%}}\n", "utf-8")
    assert desk.inspect(str(tmp_path / "graded.yaml")).unknown == ()


def test_a_new_case_is_whole_and_gives_a_verdict_at_once(tmp_path: Path) -> None:
    file = desk.write_new(tmp_path / "first")
    assert file == tmp_path / "first" / "case.yaml"
    assert [path.name for path in file.parent.iterdir()] == ["case.yaml"]
    look = desk.inspect(str(file))
    assert look.unknown == () and look.unheld == ()
    assert 20 <= look.numbers <= 30
    found = desk.run_errand(str(file))
    assert found.verdict.action == "hold" and found.verdict.determined
    assert found.unknowns.ranging == () and found.unknowns.blocking == ()
    assert found.plan is not None and found.plan.tree.step == "sounding"
    ends = {node.action for node in found.plan.tree.outcomes.values() if node.step is None}
    assert ends == {"forgo"}, "what the sounding brings must matter"


def test_the_new_case_has_a_question_beside_every_number() -> None:
    text = catalog.template("small")
    assert "unknown`" in text  # the head says how to write what is not known
    numbered = [line for line in text.splitlines() if "#" in line and not line.lstrip().startswith("#")]
    asked = [line for line in numbered if "?" in line.partition("#")[2]]
    assert len(asked) >= 20
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("ending", [".yaml", ".yml"])
def test_a_path_with_an_ending_names_the_file(tmp_path: Path, ending: str) -> None:
    file = tmp_path / "deep" / f"mine{ending}"
    assert desk.write_new(file) == file and file.is_file()


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("mine", "utf-8")
    for path in (file, tmp_path):
        with pytest.raises(CaseError) as error:
            desk.write_new(path)
        assert problem_of(error).found == "a file that is there already"
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(CaseError):
        desk.write_new(tmp_path / "link.yaml")
    assert file.read_text("utf-8") == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.yaml", "link.yaml"]


def test_a_file_that_cannot_be_written_is_refused_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(CaseError):
        desk.write_new(tmp_path / "file" / "below")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CaseError) as error:
        desk.write_new(tmp_path / "case.yaml")
    assert "No space left on device" in problem_of(error).found
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_page_takes_the_place_of_an_older_one_and_keeps_who_may_read_it(tmp_path: Path) -> None:
    file = tmp_path / "brief.html"
    desk.write_page(file, "one\n")
    assert file.read_bytes() == b"one\n"
    file.chmod(0o600)
    link = tmp_path / "link.html"
    link.symlink_to(file)
    desk.write_page(link, "zwei é\n")
    assert link.is_symlink() and file.read_bytes() == "zwei é\n".encode()
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.html", "link.html"]


def test_a_page_that_cannot_be_written_leaves_the_older_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "brief.html"
    file.write_text("old", "utf-8")
    for path in (tmp_path, tmp_path / "nowhere" / "x.html", file / "x.html", Path(os.devnull), Path("a\0b")):
        with pytest.raises(CaseError) as error:
            desk.write_page(path, "new")
        assert "cannot be written" in problem_of(error).found
    assert not stat.S_ISREG(os.stat(os.devnull).st_mode)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CaseError) as error:
        desk.write_page(file, "new")
    assert "No space left on device" in problem_of(error).found
    assert [path.name for path in tmp_path.iterdir()] == ["brief.html"] and file.read_text("utf-8") == "old"


def test_the_stopwatch_takes_each_step() -> None:
    ticks = iter([1.0, 3.0, 10.0])
    watch = Stopwatch(lambda: next(ticks))
    watch("read")
    watch("worlds")
    assert watch.times() == (("read", 2.0), ("worlds", 7.0))
    assert Stopwatch(lambda: 0.0).times() == ()


def test_the_shop_window_is_cheap_and_its_names_hold_whatever_is_imported_before() -> None:
    script = """
import sys, pourparler
assert not {"numpy", "pydantic", "rich", "typer"} & set(sys.modules), "importing the package must stay cheap"
import pourparler.assess.run
from pourparler import Assessment, Case, __version__, assess, compose, read
found = assess(read(%r), worlds=1)
assert isinstance(found, Assessment) and pourparler.assess is assess and compose(found).sections
assert set(pourparler.__all__) <= set(dir(pourparler))
assert not hasattr(pourparler, "nope")
"""
    source = str(Path(__file__).parent.parent / "src")
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {source!r})\n" + script % str(WORKED_EXAMPLE)]
    subprocess.run(command, check=True)

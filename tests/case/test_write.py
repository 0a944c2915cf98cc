# SPDX-License-Identifier: Apache-2.0
"""Saving a case: nothing changes that was not changed, what is written reads back as it was meant, and nothing is lost."""

import multiprocessing
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from case.samples import FULL, SMALL
from pourparler import catalog
from pourparler.case import Case, CaseError, Issue, Problem, read
from pourparler.case import replace as replacing
from pourparler.case.leaves import quantities
from pourparler.case.write import DELETE, fingerprint, save, save_edits
from pourparler.quantity import POINTS, parse

ESSAY = catalog.find("essays/singh2018")
assert ESSAY is not None
TEXTS = {
    "small": SMALL,
    "full": FULL,
    "template": catalog.template("small"),
    **{name: (path / "case.yaml").read_text("utf-8") for name in catalog.names() if (path := catalog.find(name)) is not None},
}


def file_with(tmp_path: Path, text: str | bytes) -> Path:
    file = tmp_path / "case.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def worth(case: Case, party: str, value: str) -> Case:
    """Return the case with another no-deal value of a party."""
    no_deal = case.no_deal[party].model_copy(update={"value": parse(value, POINTS)})
    return case.model_copy(update={"no_deal": {**case.no_deal, party: no_deal}})


def problem_of(action: Callable[[], object]) -> Problem:
    with pytest.raises(CaseError) as caught:
        action()
    (problem,) = caught.value.problems
    assert isinstance(problem, Problem)
    return problem


def only(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir())


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("begin", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_saving_an_unchanged_case_changes_no_byte(tmp_path: Path, name: str, begin: str, line_end: str) -> None:
    file = file_with(tmp_path, begin + TEXTS[name].replace("\n", line_end))
    before, info = file.read_bytes(), file.stat()
    assert save(tmp_path, read(tmp_path)) == read(tmp_path)
    assert save_edits(tmp_path, {}) == read(tmp_path)
    assert file.read_bytes() == before
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (info.st_ino, info.st_mtime_ns), "it was not even written"
    assert save(
        tmp_path, Case.model_validate(read(tmp_path).model_dump(mode="json", exclude_defaults=True) | {"pourparler": 2})
    ) == read(tmp_path)
    assert file.read_bytes() == before, "a case made of plain data is no other case"


def test_a_changed_number_changes_its_line_and_no_other(tmp_path: Path) -> None:
    file = file_with(tmp_path, FULL)
    save(tmp_path, worth(read(tmp_path), "aland", "20..30"))
    assert file.read_text("utf-8") == FULL.replace("aland: {value: 35..45,", "aland: {value: 20..30,")


def test_every_quantity_of_a_case_can_be_changed(tmp_path: Path) -> None:
    file = file_with(tmp_path, FULL)
    case = read(tmp_path)
    done = 0
    for path, _ in quantities(case):
        # Interactions are drawn by their options and written by their place; there is one to a list here.
        place = tuple(0 if "+" in part else int(part) if part.isdigit() else part for part in path)
        if (
            place[:2] in (("questions", "motive"), ("questions", "clock"))
            or "outcomes" in place
            or place[0] in ("grades", "sources", "influence")
        ):
            continue
        file.write_text(FULL, "utf-8")
        try:
            save_edits(tmp_path, {place: "unknown"})
        except CaseError as error:
            pytest.fail(f"{place}: {error}")
        old, new = FULL.splitlines(), file.read_text("utf-8").splitlines()
        assert sum(one != other for one, other in zip(old, new, strict=True)) == 1, place
        done += 1
    assert done > 60


def test_larger_changes_keep_remarks_and_order(tmp_path: Path) -> None:
    file = file_with(tmp_path, catalog.template("small"))
    case = read(tmp_path)
    issues = {**case.issues, "boats": Issue(options=("two", "three"), status_quo="two")}
    changed = case.model_copy(update={"issues": issues, "values": {}, "standpoint": "the club's: board", "no_deal": {}})
    assert save(tmp_path, changed) == changed
    text = file.read_text("utf-8")
    kept = [line for line in catalog.template("small").splitlines() if line.startswith("#")]
    assert [line for line in text.splitlines() if line.startswith("#")] == kept
    assert "\nseat: own" in text and 'standpoint: "the club\'s: board"' in text
    assert "  boats: {options: [two, three], status_quo: two}\n" in text


def test_edits_go_by_key_path_and_items_by_id(tmp_path: Path) -> None:
    file = file_with(tmp_path, FULL)
    found = save_edits(
        tmp_path,
        {
            ("evidence", "silence", "empty_rate"): "10..20%",
            ("evidence", 0, "rivals", 2): "they need the credit",
            ("no_deal", "cyrene", "value"): 30,
            ("moves", "fuel_credit", "what"): "cheap: fuel",
            ("framings",): DELETE,
            ("consultation", 0, "answer"): "12",
        },
    )
    assert str(found.evidence[1].empty_rate) == "0.1..0.2" and found.evidence[0].rivals[2] == "they need the credit"
    assert found.no_deal["cyrene"].value == parse(30, POINTS)
    assert found.moves["fuel_credit"].what == "cheap: fuel"
    assert found.framings == () and found.consultation[0].answer == "12"
    assert found == read(file)


@pytest.mark.parametrize(
    ("edits", "found"),
    [
        ({("no_deal", "aland", "value"): "45..35"}, "'45..35'"),
        ({("no_deal", "aland", "vale"): 4}, "the unknown key 'vale'"),
        ({("title",): DELETE}, "no 'title'"),
        ({("nothing",): DELETE}, "nothing at nothing that could be changed"),
        ({("evidence", "nobody", "text"): "x"}, "nothing at evidence.nobody that could be changed"),
        ({("evidence", 7): {}}, "nothing at evidence[7] that could be changed"),
        ({("title", "x"): 1}, "nothing at title that could be changed"),
        ({(): 1}, "nothing at  that could be changed"),
        ({("title",): "a\x1bb"}, "the hidden character U+001B"),
    ],
)
def test_what_would_not_read_back_is_refused_and_nothing_is_written(
    tmp_path: Path, edits: dict[tuple[str | int, ...], Any], found: str
) -> None:
    file = file_with(tmp_path, FULL)
    problem = problem_of(lambda: save_edits(tmp_path, edits))
    assert problem.found == found and problem.file == str(file)
    assert file.read_text("utf-8") == FULL and only(tmp_path) == ["case.yaml"]


def test_a_case_that_no_file_can_hold_is_refused(tmp_path: Path) -> None:
    file = file_with(tmp_path, FULL)
    case = read(tmp_path)
    spoilt = case.model_copy(update={"title": "e\u0301"})  # composed on reading, and so another title
    assert problem_of(lambda: save(tmp_path, spoilt)).found == "a change that cannot be written into this file"
    assert file.read_text("utf-8") == FULL


def test_a_file_with_mistakes_can_be_mended_by_an_edit(tmp_path: Path) -> None:
    file = file_with(tmp_path, FULL.replace("value: 35..45", "value: 45..35"))
    assert save_edits(tmp_path, {("no_deal", "aland", "value"): "35..45"}) == read(file)
    assert file.read_text("utf-8") == FULL
    file.write_text(FULL + "title: again\n", "utf-8")
    assert "a second time" in problem_of(lambda: save_edits(tmp_path, {("title",): "x"})).found


def test_bulk_evidence_stays_in_its_own_file(tmp_path: Path) -> None:
    file = file_with(tmp_path, FULL)
    table = tmp_path / "evidence.csv"
    table.write_text("id,text,known_at\nsail,a sail,2031-03-01\n", "utf-8")
    case = read(tmp_path)
    added = case.evidence[0].model_copy(update={"id": "later", "text": "They ask again."})
    saved = save(tmp_path, case.model_copy(update={"evidence": (*case.evidence, added)}))
    assert [item.id for item in saved.evidence] == ["offer", "silence", "later", "sail"]
    assert "sail" not in file.read_text("utf-8") and table.read_text("utf-8").count("\n") == 2
    other = (*case.evidence[:2], case.evidence[2].model_copy(update={"text": "two sails"}))
    problem = problem_of(lambda: save(tmp_path, case.model_copy(update={"evidence": other})))
    assert problem.found == "a change in the evidence of another file"


def test_a_seat_is_saved_into_its_own_file(tmp_path: Path) -> None:
    file = file_with(tmp_path, FULL)
    (tmp_path / "seats").mkdir()
    seat = tmp_path / "seats" / "borea.yaml"
    seat.write_text("# ours alone\nno_deal: {borea: {value: 30..40}}  # as of March\n", "utf-8")
    case = read(tmp_path, "borea")
    assert save(tmp_path, case, "borea") == case
    changed = worth(case, "borea", "20").model_copy(update={"title": "As Borea sees it"})
    assert save(tmp_path, changed, "borea") == read(tmp_path, "borea")
    assert seat.read_text("utf-8") == ("# ours alone\nno_deal: {borea: {value: 20}}  # as of March\ntitle: As Borea sees it\n")
    save_edits(tmp_path, {("issues", "money", "status_quo"): "none"}, "borea")
    assert seat.read_text("utf-8").endswith("\nissues: {money: {status_quo: none}}\n")
    fewer = {name: issue for name, issue in case.issues.items() if name != "money"}
    assert "cannot be written" in problem_of(lambda: save(tmp_path, case.model_copy(update={"issues": fewer}), "borea")).found
    assert file.read_text("utf-8") == FULL


def test_links_and_permissions_stay(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = tmp_path / "real" / "mine.yaml"
    target.write_text(FULL, "utf-8")
    target.chmod(0o640)
    link = tmp_path / "case.yaml"
    link.symlink_to(Path("real") / "mine.yaml")
    save(tmp_path, worth(read(tmp_path), "aland", "3"))
    assert link.is_symlink() and "aland: {value: 3," in target.read_text("utf-8")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert only(tmp_path / "real") == ["mine.yaml"]


def test_a_file_that_may_not_be_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = file_with(tmp_path, FULL)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "Permission denied" in problem_of(lambda: save_edits(tmp_path, {("title",): "x"})).found
    assert file.read_text("utf-8") == FULL


@pytest.mark.parametrize("call", ["open", "fsync", "fchmod", "write", "replace"])
def test_any_error_leaves_the_old_file_whole_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    file = file_with(tmp_path, FULL)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if call == "replace":
        monkeypatch.setattr(Path, "replace", full)
    elif call == "write":
        monkeypatch.setattr(replacing, "open", lambda descriptor, _: os.fdopen(descriptor, "rb"), raising=False)
    else:
        monkeypatch.setattr(os, call, full)
    problem = problem_of(lambda: save_edits(tmp_path, {("title",): "x"}))
    monkeypatch.undo()
    assert "No space left on device" in problem.found or call == "write"
    assert file.read_text("utf-8") == FULL and only(tmp_path) == ["case.yaml"]


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = file_with(tmp_path, FULL)
    draft = replacing._draft

    def meanwhile(target: Path, data: bytes) -> Path:
        file.write_text(SMALL, "utf-8")
        return draft(target, data)

    monkeypatch.setattr(replacing, "_draft", meanwhile)
    problem = problem_of(lambda: save_edits(tmp_path, {("title",): "x"}))
    assert problem.found == "a file that has changed since it was read"
    assert file.read_text("utf-8") == SMALL and only(tmp_path) == ["case.yaml"]


def test_what_others_wrote_since_one_looked_is_told(tmp_path: Path) -> None:
    file = file_with(tmp_path, FULL)
    case, seen = read(tmp_path), fingerprint(tmp_path)
    save(tmp_path, worth(case, "borea", "7"), seen=seen)
    for late in (
        lambda: save(tmp_path, worth(case, "aland", "3"), seen=seen),
        lambda: save_edits(tmp_path, {("title",): "x"}, seen=seen),
    ):
        assert problem_of(late).found == "a file that has changed since it was read"
    assert "borea: {value: 7," in file.read_text("utf-8") and "aland: {value: 35..45," in file.read_text("utf-8")
    save_edits(tmp_path, {("title",): "x"}, seen=fingerprint(tmp_path))


def _write_until_stopped(file: Path) -> None:
    number = 0
    while True:
        number += 1
        before = file.read_bytes()
        replacing.replace_file(file, before, FULL.encode() + b"# " + str(number).encode() * 1000 + b" end\n")


def test_whoever_is_stopped_leaves_one_whole_file(tmp_path: Path) -> None:
    file = file_with(tmp_path, FULL)
    for _ in range(12):
        writer = multiprocessing.get_context("fork").Process(target=_write_until_stopped, args=(file,))
        writer.start()
        writer.join(0.05)
        writer.kill()
        writer.join()
        text = file.read_text("utf-8")
        assert text == FULL or (text.startswith(FULL) and text.endswith(" end\n"))
    assert file.read_text("utf-8") != FULL, "it did write"


def _add(file: Path, name: str, count: int) -> None:
    done = 0
    while done < count:
        try:
            save_edits(file, {("labels", f"{name}{done}"): "x"})
            done += 1
        except CaseError as error:
            assert "has changed since" in str(error)


def test_writers_do_not_undo_each_other(tmp_path: Path) -> None:
    file = file_with(tmp_path, SMALL)
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_add, args=(file, name, 6)) for name in ("a", "b", "c")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert set(read(file).labels) == {f"{name}{n}" for name in "abc" for n in range(6)}

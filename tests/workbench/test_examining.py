# SPDX-License-Identifier: Apache-2.0
"""Files examined by a process of its own: it finds what reading them here finds, within bounds, and is replaced if it ends."""

import gc
import io
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from archive.cases import CASE, OWNER, titled
from pourparler.archive import ABSENT, Conflict, Saved, edit, open_archive, parsed
from pourparler.archive.examining import Drafted, draft
from pourparler.archive.merging import plain_of, value_at
from pourparler.case import CaseError, files_of, marks, read_files
from pourparler.case.leaves import quantities
from pourparler.case.problem import KeyPath
from pourparler.case.write import DELETE, edited
from pourparler.catalog import find
from pourparler.workbench import examiner, examining
from pourparler.workbench.examining import ExaminerFault, Examiners
from pourparler.workbench.fields import AREAS, groups
from pourparler.workbench.opened import Shelf
from pourparler.workbench.readings import Reading, reading_of, tree_of

Files = Mapping[str, bytes]
NAMES = ["essays/singh2018", "labour/nhl2005", "treaties/canal1977"]
VALUE = ("no_deal", "aland", "value")


@pytest.fixture(scope="module")
def asked() -> Iterator[Examiners]:
    examiners = Examiners()
    yield examiners
    examiners.close()


def catalogued(name: str) -> dict[str, bytes]:
    folder = find(name)
    assert folder is not None
    return files_of(folder)


def some_edits(files: Files, chance: random.Random) -> dict[KeyPath, object]:
    """Return edits such as people make, right or wrong: a number, a word, something added or taken away."""
    plain = plain_of(files)
    numbers = [tuple(path) for path, _ in quantities(read_files(files)) if value_at(plain, tuple(path)) is not ABSENT]
    path = chance.choice(numbers)
    low = chance.randrange(1, 40)
    edits: dict[KeyPath, object] = {path: chance.choice([low, f"{low}..{low + 9}", "unknown", "much", f"{low}%"])}
    match chance.randrange(6):
        case 0:
            edits["labels", "programme"] = "Somebody's, and a colon: in brackets [é]"
        case 1:
            edits = {path: DELETE}
        case 2:
            edits = {("preparation", "another"): {"label": "Another", "cost": low, "days": 3}}
        case 3:
            edits["title",] = f"A title of {low}"
    return edits


def found(ask: Callable[..., Drafted], *given: object) -> object:
    """Return what comes of a question, or the problems that are told."""
    try:
        return ask(*given)
    except CaseError as error:
        return error.problems


def forget() -> None:
    """Let nothing be remembered that was read."""
    marks.forget()
    for remembered in (parsed._checked, parsed._changes):
        remembered.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_what_a_process_finds_for_edits_is_what_reading_all_files_anew_finds(asked: Examiners, name: str) -> None:
    """Edits follow one another, so that the process has most of what it reads read before; some are made on older files."""
    states, chance, kept, refused, contested = [catalogued(name)], random.Random(name), 0, 0, 0
    for _ in range(10):
        begun = chance.choice(states[-3:])
        edits = some_edits(begun, chance)
        answer = found(asked.draft, begun, states[-1], edits)
        forget()
        assert answer == found(draft, begun, states[-1], edits), edits
        if not isinstance(answer, Drafted):
            refused += 1
        elif answer.contested:
            contested += 1
        else:
            kept += 1
            forget()
            assert answer.changes == parsed.changes_between(states[-1], answer.files) == asked.compare(states[-1], answer.files)
            states.append(dict(answer.files))
    assert kept > 2 and refused > 1, (kept, refused, contested)


@pytest.mark.parametrize("name", NAMES)
def test_a_revision_that_a_process_has_read_is_the_case_and_has_its_fields(asked: Examiners, name: str) -> None:
    files = catalogued(name)
    reading, case, tree = asked.read(files), read_files(files), tree_of(files)
    assert reading.case == case and reading.key == reading_of(files).key
    assert all(reading.groups(area) == groups(tree, case, area) for area in AREAS)
    assert sum(len(group.fields) for area in AREAS for group in reading.groups(area)) > 100


def test_what_was_examined_while_it_was_typed_is_not_examined_again_when_it_is_saved() -> None:
    def asked_for(value: str, last: Files) -> Any:
        files = {f"last/{name}": held for name, held in last.items()}
        return examiner.answered({"kind": "draft", "edits": [[list(VALUE), [value]]]}, files)

    begun = examiner._draft.cache_info().hits
    first = asked_for("31..45", CASE)
    assert asked_for("31..45", dict(CASE)) == first and examiner._draft.cache_info().hits == begun + 1
    later = {"case.yaml": first[1]["case.yaml"]}
    assert asked_for("32..45", CASE) != first and asked_for("31..45", later)[1] == {}
    assert examiner._draft.cache_info().hits == begun + 1
    assert "problems" in asked_for("much", CASE)[0] and "problems" in asked_for("much", CASE)[0]


def test_a_revision_like_one_before_it_shares_what_both_say_and_is_the_case_that_its_files_are() -> None:
    shelf, files = Shelf(), catalogued(NAMES[0])
    first = shelf.opened("a", 1, files)
    assert first.case.title
    edits: list[dict[KeyPath, object]] = [
        {("no_deal", "united_states", "value"): "11..19"},
        {("framings", 0): DELETE},
        {("later",): DELETE},
        {("title",): "Another"},
        {("labels",): None},
    ]
    for number, edit_of in enumerate(edits, start=2):
        files = edited(files, edit_of)
        opened = shelf.opened("a", number, files)
        wanted = reading_of(files)
        assert opened.case == wanted.case and opened.case.model_fields_set == wanted.case.model_fields_set
        assert opened.reading.said == wanted.said and opened.reading.areas == wanted.areas
        assert opened.reading.said["evidence"] is first.reading.said["evidence"]
        assert (opened.case.evidence is first.case.evidence) == (number < 4), "what is gone makes it another case"
    assert shelf.opened("b", 1, files).case.evidence is not first.case.evidence, "cases share nothing"


def test_a_revision_that_was_expected_is_not_read_again_and_any_other_is() -> None:
    read = list[str]()

    def reads(files: Files, case: str) -> Reading:
        read.append(case)
        return reading_of(files)

    shelf, files = Shelf(reads), edited(CASE, {VALUE: "31..45"})
    first = shelf.opened("a", 1, CASE)
    assert first.case.title
    shelf.expect("a", files, "table")
    assert read == ["a", "a"] and shelf.known("a", 2) is None and shelf.known("a", 0) is None
    assert shelf.opened("b", 2, files).case_id == "b" and read == ["a", "a", "b"], "of another case"
    assert shelf.opened("a", 2, CASE).reading == first.reading and len(read) == 4, "it says something else"
    found = shelf.opened("a", 3, dict(files))
    assert len(read) == 4 and found is shelf.known("a", 3) and (found.case_id, found.number) == ("a", 3)
    assert found.case == reading_of(files).case and found.case.moves is first.case.moves
    shelf.opened("a", 4, files)
    assert len(read) == 5, "it is expected no more"
    with pytest.raises(CaseError):
        shelf.expect("a", {"case.yaml": b"title: none"}, "table")


def test_an_archive_with_examiners_merges_refuses_and_puts_side_by_side(asked: Examiners, tmp_path: Path) -> None:
    with open_archive(str(tmp_path / "archive.db"), examiner=asked) as archive:
        with pytest.raises(CaseError, match="title"):
            archive.make(OWNER, {"case.yaml": b"pourparler: 2"}, "first", title="None")
        case = archive.make(OWNER, CASE, "first", title="A case").case
        one = edit(archive, OWNER, case, {VALUE: "30..45"}, base=1, reason="one")
        other = edit(archive, OWNER, case, {("no_deal", "borea", "value"): "50"}, base=1, reason="other")
        assert isinstance(one, Saved) and isinstance(other, Saved) and other.merged == ("no_deal.aland.value",)
        clash = edit(archive, OWNER, case, {VALUE: DELETE}, base=1, reason="clash")
        assert isinstance(clash, Conflict)
        assert [(each.base, each.theirs, each.yours) for each in clash.fields] == [("35..45", "30..45", ABSENT)]
        with pytest.raises(CaseError, match="much"):
            edit(archive, OWNER, case, {VALUE: "much"}, base=3, reason="wrong")
        again = archive.commit(OWNER, case, CASE, base=3, reason="as it was")
        assert [change.path for change in archive.changes(OWNER, case, 4)] == ["no_deal.aland.value", "no_deal.borea.value"]
        assert archive.head(OWNER, case) == again and not archive.verify().findings


def test_a_process_that_was_ended_is_replaced_and_asked_again(asked: Examiners) -> None:
    asked.check(CASE)
    first = asked._idle[-1]
    first.kill()  # while it waits
    first.wait()
    asked.check(CASE)
    second = asked._idle[-1]
    assert second.pid != first.pid and second.poll() is None
    second.kill()  # while it is asked
    second.wait()
    second.poll = lambda: None  # type: ignore[method-assign]  # what the asker saw before
    assert asked.draft(CASE, CASE, {VALUE: "30..45"}).changes == (("no_deal.aland.value", "35..45", "30..45"),)


def test_a_case_goes_to_the_process_that_has_read_it_and_to_another_only_while_that_one_is_long_at_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    examiners = Examiners()
    examiners.warm()
    first, second = examiners._idle
    asked_last, give_back = list["subprocess.Popen[bytes]"](), examiners._give_back

    def noted(process: "subprocess.Popen[bytes]", *, is_well: bool) -> None:
        asked_last.append(process)
        give_back(process, is_well=is_well)

    monkeypatch.setattr(examiners, "_give_back", noted)
    for case in ("a", "b", "a", "b", "b", "a", "c"):
        examiners.read(CASE, case)
    home, other = asked_last[:2]
    assert {home, other} == {first, second} and asked_last[:6] == [home, other, home, other, other, home]
    examiners.draft(CASE, CASE, {VALUE: "30..45"}, "b")
    examiners.compare(CASE, titled("Another"), "b")
    assert asked_last[-2:] == [other, other]
    examiners._idle.remove(other)  # as while it is asked something
    examiners._busy.append(other)
    examiners.read(CASE, "b")
    assert asked_last[-1] is home, "it does not wait for ever"
    monkeypatch.setattr(examining, "_PATIENCE", 60)
    back = threading.Timer(0.01, give_back, (other,), {"is_well": True})
    back.start()
    examiners.read(CASE, "b")
    back.join()
    assert asked_last[-1] is other, "but a moment it does"
    monkeypatch.setattr(examining, "_KNOWN", 1)
    examiners.read(CASE, "d")
    assert list(examiners._homes) == ["d"]
    examiners.close()


#: Examiners that are broken on purpose: how each answers.
BROKEN = {
    "never ends": "examiner.MOST_SECONDS = 0.2\n_ANSWER = lambda *asked: [None for _ in iter(int, 1)]",
    "waits": "import time\nexaminer.LONGEST_SECONDS = 0.2\n_ANSWER = lambda *asked: time.sleep(60)",
    "takes all memory": "_ANSWER = lambda *asked: [b'x' * 2**20 for _ in range(2**20)]",
    "answers nonsense": "_ANSWER = None\nexaminer.send = lambda out, *told: print('secret', file=out)",
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_examiner_that_is_out_of_bounds_is_ended_and_the_files_are_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f"{BROKEN[name]}\nexaminer._ANSWERS['check'] = _ANSWER"
    monkeypatch.setattr(examining, "_begun", lambda: begun(script))
    examiners = Examiners()
    with pytest.raises(CaseError, match="more time or memory") as refused:
        examiners.check(CASE)
    assert "secret" not in str(refused.value)
    assert not examiners._idle


def begun(script: str) -> "subprocess.Popen[bytes]":
    """Start an examiner that was broken by a script."""
    command = (sys.executable, "-c", f"from pourparler.workbench import examiner\n{script}\nexaminer.main()")
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)


def test_memory_is_tidied_when_nobody_asks_and_not_while_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    told = list[str]()
    asked = iter([({"kind": "check"}, CASE)] * 7)
    monkeypatch.setattr(examiner, "_keep_within_bounds", lambda: None)
    monkeypatch.setattr(examiner, "_begin", lambda: told.append("asked"))
    monkeypatch.setattr(examiner, "take", lambda stream: next(asked, None))
    monkeypatch.setattr(examiner, "send", lambda *given: None)
    monkeypatch.setattr(gc, "collect", lambda: told.append("tidied"))
    monkeypatch.setattr(gc, "disable", lambda: None)
    monkeypatch.setattr(examiner, "_is_grown", lambda: False)  # whatever else this process holds
    monkeypatch.setattr(examiner, "_TIDIED", 2)
    monkeypatch.setattr(examiner, "_LATEST", 4)
    quiet = iter([False, True, False, False])
    monkeypatch.setattr(examiner, "_is_quiet", lambda questions: next(quiet))
    examiner.main(io.BytesIO(), io.BytesIO())
    assert told == ["asked", "asked", "asked", "tidied", *["asked"] * 4, "tidied"]
    assert next(quiet, None) is None


def test_whether_somebody_asks_is_seen_at_the_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examiner, "_QUIET", 0)
    out, into = os.pipe()
    with os.fdopen(out, "rb") as questions, os.fdopen(into, "wb") as asking:
        assert examiner._is_quiet(questions)
        asking.write(b"{}")
        asking.flush()
        assert not examiner._is_quiet(questions)
    assert not examiner._is_quiet(io.BytesIO()), "where it cannot be told"


def test_a_fault_is_told_by_its_kind_and_no_word_of_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "def falls(*asked):\n    raise KeyError('secret')\nexaminer._ANSWERS['check'] = falls"
    monkeypatch.setattr(examining, "_begun", lambda: begun(script))
    examiners = Examiners()
    with pytest.raises(ExaminerFault) as told:
        examiners.check(CASE)
    assert str(told.value) == "KeyError"
    examiners.close()


def test_processes_end_with_who_asks_them_and_after_they_have_grown(monkeypatch: pytest.MonkeyPatch) -> None:
    examiners = Examiners(1)
    examiners.warm()
    examiners.check(titled("Another"))
    process = examiners._idle.pop()
    assert process.stdin is not None and process.stdout is not None
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()
    monkeypatch.setattr(examining, "_begun", lambda: begun("examiner._GROWN = 0"))
    examiners.check(titled("Another"))
    assert not examiners._idle
    examiners.close()


def test_who_asks_for_a_revision_that_is_being_read_waits_for_that_and_one_that_failed_is_read_again() -> None:
    read, goes_on, is_asked = list[int](), threading.Event(), threading.Event()

    def reads(files: Files, case: str) -> Reading:
        assert case == "a"
        read.append(len(files))
        is_asked.set()
        assert goes_on.wait(30)
        if len(read) == 1:
            raise CaseError(())
        return reading_of(files)

    shelf, opened = Shelf(reads), list[Any]()

    def ask() -> None:
        try:
            opened.append(shelf.opened("a", 1, CASE))
        except CaseError as error:
            opened.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    threads[0].start()
    assert is_asked.wait(30)
    assert shelf.known("a", 1) is None
    for thread in threads[1:]:
        thread.start()
    goes_on.set()
    for thread in threads:
        thread.join()
    assert isinstance(opened[0], CaseError)
    assert shelf.opened("a", 1, CASE) is shelf.known("a", 1) is shelf.opened("a", 1, CASE)
    assert len(read) == 2

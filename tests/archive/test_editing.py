# SPDX-License-Identifier: Apache-2.0
"""Two people edit one case: what only one of them changed is merged, what both changed is put side by side."""

import pytest

from archive.cases import CASE, OWNER
from pourparler.archive import Archive, ArchiveError, Conflict, Revision, Saved, checked, edit, parsed, tried
from pourparler.archive.examining import Drafted, Files
from pourparler.archive.merging import Edits
from pourparler.case import Case, CaseError, read_files, whole
from pourparler.case.memory import Place
from pourparler.case.outcome import Outcome
from pourparler.case.whole import read_parts


def test_an_edit_keeps_every_comment_and_changes_its_place_alone(archive: Archive, made: Revision) -> None:
    saved = edit(archive, OWNER, made.case, {("no_deal", "aland", "value"): "30..45"}, base=1, reason="a sounding")
    assert isinstance(saved, Saved)
    assert saved.revision.number == 2 and saved.merged == ()
    assert archive.files(OWNER, made.case)["case.yaml"] == CASE["case.yaml"].replace(b"value: 35..45", b"value: 30..45")


def test_fields_that_only_one_changed_are_merged(archive: Archive, made: Revision) -> None:
    edit(archive, OWNER, made.case, {("no_deal", "aland", "value"): "30..45"}, base=1, reason="one")
    saved = edit(archive, OWNER, made.case, {("no_deal", "borea", "value"): "50"}, base=1, reason="other", request="r")
    assert isinstance(saved, Saved)
    assert (saved.revision.number, saved.merged) == (3, ("no_deal.aland.value",))
    case = read_files(archive.files(OWNER, made.case))
    assert [str(case.no_deal[party].value) for party in ("aland", "borea")] == ["30..45", "50"]
    again = edit(archive, OWNER, made.case, {("no_deal", "borea", "value"): "50"}, base=1, reason="other", request="r")
    assert isinstance(again, Saved) and again.revision == saved.revision


def test_a_field_that_both_changed_is_put_side_by_side(archive: Archive, made: Revision) -> None:
    place = ("no_deal", "aland", "value")
    edit(archive, OWNER, made.case, {place: "30..45"}, base=1, reason="one")
    found = edit(archive, OWNER, made.case, {place: "40", ("title",): "Mine"}, base=1, reason="other")
    assert isinstance(found, Conflict)
    (field,) = found.fields
    assert (field.path, field.base, field.theirs, field.yours) == (place, "35..45", "30..45", "40")
    assert found.head.number == 2 and len(archive.history(OWNER, made.case)) == 2
    same = edit(archive, OWNER, made.case, {place: "30..45", ("title",): "Mine"}, base=1, reason="the same thought")
    assert isinstance(same, Saved)


def test_an_edit_that_makes_no_case_is_refused(archive: Archive, made: Revision) -> None:
    with pytest.raises(CaseError):
        edit(archive, OWNER, made.case, {("no_deal", "aland", "value"): "much"}, base=1, reason="wrong")
    assert len(archive.history(OWNER, made.case)) == 1


def test_a_save_reads_the_case_that_it_makes_once_and_the_one_before_not_again(
    archive: Archive, made: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def counted(place: Place) -> dict[str, Case | Outcome]:
        read.append(place)
        return read_parts(place)

    for module in (parsed, whole):
        monkeypatch.setattr(module, "read_parts", counted)
    edit(archive, OWNER, made.case, {("title",): f"One of {made.case}"}, base=1, reason="one")  # as no test did before
    assert len(read) == 1
    edit(archive, OWNER, made.case, {("title",): f"Two of {made.case}"}, base=2, reason="two")
    checked(archive.files(OWNER, made.case))
    assert len(read) == 2


def test_a_request_that_was_made_for_another_case_is_refused_and_never_told_as_saved(archive: Archive, made: Revision) -> None:
    other = archive.make(OWNER, CASE, "first", title="Another")
    edit(archive, OWNER, made.case, {("title",): "One"}, base=1, reason="one", request="r")
    found = tried(archive, OWNER, other.case, {("title",): "Two"}, base=1)
    for before in (found, None):
        with pytest.raises(ArchiveError, match="another case"):
            edit(archive, OWNER, other.case, {("title",): "Two"}, base=1, reason="two", request="r", before=before)
    assert archive.head(OWNER, other.case) == other


def test_what_was_tried_is_kept_as_it_is_unless_somebody_has_saved_since(
    archive: Archive, made: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts, draft = list[object](), archive.examiner.draft

    def counted(begun: Files, last: Files, edits: Edits, case: str) -> Drafted:
        drafts.append(edits)
        return draft(begun, last, edits, case)

    monkeypatch.setattr(archive.examiner, "draft", counted)
    mine, other = ("no_deal", "aland", "value"), ("no_deal", "borea", "value")
    found = tried(archive, OWNER, made.case, {mine: "31..45"}, base=1)
    assert found.number == 1 and archive.head(OWNER, made.case) == made, "nothing is kept"
    saved = edit(archive, OWNER, made.case, {mine: "31..45"}, base=1, reason="tried", request="r", before=found)
    assert isinstance(saved, Saved) and saved.merged == () and saved.revision == archive.head(OWNER, made.case)
    assert [change.after for change in archive.changes(OWNER, made.case, 2)] == ["31..45"] and len(drafts) == 1
    again = edit(archive, OWNER, made.case, {mine: "31..45"}, base=1, reason="tried", request="r", before=found)
    assert isinstance(again, Saved) and again.revision == saved.revision
    found = tried(archive, OWNER, made.case, {other: "51"}, base=1)
    assert (found.number, found.drafted.merged) == (2, ("no_deal.aland.value",))
    edit(archive, OWNER, made.case, {("title",): "Meanwhile"}, base=2, reason="somebody else")
    late = edit(archive, OWNER, made.case, {other: "51"}, base=1, reason="late", before=found)
    assert isinstance(late, Saved) and set(late.merged) == {"no_deal.aland.value", "title"} and late.revision.number == 4
    case = read_files(archive.files(OWNER, made.case))
    assert [str(case.no_deal[party].value) for party in ("aland", "borea")] == ["31..45", "51"] and case.title == "Meanwhile"
    found = tried(archive, OWNER, made.case, {("title",): "Since"}, base=3)
    merged = edit(archive, OWNER, made.case, {("title",): "Since"}, base=3, reason="in time", before=found)
    assert isinstance(merged, Saved) and merged.merged == ("no_deal.borea.value",) and merged.revision.number == 5
    contested = tried(archive, OWNER, made.case, {mine: "32"}, base=1)
    assert contested.drafted.contested
    assert isinstance(edit(archive, OWNER, made.case, {mine: "32"}, base=1, reason="mine", before=contested), Conflict)
    assert archive.head(OWNER, made.case).number == 5 and archive.verify().findings == ()

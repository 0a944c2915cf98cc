# SPDX-License-Identifier: Apache-2.0
"""What goes into an archive comes out: byte for byte, once, for those whose it is, and nothing is overwritten."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import update

from archive.cases import CASE, OTHER, OWNER, titled
from pourparler import catalog
from pourparler.archive import Archive, ArchiveError, Change, NotFound, Revision, Stale, open_archive, saving, tables
from pourparler.archive.journal import record
from pourparler.case import CaseError, files_of


def test_a_case_comes_out_as_it_went_in(archive: Archive) -> None:
    place = catalog.find("essays/singh2018")
    assert place is not None
    files = files_of(place)
    assert len(files) > 2
    made = archive.make(OWNER, files, "from the catalog", title="A summit")
    assert archive.files(OWNER, made.case) == files
    assert (made.number, made.author, made.reason) == (1, "An Owner", "from the catalog")
    (held,) = archive.cases(OWNER)
    assert (held.id, held.title, held.revision, held.changed_by) == (made.case, "A summit", 1, "An Owner")


def test_every_save_is_a_revision(archive: Archive, made: Revision) -> None:
    second = archive.commit(OWNER, made.case, titled("Another"), base=1, reason="renamed", title="Second")
    assert isinstance(second, Revision)
    assert (second.number, second.title, second.reason) == (2, "Second", "renamed")
    assert archive.head(OWNER, made.case) == second
    assert archive.history(OWNER, made.case) == (second, made)
    assert archive.files(OWNER, made.case, 1) == CASE
    assert archive.files(OWNER, made.case) == titled("Another")
    assert archive.changes(OWNER, made.case, 2) == (Change("title", "Strait fisheries summit", "Another"),)
    assert archive.changes(OWNER, made.case, 1) == ()


def test_a_save_from_an_older_revision_keeps_nothing(archive: Archive, made: Revision) -> None:
    second = archive.commit(OWNER, made.case, titled("Another"), base=1, reason="renamed")
    head = archive.journal_head(OWNER)
    assert archive.commit(OWNER, made.case, titled("A third"), base=1, reason="late") == Stale(second)  # type: ignore[arg-type]
    assert archive.journal_head(OWNER) == head
    assert len(archive.history(OWNER, made.case)) == 2


def test_a_repeated_request_is_answered_as_before_and_kept_once(archive: Archive) -> None:
    first = archive.make(OWNER, CASE, "first", title="A case", request="a")
    assert archive.make(OWNER, CASE, "first", title="A case", request="a") == first
    second = archive.commit(OWNER, first.case, titled("Another"), base=1, reason="more", request="b")
    assert archive.commit(OWNER, first.case, titled("Another"), base=1, reason="more", request="b") == second
    assert len(archive.cases(OWNER)) == 1
    assert len(archive.history(OWNER, first.case)) == 2
    comment = archive.comment(OWNER, first.case, "title", "Too long?", request="c")
    assert archive.comment(OWNER, first.case, "title", "Too long?", request="c") == comment
    estimate = archive.estimate(OWNER, first.case, "questions.motive", "20%", request="d")
    assert archive.estimate(OWNER, first.case, "questions.motive", "20%", request="d") == estimate
    assert archive.comments(OWNER, first.case) == (comment,)
    assert archive.estimates(OWNER, first.case) == (estimate,)


def test_a_remark_and_an_estimate_of_a_request_for_another_case_are_refused(archive: Archive, made: Revision) -> None:
    other = archive.make(OWNER, CASE, "first", title="Another")
    archive.comment(OWNER, made.case, "title", "Too long?", request="c")
    archive.estimate(OWNER, made.case, "questions.motive", "20%", request="d")
    with pytest.raises(ArchiveError, match="another case"):
        archive.comment(OWNER, other.case, "title", "Too short?", request="c")
    with pytest.raises(ArchiveError, match="another case"):
        archive.estimate(OWNER, other.case, "questions.motive", "30%", request="d")
    assert not archive.comments(OWNER, other.case) and not archive.estimates(OWNER, other.case)


def test_what_is_not_there_and_what_is_anothers_look_alike(archive: Archive, made: Revision) -> None:
    comment = archive.comment(OWNER, made.case, "", "A remark")
    archive.keep_result(OWNER, made.case, 1, "key", b"body")
    for case in (made.case, "nowhere"):
        for ask in (
            lambda c: archive.head(OTHER, c),
            lambda c: archive.files(OTHER, c),
            lambda c: archive.history(OTHER, c),
            lambda c: archive.changes(OTHER, c, 1),
            lambda c: archive.commit(OTHER, c, CASE, base=1, reason="mine now"),
            lambda c: archive.withdraw(OTHER, c, "away"),
            lambda c: archive.restore_case(OTHER, c, "back"),
            lambda c: archive.comment(OTHER, c, "", "mine"),
            lambda c: archive.comments(OTHER, c),
            lambda c: archive.withdraw_comment(OTHER, c, comment.id),
            lambda c: archive.estimate(OTHER, c, "x", "1"),
            lambda c: archive.estimates(OTHER, c),
            lambda c: archive.keep_result(OTHER, c, 1, "key", b"other"),
            lambda c: archive.result(OTHER, c, "key"),
        ):
            with pytest.raises(NotFound, match=r"^no such thing here$"):
                ask(case)
    assert archive.cases(OTHER) == ()
    assert archive.result(OWNER, made.case, "key") == b"body"


def test_a_member_withdraws_own_remarks_alone(archive: Archive, made: Revision) -> None:
    member = {"case_id": made.case, "person_id": OTHER.id, "role": "reader", "at": made.at, "actor": OWNER.id}
    archive.take_name(OTHER, OTHER.name)
    archive._writer.do(lambda connection: record(connection, tables.memberships, member, OWNER.id, made.at))
    comment = archive.comment(OWNER, made.case, "title", "A remark")
    for remark in (comment.id, "none"):
        with pytest.raises(NotFound):
            archive.withdraw_comment(OTHER, made.case, remark)
    assert archive.comments(OTHER, made.case) == (comment,)
    assert archive.verify().findings == ()


def test_the_results_of_the_last_revisions_are_kept_and_older_ones_make_room(archive: Archive, made: Revision) -> None:
    for number in range(1, saving._MOST_RESULTS + 4):
        archive.keep_result(OWNER, made.case, 1, f"key {number}", b"body %d" % number)
    kept = [archive.result(OWNER, made.case, f"key {number}") for number in range(1, saving._MOST_RESULTS + 4)]
    assert kept[:3] == [None] * 3 and None not in kept[3:]
    archive.keep_result(OWNER, made.case, 1, f"key {saving._MOST_RESULTS}", b"another")
    assert archive.result(OWNER, made.case, f"key {saving._MOST_RESULTS}") == b"another"


def test_nothing_is_deleted_only_withdrawn(archive: Archive, made: Revision) -> None:
    archive.withdraw(OWNER, made.case, "given up")
    assert archive.cases(OWNER) == ()
    (held,) = archive.cases(OWNER, withdrawn=True)
    assert held.withdrawn_at is not None
    assert archive.files(OWNER, made.case) == CASE
    with pytest.raises(ArchiveError, match="withdrawn"):
        archive.commit(OWNER, made.case, titled("Another"), base=1, reason="more")
    archive.restore_case(OWNER, made.case, "taken up again")
    assert len(archive.cases(OWNER)) == 1
    comment = archive.comment(OWNER, made.case, "title", "A remark")
    archive.withdraw_comment(OWNER, made.case, comment.id)
    assert archive.comments(OWNER, made.case) == ()
    assert archive.verify().findings == ()


def test_a_case_with_mistakes_is_refused_with_all_of_them(archive: Archive, made: Revision) -> None:
    bad = {"case.yaml": CASE["case.yaml"].replace(b"days: 14", b"days: -14").replace(b"days: 5", b"days: -5")}
    with pytest.raises(CaseError) as caught:
        archive.commit(OWNER, made.case, bad, base=1, reason="wrong")
    assert len(caught.value.problems) == 2
    with pytest.raises(CaseError, match="no part of a case"):
        archive.make(OWNER, {**CASE, "../away.yaml": b""}, "strange", title="Strange")
    assert len(archive.history(OWNER, made.case)) == 1


def test_an_estimate_can_be_declined(archive: Archive, made: Revision) -> None:
    archive.estimate(OWNER, made.case, "questions.motive", None)
    (held,) = archive.estimates(OWNER, made.case)
    assert (held.value, held.author, held.about) == (None, "An Owner", "questions.motive")


def test_an_archive_is_for_its_owners_eyes_and_opens_again(tmp_path: Path) -> None:
    file = tmp_path / "within" / "archive.db"
    with open_archive(str(file)) as archive:
        made = archive.make(OWNER, CASE, "first", title="A case")
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert set(modes.values()) == {0o600}
    assert {"archive.db", "archive.key"} <= modes.keys()
    with open_archive(f"sqlite:///{file}") as archive:
        assert archive.files(OWNER, made.case) == CASE
        assert archive.verify().findings == ()


def test_texts_that_cannot_be_kept_are_refused(archive: Archive, made: Revision) -> None:
    for reason in ("", " \n", "x" * 2001, "a\u202eb", "a\x00b"):
        with pytest.raises(ArchiveError):
            archive.commit(OWNER, made.case, titled("Another"), base=1, reason=reason)
    assert len(archive.history(OWNER, made.case)) == 1


def test_a_part_of_a_long_history_is_read_alone(archive: Archive, made: Revision) -> None:
    for number in range(1, 5):
        archive.commit(OWNER, made.case, titled(f"Title {number}"), base=number, reason=f"{number}")
    found = archive.history(OWNER, made.case, last=4, most=2)
    assert [revision.number for revision in found] == [4, 3]
    assert found == archive.history(OWNER, made.case)[1:3]
    changes = archive.changes_of(OWNER, made.case, [1, 3, 4, 9])
    assert changes == {number: archive.changes(OWNER, made.case, number) for number in (3, 4)}
    with pytest.raises(NotFound):
        archive.changes_of(OTHER, made.case, [3])


def test_a_clock_that_is_set_back_changes_no_order(url: str, tmp_path: Path) -> None:
    """Times are what the clock said; what came last is told by numbers."""
    times = iter(["2031-03-14T12:00:00+00:00"] * 8 + ["1999-01-01T00:00:00+00:00"] * 20)
    with open_archive(url, keys=tmp_path / "archive.key", now=lambda: next(times)) as archive:
        made = archive.make(OWNER, CASE, "first", title="A case")
        archive.comment(OWNER, made.case, "", "Earlier")
        saved = [
            archive.commit(OWNER, made.case, titled(f"Title {number}"), base=number, reason=f"save {number}")
            for number in range(1, 6)
        ]
        archive.comment(OWNER, made.case, "", "Later")
        assert [revision.number for revision in archive.history(OWNER, made.case)] == [6, 5, 4, 3, 2, 1]
        assert archive.head(OWNER, made.case) == saved[-1]
        assert archive.head(OWNER, made.case).at < made.at
        assert archive.files(OWNER, made.case) == titled("Title 5")
        assert [comment.text for comment in archive.comments(OWNER, made.case)] == ["Earlier", "Later"]
        assert archive.verify(made.head).findings == ()


def test_a_person_takes_another_name_which_stands_everywhere_and_the_old_one_stays_in_the_journal(
    archive: Archive, made: Revision
) -> None:
    archive.comment(OWNER, made.case, "", "A remark")
    archive.take_name(OWNER, "A. L.")
    archive.take_name(OWNER, " Ada L. ")
    archive.take_name(OWNER, "Ada L.")
    assert archive.head(OWNER, made.case).author == "Ada L."
    saved = archive.commit(OWNER, made.case, titled("More"), base=1, reason="more")
    assert isinstance(saved, Revision) and saved.author == "Ada L." and saved == archive.head(OWNER, made.case)
    assert archive.comments(OWNER, made.case)[0].author == archive.cases(OWNER)[0].changed_by == "Ada L."
    assert [name for name, _ in archive.names(OWNER)] == [OWNER.name, "A. L.", "Ada L."]
    assert archive.verify().findings == ()
    with pytest.raises(ArchiveError, match="a name"):
        archive.take_name(OWNER, " ")
    with archive._engine.begin() as connection:
        connection.execute(update(tables.names).values(name="somebody else"))
    assert "not what the journal recorded" in archive.verify().findings[0]

# SPDX-License-Identifier: Apache-2.0
"""Ten classes of tampering with the journal and its records, by somebody who can write to the database."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, delete, func, insert, select, text, update

from archive.cases import CASE, OWNER, titled
from archive.conftest import Opening
from pourparler.archive import Archive, Revision, open_archive, tables
from pourparler.archive.checkpoints import Signer
from pourparler.archive.database import connect, url_of, writing
from pourparler.archive.journal import BEFORE_ALL, canonical, commitment, entry_hash, payload_of, record
from pourparler.archive.verifying import JOURNALLED

Tamper = Callable[[Connection], None]


def filled(archive: Archive) -> Revision:
    """Keep something of every kind, and return the last revision."""
    made = archive.make(OWNER, CASE, "first", title="A small case")
    comment = archive.comment(OWNER, made.case, "title", "A remark")
    archive.comment(OWNER, made.case, "title", "Another remark")
    archive.estimate(OWNER, made.case, "questions.motive", "20%")
    archive.withdraw_comment(OWNER, made.case, comment.id)
    archive.withdraw(OWNER, made.case, "given up")
    archive.restore_case(OWNER, made.case, "taken up")
    last = archive.commit(OWNER, made.case, titled("Another"), base=1, reason="renamed")
    assert isinstance(last, Revision)
    return last


def without_constraints(connection: Connection) -> None:
    """Let rows refer to nothing until the end, as somebody who can write to the database may."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))


def tampered(url: str, tamper: Tamper) -> None:
    engine = connect(url_of(url))
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.execute("PRAGMA foreign_keys=OFF")
    try:
        with writing(engine) as connection:
            without_constraints(connection)
            tamper(connection)
    finally:
        engine.dispose()


def edit_comment(connection: Connection) -> None:
    connection.execute(update(tables.comments).where(tables.comments.c.text == "A remark").values(text="No remark"))


def edit_file(connection: Connection) -> None:
    connection.execute(update(tables.contents).values(content=b"# nothing"))


def edit_change(connection: Connection) -> None:
    connection.execute(update(tables.changes).values(after="Something else"))


def edit_estimate(connection: Connection) -> None:
    connection.execute(update(tables.estimates).values(value=None))


def edit_entry(connection: Connection) -> None:
    """Where nothing else names who it was."""
    of_member = tables.journal.c.kind == "memberships"
    connection.execute(update(tables.journal).where(of_member).values(actor="somebody else"))


def edit_time(connection: Connection) -> None:
    connection.execute(update(tables.revisions).where(tables.revisions.c.number == 1).values(at="2001-01-01"))


def delete_comment(connection: Connection) -> None:
    connection.execute(delete(tables.comments).where(tables.comments.c.text == "Another remark"))


def delete_entry(connection: Connection) -> None:
    connection.execute(delete(tables.journal).where(tables.journal.c.number == 5))


def delete_both(connection: Connection) -> None:
    entry = connection.execute(select(tables.estimates.c.entry)).scalar_one()
    connection.execute(delete(tables.estimates))
    connection.execute(delete(tables.journal).where(tables.journal.c.number == entry))


def delete_file(connection: Connection) -> None:
    connection.execute(delete(tables.files).where(tables.files.c.number == 1))


def delete_checkpoints(connection: Connection) -> None:
    connection.execute(delete(tables.checkpoints))


def swap_comments(connection: Connection) -> None:
    first, second = connection.execute(select(tables.comments.c.id, tables.comments.c.text)).all()
    for row, words in ((first, second.text), (second, first.text)):
        connection.execute(update(tables.comments).where(tables.comments.c.id == row.id).values(text=words))


def swap_entries(connection: Connection) -> None:
    number = tables.journal.c.number
    for was, now in ((5, 100), (6, 5), (100, 6)):
        connection.execute(update(tables.journal).where(number == was).values(number=now))


def insert_comment(connection: Connection) -> None:
    row = connection.execute(select(tables.comments)).mappings().first()
    assert row is not None
    connection.execute(insert(tables.comments), {**row, "id": "new", "entry": 999, "text": "Put in"})


def insert_entry(connection: Connection) -> None:
    row = connection.execute(select(tables.journal).order_by(tables.journal.c.number.desc())).mappings().first()
    assert row is not None
    entry = {**row, "number": row["number"] + 1, "previous": row["hash"], "subject": "new"}
    connection.execute(insert(tables.journal), {**entry, "hash": entry_hash(entry)})


def insert_case(connection: Connection) -> None:
    connection.execute(insert(tables.cases), {"id": "new", "withdrawn_at": None})


def insert_record(connection: Connection) -> None:
    """Put a record in with an entry of its own at the end, as the program would, but for the signature."""
    case = connection.execute(select(tables.cases.c.id)).scalar_one()
    row = {"id": "new", "case_id": case, "author": OWNER.id, "about": "x", "value": "1", "at": "2031-01-01", "request": None}
    record(connection, tables.estimates, row, OWNER.id, "2031-01-01")


def unwithdraw(connection: Connection) -> None:
    connection.execute(update(tables.comments).values(withdrawn_at=None))


def withdraw(connection: Connection) -> None:
    connection.execute(update(tables.cases).values(withdrawn_at="2031-01-01"))


def rechain(connection: Connection) -> None:
    """Change a remark, commit to it, and make every later entry anew, so that the chain is whole."""
    connection.execute(update(tables.comments).where(tables.comments.c.text == "A remark").values(text="No remark"))
    commitments = dict[int, str]()
    for row in connection.execute(select(tables.comments)).mappings():
        commitments[row["entry"]] = commitment(bytes(row["nonce"]), payload_of(tables.comments, dict(row), {}))
    previous = BEFORE_ALL
    for held in connection.execute(select(tables.journal).order_by(tables.journal.c.number)).mappings().all():
        entry = {**held, "previous": previous}
        entry["commitment"] = commitments.get(held["number"], held["commitment"])
        previous = entry["hash"] = entry_hash(entry)
        connection.execute(update(tables.journal).where(tables.journal.c.number == held["number"]).values(**entry))


def rechain_unsigned(connection: Connection) -> None:
    rechain(connection)
    connection.execute(delete(tables.checkpoints))


def rechain_with_a_strange_signature(connection: Connection) -> None:
    rechain(connection)
    resigned(connection, Ed25519PrivateKey.generate())


def resigned(connection: Connection, key: Ed25519PrivateKey) -> None:
    connection.execute(delete(tables.checkpoints))
    last = connection.execute(select(tables.journal).order_by(tables.journal.c.number.desc())).mappings().first()
    assert last is not None
    row = {"number": last["number"], "head": last["hash"], "at": "2031-01-01"}
    public = key.public_key().public_bytes_raw().hex()
    connection.execute(insert(tables.checkpoints), {**row, "signer": public, "signature": key.sign(canonical(row)).hex()})


def rechain_under_a_forged_signature(connection: Connection) -> None:
    """Make the chain anew and sign it with a key of one's own, in the name of the key that the journal knows."""
    known = connection.execute(select(tables.signers.c.key)).scalar_one()
    rechain_with_a_strange_signature(connection)
    connection.execute(update(tables.checkpoints).values(signer=known))


def introduce_a_key(connection: Connection) -> None:
    """Make the chain anew, sign it with a key of one's own, and put that key in the place of the archive's in the journal."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw().hex()
    connection.execute(update(tables.signers).values(key=public))
    row = connection.execute(select(tables.signers)).mappings().one()
    committed = commitment(bytes(row["nonce"]), payload_of(tables.signers, dict(row), {}))
    changed = update(tables.journal).where(tables.journal.c.number == row["entry"])
    connection.execute(changed.values(commitment=committed, subject=public))
    rechain(connection)
    resigned(connection, key)


def strange_kinds(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("UPDATE comments SET nonce = 'text'"))
    else:
        connection.execute(text("UPDATE comments SET nonce = ''"))


WITHIN = {
    "edit": (edit_comment, edit_file, edit_change, edit_estimate, edit_entry, edit_time, strange_kinds),
    "deletion": (delete_comment, delete_entry, delete_both, delete_file, delete_checkpoints),
    "swap": (swap_comments, swap_entries),
    "insertion": (insert_comment, insert_entry, insert_case, insert_record),
    "marking": (unwithdraw, withdraw),
    "chaining anew": (
        rechain,
        rechain_unsigned,
        rechain_with_a_strange_signature,
        rechain_under_a_forged_signature,
        introduce_a_key,
    ),
}


@pytest.mark.parametrize("tamper", [way for ways in WITHIN.values() for way in ways], ids=lambda way: way.__name__)
def test_tampering_is_found_from_within(opening: Opening, url: str, tamper: Tamper) -> None:
    with opening() as archive:
        filled(archive)
        assert archive.verify().findings == ()
        tampered(url, tamper)
        assert archive.verify().findings


def truncate(connection: Connection) -> None:
    """Cut off the last save, with all that belongs to it and its signature."""
    last = connection.execute(select(func.max(tables.journal.c.number))).scalar_one()
    for table in (tables.changes, tables.files, tables.revisions):
        connection.execute(delete(table).where(table.c.number == 2))
    left = select(tables.files.c.digest)
    connection.execute(delete(tables.contents).where(tables.contents.c.digest.not_in(left)))
    connection.execute(delete(tables.journal).where(tables.journal.c.number == last))
    connection.execute(delete(tables.checkpoints).where(tables.checkpoints.c.number == last))


def test_the_hash_of_an_entry_covers_all_that_the_entry_says(archive: Archive) -> None:
    filled(archive)
    with writing(archive._engine) as connection:
        entry = dict(connection.execute(select(tables.journal).where(tables.journal.c.number == 2)).one()._mapping)
    assert entry_hash(entry) == entry["hash"]
    for name in entry.keys() - {"hash"}:
        assert entry_hash({**entry, name: f"{entry[name]}0"}) != entry["hash"], name


def test_a_journal_that_was_cut_off_is_found_by_a_head_written_down_elsewhere(opening: Opening, url: str) -> None:
    with opening() as archive:
        filled(archive)
        pinned = archive.journal_head(OWNER)
        assert archive.verify(pinned).findings == archive.verify(pinned[:16]).findings == ()
        assert "does not hold" in archive.verify(pinned[1:33]).findings[0], "a head goes by its beginning"
        tampered(url, truncate)
        assert archive.verify().findings == ()
        assert "cut off" in archive.verify(pinned).findings[0]
        assert "needed" in archive.verify(pinned[:15]).findings[0]


def test_a_journal_that_was_written_and_signed_anew_is_found_by_a_head(opening: Opening, url: str, tmp_path: Path) -> None:
    """By somebody who has the signing key, too."""
    with opening() as archive:
        filled(archive)
        pinned = archive.journal_head(OWNER)

        def again(connection: Connection) -> None:
            rechain(connection)
            connection.execute(delete(tables.checkpoints))
            Signer(tmp_path / "archive.key").sign(connection, "2031-01-01")

        tampered(url, again)
        assert archive.verify().findings == ()
        assert "written anew" in archive.verify(pinned).findings[0]


def test_an_older_copy_put_in_the_place_of_the_archive_is_found_by_a_head(tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    with open_archive(str(file)) as archive:
        last = filled(archive)
    shutil.copyfile(file, tmp_path / "older.db")
    with open_archive(str(file)) as archive:
        archive.comment(OWNER, last.case, "", "Written later")
        pinned = archive.journal_head(OWNER)
    shutil.copyfile(tmp_path / "older.db", file)
    with open_archive(str(file)) as archive:
        assert archive.verify().findings == ()
        assert "older state" in archive.verify(pinned).findings[0]


def test_a_lost_key_is_told_and_the_next_one_stands_in_the_journal(opening: Opening, tmp_path: Path) -> None:
    with opening() as archive:
        made = archive.make(OWNER, CASE, "first", title="A case")
    (tmp_path / "archive.key").unlink()
    with opening() as archive:
        assert "does not know the key" in archive.verify().findings[0]
        archive.comment(OWNER, made.case, "", "Goes on")
        found = archive.verify()
        assert found.findings == () and len(found.signers) == 2


def test_no_value_can_be_found_from_the_journal_alone(archive: Archive) -> None:
    """Two records of the same words have different commitments, and the journal holds none of the words."""
    made = archive.make(OWNER, CASE, "first", title="A case")
    for _ in range(2):
        archive.estimate(OWNER, made.case, "no_deal.aland.value", "40")
    with archive._engine.connect() as connection:
        rows = [dict(row._mapping) for row in connection.execute(select(tables.journal))]
    assert len({row["commitment"] for row in rows}) == len(rows)
    assert not any(words in str(row) for row in rows for words in ("no_deal", "'40'", "A case", "first"))


def test_every_table_that_records_a_judgement_is_journalled() -> None:
    assert {table.name for table in JOURNALLED} == {
        "signers", "people", "names", "memberships", "revisions", "comments", "estimates", "events",
    }  # fmt: skip

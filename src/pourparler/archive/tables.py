# SPDX-License-Identifier: Apache-2.0
"""The tables of an archive, the same on SQLite and on PostgreSQL. Rows are added, never changed, save where a comment says so.

A row that records what somebody did carries `nonce` and `entry`: the number of its entry in the journal, and the key of the
commitment that stands there (see `journal`). Times are texts in UTC as the clock said; what came first is told by numbers.
"""

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

#: The revision of the migrations that makes these tables; a test holds the two together.
VERSION = "0002"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _journalled() -> tuple[Column[bytes], Column[int]]:
    return Column("nonce", LargeBinary, nullable=False), Column("entry", Integer, nullable=False, unique=True)


#: The journal: a chain in which every entry holds the hash of the one before.
journal = Table(
    "journal",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("commitment", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
)

#: The signed heads of the journal: one for every transaction.
checkpoints = Table(
    "checkpoints",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("head", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("signer", Text, nullable=False),
    Column("signature", Text, nullable=False),
)

#: The public keys by which checkpoints are signed.
signers = Table("signers", metadata, Column("key", Text, primary_key=True), Column("at", Text, nullable=False), *_journalled())

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("at", Text, nullable=False),
    *_journalled(),
)

#: The names that a person has taken since, the last one of which is shown; those before stay here and in the journal.
names = Table(
    "names",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("people.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("author", Text, ForeignKey("people.id"), nullable=False),
    *_journalled(),
)

#: A case is what its revisions say. `withdrawn_at` follows from the events, by which it is checked.
cases = Table("cases", metadata, Column("id", Text, primary_key=True), Column("withdrawn_at", Text))

memberships = Table(
    "memberships",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
    Column("role", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    *_journalled(),
)

revisions = Table(
    "revisions",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("author", Text, ForeignKey("people.id"), nullable=False),
    Column("at", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("request", Text),
    *_journalled(),
    UniqueConstraint("author", "request"),
)

#: The files of a revision, exactly as they came; what several revisions of a case hold alike is kept once.
contents = Table(
    "contents",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

files = Table(
    "files",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    ForeignKeyConstraint(["case_id", "number"], ["revisions.case_id", "revisions.number"]),
    ForeignKeyConstraint(["case_id", "digest"], ["contents.case_id", "contents.digest"]),
)

#: What a revision says otherwise than the one before it, field by field, in order.
changes = Table(
    "changes",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("path", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    ForeignKeyConstraint(["case_id", "number"], ["revisions.case_id", "revisions.number"]),
)

#: `withdrawn_at` follows from the events, by which it is checked.
comments = Table(
    "comments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("cases.id"), nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("author", Text, ForeignKey("people.id"), nullable=False),
    Column("at", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("request", Text),
    Column("withdrawn_at", Text),
    *_journalled(),
    UniqueConstraint("author", "request"),
)

#: What a person thought before a computed value was shown; `value` is null where the person declined to say.
estimates = Table(
    "estimates",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("cases.id"), nullable=False, index=True),
    Column("author", Text, ForeignKey("people.id"), nullable=False),
    Column("about", Text, nullable=False),
    Column("value", Text),
    Column("at", Text, nullable=False),
    Column("request", Text),
    *_journalled(),
    UniqueConstraint("author", "request"),
)

#: A case or a comment withdrawn, or a case taken back in: `about` is its id.
events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("cases.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("author", Text, ForeignKey("people.id"), nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False),
    *_journalled(),
)

#: Results that were computed, to be looked up and not computed again. No judgement: not journalled, and older ones are dropped.
results = Table(
    "results",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

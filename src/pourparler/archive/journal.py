# SPDX-License-Identifier: Apache-2.0
"""The journal: who recorded what, in an order that cannot be altered unnoticed, in the transaction of the record itself.

An entry tells kind and subject, and commits to the record by HMAC-SHA256 under a nonce that stands with the record: from the
journal alone no value can be found, not even by trying all likely ones. Its hash covers the hash of the entry before it.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from pourparler.archive import tables

BEFORE_ALL = "0" * 64
"""What the first entry holds in the place of the hash of the one before."""

#: As many random bytes as the hash has.
_NONCE_BYTES = 32

_LAST = select(tables.journal.c.number, tables.journal.c.hash).order_by(tables.journal.c.number.desc()).limit(1)
_INSERTS = {table: insert(table) for table in tables.metadata.tables.values()}
"""Statements of every save, which are made once."""

#: What stands beside a record, or follows from other records, and so is no part of what is committed to.
_NOT_COMMITTED = frozenset({"nonce", "entry", "withdrawn_at"})


def canonical(payload: object) -> bytes:
    """Return the one spelling of plain data that is hashed: JSON with sorted keys and without spaces, in UTF-8."""
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def commitment(nonce: bytes, payload: object) -> str:
    """Return the commitment to a record, in 64 hexadecimal digits."""
    return hmac.new(nonce, canonical(payload), hashlib.sha256).hexdigest()


def entry_hash(fields: Mapping[str, Any]) -> str:
    """Return the hash of an entry of the journal over all its fields but the hash itself, in 64 hexadecimal digits."""
    return hashlib.sha256(canonical({key: value for key, value in fields.items() if key != "hash"})).hexdigest()


def payload_of(table: Table, row: Mapping[str, Any], also: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an entry commits to: every column of the record, and what belongs to it in other tables."""
    held = {column.name: row.get(column.name) for column in table.columns if column.name not in _NOT_COMMITTED}
    return {**held, **also, "kind": table.name}


def subject_of(table: Table, row: Mapping[str, Any]) -> str:
    """Return how an entry names a record: its key, the parts with slashes between them."""
    return "/".join(str(row[column.name]) for column in table.primary_key.columns)


def record(
    connection: Connection, table: Table, row: Mapping[str, Any], actor: str, at: str, also: Mapping[str, Any] | None = None
) -> str:
    """Insert a row together with its entry in the journal, and return the hash of the entry.

    The connection must be the only writer. `also` is what belongs to the record in other tables, which the caller writes.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    last = connection.execute(_LAST).first()
    entry = {
        "number": last.number + 1 if last is not None else 1,
        "at": at,
        "actor": actor,
        "kind": table.name,
        "subject": subject_of(table, row),
        "commitment": commitment(nonce, payload_of(table, row, also or {})),
        "previous": last.hash if last is not None else BEFORE_ALL,
    }
    entry["hash"] = entry_hash(entry)
    connection.execute(_INSERTS[tables.journal], entry)
    connection.execute(_INSERTS[table], {**row, "nonce": nonce, "entry": entry["number"]})
    return str(entry["hash"])


def head(connection: Connection) -> str:
    """Return the hash of the last entry, or 64 zeros where nothing was ever recorded."""
    last = connection.execute(_LAST).first()
    return last.hash if last is not None else BEFORE_ALL


def length(connection: Connection) -> int:
    """Return how many entries there are."""
    return connection.execute(select(func.count()).select_from(tables.journal)).scalar_one()

# SPDX-License-Identifier: Apache-2.0
"""Looking through a journal: is the chain whole, is every record what was committed to, is the end signed, is a head in it.

An entry that was edited, taken out, put in, or moved breaks the chain; a chain that was made anew does not have the signatures
of the key. What was cut off at the end together with its records, or an older copy put in the place of the archive, looks whole
from within: only a head that was written down elsewhere (`pinned`) tells.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from pourparler.archive import tables
from pourparler.archive.checkpoints import is_genuine
from pourparler.archive.journal import BEFORE_ALL, commitment, entry_hash, payload_of, subject_of
from pourparler.archive.parsed import digest_of
from pourparler.archive.records import Verified
from pourparler.archive.saving import CASE_RESTORED, CASE_WITHDRAWN, COMMENT_WITHDRAWN
from pourparler.wording import plural, say

JOURNALLED = tuple(table for table in tables.metadata.sorted_tables if "entry" in table.columns)
"""The tables whose every row has an entry in the journal."""

#: More findings than this tell nothing more.
_MOST_FINDINGS = 100

#: So many files are in memory at a time.
_AT_ONCE = 50

#: A shorter beginning of a head could be found by trying.
_SHORTEST_HEAD = 16

Row = Mapping[str, Any]


def verified(connection: Connection, own_key: str | None, pinned: str | None = None) -> Verified:
    """Return what is wrong with the journal and the records, if anything.

    `own_key` is the public key that signs here, which the journal has to know; with None that is not asked.
    """
    entries = [dict(row._mapping) for row in connection.execute(select(tables.journal).order_by(tables.journal.c.number))]
    findings = list[str]()
    looks: tuple[Callable[[], Iterator[str]], ...] = (
        lambda: _of_chain(entries),
        lambda: _of_records(connection, entries),
        lambda: _of_contents(connection),
        lambda: _of_withdrawals(connection),
        lambda: _of_checkpoints(connection, entries, own_key),
        lambda: _of_pinned(entries, pinned),
    )
    for look in looks:
        try:
            findings.extend(look())
        except (TypeError, ValueError, AttributeError):  # a text where a number belongs, a blank where none can be
            findings.append(say("there is a value of a kind that no version of this program writes"))
    if len(findings) > _MOST_FINDINGS:
        more = len(findings) - _MOST_FINDINGS
        findings = [*findings[:_MOST_FINDINGS], plural("{n} more", "{n} more", more)]
    signers = tuple(connection.execute(select(tables.checkpoints.c.signer).distinct()).scalars())
    return Verified(tuple(findings), len(entries), entries[-1]["hash"] if entries else BEFORE_ALL, signers)


def _of_chain(entries: list[dict[str, Any]]) -> Iterator[str]:
    """Numbers without gaps, each entry with its own hash and the hash of the one before."""
    previous = BEFORE_ALL
    for expected, entry in enumerate(entries, start=1):
        if entry["number"] != expected:
            yield say("entry {n} of the journal is missing, or another was put in", n=expected)
            return
        if entry["hash"] != entry_hash(entry):
            yield say("entry {n} of the journal is not what was written", n=expected)
        if entry["previous"] != previous:
            yield say("entry {n} of the journal does not follow from the one before", n=expected)
        previous = entry["hash"]


def _of_records(connection: Connection, entries: list[dict[str, Any]]) -> Iterator[str]:
    """Every entry has its record, every record its entry, and the one commits to the other."""
    by_number = {entry["number"]: entry for entry in entries}
    used: set[int] = set()
    belongings = _belongings(connection)
    for table in JOURNALLED:
        for found in connection.execute(select(table)):
            row = dict(found._mapping)
            subject = subject_of(table, row)
            name = {"kind": table.name, "subject": subject}
            entry = by_number.get(row["entry"])
            if entry is None or (entry["kind"], entry["subject"]) != (table.name, subject) or row["entry"] in used:
                yield say("{kind} {subject} has no entry in the journal", **name)
                continue
            used.add(row["entry"])
            also = belongings.get((row["case_id"], row["number"]), _NOTHING) if table is tables.revisions else {}
            if entry["commitment"] != commitment(bytes(row["nonce"]), payload_of(table, row, also)):
                yield say("{kind} {subject} is not what the journal recorded", **name)
            if entry["actor"] != row.get("author", entry["actor"]) or entry["at"] != row["at"]:
                yield say("{kind} {subject} names another author or time than the journal", **name)
    for number, entry in by_number.items():
        if number not in used:
            yield say("{kind} {subject}, entry {n}, is gone", kind=entry["kind"], subject=entry["subject"], n=number)


#: What belongs to a revision without any file or change.
_NOTHING: Row = {"files": {}, "changes": []}


def _belongings(connection: Connection) -> dict[tuple[str, int], dict[str, Any]]:
    """Return the files and changes of every revision, as its entry commits to them."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for row in connection.execute(select(tables.files)):
        found.setdefault((row.case_id, row.number), {"files": {}, "changes": []})["files"][row.name] = row.digest
    order = (tables.changes.c.case_id, tables.changes.c.number, tables.changes.c.place)
    for row in connection.execute(select(tables.changes).order_by(*order)):
        held = found.setdefault((row.case_id, row.number), {"files": {}, "changes": []})
        held["changes"].append([row.path, row.before, row.after])
    return found


def _of_contents(connection: Connection) -> Iterator[str]:
    """Every file is what its digest says, and there for every revision that has it."""
    there = set()
    for row in connection.execute(select(tables.contents).execution_options(yield_per=_AT_ONCE)):
        there.add((row.case_id, row.digest))
        if digest_of(bytes(row.content)) != row.digest:
            yield say("a file of the case {case} is not what was kept", case=row.case_id)
    named = set()
    for row in connection.execute(select(tables.files)):
        named.add((row.case_id, row.digest))
        if (row.case_id, row.digest) not in there:
            yield say("{name} of revision {n} of the case {case} is gone", name=row.name, n=row.number, case=row.case_id)
    for case, _ in sorted(there - named):
        yield say("a file of the case {case} belongs to no revision", case=case)


def _of_withdrawals(connection: Connection) -> Iterator[str]:
    """What is marked as withdrawn is so by the last event about it, and the other way round."""
    due: dict[tuple[Table, str], str | None] = {}
    kinds = {CASE_WITHDRAWN: tables.cases, CASE_RESTORED: tables.cases, COMMENT_WITHDRAWN: tables.comments}
    for event in connection.execute(select(tables.events).order_by(tables.events.c.entry)):
        if event.kind in kinds:
            due[kinds[event.kind], event.about] = None if event.kind == CASE_RESTORED else event.at
    members = set(connection.execute(select(tables.memberships.c.case_id)).scalars())
    begun = set(connection.execute(select(tables.revisions.c.case_id).where(tables.revisions.c.number == 1)).scalars())
    for table in (tables.cases, tables.comments):
        for row in connection.execute(select(table.c.id, table.c.withdrawn_at)):
            if row.withdrawn_at != due.get((table, row.id)):
                yield say("{kind} {subject} is marked otherwise than the journal says", kind=table.name, subject=row.id)
            if table is tables.cases and not (row.id in members and row.id in begun):
                yield say("{kind} {subject} has no entry in the journal", kind=table.name, subject=row.id)


def _of_checkpoints(connection: Connection, entries: list[dict[str, Any]], own_key: str | None) -> Iterator[str]:
    """Every checkpoint is signed by a key that the journal knew by then, for the hash that stands there; the end has one."""
    introduced = {row.key: row.entry for row in connection.execute(select(tables.signers))}
    hashes = {entry["number"]: entry["hash"] for entry in entries}
    last = 0
    for row in connection.execute(select(tables.checkpoints).order_by(tables.checkpoints.c.number)):
        last = row.number
        if hashes.get(row.number) != row.head:
            yield say("the checkpoint of entry {n} is of another journal", n=row.number)
        elif introduced.get(row.signer, len(entries) + 1) > row.number:
            yield say("the checkpoint of entry {n} is signed by a key that the journal does not know", n=row.number)
        elif not is_genuine(row.number, row.head, row.at, row.signer, row.signature):
            yield say("the checkpoint of entry {n} is not signed by the key it names", n=row.number)
    if entries and last != len(entries):
        yield say("the last entry of the journal is not signed")
    if entries and own_key is not None and own_key not in introduced:
        yield say("the journal does not know the key that signs here: it may be another archive, or one written anew")


def _of_pinned(entries: list[dict[str, Any]], pinned: str | None) -> Iterator[str]:
    """The head that was written down elsewhere is the hash of an entry."""
    if pinned is None:
        return
    wanted = pinned.strip().lower()
    if not re.fullmatch(f"[0-9a-f]{{{_SHORTEST_HEAD},{len(BEFORE_ALL)}}}", wanted):
        yield say("a head of {n} to {most} hexadecimal digits is needed", n=_SHORTEST_HEAD, most=len(BEFORE_ALL))
    elif wanted != BEFORE_ALL and not any(entry["hash"].startswith(wanted) for entry in entries):
        yield say("the journal does not hold that head: it was cut off, put back to an older state, or written anew")

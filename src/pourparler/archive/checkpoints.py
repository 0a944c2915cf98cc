# SPDX-License-Identifier: Apache-2.0
"""Signed heads of the journal: who can write to the database, but cannot read the key, cannot write the journal anew unnoticed.

Ed25519 (RFC 8032). The private key is a file beside the archive that only its owner may read; it is in no backup. The public
key is a record of the journal, so that a change of keys stands there.
"""

import contextlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, bindparam, insert, select

from pourparler.archive import tables
from pourparler.archive.database import make_private, sync_folder
from pourparler.archive.journal import canonical, record
from pourparler.errors import ArchiveError
from pourparler.wording import say

#: A private key of Ed25519 has so many bytes.
_KEY_BYTES = 32

#: Who records a key: nobody in particular.
_NOBODY = "archive"

#: The last entry of the journal, and whether it is signed: a statement of every save, which is made once.
_LAST = (
    select(tables.journal.c.number, tables.journal.c.hash, tables.checkpoints.c.signature)
    .outerjoin(tables.checkpoints, tables.checkpoints.c.number == tables.journal.c.number)
    .order_by(tables.journal.c.number.desc())
    .limit(1)
)
_SIGNER = select(tables.signers.c.key).where(tables.signers.c.key == bindparam("key"))
_CHECKPOINT = insert(tables.checkpoints)


class Signer:
    """Signs heads with the key in a file, which is made if there is none."""

    def __init__(self, file: Path) -> None:
        self._key = _key_in(file)
        self.public = self._key.public_key().public_bytes_raw().hex()

    def introduce(self, connection: Connection, at: str) -> None:
        """Record the public key in the journal if that does not know it."""
        if connection.execute(_SIGNER, {"key": self.public}).first() is None:
            record(connection, tables.signers, {"key": self.public, "at": at}, _NOBODY, at)

    def sign(self, connection: Connection, at: str) -> None:
        """Sign the last entry of the journal, unless that has been done."""
        last = connection.execute(_LAST).first()
        if last is None or last.signature is not None:
            return
        signature = self._key.sign(_signed(last.number, last.hash, at)).hex()
        row = {"number": last.number, "head": last.hash, "at": at, "signer": self.public, "signature": signature}
        connection.execute(_CHECKPOINT, row)


def is_genuine(number: int, head: str, at: str, signer: str, signature: str) -> bool:
    """Return whether a checkpoint was signed by the key that it names."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer)).verify(bytes.fromhex(signature), _signed(number, head, at))
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed(number: int, head: str, at: str) -> bytes:
    return canonical({"number": number, "head": head, "at": at})


def _key_in(file: Path) -> Ed25519PrivateKey:
    """Return the key in a file; of two programs that make one at the same time both use the one that came first."""
    try:
        if not file.exists():
            draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}.new")
            make_private(draft)
            try:
                with draft.open("wb") as stream:
                    stream.write(Ed25519PrivateKey.generate().private_bytes_raw().hex().encode())
                    stream.flush()
                    os.fsync(stream.fileno())
                with contextlib.suppress(FileExistsError):
                    os.link(draft, file)
            finally:
                draft.unlink(missing_ok=True)
            sync_folder(file.parent)
        held = bytes.fromhex(file.read_text("ascii").strip())
        if len(held) != _KEY_BYTES:
            raise ValueError
        return Ed25519PrivateKey.from_private_bytes(held)
    except (OSError, ValueError) as error:
        raise ArchiveError(
            say("the signing key {file} cannot be used; put it back from where it was kept", file=file)
        ) from error

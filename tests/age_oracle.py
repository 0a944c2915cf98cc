# SPDX-License-Identifier: Apache-2.0
"""age by itself, an independent oracle: written from its specification (C2SP, age.md) with plain primitives.

Only what the tests need: X25519 and scrypt recipients, one of each; no armor.
"""

import base64
import hashlib
import hmac
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CHUNK = 64 * 1024
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
VERSION = "age-encryption.org/v1"


def _hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, info).derive(key)


def _base64(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


def secret_of(identity: str) -> bytes:
    """Return the 32 bytes of `AGE-SECRET-KEY-1…` (Bech32; its checksum is not looked at)."""
    digits = [LETTERS.index(letter) for letter in identity.lower().rpartition("1")[2][:-6]]
    number = 0
    for digit in digits:
        number = number << 5 | digit
    return (number >> (5 * len(digits) - 256)).to_bytes(32, "big")


def _wrap(key: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(key)


def opened(sealed: bytes, identity: str) -> bytes:
    """Return what is sealed for an X25519 identity. Raises if the header or a chunk is not whole."""
    header, _, rest = sealed.partition(b"\n---")
    mac, _, payload = rest.partition(b"\n")
    secret = X25519PrivateKey.from_private_bytes(secret_of(identity))
    public = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    lines = header.decode().split("\n")
    assert lines[0] == VERSION
    stanzas = [(line.split()[2], lines[n + 1]) for n, line in enumerate(lines) if line.startswith("-> X25519 ")]
    for share, body in stanzas:
        shared = secret.exchange(X25519PublicKey.from_public_bytes(_base64(share)))
        wrapping = _hkdf(shared, _base64(share) + public, b"age-encryption.org/v1/X25519")
        try:
            file_key = _wrap(wrapping).decrypt(bytes(12), _base64(body), b"")
            break
        except Exception:  # another recipient's
            continue
    expected = hmac.new(_hkdf(file_key, b"", b"header"), header + b"\n---", hashlib.sha256).digest()
    assert _base64(mac.decode().strip()) == expected
    cipher, plain, place = _wrap(_hkdf(file_key, payload[:16], b"payload")), b"", 0
    chunks = [payload[start : start + CHUNK + 16] for start in range(16, len(payload), CHUNK + 16)]
    for place, chunk in enumerate(chunks):
        nonce = place.to_bytes(11, "big") + bytes([place == len(chunks) - 1])
        plain += cipher.decrypt(nonce, chunk, b"")
    return plain


def protected(plain: bytes, passphrase: str, work: int = 10) -> bytes:
    """Return a short text protected by a passphrase, with less work than a person should ask for: tests should not wait."""
    salt, file_key, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    assert len(plain) <= CHUNK
    wrapping = Scrypt(b"age-encryption.org/v1/scrypt" + salt, 32, 2**work, 8, 1).derive(passphrase.encode())

    def text(data: bytes) -> str:
        return base64.b64encode(data).decode().rstrip("=")

    body = text(_wrap(wrapping).encrypt(bytes(12), file_key, b""))
    header = f"{VERSION}\n-> scrypt {text(salt)} {work}\n{body}\n---".encode()
    mac = text(hmac.new(_hkdf(file_key, b"", b"header"), header, hashlib.sha256).digest())
    payload = _wrap(_hkdf(file_key, nonce, b"payload")).encrypt(bytes(11) + b"\x01", plain, b"")
    return header + f" {mac}\n".encode() + nonce + payload

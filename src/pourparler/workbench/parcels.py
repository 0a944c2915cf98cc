# SPDX-License-Identifier: Apache-2.0
"""What goes between two processes: a line of JSON, and behind it bytes by name, as they are."""

import json
from collections.abc import Mapping
from typing import IO, Any

#: How many bytes of each name follow the line.
_SIZES = "bytes"


def send(stream: IO[bytes], told: Mapping[str, Any], held: Mapping[str, bytes]) -> None:
    """Write a parcel, so that the other side has it."""
    line = json.dumps({**told, _SIZES: {name: len(data) for name, data in held.items()}})
    stream.write(b"".join((line.encode("ascii"), b"\n", *held.values())))
    stream.flush()


def take(stream: IO[bytes]) -> tuple[dict[str, Any], dict[str, bytes]] | None:
    """Read the next parcel; None where there is none any more, or only a part of one."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    told = json.loads(line)
    held = {}
    for name, size in told.pop(_SIZES).items():
        held[name] = stream.read(size)
        if len(held[name]) != size:
            return None
    return told, held

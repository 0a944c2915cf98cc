# SPDX-License-Identifier: Apache-2.0
"""Who acts on an archive. Every query takes an actor, and answers with what that actor may see."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who asks or writes: an id that never changes, and the name that others read."""

    id: str
    name: str
    role: str = "owner"

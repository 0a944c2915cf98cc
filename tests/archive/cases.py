# SPDX-License-Identifier: Apache-2.0
"""Cases and people for the tests of the archive."""

from collections.abc import Mapping

from case.samples import SMALL
from pourparler.archive import Actor

OWNER, OTHER = Actor("owner", "An Owner"), Actor("other", "Another")

CASE: Mapping[str, bytes] = {"case.yaml": SMALL.encode()}


def titled(title: str) -> dict[str, bytes]:
    """Return the small case with another title inside."""
    return {"case.yaml": SMALL.replace("Strait fisheries summit", title).encode()}

# SPDX-License-Identifier: Apache-2.0
"""Archives to try, and a small case with comments to keep in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.cases import CASE, OWNER
from pourparler.archive import Archive, Revision, open_archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Yield an empty archive."""
    with open_archive(f"sqlite:///{tmp_path}/archive.db") as opened:
        yield opened


@pytest.fixture
def made(archive: Archive) -> Revision:
    """Return the first revision of a case in the archive."""
    return archive.make(OWNER, CASE, "first", title="A small case")

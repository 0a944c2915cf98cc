# SPDX-License-Identifier: Apache-2.0
"""Every case of the catalog reads, assesses and prints."""

import pytest

from pourparler import catalog
from pourparler.assess import assess
from pourparler.briefing.as_json import as_json
from pourparler.briefing.compose import compose
from pourparler.briefing.terminal import render
from pourparler.case import digest, read, read_everything, seats_of


@pytest.mark.parametrize("name", catalog.names())
def test_it_reads_assesses_and_prints(name: str) -> None:
    path = catalog.find(name)
    assert path is not None
    case = read(path)
    found = assess(case, digest=digest(case), version="", worlds=50)
    assert render(compose(found), width=100, full=True, color=False).strip()
    assert as_json(found)


@pytest.mark.parametrize("name", catalog.names())
def test_every_file_beside_it_is_without_mistakes(name: str) -> None:
    path = catalog.find(name)
    assert path is not None
    assert read_everything(path) == read(path)
    for seat in seats_of(path):
        assert assess(read(path, seat), digest="", version="", worlds=5).case.seat == seat


def test_what_lies_outside_the_catalog_is_not_found() -> None:
    for name in ("../errors", "/etc/passwd", "essays/nowhere", ""):
        assert catalog.find(name) is None

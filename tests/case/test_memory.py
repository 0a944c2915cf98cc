# SPDX-License-Identifier: Apache-2.0
"""A case in memory is read and edited as the same files on disk are."""

from pathlib import Path

import pytest

from case.samples import SMALL
from pourparler import catalog
from pourparler.case import DELETE, CaseError, edited, files_of, read_everything, read_files
from pourparler.case.problem import KeyPath
from pourparler.case.write import save_edits


@pytest.mark.parametrize("name", catalog.names())
def test_a_case_reads_alike_from_disk_and_from_memory(name: str) -> None:
    place = catalog.find(name)
    assert place is not None
    assert read_files(files_of(place)) == read_everything(place)


def test_mistakes_are_told_with_the_names_of_the_files(tmp_path: Path) -> None:
    files = {
        "case.yaml": SMALL.encode() + b"odd: 1\n",
        "seats/borea.yaml": b"values: {borea: 3}\n",
        "outcome.yaml": b"odd: 1\n",
    }
    (tmp_path / "seats").mkdir()
    for file, content in files.items():
        (tmp_path / file).write_bytes(content)
    with pytest.raises(CaseError) as in_memory:
        read_files(files)
    with pytest.raises(CaseError) as on_disk:
        read_everything(tmp_path)
    assert str(in_memory.value) == str(on_disk.value).replace(f"{tmp_path}/", "")
    assert files_of(tmp_path) == files


@pytest.mark.parametrize(
    "name", ["../case.yaml", "/case.yaml", "seats/a/b.yaml", "seats/.hidden.yaml", "notes.txt", "seats/\n.yaml"]
)
def test_a_name_that_no_file_of_a_case_can_have_is_refused(name: str) -> None:
    with pytest.raises(CaseError, match="no part of a case"):
        read_files({"case.yaml": SMALL.encode(), name: b""})


@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_edits_in_memory_are_those_on_disk(tmp_path: Path, begin: str) -> None:
    edits: dict[KeyPath, object] = {
        ("no_deal", "aland", "value"): "30",
        ("preparation", "tell_cyrene"): DELETE,
        ("title",): "Another",
    }
    file = tmp_path / "case.yaml"
    file.write_text(begin + SMALL, "utf-8")
    after = edited({"case.yaml": file.read_bytes()}, edits)
    save_edits(file, edits)
    assert after == {"case.yaml": file.read_bytes()}
    assert after["case.yaml"].startswith(begin.encode() + b"# The smallest useful case")


def test_an_edit_in_memory_is_held_against_every_file() -> None:
    files = {
        "case.yaml": SMALL.encode(),
        "seats/borea.yaml": b"values: {borea: {weights: {fleet: 40, patrols: 30, money: 30}}}\n",
    }
    read_files(files)
    with pytest.raises(CaseError, match=r"seats/borea\.yaml"):
        edited(files, {("issues", "money"): DELETE, ("values",): DELETE})

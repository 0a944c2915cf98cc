# SPDX-License-Identifier: Apache-2.0
"""The files of a case as bytes, out of a folder or a single file."""

from pathlib import Path

from pourparler.case.decode import CASE_FILE, bytes_of
from pourparler.case.folder import case_file, evidence_file, outcome_file, seat_files


def files_of(path: Path) -> dict[str, bytes]:
    """Return every file of a case by its name in the folder. Raises `CaseError` for one that cannot be read or is too large."""
    files = {CASE_FILE: bytes_of(case_file(path))}
    for beside in (evidence_file(path), outcome_file(path)):
        if beside is not None:
            files[beside.name] = bytes_of(beside)
    for file in seat_files(path).values():
        files[f"seats/{file.name}"] = bytes_of(file)
    return files

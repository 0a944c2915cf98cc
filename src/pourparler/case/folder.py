# SPDX-License-Identifier: Apache-2.0
"""The files of a case that is a folder: `case.yaml`, `evidence.csv`, `seats/PARTY.yaml`, `outcome.yaml`."""

import unicodedata

from pourparler.case.decode import CASE_FILE
from pourparler.case.memory import Place

EVIDENCE_FILE = "evidence.csv"
"""The table of bulk evidence beside the case file."""

SEATS_FOLDER = "seats"
"""The folder that holds the case as other parties see it, a file for each."""

SEAT_ENDING = ".yaml"

OUTCOME_FILE = "outcome.yaml"
"""What happened in the end: no assessment opens it."""

#: More files of seats than this are not read.
MOST_SEATS = 24


def case_file(path: Place) -> Place:
    """Return the case file of a case: the file itself, or the one in the folder."""
    return path / CASE_FILE if folder_of(path) == path else path


def folder_of(path: Place) -> Place | None:
    """Return the folder of a case, or None for a file that stands alone.

    A file named `case.yaml` stands for its folder: the folder and the file in it are the same case. A path that
    cannot be looked at is taken for a file.
    """
    try:
        if path.is_dir():
            return path
    except (OSError, ValueError):
        return None
    return path.parent if path.name == CASE_FILE else None


def evidence_file(path: Place) -> Place | None:
    """Return the table of bulk evidence of a case, or None if it has none."""
    return _there(path, EVIDENCE_FILE)


def outcome_file(path: Place) -> Place | None:
    """Return the file that holds the outcome of a case, or None if it has none."""
    file = outcome_place(path)
    try:
        return file if file.exists() else None
    except (OSError, ValueError):
        return None


def outcome_place(path: Place) -> Place:
    """Return where the outcome of a case is written: `outcome.yaml` in its folder, `NAME.outcome.yaml` beside a single file."""
    folder = folder_of(path)
    return folder / OUTCOME_FILE if folder is not None else path.parent / f"{path.stem}.{OUTCOME_FILE}"


def seat_files(path: Place) -> dict[str, Place]:
    """Return the files of the other seats by the id of the party, in the order of their names; none for a single file.

    Of more than 24 the first 25 are returned, so that a caller can tell.
    """
    folder = folder_of(path)
    if folder is None:
        return {}
    try:
        there: list[Place] = sorted((folder / SEATS_FOLDER).iterdir(), key=str)
    except (OSError, ValueError):
        return {}
    files = [file for file in there if file.suffix == SEAT_ENDING and not file.name.startswith(".")]
    return {unicodedata.normalize("NFC", file.stem): file for file in files[: MOST_SEATS + 1]}


def _there(path: Place, name: str) -> Place | None:
    """Return the file of that name in the folder of a case, if there is anything of that name."""
    folder = folder_of(path)
    try:
        return folder / name if folder is not None and (folder / name).exists() else None
    except (OSError, ValueError):
        return None

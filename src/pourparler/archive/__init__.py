# SPDX-License-Identifier: Apache-2.0
"""The memory of the workbench: cases with every revision, comment and estimate, and a journal that tells of alterations."""

from pourparler.archive.editing import Tried, edit, tried
from pourparler.archive.parsed import checked
from pourparler.archive.people import Actor
from pourparler.archive.records import (
    ABSENT,
    Change,
    Comment,
    Conflict,
    Contested,
    Estimate,
    Held,
    Revision,
    Saved,
    Stale,
    Verified,
)
from pourparler.archive.store import Archive, open_archive
from pourparler.errors import ArchiveError, NotFound

__all__ = [
    "ABSENT",
    "Actor",
    "Archive",
    "ArchiveError",
    "Change",
    "Comment",
    "Conflict",
    "Contested",
    "Estimate",
    "Held",
    "NotFound",
    "Revision",
    "Saved",
    "Stale",
    "Tried",
    "Verified",
    "checked",
    "edit",
    "open_archive",
    "tried",
]

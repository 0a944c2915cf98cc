# SPDX-License-Identifier: Apache-2.0
"""What is done ahead of a save, while somebody types: the edit is examined, and the revision read that it would make.

So a save has little left to do but to keep it. What others save meanwhile has it done again.
"""

import contextlib
from collections.abc import Sequence

from pourparler.archive import ArchiveError, NotFound, Tried, tried
from pourparler.case import CaseError
from pourparler.workbench.bench import Bench
from pourparler.workbench.examining import ExaminerFault
from pourparler.workbench.fields import area_of
from pourparler.workbench.forms import Typed

#: What so many others have typed is examined again after a save.
_MOST_AGAIN = 4


def examine(bench: Bench, case_id: str, request: str | None, typed: Typed) -> Tried:
    """Examine what stands in a form as a save would have it, and keep what becomes of it for that. Raises `CaseError`."""
    bench.forms.note(case_id, request, typed)
    return _examined(bench, case_id, request, typed)


def examine_again(bench: Bench, case_id: str, others: Sequence[tuple[str, Typed]]) -> None:
    """Examine what others have typed once more, by their requests: the case has changed under them."""
    for request, typed in others[:_MOST_AGAIN]:
        with contextlib.suppress(ArchiveError, CaseError, NotFound, ExaminerFault):  # who saves it will be told
            read_ahead(bench, case_id, typed, _examined(bench, case_id, request, typed))


def read_ahead(bench: Bench, case_id: str, typed: Typed, became: Tried) -> None:
    """Read the revision that saving what was typed would make, as the answer to the save will show it."""
    if not became.drafted.contested:
        bench.saves.give_way()
        with contextlib.suppress(CaseError, ExaminerFault):  # who saves it will be told
            bench.shelf.expect(case_id, became.drafted.files, area_of(typed.field.path))


def _examined(bench: Bench, case_id: str, request: str | None, typed: Typed) -> Tried:
    became = tried(bench.archive, bench.actor, case_id, typed.edits, base=typed.base)
    bench.forms.examined(case_id, request, typed, became)
    return became

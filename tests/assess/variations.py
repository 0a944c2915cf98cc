# SPDX-License-Identifier: Apache-2.0
"""Cases for tests: read one, change some of its places, read the result through the whole reader again."""

import copy
import json
from pathlib import Path
from typing import Any

from pourparler.assess import Assessment, assess
from pourparler.case import Case, read, read_text

WORKED_EXAMPLE = Path(__file__).parent / "worked_example"
DELETE = object()
"""The change that takes a place away."""


def plain(case: Case) -> dict[str, Any]:
    """Return a case as plain data, without what is not written."""
    data: dict[str, Any] = case.model_dump(mode="json", exclude_defaults=True)
    return data | {"pourparler": 2}


def worked_example() -> dict[str, Any]:
    """Return the worked example as plain data."""
    return plain(read(WORKED_EXAMPLE))


def changed(data: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return the data with some places set (dotted paths; numbers step into lists), or taken away by DELETE."""
    out = copy.deepcopy(data)
    for path, value in changes.items():
        *above, last = path.split("/")
        place: Any = out
        for part in above:
            place = place[int(part)] if isinstance(place, list) else place.setdefault(part, {})
        if isinstance(place, list):
            if value is DELETE:
                del place[int(last)]
            else:
                place[int(last)] = copy.deepcopy(value)
        elif value is DELETE:
            place.pop(last, None)
        else:
            place[last] = copy.deepcopy(value)
    return out


def case_of(data: dict[str, Any]) -> Case:
    """Read plain data as a case; every check of the reader runs."""
    return read_text(json.dumps(data), "case.yaml")


def assessed(data: dict[str, Any], *, worlds: int = 1, seed: int = 1) -> Assessment:
    """Assess plain data."""
    return assess(case_of(data), digest="", version="", worlds=worlds, seed=seed)


def value_of(found: Assessment, action: str) -> float:
    """Return the average value of an action."""
    (row,) = [row for row in found.actions if row.action == action]
    assert row.value is not None
    return row.value.mean

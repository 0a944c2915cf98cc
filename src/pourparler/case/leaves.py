# SPDX-License-Identifier: Apache-2.0
"""Every quantity of a case with the path of the place where it stands."""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from pourparler.case.model import Evidence
from pourparler.case.staged import StagedExchange
from pourparler.case.table import Interaction
from pourparler.quantity import Quantity, Rest


def quantities(part: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Quantity]]:
    """Yield (path, quantity) for every number, range or word of a case, in the order of the file.

    Items of evidence and stages go by their id, interactions by their options, other lists by place. `rest` and orderings are
    not numbers of their own.
    """
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from quantities(getattr(part, name), (*path, name))
    elif isinstance(part, Mapping):
        for name, inner in part.items():
            yield from quantities(inner, (*path, str(name)))
    elif isinstance(part, (tuple, list)):
        for place, inner in enumerate(part):
            yield from quantities(inner, (*path, _name(inner, place)))
    elif isinstance(part, Quantity) and not isinstance(part, Rest):
        yield path, part


def _name(item: object, place: int) -> str:
    """Return what an item of a list is drawn by."""
    if isinstance(item, (Evidence, StagedExchange)):
        return item.id
    return item.key if isinstance(item, Interaction) else str(place)

# SPDX-License-Identifier: Apache-2.0
"""The vocabulary as a map: which type stands at a place of the case, and where a validator's location points.

The validator names the branch of a union inside its locations; a reader of messages must never see that, and
no name of a party or an issue may be taken for one. So locations are followed along the types, not guessed
from their words.
"""

import types
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Discriminator, Tag

from pourparler.case.problem import KeyPath

#: How the validator marks that a key of a table, and not its value, is wrong.
_KEY = "[key]"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the vocabulary: its key path, its type and annotations, and whether a key itself is meant."""

    path: KeyPath
    bare: Any
    notes: tuple[Any, ...]
    is_key: bool


def locate(location: tuple[str | int, ...], root: type[BaseModel], *, is_key: bool = False) -> Spot:
    """Follow a validator's location along the types; `is_key`: its last part means the key before it."""
    bare, notes = strip(root)
    path: list[str | int] = []
    for part in location[:-1] if is_key else location:
        tagged = branches(bare, notes)
        if tagged is not None:
            bare, notes = strip(tagged.get(str(part), Any))
            continue
        path.append(part)
        key_type = get_args(bare)[0] if get_origin(bare) is dict else str
        bare, notes = strip(_child(bare, part))
    if is_key:
        bare, notes = strip(key_type)
    return Spot(tuple(path), bare, notes, is_key)


def means_key(location: tuple[str | int, ...], value: object) -> bool:
    """True if a location means a key itself; `value` is what the validator looked at."""
    return len(location) > 1 and location[-1] == _KEY and location[-2] == value


def strip(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return the type without `Annotated` and without `None`, and the annotations that were around it."""
    notes: list[Any] = []
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *around = get_args(annotation)
            notes.extend(around)
        elif get_origin(annotation) in (Union, types.UnionType) and type(None) in get_args(annotation):
            rest = [arg for arg in get_args(annotation) if arg is not type(None)]
            annotation = rest[0] if len(rest) == 1 else Union[tuple(rest)]  # noqa: UP007 - built at run time
        else:
            return annotation, tuple(notes)


def fields(model: type[BaseModel]) -> dict[str, Any]:
    """Return the fields of a part of the case, with their types in full."""
    return _hints(model)


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


def branches(bare: Any, notes: tuple[Any, ...]) -> dict[str, Any] | None:
    """Return the branches of a union told apart by shape, by the name that the validator gives them."""
    if not any(isinstance(note, Discriminator) for note in notes):
        return None
    tagged = {}
    for branch in get_args(bare):
        _, around = strip(branch)
        tagged.update({note.tag: branch for note in around if isinstance(note, Tag)})
    return tagged


def _child(bare: Any, part: str | int) -> Any:
    """Return the type under a key or at a position; `Any` where the vocabulary has nothing."""
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return fields(bare).get(str(part), Any)
    origin = get_origin(bare)
    if origin is dict:
        return get_args(bare)[1]
    return get_args(bare)[0] if origin is tuple else Any

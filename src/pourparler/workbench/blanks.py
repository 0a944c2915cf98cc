# SPDX-License-Identifier: Apache-2.0
"""What a case does not say yet, as fields to fill in: a value that is not written, a thing that is to be added."""

from functools import cache
from typing import Any, Literal, TypeAlias, get_args, get_origin

from pourparler.case import Case
from pourparler.case.part import Part
from pourparler.case.problem import KeyPath
from pourparler.case.shape import branches, fields, strip
from pourparler.case.tree import Node, Table, Tree
from pourparler.workbench.fields import Field, Status, child, described, inside, measure_of, plain


def blank_field(tree: Tree, path: KeyPath) -> Field | None:
    """Return the field of what is not written yet at a path; None where the vocabulary has nothing there."""
    found = _annotation_at(tree, path)
    if found is None:
        return None
    kind, unit, written, choices = described(*found)
    return Field(path, plain(path[-1]), "", kind, unit, written, choices, "missing", measure=measure_of(found[1]))


def _annotation_at(tree: Tree, path: KeyPath) -> tuple[Any, tuple[Any, ...]] | None:
    """Return the type of a single value at a path and its annotations; None where the vocabulary has nothing there."""
    node: Node | None = tree.top
    annotation: Any = Case
    for part in path:
        bare, inner = inside(node if node is not None else Table(tree.top.mark), annotation)
        is_part = isinstance(bare, type) and issubclass(bare, Part)
        annotation = fields(bare).get(str(part)) if is_part else inner
        if annotation is None or annotation is Any:
            return None
        node = child(node, part)
    bare, notes = strip(annotation)
    tagged = branches(bare, notes)
    return (
        strip(tagged.get("one") or tagged.get("order") or next(iter(tagged.values()))) if tagged is not None else (bare, notes)
    )


def blank_thing(part: str) -> tuple[Field, ...]:
    """Return the fields of a thing that is to be added to a part of a case, such as an item of evidence; none where there is
    no such thing."""
    made_of = _thing_of(part)
    out = []
    for key, annotation in (fields(made_of) if made_of is not None else {}).items():
        told, around, is_table = _written_as(annotation)
        kind, unit, written, choices = ("table", "", "", ()) if is_table else described(told, around)
        is_needed = made_of is not None and made_of.model_fields[key].is_required()
        status: Status = "missing" if is_needed else "guessed"
        out.append(Field((key,), plain(key), "", kind, unit, written, choices, status, measure=measure_of(around)))
    return tuple(out)


def _thing_of(part: str) -> type[Part] | None:
    """Return what the things of a part are; None where it holds none."""
    bare, _ = strip(fields(Case).get(part, Any))
    if get_origin(bare) not in (dict, tuple):
        return None
    bare, notes = strip(get_args(bare)[1 if get_origin(bare) is dict else 0])
    tagged = branches(bare, notes)
    if tagged is not None:
        bare, _ = strip(next(iter(tagged.values())))
    return bare if isinstance(bare, type) and issubclass(bare, Part) else None


def _written_as(annotation: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """Return the type of a value in a form, with what stands around it, and whether it is written as a table."""
    bare, notes = strip(annotation)
    choice = branches(bare, notes)
    if choice is None:
        return bare, notes, False
    return (*strip(choice["one"]), "table" in choice) if "one" in choice else (bare, notes, True)


#: How something can be added to a part: as a thing with fields, as one value, under a name, at the end of a list; or not.
Adding: TypeAlias = Literal["thing", "value", "named", "item", ""]


@cache
def adding(part: str, *, is_stated: bool) -> Adding:
    """Return how something can be added to a part of a case, which it states already or not."""
    made_of = _thing_of(part)
    if made_of is not None and fields(made_of):
        return "thing"
    bare, notes = strip(fields(Case)[part])
    if branches(bare, notes) is None and get_origin(bare) is dict:
        return "named"
    if not is_stated:
        return "value"
    return "item" if get_origin(bare) is tuple else ""


def likelihood_of(case: Case) -> str:
    """Return how the likelihoods of an item of evidence are written for the first question of a case, as an example."""
    name, question = next(iter(case.questions.items()))
    return f"{{{name}: {{{', '.join(f'{hypothesis}: 50%' for hypothesis in question.hypotheses)}}}}}"


def is_list(part: str) -> bool:
    """Whether a part of a case is a list, whose things go by their place, and no table of names."""
    bare, _ = strip(fields(Case).get(part, Any))
    return get_origin(bare) is tuple

# SPDX-License-Identifier: Apache-2.0
"""What in a case depends on a thing that is to be withdrawn, and what could honestly be withdrawn together with it.

That is read from the problems of the case as it would be without the thing. Only a thing of its own that names what is
withdrawn as where it comes from, or as what it is about, goes with it: an item of evidence with its source. A part of another
thing never does: without one of its conditions an exclusion would exclude more, and a move that needs a partner would need
none. Nor does anything go with a party, which is left out of account with a reason, and stays in the case.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pourparler.case.decode import CASE_FILE
from pourparler.case.problem import KeyPath, Problem, path_text
from pourparler.case.tree import Node, Scalar, Table, Tree
from pourparler.case.tree import Sequence as Items
from pourparler.case.write import DELETE
from pourparler.workbench.fields import NAMED_IN

Refusals = Callable[[Mapping[KeyPath, object]], Sequence[Problem]]
"""What says what would be wrong with a case after edits; nothing if they can be saved."""
_Held = Mapping[str, tuple[KeyPath, Node]]
"""Where in a case as it stands everything is, and what it is, by what a problem found after edits would call its place."""

#: So often what goes is looked at for what depends on that in turn, and so many things go together: more nobody looks through.
_MOST_ROUNDS, _MOST_TOGETHER = 4, 30
#: The part of a case whose things are left out of account, and never go.
PARTIES = "parties"


@dataclass(frozen=True)
class Depending:
    """What keeps a thing in its case: each problem with its place in the case as it stands, None where it has none there.

    `together` are the things that can go with it, so that nothing is wrong then; none where that cannot be done honestly.
    """

    problems: tuple[tuple[KeyPath | None, Problem], ...]
    together: tuple[KeyPath, ...] = ()


def depending_on(tree: Tree, thing: KeyPath, refusals: Refusals) -> Depending:
    """Return what depends on a thing, whose path names items of lists by their id; nothing if it can be withdrawn alone."""
    gone: list[KeyPath] = [thing]
    problems, held = refusals(withdrawing(gone)), _held(tree, gone)
    first = tuple((_place(held, problem), problem) for problem in problems)
    for _ in range(_MOST_ROUNDS):
        if not problems:
            return Depending(first, tuple(gone[1:]))
        more = [_with(held, gone, problem) for problem in problems]
        gone += dict.fromkeys(path for path in more if path is not None)
        if None in more or len(gone) > _MOST_TOGETHER:
            break
        problems, held = refusals(withdrawing(gone)), _held(tree, gone)
    return Depending(first)


def withdrawing(paths: Iterable[KeyPath]) -> dict[KeyPath, object]:
    """Return the edits that take things out of a case; of a list the last first, so that no place moves before its turn."""
    places = sorted(paths, key=lambda path: [(isinstance(part, str), part) for part in path], reverse=True)
    return {path: DELETE for path in places}


def _with(held: _Held, gone: Sequence[KeyPath], problem: Problem) -> KeyPath | None:
    """Return the thing that goes with those that are gone since it names one of them; None where it is no thing of its own."""
    place = _place(held, problem)
    part = NAMED_IN.get(str(place[-1])) if place is not None and len(place) == len(("part", "thing", "key")) else None
    if place is None or part in (None, PARTIES):
        return None
    named = held[problem.key_path][1]
    return place[:-1] if isinstance(named, Scalar) and (part, named.text) in gone else None


def _place(held: _Held, problem: Problem) -> KeyPath | None:
    """Return where in the case as it stands a problem is that was found in the case without what is gone."""
    found = held.get(problem.key_path) if problem.file == CASE_FILE else None
    return found[0] if found is not None else None


def _held(tree: Tree, gone: Sequence[KeyPath]) -> _Held:
    """Return what stays in a case once others are gone, as problems name it then."""
    return {path_text(there): (path, node) for path, there, node in _nodes(tree.top, gone)}


def _nodes(
    node: Node, gone: Sequence[KeyPath], path: KeyPath = (), there: KeyPath = ()
) -> Iterator[tuple[KeyPath, KeyPath, Node]]:
    """Yield everything that stays in a case: its path as the case stands, the path that it has once others are gone, itself."""
    left = 0
    for part, below in _below(node):
        here = (*path, part)
        if here in gone:
            continue
        after = (*there, part if isinstance(part, str) else left)
        left += 1
        yield here, after, below
        yield from _nodes(below, gone, here, after)


def _below(node: Node) -> Iterator[tuple[str | int, Node]]:
    if isinstance(node, Table):
        yield from ((key, entry.node) for key, entry in node.entries.items())
    elif isinstance(node, Items):
        for number, item in enumerate(node.items):
            named = item.entries["id"].node if isinstance(item, Table) and "id" in item.entries else None
            yield named.text if isinstance(named, Scalar) and named.text else number, item

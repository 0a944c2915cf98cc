# SPDX-License-Identifier: Apache-2.0
"""Files in older formats, brought to today's in memory: a tree goes in, a tree goes out, and every place keeps its line.

The file itself is never rewritten unasked; when something in it is saved, it is brought to today's format as well. A migration
leaves alone what is already in its new form.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from pourparler.case.fields import FORMAT
from pourparler.case.tree import Entry, Node, Scalar, Sequence, Table, Tree

Roles = Mapping[str, str]
"""The role of each party, by its id."""

_SEATS = ("own", "counterpart")


def format_of(tree: Tree) -> int | None:
    """Return the number of the format that a file states, or None if it states none that can be read."""
    stated = tree.node(("pourparler",))
    number = stated.value if isinstance(stated, Scalar) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def roles_of(tree: Tree) -> dict[str, str]:
    """Return each party with its role, as written; an empty text where none can be read."""
    parties = tree.node(("parties",))
    found = {}
    for name in parties.entries if isinstance(parties, Table) else ():
        role = tree.node(("parties", name, "role"))
        found[name] = role.text if isinstance(role, Scalar) else ""
    return found


def migrated(tree: Tree, number: int | None = None, roles: Roles | None = None) -> Tree:
    """Return a tree in today's format.

    `number` is the format that the file is in, by default what it states; `roles` are those of its parties, by default as
    it states them. A number that is not known, or is today's, is left for the reader to judge.
    """
    stated = format_of(tree) if number is None else number
    top = tree.top
    while stated in MIGRATIONS:
        top = MIGRATIONS[stated](top, roles_of(tree) if roles is None else roles)
        stated += 1
        held = top.entries.get("pourparler")
        if held is not None:
            top = _with(top, "pourparler", replace(held, node=Scalar(held.node.mark, str(stated), True)))
    return replace(tree, top=top) if top is not tree.top else tree


def _prices_by_party(top: Table, roles: Roles) -> Table:
    """From 1 to 2: the price of meeting and patience stand under the ids of the parties, and not under `own`, `counterpart`."""
    ids = {seat: name for seat in _SEATS for name, role in roles.items() if role == seat}

    def renamed(node: Node) -> Node:
        if not isinstance(node, Table):
            return node
        return Table(node.mark, {ids.get(key, key): entry for key, entry in node.entries.items()})

    top = _changed(top, ("meeting", "price"), renamed)
    top = _changed(top, ("bargaining_power", "patience"), renamed)
    levels = _node(top, ("meeting", "levels"))
    for level in levels.entries if isinstance(levels, Table) else ():
        top = _changed(top, ("meeting", "levels", level, "price"), renamed)
    top = _changed(top, ("judgements",), lambda node: _with_paths(node, ids))
    return _changed(top, ("release", "grants"), lambda node: _with_listed_paths(node, ids))


def _path(path: str, ids: Mapping[str, str]) -> str:
    """Return a key path, as judgements and grants name one, with a party in the place of `own` or `counterpart`."""
    above, _, last = path.rpartition(".")
    is_by_seat = above in ("meeting.price", "bargaining_power.patience")
    is_at_level = above.startswith("meeting.levels.") and above.endswith(".price")
    return f"{above}.{ids.get(last, last)}" if is_by_seat or is_at_level else path


def _with_paths(node: Node, ids: Mapping[str, str]) -> Node:
    if not isinstance(node, Table):
        return node
    return Table(node.mark, {_path(key, ids): entry for key, entry in node.entries.items()})


def _with_listed_paths(node: Node, ids: Mapping[str, str]) -> Node:
    if not isinstance(node, Table):
        return node

    def listed(held: Node) -> Node:
        if not isinstance(held, Sequence):
            return held
        items = [replace(one, text=_path(one.text, ids)) if isinstance(one, Scalar) else one for one in held.items]
        return Sequence(held.mark, items)

    return Table(node.mark, {key: replace(entry, node=listed(entry.node)) for key, entry in node.entries.items()})


def _node(node: Node, path: tuple[str, ...]) -> Node | None:
    for key in path:
        entry = node.entries.get(key) if isinstance(node, Table) else None
        if entry is None:
            return None
        node = entry.node
    return node


def _changed(node: Table, path: tuple[str, ...], change: Callable[[Node], Node]) -> Table:
    """Return a table with the value at a path changed; as it is if nothing stands there."""
    first, *rest = path
    entry = node.entries.get(first)
    if entry is None:
        return node
    if not rest:
        return _with(node, first, replace(entry, node=change(entry.node)))
    if not isinstance(entry.node, Table):
        return node
    return _with(node, first, replace(entry, node=_changed(entry.node, tuple(rest), change)))


def _with(node: Table, key: str, entry: Entry) -> Table:
    return Table(node.mark, {**node.entries, key: entry})


MIGRATIONS: dict[int, Callable[[Table, Roles], Table]] = {1: _prices_by_party}
"""What brings a format to the next one, by its number."""

assert set(MIGRATIONS) == set(range(1, FORMAT)), "every older format leads to today's"

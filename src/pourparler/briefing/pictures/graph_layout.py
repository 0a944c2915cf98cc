# SPDX-License-Identifier: Apache-2.0
"""Where the nodes of a directed graph stand: in columns from left to right, so that most arcs lead to the right.

What can be undone stays together: nodes that lead to each other share a column, or, where they are many, columns side by side.
"""

from collections.abc import Mapping, Sequence

Arcs = Mapping[int, Sequence[int]]

#: So many nodes that lead to each other still share one column.
MOST_IN_A_COLUMN = 3
#: Rounds of ordering the nodes of each column by where their neighbours stand.
ROUNDS = 8


def columns_of(arcs: Arcs, start: int) -> list[list[int]]:
    """Return the nodes in columns; `arcs` has an entry for every node, `start` comes first among nodes of equal right."""
    component = _components(arcs)
    members: dict[int, list[int]] = {}
    for node in sorted(arcs):
        members.setdefault(component[node], []).append(node)
    inside = {name: _spread(some, arcs, start) for name, some in members.items()}
    width = {name: 1 + max(depths.values()) for name, depths in inside.items()}
    first = {name: 0 for name in members}
    for _ in members:  # the longest way through so many components has fewer steps
        for node, ends in arcs.items():
            for end in ends:
                here, there = component[node], component[end]
                if here != there:
                    first[there] = max(first[there], first[here] + width[here])
    place = {node: first[name] + depth for name, depths in inside.items() for node, depth in depths.items()}
    columns = [[node for node in sorted(arcs) if place[node] == column] for column in sorted(set(place.values()))]
    return _ordered(columns, arcs)


def _components(arcs: Arcs) -> dict[int, int]:
    """Return for each node the least node that leads to it and that it leads to."""
    reach = {node: _reached(arcs, node) for node in arcs}
    return {node: min(other for other in reach[node] if node in reach[other]) for node in arcs}


def _reached(arcs: Arcs, start: int) -> set[int]:
    seen, left = {start}, [start]
    while left:
        ahead = [end for end in arcs[left.pop()] if end not in seen]
        seen.update(ahead)
        left.extend(ahead)
    return seen


def _spread(members: Sequence[int], arcs: Arcs, start: int) -> dict[int, int]:
    """Return how far to the right each of some nodes that lead to each other stands: few share a column."""
    if len(members) <= MOST_IN_A_COLUMN:
        return dict.fromkeys(members, 0)
    depths = {start if start in members else members[0]: 0}
    left = list(depths)
    for node in left:
        for end in arcs[node]:
            if end in members and end not in depths:
                depths[end] = depths[node] + 1
                left.append(end)
    return depths


def _ordered(columns: list[list[int]], arcs: Arcs) -> list[list[int]]:
    """Order each column by the mean height of the neighbours, to and fro."""
    near: dict[int, set[int]] = {node: set(ends) for node, ends in arcs.items()}
    for node, ends in arcs.items():
        for end in ends:
            near[end].add(node)
    height = {node: _height(n, column) for column in columns for n, node in enumerate(column)}
    for turn in range(ROUNDS):
        for column in columns if turn % 2 == 0 else columns[::-1]:
            wanted = {node: _mean([height[other] for other in near[node]], height[node]) for node in column}
            column.sort(key=lambda node: (wanted[node], node))
            height.update({node: _height(n, column) for n, node in enumerate(column)})
    return columns


def _height(place: int, column: Sequence[int]) -> float:
    """Return the height of a place in a column, which stands centred."""
    return place - (len(column) - 1) / 2


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise

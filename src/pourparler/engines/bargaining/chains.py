# SPDX-License-Identifier: Apache-2.0
"""The way back from a value point to the packages that attain it: layers of partial packages with pointers."""

from dataclasses import dataclass
from typing import Union

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.intp]

#: Numbers of packages up to this are counted in 63 bits; beyond it in whole numbers of any size.
COUNTED_FAST = 2**62


@dataclass(frozen=True)
class Layer:
    """One issue or block joined: node n came by the arcs `starts[n]` to `starts[n + 1]`, each from a node and a choice."""

    starts: Index
    before: Index
    choice: Index


@dataclass(frozen=True)
class Chain:
    """Layers over issues, or over blocks that are chains themselves; the first layer starts from one empty package."""

    layers: tuple[Layer, ...]
    parts: tuple[Union[int, "Chain"], ...]
    issues: int

    def counts(self, combinations: int) -> list[int]:
        """Return how many packages each node of the last layer stands for, of at most so many. Source: definition."""
        dtype = np.int64 if combinations <= COUNTED_FAST else object
        return [int(count) for count in self._counts(np.dtype(dtype))]

    def _counts(self, dtype: np.dtype) -> NDArray:  # type: ignore[type-arg] # whole numbers, of 64 bits or of any size
        counts = np.ones(1, dtype=dtype)
        for layer, part in zip(self.layers, self.parts, strict=True):
            ways = counts[layer.before]
            if isinstance(part, Chain):
                ways = ways * part._counts(dtype)[layer.choice]
            counts = np.add.reduceat(ways, layer.starts[:-1]) if len(ways) else ways
        return counts

    def packages(self, node: int, most: int) -> Index:
        """Return packages that a node of the last layer stands for, [package, issue], at most so many. Source: definition."""
        found = np.full((1, self.issues), -1, dtype=np.intp)
        at = np.array([node])
        for layer, part in zip(reversed(self.layers), reversed(self.parts), strict=True):
            lengths = layer.starts[at + 1] - layer.starts[at]
            whose = np.repeat(np.arange(len(at)), lengths)[:most]
            arcs = (np.repeat(layer.starts[at] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum()))[:most]
            found, at = found[whose], layer.before[arcs]
            if isinstance(part, int):
                found[:, part] = layer.choice[arcs]
            else:
                found, at = _filled(found, at, part, layer.choice[arcs], most)
        return found


def _filled(found: Index, at: Index, part: Chain, nodes: Index, most: int) -> tuple[Index, Index]:
    """Return packages with the options of a block filled in, as often as the block's nodes stand for several."""
    rows, places = [], []
    left = most
    for row, node in enumerate(nodes.tolist()):
        inner = part.packages(node, left)
        out = np.repeat(found[row][None], len(inner), axis=0)
        np.copyto(out, inner, where=inner >= 0)
        rows.append(out)
        places.append(np.full(len(inner), at[row]))
        left -= len(inner)
        if left <= 0:
            break
    return np.concatenate(rows), np.concatenate(places)

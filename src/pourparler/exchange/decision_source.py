# SPDX-License-Identifier: Apache-2.0
"""What is read again and again in the file of a decision problem: names, numbers, numbers by name."""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pourparler.case.problem import KeyPath, quoted, shown
from pourparler.engines.readiness import PROBABILITY_ROUNDING
from pourparler.exchange.stated_file import Source, is_number
from pourparler.wording import say

Array = NDArray[np.float64]

#: A larger number is refused: sums of several would lose the difference between choices.
LARGEST = 1e12


@dataclass
class Reading:
    """What is read again and again: names, numbers, numbers by type; mistakes go to the source."""

    source: Source

    def known(self, table: dict[str, Any], path: KeyPath, keys: Sequence[str]) -> None:
        """Note every key of a table that says nothing there."""
        for key in table:
            if key not in keys:
                write = _instead(str(key), keys)
                self.source.wrong((*path, key), say("{key}, which says nothing here", key=quoted(str(key))), write, key=True)

    def names(self, key: str, most: int) -> tuple[str, ...]:
        """Return the names listed under a key of the file, each once."""
        items = self.source.items(self.source.data.get(key), (key,), say("write a list of names"))
        found: dict[str, None] = {}
        for place, item in enumerate(items[: most + 1]):
            name = self.source.text(item, (key, place))
            if name is not None and name in found:
                self.source.wrong(
                    (key, place), say("{name} a second time", name=quoted(name)), say("give each a name of its own")
                )
            if name is not None:
                found[name] = None
        if not 0 < len(items) <= most and isinstance(self.source.data.get(key, []), list):
            path = (key,) if key in self.source.data else ()
            self.source.wrong(path, say("{n} {key}", n=len(items), key=key), say("give from 1 to {n}", n=most))
            return ()
        return tuple(found)

    def table(self, value: Any, path: KeyPath, write: str) -> dict[str, Any]:
        """Return a table; empty, and a mistake, where something else stands."""
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.source.wrong(path, shown(value), write)
            return {}
        return {unicodedata.normalize("NFC", str(key)).strip(): inner for key, inner in value.items()}

    def number(self, value: Any, path: KeyPath, least: float = -LARGEST, most: float = LARGEST) -> float | None:
        """Return a number within bounds; None, and a mistake, where there is none."""
        if not is_number(value) or not least <= value <= most:
            if least == 0 and most == 1:
                write = say("write a number from 0 to 1")
            elif least == 0:
                write = say("write a number that is 0 or more")
            else:
                write = say("write a number")
            self.source.wrong(path, shown(value), write)
            return None
        return float(value)

    def optional(self, table: dict[str, Any], path: KeyPath, least: float, most: float) -> float | None:
        """Return the number under the last key of a path, or None where it is not stated."""
        stated = table.get(str(path[-1]))
        return None if stated is None else self.number(stated, path, least, most)

    def row(self, value: Any, path: KeyPath, names: Sequence[str], least: float = -LARGEST, most: float = LARGEST) -> Array:
        """Return a number for each of some names, in a list or a table; 0, and a mistake, where one is missing."""
        out = np.zeros(len(names))
        if isinstance(value, list):
            if len(value) != len(names):
                found = say("{n} numbers for {m} names", n=len(value), m=len(names))
                self.source.wrong(path, found, say("write one for each of {names}, in that order", names=", ".join(names)))
                return out
            entries: Iterable[tuple[str | int, int, Any]] = ((n, n, item) for n, item in enumerate(value))
        elif isinstance(value, dict):
            self.known(value, path, names)
            missing = [name for name in names if name not in value]
            if missing:
                found = say("nothing for {names}", names=", ".join(quoted(name) for name in missing))
                self.source.wrong(path, found, say("write a number for each of {names}", names=", ".join(names)))
            entries = ((name, place, value[name]) for place, name in enumerate(names) if name in value)
        else:
            write = say("write a list with a number for each of {names}", names=", ".join(names))
            self.source.wrong(path, shown(value), write)
            return out
        for key, place, item in entries:
            number = self.number(item, (*path, key), least, most)
            out[place] = 0.0 if number is None else number
        return out

    def by_action(self, value: Any, path: KeyPath, types: Sequence[str], actions: Sequence[str], *, every: bool) -> Array:
        """Return numbers [action, type] from a table with a row for each action, or for some of them."""
        write = say("write a table with a list for each action")
        if value is None and every:
            self.source.wrong((), say("no {key}", key=path[-1]), write)
        table = self.table(value, path, write)
        self.known(table, path, actions)
        out = np.zeros((len(actions), len(types)))
        for place, action in enumerate(actions):
            if action in table:
                out[place] = self.row(table[action], (*path, action), types)
            elif every and isinstance(value, dict):
                self.source.wrong(path, say("nothing for {name}", name=quoted(action)), write)
        return out

    def prior(self, types: Sequence[str]) -> Array:
        """Return the probabilities of the types."""
        stated, before = self.source.data.get("prior"), len(self.source.findings)
        path: KeyPath = ("prior",) if stated is not None else ()
        found = self.row(stated, path, types, 0, 1)
        return self.whole(found, path, len(self.source.findings) > before, say("write probabilities that sum to one"))

    def whole(self, chances: Array, path: KeyPath, is_broken: bool, write: str) -> Array:
        """Return chances that sum to one exactly; a mistake where they do not sum to one as they are written."""
        total = float(chances.sum())
        if not is_broken and abs(total - 1) > PROBABILITY_ROUNDING:
            self.source.wrong(path, say("probabilities that sum to {total}", total=f"{total:.6g}"), write)
        return chances / total if total > 0 else np.full(len(chances), 1 / len(chances))

    def chosen(self, value: Any, path: KeyPath, names: Sequence[str]) -> tuple[str, ...]:
        """Return the names listed at a place, each of them one of `names`."""
        found: dict[str, None] = {}
        for place, item in enumerate(self.source.items(value, path, say("write a list of names"))):
            name = self.source.text(item, (*path, place))
            if name is None:
                continue
            if name not in names:
                what = say("{name}, which is not there", name=quoted(name))
                self.source.wrong((*path, place), what, _instead(name, names))
            else:
                found[name] = None
        return tuple(found)


def _instead(name: str, known: Sequence[str]) -> str:
    """Say which of the known names may have been meant."""
    close = difflib.get_close_matches(name, known, n=1)
    return say("did you mean {name}?", name=close[0]) if close else say("write one of {names}", names=", ".join(known))

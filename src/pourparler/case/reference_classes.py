# SPDX-License-Identifier: Apache-2.0
"""The reference classes that come with the program: a case takes one by its name, without copying its counts.

They are kept beside the vocabulary, since a name stands for counts as soon as a case is read.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "reference_classes.toml"


@dataclass(frozen=True, slots=True)
class KnownClass:
    """Like cases of the past: `successes` of `n` were what it `counts`; from which source, and why to be careful with them."""

    name: str
    counts: str
    successes: int
    n: int
    source: str
    caveats: tuple[str, ...]


@cache
def known_classes() -> Mapping[str, KnownClass]:
    """Return every class that comes with the program by its name, in the order of the file."""
    held = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    sources = held["sources"]
    return {
        name: KnownClass(
            name,
            entry["counts"],
            entry["successes"],
            entry["n"],
            sources[entry["source"]]["name"],
            tuple(sources[entry["source"]]["caveats"]),
        )
        for name, entry in held["classes"].items()
    }

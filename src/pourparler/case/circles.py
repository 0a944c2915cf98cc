# SPDX-License-Identifier: Apache-2.0
"""Circles: things that need one another, so that none of them comes first."""

from collections.abc import Iterator, Mapping

#: Members of a circle that are shown.
MOST_SHOWN = 6


def circles(needs: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Return the circles that a walk along the needs runs into; without recursion, each step once."""
    done: set[str] = set()
    for start in needs:
        trail: list[str] = []
        on_trail: set[str] = set()
        waiting: list[tuple[str, bool]] = [(start, False)]
        while waiting:
            step, leaving = waiting.pop()
            if leaving:
                on_trail.discard(trail.pop())
                done.add(step)
            elif step in on_trail:
                yield tuple(trail[trail.index(step) :])
            elif step not in done and step in needs:
                trail.append(step)
                on_trail.add(step)
                waiting.append((step, True))
                waiting.extend((need, False) for need in reversed(needs[step]))

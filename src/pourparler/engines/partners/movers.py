# SPDX-License-Identifier: Apache-2.0
"""What would move a party that opposes a package: each change of one option, more tolerance, or making up for its loss."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pourparler.errors import EngineInputError

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]


def opposition_after_changes(
    effects: Sequence[Array], crossed: Sequence[Flags], package: Sequence[int], tolerance: Array
) -> tuple[Array, ...]:
    """Return how likely a party opposes a package after changing one option of it, per issue [option]; exact, every change.

    `effects` holds per issue what each option does to the party, [world, option], `crossed` [option] marks its red lines,
    `package` an option per issue, `tolerance` [world] the loss it can live with. At the package's own option it is how likely
    it opposes as things stand. Whether a changed package may be agreed on is for the caller to say.

    Raises EngineInputError if the package has another number of issues.
    Source: model.md "Partners and rivals" (what would move a spoiler).
    """
    if not len(effects) == len(crossed) == len(package):
        raise EngineInputError("a package names an option for every issue")
    parts = [effect[:, option] for effect, option in zip(effects, package, strict=True)]
    lines = [bool(line[option]) for line, option in zip(crossed, package, strict=True)]
    out = []
    for issue, effect in enumerate(effects):
        # Summed anew rather than by taking one part away: so a change to the option that is there changes nothing.
        others = [part for place, part in enumerate(parts) if place != issue]
        rest = sum(others, np.zeros(len(tolerance)))
        elsewhere = any(line for place, line in enumerate(lines) if place != issue)
        against = (rest[:, None] + effect < -tolerance[:, None]) | crossed[issue] | elsewhere
        out.append(np.asarray(against.mean(axis=0)))
    return tuple(out)


def shortfall(effect: Array, tolerance: Array) -> Array:
    """Return what a party would have to be given, on its own scale, to live with a package: `effect` and `tolerance` [world].

    0 in worlds in which it can live with it already. Nothing given makes up for a red line: ask only where none is crossed.
    Source: definition; the compensation of a loser, Kaldor (1939), Economic Journal 49.
    """
    return np.asarray(np.maximum(0, -effect - tolerance))

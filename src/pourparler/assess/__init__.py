# SPDX-License-Identifier: Apache-2.0
"""The only bridge from words to numbers: worlds, one step per engine, the assessment, the order of steps.

Loaded when first asked for: looking at a case (`check`) needs none of the mathematics.
"""

from typing import TYPE_CHECKING

from pourparler.assess.defaults import DEFAULT_SEED, DEFAULT_WORLDS

if TYPE_CHECKING:
    from pourparler.assess.assessment import Assessment
    from pourparler.assess.run import assess

__all__ = ["DEFAULT_SEED", "DEFAULT_WORLDS", "Assessment", "assess"]


def __getattr__(name: str) -> object:
    if name == "assess":
        from pourparler.assess.run import assess

        return assess
    if name == "Assessment":
        from pourparler.assess.assessment import Assessment

        return Assessment
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

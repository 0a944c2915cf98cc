# SPDX-License-Identifier: Apache-2.0
"""How far goals have moved from version to version, and what is left of the way to a floor."""

from pourparler.engines.goals.drift import Drift, drift_of

__all__ = ["Drift", "drift_of"]

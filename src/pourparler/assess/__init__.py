# SPDX-License-Identifier: Apache-2.0
"""The only bridge from words to numbers: worlds, one step per engine, the assessment, the order of steps."""

from pourparler.assess.assessment import Assessment
from pourparler.assess.run import DEFAULT_SEED, DEFAULT_WORLDS, assess

__all__ = ["DEFAULT_SEED", "DEFAULT_WORLDS", "Assessment", "assess"]

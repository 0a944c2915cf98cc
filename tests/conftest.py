# SPDX-License-Identifier: Apache-2.0
"""Settings for all tests: one thread for linear algebra, as the program itself asks for; no time for an example."""

import gc
import os

from hypothesis import settings

# How long an example takes is the machine's affair: a busy one would fail a test that is right.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over the thousands of tests and modules that stay until the end anyway."""
    gc.collect()
    gc.freeze()

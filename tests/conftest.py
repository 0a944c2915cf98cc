# SPDX-License-Identifier: Apache-2.0
"""Settings for all tests: one thread for linear algebra, as the program itself asks for."""

import gc
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over the thousands of tests and modules that stay until the end anyway."""
    gc.collect()
    gc.freeze()

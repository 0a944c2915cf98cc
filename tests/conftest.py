# SPDX-License-Identifier: Apache-2.0
"""Settings for all tests: one thread for linear algebra, as the program itself asks for."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

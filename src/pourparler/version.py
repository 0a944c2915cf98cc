# SPDX-License-Identifier: Apache-2.0
"""The version of this package, where every part can read it without importing the package's own shop window."""

__version__ = "0.1.0"

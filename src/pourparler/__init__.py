# SPDX-License-Identifier: Apache-2.0
"""Pourparler answers one question and shows its reasons: are we ready to meet, and if not, what next?"""

__version__ = "0.1.0"

# SPDX-License-Identifier: Apache-2.0
"""The web face: a case kept in a browser, for one person on one machine."""

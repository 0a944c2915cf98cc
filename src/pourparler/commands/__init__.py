# SPDX-License-Identifier: Apache-2.0
"""Commands of the terminal face that have a module of their own, and what all of them share."""

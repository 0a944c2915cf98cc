# SPDX-License-Identifier: Apache-2.0
"""Benchmarks: commands of their own, never timed inside the tests."""

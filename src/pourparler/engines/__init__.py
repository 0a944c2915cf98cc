# SPDX-License-Identifier: Apache-2.0
"""The mathematics: arrays in, frozen results out. No files, no clock, no hidden randomness, no words of any case."""

# SPDX-License-Identifier: Apache-2.0
"""The pages of the workbench, a file for what belongs together."""

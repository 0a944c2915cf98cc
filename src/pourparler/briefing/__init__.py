# SPDX-License-Identifier: Apache-2.0
"""From an assessment to a document tree, and from that to what people and programs read."""

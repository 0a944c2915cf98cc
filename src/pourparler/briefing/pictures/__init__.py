# SPDX-License-Identifier: Apache-2.0
"""The pictures of a briefing, a file each: from rows of the assessment to Vega-Lite specifications, as plain tables of data."""

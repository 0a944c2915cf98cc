# SPDX-License-Identifier: Apache-2.0
"""The sections of a briefing, a file each: from the assessment to headings, paragraphs, lists and tables."""

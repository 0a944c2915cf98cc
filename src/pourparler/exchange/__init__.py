# SPDX-License-Identifier: Apache-2.0
"""Other people's formats: a bargaining table that stands in a domain folder or a spreadsheet, read and written."""

from pourparler.exchange.stated import Profile, StatedIssue, StatedTable

__all__ = ["Profile", "StatedIssue", "StatedTable"]

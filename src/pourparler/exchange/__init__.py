# SPDX-License-Identifier: Apache-2.0
"""Other people's formats: a bargaining table that stands in a domain folder or a spreadsheet, read and written."""

from pourparler.exchange.domain import Document, Form, read_document, read_domain, write_domain
from pourparler.exchange.offers import offers_in
from pourparler.exchange.sheet import SHEETS, read_sheet
from pourparler.exchange.sheet_writing import sheet_bytes, sheet_template
from pourparler.exchange.stated import Profile, StatedIssue, StatedTable
from pourparler.exchange.tables import is_foreign, issues_of, read_table, same_issues
from pourparler.exchange.writing import Written

__all__ = [
    "SHEETS",
    "Document",
    "Form",
    "Profile",
    "StatedIssue",
    "StatedTable",
    "Written",
    "is_foreign",
    "issues_of",
    "offers_in",
    "read_document",
    "read_domain",
    "read_sheet",
    "read_table",
    "same_issues",
    "sheet_bytes",
    "sheet_template",
    "write_domain",
]

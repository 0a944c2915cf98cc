# SPDX-License-Identifier: Apache-2.0
"""Other people's formats: a bargaining table that stands in a domain folder or a spreadsheet, read and written."""

from pourparler.exchange.domain import Document, Form, read_document, read_domain, write_domain
from pourparler.exchange.stated import Profile, StatedIssue, StatedTable
from pourparler.exchange.writing import Written

__all__ = [
    "Document",
    "Form",
    "Profile",
    "StatedIssue",
    "StatedTable",
    "Written",
    "read_document",
    "read_domain",
    "write_domain",
]

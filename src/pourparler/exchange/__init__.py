# SPDX-License-Identifier: Apache-2.0
"""Other people's formats: bargaining tables, actors on a line and votes, in domains and spreadsheets, read and written.

Each part is loaded when first asked for: a case is assessed with `StatedTable` alone, without XML, YAML forms or spreadsheets.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pourparler.exchange.actors import StatedActor, StatedInfluence, StatedLine, StatedVote, StatedVotes
    from pourparler.exchange.actors_read import read_actors, read_influence
    from pourparler.exchange.actors_write import actors_bytes, ktab_bytes
    from pourparler.exchange.domain import Document, Form, read_document, read_domain, write_domain
    from pourparler.exchange.offers import offers_in
    from pourparler.exchange.sheet import SHEETS, read_sheet
    from pourparler.exchange.sheet_writing import sheet_bytes, sheet_template
    from pourparler.exchange.stated import Profile, StatedIssue, StatedTable
    from pourparler.exchange.tables import is_foreign, issues_of, read_table, same_issues
    from pourparler.exchange.votes import is_vote_file, read_votes
    from pourparler.exchange.writing import Written

__all__ = [
    "SHEETS",
    "Document",
    "Form",
    "Profile",
    "StatedActor",
    "StatedInfluence",
    "StatedIssue",
    "StatedLine",
    "StatedTable",
    "StatedVote",
    "StatedVotes",
    "Written",
    "actors_bytes",
    "is_foreign",
    "is_vote_file",
    "issues_of",
    "ktab_bytes",
    "offers_in",
    "read_actors",
    "read_document",
    "read_domain",
    "read_influence",
    "read_sheet",
    "read_table",
    "read_votes",
    "same_issues",
    "sheet_bytes",
    "sheet_template",
    "write_domain",
]

_PLACES = {
    "actors": ("StatedActor", "StatedInfluence", "StatedLine", "StatedVote", "StatedVotes"),
    "actors_read": ("read_actors", "read_influence"),
    "actors_write": ("actors_bytes", "ktab_bytes"),
    "domain": ("Document", "Form", "read_document", "read_domain", "write_domain"),
    "offers": ("offers_in",),
    "sheet": ("SHEETS", "read_sheet"),
    "sheet_writing": ("sheet_bytes", "sheet_template"),
    "stated": ("Profile", "StatedIssue", "StatedTable"),
    "tables": ("is_foreign", "issues_of", "read_table", "same_issues"),
    "votes": ("is_vote_file", "read_votes"),
    "writing": ("Written",),
}
_PLACE_OF = {name: place for place, names in _PLACES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _PLACE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACE_OF[name]}"), name)

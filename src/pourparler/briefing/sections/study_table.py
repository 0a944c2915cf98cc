# SPDX-License-Identifier: Apache-2.0
"""What a table states: every option with what it is worth to each party."""

from pourparler.assess.study_rows import TableStudy
from pourparler.briefing.document import Section, Table
from pourparler.briefing.figures import worth
from pourparler.briefing.marks import RESULT
from pourparler.briefing.names import Names
from pourparler.wording import say


def template(studied: TableStudy, names: Names) -> Section:
    """Tabulate every option: what it adds to the value of a package, weights multiplied in."""
    columns = (say("issue"), say("option"), *(names.of("parties", party) for party in studied.parties))
    rows = tuple(
        (names.of("issues", row.issue), names.of(row.issue, option), *(worth(value, studied.scale) for value in values))
        for row in studied.template
        for option, values in zip(row.options, row.worth, strict=True)
    )
    table = Table(columns, rows, say("Every option, with what it adds to the value of a package"))
    return Section(say("Options"), (table,), (), (RESULT,))

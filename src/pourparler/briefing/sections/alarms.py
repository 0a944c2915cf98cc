# SPDX-License-Identifier: Apache-2.0
"""Alarms: what the reader must not miss."""

from pourparler.assess.assessment import Assessment
from pourparler.briefing.document import BulletList, Section, Table
from pourparler.briefing.names import Names
from pourparler.wording import plural, say

#: So many alarms fit on the one screen; the rest are counted.
MOST_IN_BRIEF = 8


def alarms(assessment: Assessment, names: Names) -> Section | None:
    """List every alarm with the claim it serves."""
    rows = assessment.alarms
    if not rows:
        return None
    table = Table((say("row"), say("alarm"), say("id")), tuple((a.row, names.told(a.text), a.id) for a in rows))
    lines = [f"{a.row}: {names.told(a.text)}" for a in rows[:MOST_IN_BRIEF]]
    left = len(rows) - MOST_IN_BRIEF
    if left > 0:
        lines.append(plural("and one more (--full)", "and {n} more (--full)", left))
    return Section(say("Alarms"), (table,), (BulletList(tuple(lines)),))

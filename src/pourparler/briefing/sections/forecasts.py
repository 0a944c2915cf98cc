# SPDX-License-Identifier: Apache-2.0
"""The forecasts of a case as its brief tells them: what was said by whom, how like cases came out, what came."""

from collections.abc import Mapping, Sequence

from pourparler.assess.assessment import Assessment
from pourparler.briefing.document import Block, Table
from pourparler.briefing.figures import as_stated, chance_as_stated
from pourparler.briefing.sections.mandate import Row, rows_of, text
from pourparler.wording import say

#: So much of a seal is shown: enough to tell two of one book apart.
SHOWN_OF_A_SEAL = 12


def forecasts_on_record(assessment: Assessment) -> list[Block]:
    """Return the forecasts of a case as a table; what none of them has takes no column."""
    rows = rows_of(assessment, "forecasts")
    columns = {
        say("forecast"): [_question(row) for row in rows],
        say("probability"): [said(row) for row in rows],
        say("by"): [_by(row) for row in rows],
        say("on"): [text(row, "on") for row in rows],
        say("settled on"): [text(row, "resolves") for row in rows],
    }
    more = {
        say("like cases"): [_like_cases(row.get("base_rate")) for row in rows],
        say("came"): [_came(row.get("resolved")) for row in rows],
        say("seal"): [str(row.get("sealed") or "")[:SHOWN_OF_A_SEAL] for row in rows],
    }
    columns.update({name: cells for name, cells in more.items() if any(cells)})
    if not rows:
        return []
    return [Table(tuple(columns), tuple(zip(*columns.values(), strict=True)), say("Forecasts on record"))]


def said(row: Row) -> str:
    """Return what an entry forecasts, as it was written."""
    classes = row.get("classes")
    if isinstance(classes, Mapping) and classes:
        order = row.get("order")
        names = order if isinstance(order, Sequence) and order else list(classes)
        told = [f"{name} {chance_as_stated(str(classes[name]))}" for name in names]
        return (" < " if order else ", ").join(told)
    if row.get("quantity") is not None:
        return f"{as_stated(str(row['quantity']))} {row.get('unit') or ''}".rstrip()
    return chance_as_stated(text(row, "p"))


def _question(row: Row) -> str:
    return say("{id}: {question}", id=row["id"], question=text(row, "question")) if row.get("id") else text(row, "question")


def _by(row: Row) -> str:
    return say("{who}, with a computed one in view", who=text(row, "by")) if row.get("aided") else text(row, "by")


def _like_cases(like: object) -> str:
    if not isinstance(like, Mapping):
        return ""
    if like.get("values"):
        told = ", ".join(str(value) for value in like["values"])
    elif like.get("counts"):
        told = ", ".join(f"{name} {count}" for name, count in like["counts"].items())
    else:
        told = say("{successes} of {n}", successes=like.get("successes"), n=like.get("n"))
    return say("{name}: {told}", name=like.get("name"), told=told)


def _came(resolved: object) -> str:
    if not isinstance(resolved, Mapping):
        return ""
    told = say("{came} on {day}", came=resolved.get("came"), day=resolved.get("on"))
    return say("{told} ({source})", told=told, source=resolved["source"]) if resolved.get("source") else told

# SPDX-License-Identifier: Apache-2.0
"""What results show of themselves in a notebook: the brief in a frame of its own, figures that one can point at, pandas frames.

A brief is the page of `--html`: no script, nothing loaded. A figure carries the library that draws it (some 0.9 MB), out of the
package that draws it on paper; its frame may load nothing, and knows nothing of the notebook around it.
"""

import html
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any

from pourparler.assess.sentence import Sentence
from pourparler.assess.spread import Spread
from pourparler.briefing.as_json import as_plain
from pourparler.briefing.document import Briefing, Figure
from pourparler.errors import NoFrameError
from pourparler.wording import say

#: What makes a document of each kind of result.
_DOCUMENTS = {
    "Assessment": "pourparler.briefing.compose:compose",
    "TableStudy": "pourparler.briefing.compose_table:compose_table",
    "PlanStudy": "pourparler.briefing.compose_decision:compose_decision",
    "ConflictStudy": "pourparler.briefing.compose_conflict:compose_conflict",
    "Comparison": "pourparler.briefing.comparing:comparing",
    "Book": "pourparler.briefing.compose_book:book_document",
    "MovesStudy": "pourparler.briefing.moving:moving",
    "StagesStudy": "pourparler.briefing.staging:staging",
    "GoalsStudy": "pourparler.briefing.goals_page:goals_page",
    "OutcomeStudy": "pourparler.briefing.outcome_page:outcome_page",
    "OutcomeTally": "pourparler.briefing.outcome_page:tally_page",
}
#: The table that is meant where none is named, if it is not the first.
_MAIN = {"Assessment": "actions"}
#: How tall a brief stands in a notebook; it can be scrolled.
_HEIGHT = 640
#: How tall a figure stands at most.
_FIGURE_HEIGHT = 520


def document_of(result: object) -> Briefing:
    """Return the document of a result. Raises `TypeError` for anything that has none."""
    if isinstance(result, Briefing):
        return result
    home = _DOCUMENTS.get(type(result).__name__)
    if home is None:
        raise TypeError(f"no document for {type(result).__name__}")
    module, _, name = home.partition(":")
    found: Briefing = getattr(import_module(module), name)(result)
    return found


def html_of(result: object) -> str:
    """Return what a notebook shows of a result: a frame with the whole page, or with a figure that one can point at."""
    if isinstance(result, Figure):
        return _framed(_live(result), result.caption, _FIGURE_HEIGHT, "allow-scripts")
    from pourparler.briefing.html import page

    document = document_of(result)
    return _framed(page(document), document.title, _HEIGHT, "")


def line_of(result: object) -> str:
    """Return one line that says what a result is."""
    if isinstance(result, Figure):
        return say("Figure: {caption}", caption=result.caption)
    document = document_of(result)
    heading = document.sections[0].heading if document.sections else document.title
    return heading if document.title in heading else say("{heading}: {title}", heading=heading, title=document.title)


def frame_of(result: object, table: str | None = None) -> Any:
    """Return a table of a result as a pandas frame. Raises `NoFrameError` without pandas, or where there is no such table."""
    tables = {name: rows for name, rows in _tables(result)}
    wanted = table or _MAIN.get(type(result).__name__) or next(iter(tables), "")
    if wanted not in tables:
        found = say("no table {name} in this result", name=repr(wanted))
        raise NoFrameError(say("{found}; it has {names}", found=found, names=", ".join(sorted(tables)) or "–"))
    try:
        pandas = import_module("pandas")
    except ImportError:
        missing = say("a frame needs pandas, which is not there: python3 -m pip install pandas")
        raise NoFrameError(say("{missing}; the rows themselves are in .{name}", missing=missing, name=wanted)) from None
    return pandas.DataFrame([_flat(row) for row in tables[wanted]])


def _tables(result: object) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield the fields of a result that hold rows, whether there are any or not, those of its parts by their path."""
    if isinstance(result, Figure):
        table = result.table
        yield "table", tuple(dict(zip(table.columns, row, strict=True)) for row in table.rows)
        return
    if isinstance(result, Briefing) or not is_dataclass(result):
        return
    for each in fields(result):
        held = getattr(result, each.name)
        if isinstance(held, tuple) and all(is_dataclass(row) for row in held) and (held or "Row" in str(each.type)):
            yield each.name, held
        elif is_dataclass(held):
            yield from ((f"{each.name}.{name}", rows) for name, rows in _tables(held))


def _flat(row: object) -> dict[str, Any]:
    """Return a row as columns: a range as its average and its ends, a table by its keys, words as text."""
    if isinstance(row, Mapping):
        return dict(row)
    out: dict[str, Any] = {}
    for each in fields(row):  # type: ignore[arg-type]
        out |= _column(each.name.removesuffix("_"), getattr(row, each.name))
    return out


def _column(name: str, value: object) -> dict[str, Any]:
    if isinstance(value, Spread):
        return {name: value.mean, f"{name}_low": value.low, f"{name}_high": value.high}
    if isinstance(value, Mapping):
        return {key: held for part, inner in value.items() for key, held in _column(f"{name}.{part}", inner).items()}
    if isinstance(value, Sentence):
        return {name: value.english()}
    if isinstance(value, tuple) and all(isinstance(part, str) for part in value):
        return {name: ", ".join(value)}
    return {name: as_plain(value)}


def _framed(page: str, title: str, height: int, may: str) -> str:
    """Return a page in a frame that keeps its looks to itself; it may do what `may` names, and nothing else."""
    return (
        f'<iframe title="{html.escape(title)}" sandbox="{may}" width="100%" height="{height}" style="border: 0"'
        f' srcdoc="{html.escape(page)}"></iframe>'
    )


def _live(figure: Figure) -> str:
    """Return a page that draws a figure with the library it holds; without scripts its numbers stand there as a table."""
    from vl_convert import javascript_bundle

    script = str(javascript_bundle("window.draw = vegaEmbed;")).replace("</script", "<\\/script")
    spec = json.dumps(figure.spec).replace("<", "\\u003c")
    cells = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in figure.table.rows)
    heads = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in figure.table.columns)
    options = "{renderer: 'svg', actions: false, ast: true}"
    policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{html.escape(figure.caption)}</title>'
        "<style>body{font:15px/1.4 system-ui,sans-serif;margin:8px;color:#1b1b1b;background:#fff}#plot{width:100%}"
        "table{border-collapse:collapse}td,th{padding:2px 12px 2px 0;text-align:left}</style></head><body>"
        f"<p>{html.escape(figure.caption)}</p>"
        f'<div id="plot" role="img" aria-label="{html.escape(figure.alternative)}"></div>'
        f"<details><summary>{html.escape(say('The numbers'))}</summary><table><tr>{heads}</tr>{cells}</table></details>"
        f'<script type="module">{script}\nwindow.draw("#plot", {spec}, {options});</script></body></html>'
    )

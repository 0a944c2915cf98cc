# SPDX-License-Identifier: Apache-2.0
"""The peer of the workbench: a plain FastAPI application on SQLite, as one writes it in an hour. It checks nothing.

A page reads one row and renders a template of the size of a page of the workbench; a write commits one row, with a write-ahead
log and `synchronous=FULL` as the archive has it.
"""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from urllib.parse import parse_qs

import uvicorn
from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment

#: So many fields with a form's worth of marks each make a page of about 110 KB, the middle of the workbench's pages.
FIELDS = 300
TEMPLATE = """<!DOCTYPE html><html lang="en"><head><title>{{ row[1] }}</title></head><body><h1>{{ row[1] }}</h1>
{% for name, text in fields %}<div class="field" id="f-{{ name }}"><span class="label">{{ name }}</span>
<a class="value" href="/item/{{ row[0] }}?edit={{ name|urlencode }}#f-{{ name }}" hx-get="/item/{{ row[0] }}/field?path={{
name|urlencode }}" hx-target="#f-{{ name }}" hx-swap="outerHTML">{{ text }}</a><span class="unit">points</span>
<span class="status">judged · {{ row[2] }}</span></div>{% endfor %}</body></html>"""


@contextmanager
def connected(file: str) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(file, timeout=60)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        yield connection
    finally:
        connection.close()


async def form(request: Request) -> dict[str, list[str]]:
    """Return the form of a request."""
    return parse_qs((await request.body()).decode())


def make_app(file: str) -> FastAPI:
    """Return the application on a database file."""
    app, page = FastAPI(), Environment(autoescape=True).from_string(TEMPLATE)
    with connected(file) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS items (id INTEGER PRIMARY KEY, title TEXT, by TEXT)")
        connection.execute("CREATE TABLE IF NOT EXISTS saves (id INTEGER PRIMARY KEY, item INTEGER, value TEXT, reason TEXT)")
        connection.executemany("INSERT OR IGNORE INTO items VALUES (?, ?, ?)", [(n, f"Item {n}", "me") for n in range(10)])

    @app.get("/item/{item}")
    def show(item: int) -> HTMLResponse:
        with connected(file) as connection:
            row = connection.execute("SELECT id, title, by FROM items WHERE id = ?", (item,)).fetchone()
        fields = [(f"values.party.weights.issue-{n}", f"{n}..{n + 10}") for n in range(FIELDS)]
        return HTMLResponse(page.render(row=row, fields=fields))

    @app.post("/item/{item}")
    def save(item: int, sent: Annotated[dict[str, list[str]], Depends(form)]) -> RedirectResponse:
        with connected(file) as connection, connection:
            row = (item, sent["value"][0], sent["reason"][0])
            connection.execute("INSERT INTO saves (item, value, reason) VALUES (?, ?, ?)", row)
        return RedirectResponse(f"/item/{item}", 303)

    return app


if __name__ == "__main__":
    uvicorn.run(make_app(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2]), log_level="error", access_log=False)

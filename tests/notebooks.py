# SPDX-License-Identifier: Apache-2.0
"""The notebooks among the documents, run cell by cell as a notebook does, with no more than Python; their outputs put in anew.

`just documents` rewrites them; the tests compare. A cell tagged `not-kept` is run without.
"""

import ast
import contextlib
import io
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
NOTEBOOKS = tuple(str(path.relative_to(ROOT)) for path in sorted((ROOT / "docs").rglob("*.ipynb")))


def refreshed(text: str) -> str:
    """Return the text of a notebook with the outputs of its cells as they are today."""
    book = json.loads(text)
    space: dict[str, Any] = {"__name__": "__main__"}
    count = 0
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            for cell in book["cells"]:
                if cell["cell_type"] == "code":
                    count += 1
                    outputs = run("".join(cell["source"]), space, count)
                    cell["execution_count"] = count
                    cell["outputs"] = [] if "not-kept" in cell["metadata"].get("tags", []) else outputs
        finally:
            os.chdir(before)
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def read_in(text: str) -> list[Any]:
    """Return what a reader sees in a notebook: its cells with their outputs, of a page all but how it is styled."""
    cells: list[Any] = json.loads(text)["cells"]
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        page = "".join(output.get("data", {}).get("text/html", []))
        if page:
            output["data"]["text/html"] = re.sub("&lt;(style|meta).*?(&lt;/style)?&gt;(?=&lt;)", "", page, flags=re.DOTALL)
    return cells


def run(source: str, space: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """Run a cell, and return what a notebook would show: what it printed, then its last expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), space)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), space)
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": lines(printed.getvalue())})
    if value is not None:
        shown = {"data": displayed(value), "execution_count": count, "metadata": {}, "output_type": "execute_result"}
        outputs.append(shown)
    return outputs


def displayed(value: Any) -> dict[str, list[str]]:
    """Return what a notebook keeps of a value: what it shows of itself, else its text."""
    bundle = getattr(value, "_repr_mimebundle_", None)
    data = bundle() if bundle is not None else {"text/plain": repr(value)}
    return {kind: lines(text) for kind, text in data.items()}


def lines(text: str) -> list[str]:
    """Return text as notebooks keep it: line by line."""
    return text.splitlines(keepends=True)

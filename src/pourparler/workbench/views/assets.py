# SPDX-License-Identifier: Apache-2.0
"""Style sheets and scripts: ours, and those of installed packages; nothing comes from a network."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from pourparler.archive import NotFound
from pourparler.workbench.bench import bench_of
from pourparler.workbench.worker import unpacked

#: Where each asset lies, and what it is.
_SHEET, _SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
_OURS = {"workbench.css": _SHEET, "workbench.js": _SCRIPT, "figures.js": _SCRIPT, "icon.svg": "image/svg+xml"}


@cache
def _held(name: str) -> tuple[bytes, str]:
    """Return an asset with its kind. Raises `KeyError` for one that there is not."""
    if name == "page.css":
        return (Path(__file__).parents[2] / "briefing" / "page.css").read_bytes(), _SHEET
    if name == "htmx.js":
        return files("js_lib_htmx").joinpath("static", "htmx", "htmx.min.js").read_bytes(), _SCRIPT
    return (Path(__file__).parents[1] / "static" / name).read_bytes(), _OURS[name]


async def asset(request: Request) -> Response:
    """Give an asset."""
    name = request.path_params["name"]
    if name not in (*_OURS, "page.css", "htmx.js"):
        raise NotFound(name)
    held, kind = _held(name)
    return Response(held, media_type=kind)


async def figures_library(request: Request) -> Response:
    """Give the script that draws figures, made once by a worker out of the package that draws them on paper."""
    bench = bench_of(request)
    if bench.script is None:
        job = await bench.workers.ask("script", {"kind": "script"}).over()
        if job.state != "done":
            raise NotFound("vega.js")
        bench.script = unpacked(job.found)["script"].encode("utf-8")
    return Response(bench.script, media_type=_SCRIPT)

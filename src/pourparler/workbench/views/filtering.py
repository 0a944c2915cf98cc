# SPDX-License-Identifier: Apache-2.0
"""What the fields of a page are filtered and sorted by: it stands in the address, from there into a form and back again."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from pourparler.workbench.fields import AREAS

Answers: TypeAlias = Callable[[Request], Awaitable[Response]]
"""What answers an address."""

#: What stands in an address: which status, which words, in which order. `macros.kept` puts the same into links and forms.
NAMES = ("status", "find", "sort")


def chosen(request: Request) -> dict[str, str]:
    """Return what an address filters and sorts by; without what it leaves open."""
    return {name: told for name in NAMES if (told := request.query_params.get(name))}


def keeping(answers: Answers) -> Answers:
    """Return what answers a form as before, and leads back to the page of an area as filtered and sorted as it was."""

    async def answer(request: Request) -> Response:
        made, kept = await answers(request), urlencode(chosen(request))
        place, mark, name = made.headers.get("location", "").partition("#")
        path, _, asked = place.partition("?")
        if kept and path.rpartition("/")[2] in AREAS:
            made.headers["location"] = f"{path}?{'&'.join(filter(None, (asked, kept)))}{mark}{name}"
        return made

    return answer

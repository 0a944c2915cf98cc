# SPDX-License-Identifier: Apache-2.0
"""What every page works with: the archive, the workers, who is asking, and the templates."""

import asyncio
import itertools
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Macro
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from pourparler.archive import Actor, Archive, NotFound, Revision
from pourparler.version import __version__
from pourparler.wording import language, once_per_language, plural, say
from pourparler.workbench.blanks import likelihood_of
from pourparler.workbench.estimates import ACTIONS, action_told
from pourparler.workbench.fields import AREAS, PREVIEWED, form_path, known_names, told_path
from pourparler.workbench.forms import Forms
from pourparler.workbench.opened import Opened, Shelf
from pourparler.workbench.saves import MOST_WAITED, Saves
from pourparler.workbench.vocabulary import key_name, part_about, part_name
from pourparler.workbench.workers import Workers

#: What tells the requests of this process from those of all others, and how many there were.
_APART, _COUNT = secrets.token_urlsafe(16), itertools.count(1)
_P = ParamSpec("_P")
_T = TypeVar("_T")


def area_name(area: str) -> str:
    """Return the name of a page for its readers."""
    return _area_names()[area]


@once_per_language
def _area_names() -> Mapping[str, str]:
    return {
        "front": say("Where we stand"),
        "intentions": say("Intentions"),
        "table": say("The table"),
        "mandate": say("Mandate and goals"),
        "partners": say("Partners"),
        "moves": say("Moves"),
        "stages": say("Stages"),
        "plan": say("The plan"),
        "risks": say("Risks"),
        "forecasts": say("Forecasts"),
        "case": say("The case"),
        "briefing": say("Briefing"),
        "history": say("History"),
    }


#: The pages of a case in the order of the menu; all but the first and the last two are areas with fields.
PAGES = ("front", *(area for area in AREAS if area != "case"), "briefing", "history", "case")


@dataclass(frozen=True)
class Result:
    """What was found for a case: as it is kept, and unpacked."""

    body: bytes
    found: Mapping[str, Any]


@dataclass
class Bench:
    """One archive on the desk of one person. `previews` waits for what is typed, so that it need not wait for an assessment."""

    archive: Archive
    workers: Workers
    previews: Workers
    actor: Actor
    shelf: Shelf = field(default_factory=Shelf)
    results: dict[tuple[str, str], Result] = field(default_factory=dict)
    script: bytes | None = None
    keeping: set[asyncio.Task[None]] = field(default_factory=set)
    forms: Forms = field(default_factory=Forms)
    saves: Saves = field(default_factory=Saves)

    def __post_init__(self) -> None:
        folder = Path(__file__).with_name("templates")
        self.templates = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.globals.update(
            say=say,
            plural=plural,
            area_name=area_name,
            pages=PAGES,
            form_path=form_path,
            told_path=told_path,
            previewed=PREVIEWED,
            actions=ACTIONS,
            action_told=action_told,
            part_name=part_name,
            part_about=part_about,
            key_name=key_name,
            known_names=known_names,
            likelihood_of=likelihood_of,
            version=__version__,
            fresh=fresh,
            once=once,
        )

    async def opened(self, case_id: str, number: int | None = None) -> tuple[Revision, Opened]:
        """Return a revision of a case, the newest unless a number is given. Raises `NotFound` for one that is not there."""
        return await run_in_threadpool(self.opened_here, case_id, number)

    def beside(self, work: Callable[[], None]) -> None:
        """Do something that nobody waits for; the loop itself would let go of it."""
        task = asyncio.create_task(off_loop(work))
        self.keeping.add(task)
        task.add_done_callback(self.keeping.discard)

    def typed_on(self, case_id: str, base: int | None) -> Opened:
        """Return the revision that a form was filled in on, the last where it does not say; it has been read, most likely.

        To be called beside the loop. Raises as `opened` does.
        """
        last = self.archive.head(self.actor, case_id).number
        number = last if base is None else base
        return self.shelf.known(case_id, number) or self.opened_here(case_id, number)[1]

    def opened_here(self, case_id: str, number: int | None = None) -> tuple[Revision, Opened]:
        """Return the same, beside the loop: reading what has not been read yet takes some time."""
        head = self.archive.head(self.actor, case_id)
        if number is not None and number != head.number:
            found = self.archive.history(self.actor, case_id, last=number, most=1)
            if not found or found[0].number != number:
                raise NotFound(case_id)
            head = found[0]
        known = self.shelf.known(case_id, head.number)
        if known is None:
            known = self.shelf.opened(case_id, head.number, self.archive.files(self.actor, case_id, head.number))
        return head, known


def fresh() -> str:
    """Return a token for a form: sent twice, it is one request. A page has a hundred; none is a secret."""
    return f"{_APART}-{next(_COUNT):x}"


def once(kept: dict[object, object] | None, make: Macro, *about: object) -> object:
    """Return a piece of a page that was made of the same before, or make it: of hundreds most are as they were.

    Only for what depends on nothing else, and on no session; where nothing is `kept` it is made.
    """
    if kept is None:
        return make(*about)
    key = (make.name, *about, language())  # the macro itself is another one on every page
    found = kept.get(key)
    if found is None:
        found = kept[key] = make(*about)
    return found


def bench_of(request: Request) -> Bench:
    """Return the bench behind a request."""
    bench: Bench = request.app.state.bench
    return bench


def is_live(request: Request) -> bool:
    """Whether a part of a page is asked for by its script, and not a whole page by a browser."""
    return request.headers.get("hx-request") == "true"


async def off_loop(work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Do what takes time or waits for a disk beside the loop that serves."""
    return await run_in_threadpool(work, *args, **kwargs)


class Page(Response):
    """A page that is made where it keeps nobody waiting, when it is sent."""

    media_type = "text/html"

    def __init__(self, pieces: Iterator[str], saves: Saves, status: int, headers: Mapping[str, str] | None) -> None:
        super().__init__(None, status, headers)
        self._pieces, self._saves, self._is_made = pieces, saves, False

    def made(self, most_waited: float = 0) -> "Page":
        """Make the page now, where this is called, giving way to saves for so many seconds at most; return it."""
        if not self._is_made:
            pieces = []
            for piece in self._pieces:
                pieces.append(piece)
                most_waited = self._saves.give_way(most_waited)
            self.body = "".join(pieces).encode("utf-8")
            self.headers["content-length"] = str(len(self.body))
            self._is_made = True
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Make the page unless that is done, and send it."""
        if not self._is_made:
            await off_loop(self.made, MOST_WAITED)
        await super().__call__(scope, receive, send)


def page(request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any) -> Page:
    """Return a page made of a template."""
    session = request.scope.get("pourparler.session")
    token = session.token if session is not None else ""
    made = bench_of(request).templates.get_template(template)
    pieces = made.generate(request=request, token=token, Markup=Markup, **values)
    return Page(pieces, bench_of(request).saves, status, headers)


def go(path: str) -> Response:
    """Send the browser to a page after something was done."""
    return RedirectResponse(path, 303)

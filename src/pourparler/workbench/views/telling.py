# SPDX-License-Identifier: Apache-2.0
"""What is told while somebody types: how it is understood, and what would keep it from being saved."""

from functools import partial

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from pourparler.archive import NotFound, Tried
from pourparler.case import CaseError
from pourparler.workbench.ahead import examine, read_ahead
from pourparler.workbench.bench import Bench, bench_of, off_loop, page
from pourparler.workbench.blanks import blank_thing
from pourparler.workbench.fields import parsed_path
from pourparler.workbench.forms import Typed
from pourparler.workbench.typed import plain_value, told, told_back
from pourparler.workbench.views.editing import base_told, field_at, request_of, text_of


async def help_typing(request: Request) -> Response:
    """Say how what is being typed is understood, and what would keep it from being saved.

    For that a field is examined as a save would have it, and so is examined already when it is saved.
    """
    bench, case_id = bench_of(request), request.path_params["case"]
    is_right, sentence, became = await off_loop(_told_of, bench, case_id, await request.form())
    if became is not None:
        bench.beside(partial(read_ahead, bench, case_id, *became))
    return page(request, "told.html", is_right=is_right, told=sentence)


def _told_of(bench: Bench, case_id: str, form: FormData) -> tuple[bool, str, tuple[Typed, Tried] | None]:
    """Return whether what is typed is right, a sentence on it, and what saving it would bring if that was examined."""
    opened = bench.typed_on(case_id, base_told(form))
    part, box = text_of(form, "part"), text_of(form, "box")
    if part:
        blank = next((field for field in blank_thing(part) if field.name == box), None)
        if blank is None:
            raise NotFound(part)
        return *told_back(text_of(form, f"v-{box}"), blank), None
    found, text = field_at(opened, parsed_path(text_of(form, "path"))), text_of(form, "value")
    is_right, sentence = told_back(text, found)
    if not is_right or text.replace("\r\n", "\n") == found.text:
        return is_right, sentence, None
    try:
        typed = Typed(found, text, plain_value(text, found.kind, found.name), opened.number)
        return is_right, sentence, (typed, examine(bench, case_id, request_of(form), typed))
    except CaseError as error:
        return False, told(error.problems[0], opened.case.labels), None

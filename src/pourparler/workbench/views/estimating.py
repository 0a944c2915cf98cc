# SPDX-License-Identifier: Apache-2.0
"""A person's own estimate, which is kept before anything computed is shown."""

from starlette.requests import Request
from starlette.responses import Response

from pourparler.workbench.bench import bench_of, fresh, go, off_loop
from pourparler.workbench.estimates import ACTIONS, asked_of, wrong_with
from pourparler.workbench.views.case import show_front
from pourparler.workbench.views.editing import request_of, text_of
from pourparler.workbench.worker import ADVICE

#: The longest key of a request.
_LONGEST_KEY = 120


async def estimate(request: Request) -> Response:
    """Keep a person's own estimate, or that none was wanted."""
    bench, case_id = bench_of(request), request.path_params["case"]
    _, opened = await bench.opened(case_id)
    form = await request.form()
    token, declines, advice = request_of(form) or fresh(), text_of(form, "without") == "yes", text_of(form, "advice")
    boxes = {
        f"q-{question.name}-{name}": (f"questions.{question.name}.{name}", told)
        for question in asked_of(opened.case)
        for name, told in question.hypotheses
    }
    typed = {box: text_of(form, box).strip() for box in boxes}
    given = {} if declines else {box: value for box, value in typed.items() if value}
    problems = [f"{boxes[box][1]}: {wrong}" for box, value in given.items() if (wrong := wrong_with(value))]
    if problems:
        return await show_front(request, {**typed, "advice": advice}, problems, 422)
    for box, value in given.items():
        about = boxes[box][0]
        await off_loop(bench.archive.estimate, bench.actor, case_id, about, value, request=f"{token}-{about}"[:_LONGEST_KEY])
    said = None if declines or advice not in ACTIONS else advice
    await off_loop(bench.archive.estimate, bench.actor, case_id, ADVICE, said, request=f"{token}-{ADVICE}")
    return go(f"/case/{case_id}")

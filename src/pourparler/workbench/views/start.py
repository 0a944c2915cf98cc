# SPDX-License-Identifier: Apache-2.0
"""The guided start: the numbers of the small case, asked one after the other, and a verdict at the end."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from starlette.requests import Request
from starlette.responses import Response

from pourparler.case import CaseError, edited, read_files, read_text
from pourparler.case.decode import CASE_FILE, page_of
from pourparler.case.marks import read_tree
from pourparler.case.problem import KeyPath
from pourparler.catalog import template
from pourparler.wording import say
from pourparler.workbench.bench import bench_of, fresh, go, off_loop, page
from pourparler.workbench.fields import AREAS, Field, by_place, groups
from pourparler.workbench.typed import plain_value, told

#: The parts whose numbers are asked for, in the order of the questions.
_ASKED = ("meeting", "questions", "sources", "evidence", "values", "no_deal", "moves", "compliance", "preparation")
#: The longest answer, in characters.
_LONGEST = 400
#: So much of an answer is told where it is not clear to which question it belongs.
_SHOWN = 40
_REMARK = re.compile(r"(?:^|\s)#\s?(.*)$")


@dataclass(frozen=True)
class Question:
    """A number that is asked for: its field, the question in words, and how the example answers it."""

    field: Field
    asked: str
    example: str

    @property
    def where(self) -> str:
        """What the number belongs to, by short names."""
        return " · ".join(str(part).replace("_", " ") for part in self.field.path[1:])

    @property
    def name(self) -> str:
        """The name of its box in the form."""
        return "v-" + self.field.id


@cache
def questions() -> tuple[tuple[str, tuple[Question, ...]], ...]:
    """Return the questions by the parts of a case, as the remarks of the small case put them."""
    text = template("small")
    tree, case = read_tree(page_of(text, CASE_FILE)), read_text(text, CASE_FILE)
    found: dict[str, list[Question]] = {part: [] for part in _ASKED}
    for area in AREAS:
        for group in groups(tree, case, area):
            for field in group.fields:
                if field.path[0] in found and field.is_judged:
                    line = tree.place(by_place(tree, field.path), key=False).line
                    found[str(field.path[0])].append(Question(field, _remark(tree.page.lines, line), field.text))
    return tuple((part, tuple(asked)) for part, asked in found.items() if asked)


def _remark(lines: tuple[str, ...], line: int) -> str:
    """Return the remark beside a line, or the one that stands nearest above it."""
    for number in range(line, 0, -1):
        match = _REMARK.search(lines[number - 1])
        if match and match[1].strip():
            return match[1].strip()
    return ""


@cache
def issues() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what is to be settled in the small case: each issue with its options, by their short names."""
    case = read_text(template("small"), CASE_FILE)
    return tuple((name, tuple(getattr(issue, "options", ()))) for name, issue in case.issues.items())


@cache
def _labels() -> Mapping[str, str]:
    """Return what readers call the short names of the small case."""
    return read_text(template("small"), CASE_FILE).labels


async def start(request: Request) -> Response:
    """Ask the questions."""
    return page(request, "start.html", questions=questions(), issues=issues(), typed={}, problems=())


async def begin(request: Request) -> Response:
    """Make a case of the answers; what was left blank is unknown."""
    form = await request.form()
    typed = {name: held for name, held in form.items() if isinstance(held, str)}
    bench = bench_of(request)
    problems = _too_long(typed)
    if problems:
        return page(request, "start.html", 422, questions=questions(), issues=issues(), typed=typed, problems=problems)
    try:
        names = await off_loop(bench.archive.names, bench.actor)
        files = await off_loop(_made, typed, names[-1][0] if names else bench.actor.name)
        case = await off_loop(read_files, files)
    except CaseError as error:
        problems = [told(problem, _labels()) for problem in error.problems]
        return page(request, "start.html", 422, questions=questions(), issues=issues(), typed=typed, problems=problems)
    reason = say("The guided start")
    made = await off_loop(
        bench.archive.make, bench.actor, files, reason, title=case.title, request=typed.get("request") or fresh()
    )
    return go(f"/case/{made.case}")


def _too_long(typed: Mapping[str, str]) -> list[str]:
    """Say which answers are too long to be kept."""
    asked = {question.name: question.asked for _, each in questions() for question in each}
    return [
        say(
            "{question}: {count} characters, of which {most} are the most: shorten it",
            question=asked.get(name) or f"“{answer[:_SHOWN]}…”",
            count=len(answer),
            most=_LONGEST,
        )
        for name, answer in typed.items()
        if len(answer) > _LONGEST
    ]


def _unknown(question: Question) -> object:
    """Return what stands for no answer; where an order is asked for, nothing is known of any of what it would order."""
    return dict.fromkeys(re.split(r"\s*[>=]\s*", question.example), "unknown") if question.field.kind == "order" else "unknown"


def _made(typed: Mapping[str, str], person: str) -> Mapping[str, bytes]:
    """Return the files of the small case with the answers in their places, held by the person unless they name another."""
    edits: dict[KeyPath, object] = {}
    for _, asked in questions():
        for question in asked:
            answer = typed.get(question.name, "").strip()
            edits[question.field.path] = (
                plain_value(answer, question.field.kind, question.asked) if answer else _unknown(question)
            )
    words = {("title",): "title", ("decision", "by"): "decider"}
    edits |= {path: typed[name].strip() for path, name in words.items() if typed.get(name, "").strip()}
    parties = {"club": "own", "harbour": "counterpart"}
    edits |= {("labels", party): typed[name].strip() for party, name in parties.items() if typed.get(name, "").strip()}
    named = [name for issue, options in issues() for name in (issue, *(f"{issue}.{option}" for option in options))]
    edits |= {("labels", name): typed[f"label-{name}"].strip() for name in named if typed.get(f"label-{name}", "").strip()}
    who = typed.get("who", "").strip() or person
    case = read_text(template("small"), CASE_FILE)
    edits |= {("judgements", part, "by"): who for part in case.judgements}
    return edited({CASE_FILE: template("small").encode("utf-8")}, edits)

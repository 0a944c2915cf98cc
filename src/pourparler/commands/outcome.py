# SPDX-License-Identifier: Apache-2.0
"""`pourparler outcome`: write down what happened, and hold it against what was assessed."""

from typing import TYPE_CHECKING, Annotated

import typer

from pourparler.commands.terminal import (
    SeedOption,
    WorldsOption,
    case_names,
    is_styled,
    print_result,
    progressing,
    refusing_bad_input,
    width,
)
from pourparler.wording import say

if TYPE_CHECKING:  # what takes long to import is imported where a command needs it
    from pourparler.assess.outcome_study import OutcomeStudy, OutcomeTally


CasesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="CASE...",
        help="A case; or several, or a folder of cases, to be counted together.",
        autocompletion=case_names,
        show_default=False,
    ),
]
Text = str | None
EventOption = Annotated[Text, typer.Option("--event", metavar="TEXT", help="Write down something that happened.")]
StepOption = Annotated[Text, typer.Option("--step", help="The event is a step: announce, fix_date or travel.")]
LevelOption = Annotated[Text, typer.Option("--level", help="The event is a meeting: of officials, ministers or leaders.")]
TakenOption = Annotated[
    Text,
    typer.Option("--taken", metavar="ACTION", help="Write down what was done: fix, fix_conditionally, hold, step_down, forgo."),
]
CriterionOption = Annotated[
    Text, typer.Option("--criterion", metavar="TEXT", help="Write down that a criterion, or how it begins, was judged.")
]
ForecastOption = Annotated[
    Text, typer.Option("--forecast", metavar="TEXT", help="Write down that a forecast, by its id or question, came out.")
]
QuestionOption = Annotated[
    Text, typer.Option("--question", metavar="NAME", help="Write down which hypothesis turned out to be true.")
]
LessonOption = Annotated[Text, typer.Option("--lesson", metavar="TEXT", help="Write down a lesson.")]
CameOption = Annotated[Text, typer.Option("--came", metavar="WHAT", help="yes, no, in_part; what came; the hypothesis.")]


def outcome(
    cases: CasesArgument,
    event: EventOption = None,
    step: StepOption = None,
    level: LevelOption = None,
    taken: TakenOption = None,
    criterion: CriterionOption = None,
    forecast: ForecastOption = None,
    question: QuestionOption = None,
    lesson: LessonOption = None,
    came: CameOption = None,
    on: Annotated[Text, typer.Option("--on", metavar="DAY", help="On which day.")] = None,
    by: Annotated[Text, typer.Option("--by", metavar="NAME", help="Who judged the criterion.")] = None,
    source: Annotated[Text, typer.Option("--source", metavar="TEXT", help="How that is known.")] = None,
    seed: SeedOption = 1,
    worlds: WorldsOption = 2000,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Say what became of a case: criteria, forecasts and the gate's advice scored; or write down what happened."""
    things = {"event": event, "criterion": criterion, "forecast": forecast}
    things |= {"question": question, "lesson": lesson, "taken": taken}
    if any(value is not None for value in things.values()):
        beside = {"came": came, "on": on, "by": by, "source": source, "step": step, "level": level}
        print_result(_written(cases, things, beside))
        return
    with refusing_bad_input(", ".join(cases)), progressing(quiet) as progress:
        from pourparler.outcomes import found_cases, study, tally

        held = found_cases(cases)
        if held == tuple(cases) and len(held) == 1:
            text = _told_one(study(held[0], seed, worlds, progress), json)
        else:
            text = _told_several(tally(held, seed, worlds, progress), json)
    print_result(text)


def _told_one(found: "OutcomeStudy", json: bool) -> str:
    from pourparler.briefing.as_json import as_json
    from pourparler.briefing.outcome_page import outcome_page
    from pourparler.briefing.terminal import render

    return as_json(found) if json else render(outcome_page(found), width=width(), full=True, color=is_styled())


def _told_several(found: "OutcomeTally", json: bool) -> str:
    from pourparler.briefing.as_json import as_json
    from pourparler.briefing.outcome_page import tally_page
    from pourparler.briefing.terminal import render

    return as_json(found) if json else render(tally_page(found), width=width(), full=True, color=is_styled())


def _written(cases: list[str], things: dict[str, str | None], beside: dict[str, str | None]) -> str:
    """Write one thing down, and say where."""
    with refusing_bad_input(", ".join(cases)):
        from pourparler.case import CaseError, Problem
        from pourparler.case.problem import visible
        from pourparler.outcomes import Happened, record

        told = [f"--{name}" for name, value in things.items() if value is not None]
        if len(told) > 1 or len(cases) > 1:
            write = say("write down one thing of one case at a time")
            raise CaseError((Problem(" ".join(told), 0, 0, "", "", say("several things at once"), write),))
        file, case = visible(str(record(cases[0], Happened(**things, **beside)))), visible(cases[0])
        return say("written into {file}; next: pourparler outcome {case}", file=file, case=case) + "\n"

# SPDX-License-Identifier: Apache-2.0
"""The errands of outcomes: write down what happened beside a case, and hold it against what was assessed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pourparler.assess import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.case import Case, CaseError, Outcome, Problem, read, read_outcome
from pourparler.case.decode import CASE_FILE
from pourparler.case.folder import outcome_place
from pourparler.case.problem import KeyPath, quoted, visible
from pourparler.case.words import instead
from pourparler.case.write import save_outcome
from pourparler.desk import assess, resolve
from pourparler.forecasts import day_said, opened
from pourparler.wording import say

if TYPE_CHECKING:  # the mathematics is loaded where something is scored
    from pourparler.assess.outcome_study import OutcomeStudy, OutcomeTally

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Happened:
    """One thing to write down: an `event`, a `criterion` or a `forecast` with how it came, what a `question` came to.

    Or a `lesson`, or the action `taken`. `came` is yes, no, in_part or open for a criterion, what came for a forecast, the
    hypothesis for a question. `step` and `level` are those of an event.
    """

    event: str | None = None
    criterion: str | None = None
    forecast: str | None = None
    question: str | None = None
    lesson: str | None = None
    taken: str | None = None
    came: str | None = None
    on: str | None = None
    by: str | None = None
    source: str | None = None
    step: str | None = None
    level: str | None = None


def found_cases(paths: Sequence[str]) -> tuple[str, ...]:
    """Return the cases of a list of cases and of folders that hold some: in these, those that say what became of them.

    Raises `CaseError` for a folder that holds neither a case nor such cases.
    """
    out: list[str] = []
    for path in paths:
        folder = Path(path)
        if not folder.is_dir() or (folder / CASE_FILE).exists():
            out.append(path)
            continue
        files = sorted(folder.rglob("*outcome.yaml"))
        held = [_case_of(file) for file in files]
        if not held:
            found = say("a folder without a case that says what became of it")
            raise _problem(visible(path), found, say("pourparler outcome CASE writes down what happened"))
        out += [str(case) for case in held]
    return tuple(out)


def _case_of(file: Path) -> Path:
    """Return the case that an outcome lies beside. Raises `CaseError` if there is none: an outcome of an unknown case."""
    alone = file.name.removesuffix("outcome.yaml").removesuffix(".")
    case = file.parent / (f"{alone}.yaml" if alone else CASE_FILE)
    if not case.exists():
        found = say("the outcome of a case that is not there, {case}", case=visible(str(case)))
        raise _problem(visible(str(file)), found, say("put it beside its case: outcome.yaml beside case.yaml"))
    return case if alone else file.parent


def study(
    case: str,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
) -> "OutcomeStudy":
    """Read a case and what became of it, assess the case as it stood, and hold the two together.

    Raises `CaseError` with every problem of either file, and if nothing is written of what happened.
    """
    progress("read")
    path = resolve(case)
    held = read(path)
    outcome = read_outcome(path, held)
    if outcome is None:
        where = visible(str(outcome_place(path)))
        found = say("no such file: nothing is written of what became of the case")
        raise _problem(where, found, say("pourparler outcome CASE --event … --on DAY writes down what happened"))
    from pourparler.assess.book import book_of
    from pourparler.assess.outcome_study import study_outcome

    result = assess(held, seed=seed, worlds=worlds, progress=progress)
    book = opened(case)
    return study_outcome(held, outcome, result, book_of(held.title, book.entries, book.day))


def tally(
    cases: Sequence[str],
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Progress = lambda step: None,
) -> "OutcomeTally":
    """Hold several cases against what became of them, and count. Raises `CaseError` as `study` does."""
    from pourparler.assess.outcome_study import tally_outcomes

    return tally_outcomes([study(case, seed, worlds, progress) for case in cases])


def record(case: str, said: Happened) -> Path:
    """Write one thing down beside a case, and return the file. The case itself is neither changed nor assessed.

    Raises `CaseError`, with the file as it was, for what is not in the case, is judged before its date, or is judged already.
    """
    path = resolve(case)
    held = read(path)
    outcome = read_outcome(path, held) or Outcome()
    save_outcome(path, held, _edits(said, held, outcome))
    place = outcome_place(path)
    assert isinstance(place, Path)
    return place


def _edits(said: Happened, case: Case, outcome: Outcome) -> dict[KeyPath, object]:
    on = day_said(said.on, "--on").isoformat() if said.on is not None else None
    if said.taken is not None:
        _refuse_second("--taken", outcome.taken)
        return {("taken",): said.taken}
    if said.event is not None:
        entry = {"what": said.event, "on": on, "step": said.step, "level": said.level, "source": said.source}
        return _added("happened", len(outcome.happened), _written(entry, "--on"))
    if said.lesson is not None:
        return _added("lessons", len(outcome.lessons), said.lesson)
    if said.criterion is not None:
        what = _named(said.criterion, [criterion.what for criterion in case.success], "--criterion")
        entry = {"what": what, "met": said.came, "on": on, "judged_by": said.by, "note": said.source}
        before = [(score.what, score.met, score.on) for score in outcome.success]
        return _once("success", what, before, _written(entry, "--came"))
    if said.forecast is not None:
        asked = {name: f.question for f in case.forecasts for name in (f.id, f.question) if name}
        what = asked[_named(said.forecast, list(asked), "--forecast")]
        key = "came_true" if said.came in ("yes", "no", "void", "open") else "came"
        entry = {"question": what, key: said.came, "on": on, "source": said.source}
        held = [(f.question, f.came or f.came_true or "open", f.on) for f in outcome.forecasts]
        return _once("forecasts", what, held, _written(entry, "--came"))
    question = _named(said.question or "", list(case.questions), "--question")
    _refuse_second("--question", outcome.questions[question].hypothesis if question in outcome.questions else None)
    entry = {"hypothesis": said.came, "on": on, "source": said.source}
    return {("questions", question): _written(entry, "--came")}


def _refuse_second(option: str, before: str | None) -> None:
    """Raise `CaseError` for what is written down already."""
    if before is not None:
        found = say("written down already: {what}", what=quoted(before))
        raise _problem(option, found, say("it is written down once; to mend it, change the file by hand"))


def _added(section: str, count: int, entry: object) -> dict[KeyPath, object]:
    return {(section, count): entry} if count else {(section,): [entry]}


def _once(
    section: str, what: str, before: Sequence[tuple[str, str, object]], entry: Mapping[str, str]
) -> dict[KeyPath, object]:
    """Return the edit that writes an entry, in the place of one that is still open. Raises `CaseError` if it is judged."""
    for number, (name, came, on) in enumerate(before):
        if name == what:
            if came != "open":
                found = say("judged already: {came} on {day}", came=came, day=on or "–")
                raise _problem(quoted(what), found, say("it is judged once; to mend it, change the file by hand"))
            return {(section, number): dict(entry)}
    return _added(section, len(before), dict(entry))


def _written(entry: Mapping[str, str | None], *needed: str) -> dict[str, str]:
    """Return what is said of an entry. Raises `CaseError` if something it needs is not said."""
    keys = {"--on": ("on",), "--came": ("met", "came", "came_true", "hypothesis")}
    for option in needed:
        if not any(entry.get(key) for key in keys[option]):
            raise _problem(option, say("nothing"), say("say it: what came with --came, its day with --on"))
    return {key: value for key, value in entry.items() if value is not None}


def _named(word: str, known: Sequence[str], option: str) -> str:
    """Return the name that was meant: in full, or how exactly one of them begins."""
    if word in known:
        return word
    begun = [name for name in known if name.casefold().startswith(word.casefold())]
    if word and len(begun) == 1:
        return begun[0]
    found = say("{word}, which the case does not have", word=quoted(word))
    if len(begun) > 1:
        found = say("{word}, with which {n} begin", word=quoted(word), n=len(begun))
    raise _problem(option, found, instead(word, known))


def _problem(where: str, found: str, write: str) -> CaseError:
    return CaseError((Problem(where, 0, 0, "", "", found, write),))

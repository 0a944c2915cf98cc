# SPDX-License-Identifier: Apache-2.0
"""Nothing is read and forgotten: change any input of the essay's case and some output moves; leave out what is optional and
nothing breaks."""

import json
import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, reduce
from importlib import import_module
from operator import getitem
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel, ValidationError

from assess.variations import DELETE, assessed, case_of, changed, plain, worked_example
from pourparler.assess import assess
from pourparler.briefing.as_json import as_plain
from pourparler.case import Case, Problem, read
from pourparler.case.leaves import quantities
from pourparler.catalog import find
from pourparler.errors import CaseError
from pourparler.quantity import Band, Domain, Interval, Point, Quantity, ThreePoint, quantile, unit_draws

WORLDS = 16
ESSAY = "essays/singh2018"
# The format's number can only be what it is; it is checked by the reader's own tests.
FIXED = {"pourparler"}


@cache
def essay() -> Case:
    path = find(ESSAY)
    assert path is not None
    return read(path)


@cache
def written() -> dict[str, Any]:
    """Return the essay's case as plain data; `changed` makes copies of it."""
    return plain(essay())


@pytest.fixture(scope="module", autouse=True)
def draws_are_made_once() -> Iterator[None]:
    """Draw the numbers that a change leaves as they are once for all tests: a draw depends on what it is called with alone."""
    made: dict[tuple[Quantity, bytes, Domain], np.ndarray] = {}

    def kept(quantity: Quantity, units: np.ndarray, domain: Domain) -> np.ndarray:
        key = quantity, units.tobytes(), domain
        if key not in made:
            made[key] = quantile(quantity, units, domain)
        return made[key]

    worlds = import_module("pourparler.assess.worlds")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "unit_draws", cache(unit_draws))
        patch.setattr(worlds, "quantile", kept)
        yield


def stated(case: Case) -> str:
    """Return everything an assessment says, with what it prints as it was stated."""
    return json.dumps(as_plain(assess(case, digest="", version="", worlds=WORLDS, seed=1)))


def rounded(number: str) -> float:
    """Read a number to nine digits: which way the last ones fall differs from processor to processor, and moves nothing."""
    return float(f"{float(number):.9g}")


def outputs(said: str, words: bool, roughly: bool = False) -> str:
    """Return what an assessment says. For a number only what is computed counts, not where it is printed as it was stated."""
    out = json.loads(said, parse_float=rounded if roughly else float)
    if not words:
        for part in ("as_written", "levels", "preparation", "sources", "meeting"):
            del out[part]
        for rows, stated in (
            ("stages", ("reversible_by_us", "reversible_by_them")),
            ("partners", ("tolerance", "reach_if_opposed", "strategic_weight", "influence")),
            ("evidence", ("likelihood", "sound", "empty_rate")),
            ("incidence", ("worth_to_us",)),
            ("consultation/parties", ("cost", "reach", "tolerance")),
            ("consultation/sequence/approaches", ("alone",)),
            ("big_picture/stakes", ("power",)),
            (
                "staged/stages",
                ("days", "own_kept", "counterpart_kept", "own_days_back", "counterpart_days_back", "breach_seen"),
            ),
            ("staged/stages", ("own_cost", "counterpart_cost", "escrow", "snap_back")),
            ("staged/break_even", ("stated",)),
        ):
            for row in reduce(getitem, rows.split("/"), out):
                for key in stated:
                    del row[key]
        for row in out["record"]["success"]:
            del row["forecast"]
    return json.dumps(out)


# Numbers that cannot change a result in this case, place by place, each with the reason why; they are printed where they are
# stated. The list is exact: a number on it that moved something would fail the test as one that is missing from it.
TAKING_BACK = "what we could take back of a get, and they of a give, says nothing"
OPPOSES_ANYWAY = "it opposes nothing, or by its red line whatever it tolerates"
BESIDE = "somebody's forecast stands beside the numbers and never enters them"
AT_THE_TABLE = "who sits at the table has no tolerance to be moved, and is not asked to join a coalition"
LIKE = "how like a case is guides the reader; nothing is computed from it"
PRIORITY = "a priority raises an alarm only where it has the other sign than what a gain is worth"
ENTERS_NONE = (
    "what it is worth to a leader at home, and to the other side to be met lower, is told beside the values and enters none"
)
ALIKE = "an item that nobody would report anyway weighs the same from a source that is empty and from one that deceives"
INERT = {
    "meeting/levels/ministers/price/dprk": ENTERS_NONE,
    "meeting/levels/officials/price/dprk": ENTERS_NONE,
    "meeting/motives/0/worth": ENTERS_NONE,
    "meeting/motives/1/worth": ENTERS_NONE,
    "grades/B/deceptive": ALIKE,
    "parties/china/opposition/reach": OPPOSES_ANYWAY,
    "parties/russia/opposition/reach": OPPOSES_ANYWAY,
    "parties/china/strategic_weight": PRIORITY,
    "parties/russia/strategic_weight": PRIORITY,
    "evidence/1/likelihood/motive/settle": "a copy weighs nothing",
    "evidence/1/likelihood/motive/buy_time": "a copy weighs nothing",
    "evidence/1/likelihood/motive/prestige": "a copy weighs nothing",
    "evidence/2/likelihood/motive": "one likelihood for every hypothesis weighs nothing, whatever its level",
    "staging/programme.freeze/reversible/by_us": TAKING_BACK,
    "staging/programme.partial/reversible/by_us": TAKING_BACK,
    "staging/programme.complete/reversible/by_us": TAKING_BACK,
    "staging/verification.declared_sites/reversible/by_us": TAKING_BACK,
    "staging/verification.anywhere/reversible/by_us": TAKING_BACK,
    "staging/sanctions.partial_relief/reversible/by_them": TAKING_BACK,
    "staging/sanctions.full_relief/reversible/by_them": TAKING_BACK,
    "staging/assurances.statement/reversible/by_them": TAKING_BACK,
    "staging/assurances.treaty/reversible/by_them": TAKING_BACK,
    "staging/aid.food_and_energy/reversible/by_them": TAKING_BACK,
    "staging/posture.exercises_suspended/reversible/by_them": TAKING_BACK,
    "staging/posture.forces_reduced/reversible/by_them": TAKING_BACK,
    "stages/2/days": "the last stage is through after the days for which the crisis is counted",
    "influence/south_korea/dprk": AT_THE_TABLE,
    "influence/japan/south_korea": "who is moved has agreed to the common line already, and opposes by its red line",
    "influence/china/dprk": AT_THE_TABLE,
    **{f"success/{number}/forecast/{action}": BESIDE for number in (4, 5) for action in ("fix", "step_down", "hold", "forgo")},
    **{f"forecasts/{number}/p": BESIDE for number in range(3)},
    **{f"analogies/{number}/similarity": LIKE for number in range(4)},
}


#: What moves nothing but, on some processors, the last digits.
ROUGHLY = {path for path, reason in INERT.items() if reason is ALIKE}


@cache
def base() -> str:
    return stated(case_of(written()))


@cache
def base_outputs(words: bool, roughly: bool = False) -> str:
    return outputs(base(), words, roughly)


def places(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield every leaf of plain data with its path."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield from places(inner, (*path, key))
    elif isinstance(data, list):
        for index, inner in enumerate(data):
            yield from places(inner, (*path, str(index)))
    else:
        yield "/".join(path), data


def numeric_paths(case: Case) -> dict[str, Quantity]:
    """Return the quantities of a case by the path they have in plain data."""
    order: dict[tuple[str, ...], str] = {("evidence", item.id): str(index) for index, item in enumerate(case.evidence)}
    order |= {("stages", stage.id): str(index) for index, stage in enumerate(case.stages)}
    for party, model in case.values.items():
        order |= {("values", party, "together", term.key): str(index) for index, term in enumerate(model.together or ())}
    found = {}
    for path, quantity in quantities(case):
        parts = [order.get(path[: place + 1], part) for place, part in enumerate(path)]
        found["/".join(parts)] = quantity
    return found


def other_quantities(quantity: Quantity) -> Iterator[Any]:
    """Yield quantities near another, one of which its place will admit."""
    if isinstance(quantity, Point):
        for factor in (0.9, 1.1, 0.5):
            yield quantity.value * factor
        yield from (0.1, 1, 3, -1)
    elif isinstance(quantity, (Interval, ThreePoint)):
        width = quantity.high - quantity.low
        for low, high in ((0.3, 1.0), (0.0, 0.7), (0.4, 0.6)):
            yield f"{quantity.low + low * width:.6f}..{quantity.low + high * width:.6f}"
    elif isinstance(quantity, Band):
        yield from (word for word in ("unlikely", "likely", "roughly even chance") if word != quantity.word)
    else:
        yield from ("40%", 0.4, 3)


def other_words(value: Any, kinds: list[list[str]]) -> Iterator[Any]:
    """Yield other texts, dates, names or counts for a place that does not hold a quantity; names of the same kind first.

    That nothing stands there comes before the names of other kinds, which it is rarely the place for.
    """
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, str):
        try:
            day = date.fromisoformat(value)
            yield from ((day - timedelta(days=3)).isoformat(), (day + timedelta(days=3)).isoformat(), DELETE)
            return
        except ValueError:
            pass
        if ">" in value:
            yield " > ".join(reversed([part.strip() for part in value.split(">")]))
        for names in kinds:
            yield from names if value in names else ()
        yield DELETE
        for names in kinds:
            yield from names if value not in names else ()
        yield from (f"{value} (changed)", f"{value}_changed")
        return
    yield DELETE


def vocabulary(case: Case) -> list[list[str]]:
    """Return names that may stand where a reference or a fixed word stands, by their kind."""
    kinds = [[*case.parties, "counterpart"], [*case.sources], [*case.grades], [*case.preparation], [*case.questions]]
    kinds += [[name for name, move in case.moves.items() if move.kind == kind] for kind in ("coercive", "cooperative")]
    kinds += [[*issue.options] for issue in case.issues.values()]
    kinds += [[f"{i}.{o}" for o in issue.options] for i, issue in case.issues.items()]
    kinds += [[f"{name}.{outcome}" for outcome in (*step.outcomes, "failed")] for name, step in case.preparation.items()]
    kinds += [["direct", "observed", "relayed"], ["partner", "rival", "third_party"], ["officials", "ministers"]]
    kinds += [["observation", "statement", "relayed_assurance", "absence"], ["fact", "claim", "assumption", "judgement"]]
    kinds += [[name for name in type(case).model_fields if getattr(case, name)]]
    kinds += [[condition for conditions in case.gate.steps.values() for condition in conditions]] if case.gate else []
    return [*kinds, ["full", "outline", "none"], ["cooperative", "coercive"], [*FIXED_WORDS]]


# Words of closed lists that stand for themselves, in the order in which they are tried.
FIXED_WORDS = (
    "first_meeting",
    "rare",
    "high",
    "moderate",
    "low",
    "nobody",
    "own",
    "hold",
    "forgo",
    "partial",
    "mandate",
    "day_after",
)


def variant(path: str, value: Any) -> Case | None:
    """Return the case with one place changed, or None if it is no case any more."""
    data = changed(written(), {path: value})
    try:
        Case.model_validate(data)  # refuses most of what the reader does, in a fraction of its time
        return case_of(data)
    except (CaseError, ValidationError):
        return None


NUMBERS = numeric_paths(essay())
STATED = dict(places(written()))
LEAVES = [path for path in STATED if path not in FIXED]
VOCABULARY = vocabulary(essay())
# What cannot vary alone: names that other places refer to, a move's kind (its twin is of the other), the two seats' roles,
# those needed where all are, `rest`, which takes what the others leave, what the last version of a goal says, which stands, and
# the day of a version between others.
BOUND = re.compile(
    r"issues/\w+/options/\d+|parties/\w+/role|moves/\w+/kind|mandate/goals/\d/issue|moves/\w+/improves/issue|coalition/needed/\d+"
    r"|mandate/history/4/must_produce|mandate/history/2/on"
    r"|stages/\d/(id|after/\d)"
)


def marked(paths: list[str]) -> dict[str, str]:
    """Return the places that admit any word, each with a word of its own: all are tried at once, the refused ones dropped."""
    words = {path: f"marked{n}x" for n, path in enumerate(paths)}
    while True:
        try:
            case_of(changed(written(), words))
            return words
        except CaseError as error:
            refused = {problem.key_path for problem in error.problems if isinstance(problem, Problem)}
            kept = {path: word for path, word in words.items() if told_as(path, words) not in refused}
            if len(kept) == len(words):
                raise
            words = kept


def told_as(path: str, words: dict[str, str]) -> str:
    """Return a path of plain data as a problem tells it: list items in brackets, evidence by its id."""
    ids = [words.get(f"evidence/{n}/id", item.id) for n, item in enumerate(essay().evidence)]
    named = re.sub(r"^evidence/(\d+)", lambda found: f"evidence.{ids[int(found[1])]}", path)
    stages = [words.get(f"stages/{n}/id", stage.id) for n, stage in enumerate(essay().stages)]
    named = re.sub(r"^stages/(\d+)", lambda found: f"stages.{stages[int(found[1])]}", named)
    return re.sub(r"/(\d+)(?=/|$)", r"[\1]", named).replace("/", ".")


# Free text admits any word; each gets a word of its own, and one assessment shows them all.
MARKED = marked([path for path in LEAVES if path not in NUMBERS and not BOUND.fullmatch(path)])


def test_every_text_of_the_case_is_printed() -> None:
    out = stated(case_of(changed(written(), MARKED)))
    unprinted = [path for path, word in MARKED.items() if word not in out]
    assert not unprinted
    assert len(MARKED) > len(LEAVES) / 4


VARYING = [
    path
    for path, value in STATED.items()
    if path in LEAVES and path not in MARKED and value != "rest" and not BOUND.fullmatch(path)
]


@pytest.mark.parametrize("path", VARYING)
def test_changing_any_input_moves_some_output(path: str) -> None:
    before = STATED[path]
    quantity = NUMBERS.get(path)
    words = quantity is None
    # Taking a number away makes it unknown, which always moves something; only another number shows that it counts.
    others = other_words(before, VOCABULARY) if quantity is None else other_quantities(quantity)
    admitted, told = 0, False
    for value in others:
        case = variant(path, value) if value != before else None
        if case is None:
            continue
        admitted += 1
        said = stated(case)
        roughly = path in ROUGHLY
        if outputs(said, words, roughly) != base_outputs(words, roughly):
            assert path not in INERT, "it moves something after all"
            return
        told = told or said != base()
    if path in INERT:
        assert told, "it is not even printed where it is stated"
        return
    pytest.fail(f"{path}: {admitted} other values were admitted and none moved anything")


def optional_fields(part: BaseModel, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the path of every field that is written and that the vocabulary does not require."""
    for name, info in type(part).model_fields.items():
        inner = getattr(part, name)
        if name in part.model_fields_set and not info.is_required():
            yield "/".join((*path, name))
        yield from _inside(inner, (*path, name))


def _inside(inner: Any, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(inner, BaseModel):
        yield from optional_fields(inner, path)
    elif isinstance(inner, dict):
        for key, value in inner.items():
            yield from _inside(value, (*path, key))
    elif isinstance(inner, tuple):
        for index, value in enumerate(inner):
            yield from _inside(value, (*path, str(index)))


#: Goals do not change in silence, and a tripwire waits for something: what is lacking then, and what the reader says of it.
SILENT = {
    r"tripwires/[01]/when": "a tripwire on nothing",
    r"mandate/history/[234]/(approved|approved/by)": "approved by nobody",
    r"mandate/history/[234]/reason": "for no reason",
    r"mandate/history/4/must_produce": "a goal is not overwritten",
}
OPTIONAL = [path for path in optional_fields(essay()) if path not in FIXED]
#: Each takes an assessment; a usual run looks at every fifth, `just whole` at all of them.
EVERY = 1 if os.environ.get("POURPARLER_WHOLE") else 5


@pytest.mark.parametrize("path", OPTIONAL[::EVERY])
def test_deleting_any_optional_field_never_raises(path: str) -> None:
    parts = path.split("/")
    if parts[0] == "moves" and parts[2:] == ["escalation"] and essay().moves[parts[1]].kind == "coercive":
        with pytest.raises(CaseError, match="escalation"):
            case_of(changed(written(), {path: DELETE}))
        return
    if parts[0] == "stages" and parts[2:] == ["gets"]:
        with pytest.raises(CaseError, match="without a get"):
            case_of(changed(written(), {path: DELETE}))
        return
    if parts[0] == "evidence" and parts[2:] == ["source"] and essay().evidence[int(parts[1])].kind == "relayed_assurance":
        with pytest.raises(CaseError, match="nobody relays"):
            case_of(changed(written(), {path: DELETE}))
        return
    for silent, told in SILENT.items():
        if re.fullmatch(silent, path):
            with pytest.raises(CaseError, match=told):
                case_of(changed(written(), {path: DELETE}))
            return
    found = assessed(changed(written(), {path: DELETE}), worlds=WORLDS)
    assert found.verdict.action != "fix"
    assert "NaN" not in json.dumps(as_plain(found))


@pytest.mark.parametrize("path", [path for path in optional_fields(case_of(worked_example())) if path not in FIXED])
def test_deleting_any_optional_field_of_the_worked_example_never_raises(path: str) -> None:
    if path in ("moves/pressure/escalation", "evidence/0/source"):  # a coercive move has one; an assurance has a relayer
        return
    assessed(changed(worked_example(), {path: DELETE}))

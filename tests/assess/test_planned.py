# SPDX-License-Identifier: Apache-2.0
"""The plan that the advice rests on, how long it takes, and on what a date stands that is fixed on conditions."""

from typing import Any

import pytest

from assess.test_verdicts import MET, SIX
from assess.variations import DELETE, assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.plan_rows import PlanNode
from pourparler.assess.planned import _stands
from pourparler.briefing.document import Paragraph
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.actions import _how, actions
from pourparler.briefing.sections.plan import plan
from pourparler.briefing.sections.verdict import action_name

#: A fifth of the offers lapse in the day that a sounding takes, unless the date is fixed; going back costs 0.1.
LAPSING: dict[str, Any] = {
    "meeting/window": {"lapses_per_day": "20%"},
    "preparation/sounding/days": 1,
    "meeting/agreed": DELETE,
    "meeting/reversal_cost": 0.1,
}


def found(changes: dict[str, Any], worlds: int = 1) -> Assessment:
    return assessed(changed(worked_example(), changes), worlds=worlds)


def how(case: Assessment) -> str:
    (row,) = [row for row in case.actions if row.action == "fix_conditionally"]
    return _how(case, row, names_of(case))


def reason(case: Assessment) -> list[str]:
    return [str(each) for each in case.verdict.reasons if "a date fixed on conditions" in str(each)]


def test_a_date_fixed_on_conditions_names_them() -> None:
    """Forthcoming with 0.35 * 0.85 + 0.65 * 0.15 = 0.395: only then it stands."""
    case = found(LAPSING)
    row = case.on_conditions
    assert row is not None and row.stands_if == (("sounding.forthcoming",),)
    assert row.chance == pytest.approx(0.395, abs=1e-12)
    ends = {outcome: node.action for outcome, node in row.tree.outcomes.items()}
    assert ends == {"forthcoming": "fix", "evasive": "forgo_after_fixing"}
    assert how(case) == "first: sounding; stands if sounding: forthcoming (40%)"
    assert reason(case) == ["a date fixed on conditions stands (40%) if sounding.forthcoming; else it is called off"]
    assert action_name("forgo_after_fixing") == "call it off"
    assert found({}).on_conditions is None
    held = found({**LAPSING, "gate/steps/fix_date": ["mandate.approved"]})
    assert (held.verdict.action, held.verdict.numbers_favour) == ("hold", "fix_conditionally")
    assert reason(held) == reason(case)


def test_where_it_is_neither_advised_nor_favoured_only_the_table_says_so() -> None:
    case = found({**LAPSING, "meeting/reversal_cost": 5})
    assert case.verdict.numbers_favour != "fix_conditionally" and reason(case) == []
    assert "stands if sounding: forthcoming" in how(case)
    text = str(plan(case, names_of(case)))
    assert "If the date were fixed on conditions instead" in text and "call it off" in text


def test_advised_its_plan_is_the_plan_shown() -> None:
    case = found({**MET, **SIX["fix_conditionally"]})
    assert case.verdict.action == "fix_conditionally" and case.plan is not None and case.on_conditions is not None
    assert case.plan.tree == case.on_conditions.tree and not case.plan.within_gate
    assert reason(case)
    shown = plan(case, names_of(case))
    assert shown is not None and isinstance(shown.brief[0], Paragraph)
    assert shown.brief[0].text.startswith("Fix the date; then first: sounding")
    assert "instead" not in str(shown)


def test_it_may_stand_or_be_called_off_whatever_comes() -> None:
    """Meeting at a reach of 95 % with one that keeps to it, or at no reach at all with one that does not."""
    sure = {"meeting/levels/leaders/reach": "95%", "compliance/motive": {"settle": 1, "stall": 1}}
    case = found({**LAPSING, **sure, "gate/steps/fix_date": ["mandate.approved"]})
    assert case.on_conditions is not None and case.on_conditions.stands_if == ((),)
    assert case.on_conditions.chance == pytest.approx(1) and how(case) == "first: sounding; stands whatever comes"
    never = found({**LAPSING, "compliance/motive": {"settle": 0, "stall": 0}})
    assert never.on_conditions is not None and never.on_conditions.stands_if == () and never.on_conditions.chance == 0
    assert how(never) == "first: sounding; called off whatever comes"


def node(step: str, **outcomes: PlanNode) -> PlanNode:
    return PlanNode(step, outcomes, None, None, (), None)


FIX, OFF = PlanNode(None, {}, "fix", "leaders", (), 0.25), PlanNode(None, {}, "forgo_after_fixing", None, (), 0.25)


def test_what_makes_no_difference_is_no_condition() -> None:
    assert _stands(FIX) == {()} and _stands(OFF) == set()
    assert _stands(node("a", yes=FIX, no=OFF)) == {("a.yes",)}
    assert _stands(node("a", yes=node("b", yes=FIX, no=OFF), no=node("b", yes=FIX, no=OFF))) == {("b.yes",)}
    assert _stands(node("a", yes=FIX, no=node("b", yes=FIX, no=OFF))) == {("a.yes",), ("a.no", "b.yes")}
    assert _stands(node("told", done=node("a", yes=FIX, no=OFF))) == {("a.yes",)}


def test_how_long_the_plan_takes() -> None:
    """A poll of four days, only after a sounding of ten that came out well: 10 + 4 * 0.395."""
    poll = {
        "preparation/sounding/days": 10,
        "preparation/poll": {"decides": "mandate", "needs": ["sounding"], "reach": "+30%", "cost": 0.1, "days": 4},
    }
    case = found(poll)
    assert case.plan is not None and case.plan.days is not None
    assert case.plan.tree.outcomes["forthcoming"].step == "poll" and case.plan.tree.outcomes["evasive"].step is None
    assert case.plan.days.mean == pytest.approx(10 + 4 * 0.395, abs=1e-9)
    assert "It takes about 12 days, to 2031-03-26." in str(plan(case, names_of(case)))
    ranged = found({**poll, "preparation/sounding/days": "8..12"}, worlds=200)
    assert "It takes about 12 days (10 to 14), to 2031-03-26." in str(plan(ranged, names_of(ranged)))
    at_once = found({})
    assert "It takes" not in str(plan(at_once, names_of(at_once)))


@pytest.mark.parametrize(
    ("own", "other", "seat", "said"),
    [
        (-2, -1, "own", "a month: us -2.0, them -1.0; we lose more by waiting"),
        (1, -2, "own", "a month: us +1.0, them -2.0; they lose more by waiting"),
        ("-3.2..1", -1, "own", "a month: us -1.1, them -1.0; who loses more by waiting is not determined"),
        (-2, -1, "counterpart", "a month: us -1.0, them -2.0; they lose more by waiting"),
        (0, 0, "own", ""),
    ],
)
def test_the_row_of_no_summit_says_who_loses_more_by_waiting(own: Any, other: Any, seat: str, said: str) -> None:
    case = found({"no_deal/aland/per_month": own, "no_deal/borea/per_month": other, "seat": seat}, worlds=200)
    table = getattr(actions(case, names_of(case)).blocks[0], "table", None)
    assert table is not None and table.rows[-1][-1] == said

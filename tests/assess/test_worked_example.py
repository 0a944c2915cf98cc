# SPDX-License-Identifier: Apache-2.0
"""Every number of the worked example, from its case file, to the digits printed there."""

from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from assess.variations import WORKED_EXAMPLE, assessed, changed, worked_example
from pourparler.assess import Assessment
from pourparler.assess.actions import actions_of
from pourparler.assess.assessment import BreakEvenRow
from pourparler.assess.beliefs import weigh_intentions
from pourparler.assess.plan_rows import PlanNode
from pourparler.assess.preparation import program_of
from pourparler.assess.prospects import Layout, layout_of
from pourparler.assess.readiness import ROOT
from pourparler.assess.worlds import Worlds
from pourparler.case import read
from pourparler.engines.bargaining import off_grid

PACKAGES = {
    ("unchanged", "none"): (30, 40, 85),
    ("unchanged", "credit"): (18, 70, 92.5),
    ("unchanged", "grant"): (0, 100, 100),
    ("halved", "none"): (72, 24, 51),
    ("halved", "credit"): (60, 54, 58.5),
    ("halved", "grant"): (42, 84, 66),
    ("withdrawn", "none"): (100, 0, 0),
    ("withdrawn", "credit"): (88, 30, 7.5),
    ("withdrawn", "grant"): (70, 60, 15),
}
AGREEMENTS = {
    ("settle", ()): ("halved", "grant"),
    ("settle", ("pressure",)): ("withdrawn", "grant"),
    ("stall", ()): ("halved", "grant"),
    ("stall", ("pressure",)): ("halved", "credit"),
}
FIX = {
    ("settle", ()): "29.67",
    ("settle", ("pressure",)): "39.96",
    ("stall", ()): "17.46",
    ("stall", ("pressure",)): "23.94",
}


@pytest.fixture(scope="module")
def found() -> Assessment:
    return assessed(worked_example())


@pytest.fixture(scope="module")
def layout() -> Layout:
    case = read(WORKED_EXAMPLE)
    worlds = Worlds(case, 1, 1)
    types = weigh_intentions(case, worlds).types
    return layout_of(case, worlds, types)


def printed(value: float | None, digits: int) -> str:
    """Write a number as it is printed by hand: halves away from zero, after the noise of binary fractions is taken off."""
    assert value is not None
    return str(Decimal(f"{value:.10f}").quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def choice(found: Assessment, action: str, moves: tuple[str, ...]) -> float:
    (row,) = [row for row in found.choices if row.action == action and row.moves == moves]
    return row.value.mean


def crossing(found: Assessment, moves: tuple[str, ...], against: str) -> BreakEvenRow:
    (row,) = [r for r in found.break_even if (r.hypothesis, r.moves, r.against) == ("settle", moves, against)]
    return row


def test_the_nine_packages(layout: Layout) -> None:
    template = layout.table.template
    values = [party.on_grid() for party in (layout.table.own, layout.table.other)]
    world, kinds, variant = np.zeros(2, dtype=int), np.arange(2), layout.table.other.variant
    for index in range(len(PACKAGES)):
        names = template.names(index)
        own, settle, stall = PACKAGES[names["fleet"], names["money"]]
        by_type = [off_grid(party.at(np.full(2, index), world, variant[kinds])) for party in values]
        assert by_type[0] == pytest.approx([own, own], abs=1e-9)
        assert by_type[1] == pytest.approx([settle, stall], abs=1e-9)


def test_agreements_by_type_and_move(layout: Layout) -> None:
    outlook = layout.outlook(layout.start())
    for kind, hypothesis in enumerate(layout.types.hypotheses[0]):
        for index, agreement in enumerate(outlook.agreements):
            assert agreement is not None
            assert agreement.shares[0, kind].tolist() == [1.0]
            names = layout.table.template.names(int(agreement.packages[0, kind, 0]))
            assert (names["fleet"], names["money"]) == AGREEMENTS[hypothesis, layout.moves.named(index)]
            own, other = outlook.own_no_deal[0, kind, index], outlook.other_no_deal[0, kind, index]
            assert (own, other) == ((34, 48) if layout.moves.named(index) else (35, 58))


def test_value_of_fixing_by_type_and_move(layout: Layout) -> None:
    actions = actions_of(layout, program_of(layout))
    values = actions.leaf(ROOT).chosen(np.ones(len(actions.choices), dtype=np.bool_))[0]
    for index, option in enumerate(actions.choices):
        if option.act == "fix":
            for kind, hypothesis in enumerate(layout.types.hypotheses[0]):
                moves = layout.moves.named(option.moves)
                assert printed(values[kind, index], 2) == FIX[hypothesis, moves]
        elif option.act == "forgo":
            assert np.allclose(values[:, index], 30.5 if option.moves else 35)


def test_posterior_and_weight(found: Assessment) -> None:
    posterior = {row.hypothesis: row.posterior.mean for row in found.intentions}
    assert posterior["settle"] == pytest.approx(0.35, abs=1e-12)
    (item,) = found.evidence
    assert item.weight_db is not None
    assert printed(item.weight_db.mean, 4) == "2.0828"
    assert printed(10 ** (item.weight_db.mean / 10), 4) == "1.6154"


def test_a_perfectly_sound_source_would_give_three() -> None:
    found = assessed(changed(worked_example(), {"sources/envoy": {"sound": 1, "empty": 0, "deceptive": 0}}))
    (item,) = found.evidence
    assert item.weight_db is not None
    assert printed(item.weight_db.mean, 2) == "4.77"


def test_values_now(found: Assessment) -> None:
    assert printed(choice(found, "fix", ()), 4) == "21.7335"
    assert printed(choice(found, "fix", ("pressure",)), 4) == "29.5470"
    assert choice(found, "forgo", ()) == pytest.approx(35, abs=1e-12)
    assert choice(found, "forgo", ("pressure",)) == pytest.approx(30.5, abs=1e-12)


def test_break_evens(found: Assessment) -> None:
    without = crossing(found, (), "forgo")
    assert without.probability is None
    assert without.line_reaches is not None
    assert printed(without.line_reaches, 4) == "1.4365"
    assert without.why is not None
    assert "1.4365" in str(without.why)
    assert printed(crossing(found, ("pressure",), "forgo").probability, 4) == "0.6904"
    assert printed(crossing(found, ("pressure",), "forgo_with_moves").probability, 4) == "0.4095"


def test_sounding(found: Assessment) -> None:
    assert found.plan is not None
    tree = found.plan.tree
    assert tree.step == "sounding"
    forthcoming, evasive = tree.outcomes["forthcoming"], tree.outcomes["evasive"]
    assert forthcoming.chance == pytest.approx(0.395, abs=1e-12)
    assert (forthcoming.action, forthcoming.moves) == ("fix", ("pressure",))
    assert (evasive.action, evasive.moves) == ("forgo", ())
    assert printed(found.information.evsi["sounding"], 4) == "0.3973"
    assert printed(found.information.evpi, 4) == "1.7360"


def test_beliefs_after_the_sounding() -> None:
    for outcome, belief in (("forthcoming", "0.7532"), ("evasive", "0.0868")):
        chances = {"forthcoming": (0.85, 0.15), "evasive": (0.15, 0.85)}[outcome]
        heard = {
            "id": "talks",
            "text": outcome,
            "known_at": "2031-03-10",
            "source": "direct",
            "likelihood": {"motive": {"settle": chances[0], "stall": chances[1]}},
        }
        data = changed(worked_example(), {"sources/direct": {"party": "borea", "access": "direct", "sound": 1}})
        data["evidence"].append(heard)
        found = assessed(data)
        posterior = {row.hypothesis: row.posterior.mean for row in found.intentions}
        assert printed(posterior["settle"], 4) == belief
        if outcome == "forthcoming":
            assert printed(choice(found, "fix", ("pressure",)), 4) == "36.0057"


def test_verdict_is_to_hold_by_a_fifth_of_a_point(found: Assessment) -> None:
    rows = {row.action: row for row in found.actions}
    hold, forgo = rows["hold"].value, rows["forgo"].value
    assert hold is not None
    assert forgo is not None
    assert printed(hold.mean, 4) == "35.1973"
    assert hold.mean - forgo.mean == pytest.approx(0.19725, abs=1e-9)
    assert (found.verdict.action, found.verdict.determined, found.verdict.basis) == ("hold", True, "numbers")
    assert found.verdict.decider == "the prime minister"


def test_a_dearer_sounding_turns_the_verdict_to_forgo() -> None:
    assert assessed(changed(worked_example(), {"preparation/sounding/cost": 0.39})).verdict.action == "hold"
    dear = assessed(changed(worked_example(), {"preparation/sounding/cost": 0.40}))
    assert dear.verdict.action == "forgo"


def test_the_plan_is_a_tree_that_ends_in_actions(found: Assessment) -> None:
    def ends(node: PlanNode) -> list[PlanNode]:
        return [node] if node.step is None else [end for child in node.outcomes.values() for end in ends(child)]

    assert found.plan is not None
    chances = [end.chance for end in ends(found.plan.tree)]
    assert sum(c for c in chances if c is not None) == pytest.approx(1)

# SPDX-License-Identifier: Apache-2.0
"""The verdict in words: reasons, what would change it, the strongest case against it. Every figure is read off the result."""

import numpy as np

from pourparler.assess.assessment import VerdictRow
from pourparler.assess.contrary import wrong_where
from pourparler.assess.gate import FIX_DATE, Condition
from pourparler.assess.intentions import HypothesisRow
from pourparler.assess.plan_rows import ConditionalRow
from pourparler.assess.planned import CONDITIONALLY
from pourparler.assess.readiness import BreakEven, Readiness, Valued
from pourparler.assess.sentence import Sentence, listed, percent, points, sentence
from pourparler.assess.spread import Spread
from pourparler.assess.steps import Steps
from pourparler.assess.success import NO_SUMMIT
from pourparler.assess.verdict import NOT_DETERMINED, SAME_POINTS, Decision
from pourparler.assess.worlds import Worlds
from pourparler.case import Case

#: How many of the ways on which a date stands are told in words; all are in the plan.
WAYS_TOLD = 3
#: How many hypotheses' break-evens are told in words; all are in the tables.
TOLD = 2
#: A price below this, in value points, would be printed as nothing.
SEEN_POINTS = 0.005


def verdict_row(
    case: Case,
    steps: Steps,
    rows: tuple[HypothesisRow, ...],
    sure: dict[str, Spread],
    conditional: ConditionalRow | None = None,
) -> VerdictRow:
    """Put a decision into words; `sure` are certainty equivalents by action, where a tolerance for risk is stated.

    `conditional`: on what a date fixed on conditions stands, where that can be had.
    """
    decision, found, gate = steps.decision, steps.readiness, steps.gate
    unmet = [c for c in gate if c.step == FIX_DATE and c.state in ("not_met", "unknown")]
    return VerdictRow(
        action=decision.action,
        determined=decision.action != NOT_DETERMINED,
        basis=decision.basis,
        reasons=(*_reasons(decision, found, rows, unmet), *_on_conditions(decision, conditional), *_for_sure(decision, sure)),
        would_change=tuple(_would_change(decision, found, unmet)),
        against=_against(case, decision, found),
        wrong_where=_wrong_where(decision, found, steps.worlds),
        decider=case.decision.by if case.decision is not None else None,
        between=decision.between,
        settle=decision.settle,
        conditions=tuple(c.condition for c in unmet),
        numbers_favour=decision.numbers_favour,
    )


def _reasons(
    decision: Decision, found: Readiness | None, rows: tuple[HypothesisRow, ...], unmet: list[Condition]
) -> list[Sentence]:
    out = [sentence("{condition} is {state}: {why}", condition=c.condition, state=_state(c), why=c.why) for c in unmet]
    if decision.action == NOT_DETERMINED:
        out += _undetermined(decision)
    if found is not None and found.valued:
        out += _by_value(decision, found)
        favoured = decision.numbers_favour
        if unmet and decision.action == "hold" and favoured in ("fix", "fix_conditionally"):
            template = "the numbers favour {action}; the gate holds it"
            out.append(sentence(template + _price(found), action=favoured, price=_gate_price(found)))
        if unmet and decision.action == "hold":
            out += _unmeetable(found, unmet)
    out += _beliefs(rows)
    return out


def _on_conditions(decision: Decision, conditional: ConditionalRow | None) -> list[Sentence]:
    """Name the conditions, where to fix the date on conditions is advised or what the numbers favour."""
    if conditional is None or CONDITIONALLY not in (decision.action, decision.numbers_favour):
        return []
    chance = percent(conditional.chance)
    if not conditional.stands_if:
        return [sentence("a date fixed on conditions would be called off whatever preparation brings")]
    if conditional.stands_if == ((),):
        return [sentence("a date fixed on conditions stands whatever preparation brings")]
    told = " / ".join(" + ".join(way) for way in conditional.stands_if[:WAYS_TOLD])
    more = " or in a few more ways" if len(conditional.stands_if) > WAYS_TOLD else ""
    template = "a date fixed on conditions stands ({chance}) if {outcome}" + more + "; else it is called off"
    return [sentence(template, chance=chance, outcome=told)]


def _for_sure(decision: Decision, sure: dict[str, Spread]) -> list[Sentence]:
    """Say what actions are worth for sure to the wary, and whether that would be another advice."""
    worth = {action: value.mean for action, value in sure.items() if action != NO_SUMMIT}
    if not worth:
        return []
    ranked = sorted(worth, key=lambda action: (-worth[action], action))
    told = listed([f"{action} {points(worth[action])}" for action in ranked])
    out = [sentence("for sure, at the stated tolerance for risk: {values}", values=told)]
    if decision.action in worth and ranked[0] != decision.action:
        template = "the wary would rather {other}: for sure it is worth {margin} points more than {leader}"
        margin = points(worth[ranked[0]] - worth[decision.action])
        out.append(sentence(template, other=ranked[0], margin=margin, leader=decision.action))
    return out


def _wrong_where(decision: Decision, found: Readiness | None, worlds: Worlds) -> tuple[Sentence, ...]:
    """Say in which worlds the strongest rival of the advice is ahead."""
    if found is None or decision.leader is None or decision.action == NOT_DETERMINED:
        return ()
    rivals = _rivals(decision.leader, decision.action, found)
    return wrong_where(worlds, decision.leader.value, rivals[0].value, rivals[0].action) if rivals else ()


def _rivals(leader: Valued, advice: str, found: Readiness) -> list[Valued]:
    """Return the other actions, the strongest first: by what choosing it where it is ahead would bring, over all worlds.

    One that is close on average and hardly ever ahead is no case against the advice; one that is further behind and much
    better in a third of the worlds is. Where none is ever ahead they stand by average.
    """
    rivals = [v for v in found.valued.values() if v.action != advice]
    return sorted(rivals, key=lambda v: (-float(np.maximum(v.value - leader.value, 0).mean()), -v.mean, v.action))


def _state(condition: Condition) -> str:
    return "not met" if condition.state == "not_met" else condition.state


def _price(found: Readiness) -> str:
    return ", at a price of {price} points" if found.gate_price is not None else ""


def _gate_price(found: Readiness) -> str:
    return points(found.gate_price) if found.gate_price is not None else ""


def _undetermined(decision: Decision) -> list[Sentence]:
    out = []
    if decision.unresolved:
        for path in sorted(set(decision.unresolved.values())):
            held = sorted(action for action, blank in decision.unresolved.items() if blank == path)
            out.append(sentence("these cannot be valued while {blank} is unknown: {between}", blank=path, between=listed(held)))
    elif decision.between:
        out.append(sentence("the numbers do not settle between {between}", between=" / ".join(decision.between)))
    if decision.settle:
        out.append(sentence("the one input that would settle most is {path}", path=decision.settle))
    return out


def _unmeetable(found: Readiness, unmet: list[Condition]) -> list[Sentence]:
    """Say which open conditions no step of the case would meet."""
    met = {condition for step in found.actions.program.steps for condition in step.meets}
    lacking = sorted(c.condition for c in unmet if c.condition not in met)
    if not lacking:
        return []
    return [sentence("no step of preparation in the case would meet {conditions}", conditions=listed(lacking))]


def _by_value(decision: Decision, found: Readiness) -> list[Sentence]:
    told = [f"{v.action} {points(v.mean)}" for v in sorted(found.valued.values(), key=lambda v: -v.mean)]
    out = [sentence("by the numbers alone, in value points: {values}", values=listed(told))]
    leader, other = decision.leader, decision.runner_up
    if leader is None or other is None:
        return out
    if float(np.abs(leader.value - other.value).max()) <= SAME_POINTS:
        template = "{leader} and {other} are worth the same in every world; of equals the one that keeps more open is advised"
        return [*out, sentence(template, leader=leader.action, other=other.action)]
    ahead = float((leader.value > other.value).mean())
    margin = leader.mean - other.mean
    free = found.valued.get("hold")
    bitten = leader is found.gated_hold and free is not None and abs(free.mean - leader.mean) > SEEN_POINTS
    within = " within the gate" if bitten else ""
    ahead_words = " is ahead of {other} by {margin} points on average, and in {share} of paired worlds"
    behind_words = " is behind {other} by {margin} points on average, and ahead in {share} of paired worlds"
    out.append(
        sentence(
            "{leader}" + within + (ahead_words if margin >= 0 else behind_words),
            leader=leader.action,
            other=other.action,
            margin=points(abs(margin)),
            share=f"{ahead:.1%}",
        )
    )
    return out


def _beliefs(rows: tuple[HypothesisRow, ...]) -> list[Sentence]:
    out = []
    for question in sorted({row.question for row in rows}):
        top = max((row for row in rows if row.question == question), key=lambda row: (row.posterior.mean, row.hypothesis))
        out.append(
            sentence(
                "{question}: {hypothesis} is the likeliest, {mean} ({low} to {high})",
                question=question,
                hypothesis=top.hypothesis,
                mean=percent(top.posterior.mean),
                low=percent(top.posterior.low),
                high=percent(top.posterior.high),
            )
        )
    return out


def _would_change(decision: Decision, found: Readiness | None, unmet: list[Condition]) -> list[Sentence]:
    out = []
    favours_fixing = decision.numbers_favour in ("fix", CONDITIONALLY)
    if unmet and not favours_fixing:
        template = "{conditions} being met, which the gate asks for; by the numbers alone it would not be enough"
        out.append(sentence(template, conditions=listed([c.condition for c in unmet])))
    for condition in unmet if favours_fixing else ():
        price = found.shadow_prices.get(condition.condition, 0) if found is not None else 0
        template = "{condition} being met" + ("; waiting for it costs {price} points" if price > SEEN_POINTS else "")
        out.append(sentence(template, condition=condition.condition, price=points(price)))
    if len(unmet) > 1 and found is not None and found.gate_price is not None and found.gate_price > SEEN_POINTS:
        together = "all of these being met; waiting for them together costs {price} points"
        out.append(sentence(together, price=points(found.gate_price)))
    if found is None:
        return out
    out += [_break_even_words(row) for row in _told(decision, found)]
    out += _against_advice(decision, found)
    if found.evsi:
        step = max(sorted(found.evsi), key=lambda name: found.evsi[name])
        worth = points(found.evsi[step])
    if found.evsi and found.evsi[step] > 0:
        out.append(sentence("{step} is worth at most {worth} points as knowledge alone", step=step, worth=worth))
    if decision.settle:
        out.append(sentence("knowing {path}", path=decision.settle))
    return out


def _told(decision: Decision, found: Readiness) -> list[BreakEven]:
    """Pick the break-evens worth a sentence: fixing with its best moves, and without any, against forgoing."""
    fix = found.valued.get("fix")
    best = found.actions.layout.moves.named(fix.choice.moves) if fix is not None and fix.choice else ()
    favoured = [r for r in found.break_even if r.against == "forgo" and r.favours_above]
    coercive = {m for m, move in found.actions.layout.case.moves.items() if move.kind == "coercive"}
    rows = [r for r in favoured if r.moves in ((), best) or (len(r.moves) == 1 and r.moves[0] in coercive)]
    hypotheses = sorted({r.hypothesis for r in rows}, key=lambda h: -_swing(found, h))[:TOLD]
    return [r for r in rows if r.hypothesis in hypotheses]


def _against_advice(decision: Decision, found: Readiness) -> list[Sentence]:
    """Say from which likelihood on fixing today, with its best moves, beats what is advised, by the numbers alone."""
    holding = decision.action == "hold"
    rows = [r for r in found.break_even if r.against == decision.action]
    if (
        not (holding or decision.action == "step_down") or not rows or any(r.ahead for r in rows)
    ):  # where it is ahead already nothing but the gate holds it
        return []
    firsts: dict[str, float] = {}
    for row in rows:
        if row.probability is not None and row.favours_above:
            firsts[row.hypothesis] = min(row.probability, firsts.get(row.hypothesis, 1.0))
    values = {"advice": decision.action}
    if not firsts:
        if holding:
            return [sentence("fixing today is worth less than holding, however likely any one hypothesis is", **values)]
        return [sentence("fixing today is worth less than stepping down, however likely any one hypothesis is", **values)]
    held = "fixing today beats holding once {hypothesis} is likelier than {p}"
    stepped_down = "fixing today beats stepping down once {hypothesis} is likelier than {p}"
    template = held if holding else stepped_down
    near = sorted(firsts, key=lambda hypothesis: (firsts[hypothesis], hypothesis))[:TOLD]
    return [sentence(template, hypothesis=h, p=percent(firsts[h]), **values) for h in near]


def _swing(found: Readiness, hypothesis: str) -> float:
    """Return how far a hypothesis' break-even lies inside what is possible: those that can be crossed come first."""
    return float(
        max(
            (r.probability is not None) + np.exp(-abs(r.line_reaches or 0))
            for r in found.break_even
            if r.hypothesis == hypothesis
        )
    )


def _break_even_words(row: BreakEven) -> Sentence:
    moves = " + ".join(row.moves)
    beside = " with {moves}" if row.moves else " without moves"
    if row.probability is not None:
        template = "fixing" + beside + " beats forgoing once {hypothesis} is likelier than {p}"
        return sentence(template, moves=moves, hypothesis=row.hypothesis, p=percent(row.probability))
    template = "fixing" + beside + (" beats" if row.ahead else " does not beat") + " forgoing, however likely {hypothesis} is"
    return sentence(template, moves=moves, hypothesis=row.hypothesis)


def _against(case: Case, decision: Decision, found: Readiness | None) -> Sentence:
    """Return the strongest case against the advice."""
    if found is None or decision.action == NOT_DETERMINED:
        return _undetermined_against(case, decision)
    if decision.leader is None:
        return _against_waiting(case, found)
    rivals = _rivals(decision.leader, decision.action, found)
    if not rivals:
        return sentence("there is nothing to compare it with: no other action can be valued")
    first = rivals[0]
    behind = float((first.value > decision.leader.value).mean())
    margin = first.mean - decision.leader.mean
    values = {"other": first.action, "share": percent(behind), "margin": points(abs(margin))}
    if margin > 0:
        template = "{other} is worth {margin} points more by the numbers alone, and is ahead in {share} of worlds"
    else:
        template = "{other} is {margin} points behind, and ahead in {share} of worlds"
    nearest = max(rivals, key=lambda v: (v.mean, v.action))
    if decision.action == "hold" and nearest.mean <= decision.leader.mean:
        template += _dearer_step(found, decision.leader, nearest, values)
    if decision.action == "hold" and found.delay_per_week is not None and float(found.delay_per_week.mean()) > 0:
        template += "; each week of waiting costs {delay} points"
        values["delay"] = points(float(found.delay_per_week.mean()))
    return _with_dissent(case, template, values)


def _against_waiting(case: Case, found: Readiness) -> Sentence:
    """Return the case against holding where holding itself could not be valued."""
    best = max(found.valued.values(), key=lambda v: (v.mean, v.action), default=None)
    if best is None:
        return _with_dissent(case, "nothing in the case can be valued yet", {})
    values = {"other": best.action, "value": points(best.mean)}
    return _with_dissent(case, "{other} is worth {value} points, and no step of the case says what holding is worth", values)


def _dearer_step(found: Readiness, hold: Valued, nearest: Valued, values: dict[str, str]) -> str:
    """Return at what cost of its first step holding would no longer be the better: its value falls one for one with it."""
    first = hold.plan.next_steps.get(frozenset()) if hold.plan is not None else None
    if first is None:
        return ""
    step = found.actions.program.steps[first]
    values["step"], values["nearest"] = step.name, nearest.action
    values["cost"] = points(float(step.plan.cost.mean()) + hold.mean - nearest.mean)
    return "; if {step} cost more than {cost} points, {nearest} would be the better"


def _with_dissent(case: Case, template: str, values: dict[str, str]) -> Sentence:
    """Add the dissents of the case: they stand beside the numbers and are not weighed."""
    if case.framings:
        template += "; held against it: {dissent}"
        values["dissent"] = "; ".join(f"{f.holder}: {f.says}" for f in case.framings)
    return sentence(template, **values)


def _undetermined_against(case: Case, decision: Decision) -> Sentence:
    between = " / ".join(decision.between)
    template = "whoever must act today has to choose between {between} without these numbers"
    return _with_dissent(case, template if between else "nothing in the case can be valued yet", {"between": between})


def spread_of(valued: Valued) -> float:
    """Return the Monte-Carlo error of an action's average, in value points."""
    return float(valued.value.std() / np.sqrt(len(valued.value)))

# SPDX-License-Identifier: Apache-2.0
"""Issues that are ranges of numbers, and scores by shape: a step that leads from end to end, levels within the range."""

from collections.abc import Iterator

from pourparler.case.fields import ShapedScores
from pourparler.case.interactions import value_models
from pourparler.case.model import Case
from pourparler.case.numbers import MOST_NUMBERS, steps_between, write_exact
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.table import NumericIssue
from pourparler.quantity import Interval, Normal, Point, Quantity, ThreePoint
from pourparler.wording import say

#: What each shape is described by.
TAKES = {
    "linear": ("worst", "best"),
    "concave": ("worst", "best", "halfway"),
    "convex": ("worst", "best", "halfway"),
    "triangular": ("peak", "at_low", "at_high"),
}
#: The least and the largest share of the way after which half of the worth is had, by shape: a sharper bend is a jump.
HALFWAY = {"concave": (0.01, 0.5), "convex": (0.5, 0.99)}


def stated_ends(quantity: Quantity) -> tuple[float, float] | None:
    """Return the ends of a quantity as they are written; None if it is unknown."""
    match quantity:
        case Point(value) | Normal(value, _):
            return value, value
        case Interval(low, high) | ThreePoint(low, _, high):
            return low, high
    return None


def number_findings(issue: NumericIssue, path: KeyPath) -> Iterator[Finding]:
    """Report a range that runs down, and a step that is none, does not divide it, or leads to too many numbers."""
    low, high, step = (write_exact(number) for number in (issue.low, issue.high, issue.step))
    if issue.high < issue.low:
        found = say("a range from {low} down to {high}", low=low, high=high)
        yield Finding((*path, "high"), found, say("write the smaller number as low"))
        return
    count = steps_between(issue.low, issue.high, issue.step)
    if count is None:
        yield Finding((*path, "step"), say("a step of {step}", step=step), say("write a step above 0"))
    elif count.denominator != 1:
        found = say("a step of {step}, which does not lead from {low} to {high}", step=step, low=low, high=high)
        last = write_exact(issue.low + int(count) * issue.step)
        write = say("write a step that divides the range, or end it at {last}", last=last)
        yield Finding((*path, "step"), found, write)
    elif count >= MOST_NUMBERS:
        found = say("{n} numbers, of which at most {most} are weighed", n=int(count) + 1, most=MOST_NUMBERS)
        yield Finding((*path, "step"), found, say("use a larger step"))


def shape_findings(case: Case) -> Iterator[Finding]:
    """Report shapes of what is no number, and levels that are not theirs, lie outside the range or contradict each other."""
    for path, model in value_models(case):
        for name, scores in model.scores.items():
            issue = case.issues.get(name)
            if not isinstance(scores, ShapedScores) or issue is None:
                continue
            here = (*path, "scores", name)
            if isinstance(issue, NumericIssue):
                yield from _of_shape(scores, issue, here)
            else:
                found = say("a shape for {issue}, whose options are no numbers", issue=quoted(name))
                yield Finding(
                    here, found, say("write a score for each option, or give the issue low, high and step"), whole=True
                )


def _of_shape(scores: ShapedScores, issue: NumericIssue, path: KeyPath) -> Iterator[Finding]:
    takes = TAKES[scores.shape]
    for key in type(scores).model_fields:
        stated = getattr(scores, key)
        if key == "shape" or stated is None:
            continue
        if key not in takes:
            found = say("{key} beside the shape {shape}", key=quoted(key), shape=scores.shape)
            yield Finding((*path, key), found, say("delete it: this shape takes {keys}", keys=", ".join(takes)), "key")
            continue
        ends = stated_ends(stated)
        if key in ("worst", "best", "peak") and ends is not None and issue.names:
            if ends[0] < issue.low or ends[1] > issue.high:
                low, high = write_exact(issue.low), write_exact(issue.high)
                found = say("{key} outside the numbers, {low} to {high}", key=key, low=low, high=high)
                yield Finding((*path, key), found, say("write a level between {low} and {high}", low=low, high=high))
        elif key == "halfway" and ends is not None:
            least, most = HALFWAY[scores.shape]
            if ends[0] < least or ends[1] > most:
                found = say("half of the worth at {share}, for a {shape} shape", share=str(stated), shape=scores.shape)
                write = say("write between {low:.0%} and {high:.0%}, or the other shape", low=least, high=most)
                yield Finding((*path, key), found, write)
    worst, best = (stated_ends(s) if s is not None else None for s in (scores.worst, scores.best))
    if worst is not None and best is not None and worst[0] <= best[1] and best[0] <= worst[1]:
        found = say("a worst and a best level that may be the same")
        yield Finding((*path, "best"), found, say("write levels that lie apart, such as worst: 10, best: 50"), whole=True)

# SPDX-License-Identifier: Apache-2.0
"""Methods and limits: how to get the result again, what its ranges mean, and what no number in it knows."""

from pourparler.assess.assessment import Assessment
from pourparler.briefing.document import Block, BulletList, Section
from pourparler.briefing.figures import points
from pourparler.briefing.names import Names
from pourparler.wording import plural, say


def methods(assessment: Assessment, names: Names) -> Section:
    """Say how the result was found, and how to find it again."""
    run = assessment.run
    drawn = plural(
        "Every number that is not certain was drawn once for one world, with seed {seed}.",
        "Every number that is not certain was drawn for each of {n} worlds, with seed {seed}.",
        run.worlds,
        seed=run.seed,
    )
    items = [
        drawn,
        say(
            "A choice (of moves, of a level, of a plan) is made once, on averages over worlds, and then valued in every world."
        ),
        say("One action outranks another if it is ahead in at least 95% of paired worlds. Overlapping ranges prove nothing."),
        say("An unknown number ranges over all it may be; the advice is determined only if each of its ends gives the same."),
        say(
            "The gate never overrules silently: where it holds a step that the numbers favour, both are shown, with the price."
        ),
    ]
    if run.monte_carlo_error is not None:
        items.append(say("Monte-Carlo error of the leading value: {error} points.", error=points(run.monte_carlo_error)))
    blocks: list[Block] = [BulletList(tuple(items))]
    return Section(say("Methods"), tuple(blocks))


def limits(assessment: Assessment, names: Names) -> Section:
    """Say when not to trust the result."""
    items = (
        say("Ranges (5% to 95%) show sensitivity to the inputs; they are not credible intervals."),
        say("It does not know what the case leaves out, and it forecasts nothing: no base rate of such meetings exists."),
        say("The agreement is what two informed parties would reach, a benchmark: private information costs agreement."),
        say("Steps of preparation are taken one after the other; in life some run side by side."),
        say("Several questions on which one item bears are taken as independent, given the type."),
        say("Words of likelihood are those of ICD 203. How likely a thing is and how sound the basis for it are told apart."),
        say("It advises; a named person decides."),
    )
    return Section(say("Limits"), (BulletList(items),))

# SPDX-License-Identifier: Apache-2.0
"""Alarms about what is believed and why: relays, what does not discriminate, evidence that contradicts itself."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.beliefs import Beliefs
from pourparler.assess.matters import Matters
from pourparler.assess.sentence import Sentence, percent, sentence
from pourparler.quantity import LIKELIHOOD_SCALES, word_for
from pourparler.quantity.scales import DEFAULT_SCALE

if TYPE_CHECKING:
    from pourparler.assess.intentions import EvidenceRow

#: Kinds of evidence by which somebody assures somebody else.
ASSURANCES = ("statement", "relayed_assurance")
#: A single assurance that carries a hypothesis over so many bands of likelihood is warned of.
TOO_FAR = 2

Raised = tuple[str, str, Sentence]


def intention_alarms(beliefs: Beliefs, found: Matters, evidence: "tuple[EvidenceRow, ...]") -> tuple[Raised, ...]:
    """Return every alarm: (id, row of the claims it serves, sentence)."""
    out = [alarm for row in evidence for alarm in _of_item(row)]
    out += _carried(beliefs, found)
    return (*out, *_contradiction(beliefs.found.contradicted))


def _carried(beliefs: Beliefs, found: Matters) -> list[Raised]:
    """Return the alarms of single assurances that carry a hypothesis over two bands of likelihood or more (O-10)."""
    out: list[Raised] = []
    for item, without in zip(beliefs.used, found.item_means, strict=True):
        carried: dict[str, tuple[float, str, float, float]] = {}
        for (question, hypothesis), before, after in zip(beliefs.types.rows(), without, found.means, strict=True):
            if abs(_band(after) - _band(before)) >= TOO_FAR and item.kind in ASSURANCES:
                # Of several, the one that it raises most speaks for all.
                most = max(carried.get(question, (-1.0, "", 0.0, 0.0)), (after - before, hypothesis, before, after))
                carried[question] = most
        for question, (_, hypothesis, before, after) in carried.items():
            text = sentence(
                "{item} alone carries {hypothesis} on {question} from {before} ({low}) to {after} ({high})",
                item=item.id,
                hypothesis=hypothesis,
                question=question,
                before=word_for(before),
                low=percent(before),
                after=word_for(after),
                high=percent(after),
            )
            out.append((f"carried.{item.id}.{question}", "O-10", text))
    return out


def _band(chance: float) -> int:
    """Return the place of a probability among the bands of likelihood, from the least likely up."""
    words = [band.word for band in LIKELIHOOD_SCALES[DEFAULT_SCALE].bands]
    return words.index(word_for(chance))


def _contradiction(worlds: NDArray[np.bool_]) -> tuple[Raised, ...]:
    """Return the alarm of evidence that contradicts itself: nothing is left to believe, and the prior was kept."""
    if not worlds.any():
        return ()
    text = sentence(
        "in {share} of worlds the evidence rules out every hypothesis; there the beliefs before it are kept",
        share=percent(float(worlds.mean())),
    )
    return (("contradiction", "O-11", text),)


def _of_item(row: "EvidenceRow") -> list[Raised]:
    """Return the alarms of one item: as above."""
    out = []
    if row.relayed:
        template = "{item} is heard at one remove, from {source}"
        if row.hops > 1:
            template = "{item} is heard at {hops} removes, from {source}"
        template += ", which has an interest of its own ({interest})" if row.interest else ""
        text = sentence(template, item=row.id, hops=row.hops, source=row.source, interest=row.interest or "")
        out.append((f"relayed.{row.id}", "O-09", text))
    if row.causal and not row.rivals:
        text = sentence("{item} is read as the cause of something, and no rival explanation is written", item=row.id)
        out.append((f"rivals.{row.id}", "O-34", text))
    flat = [question for question, tells in row.discriminates.items() if not tells]
    if flat:
        tells = [question for question, yes in row.discriminates.items() if yes]
        template = "{item} does not discriminate on {flat}" + ("; it does on {tells}" if tells else "")
        text = sentence(template, item=row.id, flat=", ".join(flat), tells=", ".join(tells))
        out.append((f"flat.{row.id}", "O-33", text))
    return out

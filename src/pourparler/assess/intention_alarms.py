# SPDX-License-Identifier: Apache-2.0
"""Alarms about what is believed and why: relays, what does not discriminate, evidence that contradicts itself."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pourparler.assess.beliefs import Beliefs
from pourparler.assess.sentence import Sentence, percent, sentence

if TYPE_CHECKING:
    from pourparler.assess.intentions import EvidenceRow

Raised = tuple[str, str, Sentence]


def intention_alarms(beliefs: Beliefs, evidence: "tuple[EvidenceRow, ...]") -> tuple[Raised, ...]:
    """Return every alarm: (id, row of the claims it serves, sentence)."""
    out = [alarm for row in evidence for alarm in _of_item(row)]
    return (*out, *_contradiction(beliefs.found.contradicted))


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
        template = (
            "{item} is relayed through {hops} hop(s) by {source}, who has an interest of its own ({interest})"
            if row.interest
            else "{item} is relayed through {hops} hop(s) by {source}"
        )
        text = sentence(template, item=row.id, hops=row.hops, source=row.source, interest=row.interest or "")
        out.append((f"relayed.{row.id}", "O-09", text))
    flat = [question for question, tells in row.discriminates.items() if not tells]
    if flat:
        tells = [question for question, yes in row.discriminates.items() if yes]
        template = "{item} does not discriminate on {flat}" + ("; it does on {tells}" if tells else "")
        text = sentence(template, item=row.id, flat=", ".join(flat), tells=", ".join(tells))
        out.append((f"flat.{row.id}", "O-33", text))
    return out

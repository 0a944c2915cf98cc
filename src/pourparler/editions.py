# SPDX-License-Identifier: Apache-2.0
"""The errand of an edition: from a projection to a document. It is given the projection, and never the whole case."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pourparler.assess.defaults import DEFAULT_SEED, DEFAULT_WORLDS
from pourparler.briefing.document import Briefing, Stamp
from pourparler.case import digest, read_text
from pourparler.version import __version__

if TYPE_CHECKING:  # it takes long to import, and most editions need none
    from pourparler.assess import Assessment


@dataclass(frozen=True)
class Terms:
    """For whom an edition is, how far it may go on, which sections are found anew, and which of them may say something else."""

    audience: str
    label: str
    results: tuple[str, ...] = ()
    restated: tuple[str, ...] = ()


def found_from(
    text: str,
    terms: Terms,
    *,
    seed: int = DEFAULT_SEED,
    worlds: int = DEFAULT_WORLDS,
    progress: Callable[[str], None] = lambda step: None,
) -> "Assessment | None":
    """Assess a projection, given as its text; nothing where no result is released."""
    if not terms.results:
        return None
    from pourparler.desk import assess

    return assess(read_text(text, "edition"), seed=seed, worlds=worlds, progress=progress)


def edition_of(
    text: str, terms: Terms, found: "Assessment | None", *, seed: int = DEFAULT_SEED, worlds: int = DEFAULT_WORLDS
) -> Briefing:
    """Return the edition that is made of a projection, given as its text, and of what was found from it."""
    from pourparler.briefing.edition import compose_edition

    case, shown = read_text(text, "edition"), json.loads(text)
    whose = next((name for name, party in case.parties.items() if party.role == case.seat), case.seat)
    decider = case.decision.by if case.decision is not None else ""
    seat = shown.get("labels", {}).get(whose, whose)
    stamp = Stamp(seat, case.as_of.isoformat(), decider, digest(case), seed, worlds, __version__)
    return compose_edition(shown, stamp, terms.audience, terms.label, found, terms.results, terms.restated)

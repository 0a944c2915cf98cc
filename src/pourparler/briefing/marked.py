# SPDX-License-Identifier: Apache-2.0
"""What printers on paper say alike: the words of a mark, where a mark is said once for all, and the numbers of figures."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from pourparler.briefing.document import Briefing, Kind, Mark
from pourparler.wording import plural, say

#: So many characters of a digest stand at the foot of a page; the whole of it stands at the end.
DIGEST_SHOWN = 12


#: Languages that are written from right to left, by their ISO 639 code.
RIGHT_TO_LEFT_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"})


def runs_right_to_left(language: str) -> bool:
    """Return whether a language (`ar`, `fa-IR`) is written from right to left."""
    return language.partition("-")[0].lower() in RIGHT_TO_LEFT_LANGUAGES


def begins_right_to_left(text: str) -> bool:
    """Return whether the first letter of a text is one that is written from right to left."""
    first = next((unicodedata.bidirectional(each) for each in text if unicodedata.bidirectional(each) in ("L", "R", "AL")), "L")
    return first != "L"


def kinds() -> dict[Kind, tuple[str, str]]:
    """Return the name of each kind of statement, and what it means."""
    return {
        "result": (say("result"), say("found by computing from what is held; repeatable")),
        "fact": (say("fact"), say("seen in a source that is named")),
        "claim": (say("claim"), say("what somebody who is named holds to be so")),
        "assumption": (say("assumption"), say("taken as given, so that one can go on")),
        "judgement": (say("judgement"), say("somebody's weighing of what is known")),
        "reading": (say("reading"), say("a rival reading or a dissent: printed, and never averaged")),
        "unheld": (say("held by nobody"), say("nobody in the case answers for it")),
    }


def explained(briefing: Briefing) -> dict[Kind, tuple[str, str]]:
    """Return the name and the meaning of each kind of statement that stands in a briefing."""
    held = briefing.kinds()
    return {kind: told for kind, told in kinds().items() if kind in held}


def holders(mark: Mark) -> str:
    """Return what stands behind the name of a mark: holder, date, how many numbers it covers; empty where nothing does."""
    held = [part for part in (mark.by, mark.on) if part]
    if mark.numbers:
        held.append(plural("one number", "{n} numbers", mark.numbers))
    return ", ".join(held)


def told(mark: Mark) -> str:
    """Return a mark in words: `judgement: the planning staff, 2026-01-03, 4 numbers`."""
    name, held = kinds()[mark.kind][0], holders(mark)
    return say("{kind}: {held}", kind=name, held=held) if held else name


def once_for_all(marks: Sequence[Mark | None]) -> Mark | None:
    """Return the mark that all items of a list, or all rows of a table, have in common; None if they differ or have none."""
    return marks[0] if marks and len(set(marks)) == 1 else None


def rests_on(marks: Sequence[Mark]) -> str:
    """Say what a section is and what it was found from; empty where it carries no mark."""
    if not marks:
        return ""
    first, *rest = marks
    if first.kind != "result":
        return say("Rests on {marks}.", marks="; ".join(map(told, marks)))
    if not rest:
        return say("A result.")
    return say("A result, found from {marks}.", marks="; ".join(map(told, rest)))


@dataclass
class Figures:
    """Numbers figures in the order in which they are met; one that was met before keeps its number and is not drawn again."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, caption: str) -> tuple[int, bool]:
        """Return the number of a figure, and whether it is met for the first time."""
        known = self.numbers.get(caption)
        if known is not None:
            return known, False
        self.numbers[caption] = len(self.numbers) + 1
        return self.numbers[caption], True


def made_from(briefing: Briefing) -> tuple[tuple[str, str], ...]:
    """Return from what a briefing was made, as names and values: what it takes to make it again."""
    stamp = briefing.stamp
    if stamp is None:
        return ()
    rows = [
        (say("Seat"), stamp.seat),
        (say("As of"), stamp.as_of),
        *(((say("For the decision of"), stamp.decider),) if stamp.decider else ()),
        (say("Case"), stamp.digest),
        (say("Seed"), str(stamp.seed)),
        (say("Worlds"), str(stamp.worlds)),
        (say("Pourparler"), stamp.version),
    ]
    if stamp.journal_head is not None:
        rows.append((say("Head of the journal"), stamp.journal_head))
    return tuple(rows)


def foot(briefing: Briefing) -> str:
    """Return the line at the foot of every page: which briefing it is, so that a loose sheet finds its way back."""
    stamp = briefing.stamp
    if stamp is None:
        return briefing.title
    line = say(
        "{seat} · as of {as_of} · case {digest} · seed {seed} · {worlds} worlds · version {version}",
        seat=stamp.seat,
        as_of=stamp.as_of,
        digest=stamp.digest[:DIGEST_SHOWN],
        seed=stamp.seed,
        worlds=stamp.worlds,
        version=stamp.version,
    )
    if briefing.label:
        line = say("{label} · {line}", label=briefing.label, line=line)
    if stamp.journal_head is None:
        return line
    return say("{line} · journal {head}", line=line, head=stamp.journal_head[:DIGEST_SHOWN])


def again() -> str:
    """Say how to get the same briefing again."""
    return say("The same case, seed, number of worlds and version give this document again, to the byte.")

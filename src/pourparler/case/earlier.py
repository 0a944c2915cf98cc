# SPDX-License-Identifier: Apache-2.0
"""A case held against an earlier file of it: no version rewritten, no goal overwritten, no dissent taken away."""

from collections.abc import Iterator

from pourparler.case.mandate import NOT_ON_RECORD, Mandate
from pourparler.case.model import Case
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.versions import DROPPED, KEYS, Part, standing, stated_by
from pourparler.wording import say


def earlier_findings(case: Case, earlier: Case) -> Iterator[Finding]:
    """Report what an earlier file of a case says of its goals and dissents, and this one no longer does.

    Versions are kept as they were written and added to. A goal that reads otherwise than before has a version that says what it
    was, and a later one that says what it is. Open disagreements and framings stay, whatever becomes of them.
    """
    now, before = case.mandate or Mandate(), earlier.mandate or Mandate()
    for place, version in enumerate(before.history):
        if now.history[place : place + 1] != (version,):
            found = say("a history without the version of {day} as the earlier file has it", day=version.on)
            write = say("put it back as it was, and correct it by a version of its own")
            yield Finding(("mandate", "history"), found, write, "key")
            break
    yield from _of_goals(case, earlier, now)
    for kept, gone, path, told in (
        (now.disagreements, before.disagreements, ("mandate", "disagreements"), "a disagreement of {who} taken away: {says}"),
        (case.framings, earlier.framings, ("framings",), "a framing of {who} taken away: {says}"),
    ):
        said = {(_who(entry), entry.says) for entry in kept}
        for entry in gone:
            if (_who(entry), entry.says) not in said:
                found = say(told, who=_who(entry), says=quoted(entry.says))
                yield Finding(path, found, say("put it back: dissent stays on record"), "key")


def _who(entry: object) -> str:
    return str(getattr(entry, "who", None) or getattr(entry, "holder", ""))


def _of_goals(case: Case, earlier: Case, mandate: Mandate) -> Iterator[Finding]:
    now = standing(case)
    places = {goal.issue: number for number, goal in enumerate(mandate.goals)}
    for part, value in standing(earlier).items():
        said = [stated_by(version)[part] for version in mandate.history if part in stated_by(version)]
        is_told = value in said[:-1] and said[-1] in (now.get(part), DROPPED, NOT_ON_RECORD)
        if now.get(part) == value or is_told:
            continue
        stated = quoted(now[part]) if part in now else say("nothing any longer")
        found = say("{stated}, where the earlier file says {before}, and no version tells", stated=stated, before=quoted(value))
        write = say(
            "add to mandate.history what was sought and then what changed it: on, reason, approved: {{by: …}}, and under {key} "
            "what is sought now",
            key=part[0],
        )
        yield Finding(_place(part, now, places), found, write, "value" if part in now else "key")


def _place(part: Part, now: dict[Part, str], places: dict[str, int]) -> KeyPath:
    """Return where a part of the goals stands, or where it would."""
    kind, issue = part
    if kind == "must_produce":
        return ("meeting", "must_produce") if part in now else ("meeting",)
    if issue not in places:
        return ("mandate", "goals")
    return ("mandate", "goals", places[issue], KEYS[kind]) if part in now else ("mandate", "goals", places[issue])

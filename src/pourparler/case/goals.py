# SPDX-License-Identifier: Apache-2.0
"""Goals name things that exist, and none changed in silence: every change is a version with a reason and an approver."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from pourparler.case.mandate import NOT_ON_RECORD, Mandate, Receipt, Version
from pourparler.case.model import Case
from pourparler.case.names import Known, Names, Reference, keyed
from pourparler.case.preference import surely_worth_more
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.versions import DROPPED, KEYS, Change, Part, changes, in_force, last_stating, standing, stated_by
from pourparler.wording import say

#: Words by which a case may say that nobody approved, which is no approver.
_NOBODY = ("nobody", "no one", "none", "-", "–")
_HISTORY = ("mandate", "history")


def goal_references(case: Case, names: Names) -> Iterator[Reference]:
    """Return every issue and option that goals, their versions and receipts name."""
    for number, goal in enumerate(case.mandate.goals if case.mandate is not None else ()):
        here: KeyPath = ("mandate", "goals", number)
        yield Reference("issue", goal.issue, names.issues, (*here, "issue"))
        for key in KEYS.values():
            if (option := getattr(goal, key)) is not None:
                yield Reference("option", option, names.options(goal.issue), (*here, key))
    for number, version in enumerate(case.mandate.history if case.mandate is not None else ()):
        for kind in KEYS:
            table = getattr(version, kind)
            yield from keyed("issue", table, names.issues, *_HISTORY, number, kind)
            for issue, option in table.items():
                yield Reference("option", option, _or_unknown(names.options(issue)), (*_HISTORY, number, kind, issue))
        for place, issue in enumerate(version.dropped):
            yield Reference("issue", issue, names.issues, (*_HISTORY, number, "dropped", place))
        for place, receipt in enumerate(version.received):
            yield from _of_receipt(receipt, names, (*_HISTORY, number, "received", place))


def _or_unknown(options: Known) -> Known:
    """Return the options of an issue with the word for one of which no record is left."""
    return {**dict.fromkeys(options), NOT_ON_RECORD: None} if options is not None else None


def _of_receipt(receipt: Receipt, names: Names, path: KeyPath) -> Iterator[Reference]:
    if receipt.get is None:
        return
    issue, _, option = receipt.get.partition(".")
    known, options = names.issues, names.options(issue)
    if known is None or issue not in known:
        yield Reference("issue", issue, known, (*path, "get"))
        return
    if options is not None and option not in options:
        yield Reference("option", receipt.get, {f"{issue}.{word}": None for word in options}, (*path, "get"))
    if receipt.instead_of is not None:
        yield Reference("option", receipt.instead_of, options, (*path, "instead_of"))


def goal_findings(case: Case, names: Names, *, is_supposed: bool = False) -> Iterator[Finding]:
    """Report goals that changed in silence, versions out of order, and floors above their targets.

    Where something `is_supposed`, goals may be set otherwise than the last version has them.
    """
    mandate = case.mandate
    if mandate is None:
        return
    seen: set[str] = set()
    for number, goal in enumerate(mandate.goals):
        if goal.issue in seen:
            found = say("a second goal on {issue}", issue=quoted(goal.issue))
            yield Finding(("mandate", "goals", number, "issue"), found, say("write one goal for each issue"))
        seen.add(goal.issue)
    yield from _of_order(mandate)
    for number, version in enumerate(mandate.history):
        yield from _of_version(version, number)
    if _is_whole(mandate, names):
        yield from _of_changes(mandate, names)
        yield from () if is_supposed else _of_standing(case, mandate, names)
    yield from _of_approvals(mandate)
    yield from _of_floors(case, mandate)


def _is_whole(mandate: Mandate, names: Names) -> bool:
    """Return whether everything that the file says of goals could be read: what is left out of it changes what is in force."""
    for section in ("goals", "history"):
        node, read = names.tree.node(("mandate", section)), getattr(mandate, section)
        if len(getattr(node, "items", ())) != len(read):
            return False
    for number, version in enumerate(mandate.history):
        for kind in (*KEYS, "dropped"):
            node = names.tree.node((*_HISTORY, number, kind))
            if len(getattr(node, "entries", getattr(node, "items", ()))) != len(getattr(version, kind)):
                return False
    return True


def _of_order(mandate: Mandate) -> Iterator[Finding]:
    for number, (earlier, later) in enumerate(pairwise(mandate.history), start=1):
        if later.on < earlier.on:
            found = say("a version of {day} after one of {other}", day=later.on, other=earlier.on)
            write = say("write versions in the order of their days, the first of them first")
            yield Finding((*_HISTORY, number, "on"), found, write)


def _of_version(version: Version, number: int) -> Iterator[Finding]:
    """A version states nothing that it drops, and its receipts say what was received."""
    here: KeyPath = (*_HISTORY, number)
    for place, issue in enumerate(version.dropped):
        if any(issue in getattr(version, kind) for kind in KEYS):
            found = say("{issue} dropped by a version that states it", issue=quoted(issue))
            yield Finding((*here, "dropped", place), found, say("keep one of the two"))
    for place, receipt in enumerate(version.received):
        path: KeyPath = (*here, "received", place)
        if receipt.get is None and receipt.what is None:
            found, write = say("a receipt of nothing"), say("write get: issue.option, or what: and the words for it")
            yield Finding(path, found, write, "key", whole=True)
        elif receipt.instead_of is not None and receipt.get is None:
            write = say("write get: issue.option beside it, or delete the key")
            yield Finding((*path, "instead_of"), say("an option given way, without the one received"), write)
        elif receipt.get is not None and receipt.instead_of == receipt.get.partition(".")[2]:
            write = say("write the option that it took the place of")
            yield Finding((*path, "instead_of"), say("an option in the place of itself"), write)


def _of_changes(mandate: Mandate, names: Names) -> Iterator[Finding]:
    """Every change has an approver and a reason; what is dropped was sought before."""
    for place, made in groupby(changes(mandate.history), lambda change: change.place):
        version, here = mandate.history[place], (*_HISTORY, place)
        told = _told(next(made))
        approved = version.approved
        if approved is None or approved.by is None:
            path: KeyPath = here if approved is None else (*here, "approved")
            yield Finding(path, say("{change}, approved by nobody", change=told), _approver(), "key", whole=True)
        if version.reason is None:
            found = say("{change}, for no reason", change=told)
            yield Finding(here, found, say("write the reason: …"), "key", whole=True)
    held: set[Part] = set()
    for number, version in enumerate(mandate.history):
        for place, issue in enumerate(version.dropped):
            is_known = names.issues is None or issue in names.issues
            if is_known and not any((kind, issue) in held for kind in KEYS):
                found = say("{issue} dropped, on which no earlier version seeks anything", issue=quoted(issue))
                yield Finding((*_HISTORY, number, "dropped", place), found, say("delete it"))
        held |= set(stated_by(version))
    for number, version in enumerate(mandate.history):
        if version.approved is not None and (version.approved.by or "").lower() in _NOBODY:
            found = say("{word}, which names nobody", word=quoted(version.approved.by or ""))
            yield Finding((*_HISTORY, number, "approved", "by"), found, _approver())


def _approver() -> str:
    """Return the advice where an approver is wanted."""
    return say("name who approved it, approved: {{by: …, on: …}}; write by: unknown only where that is on no record")


def _told(change: Change) -> str:
    """Say what changed."""
    kind, issue = change.part
    before = quoted(change.before) if change.before != DROPPED else say("nothing")
    after = quoted(change.after) if change.after != DROPPED else say("nothing")
    if kind == "must_produce":
        return say("what the meeting must produce changed from {before} to {after}", before=before, after=after)
    templates = {
        "goals": "the target on {issue} changed from {before} to {after}",
        "floors": "the floor on {issue} changed from {before} to {after}",
        "meeting": "what the meeting must yield on {issue} changed from {before} to {after}",
    }
    return say(templates[kind], issue=quoted(issue), before=before, after=after)


def _of_standing(case: Case, mandate: Mandate, names: Names) -> Iterator[Finding]:
    """What the case states now is what the last version of it states: no goal is overwritten in silence.

    What it does not state is not known, as everywhere in a case; a drift that cannot be told is told as such.
    """
    if not mandate.history:
        return
    now, held = standing(case), in_force(mandate.history)[-1]
    places = {goal.issue: number for number, goal in reversed(list(enumerate(mandate.goals)))}
    for part, value in held.items():
        stated, last = now.get(part), last_stating(mandate.history, part)
        kind, issue = part
        options = names.options(issue) if kind in KEYS else None
        if stated in (None, value) or last is None or (options is not None and stated not in options):
            continue
        path: KeyPath = ("meeting", "must_produce")
        table = "must_produce: …"
        if kind != "must_produce":
            path, table = ("mandate", "goals", places[issue], KEYS[kind]), f"{kind}: {{{issue}: {stated}}}"
        said = quoted(value) if value != DROPPED else say("that nothing is sought any longer")
        found = say(
            "{stated}, where the last version, of {day}, says {said}", stated=quoted(stated or ""), day=last.on, said=said
        )
        template = (
            "a goal is not overwritten: add a version to mandate.history, {{on: …, {table}, reason: …, approved: {{by: …}}}}"
        )
        yield Finding(path, found, say(template, table=table))


def _of_approvals(mandate: Mandate) -> Iterator[Finding]:
    """Nothing is approved before it has been said."""
    said = [((*_HISTORY, n), version.approved, version.on) for n, version in enumerate(mandate.history)]
    for number, goal in enumerate(mandate.goals):
        last = last_stating(mandate.history, ("goals", goal.issue))
        if last is not None:
            said.append((("mandate", "goals", number), goal.approved, last.on))
    for path, approved, day in said:
        if approved is not None and approved.on is not None and approved.on < day:
            found = say("an approval of {on}, before the version of {day} that it is of", on=approved.on, day=day)
            yield Finding((*path, "approved", "on"), found, say("give the day on which that version was approved"))


def _of_floors(case: Case, mandate: Mandate) -> Iterator[Finding]:
    """No floor is worth more to us than its target, now or in any version, nor does the meeting ask for more than the whole."""
    for number, goal in enumerate(mandate.goals):
        here: KeyPath = ("mandate", "goals", number)
        pairs = ((("floor",), goal.floor), (("meeting",), goal.meeting))
        yield from _above(case, goal.issue, goal.target, [((*here, *key), option) for key, option in pairs])
    for number, held in enumerate(in_force(mandate.history)):
        version = mandate.history[number]
        for issue in {**version.goals, **version.floors, **version.meeting}:
            pairs_of_version = [
                ((*_HISTORY, number, kind, issue) if issue in getattr(version, kind) else (*_HISTORY, number, "goals", issue),
                 held.get((kind, issue)))
                for kind in ("floors", "meeting")
            ]  # fmt: skip
            yield from _above(case, issue, held.get(("goals", issue)), pairs_of_version)


def _above(case: Case, issue: str, target: str | None, least: Sequence[tuple[KeyPath, str | None]]) -> Iterator[Finding]:
    for path, option in least:
        if target and option and surely_worth_more(case, issue, option, target):
            template = "a floor above the target: {option} is worth more to us than {target}"
            if path[-1] == "meeting" or "meeting" in path[2:]:
                template = (
                    "more asked of this meeting than of the whole negotiation: {option} is worth more to us than {target}"
                )
            found = say(template, option=quoted(option), target=quoted(target))
            yield Finding(path, found, say("write an option that is worth no more to us than the target"))

# SPDX-License-Identifier: Apache-2.0
"""Third parties in a case: who is affected is named or left out for a reason, and what is said of them can come about."""

from collections.abc import Iterator
from typing import Any

from pourparler.case.consent import at_the_table
from pourparler.case.model import Case
from pourparler.case.names import Names, Reference
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.tree import Scalar
from pourparler.case.wider import Priority
from pourparler.case.words import nearest
from pourparler.wording import say


def without_left_out(case: Case) -> Case:
    """Return a case without what it says of parties that it leaves out; they and the reasons stay to be printed."""
    gone = {name for name, party in case.parties.items() if party.left_out}
    if not gone:
        return case
    silent = {"tolerance": None, "opposition": None, "spoiling": None, "strategic_weight": None}
    changes: dict[str, Any] = {
        "parties": {n: p.model_copy(update=silent) if n in gone else p for n, p in case.parties.items()},
        "effects": {o: _without(by_party, gone) for o, by_party in case.effects.items() if not gone.issuperset(by_party)},
        "influence": {n: _without(on, gone) for n, on in case.influence.items() if n not in gone},
    }
    changes.update({section: _without(getattr(case, section), gone) for section in ("worth_to_us", "red_lines")})
    changes["moves"] = {n: m.model_copy(update={"effects": _without(m.effects, gone)}) for n, m in case.moves.items()}
    return case.model_copy(update=changes)


def _without(table: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    return {name: held for name, held in table.items() if name not in gone}


def affected_findings(case: Case, names: Names) -> Iterator[Finding]:
    """Report whoever an option affects and who is no party: nobody who is affected is dropped without a reason."""
    known = names.parties
    for option, by_party in case.effects.items():
        for party in by_party:
            if known is None or party in known:
                continue
            path: KeyPath = ("effects", option, party)
            if nearest(party, known) is not None:
                yield from Reference("party", party, known, path, is_key=True).findings()
                continue
            found = say("an effect on {party}, who is no party of the case", party=quoted(party))
            write = say(
                "whoever is affected is named: write {party}: {{role: third_party}} under parties, "
                "with left_out: and the reason if it is not to count",
                party=party,
            )
            yield Finding(path, found, write, "key")


def bystander_references(case: Case, names: Names) -> Iterator[Reference]:
    """Return every party that a priority names."""
    for name, priority in case.priorities.items():
        here = ("priorities", name)
        if priority.party is not None:
            yield Reference("party", priority.party, names.parties, (*here, "party"))
        for group in priority.order or ():
            for party in group:
                yield Reference("party", party, names.parties, (*here, "order"))


def bystander_findings(case: Case, names: Names) -> Iterator[Finding]:
    """Report parties left out without a reason or while at the table, and priorities that nothing can be held against."""
    seated = at_the_table(case)
    for name, party in case.parties.items():
        path: KeyPath = ("parties", name, "left_out")
        stated = names.tree.node(path)
        if isinstance(stated, Scalar) and not (party.left_out or "").strip():
            found = say("{party} left out without a reason", party=quoted(name))
            yield Finding(path, found, say("write the reason, which is printed, or delete the key"), "key")
        elif party.left_out is not None and name in seated:
            found = say("{party} left out, who is at the table", party=quoted(name))
            yield Finding(path, found, say("delete the key: only third parties can be left out"), "key")
    yield from _on_sides(case)
    for name, priority in case.priorities.items():
        yield from _of_priority(priority, ("priorities", name))


def _on_sides(case: Case) -> Iterator[Finding]:
    """Report effects on the two sides, and what their gains would be worth to us: values say what a deal is worth to them."""
    sides = {name for name, party in case.parties.items() if party.role in ("own", "counterpart")}
    if len(sides) > len(("own", "counterpart")):
        return  # which is reported, and is the cause
    for option, by_party in case.effects.items():
        for party in sides & by_party.keys():
            found = say("an effect on {party}, who is one of the two sides", party=quoted(party))
            write = say("write what it is worth to {party} under values: effects are on third parties", party=party)
            yield Finding(("effects", option, party), found, write, "key")
    for party in sides & case.worth_to_us.keys():
        found = say("what a gain of {party} is worth to us, who is one of the two sides", party=quoted(party))
        write = say("delete it: this is asked of third parties, and our own values say what a deal is worth to us")
        yield Finding(("worth_to_us", party), found, write, "key")


def _of_priority(priority: Priority, path: KeyPath) -> Iterator[Finding]:
    """A priority is an order of at least two parties, or one party with a bound."""
    bounds = priority.at_least is not None or priority.at_most is not None
    if priority.order is not None and (priority.party is not None or bounds):
        found = say("an order beside a party with a bound")
        yield Finding(path, found, say("keep one of them; the other is a priority of its own"), "key")
    elif priority.order is not None and len(priority.order) < 2:
        found = say("an order that puts nobody before anybody")
        yield Finding((*path, "order"), found, say("write the parties, the one to be spared most first: a > b"))
    elif priority.order is None and bounds != (priority.party is not None):
        found = say("a priority that no package can be held against")
        write = say("write order: a > b, or party: with at_least: or at_most: so many points")
        yield Finding(path, found, write, "key", whole=True)

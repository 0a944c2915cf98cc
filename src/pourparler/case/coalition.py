# SPDX-License-Identifier: Apache-2.0
"""Who has to be with us, who moves whom and what partners say together: names that exist, and no contradictions."""

from collections.abc import Iterator, Mapping

from pourparler.case.chances import stated
from pourparler.case.circles import MOST_SHOWN, circles
from pourparler.case.model import Case
from pourparler.case.names import Names, Reference, keyed, listed
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.record import Coalition
from pourparler.wording import say

#: The most parties whose order of asking is found exactly.
MOST_MEMBERS = 12

_AT_THE_TABLE = ("own", "counterpart")


def coalition_references(case: Case, names: Names) -> Iterator[Reference]:
    """Return every word about partners that should name a party."""
    parties = names.parties
    for giver, on in case.influence.items():
        yield Reference("party", giver, parties, ("influence", giver), is_key=True)
        yield from keyed("party", on, parties, "influence", giver)
    if case.coalition is not None:
        yield from listed("party", case.coalition.needed, parties, "coalition", "needed")
        yield from keyed("party", case.coalition.agrees, parties, "coalition", "agrees")
        yield from keyed("party", case.coalition.repels, parties, "coalition", "repels")
        for giver, on in case.coalition.repels.items():
            yield from keyed("party", on, parties, "coalition", "repels", giver)
    if case.common_line is not None:
        yield from keyed("party", case.common_line.agreed, parties, "common_line", "agreed")
        for number, point in enumerate(case.common_line.open):
            if point.party is not None:
                yield Reference("party", point.party, parties, ("common_line", "open", number, "party"))


def coalition_findings(case: Case) -> Iterator[Finding]:
    """Report influence on oneself or without end, and a coalition that contradicts itself."""
    yield from _of_influence(case)
    if case.coalition is not None:
        yield from _of_members(case, case.coalition)
        yield from _of_those_asked(case, case.coalition)


def _of_influence(case: Case) -> Iterator[Finding]:
    tables: list[tuple[KeyPath, Mapping[str, Mapping[str, object]]]] = [(("influence",), case.influence)]
    if case.coalition is not None:
        tables.append((("coalition", "repels"), case.coalition.repels))
    for path, table in tables:
        for party, on in table.items():
            if party in on:
                found = say("the influence of {party} on itself", party=quoted(party))
                yield Finding((*path, party, party), found, say("delete it"), "key")
    # Who follows somebody without fail has no answer of its own; in a circle of such, nobody has.
    full = {party: tuple(to for to, share in on.items() if stated(share)[0] >= 1) for party, on in case.influence.items()}
    for circle in circles({party: tuple(to for to in on if to != party) for party, on in full.items()}):
        members = (*circle, circle[0]) if len(circle) < MOST_SHOWN else (*circle[:MOST_SHOWN], "…")
        found = say("influence without end: {parties} follow one another without fail", parties=" → ".join(members))
        write = say("let one of them decide for itself: write a share below 1")
        yield Finding(("influence", circle[0], circle[1 % len(circle)]), found, write)


def _of_members(case: Case, coalition: Coalition) -> Iterator[Finding]:
    for number, party in enumerate(coalition.needed):
        if party in coalition.needed[:number]:
            yield Finding(("coalition", "needed", number), say("{word} a second time", word=quoted(party)), say("delete it"))
    members = coalition.members
    if not members:
        found = say("a coalition without anybody in it")
        yield Finding(("coalition",), found, say("write needed: [party, …]"), "key", whole=True)
    if len(members) > MOST_MEMBERS:
        found = say("a coalition of {n} parties", n=len(members))
        write = say("keep {most}: the order in which to ask them is found exactly for so many", most=MOST_MEMBERS)
        yield Finding(("coalition", "needed" if coalition.needed else "agrees"), found, write, "key", whole=True)
    at_table = [name for name, party in case.parties.items() if party.role in _AT_THE_TABLE]
    for place, party in enumerate(members):
        if party in at_table and len(at_table) == 2:  # more or fewer are reported, and are the cause
            path: KeyPath = ("coalition", "needed", place) if coalition.needed else ("coalition", "agrees", party)
            found = say("{party}, who is one of the two sides at the table", party=quoted(party))
            write = say("name parties to be won over: whether the two sides agree is what the talks are about")
            yield Finding(path, found, write, "value" if coalition.needed else "key")


def _of_those_asked(case: Case, coalition: Coalition) -> Iterator[Finding]:
    """Chances and repulsion are those of parties that are asked."""
    paths: list[tuple[KeyPath, str]] = [(("coalition", "agrees", party), party) for party in coalition.agrees]
    for giver, on in coalition.repels.items():
        paths.append((("coalition", "repels", giver), giver))
        paths += [(("coalition", "repels", giver, party), party) for party in on]
    for path, party in paths:
        if party in case.parties and party not in coalition.members:
            found = say("{party}, who is not needed and so not asked", party=quoted(party))
            yield Finding(path, found, say("add it to coalition.needed, or delete it"), "key")

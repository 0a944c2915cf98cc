# SPDX-License-Identifier: Apache-2.0
"""Who is at the table, who decides with them, and whose consent a deal needs."""

from collections.abc import Iterator

from pourparler.case.model import Case
from pourparler.case.names import Known, Names, Reference, keyed, listed
from pourparler.case.problem import Finding, quoted
from pourparler.case.table import Consent
from pourparler.case.tree import Scalar, Sequence
from pourparler.wording import say


def at_the_table(case: Case) -> tuple[str, ...]:
    """Return the parties at the table: own, counterpart, and by name every other party that has values or a veto."""
    by_role = {party.role: name for name, party in case.parties.items()}
    seats = [by_role[role] for role in ("own", "counterpart") if role in by_role]
    vetoes = case.consent.vetoes if isinstance(case.consent, Consent) else ()
    others = sorted(name for name in case.parties if name in case.values or name in vetoes)
    return tuple(dict.fromkeys((*seats, *others)))


def deciders(case: Case, party: str) -> tuple[str, ...]:
    """Return whom a party's consent takes: its own, and that of every body that has to ratify for it and has values."""
    ratifiers = case.parties[party].ratifiers
    return (party, *sorted(r for r in set(ratifiers) if r in case.values or r in case.no_deal))


def deciding(names: Names) -> Known:
    """Return who can have values and a no-deal value: the parties, and those who ratify."""
    if names.parties is None:
        return None
    out: dict[str, object] = dict.fromkeys(names.parties)
    for party in names.parties:
        node = names.tree.node(("parties", party, "ratifiers"))
        out.update((r.text, None) for r in (node.items if isinstance(node, Sequence) else ()) if isinstance(r, Scalar))
    return out


def consent_references(case: Case, names: Names) -> Iterator[Reference]:
    """Return every word that should name one who decides."""
    for section in ("values", "no_deal"):
        yield from keyed("party", getattr(case, section), deciding(names), section)
    if isinstance(case.consent, Consent):
        yield from listed("party", case.consent.vetoes, names.parties, "consent", "vetoes")


def consent_findings(case: Case, names: Names) -> Iterator[Finding]:
    """Report a rule that says nothing, a veto given twice, and a quota that nobody can meet."""
    rule = case.consent
    if not isinstance(rule, Consent):
        return
    if rule.quota is None and not rule.vetoes:
        found = say("a rule of consent that asks for nobody's")
        yield Finding(("consent",), found, say("write all, all_but_one, {{quota: 3}} or {{vetoes: [a, b]}}"), whole=True)
    for number, party in enumerate(rule.vetoes):
        if party in rule.vetoes[:number]:
            yield Finding(("consent", "vetoes", number), say("{word} a second time", word=quoted(party)), say("delete it"))
    seated = at_the_table(case)
    # A party or its values that could not be read is not missing: that it has a mistake is told already.
    unread = {*(names.parties or ())} - {*case.parties} or {*(names.keys("values") or ())} - {*case.values}
    if rule.quota is not None and names.parties is not None and not unread and rule.quota > len(seated):
        found = say("a quota of {quota}, with {n} parties at the table", quota=rule.quota, n=len(seated))
        listed_ = ", ".join(map(quoted, seated))
        write = say("write {n} or less, or values for more parties: at the table are {parties}", n=len(seated), parties=listed_)
        yield Finding(("consent", "quota"), found, write, whole=True)

# SPDX-License-Identifier: Apache-2.0
"""Alarms about what packages do beyond the table: red lines, spoilers, self-harm, priorities, parties left out."""

from pourparler.assess.assessment import AlarmRow, PartnerRow
from pourparler.assess.listed import LIKELY
from pourparler.assess.sentence import Sentence, percent, points, sentence
from pourparler.assess.wider import BigPicture, WiderPackageRow
from pourparler.assess.worlds import seats
from pourparler.case import Case

#: The prefix of the names of offers among the names of a package.
OFFERS = "offers."
#: From this chance on a party may well spoil: more likely than not, a roughly even chance counted in (ICD 203: from 45 %).
MAY_WELL = 0.45


def wider_alarms(case: Case, partners: tuple[PartnerRow, ...], found: BigPicture) -> list[AlarmRow]:
    """Return every alarm about what packages do beyond the table."""
    return [
        *_left_out(found),
        *_best_crosses(found),
        *_spoilers(partners, found),
        *_self_harm(found),
        *_dear(found),
        *_priorities(case, found),
    ]


def _left_out(found: BigPicture) -> list[AlarmRow]:
    """Parties taken out of the account, each with its reason (O-13)."""
    template = "{party} is left out of account: {reason}"
    return [
        AlarmRow(f"left_out.{party}", "O-13", sentence(template, party=party, reason=why))
        for party, why in found.left_out.items()
    ]


def _best_crosses(found: BigPicture) -> list[AlarmRow]:
    """The package that is best for us of those looked at crosses a red line (O-14); of likely ones that is told anyway."""
    out = []
    for row in found.packages:
        if row.our_best and row.crosses and not row.names[0].startswith(LIKELY):
            who, what = sorted(row.crosses), sorted({option for options in row.crosses.values() for option in options})
            template = "the package worth most to us, {package}, crosses a red line of {who}: {what}"
            text = sentence(template, package=named(row), who=", ".join(who), what=", ".join(what))
            out.append(AlarmRow("red_line.best", "O-14", text))
    return out


def named(row: WiderPackageRow) -> Sentence:
    """Return the first of a package's names in words."""
    kind, _, rest = row.names[0].partition(".")
    if kind == LIKELY:
        return sentence("the likely agreement no. {n}", n=rest)
    if f"{kind}." == OFFERS:
        return sentence("the offer “{name}”", name=rest)
    own = {"target": sentence("the mandate's target"), "floor": sentence("the mandate's floor")}
    return own.get(kind) or sentence("no. {n} of the shortlist", n=kind)


def _spoilers(partners: tuple[PartnerRow, ...], found: BigPicture) -> list[AlarmRow]:
    """Parties that may spoil, for which nothing is kept ready (O-15)."""
    out = []
    for row in found.spoilers:
        if not row.contingency:
            text = sentence("{party} may spoil, and nothing is kept ready for it", party=row.party)
            out.append(AlarmRow(f"spoiler.{row.party}", "O-15", text))
    for party in partners:
        if (party.spoils or 0.0) >= MAY_WELL:
            chance = percent(party.spoils or 0.0)
            text = sentence("{party} spoils the likely agreement in {chance}", party=party.party, chance=chance)
            out.append(AlarmRow(f"spoils.{party.party}", "O-15", text))
    return out


def _self_harm(found: BigPicture) -> list[AlarmRow]:
    """Packages whose wider loss exceeds the gain at the table (O-26)."""
    out = []
    for row in found.packages:
        if row.self_harm and row.outside is not None:
            text = sentence(
                "{package} gains us {gain} points at the table and costs us {loss} outside it",
                package=named(row),
                gain=points(row.gain.mean),
                loss=points(-row.outside.mean),
            )
            out.append(AlarmRow(f"self_harm.{row.names[0]}", "O-26", text))
    return out


def _dear(found: BigPicture) -> list[AlarmRow]:
    """Concessions that look free at the table and cost us outside it (O-24)."""
    out = []
    for row in found.dear:
        if row.free and row.dear:
            text = sentence(
                "{option} costs nothing at the table and {loss} points outside it",
                option=row.option,
                loss=points(-row.outside.mean),
            )
            out.append(AlarmRow(f"dear.{row.option}", "O-24", text))
    return out


def _priorities(case: Case, found: BigPicture) -> list[AlarmRow]:
    """What we offer, or the mandate would give, against a priority of our own (O-23)."""
    own, _ = seats(case)
    ours = {f"{OFFERS}{name}" for name, offer in case.offers.items() if offer.by == own} | {"target", "floor"}
    gives = {pair.give for pair in case.mandate.gives} if case.mandate is not None else set()
    out = []
    for row in found.priorities:
        told = [name for held in row.packages if held.contradicts for name in held.what if name in ours]
        told += [name for held in row.options if held.contradicts for name in held.what if name in gives]
        if told:
            template = "what we would offer contradicts the priority “{priority}” of {holder}: {what}"
            text = sentence(template, priority=row.priority, holder=row.holder, what=", ".join(told))
            out.append(AlarmRow(f"contradicts.{row.priority}", "O-23", text))
    return out

# SPDX-License-Identifier: Apache-2.0
"""A case with some of its moves made, as far as they change what can be agreed on, and who decides on it."""

from collections.abc import Iterable, Iterator
from typing import Any

from pourparler.case.consent import at_the_table
from pourparler.case.model import Case, Move
from pourparler.case.names import Names, Reference, listed
from pourparler.case.problem import Finding, KeyPath, quoted
from pourparler.case.table import Consent
from pourparler.wording import say


def rearranging(case: Case) -> tuple[str, ...]:
    """Return the moves that open options, or change who is at the table, in order."""
    return tuple(name for name in sorted(case.moves) if _rearranges(case.moves[name]))


def _rearranges(move: Move) -> bool:
    return bool(move.opens or move.brings or move.takes_out)


def with_moves(case: Case, done: Iterable[str] = ()) -> Case:
    """Return a case in which some moves are made, and no other.

    An option that moves open is excluded until one of them is made; a party that moves bring is not at the table until then,
    nor is one that a move has taken out. What else moves do is not in the result.
    """
    made = set(done)
    opened = {option for name in made for option in case.moves[name].opens}
    closed = {option for move in case.moves.values() for option in move.opens} - opened
    arrived = {party for name in made for party in case.moves[name].brings}
    away = {party for move in case.moves.values() for party in move.brings} - arrived
    away |= {party for name in made for party in case.moves[name].takes_out}
    changes: dict[str, Any] = {}
    if closed:
        shut = tuple(dict([_issue_and_option(option)]) for option in sorted(closed))
        changes["exclude"] = (*case.exclude, *(excluded for excluded in shut if excluded not in case.exclude))
    if away:
        changes["values"] = {party: model for party, model in case.values.items() if party not in away}
        rule = case.consent
        if isinstance(rule, Consent):
            changes["consent"] = _without(case, rule, away)
    return case.model_copy(update=changes) if changes else case


def _issue_and_option(option: str) -> tuple[str, str]:
    issue, _, name = option.partition(".")
    return issue, name


def _without(case: Case, rule: Consent, away: set[str]) -> Consent:
    """Return a rule of consent without those who are not at the table: a quota is at most all who are."""
    vetoes = tuple(party for party in rule.vetoes if party not in away)
    seated = len(set(at_the_table(case)) - away)
    quota = rule.quota if rule.quota is None else min(rule.quota, seated)
    return rule.model_copy(update={"vetoes": vetoes, "quota": 0 if quota is None and not vetoes else quota})


def move_references(case: Case, names: Names) -> Iterator[Reference]:
    """Return every party that a move brings to the table, or takes out."""
    for name, move in case.moves.items():
        for key in ("brings", "takes_out"):
            yield from listed("party", getattr(move, key), names.parties, "moves", name, key)


def move_findings(case: Case) -> Iterator[Finding]:
    """Report moves that open what is in force, or all there is, or move parties that have nothing to decide."""
    two = {name for name, party in case.parties.items() if party.role in ("own", "counterpart")}
    seated = at_the_table(case)
    opened = {option for move in case.moves.values() for option in move.opens}
    for name, move in case.moves.items():
        for number, option in enumerate(move.opens):
            yield from _of_opened(case, opened, option, ("moves", name, "opens", number))
        for key in ("brings", "takes_out"):
            for number, party in enumerate(getattr(move, key)):
                path: KeyPath = ("moves", name, key, number)
                if party in two and len(two) == len(("own", "counterpart")):
                    yield Finding(path, say("{party}, one of the two sides", party=quoted(party)), say("name another party"))
                elif party in case.parties and party not in seated and case.values:
                    found = say("{party}, who has no values and so nothing to decide", party=quoted(party))
                    yield Finding(path, found, say("write values and no_deal for it, or delete it"), whole=True)
                elif key == "takes_out" and party in move.brings:
                    found = say("{party}, whom the same move brings to the table", party=quoted(party))
                    yield Finding(path, found, say("name it once"))
        decided_by = sorted(set(move.needs) & set(move.effects)) if _rearranges(move) else []
        if decided_by:
            party = quoted(decided_by[0])
            found = say("an effect on {party}, whom a move needs that opens options or changes who decides", party=party)
            write = say("delete it, or state it as the cost of the move: such a move is made or not, in every world alike")
            yield Finding(("moves", name, "effects", decided_by[0]), found, write, "key")


def _of_opened(case: Case, opened: set[str], option: str, path: KeyPath) -> Iterator[Finding]:
    issue, name = _issue_and_option(option)
    entry = case.issues.get(issue)
    if entry is None or name not in entry.names:
        return  # which is reported
    if entry.status_quo == name:
        write = say("name one that is not open without the move")
        yield Finding(path, say("an option that is in force today"), write, whole=True)
    elif name == next(iter(entry.names)) and all(f"{issue}.{each}" in opened for each in entry.names):
        found = say("every option of {issue}", issue=quoted(issue))
        yield Finding(path, found, say("leave one that is open without moves: what there is today"), whole=True)

# SPDX-License-Identifier: Apache-2.0
"""Votes: players with weights, quotas and vetoes, from a spreadsheet (`player, weight`) or from YAML and JSON."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pourparler.case.decode import load_file
from pourparler.case.marks import read_tree
from pourparler.case.problem import Problem, in_file_order, quoted
from pourparler.case.tree import Entry, Mark, Node, Scalar, Sequence, Table, Tree
from pourparler.errors import CaseError
from pourparler.exchange.actors import StatedVote, StatedVotes
from pourparler.exchange.cells import Cell, Sheet
from pourparler.exchange.columns import cell_in, name_in, number_in, places_of, report_missing
from pourparler.exchange.numbers import read_exact, write_exact
from pourparler.exchange.sheet import number_advice, short_list
from pourparler.wording import say

PLAYER, WEIGHT, VETO, QUOTA = "player", "weight", "veto", "quota"
_COLUMNS = {"player": PLAYER, "voter": PLAYER, "weight": WEIGHT, "votes": WEIGHT, "veto": VETO}
#: What may stand in the column `veto`.
_WORDS = {"": False, "no": False, "yes": True, "true": True, "false": False, "0": False, "1": True, "x": True}
#: Keys of a vote in YAML or JSON.
KEYS = ("title", "players", "quota", "weights", "vetoes", "rules")
#: Indices of power that may be stated beside a vote, by the name each has here: they are compared with what is found.
RESULTS = {
    "shapley_shubik": "shapley_shubik",
    "banzhaf": "banzhaf",
    "banzhaf_normalised": "banzhaf",
    "banzhaf_absolute": "banzhaf_absolute",
}
#: More votes than this in one file are refused: each is counted for itself, and some take a second.
MOST_VOTES = 100


def is_vote(sheet: Sheet) -> bool:
    """Return whether a table is one of players and not of actors, by its first column."""
    return _COLUMNS.get(sheet.rows[0][0].text.casefold()) == PLAYER


def vote_in(sheet: Sheet, title: str) -> StatedVote | None:
    """Read players from a table; a row with `quota` in its first column states the quota. What is wrong is reported."""
    places = places_of(sheet, _COLUMNS)
    if report_missing(sheet, places, (PLAYER, WEIGHT), say("give a table of players the columns player,weight")):
        return None
    players: list[str] = []
    weights: list[Fraction] = []
    vetoes: list[str] = []
    quota: Fraction | None = None
    least: Cell | None = None
    for row in sheet.rows[1:]:
        name = name_in(sheet, row, places[PLAYER])
        number = number_in(sheet, row, places[WEIGHT], least=Fraction(0))
        for cell in (cell for cell in row[len(sheet.rows[0]) :] if cell.text):
            sheet.report(cell, say("a cell beyond the last column"), say("name the column, or empty the cell"))
        if name is None or number is None:
            continue
        if name.casefold() == QUOTA:
            if least is not None:
                sheet.report(row[places[PLAYER]], say("a quota a second time"), say("keep one of them"))
            quota, least = number, row[places[WEIGHT]]
            continue
        if name in players:
            sheet.report(
                row[places[PLAYER]], say("the player {name} a second time", name=quoted(name)), say("give every player one row")
            )
        players.append(name)
        weights.append(number)
        held = cell_in(row, places[VETO]) if VETO in places else None
        if held is not None and held.text.casefold() not in _WORDS:
            sheet.report(held, quoted(held.text), say("write yes, or leave the cell empty"))
        elif held is not None and _WORDS[held.text.casefold()]:
            vetoes.append(name)
    if not players and not sheet.problems:
        sheet.report(sheet.rows[-1][0], say("no player"), say("add a row for each player"))
    elif players and not sheet.problems:
        _report_impossible(sheet, sum(weights, Fraction(0)), quota, least)
    return None if sheet.problems else StatedVote(title, tuple(players), ((tuple(weights), quota),), tuple(vetoes))


def _report_impossible(sheet: Sheet, total: Fraction, quota: Fraction | None, at: Cell | None) -> None:
    """Report weights that are all 0, and a quota that nobody needs to reach, or that all together do not reach."""
    if not total:
        sheet.report(sheet.rows[-1][0], say("weights that are all 0"), say("give somebody a weight above 0"))
    elif quota is not None and at is not None and not 0 < quota <= total:
        sheet.report(at, *_impossible(quota, total))


def _impossible(quota: Fraction, total: Fraction) -> tuple[str, str]:
    """Say what is wrong with a quota beside the sum of all weights, and what to write."""
    text, whole = write_exact(quota), write_exact(total)
    found = say("a quota of {text}, while all weights together are {total}", text=text, total=whole)
    return found, say("write a quota above 0 that all of them together reach")


def is_vote_file(path: Path) -> bool:
    """Return whether a file of YAML or JSON states a vote: it has weights or rules, and nothing of a case or a domain."""
    text = load_file(path).text
    return any(f"{key}:" in text or f'"{key}"' in text for key in ("weights", "rules")) and not any(
        f"{key}:" in text or f'"{key}"' in text for key in ("pourparler", "issues")
    )


def read_votes(path: Path) -> StatedVote | StatedVotes:
    """Read a vote from YAML or JSON, or several: `quota` and `weights`, or `rules` that hold both, for each.

    `players`, `vetoes` and `title` may be added, and indices of power to be compared. Weights are a list, or a table with a
    weight for each player. Without names players are called by number, from 1. Several votes stand in a table by their names.
    Raises `CaseError` with every problem, each by line and column.
    """
    tree = read_tree(load_file(path), "quota: 12")
    problems = list(tree.problems)
    held = tree.top.entries
    if not _holds_several(held):
        vote = _Reader(tree, problems, ()).vote(tree.top, path.stem)
        if problems or vote is None:
            raise CaseError(in_file_order(problems))
        return vote
    names = [name for name in held if name != "title"]
    if len(names) > MOST_VOTES:
        found, write = say("{n} votes", n=len(names)), say("give at most {n} votes in one file", n=MOST_VOTES)
        problems.append(tree.page.problem(tree.top.mark.line, tree.top.mark.column, (), found, write))
        raise CaseError(in_file_order(problems))
    read = [_Reader(tree, problems, (name,)).entry(held[name], name) for name in names]
    if problems:
        raise CaseError(in_file_order(problems))
    return StatedVotes(_title(held, path.stem), tuple(vote for vote in read if vote is not None))


def _holds_several(held: dict[str, Entry]) -> bool:
    """Return whether a file holds votes by their names: nothing of a vote itself but a title, and tables in the rest."""
    named = [entry for name, entry in held.items() if name != "title"]
    return not set(held) & (set(KEYS) - {"title"}) and any(isinstance(entry.node, Table) for entry in named)


def _title(held: dict[str, Entry], otherwise: str) -> str:
    told = held.get("title")
    return told.node.text if told is not None and isinstance(told.node, Scalar) and told.node.text else otherwise


@dataclass
class _Rule:
    """A rule as it stands: names of players where weights are a table."""

    names: tuple[str, ...] | None
    weights: tuple[Fraction, ...]
    quota: Fraction | None
    path: tuple[str | int, ...]
    mark: Mark
    quota_mark: Mark


class _Reader:
    """Takes one vote of a tree apart; what is wrong is added to `problems`, by its place below `path`."""

    def __init__(self, tree: Tree, problems: list[Problem], path: tuple[str, ...]) -> None:
        self.tree, self.problems, self.path = tree, problems, path

    def report(self, mark: Mark, path: tuple[str | int, ...], found: str, write: str) -> None:
        self.problems.append(self.tree.page.problem(mark.line, mark.column, (*self.path, *path), found, write))

    def entry(self, entry: Entry, name: str) -> StatedVote | None:
        """Return the vote of one name of several."""
        if not isinstance(entry.node, Table):
            self.report(entry.key_mark, (), say("no vote"), say("write {{quota: 12, weights: [4, 4, 2]}}, or leave it out"))
            return None
        return self.vote(entry.node, name)

    def vote(self, top: Table, title: str) -> StatedVote | None:
        """Return a vote, None if its rules cannot be read."""
        held = top.entries
        for key in (key for key in held if key not in KEYS and key not in RESULTS):
            found, known = say("the unknown key {name}", name=quoted(key)), ", ".join(KEYS)
            self.report(held[key].key_mark, (key,), found, say("known are: {names}", names=known))
        before = len(self.problems)
        rules = self._rules(held, top.mark)
        if not rules or len(self.problems) > before:
            return None
        names = self._names(held, rules)
        vetoes, results = self._vetoes(held.get("vetoes"), names), self._results(held, len(names))
        told = tuple((rule.weights, rule.quota) for rule in rules)
        self._possible(rules)
        return StatedVote(_title(held, title), names, told, vetoes, results)

    def _possible(self, rules: list[_Rule]) -> None:
        """Report a quota that nobody needs to reach or that all together do not reach, and weights that are all 0."""
        for rule in rules:
            total = sum(rule.weights, Fraction(0))
            if not total:
                self.report(
                    rule.mark, (*rule.path, "weights"), say("weights that are all 0"), say("give somebody a weight above 0")
                )
            elif rule.quota is not None and not 0 < rule.quota <= total:
                self.report(rule.quota_mark, (*rule.path, QUOTA), *_impossible(rule.quota, total))

    def _results(self, held: dict[str, Entry], players: int) -> dict[str, tuple[Fraction, ...]]:
        """Return the indices that are stated as well, by the name each has here."""
        out = {}
        for key in (key for key in held if key in RESULTS):
            node = held[key].node
            items = node.items if isinstance(node, Sequence) else []
            found = [self._number(item, (key, number)) for number, item in enumerate(items)]
            known = tuple(number for number in found if number is not None)
            if len(items) != players:
                told = say("{n} shares for {m} players", n=len(items), m=players)
                self.report(held[key].key_mark, (key,), told, say("give every player one share, or leave the key out"))
            elif len(known) == len(found):
                out[RESULTS[key]] = known
        return out

    def _rules(self, held: dict[str, Entry], mark: Mark) -> list[_Rule]:
        several = held.get("rules")
        if several is None:
            rule = self._rule(held, mark, ())
            return [rule] if rule is not None else []
        if not isinstance(several.node, Sequence) or not several.node.items:
            self.report(
                several.key_mark,
                ("rules",),
                say("no list of rules"),
                say("write rules: [{{quota: 12, weights: [4, 4, 2]}}, …]"),
            )
            return []
        out = []
        for number, item in enumerate(several.node.items):
            if isinstance(item, Table):
                out.append(self._rule(item.entries, item.mark, ("rules", number)))
            else:
                self.report(item.mark, ("rules", number), say("no rule"), say("write {{quota: 12, weights: [4, 4, 2]}}"))
        return [rule for rule in out if rule is not None]

    def _rule(self, held: dict[str, Entry], mark: Mark, path: tuple[str | int, ...]) -> _Rule | None:
        quota = held.get(QUOTA)
        least = self._number(quota.node, (*path, QUOTA)) if quota is not None else None
        stated = held.get("weights")
        if stated is None:
            self.report(mark, path, say("no weights"), say("write weights: [4, 4, 2], or weights: {{NAME: 4, …}}"))
            return None
        here = (*path, "weights")
        if isinstance(stated.node, Table):
            found = [self._number(entry.node, (*here, name)) for name, entry in stated.node.entries.items()]
            names: tuple[str, ...] | None = tuple(stated.node.entries)
        elif isinstance(stated.node, Sequence):
            found, names = [self._number(node, (*here, number)) for number, node in enumerate(stated.node.items)], None
        else:
            found, names = [], None
        if not found:
            self.report(stated.key_mark, here, say("no weights"), say("write weights: [4, 4, 2], or weights: {{NAME: 4, …}}"))
            return None
        known = tuple(number for number in found if number is not None)
        at = quota.key_mark if quota is not None else stated.key_mark
        return _Rule(names, known, least, path, stated.key_mark, at) if len(known) == len(found) else None

    def _number(self, node: Node, path: tuple[str | int, ...]) -> Fraction | None:
        text = node.text if isinstance(node, Scalar) else ""
        number = read_exact(text)
        if number is None:
            self.report(node.mark, path, quoted(text) if text else say("no number"), number_advice(text))
        elif number < 0:
            self.report(node.mark, path, say("the negative number {text}", text=quoted(text)), say("write 0 or more"))
        else:
            return number
        return None

    def _names(self, held: dict[str, Entry], rules: list[_Rule]) -> tuple[str, ...]:
        """Return the names of the players: those stated, those of the weights, or numbers; all rules have to agree on them."""
        stated = held.get("players")
        names = next((rule.names for rule in rules if rule.names is not None), None)
        if stated is not None:
            items = stated.node.items if isinstance(stated.node, Sequence) else []
            texts = [item.text for item in items if isinstance(item, Scalar) and item.text]
            if not texts or len(texts) != len(items) or len(set(texts)) != len(texts):
                self.report(
                    stated.key_mark, ("players",), say("no list of different names"), say("write players: [NAME, NAME, …]")
                )
                return ()
            names = tuple(texts)
        count = len(names) if names is not None else len(rules[0].weights) if rules else 0
        for rule in rules:
            if len(rule.weights) != count or (rule.names is not None and rule.names != names):
                found = say("{n} weights for {m} players", n=len(rule.weights), m=count)
                if len(rule.weights) == count:
                    found = say("weights of other players, or in another order")
                write = say("give every player one weight in every rule, in the same order")
                self.report(rule.mark, (*rule.path, "weights"), found, write)
        return names if names is not None else tuple(str(number + 1) for number in range(count))

    def _vetoes(self, entry: Entry | None, names: tuple[str, ...]) -> tuple[str, ...]:
        if entry is None:
            return ()
        if not isinstance(entry.node, Sequence):
            self.report(entry.key_mark, ("vetoes",), say("no list of players"), say("write vetoes: [NAME, …]"))
            return ()
        out = []
        for number, item in enumerate(entry.node.items):
            text = item.text if isinstance(item, Scalar) else ""
            if text not in names:
                found = say("a veto of the unknown player {name}", name=quoted(text))
                self.report(item.mark, ("vetoes", number), found, say("known are: {names}", names=short_list(names)))
            out.append(text)
        return tuple(dict.fromkeys(out))

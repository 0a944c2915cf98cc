# SPDX-License-Identifier: Apache-2.0
"""NegMAS as an independent oracle: what it makes of the files we write, and of small domains; where it differs, how and why.

Values are small whole numbers or eighths, which its floating-point numbers hold exactly, so that comparisons are exact. A third
answer, by comparing every pair of packages in whole numbers, stands beside both.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import inf, prod
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from negmas.inout import Scenario
from negmas.preferences import ops

from exchange.domains import GENIUS, NEGMAS, exactly, put, spoilt
from pourparler.engines.bargaining.packages import Grid
from pourparler.engines.bargaining.pareto import pareto_frontier
from pourparler.engines.bargaining.payoffs import Payoffs
from pourparler.engines.bargaining.solutions import (
    egalitarian_solution,
    kalai_smorodinsky_solution,
    nash_solution,
    utilitarian_solution,
)
from pourparler.exchange import Form, Profile, StatedIssue, StatedTable, read_document, read_domain, write_domain
from pourparler.exchange.genius import Evaluations, GeniusDomain, GeniusIssue, GeniusProfile

Point = tuple[int, ...]


@dataclass(frozen=True)
class Small:
    """A table of whole values, and no-deal values."""

    table: StatedTable
    parts: tuple[Grid, ...]
    no_deal: Point

    @property
    def parties(self) -> range:
        return range(len(self.no_deal))

    @property
    def packages(self) -> list[tuple[str, ...]]:
        return list(product(*(issue.options for issue in self.table.issues)))

    def points(self) -> list[Point]:
        """Return the value point of every package, by plain addition."""
        rows = product(*(range(len(part)) for part in self.parts))
        taken = ([part[option] for part, option in zip(self.parts, row, strict=True)] for row in rows)
        return [tuple(sum(int(option[party]) for option in options) for party in self.parties) for options in taken]

    def floors(self) -> Grid:
        return np.array(self.no_deal, dtype=np.int64)


def small(parts: Sequence[Sequence[Sequence[int]]], no_deal: Sequence[int]) -> Small:
    """Return a table from values [issue][option][party]."""
    issues = tuple(StatedIssue(f"i{n}", tuple(f"o{o}" for o in range(len(part)))) for n, part in enumerate(parts))
    profiles = tuple(
        Profile(f"p{party}", tuple(tuple(Fraction(option[party]) for option in part) for part in parts), Fraction(reserve))
        for party, reserve in enumerate(no_deal)
    )
    grids = tuple(np.array(part, dtype=np.int64) for part in parts)
    return Small(StatedTable("small", issues, profiles), grids, tuple(no_deal))


@st.composite
def tables(draw: st.DrawFn) -> Small:
    """Return a table of 2 to 4 parties and 2 to 5 issues, often with ties; no deal is never below the worst package."""
    parties, issues = draw(st.integers(2, 4)), draw(st.integers(2, 5))
    value = st.integers(0, draw(st.sampled_from([2, 5, 60])))
    options = st.lists(st.tuples(*[value] * parties), min_size=1, max_size=3 if issues > 3 else 4)
    parts = [draw(options) for _ in range(issues)]
    worst = [sum(min(option[p] for option in part) for part in parts) for p in range(parties)]
    best = [sum(max(option[p] for option in part) for part in parts) for p in range(parties)]
    share = draw(st.lists(st.integers(0, 6), min_size=parties, max_size=parties))
    return small(parts, [low + (high - low) * tenths // 10 for low, high, tenths in zip(worst, best, share, strict=True)])


def loaded(table: StatedTable | GeniusDomain, form: Form) -> Scenario:
    """Return what NegMAS loads from the files we write."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "domain"
        files = write_domain(table, folder, form).files
        if form == "negmas-json":  # which NegMAS writes, but looks for in no folder
            return Scenario.from_yaml_files(files[0], files[1:])
        return scenario(folder)


def scenario(folder: Path) -> Scenario:
    found = Scenario.load(folder)
    assert found is not None
    return found


def utilities(found: Scenario, package: Sequence[str | float]) -> list[float]:
    return [float(ufun(tuple(package))) for ufun in found.ufuns]


def frontier_of(points: Iterable[Point]) -> set[Point]:
    """Return the points that no point dominates, by comparing every pair."""
    distinct = set(points)

    def dominated(point: Point) -> bool:
        return any(other != point and all(a >= b for a, b in zip(other, point, strict=True)) for other in distinct)

    return {point for point in distinct if not dominated(point)}


def whole(points: Iterable[Sequence[float]]) -> set[Point]:
    """Return points of NegMAS as whole numbers, which they are exactly."""
    kept = [[float(value) for value in point] for point in points]
    assert all(value.is_integer() for point in kept for value in point)
    return {tuple(int(value) for value in point) for point in kept}


def rows(values: Grid, some: Iterable[int]) -> set[Point]:
    return {tuple(values[index].tolist()) for index in some}


def solutions(function: str, found: Scenario) -> set[Point]:
    """Return the points that a function of NegMAS names on the frontier that NegMAS finds."""
    points, _ = ops.pareto_frontier(found.ufuns)
    return whole(point for point, _ in getattr(ops, function)(found.ufuns, points, issues=found.issues))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables(), st.sampled_from(["negmas-yaml", "negmas-json"]))
def test_negmas_loads_what_we_write_with_the_same_values(ours: Small, form: Form) -> None:
    found = loaded(ours.table, form)
    assert [issue.name for issue in found.issues] == [issue.name for issue in ours.table.issues]
    assert [ufun.name for ufun in found.ufuns] == list(ours.table.parties)
    assert tuple(ufun.reserved_value for ufun in found.ufuns) == ours.no_deal
    for package, point in zip(ours.packages, ours.points(), strict=True):
        assert utilities(found, package) == list(point)


@st.composite
def plain_genius(draw: st.DrawFn) -> GeniusDomain:
    """Return a domain in which the largest evaluation of every issue is 1, and so is the sum of weights: nothing to divide."""
    counts = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    issues = tuple(GeniusIssue(f"i{n}", tuple(f"o{o}" for o in range(count))) for n, count in enumerate(counts))
    eighth = st.integers(0, 8).map(lambda n: Fraction(n, 8))
    profiles = []
    for party in range(draw(st.integers(2, 4))):
        weights = [Fraction(1, 2**n) for n in range(1, len(issues))]
        weights.append(1 - sum(weights, Fraction(0)))
        evaluators = tuple(Evaluations((Fraction(1), *(draw(eighth) for _ in issue.options[1:]))) for issue in issues)
        profiles.append(GeniusProfile(f"p{party}", tuple(weights), evaluators, draw(eighth)))
    return GeniusDomain("plain", issues, tuple(profiles))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plain_genius())
def test_negmas_gives_genius_scores_where_there_is_nothing_to_divide(domain: GeniusDomain) -> None:
    found, table = loaded(domain, "genius"), domain.stated()
    assert [float(profile.no_deal) for profile in table.profiles] == [ufun.reserved_value for ufun in found.ufuns]
    for package in product(*(range(len(issue.options)) for issue in table.issues)):
        words = [issue.options[option] for issue, option in zip(table.issues, package, strict=True)]
        scores = [
            sum(options[option] for options, option in zip(profile.worth, package, strict=True)) for profile in table.profiles
        ]
        assert [Fraction(value) for value in utilities(found, words)] == scores


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_the_frontier_is_that_of_negmas_and_of_brute_force(ours: Small) -> None:
    payoffs, points = Payoffs(ours.parts), ours.points()
    frontier = pareto_frontier(payoffs)
    assert rows(frontier.values, range(len(frontier.values))) == frontier_of(points)
    assert list(frontier.packages) == [points.count(tuple(row)) for row in frontier.values.tolist()]
    # NegMAS looks only at packages that nobody values below no deal.
    rational = frontier_of(point for point in points if all(a >= b for a, b in zip(point, ours.no_deal, strict=True)))
    floored = pareto_frontier(payoffs, ours.floors())
    assert rows(floored.values, range(len(floored.values))) == rational
    theirs, _ = ops.pareto_frontier(loaded(ours.table, "negmas-yaml").ufuns)
    assert whole(theirs) == rational


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_solutions_agree_with_negmas_where_it_means_the_same(ours: Small) -> None:
    best = [max(point[party] for point in ours.points()) for party in ours.parties]
    # Where a party cannot gain NegMAS calls the whole frontier a solution: see below.
    assume(all(most > reserve for most, reserve in zip(best, ours.no_deal, strict=True)))
    values, no_deal = pareto_frontier(Payoffs(ours.parts)).values, ours.floors()
    found = loaded(ours.table, "negmas-yaml")

    def gains(point: Point) -> Point:
        return tuple(a - b for a, b in zip(point, ours.no_deal, strict=True))

    assert rows(values, utilitarian_solution(values, no_deal)) == solutions("max_welfare_points", found)
    # NegMAS stops at the first comparison, and so may name more points than are left once ties are cut by leximin.
    egalitarian, kalai = rows(values, egalitarian_solution(values, no_deal)), solutions("kalai_points", found)
    assert egalitarian <= kalai
    assert bool(egalitarian) == bool(kalai)
    assert len({min(gains(point)) for point in kalai}) <= 1
    nash, products = rows(values, nash_solution(values, no_deal)), solutions("nash_points", found)
    assert bool(nash) == bool(products)
    if any(prod(gains(point)) > 0 for point in products):
        assert nash <= products
        assert len({prod(gains(point)) for point in products}) == 1


def test_difference_genius_evaluations_are_not_divided_by_the_largest(tmp_path: Path) -> None:
    """NegMAS multiplies weight and evaluation as they are written; the value of no agreement stays a score from 0 to 1."""
    texts = spoilt(GENIUS, "port.xml", '<discount_factor value="0.9"/>', "")
    folder = put(tmp_path, texts)
    found, table = scenario(folder), read_domain(folder)
    assert found.issue_names == ["berth", "fee"]
    assert utilities(found, ("north", "high")) == pytest.approx([10, 0.6 * 8 + 0.2 * 4])
    assert [profile.worth[0][0] + profile.worth[1][1] for profile in table.profiles] == list(exactly("1/4", "1"))
    # The second-worst package of the port scores 0.25, below its value of no agreement, and looks far better than it there.
    assert (found.ufuns[1].reserved_value, table.profiles[1].no_deal) == (0.35, Fraction("0.35"))
    assert table.profiles[1].worth[0][2] + table.profiles[1].worth[1][1] == Fraction(1, 4)
    assert utilities(found, ("none", "high"))[1] == pytest.approx(0.8)


def test_difference_a_discounted_genius_profile_loses_its_value_of_no_agreement(tmp_path: Path) -> None:
    folder = put(tmp_path, GENIUS)
    assert scenario(folder).ufuns[1].reserved_value == -inf
    assert read_domain(folder).profiles[1].no_deal == Fraction("0.35")


TOP = "<negotiation_template><utility_space><objective name='sale'>{}</objective></utility_space></negotiation_template>"
PROFILE = "<utility_space><objective name='sale'>{}<weight index='1' value='1'/></objective></utility_space>"
WHOLE = "<issue index='1' name='fee' type='integer' lowerbound='2' upperbound='6'>{}</issue>"
REAL = "<issue index='1' name='fee' type='real'><range lowerbound='2' upperbound='6'/>{}</issue>"


def ranged(folder: Path, issue: str, evaluator: str) -> Path:
    """Write a domain of one range that two parties value alike."""
    profile = PROFILE.format(issue.format(evaluator))
    return put(folder, {"a.xml": profile, "b.xml": profile, "domain.xml": TOP.format(issue.format(""))})


def test_difference_whole_numbers_count_from_0_and_are_not_cut_off(tmp_path: Path) -> None:
    """GENIUS counts a slope from the lower end, and cuts a score off at 0 and 1; NegMAS does neither."""
    folder = ranged(tmp_path, WHOLE, "<evaluator ftype='linear' offset='0.1' slope='0.3'/>")
    assert read_domain(folder).profiles[0].worth == (exactly("0.1", "0.4", "0.7", "1", "1"),)
    assert [utilities(scenario(folder), (n,))[0] for n in range(2, 7)] == pytest.approx([0.7, 1.0, 1.3, 1.6, 1.9])


def test_difference_a_constant_function_is_refused_by_negmas(tmp_path: Path) -> None:
    folder = ranged(tmp_path, REAL, "<evaluator ftype='constant' parameter0='0.3'/>")
    assert set(read_domain(folder).profiles[0].worth[0]) == {Fraction("0.3")}
    with pytest.raises(OSError, match="Unknown ftype constant"):
        scenario(folder)


def test_difference_an_option_without_evaluation_is_found_only_when_it_is_asked_for(tmp_path: Path) -> None:
    """We refuse the file, in test_bad_domains."""
    folder = put(tmp_path, spoilt(GENIUS, "line.xml", '<item index="2" value="south" evaluation="10"/>', ""))
    with pytest.raises(KeyError):
        utilities(scenario(folder), ("south", "high"))


def test_difference_a_weight_of_an_unknown_issue_becomes_a_bias(tmp_path: Path) -> None:
    """We refuse the file, in test_bad_domains."""
    weight = '<weight index="1" value="1"/>'
    folder = put(tmp_path, spoilt(GENIUS, "line.xml", weight, f'{weight}<weight index="9" value="5"/>'))
    assert utilities(scenario(folder), ("north", "high"))[0] == 15


def test_difference_json_is_looked_for_in_no_folder_and_knows_no_numbers_as_options(tmp_path: Path) -> None:
    folder = tmp_path / "json"
    write_domain(small([[(1, 0), (0, 1)]], (0, 0)).table, folder, "negmas-json")
    assert Scenario.load(folder) is None
    assert read_domain(folder).parties == ("p0", "p1")
    fee = {"type": "DiscreteCardinalIssue", "name": "fee", "values": [1, 5]}
    space = json.dumps({"type": "CartesianOutcomeSpace", "issues": [fee]})
    values = [{"type": "TableFun", "mapping": {"1": 2, "5": 3}}]
    function = json.dumps({"type": "LinearAdditiveUtilityFunction", "weights": [1], "values": values})
    other = put(tmp_path / "numbers", {"domain.json": space, "a.json": function, "b.json": function})
    assert read_domain(other).profiles[0].worth == (exactly("2", "3"),)
    with pytest.raises(KeyError):
        utilities(Scenario.from_yaml_files(other / "domain.json", [other / "a.json", other / "b.json"]), (1,))


def test_difference_a_bias_is_lost_when_negmas_writes(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    write_domain(small([[(1, 0), (0, 1)]], (0, 0)).table, ours, "negmas-yaml")
    (ours / "1-p0.yml").write_text((ours / "1-p0.yml").read_text("utf-8") + "bias: 7\n", "utf-8")
    assert utilities(scenario(ours), ("o0",)) == [8, 0]
    assert read_domain(ours).profiles[0].worth == (exactly("8", "7"),)
    scenario(ours).dumpas(tmp_path / "theirs")
    assert utilities(scenario(tmp_path / "theirs"), ("o0",)) == [1, 0]


def test_difference_an_option_named_type_is_taken_for_the_type_of_its_table(tmp_path: Path) -> None:
    worth = (exactly("1", "2"),)
    table = StatedTable("sale", (StatedIssue("sign", ("type", "print")),), (Profile("a", worth), Profile("b", worth)))
    write_domain(table, tmp_path / "ours", "negmas-yaml")
    assert read_domain(tmp_path / "ours") == table
    with pytest.raises(TypeError):
        scenario(tmp_path / "ours")


def test_difference_minus_infinity_is_no_deal_at_the_worst_package(tmp_path: Path) -> None:
    """Where nothing is reserved NegMAS measures gains from the worst value; we say so in the table, as a no-deal value."""
    ours = tmp_path / "ours"
    write_domain(small([[(3, 9), (5, 4)], [(1, 2), (2, 1)]], (0, 0)).table, ours, "negmas-yaml")
    for file in (ours / "1-p0.yml", ours / "2-p1.yml"):
        file.write_text(file.read_text("utf-8").replace("reserved_value: 0", "reserved_value: -.inf"), "utf-8")
    assert [ufun.reserved_value for ufun in scenario(ours).ufuns] == [-inf, -inf]
    assert tuple(profile.no_deal for profile in read_domain(ours).profiles) == exactly("4", "5")


def test_difference_the_disagreement_point_is_clipped_to_the_worst_package() -> None:
    """A no-deal value below every package is moved up to the worst one without a word, and that moves the Nash solution."""
    # Gains over (0, 0): 10 * 12 is the greatest product. Over (10, 8), to which NegMAS clips, only (11, 10) lets both gain.
    below = small([[(10, 12), (14, 8), (11, 10)]], (0, 0))
    values = pareto_frontier(Payoffs(below.parts)).values
    assert rows(values, nash_solution(values, below.floors())) == {(10, 12)}
    assert solutions("nash_points", loaded(below.table, "negmas-yaml")) == {(11, 10)}


def test_difference_kalai_smorodinsky_is_the_smallest_spread_and_not_leximin() -> None:
    """NegMAS takes the most equal shares, (4, 6); the smaller share of (9, 5) is larger, and that is the solution."""
    uneven = small([[(10, 0), (0, 10), (4, 6), (9, 5)]], (0, 0))
    values = pareto_frontier(Payoffs(uneven.parts)).values
    assert rows(values, kalai_smorodinsky_solution(values, uneven.floors())) == {(9, 5)}
    assert solutions("ks_points", loaded(uneven.table, "negmas-yaml")) == {(4, 6)}


def test_difference_a_party_that_cannot_gain_makes_everything_a_solution() -> None:
    """Where one party values all packages alike NegMAS calls the whole frontier optimal; we let the others decide."""
    flat = small([[(3, 0, 7), (1, 9, 7), (2, 5, 7)]], (0, 0, 7))
    values, found = pareto_frontier(Payoffs(flat.parts)).values, loaded(flat.table, "negmas-yaml")
    for function in ("nash_points", "ks_points", "kalai_points", "max_welfare_points"):
        assert solutions(function, found) == rows(values, range(3))
    assert rows(values, nash_solution(values, flat.floors())) == {(2, 5, 7)}
    assert rows(values, utilitarian_solution(values, flat.floors())) == {(1, 9, 7)}


def test_difference_a_tie_in_floating_point_is_no_tie() -> None:
    """0.1 + 0.2 is more than 0.3 there, so a package that is beaten stays on the frontier of NegMAS."""
    issues = (StatedIssue("x", ("p", "q")), StatedIssue("y", ("r", "s")))
    own = Profile("own", (exactly("0.1", "0.3"), exactly("0.2", "0")))
    other = Profile("other", (exactly("0.5", "0"), exactly("0", "0.6")))
    theirs, _ = ops.pareto_frontier(loaded(StatedTable("tie", issues, (own, other)), "negmas-yaml").ufuns)
    assert sorted(tuple(map(float, point)) for point in theirs)[1:3] == [(0.3, 0.6), (0.1 + 0.2, 0.5)]
    tenths = [[[int(10 * profile.worth[n][o]) for profile in (own, other)] for o in range(2)] for n in range(2)]
    frontier = pareto_frontier(Payoffs(tuple(np.array(part, dtype=np.int64) for part in tenths)))
    assert frontier.values.tolist() == [[5, 0], [3, 6], [1, 11]]


def test_a_discount_does_not_touch_the_values_that_are_compared(tmp_path: Path) -> None:
    """The factor is kept beside the table; packages are compared as on the first day, by both."""
    table = small([[(1, 0), (0, 1)]], (0, 0)).table
    table = replace(table, profiles=(replace(table.profiles[0], discount=Fraction(1, 2)), table.profiles[1]))
    write_domain(table, tmp_path / "ours", "negmas-yaml")
    assert read_domain(tmp_path / "ours") == table
    found = scenario(tmp_path / "ours")
    assert (found.ufuns[0].discount, utilities(found, ("o0",))) == (0.5, [1, 0])
    found.dumpas(tmp_path / "theirs")
    assert read_domain(tmp_path / "theirs").profiles == table.profiles


def test_negmas_takes_no_word_for_something_else(tmp_path: Path) -> None:
    """NegMAS reads YAML 1.1, in which a bare `No` is a truth value, and 2020-01-01 a day."""
    words = ("yes", "No", "null", "true", "on", "y", "~", "1", "1.0", "1e3", "0x1f", "2020-01-01", "a: b", "- a", "#")
    worth = tuple(Fraction(n) for n in range(len(words)))
    table = StatedTable("No", (StatedIssue("off", words),), (Profile("null", (worth,)), Profile("yes", (worth,))))
    found = loaded(table, "negmas-yaml")
    assert [ufun.name for ufun in found.ufuns] == ["null", "yes"]
    assert [utilities(found, (word,)) for word in words] == [[n, n] for n in range(len(words))]


def test_negmas_takes_a_range_of_real_numbers_for_one(tmp_path: Path) -> None:
    write_domain(read_document(put(tmp_path / "theirs", NEGMAS)), tmp_path / "ours", "negmas-yaml")
    found = scenario(tmp_path / "ours")
    assert [issue.is_continuous() for issue in found.issues] == [False, False, True, False]
    assert utilities(found, ("north", 2, 0.25, 1)) == pytest.approx(
        utilities(scenario(tmp_path / "theirs"), ("north", 2, 0.25, 1))
    )


def test_files_of_negmas_are_read_by_both_alike(tmp_path: Path) -> None:
    folder = put(tmp_path / "theirs", NEGMAS)
    found, table = scenario(folder), read_domain(folder)
    for package in product(range(3), range(5), (0, 10, 20), range(3)):
        berth = table.issues[0].options[package[0]]
        numbers = [float((issue.numbers or ())[o]) for issue, o in zip(table.issues[1:], package[1:], strict=True)]
        ours = [float(sum(options[o] for options, o in zip(p.worth, package, strict=True))) for p in table.profiles]
        assert utilities(found, (berth, int(numbers[0]), numbers[1], int(numbers[2]))) == pytest.approx(ours, rel=1e-12)
    found.dumpas(tmp_path / "again")
    assert read_domain(tmp_path / "again").profiles == table.profiles
    write_domain(read_document(folder), tmp_path / "ours", "negmas-yaml")
    assert [ufun.name for ufun in scenario(tmp_path / "ours").ufuns] == ["shipper", "town"]

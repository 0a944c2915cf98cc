# SPDX-License-Identifier: Apache-2.0
"""Invented domains: as text to be spoilt, and at random, with ties on purpose and names that try every escape."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st

from pourparler.case.problem import HIDDEN
from pourparler.exchange.genius import Evaluations, Evaluator, Function, GeniusDomain, GeniusIssue, GeniusProfile
from pourparler.exchange.negmas import NegmasIssue, NegmasProfile, NegmasScenario, Shape, TableOfValues, Values

DOMAIN = """<negotiation_template>
  <utility_space number_of_issues="2">
    <objective index="0" etype="objective" type="objective" description="" name="harbour">
      <issue index="1" etype="discrete" type="discrete" vtype="discrete" name="berth">
        <item index="1" value="north"/>
        <item index="2" value="south"/>
        <item index="3" value="none"/>
      </issue>
      <issue index="2" etype="discrete" type="discrete" vtype="discrete" name="fee">
        <item index="1" value="low"/>
        <item index="2" value="high"/>
      </issue>
    </objective>
  </utility_space>
</negotiation_template>
"""
PORT = """<utility_space type="any" number_of_issues="2">
  <objective index="0" name="harbour">
    <issue index="1" etype="discrete" type="discrete" vtype="discrete" name="berth">
      <item index="1" value="north" evaluation="8"/>
      <item index="2" value="south" evaluation="2"/>
      <item index="3" value="none" evaluation="0"/>
    </issue>
    <issue index="2" etype="discrete" type="discrete" vtype="discrete" name="fee">
      <item index="1" value="low" evaluation="1"/>
      <item index="2" value="high" evaluation="4"/>
    </issue>
    <weight index="1" value="0.6"/>
    <weight index="2" value="0.2"/>
  </objective>
  <discount_factor value="0.9"/>
  <reservation value="0.35"/>
</utility_space>
"""
LINE = """<utility_space>
  <objective index="0" name="harbour">
    <weight index="1" value="1"/>
    <weight index="2" value="3"/>
    <issue index="2" name="fee" type="discrete">
      <item index="2" value="high" evaluation="0.0"/>
      <item index="1" value="low" evaluation="1.0E1" cost="3"/>
    </issue>
    <issue index="1" name="berth">
      <item index="3" value="none" evaluation="5"/>
      <item index="2" value="south" evaluation="10"/>
      <item index="1" value="north" evaluation="10"/>
    </issue>
  </objective>
</utility_space>
"""
GENIUS = {"harbour.xml": DOMAIN, "line.xml": LINE, "port.xml": PORT}

SPACE = """type: CartesianOutcomeSpace
name: harbour
path: null
issues:
- name: berth
  type: CategoricalIssue
  values: [north, south, 'No']
- name: fee
  type: ContiguousIssue
  values: [2, 6]
- {name: share, type: ContinuousIssue, n_levels: 10, values: [0.0, 1.0]}
- {name: years, type: DiscreteCardinalIssue, values: [1, 5, 9]}
"""
SHIPPER = """type: LinearAdditiveUtilityFunction
name: shipper
reserved_outcome: null
reserved_value: 0.25
stability: 2047
values:
- type: TableFun
  mapping: {north: 1, south: 0.3, 'No': 0.1}
- {type: AffineFun, slope: 2.0, bias: 1.0}
- {type: IdentityFun}
- type: TableFun
  mapping: {1: 1.0, 5.0: 2.0, 9: 3.0}
weights: [0.1, 0.2, 0.3, 0.4]
"""
TOWN = """type: ExpDiscountedUFun
name: town
discount: 0.9
factor: step
dynamic_reservation: true
reserved_value: -.inf
ufun:
  type: negmas.preferences.LinearAdditiveUtilityFunction
  name: inner
  reserved_value: -.inf
  values:
  - {type: TableFun, mapping: {north: 3, south: 2, 'No': 1}}
  - {type: TriangularFun, start: 2, middle: 4, end: 6, bias: 0, scale: 1}
  - {type: QuadraticFun, a2: 1, a1: 2, bias: 3}
  - {type: ConstFun, bias: 0.5}
  weights: [1, 2, 1, 2]
"""
NEGMAS = {"harbour.yml": SPACE, "shipper.yml": SHIPPER, "town.yml": TOWN}


def exactly(*numerals: str) -> tuple[Fraction, ...]:
    """Return numbers from their numerals."""
    return tuple(Fraction(numeral) for numeral in numerals)


def put(folder: Path, texts: Mapping[str, str]) -> Path:
    """Write texts into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def spoilt(texts: Mapping[str, str], name: str, old: str, new: str) -> dict[str, str]:
    """Return texts with one place of one file changed."""
    assert old in texts[name], f"{old!r} does not stand in {name}"
    return {**texts, name: texts[name].replace(old, new, 1)}


#: Names with everything that XML, YAML or a file name could stumble over.
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cn"), exclude_characters="\x00")
    | st.sampled_from("<>&\"'\n\t:#%~ -{}[],?!*"),
    min_size=1,
    max_size=8,
).filter(lambda text: bool(text.strip()) and not HIDDEN.search(text) and "\r" not in text)
WORDS = st.sampled_from(["No", "yes", "null", "~", "1", "1.0", "-", "<<", "type", "a", "b", "c", "d", "e"]) | NAMES


def composed(text: str) -> str:
    """Return a name in composed form, as every reader gives it."""
    import unicodedata

    return unicodedata.normalize("NFC", text)


SAFE = WORDS.map(composed).filter(lambda text: bool(text.strip()) and not HIDDEN.search(text))
DECIMALS = st.decimals(0, 1000, allow_nan=False, allow_infinity=False, places=None).map(
    lambda number: Fraction(str(round(number, 12)))
)
#: Few values, so that ties are frequent.
SMALL = st.integers(0, 4).map(Fraction)
NUMBERS = SMALL | DECIMALS
SIGNED = NUMBERS | NUMBERS.map(lambda number: -number)


@st.composite
def genius_domains(draw: st.DrawFn) -> GeniusDomain:
    """Return a GENIUS domain of 2 to 4 parties and 1 to 4 issues of every kind."""
    names = draw(st.lists(SAFE, min_size=1, max_size=4, unique=True))
    issues = tuple(draw(_genius_issue(name)) for name in names)
    parties = draw(st.lists(SAFE, min_size=2, max_size=4, unique=True))
    return GeniusDomain(draw(SAFE), issues, tuple(draw(_genius_profile(party, issues)) for party in parties))


@st.composite
def _genius_issue(draw: st.DrawFn, name: str) -> GeniusIssue:
    kind = draw(st.sampled_from(["discrete", "discrete", "integer", "real"]))
    if kind == "discrete":
        return GeniusIssue(name, tuple(draw(st.lists(SAFE, min_size=1, max_size=4, unique=True))))
    lower = draw(st.integers(-5, 5).map(Fraction) if kind == "integer" else SIGNED)
    width = draw(st.integers(0, 5).map(Fraction) if kind == "integer" else NUMBERS)
    return GeniusIssue(name, (), (lower, lower + width), kind == "integer")


@st.composite
def _genius_profile(draw: st.DrawFn, party: str, issues: tuple[GeniusIssue, ...]) -> GeniusProfile:
    weights = draw(st.lists(NUMBERS, min_size=len(issues), max_size=len(issues)).filter(any))
    evaluators = tuple(draw(_evaluator(issue)) for issue in issues)
    discount = draw(st.none() | st.sampled_from([Fraction(1, 2), Fraction(95, 100)]))
    return GeniusProfile(party, tuple(weights), evaluators, draw(NUMBERS), discount)


@st.composite
def _evaluator(draw: st.DrawFn, issue: GeniusIssue) -> Evaluator:
    if issue.bounds is None:
        return Evaluations(tuple(draw(NUMBERS) for _ in issue.options))
    kinds = ("linear",) if issue.whole else ("linear", "constant", "triangular")
    match draw(st.sampled_from(kinds)):
        case "linear":
            return Function("linear", (draw(SIGNED), draw(SIGNED)))
        case "constant":
            return Function("constant", (draw(NUMBERS),))
        case _:
            begin, top, end = sorted(draw(st.tuples(SIGNED, SIGNED, SIGNED)))
            return Function("triangular", (begin, end, top))


@st.composite
def negmas_scenarios(draw: st.DrawFn) -> NegmasScenario:
    """Return a NegMAS scenario of 2 to 4 parties and 1 to 4 issues of every kind."""
    names = draw(st.lists(SAFE, min_size=1, max_size=4, unique=True))
    issues = tuple(draw(_negmas_issue(name)) for name in names)
    parties = draw(st.lists(SAFE, min_size=2, max_size=4, unique=True))
    return NegmasScenario(draw(SAFE), issues, tuple(draw(_negmas_profile(party, issues)) for party in parties))


@st.composite
def _negmas_issue(draw: st.DrawFn, name: str) -> NegmasIssue:
    kind = draw(st.sampled_from(["words", "words", "numbers", "whole", "real"]))
    if kind == "words":
        return NegmasIssue(name, tuple(draw(st.lists(SAFE, min_size=1, max_size=4, unique=True))))
    if kind == "numbers":
        numbers = draw(st.lists(st.integers(-20, 20), min_size=1, max_size=4, unique=True))
        halves = draw(st.booleans())
        options = tuple(f"{number}.5" if halves else str(number) for number in numbers)
        return NegmasIssue(name, options, tuple(Fraction(option) for option in options))
    lower = draw(st.integers(-5, 5).map(Fraction))
    bounds = (lower, lower + draw(st.integers(1, 5)))
    return NegmasIssue(name, bounds=bounds, whole=kind == "whole", levels=None if kind == "whole" else 10)


@st.composite
def _negmas_profile(draw: st.DrawFn, party: str, issues: tuple[NegmasIssue, ...]) -> NegmasProfile:
    weights = draw(st.lists(NUMBERS, min_size=len(issues), max_size=len(issues)).filter(any))
    values = tuple(draw(_values(issue)) for issue in issues)
    discount = draw(st.none() | st.sampled_from([Fraction(1, 2), Fraction(95, 100)]))
    return NegmasProfile(party, tuple(weights), values, draw(st.none() | NUMBERS), draw(SMALL), discount)


@st.composite
def _values(draw: st.DrawFn, issue: NegmasIssue) -> Values:
    stated = issue.stated()
    if stated.numbers is None or draw(st.booleans()):
        return TableOfValues(tuple(draw(SIGNED) for _ in stated.options))
    match draw(st.sampled_from(["IdentityFun", "LinearFun", "AffineFun", "QuadraticFun", "TriangularFun"])):
        case "IdentityFun":
            return Shape("IdentityFun", ())
        case "LinearFun":
            return Shape("LinearFun", (draw(SIGNED),))
        case "AffineFun":
            return Shape("AffineFun", (draw(SIGNED), draw(SIGNED)))
        case "QuadraticFun":
            return Shape("QuadraticFun", (draw(SIGNED), draw(SIGNED), draw(SIGNED)))
        case _:
            ends = sorted(draw(st.tuples(SIGNED, SIGNED, SIGNED)))
            return Shape("TriangularFun", (*ends, draw(SIGNED), draw(NUMBERS)))

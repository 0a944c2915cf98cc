# SPDX-License-Identifier: Apache-2.0
"""The issues of a GENIUS domain file, and what reading its profiles needs: numbers, indices and ranges of elements."""

from dataclasses import dataclass
from fractions import Fraction

from pourparler.case.decode import Page
from pourparler.case.problem import quoted
from pourparler.exchange.complaints import Complaints
from pourparler.exchange.genius import GeniusIssue
from pourparler.exchange.numerals import exact
from pourparler.exchange.ranges import MOST_OPTIONS, Bounds
from pourparler.exchange.xml_tree import Element
from pourparler.wording import say

#: The top element of a domain file, and the one inside it that is also the top element of a profile.
TEMPLATE, SPACE = "negotiation_template", "utility_space"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a domain, read as XML."""

    page: Page
    top: Element


@dataclass(slots=True)
class Reading:
    """One file that is being read, and where its mistakes go."""

    source: Source
    complaints: Complaints

    def wrong(self, element: Element, found: str, write: str) -> None:
        """Note a mistake at an element."""
        self.complaints.add(self.source.page, element.line, element.column, element.path, found, write)

    def number(self, element: Element, *attributes: str) -> Fraction | None:
        """Return the number in the first of some attributes that is written; None, and a problem, if there is none."""
        for attribute in attributes:
            text = element.get(attribute)
            if text is None:
                continue
            number = exact(text.strip())
            if number is None:
                found = say("{attribute}={text}, which is not a finite number", attribute=attribute, text=quoted(text))
                self.wrong(element, found, say("write a number with a decimal point, such as 0.5"))
            return number
        found = say("<{tag}> without {attribute}", tag=element.tag, attribute=attributes[0])
        self.wrong(element, found, say('write {attribute}="..." with a number', attribute=attributes[0]))
        return None

    def index(self, element: Element) -> int | None:
        """Return the index of an issue or a weight; None, and a problem, if it has none."""
        text = (element.get("index") or "").strip()
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        shown = quoted(text) if text else say("nothing")
        found = say("{shown} as the index of <{tag}>", shown=shown, tag=element.tag)
        self.wrong(element, found, say("number the issues from 1, as in the domain file"))
        return None

    def text(self, element: Element, attribute: str) -> str | None:
        """Return a name; None, and a problem, if it is missing or blank."""
        text = element.get(attribute)
        if text is not None and text.strip():
            return text
        found = say("<{tag}> without {attribute}", tag=element.tag, attribute=attribute)
        self.wrong(element, found, say('write {attribute}="..."', attribute=attribute))
        return None

    def bounds(self, issue: Element, *, whole: bool) -> Bounds | None:
        """Return the range of an issue, which stands in <range> or in the issue itself."""
        holder = issue.first("range") or issue
        lower, upper = self.number(holder, "lowerbound"), self.number(holder, "upperbound")
        if lower is None or upper is None:
            return None
        if whole and (lower.denominator != 1 or upper.denominator != 1):
            self.wrong(holder, say("a range of whole numbers with broken bounds"), say('write whole bounds, or type="real"'))
        elif lower > upper:
            self.wrong(holder, say("a lower bound above the upper one"), say("write the smaller number as lowerbound"))
        elif whole and upper - lower >= MOST_OPTIONS:
            found = say("a range of more than {most} whole numbers", most=MOST_OPTIONS)
            self.wrong(holder, found, say('write coarser units, or type="real", which is taken in steps'))
        else:
            return lower, upper
        return None


@dataclass(frozen=True, slots=True)
class NumberedIssues:
    """The issues of a domain, and the index by which profiles refer to each."""

    issues: tuple[GeniusIssue, ...]
    indices: tuple[int, ...]


def kind_of(issue: Element) -> str:
    """Return the type of an issue: what its type says, or what stands in it if that is said nowhere."""
    written = issue.get("type") or issue.get("vtype") or issue.get("etype")
    if issue.first("item") is not None:
        return "discrete"
    return written or ("real" if issue.first("range") is not None else "discrete")


def objective_of(reading: Reading) -> Element | None:
    """Return the objective that holds the issues; None, and a problem, if there is none or a hierarchy of them."""
    top = reading.source.top
    path = (SPACE, "objective") if top.tag == TEMPLATE else ("objective",)
    objective = top.first(*path)
    if objective is None:
        found = say("<{tag}> without <{path}>", tag=top.tag, path="><".join(path))
        reading.wrong(top, found, say("put the issues into <{path}>", path="><".join(path)))
        return None
    nested = objective.first("objective")
    if nested is not None:
        reading.wrong(nested, say("an objective inside an objective"), say("put all issues into one objective"))
        return None
    return objective


def read_issues(reading: Reading) -> NumberedIssues | None:
    """Read the issues of a domain file; None, with problems, where one cannot be used."""
    before = len(reading.complaints.problems)
    objective = objective_of(reading)
    if objective is None:
        return None
    elements = list(objective.all("issue"))
    if not elements:
        reading.wrong(objective, say("no issue"), say('write <issue index="1" name="..."> with its items'))
    issues, indices = [_issue(reading, element) for element in elements], [reading.index(element) for element in elements]
    numbers: set[int] = set()
    names: set[str] = set()
    for index, element in zip(indices, elements, strict=True):
        name = element.get("name") or ""
        if index in numbers:
            reading.wrong(element, say("the index {index} a second time", index=index), say("number the issues from 1"))
        if name in names:
            found = say("an issue named {name} a second time", name=quoted(name))
            reading.wrong(element, found, say("give each issue a name of its own"))
        numbers |= set() if index is None else {index}
        names.add(name)
    if len(reading.complaints.problems) > before:
        return None
    kept = [issue for issue in issues if issue is not None]
    return NumberedIssues(tuple(kept), tuple(index for index in indices if index is not None))


def _issue(reading: Reading, element: Element) -> GeniusIssue | None:
    name, kind = reading.text(element, "name"), kind_of(element)
    if kind in ("integer", "real"):
        bounds = reading.bounds(element, whole=kind == "integer")
        return None if name is None or bounds is None else GeniusIssue(name, (), bounds, kind == "integer")
    if kind != "discrete":
        found = say("an issue of the type {kind}", kind=quoted(kind))
        reading.wrong(element, found, say("write discrete, integer or real"))
        return None
    options: dict[str, None] = {}
    for item in element.all("item"):
        option = reading.text(item, "value")
        if option is not None and option in options:
            found = say("the option {option} a second time", option=quoted(option))
            reading.wrong(item, found, say("write each option once"))
        options[option or ""] = None
    if not options:
        reading.wrong(element, say("an issue without options"), say('write <item index="1" value="..."/> for each option'))
    elif len(options) > MOST_OPTIONS:
        reading.wrong(element, say("more than {most} options", most=MOST_OPTIONS), say("use fewer options"))
    return None if name is None else GeniusIssue(name, tuple(options))


def title_of(source: Source) -> str:
    """Return the name of the domain: that of its objective, or of its file."""
    objective = source.top.first(SPACE, "objective") or source.top.first("objective")
    name = objective.get("name") if objective is not None else None
    return name if name and name.strip() else source.page.file.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".xml")

# SPDX-License-Identifier: Apache-2.0
"""The picture of a plan: a tree set like a list, steps below one another, what they bring moved in, and how likely each end is.

It is pruned: the likeliest ends are drawn, the others counted where they branch off. Set as a list it stays readable however
deep the tree and however long its names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import percent
from pourparler.briefing.pictures.rows import GAP, LINE_HEIGHT, ROW, Series, by_series, text_column, vertical
from pourparler.briefing.pictures.style import FAINT_INK, INK, NEUTRAL, OURS, PAPER, Spec, configuration, line_count, wrapped
from pourparler.wording import plural, say

#: So many ends are drawn, the likeliest; others are counted. So many columns of branches are drawn before a way is cut short.
MOST_ENDS, MOST_COLUMNS = 10, 6
#: The width of the tree and of the bars, and how far a branch is moved in, in pixels; a letter is about so wide.
TREE, BARS, INDENT, LETTER = 390, 110, 24, 6.4
#: From a sign to its text, and how high a bar is, in pixels.
BESIDE, BAR = 14, 10
#: A chance below this is not worth a line.
SEEN = 0.005


@dataclass(frozen=True)
class Branch:
    """Steps taken one after another, then branches by what the last one brings, or the `end` they come to.

    `chance` of coming here.
    """

    chance: float
    steps: tuple[str, ...] = ()
    branches: tuple[tuple[str, "Branch"], ...] = ()
    end: str = ""

    def ends(self) -> Iterator["Branch"]:
        """Yield every end."""
        if not self.branches:
            yield self
        for _, after in self.branches:
            yield from after.ends()


@dataclass
class _Line:
    """A line of the picture: its sign, its column, its text, and the chance that is drawn beside it."""

    sign: str
    column: int
    text: str
    chance: float | None = None
    y: float = 0.0


@dataclass
class _Drawn:
    """Lines of text, and what joins them: (column, first line, last line) down, (column, line) across to the next column."""

    kept: frozenset[int]
    lines: list[_Line] = field(default_factory=list)
    down: list[tuple[int, int, int]] = field(default_factory=list)
    across: list[tuple[int, int]] = field(default_factory=list)

    def add(self, sign: str, column: int, text: str, chance: float | None = None) -> int:
        """Add a line; return its place."""
        letters = int((TREE - INDENT * column - BESIDE) / LETTER)
        self.lines.append(_Line(sign, column, wrapped(text, letters), chance))
        return len(self.lines) - 1

    def branch(self, branch: Branch, column: int, first: int | None = None) -> None:
        """Add what is done and what follows, below the line `first` in the same column if there is one."""
        places = [self.add("step", column, step) for step in branch.steps]
        if branch.end:
            places.append(self.add("end", column, branch.end, branch.chance))
        first, last = (places[0] if first is None else first), (places[-1] if places else first or 0)
        drawn = [(o, b) for o, b in branch.branches if any(id(end) in self.kept for end in b.ends())]
        deep = column + 1 >= MOST_COLUMNS
        for outcome, after in drawn if not deep else ():
            last = self.add("brings", column + 1, outcome)
            self.across.append((column, last))
            self.branch(after, column + 1, last)
        left = [end for _, b in branch.branches for end in b.ends() if deep or not self._is_drawn(b, drawn)]
        if left:
            told = plural("one less likely way", "{n} less likely ways", len(left))
            last = self.add("rest", column + 1, told, sum(end.chance for end in left))
            self.across.append((column, last))
        self.down.append((column, first, last))

    @staticmethod
    def _is_drawn(branch: Branch, drawn: Sequence[tuple[str, Branch]]) -> bool:
        return any(branch is each for _, each in drawn)


def plan_tree_figure(tree: Branch, lapsed: float, table: Table, caption: str = "") -> Figure | None:
    """Draw a plan; `lapsed`: how likely the offer lapses on the way; `table` holds every end. None where nothing branches.

    `caption`: of a second plan in the same briefing, because figures of one caption are taken for one figure.
    """
    ends = sorted(tree.ends(), key=lambda end: -end.chance)
    if len(ends) < 2:
        return None
    drawn = _Drawn(frozenset(id(end) for end in ends[:MOST_ENDS] if end.chance >= SEEN or end is ends[0]))
    drawn.branch(tree, 0)
    if lapsed >= SEEN:
        drawn.add("rest", 0, say("the offer lapses first"), lapsed)
    note = say("Steps below one another are taken in that order. The bar is how likely the plan comes to that end.")
    return Figure(_spec(drawn), caption or say("The plan, by what its steps bring"), _alternative(ends, lapsed), table, (note,))


def _alternative(ends: Sequence[Branch], lapsed: float) -> str:
    told = [say("{end} {chance}", end=end.end, chance=percent(end.chance)) for end in ends[:MOST_ENDS]]
    if lapsed >= SEEN:
        told.append(say("the offer lapses first {chance}", chance=percent(lapsed)))
    lead = say("The plan as a tree, from its first step to its {n} ends, the likeliest first", n=len(ends))
    return f"{lead}: {'; '.join(told)}."


def _spec(drawn: _Drawn) -> Spec:
    at = 0.0
    for line in drawn.lines:
        height = ROW + LINE_HEIGHT * (line_count(line.text) - 1)
        line.y = at + ROW / 2
        at += height
    y = vertical(int(at))
    width = TREE + GAP + BARS
    x: Spec = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, width], "nice": False}}
    return {
        "width": width,
        "height": int(at),
        "layer": [_joins(drawn, x, y), *_bars(drawn.lines, x, y), *_texts(drawn.lines, x, y), _signs(drawn.lines, x, y)],
        "config": configuration(),
    }


def _left(column: int) -> float:
    return BESIDE / 2 + INDENT * column


def _joins(drawn: _Drawn, x: Spec, y: Spec) -> Spec:
    """Return the lines that join steps to what they bring."""
    lines = drawn.lines
    ends: list[Spec] = []
    for column, first, last in drawn.down:
        ends.append({"x": _left(column), "x2": _left(column), "y": lines[first].y, "y2": lines[last].y})
    for column, place in drawn.across:
        ends.append({"x": _left(column), "x2": _left(column + 1), "y": lines[place].y, "y2": lines[place].y})
    both: Spec = {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return {"data": {"values": ends}, "mark": {"type": "rule", "color": NEUTRAL, "strokeWidth": 1.5}, "encoding": both}


def _bars(lines: Sequence[_Line], x: Spec, y: Spec) -> Iterator[Spec]:
    """Yield a bar for every chance, filled where it is that of an end that is drawn, and the chance in words."""
    first = TREE + GAP
    for filled in (True, False):
        held = [line for line in lines if line.chance is not None and (line.sign == "end") is filled]
        values: list[Spec] = [
            {"x": first, "x2": first + BARS * (line.chance or 0), "y": line.y - BAR / 2, "y2": line.y + BAR / 2}
            for line in held
        ]
        look = {"fill": OURS if filled else PAPER, "stroke": OURS if filled else FAINT_INK, "strokeWidth": 1.5}
        both: Spec = {"x": x, "x2": {"field": "x2"}, "y": y, "y2": {"field": "y2"}}
        if values:
            yield {"data": {"values": values}, "mark": {"type": "rect", **look}, "encoding": both}
    values = [
        {"y": line.y, "x": first + BARS * line.chance, "text": percent(line.chance)}
        for line in lines
        if line.chance is not None
    ]
    mark = {"type": "text", "align": "left", "dx": 6, "baseline": "middle", "color": INK, "limit": 0}
    yield {"data": {"values": values}, "mark": mark, "encoding": {"x": x, "y": y, "text": {"field": "text"}}}


def _texts(lines: Sequence[_Line], x: Spec, y: Spec) -> Iterator[Spec]:
    """Yield the texts, column by column; ends stand in bold, what is brought in the fainter ink."""
    looks = {"step": {}, "end": {"fontWeight": "bold"}, "brings": {"color": FAINT_INK}, "rest": {"color": FAINT_INK}}
    for column in sorted({line.column for line in lines}):
        for sign, look in looks.items():
            held: list[Spec] = [
                {"y": line.y, "text": line.text} for line in lines if line.column == column and line.sign == sign
            ]
            place: Spec = {"x": {"value": _left(column) + BESIDE}}
            if held:
                yield text_column(held, y, "text", place, align="left", baseline="line-top", dy=-LINE_HEIGHT / 2, **look)


def _signs(lines: Sequence[_Line], x: Spec, y: Spec) -> Spec:
    """Return a sign for every line: what is done, what it brings, where the plan ends, what is not drawn."""
    series = (
        Series(say("step"), INK, "square"),
        Series(say("what it brings"), NEUTRAL, "circle", filled=False),
        Series(say("end of the plan"), OURS, "triangle-right"),
        Series(say("not drawn further"), FAINT_INK, "diamond", filled=False),
    )
    named = dict(zip(("step", "brings", "end", "rest"), series, strict=True))
    used = [named[sign] for sign in named if any(line.sign == sign for line in lines)]
    values = [{"x": _left(line.column), "y": line.y, "series": named[line.sign].name} for line in lines]
    encoding: Spec = {
        "x": x,
        "y": y,
        "shape": by_series(used, [s.shape for s in used]),
        "stroke": by_series(used, [s.color for s in used]),
        "fill": by_series(used, [s.color if s.filled else PAPER for s in used]),
    }
    mark = {"type": "point", "size": 80, "strokeWidth": 2, "opacity": 1}
    return {"data": {"values": values}, "mark": mark, "encoding": encoding}

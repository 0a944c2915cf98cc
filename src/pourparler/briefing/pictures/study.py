# SPDX-License-Identifier: Apache-2.0
"""The picture of a table alone: for two parties the plane of their values, for more a line of values for each of them."""

from collections.abc import Iterator
from fractions import Fraction

from pourparler.assess.study_rows import TableStudy
from pourparler.briefing.document import Figure, Table
from pourparler.briefing.figures import worth
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.rows import rounded_ends
from pourparler.briefing.pictures.study_lines import lines_spec
from pourparler.briefing.pictures.study_plane import plane_spec
from pourparler.briefing.pictures.study_scene import Dot, Scene, Spot
from pourparler.wording import plural, say

#: The letters of the solutions.
LETTERS = {"nash": "N", "kalai_smorodinsky": "K", "egalitarian": "E", "utilitarian": "U"}
#: The multiples at which scales end, in value points, and on a scale of 0 to 1.
STEP, STEP_OF_SHARES = 10.0, 0.1
#: So many offers get a number.
MOST_OFFERS = 9


def study_figure(studied: TableStudy, names: Names) -> Figure | None:
    """Draw the frontier, no deal, the solutions and the named offers. None if there is no package, or one party only."""
    if not studied.drawn or len(studied.parties) < 2:
        return None
    scene = _scene(studied, names)
    notes = tuple(f"{spot.letters}: {spot.told}." for spot in scene.spots)
    two = len(studied.parties) == 2
    how = (
        say("Dashed: what no deal is worth; shaded: where both prefer a deal.")
        if two
        else say("Thin: what each party can get on the frontier; thick: what of it can be agreed on; dashed: no deal.")
    )
    caption = say("Packages, by what they are worth to each party")
    told = " ".join((*_summary(studied), *notes))
    return Figure(plane_spec(scene) if two else lines_spec(scene), caption, told, _table(scene, studied), (*notes, how))


def _scene(studied: TableStudy, names: Names) -> Scene:
    step = STEP_OF_SHARES if studied.scale == 1 else STEP
    least = tuple(map(float, studied.no_deal))
    drawn = tuple(Dot(tuple(map(float, row.values)), row.efficient, row.agreeable) for row in studied.drawn)
    spots = tuple(_spots(studied, names))
    ends = tuple(
        rounded_ends([], step, least[party], *(dot.values[party] for dot in drawn), *(spot.values[party] for spot in spots))
        for party in range(len(studied.parties))
    )
    called = tuple(names.of("parties", party) for party in studied.parties)
    return Scene(called, drawn, least, ends, spots, say("other package"), say("on the frontier"))


def _spots(studied: TableStudy, names: Names) -> Iterator[Spot]:
    """Yield every marked point once: the solutions by their letters, then the offers by number."""
    at: dict[tuple[Fraction, ...], list[str]] = {}
    for name, row in studied.solutions().items():
        for point in row.tied:
            at.setdefault(point.values, []).append(name)
    called = {
        "nash": say("Nash"),
        "kalai_smorodinsky": say("Kalai–Smorodinsky"),
        "egalitarian": say("egalitarian"),
        "utilitarian": say("utilitarian"),
    }

    def spot(letters: str, values: tuple[Fraction, ...], kind: str, told: str) -> Spot:
        written = tuple(worth(value, studied.scale) for value in values)
        return Spot(letters, tuple(map(float, values)), written, kind, told)

    for values, which in at.items():
        told = say("{which} solution", which=", ".join(called[name] for name in which))
        yield spot("".join(LETTERS[name] for name in which), values, say("solution"), told)
    for number, (name, offer) in enumerate(list(studied.offers.items())[:MOST_OFFERS], start=1):
        yield spot(str(number), offer.values, say("offer"), say("offer “{name}”", name=names.of("offers", name)))


def _summary(studied: TableStudy) -> list[str]:
    parts = [
        plural("One package.", "{n} packages.", studied.packages),
        plural("The frontier has one value point.", "The frontier has {n} value points.", studied.frontier_points),
    ]
    if studied.zone_exists:
        count = studied.rational_frontier_points
        told = "{n} of them can be agreed on."
        parts.append(plural("One of them can be agreed on.", told, count))
    else:
        parts.append(say("None of them can be agreed on."))
    return parts


def _table(scene: Scene, studied: TableStudy) -> Table:
    """Return what is marked, and no deal, as rows."""
    rows = [(f"{spot.letters}: {spot.told}", *spot.written) for spot in scene.spots]
    rows.append((say("no deal"), *(worth(value, studied.scale) for value in studied.no_deal)))
    return Table((say("point"), *scene.parties), tuple(rows), say("The marked points, and no deal"))

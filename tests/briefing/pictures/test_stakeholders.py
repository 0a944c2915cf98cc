# SPDX-License-Identifier: Apache-2.0
"""The map of stakeholders as it is drawn: every name stands above its circle, not across it."""

import re
from xml.etree import ElementTree

from pourparler.briefing.document import Table
from pourparler.briefing.pictures.stakeholders import Stakeholder, stakeholder_figure
from pourparler.briefing.svg import drawing

MOVED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
ACTORS = (
    Stakeholder("Aland", 10.0, 0.9, 75.0),
    Stakeholder("Borea", 50.0, 0.5, 60.0),
    Stakeholder("Cyrene", 90.0, 0.3, 25.0),
    Stakeholder("Delos", 91.0, 0.3, 50.0),
)


def test_names_stand_above_their_circles() -> None:
    figure = stakeholder_figure(ACTORS, 40.0, 50.0, Table(("a",), ()))
    assert figure is not None
    root = ElementTree.fromstring(drawing(figure.spec, figure.caption, figure.alternative).text)
    circles = [MOVED.search(node.get("transform", "")) for node in root.iter() if node.get("fill-opacity") == "0.25"]
    tops = sorted(float(found[2]) - _radius(place) for place, found in enumerate(circles) if found is not None)
    names = {
        "".join(node.itertext()): float(found[2])
        for node in root.iter()
        if node.tag.endswith("}text") and (found := MOVED.search(node.get("transform", ""))) is not None
    }
    told = [names["Aland"], names["Borea"], names["Cyrene, Delos"]]
    assert len(tops) == len(ACTORS) and all(
        name < top for name, top in zip(told, (tops[0], tops[1], min(tops[2:])), strict=True)
    )


def _radius(place: int) -> float:
    """Return about how far a circle reaches: the largest comes first."""
    return (20, 18, 16, 12)[place]

# SPDX-License-Identifier: Apache-2.0
"""What the packages looked at beyond the table are called: as in the picture of the table and on the shortlist."""

from pourparler.assess.wider import WiderPackageRow
from pourparler.briefing.names import Names
from pourparler.briefing.pictures.packages import LETTERS
from pourparler.wording import say


def package_name(name: str, names: Names) -> str:
    """Return what one name of a package is called: `likely.2`, `3`, `target`, `floor`, `offers.NAME`."""
    kind, _, rest = name.partition(".")
    if kind == "likely":
        return say("{letter} (likely)", letter=LETTERS[int(rest) - 1])
    if kind == "offers":
        return say("offer “{name}”", name=names.of("offers", rest))
    own = {"target": say("the mandate's target"), "floor": say("the mandate's floor")}
    return own.get(kind) or say("no. {n}", n=name)


def package_names(row: WiderPackageRow, names: Names) -> str:
    """Return all names of a package."""
    return ", ".join(package_name(name, names) for name in row.names)

# SPDX-License-Identifier: Apache-2.0
"""Pourparler answers one question and shows its reasons: are we ready to meet, and if not, what next?

    from pathlib import Path
    from pourparler import assess, compose, read

    assessment = assess(read(Path("case.yaml")))
    print(assessment.verdict.action)
    briefing = compose(assessment)

Nothing is loaded before it is asked for, so that importing the package costs nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from pourparler.showing import shown_by
from pourparler.version import __version__

if TYPE_CHECKING:
    from pourparler.assess.assessment import Assessment
    from pourparler.briefing.compose import compose
    from pourparler.case.model import Case
    from pourparler.case.read import read
    from pourparler.desk import assess

__all__ = ["Assessment", "Case", "__version__", "assess", "compose", "read"]

#: Where each name of the shop window lives.
_HOMES = {
    "Assessment": "pourparler.assess.assessment",
    "Case": "pourparler.case.model",
    "assess": "pourparler.desk",
    "compose": "pourparler.briefing.compose",
    "read": "pourparler.case.read",
}


class _Window(ModuleType):
    """This module: names are fetched when they are looked at."""

    def __getattr__(self, name: str) -> object:
        """Fetch a name; only called where the module does not have it yet."""
        if name not in _HOMES:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(import_module(_HOMES[name]), name)

    def __dir__(self) -> list[str]:
        """Return the names of the shop window among the module's own."""
        return sorted({*super().__dir__(), *__all__})

    @property
    def assess(self) -> object:
        """The function. Python would put the folder of the same name in its place once anything in it is imported."""
        return self.__getattr__("assess")

    @assess.setter
    def assess(self, module: ModuleType) -> None:
        """Leave the function where it is."""


shown_by(lambda: import_module("pourparler.notebook"))
sys.modules[__name__].__class__ = _Window

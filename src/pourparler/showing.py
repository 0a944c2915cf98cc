# SPDX-License-Identifier: Apache-2.0
"""How a result shows itself in a notebook: a seam, as for words. What prints is put in by the shop window."""

from collections.abc import Callable
from types import ModuleType
from typing import Any


class _Seam:
    """Where the module that prints is fetched; nothing is loaded before a result is looked at."""

    printer: Callable[[], Any] | None = None


def shown_by(printer: Callable[[], ModuleType]) -> None:
    """Set what fetches the module that prints results: `html_of`, `line_of` and `frame_of`, each given the result."""
    _Seam.printer = printer


class Shown:
    """A result that shows itself: as a page where a notebook looks at it, and as a table for pandas."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        """Return the page that a notebook shows; None where nothing prints."""
        return None if _Seam.printer is None else str(_Seam.printer().html_of(self))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Return the page, and one line in the place of hundreds for whoever shows no pages."""
        if _Seam.printer is None:
            return {}
        printer = _Seam.printer()
        return {"text/html": str(printer.html_of(self)), "text/plain": str(printer.line_of(self))}

    def to_dataframe(self, table: str | None = None) -> Any:
        """Return one of the tables of a result as a pandas frame, by default the first; a range becomes three columns.

        `table` is the name of a field that holds rows, such as `actions` or `evidence`. Raises `NoFrameError` without pandas,
        and for a name that is no table of the result, with those that are.
        """
        assert _Seam.printer is not None  # the package sets it as it is imported
        return _Seam.printer().frame_of(self, table)

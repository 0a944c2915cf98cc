# SPDX-License-Identifier: Apache-2.0
"""What people have typed and not saved yet, and what became of it when it was examined: a save finds that done.

It is examined again when somebody else has saved the case meanwhile.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass

from pourparler.archive import Tried
from pourparler.case.problem import KeyPath
from pourparler.workbench.fields import Field

#: So many fields are kept as they were typed, of all cases together; of so many it is kept what became of them.
_MOST, _MOST_EXAMINED = 64, 16


@dataclass(frozen=True, slots=True)
class Typed:
    """A field as it stands in a form: as it was, the text in it, the value which that is, and the revision it was begun on."""

    field: Field
    text: str
    value: object
    base: int

    @property
    def edits(self) -> Mapping[KeyPath, object]:
        """The edit that saving it would be."""
        return {self.field.path: self.value}


Form = tuple[str, str]
"""A form, by the case and the request that its save will be."""


class Forms:
    """The forms in which something was typed last; any number of threads may use it.

    What is told of a form after it was sent, as what was typed in haste may be, is not kept.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._typed: OrderedDict[Form, Typed] = OrderedDict()
        self._examined: OrderedDict[Form, Tried] = OrderedDict()
        self._sent: deque[Form] = deque(maxlen=_MOST)

    def note(self, case: str, request: str | None, typed: Typed) -> None:
        """Keep what was typed into a form, in the place of what was before."""
        if request is None:
            return
        form = case, request
        with self._lock:
            if form in self._sent:
                return
            self._examined.pop(form, None)
            self._typed[form] = typed
            self._typed.move_to_end(form)
            while len(self._typed) > _MOST:
                self._examined.pop(self._typed.popitem(last=False)[0], None)

    def examined(self, case: str, request: str | None, typed: Typed, found: Tried) -> None:
        """Keep what became of what was typed into a form, if that still stands there."""
        form = case, request or ""
        with self._lock:
            if self._typed.get(form) is not typed:
                return
            self._examined[form] = found
            self._examined.move_to_end(form)
            while len(self._examined) > _MOST_EXAMINED:
                self._examined.popitem(last=False)

    def typed(
        self, case: str, request: str | None, path: KeyPath, text: str, base: int | None
    ) -> tuple[Typed, Tried | None] | None:
        """Return what was typed, if it was this text into this field of this revision, and what became of it where known."""
        form = case, request or ""
        with self._lock:
            typed = self._typed.get(form)
            if typed is None or (typed.field.path, typed.text, typed.base) != (path, text, base):
                return None
            return typed, self._examined.get(form)

    def done(self, case: str, request: str | None) -> tuple[tuple[str, Typed], ...]:
        """Forget a form that was sent; return what stands in other forms of the case, with their requests, the latest first."""
        with self._lock:
            self._sent.append((case, request or ""))
            self._typed.pop((case, request or ""), None)
            self._examined.pop((case, request or ""), None)
            return tuple((other, typed) for (of, other), typed in reversed(self._typed.items()) if of == case)

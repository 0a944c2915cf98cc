# SPDX-License-Identifier: Apache-2.0
"""What people have typed and not saved yet: examined again when somebody else has saved their case, so that their save finds it
examined all the same.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from pourparler.case.problem import KeyPath

#: So many fields are kept as they were typed, of all cases together.
_MOST = 64


@dataclass(frozen=True, slots=True)
class Typed:
    """An edit as it stands in a form, and the revision that it was begun on."""

    edits: Mapping[KeyPath, object]
    base: int


class Forms:
    """The forms in which something was typed last, by their case and their request; any number of threads may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[str, str], Typed] = OrderedDict()

    def note(self, case: str, request: str | None, typed: Typed) -> None:
        """Keep what was typed into a form, in the place of what was before."""
        if request is None:
            return
        with self._lock:
            self._held[case, request] = typed
            self._held.move_to_end((case, request))
            while len(self._held) > _MOST:
                self._held.popitem(last=False)

    def done(self, case: str, request: str | None) -> tuple[Typed, ...]:
        """Forget a form that was sent, and return what stands in other forms of the case, the latest first."""
        with self._lock:
            self._held.pop((case, request or ""), None)
            return tuple(typed for (of, _), typed in reversed(self._held.items()) if of == case)

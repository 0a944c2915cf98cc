# SPDX-License-Identifier: Apache-2.0
"""The section on analysts: every number beside the pool, who dissents, what was repaired; nothing where nobody judged."""

from assess.variations import assessed, changed, worked_example
from pourparler.briefing.document import BulletList, Table
from pourparler.briefing.names import names_of
from pourparler.briefing.sections.analysts import analysts

QUESTION = next(iter(worked_example()["questions"]))
FIRST, *OTHERS = sorted(worked_example()["questions"][QUESTION]["hypotheses"])


def said(first: float, each: float) -> dict[str, object]:
    return {"hypotheses": {FIRST: first} | dict.fromkeys(OTHERS, each), "on": "2031-01-02", "note": "from the record"}


def test_nothing_is_printed_where_nobody_judged() -> None:
    found = assessed(worked_example())
    assert analysts(found, names_of(found)) is None


def test_spread_dissent_repair_and_pooling_are_printed() -> None:
    judged = {"Mara": said(0.9, 0.1 / len(OTHERS)), "Eve": said(0.8, 0.2 / len(OTHERS)), "Jon": said(0.5, 0.9)}
    pooling = {"information": "separate", "extremizing": 1.5}
    data = changed(worked_example(), {f"questions/{QUESTION}/analysts": judged, "pooling": pooling})
    found = assessed(data)
    section = analysts(found, names_of(found))
    assert section is not None
    (table,) = [block for block in section.blocks if isinstance(block, Table)]
    assert "Mara 90%" in table.rows[0][-1] and "Eve 80%" in table.rows[0][-1] and len(table.rows) == 1 + len(OTHERS)
    (notes,) = [block for block in section.blocks if isinstance(block, BulletList)]
    jon = next(note for note in notes.items if note.startswith("Jon"))
    assert "2031-01-02" in jon and "dissents: holds" in jon and "taken to the nearest that sum to 100%" in jon
    assert "from the record" in jon and "dissents" not in notes.items[-2]
    assert notes.items[-1] == "3 analysts who know different things; the pool is extremized by 1.500"

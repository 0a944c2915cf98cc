# SPDX-License-Identifier: Apache-2.0
"""How all pictures look: one type, few colours, each told apart by shape as well."""

import textwrap

from pourparler.case.problem import visible

#: The colours of every picture, on paper. A page may put others in their place (html.py does so in the dark).
INK = "#1c2126"
FAINT_INK = "#565f69"
LINE = "#d5dade"
OURS = "#0a5aa6"
THEIRS = "#b04a00"
NEUTRAL = "#6c7681"
PAPER = "#fffffe"

#: The first is built into the renderer, so that widths are measured alike everywhere.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
TEXT_SIZE = 12
#: From one line of a label to the next, in pixels.
LINE_HEIGHT = TEXT_SIZE + 2
#: A longer label is cut; the table beside the picture has it whole.
MOST_LINES = 4

Spec = dict[str, object]

#: The look of a name that lines may cross: they stop short of its letters. Other renderers would draw what keeps them off
#: over the letters, so that nothing of it is seen there; svg.py draws it below them.
CLEAR: Spec = {"stroke": PAPER, "strokeWidth": 3, "strokeJoin": "round", "strokeOpacity": 0}


def configuration() -> Spec:
    """Return the part of a specification that all pictures share."""
    axis = {
        "domain": False,
        "gridColor": LINE,
        "labelColor": FAINT_INK,
        "labelFlush": False,
        "labelFontSize": TEXT_SIZE,
        "tickColor": LINE,
        "titleColor": FAINT_INK,
        "titleFontSize": TEXT_SIZE,
        "titleFontWeight": "normal",
        "titlePadding": 8,
    }
    legend = {
        "columnPadding": 18,  # letters of another font may be wider than ours
        "direction": "horizontal",
        "labelColor": INK,
        "labelFontSize": TEXT_SIZE,
        "labelLimit": 0,
        "offset": 12,
        "orient": "top",
        "symbolSize": 90,
        "symbolStrokeWidth": 2,
        "title": None,
    }
    return {
        "aria": False,
        "axis": axis,
        "background": None,
        "font": FONT,
        "legend": legend,
        "text": {"color": INK, "fontSize": TEXT_SIZE, "lineBreak": "\n", "lineHeight": LINE_HEIGHT},
        "view": {"stroke": None},
    }


def wrapped(text: str, width: int) -> str:
    """Return text broken into a few lines of at most `width` characters, for a label; what cannot be seen is told by number."""
    return "\n".join(textwrap.wrap(visible(text), width, max_lines=MOST_LINES, placeholder=" …"))


def line_count(text: str) -> int:
    """Return how many lines a label takes."""
    return text.count("\n") + 1

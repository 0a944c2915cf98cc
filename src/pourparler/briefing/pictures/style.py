# SPDX-License-Identifier: Apache-2.0
"""How all pictures look: one type, few colours, each told apart by shape as well."""

import textwrap
from collections.abc import Iterator, Mapping

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

#: From one name of a legend to the next sign, in pixels, at least.
APART = 18
#: An average letter is so many pixels wide, and those of the next common fonts are wider by this share of it (DejaVu Sans by
#: 14%): where ours is missing, a name needs so much more room than was measured, and that much stays between it and a sign.
_LETTER, _WIDER, _CLEAR_OF = 5.5, 0.15, 8
#: What may be explained by a legend.
_CHANNELS = ("color", "fill", "opacity", "shape", "size", "stroke", "strokeDash")

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
        "columnPadding": APART,
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


def with_room(spec: Mapping[str, object]) -> Mapping[str, object]:
    """Return a specification whose legend has room between its names for the wider letters of another font."""
    longest = max(map(len, _explained(spec)), default=0)
    room = _CLEAR_OF + round(_WIDER * _LETTER * longest)
    config = spec.get("config")
    legend = config.get("legend") if isinstance(config, Mapping) else None
    if room <= APART or not isinstance(config, Mapping) or not isinstance(legend, Mapping):
        return spec
    return {**spec, "config": {**config, "legend": {**legend, "columnPadding": room}}}


def _explained(held: object) -> Iterator[str]:
    """Yield every name in the legends of a specification."""
    if isinstance(held, list):
        for each in held:
            yield from _explained(each)
    elif isinstance(held, Mapping):
        for key, inner in held.items():
            if key in _CHANNELS:
                yield from _names(inner)
            elif key != "data":
                yield from _explained(inner)


def _names(channel: object) -> Iterator[str]:
    """Yield the names that a channel tells apart, unless nothing explains them."""
    if isinstance(channel, Mapping) and channel.get("legend", {}) is not None:
        scale = channel.get("scale")
        names = scale.get("domain") if isinstance(scale, Mapping) else None
        yield from (name for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def wrapped(text: str, width: int) -> str:
    """Return text broken into a few lines of at most `width` characters, for a label; what cannot be seen is told by number."""
    return "\n".join(textwrap.wrap(visible(text), width, max_lines=MOST_LINES, placeholder=" …"))


def line_count(text: str) -> int:
    """Return how many lines a label takes."""
    return text.count("\n") + 1

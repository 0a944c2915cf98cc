# SPDX-License-Identifier: Apache-2.0
"""The renderer of pictures: Vega-Lite to SVG, SVG to PNG; and as a program that draws what it is asked for, line by line.

As a program it is started by its path and imports nothing of this package: a line of JSON in, `{"spec": TEXT}` or
`{"svg": TEXT, "scale": NUMBER}`, and a line out, `{"svg": TEXT}` or `{"png": BASE64}`, or `{}` for what it cannot draw. It ends
with its input.
"""

import base64
import json
import signal
import sys
from collections.abc import Iterable
from typing import TextIO


def svg_of(spec: str) -> str:
    """Return the SVG of a Vega-Lite specification, given as JSON text. Raises `ValueError` if the renderer refuses it."""
    import vl_convert  # takes long, and only pages need it

    return str(vl_convert.vegalite_to_svg(json.loads(spec), allowed_base_urls=[]))


def png_of(svg: str, scale: int) -> bytes:
    """Return an SVG as PNG, `scale` pixels for each of its own. Raises `RuntimeError` if the renderer refuses it."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=scale))


def answer(lines: Iterable[str], out: TextIO) -> None:
    """Draw what is asked for, one line for each, until there is no more."""
    for line in lines:
        asked, drawn = json.loads(line), {}
        try:
            if "spec" in asked:
                drawn = {"svg": svg_of(asked["spec"])}
            else:
                drawn = {"png": base64.b64encode(png_of(asked["svg"], asked["scale"])).decode("ascii")}
        except (ValueError, RuntimeError):
            pass  # whoever asked draws it, and hears why it cannot be drawn
        out.write(json.dumps(drawn) + "\n")
        out.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks is interrupted too, and ends the input
    answer(sys.stdin, sys.stdout)

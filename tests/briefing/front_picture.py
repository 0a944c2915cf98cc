# SPDX-License-Identifier: Apache-2.0
"""Makes the picture of page one that the README shows: the decision memo of a case, as it is printed, cut where its text ends.

python3 run.py python tests/briefing/front_picture.py
"""

from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from pourparler.briefing.book import memo
from pourparler.briefing.pdf import pdf
from pourparler.desk import run_errand

PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "page-one.png"
CASE = "essays/singh2018"
#: Dots for each point of the page: text of ten points is some twenty dots tall.
DOTS = 2.2
#: White around the text, in dots, and how many greys are kept: enough for smooth letters.
MARGIN, COLOURS = 40, 32


def main() -> None:
    """Assess the case, print its memo, and keep its first page as a picture."""
    page = pypdfium2.PdfDocument(pdf(memo(run_errand(CASE))))[0]
    picture = page.render(scale=DOTS).to_pil().convert("RGB")
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
    assert box is not None  # there is something on the page
    left, top, right, bottom = box
    around = (left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)
    cut = picture.crop((max(around[0], 0), max(around[1], 0), min(around[2], picture.width), min(around[3], picture.height)))
    cut.quantize(COLOURS).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()

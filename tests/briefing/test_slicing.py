# SPDX-License-Identifier: Apache-2.0
"""Tall pictures in pieces: nothing lost, nothing twice, no line of text cut through."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from pourparler.briefing.slicing import sliced
from pourparler.briefing.svg import Drawing


def picture(lines: list[float], height: float) -> Drawing:
    text = "".join(
        f'<g transform="translate(0,{y})"><text y="1" transform="translate(3,1)">{n}</text></g>' for n, y in enumerate(lines)
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" font-family="x" role="img" width="100" height="{height}"'
    return Drawing(f'{head} viewBox="0 0 100 {height}"><title>t</title>{text}<rect width="4" height="9"/></svg>', 100, height)


def boxes(pieces: tuple[Drawing, ...]) -> list[tuple[float, float]]:
    found = []
    for piece in pieces:
        root = ElementTree.fromstring(piece.text)
        _, top, _, height = (float(part) for part in root.attrib["viewBox"].split())
        assert float(root.attrib["height"]) == piece.height == height
        found.append((top, top + height))
    return found


def test_one_that_fits_stays_as_it_is() -> None:
    whole = picture([10, 20], 100)
    assert sliced(whole, 100) == (whole,)


@pytest.mark.parametrize("tallest", [90.0, 130.0, 250.0])
def test_pieces_follow_one_another_and_cut_between_lines(tallest: float) -> None:
    lines = [20.0 * n + (15 if n % 4 == 0 else 0) for n in range(1, 50)]
    whole = picture(lines, 1010.0)
    found = boxes(sliced(whole, tallest))
    assert found[0][0] == 0 and found[-1][1] == 1010
    assert all(before[1] == after[0] for before, after in pairwise(found))
    assert all(end - start <= tallest + 1e-9 for start, end in found)
    assert all(min(abs(line + 2 - end) for line in lines) > 2 for _, end in found[:-1])


def test_the_rest_of_the_picture_is_not_touched() -> None:
    whole = picture([10, 50, 90, 130], 140)
    rest = {re.sub(r"^<svg[^>]*>", "", piece.text) for piece in sliced(whole, 60)}
    assert rest == {re.sub(r"^<svg[^>]*>", "", whole.text)}
    assert '<rect width="4" height="9"/>' in rest.pop()


def test_a_picture_without_text_is_cut_all_the_same() -> None:
    assert [round(end - start) for start, end in boxes(sliced(picture([], 250), 100))] == [100, 100, 50]

# SPDX-License-Identifier: Apache-2.0
"""The page: one file that loads nothing; the verdict first, all text as data, each statement told for what it is."""

import base64
import hashlib
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from assess.variations import assessed, changed, worked_example
from briefing.pages import free_places, harmless, page_of, parsed, shape
from pourparler.briefing.compose import compose
from pourparler.briefing.document import Briefing, BulletList, Figure, Mark, Paragraph, Section, Table
from pourparler.briefing.html import MOST_ROWS_OPEN, page
from pourparler.case import read
from pourparler.catalog import find
from pourparler.desk import run_errand

SOURCE = Path(__file__).parents[2] / "src"
#: What the essay's case may take at 2,000 worlds, the page included.
MEBIBYTES = 400


@pytest.fixture(scope="module")
def essay() -> Briefing:
    return compose(run_errand("essays/singh2018", worlds=200))


@pytest.fixture(scope="module")
def text(essay: Briefing) -> str:
    return page(essay)


@pytest.fixture(scope="module")
def root(text: str) -> Element:
    return parsed(text)


def said(node: Element) -> str:
    return " ".join("".join(node.itertext()).split())


def nodes(root: Element, *names: str) -> Iterator[Element]:
    return (node for node in root.iter() if node.tag in names)


def small(*blocks: Paragraph | BulletList | Table | Figure, marks: tuple[Mark, ...] = ()) -> Element:
    """Return the page of a briefing with one section below the verdict."""
    return parsed(page(Briefing("t", (Section("GO", ()), Section("S", blocks, (), marks)))))


def test_the_verdict_is_the_one_first_heading_and_comes_before_all_others(essay: Briefing, root: Element) -> None:
    headings = list(nodes(root, "h1", "h2", "h3", "h4", "h5", "h6"))
    assert said(headings[0]) == essay.sections[0].heading == "HOLD — do not fix the date yet"
    levels = [int(str(node.tag)[1]) for node in headings]
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in itertools.pairwise(levels))


def test_every_section_is_there_in_full_and_reached_from_the_contents(essay: Briefing, root: Element) -> None:
    headings = [said(node) for node in nodes(root, "h2")]
    assert [h for h in headings if h in [s.heading for s in essay.sections]] == [s.heading for s in essay.sections[1:]]
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(set(ids)) == len(ids)
    targets = [str(node.get("href")) for node in nodes(root, "a")]
    assert len(targets) > len(essay.sections) and all(target[0] == "#" and target[1:] in ids for target in targets)


def test_it_has_landmarks_a_language_and_a_way_past_the_head(root: Element) -> None:
    assert root.get("lang") == "en"
    assert [len(list(nodes(root, name))) for name in ("header", "main", "nav", "footer")] == [1, 1, 1, 1]
    first = next(nodes(root, "a"))
    assert first.get("href") == "#main" and next(nodes(root, "main")).get("id") == "main"


def test_every_table_has_a_caption_and_every_heading_of_it_a_scope(root: Element) -> None:
    tables = list(nodes(root, "table"))
    assert len(tables) > 15
    for table in tables:
        assert said(next(nodes(table, "caption")))
        assert all(cell.get("scope") == "col" for head in nodes(table, "thead") for cell in nodes(head, "th"))
        for row in next(nodes(table, "tbody")):
            assert [cell.get("scope") for cell in nodes(row, "th")] == ["row"]


def test_every_figure_has_words_and_numbers(root: Element) -> None:
    figures = list(nodes(root, "figure"))
    assert len(figures) == 18
    for number, figure in enumerate(figures, start=1):
        (drawn,) = nodes(figure, "svg")
        title, description = drawn[0], drawn[1]
        assert drawn.get("role") == "img" and drawn.get("aria-labelledby") == title.get("id")
        assert title.tag == "title" and said(title) and description.tag == "desc" and said(description)
        assert said(next(nodes(figure, "figcaption"))).startswith(f"Figure {number}. ")
        assert len(list(nodes(figure, "table"))) == 1
        rows = len(list(next(nodes(figure, "tbody"))))
        assert bool(list(nodes(figure, "details"))) is (rows > MOST_ROWS_OPEN)


def test_whose_it_is_stands_in_the_head_and_all_it_was_made_from_in_the_foot(essay: Briefing, root: Element) -> None:
    assert essay.stamp is not None
    head, foot = said(next(nodes(root, "header"))), said(next(nodes(root, "footer")))
    for value in (essay.stamp.seat, essay.stamp.as_of, essay.stamp.decider):
        assert value in head and value in foot
    assert essay.title in head
    for value in (essay.stamp.digest, str(essay.stamp.seed), str(essay.stamp.worlds), essay.stamp.version):
        assert value in foot
    assert len(essay.stamp.digest) == 64


def test_it_loads_nothing_and_holds_no_script(text: str, root: Element) -> None:
    for node in root.iter():
        assert node.tag not in ("script", "link", "iframe", "object", "embed", "img", "image", "base", "form", "audio", "video")
        for name in node.attrib:
            assert name != "style" and not name.startswith("on") and "src" not in name
            assert name != "href" or node.attrib[name].startswith("#")
    assert not re.search(r"url\((?!#)|@import|https?://(?!www\.w3\.org)", re.sub(r"<dd>.*?</dd>|<td.*?</td>", "", text))


def test_its_policy_allows_its_own_style_sheet_alone(root: Element) -> None:
    (style,) = nodes(root, "style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    (policy,) = [node.get("content") for node in nodes(root, "meta") if node.get("http-equiv") == "Content-Security-Policy"]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_framings_and_dissents_are_all_printed_and_marked(root: Element) -> None:
    (section,) = [
        node for node in nodes(root, "section") if node.get("class") == "full" and said(node).startswith("The case against")
    ]
    items = [said(node) for node in nodes(section, "li")]
    voiced = [item for item in items if ": " in item and " there: " not in item]  # the rest says where the advice is wrong
    assert len(voiced) == 10
    assert "Each of these: reading" in said(section)
    brief = next(node for node in nodes(root, "section") if node.get("class") == "brief")
    assert "10 dissents are on record" in said(brief) and "--full" not in said(root)


def test_words_of_likelihood_stand_beside_what_they_stand_for(root: Element) -> None:
    brief = next(node for node in nodes(root, "section") if node.get("class") == "brief")
    assert "buys time: roughly even chance, 5" in said(brief)
    assert "very unlikely 5% to 20%; unlikely 20% to 45%; roughly even chance 45% to 55%; likely 55% to 80%." in said(brief)


def test_every_item_of_evidence_says_what_it_is(root: Element) -> None:
    (section,) = [node for node in nodes(root, "section") if node.get("class") == "full" and said(node).startswith("Evidence")]
    items = list(nodes(section, "li"))
    kinds = [[said(kind) for kind in nodes(item, "span") if kind.get("class") == "kind"] for item in items]
    path = find("essays/singh2018")
    assert path is not None
    stated = [[item.judged.basis] for item in read(path).evidence if item.judged is not None]
    assert len(items) == len(stated) and sorted(kinds) == sorted(stated)


def test_every_section_in_full_says_what_it_rests_on_but_for_the_account_and_the_case_against(root: Element) -> None:
    bare = [
        said(next(nodes(section, "h2")))
        for section in nodes(root, "section")
        if section.get("class") == "full" and not any(str(node.get("class")).startswith("mark ") for node in section.iter())
    ]
    assert bare == []


def test_marks_stand_with_each_row_where_they_differ_and_once_where_not() -> None:
    rows = (("a", "1"), ("b", "2"))
    differ = small(Table(("x", "y"), rows, "c", (Mark("fact", "A", "2031-01-01"), Mark("claim", "B"))))
    assert [said(cell) for cell in next(nodes(differ, "thead"))[0]] == ["x", "y", "what it is"]
    assert [said(row[-1]) for row in next(nodes(differ, "tbody"))] == ["fact A, 2031-01-01", "claim B"]
    same = small(Table(("x", "y"), rows, "c", (Mark("fact", "A"), Mark("fact", "A"))))
    assert said(next(nodes(same, "caption"))) == "c fact A" and len(next(nodes(same, "thead"))[0]) == 2
    items = small(BulletList(("one", "two"), (Mark("fact"), None)))
    assert [said(node) for node in nodes(items, "li")][-2:] == ["one fact", "two"]


def test_what_a_section_was_found_from_is_told_apart_from_what_it_rests_on() -> None:
    found = small(Paragraph("p"), marks=(Mark("result"), Mark("judgement", "desk A", "2031-03-10", 3)))
    assert "result found from judgement desk A, 2031-03-10, 3 numbers" in said(found)
    assert "Rests on judgement desk A" in said(small(Paragraph("p"), marks=(Mark("judgement", "desk A"),)))
    assert "Rests on" not in said(small(Paragraph("p")))


def test_a_table_without_a_caption_takes_the_heading() -> None:
    assert said(next(nodes(small(Table(("x",), (("1",),))), "caption"))) == "S"


def test_a_figure_of_the_one_screen_is_drawn_once(essay: Briefing, root: Element) -> None:
    drawn = [block for section in essay.sections for block in (*section.brief, *section.blocks) if isinstance(block, Figure)]
    assert len(drawn) == 19 and len(list(nodes(root, "figure"))) == 18
    again = [said(node) for node in nodes(root, "p") if node.get("class") == "see"]
    assert again == ["Figure 1: What each action is worth to us."]


def test_a_case_that_says_little_has_a_page() -> None:
    bare = assessed(changed(worked_example(), {"no_deal/aland/value": "unknown", "evidence": [], "questions": {}}))
    assert said(next(nodes(parsed(page(compose(bare))), "h1"))).startswith("NOT DETERMINED")


PAYLOADS = (
    '<script>alert({n})</script><img src=x{n} onerror="alert(1)">',
    '"><svg onload=alert({n})><a href="javascript:alert(1)">x</a>',
    "' onmouseover='alert({n})' </title></style></desc></svg><h1>",
    "{{{{7*{n}}}}} ${{{n}}} <%= {n} %> {{% raw %}} [[x]] &lt;b&gt; &#60;i&#62;",
    "]]><!-- {n} --><?php ?> <!DOCTYPE x> </textarea></table> url(http://x/{n})",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_in_every_place_is_shown_as_text(payload: str) -> None:
    assert len(free_places()) > 90
    hostile = parsed(page_of(lambda number: payload.format(n=number)))
    control = parsed(page_of(lambda number: harmless(payload.format(n=number))))
    assert shape(hostile) == shape(control)
    assert said(hostile).count(payload.format(n=0).split()[0]) > 0
    for node in hostile.iter():
        assert not any(name.startswith("on") or name in ("src", "style") for name in node.attrib)
        assert str(node.get("href", "#"))[0] == "#"


def test_the_comparison_would_see_an_element_that_a_text_brings_in() -> None:
    text = page_of(lambda number: harmless(PAYLOADS[0].format(n=number)))
    before, _, after = text.rpartition("xscriptx")
    broken = f"{before}<b></b>{after}"
    assert before and shape(parsed(broken)) != shape(parsed(text))


def test_what_cannot_be_seen_is_told_by_number() -> None:
    hidden = small(Paragraph("a\u202eb\x1b[31m\u2066"), Table(("x\u200f",), (("\x07",),), "\u061c"))
    assert "a<U+202E>b<U+001B>[31m<U+2066>" in said(hidden)
    assert "x<U+200F>" in said(hidden) and "<U+0007>" in said(hidden) and "<U+061C>" in said(hidden)


def test_the_same_bytes_twice_in_one_process(essay: Briefing, text: str) -> None:
    assert page(essay) == text
    assert text.endswith("</html>\n") and text.startswith("<!DOCTYPE html>\n")


def test_the_same_bytes_in_two_processes_whatever_hash_seed_time_zone_and_threads(tmp_path: Path) -> None:
    def made(name: str, hash_seed: str, zone: str, threads: str) -> bytes:
        file = tmp_path / name
        command = [sys.executable, "-m", "pourparler", "assess", "essays/singh2018", "--worlds", "200", "--html", str(file)]
        environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONHASHSEED": hash_seed, "TZ": zone}
        environment |= {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "LC_ALL": "C"}
        subprocess.run(command, env=environment, capture_output=True, check=True)
        return file.read_bytes()

    assert made("a.html", "1", "Pacific/Auckland", "1") == made("b.html", "2", "America/Los_Angeles", "2")


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux reports it")
def test_the_whole_errand_stays_within_its_memory(tmp_path: Path) -> None:
    # The high-water mark of the process's own memory: that of its resource usage begins with what the parent held at the fork.
    script = "import re, sys; from pourparler.cli import main; sys.argv = ['pourparler', *sys.argv[1:]]\n"
    script += "try: main()\nfinally: print(int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) // 1024)"
    command = [sys.executable, "-c", script, "assess", "essays/singh2018", "--html", str(tmp_path / "brief.html"), "--quiet"]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) <= MEBIBYTES

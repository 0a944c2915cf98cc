# SPDX-License-Identifier: Apache-2.0
"""Results in a notebook: what they show of themselves, as frames, and the notebook among the documents, cell by cell."""

import html
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from pourparler import Assessment, assess, catalog, compose
from pourparler.assess.study_rows import TableStudy
from pourparler.briefing.document import Briefing, Figure
from pourparler.case import read_text
from pourparler.desk import study_table
from pourparler.errors import NoFrameError
from pourparler.showing import Shown

ROOT = Path(__file__).parent.parent


@cache
def assessment() -> Assessment:
    return assess(read_text(catalog.template("small"), "small.yaml"), worlds=20)


@cache
def briefing() -> Briefing:
    return compose(assessment())


def framed(shown: str | None) -> str:
    """Return the page inside a frame."""
    assert shown is not None
    found = re.fullmatch(r'<iframe title="[^"]+" sandbox="[^"]*" [^>]*srcdoc="([^"]*)"></iframe>', shown)
    assert found is not None, "text of a case reached the frame unescaped"
    return html.unescape(found.group(1))


def test_an_assessment_shows_its_brief_in_a_frame_that_may_do_nothing() -> None:
    shown = assessment()._repr_html_()
    assert shown == briefing()._repr_html_() and shown is not None and 'sandbox=""' in shown
    page = framed(shown)
    assert "hold" in page.lower() and "<script" not in page and "default-src &#x27;none&#x27;" in page


def test_text_of_a_case_cannot_leave_its_frame() -> None:
    hostile = '"></iframe><script>alert(1)</script>'
    case = read_text(catalog.template("small").replace("title: The boathouse lease", f"title: '{hostile}'"), "small.yaml")
    page = framed(assess(case, worlds=5)._repr_html_())
    assert "<script" not in page


def test_a_figure_holds_all_it_needs_and_may_load_nothing() -> None:
    figure = briefing().figures()[0]
    shown = figure._repr_html_()
    assert shown is not None and 'sandbox="allow-scripts"' in shown
    page = framed(shown)
    assert "default-src 'none'; script-src 'unsafe-inline'" in page and len(page) > 500_000
    outside = re.sub(r'<script type="module">.*</script>', "", page, flags=re.DOTALL)
    assert not re.search(r"<(script|link|img)|(src|href)=", outside)
    assert page.count("</script") == 1 and html.escape(figure.alternative) in page and "<details>" in page


def line(result: Shown) -> str:
    bundle = result._repr_mimebundle_()
    assert bundle["text/html"] == result._repr_html_()
    return bundle["text/plain"]


def test_where_no_page_is_shown_one_line_is() -> None:
    assert line(assessment()) == "HOLD — do not fix the date yet: The boathouse lease"
    assert line(briefing().figures()[0]).startswith("Figure: ")
    assert line(table()).count("\n") == 0 and len(line(table())) < 200


@cache
def table() -> TableStudy:
    return study_table("treaties/canal1977", worlds=20)


def test_frames_hold_the_rows_with_ranges_as_three_columns() -> None:
    pytest.importorskip("pandas")
    frame = assessment().to_dataframe()
    assert list(frame["action"]) == [row.action for row in assessment().actions]
    valued = [row.value for row in assessment().actions if row.value is not None]
    assert list(frame["value"].dropna()) == [value.mean for value in valued]
    assert list(frame["value_high"].dropna()) == [value.high for value in valued]
    assert set(assessment().to_dataframe("intentions")["hypothesis"]) == {"renew", "stall"}
    assert len(assessment().to_dataframe("record.success")) == len(assessment().record.success)
    figure = briefing().figures()[0]
    assert list(figure.to_dataframe().columns) == list(figure.table.columns)
    assert len(table().to_dataframe("template")) == len(table().template)
    for name in ("gate", "evidence", "sources", "moves", "partners", "preparation", "alarms", "judgements"):
        assert len(assessment().to_dataframe(name)) == len(getattr(assessment(), name)), name


def test_a_table_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(NoFrameError, match=r"no table 'action' in this result; it has actions, .*evidence, "):
        assessment().to_dataframe("action")
    with pytest.raises(NoFrameError, match="no table"):
        briefing().to_dataframe()


def test_without_pandas_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(NoFrameError, match=r"a frame needs pandas, .*the rows themselves are in \.actions"):
        assessment().to_dataframe()


def test_results_show_themselves_whichever_module_they_come_from() -> None:
    script = "import sys; sys.path.insert(0, {!r}); from pourparler.briefing.document import Briefing, Section; "
    script += "print(Briefing('t', (Section('h', ()),))._repr_html_()[:14])"
    done = subprocess.run([sys.executable, "-c", script.format(str(ROOT / "src"))], capture_output=True, text=True, check=True)
    assert done.stdout == "<iframe title=\n"


def test_every_kind_of_result_has_a_document() -> None:
    from pourparler.notebook import _DOCUMENTS

    kinds = {kind.__name__ for kind in Shown.__subclasses__() if kind not in (Briefing, Figure)}
    assert kinds <= set(_DOCUMENTS)
    for home in _DOCUMENTS.values():
        module, _, name = home.partition(":")
        assert callable(getattr(__import__(module, fromlist=[name]), name))


def test_the_page_on_notebooks_shows_what_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "docs/how-to/work-in-a-notebook.md").read_text("utf-8")
    (block,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "case.yaml").write_text(catalog.template("small"), "utf-8")
    monkeypatch.chdir(tmp_path)
    pytest.importorskip("pandas")
    space: dict[str, object] = {}
    exec(block, space)
    found = space["assessment"]
    assert isinstance(found, Assessment) and f"# {found.verdict.action!r}" in block

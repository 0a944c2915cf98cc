# SPDX-License-Identifier: Apache-2.0
"""Markdown: the same words and numbers as elsewhere; text of a case shows as text, whatever it would be as markup."""

from collections import Counter
from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing.papers import HOSTILE, essay, hostile, payload, plain
from pourparler.briefing.compose import compose
from pourparler.briefing.document import Briefing, BulletList, Mark, Paragraph, Section, Table
from pourparler.briefing.markdown import escaped, markdown
from pourparler.case.problem import visible

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(text: str) -> Iterator[Token]:
    for token in READER.parse(text):
        yield token
        yield from token.children or ()


def shown(text: str) -> str:
    return "".join(token.content for token in tokens(text) if token.type == "text")


#: Few letters among much that may be markup, so that it often is.
LETTERS = st.one_of(st.sampled_from("a1 *_`[]()<>#+-=|~!\\&;:/.{}$"), st.characters(codec="utf-8"))


@example("*a* _b_ `c` ~~d~~ **e**")
@example("[a](b) ![c](d) <e> <http://f> &lt; [g]: h")
@example("<script x")
@example("<!-- a")
@example("1) a")
@given(st.text(LETTERS, max_size=40))
def test_any_text_shows_as_it_is(text: str) -> None:
    plain = " ".join(visible(text).split())
    assert shown(escaped(text)) == plain
    assert all(
        token.type in ("paragraph_open", "paragraph_close", "inline", "text", "text_special") for token in tokens(escaped(text))
    )
    assert [token.type for token in READER.parse(f"- {escaped(text)}")][:2] == ["bullet_list_open", "list_item_open"]


def test_hostile_text_adds_no_element() -> None:
    text = markdown(compose(hostile()))
    kinds = Counter(token.type for token in tokens(text))
    assert not {"html_block", "html_inline", "image", "link_open", "code_inline", "fence", "code_block", "s_open"} & set(kinds)
    likewise = Counter(token.type for token in tokens(markdown(compose(plain()))))
    for each in (kinds, likewise):
        del each["text"], each["text_special"]
    assert kinds == likewise
    told = shown(text)
    assert all(" ".join(payload(place).split()) in told for place in range(len(HOSTILE)))


def test_a_small_briefing_is_printed_so() -> None:
    table = Table(("who", "n"), (("a|b", "1"), ("c", "2")), "Counts", (Mark("fact", "x"), Mark("claim", "y", "2026-01-02")))
    blocks = (
        Paragraph("*All*", lead="1. Lead", mark=Mark("judgement", "z", numbers=2)),
        BulletList(("# a", "b"), (Mark("fact"), Mark("fact"))),
        table,
    )
    said = markdown(
        Briefing("A case", (Section("HOLD", ()), Section("Why", blocks, rests_on=(Mark("result"), Mark("fact", "f")))))
    )
    assert said.startswith("# HOLD\n\n**A case**\n\n## Why\n\n*A result, found from fact: f.*\n")
    assert "**1\\. Lead**: \\*All\\* *(judgement: z, 2 numbers)*" in said
    assert "Each of these: *(fact)*\n\n- \\# a\n- b" in said
    assert "| who | n | what it is |\n| --- | ---: | --- |\n| a\\|b | 1 | fact: x |\n| c | 2 | claim: y, 2026-01-02 |" in said


def test_it_says_what_the_terminal_says() -> None:
    document = compose(essay())
    told = shown(markdown(document))
    for section in document.sections:
        assert section.heading in told
        for block in section.blocks:
            if isinstance(block, Table):
                assert all(" ".join(visible(cell).split()) in told for row in block.rows for cell in row), section.heading
            if isinstance(block, BulletList):
                assert all(" ".join(item.split()) in told for item in block.items)

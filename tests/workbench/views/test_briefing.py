# SPDX-License-Identifier: Apache-2.0
"""The page of the briefing: what it tells of the archive, and documents as those see them whom they are for."""

from workbench.conftest import ME, Page


def test_the_page_of_the_briefing_tells_the_head_of_the_journal(canal: Page) -> None:
    assert f"<code>{canal.archive.journal_head(ME)[:16]}</code>" in canal.see("/briefing")
    assert f"<code>{canal.archive.journal_head(ME)}</code>" in canal.see("/history")


def test_a_memo_and_an_edition_are_looked_at_as_whom_they_are_for(canal: Page) -> None:
    canal.client.post(f"{canal.place}/estimate", data={"without": "yes", "request": canal.case})
    files = dict(canal.archive.files(ME, canal.case))
    files["case.yaml"] += b"release: {grants: {public: [title, as_of, parties]}}\n"
    canal.archive.commit(ME, canal.case, files, base=1, reason="released")
    assert '<option value="public">the public</option>' in canal.see("/briefing")
    assert "As our own side would see it" in canal.see("/briefing/document?document=memo&look=1")
    others = canal.see("/briefing/document?document=memo&edition=public&look=1")
    assert "As the public would see it" in others and "Edition for the public" in others and "The case against" not in others
    canal.see("/briefing/document?document=memo&edition=nobody&look=1", 404)

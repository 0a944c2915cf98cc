# SPDX-License-Identifier: Apache-2.0
"""What things are called: labels in place of identifiers, and text left alone."""

from pourparler.assess.sentence import sentence
from pourparler.briefing.names import Names

NAMES = Names({"aland": "Åland", "fleet.halved": "half the boats", "halved": "halved (any)", "stall": "play for time"})


def test_a_label_is_found_by_the_full_name_first() -> None:
    assert NAMES.of("fleet", "halved") == "half the boats"
    assert NAMES.of("crew", "halved") == "halved (any)"
    assert NAMES.of("buy_time") == "buy time"


def test_identifiers_in_sentences_are_named_and_text_is_not() -> None:
    told = sentence("{party} and {who}: {reason}", party="aland", who="borea, aland", reason="aland is small")
    assert NAMES.told(told) == "Åland and borea, Åland: aland is small"


def test_options_are_told_with_their_issue() -> None:
    assert NAMES.told(sentence("{what}", what="fleet.halved, money.cash_grant")) == "half the boats, money: cash grant"


def test_a_package_names_the_issue_of_an_option_that_says_little_by_itself() -> None:
    names = Names({"no_aid": "none", "unseen": "none", "aid": "economic aid", "fleet": "the fleet"})
    assert names.agreement({"aid": "no_aid", "crew": "unseen", "fleet": "halved"}) == "economic aid: none, crew: none, halved"
    assert names.agreement({"aid": "grain", "fleet": "unchanged"}) == "grain, the fleet: unchanged"
    assert Names({}).agreement({"a": "both", "b": "both", "c": "other"}) == "a: both, b: both, other"


def test_a_concession_is_told_with_its_issue_and_a_move_by_its_name() -> None:
    names = Names({"fleet": "the fleet", "siege": "a siege"})
    assert names.concession("fleet.halved") == "the fleet: halved" and names.concession("moves.siege") == "a siege"
    assert names.concession("fleet") == "the fleet"


def test_paths_of_the_file_stay_as_they_are() -> None:
    assert NAMES.told(sentence("unknown: {path}", path="no_deal.aland.value")) == "unknown: no_deal.aland.value"


def test_a_hypothesis_of_several_words_is_quoted() -> None:
    assert NAMES.told(sentence("{hypothesis}", hypothesis="stall")) == "“play for time”"
    assert NAMES.told(sentence("{hypothesis}", hypothesis="settle")) == "settle"


def test_conditions_are_told_in_plain_words_even_inside_sentences() -> None:
    inner = sentence("{party} has not been informed", party="aland")
    told = NAMES.told(sentence("{condition} is {state}: {why}", condition="consultation.aland", state="not met", why=inner))
    assert told == "consultation with Åland is not met: Åland has not been informed"
    assert NAMES.condition("intentions.direct_contact") == "direct contact with the other side"
    assert NAMES.condition("harbour_pilot") == "harbour pilot"


def test_braces_and_markup_in_labels_are_data() -> None:
    names = Names({"aland": "{who} [red]"})
    assert names.told(sentence("{party} and {who}", party="aland", who="borea")) == "{who} [red] and borea"

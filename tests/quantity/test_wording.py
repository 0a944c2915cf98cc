# SPDX-License-Identifier: Apache-2.0
"""The translation seam: English without a catalogue, a translation with one, and values that stay data."""

from gettext import NullTranslations

import pytest

from pourparler.quantity import SCORE, parse
from pourparler.wording import plural, say, speaking


class German(NullTranslations):
    def gettext(self, message: str) -> str:
        return {"the range is reversed: write {text}": "die Spanne steht verkehrt: {text} schreiben"}.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return "{n} Welt" if n == 1 else "{n} Welten"


def test_english_is_complete_without_a_catalogue() -> None:
    assert say("from {low} to {high}", low=1, high="2") == "from 1 to 2"
    assert say("a share of {share:.1f}", share=0.25) == "a share of 0.2"
    assert plural("{n} world", "{n} worlds", 1) == "1 world"
    assert plural("{n} world of {most}", "{n} worlds of {most}", 2, most=7) == "2 worlds of 7"


def test_a_catalogue_is_used_inside_its_block_only() -> None:
    with speaking(German()):
        with pytest.raises(ValueError, match=r"die Spanne steht verkehrt: 35\.\.50 schreiben"):
            parse("50..35", SCORE)
        assert plural("{n} world", "{n} worlds", 2) == "2 Welten"
    assert plural("{n} world", "{n} worlds", 2) == "2 worlds"


@pytest.mark.parametrize("value", ["{low}", "{0}", "{value.__class__}", "%s", "{", "}"])
def test_values_are_never_read_as_templates(value: str) -> None:
    assert say("found {value}", value=value) == f"found {value}"


@pytest.mark.parametrize("template", ["{value.__class__}", "{value[0]}", "{}", "{0}"])
def test_templates_reach_plain_names_only(template: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        say(template, value="secret")


class Broken(NullTranslations):
    def gettext(self, message: str) -> str:
        return {"from {low}": "von {tief}", "to {high}": "bis {high", "{low.real}": "{low.real}"}[message]


def test_a_broken_translation_gives_way_to_the_english() -> None:
    with speaking(Broken()):
        assert say("from {low}", low=1) == "from 1"
        assert say("to {high}", high=2) == "to 2"
        with pytest.raises(KeyError):
            say("{low.real}", low=1)


def test_a_missing_value_is_noticed() -> None:
    with pytest.raises(KeyError):
        say("{missing}")

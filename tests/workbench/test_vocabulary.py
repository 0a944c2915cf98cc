# SPDX-License-Identifier: Apache-2.0
"""Names for readers: in the language in use, each looked up once in it, however many of them a page holds."""

from gettext import NullTranslations

from pourparler.case import Case
from pourparler.case.shape import fields
from pourparler.wording import speaking
from pourparler.workbench.bench import PAGES, area_name
from pourparler.workbench.estimates import ACTIONS, action_told
from pourparler.workbench.vocabulary import key_name, part_about, part_name


class Shouted(NullTranslations):
    """A language of capitals, which counts what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = list[str]()

    def gettext(self, message: str) -> str:
        self.asked.append(message)
        return message.upper()


def told() -> list[str]:
    """Return all that readers are told of the parts of a case, of some keys, and of the advice that can be given."""
    of_parts = [told for part in fields(Case) for told in (part_name(part), part_about(part))]
    return [*of_parts, *map(key_name, ("known_at", "id", "sealed")), *map(action_told, ACTIONS)]


def test_names_are_looked_up_once_in_a_language_and_each_language_has_its_own() -> None:
    english, shouted, other = told(), Shouted(), Shouted()
    with speaking(shouted):
        assert [each for each in told() if each != each.upper()] == [
            each for each in english if each and each not in shouted.asked
        ]
        with speaking(other):
            told()
        told()
    assert told() == english
    assert len(shouted.asked) == len(set(shouted.asked)) > len(fields(Case))
    assert sorted(shouted.asked) == sorted(other.asked)


def test_so_are_the_names_of_pages_of_which_every_page_has_a_menu() -> None:
    english, shouted = [*map(area_name, PAGES)], Shouted()
    with speaking(shouted):
        menus = [[*map(area_name, PAGES)] for _ in range(2)]
    assert menus[0] == menus[1] == [name.upper() for name in english]
    assert sorted(shouted.asked) == sorted(english), "once each, for two menus"


def test_what_has_no_name_of_its_own_is_called_as_it_is_written() -> None:
    assert (part_name("no_such"), part_about("no_such"), key_name("no_such")) == ("no such", "", "no such")

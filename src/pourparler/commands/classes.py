# SPDX-License-Identifier: Apache-2.0
"""`pourparler catalog classes`: the reference classes that come with the program."""

from pourparler.commands.terminal import is_styled, width


def told_classes(json: bool) -> str:
    """Return the classes as a page for the terminal, or as JSON."""
    from pourparler.assess.classes import class_rows

    if json:
        from pourparler.briefing.as_json import as_json

        return as_json(class_rows())
    from pourparler.briefing.classes_page import classes_page
    from pourparler.briefing.terminal import render

    return render(classes_page(class_rows()), width=width(), full=True, color=is_styled())

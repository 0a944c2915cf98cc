# SPDX-License-Identifier: Apache-2.0
"""An archive of the first version takes names: all that was in it stays, and its journal is whole."""

from sqlalchemy import insert

from archive.cases import CASE, OWNER
from archive.conftest import Opening
from pourparler.archive import tables
from pourparler.archive.database import connect, url_of, writing
from pourparler.archive.journal import record
from pourparler.archive.migrating import bring_up_to_date


def test_an_archive_of_the_first_version_is_brought_up_to_date(opening: Opening, url: str) -> None:
    engine = connect(url_of(url))
    bring_up_to_date(engine, "0001")
    at = "2031-05-01T10:00:00Z"
    with writing(engine) as connection:
        record(connection, tables.people, {"id": OWNER.id, "name": "as it was", "at": at}, OWNER.id, at)
        connection.execute(insert(tables.cases), {"id": "a", "withdrawn_at": None})
    engine.dispose()
    with opening() as archive:
        assert archive.names(OWNER) == (("as it was", at),)
        archive.take_name(OWNER, "as it is")
        assert archive.make(OWNER, CASE, "first", title="A case").author == "as it is"

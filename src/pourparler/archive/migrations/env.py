# SPDX-License-Identifier: Apache-2.0
"""Where Alembic enters: migrations run on the connection that they are given, in its transaction.

Alone, as when a developer compares tables and migrations, they need an address: `alembic -x url=sqlite:///FILE`.
"""

from alembic import context
from sqlalchemy import Connection

from pourparler.archive.database import connect, url_of, writing
from pourparler.archive.tables import metadata


def run(connection: Connection) -> None:
    """Carry the migrations out. SQLite cannot alter columns: batches copy a table, which PostgreSQL does not need."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
        compare_type=True,
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with writing(connect(url_of(context.get_x_argument(as_dictionary=True)["url"]))) as own:
        run(own)

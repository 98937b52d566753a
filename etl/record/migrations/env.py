"""Alembic's hook: runs the migrations over the connection that `etl.record.opening` hands it."""

from __future__ import annotations

from alembic import context

from etl.record.tables import metadata

connection = context.config.attributes["connection"]
# SQLite alters a table by making it anew.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()

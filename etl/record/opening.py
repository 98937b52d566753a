"""Opening a trust's record: made where there is none, brought up to date where it is older than the code."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from filelock import FileLock
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from etl.folder import DataFolder
from etl.record.connection import NoTrustHereError, Record, RecordError, in_plain_words

MIGRATIONS = Path(__file__).parent / "migrations"


class LaterVersionError(RecordError):
    """The record was made or brought up to date by later code than this."""


@cache
def newest_revision() -> str:
    """The revision that the code expects: migrations are numbered files, `0001_…`."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def open_record(folder: DataFolder) -> Record:
    """The record of a folder that has one. Raises NoTrustHereError where it has none."""
    if not folder.exists():
        raise NoTrustHereError(
            f"There is no trust in {folder.root} yet. Register its schools first: python -m etl schools FILE"
        )
    record = Record(folder)
    migrate(record)
    return record


def make_record(folder: DataFolder) -> Record:
    """The record of a folder, made where there is none."""
    folder.create()
    record = Record(folder)
    migrate(record)
    return record


def revision_of(record: Record) -> str | None:
    with record.reading() as connection:
        try:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        except OperationalError:
            # Looked for only where it may not be there: every page begins with this question.
            if inspect(connection).has_table("alembic_version"):
                raise
            return None


def migrate(record: Record) -> None:
    """Bring a record up to the code's schema. Raises LaterVersionError where it is beyond that."""
    held = revision_of(record)
    if held == newest_revision():
        return
    if held is not None and held > newest_revision():
        raise LaterVersionError(
            f"The record in {record.path.parent} was made by a later version. Update the dashboard first."
        )
    # Imported here because it takes as long as all the rest of a short command, and is needed once.
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    # Two processes that start together must not both migrate: the second finds it done.
    with (
        FileLock(record.folder.root / "migrate.lock"),
        in_plain_words(record.path),
        record.engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")

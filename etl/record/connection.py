"""The one module that knows which database keeps the record.

SQLite in the data folder; everything that is SQLite's alone stands here, so that another server's
database can take its place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.record.tables import record_version

# How long a writer waits for another one: loads commit in milliseconds, a restore in seconds.
BUSY_SECONDS = 60


class NoTrustHereError(TrustDataError):
    """The folder holds no record yet."""


def now() -> datetime:
    """The present moment in UTC, as the record keeps it: without a zone, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


def make_engine(path: Path) -> Engine:
    # No pool: connections are short, and a dashboard that runs for weeks keeps no handle on a file
    # that an administrator may want to copy.
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: Any) -> None:
        # The driver's own transaction handling would begin late and commit early; with it off, the
        # BEGIN below is the only one.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        # A writer takes its lock at once: what it read then still holds when it commits.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class Record:
    """The transactional store of people's decisions."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.engine = make_engine(folder.record_path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the record."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, figures: bool = True) -> Iterator[Connection]:
        """One transaction, all or nothing; no other writer meanwhile.

        `figures`: the decision shows in the published file, which therefore falls behind the record
        until it is published again.
        """
        try:
            with (
                self.engine.connect().execution_options(writes=True) as connection,
                connection.begin(),
            ):
                if figures:
                    connection.execute(update(record_version).values(version=record_version.c.version + 1))
                yield connection
        except OperationalError as error:
            if "locked" not in str(error):
                raise
            raise TrustDataError(
                f"Somebody else has been writing to this trust's record for over {BUSY_SECONDS} seconds. "
                "Nothing was changed; try again."
            ) from None

    def version(self) -> int:
        with self.reading() as connection:
            return version_in(connection)


def version_in(connection: Connection) -> int:
    """The version that a view of the record shows."""
    return int(connection.execute(select(record_version.c.version)).scalar_one())


def put_version(connection: Connection, version: int) -> None:
    """Set the version outright: for a record that was brought back from a backup."""
    connection.execute(update(record_version).values(version=version))


def copy_record(source: Path, destination: Path) -> None:
    """Copy a whole record in one piece, even while others use either of the two.

    Whoever has the destination open sees the former content until the copy is complete.
    """
    with sqlite3.connect(source) as origin, sqlite3.connect(destination, timeout=BUSY_SECONDS) as copy:
        origin.backup(copy)
    origin.close()
    copy.close()


def is_a_record(path: Path) -> bool:
    """Whether a file is a sound SQLite database that holds a record."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            connection.execute("SELECT version FROM record_version").fetchone()
        connection.close()
    except sqlite3.DatabaseError:
        return False
    return sound

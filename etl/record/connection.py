"""The one module that knows which database keeps the record.

SQLite in the data folder; everything that is SQLite's alone stands here, so that another server's
database can take its place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from etl.errors import TrustDataError
from etl.folder import DataFolder
from etl.record.tables import record_version

# How long a writer waits for another one: loads commit in milliseconds, a restore in seconds.
BUSY_SECONDS = 60


class NoTrustHereError(TrustDataError):
    """The folder holds no record yet."""


class RecordError(TrustDataError):
    """The record cannot be read or written just now; the message says why."""


class RecordNotWritableError(RecordError):
    """Whoever asks may not write in the folder, which even a reader of the record has to."""


# What the database says -> what people are told. Anything else that it says is a fault of ours.
_TROUBLES: tuple[tuple[tuple[str, ...], type[RecordError], str], ...] = (
    (
        ("locked",),
        RecordError,
        f"Somebody else has been writing to the record in {{folder}} for over {BUSY_SECONDS} seconds. "
        "Nothing was changed; try again.",
    ),
    (
        ("readonly", "unable to open"),
        RecordNotWritableError,
        "The record in {folder} cannot be opened: you may not write in that folder. Nothing was changed.",
    ),
    (
        ("is full", "disk I/O"),
        RecordError,
        "The record in {folder} cannot be written: the disk is full or fails. Nothing was changed.",
    ),
    (
        ("not a database", "malformed"),
        RecordError,
        "The record in {folder} is damaged. Bring back a backup: python -m etl restore FILE",
    ),
)


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Tell what a database complains of as a RecordError. `path`: the database's file."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        # The driver's own words alone: the whole message would repeat the values of the statement.
        said = str(getattr(error, "orig", error))
        for words, kind, sentence in _TROUBLES:
            if any(word in said for word in words):
                raise kind(sentence.format(folder=path.parent)) from None
        raise


def now() -> datetime:
    """The present moment in UTC, as the record keeps it: without a zone, to the second."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


# Making one takes longer than asking it, and a page makes a Record anew whenever it has a question.
@lru_cache(maxsize=64)
def make_engine(path: Path) -> Engine:
    # No pool: connections are short, and a dashboard that runs for weeks keeps no handle on a file
    # that an administrator may want to copy.
    # The path is given apart, because in an address a % or a ? would have a meaning.
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={"timeout": BUSY_SECONDS},
    )

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

    def __init__(self, folder: DataFolder, path: Path | None = None) -> None:
        """`path`: where the database is, if not at its place in the folder."""
        self.folder = folder
        self.path = path or folder.record_path
        self.engine = make_engine(self.path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the record."""
        with in_plain_words(self.path), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, figures: bool = True) -> Iterator[Connection]:
        """One transaction, all or nothing; no other writer meanwhile.

        `figures`: the decision shows in the published file, which therefore falls behind the record
        until it is published again.
        """
        with (
            in_plain_words(self.path),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            if figures:
                connection.execute(update(record_version).values(version=record_version.c.version + 1))
            yield connection

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
    with (
        in_plain_words(destination),
        closing(sqlite3.connect(source)) as origin,
        closing(sqlite3.connect(destination, timeout=BUSY_SECONDS)) as copy,
    ):
        origin.backup(copy)


def is_a_record(path: Path) -> bool:
    """Whether a file is a sound SQLite database that holds a record."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            connection.execute("SELECT version FROM record_version").fetchone()
    except sqlite3.DatabaseError:
        return False
    return sound

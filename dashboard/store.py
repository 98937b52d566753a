"""Reading the published file: the one place of the dashboard that opens it and the one way to ask it.

DuckDB shares one instance per path in a process, so a plain connect() made while another session is
reading would keep serving a file that was replaced. Each published file is therefore attached to an
in-memory gateway of its own, kept by its number; when a newer one is published, the next run attaches that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pandas as pd
import streamlit as st
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from dashboard.cached import which_file
from etl.folder import DataFolder
from etl.publish.current import MADE_BY_OTHER_CODE, Published, bring_up_to_date
from etl.publish.current import published as pointed_at
from etl.record.connection import NoTrustHereError
from etl.record.opening import open_record

Row = dict[str, Any]
Column = NDArray[Any]
Parameters = Mapping[str, Any]

# A file that was replaced is asked by runs that began before; older ones by nobody.
GATEWAYS_KEPT = 3


def open_published(folder: DataFolder) -> Published:
    """The published file that answers from now on. Cheap: called at the start of every run.

    Where a load was killed between its commit and its publishing, publishes what it left behind; while
    somebody else publishes, the former figures stand, unless they are other code's: its file may lack what
    the pages ask for, so that they wait for the new one. Raises NoTrustHereError where there is no trust.
    """
    record = open_record(folder)
    try:
        found = pointed_at(folder)
    except NoTrustHereError:
        return bring_up_to_date(folder, record)
    if found.record_version == record.version():
        return found
    if found.record_version != MADE_BY_OTHER_CODE and _somebody_publishes(folder):
        return found
    return bring_up_to_date(folder, record)


def _somebody_publishes(folder: DataFolder) -> bool:
    try:
        with FileLock(folder.root / "publish.lock", timeout=0):
            return False
    except Timeout:
        return True


def fetch(published: Published, sql: str, params: Parameters | None = None) -> pd.DataFrame:
    """The answer as a table. Values are always bound: `$name` in the SQL, and its value in `params`."""
    with _cursor(published) as cursor:
        return cursor.execute(sql, dict(params or {})).df()


def fetch_rows(published: Published, sql: str, params: Parameters | None = None) -> list[Row]:
    """The answer as one dict a row, with None for NULL and whole numbers left whole."""
    with _cursor(published) as cursor:
        answered = cursor.execute(sql, dict(params or {}))
        names = [column[0] for column in answered.description]
        return [dict(zip(names, values, strict=True)) for values in answered.fetchall()]


def fetch_tuples(published: Published, sql: str, params: Parameters | None = None) -> list[tuple[Any, ...]]:
    """As `fetch_rows`, a tuple a row in the order of its columns: for long answers, of thousands of rows."""
    with _cursor(published) as cursor:
        return cursor.execute(sql, dict(params or {})).fetchall()


def fetch_columns(published: Published, sql: str, params: Parameters | None = None) -> list[Column]:
    """As `fetch_tuples`, an array a column: for the longest answers, of which few rows are looked at.

    Where a column holds NULL it is masked, and `tolist` says None.
    """
    with _cursor(published) as cursor:
        return list(cursor.execute(sql, dict(params or {})).fetchnumpy().values())


@contextmanager
def _cursor(published: Published) -> Iterator[duckdb.DuckDBPyConnection]:
    """One cursor a question: cursors may be used side by side by several threads, a connection may not.

    It waits for the next question then, since to make one takes as long as a short answer. One whose question
    failed is let go.
    """
    gateway = _gateway(which_file(published), str(published.path))
    try:
        cursor = gateway.idle.pop()
    except IndexError:
        cursor = gateway.connection.cursor()
        cursor.execute("USE trust")
    yield cursor
    gateway.idle.append(cursor)


@dataclass(frozen=True)
class _Gateway:
    """A connection to one published file that can read it and nothing else, and its cursors that wait."""

    connection: duckdb.DuckDBPyConnection
    idle: deque[duckdb.DuckDBPyConnection] = field(default_factory=deque)


# Without on_release: a gateway is closed when the last question asked of it is answered and let go.
@st.cache_resource(max_entries=GATEWAYS_KEPT, show_spinner=False)
def _gateway(which: tuple[int, ...], _path: str) -> _Gateway:
    connection = duckdb.connect(config={"autoinstall_known_extensions": False})
    # A path cannot be bound; it is ours, and its quotes are doubled.
    escaped = _path.replace("'", "''")
    connection.execute(f"ATTACH '{escaped}' AS trust (READ_ONLY)")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return _Gateway(connection)

"""The files of open data that were taken in: which stand, and which were taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from etl.record.connection import now
from etl.record.tables import open_file


@dataclass(frozen=True, kw_only=True)
class OpenFile:
    """One file as the record holds it. A later `id` counts as loaded later."""

    id: int
    token: str
    kind: str
    title: str
    file_name: str
    original_hash: str
    told_year: str | None
    told_release: str | None
    academic_years: list[str]
    release: str
    rows: int
    places: str  # the fingerprint of the places whose rows were kept
    loaded_at: datetime
    loaded_by: str
    undone_at: datetime | None
    undone_by: str | None

    @property
    def stands(self) -> bool:
        return self.undone_at is None


def all_files(connection: Connection) -> list[OpenFile]:
    """Every file, those taken back too, in the order of loading."""
    rows = connection.execute(select(open_file).order_by(open_file.c.id))
    return [OpenFile(**row._mapping) for row in rows]


def standing_files(connection: Connection) -> list[OpenFile]:
    return [one for one in all_files(connection) if one.stands]


def add(connection: Connection, **values: Any) -> int:
    """Record a file as taken in; gives its id."""
    made = connection.execute(insert(open_file).values(loaded_at=now(), **values))
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def read_again(connection: Connection, file_id: int, **values: Any) -> None:
    """Put other rows in the place of a file's: its token, what they are of, and for which places."""
    connection.execute(update(open_file).where(open_file.c.id == file_id).values(**values))


def mark_undone(connection: Connection, file_id: int, by: str) -> None:
    connection.execute(
        update(open_file).where(open_file.c.id == file_id).values(undone_at=now(), undone_by=by)
    )

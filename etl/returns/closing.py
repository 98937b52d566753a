"""Closing and reopening data drops."""

from __future__ import annotations

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import bring_up_to_date
from etl.record import audit, drops
from etl.record.opening import open_record


def close_drop(folder: DataFolder, half_term: HalfTerm, *, by: str, role: str | None = None) -> drops.Drop:
    """Close and number a drop, and keep its published file."""
    record = open_record(folder)
    with record.writing() as connection:
        held = drops.close(connection, half_term, by)
        audit.note(connection, by, "close drop", f"drop {held.label}, {half_term}", role=role)
    bring_up_to_date(folder, record)
    return held


def reopen_drop(folder: DataFolder, half_term: HalfTerm, *, by: str, role: str | None = None) -> drops.Drop:
    """Open a closed drop for corrections; the file kept when it was closed stays."""
    record = open_record(folder)
    # Where closing was cut short, the file of the drop as it was closed is kept before it can change.
    bring_up_to_date(folder, record)
    with record.writing() as connection:
        held = drops.reopen(connection, half_term)
        audit.note(connection, by, "open drop", f"drop {held.label}, {half_term}", role=role)
    bring_up_to_date(folder, record)
    return held

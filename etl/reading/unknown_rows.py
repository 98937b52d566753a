"""Rows that name a pupil and have no UPN: matched where a person has said who is meant, else held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from etl.containers import a1
from etl.problems import Problem
from etl.reading import findings
from etl.reading.columns import TableColumns
from etl.reading.entries import Entry
from etl.reading.mark_reader import ReadTable
from etl.reading.persons import fingerprint, name_key
from etl.reading.tables import Table
from etl.reading.tidy import UnknownRow


def match_rows(tables: Sequence[ReadTable], confirmed: dict[str, str]) -> int:
    """Give the rows whose pupil a person has confirmed that pupil's UPN: how many rows those are.

    `confirmed` are a school's matches, by fingerprint.
    """
    matched = 0
    for entry in _without_upn(tables) if confirmed else ():
        upn = confirmed.get(_fingerprint(entry))
        if upn is not None:
            entry.upn = upn
            entry.problems = [one for one in entry.problems if one.code != findings.MISSING_UPN.code]
            matched += 1
    return matched


def without_upns(tables: Sequence[ReadTable]) -> list[Problem]:
    """One stop for each table without a column of UPNs, for those of its rows that are not matched."""
    problems = []
    for read in tables:
        rows = [entry.place for entry in read.entries if entry.upn is None]
        if read.table.upn_column is None and rows:
            problems.append(no_upn_column(read.table, read.columns, rows))
    return problems


def no_upn_column(table: Table, columns: TableColumns, rows: list[tuple[str, int]]) -> Problem:
    first = next((column.index for column in columns.columns), 0)
    who = "1 row here has a name" if len(rows) == 1 else f"{len(rows)} rows here have names"
    return findings.NO_UPN_COLUMN(
        f"{who} but no UPN, so it is not sure whose marks they are.",
        "Add a column headed UPN.",
        sheet=table.sheet.name,
        cell=a1(table.heading_row(first), first),
        rows=rows,
    )


def unknown_rows(tables: Sequence[ReadTable]) -> Iterator[UnknownRow]:
    """The rows that are still without a UPN and say a name."""
    for entry in _without_upn(tables):
        surname, forename, dob = _said(entry)
        if name_key(surname) or name_key(forename):
            class_name = entry.details.get("class_name")
            yield UnknownRow(
                sheet=entry.sheet,
                row=entry.row,
                cell=entry.upn_cell,
                fingerprint=_fingerprint(entry),
                surname=surname,
                forename=forename,
                dob=dob,
                year_group=entry.year_group,
                class_name=class_name if isinstance(class_name, str) else None,
            )


def _without_upn(tables: Sequence[ReadTable]) -> Iterator[Entry]:
    """Rows whose UPN is missing; one that is there and cannot be right is no missing one."""
    for read in tables:
        for entry in read.entries:
            missing = read.table.upn_column is None or any(
                one.code == findings.MISSING_UPN.code for one in entry.problems
            )
            if entry.upn is None and missing:
                yield entry


def _said(entry: Entry) -> tuple[str | None, str | None, date | None]:
    surname, forename, dob = (entry.details.get(name) for name in ("surname", "forename", "dob"))
    return (
        surname if isinstance(surname, str) else None,
        forename if isinstance(forename, str) else None,
        dob if isinstance(dob, date) else None,
    )


def _fingerprint(entry: Entry) -> str:
    return fingerprint(*_said(entry))

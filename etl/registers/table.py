"""A register's file as a table: one header row, then one row an entry, every fault told with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from etl.containers import open_workbook
from etl.containers.sheets import column_letter
from etl.errors import TrustDataError, UnreadableFileError
from etl.harmless import as_it_was


class RegisterError(TrustDataError):
    """A register's file has faults; the message lists them all. Nothing of the file was taken in."""


@dataclass
class Entry:
    """One row of a register: its cells by the header that `Table` knows them by."""

    row: int  # as in the file
    cells: dict[str, str]
    columns: dict[str, int]
    faults: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.cells.get(name, "")

    def cell(self, name: str) -> str:
        return f"{column_letter(self.columns[name])}{self.row}" if name in self.columns else f"row {self.row}"

    def fault(self, name: str, finding: str) -> None:
        self.faults.append(f"{self.cell(name)}: {finding}")

    def needed(self, name: str) -> str:
        found = self.text(name)
        if not found:
            self.fault(name, f"{name} is missing.")
        return found

    def urn(self, name: str, known: Sequence[int] | None = None) -> int | None:
        """A school's URN; None where blank or faulty."""
        found = self.text(name)
        if not found:
            return None
        if not re.fullmatch(r"[0-9]{6}", found):
            self.fault(name, f"“{found}” is not a URN; a URN has six digits.")
            return None
        if known is not None and int(found) not in known:
            self.fault(name, f"no school with URN {found} is registered.")
            return None
        return int(found)

    def day(self, name: str) -> date | None:
        found = self.text(name)
        for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y"):
            try:
                return datetime.strptime(found, form).date()
            except ValueError:
                continue
        if found:
            self.fault(name, f"“{found}” is not a date; write it as 31/12/2026.")
        return None


@dataclass(frozen=True)
class Table:
    entries: tuple[Entry, ...]
    headers: frozenset[str]  # those of `spellings` that were found

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def raise_faults(self) -> None:
        """Raises RegisterError with every fault of every row."""
        faults = [fault for entry in self.entries for fault in entry.faults]
        if faults:
            shown = "\n".join(f"  {fault}" for fault in faults)
            number = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
            raise RegisterError(f"Nothing was taken in: the file has {number}.\n{shown}")


def read_table(path: Path, spellings: dict[str, tuple[str, ...]], needed: Sequence[str]) -> Table:
    """The first sheet's rows below the row that holds the `needed` headers.

    `spellings`: for each header, how files may spell it (compared without case and punctuation).
    Raises UnreadableFileError where the file cannot be read, RegisterError where it has no such row.
    """
    try:
        if not path.is_file():
            raise UnreadableFileError(f"There is no file {path.name}.")
    except OSError as error:
        raise UnreadableFileError(f"{path.name} cannot be opened: {error.strerror}.") from None
    by_spelling = {_tidy(one): name for name, ways in spellings.items() for one in (name, *ways)}
    for sheet in open_workbook(path).sheets:
        rows = [[_text(value) for value in row] for row in sheet.rows]
        for position, row in enumerate(rows[:20]):
            columns: dict[str, int] = {}
            for column, heading in enumerate(row):
                name = by_spelling.get(_tidy(heading))
                if name is not None:
                    columns.setdefault(name, column)
            if all(name in columns for name in needed):
                return Table(tuple(_entries(rows, position, columns)), frozenset(columns))
    raise RegisterError(f"{path.name} has no row of headings with {', '.join(needed)}. Nothing was taken in.")


def _entries(rows: list[list[str]], header: int, columns: dict[str, int]) -> Iterator[Entry]:
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = {name: row[column] for name, column in columns.items() if column < len(row)}
        if any(cells.values()):
            yield Entry(row=number, cells=cells, columns=columns)


def _tidy(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", heading.lower())


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    # A list that the dashboard gave comes back with what makes its texts harmless.
    return " ".join(as_it_was(str(value)).split())

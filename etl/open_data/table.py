"""A published file as a table: its headings, then its rows one by one, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from etl.containers import open_workbook
from etl.containers.kinds import kind_of
from etl.containers.limits import MAX_FILE_BYTES
from etl.containers.sheets import column_letter
from etl.containers.text_files import text_records
from etl.errors import UnreadableFileError

# Ofsted sets a title or two above its headings.
ROWS_ABOVE = 10


class OpenTable:
    """A file's headings and its rows below them, which can be gone through once."""

    def __init__(
        self,
        name: str,
        headings: list[str],
        first_row: int,
        rows: Iterator[list[str]],
        *,
        from_workbook: bool = False,
    ) -> None:
        self.name, self.from_workbook = name, from_workbook
        self.headings = [" ".join(one.split()) for one in headings]
        self.columns: dict[str, int] = {}
        for column, heading in enumerate(self.headings):
            if heading:
                self.columns.setdefault(heading.casefold(), column)
        self._first_row, self._rows = first_row, rows

    def __contains__(self, heading: object) -> bool:
        return isinstance(heading, str) and heading.casefold() in self.columns

    def __iter__(self) -> Iterator[Line]:
        for number, cells in enumerate(self._rows, start=self._first_row):
            if any(cells):
                yield Line(self, number, cells)


class Line:
    """One row of a table."""

    __slots__ = ("cells", "number", "table")

    def __init__(self, table: OpenTable, number: int, cells: list[str]) -> None:
        self.table, self.number, self.cells = table, number, cells

    def text(self, heading: str) -> str:
        """The cell below a heading as it stands; empty where the file has no such column."""
        column = self.table.columns.get(heading.casefold(), -1)
        return self.cells[column].strip() if 0 <= column < len(self.cells) else ""

    def place(self, heading: str) -> str:
        column = self.table.columns.get(heading.casefold())
        letter = "row " if column is None else column_letter(column)
        return f"{letter}{self.number} ({heading})"


def open_table(path: Path, is_header: Callable[[OpenTable], bool], name: str) -> OpenTable | None:
    """The table, called `name`, below the first row that `is_header` knows; None where there is none.

    A text file is gone through row by row, so that a national file of hundreds of columns is never held
    whole. Raises UnreadableFileError where it cannot be read.
    """
    if not path.is_file():
        raise UnreadableFileError(f"There is no file {name}.")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise UnreadableFileError(f"{name} is larger than any file that DfE publishes.")
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{name} cannot be opened: {error.strerror}.") from None
    if kind_of(raw) == "text":
        return _below_header(name, text_records(raw), is_header)
    del raw
    for sheet in open_workbook(path).sheets:
        rows = ([_text(value) for value in row] for row in sheet.rows)
        found = _below_header(name, rows, is_header, from_workbook=True)
        if found is not None:
            return found
    return None


def _below_header(
    name: str,
    rows: Iterator[list[str]],
    is_header: Callable[[OpenTable], bool],
    *,
    from_workbook: bool = False,
) -> OpenTable | None:
    for number, row in enumerate(islice(rows, ROWS_ABOVE), start=1):
        table = OpenTable(name, row, number + 1, rows, from_workbook=from_workbook)
        if is_header(table):
            return table
    return None


def _text(value: object) -> str:
    if value is None:
        return ""
    date = getattr(value, "date", None)
    return str(date() if callable(date) else value)

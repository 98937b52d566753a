"""Where a sheet's tables of pupils are: the header rows, the headings over each column, the rows below.

A table is found by its heading for UPNs, or failing that by a column of UPNs; a header takes one to
three rows around it, merged or not, in either order. What stands above a table is its title.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.containers import Cell, Sheet
from etl.reading.header_rows import (
    groups_repeat,
    header_rows_around,
    is_heading_part,
    row_texts,
    spans_of,
)
from etl.reading.heading_meaning import field_named, heading_meaning
from etl.reading.marks import is_plain_mark
from etl.reading.spelling import cell_text, words
from etl.upn import normalise_upn, upn_fault

HEADER_SEARCH_ROWS = 200  # a header that starts lower is not looked for
_TITLE_ROWS = 20


@dataclass
class Table:
    """One table of a sheet; rows and columns count from 0, `end` and `right` are just past the last.

    `headings` are, for each column, the texts of its header rows from top to bottom. `titles` are the
    texts above the header with their places, or those above this one of several tables side by side.
    `upn_column` is None where the table has names but no UPNs.
    """

    sheet: Sheet
    header_rows: list[int]
    start: int
    end: int
    left: int
    right: int
    upn_column: int | None
    upn_by_content: bool = False
    headings: dict[int, list[str]] = field(default_factory=dict)
    titles: list[tuple[int, int, str]] = field(default_factory=list)
    # Blank cells below the header that show what stands further up: (row, column) -> row.
    carried: dict[tuple[int, int], int] = field(default_factory=dict)

    def heading(self, column: int) -> str:
        return " / ".join(self.headings.get(column, ()))

    def leaf(self, column: int) -> str:
        texts = self.headings.get(column)
        return texts[-1] if texts else ""

    def heading_row(self, column: int) -> int:
        """The lowest header row with a text over a column: where a problem with its heading is shown."""
        for row in reversed(self.header_rows):
            if self.sheet.cell(row, column) is not None:
                return row
        return self.header_rows[-1]


def find_tables(sheet: Sheet) -> list[Table]:
    """Every table of pupils on a sheet, from top to bottom and left to right."""
    anchors = _anchors(sheet)
    tables: list[Table] = []
    blocks: list[tuple[list[int], list[int]]] = []
    for row, upn_columns in anchors:
        above = blocks[-1][0][-1] + 1 if blocks else 0
        blocks.append((header_rows_around(sheet, row, upn_columns, above), upn_columns))
    for place, (header, upn_columns) in enumerate(blocks):
        following = blocks[place + 1][0][0] if place + 1 < len(blocks) else None
        end = len(sheet.rows) if following is None else _without_titles(sheet, header[-1] + 1, following)
        tables += _tables_of_block(sheet, header, upn_columns, end)
    if not tables:
        found = _table_by_content(sheet) or _table_without_upns(sheet)
        tables = [found] if found else []
    previous_end = 0
    for table in tables:
        _fill_headings(table)
        side_by_side = [other for other in tables if other.header_rows is table.header_rows]
        _add_titles(table, previous_end, side_by_side)
        _carry_merged(table)
        if table is side_by_side[-1]:
            previous_end = table.start
    return tables


def _anchors(sheet: Sheet) -> list[tuple[int, list[int]]]:
    """The rows that hold a heading for UPNs, with its columns."""
    found: list[tuple[int, list[int]]] = []
    # Few distinct texts stand in very many cells.
    headings = {
        value
        for value in set().union(*sheet.rows)
        if isinstance(value, str) and len(value) < 60 and "u" in value.lower() and field_named(value) == "upn"
    }
    for row_number, row in enumerate(sheet.rows):
        if headings.isdisjoint(row):
            continue
        columns = [column for column, value in enumerate(row) if value in headings]
        if _holds_a_upn(row):
            continue  # a pupil may be called Upn
        if len([value for value in row if value is not None]) < 2:
            # A lone "UPN" is a header only where another header row stands below it.
            below = sheet.rows[row_number + 1] if row_number + 1 < len(sheet.rows) else []
            if not any(
                isinstance(value, str) and heading_meaning(cell_text(value)).about_marks for value in below
            ):
                continue
        if found and found[-1][0] == row_number - 1 and found[-1][1] == columns:
            continue  # the same heading written twice, one below the other
        if not found and row_number >= HEADER_SEARCH_ROWS:
            break
        found.append((row_number, columns))
    return _without_strays(sheet, found)


def _without_strays(sheet: Sheet, found: list[tuple[int, list[int]]]) -> list[tuple[int, list[int]]]:
    """The headings without a "UPN" that somebody wrote among a table's pupils: below it more UPNs stand in
    the column of the table above than in its own."""
    kept: list[tuple[int, list[int]]] = []
    for place, (row, columns) in enumerate(found):
        end = found[place + 1][0] if place + 1 < len(found) else len(sheet.rows)
        below = range(row + 1, end)
        if not kept or _upns_in(sheet, below, columns) >= _upns_in(sheet, below, kept[-1][1]):
            kept.append((row, columns))
    return kept


def _upns_in(sheet: Sheet, rows: range, columns: list[int]) -> int:
    cells = (sheet.cell(row, column) for row in rows for column in columns)
    return sum(isinstance(cell, str) and upn_fault(normalise_upn(cell)) is None for cell in cells)


def _holds_a_upn(row: list[Cell]) -> bool:
    return any(isinstance(value, str) and upn_fault(normalise_upn(value)) is None for value in row)


def _without_titles(sheet: Sheet, start: int, header: int) -> int:
    """Where a table ends above the header of the next: at the first blank row below its last pupil, for
    what stands below that is the title of the next."""
    blank = header
    for row in range(header - 1, start, -1):
        texts = [cell_text(value) for value in sheet.rows[row] if value is not None]
        if not texts:
            blank = row
        elif any(is_plain_mark(text) or upn_fault(normalise_upn(text)) is None for text in texts):
            break
    return blank


def _tables_of_block(sheet: Sheet, header: list[int], upn_columns: list[int], end: int) -> list[Table]:
    width = sheet.width
    if len(upn_columns) > 1 and not _side_by_side(sheet, header, upn_columns):
        upn_columns = upn_columns[:1]
    lead = min((column for row in header for column in row_texts(sheet, row)), default=upn_columns[0])
    offset = upn_columns[0] - min(lead, upn_columns[0])
    lefts = [max(column - offset, 0) for column in upn_columns]
    rights = [*lefts[1:], width]
    return [
        Table(sheet, header, header[-1] + 1, end, left if place else 0, right, column)
        for place, (column, left, right) in enumerate(zip(upn_columns, lefts, rights, strict=True))
    ]


def _side_by_side(sheet: Sheet, header: list[int], upn_columns: list[int]) -> bool:
    """Whether two headings for UPNs head two tables: other headings are then there twice as well."""
    halves = [
        {
            words(text)
            for row in header
            for column, text in row_texts(sheet, row).items()
            if first < column < last
        }
        for first, last in zip(upn_columns, [*upn_columns[1:], sheet.width], strict=True)
    ]
    return bool(halves[0] & halves[1])


def _table_by_content(sheet: Sheet) -> Table | None:
    """A table whose column of UPNs is headed by something else, or by nothing."""
    counts: dict[int, list[int]] = {}
    for row_number, row in enumerate(sheet.rows):
        for column, value in enumerate(row):
            if isinstance(value, str) and 13 <= len(value) <= 20 and upn_fault(normalise_upn(value)) is None:
                counts.setdefault(column, []).append(row_number)
    if not counts:
        return None
    column, rows = max(counts.items(), key=lambda found: len(found[1]))
    for header in range(rows[0] - 1, max(rows[0] - 6, -1), -1):
        texts = row_texts(sheet, header)
        if sum(is_heading_part(text) for text in texts.values()) >= 2:
            header_rows = header_rows_around(sheet, header, [], 0)
            header_rows = [row for row in header_rows if row < rows[0]]
            return Table(
                sheet, header_rows, header_rows[-1] + 1, len(sheet.rows), 0, sheet.width, column, True
            )
    return None


def _table_without_upns(sheet: Sheet) -> Table | None:
    """A table of pupils by name alone."""
    for row_number in range(min(len(sheet.rows), HEADER_SEARCH_ROWS)):
        texts = row_texts(sheet, row_number)
        fields = {field_named(text) for text in texts.values()}
        if (
            fields & {"name", "surname", "forename"}
            and sum(is_heading_part(text) for text in texts.values()) >= 2
        ):
            header = header_rows_around(sheet, row_number, [], 0)
            return Table(sheet, header, header[-1] + 1, len(sheet.rows), 0, sheet.width, None)
    return None


def _fill_headings(table: Table) -> None:
    """Stack the header rows' texts over each column; a group's text reaches over its columns."""
    own = {row: row_texts(table.sheet, row) for row in table.header_rows}
    for row in table.header_rows:
        for column, text in {**_reach(table, row, own), **own[row]}.items():
            stack = table.headings.setdefault(column, [])
            if table.left <= column < table.right and (not stack or stack[-1] != text):
                stack.append(text)


def _reach(table: Table, row: int, own: dict[int, dict[int, str]]) -> dict[int, str]:
    """The columns that take their text in this row from a cell to the left: merged with it, or blank
    beside it in a row that merges nothing and groups the headings of the row below."""
    spans = spans_of(table.sheet, row)
    texts = own[row]
    reached: dict[int, str] = {}
    for first, last in spans.values():
        if first in texts:
            for column in range(first + 1, last + 1):
                if table.left <= column < table.right and column not in texts:
                    reached[column] = texts[first]
    if spans or row == table.header_rows[-1]:
        return reached
    lower = [other for other in table.header_rows if other > row]
    upper = [other for other in table.header_rows if other < row]
    carried: str | None = None
    upns = [] if table.upn_column is None else [table.upn_column]
    repeat = bool(lower) and groups_repeat(texts, own[lower[0]], table.right, upns)
    for column in range(table.left, table.right):
        if column in texts:
            text = texts[column]
            meaning = heading_meaning(text)
            groups = meaning.about_marks or (repeat and column >= min(texts) and not meaning.not_used)
            carried = text if groups and not meaning.field else None
            continue
        under = [own[other][column] for other in lower if column in own[other]]
        over = [own[other][column] for other in upper if column in own[other]]
        if not under or over or field_named(under[-1]) or heading_meaning(under[-1]).not_used:
            carried = None
        elif carried is not None:
            reached[column] = carried
    return reached


def _add_titles(table: Table, after: int, side_by_side: list[Table]) -> None:
    """The texts above a table. Where a row has texts above several of the tables side by side, each is of
    the table below it; otherwise it speaks to all of them."""
    first = table.header_rows[0]
    for row in range(max(after, first - _TITLE_ROWS), first):
        texts = row_texts(table.sheet, row)
        over = [other for other in side_by_side if any(other.left <= c < other.right for c in texts)]
        for column, text in texts.items():
            if len(over) < 2 or table.left <= column < table.right:
                table.titles.append((row, column, text))


def _carry_merged(table: Table) -> None:
    """Notes the cells below the header that are merged with one further up."""
    for top, left, bottom, _ in table.sheet.merges:
        if table.start <= top < bottom and table.left <= left < table.right:
            for row in range(top + 1, bottom + 1):
                table.carried[(row, left)] = top

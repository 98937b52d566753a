"""What offices do to a table once it is laid out: spacers, keys beside it, headings on every page, subtotals.

Each takes the header rows, the rows below and the merged cells (counted from the first header row) and gives
them back changed; none changes what the table says.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from builders_sheets import Merge

from etl.containers import Cell

KEY = (("PKS", "Pre-key stage"), ("WTS", "Working towards"), ("EXS", "Expected"), ("GDS", "Greater depth"))


@dataclass
class Drawn:
    """A table as rows of cells. `marks` are the columns of marks, from first to just past the last."""

    header: list[list[Cell]]
    body: list[list[Cell]]
    merges: list[Merge]
    marks: tuple[int, int] = (0, 0)
    class_column: int | None = None
    tight: bool = field(default=False)  # no blank row may come between


def spacers(draw: random.Random, table: Drawn) -> None:
    """Narrow blank columns where one group of headings ends and the next begins."""
    top = table.header[0]
    starts = [
        column
        for column in range(max(1, table.marks[0]), min(table.marks[1], len(top)))
        if top[column] is not None and not any(left < column <= right for _, left, _, right in table.merges)
    ]
    for column in sorted(draw.sample(starts, min(len(starts), 2)), reverse=True):
        for row in (*table.header, *table.body):
            row.insert(column, None)
        table.merges[:] = [
            (a, left + (left >= column), c, right + (right >= column)) for a, left, c, right in table.merges
        ]
        table.marks = (table.marks[0], table.marks[1] + 1)


def key_at_the_right(draw: random.Random, table: Drawn) -> None:
    width = max(map(len, (*table.header, *table.body)))
    for number, row in enumerate([table.header[-1], *table.body[:4]]):
        row += [None] * (width - len(row) + 1)
        row += [None, "Key"] if number == 0 else list(KEY[number - 1])


def headings_on_every_page(draw: random.Random, table: Drawn) -> None:
    if len(table.header) > 1:
        return
    page = draw.choice((3, 4, 5))
    for place in range(len(table.body) // page * page, 0, -page):
        if place < len(table.body):
            table.body.insert(place, list(table.header[0]))


def subtotals(draw: random.Random, table: Drawn) -> None:
    width = max(map(len, table.body), default=0)
    for place in range(len(table.body), 0, -draw.choice((3, 5))):
        total: list[Cell] = ["Total", *[None] * (width - 1)]
        total[table.marks[0] : table.marks[1]] = [7] * (table.marks[1] - table.marks[0])
        total[0] = "Total"
        table.body.insert(place, total)


def blank_row_in_the_header(draw: random.Random, table: Drawn) -> None:
    if len(table.header) != 2 or len({text for text in table.header[0] if text}) < 2:
        return
    if all(table.header[1][column] is None for column in range(table.marks[0])):
        return  # the headings of the pupils' columns stand in the upper row: it is no group
    table.header.insert(1, [])
    table.merges[:] = [(a + (a >= 1), b, c + (c >= 1), d) for a, b, c, d in table.merges]


def class_merged_down(draw: random.Random, table: Drawn) -> None:
    column = table.class_column
    if column is None:
        return
    table.tight = True
    table.body.sort(key=lambda row: str(row[column]))
    first = 0
    for place in range(1, len(table.body) + 1):
        if place < len(table.body) and table.body[place][column] == table.body[first][column]:
            continue
        if place - first > 1:
            down = len(table.header)
            table.merges.append((down + first, column, down + place - 1, column))
            for row in table.body[first + 1 : place]:
                row[column] = None
        first = place


def hints_in_headings(draw: random.Random, table: Drawn) -> None:
    hint = draw.choice((" (WTS/EXS/GDS)", " WTS/EXS/GDS", "\nPKS WTS EXS GDS"))
    for column in range(*table.marks):
        text = table.header[-1][column] if column < len(table.header[-1]) else None
        if isinstance(text, str) and text:
            table.header[-1][column] = text + hint


WIDE: tuple[Callable[[random.Random, Drawn], None], ...] = (
    hints_in_headings,
    spacers,
    key_at_the_right,
    headings_on_every_page,
    subtotals,
    blank_row_in_the_header,
)

"""Filling and commenting the cells in which something was found, and undoing that again.

What a cell looked like before is remembered in hidden cells of the Fix list, so that a file that is
checked a second time gets its own fills back first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import fromstring, tostring

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.styles.fills import Fill

from etl.annotated.formulas import put_text
from etl.containers.fix_list_sign import (
    FIX_LIST,
    FROM_TEXT,
    SIGN,
    SIGN_COLUMN,
    is_fix_list,
    made_from_text,
)
from etl.problems import WEIGHTS, Problem, Severity

# Fill of an annotated cell: apart in hue and in lightness, so that no kind of colour vision takes one for
# another. The text on them is dark.
FILLS: dict[Severity, str] = {
    Severity.STOP: "F2A28B",
    Severity.CHECK: "FFF0B8",
    Severity.INFO: "CFE0EF",
}
INK = "1D2329"
AUTHOR = "Trust Performance Dashboard"
# Stands above our words in a comment, also below a school's own.
COMMENT_SIGN = f"— {AUTHOR} —"

_ADDRESS = re.compile(r"^([A-Z]{1,3})([1-9]\d{0,6})$")
_LONGEST_COMMENT = 8_000
_CHUNK = 30_000  # of what a cell can hold


@dataclass
class Memory:
    """What cells looked like before they were annotated: (fill, colour of the font) by sheet and address."""

    styles: list[str] = field(default_factory=list)
    cells: dict[str, dict[str, int]] = field(default_factory=dict)

    def keep(self, sheet: str, address: str, style: str) -> None:
        if style not in self.styles:
            self.styles.append(style)
        self.cells.setdefault(sheet, {})[address] = self.styles.index(style)

    def write(self, fix_list: Any, *, from_text: bool) -> None:
        put_text(fix_list.cell(1, SIGN_COLUMN + 1), FROM_TEXT if from_text else SIGN)
        text = json.dumps({"styles": self.styles, "cells": self.cells})
        for place in range(0, len(text), _CHUNK):
            column = SIGN_COLUMN + 2 + place // _CHUNK
            put_text(fix_list.cell(1, column), text[place : place + _CHUNK])

    @classmethod
    def read(cls, first_row: list[Any]) -> Memory:
        """Nothing where it was altered by somebody."""
        text = "".join(str(value) for value in first_row[SIGN_COLUMN + 1 :] if value is not None)
        try:
            held = json.loads(text)
            return cls(list(held["styles"]), {name: dict(cells) for name, cells in held["cells"].items()})
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls()


def remove_annotations(book: Any) -> bool:
    """Take out a former Fix list, our comments and our fills; the school's own come back. Returns whether
    the workbook was made from a text file in the first place."""
    memory, from_text = Memory(), False
    for sheet in list(book.worksheets):
        rows = _first_rows(sheet)
        if is_fix_list(sheet.title, rows):
            from_text = from_text or made_from_text(rows)
            memory = Memory.read(rows[0] if rows else [])
            book.remove(sheet)
    for sheet in book.worksheets:
        remembered = memory.cells.get(sheet.title, {})
        for cell in list(sheet._cells.values()):
            style = remembered.get(getattr(cell, "coordinate", ""))
            had_comment = _remove_comment(cell)
            if (style is not None or had_comment) and _is_ours(cell.fill):
                _restore(cell, memory.styles[style] if style is not None else "")
    return from_text


def has_comments(book: Any) -> bool:
    return any(
        getattr(cell, "comment", None) is not None
        for sheet in book.worksheets
        for cell in sheet._cells.values()
    )


def _first_rows(sheet: Any) -> list[list[Any]]:
    """The first rows of a sheet as they are written, with what is in hidden columns too."""
    if not sheet.title.startswith(FIX_LIST):
        return []
    width = min(sheet.max_column, 600)
    return [list(row) for row in sheet.iter_rows(max_row=60, max_col=width, values_only=True)]


def _remove_comment(cell: Any) -> bool:
    comment = getattr(cell, "comment", None)
    if comment is None or COMMENT_SIGN not in comment.text:
        return False
    own = comment.text.partition(COMMENT_SIGN)[0].rstrip()
    cell.comment = Comment(own, comment.author) if own else None
    return True


def _is_ours(fill: Any) -> bool:
    colour = getattr(getattr(fill, "fgColor", None), "rgb", None)
    return isinstance(colour, str) and colour[-6:].upper() in FILLS.values()


def _style_of(cell: Any) -> str:
    colour = cell.font.color
    return json.dumps(
        [
            tostring(cell.fill.to_tree(), "unicode"),
            {"type": colour.type, "value": colour.value, "tint": colour.tint} if colour else None,
        ]
    )


def _restore(cell: Any, style: str) -> None:
    try:
        fill, colour = json.loads(style)
        cell.fill = Fill.from_tree(fromstring(fill))
        if colour != json.loads(_style_of(cell))[1]:
            made = Color(tint=colour["tint"], **{colour["type"]: colour["value"]}) if colour else None
            cell.font = _with_colour(cell.font, made)
    except Exception:  # the memory was altered: whatever it holds, a cell without a fill does no harm
        cell.fill = PatternFill()


def _with_colour(font: Any, colour: Any) -> Any:
    made = copy(font)
    made.color = colour
    return made


@dataclass
class Annotations:
    """What the Fix list needs to know of the marks."""

    memory: Memory
    # The address that a link jumps to, and what is to be said of the place, by sheet and cell as named.
    hidden: dict[tuple[str, str], str] = field(default_factory=dict)


def annotate_cells(book: Any, problems: tuple[Problem, ...], names: Mapping[str, str]) -> Annotations:
    """Fill and comment every cell that a problem names. `names`: what each sheet is called in the book."""
    annotated = Annotations(Memory())
    by_cell: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.sheet is not None and problem.cell is not None and _ADDRESS.match(problem.cell):
            by_cell.setdefault((problem.sheet, problem.cell), []).append(problem)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    anchors = {name: dict(_anchors(sheet)) for name, sheet in sheets.items()}
    by_place: dict[tuple[str, str], list[Problem]] = {}
    for (name, address), found in by_cell.items():
        title = names.get(name, name)
        if title in sheets:
            by_place.setdefault((title, anchors[title].get(address, address)), []).extend(found)
            if hidden := _hidden(sheets[title], address):
                annotated.hidden[(name, address)] = hidden
    for (title, address), found in by_place.items():
        _annotate_cell(sheets[title], address, found, annotated.memory)
    return annotated


def _anchors(sheet: Any) -> Iterator[tuple[str, str]]:
    """The cell that shows a merge, for each cell of it."""
    for area in sheet.merged_cells.ranges:
        first = sheet.cell(area.min_row, area.min_col).coordinate
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                yield sheet._get_cell(row, column).coordinate, first


def _hidden(sheet: Any, address: str) -> str:
    found = _ADDRESS.match(address)
    assert found is not None
    row = sheet.row_dimensions.get(int(found[2]))
    if row is not None and row.hidden:
        return "in a hidden row"
    column = sheet.column_dimensions.get(found[1])
    return "in a hidden column" if column is not None and column.hidden else ""


def _annotate_cell(sheet: Any, address: str, found: list[Problem], memory: Memory) -> None:
    cell = sheet[address]
    gravest = min((one.severity for one in found), key=list(Severity).index)
    memory.keep(sheet.title, address, _style_of(cell))
    cell.fill = PatternFill("solid", fgColor=FILLS[gravest])
    if _is_light(cell.font.color):
        cell.font = _with_colour(cell.font, Color(rgb=f"FF{INK}"))
    text = comment_text(found)
    author = AUTHOR
    if cell.comment is not None:
        text, author = f"{cell.comment.text.rstrip()}\n\n{text}", cell.comment.author or AUTHOR
    lines = sum(1 + len(line) // 46 for line in text.splitlines())
    cell.comment = Comment(text, author, height=min(20 + 17 * lines, 600), width=340)


def comment_text(found: list[Problem]) -> str:
    """Our sign, then each finding: weight, what was found, what to do."""
    parts = [COMMENT_SIGN]
    for problem in found:
        shape, word, _ = WEIGHTS[problem.severity]
        parts.append("\n".join(filter(None, (f"{shape} {word}", problem.message, problem.suggestion))))
    text = "\n\n".join(parts[1:])
    return ILLEGAL_CHARACTERS_RE.sub("", f"{COMMENT_SIGN}\n{text}")[:_LONGEST_COMMENT]


def _is_light(colour: Any) -> bool:
    """Whether text of a colour is hard to read on our fills."""
    if colour is None:
        return False
    if colour.type == "theme":
        return colour.value in (0, 2) or (colour.tint or 0) > 0.4
    if colour.type == "rgb" and isinstance(colour.rgb, str) and len(colour.rgb) == 8:
        red, green, blue = (int(colour.rgb[at : at + 2], 16) for at in (2, 4, 6))
        return 0.299 * red + 0.587 * green + 0.114 * blue > 120
    return colour.type == "indexed" and colour.value in (1, 9)

"""Formulas of the school's own: which are kept, and their results, which openpyxl drops.

What reaches outside by itself as soon as a workbook is opened (a program is started, a web address is
called) is given as the value that it had: whoever opens a copy made by us must not set anything off.
Links to other workbooks, about which Excel asks first, and HYPERLINK, which waits for a click, stay.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from etl.annotated.lean_copy import Stored
from etl.containers import ooxml

_REACHES_OUT = re.compile(
    r"(?:\b|_XL\w+\.)(WEBSERVICE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|SQL\.REQUEST|DDE|IMAGE|IMPORTDATA|IMPORTXML"
    r"|IMPORTHTML|IMPORTFEED|IMPORTRANGE|GOOGLEFINANCE)\s*\("
    # program|'topic'!item, which asks another program for a value (DDE)
    r"|\|",
    re.IGNORECASE,
)
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_QUOTED_NAME = re.compile(r"'(?:[^']|'')*'")
# What a spreadsheet may take for a formula when the cell is typed in again.
_FORMULA_STARTS = ("=", "+", "-", "@")

OUTSIDE_SAID = (
    "Formulas that call a web address or another program are given as the values they had, not as formulas."
)


def reaches_outside(formula: str) -> bool:
    """Whether a formula calls a web address or starts a program by itself."""
    return bool(_REACHES_OUT.search(_QUOTED_NAME.sub("''", _TEXT.sub('""', formula))))


def make_harmless(book: Any, stored: dict[str, Stored]) -> list[str]:
    """Give the formulas that reach outside as their values, and keep text that looks like a formula text
    also where somebody types in its cell again. Returns what is to be said about it."""
    said = []
    for sheet in book.worksheets:
        # Not iter_rows, which would make a cell of every place up to the farthest.
        for cell in sheet._cells.values():
            if cell.data_type == "f":
                formula = getattr(cell.value, "text", cell.value)
                if isinstance(formula, str) and reaches_outside(formula):
                    _as_value(cell, stored.get(sheet.title, {}).pop(cell.coordinate, None))
                    said = [OUTSIDE_SAID]
            elif cell.data_type == "s" and str(cell.value).startswith(_FORMULA_STARTS):
                cell.quotePrefix = True
        rules = sheet.conditional_formatting
        for area in list(rules):
            if any(reaches_outside(formula) for rule in area.rules for formula in rule.formula):
                del rules[area.sqref]
                said = [OUTSIDE_SAID]
        lists = sheet.data_validations.dataValidation
        for held in [one for one in lists if reaches_outside(f"{one.formula1} {one.formula2}")]:
            lists.remove(held)
            said = [OUTSIDE_SAID]
    for names in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in [one for one, held in names.items() if reaches_outside(held.value or "")]:
            del names[name]
            said = [OUTSIDE_SAID]
    return said


def _as_value(cell: Any, stored: tuple[str, str] | None) -> None:
    if stored is None:
        cell.value = "=NA()"  # it had no value, and a cell without one stays a fault
        return
    kind, text = stored
    if kind == "n":
        cell.value = float(text)
    elif kind == "b":
        cell.value = text == "1"
    else:
        put_text(cell, text)
        cell.data_type = "e" if kind == "e" else "s"


def put_text(cell: Any, text: str) -> None:
    """Text that stays text, whatever it begins with."""
    cell.value = None
    cell._value = text
    cell.data_type = "s"


_FORMULA_CELL = re.compile(
    rb'(<c r="([A-Z]+\d+)"(?: s="\d+")?)(><f[^>]*(?:/>|>[^<]*</f>))<v(?: ?/>|></v>)(?=</c>)'
)


def with_results(raw: bytes, stored: dict[str, Stored]) -> bytes:
    """A saved workbook with the results of its formulas, as they stood in the school's own file."""
    if not any(stored.values()):
        return raw
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        names = {part: name for name, part in ooxml.sheet_parts(archive).items()}
        for part in archive.infolist():
            content = archive.read(part.filename)
            results = stored.get(names.get(part.filename, ""), {})
            if results:
                content = _put_in(content, results)
            copy.writestr(part.filename, content)
    return out.getvalue()


def _put_in(content: bytes, results: Stored) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        result = results.get(found[2].decode())
        if result is None:
            return found[0]
        kind, value = result
        type_ = b"" if kind == "n" else f' t="{kind}"'.encode()
        # The value is XML already: it is put back as it stood.
        return found[1] + type_ + found[3] + b"<v>" + value.encode() + b"</v>"

    return _FORMULA_CELL.sub(one, content)

"""A workbook opened with openpyxl so that as much as can be comes out again as it was."""

from __future__ import annotations

import io
from typing import Any

from openpyxl.reader.excel import ExcelReader


class _Reader(ExcelReader):
    def read_worksheets(self) -> None:
        # Dates stay the numbers that they are, with their formats: turned into dates and back, one out of
        # range would become an error, and a time could lose its last digit.
        self.wb._date_formats = set()
        self.wb._timedelta_formats = set()
        super().read_worksheets()


def open_to_annotate(raw: bytes) -> Any:
    """The workbook without macros; texts with several fonts keep them. Raises whatever openpyxl raises."""
    reader = _Reader(io.BytesIO(raw), keep_vba=False, rich_text=True)
    reader.read()
    book = reader.wb
    book.template = False
    for sheet in book.worksheets:
        sheet.page_setup.id = None  # the settings of a printer, which are not in the copy
    return book

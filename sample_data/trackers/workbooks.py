"""Workbooks that come out the same, byte for byte, whenever they are written."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format

# What would otherwise be the moment of writing.
CREATED = datetime(2026, 9, 1, 9, 0, 0)


class Book(xlsxwriter.Workbook):
    """An xlsx in the making, with the few looks that schools' sheets have. Text is never taken for a
    formula or a link."""

    def __init__(self, path: Path, author: str) -> None:
        super().__init__(
            str(path), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
        )
        self.set_properties({"created": CREATED, "author": author})
        self.plain = self.add_format({})
        self.title = self.add_format({"bold": True, "font_size": 14})
        self.small = self.add_format({"italic": True, "font_color": "#595959"})
        self.heading = self.add_format(
            {"bold": True, "bg_color": "#DDE7F0", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self.group = self.add_format({"bold": True, "bg_color": "#C5D5E4", "border": 1, "align": "center"})
        self.date = self.add_format({"num_format": "dd/mm/yyyy"})
        self.total = self.add_format({"bold": True, "top": 1})

    def __exit__(self, *details: object) -> None:
        self.close()

    def banded(self, colour: str) -> Format:
        return self.add_format({"bg_color": colour})

"""The look of a template: one accent, and tints that say what a cell still needs."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

# The dashboard's own accent and paper.
ACCENT = "#12436D"
BAND = "#E4EDF4"
INK = "#1D2329"
QUIET = "#535C66"
RULE = "#D8D5CC"
TO_FILL = "#FFF8E1"
LOOK_AGAIN = "#F9D9A8"
GONE = "#8A8F96"

_BASE: dict[str, Any] = {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "vcenter"}
_CELL = {"bottom": 1, "bottom_color": RULE}
_HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter"}

FORMATS: dict[str, dict[str, Any]] = {
    # above the table
    "school": {"bold": True, "font_size": 18, "font_color": ACCENT},
    "label": {"font_color": QUIET, "indent": 1},
    "value": {"bold": True, "align": "left"},
    "note": {"font_color": QUIET, "indent": 1},
    "count": {"bold": True, "font_color": ACCENT, "align": "left", "indent": 1, "num_format": "#,##0"},
    # header
    "head_who": {**_HEAD, "indent": 1, "bg_color": ACCENT, "font_color": "#FFFFFF"},
    "head_marks": {**_HEAD, "bg_color": ACCENT, "font_color": "#FFFFFF", "align": "center"},
    "head_details": {**_HEAD, "bg_color": BAND, "font_color": ACCENT, "align": "center"},
    # cells
    "text": {**_CELL, "num_format": "@", "indent": 1},
    "centre": {**_CELL, "align": "center"},
    "date": {**_CELL, "align": "center", "num_format": "dd/mm/yyyy"},
    # tints
    "to_fill": {"bg_color": TO_FILL},
    "to_fill_first": {"bg_color": TO_FILL, "top": 1, "top_color": ACCENT},
    "look_again": {"bg_color": LOOK_AGAIN},
    "gone": {"font_color": GONE, "font_strikeout": True},
    "new_year_group": {"top": 1, "top_color": ACCENT},
    # the guide
    "guide_title": {"bold": True, "font_size": 18, "font_color": ACCENT},
    "guide_section": {
        "bold": True,
        "font_size": 12,
        "font_color": ACCENT,
        "bottom": 1,
        "bottom_color": ACCENT,
    },
    "guide_word": {"bold": True, "align": "left", "valign": "top", "text_wrap": True},
    "guide_text": {"text_wrap": True, "valign": "top"},
    "guide_step": {"bold": True, "font_color": ACCENT, "align": "right", "indent": 1, "valign": "top"},
}
# A conditional format changes what it names and nothing else.
_TINTS = ("to_fill", "to_fill_first", "look_again", "gone", "new_year_group")


class Look:
    """The formats of one workbook, by name, each made when it is first asked for."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}

    def __getitem__(self, name: str) -> Format:
        return self.at_edge(name, edge=False)

    def at_edge(self, name: str, *, edge: bool) -> Format:
        """`edge`: the first column of a subject or of a part has a rule on its left."""
        if (name, edge) not in self._made:
            properties = FORMATS[name] if name in _TINTS else {**_BASE, **FORMATS[name]}
            if edge:
                colour = "#FFFFFF" if name.startswith("head_") else ACCENT
                properties = {**properties, "left": 1, "left_color": colour}
            self._made[name, edge] = self._book.add_format(properties)
        return self._made[name, edge]

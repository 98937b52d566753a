"""Trackers and exports as schools keep and send them, drawn with their truth beside them.

None is a real school's: each is put together from what assessment systems export and from how offices
keep their sheets. `SEEN` holds the builders by name; a builder's module says what kind of trouble it is.
"""

from tests.trackers_seen_in_schools import (
    exports,
    exports_again,
    furniture,
    further,
    headers_over_rows,
    last_lot,
    must_be_asked,
    offices_tastes,
    one_header_row,
    sheets_for_each,
    text_and_other_kinds,
    traps,
)
from tests.trackers_seen_in_schools.tracker import SEEN, Tracker

__all__ = [
    "SEEN",
    "Tracker",
    "exports",
    "exports_again",
    "furniture",
    "further",
    "headers_over_rows",
    "last_lot",
    "must_be_asked",
    "offices_tastes",
    "one_header_row",
    "sheets_for_each",
    "text_and_other_kinds",
    "traps",
]

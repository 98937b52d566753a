"""From a file to a Reading, whatever kind of published file it is: told by its headings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from etl.open_data import ees, ks2_tables, lait, ofsted
from etl.open_data.places import Places
from etl.open_data.rows import OpenFileError, Reading
from etl.open_data.table import OpenTable, open_table
from etl.open_data.told import Told


@dataclass(frozen=True)
class Kind:
    """One kind of file: its name, how its headings are known, and what reads it."""

    id: str
    label: str
    is_header: Callable[[OpenTable], bool]
    read: Callable[[OpenTable, Places, Told], Reading]


# In the order in which they are tried.
KINDS: tuple[Kind, ...] = (
    Kind(ks2_tables.KIND, "KS2 school performance tables", ks2_tables.is_header, ks2_tables.read),
    Kind(ees.KIND, "Explore Education Statistics", ees.is_header, ees.read),
    Kind(lait.KIND, "Local Authority Interactive Tool", lait.is_header, lait.read),
    Kind(ofsted.TYPED, "a typed list of inspections", ofsted.is_typed_list, ofsted.read_typed_list),
    Kind(
        ofsted.MANAGEMENT_INFORMATION,
        "Ofsted management information",
        ofsted.is_management_information,
        ofsted.read_management_information,
    ),
)
# Of these a workbook says the same as a text file does: they hold no percentages.
WORKBOOKS_OF = (ofsted.TYPED, ofsted.MANAGEMENT_INFORMATION)


def read_open_file(path: Path, places: Places, told: Told) -> Reading:
    """A published file, as far as it is about our places.

    Raises UnreadableFileError where it cannot be read; OpenFileError where it is no file that is known, has
    faults, or holds nothing about our places.
    """
    reading = read_again(path, places, told, path.name)
    if not reading.rows:
        raise OpenFileError(
            f"{path.name} holds nothing about the trust's schools, their authorities or England "
            "that is kept. Nothing was taken in."
        )
    return reading


def read_again(path: Path, places: Places, told: Told, called: str) -> Reading:
    """The same for a file that is kept under another name than it was called; it may hold nothing."""
    kinds: list[Kind] = []

    def known(table: OpenTable) -> bool:
        kinds[:] = [kind for kind in KINDS if kind.is_header(table)][:1]
        return bool(kinds)

    table = open_table(path, known, called)
    if table is None:
        raise OpenFileError(
            f"{called} is none of the files that are known: "
            f"{', '.join(kind.label for kind in KINDS)}. Nothing was taken in."
        )
    if table.from_workbook and kinds[0].id not in WORKBOOKS_OF:
        raise OpenFileError(
            f"{called} is a workbook. Load the csv that DfE publishes: a workbook may keep 65 % as 0.65."
        )
    return kinds[0].read(table, places, told)

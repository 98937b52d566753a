"""Published files of schools that do not exist, in the shape in which DfE and Ofsted publish them."""

from __future__ import annotations

import csv
from pathlib import Path

from etl.open_data.places import Places
from etl.open_data.reading import read_open_file
from etl.open_data.rows import Inspection, Reading, Statistic
from etl.open_data.told import Told

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED_FILES = ROOT / "sample_data" / "published"
KS2_2019 = PUBLISHED_FILES / "dfe_ks2_2018-19_surrey.csv"
FIELD_LIST = PUBLISHED_FILES / "dfe_ks2_2018-19_field_list.csv"
LAIT = PUBLISHED_FILES / "dfe_lait_primary_benchmarks.csv"

OAKFIELD, ELM_GROVE = 910001, 910002
PLACES = Places(
    names={OAKFIELD: "Oakfield Primary School", ELM_GROVE: "Elm Grove Primary School"},
    laestabs={"9992001": OAKFIELD, "9992002": ELM_GROVE},
    predecessors={910101: OAKFIELD},
    authorities=frozenset({"999"}),
)

Row = dict[str, str]


def write(path: Path, rows: list[Row], encoding: str = "utf-8-sig") -> Path:
    """A csv of rows given by heading; a row without a heading has a blank cell there."""
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    with path.open("w", encoding=encoding, newline="") as lines:
        writer = csv.DictWriter(lines, headings, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def school(urn: int | str, **cells: str) -> Row:
    return {"RECTYPE": "1", "LEA": "999", "ESTAB": "2099", "URN": str(urn), "SCHNAME": "A school"} | cells


def area(rectype: str, **cells: str) -> Row:
    """The authority (3), England's schools (4), its state-funded ones (5). DfE leaves a space in a blank."""
    lea = "999" if rectype == "3" else " "
    return {"RECTYPE": rectype, "LEA": lea, "ESTAB": " ", "URN": " ", "SCHNAME": " "} | cells


def read(path: Path, places: Places = PLACES, **told: int) -> Reading:
    return read_open_file(path, places, Told.by(path, **told))


def one(reading: Reading, **what: str) -> Statistic:
    """The one statistic of a reading that is as described: `code="910001", measure="ks2_rwm_expected"`."""
    wanted = {"pupil_group": "all"} | what
    (found,) = [
        row
        for row in reading.statistics
        if all(str(getattr(row, key)) == value for key, value in wanted.items())
    ]
    return found


def grades(reading: Reading) -> list[tuple[str, str, str]]:
    return [(row.framework, row.area, row.grade) for row in reading.inspections]


def keys(inspections: list[Inspection]) -> list[object]:
    return [row.key for row in inspections]

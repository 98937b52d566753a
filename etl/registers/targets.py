"""Targets from a list: urn (blank for the trust), academic_year, year_group, measure, target_percent."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

from etl.half_terms import HalfTermError, academic_year_label, parse_academic_year
from etl.measures import MEASURES, Unit
from etl.record.targets import Target
from etl.registers.table import Entry, read_table
from etl.vocabulary import YEAR_GROUPS

SPELLINGS: dict[str, tuple[str, ...]] = {
    "urn": ("school", "school urn"),
    "academic_year": ("year", "academic year"),
    "year_group": ("year group", "yeargroup"),
    "measure": (),
    "target_percent": ("target", "percent", "percentage", "target percent"),
    "set_by": ("set by",),
    "rule": ("how", "basis"),
    "set_on": ("set on", "date"),
}
NEEDED = ("academic_year", "year_group", "measure", "target_percent")
PERCENT_MEASURES = tuple(one.id for one in MEASURES.values() if one.unit is Unit.PERCENT)


def read_targets(path: Path, known_urns: Collection[int]) -> list[Target]:
    """The targets of a file. Raises RegisterError with every fault."""
    table = read_table(path, SPELLINGS, NEEDED)
    found = [_target(entry, known_urns) for entry in table]
    table.raise_faults()
    return found


def _target(entry: Entry, known_urns: Collection[int]) -> Target:
    year_group = _year_group(entry)
    measure = entry.needed("measure")
    if measure and measure not in PERCENT_MEASURES:
        entry.fault("measure", f"“{measure}” is not one of {', '.join(PERCENT_MEASURES)}.")
    return Target(
        urn=entry.urn("urn", tuple(known_urns)),
        academic_year=_academic_year(entry),
        year_group=year_group,
        measure=measure,
        basis_points=_basis_points(entry),
        set_by=entry.text("set_by") or None,
        rule=entry.text("rule") or None,
        set_on=entry.day("set_on"),
    )


def _academic_year(entry: Entry) -> str:
    text = entry.needed("academic_year")
    try:
        return academic_year_label(parse_academic_year(text)) if text else ""
    except HalfTermError as error:
        entry.fault("academic_year", str(error))
        return ""


def _year_group(entry: Entry) -> int:
    text = entry.needed("year_group")
    found = re.fullmatch(r"(?:year\s*|yr\s*|y\s*)?([0-9])", text.lower())
    if text.lower() in {"r", "reception", "yr"}:
        return 0
    if found and int(found[1]) in YEAR_GROUPS:
        return int(found[1])
    if text:
        entry.fault("year_group", f"“{text}” is not a year group; write 0 for Reception, else 1 to 6.")
    return 0


def _basis_points(entry: Entry) -> int:
    text = entry.needed("target_percent").removesuffix("%").strip()
    if not text:
        return 0
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]*)?|\.[0-9]+", text) or Decimal(text) > 100:
        entry.fault("target_percent", f"“{text}” is not a percentage from 0 to 100.")
        return 0
    percent = Decimal(text)
    if 0 < percent < 1:
        # A cell of Excel that shows 65 % holds 0.65; nobody means a target of under one per cent.
        entry.fault("target_percent", f"“{text}” looks like a fraction; write 65 for 65 %.")
    return int(percent * 100)

"""Targets from a list: urn (blank for the trust), academic_year, year_group, measure, and what is aimed at.

`target_percent` for a percentage, `target_score` for an average (scaled scores, the mean of the MTC).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

from etl.half_terms import HalfTermError, academic_year_label, parse_academic_year
from etl.measures import MEASURES, Basis, Unit
from etl.record.targets import Target
from etl.registers.table import Entry, RegisterError, read_table
from etl.vocabulary import YEAR_GROUPS, year_group_label

SPELLINGS: dict[str, tuple[str, ...]] = {
    "urn": ("school", "school urn"),
    "academic_year": ("year", "academic year"),
    "year_group": ("year group", "yeargroup"),
    "measure": (),
    "target_percent": ("target", "percent", "percentage", "target percent"),
    "target_score": ("score", "target score", "average"),
    "set_by": ("set by",),
    "rule": ("how", "basis"),
    "set_on": ("set on", "date"),
}
NEEDED = ("academic_year", "year_group", "measure")
PERCENT_MEASURES = tuple(one.id for one in MEASURES.values() if one.unit is Unit.PERCENT)
# What an average can be. Progress is not aimed at: it is worked out by DfE, and not every year.
SCORES: dict[Unit, tuple[int, int]] = {Unit.SCALED_SCORE: (80, 120), Unit.SCORE: (0, 25)}
SCORE_MEASURES = tuple(one.id for one in MEASURES.values() if one.unit in SCORES)


def read_targets(path: Path, known_urns: Collection[int]) -> list[Target]:
    """The targets of a file. Raises RegisterError with every fault."""
    table = read_table(path, SPELLINGS, NEEDED)
    if not table.headers & {"target_percent", "target_score"}:
        raise RegisterError(
            f"{path.name} has no column target_percent or target_score. Nothing was taken in."
        )
    found: dict[tuple[int | None, str, int, str], Target] = {}
    for entry in table:
        one = _target(entry, known_urns)
        if one.what in found and not entry.faults:
            entry.fault(
                "measure", "this school's target for that year group and measure stands above already."
            )
        found[one.what] = one
    table.raise_faults()
    return list(found.values())


def _target(entry: Entry, known_urns: Collection[int]) -> Target:
    year_group = _year_group(entry)
    measure = entry.needed("measure")
    if measure and measure not in (*PERCENT_MEASURES, *SCORE_MEASURES):
        entry.fault(
            "measure", f"“{measure}” is not one of {', '.join((*PERCENT_MEASURES, *SCORE_MEASURES))}."
        )
    elif measure:
        _check_year_group(entry, measure, year_group)
    return Target(
        urn=entry.urn("urn", tuple(known_urns)),
        academic_year=_academic_year(entry),
        year_group=year_group,
        measure=measure,
        basis_points=_score(entry, measure) if measure in SCORE_MEASURES else _basis_points(entry),
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


def _check_year_group(entry: Entry, measure: str, year_group: int) -> None:
    """An assessment is of one year group; teachers judge every one."""
    known = MEASURES[measure]
    if known.basis is Basis.STATUTORY and year_group not in known.year_groups and entry.text("year_group"):
        names = " or ".join(year_group_label(one) for one in known.year_groups)
        entry.fault("year_group", f"{known.short} is of {names}.")


def _score(entry: Entry, measure: str) -> int:
    """A score in hundredths. A percent column says nothing about a score."""
    if entry.text("target_percent"):
        entry.fault("measure", f"{measure} is an average: its target belongs in a column target_score.")
        return 0
    text = entry.needed("target_score")
    low, high = SCORES[MEASURES[measure].unit]
    if not text:
        return 0
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]*)?", text) or not low <= Decimal(text) <= high:
        entry.fault("target_score", f"“{text}” is not a score from {low} to {high}.")
        return 0
    return int(Decimal(text) * 100)


def _basis_points(entry: Entry) -> int:
    if entry.text("target_score"):
        entry.fault("measure", "this measure is a percentage: its target belongs in a column target_percent.")
        return 0
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

"""A trust that a teacher could check by hand: three schools, two half-terms, loaded by the real ETL.

In 2026/27: Oakfield (910001) has a Year 6 of 12 pupils and a Year 5 of 8; Elm Grove (910002) a Year 6 of 30;
Ash Lane (910003) a Year 6 of 5, too few to be shown to the Board. Each sent 2025/26 Summer 2, when all were a
year younger, and 2026/27 Autumn 1; Ash Lane's second return is missing.
"""

from __future__ import annotations

from pathlib import Path

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.record import schools, settings
from etl.record.opening import make_record
from etl.returns.load import load
from etl.returns.outcome import Status
from etl.upn import with_check_letter

SUMMER_2 = HalfTerm(2025, 6)
AUTUMN_1 = HalfTerm(2026, 1)
AUTUMN_2 = HalfTerm(2026, 2)

OAKFIELD, ELM_GROVE, ASH_LANE = 910001, 910002, 910003
NAMES = {
    OAKFIELD: "Oakfield Primary School",
    ELM_GROVE: "Elm Grove C of E Primary School",
    ASH_LANE: "Ash Lane Primary School",
}
YEAR_6 = {OAKFIELD: 12, ELM_GROVE: 30, ASH_LANE: 5}
YEAR_5 = {OAKFIELD: 8}

# Surnames that stand nowhere else: wherever one is found, it is a pupil's.
SURNAME = "Quillfeather"
HEADER = ",".join(
    ["UPN", "Surname", "Forename", "Year", "Class", "PP"]
    + [
        f"{subject} {kind}"
        for subject in ("Reading", "Writing", "Maths")
        for kind in ("Current", "Predicted")
    ]
)


def upn(urn: int, number: int) -> str:
    return with_check_letter(f"999{urn % 10_000:04d}26{number:03d}")


def rows(urn: int, half_term: HalfTerm, *, better: int = 0) -> list[str]:
    """The pupils of a school, one line each. In reading two in three meet the standard, and `better` more."""
    lines = []
    for now_in, size in ((6, YEAR_6[urn]), (5, YEAR_5.get(urn, 0))):
        year_group = now_in - (AUTUMN_1.starts - half_term.starts)
        meet = 2 * size // 3 + better
        for place in range(size):
            reading = "EXS" if place < meet else "WTS"
            maths = "GDS" if place % 4 == 0 else "EXS" if place % 4 < 3 else "WTS"
            pupil_premium = "Y" if place % 3 == 0 else "N"
            number = now_in * 100 + place
            lines.append(
                f"{upn(urn, number)},{SURNAME}{number},Pat,{year_group},{year_group}A,{pupil_premium},"
                f"{reading},EXS,WTS,{reading},{maths},{maths}"
            )
    return lines


def sheet(urn: int, half_term: HalfTerm, *, better: int = 0) -> str:
    return "\n".join([HEADER, *rows(urn, half_term, better=better)]) + "\n"


def build(place: Path) -> None:
    folder = DataFolder(place)
    record = make_record(folder)
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=urn, name=name) for urn, name in NAMES.items()])
        settings.put(connection, "trust_name", "The Small Trust")
    for half_term, better in ((SUMMER_2, 0), (AUTUMN_1, 1)):
        for urn in NAMES:
            if (urn, half_term) == (ASH_LANE, AUTUMN_1):
                continue
            sent = place / "sent.csv"
            sent.write_text(sheet(urn, half_term, better=better), encoding="utf-8")
            (outcome,) = load(folder, sent, school_urn=urn, half_term=half_term, by="the small trust")
            sent.unlink()
            assert outcome.status is Status.ACCEPTED, outcome.problems

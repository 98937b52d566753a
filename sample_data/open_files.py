"""What would stand of the sample's schools in DfE's key stage 2 performance tables, in the shape of those.

Counted from the same results, as DfE counts: without pupils who came lately from a school abroad. There is
no such authority as that of these schools; its figures are made up and keep near England's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from etl.half_terms import academic_year_label
from etl.results.assessments import Assessment
from sample_data.calendar import FIRST_YEAR, LAST_YEAR
from sample_data.results import Key, ResultLine
from sample_data.schools import LA_CODE, LA_NAME, SCHOOLS

FEW = 6  # under so many pupils nothing is published of a group
TESTS = {"READ": "reading", "MAT": "maths", "GPS": "gps"}

# Of the authority: percent at the expected and the higher standard, mean score where there is one.
OF_AUTHORITY: dict[int, dict[str, tuple[int, int | None, int | None]]] = {
    2023: {
        "RWM": (60, 8, None),
        "READ": (73, 28, 105),
        "WRITTA": (71, 13, None),
        "MAT": (72, 23, 104),
        "GPS": (71, 31, 105),
        "SCITA": (80, None, None),
    },
    2024: {
        "RWM": (61, 8, None),
        "READ": (74, 32, 106),
        "WRITTA": (72, 13, None),
        "MAT": (73, 25, 105),
        "GPS": (72, 29, 105),
        "SCITA": (81, None, None),
    },
    2025: {
        "RWM": (62, 9, None),
        "READ": (75, 33, 106),
        "WRITTA": (72, 13, None),
        "MAT": (74, 26, 105),
        "GPS": (73, 30, 105),
        "SCITA": (82, None, None),
    },
}
DISADVANTAGED_BELOW = 15  # points by which the authority's disadvantaged pupils are below all of its pupils

STATISTICS = (
    *(
        f"P{stem}_{level}"
        for stem in ("TRWM", "TREAD", "TWRITTA", "TMAT", "TGPS")
        for level in ("EXP", "HIGH")
    ),
    *("PTSCITA_EXP", "READ_AVERAGE", "MAT_AVERAGE", "GPS_AVERAGE"),
)
GROUPED = ("PTRWM_EXP", "PTREAD_EXP", "PTWRITTA_EXP", "PTMAT_EXP")
GROUP = "_FSM6CLA1A"
HEADINGS = (
    *("RECTYPE", "LEA", "ESTAB", "URN", "SCHNAME", "TELIG", *STATISTICS),
    *("TFSM6CLA1A", *(f"{one}{GROUP}" for one in GROUPED)),
)


def write_open_files(folder: Path, results: Mapping[Key, Sequence[ResultLine]]) -> Iterator[Path]:
    """A file a finished year, the latest still provisional; its name says which."""
    folder.mkdir(parents=True, exist_ok=True)
    for starts in range(FIRST_YEAR, LAST_YEAR):
        release = "provisional" if starts == LAST_YEAR - 1 else "final"
        year = academic_year_label(starts).replace("/", "-")
        path = folder / f"ks2_performance_tables_{year}_{release}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADINGS, restval="")
            writer.writeheader()
            writer.writerows(_rows(results, starts))
        yield path


def _rows(results: Mapping[Key, Sequence[ResultLine]], starts: int) -> Iterator[dict[str, object]]:
    for school in SCHOOLS:
        lines = [
            line
            for line in results.get((school.urn, Assessment.KS2, starts), ())
            if not _lately_from_abroad(line)
        ]
        if not lines:
            continue
        row: dict[str, object] = {
            "RECTYPE": 1,
            "LEA": LA_CODE,
            "ESTAB": school.establishment,
            "URN": school.urn,
            "SCHNAME": school.name,
            "TELIG": len(lines),
            **_figures(lines, STATISTICS),
        }
        group = [line for line in lines if line.pupil.disadvantaged]
        row["TFSM6CLA1A"] = len(group)
        figures = _figures(group, GROUPED) if len(group) >= FEW else dict.fromkeys(GROUPED, "SUPP")
        yield row | {f"{name}{GROUP}": value for name, value in figures.items()}
    authority: dict[str, object] = {"RECTYPE": 3, "LEA": LA_CODE, "SCHNAME": LA_NAME, "TELIG": 4120}
    for stem, (expected, higher, mean) in OF_AUTHORITY[starts].items():
        authority[f"PT{stem}_EXP"] = f"{expected}%"
        if higher is not None:
            authority[f"PT{stem}_HIGH"] = f"{higher}%"
        if mean is not None:
            authority[f"{stem}_AVERAGE"] = mean
    authority["TFSM6CLA1A"] = 1190
    for name in GROUPED:
        stem = name.removeprefix("PT").removesuffix("_EXP")
        authority[f"{name}{GROUP}"] = f"{OF_AUTHORITY[starts][stem][0] - DISADVANTAGED_BELOW}%"
    yield authority


def _lately_from_abroad(line: ResultLine) -> bool:
    """One in four of those who came to the trust while it looked on, have English as another language and did
    not reach the standard in reading: their schools ask DfE to leave them out.
    """
    pupil = line.pupil
    return pupil.joined > 0 and pupil.eal and not _met(line, "READ", 100) and pupil.number % 4 == 0


def _met(line: ResultLine, stem: str, from_score: int) -> bool:
    if stem == "RWM":
        return all(_met(line, one, from_score) for one in ("READ", "WRITTA", "MAT"))
    if stem == "WRITTA":
        return line.results["writing"].outcome in ({"EXS", "GDS"} if from_score == 100 else {"GDS"})
    if stem == "SCITA":
        return line.results["science"].outcome == "EXS"
    score = line.results[TESTS[stem]].score
    return score is not None and score >= from_score


def _figures(lines: Sequence[ResultLine], names: Sequence[str]) -> dict[str, object]:
    made: dict[str, object] = {}
    for name in names:
        if name.endswith("_AVERAGE"):
            subject = TESTS[name.removesuffix("_AVERAGE")]
            scores = [score for line in lines if (score := line.results[subject].score) is not None]
            made[name] = round(sum(scores) / len(scores)) if scores else "NA"
            continue
        stem, level = name.removeprefix("PT").rsplit("_", 1)
        met = sum(_met(line, stem, 100 if level == "EXP" else 110) for line in lines)
        made[name] = f"{round(100 * met / len(lines))}%"
    return made

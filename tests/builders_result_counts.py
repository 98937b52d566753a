"""Statutory percentages worked out a second time, pupil by pupil in plain Python, sharing no rule with the
publisher: what is in no denominator is spelt out here again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

# (assessment, subject) -> the outcomes that keep a pupil out of the denominator.
OUT = {
    "ks2": {"L", "F", "X", "Z"},
    "mtc": {"L", "Z"},
    "phonics": {"L", "Q"},
    "eyfsp": {"A"},
    "ks1": {"L", "F"},
}
Key = tuple[str, int, str]  # academic year, school, measure
Results = Mapping[str, tuple[str | None, float | None]]  # subject -> outcome, score


def percentages(
    rows: Iterable[Mapping[str, Any]], year_groups: Mapping[tuple[str, int, str], int]
) -> dict[Key, tuple[int, int]]:
    """(met, pupils) of each measure from rows of `result`; `year_groups` of the phonics check by academic
    year, school and UPN."""
    pupils: dict[tuple[str, str, int, str], dict[str, tuple[str | None, float | None]]] = defaultdict(dict)
    for row in rows:
        who = row["assessment"], row["academic_year"], row["school_urn"], row["upn"]
        pupils[who][row["subject"]] = (row["outcome"], row["score"])
    counted: dict[Key, list[int]] = defaultdict(lambda: [0, 0])
    for (assessment, year, urn, upn), results in pupils.items():
        for measure, met in measured(assessment, results, year_groups.get((year, urn, upn), 1)):
            counted[year, urn, measure][0] += met
            counted[year, urn, measure][1] += 1
    return {key: (met, pupils) for key, (met, pupils) in counted.items()}


def measured(assessment: str, results: Results, year_group: int) -> Iterable[tuple[str, bool]]:
    """The measures in whose denominator a pupil is, and whether they meet each."""
    inside = {subject: one for subject, one in results.items() if one[0] not in OUT[assessment]}
    if assessment == "ks2":
        for subject in inside:
            yield f"ks2_{subject}_expected", at_least(results, subject, 100, ("EXS", "GDS"))
            if subject != "science":
                yield f"ks2_{subject}_higher", at_least(results, subject, 110, ("GDS",))
        three = ("reading", "writing", "maths")
        if all(subject in inside for subject in three):
            yield "ks2_rwm_expected", all(at_least(results, one, 100, ("EXS", "GDS")) for one in three)
            yield "ks2_rwm_higher", all(at_least(results, one, 110, ("GDS",)) for one in three)
    elif assessment == "mtc" and inside:
        yield "mtc_full_marks", results["mtc"][1] == 25
    elif assessment == "phonics" and inside and year_group == 1:
        outcome, score = results["phonics"]
        yield "phonics_y1_met", outcome == "Wa" or (outcome is None and (score or 0) >= 32)
    elif assessment == "ks1":
        for subject in inside:
            yield f"ks1_{subject}_expected", results[subject][0] in ("EXS", "GDS")
            yield f"ks1_{subject}_higher", results[subject][0] == "GDS"
    elif assessment == "eyfsp" and len(inside) == len(results):
        goals = [f"E{number:02d}" for number in range(1, 13)]
        if all(goal in results for goal in goals):
            yield "gld", all(results[goal][0] == "2" for goal in goals)
        else:
            yield "gld", results["gld"][0] == "Y"


def at_least(results: Results, subject: str, score: int, marks: tuple[str, ...]) -> bool:
    outcome, scored = results[subject]
    return outcome in marks or (scored is not None and scored >= score)

"""A trust whose predictions and results a teacher could check: two schools, two past years and this one.

Each year Oakfield and Elm Grove have a Year 6 of 20, predicted in Spring 1. In reading Oakfield predicts 15
at expected and 12 come to it; Elm Grove predicts 12 and 12 come to it. Writing and maths come as predicted:
16 at each.
"""

from __future__ import annotations

from pathlib import Path

from etl.folder import DataFolder
from etl.half_terms import HalfTerm, academic_year_label
from etl.publish.current import bring_up_to_date
from etl.record import schools, targets
from etl.record.opening import make_record
from etl.results.assessments import Assessment
from etl.results.load import Asked, load_results
from etl.returns.load import load
from etl.returns.outcome import Status
from tests.builders_returns import upn

OAKFIELD, ELM_GROVE = 910001, 910002
NAMES = {OAKFIELD: "Oakfield Primary School", ELM_GROVE: "Elm Grove Primary School"}
PREDICTED = {OAKFIELD: 15, ELM_GROVE: 12}
REACHED = {OAKFIELD: 12, ELM_GROVE: 12}
PUPILS = 20
PAST, NOW = (2023, 2024), 2025
SURNAME = "Quillfeather"


# The same with a third past year, before which there was one without tests.
THREE_YEARS, WITHOUT_TESTS = (2022, 2023, 2024), 2021


def build_three_years(place: Path) -> None:
    build(place, THREE_YEARS, (WITHOUT_TESTS,))


def build_one_short_of_years(place: Path) -> None:
    """Elm Grove joined a year later."""
    build(place, THREE_YEARS, joined={ELM_GROVE: THREE_YEARS[1]})


def build(
    place: Path,
    past: tuple[int, ...] = PAST,
    without_tests: tuple[int, ...] = (),
    joined: dict[int, int] | None = None,
) -> None:
    folder = DataFolder(place)
    record = make_record(folder)
    with record.writing() as connection:
        schools.register(connection, [schools.School(urn=urn, name=name) for urn, name in NAMES.items()])
        targets.put_targets(
            connection,
            [
                targets.Target(
                    urn=urn,
                    academic_year=academic_year_label(NOW),
                    year_group=6,
                    measure="reading_expected",
                    basis_points=points,
                )
                for urn, points in ((OAKFIELD, 9000), (ELM_GROVE, 3000), (None, 6000))
            ],
        )
    for starts in (*without_tests, *past, NOW):
        for urn in NAMES:
            if starts < (joined or {}).get(urn, starts):
                continue
            _send(folder, urn, starts)
            if starts in past:
                _results(folder, urn, starts)
    bring_up_to_date(folder, record)


def number(urn: int, starts: int, place: int) -> int:
    return (starts - WITHOUT_TESTS) * 100 + (urn - OAKFIELD) * 40 + place


def _send(folder: DataFolder, urn: int, starts: int) -> None:
    lines = ["UPN,Surname,Forename,Year,Reading Predicted,Writing Predicted,Maths Predicted,Reading Current"]
    for place in range(PUPILS):
        reading = "EXS" if place < PREDICTED[urn] else "WTS"
        others = "EXS" if place < 16 else "WTS"
        lines.append(
            f"{upn(number(urn, starts, place))},{SURNAME},Pat{place},6,{reading},{others},{others},{reading}"
        )
    path = folder.root / "sent.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    [outcome] = load(folder, path, school_urn=urn, half_term=HalfTerm(starts, 3), publish=False)
    path.unlink()
    assert outcome.status is Status.ACCEPTED, outcome.problems


def _results(folder: DataFolder, urn: int, starts: int) -> None:
    lines = ["UPN,Reading SS,Writing TA,Maths SS"]
    for place in range(PUPILS):
        reading = 104 if place < REACHED[urn] else 95
        writing, maths = ("EXS", 103) if place < 16 else ("WTS", 96)
        lines.append(f"{upn(number(urn, starts, place))},{reading},{writing},{maths}")
    path = folder.root / "results.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    [outcome] = load_results(
        folder, path, Asked(school_urn=urn, assessment=Assessment.KS2, starts=starts), publish=False
    )
    path.unlink()
    assert outcome.status is Status.ACCEPTED, outcome.problems

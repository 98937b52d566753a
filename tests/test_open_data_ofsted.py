"""Ofsted's outcomes in three frameworks, from its own file and from a typed list."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_open_data import OAKFIELD, Row, grades, read, write

from etl.open_data.rows import OpenFileError

OEIF = {
    "Inspection start date of latest OEIF graded inspection": "14/03/2023",
    "Publication date of latest OEIF graded inspection": "02/05/2023",
    "URN at time of latest OEIF graded inspection": "910101",
    "Latest OEIF overall effectiveness": "2",
    "Latest OEIF quality of education": "2",
    "Latest OEIF behaviour and attitudes": "1",
    "Latest OEIF sixth form provision (where applicable)": "9",
}
CARD = {
    "Inspection start date": "13/01/2026",
    "Publication date": "20/02/2026",
    "Inclusion": "Strong standard",
    "Achievement": "Expected standard",
    "Personal development and wellbeing": "Needs attention",
    "Post-16 provision (where applicable)": "Not applicable",
    "Safeguarding standards": "Met",
}
TYPED = "urn,framework,inspection_date,publication_date,area,grade\n"


def information(tmp_path: Path, *rows: Row) -> Path:
    return write(tmp_path / "ofsted.csv", [{"URN": str(OAKFIELD)} | row for row in rows])


def test_before_september_2024_there_is_an_overall_grade(tmp_path: Path) -> None:
    reading = read(information(tmp_path, OEIF))
    assert grades(reading) == [
        ("overall_grade", "Overall effectiveness", "Good"),
        ("overall_grade", "Quality of education", "Good"),
        ("overall_grade", "Behaviour and attitudes", "Outstanding"),
    ]
    first = reading.inspections[0]
    assert (first.school_urn, first.urn_then, str(first.inspection_date)) == (OAKFIELD, 910101, "2023-03-14")


@pytest.mark.parametrize("overall", ["Not judged", "2"])
def test_after_it_there_is_none(tmp_path: Path, overall: str) -> None:
    later = OEIF | {
        "Inspection start date of latest OEIF graded inspection": "10/09/2024",
        "Latest OEIF overall effectiveness": overall,
    }
    assert grades(read(information(tmp_path, later))) == [
        ("area_grades", "Quality of education", "Good"),
        ("area_grades", "Behaviour and attitudes", "Outstanding"),
    ]


def test_an_old_inspection_among_the_first_report_cards_keeps_its_grades(tmp_path: Path) -> None:
    late = OEIF | {"Inspection start date of latest OEIF graded inspection": "12/11/2025"}
    assert {framework for framework, _, _ in grades(read(information(tmp_path, late)))} == {"area_grades"}


def test_a_report_card_from_before_there_were_any_is_left_out(tmp_path: Path) -> None:
    early = CARD | {"Inspection start date": "13/01/2025"}
    assert {one for one, _, _ in grades(read(information(tmp_path, OEIF | early)))} == {"overall_grade"}


def test_a_report_card_stands_beside_what_was_before(tmp_path: Path) -> None:
    found = grades(read(information(tmp_path, OEIF | CARD)))
    assert found[:1] == [("overall_grade", "Overall effectiveness", "Good")]
    assert found[3:] == [
        ("report_card", "Inclusion", "Strong standard"),
        ("report_card", "Achievement", "Expected standard"),
        ("report_card", "Personal development and well-being", "Needs attention"),
        ("report_card", "Safeguarding", "Met"),
    ]


def test_an_ungraded_inspection_is_kept_in_ofsteds_words(tmp_path: Path) -> None:
    row = OEIF | {
        "Ungraded inspection overall outcome": "School remains Good",
        "Date of latest ungraded inspection": "05/06/2024",
    }
    assert grades(read(information(tmp_path, row)))[-1] == (
        "overall_grade",
        "Ungraded inspection",
        "School remains Good",
    )


def test_files_from_before_report_cards(tmp_path: Path) -> None:
    row = {
        "Inspection start date": "14/03/2019",
        "Overall effectiveness": "3",
        "Quality of education": "NULL",
    }
    assert grades(read(information(tmp_path, row))) == [
        ("overall_grade", "Overall effectiveness", "Requires improvement")
    ]


def test_titles_above_the_headings(tmp_path: Path) -> None:
    path = information(tmp_path, OEIF)
    path.write_text("Latest inspections\n\n" + path.read_text(encoding="utf-8-sig"), encoding="cp1252")
    assert len(read(path).inspections) == 3


def test_a_grade_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OpenFileError, match="Inclusion.*“Splendid” is no grade"):
        read(information(tmp_path, CARD | {"Inclusion": "Splendid"}))


def test_a_typed_list(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        TYPED
        + "910001,report_card,2026-01-13,20/02/2026,inclusion,strong standard\n"
        + "910001,report_card,2026-01-13,,Safeguarding,Met\n"
        + "910001,overall_grade,14/03/2023,,Overall effectiveness,2\n",
        encoding="utf-8",
    )
    assert grades(read(path)) == [
        ("report_card", "Inclusion", "Strong standard"),
        ("report_card", "Safeguarding", "Met"),
        ("overall_grade", "Overall effectiveness", "Good"),
    ]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("910009,report_card,2026-01-13,,Inclusion,Exceptional", "A2"),
        ("910001,new,2026-01-13,,Inclusion,Exceptional", "B2"),
        ("910001,report_card,2024-01-13,,Inclusion,Exceptional", "C2"),  # there were none then
        ("910001,overall_grade,2024-10-13,,Quality of education,Good", "C2"),  # no more
        ("910001,report_card,,,Inclusion,Exceptional", "C2"),
        ("910001,report_card,soon,,Inclusion,Exceptional", "C2"),
        ("910001,report_card,2026-01-13,later,Inclusion,Exceptional", "D2"),
        ("910001,report_card,2026-01-13,,Quality of education,Exceptional", "E2"),  # of another framework
        ("910001,report_card,2026-01-13,,Overall effectiveness,Exceptional", "E2"),
        ("910001,report_card,2026-01-13,,Inclusion,Good", "F2"),  # of another framework
        ("910001,report_card,2026-01-13,,Inclusion,2", "F2"),
        ("910001,report_card,2026-01-13,,Safeguarding,Good", "F2"),
    ],
)
def test_faults_of_a_typed_list(tmp_path: Path, line: str, place: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(TYPED + line + "\n", encoding="utf-8")
    with pytest.raises(OpenFileError, match=rf"(?m)^  {place} "):
        read(path)

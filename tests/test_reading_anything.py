"""Nonsense in the shape of a spreadsheet: reading never raises, and what it calls good is whole."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from builders_sheets import Merge, made_upn, open_sheets
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.containers import Cell
from etl.half_terms import parse_half_term
from etl.problems import Severity
from etl.reading.returns import read_workbook
from etl.reading.tidy import KnownSchool, ReadingContext

SCHOOLS = (
    KnownSchool(urn=910001, name="Oakfield Primary School"),
    KnownSchool(urn=910002, name="Elm Grove C of E Primary School", laestab="9992001"),
)
HEADINGS: list[Cell] = [
    "UPN",
    "Year",
    "Year Group",
    "Reading",
    "Writing",
    "Maths",
    "Reading Current",
    "Predicted",
    "Aut 1",
    "Spr 1",
    "Autumn",
    "Term",
    "Subject",
    "Type",
    "Grade",
    "School",
    "URN",
    "LAESTAB",
    "Name",
    "Surname",
    "Forename",
    "DOB",
    "PP",
    "SEN",
    "EAL",
    "Class",
    "Target",
    "Score",
    "Reading Score",
    "R",
    "W",
    "M",
    "Notes",
]
CELLS: list[Cell] = [
    *[
        "EXS",
        "WTS",
        "GDS",
        "3w+",
        "2b",
        "B",
        "-",
        "n/a",
        "Left",
        "absent",
        "Total",
        "Average",
        "Year 6",
        "Oakfield Primary School",
        "Elm Grove",
    ],
    *[
        "910001",
        "910002",
        "#N/A",
        "Spring 1 2025/26",
        "2024/25",
        "K",
        "Y",
        "N",
        "A801200005001",
        "x y z",
        "(",
        ")",
        "/",
        "%",
        "£",
        "6A",
        "Spring 1",
        "=1+1",
    ],
    *(made_upn(number) for number in range(4)),
    *(
        6,
        7,
        3.5,
        104,
        True,
        date(2015, 1, 1),
        datetime(2015, 1, 1, 3),
        time(3),
        timedelta(1),
        "  ",
        "\n",
        None,
    ),
]
SHEETS = ("Marks", "Aut 1", "Spr 1", "6A", "Year 6", "Reading", "R", "Elm Grove", "2024/25")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(min_value=0, max_value=10**9))
def test_nothing_in_a_sheet_makes_reading_raise(seed: int) -> None:
    draw = random.Random(seed)
    sheets: dict[str, list[list[Cell]]] = {}
    merges: dict[str, list[Merge]] = {}
    for name in draw.sample(SHEETS, draw.choice((1, 1, 2, 3))):
        width = draw.randint(1, 9)
        sheets[name] = [
            [draw.choice(HEADINGS + CELLS) for _ in range(width)] for _ in range(draw.randint(1, 12))
        ]
        if draw.random() < 0.8:
            sheets[name][draw.randrange(min(3, len(sheets[name])))][0] = "UPN"
            for row in sheets[name][3:]:
                row[0] = draw.choice((made_upn(draw.randrange(6)), None, "bad"))
        if width > 2 and draw.random() < 0.5:
            merges[name] = [(0, draw.randrange(width - 1), draw.randrange(2), width - 1)]
    context = ReadingContext(
        schools=draw.choice((SCHOOLS, SCHOOLS[:1], ())),
        school_urn=draw.choice((910001, None)),
        half_term=draw.choice((parse_half_term("2025/26 Spring 1"), None)),
    )
    readings = read_workbook(open_sheets(sheets, merges=merges), "Year 6 Spring 1 2025-26.xlsx", context)
    assert readings
    for one in readings:
        stops = [problem for problem in one.problems if problem.severity is Severity.STOP]
        if any(not problem.rows for problem in stops):
            assert (one.pupils, one.marks) == ((), ())
        assert {mark.upn for mark in one.marks} <= {pupil.upn for pupil in one.pupils}
        assert not {(pupil.sheet, pupil.row) for pupil in one.pupils} & one.held
        assert {place for problem in stops for place in problem.rows} <= one.held
        things = [(mark.upn, mark.half_term, mark.subject, mark.kind) for mark in one.marks]
        assert len(things) == len(set(things))

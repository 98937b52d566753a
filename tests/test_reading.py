"""Files as readings: the contract's examples, one small table for each layout, and every stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders_sheets import Grid, Merge, made_upn, open_sheets, write_csv, write_xlsx

from etl.errors import UnreadableFileError
from etl.half_terms import HalfTerm, parse_half_term
from etl.problems import FINDINGS, Problem, Severity
from etl.reading import read_return
from etl.reading.returns import read_workbook
from etl.reading.tidy import KnownSchool, Learned, PupilRow, ReadingContext, SchoolReading

SPRING_1 = parse_half_term("2025/26 Spring 1")
OAKFIELD = KnownSchool(urn=910001, name="Oakfield Primary School", laestab="9992001")
ELM_GROVE = KnownSchool(urn=910002, name="Elm Grove C of E Primary School", laestab="9992002")
ONE = ReadingContext(schools=(OAKFIELD,), school_urn=910001, half_term=SPRING_1)
TWO = replace(ONE, schools=(OAKFIELD, ELM_GROVE))
SAID_NOTHING = replace(TWO, school_urn=None, half_term=None)
A, B, C = (made_upn(number) for number in (1, 2, 3))


def grid(text: str) -> list[list[str | None]]:
    """Rows from lines of cells with bars between; A, B and C in angle brackets are the pupils' UPNs."""
    for mark, upn in (("<A>", A), ("<B>", B), ("<C>", C)):
        text = text.replace(mark, upn)
    return [
        [cell.strip().replace("\\n", "\n") or None for cell in line.split("|")]
        for line in text.strip("\n").split("\n")
    ]


def readings(
    sheets: dict[str, str] | str,
    context: ReadingContext = ONE,
    *,
    merges: dict[str, list[Merge]] | None = None,
    hidden: tuple[str, ...] = (),
    file_name: str = "tracker.xlsx",
) -> list[SchoolReading]:
    sheets = {"Marks": sheets} if isinstance(sheets, str) else sheets
    made: dict[str, Grid] = {name: grid(text) for name, text in sheets.items()}
    return read_workbook(open_sheets(made, merges=merges, hidden=hidden), file_name, context)


def reading(sheets: dict[str, str] | str, context: ReadingContext = ONE, **rest: object) -> SchoolReading:
    [one] = readings(sheets, context, **rest)  # type: ignore[arg-type]  # the options of `readings`
    return one


def marks(one: SchoolReading) -> list[str]:
    """Each mark as `A Spring 1 reading current EXS`, in the order of the file."""
    letters = {A: "A", B: "B", C: "C"}
    return [
        f"{letters[mark.upn]} {mark.half_term.name} {mark.subject} {mark.kind} {mark.judgement or mark.raw}"
        for mark in one.marks
    ]


def stops(one: SchoolReading) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.cell) for problem in one.problems if problem.severity is Severity.STOP]


def infos(one: SchoolReading) -> list[str]:
    return [problem.code for problem in one.problems if problem.severity is not Severity.STOP]


def only(one: SchoolReading, code: str) -> Problem:
    [problem] = [problem for problem in one.problems if problem.code == code]
    return problem


# The contract's examples, from files on disk.

HEADINGS = ["UPN", "Year", "Reading Current", "Reading Predicted"]


def test_example_one_pupil_two_judgements(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADINGS, ["B801200005001", 6, "WTS", "exs"]])
    [one] = read_return(path, ONE)
    assert [(pupil.upn, pupil.year_group) for pupil in one.pupils] == [("B801200005001", 6)]
    assert [(m.half_term, m.subject, m.kind, m.judgement, m.raw, m.cell) for m in one.marks] == [
        (SPRING_1, "reading", "current", "WTS", "WTS", "C2"),
        (SPRING_1, "reading", "predicted", "EXS", "exs", "D2"),
    ]
    assert (one.problems, one.held, one.file_name, one.school_urn) == ((), frozenset(), "a.csv", 910001)


def test_example_a_blank_is_no_mark(tmp_path: Path) -> None:
    [one] = read_return(write_csv(tmp_path / "a.csv", [HEADINGS, [A, 6, None, "exs"]]), ONE)
    assert marks(one) == ["A Spring 1 reading predicted EXS"]


def test_example_a_mistyped_mark_stops_at_its_cell_with_its_cure(tmp_path: Path) -> None:
    [one] = read_return(write_csv(tmp_path / "a.csv", [HEADINGS, [A, 6, "WTS", "Exppected"]]), ONE)
    problem = only(one, "unknown_mark")
    assert (problem.severity, problem.sheet, problem.cell) == (Severity.STOP, "a", "D2")
    assert "EXS" in problem.suggestion
    assert (one.pupils, one.marks) == ((), ())


def test_example_a_missing_upn_holds_its_row_alone(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADINGS, [A, 6, "WTS", "EXS"], ["", 6, "EXS", "EXS"]])
    [one] = read_return(path, ONE)
    assert stops(one) == [("missing_upn", "A3")]
    assert one.held == {("a", 3)}
    assert [pupil.upn for pupil in one.pupils] == [A]


def test_example_half_terms_under_a_merged_subject(tmp_path: Path) -> None:
    rows = [
        [None, None, "Reading", None, None, None],
        ["UPN", "Year", "Aut 1", "Aut 2", "Spr 1", "EOY Pred"],
        [A, 6, "WTS", "WTS", "EXS", "EXS"],
    ]
    [one] = read_return(write_xlsx(tmp_path / "a.xlsx", {"S": rows}, merges={"S": [(0, 2, 0, 5)]}), ONE)
    assert marks(one) == [
        "A Autumn 1 reading current WTS",
        "A Autumn 2 reading current WTS",
        "A Spring 1 reading current EXS",
        "A Spring 1 reading predicted EXS",
    ]


def test_an_unreadable_file_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"")
    with pytest.raises(UnreadableFileError):
        read_return(tmp_path / "a.xlsx", ONE)


# Layouts.

LAYOUTS: dict[str, tuple[dict[str, str] | str, list[str]]] = {
    "title rows, totals, averages, notes, blank rows": (
        """
        Oakfield Primary School
        Spring 1 2025/26

        UPN | Name | Year | Reading | Maths | Comments
        <A> | ASH, Ann | 6 | WTS | EXS | absent in May

        <B> | BAY, Ben | 6 | GDS | EXS | EXS by June?
        Total | | | 2 | 2
        | Average | | 0.5 | 0.5
        Notes: WTS is working towards
        """,
        [
            "A Spring 1 reading current WTS",
            "A Spring 1 maths current EXS",
            "B Spring 1 reading current GDS",
            "B Spring 1 maths current EXS",
        ],
    ),
    "half-term above subject, the groups' cells blank": (
        """
        | | Autumn 2 | | Spring 1 |
        UPN | Yr | R | W | R | W
        <A> | 6 | WTS | EXS | EXS | GDS
        """,
        [
            "A Autumn 2 reading current WTS",
            "A Autumn 2 writing current EXS",
            "A Spring 1 reading current EXS",
            "A Spring 1 writing current GDS",
        ],
    ),
    "three header rows, UPN in the first": (
        """
        UPN | Year | Autumn 2 | | | | Spring 1 |
        | | Reading | | Maths | | Reading |
        | | Cur | Pred | Cur | Pred | Cur | Pred
        <A> | 6 | WTS | EXS | EXS | EXS | EXS | GDS
        """,
        [
            "A Autumn 2 reading current WTS",
            "A Autumn 2 reading predicted EXS",
            "A Autumn 2 maths current EXS",
            "A Autumn 2 maths predicted EXS",
            "A Spring 1 reading current EXS",
            "A Spring 1 reading predicted GDS",
        ],
    ),
    "a line break in a heading, marks left of the UPN": (
        "Reading\\nCurrent | UPN | Year\nWTS | <A> | 6",
        ["A Spring 1 reading current WTS"],
    ),
    "long, with the half-term and kind in columns": (
        """
        UPN | Year | Subject | Term | Type | Grade
        <A> | 6 | Reading | Autumn 2 | Current | WTS
        <A> | 6 | Reading | Spring 1 | Predicted | EXS
        <A> | 6 | Maths | Spring 1 | Current | EXS
        <A> | 6 | History | Spring 1 | Current | EXS
        """,
        [
            "A Autumn 2 reading current WTS",
            "A Spring 1 reading predicted EXS",
            "A Spring 1 maths current EXS",
        ],
    ),
    "long, current and predicted side by side": (
        "UPN | Year | Subject | Current | Predicted\n<A> | 6 | R | WTS | EXS\n<A> | 6 | W | EXS | GDS",
        [
            "A Spring 1 reading current WTS",
            "A Spring 1 reading predicted EXS",
            "A Spring 1 writing current EXS",
            "A Spring 1 writing predicted GDS",
        ],
    ),
    "a row for each half-term, subjects side by side": (
        "UPN | Year | Term | Reading | Maths\n<A> | 6 | Aut 1 | WTS | WTS\n<A> | 6 | Spr 1 | EXS | EXS",
        [
            "A Autumn 1 reading current WTS",
            "A Autumn 1 maths current WTS",
            "A Spring 1 reading current EXS",
            "A Spring 1 maths current EXS",
        ],
    ),
    "a sheet for each subject": (
        {"Reading": "UPN | Year | Current\n<A> | 6 | WTS", "Maths": "UPN | Year | Current\n<A> | 6 | EXS"},
        ["A Spring 1 reading current WTS", "A Spring 1 maths current EXS"],
    ),
    "a sheet for each half-term": (
        {"Aut 1": "UPN | Year | Reading\n<A> | 6 | WTS", "Spr 1": "UPN | Year | Reading\n<A> | 6 | EXS"},
        ["A Autumn 1 reading current WTS", "A Spring 1 reading current EXS"],
    ),
    "a sheet for each kind": (
        {
            "Current": "UPN | Year | R | W\n<A> | 6 | WTS | EXS",
            "Predicted": "UPN | Year | R | W\n<A> | 6 | EXS | EXS",
        },
        [
            "A Spring 1 reading current WTS",
            "A Spring 1 writing current EXS",
            "A Spring 1 reading predicted EXS",
            "A Spring 1 writing predicted EXS",
        ],
    ),
    "a sheet repeated with the same marks": (
        {"6A": "UPN | Reading\n<A> | WTS", "All": "UPN | Year | Reading\n<A> | 6 | wts"},
        ["A Spring 1 reading current WTS"],
    ),
    "the title says what the headings leave out": (
        "Year 6 predictions\nUPN | R | W\n<A> | WTS | EXS",
        ["A Spring 1 reading predicted WTS", "A Spring 1 writing predicted EXS"],
    ),
    "tables one below the other": (
        """
        Class 6A
        UPN | Reading | Writing
        <A> | WTS | EXS

        Class 6B
        UPN | Writing | Reading
        <B> | WTS | EXS
        """,
        [
            "A Spring 1 reading current WTS",
            "A Spring 1 writing current EXS",
            "B Spring 1 writing current WTS",
            "B Spring 1 reading current EXS",
        ],
    ),
    "the word UPN on a line among the pupils": (
        """
        UPN | Year | Reading | Notes
        <A> | 6 | WTS |
        | | see | UPN
        <B> | 6 | EXS |
        """,
        ["A Spring 1 reading current WTS", "B Spring 1 reading current EXS"],
    ),
    "tables side by side": (
        "UPN | Year | Reading | | UPN | Year | Reading\n<A> | 6 | WTS | | <B> | 6 | EXS",
        ["A Spring 1 reading current WTS", "B Spring 1 reading current EXS"],
    ),
    "the UPNs' heading is not known": (
        "Identifier | Year | Reading\n<A> | 6 | WTS\n<B> | 6 | EXS",
        ["A Spring 1 reading current WTS", "B Spring 1 reading current EXS"],
    ),
    "an export's joined headings": (
        "UPN | Summative$Spring 1$6$Reading | Summative Assessment$Spring 1$6$Maths\n<A> | 6EXS | 6WTS",
        ["A Spring 1 reading current EXS", "A Spring 1 maths current WTS"],
    ),
    "a prediction or target for Summer 2 belongs to the return": (
        "UPN | Year | Reading Spr 1 | Reading Su2 Pred | Reading Su2 Target\n<A> | 6 | WTS | EXS | GDS",
        [
            "A Spring 1 reading current WTS",
            "A Spring 1 reading predicted EXS",
            "A Spring 1 reading target GDS",
        ],
    ),
    "predictions of every half-term are of their own": (
        "UPN | Year | R Aut1 Pred | R Spr1 Pred | R Sum2 Pred\n<A> | 6 | WTS | EXS |",
        ["A Autumn 1 reading predicted WTS", "A Spring 1 reading predicted EXS"],
    ),
    "below, at and above": (
        "UPN | Year | R | W | M\n<A> | 6 | Below | At | Above",
        ["A Spring 1 reading current WTS", "A Spring 1 writing current EXS", "A Spring 1 maths current GDS"],
    ),
    "marks that are no judgement": (
        "UPN | Year | Reading | Writing | Maths\n<A> | 6 | Absent | - | Disapplied\n<B> | 6 | n/a | EXS |",
        [
            "A Spring 1 reading current Absent",
            "A Spring 1 maths current Disapplied",
            "B Spring 1 writing current EXS",
        ],
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts(name: str) -> None:
    sheets, expected = LAYOUTS[name]
    one = reading(sheets)
    assert (marks(one), stops(one)) == (expected, [])
    assert all(pupil.year_group == 6 for pupil in one.pupils)


def test_sheets_that_hold_no_pupils_are_left_out_and_named() -> None:
    one = reading(
        {
            "Read me": "How to use this\nType EXS",
            "Marks": "UPN | Year | Reading\n<A> | 6 | WTS",
            "Key": "Code | Meaning\nWTS | Working towards",
            "Old": "UPN | Year | Reading\n<B> | 6 | GDS",
        },
        hidden=("Old",),
    )
    assert marks(one) == ["A Spring 1 reading current WTS"]
    assert {p.sheet for p in one.problems if p.code == "sheet_not_used"} == {"Read me", "Key", "Old"}


def test_columns_that_are_not_used_are_named_by_letter() -> None:
    one = reading("UPN | Year | Reading | Reading Age | Teddy\n<A> | 6 | WTS | 9.5 | x")
    messages = [problem.message for problem in one.problems if problem.code == "column_not_used"]
    assert [message[:8] for message in messages] == ["Column D", "Column E"]


# Whose, and when.


def test_a_school_column_splits_a_file() -> None:
    found = readings(
        """
        School | UPN | Year | Reading
        Oakfield | <A> | 6 | WTS
        Elm Grove | <B> | 6 | EXS
        Nowhere | <C> | 6 | GDS
        """,
        replace(TWO, school_urn=None),
    )
    assert [(one.school_urn, marks(one), stops(one)) for one in found] == [
        (910001, ["A Spring 1 reading current WTS"], []),
        (910002, ["B Spring 1 reading current EXS"], []),
        (None, [], [("unknown_school", "A4")]),
    ]


@pytest.mark.parametrize(
    ("heading", "first", "second"), [("URN", "910001", "910002"), ("LAESTAB", "999/2001", "9992002")]
)
def test_a_column_of_numbers_splits_a_file(heading: str, first: str, second: str) -> None:
    text = f"{heading} | UPN | Year | Reading\n{first} | <A> | 6 | WTS\n{second} | <B> | 6 | EXS"
    assert [one.school_urn for one in readings(text, replace(TWO, school_urn=None))] == [910001, 910002]


def test_a_sheet_for_each_school_splits_a_file() -> None:
    sheets = {
        "Oakfield Primary": "UPN | Year | Reading\n<A> | 6 | WTS",
        "Elm Grove": "UPN | Year | Reading\n<B> | 6 | EXS",
    }
    found = readings(sheets, replace(TWO, school_urn=None))
    assert [(one.school_urn, len(one.marks)) for one in found] == [(910001, 1), (910002, 1)]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("School | UPN | Year | Reading\nElm Grove | <A> | 6 | WTS", "A2"),
        ("URN | UPN | Year | Reading\n910002 | <A> | 6 | WTS", "A2"),
        ("URN | UPN | Year | Reading\n123456 | <A> | 6 | WTS", "A2"),
        ("Elm Grove Primary School\nUPN | Year | Reading\n<A> | 6 | WTS", "A1"),
        ("School: | Elm Grove\nUPN | Year | Reading\n<A> | 6 | WTS", "B1"),
        ("URN: 910002\nUPN | Year | Reading\n<A> | 6 | WTS", "A1"),
    ],
)
def test_another_school_stops_where_it_stands(text: str, cell: str) -> None:
    one = reading(text, TWO)
    assert stops(one) == [("wrong_school", cell)]
    assert one.marks == ()


def test_a_school_that_is_not_said_is_asked_for() -> None:
    one = reading("UPN | Year | Reading\n<A> | 6 | WTS", replace(TWO, school_urn=None))
    assert stops(one) == [("school_not_said", None)]
    assert "--school" in only(one, "school_not_said").suggestion


def test_the_only_school_needs_no_saying() -> None:
    assert reading("UPN | Year | Reading\n<A> | 6 | WTS", replace(ONE, school_urn=None)).school_urn == 910001


@pytest.mark.parametrize(
    ("sheets", "file_name"),
    [
        ("Spring 1 2025/26\nUPN | Year | Reading\n<A> | 6 | WTS", "tracker.xlsx"),
        ("Term | Spring 1\nAcademic Year | 2025-26\nUPN | Year | Reading\n<A> | 6 | WTS", "tracker.xlsx"),
        ({"Spr 1 2025-26": "UPN | Year | Reading\n<A> | 6 | WTS"}, "tracker.xlsx"),
        ("UPN | Year | Reading\n<A> | 6 | WTS", "Year 6 Spring 1 2025-26.xlsx"),
        ("Spring 1 2026\nUPN | Year | Reading\n<A> | 6 | WTS", "tracker.xlsx"),
        ("UPN | Year | Reading Spring 1 2025/26\n<A> | 6 | WTS", "tracker.xlsx"),
    ],
)
def test_the_half_term_may_stand_in_a_title_a_sheets_or_the_files_name(
    sheets: dict[str, str] | str, file_name: str
) -> None:
    one = reading(sheets, replace(ONE, half_term=None), file_name=file_name)
    assert (one.half_term, marks(one)) == (SPRING_1, ["A Spring 1 reading current WTS"])
    assert reading(sheets, ONE, file_name=file_name).problems == ()


@pytest.mark.parametrize(
    ("sheets", "file_name", "cell"),
    [
        ("Autumn 2 2025/26\nUPN | Year | Reading\n<A> | 6 | WTS", "a.xlsx", "A1"),
        ("2024/25\nUPN | Year | Reading\n<A> | 6 | WTS", "a.xlsx", "A1"),
        ({"Autumn 2": "UPN | Year | Reading\n<A> | 6 | WTS"}, "a.xlsx", None),
        ("UPN | Year | Reading\n<A> | 6 | WTS", "Autumn 2.xlsx", None),
        ("UPN | Year | Reading Aut 2\n<A> | 6 | WTS", "a.xlsx", None),
    ],
)
def test_file_and_flag_at_odds_is_a_stop(
    sheets: dict[str, str] | str, file_name: str, cell: str | None
) -> None:
    one = reading(sheets, ONE, file_name=file_name)
    assert stops(one) == [("half_term_at_odds", cell)]
    assert (one.pupils, one.marks) == ((), ())


@pytest.mark.parametrize("title", ["", "Spring 1", "Autumn 1 and Spring 1", "2025/26"])
def test_a_half_term_that_is_not_said_whole_is_asked_for(title: str) -> None:
    one = reading(f"{title}\nUPN | Year | Reading\n<A> | 6 | WTS", replace(ONE, half_term=None))
    assert stops(one) == [("half_term_not_said", None)]
    assert "--half-term" in only(one, "half_term_not_said").suggestion


def test_marks_for_a_later_half_term_stop_at_each_cell() -> None:
    one = reading("UPN | Year | Reading Spr 1 | Reading Spr 2\n<A> | 6 | WTS | EXS\n<B> | 6 | WTS |")
    assert stops(one) == [("later_half_term", "D2")]
    assert marks(one) == ["B Spring 1 reading current WTS"]


def test_a_term_without_its_half_is_read_as_its_end_and_said() -> None:
    one = reading("UPN | Year | Reading Autumn | Reading Spring\n<A> | 6 | WTS | EXS")
    assert marks(one) == ["A Autumn 2 reading current WTS", "A Spring 1 reading current EXS"]
    assert infos(one) == ["term_read_as"]


def test_a_pupil_on_an_earlier_sheet_alone_has_left() -> None:
    one = reading(
        {
            "Aut 1": "UPN | Year | Reading\n<A> | 6 | WTS\n<B> | 6 | WTS",
            "Spr 1": "UPN | Year | Reading\n<A> | 6 | EXS",
        }
    )
    assert [(pupil.upn, pupil.left) for pupil in one.pupils] == [(A, False), (B, True)]


# Stops, each at its cell, all at once.

FAULTS: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "a code that is asked about, once for a column": (
        "UPN | Year | R | W\n<A> | 6 | 3w+ | 3w+\n<B> | 6 | 3W+ | EXS",
        [("ambiguous_mark", "C2"), ("ambiguous_mark", "D2")],
    ),
    "each unknown mark": (
        "UPN | Year | R | W\n<A> | 6 | qq | EXS\n<B> | 6 | qq | EXS",
        [("unknown_mark", "C2"), ("unknown_mark", "C3")],
    ),
    "a year's judgement beside another year": (
        "UPN | Year | R | W\n<A> | 3 | 3EXS | EXS\n<B> | 4 | 3EXS | EXS",
        [("ambiguous_mark", "C3")],
    ),
    "UPNs that cannot be right": (
        "UPN | Year | Reading\nA801200005001 | 6 | EXS\nB80120000500 | 6 | EXS\n12345 | 6 | EXS",
        [("malformed_upn", "A2"), ("malformed_upn", "A3"), ("malformed_upn", "A4")],
    ),
    "one UPN with different marks": (
        "UPN | Year | Reading\n<A> | 6 | EXS\n<B> | 6 | EXS\n<A> | 6 | WTS",
        [("duplicate_pupil", "A2"), ("duplicate_pupil", "A4")],
    ),
    "one UPN beside two pupils": (
        "UPN | Surname | Forename | Year | Reading\n<A> | Ash | Ann | 6 | EXS\n<A> | Bay | Ben | 6 | EXS",
        [("two_pupils_one_upn", "A2"), ("two_pupils_one_upn", "A3")],
    ),
    "two columns at odds": (
        "UPN | Year | Reading | Reading TA\n<A> | 6 | EXS | WTS\n<B> | 6 | EXS | EXS",
        [("two_marks", "C2"), ("two_marks", "D2")],
    ),
    "impossible year groups": (
        "UPN | Year | Reading\n<A> | 7 | EXS\n<B> | Year 13 | EXS\n<C> | 3/4 | EXS",
        [("impossible_year_group", "B2"), ("impossible_year_group", "B3"), ("impossible_year_group", "B4")],
    ),
    "errors in columns that are read": (
        "UPN | Year | Reading | Notes\n<A> | #REF! | EXS | x\n<B> | 6 | #N/A | x\n<C> | 6 | EXS | #N/A",
        [("error_value", "B2"), ("error_value", "C3")],
    ),
    "a scaled score that is none": (
        "UPN | Year | Reading Scaled Score\n<A> | 6 | 104\n<B> | 6 | 140",
        [("impossible_score", "C3")],
    ),
    "numbers where judgements belong": (
        "UPN | Year | Reading\n<A> | 6 | 104\n<B> | 6 | EXS",
        [("unknown_mark", "C2")],
    ),
    "a heading whose half-term is not clear": (
        "UPN | Year | AP1 Reading | Reading\n<A> | 6 | EXS | EXS",
        [("unclear_column", "C1")],
    ),
    "marks of no subject": (
        "UPN | Year | Autumn 1 | Spring 1\n<A> | 6 | EXS | EXS",
        [("unclear_column", "C1"), ("unclear_column", "D1")],
    ),
    "plain marks under a strange heading": (
        "UPN | Year | Reading | Writing | Numeracy\n<A> | 6 | EXS | EXS | EXS\n<B> | 6 | EXS | EXS | WTS",
        [("unclear_column", "E1")],
    ),
    "a mistyped subject of a row": (
        "UPN | Year | Subject | Mark\n<A> | 6 | Reeding | EXS\n<B> | 6 | Maths | EXS",
        [("unclear_row", "C2")],
    ),
    "names and no UPNs": (
        "Name | Year | Reading\nAnn Ash | 6 | EXS",
        [("no_upn_column", "A1")],
    ),
    "no headings": ("a | b | c\n1 | 2 | 3", [("no_header", None)]),
    "no marks": ("UPN | Year | Notes\n<A> | 6 | x", [("no_marks", "A1")]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_stops(name: str) -> None:
    text, expected = FAULTS[name]
    one = reading(text)
    assert sorted(stops(one), key=str) == sorted(expected, key=str)
    named = {problem.cell for problem in one.problems if problem.severity is Severity.STOP and problem.rows}
    rows = {int("".join(filter(str.isdigit, cell or ""))) for cell in named} - {1}
    assert rows <= {row for _, row in one.held}


def test_an_asked_code_says_how_many_are_like_it_and_holds_them_all() -> None:
    one = reading("UPN | Year | R | W\n<A> | 6 | 2b | EXS\n<B> | 6 | 2B | EXS\n<C> | 6 | EXS | EXS")
    problem = only(one, "ambiguous_mark")
    assert "One more in this column is like it." in problem.message
    assert problem.rows == {("Marks", 2), ("Marks", 3)}
    assert {mark.upn for mark in one.marks} == {C}


def test_what_a_school_answered_is_not_asked_again() -> None:
    learned = {910001: Learned(marks={"2b": "EXS"}, headings={"ap1 maths": "maths.current.autumn-1"})}
    text = "UPN | Year | Reading | AP1 Maths\n<A> | 6 | 2b | WTS"
    one = reading(text, replace(ONE, learned=learned))
    assert marks(one) == ["A Spring 1 reading current EXS", "A Autumn 1 maths current WTS"]
    assert [column.confidence for column in one.columns][-1] == "learned"
    assert stops(reading(text)) != []


def test_every_row_of_a_held_pupil_is_held_on_every_sheet() -> None:
    one = reading(
        {
            "Reading": "UPN | Year | Current\n<A> | 6 | qq\n<B> | 6 | EXS",
            "Maths": "UPN | Year | Current\n<A> | 6 | EXS",
        }
    )
    assert one.held == {("Reading", 2), ("Maths", 2)}
    assert marks(one) == ["B Spring 1 reading current EXS"]


def test_no_message_repeats_a_name_a_upn_or_a_birth_date() -> None:
    one = reading(
        f"""
        UPN | Surname | Forename | DOB | Year | Reading
        <A> | Ashdown | Annabel | 24/11/2014 | 6 | Ashdown
        <A> | Ashdown | Annabel | 24/11/2014 | 6 | 24/11/2014
        <B> | Bayford | Benedict | 32/13/2014 | 6 | {B}
        <C> | Bayford | Benedict | 01/01/2014 | Bayford | Ann does well
        """
    )
    told = " ".join(f"{problem.message} {problem.suggestion}" for problem in one.problems)
    told += str([column.marks for column in one.columns])
    for private in ("Ashdown", "Annabel", "Bayford", "2014", A, B, C, "well"):
        assert private not in told
    assert len(stops(one)) >= 4


def test_every_finding_is_declared_once_and_says_what_it_is_about() -> None:
    assert all(finding.code == code and finding.about for code, finding in FINDINGS.items())


# Pupils.


def pupil(text: str) -> PupilRow:
    [row] = reading(text).pupils
    return row


def test_a_pupils_details() -> None:
    row = pupil(
        """
        UPN|Surname|Forename|Date of Birth|Gender|Year|Reg Group|PP|FSM|Ever 6|DA|LAC|EAL|SEN|Reading
        <A>|Ash|Ann|25/12/2015|Girl|Yr 6|6 Oak|Y|N|1|yes|no|Polish|K|EXS
        """
    )
    assert (row.surname, row.forename, row.dob, row.sex) == ("Ash", "Ann", date(2015, 12, 25), "F")
    assert (row.year_group, row.class_name, row.sen) == (6, "6 Oak", "K")
    assert (row.pupil_premium, row.fsm, row.fsm6, row.disadvantaged, row.looked_after) == (
        True,
        False,
        True,
        True,
        False,
    )
    # A language in a column headed EAL is not a yes or a no.
    assert row.eal is None


@pytest.mark.parametrize(
    ("heading", "said", "eal"),
    [
        ("First Language", "Polish", True),
        ("First Language", "ENG", False),
        ("First Language", "REF", None),
        ("EAL", "Y", True),
        ("EAL", "English", False),
    ],
)
def test_eal_from_a_flag_or_a_language(heading: str, said: str, eal: bool | None) -> None:
    assert pupil(f"UPN | Year | {heading} | Reading\n<A> | 6 | {said} | EXS").eal is eal


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("PP", "", (True, False)),
        ("✓", "", (True, False)),
        ("Y", "", (True, False)),
        ("N", "", (False, None)),
        ("Y", "N", (True, False)),
        ("", "", (None, None)),
    ],
)
def test_a_blank_is_no_only_in_a_column_of_one_mark(
    first: str, second: str, expected: tuple[bool | None, ...]
) -> None:
    one = reading(f"UPN | Year | PP | Reading\n<A> | 6 | {first} | EXS\n<B> | 6 | {second} | EXS")
    assert tuple(row.pupil_premium for row in one.pupils) == expected
    said = any(
        "blank is read as no" in column.meaning and "one mark" in column.meaning for column in one.columns
    )
    assert said is (expected == (True, False) and not second)


def test_three_flags_are_three_columns() -> None:
    row = pupil("UPN | Year | FSM | Reading\n<A> | 6 | Y | EXS")
    assert (row.fsm, row.pupil_premium, row.disadvantaged, row.fsm6) == (True, None, None, None)


def test_one_column_of_names_and_a_serial_date() -> None:
    row = pupil("UPN | Name | Year | DOB | Reading\n<A> | VAN DAM, Jo Ann | 6 | 42363 | EXS")
    assert (row.surname, row.forename, row.dob) == ("VAN DAM", "Jo Ann", date(2015, 12, 25))


@pytest.mark.parametrize(
    ("sheet", "class_name", "year_group"),
    [("6 Oak", "6 Oak", 6), ("5B", "5B", 5), ("Year 4", None, 4), ("Sheet1", None, None)],
)
def test_year_and_class_from_a_sheets_name(
    sheet: str, class_name: str | None, year_group: int | None
) -> None:
    [row] = reading({sheet: "UPN | Reading\n<A> | EXS"}).pupils
    assert (row.class_name, row.year_group) == (class_name, year_group)


def test_all_marks_saying_left_means_left() -> None:
    one = reading("UPN | Year | Reading | Writing\n<A> | 6 | Left | Left\n<B> | 6 | Left | EXS")
    assert [row.left for row in one.pupils] == [True, False]


def test_left_since_the_last_half_term_means_left() -> None:
    one = reading("UPN | Year | Reading Aut 2 | Reading Spr 1\n<A> | 6 | EXS | Left")
    assert [row.left for row in one.pupils] == [True]


def test_scores_stand_beside_judgements() -> None:
    one = reading(
        """
        UPN | Year | Reading | Reading Score | Maths Scaled Score | Writing Score
        <A> | 6 | EXS | 104 | 99 | 31
        """
    )
    assert [(m.subject, m.judgement, m.score, m.raw, m.cell) for m in one.marks] == [
        ("reading", "EXS", 104, "EXS", "C2"),
        ("maths", None, 99, "99", "E2"),
    ]
    assert "column_not_used" in infos(one)


def test_how_each_column_was_read() -> None:
    one = reading("UPN | Year | Rdg / Pred | Notes\n<A> | 6 | exs | x\n<B> | 6 | exs | \n<C> | 6 | 2b |")
    assert [(c.column, c.meaning, c.used) for c in one.columns] == [
        ("A", "UPN", True),
        ("B", "Year group", True),
        ("C", "Reading, predicted year-end", True),
        ("D", "Not used: not one of the columns that are read", False),
    ]
    assert one.columns[2].marks == (("exs", "EXS", 2), ("2b", "asked about", 1))


def test_marks_of_earlier_years_side_by_side() -> None:
    one = reading("UPN | Year | Reading 2024/25 Sum 2 | Reading\n<A> | 6 | WTS | EXS")
    assert [(m.half_term, m.judgement) for m in one.marks] == [(HalfTerm(2024, 6), "WTS"), (SPRING_1, "EXS")]


def test_marks_of_another_years_curriculum_are_left_out() -> None:
    one = reading("UPN | Year | Y5 Reading | Y6 Reading\n<A> | 6 | WTS | EXS\n<B> | 5 | EXS |")
    assert marks(one) == ["A Spring 1 reading current EXS", "B Spring 1 reading current EXS"]
    assert "marks_not_used" in infos(one)


def test_a_file_of_six_hundred_pupils_is_read_quickly(tmp_path: Path) -> None:
    import time

    headings = ["UPN", "Surname", "Forename"]
    headings += [
        f"{s} {h}" for s in ("Reading", "Writing", "Maths") for h in ("Aut 1", "Aut 2", "Spr 1", "Predicted")
    ]
    sheets: dict[str, Grid] = {
        f"Year {year}": [headings]
        and [
            headings,
            *([made_upn(year * 100 + n), f"Ash{n}", "Jo", *["WTS", "EXS", "GDS"] * 4] for n in range(100)),
        ]
        for year in range(1, 7)
    }
    path = write_xlsx(tmp_path / "a.xlsx", sheets)
    started = time.monotonic()
    [one] = read_return(path, ONE)
    took = time.monotonic() - started
    assert (len(one.pupils), len(one.marks), stops(one)) == (600, 7200, [])
    assert took < 3, f"{took:.2f} s"  # a third of a second on a quiet machine


def test_a_short_subject_is_believed_beside_teacher_assessment() -> None:
    one = reading("UPN | Year | Rdg TA | Ma TA | Ma Pred\n<A> | 6 | WTS | EXS | GDS")
    assert marks(one) == [
        "A Spring 1 reading current WTS",
        "A Spring 1 maths current EXS",
        "A Spring 1 maths predicted GDS",
    ]

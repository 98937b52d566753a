"""What a school is asked once: each mark and each heading in doubt, and nothing that is clear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.returns.checked import Checked
from dashboard.returns.questions import (
    HEADING_MEANINGS,
    MARK_MEANINGS,
    ROW_MEANINGS,
    WORD_MEANINGS,
    questions,
)
from dashboard.returns.row_words import RowWord, row_words
from etl.containers import Sheet
from etl.problems import Problem, Severity
from etl.reading.answers import understand_answer
from etl.reading.findings import AMBIGUOUS_MARK, TWO_MARKS, UNCLEAR_COLUMN, UNCLEAR_ROW, UNKNOWN_MARK
from etl.reading.tidy import ColumnReading, SchoolReading
from etl.returns.outcome import Outcome, Status


def column(letter: str, heading: str, *marks: tuple[str, str, int]) -> ColumnReading:
    return ColumnReading(
        sheet="Year 6",
        column=letter,
        heading=heading,
        meaning="",
        used=bool(marks),
        confidence="certain",
        marks=marks,
    )


def checked(*problems: tuple[str, str], columns: tuple[ColumnReading, ...], urn: int = 910001) -> Checked:
    found = tuple(Problem(Severity.STOP, code, "", sheet="Year 6", cell=cell) for code, cell in problems)
    reading = SchoolReading(file_name="t.xlsx", school_urn=urn, half_term=None, columns=columns)
    outcome = Outcome(file="t.xlsx", status=Status.REJECTED, school_urn=urn, problems=found, reading=reading)
    return Checked((outcome,), {}, ())


def test_a_mark_is_asked_about_once_in_whatever_columns_it_stands() -> None:
    marks = (("W", "asked about", 3), ("EXS", "EXS", 20))
    found = questions(
        checked(
            (AMBIGUOUS_MARK.code, "F4"),
            (AMBIGUOUS_MARK.code, "G4"),
            columns=(column("F", "Reading", *marks), column("G", "Maths", *marks)),
        )
    )
    assert [(one.urn, one.text) for one in found] == [(910001, "W")]


def test_a_heading_in_doubt_is_asked_about_by_its_own_words() -> None:
    columns = (column("F", "Reading", ("EXS", "EXS", 20)), column("AB", "Lit"))
    (one,) = questions(checked((UNCLEAR_COLUMN.code, "AB3"), columns=columns))
    assert one.text == "Lit"
    assert "“Lit”" in one.words


def test_a_faulty_cell_asks_nothing() -> None:
    columns = (column("F", "Reading", ("Expcted", "not known", 1)),)
    assert questions(checked(("unknown_mark", "F4"), columns=columns)) == []


@pytest.mark.parametrize("meaning", MARK_MEANINGS)
def test_every_meaning_of_a_mark_that_is_offered_is_understood(meaning: str) -> None:
    assert understand_answer("w+", meaning) == ("marks", "w+", meaning)


@pytest.mark.parametrize("meaning", HEADING_MEANINGS)
def test_every_meaning_of_a_heading_that_is_offered_is_understood(meaning: str) -> None:
    assert understand_answer("Lit", meaning) == ("headings", "lit", meaning)


def test_a_word_of_headings_is_asked_about_once_for_all_its_columns() -> None:
    columns = tuple(replace(column(letter, f"{letter} AP1"), asked="ap 1") for letter in "FG")
    found = questions(
        checked((UNCLEAR_COLUMN.code, "F2"), (UNCLEAR_COLUMN.code, "G2"), columns=columns),
    )
    assert [(one.text, dict(one.meanings)["autumn-1"]) for one in found] == [("ap 1", "Autumn 1")]


def test_a_schools_own_word_is_asked_about_and_a_slip_is_not() -> None:
    marks = (
        ("Sapling", "not known", 5),
        ("EXXS", "not known", 1),
        ("A text of 20 characters", "not known", 9),
    )
    columns = (column("F", "Reading", *marks),)
    assert [one.text for one in questions(checked((UNKNOWN_MARK.code, "F4"), columns=columns))] == ["Sapling"]


@pytest.mark.parametrize("meaning", WORD_MEANINGS)
def test_every_meaning_of_a_word_that_is_offered_is_understood(meaning: str) -> None:
    assert understand_answer("ap 1", meaning) == ("headings", "ap 1", meaning)


@pytest.mark.parametrize(("other", "asked"), [("Reading TA", ["Reading", "Reading TA"]), ("Reading", [])])
def test_columns_that_contradict_each_other_are_asked_about_where_headings_tell_them_apart(
    other: str, asked: list[str]
) -> None:
    columns = (column("F", "Reading", ("EXS", "EXS", 20)), column("G", other, ("WTS", "WTS", 20)))
    found = questions(checked((TWO_MARKS.code, "F2"), (TWO_MARKS.code, "G2"), columns=columns))
    assert [one.text for one in found] == asked


# What a cell says of its row's mark

ROWS: dict[str, tuple[str, str, bool]] = {
    "a mistyped subject": ("subject", "Reeding", True),
    "a strand": ("subject", "Maths - Number", True),
    "a subject that is understood, and contradicts its row": ("subject", "Reading", False),
    "a kind that nobody knows": ("kind", "Guesstimate", True),
    "a kind that is understood, and contradicts its heading": ("kind", "Predicted", False),
    "a half-term, which no word explains": ("half_term", "Whenever", False),
}


@pytest.mark.parametrize(("field", "text", "asked"), ROWS.values(), ids=ROWS)
def test_a_cell_beside_a_mark_is_asked_about_where_a_word_would_do(
    field: str, text: str, asked: bool
) -> None:
    columns = (replace(column("B", "Of what"), field=field),)
    one = checked((UNCLEAR_ROW.code, "B2"), (UNCLEAR_ROW.code, "B2"), columns=columns)
    sheet = Sheet("Year 6", [["UPN", "Of what", "Mark"], ["x", text, "EXS"]])
    words = row_words([sheet], one.outcomes)
    assert words == ((RowWord(910001, text, "Of what", field),) if asked else ())
    found = questions(replace(one, row_words=words))
    assert [question.text for question in found] == ([text] if asked else [])


@pytest.mark.parametrize("meaning", sorted({*ROW_MEANINGS["subject"], *ROW_MEANINGS["kind"]}))
def test_every_meaning_of_a_cell_that_is_offered_is_understood(meaning: str) -> None:
    assert understand_answer("Reeding", meaning) == ("headings", "reeding", meaning)


def test_a_text_that_is_mark_and_subject_is_asked_about_once() -> None:
    one = checked((AMBIGUOUS_MARK.code, "F4"), columns=(column("F", "Reading", ("W", "asked about", 3)),))
    both = replace(one, row_words=(RowWord(910001, "W", "Subject", "subject"),))
    assert [question.text for question in questions(both)] == ["W"]

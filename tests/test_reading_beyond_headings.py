"""What a table's cells and shape say where its headings do not, and what a school's answers change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_reading import ONE, TWO, marks, only, reading, stops

from etl.reading.answers import understand_answer
from etl.reading.tidy import Learned

BOTH = ["A Spring 1 reading current WTS", "A Spring 1 reading predicted EXS"]

READ = {
    "a column of subjects under a heading that says too little": (
        "UPN | Year | Assessment | Type | Grade\n"
        "<A> | 6 | Reading | TA | WTS\n<A> | 6 | Maths | Target | EXS",
        ["A Spring 1 reading current WTS", "A Spring 1 maths target EXS"],
    ),
    "a subject and a kind in one cell": (
        "UPN | Year | Aspect | Grade\n<A> | 6 | Reading Current | WTS\n<A> | 6 | Reading Predicted EOY | EXS",
        BOTH,
    ),
    "a half-term in each row of a pupil, under a heading of the school's own": (
        "UPN | Year | When | Reading\n<A> | 6 | Aut 2 | WTS\n<A> | 6 | Spr 1 | EXS",
        ["A Autumn 2 reading current WTS", "A Spring 1 reading current EXS"],
    ),
    "RE beside Reading": (
        "UPN | Year | Reading | RE | PE\n<A> | 6 | WTS | EXS | EXS\n<B> | 6 | EXS | GDS | EXS",
        ["A Spring 1 reading current WTS", "B Spring 1 reading current EXS"],
    ),
    "RE among subjects spelt out": (
        "UPN | Year | Subject | Grade\n<A> | 6 | Reading | WTS\n<A> | 6 | RE | GDS",
        ["A Spring 1 reading current WTS"],
    ),
    "C and P side by side": ("UPN | Year | R C | R P\n<A> | 6 | WTS | EXS", BOTH),
    "codes that may be typed, in the heading": (
        "UPN | Year | Reading TA PKS/WTS/EXS/GDS | Reading Pred\n<A> | 6 | WTS | EXS",
        BOTH,
    ),
    "a pupil's details once for their rows": (
        "UPN | Name | Year | Subject | Now\n<A> | Ann Ash | 6 | Reading | WTS\n | | | Maths | EXS",
        ["A Spring 1 reading current WTS", "A Spring 1 maths current EXS"],
    ),
    "a blank row between the rows of headings": (
        " | | Reading | | Maths |\n\nUPN | Year | Now | EOY | Now | EOY\n<A> | 6 | WTS | EXS | EXS |",
        [*BOTH, "A Spring 1 maths current EXS"],
    ),
    "a half-term above each of two tables side by side": (
        "Autumn 2 | | | | Spring 1\nUPN | Year | Reading | | UPN | Year | Reading\n"
        "<A> | 6 | WTS | | <A> | 6 | EXS",
        ["A Autumn 2 reading current WTS", "A Spring 1 reading current EXS"],
    ),
    "a system whose name holds a kind": (
        "Target Tracker export\nUPN | Year | Reading\n<A> | 6 | WTS",
        ["A Spring 1 reading current WTS"],
    ),
    "a target that is a share of pupils": (
        "Target | 85%\nUPN | Year | Reading\n<A> | 6 | WTS",
        ["A Spring 1 reading current WTS"],
    ),
    "a pupil above headings that are repeated": (
        "UPN | Year | Reading\n<A> | 6 | On track\nUPN | Year | Reading\n<B> | 6 | WTS",
        ["A Spring 1 reading current EXS", "B Spring 1 reading current WTS"],
    ),
    "a prediction for a July that is over": (
        "UPN | Year | Reading | Reading predicted Summer 2 2025\n<A> | 6 | WTS | EXS",
        ["A Spring 1 reading current WTS"],
    ),
    "numbers below the table are no names": (
        "UPN | Surname | Forename | Reading\n<A> | Ash | Ann | WTS\n\nEXS | 4 | 6 | 8",
        ["A Spring 1 reading current WTS"],
    ),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_read_beyond_headings(name: str) -> None:
    text, expected = READ[name]
    one = reading(text)
    assert (marks(one), stops(one)) == (expected, [])


def test_details_merged_downwards_are_everybodys() -> None:
    text = "Class | UPN | Year | Reading\nRobins | <A> | 1 | WTS\n | <B> | 1 | EXS"
    one = reading(text, merges={"Marks": [(1, 0, 2, 0)]})
    assert [pupil.class_name for pupil in one.pupils] == ["Robins", "Robins"]


ASKED = {
    "C without P": ("UPN | Year | R C\n<A> | 6 | WTS", [("unclear_column", "C1")]),
    "a title that lists kinds": (
        "Current and predicted\nUPN | Year | Reading\n<A> | 6 | WTS",
        [("unclear_column", "C2")],
    ),
    "targets among other things": (
        "Target setting\nUPN | Year | Reading\n<A> | 6 | WTS",
        [("unclear_column", "C2")],
    ),
    "columns of ticks": ("UPN | Year | Reading EXS\n<A> | 6 | EXS", [("unclear_column", "C1")]),
    "a strand among a row's subjects": (
        "UPN | Year | Subject | Grade\n<A> | 6 | Maths - Number | WTS\n<A> | 6 | Maths | EXS",
        [("unclear_row", "C2")],
    ),
    "headings divided in words that are not known": (
        "UPN | Year | Reading | | Maths |\n | | First go | Second go | First go | Second go\n"
        "<A> | 6 | WTS | EXS | WTS | EXS",
        [("unclear_column", cell) for cell in ("C2", "D2", "E2", "F2")],
    ),
    "two columns that differ once are two things in every row": (
        "UPN | Year | Reading | Reading TA\n<A> | 6 | EXS | WTS\n<B> | 6 | EXS | EXS",
        [("two_marks", "C2"), ("two_marks", "D2")],
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_asked_about(name: str) -> None:
    text, expected = ASKED[name]
    one = reading(text)
    assert stops(one) == expected
    # Nothing of a row in doubt slips in beside the question.
    assert "A" not in {mark[0] for mark in marks(one)}


def test_rows_of_two_columns_at_odds_are_all_held() -> None:
    one = reading(
        "UPN | Year | Reading | Reading TA\n<A> | 6 | EXS | WTS\n<B> | 6 | EXS | EXS\n<C> | 6 | EXS |"
    )
    assert marks(one) == []


def test_a_lone_judgement_left_out_for_a_word_is_asked_about() -> None:
    text = "UPN | Year | Reading moderated\n<A> | 6 | EXS\n<B> | 6 | WTS"
    assert stops(reading(text)) == [("unclear_column", "C1")]


def test_half_terms_numbered_within_a_term_are_asked_about() -> None:
    sheets = {"Spring Term": "UPN | Year | Reading HT1\n<A> | 6 | WTS"}
    assert stops(reading(sheets))[0] == ("unclear_column", "C1")


def test_the_last_half_term_with_judgements_is_taken_and_said() -> None:
    text = "2025/26\nUPN | Year | Reading Aut 2 | Reading Spr 1 | Reading Sum 2\n<A> | 6 | WTS | EXS |"
    one = reading(text, replace(ONE, half_term=None))
    assert marks(one) == ["A Autumn 2 reading current WTS", "A Spring 1 reading current EXS"]
    assert "2025/26 Spring 1" in only(one, "half_term_taken").message


def answered(text: str | dict[str, str], *answers: str) -> list[str]:
    learned = Learned()
    for one in answers:
        which, tidied, kept = understand_answer(*one.rsplit("=", 1))
        (learned.marks if which == "marks" else learned.headings)[tidied] = kept
    one = reading(text, replace(TWO, learned={910001: learned}))
    assert stops(one) == []
    return marks(one)


def test_a_word_explained_once_is_understood_in_every_heading() -> None:
    text = "UPN | Year | Reading AP1 | Maths AP1 | Maths Spr 1\n<A> | 6 | WTS | EXS | EXS"
    expected = ["A Autumn 1 reading current WTS", "A Autumn 1 maths current EXS"]
    assert answered(text, "ap 1=autumn-1")[:2] == expected


def test_a_word_of_a_rows_subject_can_be_explained() -> None:
    text = "UPN | Year | Subject | Grade\n<A> | 6 | Reeding | WTS\n<A> | 6 | Maths | EXS"
    expected = ["A Spring 1 reading current WTS", "A Spring 1 maths current EXS"]
    assert answered(text, "Reeding=reading") == expected


def test_a_word_may_mean_nothing() -> None:
    text = "UPN | Year | Reading ARE\n<A> | 6 | WTS\n<B> | 6 | EXS"
    assert answered(text, "ARE=nothing")[0] == "A Spring 1 reading current WTS"


def test_an_answer_about_one_subject_is_not_believed_of_another() -> None:
    sheets = {
        "English": "UPN | Year | Current\n<A> | 6 | WTS",
        "Maths": "UPN | Year | Current\n<A> | 6 | EXS",
    }
    expected = ["A Spring 1 writing current WTS", "A Spring 1 maths current EXS"]
    assert answered(sheets, "Current=writing.current") == expected


def test_a_number_alone_is_never_explained() -> None:
    text = "UPN | Year | Reading Aut 1 | Reading Spr 1\n<A> | 6 | WTS | EXS"
    expected = ["A Autumn 1 reading current WTS", "A Spring 1 reading current EXS"]
    assert answered(text, "1=summer-2") == expected

"""What a mark means: read, asked about, or no mark."""

from __future__ import annotations

import pytest

from etl.errors import UsageError
from etl.reading.answers import HeadingAnswer, heading_answer, understand_answer
from etl.reading.marks import (
    _SPELLINGS,
    AMBIGUOUS,
    AMBIGUOUS_PATTERNS,
    Reading,
    is_marklike,
    is_plain_mark,
    nearest,
    read_mark,
    shown,
    tidy_mark,
)
from etl.vocabulary import Judgement, Kind, Subject

READ = {
    Reading.PKS: "PKS|pks|PK1|PK3|PK6|PKF|PKE|PKG|BLW|P4|P8|P1i|SB|Well below|Pre-key stage",
    Reading.WTS: "WTS|WT|W/T|Towards|Below|WTS+|WTS-|JB|BARE|ARE-|HNM|NS|Working towards|Just below|Emerging",
    Reading.EXS: "EXS| exs |EXP|WA|WAS|At|ARE|Expected|Exp|Met|OT|Securely At|Just At|On track|EXS\u00a0",
    Reading.GDS: "GDS|GD|Exceeding|Exc|Above|Abv|Mastery|Higher|HS|High|Greater  depth|Significantly Above",
    Reading.ABSENT: "Abs|Absent|ABSENT",
    Reading.DISAPPLIED: "Disapplied",
    Reading.LEFT: "Left|Leaver|L|Off roll",
    Reading.NO_MARK: "|-|n/a|N/A|NA|NYA|New|NJ|\u2013|Not assessed",
}
ASKED = (
    "A|B|D|E|N|S|W|T|w|EX|EM|AB|Secure|Developing|Just Above|ARE+|2b|2B|3w+|w+|b|s+|3E|4D|1|2|3|EXS+"
    "|Y4 Developing|Y6 Emerging|Band 3 w+|3 w|3BXS"
)


@pytest.mark.parametrize(("reading", "spellings"), READ.items())
def test_unambiguous_spellings_are_read(reading: Reading, spellings: str) -> None:
    read = {spelling: read_mark(spelling, 6, {}).reading for spelling in spellings.split("|")}
    assert read == dict.fromkeys(read, reading)


@pytest.mark.parametrize("mark", ASKED.split("|"))
def test_a_code_with_two_meanings_is_asked_about(mark: str) -> None:
    answer = read_mark(mark, 6, {})
    assert (answer.reading, bool(answer.why)) == (Reading.ASK, True)


@pytest.mark.parametrize("mark", ["Exppected", "101", "7", "EXS?", "good", "0", "yes"])
def test_what_no_table_knows_is_unknown(mark: str) -> None:
    assert read_mark(mark, 6, {}).reading is Reading.UNKNOWN


@pytest.mark.parametrize(
    ("mark", "year_group", "reading"),
    [
        ("3EXS", 3, Reading.EXS),
        ("3 gds", 3, Reading.GDS),
        ("Y3 WTS", 3, Reading.WTS),
        ("EXS3", 3, Reading.EXS),
        ("3EXS", 4, Reading.ASK),
        ("3EXS", None, Reading.ASK),
    ],
)
def test_a_judgement_with_a_year_counts_beside_that_year_alone(
    mark: str, year_group: int | None, reading: Reading
) -> None:
    assert read_mark(mark, year_group, {}).reading is reading


def test_what_a_school_said_once_wins_but_never_over_a_judgements_own_code() -> None:
    learned = {"w+": "EXS", "n": "EXS", "at": "WTS", "exs": "GDS", "z": "blank", "q": "nonsense"}
    read = {mark: read_mark(mark, 6, learned) for mark in ("W+", "N", "At", "EXS", "z", "q")}
    assert [(mark, one.reading.value, one.learned) for mark, one in read.items()] == [
        ("W+", "EXS", True),
        ("N", "EXS", True),
        ("At", "WTS", True),
        ("EXS", "EXS", False),
        ("z", "blank", True),
        ("q", "unknown", False),
    ]


def test_the_likeliest_cure_is_offered() -> None:
    assert "EXS" in nearest("Exppected")
    assert "GDS" in nearest("Greater deph")
    assert "WTS" in nearest("wokring towards")
    assert nearest("qqqq") == "Type PKS, WTS, EXS or GDS, or leave the cell blank."


def test_a_long_text_is_never_repeated() -> None:
    assert shown("EXS?") == "“EXS?”"
    assert shown("has been away since May") == "A text of 23 characters"


def test_no_spelling_has_two_readings() -> None:
    listed = [spelling for spellings in _SPELLINGS.values() for spelling in spellings.split("|")]
    assert len(listed) == len(set(listed))
    assert not set(listed) & set(AMBIGUOUS)
    assert all(tidy_mark(spelling) == spelling for spelling in [*listed, *AMBIGUOUS])


def test_no_pattern_of_doubtful_marks_swallows_a_plain_one() -> None:
    listed = [spelling for spellings in _SPELLINGS.values() for spelling in spellings.split("|")]
    caught = {one for one in listed for pattern in AMBIGUOUS_PATTERNS if pattern.expression.match(one)}
    # P4 is a P scale; nothing else that is read may look like a step or a level.
    assert not caught


def test_marks_are_told_from_other_texts() -> None:
    assert [is_marklike(text) for text in ("EXS", "3w+", "2b", "6", "Ash", "", "-")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        False,
    ]
    assert [is_plain_mark(text) for text in ("exs", "3w+", "absent")] == [True, False, False]


@pytest.mark.parametrize(
    ("spelling", "meaning", "answer"),
    [
        ("W+", "EXS", ("marks", "w+", "EXS")),
        ("N ", "gds", ("marks", "n", "GDS")),
        ("x", "Blank", ("marks", "x", "blank")),
        ("AP1 Reading", "reading.current.autumn-1", ("headings", "ap1 reading", "reading.current.autumn-1")),
        ("Set", "unused", ("headings", "set", "unused")),
        ("Base", "class", ("headings", "base", "class")),
    ],
)
def test_answers_are_understood(spelling: str, meaning: str, answer: tuple[str, str, str]) -> None:
    assert understand_answer(spelling, meaning) == answer


@pytest.mark.parametrize(("spelling", "meaning"), [("w+", "good"), ("", "EXS"), ("x", "reading.maybe")])
def test_other_answers_are_refused(spelling: str, meaning: str) -> None:
    with pytest.raises(UsageError):
        understand_answer(spelling, meaning)


def test_heading_answers() -> None:
    assert heading_answer("maths.predicted") == HeadingAnswer(subject=Subject.MATHS, kind=Kind.PREDICTED)
    assert heading_answer("reading.score") == HeadingAnswer(
        subject=Subject.READING, kind=Kind.CURRENT, score=True
    )
    assert heading_answer("history.current") is None


def test_every_judgement_has_its_reading() -> None:
    assert [Reading(judgement.value).judgement for judgement in Judgement] == list(Judgement)


@pytest.mark.parametrize(
    ("mark", "read_as"),
    [
        ("Expected (EXS)", "EXS"),
        ("WTS – Working towards", "WTS"),
        ("Greater Depth [GDS]", "GDS"),
        ("Y4 Expected", "EXS"),
        ("Year 4 Working Towards", "WTS"),
        ("Year 3 Expected", "ask"),
        ("Y4 Emerging", "ask"),
        ("EXS (GDS)", "unknown"),
        ("WTS / EXS", "unknown"),
        ("EXS (4)", "unknown"),
        ("A+", "ask"),
        ("B-", "PKS"),
        ("TBC", "blank"),
    ],
)
def test_two_spellings_of_one_judgement_and_judgements_of_a_year(mark: str, read_as: str) -> None:
    assert read_mark(mark, 4, {}).reading.value == read_as

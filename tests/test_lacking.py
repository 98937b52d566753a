"""Who lacks a judgement: counted by class and subject, and by name for those who may."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_trust import AUTUMN_1, ELM_GROVE, OAKFIELD, Trust

from dashboard.access import AccessDenied, Scope, as_audience, scope_for
from dashboard.queries.lacking import lacking, pupils_lacking
from dashboard.sections.lacking import lacking_table, names_table, summary
from etl.publish.current import Published, published
from etl.roles import Role
from etl.vocabulary import Kind, Subject

CEO = scope_for(Role.CEO)
HEAD = scope_for(Role.HEAD, [OAKFIELD])
HEADINGS = "UPN,Surname,Forename,Year,Class,Reading Predicted,Writing Predicted,Maths Predicted"
PREDICTED = Kind.PREDICTED


@pytest.fixture
def figures(tmp_path: Path) -> Published:
    """In 6A pupil 2 has no mark in writing; in 6B 4 is absent in reading and 5 has no mark at all."""
    trust = Trust(tmp_path)
    trust.accepted(
        OAKFIELD,
        AUTUMN_1,
        HEADINGS,
        "{1},Quill1,Pat,6,6A,EXS,EXS,EXS",
        "{2},Quill2,Pat,6,6A,EXS,,WTS",
        "{3},Quill3,Pat,6,6B,EXS,WTS,WTS",
        "{4},Quill4,Pat,6,6B,Abs,WTS,WTS",
        "{5},Quill5,Pat,6,6B,,,",
        "{6},Quill6,Pat,5,5A,EXS,EXS,EXS",
    )
    return published(trust.folder)


def test_counts_by_class_and_subject(figures: Published) -> None:
    held = lacking(figures, HEAD, OAKFIELD, AUTUMN_1, PREDICTED, 6)
    assert [(one.class_name, one.on_roll) for one in held] == [("6A", 2), ("6B", 3)]
    assert [one.lacking for one in held] == [
        {Subject.READING: 0, Subject.WRITING: 1, Subject.MATHS: 0},
        {Subject.READING: 2, Subject.WRITING: 1, Subject.MATHS: 1},
    ]
    assert summary(held) == "Of 5 on roll, without one: 2 in reading, 2 in writing and 1 in maths."
    rows = lacking_table("Without", held, lambda class_name, subject: f"{class_name} {subject}").rows
    assert [row[:2] for row in rows] == [("6A", 2), ("6B", 3)]
    assert [one.number for row in rows for one in row[2:]] == [0, 1, 0, 2, 1, 1]
    assert rows[1][2].href == "6B reading"


def test_names_with_what_the_return_says_in_place_of_a_judgement(figures: Published) -> None:
    lines = pupils_lacking(figures, HEAD, OAKFIELD, AUTUMN_1, PREDICTED, 6, Subject.READING)
    names = {line.upn: line.name for line in lines}
    assert names_table("Names", lines, Subject.READING, PREDICTED, names).rows == (
        ("Quill4, Pat", "6B", "Abs"),
        ("Quill5, Pat", "6B", "nothing"),
    )
    assert pupils_lacking(figures, HEAD, OAKFIELD, AUTUMN_1, PREDICTED, 6, Subject.READING, "6A") == []


def test_everyone_has_one(figures: Published) -> None:
    held = lacking(figures, CEO, OAKFIELD, AUTUMN_1, PREDICTED, 5)
    assert summary(held) == "Everyone on roll has one in reading, writing and maths: 1 pupil."


def test_nobody_has_one(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    lines = ["{1},Quill1,Pat,6,6A,,,", "{2},Quill2,Pat,5,5A,EXS,EXS,EXS"]
    trust.accepted(OAKFIELD, AUTUMN_1, HEADINGS, *lines)
    held = lacking(published(trust.folder), CEO, OAKFIELD, AUTUMN_1, PREDICTED, 6)
    assert summary(held) == "Nobody has one yet: 1 pupil on roll."


def test_a_school_without_a_return_has_no_classes(figures: Published) -> None:
    assert lacking(figures, CEO, ELM_GROVE, AUTUMN_1, PREDICTED, 6) == []


@pytest.mark.parametrize(
    "scope",
    [scope_for(Role.BOARD), scope_for(Role.HEAD, [ELM_GROVE]), as_audience(CEO, "board")],
    ids=["board", "other head", "CEO as board"],
)
def test_it_is_not_for_those_outside_the_school(scope: Scope, figures: Published) -> None:
    with pytest.raises(AccessDenied):
        lacking(figures, scope, OAKFIELD, AUTUMN_1, PREDICTED, 6)
    with pytest.raises(AccessDenied):
        pupils_lacking(figures, scope, OAKFIELD, AUTUMN_1, PREDICTED, 6, Subject.READING)

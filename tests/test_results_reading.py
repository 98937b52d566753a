"""Reading files of results: whatever shape they come in, and every fault at its cell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.results.assessments import SCORES, Assessment
from etl.results.codes import codes_of, subjects_of
from etl.results.headings import assessments_named, heading_of
from etl.results.marks import Given, read_result
from etl.returns.outcome import Status
from tests.builders_results import ELM_GROVE, OAKFIELD, Trust
from tests.builders_returns import upn


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    return Trust(tmp_path)


def found(trust: Trust, *lines: str, **more: Any) -> list[tuple[str, str | None]]:
    """The problems of a check, but for notes, as (code, cell)."""
    problems = [one for outcome in trust.load(*lines, check=True, **more) for one in outcome.problems]
    return [(one.code, one.cell) for one in problems if one.severity.value != "info"]


# Which assessment, which year, which school


@pytest.mark.parametrize(
    ("headings", "marks", "name", "assessment"),
    [
        ("Reading Scaled Score,Writing TA", "104,EXS", "results.csv", "ks2"),
        ("READOUTCOME,READSCORE", "AS,104", "x.csv", "ks2"),
        ("Reading,Writing,Maths", "104,EXS,101", "KS2 SATs.csv", "ks2"),
        ("SPaG SS", "104", "x.csv", "ks2"),
        ("FormMark,ReasonNotTakingCheck", "25,", "x.csv", "mtc"),
        ("Score", "25", "MTC results.csv", "mtc"),
        ("Times Tables Check", "25", "x.csv", "mtc"),
        ("PHONICS_PHONICS_MARK,PHONICS_PHONICS_OUTCOME", "32,Wa", "x.csv", "phonics"),
        ("Mark,Outcome", "32,Wa", "phonics_pupil.csv", "phonics"),
        ("PSC Score", "32", "x.csv", "phonics"),
        ("GLD", "Yes", "x.csv", "eyfsp"),
        ("Word Reading,Self-regulation", "2,2", "x.csv", "eyfsp"),
        ("READ_OUTCOME,WRIT_OUTCOME,MATH_OUTCOME", "EXS,EXS,GDS", "x.csv", "ks1"),
        ("Reading,Writing", "EXS,WTS", "ks1_pupil.csv", "ks1"),
    ],
)
def test_the_assessment_is_told_by_headings_titles_or_the_files_name(
    trust: Trust, headings: str, marks: str, name: str, assessment: str
) -> None:
    [outcome] = trust.load(f"UPN,{headings}", f"{{1}},{marks}", name=name, check=True)
    assert outcome.assessment == assessment
    assert outcome.status is Status.ACCEPTED, outcome.problems


def test_a_title_above_the_table_tells(trust: Trust) -> None:
    lines = ("Phonics screening check 2024/25", "", "UPN,Mark", "{1},32")
    [outcome] = trust.load(*lines, starts=None, check=True)
    assert (outcome.assessment, outcome.academic_year) == ("phonics", "2024/25")


def test_what_nothing_tells_is_asked_about(trust: Trust) -> None:
    [outcome] = trust.load("UPN,Reading,Writing", "{1},EXS,WTS", check=True)
    [stop] = [one for one in outcome.problems if one.severity.value == "stop"]
    assert (stop.code, stop.cell) == ("assessment_not_said", "A1")
    assert "--assessment" in stop.suggestion
    [outcome] = trust.load("UPN,Reading,Writing", "{1},EXS,WTS", assessment="ks1", check=True)
    assert outcome.status is Status.ACCEPTED


def test_two_assessments_in_one_table_are_asked_about(trust: Trust) -> None:
    lines = ("UPN,Phonics Mark,GLD", "{1},32,Yes")
    assert found(trust, *lines) == [("assessment_not_said", "A1")]
    assert found(trust, *lines, assessment="phonics") == []
    assert found(trust, *lines, name="Phonics.csv") == []


@pytest.mark.parametrize(
    ("name", "column", "year"),
    [
        ("ks2_pupil_2025_Final.csv", "", "2024/25"),  # results are called by their summer
        ("KS2 2024-25.csv", "", "2024/25"),
        ("results.csv", "2023/2024", "2023/24"),
        ("results.csv", "202425", "2024/25"),
        ("results.csv", "2025", "2024/25"),
    ],
)
def test_the_year_is_told_by_a_column_or_the_files_name(
    trust: Trust, name: str, column: str, year: str
) -> None:
    [outcome] = trust.load("ACADYR,UPN,Reading SS", f"{column},{{1}},104", starts=None, name=name, check=True)
    assert (outcome.status, outcome.academic_year) == (Status.ACCEPTED, year)


def test_a_year_that_nothing_says_is_asked_for(trust: Trust) -> None:
    [outcome] = trust.load("UPN,Reading SS", "{1},104", starts=None, check=True)
    [stop] = [one for one in outcome.problems if one.severity.value == "stop"]
    assert stop.code == "academic_year_not_said"
    assert "--academic-year" in stop.suggestion


def test_a_year_that_the_file_denies_is_stopped(trust: Trust) -> None:
    assert found(trust, "UPN,Reading SS", "{1},104", name="KS2 2023-24.csv") == [
        ("academic_year_at_odds", None)
    ]
    assert found(trust, "ACADYR,UPN,Reading SS", "2023/24,{1},104") == [("academic_year_at_odds", "A2")]
    # A single calendar year may mean either half of what was said.
    assert found(trust, "UPN,Reading SS", "{1},104", name="KS2 2025.csv") == []


@pytest.mark.parametrize(
    ("assessment", "starts"), [("ks2", 2019), ("ks2", 2020), ("ks2", 2014), ("eyfsp", 2018)]
)
def test_years_without_the_assessment_are_refused(trust: Trust, assessment: str, starts: int) -> None:
    heading, mark = {"ks2": ("Reading SS", "104"), "eyfsp": ("GLD", "Y")}[assessment]
    assert found(trust, f"UPN,{heading}", f"{{1}},{mark}", starts=starts) == [("assessment_not_held", None)]


def test_years_and_schools_in_one_file_are_taken_apart(trust: Trust) -> None:
    outcomes = trust.load(
        "ACADYR,URN,UPN,Reading SS",
        f"2023/24,{OAKFIELD},{{1}},104",
        f"2024/25,{OAKFIELD},{{2}},99",
        f"2024/25,{ELM_GROVE},{{3}},110",
        "2024/25,999999,{4},110",
        starts=None,
        urn=None,
    )
    told = [(one.school_urn, one.academic_year, one.status.value, one.results) for one in outcomes]
    assert told == [
        (OAKFIELD, "2023/24", "accepted", 1),
        (OAKFIELD, "2024/25", "accepted", 1),
        (ELM_GROVE, "2024/25", "accepted", 1),
        (None, "2024/25", "rejected", 0),
    ]
    assert [one.cell for one in outcomes[3].problems if one.severity.value == "stop"] == ["B5"]


# Faults


KS2 = "UPN,Surname,Forename,Reading Outcome,Reading SS,Writing TA"


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        ("{1},A,B,AS,104,EXS", []),
        ("{1},A,B,AS,99,EXS", [("result_at_odds", "E2")]),
        ("{1},A,B,NS,100,EXS", [("result_at_odds", "E2")]),
        ("{1},A,B,B,104,EXS", [("result_at_odds", "E2")]),
        ("{1},A,B,B,0,EXS", []),  # how some files fill the score of who has none
        ("{1},A,B,AS,121,EXS", [("impossible_score", "E2")]),
        ("{1},A,B,AS,104.5,EXS", [("impossible_score", "E2")]),
        ("{1},A,B,AS,104,EXCS", [("unknown_code", "F2")]),
        ("{1},A,B,AS,104,BLW", [("code_of_another_year", "F2")]),
        ("{1},A,B,AS,A,EXS", [("two_marks", "D2"), ("two_marks", "E2")]),
        ("{1},A,B,AS,#N/A,EXS", [("error_value", "E2")]),
        (",A,B,AS,104,EXS", [("missing_upn", "A2")]),
        ("{1}X,A,B,AS,104,EXS", [("malformed_upn", "A2")]),
        ("{1},A,B,AS,104,", [("result_missing", "F2")]),
    ],
)
def test_each_fault_at_its_cell(trust: Trust, row: str, problems: list[tuple[str, str]]) -> None:
    assert found(trust, KS2, row) == problems


def test_all_faults_are_told_at_once_and_good_rows_can_go_in(trust: Trust) -> None:
    lines = (KS2, "{1},A,B,AS,104,EXS", "{2},C,D,XX,104,EXS", ",E,F,AS,104,EXS", "{4},G,H,AS,104,ZZZ")
    [refused] = trust.load(*lines)
    assert refused.status is Status.REJECTED
    assert {one.cell for one in refused.problems} == {"D3", "A4", "F5"}
    [accepted] = trust.load(*lines, accept_good_rows=True)
    assert (accepted.status, accepted.pupils, accepted.held_rows) == (Status.ACCEPTED, 1, 3)
    assert trust.ask("SELECT DISTINCT upn FROM result") == [(upn(1),)]


def test_one_upn_with_two_results_stops_at_both_rows(trust: Trust) -> None:
    lines = (KS2, "{1},A,B,AS,104,EXS", "{1},A,B,AS,105,EXS")
    assert found(trust, *lines) == [("duplicate_pupil", "A2"), ("duplicate_pupil", "A3")]
    assert found(trust, KS2, "{1},A,B,AS,104,EXS", "{1},A,B,AS,104,EXS") == []


def test_gld_and_goals_that_contradict_each_other(trust: Trust) -> None:
    heads = ",".join(f"E{number:02d}" for number in range(1, 13))
    row = ",".join("2" * 12)
    assert found(trust, f"UPN,{heads},GLD", f"{{1}},{row},No") == [("result_at_odds", "N2")]
    assert found(trust, f"UPN,{heads},GLD", f"{{1}},{row},Yes") == []


def test_ones_in_a_list_of_gld_are_yes_only_beside_noughts(trust: Trust) -> None:
    assert found(trust, "UPN,GLD", "{1},1", "{2},0") == []
    assert found(trust, "UPN,GLD", "{1},1", "{2},2") == [("unknown_code", "B2"), ("unknown_code", "B3")]


def test_results_that_other_year_groups_carry_along_are_left_out(trust: Trust) -> None:
    lines = ("UPN,Year,Phonics Mark", "{1},1,32", "{2},2,30", "{3},4,35", "{4},5,36")
    assert found(trust, *lines) == [("other_year_groups", None), ("other_year_groups", None)]
    outcome = trust.accepted(*lines)
    assert outcome.pupils == 2


def test_a_threshold_that_is_not_confirmed_is_said(trust: Trust) -> None:
    assert found(trust, "UPN,Phonics Mark", "{1},32", starts=2029) == [("threshold_not_confirmed", "B2")]
    assert found(trust, "UPN,Phonics Mark,Outcome", "{1},32,Wa", starts=2029) == []


def test_the_departments_word_that_differs_is_checked(trust: Trust) -> None:
    assert found(trust, "UPN,READOUTCOME,READSCORE,READEXP", "{1},AS,104,0") == [("standard_at_odds", "B2")]


def test_totals_and_notes_at_the_foot_are_no_pupils(trust: Trust) -> None:
    outcome = trust.accepted(
        "UPN,Surname,Reading SS", "{1},A,104", ",,", "Average,,104", "Key: A is absent,,"
    )
    assert outcome.pupils == 1


def test_no_message_repeats_who_a_pupil_is(trust: Trust) -> None:
    name = "Liam"
    lines = (
        "UPN,Surname,Forename,DOB,Reading Outcome,Reading SS,Writing TA",
        f"{{1}},Quillfeather,{name},2014-05-17,{name},104,EXS",
        "{2},Quillfeather,Ann,2014-05-17,AS,Quillfeather,{2}",
        "{2},Other,Else,2014-06-18,AS,101,EXS",
        "{3}X,Quillfeather,Ann,2014-05-17,AS,104,2014-05-17",
    )
    outcomes = trust.load(*lines, check=True)
    said = json.dumps([one.as_json() for one in outcomes])
    assert said.count('"stop"') >= 5
    for secret in (name, "Quillfeather", upn(1), upn(2), upn(3), "2014-05-17", "17/05/2014"):
        assert secret not in said


def test_two_rows_that_contradict_one_another_stop(trust: Trust) -> None:
    lines = ("UPN,Reading SS,Reading Outcome,Writing TA", "{1},95,,EXS", "{1},,AS,EXS")
    assert found(trust, *lines) == [("duplicate_pupil", "A2"), ("duplicate_pupil", "A3")]
    assert found(trust, lines[0], "{1},104,,EXS", "{1},,AS,EXS") == []


def test_a_name_in_the_wrong_column_is_not_repeated(trust: Trust) -> None:
    [outcome] = trust.load("UPN,Surname,Forename,MTC score", "{1},Jones,,Amy", check=True)
    said = json.dumps(outcome.as_json())
    assert "unknown_code" in said
    assert "Amy" not in said


def test_whoever_may_load_some_schools_is_told_nothing_of_others(trust: Trust) -> None:
    trust.accepted("UPN,Reading SS", "{1},104", urn=ELM_GROVE, assessment="ks2")
    guess = f"URN,UPN,Reading SS\n{ELM_GROVE},{upn(1)},104".split("\n")
    [outcome] = trust.load(*guess, urn=None, assessment="ks2", check=True, permitted=frozenset({OAKFIELD}))
    assert [one.code for one in outcome.problems] == ["school_not_yours"]
    assert (outcome.status, outcome.effect) == (Status.REJECTED, ())
    both = [*guess, f"{OAKFIELD},{upn(2)},104"]
    [own] = trust.load(*both, urn=OAKFIELD, assessment="ks2", check=True, permitted=frozenset({OAKFIELD}))
    assert (own.school_urn, own.pupils, own.status) == (OAKFIELD, 1, Status.ACCEPTED)
    assert [one.code for one in own.problems] == ["other_schools_left_out"]


# Common Transfer Files


CTF = """<?xml version="1.0" encoding="UTF-8"?>
<CTfile><Header><SourceSchool><LEA>999</LEA><Estab>2001</Estab><URN>910001</URN>
<AcademicYear>2024</AcademicYear></SourceSchool></Header><CTFpupilData>{pupils}</CTFpupilData></CTfile>
"""
ONE = """<Pupil><UPN>{upn}</UPN><Surname>A</Surname><Forename>B</Forename><StageAssessments><KeyStage>
<Stage>KS2</Stage>{results}</KeyStage></StageAssessments></Pupil>"""
RESULT = """<StageAssessment><Locale>ENG</Locale><Year>2025</Year><Subject>{subject}</Subject>
<Method>{method}</Method><Component>{component}</Component><ResultStatus>R</ResultStatus>
<ResultQualifier>{qualifier}</ResultQualifier><Result>{result}</Result></StageAssessment>"""


def mtc(result: str) -> str:
    return RESULT.format(subject="MAT", method="TT", component="MTC", qualifier="MT", result=result)


def transfer_file(trust: Trust, *pupils: tuple[int, str]) -> list[Any]:
    text = CTF.format(pupils="".join(ONE.format(upn=upn(number), results=said) for number, said in pupils))
    return trust.load(text.replace("{", "{{").replace("}", "}}"), starts=None, urn=None, name="9992001.xml")


def test_a_transfer_file_names_the_year_that_begins_in_its_head_and_the_one_that_ends_below(
    trust: Trust,
) -> None:
    other = RESULT.format(subject="ENG", method="TA", component="WRI", qualifier="", result="EXS")
    [outcome] = transfer_file(trust, (1, mtc("25")), (2, mtc("17")), (3, mtc("A")), (4, mtc("L") + other))
    assert (outcome.status, outcome.assessment, outcome.academic_year) == (Status.ACCEPTED, "mtc", "2024/25")
    assert trust.figures() == {"mtc_full_marks": (1, 3)}
    assert [one.code for one in outcome.problems] == ["ctf_parts_not_read"]  # said, and not guessed at
    assert "WRI" in outcome.problems[0].message


def test_a_fault_in_a_transfer_file_is_told_by_the_number_of_its_pupil(trust: Trust) -> None:
    [outcome] = transfer_file(trust, (1, mtc("25")), (2, mtc("26")))
    [stop] = outcome.problems
    assert (stop.code, stop.sheet, stop.cell) == ("impossible_score", None, None)
    assert stop.message.startswith("Pupil 2 of the file")


def test_a_target_in_a_transfer_file_is_no_result_and_an_odd_year_is_none(trust: Trust) -> None:
    aimed = mtc("25").replace("<ResultStatus>R<", "<ResultStatus>T<")
    [outcome] = transfer_file(trust, (1, mtc("20")), (2, aimed))
    assert outcome.results == 1
    odd = mtc("20").replace("2025", "²²²²")
    assert all(one.status is not None for one in transfer_file(trust, (1, odd)))


@pytest.mark.parametrize("text", ["<CTfile><Header>", '<!DOCTYPE x [<!ENTITY a "b">]><CTfile/>'])
def test_an_unsound_transfer_file_is_unreadable(trust: Trust, text: str) -> None:
    path = trust.root / "x.xml"
    path.write_text(text, encoding="utf-8")
    [outcome] = trust.load(text, name="x.xml")
    assert outcome.unreadable
    assert outcome.status is Status.REJECTED


# Properties


@given(text=st.text(max_size=12), which=st.sampled_from([(a, s) for a in Assessment for s in subjects_of(a)]))
def test_a_cell_gives_a_code_of_its_subject_a_possible_score_or_a_problem(
    text: str, which: tuple[Assessment, str]
) -> None:
    result = read_result(*which, 2024, [Given(text.strip(), "Sheet1", "B2", 2)], frozenset())
    if result.problems:
        assert {one.cell for one in result.problems} == {"B2"}
        return
    assert result.outcome is None or result.outcome.upper() in codes_of(*which)
    if result.score is not None:
        assert SCORES[which].lowest <= result.score <= SCORES[which].highest


@pytest.mark.parametrize(
    ("heading", "assessment", "subject", "part"),
    [
        ("WRITTADEPTH", "ks2", "writing", "higher"),
        ("Maths / Scaled Score", "ks2", "maths", "result"),
        ("ELIGGPS", "ks2", "gps", "eligible"),
        ("FSP_LIT_E09", "eyfsp", "E09", "result"),
        ("Listening, Attention & Understanding", "eyfsp", None, None),  # not as the goal is called
        ("READSCORE_noSpeccon", "ks2", None, None),
        ("READPROGSCORE", "ks2", None, None),
    ],
)
def test_headings(heading: str, assessment: str, subject: str | None, part: str | None) -> None:
    meaning = heading_of(heading, Assessment(assessment))
    assert (meaning and meaning.subject, meaning and meaning.part) == (subject, part)


def test_names_of_files() -> None:
    assert assessments_named("910001_ks2_pupil_2025_Revised") == {Assessment.KS2}
    assert assessments_named("Year 4 times tables") == {Assessment.MTC}
    assert assessments_named("Oakfield tracker") == set()

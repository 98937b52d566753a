"""Figures of statutory results: tables that a teacher could check by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_result_counts import percentages

from dashboard.store import fetch_rows
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import bring_up_to_date
from tests.builders_results import ELM_GROVE, OAKFIELD, Trust
from tests.builders_returns import accept, pupil


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    return Trust(tmp_path)


KS2 = "UPN,Surname,Reading SS,Maths SS,GPS SS,Writing TA,Science TA"


def test_key_stage_2(trust: Trust) -> None:
    trust.accepted(
        KS2,
        "{1},A,100,100,100,EXS,EXS",  # meets everything, just
        "{2},B,110,110,110,GDS,EXS",  # and the higher standard
        "{3},C,99,120,109,EXS,HNM",  # one mark short in reading
        "{4},D,115,112,101,EXS,EXS",  # higher in both tests, not in writing
        "{5},E,A,A,A,A,A",  # absent: counts, meets nothing
        "{6},F,B,B,B,PK4,HNM",  # below the tests
        "{7},G,N,85,88,WTS,HNM",  # no scaled score in reading: counts, not in the average
        "{8},H,L,L,L,L,L",  # left: in no figure
    )
    assert trust.figures() == {
        "ks2_reading_expected": (3, 7),
        "ks2_reading_higher": (2, 7),
        "ks2_maths_expected": (4, 7),
        "ks2_maths_higher": (3, 7),
        "ks2_gps_expected": (4, 7),
        "ks2_gps_higher": (1, 7),
        "ks2_writing_expected": (4, 7),
        "ks2_writing_higher": (1, 7),
        "ks2_science_expected": (3, 7),
        "ks2_rwm_expected": (3, 7),
        "ks2_rwm_higher": (1, 7),
    }
    assert trust.averages() == {
        "ks2_reading_average": (100 + 110 + 99 + 115, 4),
        "ks2_maths_average": (100 + 110 + 120 + 112 + 85, 5),
        "ks2_gps_average": (100 + 110 + 109 + 101 + 88, 5),
    }
    assert trust.ask(
        "SELECT assessed FROM result_count WHERE pupil_group = 'all' AND measure = 'ks2_reading_expected'"
    ) == [(5,)]


def test_rwm_needs_all_three_and_leaves_out_whom_one_leaves_out(trust: Trust) -> None:
    trust.accepted(
        KS2,
        "{1},A,100,100,,EXS,",
        "{2},B,100,100,,,",  # no mark in writing: counts, does not meet
        "{3},C,100,100,,F,",  # will complete the key stage later: in reading and maths alone
        "{4},D,100,L,,EXS,",
    )
    figures = trust.figures()
    assert figures["ks2_rwm_expected"] == (1, 2)
    assert figures["ks2_reading_expected"] == (4, 4)
    assert figures["ks2_writing_expected"] == (2, 2)


def test_tests_alone_give_no_rwm(trust: Trust) -> None:
    trust.accepted("UPN,Reading SS,Maths SS", "{1},104,104", "{2},99,101")
    assert "ks2_rwm_expected" not in trust.figures()
    assert trust.figures()["ks2_reading_expected"] == (1, 2)


def test_outcomes_without_scores_say_nothing_of_the_higher_standard(trust: Trust) -> None:
    trust.accepted("UPN,KS2 Reading outcome,KS2 Maths SS", "{1},AS,112", "{2},NS,99", "{3},AS,105")
    figures = trust.figures()
    assert figures["ks2_reading_expected"] == (2, 3)
    assert "ks2_reading_higher" not in figures  # no figure, rather than one that is too low
    assert figures["ks2_maths_higher"] == (1, 3)


def test_the_departments_own_word_settles_what_codes_leave_open(trust: Trust) -> None:
    trust.accepted(
        "UPN,READOUTCOME,READSCORE,READEXP,READHIGH,ELIGREAD",
        "{1},AS,,1,1,1",
        "{2},P,,1,0,1",  # taken last year, and met
        "{3},P,104,1,0,1",
        "{4},NS,99,0,0,0",  # taken out at the checking exercise
    )
    assert trust.figures() == {"ks2_reading_expected": (3, 3), "ks2_reading_higher": (1, 3)}
    assert trust.averages() == {"ks2_reading_average": (104, 1)}


def test_multiplication_tables_check(trust: Trust) -> None:
    trust.accepted(
        "UPN,Form Mark,Reason not taking check",
        "{1},25,",
        "{2},24,",
        "{3},0,",
        *("{4},,A", "{5},,B", "{6},,J", "{7},,U", "{8},,X"),  # did not take it: in the denominator
        *("{9},,L", "{10},,Z"),
    )
    assert trust.figures() == {"mtc_full_marks": (1, 8)}
    assert trust.averages() == {"mtc_mean": (49, 3)}


def test_phonics_in_year_1(trust: Trust) -> None:
    trust.accepted(
        "UPN,Year,Phonics Mark,Phonics Outcome",
        "{1},1,32,Wa",
        "{2},1,31,Wt",
        "{3},1,40,",  # the outcome is worked out
        "{4},1,0,",
        *("{5},1,,A", "{6},1,,D"),
        *("{7},1,,L", "{8},1,,Q"),
    )
    assert trust.figures() == {"phonics_y1_met": (2, 6)}


def test_good_level_of_development(trust: Trust) -> None:
    def goals(*outcomes: str) -> str:
        return ",".join(outcomes)

    heads = ",".join(
        f"FSP_{number:02d}_E{number:02d}".replace(f"_{number:02d}_", "_COM_") for number in range(1, 18)
    )
    trust.accepted(
        f"FSP_UPN,{heads}",
        "{1}," + goals(*"2" * 17),
        "{2}," + goals(*"2" * 12, *"1" * 5),  # the last five goals are not in it
        "{3}," + goals(*"2" * 11, "1", *"2" * 5),  # one goal short
        "{4}," + goals(*"A" * 17),  # could not be assessed: outside
        assessment="eyfsp",
    )
    assert trust.figures() == {"gld": (2, 3)}


def test_good_level_of_development_as_a_list_says_it(trust: Trust) -> None:
    trust.accepted("UPN,GLD", "{1},Yes", "{2},No", "{3},A", "{4},Y")
    assert trust.figures() == {"gld": (2, 3)}


def test_key_stage_1(trust: Trust) -> None:
    trust.accepted(
        "UPN,KS1 Reading,KS1 Writing,KS1 Maths",
        "{1},GDS,EXS,WTS",
        "{2},EXS,WTS,PK3",
        "{3},A,D,EM",
        "{4},L,L,L",
    )
    assert trust.figures() == {
        "ks1_reading_expected": (2, 3),
        "ks1_reading_higher": (1, 3),
        "ks1_writing_expected": (1, 3),
        "ks1_writing_higher": (0, 3),
        "ks1_maths_expected": (0, 3),
        "ks1_maths_higher": (0, 3),
    }


# Phonics by the end of Year 2

CHECK = "UPN,Year,Phonics Mark,Phonics Outcome"
FIRST = (CHECK, "{1},1,35,Wa", "{2},1,33,Wa", "{3},1,20,Wt", "{4},1,10,Wt", "{5},1,,A", "{6},1,,L")
SECOND = (CHECK, "{3},2,34,Wa", "{4},2,12,Wt", "{5},2,33,Wa", "{7},2,32,Wa")


def test_phonics_by_year_2_takes_both_years_together(trust: Trust) -> None:
    trust.accepted(*FIRST, starts=2023)
    trust.accepted(*SECOND, starts=2024)
    # 1, 2 in Year 1; 3, 5 and the newcomer 7 in Year 2; 4 in neither; 6 left.
    assert trust.figures("academic_year = '2024/25'") == {"phonics_y2_met": (5, 6)}


@pytest.mark.parametrize("only", [FIRST, SECOND])
def test_one_year_alone_is_no_phonics_by_year_2(trust: Trust, only: tuple[str, ...]) -> None:
    trust.accepted(*only, starts=2023 if only is FIRST else 2024)
    assert "phonics_y2_met" not in trust.figures()


def test_phonics_by_year_2_is_of_those_on_roll_then(trust: Trust) -> None:
    trust.accepted(*FIRST, starts=2023)
    trust.accepted(*SECOND, starts=2024)
    # Pupil 2 moved to Elm Grove, whose own Year 1 results are known; pupil 1 has left the trust.
    trust.accepted(CHECK, "{20},1,20,Wt", "{21},1,36,Wa", urn=ELM_GROVE, starts=2023)
    trust.accepted(CHECK, "{20},2,30,Wt", urn=ELM_GROVE, starts=2024)
    summer = HalfTerm(2024, 6)
    accept(trust.folder, trust.record, OAKFIELD, summer, [pupil(one, 2) for one in (3, 4, 5, 7)], [])
    accept(trust.folder, trust.record, ELM_GROVE, summer, [pupil(one, 2) for one in (2, 20, 21)], [])
    found = trust.ask(
        "SELECT school_urn, numerator, denominator FROM result_count "
        "WHERE measure = 'phonics_y2_met' AND pupil_group = 'all' ORDER BY 1"
    )
    assert found == [(OAKFIELD, 3, 4), (ELM_GROVE, 2, 3)]


# Groups, and pupils of two schools


def test_groups_come_from_the_files_flags_else_from_the_roll_of_that_summer(trust: Trust) -> None:
    roll = [pupil(1, 6, fsm=True, sex="F"), pupil(2, 6, fsm=False, sex="M"), pupil(3, 6, sex="M")]
    earlier = [pupil(1, 6, fsm=False), pupil(2, 6, fsm=False), pupil(3, 6, fsm=True)]
    accept(trust.folder, trust.record, OAKFIELD, HalfTerm(2024, 1), earlier, [])
    accept(trust.folder, trust.record, OAKFIELD, HalfTerm(2024, 6), roll, [])
    trust.accepted("UPN,Sex,Reading SS", "{1},M,104", "{2},,90", "{3},,100")
    found = trust.ask(
        "SELECT pupil_group, group_value, numerator, denominator FROM result_count "
        "WHERE measure = 'ks2_reading_expected' AND pupil_group IN ('sex', 'fsm') ORDER BY ALL"
    )
    assert found == [
        ("fsm", "no", 0, 1),
        ("fsm", "unknown", 1, 1),
        ("fsm", "yes", 1, 1),
        ("sex", "M", 2, 3),
    ]


def test_every_group_takes_everybody(trust: Trust) -> None:
    trust.accepted("UPN,FSM,Reading SS", "{1},Y,104", "{2},N,90", "{3},,B")
    totals = trust.ask(
        "SELECT DISTINCT sum(numerator), sum(denominator) FROM result_count "
        "WHERE measure = 'ks2_reading_expected' GROUP BY pupil_group"
    )
    assert totals == [(1, 3)]


def test_a_pupil_in_the_files_of_two_schools_counts_once(trust: Trust) -> None:
    trust.accepted("UPN,Reading SS", "{1},104", "{2},L")
    trust.accepted("UPN,Reading SS", "{1},104", "{2},99", urn=ELM_GROVE)
    assert trust.figures()["ks2_reading_expected"] == (1, 2)
    # Where nothing else tells, the later file; pupil 2 where they did not leave.
    assert trust.ask("SELECT school_urn FROM result ORDER BY upn") == [(ELM_GROVE,), (ELM_GROVE,)]
    roll = [pupil(1, 6)]
    accept(trust.folder, trust.record, OAKFIELD, HalfTerm(2024, 6), roll, [])
    assert sorted(trust.ask("SELECT school_urn FROM result")) == [(OAKFIELD,), (ELM_GROVE,)]


# A second implementation, and the sample


def test_the_sample_counted_a_second_time(sample_folder: DataFolder) -> None:
    published = bring_up_to_date(sample_folder)
    years = {
        (row["academic_year"], row["school_urn"], row["upn"]): row["year_group"]
        for row in fetch_rows(published, "SELECT * FROM result_pupil WHERE assessment = 'phonics'")
    }
    second = percentages(fetch_rows(published, "SELECT * FROM result"), years)
    first = {
        (row["academic_year"], row["school_urn"], row["measure"]): (row["met"], row["pupils"])
        for row in fetch_rows(
            published,
            "SELECT academic_year, school_urn, measure, numerator AS met, denominator AS pupils "
            "FROM result_count WHERE pupil_group = 'all' AND numerator IS NOT NULL "
            "AND measure <> 'phonics_y2_met'",
        )
    }
    assert len(first) > 200
    assert first == second


def test_groups_of_the_sample_add_up_to_all_its_pupils(sample_folder: DataFolder) -> None:
    rows = fetch_rows(
        bring_up_to_date(sample_folder),
        "SELECT academic_year, school_urn, measure, count(DISTINCT (numerator, denominator, scored)) AS ways "
        "FROM (SELECT academic_year, school_urn, measure, pupil_group, sum(numerator) AS numerator, "
        "sum(denominator) AS denominator, sum(scored) AS scored FROM result_count GROUP BY ALL) GROUP BY ALL",
    )
    assert len(rows) > 250
    assert {row["ways"] for row in rows} == {1}

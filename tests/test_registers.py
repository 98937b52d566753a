"""Schools, people, terms and targets from lists: what is taken in, and every fault told with its cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from etl.errors import UnreadableFileError
from etl.half_terms import HalfTerm
from etl.registers.people import read_people
from etl.registers.schools import read_schools
from etl.registers.table import RegisterError
from etl.registers.targets import read_targets
from etl.registers.terms import read_terms
from etl.roles import Role

GIAS_HEADER = (
    "URN,LA (code),EstablishmentNumber,EstablishmentName,EstablishmentStatus (name),"
    "PhaseOfEducation (name),Trusts (name)"
)
GIAS = (
    GIAS_HEADER
    + "\n"
    + "910001,999,2001,Oakfield Primary School,Open,Primary,ELM TRUST\n"
    + "910002,999,12,Saint Zoë’s School,Open,Primary,Elm Trust\n"
    + "910003,999,2003,Ash Primary School,Closed,Primary,Elm Trust\n"
    + '910004,999,2004,Birch Primary School,"Open, but proposed to close",Primary,Another Trust\n'
    + "910005,999,2005,Cedar Primary School,Proposed to open,Primary,Elm Trust\n"
)


def write(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def faults(tmp_path: Path, text: str) -> list[str]:
    """The faults of a people list, without the sentence above them."""
    with pytest.raises(RegisterError) as refused:
        read_people(write(tmp_path, text), {910001, 910002})
    return [line.strip() for line in str(refused.value).splitlines()[1:]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_open_schools_of_a_gias_download_are_read_as_downloaded(tmp_path: Path, encoding: str) -> None:
    schools = read_schools(write(tmp_path, GIAS, encoding))
    assert [(one.urn, one.name, one.laestab) for one in schools] == [
        (910001, "Oakfield Primary School", "9992001"),
        (910002, "Saint Zoë’s School", "9990012"),
        (910004, "Birch Primary School", "9992004"),
    ]


def test_schools_of_a_trust_or_by_number(tmp_path: Path) -> None:
    path = write(tmp_path, GIAS)
    assert [one.urn for one in read_schools(path, trust="Elm  trust")] == [910001, 910002]
    assert [one.urn for one in read_schools(path, urns=(910004,))] == [910004]


@pytest.mark.parametrize("urns", [(910003,), (910001, 999999)])
def test_a_named_school_that_is_closed_or_missing_is_refused(tmp_path: Path, urns: tuple[int, ...]) -> None:
    with pytest.raises(RegisterError, match="no open school"):
        read_schools(write(tmp_path, GIAS), urns=urns)


def test_a_plain_list_of_schools(tmp_path: Path) -> None:
    assert [one.name for one in read_schools(write(tmp_path, "urn,name\n910001,Oakfield\n"))] == ["Oakfield"]


def test_a_school_twice_or_with_a_wrong_number_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(RegisterError) as refused:
        read_schools(write(tmp_path, "urn,name\n910001,Oakfield\n910001,Oak\n91000,Ash\n910004,\n"))
    assert [line.split(":")[0].strip() for line in str(refused.value).splitlines()[1:]] == ["A3", "A4", "B5"]


@pytest.mark.parametrize("text", ["", "school\nOakfield\n", "a,b,c\n1,2,3\n"])
def test_a_list_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises((RegisterError, UnreadableFileError)):
        read_schools(write(tmp_path, text))


def test_a_list_may_be_a_workbook_with_a_title_above(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Our schools"])
    sheet.append(["URN", "Name"])
    sheet.append([910001, "Oakfield"])
    book.save(tmp_path / "schools.xlsx")
    assert [one.urn for one in read_schools(tmp_path / "schools.xlsx")] == [910001]


def test_people_with_their_schools_and_subjects(tmp_path: Path) -> None:
    text = (
        "Email,Name,Role,Schools,Subjects,Active\n"
        "H@Example.org,Hana Head,Headteacher,910001,,\n"
        "l@example.org,Lena Lead,lead teacher,,Reading; writing,\n"
        "c@example.org,Carl Chair,Board,,,no\n"
    )
    head, lead, chair = read_people(write(tmp_path, text), {910001})
    assert (head.email, head.role, head.schools) == ("h@example.org", Role.HEAD, frozenset({910001}))
    assert (lead.role, lead.subjects) == (Role.LEAD_TEACHER, ("reading", "writing"))
    assert (chair.role, chair.active) == (Role.BOARD, False)


def test_every_fault_of_a_people_list_is_told(tmp_path: Path) -> None:
    text = (
        "email,name,role,schools,subjects\n"
        "no-address,A,ceo,,\n"
        "b@example.org,,wizard,910009,\n"
        "c@example.org,C,head,,\n"
        "d@example.org,D,lead_teacher,,latin\n"
        "d@example.org,D,dtl,,\n"
    )
    assert [fault.split(":")[0] for fault in faults(tmp_path, text)] == [
        "A2",
        "C3",
        "D3",
        "B3",
        "D4",
        "E5",
        "A6",
    ]


def test_a_school_that_is_no_number_is_a_fault(tmp_path: Path) -> None:
    text = "email,name,role,schools\na@trust.example,Ann,head,²\n"
    with pytest.raises(RegisterError, match="(?m)^  D2: "):
        read_people(write(tmp_path, text), {910001})


def test_terms_in_either_kind_of_date(tmp_path: Path) -> None:
    text = (
        "academic_year,half_term,starts,ends\n"
        "2026/27,Autumn 1,2026-09-02,2026-10-23\n"
        "2026/27,Autumn 2,02/11/2026,18/12/2026\n"
    )
    assert [one.half_term for one in read_terms(write(tmp_path, text))] == [
        HalfTerm(2026, 1),
        HalfTerm(2026, 2),
    ]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("2026/27,Autumn 3,2026-11-02,2026-12-18", "B3"),
        ("2026/28,Autumn 2,2026-11-02,2026-12-18", "B3"),
        ("2026/27,Autumn 2,2026-12-18,2026-11-02", "D3"),
        ("2026/27,Autumn 2,2026-10-01,2026-12-18", "C3"),  # overlaps with Autumn 1
        ("2026/27,Autumn 1,2026-11-02,2026-12-18", "B3"),  # twice
        ("2026/27,Autumn 2,soon,2026-12-18", "C3"),
        ("2026/27,Autumn 2,,2026-12-18", "C3"),
    ],
)
def test_terms_that_make_no_sense_are_faults(tmp_path: Path, row: str, cell: str) -> None:
    text = f"academic_year,half_term,starts,ends\n2026/27,Autumn 1,2026-09-02,2026-10-23\n{row}\n"
    with pytest.raises(RegisterError, match=f"(?m)^  {cell}: "):
        read_terms(write(tmp_path, text))


def test_targets_are_kept_to_the_hundredth_of_a_percent(tmp_path: Path) -> None:
    text = (
        "urn,academic_year,year_group,measure,target_percent,set_by,rule,set_on\n"
        ",2026/27,6,rwm_expected,62.5,CEO,national plus 3,2026-09-10\n"
        "910001,2026-27,Year 4,maths_expected,70 %,,,\n"
    )
    trust, school = read_targets(write(tmp_path, text), {910001})
    assert (trust.urn, trust.basis_points, trust.rule) == (None, 6250, "national plus 3")
    assert (school.urn, school.academic_year, school.year_group, school.basis_points) == (
        910001,
        "2026/27",
        4,
        7000,
    )


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("910009,2026/27,6,rwm_expected,60", "A2"),
        ("910001,2026,6,rwm_expected,60", "B2"),
        ("910001,2026/27,9,rwm_expected,60", "C2"),
        ("910001,2026/27,6,rwm,60", "D2"),
        ("910001,2026/27,4,mtc_mean,20", "D2"),  # a score is no percentage
        ("910001,2026/27,6,rwm_expected,160", "E2"),
        ("910001,2026/27,6,rwm_expected,most", "E2"),
        ("910001,2026/27,6,rwm_expected,nan", "E2"),
        ("910001,2026/27,6,rwm_expected,0.65", "E2"),  # what Excel keeps of a cell that shows 65 %
    ],
)
def test_targets_that_make_no_sense_are_faults(tmp_path: Path, row: str, cell: str) -> None:
    text = f"urn,academic_year,year_group,measure,target_percent\n{row}\n"
    with pytest.raises(RegisterError, match=f"(?m)^  {cell}: "):
        read_targets(write(tmp_path, text), {910001})


SCORES = "urn,academic_year,year_group,measure,target_percent,target_score\n"


def test_targets_for_averages_have_a_column_of_their_own(tmp_path: Path) -> None:
    text = SCORES + "910001,2026/27,6,ks2_reading_average,,104.5\n910001,2026/27,4,mtc_mean,,21\n"
    text += "910001,2026/27,4,mtc_full_marks,40,\n"
    found = read_targets(write(tmp_path, text), {910001})
    assert [one.basis_points for one in found] == [10450, 2100, 4000]


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("910001,2026/27,6,ks2_reading_average,104,", "D2"),  # a percent says nothing about a score
        ("910001,2026/27,6,rwm_expected,,70", "D2"),
        ("910001,2026/27,6,ks2_reading_average,,204", "F2"),
        ("910001,2026/27,4,mtc_mean,,26", "F2"),
        ("910001,2026/27,4,mtc_mean,,", "F2"),
        ("910001,2026/27,6,mtc_mean,,20", "C2"),  # an assessment of Year 4
        ("910001,2026/27,6,ks2_reading_progress,,1", "D2"),  # DfE works it out: nobody aims at it
    ],
)
def test_targets_for_averages_that_make_no_sense_are_faults(tmp_path: Path, row: str, cell: str) -> None:
    with pytest.raises(RegisterError, match=f"(?m)^  {cell}: "):
        read_targets(write(tmp_path, SCORES + row + "\n"), {910001})


def test_two_targets_for_the_same_are_a_fault(tmp_path: Path) -> None:
    row = "910001,2026/27,6,rwm_expected,"
    with pytest.raises(RegisterError, match="(?m)^  D3: .* stands above already"):
        read_targets(write(tmp_path, f"{SCORES}{row}60,\n{row}70,\n"), {910001})


def test_a_list_without_anything_aimed_at_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="target_percent or target_score"):
        read_targets(write(tmp_path, "academic_year,year_group,measure\n2026/27,6,rwm_expected\n"), {910001})


def test_what_a_school_was_before_is_read_from_a_gias_download(tmp_path: Path) -> None:
    text = (
        "URN,EstablishmentName,GOR (name),SchoolCapacity,PercentageFSM,Linked establishments\n"
        "910001,Oakfield,South East,210,13.5,"
        '"910101 Predecessor, 910102 Predecessor - merged, 910103 Successor"\n'
        "910002,Elm Grove,,many,,\n"
    )
    oak, elm = read_schools(write(tmp_path, text))
    assert (oak.predecessors, oak.region, oak.capacity, oak.fsm_percent) == (
        (910101, 910102),
        "South East",
        210,
        13.5,
    )
    assert (elm.predecessors, elm.region, elm.capacity, elm.fsm_percent) == ((), None, None, None)

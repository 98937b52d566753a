"""Key stage 2 tables of any year and the authorities' tool: what is kept of a file, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_open_data import ELM_GROVE, KS2_2019, LAIT, OAKFIELD, PLACES, area, one, read, school, write
from openpyxl import Workbook

from etl.errors import UnreadableFileError
from etl.open_data.places import Places
from etl.open_data.rows import ENGLAND_GAP, Level, OpenFileError, Release
from etl.open_data.told import Told


def test_the_places_that_are_kept(tmp_path: Path) -> None:
    path = write(
        tmp_path / "2018-19_ks2.csv",
        [
            school(OAKFIELD, PTRWM_EXP="78%"),
            school(123456, PTRWM_EXP="60%"),
            area("3", SCHNAME="Our authority", PTRWM_EXP="70%"),
            area("3", LEA="998", PTRWM_EXP="50%"),
            area("4", PTRWM_EXP="65%"),
            area("5", PTRWM_EXP="64%"),
        ],
    )
    assert [(row.level, row.code, row.name, row.value) for row in read(path).statistics] == [
        (Level.SCHOOL, "910001", "A school", 78),
        (Level.LOCAL_AUTHORITY, "999", "Our authority", 70),
        (Level.ENGLAND_ALL, "England", "England", 65),
        (Level.ENGLAND_STATE, "England", "England", 64),
    ]


def test_the_authority_of_a_school_is_known_from_its_row_too(tmp_path: Path) -> None:
    path = write(tmp_path / "2018-19.csv", [school(OAKFIELD, PTRWM_EXP="78%"), area("3", PTRWM_EXP="70%")])
    by_name_alone = Places(names={OAKFIELD: "Oakfield Primary School"})
    assert [row.level for row in read(path, by_name_alone).statistics] == [
        Level.SCHOOL,
        Level.LOCAL_AUTHORITY,
    ]


@pytest.mark.parametrize(
    ("cells", "then"),
    [
        ({"URN": "910001"}, None),
        ({"URN": "123456", "URN_AC": "910001"}, "123456"),  # the table says what it became
        ({"URN": "910101"}, "910101"),  # the register says what it was
        ({"URN": "123456", "ESTAB": "2001"}, "123456"),  # the same place under another URN
    ],
)
def test_a_school_is_known_by_what_it_was_before(
    tmp_path: Path, cells: dict[str, str], then: str | None
) -> None:
    row = one(read(write(tmp_path / "2018-19.csv", [school(0, PTRWM_EXP="78%") | cells])), code="910001")
    assert (row.value, row.code_in_file) == (78, then)


def test_its_own_row_beats_that_of_what_it_was(tmp_path: Path) -> None:
    rows = [school(910101, PTRWM_EXP="50%"), school(OAKFIELD, PTRWM_EXP="78%")]
    assert [row.value for row in read(write(tmp_path / "2018-19.csv", rows)).statistics] == [78]


def test_two_schools_that_became_one_are_not_made_one_figure(tmp_path: Path) -> None:
    rows = [
        school(910101, PTRWM_EXP="50%"),
        school(910102, PTRWM_EXP="60%"),
        area("4", PTRWM_EXP="65%"),
    ]
    merged = Places(names=PLACES.names, predecessors={910101: OAKFIELD, 910102: OAKFIELD})
    reading = read(write(tmp_path / "2018-19.csv", rows), merged)
    assert [row.level for row in reading.statistics] == [Level.ENGLAND_ALL]
    assert "2 rows may be what it was before" in reading.remarks[0]


@pytest.mark.parametrize(
    ("name", "headings", "told", "year"),
    [
        ("england_ks2.csv", {"TELIG_18": "30", "TELIG_17": "31"}, {}, "2018/19"),
        ("england_ks2.csv", {"PTRWM_EXP_22": "60%", "PTRWM_EXP_19": "61%"}, {}, "2022/23"),
        ("2016-2017_england_ks2final.csv", {}, {}, "2016/17"),
        ("ks2 2016-17.csv", {}, {}, "2016/17"),
        ("england_ks2.csv", {}, {"starts": 2015}, "2015/16"),
    ],
)
def test_the_year_is_told_from_columns_name_or_person(
    tmp_path: Path, name: str, headings: dict[str, str], told: dict[str, int], year: str
) -> None:
    path = write(tmp_path / name, [school(OAKFIELD, PTRWM_EXP="78%", **headings)])
    reading = read(path, **told)
    assert one(reading, academic_year=year).value == 78


def test_a_look_back_is_of_its_own_year_and_weaker(tmp_path: Path) -> None:
    row = school(OAKFIELD, TELIG="30", PTRWM_EXP="78%", TELIG_18="28", PTRWM_EXP_18="66%", PTRWM_EXP_17="")
    reading = read(write(tmp_path / "2019_ks2revised.csv", [row]))
    this, before = one(reading, academic_year="2018/19"), one(reading, academic_year="2017/18")
    assert (this.value, this.cohort, this.release, this.of_its_own_year) == (78, 30, Release.REVISED, True)
    assert (before.value, before.cohort, before.release, before.of_its_own_year) == (
        66,
        28,
        Release.NOT_STATED,
        False,
    )
    assert len(reading.statistics) == 2  # nothing is said of a year that the school has no figure of


@pytest.mark.parametrize(
    ("name", "headings", "told", "said"),
    [
        ("england_ks2.csv", {}, {}, "--academic-year"),
        ("ks2_2016-17.csv", {"TELIG_18": "30"}, {}, "about 2018/19, not 2016/17"),
        ("ks2.csv", {"TELIG_18": "30"}, {"starts": 2016}, "about 2018/19, not 2016/17"),
    ],
)
def test_a_year_that_nothing_says_or_that_is_denied_is_refused(
    tmp_path: Path, name: str, headings: dict[str, str], told: dict[str, int], said: str
) -> None:
    path = write(tmp_path / name, [school(OAKFIELD, PTRWM_EXP="78%", **headings)])
    with pytest.raises(OpenFileError, match=said):
        read(path, **told)


def test_groups_gaps_and_progress_are_imported_as_they_stand(tmp_path: Path) -> None:
    cells = {
        "TFSM6CLA1A": "7",
        "PTRWM_EXP_FSM6CLA1A": "43%",
        "PTRWM_EXP_NotFSM6CLA1A": "80%",
        "DIFFN_RWM_EXP": "-28",
        "READPROG": "-2.1",
        "READPROG_LOWER": "-4",
        "READPROG_UPPER": "-0.2",
        "READPROG_DESCR": "4",
        "MATPROG": "LOWCOV",
        "MATPROG_LOWER": "LOWCOV",
        "MATPROG_DESCR": "NA",
        "READ_AVERAGE": "104",
    }
    reading = read(write(tmp_path / "2018-19.csv", [school(OAKFIELD, TELIG="30", **cells)]))
    disadvantaged = one(reading, pupil_group="disadvantaged", group_value="yes")
    assert (disadvantaged.value, disadvantaged.cohort) == (43, 7)
    assert one(reading, pupil_group="disadvantaged", group_value="no").value == 80
    assert one(reading, pupil_group="disadvantaged", group_value=ENGLAND_GAP).value == -28
    progress = one(reading, measure="ks2_reading_progress")
    assert (progress.value, progress.low, progress.high, progress.band) == (-2.1, -4, -0.2, 4)
    maths = one(reading, measure="ks2_maths_progress")
    assert (maths.value, maths.note, maths.low, maths.band) == (None, "LOWCOV", None, None)
    assert one(reading, measure="ks2_reading_average").value == 104


def test_columns_may_stand_in_any_order_and_case_and_be_fewer(tmp_path: Path) -> None:
    row = {"ptread_exp": "71%", "urn": str(OAKFIELD), "rectype": "1", "telig": "12"}
    assert one(read(write(tmp_path / "2016-17.csv", [row])), measure="ks2_reading_expected").cohort == 12


def test_every_faulty_cell_is_told_with_its_place_and_nothing_is_taken_in(tmp_path: Path) -> None:
    rows = [
        school(OAKFIELD, PTRWM_EXP="most", PTREAD_EXP="71%"),
        school(ELM_GROVE, PTRWM_EXP="78%", PTREAD_EXP="171%"),
        school(123456, PTRWM_EXP="not ours, so not looked at"),
        school(OAKFIELD) | {"RECTYPE": "9"},
    ]
    with pytest.raises(OpenFileError) as refused:
        read(write(tmp_path / "2018-19.csv", rows))
    told = [line.strip().split(":")[0] for line in str(refused.value).splitlines()]
    assert told == [
        "Nothing of 2018-19.csv was taken in",
        "A5 (RECTYPE)",
        "F2 (PTRWM_EXP)",
        "G3 (PTREAD_EXP)",
    ]


def test_a_file_that_is_full_of_faults_says_how_many(tmp_path: Path) -> None:
    path = write(tmp_path / "2018-19.csv", [school(OAKFIELD, PTRWM_EXP="?") | {"RECTYPE": "?"}] * 50)
    with pytest.raises(OpenFileError, match="50 faults") as refused:
        read(path)
    assert "and 30 more" in str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_encodings_that_dfe_uses(tmp_path: Path, encoding: str) -> None:
    row = school(OAKFIELD, PTRWM_EXP="78%") | {"SCHNAME": "Saint Zoë’s"}
    assert read(write(tmp_path / "2018-19.csv", [row], encoding)).statistics[0].name == "Saint Zoë’s"


def test_a_workbook_of_percentages_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["RECTYPE", "URN", "PTRWM_EXP"], [1, OAKFIELD, 0.78]):
        book.active.append(row)
    book.save(tmp_path / "2018-19.xlsx")
    with pytest.raises(OpenFileError, match="Load the csv"):
        read(tmp_path / "2018-19.xlsx")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a,b\n1,2\n", OpenFileError),
        ("RECTYPE,URN,PTRWM_EXP\n1,123456,50%\n", OpenFileError),  # nothing of ours
        (
            'RECTYPE,URN,PTRWM_EXP\n1,910001,"50%\n',
            UnreadableFileError,
        ),  # a quotation mark that is not closed
        ("", UnreadableFileError),
        ("%PDF-1.7 …", UnreadableFileError),
    ],
)
def test_what_is_no_published_file_is_refused(tmp_path: Path, text: str, fault: type[Exception]) -> None:
    path = tmp_path / "2018-19.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(fault):
        read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="There is no file"):
        read(tmp_path / "no.csv")


def test_more_cells_than_any_return_has_are_no_hindrance(tmp_path: Path) -> None:
    """England's file has 16,000 rows of over 300 columns; this one has more cells than a return may."""
    path = tmp_path / "2018-19_england.csv"
    with path.open("w", encoding="utf-8") as lines:
        lines.write("RECTYPE,URN,PTRWM_EXP" + ",X" * 400 + "\n")
        lines.writelines(f"1,{100000 + number},50%{',1' * 400}\n" for number in range(11_000))
        lines.write(f"1,{OAKFIELD},78%{',1' * 400}\n")
    assert [row.value for row in read(path).statistics] == [78]


@pytest.mark.parametrize(
    ("name", "starts", "release"),
    [
        ("england_ks2revised.csv", None, Release.REVISED),
        ("2022-2023_england_ks2provisional.csv", 2022, Release.PROVISIONAL),
        ("ks2_2016_to_2023_revised.csv", None, Release.REVISED),
        ("download 202324 final.csv", 2023, Release.FINAL),
        ("2018-09-12 tables.csv", None, None),  # a day is no academic year
    ],
)
def test_what_a_name_says(name: str, starts: int | None, release: Release | None) -> None:
    told = Told.by(Path(name))
    assert (told.named_starts, told.release) == (starts, release)


def lait(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "lait.csv"
    path.write_text("\n".join(["indicator,description,year,area,value,la_number", *lines]), encoding="utf-8")
    return path


def test_the_authorities_tool(tmp_path: Path) -> None:
    path = lait(
        tmp_path,
        "KS1P_all,Phonics,2025 (prov),Our authority,83,999.0",
        "KS1P_all,Phonics,2025,Another,83,998.0",
        "KS1P_all,Phonics,2024,England,19.399999999999999,970.0",
        "KS1P_all,Phonics,2021,England,-,970.0",
        "KS1P_all,Phonics,2019,South East,-,989.0",
        "DAP_NEW_KS2_RWM,RWM,2019,England,51,970.0",
        "PriFSM,FSM,2019,England,15,970.0",
        "Brand_New,Something,2019,England,15,970.0",
    )
    reading = read(path)
    told = [
        (row.academic_year, row.level.value, row.code, row.value, row.note, row.release)
        for row in reading.statistics
    ]
    assert told == [
        ("2024/25", "local_authority", "999", 83, None, Release.PROVISIONAL),
        ("2023/24", "england_state", "England", 19.4, None, Release.NOT_STATED),
        ("2020/21", "england_state", "England", None, "cancelled", Release.NOT_STATED),
        ("2018/19", "region", "E12000008", None, "not available", Release.NOT_STATED),
        ("2018/19", "england_state", "England", 51, None, Release.NOT_STATED),
    ]
    assert reading.remarks == ["Indicators that are not known were left out: Brand_New."]


def test_faults_of_the_authorities_tool(tmp_path: Path) -> None:
    path = lait(tmp_path, "KS1P_all,,soon,England,83,970.0", "KS1P_all,,2025,England,many,970.0")
    with pytest.raises(OpenFileError) as refused:
        read(path)
    assert [line.strip().split(":")[0] for line in str(refused.value).splitlines()[1:]] == [
        "C2 (year)",
        "E3 (value)",
    ]


def test_dfes_own_files_load_as_they_are() -> None:
    surrey = Places(names={145543: "A school"}, authorities=frozenset({"936"}))
    tables, tool = read(KS2_2019, surrey), read(LAIT, surrey)
    assert one(tables, code="145543", measure="ks2_rwm_expected", academic_year="2018/19").value == 78
    assert one(tables, code="936", measure="ks2_rwm_expected", academic_year="2018/19").cohort == 12400
    assert one(tool, code="936", measure="ks2_rwm_expected", academic_year="2024/25").value == 66
    assert one(tool, code="E12000008", measure="gld", academic_year="2024/25").value is not None
    assert tables.remarks == tool.remarks == []

"""`published` on the command line: a trust sees its published history before any return is in."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from builders_open_data import KS2_2019, LAIT, OAKFIELD, area, school, write

from etl.__main__ import main
from etl.backup import back_up, restore
from etl.folder import DataFolder
from etl.publish.current import bring_up_to_date, current_file, rebuild
from etl.record import audit
from etl.record.opening import open_record

GIAS_HEADINGS = (
    "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,EstablishmentStatus (name),"
    "GOR (name),ReligiousCharacter (name),SchoolCapacity,NumberOfPupils,PercentageFSM,Linked establishments\n"
)
OAK = (
    "910001,999,Our authority,2001,Oakfield,Open,South East,"
    "Church of England,210,198,13.5,910101 Predecessor\n"
)
ELM = "910002,999,Our authority,2002,Elm Grove,Open,South East,,,,,\n"


class Trust:
    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, DataFolder(root / "data")
        self.schools(OAK)

    def schools(self, *lines: str) -> None:
        path = self.root / "gias.csv"
        path.write_text(GIAS_HEADINGS + "".join(lines), encoding="utf-8")
        assert self.run("schools", path) == 0

    def run(self, *arguments: object) -> int:
        return main([*map(str, arguments), "--data", str(self.folder.root)])

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(duckdb.connect(current_file(self.folder), read_only=True)) as connection:
            return connection.execute(sql).fetchall()

    def everything(self) -> list[list[tuple[Any, ...]]]:
        tables = ("published", "published_by_group", "inspection")
        return [self.ask(f"SELECT * FROM {table} ORDER BY ALL") for table in tables]

    def rwm(self, level: str = "school") -> list[tuple[Any, ...]]:
        return self.ask(
            "SELECT academic_year, code, value, note FROM published "
            f"WHERE measure = 'ks2_rwm_expected' AND level = '{level}' ORDER BY ALL"
        )

    def file(self, name: str = "2018-19_ks2.csv", percent: str = "78%", **cells: str) -> Path:
        row = school(OAKFIELD, TELIG="30", PTRWM_EXP=percent, PTRWM_EXP_FSM6CLA1A="SUPP", **cells)
        elm = school(910002, TELIG="20", PTRWM_EXP="50%")
        return write(self.root / name, [row, elm, area("3", PTRWM_EXP="70%"), area("4", PTRWM_EXP="65%")])


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    return Trust(tmp_path)


def test_before_any_file_england_stands(trust: Trust) -> None:
    assert {row[0] for row in trust.ask("SELECT DISTINCT level FROM published")} == {
        "england_all",
        "england_state",
    }
    assert trust.ask("SELECT count(*) FROM inspection") == [(0,)]


def test_published_history_authority_and_england_from_the_first_day(
    trust: Trust, capsys: pytest.CaptureFixture[str]
) -> None:
    assert trust.run("published", trust.file()) == 0
    assert "KS2 school performance tables 2018/19" in capsys.readouterr().out
    assert trust.rwm() == [("2018/19", "910001", 78, None)]
    assert trust.rwm("local_authority") == [("2018/19", "999", 70, None)]
    assert ("2018/19", "England", 65, None) in trust.rwm("england_all")
    assert trust.ask("SELECT count(*) FROM return_history") == [(0,)]
    groups = "SELECT level, group_value, value, note FROM published_by_group WHERE level = 'school'"
    assert trust.ask(groups) == [("school", "yes", None, "SUPP")]


def test_dfes_own_files(tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    trust.schools("145543,936,An authority,2004,A school,Open,South East,,,,,124935 Predecessor\n")
    assert trust.run("published", KS2_2019, LAIT) == 0
    assert trust.rwm()[-1] == ("2018/19", "145543", 78, None)
    assert [row[0] for row in trust.rwm("local_authority")] == [f"20{y}/{y + 1}" for y in range(15, 25)]
    levels = trust.ask("SELECT level, count(DISTINCT code) FROM published GROUP BY level ORDER BY level")
    assert levels == [
        ("england_all", 1),
        ("england_state", 1),
        ("local_authority", 1),
        ("region", 1),
        ("school", 1),
    ]
    keys = "academic_year, level, code, measure"
    assert trust.ask(f"SELECT count(*) - count(DISTINCT ({keys})) FROM published") == [(0,)]
    keys += ", pupil_group, group_value"
    assert trust.ask(f"SELECT count(*) - count(DISTINCT ({keys})) FROM published_by_group") == [(0,)]
    for table in ("published", "published_by_group"):
        assert trust.ask(f"SELECT count(*) FROM {table} WHERE (value IS NULL) <> (note IS NOT NULL)") == [
            (0,)
        ]
    assert trust.run("published", LAIT, KS2_2019) == 0
    assert len(trust.ask("SELECT * FROM open_file")) == 2  # both unchanged


def test_the_same_again_is_unchanged_whatever_its_bytes(
    trust: Trust, capsys: pytest.CaptureFixture[str]
) -> None:
    trust.run("published", trust.file())
    before = bring_up_to_date(trust.folder).number
    capsys.readouterr()
    assert trust.run("published", trust.file(ADDRESS1="A street that is not read")) == 0
    assert "unchanged" in capsys.readouterr().out
    assert bring_up_to_date(trust.folder).number == before


def test_a_revised_release_replaces_a_provisional_one_and_not_the_other_way(trust: Trust) -> None:
    trust.run("published", trust.file("2018-19_provisional.csv", "74%"))
    trust.run("published", trust.file("2018-19_revised.csv", "78%"))
    assert trust.rwm() == [("2018/19", "910001", 78, None)]
    assert trust.ask("SELECT DISTINCT release FROM published WHERE level = 'school'") == [("revised",)]
    trust.run("published", trust.file("2018-19_provisional.csv", "73%"))
    assert trust.rwm() == [("2018/19", "910001", 78, None)]


def test_a_release_and_year_that_only_a_person_knows(trust: Trust) -> None:
    path = trust.file("tables.csv")
    assert trust.run("published", path) == 1
    assert trust.run("published", path, "--academic-year", "2018-19", "--release", "final") == 0
    assert trust.ask("SELECT academic_year, release FROM published WHERE level = 'school'") == [
        ("2018/19", "final")
    ]


def test_undo_brings_back_what_stood(trust: Trust, capsys: pytest.CaptureFixture[str]) -> None:
    before = trust.everything()
    trust.run("published", trust.file())
    assert trust.everything() != before
    assert trust.run("published", "--undo", 1) == 0
    assert trust.everything() == before
    assert trust.run("published", "--undo", 1) == 1
    assert trust.run("published", "--undo", 7) == 1
    capsys.readouterr()
    assert trust.run("published") == 0
    assert "taken back" in capsys.readouterr().out
    assert trust.run("published", trust.file()) == 0  # taken back, so that it alters something again
    assert trust.rwm() == [("2018/19", "910001", 78, None)]


def test_a_school_that_is_registered_later_has_its_history_too(trust: Trust) -> None:
    path = trust.file()
    trust.run("published", path)
    path.unlink()  # the original is kept
    trust.schools(OAK, ELM)
    assert trust.rwm() == [("2018/19", "910001", 78, None), ("2018/19", "910002", 50, None)]
    assert len(trust.ask("SELECT * FROM open_file")) == 1


def test_a_school_whose_original_is_lost_can_still_be_registered(trust: Trust) -> None:
    trust.run("published", trust.file())
    shutil.rmtree(trust.folder.originals)
    trust.schools(OAK, ELM)
    assert trust.rwm() == [("2018/19", "910001", 78, None)]


def test_what_gias_says_of_a_school(trust: Trust) -> None:
    row = "SELECT la_name, region, religious_character, capacity, pupils, fsm_percent FROM school"
    assert trust.ask(row) == [("Our authority", "South East", "Church of England", 210, 198, 13.5)]


def test_altered_step_by_step_equals_made_anew(trust: Trust) -> None:
    trust.run("published", trust.file("2018-19_provisional.csv", "74%"))
    trust.run("published", trust.file("2018-19_revised.csv", "78%"))
    trust.schools(OAK, ELM)
    trust.run("published", "--undo", 1)
    stepwise = trust.everything()
    rebuild(trust.folder)
    assert trust.everything() == stepwise


def test_backups_hold_them(trust: Trust, tmp_path: Path) -> None:
    trust.run("published", trust.file())
    back_up(trust.folder, tmp_path / "trust.zip")
    elsewhere = DataFolder(tmp_path / "elsewhere")
    restore(elsewhere, tmp_path / "trust.zip")
    held = trust.everything()
    trust.folder = elsewhere
    assert trust.everything() == held
    assert trust.rwm() == [("2018/19", "910001", 78, None)]


def test_lost_rows_are_told_in_a_sentence(trust: Trust, capsys: pytest.CaptureFixture[str]) -> None:
    trust.run("published", trust.file())
    for path in trust.folder.open_data.iterdir():
        path.unlink()
    assert trust.run("rebuild") == 1
    assert "Bring back a backup" in capsys.readouterr().err


def test_one_bad_file_does_not_keep_the_others_out(trust: Trust, capsys: pytest.CaptureFixture[str]) -> None:
    bad = write(trust.root / "2017-18_bad.csv", [school(OAKFIELD, PTRWM_EXP="most")])
    assert trust.run("published", bad, trust.file()) == 1
    assert "F2 (PTRWM_EXP): “most”" in capsys.readouterr().err
    assert trust.rwm() == [("2018/19", "910001", 78, None)]
    assert trust.run("published", trust.root / "not there.csv", bad) == 2


def test_a_workbook_that_is_no_workbook_is_unreadable(trust: Trust) -> None:
    path = trust.root / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 nothing")
    assert trust.run("published", path) == 2


@pytest.mark.parametrize(
    "arguments", [("--academic-year", "2018"), ("--release", "draft"), ("--undo", "one")]
)
def test_wrong_usage(trust: Trust, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        trust.run("published", "file.csv", *arguments)
    assert ended.value.code == 2


def test_files_and_undo_together_are_wrong_usage(trust: Trust) -> None:
    assert trust.run("published", "file.csv", "--undo", 1) == 2


def test_before_schools_are_registered_there_is_nothing_to_keep(tmp_path: Path) -> None:
    assert main(["published", str(KS2_2019), "--data", str(tmp_path / "none")]) == 1


def test_who_loaded_and_undid_is_in_the_log(trust: Trust) -> None:
    trust.run("published", trust.file())
    trust.run("published", "--undo", 1)
    with open_record(trust.folder).reading() as connection:
        actions = [line["action"] for line in audit.latest(connection)]
    assert actions[:2] == ["undo open data", "load open data"]


def test_inspections_of_two_files_stand_once(trust: Trust) -> None:
    path = trust.root / "inspections.csv"
    headings = "urn,framework,inspection_date,publication_date,area,grade\n"
    lines = [
        "910001,report_card,2026-01-13,,Inclusion,Exceptional\n",
        "910001,report_card,2026-01-13,,Achievement,",
    ]
    path.write_text(headings + lines[0] + lines[1] + "Expected standard\n", encoding="utf-8")
    assert trust.run("published", path) == 0
    path.write_text(headings + lines[1] + "Strong standard\n", encoding="utf-8")
    assert trust.run("published", path) == 0
    assert trust.ask("SELECT school, area, grade FROM inspection ORDER BY area") == [
        ("Oakfield", "Achievement", "Strong standard"),
        ("Oakfield", "Inclusion", "Exceptional"),
    ]

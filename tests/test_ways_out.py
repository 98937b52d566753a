"""Every way out of the dashboard for text that others typed, and none of it runs in a spreadsheet."""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import exports, measures_command
from dashboard.access import scope_for
from dashboard.administration import log_desk, registers
from dashboard.drops import desk as drops_desk
from dashboard.exports import Table
from dashboard.queries.pupils import pupil_list
from dashboard.returns import differing, found
from dashboard.sections.pupils import pupils_table
from etl.harmless import as_it_was, harmless
from etl.publish.current import bring_up_to_date
from etl.record import audit, returns, schools
from etl.registers.schools import read_schools
from etl.returns.load import check, load
from etl.roles import Role
from tests.builders_returns import upn
from tests.builders_sheets import write_xlsx
from tests.builders_trust import AUTUMN_2, OAKFIELD, SPRING_1, Trust

ROOT = Path(__file__).resolve().parents[1]

# What Excel, LibreOffice or Google Sheets would run, as somebody may have typed it into a tracker.
RUNS = (
    "=1+1",
    "+1",
    "-1+2",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "|calc",
    '=HYPERLINK("http://x.example","Click")',
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "\ufeff=1",
)
# What looks like it, and does nothing.
RESTS = ("%0A=1", "EXS", "a=1", "6-1", "O'Brien", "'quoted'", "", "2025/26", "1 - 2")


def would_run(cell: str) -> bool:
    """Said independently of the code: the first sign that shows begins a formula or a command."""
    shows = cell.lstrip(" \t\r\n\ufeff\0\u00a0")
    return cell[:1] in ("\t", "\r", "\n") or shows[:1] in ("=", "+", "-", "@", "|", "＝", "＋", "－", "＠")


def csv_cells(data: bytes | str) -> list[list[str]]:
    text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    return list(csv.reader(io.StringIO(text, newline="")))


def texts_that_run(cells: list[list[str]]) -> list[str]:
    def is_number(cell: str) -> bool:
        try:
            float(cell)
        except ValueError:
            return False
        return True

    return [cell for row in cells for cell in row if would_run(cell) and not is_number(cell)]


def harmless_files(table: Table) -> list[list[str]]:
    """Holds a table's two files to the rule, and gives the cells of the csv."""
    cells = csv_cells(exports.as_csv(table))
    assert texts_that_run(cells) == []
    sheet = openpyxl.load_workbook(io.BytesIO(exports.as_xlsx(table))).active
    assert sheet is not None
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f" or cell.hyperlink]
    return cells


# The rule itself


@pytest.mark.parametrize("text", RUNS)
def test_what_would_run_stays_text_and_can_be_had_back(text: str) -> None:
    assert would_run(text)
    assert harmless(text) == f"'{text}"
    assert as_it_was(harmless(text)) == text
    harmless_files(Table(title=text, columns=(text, "b"), rows=((text, -1),), notes=(text,)))


@pytest.mark.parametrize("text", RESTS)
def test_what_would_not_run_is_left_alone(text: str) -> None:
    assert (harmless(text), as_it_was(text)) == (text, text)


@pytest.mark.parametrize("number", [-3, -0.5, 0, 12, -1e-9])
def test_numbers_stay_numbers(number: float) -> None:
    table = Table(title="T", columns=("Change",), rows=((number,),))
    assert csv_cells(exports.as_csv(table))[1] == [str(number)]
    sheet = openpyxl.load_workbook(io.BytesIO(exports.as_xlsx(table))).active
    assert sheet is not None
    assert (sheet["A4"].value, sheet["A4"].data_type) == (pytest.approx(number), "n")


@given(st.text())
def test_no_text_runs(text: str) -> None:
    assert not would_run(harmless(text))


# Each way out, from a trust in which everything that can be typed is a formula


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    made = Trust(tmp_path_factory.mktemp("trust"))
    rows: list[list[Any]] = [
        ["UPN", "Surname", "Forename", "DOB", "Year", "Class", "Reading Predicted", "=2+2"]
    ]
    for number, text in enumerate(RUNS, start=1):
        rows.append([upn(number), text, text, date(2015, 3, number), 6, text, "EXS", text])
    path = write_xlsx(made.root / "=1+1.xlsx", {"=1+1": rows})
    for half_term in (AUTUMN_2, SPRING_1):
        [outcome] = load(made.folder, path, school_urn=OAKFIELD, half_term=half_term, by="=1+1")
        assert outcome.status == "accepted", outcome.problems
    with made.record.writing() as connection:
        schools.register(connection, [schools.School(urn=910003, name="=SUM Primary School")])
    return made


def test_the_measures_for_programs(trust: Trust, capsys: pytest.CaptureFixture[str]) -> None:
    published = bring_up_to_date(trust.folder)
    rows = list(measures_command.measure_rows(published, by="class"))
    assert sum(would_run(str(row["class"])) for row in rows) >= 10
    measures_command._write(rows, "csv")
    cells = csv_cells(capsys.readouterr().out)
    assert len(cells) == len(rows) + 1
    assert texts_that_run(cells) == []


def test_the_list_of_pupils(trust: Trust) -> None:
    lines = pupil_list(
        bring_up_to_date(trust.folder), scope_for(Role.DTL, [], []), OAKFIELD, SPRING_1, 6, None
    )
    assert len(lines) == len(RUNS)
    cells = harmless_files(pupils_table("=1+1", lines, {line.upn: line.name for line in lines}))
    assert sum(cell.startswith("'") for row in cells for cell in row) >= len(RUNS)


def test_what_was_found_in_a_file(trust: Trust) -> None:
    rows = [["UPN", "Year", "Reading", "=2+2"], [upn(1), 6, "=EXS", "x"], [upn(2), "=6", "@WTS", "x"]]
    path = write_xlsx(trust.root / "bad.xlsx", {"=1+1": rows})
    [outcome] = check(trust.folder, path, school_urn=OAKFIELD, half_term=SPRING_1)
    assert {one.sheet for one in outcome.problems} == {"=1+1"}
    cells = harmless_files(found.problems_table(list(outcome.problems)))
    assert len(cells) == len(outcome.problems) + 1 >= 5


def test_marks_that_differ(trust: Trust) -> None:
    rows = [["UPN", "Surname", "Year", "Reading Predicted"], [upn(1), "=1+1", 6, "WTS"]]
    path = write_xlsx(trust.root / "differs.xlsx", {"=1+1": rows})
    [outcome] = check(trust.folder, path, school_urn=OAKFIELD, half_term=SPRING_1)
    assert len(outcome.differing) == 1, outcome.problems
    harmless_files(differing.differing_table(list(outcome.differing)))


def test_the_returns_and_the_log(trust: Trust) -> None:
    with trust.record.reading() as connection:
        held, lines = returns.all_returns(connection), audit.latest(connection, 50)
        names = {one.urn: one.name for one in schools.all_schools(connection)}
    names[OAKFIELD] = "=1+1"
    cells = harmless_files(drops_desk._history_table(held, names))
    assert sum("'=1+1" in row for row in cells) == 2
    rows = tuple(log_desk._row(line, names) for line in lines)
    cells = harmless_files(Table(title="Log", columns=log_desk.COLUMNS, rows=rows))
    assert sum("'=1+1" in row for row in cells) == 2


def test_a_list_of_schools_comes_back_as_it_was(trust: Trust) -> None:
    with trust.record.reading() as connection:
        held = schools.all_schools(connection)
    register = registers.REGISTERS["schools"]
    table = Table(title="Schools", columns=register.columns, rows=tuple(register.row(one) for one in held))
    assert any("'=SUM Primary School" in row for row in harmless_files(table))
    (trust.root / "schools.csv").write_bytes(exports.as_csv(table))
    read = read_schools(trust.root / "schools.csv")
    assert {one.name for one in read} == {one.name for one in held}


# No other way out


def calls_in(part: str) -> Iterator[tuple[str, str, ast.Call]]:
    """(module, last word of what is called, the call) throughout a part of the project."""
    for path in sorted((ROOT / part).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                yield path.relative_to(ROOT).as_posix(), name, node


ALL_CALLS = [one for part in ("pages", "dashboard", "etl") for one in calls_in(part)]

# Who writes spreadsheets or separated text. Each is held by a test above, or by the one that is named.
WRITERS = {
    "dashboard/exports.py": "harmless_files",
    "dashboard/measures_command.py": "test_the_measures_for_programs",
    "etl/annotated/fix_list.py": "test_annotated.test_a_sheet_that_looks_like_a_formula_is_listed_as_text",
    "etl/annotated/from_cells.py": "test_annotated.test_text_that_looks_like_a_formula_stays_text",
    "etl/template/workbook.py": "test_template.test_a_name_is_read_back_as_it_was",
}
MAKES_A_FILE = {"writer", "DictWriter", "to_csv", "to_excel", "add_worksheet", "create_sheet", "Workbook"}
# Of the same name, and no file.
READS = {"etl/containers/opening.py", "etl/containers/fix_list_sign.py"}  # their Workbook is what was read


def test_nothing_else_writes_a_spreadsheet() -> None:
    found = {module for module, name, _ in ALL_CALLS if name in MAKES_A_FILE} - READS
    assert found == set(WRITERS), (
        "Pass each text that somebody typed through etl.harmless.harmless (csv), or write it as a text "
        "(workbook), hold it by a test, and name both in WRITERS."
    )


def test_every_download_is_made_by_the_exports() -> None:
    made = {}
    for module, name, call in ALL_CALLS:
        if name == "download_button":
            data = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "data")]
            [source] = data
            assert isinstance(source, ast.Call), module
            made[module] = getattr(source.func, "attr", getattr(source.func, "id", ""))
    assert {module for module, source in made.items() if source != "as_csv"} == {
        "dashboard/administration/backup_desk.py",  # a backup: no spreadsheet
        "dashboard/furniture/behind.py",  # both of the exports, one after the other
        "dashboard/returns/annotated.py",  # a workbook, see WRITERS
        "dashboard/returns/template_offer.py",  # likewise
    }
    assert len(made) >= 6


def test_no_table_is_drawn_that_the_browser_saves_by_itself() -> None:
    """Streamlit's own tables can be saved as csv by whoever looks at them, as they stand."""
    drawn = {module for module, name, _ in ALL_CALLS if name in ("dataframe", "data_editor")}
    assert drawn == {"dashboard/returns/differing.py"}  # whose cells are made harmless before

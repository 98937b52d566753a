"""Every kind of file as sheets of cells: read, stopped at named cells, or refused in a sentence."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from builders_binary_sheets import (
    Error,
    cells_of,
    compound_file,
    ods_cell,
    ods_rows,
    write_ods,
    write_xls,
    write_xlsb,
)
from builders_sheets import made_upn, raw_rows, write_csv, write_raw_xlsx, write_xlsx
from work_done import seconds_of_work

from etl.containers import Fault, FaultKind, Workbook, a1, limits, open_workbook, opening
from etl.containers.sheets import Sheet, column_number, tidy_sheet
from etl.errors import UnreadableFileError

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 20
UPN = made_upn(1)
GRID = [["UPN", "Year", "Reading"], [UPN, 6, "WTS"]]
TEXTS = {1: {"A": "UPN", "B": "Year", "C": "Reading"}, 2: {"A": UPN, "B": "6", "C": "WTS"}}
READ = [["UPN", "Year", "Reading"], [UPN, "6", "WTS"]]


def opened(path: Path) -> Workbook:
    before = seconds_of_work()
    try:
        return open_workbook(path)
    finally:
        assert seconds_of_work() - before < SECONDS


def one_sheet(path: Path) -> list[list[object]]:
    [sheet] = opened(path).sheets
    return [list(row) for row in sheet.rows]


# What is read.


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("cp1252", ","),
        ("cp1252", ";"),
        ("utf-16", "\t"),
        ("utf-16-le", "\t"),
        ("utf-16-be", ","),
        ("utf-8", "\t"),
        ("utf-8", "|"),
    ],
)
def test_text_in_every_encoding_and_separator(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [
        ["UPN", "Name", "Reading\nCurrent"],
        [UPN, "Zoë, Brontë", "exs"],
        ["", "", ""],
        [UPN, "D’Arcy; x", "WTS"],
    ]
    path = write_csv(tmp_path / "marks.csv", rows, encoding=encoding, delimiter=delimiter)
    assert one_sheet(path) == [rows[0], rows[1], [], rows[3]]


def test_text_is_one_sheet_named_for_the_file_whatever_the_name_ends_in(tmp_path: Path) -> None:
    write_csv(tmp_path / "Year 6.xlsx", GRID)
    book = opened(tmp_path / "Year 6.xlsx")
    assert (book.kind, [sheet.name for sheet in book.sheets]) == ("text", ["Year 6"])


def test_excels_own_ways_of_writing_csv(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('sep=;\nUPN;Code\n="007";"say ""hello"""\n')
    assert one_sheet(tmp_path / "a.csv") == [["UPN", "Code"], ["007", 'say "hello"']]


def test_xlsx_keeps_places_dates_merges_and_what_is_hidden(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx",
        {"Marks": [[None], [None, "Reading", None], [UPN, date(2015, 3, 1), "007"]], "Old": [["x"]]},
        merges={"Marks": [(1, 1, 1, 2)]},
        hidden=["Old"],
    )
    marks, old = opened(path).sheets
    assert marks.rows == [[], [None, "Reading"], [UPN, date(2015, 3, 1), "007"]]
    assert (marks.merges, marks.hidden, old.hidden) == ([(1, 1, 1, 2)], False, True)


def test_macros_are_passed_over(tmp_path: Path) -> None:
    path = write_raw_xlsx(tmp_path / "a.xlsm", raw_rows(TEXTS), extra={"xl/vbaProject.bin": b"\0macro"})
    assert one_sheet(path) == READ


def test_xls(tmp_path: Path) -> None:
    cells = cells_of([["UPN", "Year"], [UPN, 6.0], [Error("#N/A"), 5.0]])
    marks, old = opened(
        write_xls(tmp_path / "a.xls", {"Marks": cells, "Old": {(0, 0): "x"}}, hidden=["Old"])
    ).sheets
    assert marks.rows == [["UPN", "Year"], [UPN, 6], [None, 5]]
    assert marks.faults == {(2, 0): Fault(FaultKind.ERROR, "#N/A")}
    assert old.hidden


def test_xlsb(tmp_path: Path) -> None:
    cells = cells_of([["UPN", "Year"], [UPN, 6.0], [Error("#REF!"), 5.0]])
    marks, old = opened(
        write_xlsb(tmp_path / "a.xlsb", {"Marks": cells, "Old": {(0, 0): "x"}}, hidden=["Old"])
    ).sheets
    assert marks.rows == [["UPN", "Year"], [UPN, 6], [None, 5]]
    assert marks.faults == {(2, 0): Fault(FaultKind.ERROR, "#REF!")}
    assert old.hidden


def test_ods(tmp_path: Path) -> None:
    rows = ods_rows([["UPN", "Year"], [UPN, 6], [Error("#DIV/0!"), 5]])
    marks, old = opened(
        write_ods(tmp_path / "a.ods", {"Marks": rows, "Old": ods_rows([["x"]])}, hidden=["Old"])
    ).sheets
    assert marks.rows == [["UPN", "Year"], [UPN, 6], [None, 5]]
    assert marks.faults == {(2, 0): Fault(FaultKind.ERROR, "#DIV/0!")}
    assert old.hidden


# Far, blank and merely formatted cells are trimmed before anything is sized by them.


def far_xlsx(path: Path) -> Path:
    return write_raw_xlsx(path, raw_rows({**TEXTS, 1_048_576: {"XFD": "far"}}))


def far_column_xlsx(path: Path) -> Path:
    return write_raw_xlsx(path, raw_rows({1: {**TEXTS[1], "XFD": "far"}, 2: TEXTS[2]}))


def far_formatted_xlsx(path: Path) -> Path:
    data = raw_rows(TEXTS).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    )
    return write_raw_xlsx(path, data)


def used_to_the_last_row_xlsx(path: Path) -> Path:
    blank = "".join(
        f'<row r="{n}" ht="15"><c r="A{n}" s="0"/><c r="B{n}" s="0"/></row>' for n in range(3, 1_048_577)
    )
    return write_raw_xlsx(path, raw_rows(TEXTS).replace("</sheetData>", f"{blank}</sheetData>"))


def far_xls(path: Path) -> Path:
    return write_xls(path, {"Marks": {**cells_of(READ), (65_535, 255): "far"}})


def far_xlsb(path: Path) -> Path:
    return write_xlsb(path, {"Marks": {**cells_of(READ), (1_048_575, 16_383): "far"}})


def far_ods(path: Path) -> Path:
    blank = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return write_ods(path, {"Marks": ods_rows(READ) + blank + ods_rows([["far"]])})


@pytest.mark.parametrize(
    "write",
    [
        far_xlsx,
        far_column_xlsx,
        far_formatted_xlsx,
        used_to_the_last_row_xlsx,
        far_xls,
        far_xlsb,
        far_ods,
    ],
)
def test_far_cells_are_trimmed(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    assert one_sheet(write(tmp_path / "a")) == READ


# A sheet of more than 5 MB is read while it is scanned, which a far cell ends: it is then read in turn.


def large_rows(count: int = 30_000) -> dict[int, dict[str, str]]:
    return {1: TEXTS[1], **{row: {"A": made_upn(row), "B": "6", "C": "WTS"} for row in range(2, count)}}


def large_far_xlsx(path: Path) -> Path:
    return write_raw_xlsx(path, raw_rows({**large_rows(), 1_048_576: {"XFD": "far"}}))


def large_blank_xlsx(path: Path) -> Path:
    blank = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(30_000, 40_000))
    return write_raw_xlsx(path, raw_rows(large_rows()).replace("</sheetData>", f"{blank}</sheetData>"))


@pytest.mark.parametrize("write", [large_far_xlsx, large_blank_xlsx])
def test_far_cells_of_a_large_sheet_are_trimmed(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    rows = one_sheet(write(tmp_path / "a.xlsx"))
    assert (len(rows), rows[:2], rows[-1]) == (
        29_999,
        READ[:1] + [[made_upn(2), *READ[1][1:]]],
        [made_upn(29_999), *READ[1][1:]],
    )


def worker(path: Path, *options: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "etl.containers.worker", "xlsx", str(path), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False)


def test_a_process_that_works_too_long_is_ended() -> None:
    endless = "from etl.containers.worker import limit_itself\nlimit_itself(1)\nwhile True: pass"
    ended = subprocess.run([sys.executable, "-c", endless], cwd=ROOT, timeout=60, check=False)
    assert ended.returncode == -signal.SIGXCPU


def test_what_takes_too_long_to_read_is_too_large_and_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def ended(command: list[str], ends: float) -> subprocess.CompletedProcess[bytes]:
        tried.append(command)
        return subprocess.CompletedProcess(command, -signal.SIGXCPU, b"", b"")

    monkeypatch.setattr(opening, "_run", ended)
    with pytest.raises(UnreadableFileError) as refused:
        open_workbook(write_xlsx(tmp_path / "t.xlsx", {"Marks": GRID}))
    assert str(refused.value) == limits.TOO_LARGE
    assert len(tried) == 1


def test_a_large_sheet_is_read_at_once_as_it_is_in_turn(tmp_path: Path) -> None:
    data = raw_rows(large_rows()).replace(
        "</row></sheetData>", '<c r="D29999" t="e"><v>#N/A</v></c></row></sheetData>'
    )
    path = write_raw_xlsx(tmp_path / "a.xlsx", data)
    at_once, in_turn = worker(path), worker(path, "in-turn")
    assert (at_once.returncode, in_turn.returncode) == (0, 0)
    assert at_once.stdout == in_turn.stdout
    [sheet] = opened(path).sheets
    assert (len(sheet.rows), list(sheet.faults)) == (29_999, [(29_998, 3)])


def test_a_large_sheet_with_a_far_cell_is_not_answered_at_once(tmp_path: Path) -> None:
    assert worker(large_far_xlsx(tmp_path / "a.xlsx")).returncode != 0


# What a cell holds is tidied, and its kind is kept.


def test_numbers_and_answers_that_equal_each_other_stay_what_they_are() -> None:
    row = [
        1.0,
        True,
        0.0,
        False,
        1,
        2.0,
        2,
        2.5,
        -0.0,
        10_000.0,
        123456789012.0,
        "2",
        "",
        None,
        "EXS",
        "EXS",
        "",
    ]
    sheet = tidy_sheet(Sheet("Marks", [list(row), [False, 0.0, True, 1.0], [""]]))
    kept = [1, True, 0, False, 1, 2, 2, 2.5, 0, 10_000, 123456789012, "2", None, None, "EXS", "EXS"]
    assert [[(type(value), value) for value in row] for row in sheet.rows] == [
        [(type(value), value) for value in row] for row in (kept, [False, 0, True, 1])
    ]


# What a cell could not work out is named, not lost.


def test_errors_and_formulas_without_a_result_keep_their_cells(tmp_path: Path) -> None:
    data = (
        '<sheetData><row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>A1+1</f></c>'
        '<c r="C1"><f>1</f><v/></c><c r="D1" t="str"><f>""</f><v></v></c>'
        '<c r="E1"><f>2+2</f><v>4</v></c><c r="F1" t="e"><f>A1</f><v>#REF!</v></c>'
        '<c r="G1" t="inlineStr"><is><t>#VALUE!</t></is></c></row></sheetData>'
    )
    [sheet] = opened(write_raw_xlsx(tmp_path / "a.xlsx", data)).sheets
    assert {a1(*at): (fault.kind, fault.text) for at, fault in sheet.faults.items()} == {
        "A1": (FaultKind.ERROR, "#N/A"),
        "B1": (FaultKind.NO_VALUE, ""),
        "C1": (FaultKind.NO_VALUE, ""),
        "F1": (FaultKind.ERROR, "#REF!"),
        "G1": (FaultKind.ERROR, "#VALUE!"),
    }
    assert sheet.cell(0, 4) == 4


def test_a_prefix_on_every_element_and_cells_without_addresses(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_raw_xlsx(path, "<sheetData/>")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = (
        f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row><x:c t="e"><x:v>#N/A</x:v></x:c>'
        '<x:c t="str"><x:v>EXS</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    rewritten = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(rewritten, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    path.write_bytes(rewritten.getvalue())
    [read] = opened(path).sheets
    assert (read.rows, list(read.faults)) == ([[None, "EXS"]], [(0, 0)])


# What is refused, and in what words.


def bomb(path: Path) -> Path:
    write_raw_xlsx(path, raw_rows(TEXTS))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/sharedStrings.xml", "w") as part,
    ):
        for _ in range(300):
            part.write(b"A" * 1_000_000)
    return path


def ods_bomb(path: Path) -> Path:
    cell = ods_cell("x").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"'
    )
    return write_ods(
        path, {"Marks": f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'}
    )


def entities(path: Path) -> Path:
    write_raw_xlsx(path, "<sheetData/>")
    rewritten = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(rewritten, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet')
            new.writestr(name, text)
    path.write_bytes(rewritten.getvalue())
    return path


def written(data: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


def truncated(path: Path) -> Path:
    write_xlsx(path, {"Marks": GRID})
    path.write_bytes(path.read_bytes()[:2000])
    return path


def word_document(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return path


def archive_of_files(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("marks.csv", "UPN")
    return path


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty": (written(b""), "empty"),
    "only blanks": (written(b" \r\n \r\n"), "empty"),
    "a zip bomb": (bomb, "unpacks to far more"),
    "an ods of a billion cells": (ods_bomb, "larger than any return"),
    "entities in its XML": (entities, "damaged"),
    "cut short": (truncated, "damaged or cut short"),
    "only the start of a zip": (written(b"PK\x03\x04rubbish"), "damaged or cut short"),
    "encrypted xlsx": (written(compound_file("EncryptedPackage", b"x")), "password"),
    "encrypted xls": (lambda path: write_xls(path, {"Marks": {(0, 0): "x"}}, encrypted=True), "password"),
    "encrypted ods": (lambda path: write_ods(path, {"Marks": ""}, manifest="<encryption-data/>"), "password"),
    "a Word document": (word_document, "Word document"),
    "an old Word document": (written(compound_file("WordDocument", b"x")), "Word document"),
    "a damaged compound file": (written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100), "damaged"),
    "an archive": (archive_of_files, "archive"),
    "a PDF": (written(b"%PDF-1.7\n%\xe2\xe3"), "a PDF"),
    "a picture": (written(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "picture"),
    "a web page": (written(b"<html><table><tr><td>UPN</td></tr></table></html>"), "web page"),
    "a CTF": (written(b'<?xml version="1.0"?><CTfile></CTfile>'), "Common Transfer File"),
    "noise": (written(bytes(range(256)) * 20), "neither a spreadsheet nor text"),
    "an open quotation mark": (written(b'UPN,Year\nx,"6\ny,5\nz,4\n'), "quotation mark"),
    "no cells": (lambda path: write_xlsx(path, {"Sheet1": []}), "no sheet with cells"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    write, words = REFUSED[name]
    with pytest.raises(UnreadableFileError, match=words) as refusal:
        opened(write(tmp_path / "tracker.xlsx"))
    assert str(refusal.value).endswith(".")
    assert len(str(refusal.value)) < 250


def test_a_workbook_of_charts_alone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Blank")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Blank!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)
    with pytest.raises(UnreadableFileError, match="charts"):
        opened(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no such file"):
        open_workbook(tmp_path / "none.xlsx")
    with pytest.raises(UnreadableFileError, match="folder"):
        open_workbook(tmp_path)


def test_addresses() -> None:
    assert [a1(0, 0), a1(2, 25), a1(9, 26), a1(0, 16_383)] == ["A1", "Z3", "AA10", "XFD1"]
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16_383]

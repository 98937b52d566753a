"""Every kind of file that may come, and the verdict on it: read, stopped at named cells, or refused.

Each is checked by the command itself in a process of its own, and has to answer within seconds and memory.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.__main__ import main
from tests import hostile_files as files
from tests.builders_trust import OAKFIELD, SPRING_1, Trust
from tests.conftest import ROOT
from tests.hostile_files import Make, content, ods, raw_xlsx, text, xls, xlsb, xlsx

SECONDS = 20
BYTES = 1_000_000_000


@dataclass(frozen=True)
class Read:
    """Both pupils and their marks are found; `tells`: the kinds of problem that are told, none a stop."""

    tells: frozenset[str] = frozenset()
    pupils: int = 2


@dataclass(frozen=True)
class StoppedAt:
    """The file is refused for these cells alone, or as a whole (None)."""

    code: str
    cells: tuple[str | None, ...]


@dataclass(frozen=True)
class Refused:
    """Not opened, and the sentence says these words."""

    words: str


Verdict = Read | StoppedAt | Refused

READ = Read()
FAR = Read(frozenset(("cells_far_away",)))
UNUSED = Read(frozenset(("column_not_used",)))
OTHER_SHEETS = Read(frozenset(("sheet_not_used",)))
LARGE, DAMAGED, BOMB = Refused("larger than any return"), Refused("damaged"), Refused("unpacks to far more")
PASSWORD, EMPTY = Refused("protected by a password"), Refused("is empty")

VERDICTS: dict[str, tuple[Make, Verdict]] = {
    # Every container and encoding
    "xlsx": (xlsx(), READ),
    "xlsm with macros": (
        raw_xlsx(extra={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub Auto_Open"}, name="return.xlsm"),
        READ,
    ),
    "xls": (xls(), READ),
    "xlsb": (xlsb(), READ),
    "ods": (ods(), READ),
    "csv, UTF-8": (text(), READ),
    "csv, UTF-8 with its mark, semicolons": (text(encoding="utf-8-sig", delimiter=";"), READ),
    "csv, Windows code page": (
        text(encoding="cp1252", rows=[[*row, "Zoë’s"] for row in files.ROWS]),
        UNUSED,
    ),
    "tab text, UTF-8": (text(delimiter="\t", name="return.tsv"), READ),
    "tab text, UTF-16 with its mark": (text(encoding="utf-16", delimiter="\t", name="return.txt"), READ),
    "csv, UTF-16 big-endian with its mark": (
        content(b"\xfe\xff" + files.CSV.decode().encode("utf-16-be"), "return.csv"),
        READ,
    ),
    "csv, UTF-16 little-endian without mark": (text(encoding="utf-16-le"), READ),
    "csv, UTF-16 big-endian without mark": (text(encoding="utf-16-be", delimiter=";"), READ),
    "csv under a workbook's name": (text(name="return.xlsx"), READ),
    "a workbook under the name of a csv": (
        lambda folder: xlsx()(folder).rename(folder / "return.csv"),
        READ,
    ),
    # Workbooks as people keep them
    "numbers that were saved as text": (xlsx([[*row] for row in files.ROWS]), READ),
    "styled, hidden, protected, commented, charted": (
        files.written_with_xlsxwriter(files.styled_and_hidden),
        OTHER_SHEETS,
    ),
    "dates counted from 1904": (files.born_in_1904s_days, READ),
    "links to other workbooks": (
        raw_xlsx(extra={"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        READ,
    ),
    "a pivot table": (
        raw_xlsx(
            extra={
                "xl/pivotCache/pivotCacheDefinition1.xml": b"<pivotCacheDefinition/>",
                "xl/pivotTables/pivotTable1.xml": b"<pivotTableDefinition/>",
            }
        ),
        READ,
    ),
    "a thousand sheets": (files.thousand_sheets, OTHER_SHEETS),
    "a sheet's name of signs": (
        lambda folder: files.write_xlsx(folder / "return.xlsx", {"Y6 🌳 <&> é’s ‏": files.ROWS}),
        READ,
    ),
    "the longest text that a cell holds": (xlsx([[*row, "x" * 32_767] for row in files.ROWS]), UNUSED),
    "a text of five million letters": (
        raw_xlsx(files.raw_rows({**files.TEXTS, 2: {**files.TEXTS[2], "D": files.long_text()}})),
        UNUSED,
    ),
    "a hundred thousand merged ranges": (raw_xlsx(files.merged_many(100_000)), READ),
    "a shared text of a hundred thousand pieces": (
        files.shared("<si>" + "<r><t>x</t></r>" * 100_000 + "</si>"),
        READ,
    ),
    "a million shared texts": (
        files.shared("".join(f"<si><t>text {n}</t></si>" for n in range(1_000_000))),
        READ,
    ),
    "elements within elements": (
        files.shared("<si>" + "<r>" * 100_000 + "</r>" * 100_000 + "</si>"),
        READ,
    ),
    # Far, blank and merely formatted cells
    "xlsx with a cell in the last corner": (raw_xlsx(files.FAR_XLSX), FAR),
    "xls with a cell in the last corner": (xls(r65535c255="far"), FAR),
    "xlsb with a cell in the last corner": (xlsb(r1048575c16383="far"), FAR),
    "ods with a cell in the last corner": (ods(after=files.FAR_ODS), FAR),
    "formatted to the last row": (raw_xlsx(files.used_to_the_last_row()), READ),
    "csv with five million blank rows": (content(files.CSV + b",,\r\n" * 5_000_000, "return.csv"), READ),
    "csv with a cell a thousand blank rows below": (
        content(files.CSV + b"\r\n" * 1_000 + b"far\r\n", "return.csv"),
        FAR,
    ),
    "csv with a cell below five million blank rows": (
        content(files.CSV + b"\r\n" * 5_000_000 + b"far\r\n", "return.csv"),
        LARGE,
    ),
    "sixty megabytes of separators": (content(files.CSV + b"," * 59_000_000 + b"x", "return.csv"), LARGE),
    "csv of fifty thousand pupils": (
        content(files.pupils(50_000), "return.csv"),
        Read(frozenset(("everyone_alike",)), 50_000),
    ),
    "csv of a quarter of a million pupils": (content(files.pupils(250_000), "return.csv"), LARGE),
    "csv with a million blank columns": (content(files.wide_text(b""), "return.csv"), READ),
    "csv with a million headings": (content(files.wide_text(b"x"), "return.csv"), LARGE),
    # Cells without a value
    "formulas that no program worked out": (
        files.formulas_that_openpyxl_wrote,
        StoppedAt("formula_without_value", ("C2", "C3")),
    ),
    **{
        f"{name} with errors in columns that are read": (make, StoppedAt("error_value", ("C3", "B4")))
        for name, make in {
            "xlsx": raw_xlsx(files.ERRORS_IN_XML),
            "xls": xls(files.FAULTY),
            "xlsb": xlsb(files.FAULTY),
            "ods": ods(files.FAULTY),
            "csv": text(
                rows=[
                    [cell.text if isinstance(cell, files.Error) else cell for cell in row]
                    for row in files.FAULTY
                ]
            ),
        }.items()
    },
    "errors in a column that is not read": (
        xlsx([[*files.HEADINGS, "Teddy"], *([*row, "#N/A"] for row in files.ROWS[1:])]),
        UNUSED,
    ),
    "another spreadsheet": (
        xlsx(files.BUDGET),
        StoppedAt("no_header", (None,)),
    ),
    # Made to do harm
    "two gigabytes in two megabytes": (files.bomb("xl/media/image1.png", None), BOMB),
    "two gigabytes in a sheet that says it is small": (
        files.bomb("xl/worksheets/sheet1.xml", 20_000, f'<worksheet xmlns="{files.MAIN}">'.encode()),
        DAMAGED,
    ),
    "two gigabytes of shared texts that say they are few": (
        files.bomb("xl/sharedStrings.xml", 20_000, f'<sst xmlns="{files.MAIN}"><si><t>'.encode()),
        DAMAGED,
    ),
    "six thousand parts": (raw_xlsx(extra={f"xl/media/{n}": b"" for n in range(6_000)}), BOMB),
    "entities in the sheet": (files.entities_in("xl/worksheets/sheet1.xml", b"worksheet"), DAMAGED),
    "entities in the workbook": (files.entities_in("xl/workbook.xml", b"workbook"), DAMAGED),
    "entities in the shared texts": (files.entities_in("xl/sharedStrings.xml", b"sst"), READ),
    "an ods of a billion cells": (
        ods(
            after='<table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
            "<text:p>x</text:p></table:table-cell></table:table-row>"
        ),
        LARGE,
    ),
    # Not whole
    **{
        f"a workbook cut short to {keep}": (files.cut_short(keep), DAMAGED)
        for keep in (10, 100, 0.5, 0.9, -1, -22, -100)
    },
    "an xls cut short": (files.cut_short(0.5, xls()), DAMAGED),
    "an xlsb cut short": (files.cut_short(0.5, xlsb()), DAMAGED),
    "an ods cut short": (files.cut_short(0.5, ods()), DAMAGED),
    "nothing in it": (content(b""), EMPTY),
    "blanks": (content(b" \r\n\t\r\n"), EMPTY),
    "blanks in UTF-16": (content(" \r\n\t\r\n".encode("utf-16")), EMPTY),
    "a sheet without cells": (xlsx([]), Refused("no sheet with cells")),
    "charts alone": (files.charts_alone, Refused("only charts")),
    # Not to be opened
    "a password on an xlsx": (content(files.ENCRYPTED), PASSWORD),
    "a password on an xls": (
        lambda folder: files.write_xls(folder / "return.xls", {"Marks": {(0, 0): "x"}}, encrypted=True),
        PASSWORD,
    ),
    "a password on an ods": (ods(manifest="<encryption-data/>"), PASSWORD),
    # Something else under a workbook's name
    "a Word document": (content(files.documents("word/document.xml")), Refused("a Word document")),
    "a presentation": (content(files.documents("ppt/presentation.xml")), Refused("a presentation")),
    "an archive": (content(files.documents("marks.csv")), Refused("compressed archive")),
    "a PDF": (content(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3"), Refused("a PDF")),
    "a picture": (content(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Refused("a picture")),
    "a program of Windows": (content(b"MZ\x90\0\x03\0\0\0" + b"\0" * 500), Refused("a program")),
    "a program of Linux": (content(b"\x7fELF\x02\x01\x01" + b"\0" * 500), Refused("a program")),
    "a web page": (content(files.HTML, "return.xls"), Refused("a web page")),
    "a spreadsheet of 2003 in XML": (content(files.XML_2003, "return.xls"), Refused("Excel 2003 XML")),
    "noise": (content(bytes(range(256)) * 20), Refused("neither a spreadsheet nor text")),
    "csv with a nil among its letters": (
        content(files.CSV.replace(b"WTS", b"W\0S"), "return.csv"),
        Refused("neither a spreadsheet nor text"),
    ),
    "csv with a quotation mark left open": (
        content(files.CSV.replace(b"WTS", b'"WTS'), "return.csv"),
        Refused("never closed"),
    ),
    # Names and places
    "a file's name of signs": (text(name="Y6 ‮cod\u200f 🌳 'é\" $(x) ;&.csv"), READ),
    "the longest file name": (text(name=f"{'é' * 125}x.csv"), READ),
    "a link to a file": (files.link(None), READ),
    "a link to nothing": (files.link("nowhere"), Refused("no such file")),
    "a link to itself": (files.link("return.csv"), Refused("no such file")),
    "no file": (files.nothing, Refused("no such file")),
    "a folder": (files.directory, Refused("a folder")),
    "a pipe that nobody writes to": (files.pipe, Refused("not an ordinary file")),
    "a device that never ends": (files.device, Refused("not an ordinary file")),
    "a file that is not ours to read": (files.unreadable, Refused("cannot be opened")),
}


@dataclass(frozen=True)
class Answer:
    """What one run of the command said."""

    status: int
    outcomes: list[dict[str, Any]]
    said: str  # on standard error
    seconds: float  # that it worked: a busy machine does not lengthen them
    peak: int  # bytes; 0 where the system does not say

    @property
    def problems(self) -> list[dict[str, Any]]:
        return [problem for outcome in self.outcomes for problem in outcome["problems"]]


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    return Trust(tmp_path_factory.mktemp("trust"))


@pytest.fixture(scope="module")
def ready() -> Iterator[subprocess.Popen[str] | None]:
    """A process that has imported the command already and runs it in copies of itself; None without fork."""
    if not hasattr(os, "fork"):
        yield None
        return
    whole = [sys.executable, "-m", "tests.measured_check", "--answer"]
    with subprocess.Popen(
        whole, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield process
        process.communicate()


def answer(
    trust: Trust, path: Path, command: str = "check", ready: subprocess.Popen[str] | None = None
) -> Answer:
    """What the command says of a file: in a process of its own, and as a copy of `ready` if there is one."""
    options = ["--json", "--school", OAKFIELD, "--half-term", SPRING_1, "--data", trust.folder.root]
    arguments = list(map(str, [command, path, *options]))
    if ready is None:
        whole = [sys.executable, "-m", "tests.measured_check", *arguments]
        done = subprocess.run(
            whole, capture_output=True, text=True, cwd=ROOT, timeout=3 * SECONDS, check=False
        )
        return answered(done.returncode, done.stdout, done.stderr)
    with tempfile.TemporaryDirectory() as place:
        out, said = Path(place, "out"), Path(place, "said")
        assert ready.stdin is not None
        assert ready.stdout is not None
        ready.stdin.write(json.dumps({"arguments": arguments, "out": str(out), "said": str(said)}) + "\n")
        ready.stdin.flush()
        status = int(ready.stdout.readline())
        return answered(status, out.read_text(encoding="utf-8"), said.read_text(encoding="utf-8"))


def answered(status: int, printed: str, on_error: str) -> Answer:
    said, _, took = on_error.rstrip("\n").rpartition("\n")
    peak, worked = took.split()
    return Answer(status, json.loads(printed), said, float(worked), int(peak))


@pytest.mark.parametrize("name", VERDICTS)
def test_the_verdict_on_every_kind_of_file(
    name: str, trust: Trust, tmp_path: Path, ready: subprocess.Popen[str] | None
) -> None:
    make, verdict = VERDICTS[name]
    got = answer(trust, make(tmp_path), ready=ready)
    assert got.seconds < SECONDS
    assert got.peak < BYTES
    assert "Traceback" not in got.said
    assert len(got.outcomes) == 1
    [outcome] = got.outcomes
    stops = [(one["code"], one["cell"]) for one in got.problems if one["severity"] == "stop"]
    if isinstance(verdict, Read):
        assert (got.status, outcome["status"], stops) == (0, "accepted", [])
        assert (outcome["pupils"], outcome["judgements"]) == (verdict.pupils, verdict.pupils)
        assert {one["code"] for one in got.problems} == verdict.tells
    elif isinstance(verdict, StoppedAt):
        assert (got.status, outcome["status"]) == (1, "rejected")
        assert stops == [(verdict.code, cell) for cell in verdict.cells]
    else:
        assert (got.status, outcome["status"], stops) == (2, "rejected", [("unreadable", None)])
        [told] = got.problems
        assert verdict.words in told["message"]
        assert told["message"].endswith(".")
        assert told["suggestion"].endswith(".")
        assert len(told["message"] + told["suggestion"]) < 250


def test_memory_is_really_measured(trust: Trust, tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells a process how much memory it had at most")
    small, large = text()(tmp_path), content(files.pupils(50_000), "large.csv")(tmp_path)
    assert answer(trust, large).peak > answer(trust, small).peak > 30_000_000


# A file that somebody writes while it is read


@contextmanager
def rewritten_all_the_time(path: Path, *contents: bytes) -> Iterator[None]:
    """Meanwhile a file's content is replaced over and over: in place, as programs that save slowly do."""
    stopped = threading.Event()

    def write() -> None:
        for data in cycle(contents):
            if stopped.is_set():
                return
            with path.open("r+b") as handle:
                handle.truncate(len(data))
                handle.write(data)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        stopped.set()
        writer.join()


@pytest.mark.parametrize("command", ["check", "load"])
def test_a_file_that_is_altered_while_it_is_read(command: str, tmp_path: Path) -> None:
    trust = Trust(tmp_path)
    path = text(name="return.xlsx")(tmp_path)
    book = xlsx([*files.ROWS, [files.upn(3), "6", "GDS"]])(tmp_path).read_bytes()
    with rewritten_all_the_time(path, files.CSV, book, files.CSV[:40], book[:1000]):
        answers = [answer(trust, path, command) for _ in range(4)]
    for got in answers:
        assert got.status in (0, 1, 2)
        assert "Traceback" not in got.said
        assert "fault of the dashboard" not in got.said
        assert len(got.outcomes) == 1
        assert got.status == 0 or any(one["severity"] == "stop" for one in got.problems)
    # What was taken in is what the file that is kept holds.
    for pupils, digest in trust.ask("SELECT pupils, original_hash FROM return_history"):
        kept = trust.folder.original_path(digest)
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == digest
        assert answer(Trust(tmp_path / digest), kept).outcomes[0]["pupils"] == pupils


# Bytes that fell over

WHOLE: dict[str, Make] = {"xlsx": xlsx(), "xls": xls(), "xlsb": xlsb(), "ods": ods(), "csv": text()}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    return {name: make(folder).read_bytes() for name, make in WHOLE.items()}


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from(sorted(WHOLE)),
    flips=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=8),
)
def test_bytes_that_fell_over_never_end_in_a_fault(
    kind: str,
    flips: list[tuple[float, int]],
    trust: Trust,
    whole: dict[str, bytes],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = bytearray(whole[kind])
    for place, other in flips:
        data[int(place * len(data))] ^= other
    path = tmp_path / "return.xlsx"
    path.write_bytes(data)
    arguments = ["check", path, "--json", "--school", OAKFIELD, "--half-term", SPRING_1]
    status = main([str(one) for one in (*arguments, "--data", trust.folder.root)])
    told = capsys.readouterr()
    outcomes = json.loads(told.out)
    assert status in (0, 1, 2)
    assert "fault of the dashboard" not in told.err
    assert len(outcomes) >= 1  # a school's name that became another's splits a file
    stopped = any(one["severity"] == "stop" for outcome in outcomes for one in outcome["problems"])
    assert stopped == (status != 0)

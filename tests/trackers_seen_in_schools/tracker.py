"""What a tracker of a school is for these tests: a file to draw, and the truth beside it.

The truth is noted while the file is drawn: `Tracker.mark` chooses a judgement, notes it and returns the
word that the school would type. So a builder reads like the sheet it draws.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from etl.upn import with_check_letter
from tests.builders_binary_sheets import cells_of, ods_rows, write_ods, write_xls, write_xlsb

OAKFIELD, ELM_GROVE, ST_BEDES = 910001, 910002, 910003

# fmt: off
SURNAMES = (
    "Abbott", "Baines", "Calder", "Dhillon", "Easton", "Farooq", "Gill", "Hartley", "Iqbal", "Jessop",
    "Kowalski", "Lister", "Mbeki", "Naylor", "O'Dowd", "Pickering", "Quarmby", "Rahman", "Sutcliffe",
    "Tran", "Underwood", "Varley", "Whitwam", "Xu", "Yarrow", "Zielinski", "Ackroyd-Bell", "Brook",
    "Crossley", "Denham",
)
# fmt: on
# fmt: off
FORENAMES = (
    "Amelia", "Ben", "Chloe", "Daniyal", "Ella", "Faris", "Grace", "Hamza", "Isla", "Jakub", "Kezia", "Leo",
    "Maya", "Noah", "Olivia", "Piotr", "Quinn", "Rosie", "Sami", "Tilly", "Umar", "Violet", "William",
    "Xena", "Yusuf", "Zara",
)
# fmt: on

Words = Mapping[str, str | Sequence[str]]
PLAIN: Words = {"PKS": "PKS", "WTS": "WTS", "EXS": "EXS", "GDS": "GDS"}
THREE: Words = {"WTS": "WTS", "EXS": "EXS", "GDS": "GDS"}


@dataclass(frozen=True)
class Child:
    """A pupil who does not exist."""

    number: int
    year_group: int
    class_name: str
    upn: str
    surname: str
    forename: str
    sex: str
    dob: date
    pp: bool
    fsm: bool
    eal: bool
    sen: str

    @property
    def name(self) -> str:
        return f"{self.forename} {self.surname}"

    @property
    def listed(self) -> str:
        return f"{self.surname}, {self.forename}"


@dataclass(frozen=True)
class Wide:
    """One text over several columns, merged."""

    text: str | None
    columns: int


@dataclass(frozen=True)
class Formula:
    text: str
    value: object


@dataclass
class Page:
    """One sheet, row by row."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_columns: list[str] = field(default_factory=list)

    def row(self, *cells: Any) -> int:
        """Adds a row of cells; its number as the sheet shows it."""
        laid: list[Any] = []
        for cell in cells:
            if isinstance(cell, Wide):
                if cell.columns > 1:
                    place = len(laid)
                    self.merges.append((len(self.rows), place, len(self.rows), place + cell.columns - 1))
                laid += [cell.text, *[None] * (cell.columns - 1)]
            else:
                laid.append(cell)
        self.rows.append(laid)
        return len(self.rows)

    def gap(self, rows: int = 1) -> None:
        for _ in range(rows):
            self.row()

    def merge_down(self, column: int, first: int, last: int) -> None:
        """Merges a column's cells from row to row, as numbered in the sheet."""
        if last > first:
            self.merges.append((first - 1, column, last - 1, column))


Key = tuple[str, str, str, str]  # upn, half-term, subject, kind


@dataclass
class Tracker:
    """A file as a school would send it, what is said with it, and what must come of it."""

    file: str = "tracker.xlsx"
    half_term: str | None = "2025/26 Spring 1"  # as the person says; None: the file must
    really: str = "2025/26 Spring 1"  # the half-term that it is for
    school_urn: int | None = OAKFIELD
    encoding: str = "utf-8"
    delimiter: str = ","
    pages: list[Page] = field(default_factory=list)
    chart_sheet: bool = False
    truth: dict[Key, str | None] = field(default_factory=dict)
    # Rows that a reader may give or leave out: what the sheet says of last year, for one.
    optional: dict[Key, str | None] = field(default_factory=dict)
    pupils: dict[str, dict[str, Any]] = field(default_factory=dict)
    schools: dict[str, int] = field(default_factory=dict)  # upn -> urn, where the file is for many
    stops_at: list[tuple[str, str]] = field(default_factory=list)  # one of these cells must be named
    must_stop: bool = False
    may_ask: bool = False  # a sensible person might ask, and need not
    must_say: list[str] = field(default_factory=list)  # codes of what must be said beside the reading
    answers: dict[str, str] = field(default_factory=dict)  # what the school would say when asked
    seed: str = ""
    made: int = 0

    def sheet(self, name: str = "Sheet1", *, hidden: bool = False) -> Page:
        page = Page(name, hidden=hidden)
        self.pages.append(page)
        return page

    def children(
        self, count: int, year_group: int = 4, class_name: str = "", *, year_told: bool = True, **details: Any
    ) -> list[Child]:
        """Pupils who do not exist; `year_told` is False where the file nowhere says their year group."""
        made = []
        for _ in range(count):
            self.made += 1
            number = self.made
            chance = random.Random(f"child {self.file} {self.seed} {number}")
            born = date(2025 - 5 - year_group, 9, 1) + timedelta(days=chance.randrange(365))
            made.append(
                Child(
                    number=number,
                    year_group=year_group,
                    class_name=class_name or f"{year_group}A",
                    upn=with_check_letter(
                        f"999{8000 + number // 1000:04d}{chance.randrange(100):02d}{number:03d}"
                    ),
                    surname=SURNAMES[chance.randrange(len(SURNAMES))],
                    forename=FORENAMES[chance.randrange(len(FORENAMES))],
                    sex=chance.choice("FM"),
                    dob=born,
                    pp=chance.random() < 0.3,
                    fsm=chance.random() < 0.25,
                    eal=chance.random() < 0.2,
                    sen=chance.choice("NNNNKKE"),
                )
            )
        for child in made:
            self.pupils[child.upn] = {**({"year_group": year_group} if year_told else {}), **details}
        return made

    def says(self, child: Child, **details: Any) -> None:
        """What the sheet says of a pupil beside the marks."""
        self.pupils[child.upn].update(details)

    def mark(
        self,
        child: Child,
        subject: str,
        kind: str = "current",
        at: str | None = None,
        words: Words = PLAIN,
        blanks: float = 0.05,
        note: bool = True,
    ) -> str | None:
        """The word for a judgement of the pupil, or a blank; what it means is noted as the truth."""
        half_term = self.whole(at)
        key = (child.upn, half_term, subject, kind)
        chance = random.Random(f"{self.file} {self.seed} {child.number} {subject} {kind} {half_term}")
        if chance.random() < blanks:
            return None
        choices = [
            one for one, often in (("PKS", 1), ("WTS", 5), ("EXS", 10), ("GDS", 4)) for _ in range(often)
        ]
        judgement = chance.choice([one for one in choices if one in words])
        if note:
            self.truth[key] = judgement
        spelt = words[judgement]
        return spelt if isinstance(spelt, str) else chance.choice(list(spelt))

    def no_judgement(self, child: Child, subject: str, kind: str = "current", at: str | None = None) -> None:
        """The pupil was absent, disapplied or has left: a row without a judgement."""
        self.truth[(child.upn, self.whole(at), subject, kind)] = None

    def whole(self, at: str | None) -> str:
        if at is None:
            return self.really
        return at if at.startswith("20") else f"{self.really[:7]} {at}"

    def stops(self, page: Page, *cells: str) -> None:
        self.must_stop = True
        self.stops_at += [(page.name, cell) for cell in cells]

    @property
    def hidden(self) -> list[str]:
        return [page.name for page in self.pages if page.hidden]

    def write(self, folder: Path) -> Path:
        path = folder / self.file
        write = {".xlsx": self._xlsx, ".xlsm": self._xlsx}.get(path.suffix)
        if write:
            write(path)
        elif path.suffix == ".ods":
            write_ods(
                path, {page.name: ods_rows(_plain(page.rows)) for page in self.pages}, hidden=self.hidden
            )
        elif path.suffix in (".xls", ".xlsb"):
            writer: Callable[..., Any] = {".xls": write_xls, ".xlsb": write_xlsb}[path.suffix]
            writer(path, {page.name: cells_of(_plain(page.rows)) for page in self.pages}, hidden=self.hidden)
        else:
            out = io.StringIO(newline="")
            writer_ = csv.writer(out, delimiter=self.delimiter, lineterminator="\r\n")
            for row in self.pages[0].rows:
                writer_.writerow([_as_text(cell) for cell in row])
            path.write_bytes(out.getvalue().encode(self.encoding))
        return path

    def _xlsx(self, path: Path) -> None:
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            days = book.add_format({"num_format": "dd/mm/yyyy"})
            merged = book.add_format({"align": "center", "text_wrap": True})
            for page in self.pages:
                sheet = book.add_worksheet(page.name)
                for number, row in enumerate(page.rows):
                    for column, value in enumerate(row):
                        if isinstance(value, date):
                            sheet.write_datetime(number, column, value, days)
                        elif isinstance(value, Formula):
                            sheet.write_formula(number, column, value.text, None, value.value)
                        elif value is not None:
                            sheet.write(number, column, value)
                for first, left, last, right in page.merges:
                    text = page.rows[first][left]
                    sheet.merge_range(first, left, last, right, text if text is not None else "", merged)
                for letters in page.hidden_columns:
                    sheet.set_column(f"{letters}:{letters}", None, None, {"hidden": True})
                if page.hidden:
                    sheet.hide()
            if self.chart_sheet:
                chart = book.add_chart({"type": "column"})
                chart.add_series({"values": [self.pages[0].name, 2, 3, 8, 3]})
                book.add_chartsheet("Chart1").set_chart(chart)
            next(
                s for s, page in zip(book.worksheets(), self.pages, strict=False) if not page.hidden
            ).activate()


def _plain(rows: list[list[Any]]) -> list[list[Any]]:
    """Cells as the writers of binary kinds take them: dates as texts."""
    return [[_as_text(cell) if isinstance(cell, date) else cell for cell in row] for row in rows]


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else str(cell)


def address(row: int, column: int) -> str:
    """`C5` for row 5, third column."""
    return str(xl_rowcol_to_cell(row - 1, column - 1))


SEEN: dict[str, Callable[[], Tracker]] = {}


def seen(build: Callable[[], Tracker]) -> Callable[[], Tracker]:
    """Adds a builder to the trackers that are read; its name says what is odd about it."""
    module = build.__module__.rsplit(".", 1)[-1]
    SEEN[f"{module}.{build.__name__}"] = build
    return build


def pairs(*groups: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every combination in the order that nested headings stand in."""
    if not groups:
        yield ()
        return
    for one in groups[0]:
        for rest in pairs(*groups[1:]):
            yield (one, *rest)

"""One small file for each kind of problem, as a teacher could check it.

A file is lines of cells with bars between. `<who>` stands for the headings UPN, Surname, Forename and DOB,
which take columns A to D, and `<3>` for those four cells of pupil 3; `{3}` is pupil 3's UPN alone. Unless
something else is said it is Oakfield's return for Spring 1 of 2025/26, and nothing was returned before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.half_terms import HalfTerm
from etl.problems import Severity
from tests.builders_returns import upn
from tests.builders_sheets import Grid, raw_rows, write_csv, write_raw_xlsx, write_xlsx
from tests.builders_trust import AUTUMN_1, AUTUMN_2, ELM_GROVE, OAKFIELD, SPRING_1

STOP, CHECK, INFO = Severity.STOP, Severity.CHECK, Severity.INFO

# Names that no sentence holds by chance. All were born in spring 2015: Year 6 in 2025/26.
SURNAMES = [
    "Quillbyrne",
    "Thornockle",
    "Vexmoor",
    "Wigglesby",
    "Xanthope",
    "Yarrowick",
    "Zellweather",
    "Abbleton",
    "Brindlecot",
    "Cragsby",
    "Dunnelow",
    "Eskmire",
    "Fawksby",
    "Grimblot",
]
FORENAMES = [
    "Perpetua",
    "Ignatz",
    "Ottoline",
    "Barnabee",
    "Clothilde",
    "Dagmara",
    "Ephraim",
    "Fenella",
    "Gwendal",
    "Hortensia",
    "Isambard",
    "Jacoba",
    "Kezzia",
    "Leopoldo",
]


def cells_of(number: int) -> list[str]:
    """A pupil's UPN, surname, forename and birth date."""
    return [upn(number), SURNAMES[number - 1], FORENAMES[number - 1], f"{number:02d}/05/2015"]


def private_words(number: int) -> list[str]:
    """What no message may hold of a pupil."""
    return [*cells_of(number), f"2015-05-{number:02d}", f"{number} May 2015"]


PUPILS = range(1, len(SURNAMES) + 1)


def grid(lines: str) -> list[list[str | None]]:
    def known(found: re.Match[str]) -> str:
        return " | ".join(cells_of(int(found[1])))

    text = re.sub(r"<(\d+)>", known, lines.strip("\n").replace("<who>", "UPN | Surname | Forename | DOB"))
    text = re.sub(r"\{(\d+)\}", lambda found: upn(int(found[1])), text)
    return [[cell.strip() or None for cell in line.split("|")] for line in text.split("\n")]


@dataclass(frozen=True)
class Before:
    """A return that was loaded before the example is looked at."""

    lines: str
    half_term: HalfTerm = AUTUMN_2
    urn: int = OAKFIELD


@dataclass(frozen=True, kw_only=True)
class Example:
    """A file, and the one place or the places where it raises a kind of problem.

    `also`: the other kinds that cannot but come with it.
    """

    severity: Severity
    at: tuple[str | None, ...]
    file: str | Mapping[str, str] | Callable[[Path], Path]
    sheet: str | None = "return"  # the one sheet of a csv is called by the file's name
    also: frozenset[str] = frozenset()
    before: tuple[Before, ...] = ()
    closed: tuple[HalfTerm, ...] = ()  # closed once what was before is loaded
    urn: int | None = OAKFIELD
    half_term: HalfTerm | None = SPRING_1
    hidden: tuple[str, ...] = ()

    def write(self, folder: Path) -> Path:
        if callable(self.file):
            return self.file(folder)
        if isinstance(self.file, str):
            return write_csv(folder / "return.csv", grid(self.file))
        sheets: dict[str, Grid] = {name: grid(lines) for name, lines in self.file.items()}
        return write_xlsx(folder / "return.xlsx", sheets, hidden=self.hidden)


def all_of(lines: str, numbers: range) -> str:
    """The headings of some lines, and their second line once for each pupil."""
    headings, row = lines.split("\n")
    return "\n".join([headings, *(row.replace("<n>", f"<{number}>") for number in numbers)])


def formula_that_was_never_worked_out(folder: Path) -> Path:
    rows = {1: {"A": "UPN", "B": "Year", "C": "Reading"}, 2: {"A": upn(1), "B": "6"}}
    data = raw_rows(rows).replace("</row></sheetData>", '<c r="C2"><f>D2</f></c></row></sheetData>')
    return write_raw_xlsx(folder / "return.xlsx", data)


def cell_in_the_last_corner(folder: Path) -> Path:
    rows = {
        1: {"A": "UPN", "B": "Year", "C": "Reading"},
        2: {"A": upn(1), "B": "6", "C": "WTS"},
        1_048_576: {"XFD": "x"},
    }
    return write_raw_xlsx(folder / "return.xlsx", raw_rows(rows))


def empty_file(folder: Path) -> Path:
    (folder / "return.xlsx").write_bytes(b"")
    return folder / "return.xlsx"


STAYS = "<who> | Year | Reading Predicted\n<n> | 6 | EXS"
SIX = Before("<who> | Year | Reading Predicted\n" + "\n".join(f"<{n}> | 6 | WTS" for n in range(1, 7)))
TWO = Before("<who> | Year | Reading\n<1> | 6 | WTS\n<2> | 6 | WTS")
OF_TWO_PUPILS = "<who> | Year | Reading\n<1> | 6 | EXS\n<2> | 6 | EXS"

EXAMPLES: dict[str, Example] = {
    # What reading finds in a file.
    "no_header": Example(
        severity=STOP,
        at=(None,),
        file="Dear all | here are\nour | marks\n<1> | 6 | EXS",
        also=frozenset(("sheet_not_used",)),
    ),
    "no_marks": Example(severity=STOP, at=("A1",), file="<who> | Year\n<1> | 6"),
    "no_upn_column": Example(
        severity=STOP,
        at=("A1",),
        file="Surname | Forename | Year | Reading\nQuillbyrne | Perpetua | 6 | EXS",
    ),
    "missing_upn": Example(
        severity=STOP,
        at=("A3",),
        file="<who> | Year | Reading\n<1> | 6 | EXS\n | Thornockle | Ignatz | 02/05/2015 | 6 | WTS",
    ),
    "malformed_upn": Example(
        severity=STOP,
        at=("A2",),
        file="UPN | Surname | Year | Reading\nA801200005001 | Quillbyrne | 6 | EXS",
    ),
    "duplicate_pupil": Example(
        severity=STOP,
        at=("A2", "A4"),
        file="<who> | Year | Reading\n<1> | 6 | EXS\n<2> | 6 | EXS\n<1> | 6 | WTS",
    ),
    "two_pupils_one_upn": Example(
        severity=STOP,
        at=("A2", "A3"),
        file="<who> | Year | Reading\n<1> | 6 | EXS\n{1} | Vexmoor | Ottoline | 03/05/2015 | 6 | EXS",
    ),
    "two_marks": Example(
        severity=STOP,
        at=("F2", "G2"),
        file="<who> | Year | Reading | Reading TA\n<1> | 6 | EXS | WTS\n<2> | 6 | EXS | EXS",
    ),
    "unknown_mark": Example(
        severity=STOP,
        at=("F2", "F3", "F4"),
        file="<who> | Year | Reading\n<1> | 6 | Exppected\n<2> | 6 | Thornockle\n<3> | 6 | 03/05/2015",
    ),
    "ambiguous_mark": Example(
        severity=STOP, at=("F2",), file="<who> | Year | Reading\n<1> | 6 | 2b\n<2> | 6 | 2B"
    ),
    "impossible_score": Example(
        severity=STOP, at=("F3",), file="<who> | Year | Reading Scaled Score\n<1> | 6 | 104\n<2> | 6 | 140"
    ),
    "impossible_year_group": Example(
        severity=STOP, at=("E2",), file="<who> | Year | Reading\n<1> | 13 | EXS\n<2> | 6 | EXS"
    ),
    "error_value": Example(
        severity=STOP, at=("F2",), file="<who> | Year | Reading\n<1> | 6 | #N/A\n<2> | 6 | EXS"
    ),
    "formula_without_value": Example(
        severity=STOP, at=("C2",), sheet="Marks", file=formula_that_was_never_worked_out
    ),
    "wrong_school": Example(
        severity=STOP, at=("E2",), file="<who> | School | Year | Reading\n<1> | Elm Grove | 6 | EXS"
    ),
    "unknown_school": Example(
        severity=STOP,
        at=("E2",),
        urn=None,
        file="<who> | School | Year | Reading\n<1> | Nowhere Primary | 6 | EXS",
    ),
    "school_not_said": Example(
        severity=STOP, at=(None,), sheet=None, urn=None, file="<who> | Year | Reading\n<1> | 6 | EXS"
    ),
    "half_term_not_said": Example(
        severity=STOP, at=(None,), sheet=None, half_term=None, file="<who> | Year | Reading\n<1> | 6 | EXS"
    ),
    "half_term_taken": Example(
        severity=CHECK,
        at=(None,),
        sheet=None,
        half_term=None,
        file="Marks 2025/26\n<who> | Year | Reading Aut 1 | Reading Aut 2\n<1> | 6 | WTS | EXS",
    ),
    "half_term_at_odds": Example(
        severity=STOP, at=("A1",), file="Autumn 2 2025/26\n<who> | Year | Reading\n<1> | 6 | EXS"
    ),
    "later_half_term": Example(
        severity=STOP, at=("G2",), file="<who> | Year | Reading Spr 1 | Reading Spr 2\n<1> | 6 | WTS | EXS"
    ),
    "unclear_column": Example(
        severity=STOP, at=("F1",), file="<who> | Year | AP1 Reading | Reading\n<1> | 6 | EXS | EXS"
    ),
    "unclear_row": Example(
        severity=STOP,
        at=("F2",),
        file="<who> | Year | Subject | Mark\n<1> | 6 | Reeding | EXS\n<2> | 6 | Maths | EXS",
    ),
    "school_name_unknown": Example(
        severity=CHECK, at=("E2",), file="<who> | School | Year | Reading\n<1> | Nowhere Primary | 6 | EXS"
    ),
    "term_read_as": Example(
        severity=CHECK,
        at=("F2",),
        file="<who> | Year | Reading Autumn | Reading Spring\n<1> | 6 | WTS | EXS",
    ),
    "detail_not_read": Example(
        severity=CHECK,
        at=("D2",),
        file="UPN | Surname | Forename | DOB | Year | Reading\n"
        "{1} | Quillbyrne | Perpetua | 32/05/2015 | 6 | EXS",
    ),
    "year_groups_differ": Example(
        severity=CHECK,
        at=("A3",),
        file="<who> | Year | Reading\n<1> | 6 | EXS\n<1> | 5 | EXS",
    ),
    "no_year_group": Example(severity=CHECK, at=(None,), sheet=None, file="<who> | Reading\n<1> | EXS"),
    "column_not_used": Example(
        severity=INFO, at=(None,), file="<who> | Year | Reading | Teddy\n<1> | 6 | WTS | Vexmoor"
    ),
    "sheet_not_used": Example(
        severity=INFO,
        at=(None, None),
        sheet=None,
        file={
            "Marks": "<who> | Year | Reading\n<1> | 6 | WTS",
            "Read me": "Ask Quillbyrne | how to use this",
            "Old": "<who> | Year | Reading\n<2> | 6 | GDS",
        },
        hidden=("Old",),
    ),
    "rows_not_used": Example(
        severity=INFO, at=(None,), file="<who> | Year | Reading\n<1> | 6 | WTS\n\nTotal | | | | | 1"
    ),
    "marks_not_used": Example(
        severity=INFO,
        at=(None,),
        file="<who> | Year | Subject | Mark\n<1> | 6 | History | EXS\n<1> | 6 | Maths | EXS",
    ),
    "cells_far_away": Example(severity=INFO, at=(None,), sheet="Marks", file=cell_in_the_last_corner),
    "blank_means_no": Example(
        severity=INFO, at=(None,), file="<who> | Year | PP | Reading\n<1> | 6 | PP | EXS\n<2> | 6 | | EXS"
    ),
    # What is seen once a return is held against the record.
    "jump": Example(severity=CHECK, at=("F2",), before=(TWO,), file=OF_TWO_PUPILS.replace("EXS", "GDS", 1)),
    "earlier_mark_differs": Example(
        severity=CHECK,
        at=("F2",),
        before=(TWO,),
        file="<who> | Year | Reading Aut 2 | Reading Spr 1\n<1> | 6 | EXS | EXS\n<2> | 6 | WTS | EXS",
    ),
    "marks_for_closed_drop": Example(
        severity=CHECK,
        at=("F2",),
        before=(TWO,),
        closed=(AUTUMN_2,),
        also=frozenset(("earlier_mark_differs",)),
        file="<who> | Year | Reading Aut 2 | Reading Spr 1\n<1> | 6 | EXS | EXS\n<2> | 6 | WTS | EXS",
    ),
    "everyone_alike": Example(
        severity=CHECK, at=("F2",), file=all_of("<who> | Year | Reading\n<n> | 6 | EXS", range(1, 9))
    ),
    "nothing_changed": Example(
        severity=CHECK,
        at=("F2",),
        before=(Before(all_of(STAYS, range(1, 11))),),
        also=frozenset(("everyone_alike",)),
        file=all_of(STAYS, range(1, 11)),
    ),
    "many_leavers": Example(
        severity=CHECK,
        at=(None,),
        sheet=None,
        before=(SIX,),
        file="<who> | Year | Reading Predicted\n<6> | 6 | WTS",
    ),
    "leavers": Example(
        severity=INFO, at=(None,), sheet=None, before=(TWO,), file="<who> | Year | Reading\n<1> | 6 | EXS"
    ),
    "starters": Example(
        severity=INFO, at=(None,), sheet=None, before=(TWO,), file=f"{OF_TWO_PUPILS}\n<3> | 6 | EXS"
    ),
    "returned": Example(
        severity=INFO,
        at=(None,),
        sheet=None,
        before=(Before(TWO.lines, AUTUMN_1), Before("<who> | Year | Reading\n<1> | 6 | WTS")),
        also=frozenset(("starters",)),
        file=OF_TWO_PUPILS,
    ),
    "from_our_schools": Example(
        severity=INFO,
        at=(None,),
        sheet=None,
        before=(TWO, Before("<who> | Year | Reading\n<3> | 6 | WTS", urn=ELM_GROVE)),
        also=frozenset(("starters",)),
        file=f"{OF_TWO_PUPILS}\n<3> | 6 | EXS",
    ),
    "to_our_schools": Example(
        severity=INFO,
        at=(None,),
        sheet=None,
        before=(TWO, Before("<who> | Year | Reading\n<2> | 6 | WTS", SPRING_1, ELM_GROVE)),
        also=frozenset(("leavers",)),
        file="<who> | Year | Reading\n<1> | 6 | EXS",
    ),
    "in_two_schools": Example(
        severity=CHECK,
        at=("A3",),
        before=(Before("<who> | Year | Reading\n<2> | 6 | WTS", SPRING_1, ELM_GROVE),),
        file=OF_TWO_PUPILS,
    ),
    "born_outside_year": Example(severity=CHECK, at=("D2",), file="<who> | Year | Reading\n<1> | 5 | EXS"),
    "out_of_year": Example(
        severity=INFO,
        at=("D2",),
        before=(Before("<who> | Year | Reading\n<1> | 5 | WTS"),),
        file="<who> | Year | Reading\n<1> | 5 | EXS",
    ),
    "birth_date_differs": Example(
        severity=CHECK,
        at=("D2",),
        before=(TWO,),
        file="<who> | Year | Reading\n{1} | Quillbyrne | Perpetua | 09/05/2015 | 6 | EXS\n<2> | 6 | EXS",
    ),
    "upn_of_another_pupil": Example(
        severity=CHECK,
        at=("A2",),
        before=(TWO,),
        file="<who> | Year | Reading\n{1} | Vexmoor | Ottoline | 03/05/2015 | 6 | EXS\n<2> | 6 | EXS",
    ),
    "name_changed": Example(
        severity=INFO,
        at=("B2",),
        before=(TWO,),
        file="<who> | Year | Reading\n{1} | Vexmoor | Perpetua | 01/05/2015 | 6 | EXS\n<2> | 6 | EXS",
    ),
    "new_upn_for_known_pupil": Example(
        severity=CHECK,
        at=("A2",),
        before=(TWO,),
        also=frozenset(("leavers", "starters")),
        file="<who> | Year | Reading\n{9} | Quillbyrne | Perpetua | 01/05/2015 | 6 | EXS\n<2> | 6 | EXS",
    ),
    # What keeps a whole file out.
    "drop_closed": Example(
        severity=STOP,
        at=(None,),
        sheet=None,
        before=(Before(TWO.lines, SPRING_1),),
        closed=(SPRING_1,),
        file=OF_TWO_PUPILS,
    ),
    "no_pupils": Example(severity=STOP, at=(None,), sheet=None, file="<who> | Year | Reading"),
    "unreadable": Example(severity=STOP, at=(None,), sheet=None, file=empty_file),
    "school_not_registered": Example(severity=STOP, at=(None,), sheet=None, urn=999_999, file=OF_TWO_PUPILS),
}

"""A trust of one school, files checked in it, and the annotated copies that come back: for tests."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from builders_sheets import made_upn, write_csv
from openpyxl import load_workbook

from etl.__main__ import main
from etl.annotated import annotate
from etl.containers.fix_list_sign import HEADINGS
from etl.folder import DataFolder
from etl.half_terms import parse_half_term
from etl.returns.load import check
from etl.returns.outcome import Outcome

SPRING_1 = parse_half_term("2025/26 Spring 1")
OAKFIELD = 910001
NAMES = {OAKFIELD: "Oakfield Primary School"}
HEADS = ["UPN", "Year", "Reading Current", "Reading Predicted"]
# A3: no UPN. C4: a mark that nobody knows. D4: one with two meanings.
FAULTY = [
    HEADS,
    [made_upn(1), 6, "EXS", "GDS"],
    [None, 6, "EXS", "GDS"],
    [made_upn(3), 6, "Exppected", "w"],
]
GOOD = [HEADS, [made_upn(1), 6, "EXS", "GDS"], [made_upn(2), 6, "WTS", "EXS"]]


class AnnotatingTrust:
    """A data folder with one school."""

    def __init__(self, root: Path) -> None:
        self.folder = DataFolder(root / "data")
        listed = write_csv(root / "schools.csv", [["urn", "name"], [str(OAKFIELD), NAMES[OAKFIELD]]])
        assert main(["schools", str(listed), "--data", str(self.folder.root)]) == 0

    def check(self, path: Path) -> list[Outcome]:
        return check(self.folder, path, half_term=SPRING_1)

    def annotated(self, path: Path, name: str = "") -> Path:
        """The annotated copy, in a file beside the file itself."""
        content = annotate(path, self.check(path), NAMES)
        written = path.with_name(name or f"{path.stem} - checked.xlsx")
        written.write_bytes(content)
        return written


def book_of(path: Path) -> Any:
    return load_workbook(io.BytesIO(path.read_bytes()))


def listed(path: Path) -> list[tuple[Any, ...]]:
    """The rows of a Fix list: weight, sheet, cell, what was found, what to do."""
    rows = [row[:5] for row in book_of(path)["Fix list"].iter_rows(values_only=True)]
    return rows[rows.index(HEADINGS) + 1 :] if HEADINGS in rows else []


def said(path: Path) -> str:
    """All that stands above the list."""
    rows = [str(row[0]) for row in book_of(path)["Fix list"].iter_rows(max_col=1, values_only=True) if row[0]]
    return "\n".join(rows[: rows.index(HEADINGS[0])] if HEADINGS[0] in rows else rows)

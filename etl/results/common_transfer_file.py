"""Results in a Common Transfer File (CTF), laid out as a sheet, so that they are read like any other.

Only the multiplication tables check is taken: its codes are known from the Department's own service. What
the other assessments are called in a CTF is not known for certain, so they are named as left out.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from etl.containers import Cell, Sheet, limits
from etl.errors import UnreadableFileError
from etl.half_terms import academic_year_label

SHEET = "CTF"
HEADINGS = (
    *("UPN", "Surname", "Forename", "DOB", "Sex", "NC Year", "URN", "LAESTAB", "Academic year"),
    "MTC score",
)
_YEAR = re.compile(r"20[0-9]{2}")
_RESULT = "R"  # as a status: a result; T is a target, E an estimate
# Subject, component, method and qualifier of the multiplication tables check.
_MTC = ("MAT", "MTC", "TT", "MT")


@dataclass
class TransferFile:
    """The check's results as a sheet; `left_out` counts the others by their component."""

    sheet: Sheet
    left_out: Counter[str] = field(default_factory=Counter)


def is_transfer_file(path: Path) -> bool:
    """Whether a file begins as a CTF does."""
    try:
        with path.open("rb") as handle:
            start = handle.read(4000)
    except OSError:
        return False
    return b"<ctfile" in start.replace(b"\x00", b"").lower()


def read_transfer_file(path: Path) -> TransferFile:
    """Raises UnreadableFileError for what is not sound XML, is too large, or declares entities."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"The file cannot be opened: {error.strerror}.") from None
    if len(raw) > limits.MAX_TEXT_BYTES:
        raise UnreadableFileError(limits.TOO_LARGE)
    if b"<!" in raw.replace(b"\x00", b"").replace(b"<!--", b""):
        # A CTF declares nothing; what does could unpack to something enormous.
        raise UnreadableFileError("The file is not a plain Common Transfer File. Export it again.")
    try:
        root = ElementTree.fromstring(raw)
    except ElementTree.ParseError:
        raise UnreadableFileError(
            "The Common Transfer File is damaged: it is not sound XML. Export it again."
        ) from None
    return _as_sheet(root)


def _text(parent: ElementTree.Element | None, *names: str) -> str:
    for name in names:
        found = parent.find(name) if parent is not None else None
        if found is not None and found.text and found.text.strip():
            return found.text.strip()
    return ""


def _as_sheet(root: ElementTree.Element) -> TransferFile:
    header = root.find("Header")
    source = header.find("SourceSchool") if header is not None else None
    urn = _text(source, "URN")
    laestab = f"{_text(source, 'LEA')}{_text(source, 'Estab')}"
    # The header names the year in which the academic year starts, a result the one in which it ends.
    started = _text(source, "AcademicYear")
    held = TransferFile(Sheet(SHEET, [list(HEADINGS)]))
    for pupil in root.iter("Pupil"):
        score, year = "", ""
        for one in pupil.iter("StageAssessment"):
            named = tuple(_text(one, name) for name in ("Subject", "Component", "Method", "ResultQualifier"))
            if named == _MTC and _text(one, "ResultStatus") in ("", _RESULT):
                score, year = _text(one, "Result"), _text(one, "Year")
            else:
                held.left_out[_text(one, "Component") or _text(one, "Subject") or "?"] += 1
        details = pupil.find("BasicDetails")
        row: list[Cell] = [
            _text(pupil, "UPN"),
            _text(pupil, "Surname"),
            _text(pupil, "Forename"),
            _text(pupil, "DOB"),
            _text(pupil, "Sex", "Gender"),
            _text(details, "NCyearActual"),
            urn,
            laestab,
            _academic_year(year, started),
            score,
        ]
        held.sheet.rows.append([value or None for value in row])
    return held


def _academic_year(ended: str, started: str) -> str:
    if _YEAR.fullmatch(ended):
        return academic_year_label(int(ended) - 1)
    return academic_year_label(int(started)) if _YEAR.fullmatch(started) else ""

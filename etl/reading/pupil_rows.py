"""Which rows of a table are pupils: the others are totals, notes, subheadings and legends."""

from __future__ import annotations

import re

from etl.containers import Cell, Fault
from etl.reading.columns import ROW_FIELDS, Column, TableColumns
from etl.reading.marks import is_marklike
from etl.reading.pupil_details import read_birth_date
from etl.reading.spelling import cell_text, comparable
from etl.reading.tables import Table
from etl.reading.year_groups import read_year_group, year_groups_in
from etl.upn import normalise_upn, upn_fault

# How the first text of a row begins that sums up the rows above it, or explains them.
_FOOTER = re.compile(
    r"^(grand |sub-?|class |cohort |year |school )*(total|totals|average|averages|mean|median|mode|count|sum"
    r"|number|no\.? of|percentage|percent)\b|^(%|notes?\b|nb\b|key\b\s*[:\-=]|key$|legend|n =|n=|\* )"
    r"|^\d+(\.\d+)? ?%|% ?$|^(%|number|no\.?) "
)
# Surely meant as a UPN, however mistyped.
_LETTER_AND_DIGITS = re.compile(r"^[A-Z]\d{8,}[A-Z]?$")
_YEAR_SUBHEADING = re.compile(r"^(year|yr|y|reception|eyfs|nursery)\b|^y[r1-6]$")


def shown_text(table: Table, row: int, column: Column | None) -> str:
    """What a cell shows; nothing where it shows an error."""
    if column is None:
        return ""
    sheet = table.sheet
    if sheet.faults and (row, column.index) in sheet.faults:
        return ""
    return cell_text(sheet.cell(row, column.index))


def field_text(table: Table, row: int, column: Column | None) -> str:
    """What a cell of a pupil's details shows; one that is merged downwards shows it in each of its rows."""
    text = shown_text(table, row, column)
    if text or column is None:
        return text
    top = table.carried.get((row, column.index))
    return "" if top is None else shown_text(table, top, column)


def field_value(table: Table, row: int, column: Column) -> Cell:
    """The value behind `field_text`."""
    value = table.sheet.cell(row, column.index)
    top = table.carried.get((row, column.index))
    return table.sheet.cell(top, column.index) if value is None and top is not None else value


def fault_at(table: Table, row: int, column: Column | None) -> Fault | None:
    return table.sheet.faults.get((row, column.index)) if column else None


def is_pupil(table: Table, columns: TableColumns, row: int) -> bool | None:
    """Whether a row is a pupil; None for a blank row."""
    cells = table.sheet.rows[row]
    if not any(value is not None for value in cells[table.left : table.right]):
        used = [*columns.fields.values(), *columns.marks, *columns.doubts]
        if not any(fault_at(table, row, column) for column in used):
            return None
    fields = columns.fields
    upn_text = field_text(table, row, fields.get("upn"))
    upn = normalise_upn(upn_text)
    if upn and (upn_fault(upn) is None or _LETTER_AND_DIGITS.match(upn)):
        return True
    names = [field_text(table, row, fields.get(name)) for name in ("surname", "forename", "name")]
    labels = [
        upn_text,
        *names,
        shown_text(table, row, fields.get("class")),
        shown_text(table, row, fields.get("year_group")),
    ]
    first = next((label for label in (cell_text(v) for v in cells[table.left : table.right]) if label), "")
    if any(_FOOTER.search(comparable(label)) for label in (*labels, first) if label):
        return False
    if upn and _like_a_upn(upn, cells[table.left : table.right]):
        return True
    if len(cells) > 2 and len({value for value in cells[table.left : table.right] if value is not None}) == 1:
        return False  # a row of filters: All, All, All
    mark_texts = [shown_text(table, row, column) for column in (*columns.marks, *columns.doubts)]
    worded = [text for text in mark_texts if text and not re.fullmatch(r"[\d.,%\s/-]+", text)]
    year = read_year_group(shown_text(table, row, fields.get("year_group"))) is not None
    born = "dob" in fields and read_birth_date(table.sheet.cell(row, fields["dob"].index)) is not None
    lettered = [name if any(character.isalpha() for character in name) else "" for name in names]
    named = bool(lettered[0] and lettered[1]) or ("," in lettered[2])
    if upn_text and not any(character.isdigit() for character in upn_text) and not (born or named or year):
        # A legend's own codes may stand in the columns of marks.
        return any(is_marklike(text) for text in worded) and len(worded) >= 2 and not is_marklike(upn_text)
    if any(is_marklike(text) for text in worded) or born or named:
        return True
    if upn_text:
        return bool(year and any(lettered))
    if fault_at(table, row, fields.get("upn")):
        return bool(year or any(lettered) or worded)
    return bool(year and (worded or any(lettered)) or (lettered[2] and worded and len(names[2]) < 60))


def _like_a_upn(upn: str, cells: list[Cell]) -> bool:
    """Whether a text in the UPN column is meant as a UPN: mostly digits, and not alone in its row."""
    digits = sum(character.isdigit() for character in upn)
    return 5 <= len(upn) <= 20 and digits >= 0.6 * len(upn) and sum(cell is not None for cell in cells) > 1


def subheading_year(table: Table, row: int) -> int | None:
    """The year group of a row that holds nothing but its name."""
    texts = [cell_text(value) for value in table.sheet.rows[row] if value is not None]
    if len(texts) != 1 or not _YEAR_SUBHEADING.match(comparable(texts[0])):
        return None
    mentioned = year_groups_in(texts[0])
    return (
        read_year_group(texts[0]) if not mentioned else next(iter(mentioned)) if len(mentioned) == 1 else None
    )


def carry_outline(table: Table, columns: TableColumns) -> None:
    """In a list with a row for each subject, lets a pupil's details reach down over the rows below that
    leave UPN and name blank.

    Only where there are names to be blank: in a list of UPNs alone a blank one is missing. Each subject
    stands once for a pupil, so the next such row after a second Reading is somebody else's.
    """
    fields = columns.fields
    names = [fields[name] for name in ("surname", "forename", "name") if name in fields]
    if "subject" not in fields or not names or "upn" not in fields:
        return
    details = [column for name, column in fields.items() if name not in ROW_FIELDS]
    top: int | None = None
    seen: set[str] = set()
    for row in range(table.start, min(table.end, len(table.sheet.rows))):
        subject = comparable(shown_text(table, row, fields["subject"]))
        if not all(table.sheet.cell(row, column.index) is None for column in (fields["upn"], *names)):
            top, seen = row, {subject}
        elif top is None or not subject or subject in seen:
            top = None
        else:
            seen.add(subject)
            for column in details:
                if table.sheet.cell(row, column.index) is None:
                    table.carried.setdefault((row, column.index), top)

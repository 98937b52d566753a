"""A pass over the sheets of an .xlsx before the fast reader sees it.

The fast reader sizes a sheet by its farthest cell, which ends the process when that cell is far enough
away, and gives error cells and formulas without a result as blanks. This pass finds both, and gives a
copy of the workbook without the cells that lie far away.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.containers import limits
from etl.containers.sheets import Fault, FaultKind, column_number
from etl.errors import UnreadableFileError

_CHUNK = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_ROW_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,7})[\"']")
_TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?v>)", re.DOTALL)
FORMULA = re.compile(rb"<(?:\w+:)?f\b")
FILLED = re.compile(rb"<(?:\w+:)?(?:v|is|f)\b")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']")
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?/>")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


@dataclass
class SheetScan:
    """What one sheet's part holds that the fast reader would not tell."""

    part: str
    faults: dict[tuple[int, int], Fault] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)  # rows with a filled cell, from 0
    last_columns: list[int] = field(default_factory=list)  # of the last filled cell of each such row
    blank_rows: int = 0  # rows that are written out and hold no filled cell
    filled_columns: set[int] = field(default_factory=set)  # known only where the sheet is wide
    row_end: int = -1
    column_end: int = -1
    trimmed: int = 0

    @property
    def must_cut(self) -> bool:
        return self.trimmed > 0 or self.blank_rows > 2 * limits.ROW_GAP


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part that holds each worksheet, by the sheet's name."""
    names = part_names(archive)
    package = relation_targets(archive, "_rels/.rels")
    book_part = next((part for part, kind in package.values() if kind == "officeDocument"), "xl/workbook.xml")
    book = _text(archive, names, book_part)
    if "<!DOCTYPE" in book:
        raise UnreadableFileError(limits.DAMAGED)
    folder, _, file_name = book_part.rpartition("/")
    targets = relation_targets(archive, posixpath.join(folder, "_rels", f"{file_name}.rels"))
    parts = {}
    for found in _SHEET.finditer(book):
        values = _attributes(found[1])
        relation = next((value for key, value in values.items() if key.endswith(":id")), "")
        target, kind = targets.get(relation, ("", ""))
        if target in names and kind == "worksheet":
            parts[values.get("name", "")] = names[target]
    return parts


def part_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Every part's name as it stands in the archive, by its name in lower case with forward slashes."""
    return {
        part.filename.lower().replace("\\", "/").lstrip("/"): part.filename for part in archive.infolist()
    }


def relation_targets(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What each relation listed in a part points at, by its id: the part's name in lower case, and the
    last word of its type."""
    base = posixpath.dirname(posixpath.dirname(part))
    targets: dict[str, tuple[str, str]] = {}
    for found in _RELATION.finditer(_text(archive, part_names(archive), part.lower())):
        values = _attributes(found[1])
        target = values.get("Target", "").replace("\\", "/")
        path = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(base, target))
        )
        targets[values.get("Id", "")] = (path.lower(), values.get("Type", "").rpartition("/")[2])
    return targets


def _text(archive: zipfile.ZipFile, names: dict[str, str], part: str) -> str:
    if part not in names:
        return ""
    return archive.read(names[part]).decode("utf-8", "replace")


def _attributes(text: str) -> dict[str, str]:
    return {m[1]: html.unescape(m[2] if m[2] is not None else m[3]) for m in _ATTRIBUTE.finditer(text)}


def _pieces(archive: zipfile.ZipFile, part: str, row_tag: bytes) -> Iterator[bytes]:
    """A part in pieces, each cut before a row begins."""
    kept = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            kept += chunk
            cut = kept.rfind(row_tag)
            if cut > 0:
                yield kept[:cut]
                kept = kept[cut:]
            elif len(kept) > 64 * _CHUNK:
                raise UnreadableFileError(limits.BOMB)
    yield kept


def walk_rows(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int | None, bytes]]:
    """All of a sheet's part in its order: each whole row with its number from 0, and under None what
    stands before, between and after the rows."""
    row_tag = _row_tag(archive, part)
    row_close = b"</" + row_tag[1:] + b">"
    next_row = 0
    for piece in _pieces(archive, part, row_tag):
        head, *texts = _rows_of(piece, row_tag)
        yield None, head
        for text in texts:
            row = _row_number(text, next_row)
            next_row = row + 1
            end = _end_of_row(text, row_close)
            yield row, row_tag + text[:end]
            yield None, text[end:]


def without_blank_cells(row: bytes, beyond: int) -> bytes:
    """A row without its blank cells to the right of a column."""

    def kept(found: re.Match[bytes]) -> bytes:
        reference = _REFERENCE.search(found[1])
        far = reference is not None and column_number(reference[1].decode()) > beyond
        return b"" if far and not FILLED.search(found[2] or b"") else found[0]

    return _CELL.sub(kept, row)


def stored_value(attributes: bytes, content: bytes) -> tuple[str, str] | None:
    """(type, value) as a formula's result is written in the file; None where it was saved without one."""
    kind, value = _TYPE.search(attributes), _VALUE.search(content)
    type_ = kind[1].decode() if kind else "n"
    if type_ == "s" or value is None or not (value[1] or type_ == "str"):
        return None
    return type_, (value[1] or b"").decode("utf-8", "replace")


def _row_tag(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        start = stream.read(4000)
    if b"<!DOCTYPE" in start:
        raise UnreadableFileError(limits.DAMAGED)
    prefix = re.search(rb"<(\w+:)?worksheet\b", start)
    return b"<" + ((prefix[1] or b"") if prefix else b"") + b"row"


def scan_sheet(archive: zipfile.ZipFile, part: str) -> SheetScan:
    """Where the sheet's filled cells, merges, errors and formulas without a result are."""
    scan = SheetScan(part)
    row_tag = _row_tag(archive, part)
    row_close = b"</" + row_tag[1:] + b">"
    next_row = 0
    for piece in _pieces(archive, part, row_tag):
        if _may_hold_values(piece, row_tag):
            faulty = _may_hold_faults(piece, row_tag)
            for text in _rows_of(piece, row_tag)[1:]:
                next_row = _row_number(text, next_row) + 1
                # Nearly every row ends where its text does, and to look at the end takes no time.
                whole = text.endswith(row_close)
                body = text[: -len(row_close)] if whole else text.partition(row_close[:-1])[0]
                if _holds_values(body, row_tag):
                    _scan_row(scan, next_row - 1, body, faulty)
                else:
                    scan.blank_rows += 1
        else:
            blank = piece.count(row_tag)
            next_row = _row_number(piece[piece.rfind(row_tag) + len(row_tag) :], next_row + blank - 1) + 1
            scan.blank_rows += blank
        if b"mergeCell" in piece:
            for found in _MERGE.finditer(piece):
                left, right = column_number(found[1].decode()), column_number(found[3].decode())
                scan.merges.append((int(found[2]) - 1, left, int(found[4]) - 1, right))
    _find_ends(archive, scan, row_tag)
    return scan


def _may_hold_values(text: bytes, row_tag: bytes) -> bool:
    """A cheap first look: whether a value, an inline text or a formula may stand in a piece of XML."""
    opening = row_tag[:-3]
    return opening + b"v" in text or opening + b"is" in text or opening + b"f" in text


def _holds_values(row: bytes, row_tag: bytes) -> bool:
    last = row.rfind(b"<v")  # most rows end in a plain value
    if last >= 0 and row.startswith((b"<v>", b"<v ", b"<v/"), last):
        return True
    return _may_hold_values(row, row_tag) and FILLED.search(row) is not None


def _may_hold_faults(text: bytes, row_tag: bytes) -> bool:
    """A cheap first look: whether an error or a formula may stand in a piece of XML."""
    # A single letter is looked for many times faster than several, and most sheets have neither.
    return (b"e" in text and (b'"e"' in text or b"'e'" in text)) or (
        b"f" in text and row_tag[:-3] + b"f" in text
    )


def _rows_of(piece: bytes, row_tag: bytes) -> list[bytes]:
    """What stands before the first row of a piece, then each row without its opening `<row`."""
    texts: list[bytes] = []
    for text in piece.split(row_tag):
        if texts and text[:1] not in (b" ", b">", b"/", b"\n", b"\r", b"\t"):
            texts[-1] += row_tag + text  # <rowBreaks>, or another element that begins alike
        else:
            texts.append(text)
    return texts


def _row_number(text: bytes, otherwise: int) -> int:
    """The number of a row, from 0, by what follows its `<row`."""
    end = text.find(b">")
    stated = _ROW_NUMBER.search(text, 0, end if end >= 0 else len(text))
    return int(stated[1]) - 1 if stated else otherwise


def _scan_row(scan: SheetScan, row: int, body: bytes, faulty: bool) -> None:
    scan.rows.append(row)
    if faulty and (b'"e"' in body or b"'e'" in body or FORMULA.search(body)):
        for column, attributes, content in cells_of(body):
            kind = _TYPE.search(attributes)
            value = _VALUE.search(content)
            if kind and kind[1] == b"e":
                text = (value[1] or b"").decode("utf-8", "replace") if value else ""
                scan.faults[(row, column)] = Fault(FaultKind.ERROR, html.unescape(text))
            elif (
                FORMULA.search(content)
                and not (value and value[1])
                and not (value and kind and kind[1] == b"str")
            ):
                scan.faults[(row, column)] = Fault(FaultKind.NO_VALUE)
    last = body.rfind(b"<v")
    # What follows the last plain value is short.
    rest = max(last, 0)
    last = max(
        last,
        body.rfind(b"<is", rest),
        body.rfind(b"<f", rest),
        body.rfind(b":v>", rest),
        body.rfind(b":f>", rest),
    )
    found = None
    start = body.rfind(b'r="', 0, last)
    if start >= 0:
        found = _REFERENCE.match(body, start)
    if found:
        scan.last_columns.append(column_number(found[1].decode()))
    else:
        scan.last_columns.append(
            max((column for column, _, c in cells_of(body) if FILLED.search(c)), default=-1)
        )


def cells_of(body: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(column, attributes, content) of each cell of a row; a cell without an address follows the last."""
    following = 0
    for found in _CELL.finditer(body):
        reference = _REFERENCE.search(found[1])
        column = column_number(reference[1].decode()) if reference else following
        following = column + 1
        yield column, found[1], found[2] or b""


def _find_ends(archive: zipfile.ZipFile, scan: SheetScan, row_tag: bytes) -> None:
    scan.row_end = limits.end_of_table(scan.rows, limits.ROW_GAP)
    widest = max(scan.last_columns, default=-1)
    scan.column_end = widest
    if widest > limits.COLUMN_GAP:
        for piece in _pieces(archive, scan.part, row_tag):
            for text in _rows_of(piece, row_tag)[1:]:
                if len(scan.filled_columns) <= widest and FILLED.search(text):
                    scan.filled_columns.update(column for column, _, c in cells_of(text) if FILLED.search(c))
        scan.column_end = limits.end_of_table(scan.filled_columns, limits.COLUMN_GAP)
    far_rows = sum(row > scan.row_end for row in scan.rows)
    far_columns = sum(column > scan.column_end for column in scan.last_columns)
    scan.trimmed = far_rows + far_columns
    near = sum(min(column, scan.column_end) + 1 for column in scan.last_columns)
    area = (scan.row_end + 1) * (scan.column_end + 1)
    if area > limits.MAX_AREA or (near > limits.MAX_CELLS and area > limits.MAX_CELLS):
        raise UnreadableFileError(limits.TOO_LARGE)
    scan.faults = {
        (row, column): fault
        for (row, column), fault in scan.faults.items()
        if row <= scan.row_end and column <= scan.column_end
    }


def without_far_cells(raw: bytes, scans: list[SheetScan]) -> bytes:
    """The same workbook with the far and blank cells of the scanned sheets left out."""
    cut = {scan.part: scan for scan in scans if scan.must_cut}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for part in archive.infolist():
            name = part.filename
            if name in cut:
                copy.writestr(name, _cut_sheet(archive, cut[name]))
            elif not name.lower().startswith(("xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/")):
                copy.writestr(name, archive.read(name))
    return out.getvalue()


def _cut_sheet(archive: zipfile.ZipFile, scan: SheetScan) -> bytes:
    row_tag = _row_tag(archive, scan.part)
    row_close = b"</" + row_tag[1:] + b">"
    kept: list[bytes] = []
    next_row = 0
    for piece in _pieces(archive, scan.part, row_tag):
        if not _may_hold_values(piece, row_tag) and row_tag in piece:
            # Blank rows: only what follows the last of them matters.
            head, last = piece[: piece.find(row_tag)], piece[piece.rfind(row_tag) :]
            next_row += piece.count(row_tag) - 1
            piece = head + last
        head, *rows = _rows_of(piece, row_tag)
        kept.append(_DIMENSION.sub(b"", head))
        for text in rows:
            row = _row_number(text, next_row)
            next_row = row + 1
            body_end = _end_of_row(text, row_close)
            if row <= scan.row_end and FILLED.search(text):
                kept.append(row_tag + b' r="%d">' % (row + 1))
                for cell in _CELL.finditer(text[:body_end]):
                    reference = _REFERENCE.search(cell[1])
                    if not reference or column_number(reference[1].decode()) <= scan.column_end:
                        kept.append(cell[0])
                kept.append(row_close)
            kept.append(text[body_end:])
    return b"".join(kept)


def _end_of_row(text: bytes, row_close: bytes) -> int:
    """Where a row ends in a text that may hold the end of the sheet after it."""
    end = text.find(b">")
    if text[max(end - 1, 0) : end] == b"/":
        return end + 1
    close = text.find(row_close)
    return close + len(row_close) if close >= 0 else len(text)

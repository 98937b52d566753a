"""Comma, semicolon and tab separated text, in the encodings that Windows and school systems write."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from itertools import chain, islice

from etl.containers import limits
from etl.containers.sheets import Cell, Sheet, add_error_texts
from etl.errors import UnreadableFileError

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 60
_LONGEST_CELL = 32_767  # what a cell of Excel can hold
# Excel's way of keeping 007 as text in a file that has no types: ="007"
_KEPT_AS_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")

NOT_TEXT = (
    "The file is neither a spreadsheet nor text. Send the tracker itself, saved as .xlsx, .xls, .ods or .csv."
)

# Set once, and for the whole process: it counts for every thread that reads a file.
csv.field_size_limit(2 * limits.MAX_TEXT_BYTES)


def decode(raw: bytes) -> str:
    """The text of a file: by its byte order mark, else UTF-16 where every other byte is nil, else
    UTF-8, else the Windows code page of Western Europe. Raises UnreadableFileError for what is not text."""
    text: str | None = None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _try(raw, "utf-16")
    elif raw.startswith(b"\xef\xbb\xbf"):
        text = _try(raw, "utf-8-sig")
    elif b"\x00" in raw[:4000]:
        sample = raw[:4000]
        if sample[1::2].count(0) > len(sample) * 0.3:
            text = _try(raw, "utf-16-le")
        elif sample[0::2].count(0) > len(sample) * 0.3:
            text = _try(raw, "utf-16-be")
    else:
        text = _try(raw, "utf-8")
    if text is None and b"\x00" not in raw:
        text = _try(raw, "cp1252")
        if text is None:
            text = raw.decode("latin-1")
    if text is None or _CONTROL.search(text[:100_000]):
        raise UnreadableFileError(NOT_TEXT)
    return text


def _try(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def read_text(raw: bytes, name: str) -> Sheet:
    """A text file as one sheet called `name`; row 1 is its first line. Every cell is text.

    A quoted cell may hold line breaks: it and its row count as one row, as they do in Excel. Rows that lie
    far below the others are left out, and counted. Raises UnreadableFileError.
    """
    if len(raw) > limits.MAX_TEXT_BYTES:
        raise UnreadableFileError(limits.TOO_LARGE)
    text = _without_blank_end(decode(raw))
    if not text:
        raise UnreadableFileError(limits.EMPTY)
    first_line, _, rest = text.partition("\n")
    told = re.match(r"^sep=(.)\s*$", first_line.strip("\ufeff\r"))
    if told:
        # Excel's own hint takes a line of its own, and is not shown as a row.
        text, delimiter = rest, told[1]
    else:
        delimiter = best_delimiter(text)
    rows: list[list[Cell]] = []
    seen: dict[str, str] = {}
    cells = trimmed = 0
    for number, values in enumerate(_records(text, delimiter)):
        row = _cells(values, seen)
        cells += len(row)
        if number >= limits.MAX_ROWS or len(row) > limits.MAX_COLUMNS:
            raise UnreadableFileError(limits.TOO_LARGE)
        if cells > limits.MAX_CELLS or len(rows) > limits.MAX_FILLED_ROWS:
            raise UnreadableFileError(limits.TOO_LARGE)
        if row and (trimmed or number - len(rows) >= limits.ROW_GAP):
            trimmed += 1
        elif row:
            rows += ([] for _ in range(number - len(rows)))
            rows.append(row)
    sheet = Sheet(name, rows, trimmed=trimmed)
    add_error_texts(sheet)
    return sheet


def _without_blank_end(text: str) -> str:
    """A text without the blank rows at its end, of which an export may have a million."""
    end = len(text.rstrip("\ufeff \r\n" + "".join(_DELIMITERS)))
    line_end = text.find("\n", end)
    return text[: line_end + 1] if end and line_end >= 0 else text[: len(text) if end else 0]


def _cells(values: list[str], seen: dict[str, str]) -> list[Cell]:
    """The cells of a record; `seen` makes equal texts one object."""
    last = len(values)
    while last and not values[last - 1].strip():
        last -= 1
    row: list[Cell] = []
    for value in values[:last]:
        if value.startswith('="'):
            kept = _KEPT_AS_TEXT.match(value)
            value = kept[1] if kept else value
        row.append(seen.setdefault(value, value) if value.strip() else None)
    while row and row[-1] is None:
        row.pop()
    return row


def text_records(raw: bytes) -> Iterator[list[str]]:
    """The rows of a text file one by one: for files of national size, which `read_text` would not hold."""
    text = decode(raw)
    return _records(text, best_delimiter(text))


def _lines(text: str) -> Iterator[str]:
    """The lines of a text with their ends; only a line feed or carriage return ends one."""
    for found in _LINE.finditer(text):
        line = found[0]
        if len(line) > limits.MAX_SEPARATORS and max(map(line.count, _DELIMITERS)) > limits.MAX_SEPARATORS:
            raise UnreadableFileError(limits.TOO_LARGE)
        yield line


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Every record; raises UnreadableFileError where a quotation mark is never closed, which would swallow
    the pupils below it."""
    end = "\x1e end of file \x1e"
    pending: list[str] | None = None
    for number, record in enumerate(
        csv.reader(chain(_lines(text), ["\n", end]), delimiter=delimiter), start=1
    ):
        if pending is not None:
            yield pending
        pending = record
        if any(len(value) > _LONGEST_CELL for value in record) and record != [end]:
            raise UnreadableFileError(
                f"Row {number} of the file holds more text than a cell can, so a quotation mark is probably "
                "missing near it. Open the file in Excel, save it as .xlsx and send that."
            )
    if pending != [end]:
        raise UnreadableFileError(
            "A quotation mark in the file is opened and never closed, so its rows cannot be told apart. "
            "Open it in Excel, save it as .xlsx and send that."
        )


def best_delimiter(text: str) -> str:
    """The separator that cuts the first rows into the most, and most even, columns."""
    sample = list(islice(_lines(text), _SAMPLE_ROWS))
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in csv.reader(sample, delimiter=delimiter) if row]
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=lambda width: (wide.count(width), width))
        score = wide.count(usual) / len(widths) * min(usual, 12)
        if score > best_score:
            best, best_score = delimiter, score
    return best

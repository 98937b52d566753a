"""Which rows around the heading for UPNs are headings too: rows that group it from above or divide it from
below, merged or not, in words that are known or not."""

from __future__ import annotations

from collections import Counter

from etl.containers import Sheet
from etl.reading.half_term_words import find_half_terms
from etl.reading.heading_meaning import field_named, heading_meaning
from etl.reading.marks import is_marklike, is_plain_mark
from etl.reading.spelling import cell_text, words
from etl.upn import normalise_upn, upn_fault

ROWS_ABOVE, ROWS_BELOW = 3, 2
_SHORT_SUBJECTS = frozenset("rwms")


def is_heading_part(text: str) -> bool:
    """Whether a text is a heading, or a part of one."""
    if not text or len(text) > 80:
        return False
    if text != "%" and not any(character.isalpha() for character in text):
        return bool(find_half_terms(text).half_terms)  # 2025-26; 68% is a figure
    meaning = heading_meaning(text)
    if meaning.field or meaning.not_used:
        return True
    return meaning.about_marks and not meaning.unknown


def row_texts(sheet: Sheet, row: int) -> dict[int, str]:
    if row >= len(sheet.rows):
        return {}
    return {column: cell_text(value) for column, value in enumerate(sheet.rows[row]) if value is not None}


def header_rows_around(sheet: Sheet, anchor: int, upn_columns: list[int], above: int) -> list[int]:
    rows = [anchor]
    for row in range(anchor + 1, anchor + 1 + ROWS_BELOW):
        if not _is_lower_header(sheet, row, upn_columns):
            break
        rows.append(row)
    for row in range(anchor - 1, max(above, anchor - 1 - ROWS_ABOVE) - 1, -1):
        if _is_gap_in_header(sheet, row, upn_columns, anchor, above):
            continue
        if not _is_upper_header(sheet, row, upn_columns, anchor):
            break
        rows.insert(0, row)
    return rows


def _is_gap_in_header(sheet: Sheet, row: int, upn_columns: list[int], anchor: int, above: int) -> bool:
    """Whether a blank row stands between a row of headings and one that groups them, twice or more."""
    return (
        row > above
        and not row_texts(sheet, row)
        and sum(is_heading_part(text) for text in row_texts(sheet, row - 1).values()) >= 2
        and _is_upper_header(sheet, row - 1, upn_columns, anchor)
    )


def _is_lower_header(sheet: Sheet, row: int, upn_columns: list[int]) -> bool:
    texts = row_texts(sheet, row)
    if not texts or any(column in texts and field_named(texts[column]) != "upn" for column in upn_columns):
        return False
    return _mostly_headings(texts) or _stands_under_groups(sheet, row, texts)


def _stands_under_groups(sheet: Sheet, row: int, texts: dict[int, str]) -> bool:
    """Whether a row divides the headings above it in words that are not known: all of it stands under
    merged headings, or its words come again and again where the row above leaves cells blank."""
    for text in texts.values():
        if is_marklike(text) or len(text) > 40 or not any(character.isalpha() for character in text):
            return False
    spans = spans_of(sheet, row - 1)
    if len(texts) >= 2 and all(any(a <= column <= b for a, b in spans.values()) for column in texts):
        return True
    over = row_texts(sheet, row - 1)
    counts = Counter(texts.values())
    return len(counts) >= 2 and min(counts.values()) >= 2 and any(column not in over for column in texts)


def _mostly_headings(texts: dict[int, str]) -> bool:
    letters = {text.casefold() for text in texts.values()} & _SHORT_SUBJECTS
    strong = 0
    for text in texts.values():
        if len(text) == 1:
            strong += len(letters) >= 2 and text.casefold() in _SHORT_SUBJECTS
        elif (
            not text.isdigit()
            and is_heading_part(text)
            and not (is_plain_mark(text) and len(words(text)) < 2)
        ):
            strong += 1
    return strong > 0 and strong >= 0.6 * len(texts)


def _is_upper_header(sheet: Sheet, row: int, upn_columns: list[int], anchor: int) -> bool:
    """Whether a row above the headings groups them; a lone text over all of them is a title, and so is a
    label with its value (School | Oakfield) above headings of the same columns."""
    texts = row_texts(sheet, row)
    if any(upn_fault(normalise_upn(text)) is None for text in texts.values()):
        return False  # a pupil, above headings that are repeated
    under = row_texts(sheet, anchor)
    if any(field_named(text.rstrip(": ")) and field_named(under.get(c, "")) for c, text in texts.items()):
        return False
    spans = spans_of(sheet, row)
    grouping = {}
    for column, text in texts.items():
        first, last = spans.get(column, (column, column))
        if any(first <= upn <= last for upn in upn_columns) and not field_named(text):
            continue
        grouping[column] = text
    if groups_repeat(texts, under, sheet.width, upn_columns):
        return True
    if not any(is_heading_part(text) for text in grouping.values()):
        return False
    if len(grouping) == 1:
        [column] = grouping
        return column in spans
    return sum(is_heading_part(text) for text in grouping.values()) >= 0.5 * len(grouping)


def groups_repeat(texts: dict[int, str], under: dict[int, str], width: int, upn_columns: list[int]) -> bool:
    """Whether each of the last texts of a row, two at least, stands over the same two or more headings:
    then they are groups, whatever they are called. Tables side by side have UPNs in theirs."""
    starts = sorted(texts)
    if len(starts) < 2:
        return False
    groups = [
        [under[column] for column in range(first, after) if column in under]
        for first, after in zip(starts, [*starts[1:], width], strict=True)
    ]
    last = groups[-1]
    alike = [group for group in groups if group == last]
    parts = len(last) >= 2 and all(
        is_heading_part(text) or text.casefold() in _SHORT_SUBJECTS for text in last
    )
    if not parts or len(alike) < 2 or groups[-len(alike) :] != alike:
        return False
    return not any(column >= starts[-len(alike)] for column in upn_columns)


def spans_of(sheet: Sheet, row: int) -> dict[int, tuple[int, int]]:
    """The columns that each merged cell of a row spans, by its first column."""
    return {
        left: (left, right)
        for top, left, bottom, right in sheet.merges
        if top <= row <= bottom and right > left
    }

"""Decides what each column of a table holds, from its heading, its neighbours and its cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from etl.containers import Cell
from etl.reading.answers import HeadingAnswer, heading_answer
from etl.reading.columns import ROW_FIELDS, Column, Role, TableColumns, read_kind, read_subject
from etl.reading.half_term_words import SaidHalfTerm, find_half_terms
from etl.reading.heading_meaning import HeadingMeaning, field_named, heading_meaning
from etl.reading.headings import FIELD_PHRASES, LONG_MARK_PHRASES
from etl.reading.marks import is_marklike, is_plain_mark, tidy_mark
from etl.reading.spelling import cell_text, comparable, words
from etl.reading.tables import Table
from etl.reading.year_groups import read_year_group
from etl.vocabulary import RWM_SUBJECTS, Kind, Subject

# The filled cells by which a column without a known heading is judged.
_ENOUGH = 2_000


def read_columns(
    table: Table,
    learned: dict[str, str],
    sheet_subject: Subject | None,
    sheet_kind: Kind | None,
) -> TableColumns:
    """Every column of a table that has a heading or a filled cell.

    `learned` holds what the school has said about its headings; the sheet's own subject and kind stand
    for headings that say none.
    """
    columns: list[Column] = []
    for index in range(table.left, table.right):
        heading = table.heading(index)
        if heading or any(index < len(row) and row[index] is not None for row in _data(table)):
            columns.append(_by_heading(table, index, heading, learned))
    fields = _choose_fields(table, columns)
    is_long = "subject" in fields
    if is_long:
        _find_long_marks(columns)
    meanings = {column.index: heading_meaning(column.heading) for column in columns}
    short = _short_subjects_believed([m for m in meanings.values() if m.short_subject], meanings)
    any_kind = any(meanings[c.index].kind for c in columns if c.role is Role.MARK)
    for column in columns:
        if column.role is not Role.MARK or column.confidence == "learned":
            continue
        meaning = meanings[column.index]
        if column.subject is None and meaning.short_subject and (short or _names_more(meaning)):
            column.subject, column.confidence = meaning.short_subject, "likely"
        if column.subject is None and not is_long and not meaning.several and sheet_subject:
            column.subject, column.confidence = sheet_subject, "likely"
        if column.kind is None and not any_kind and sheet_kind and "kind" not in fields:
            column.kind, column.confidence = sheet_kind, "likely"
        _settle(table, column, meaning, is_long=is_long)
    _default_kinds(columns, fields)
    _drop_counts(table, columns)
    _ask_about_strangers(table, columns, is_long=is_long)
    return TableColumns(columns, fields)


def _data(table: Table) -> list[list[Cell]]:
    return table.sheet.rows[table.start : table.end]


def filled_texts(table: Table, index: int) -> Iterator[str]:
    """The filled cells of a column below the header, as texts."""
    return (cell_text(row[index]) for row in _data(table) if index < len(row) and row[index] is not None)


def column_texts(table: Table, index: int) -> list[str]:
    return list(filled_texts(table, index))


def _by_heading(table: Table, index: int, heading: str, learned: dict[str, str]) -> Column:
    if index == table.upn_column:
        confidence = "likely" if table.upn_by_content else "certain"
        return Column(index, heading, Role.FIELD, field="upn", confidence=confidence)
    answer = heading_answer(learned.get(tidy_mark(heading), "")) or heading_answer(
        learned.get(tidy_mark(table.leaf(index)), "")
    )
    if answer:
        return _by_answer(index, heading, answer)
    if not heading:
        return Column(index, heading, Role.NOT_USED, why="it has no heading", confidence="unused")
    named = field_named(table.leaf(index)) or field_named(heading)
    if named and named != "upn" and not _is_mark_leaf(table, index, heading):
        return Column(index, heading, Role.FIELD, field=named)
    meaning = heading_meaning(heading)
    not_used = heading_meaning(table.leaf(index)).not_used or meaning.not_used
    if not_used:
        return Column(index, heading, Role.NOT_USED, why=not_used, confidence="unused")
    if not meaning.about_marks:
        why = "a second column of UPNs" if named == "upn" else "its heading is not one that is read"
        return Column(index, heading, Role.NOT_USED, why=why, confidence="unused")
    return Column(
        index,
        heading,
        Role.MARK,
        subject=meaning.subject,
        kind=meaning.kind,
        when=meaning.half_term,
        year_end=meaning.year_end,
        year_group=meaning.year_group,
        score=meaning.score and (meaning.kind is None or meaning.kind is Kind.CURRENT),
    )


def _is_mark_leaf(table: Table, index: int, heading: str) -> bool:
    """Whether a leaf that could be a field stands under a subject and so heads marks ("Reading / Term")."""
    leaf = table.leaf(index)
    return (
        field_named(leaf) in ("kind", "half_term", "subject") and heading_meaning(heading).subject is not None
    )


def _by_answer(index: int, heading: str, answer: HeadingAnswer) -> Column:
    if answer.field:
        return Column(index, heading, Role.FIELD, field=answer.field, confidence="learned")
    if answer.not_used:
        return Column(index, heading, Role.NOT_USED, why="as the school said", confidence="unused")
    when = SaidHalfTerm(ordinal=answer.ordinal) if answer.ordinal else None
    return Column(
        index,
        heading,
        Role.MARK,
        subject=answer.subject,
        kind=answer.kind,
        when=when,
        score=answer.score,
        confidence="learned",
    )


def _choose_fields(table: Table, columns: list[Column]) -> dict[str, Column]:
    """One column for each field: the first, but a class before a teacher and EAL before a language."""
    fields: dict[str, Column] = {}
    for column in columns:
        if column.role is not Role.FIELD or column.field is None:
            continue
        if column.field == "year_group" and _holds_academic_years(table, column):
            column.field = "academic_year"
        name = column.field
        if name in ROW_FIELDS and column.confidence != "learned" and not _row_field_reads(table, column):
            continue
        known = fields.get(name)
        if known is None or (name == "class" and words(known.heading)[-1:] in (("teacher",), ("tutor",))):
            if known is not None:
                _drop(known, "another column gives the class")
            fields[name] = column
        else:
            _drop(column, f"{known.letter} gives the same")
    if "eal" in fields and "language" in fields:
        _drop(fields.pop("language"), "another column gives EAL")
    if "name" in fields and "surname" in fields and "forename" in fields:
        _drop(fields.pop("name"), "surname and forename have columns of their own")
    return fields


def _holds_academic_years(table: Table, column: Column) -> bool:
    """Whether a column headed "Year" holds 2025/26 and the like."""
    texts = set(column_texts(table, column.index))
    return bool(texts) and all(
        find_half_terms(text).half_terms and read_year_group(text) is None for text in texts
    )


def _drop(column: Column, why: str) -> None:
    column.role, column.field, column.why, column.confidence = Role.NOT_USED, None, why, "unused"


def _row_field_reads(table: Table, column: Column) -> bool:
    """Whether a column headed Subject, Type or Term holds such things; where it does not it is left out,
    or asked about where the rows may be of different half-terms."""
    texts = set(column_texts(table, column.index))
    readers = {
        "subject": lambda text: read_subject(text) is not None,
        "kind": lambda text: read_kind(text) is not None,
        "half_term": lambda text: bool(find_half_terms(text, short=True).half_terms),
        "academic_year": lambda text: bool(find_half_terms(text).half_terms),
    }
    assert column.field is not None
    if any(readers[column.field](text) for text in texts):
        return True
    if column.field == "half_term" and texts:
        column.role, column.why = Role.DOUBT, "which half-terms its texts mean"
        column.field = None
    else:
        _drop(column, "what it holds is not read")
    return False


def _short_subjects_believed(short: list[HeadingMeaning], meanings: dict[int, HeadingMeaning]) -> bool:
    """Whether R, W, M stand beside each other, so that each is a subject."""
    return len({meaning.short_subject for meaning in short}) >= 2


def _names_more(meaning: HeadingMeaning) -> bool:
    return meaning.half_term is not None or meaning.kind is not None or meaning.any_kind or meaning.score


def _settle(table: Table, column: Column, meaning: HeadingMeaning, *, is_long: bool) -> None:
    """Decide what a heading that is about marks leaves open; ask only where there are marks below."""
    doubt = ""
    if meaning.unknown and not (is_long and words(column.heading) in LONG_MARK_PHRASES):
        doubt = "what “" + " ".join(meaning.unknown) + "” means"
    elif meaning.several_half_terms:
        doubt = "which of its half-terms the marks are for"
    elif meaning.several:
        doubt = "which subject the marks are for"
    elif meaning.year_end and column.kind is None and column.when is None:
        doubt = "whether these are predictions, targets or results"
    elif column.subject is None and not is_long:
        doubt = "which subject the marks are for"
    if column.when and not column.when.says_when and not column.when.starts:
        column.when = None
    if doubt:
        if _holds_marks(table, column.index):
            column.role, column.why = Role.DOUBT, doubt
        else:
            _drop(column, "its heading is not one that is read")
        return
    if column.score:
        _settle_score(table, column, certain=meaning.certain_score)
    elif len(words(column.heading)) and column.confidence == "certain" and column.kind is None:
        column.confidence = "certain" if meaning.subject else "likely"


def _holds_marks(table: Table, index: int) -> bool:
    texts = [text for text in column_texts(table, index) if not text.replace(".", "").isdigit()]
    marklike = sum(is_marklike(text) for text in texts)
    return marklike > 0 and marklike >= 0.4 * len(texts)


def _settle_score(table: Table, column: Column, *, certain: bool) -> None:
    """A column headed "score" holds scaled scores where every number is one; marks headed so are
    judgements; other numbers are raw marks and left out."""
    texts = column_texts(table, column.index)
    numbers = [float(text) for text in texts if _is_number(text)]
    if not numbers and any(is_plain_mark(text) for text in texts):
        column.score = False
    elif numbers and not certain and not all(80 <= number <= 120 for number in numbers):
        _drop(column, "its numbers are not scaled scores, which run from 80 to 120")


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _find_long_marks(columns: list[Column]) -> None:
    """In a long layout a column headed "Result" holds the marks where no other does."""
    if any(column.role is Role.MARK for column in columns):
        return
    for column in columns:
        if column.role is Role.NOT_USED and words(column.heading) in LONG_MARK_PHRASES:
            column.role, column.why, column.confidence = Role.MARK, "", "likely"
            return


def _default_kinds(columns: list[Column], fields: dict[str, Column]) -> None:
    for column in columns:
        if column.role is Role.MARK and column.kind is None and "kind" not in fields:
            column.kind = Kind.CURRENT


def _drop_counts(table: Table, columns: list[Column]) -> None:
    """Leave out a column of numbers that is headed like a column of marks beside it: a count or a share
    in a summary to the right."""
    marks = [column for column in columns if column.role is Role.MARK and not column.score]
    for column in marks:
        texts = column_texts(table, column.index)
        if not texts or not all(_is_number(text.rstrip("%")) for text in texts):
            continue
        same = [o for o in marks if (o.subject, o.kind, o.when) == (column.subject, column.kind, column.when)]
        if any(_holds_marks(table, other.index) for other in same if other is not column):
            _drop(column, "it holds numbers, and another column gives these marks")


def _ask_about_strangers(table: Table, columns: list[Column], *, is_long: bool) -> None:
    """A column of plain marks under a heading that is not known, while reading, writing or maths has no
    column, may be the one that is missing: it is asked about."""
    have = {column.subject for column in columns if column.role in (Role.MARK, Role.DOUBT)}
    if is_long or all(subject in have for subject in RWM_SUBJECTS):
        return
    for column in columns:
        unknown = column.role is Role.NOT_USED and column.why == "its heading is not one that is read"
        if not unknown or not column.heading or comparable(column.heading) in ("", "-"):
            continue
        if words(column.heading) in FIELD_PHRASES:
            continue
        texts = list(islice(filled_texts(table, column.index), _ENOUGH))
        plain = sum(is_plain_mark(text) for text in texts)
        if plain >= 2 and plain >= 0.6 * len(texts):
            column.role, column.why, column.confidence = Role.DOUBT, "what its marks are for", "unused"

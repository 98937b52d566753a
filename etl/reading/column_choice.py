"""Decides what each column of a table holds, from its heading, its neighbours and its cells."""

from __future__ import annotations

from collections import defaultdict

from etl.reading.answers import HeadingAnswer, heading_answer, in_our_words
from etl.reading.column_doubts import (
    UNKNOWN_HEADING,
    ask_about_kinds,
    ask_about_shared,
    ask_about_strangers,
    drop_counts,
    settle,
)
from etl.reading.columns import (
    ROW_FIELDS,
    Column,
    Role,
    TableColumns,
    column_texts,
    read_kind,
    read_subject,
    subject_said,
)
from etl.reading.columns_by_content import fields_by_content
from etl.reading.half_term_words import SaidHalfTerm, find_half_terms
from etl.reading.heading_meaning import HeadingMeaning, field_named, heading_meaning
from etl.reading.headings import LONG_MARK_PHRASES
from etl.reading.marks import tidy_mark
from etl.reading.spelling import words
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
    *,
    kind_in_doubt: bool = False,
) -> TableColumns:
    """Every column of a table that has a heading or a filled cell.

    `learned` holds what the school has said about its headings; the sheet's own subject and kind stand
    for headings that say none.
    """
    columns: list[Column] = []
    for index in range(table.left, table.right):
        heading = table.heading(index)
        if heading or column_texts(table, index):
            columns.append(_by_heading(table, index, heading, learned, sheet_subject))
    fields = _choose_fields(table, columns)
    fields_by_content(table, columns, fields)
    is_long = "subject" in fields
    if is_long:
        _find_long_marks(columns)
    meanings = {column.index: heading_meaning(in_our_words(column.heading, learned)) for column in columns}
    _leave_out_re(columns, meanings)
    short = _short_subjects_believed(columns, meanings)
    short_kinds = _short_kinds_believed(columns, meanings)
    any_kind = any(meanings[c.index].kind for c in columns if c.role is Role.MARK)
    for column in columns:
        if column.role is not Role.MARK or column.confidence == "learned":
            continue
        meaning = meanings[column.index]
        says_more = _names_more(meaning) or (short_kinds and meaning.short_kind is not None)
        if column.subject is None and meaning.short_subject and (short or says_more):
            column.subject, column.confidence = meaning.short_subject, "likely"
        if column.subject is None and not is_long and not meaning.several and sheet_subject:
            column.subject, column.confidence, column.by_sheet = sheet_subject, "likely", True
        if column.kind is None and meaning.short_kind and short_kinds:
            column.kind, column.confidence = meaning.short_kind, "likely"
        if column.kind is None and not any_kind and sheet_kind and "kind" not in fields:
            column.kind, column.confidence = sheet_kind, "likely"
        settle(table, column, meaning, is_long=is_long)
    if kind_in_doubt and not any_kind and "kind" not in fields:
        ask_about_kinds(table, columns, meanings)
    _default_kinds(table, columns, fields)
    ask_about_shared(table, columns)
    drop_counts(table, columns)
    ask_about_strangers(table, columns, meanings, is_long=is_long)
    spelt, subjects = _subjects_of_rows(table, fields, learned)
    lacks = is_long and not set(RWM_SUBJECTS) <= subjects
    return TableColumns(columns, fields, spelt, learned, lacks)


def _subjects_of_rows(
    table: Table, fields: dict[str, Column], learned: dict[str, str]
) -> tuple[frozenset[Subject], set[Subject]]:
    """The subjects that a column of subjects spells out (R and RE are then something else), and all that
    it names."""
    if "subject" not in fields:
        return frozenset(), set()
    texts = set(column_texts(table, fields["subject"].index))
    meanings = [heading_meaning(in_our_words(text, learned)) for text in texts]
    spelt = frozenset(meaning.subject for meaning in meanings if meaning.subject is not None)
    named = (subject_said(meaning, spelt) for meaning in meanings)
    return spelt, {subject for subject in named if isinstance(subject, Subject)}


def _leave_out_re(columns: list[Column], meanings: dict[int, HeadingMeaning]) -> None:
    """RE beside Reading, or beside R, is religious education."""

    def place(meaning: HeadingMeaning) -> tuple[object, ...]:
        return meaning.subject or meaning.short_subject, meaning.kind, meaning.half_term

    marks = [column for column in columns if column.role is Role.MARK]
    others = {place(meanings[column.index]) for column in marks if not _says_re(column, meanings)}
    for column in marks:
        if _says_re(column, meanings) and place(meanings[column.index]) in others:
            column.leave_out("beside Reading it is religious education")


def _says_re(column: Column, meanings: dict[int, HeadingMeaning]) -> bool:
    return meanings[column.index].subject is None and "re" in words(column.heading)


def _by_heading(
    table: Table, index: int, heading: str, learned: dict[str, str], sheet_subject: Subject | None
) -> Column:
    if index == table.upn_column:
        confidence = "likely" if table.upn_by_content else "certain"
        return Column(index, heading, Role.FIELD, field="upn", confidence=confidence)
    answer = heading_answer(learned.get(tidy_mark(heading), "")) or heading_answer(
        learned.get(tidy_mark(table.leaf(index)), "")
    )
    said, leaf = in_our_words(heading, learned), in_our_words(table.leaf(index), learned)
    own = heading_meaning(said).subject or heading_meaning(said).short_subject or sheet_subject
    # What "Current" held on one sheet says nothing of "Current" under another subject.
    if answer and not answer.is_word and (answer.subject is None or own in (None, answer.subject)):
        return _by_answer(index, heading, answer)
    if not heading:
        return Column(index, heading, Role.NOT_USED, why="it has no heading", confidence="unused")
    named = field_named(leaf) or field_named(said)
    if named and named != "upn" and not _is_mark_leaf(table, index, heading):
        return Column(index, heading, Role.FIELD, field=named)
    meaning = heading_meaning(said)
    not_used = heading_meaning(leaf).not_used or meaning.not_used
    if not_used:
        return Column(index, heading, Role.NOT_USED, why=not_used, confidence="unused")
    if not meaning.about_marks:
        why = "a second column of UPNs" if named == "upn" else UNKNOWN_HEADING
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
                known.leave_out("another column gives the class")
            fields[name] = column
        else:
            column.leave_out(f"{known.letter} gives the same")
    if "eal" in fields and "language" in fields:
        fields.pop("language").leave_out("another column gives EAL")
    if "name" in fields and "surname" in fields and "forename" in fields:
        fields.pop("name").leave_out("surname and forename have columns of their own")
    return fields


def _holds_academic_years(table: Table, column: Column) -> bool:
    """Whether a column headed "Year" holds 2025/26 and the like."""
    texts = set(column_texts(table, column.index))
    return bool(texts) and all(
        find_half_terms(text).half_terms and read_year_group(text) is None for text in texts
    )


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
        column.leave_out("what it holds is not read")
    return False


def _short_subjects_believed(columns: list[Column], meanings: dict[int, HeadingMeaning]) -> bool:
    """Whether R, W, M stand beside each other, so that each is a subject."""
    short = {meanings[column.index].short_subject for column in columns if column.role is Role.MARK}
    return len(short - {None}) >= 2


def _short_kinds_believed(columns: list[Column], meanings: dict[int, HeadingMeaning]) -> bool:
    """Whether C and P stand side by side under every subject and half-term that has either."""
    found: dict[object, set[Kind]] = defaultdict(set)
    for column in columns:
        meaning = meanings[column.index]
        if column.role is Role.MARK and meaning.short_kind:
            place = (meaning.subject or meaning.short_subject, meaning.half_term)
            found[place].add(meaning.short_kind)
    sets = list(found.values())
    return bool(sets) and {Kind.CURRENT, Kind.PREDICTED} <= sets[0] and all(one == sets[0] for one in sets)


def _names_more(meaning: HeadingMeaning) -> bool:
    return meaning.half_term is not None or meaning.kind is not None or meaning.any_kind or meaning.score


def _find_long_marks(columns: list[Column]) -> None:
    """In a long layout a column headed "Result" holds the marks where no other does."""
    if any(column.role is Role.MARK for column in columns):
        return
    for column in columns:
        if column.role is Role.NOT_USED and words(column.heading) in LONG_MARK_PHRASES:
            column.role, column.why, column.confidence = Role.MARK, "", "likely"
            return


def _default_kinds(table: Table, columns: list[Column], fields: dict[str, Column]) -> None:
    """Marks of no other kind are current, unless rows say a kind themselves."""
    if "kind" in fields:
        return
    subjects = set(column_texts(table, fields["subject"].index)) if "subject" in fields else set()
    if any(heading_meaning(text).kind for text in subjects):
        return
    for column in columns:
        if column.role is Role.MARK and column.kind is None:
            column.kind = Kind.CURRENT

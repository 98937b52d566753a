"""Columns whose cells say what their heading does not: lists of subjects, of kinds, of half-terms, of year
groups under a heading that is not known or says too little."""

from __future__ import annotations

import re
from collections.abc import Callable

from etl.reading.columns import Column, Role, column_texts, read_kind, read_subject
from etl.reading.half_term_words import find_half_terms
from etl.reading.heading_meaning import heading_meaning
from etl.reading.marks import is_marklike
from etl.reading.spelling import comparable
from etl.reading.tables import Table
from etl.reading.year_groups import read_year_group
from etl.upn import normalise_upn, upn_fault
from etl.vocabulary import Subject

_WORDED_YEAR = re.compile(r"^(?:nc )?(?:year|yr|y)\s*[1-6r]$|^(?:reception|nursery|eyfs|fs[12])$")


def fields_by_content(table: Table, columns: list[Column], fields: dict[str, Column]) -> None:
    """Finds the fields of a long layout, and the year group, that no heading names.

    The subject of rows is looked for only where no heading names that of marks; kinds and half-terms only
    where pupils have several rows, for a half-term may also be when somebody joined. Of two columns that
    could be the same thing neither is taken.
    """
    if "year_group" not in fields:
        _take(table, columns, fields, "year_group", _are_year_groups, unread_only=True)
    subjects = any(
        heading_meaning(column.heading).subject or heading_meaning(column.heading).short_subject
        for column in columns
        if column.role is Role.MARK
    )
    if "subject" not in fields and not subjects:
        _take(table, columns, fields, "subject", _are_subjects)
    if "subject" in fields or _pupils_repeat(table):
        for name, are_such in (("kind", _are_kinds), ("half_term", _are_half_terms)):
            if name not in fields:
                _take(table, columns, fields, name, are_such)


def _pupils_repeat(table: Table) -> bool:
    upns = [] if table.upn_column is None else column_texts(table, table.upn_column)
    valid = [upn for text in upns if upn_fault(upn := normalise_upn(text)) is None]
    return len(set(valid)) <= 0.6 * len(valid)


def _take(
    table: Table,
    columns: list[Column],
    fields: dict[str, Column],
    name: str,
    are_such: Callable[[set[str]], bool],
    *,
    unread_only: bool = False,
) -> None:
    found = []
    for column in columns:
        says_mark = column.role is Role.MARK and column.subject is None and column.kind is None
        if column.role is not Role.NOT_USED and (unread_only or not says_mark):
            continue
        texts = set(column_texts(table, column.index))
        if texts and are_such(texts):
            found.append(column)
    if len(found) == 1:
        [column] = found
        column.role, column.field, column.why, column.confidence = Role.FIELD, name, "", "likely"
        fields[name] = column


def _are_subjects(texts: set[str]) -> bool:
    """Subjects and nothing else, two of ours at least."""
    read = {text: read_subject(text) for text in texts}
    ours = {subject for subject in read.values() if isinstance(subject, Subject)}
    return None not in read.values() and len(ours) >= 2 and not any(map(is_marklike, texts))


def _are_kinds(texts: set[str]) -> bool:
    read = {read_kind(text) for text in texts}
    return None not in read and len(read) >= 2 and not any(map(is_marklike, texts))


def _are_half_terms(texts: set[str]) -> bool:
    said = [find_half_terms(text, short=True).single for text in texts]
    return all(one is not None and one.says_when for one in said)


def _are_year_groups(texts: set[str]) -> bool:
    worded = [text for text in texts if _WORDED_YEAR.match(comparable(text))]
    return len(worded) == len(texts) and all(read_year_group(text) is not None for text in texts)

"""Columns as they were understood: a detail of the pupil, marks, or nothing that is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from etl.containers import column_letter
from etl.reading.half_term_words import SaidHalfTerm
from etl.reading.heading_meaning import HeadingMeaning, heading_meaning
from etl.reading.spelling import cell_text
from etl.reading.tables import Table
from etl.vocabulary import Kind, Subject, year_group_label


class Role(StrEnum):
    FIELD = "field"
    MARK = "mark"
    NOT_USED = "not used"
    DOUBT = "doubt"  # it may hold marks, and which is not clear: asked about


FIELD_LABELS = {
    "upn": "UPN",
    "surname": "Surname",
    "forename": "Forename",
    "name": "Name",
    "dob": "Birth date",
    "sex": "Sex",
    "year_group": "Year group",
    "class": "Class",
    "pupil_premium": "Pupil premium",
    "disadvantaged": "Disadvantaged",
    "fsm": "Free school meals",
    "fsm6": "FSM in the last six years",
    "sen": "SEN",
    "eal": "EAL",
    "language": "EAL, from the first language",
    "looked_after": "Looked after",
    "school": "School",
    "urn": "School, by URN",
    "laestab": "School, by LAESTAB",
    "subject": "Subject of the mark",
    "kind": "Kind of the mark",
    "half_term": "Half-term of the mark",
    "academic_year": "Academic year of the mark",
}
# Fields that say of the row's marks what a heading says elsewhere.
ROW_FIELDS = ("subject", "kind", "half_term", "academic_year")


@dataclass
class Column:
    """One column as it was understood. What is None for marks is said by the row, the sheet or the
    return."""

    index: int
    heading: str
    role: Role
    notes: list[str] = field(default_factory=list)  # how blanks are read, and the like
    field: str | None = None
    subject: Subject | None = None
    kind: Kind | None = None
    when: SaidHalfTerm | None = None
    year_end: bool = False
    year_group: int | None = None
    score: bool = False
    why: str = ""  # not used, or in doubt: why
    by_sheet: bool = False  # its subject is the sheet's, not its heading's
    asked: str = ""  # in doubt: the words of the heading that are not understood
    confidence: str = "certain"

    @property
    def letter(self) -> str:
        return column_letter(self.index)

    def leave_out(self, why: str) -> None:
        self.role, self.field, self.why, self.confidence = Role.NOT_USED, None, why, "unused"

    def meaning(self) -> str:
        """In words, for "how we read your sheet"."""
        if self.role is Role.FIELD and self.field:
            said = FIELD_LABELS[self.field]
        elif self.role is Role.MARK:
            said = self._mark_meaning()
        else:
            said = f"Not used: {self.why}" if self.why else "Not used"
        return "; ".join([said, *self.notes])

    def _mark_meaning(self) -> str:
        subject = self.subject.label if self.subject else "Marks"
        kind = {
            Kind.CURRENT: "current",
            Kind.PREDICTED: "predicted year-end",
            Kind.TARGET: "target",
            None: "kind as the row says",
        }[self.kind]
        parts = [subject, "scaled score" if self.score else kind]
        if self.when:
            parts.append(str(self.when))
        if self.year_group is not None:
            parts.append(f"for {year_group_label(self.year_group)}")
        return ", ".join(parts)


@dataclass
class TableColumns:
    """The columns of a table, in their order, and its fields by name."""

    columns: list[Column]
    fields: dict[str, Column]
    spelt_subjects: frozenset[Subject] = frozenset()  # those that a column of subjects spells out
    learned: dict[str, str] = field(default_factory=dict)  # what the school said of its headings
    lacks_a_subject: bool = False  # no row's subject is reading, or writing, or maths

    @property
    def marks(self) -> list[Column]:
        return [column for column in self.columns if column.role is Role.MARK]

    @property
    def doubts(self) -> list[Column]:
        return [column for column in self.columns if column.role is Role.DOUBT]

    @property
    def is_long(self) -> bool:
        return "subject" in self.fields


def filled_texts(table: Table, index: int) -> Iterator[str]:
    """The filled cells of a column below the header, as texts."""
    rows = table.sheet.rows[table.start : table.end]
    return (cell_text(row[index]) for row in rows if index < len(row) and row[index] is not None)


def column_texts(table: Table, index: int) -> list[str]:
    return list(filled_texts(table, index))


def read_subject(text: str) -> Subject | str | None:
    """The subject that a cell of a subject column names; "" for one that is not read; None where it is
    not understood."""
    return subject_said(heading_meaning(text))


def subject_said(meaning: HeadingMeaning, spelt: frozenset[Subject] = frozenset()) -> Subject | str | None:
    """The subject that a meaning names, as `read_subject`. Beside subjects that are `spelt` out elsewhere
    a short one is another: RE beside Reading."""
    if meaning.not_used or meaning.several or meaning.score:
        return ""
    if meaning.subject is None and meaning.short_subject in spelt:
        return ""
    return meaning.subject or meaning.short_subject


def read_kind(text: str) -> Kind | None:
    """The kind that a cell of a kind column names."""
    return kind_said(heading_meaning(text))


def kind_said(meaning: HeadingMeaning) -> Kind | None:
    if meaning.not_used or meaning.unknown:
        return None
    if meaning.kind is None and meaning.any_kind and not meaning.year_end:
        return Kind.CURRENT
    short = meaning.short_kind if meaning.short_kind is not Kind.TARGET else None
    return meaning.kind or short or (Kind.PREDICTED if meaning.year_end else None)

"""Columns as they were understood: a detail of the pupil, marks, or nothing that is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from etl.containers import column_letter
from etl.reading.half_term_words import SaidHalfTerm
from etl.reading.heading_meaning import heading_meaning
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
    confidence: str = "certain"

    @property
    def letter(self) -> str:
        return column_letter(self.index)

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

    @property
    def marks(self) -> list[Column]:
        return [column for column in self.columns if column.role is Role.MARK]

    @property
    def doubts(self) -> list[Column]:
        return [column for column in self.columns if column.role is Role.DOUBT]

    @property
    def is_long(self) -> bool:
        return "subject" in self.fields


def read_subject(text: str) -> Subject | str | None:
    """The subject that a cell of a subject column names; "" for one that is not read; None where it is
    not understood."""
    meaning = heading_meaning(text)
    subject = meaning.subject or meaning.short_subject
    if subject and not meaning.several and not meaning.not_used:
        return subject
    if meaning.not_used or meaning.several:
        return ""
    return None


def read_kind(text: str) -> Kind | None:
    """The kind that a cell of a kind column names."""
    meaning = heading_meaning(text)
    if meaning.not_used or meaning.unknown:
        return None
    if meaning.kind is None and meaning.any_kind and not meaning.year_end:
        return Kind.CURRENT
    return meaning.kind or (Kind.PREDICTED if meaning.year_end else None)

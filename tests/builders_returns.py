"""Accepted returns made straight from rows: what stands once reading and checking are over."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.parquet import write_rows
from etl.reading.tidy import MarkRow, PupilRow
from etl.record import returns
from etl.record.connection import Record
from etl.upn import with_check_letter
from etl.vocabulary import Judgement, Kind, Subject


def upn(number: int) -> str:
    """The UPN of the pupil with a number: an authority that does not exist, a true check letter."""
    return with_check_letter(f"999{number:09d}")


def pupil(number: int, year_group: int = 6, **known: object) -> PupilRow:
    return PupilRow(upn=upn(number), year_group=year_group, sheet="Sheet1", row=number + 2, **known)  # type: ignore[arg-type]


def mark(
    number: int,
    half_term: HalfTerm,
    judgement: str | None,
    subject: Subject = Subject.READING,
    kind: Kind = Kind.PREDICTED,
) -> MarkRow:
    """A judgement, or with None an absence."""
    return MarkRow(
        upn=upn(number),
        half_term=half_term,
        subject=subject,
        kind=kind,
        judgement=Judgement(judgement) if judgement else None,
        score=None,
        raw=judgement or "Absent",
        sheet="Sheet1",
        cell=f"C{number + 2}",
    )


def accept(
    folder: DataFolder,
    record: Record,
    urn: int,
    half_term: HalfTerm,
    pupils: Sequence[PupilRow],
    marks: Sequence[MarkRow],
    *,
    whole_return: bool = False,
) -> int:
    """Accept a return, as a load does after its checks; publishes nothing."""
    token = uuid.uuid4().hex
    write_rows(folder, token, pupils, marks)
    with record.writing() as connection:
        return returns.add(
            connection,
            token=token,
            urn=urn,
            academic_year=half_term.academic_year,
            ordinal=half_term.ordinal,
            whole_return=whole_return,
            file_name="rows.csv",
            original_hash="0" * 64,
            half_terms=sorted({one.slug for one in (half_term, *(mark.half_term for mark in marks))}),
            pupils=len(pupils),
            judgements=sum(one.judgement is not None for one in marks),
            held_rows=0,
            columns=[],
            problems=[],
            effect=[],
            loaded_by="test",
        )

"""What stands for one school, before and after a return would count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.fold import counting_rows, fold, give_rows, rows_paths
from etl.publish.parquet import mark_table, pupil_table
from etl.publish.trouble import in_plain_words
from etl.reading.tidy import MarkRow, PupilRow
from etl.record.returns import AcceptedReturn
from etl.vocabulary import Judgement, Kind, Subject

# What is known of a pupil beside year group and class, in the order of `StandingPupil.attributes`.
ATTRIBUTES = (
    "surname",
    "forename",
    "dob",
    "sex",
    "disadvantaged",
    "pupil_premium",
    "fsm",
    "fsm6",
    "looked_after",
    "eal",
    "sen",
)

CANDIDATE = "candidate"  # the token of a return that is not accepted yet


@dataclass(frozen=True)
class StandingMark:
    judgement: Judgement | None
    score: float | None
    # Why there is no judgement (absent, disapplied, left); None where there is one, because the
    # spelling of a judgement is no difference.
    without: str | None


@dataclass(frozen=True)
class StandingPupil:
    year_group: int | None
    class_name: str | None
    on_roll: bool
    listed: bool
    attributes: tuple[Any, ...]

    @property
    def surname(self) -> str | None:
        return self.known("surname")

    @property
    def forename(self) -> str | None:
        return self.known("forename")

    @property
    def dob(self) -> date | None:
        return self.known("dob")

    def known(self, attribute: str) -> Any:
        """One of ATTRIBUTES; None where the school has not said."""
        return self.attributes[ATTRIBUTES.index(attribute)]


# The marks of one subject and kind in one half-term, by UPN.
Marks = dict[str, StandingMark]


@dataclass(frozen=True)
class State:
    """What stands for one school in some half-terms. Half-terms without anything have no entry."""

    marks: dict[HalfTerm, dict[tuple[str, str], Marks]] = field(default_factory=dict)
    pupils: dict[HalfTerm, dict[str, StandingPupil]] = field(default_factory=dict)

    def on_roll(self, half_term: HalfTerm) -> dict[str, StandingPupil]:
        """The pupils on roll in a half-term, by UPN."""
        return {upn: held for upn, held in self.pupils.get(half_term, {}).items() if held.on_roll}

    def within(self, half_term: HalfTerm) -> tuple[object, object]:
        """What stands in one half-term, to be compared."""
        return self.marks.get(half_term), self.pupils.get(half_term)

    def marks_of(self, half_term: HalfTerm, subject: Subject, kind: Kind) -> Marks:
        return self.marks.get(half_term, {}).get((subject.value, kind.value), {})

    def judgement(self, half_term: HalfTerm, upn: str, subject: Subject, kind: Kind) -> Judgement | None:
        held = self.marks_of(half_term, subject, kind).get(upn)
        return held.judgement if held else None


def state_of(
    folder: DataFolder,
    urn: int,
    counting: Sequence[AcceptedReturn],
    half_terms: Iterable[HalfTerm],
    present: Mapping[str, str],
    candidate: tuple[HalfTerm, Sequence[PupilRow], Sequence[MarkRow]] | None = None,
) -> State:
    """What stands in some half-terms, given a school's returns that count, and one more after them all.

    `present` gives the present UPN of every former one.
    """
    wanted = set(half_terms)
    concerned = [one for one in counting if wanted & {one.half_term, *one.half_terms}]
    if not concerned and candidate is None:
        return State()
    rows = counting_rows(concerned)
    pupils = marks = None
    if candidate is not None:
        half_term, given_pupils, given_marks = candidate
        latest = pa.table(
            {
                "token": [CANDIDATE],
                "return_id": [max((one.id for one in counting), default=0) + 1],
                "school_urn": [urn],
                "starts": [half_term.starts],
                "ordinal": [half_term.ordinal],
            },
            schema=rows.schema,
        )
        rows = pa.concat_tables([rows, latest])
        pupils, marks = pupil_table(CANDIDATE, given_pupils), mark_table(CANDIDATE, given_marks)
    with in_plain_words(), duckdb.connect() as connection:
        connection.execute("SET threads = 1")  # the rows are few: threads cost more than they save
        give_rows(
            connection,
            rows,
            *rows_paths(folder, concerned),
            pupils,
            marks,
        )
        fold(connection, present)
        return _read(connection, wanted)


def _read(connection: duckdb.DuckDBPyConnection, wanted: set[HalfTerm]) -> State:
    state = State()
    half_terms = {(one.starts, one.ordinal): one for one in wanted}
    marks = connection.execute(
        "SELECT starts, ordinal, upn, subject, kind, judgement, score, raw FROM standing_mark"
    )
    # A school's marks are few and alike: each distinct one is made once.
    made: dict[tuple[Any, ...], StandingMark] = {}
    for starts, ordinal, upn, subject, kind, judgement, score, raw in marks.fetchall():
        half_term = half_terms.get((starts, ordinal))
        if half_term is None:
            continue
        content = (judgement, score, None if judgement or score is not None else raw)
        held = made.get(content)
        if held is None:
            judged = Judgement(judgement) if judgement else None
            held = made[content] = StandingMark(judged, content[1], content[2])
        state.marks.setdefault(half_term, {}).setdefault((subject, kind), {})[upn] = held
    pupils = connection.execute(
        # The names are ours alone.
        f"SELECT starts, ordinal, upn, year_group, class_name, on_roll, listed, {', '.join(ATTRIBUTES)} "
        "FROM standing_pupil"
    )
    for starts, ordinal, upn, year_group, class_name, on_roll, listed, *attributes in pupils.fetchall():
        half_term = half_terms.get((starts, ordinal))
        if half_term is not None:
            state.pupils.setdefault(half_term, {})[upn] = StandingPupil(
                year_group, class_name, on_roll, listed, tuple(attributes)
            )
    return state

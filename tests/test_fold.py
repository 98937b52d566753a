"""How returns combine, against the same rules written once more in plain Python, on random histories."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.half_terms import HalfTerm
from etl.publish.fold import counting_rows, fold, give_rows
from etl.publish.parquet import mark_table, pupil_table
from etl.reading.tidy import MarkRow, PupilRow
from etl.record.connection import now
from etl.record.returns import AcceptedReturn
from etl.vocabulary import Judgement, Subject
from tests.builders_returns import mark, pupil

HALF_TERMS = (HalfTerm(2024, 5), HalfTerm(2024, 6), HalfTerm(2025, 1), HalfTerm(2025, 2))
URNS = (910001, 910002)


@dataclass(frozen=True)
class Given:
    """One return of a history: its place in the order of acceptance is its id."""

    id: int
    urn: int
    half_term: HalfTerm
    pupils: tuple[PupilRow, ...]
    marks: tuple[MarkRow, ...]

    @property
    def accepted(self) -> AcceptedReturn:
        return AcceptedReturn(
            id=self.id,
            token=f"return {self.id}",
            urn=self.urn,
            half_term=self.half_term,
            whole_return=False,
            file_name="rows.csv",
            original_hash="0" * 64,
            half_terms=tuple({self.half_term, *(one.half_term for one in self.marks)}),
            pupils=len(self.pupils),
            judgements=len(self.marks),
            held_rows=0,
            columns=[],
            problems=[],
            effect=[],
            loaded_at=now(),
            loaded_by="test",
            undone_at=None,
            undone_by=None,
        )


@st.composite
def histories(draw: st.DrawFn) -> list[Given]:
    """Up to seven returns of two schools, most of which carry marks of earlier half-terms along."""
    made = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        own = draw(st.integers(0, len(HALF_TERMS) - 1))
        keys = draw(
            st.sets(
                st.tuples(
                    st.integers(0, 3),
                    st.integers(0, own),
                    st.sampled_from([Subject.READING, Subject.MATHS]),
                ),
                max_size=10,
            )
        )
        listed = {pupil for pupil, _, _ in keys} | draw(st.sets(st.integers(0, 3), max_size=2))
        pupils = [
            pupil(
                one,
                draw(st.sampled_from([5, 6])),
                surname=draw(st.sampled_from(["Ash", "Birch", None])),
                eal=draw(st.sampled_from([True, False, None])),
            )
            for one in sorted(listed)
        ]
        marks = [
            mark(one, HALF_TERMS[when], draw(st.sampled_from([*Judgement, None])), subject)
            for one, when, subject in sorted(keys)
        ]
        urn = draw(st.sampled_from(URNS))
        made.append(Given(number, urn, HALF_TERMS[own], tuple(pupils), tuple(marks)))
    return made


Found = set[tuple[object, ...]]


def folded(history: list[Given]) -> tuple[Found, Found]:
    """The marks and the pupils that stand, as the publisher's SQL says."""
    with duckdb.connect() as connection:
        give_rows(
            connection,
            counting_rows([one.accepted for one in history]),
            [],
            [],
            pa.concat_tables([pupil_table(one.accepted.token, one.pupils) for one in history]),
            pa.concat_tables([mark_table(one.accepted.token, one.marks) for one in history]),
        )
        fold(connection)
        marks = connection.execute(
            "SELECT school_urn, starts, ordinal, upn, subject, return_id, judgement FROM standing_mark"
        ).fetchall()
        pupils = connection.execute(
            "SELECT school_urn, starts, ordinal, upn, listed, year_group, surname, eal FROM standing_pupil"
        ).fetchall()
    assert len(marks) == len(set(marks))
    assert len(pupils) == len(set(pupils))
    return set(marks), set(pupils)


def marks_that_stand(history: list[Given]) -> Found:
    standing: dict[tuple[object, ...], tuple[Given, MarkRow]] = {}
    # From the weakest claim to the strongest, each replacing what stood: the farthest return first, the
    # earlier accepted before the later, and a half-term's own last of all.
    for when in HALF_TERMS:
        for one in sorted(history, key=lambda one: (one.half_term == when, later_first(one), one.id)):
            for row in one.marks:
                if row.half_term == when:
                    standing[one.urn, when.starts, when.ordinal, row.upn, row.subject.value] = (one, row)
    return {
        (*key, one.id, row.judgement.value if row.judgement else None) for key, (one, row) in standing.items()
    }


def later_first(one: Given) -> tuple[int, int]:
    return -one.half_term.starts, -one.half_term.ordinal


def pupils_that_stand(history: list[Given]) -> Found:
    found: Found = set()
    for urn in URNS:
        of_school = [one for one in history if one.urn == urn]
        for when in HALF_TERMS:
            own = [(one, row) for one in of_school if one.half_term == when for row in one.pupils]
            carried = [
                (one, row)
                for one in sorted(of_school, key=lambda one: (later_first(one), one.id))
                if one.half_term > when
                for row in one.pupils
                if any(mark.upn == row.upn and mark.half_term == when for mark in one.marks)
            ]
            listed = {row.upn for _, row in own}
            for rows, is_listed in (
                (own, True),
                ([pair for pair in carried if pair[1].upn not in listed], False),
            ):
                known: dict[str, dict[str, object]] = {}
                for one, row in rows:
                    # A blank never erases what an earlier row gave.
                    details = known.setdefault(row.upn, {"year_group": None, "surname": None, "eal": None})
                    assert row.year_group is not None
                    details["year_group"] = row.year_group - (one.half_term.starts - when.starts)
                    for name in ("surname", "eal"):
                        if getattr(row, name) is not None:
                            details[name] = getattr(row, name)
                found |= {
                    (urn, when.starts, when.ordinal, upn, is_listed, *details.values())
                    for upn, details in known.items()
                }
    return found


@settings(max_examples=150, deadline=None)
@given(histories())
def test_marks_and_pupils_stand_as_the_rules_say(history: list[Given]) -> None:
    marks, pupils = folded(history)
    assert marks == marks_that_stand(history)
    assert pupils == pupils_that_stand(history)

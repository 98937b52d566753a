"""The files of statutory results that were accepted: what stands, what was undone.

They are kept in the table of the accepted returns and numbered with them. A file is one for each school,
assessment and academic year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from etl.half_terms import academic_year_label, parse_academic_year
from etl.record.connection import now
from etl.record.returns import LARGEST_ID
from etl.record.tables import accepted_return
from etl.results.assessments import Assessment

IS_RESULTS = accepted_return.c.assessment.is_not(None)
# Results belong to an academic year. The half-term at whose end they are known orders them among returns.
ORDINAL = 6


@dataclass(frozen=True, kw_only=True)
class AcceptedResults:
    """One school's results in one assessment of one year. A later `id` counts over an earlier one."""

    id: int
    token: str
    urn: int
    assessment: Assessment
    starts: int  # the calendar year in which the academic year starts
    whole_return: bool  # it set aside what stood
    file_name: str
    original_hash: str
    pupils: int
    results: int
    held_rows: int
    problems: list[dict[str, Any]]
    effect: list[str]
    loaded_at: datetime
    loaded_by: str
    undone_at: datetime | None
    undone_by: str | None

    @property
    def academic_year(self) -> str:
        return academic_year_label(self.starts)

    @property
    def stands(self) -> bool:
        return self.undone_at is None

    @property
    def unit(self) -> tuple[int, Assessment, int]:
        """What one file is of, and what a later one for the same supersedes."""
        return self.urn, self.assessment, self.starts


def _results(row: Row) -> AcceptedResults:
    values = dict(row._mapping)
    for name in ("ordinal", "half_terms", "columns"):
        del values[name]
    return AcceptedResults(
        assessment=Assessment(values.pop("assessment")),
        starts=parse_academic_year(values.pop("academic_year")),
        results=values.pop("judgements"),
        **values,
    )


def all_results(connection: Connection, urn: int | None = None) -> list[AcceptedResults]:
    """Every file, undone ones too, in the order of acceptance; of one school where `urn` is given."""
    query = select(accepted_return).where(IS_RESULTS).order_by(accepted_return.c.id)
    if urn is not None:
        query = query.where(accepted_return.c.urn == urn)
    return [_results(row) for row in connection.execute(query)]


def find_results(connection: Connection, return_id: int) -> AcceptedResults | None:
    if not 0 < return_id <= LARGEST_ID:
        return None
    row = connection.execute(
        select(accepted_return).where(IS_RESULTS, accepted_return.c.id == return_id)
    ).first()
    return _results(row) if row else None


def in_force(results: Sequence[AcceptedResults]) -> list[AcceptedResults]:
    """Those that count: not undone, and not before a later whole file of the same unit."""
    standing = [one for one in results if one.stands]
    last_whole = {one.unit: one.id for one in standing if one.whole_return}
    return [one for one in standing if one.id >= last_whole.get(one.unit, 0)]


def standing_tokens(connection: Connection, urn: int) -> tuple[str, ...]:
    """Differs whenever results of the school are accepted or undone."""
    query = select(accepted_return.c.token).where(
        IS_RESULTS, accepted_return.c.urn == urn, accepted_return.c.undone_at.is_(None)
    )
    return tuple(connection.execute(query.order_by(accepted_return.c.id)).scalars())


def add(connection: Connection, *, assessment: Assessment, starts: int, results: int, **values: Any) -> int:
    """Record a file of results as accepted; gives its id."""
    made = connection.execute(
        insert(accepted_return).values(
            assessment=assessment.value,
            academic_year=academic_year_label(starts),
            ordinal=ORDINAL,
            half_terms=[],
            judgements=results,
            loaded_at=now(),
            **values,
        )
    )
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def mark_undone(connection: Connection, return_id: int, by: str) -> None:
    connection.execute(
        update(accepted_return)
        .where(IS_RESULTS, accepted_return.c.id == return_id)
        .values(undone_at=now(), undone_by=by)
    )

"""The additive counts behind every figure, made from the pupils and marks that stand.

Works on a published file under construction: reads `pupil_half_term` and `mark`, fills `roll_count`,
`attainment_count` and `movement_count`, for the half-terms in the temporary table `counted_half_term`
(academic_year, half_term_ordinal).

A pupil's marks are first laid side by side, one row a pupil, so that each group is counted in one pass
over the pupils and not over their marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import duckdb

from etl.groups import GROUPS
from etl.vocabulary import RWM, RWM_SUBJECTS, Judgement, Kind, Standard, Subject

_HALF_TERM = "academic_year, half_term_ordinal"
# The place of a half-term in time: one more for each that follows.
PLACE = "CAST(academic_year[1:4] AS INTEGER) * 6 + half_term_ordinal"

# The half-terms whose movement changes with those counted, and all that have to be looked at for it: the
# counted ones, the ones after them, and the ones before either.
NEIGHBOURS = f"""
CREATE OR REPLACE TEMP TABLE moved_half_term AS
WITH counted AS (
    SELECT {PLACE} AS place FROM counted_half_term
)
SELECT place FROM counted
UNION
SELECT place + 1 FROM counted;

CREATE OR REPLACE TEMP TABLE seen_half_term AS
SELECT DISTINCT {_HALF_TERM}
FROM pupil_half_term
WHERE {PLACE} IN (
    SELECT place FROM moved_half_term
    UNION
    SELECT place - 1 FROM moved_half_term
);
"""

CLEAR = f"""
DELETE FROM roll_count WHERE ({_HALF_TERM}) IN (FROM counted_half_term);
DELETE FROM attainment_count WHERE ({_HALF_TERM}) IN (FROM counted_half_term);
DELETE FROM movement_count WHERE {PLACE} IN (FROM moved_half_term);
"""

# Schools are counted so many at a time, so that memory does not grow with them: no row of a count is about
# two schools. A trust of fewer is counted in one go.
SCHOOLS_AT_ONCE = 500

SCHOOLS_SEEN = f"""
SELECT DISTINCT school_urn
FROM pupil_half_term
SEMI JOIN seen_half_term USING ({_HALF_TERM})
ORDER BY school_urn
"""

# Which subjects and kinds anyone in the trust has a judgement in that half-term; RWM where all three of
# its subjects do.
PAIRS = f"""
CREATE OR REPLACE TEMP TABLE pair AS
WITH judged AS (
    SELECT DISTINCT {_HALF_TERM}, subject, kind
    FROM mark
    SEMI JOIN seen_half_term USING ({_HALF_TERM})
    WHERE judgement IS NOT NULL
)
FROM judged
UNION ALL
SELECT {_HALF_TERM}, '{RWM}', kind
FROM judged
WHERE subject IN ({", ".join(f"'{subject}'" for subject in RWM_SUBJECTS)})
GROUP BY ALL
HAVING count(DISTINCT subject) = {len(RWM_SUBJECTS)}
"""


@dataclass(frozen=True)
class Pair:
    """A subject (or RWM) and a kind: one column of ranks for a subject, three for RWM."""

    subject: str
    kind: Kind

    @property
    def column(self) -> str:
        return f"{self.subject}_{self.kind}"

    @property
    def _parts(self) -> tuple[str, ...]:
        subjects = RWM_SUBJECTS if self.subject == RWM else (self.subject,)
        return tuple(Pair(subject, self.kind).column for subject in subjects)

    def counted(self, of: str) -> dict[str, str]:
        """SQL: the counts of a cohort, by the name of their column."""
        bands = {one: _times(self.band(of, one)) for one in Judgement}
        if self.subject == RWM:
            assessed = _times(self.assessed(of))
            met = {one: _times(self.met(of, one)) for one in Standard}
        else:
            # Sums of the bands: to look at every pupil again for each would take twice as long.
            assessed = " + ".join(bands.values())
            met = {one: " + ".join(bands[band] for band in one.met_by) for one in Standard}
        return {
            "assessed": assessed,
            **{band.lower(): count for band, count in bands.items()},
            **{one.value: count for one, count in met.items()},
        }

    def assessed(self, of: str) -> str:
        """SQL: whether a pupil is assessed. `of` names the row of `standing`."""
        return " AND ".join(f"{of}.{part} IS NOT NULL" for part in self._parts)

    def met(self, of: str, standard: Standard) -> str:
        """SQL: whether a pupil meets a standard; NULL or FALSE where they do not or are not assessed."""
        lowest = min(judgement.rank for judgement in standard.met_by)
        return " AND ".join(f"{of}.{part} >= {lowest}" for part in self._parts)

    def band(self, of: str, judgement: Judgement) -> str:
        """SQL: whether a pupil has a judgement. RWM has no bands."""
        return "FALSE" if self.subject == RWM else f"{of}.{self.column} = {judgement.rank}"


def _standing(pairs: list[Pair]) -> str:
    ranks = " ".join(f"WHEN '{one}' THEN {one.rank}" for one in Judgement)
    rank = f"CASE judgement {ranks} END"
    columns = ",\n".join(
        f"        max({rank}) FILTER (subject = '{pair.subject}' AND kind = '{pair.kind}') AS {pair.column}"
        for pair in pairs
        if pair.subject != RWM
    )
    # One row a pupil on roll in the schools from $first to $last, with the rank of each judgement, NULL where
    # they have none. Nursery children are left out of every measure.
    return f"""
CREATE OR REPLACE TEMP TABLE standing AS
WITH judged AS (
    SELECT
        {_HALF_TERM},
        school_urn,
        upn,
{columns}
    FROM mark
    SEMI JOIN seen_half_term USING ({_HALF_TERM})
    WHERE school_urn BETWEEN $first AND $last
    GROUP BY ALL
)
SELECT
    pupil_half_term.*,
    judged.* EXCLUDE ({_HALF_TERM}, school_urn, upn),
    {PLACE} AS place,
    ({_HALF_TERM}) IN (FROM counted_half_term) AS to_count
FROM pupil_half_term
SEMI JOIN seen_half_term USING ({_HALF_TERM})
LEFT JOIN judged USING ({_HALF_TERM}, school_urn, upn)
WHERE on_roll AND year_group BETWEEN 0 AND 6 AND school_urn BETWEEN $first AND $last
"""


def _times(condition: str) -> str:
    """SQL: how often a condition holds; 0, never NULL, where it never does."""
    return f"count(*) FILTER ({condition})"


def _asked(pairs: list[Pair]) -> str:
    judged = ",\n".join(
        f"""            {{
                subject: '{pair.subject}',
                kind: '{pair.kind}',
                judged: bool_or({pair.assessed("standing")})
            }}"""
        for pair in pairs
    )
    # One row a half-term × school × year group × subject × kind that counts there. Reception counts
    # where its pupils were judged; the other years always.
    return f"""
CREATE OR REPLACE TEMP TABLE asked AS
WITH cohort AS (
    SELECT
        {_HALF_TERM},
        school_urn,
        year_group,
        [
{judged}
        ] AS judged
    FROM standing
    WHERE to_count
    GROUP BY ALL
),
by_pair AS (
    SELECT * EXCLUDE (judged), unnest(judged, recursive := TRUE) FROM cohort
)
SELECT {_HALF_TERM}, school_urn, year_group, subject, kind
FROM by_pair
SEMI JOIN pair USING ({_HALF_TERM}, subject, kind)
WHERE year_group > 0 OR judged
"""


def _attainment_counts(pairs: list[Pair], group_id: str, expression: str) -> str:
    def one_of(pair: Pair) -> str:
        counts = "".join(
            f",\n                {name}: {count}" for name, count in pair.counted("standing").items()
        )
        return f"""            {{
                subject: '{pair.subject}',
                kind: '{pair.kind}'{counts}
            }}"""

    counted = ",\n".join(map(one_of, pairs))
    # Names, groups and expressions come from the registries, never from a person. What one question asks for,
    # a subject and kind of a half-term, lies together: the rest is passed over unread.
    return f"""
INSERT INTO attainment_count
WITH cohort AS (
    SELECT
        {_HALF_TERM},
        school_urn,
        year_group,
        class,
        {expression} AS group_value,
        count(*) AS on_roll,
        [
{counted}
        ] AS counted
    FROM standing
    WHERE to_count
    GROUP BY ALL
),
by_pair AS (
    SELECT * EXCLUDE (counted), unnest(counted, recursive := TRUE) FROM cohort
)
SELECT
    {_HALF_TERM},
    school_urn,
    year_group,
    class,
    '{group_id}',
    group_value,
    subject,
    kind,
    on_roll,
    assessed,
    {", ".join(one.lower() for one in Judgement)},
    {", ".join(Standard)}
FROM by_pair
SEMI JOIN asked USING ({_HALF_TERM}, school_urn, year_group, subject, kind)
ORDER BY {_HALF_TERM}, subject, kind, school_urn
"""


def _roll_counts(group_id: str, expression: str) -> str:
    return f"""
INSERT INTO roll_count
SELECT
    {_HALF_TERM},
    school_urn,
    year_group,
    class,
    '{group_id}' AS pupil_group,
    {expression} AS group_value,
    count(*) AS on_roll
FROM pupil_half_term
SEMI JOIN counted_half_term USING ({_HALF_TERM})
WHERE on_roll
GROUP BY ALL
ORDER BY 1, 2, 3
"""


def _movement(pairs: list[Pair]) -> str:
    def counted(pair: Pair, standard: Standard) -> str:
        both = f"{pair.assessed('now')} AND {pair.assessed('earlier')}"
        if pair.kind is Kind.CURRENT:
            # In Autumn 1 pupils are judged against what the new year expects: fewer meeting it than met
            # last year's in Summer 2 is no movement of theirs.
            both += " AND now.half_term_ordinal > 1"
        was, is_now = f"({pair.met('earlier', standard)})", f"({pair.met('now', standard)})"
        return f"""            {{
                subject: '{pair.subject}',
                kind: '{pair.kind}',
                standard: '{standard}',
                stayers: count(*) FILTER ({both}),
                met_before: count(*) FILTER ({both} AND {was}),
                met_now: count(*) FILTER ({both} AND {is_now}),
                moved_in: count(*) FILTER ({both} AND {is_now} AND NOT {was}),
                moved_out: count(*) FILTER ({both} AND {was} AND NOT {is_now})
            }}"""

    every = ",\n".join(counted(pair, standard) for pair in pairs for standard in Standard)
    return f"""
INSERT INTO movement_count
WITH cohort AS (
    SELECT
        now.academic_year,
        now.half_term_ordinal,
        now.school_urn,
        now.year_group,
        [
{every}
        ] AS counted
    FROM standing AS now
    JOIN standing AS earlier
        ON earlier.place = now.place - 1
        AND earlier.school_urn = now.school_urn
        AND earlier.upn = now.upn
    WHERE now.place IN (FROM moved_half_term)
    GROUP BY ALL
)
SELECT *
FROM (
    SELECT * EXCLUDE (counted), unnest(counted, recursive := TRUE) FROM cohort
)
WHERE stayers > 0
ORDER BY 1, 2, 3
"""


def count_half_terms(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the additive rows of the half-terms in `counted_half_term`, in place of any there are."""
    connection.execute(NEIGHBOURS)
    connection.execute(CLEAR)
    for group in GROUPS.values():
        connection.execute(_roll_counts(group.id, group.expression))
    connection.execute(PAIRS)
    held = connection.execute("SELECT DISTINCT subject, kind FROM pair").fetchall()
    order = [RWM, *Subject]
    pairs = sorted(
        (Pair(subject, Kind(kind)) for subject, kind in held),
        key=lambda pair: (order.index(pair.subject), pair.kind),
    )
    if not pairs:
        return
    urns = [urn for (urn,) in connection.execute(SCHOOLS_SEEN).fetchall()]
    for some in batched(urns):
        connection.execute(_standing(pairs), {"first": some[0], "last": some[-1]})
        connection.execute(_asked(pairs))
        for group in GROUPS.values():
            connection.execute(_attainment_counts(pairs, group.id, group.expression))
        connection.execute(_movement(pairs))


def batched(urns: Sequence[int]) -> Iterator[Sequence[int]]:
    """As many schools as there is room for at once, in their order."""
    for first in range(0, len(urns), SCHOOLS_AT_ONCE):
        yield urns[first : first + SCHOOLS_AT_ONCE]

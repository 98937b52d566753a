"""From all the returns that count to what stands: the one statement of how returns combine.

The same SQL answers for one school before a load ("what would change?") and for the whole trust when it
is published. It reads two temporary tables and a view:

`counting_return`   one row a return that counts: token, return_id, school_urn, starts, ordinal (its
                    own half-term's)
`given_pupil`       the rows of their pupils (etl.publish.parquet.PUPIL_SCHEMA), one a return × pupil
`given_mark`        the rows of their marks (etl.publish.parquet.MARK_SCHEMA), one a return × pupil ×
                    half-term × subject × kind. They are read where they lie, as copying them
                    all into a table first costs more than it saves

and makes two: `standing_pupil` and `standing_mark`, with the columns of schema.sql's `pupil_half_term` and
`mark`, and `starts` in place of `academic_year`. What it made before, it makes anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import duckdb
import pyarrow as pa

from etl.folder import DataFolder
from etl.publish.parquet import MARK_SCHEMA, PUPIL_SCHEMA, marks_path, pupils_path
from etl.publish.trouble import MissingRowsError
from etl.record.returns import AcceptedReturn

COUNTING_RETURN = """
CREATE OR REPLACE TEMP TABLE counting_return (
    token TEXT,
    return_id INTEGER,
    school_urn INTEGER,
    starts INTEGER,
    ordinal INTEGER
)
"""

# A mark in a return for its own half-term beats any that a later return carries along in its earlier
# columns: predictions are a ledger, and what was returned then stands. Among a half-term's own returns
# the later one counts. Where there is none, the return nearest in time to the half-term does, and among
# several for that half-term the later.
#
# All marks of one return for one half-term have the same turn. One row a return × half-term that it has
# marks for.
TURNS = """
CREATE OR REPLACE TEMP TABLE turn AS
WITH given AS (
    SELECT DISTINCT token, starts, ordinal FROM given_mark
)
SELECT
    given.token,
    given.starts,
    given.ordinal,
    counting_return.school_urn,
    counting_return.return_id,
    counting_return.starts AS return_starts,
    (given.starts = counting_return.starts AND given.ordinal = counting_return.ordinal) AS own,
    (given.starts, given.ordinal) < (counting_return.starts, counting_return.ordinal) AS carried,
    row_number() OVER (
        same_half_term
        ORDER BY own DESC, counting_return.starts, counting_return.ordinal, counting_return.return_id DESC
    ) AS turn,
    count(*) OVER same_half_term AS turns
FROM given
JOIN counting_return USING (token)
WINDOW same_half_term AS (PARTITION BY counting_return.school_urn, given.starts, given.ordinal)
"""

# Everything in the return whose turn is first stands, so that only what others give besides has to be
# compared mark by mark.
_STANDING = """
    given_mark.starts,
    given_mark.ordinal,
    turn.school_urn,
    given_mark.upn,
    given_mark.subject,
    given_mark.kind,
    given_mark.judgement,
    given_mark.score,
    given_mark.raw,
    turn.return_id,
    given_mark.sheet,
    given_mark.cell
"""
FOLD_MARKS = f"""
CREATE OR REPLACE TEMP TABLE later_mark AS
WITH first_mark AS (
    SELECT {_STANDING}
    FROM given_mark
    JOIN turn USING (token, starts, ordinal)
    WHERE turn.turn = 1 AND turn.turns > 1
)
SELECT {_STANDING}
FROM given_mark
JOIN turn USING (token, starts, ordinal)
ANTI JOIN first_mark USING (school_urn, starts, ordinal, upn, subject, kind)
WHERE turn.turn > 1
QUALIFY row_number() OVER (
    PARTITION BY
        turn.school_urn,
        given_mark.starts,
        given_mark.ordinal,
        given_mark.upn,
        given_mark.subject,
        given_mark.kind
    ORDER BY turn.turn
) = 1;

CREATE OR REPLACE TEMP VIEW standing_mark AS
SELECT {_STANDING}
FROM given_mark
JOIN turn USING (token, starts, ordinal)
WHERE turn.turn = 1
UNION ALL
FROM later_mark;
"""

# Attributes: a blank never erases, so each is the latest that was given.
_ATTRIBUTES = (
    "surname",
    "forename",
    "dob",
    "sex",
    "class_name",
    "disadvantaged",
    "pupil_premium",
    "fsm",
    "fsm6",
    "looked_after",
    "eal",
    "sen",
)
_LATEST = ",\n".join(
    f"    arg_max(given_pupil.{name}, counting_return.return_id) AS {name}" for name in _ATTRIBUTES
)

LISTED_PUPILS = f"""
CREATE OR REPLACE TEMP TABLE listed_pupil AS
SELECT
    counting_return.starts,
    counting_return.ordinal,
    counting_return.school_urn,
    given_pupil.upn,
    arg_max(given_pupil.year_group, counting_return.return_id) AS year_group,
{_LATEST},
    NOT arg_max(given_pupil."left", counting_return.return_id) AS on_roll
FROM given_pupil
JOIN counting_return USING (token)
GROUP BY ALL
"""

# Pupils who have marks in a half-term only because later returns carried them along. What is known of
# them is what those returns said; their year group was lower by the academic years in between.
_CARRIED = ",\n".join(f"    arg_min(given_pupil.{name}, carried.turn) AS {name}" for name in _ATTRIBUTES)
CARRIED_PUPILS = f"""
CREATE OR REPLACE TEMP TABLE carried_pupil AS
WITH carried AS (
    SELECT DISTINCT
        turn.starts,
        turn.ordinal,
        turn.school_urn,
        turn.token,
        turn.turn,
        turn.return_starts,
        given_mark.upn
    FROM given_mark
    JOIN turn USING (token, starts, ordinal)
    ANTI JOIN listed_pupil USING (starts, ordinal, school_urn, upn)
    WHERE turn.carried
)
SELECT
    carried.starts,
    carried.ordinal,
    carried.school_urn,
    carried.upn,
    arg_min(given_pupil.year_group - (carried.return_starts - carried.starts), carried.turn) AS year_group,
{_CARRIED}
FROM carried
JOIN given_pupil USING (token, upn)
GROUP BY ALL
"""

STANDING_PUPILS = f"""
CREATE OR REPLACE TEMP TABLE standing_pupil AS
SELECT
    starts, ordinal, school_urn, year_group, upn, {", ".join(_ATTRIBUTES)}, on_roll, TRUE AS listed
FROM listed_pupil
UNION ALL
SELECT
    starts, ordinal, school_urn, year_group, upn, {", ".join(_ATTRIBUTES)}, TRUE AS on_roll, FALSE AS listed
FROM carried_pupil
"""


def settle_carried(table: str, year: str, ordinal: str, where: str = "TRUE") -> str:
    """Decide whether pupils known only from a later return were on roll then.

    They count, unless the school's own return for that half-term lists their year group without them, or
    another school's lists them. `table` holds everyone of the half-terms in question; all arguments are
    names and conditions of ours.
    """
    # Two questions, not one with OR, which would hold every carried pupil against everyone of then.
    then = f"own.listed AND own.{year} = {table}.{year} AND own.{ordinal} = {table}.{ordinal}"
    return f"""
UPDATE {table}
SET on_roll = NOT EXISTS (
    FROM {table} AS own
    WHERE {then} AND own.school_urn = {table}.school_urn AND own.year_group = {table}.year_group
) AND NOT EXISTS (
    FROM {table} AS own
    WHERE {then} AND own.school_urn <> {table}.school_urn AND own.upn = {table}.upn
)
WHERE NOT listed AND {where}
"""


# UPNs that were issued anew: the rows under every former one become the present one's. Where one return
# lists a pupil under several, what it says beside the present UPN stands, else beside the first of them.
REISSUED = "CREATE OR REPLACE TEMP TABLE reissued_upn (given_upn TEXT, upn TEXT, place INTEGER)"


def _join_reissued(table: str, key: tuple[str, ...]) -> tuple[str, str]:
    """SQL that makes one pupil's rows of `table` one pupil's; `key` tells a pupil's rows of a return apart.

    All of these are names of ours.
    """
    alike = "".join(f"\n    AND other.{name} = {table}.{name}" for name in key)
    return (
        f"""
DELETE FROM {table}
USING reissued_upn AS mine
WHERE {table}.upn = mine.given_upn
AND EXISTS (
    FROM {table} AS other
    JOIN reissued_upn AS theirs ON theirs.given_upn = other.upn
    WHERE theirs.upn = mine.upn
    AND theirs.place < mine.place
    AND other.token = {table}.token{alike}
)
""",
        f"""
UPDATE {table}
SET upn = reissued_upn.upn
FROM reissued_upn
WHERE {table}.upn = reissued_upn.given_upn
AND reissued_upn.place > 0
""",
    )


# Marks of a pupil with a former UPN are altered, and files are not: only then are they copied.
JOIN_REISSUED = (
    *_join_reissued("given_pupil", ()),
    "CREATE OR REPLACE TEMP TABLE joined_mark AS SELECT * FROM given_mark",
    *_join_reissued("joined_mark", ("starts", "ordinal", "subject", "kind")),
    "CREATE OR REPLACE TEMP VIEW given_mark AS SELECT * FROM joined_mark",
)
NONE_REISSUED: Mapping[str, str] = MappingProxyType({})

FOLD = (
    TURNS,
    FOLD_MARKS,
    LISTED_PUPILS,
    CARRIED_PUPILS,
    STANDING_PUPILS,
    settle_carried("standing_pupil", "starts", "ordinal"),
)


def rows_paths(folder: DataFolder, returns: Iterable[AcceptedReturn]) -> tuple[list[str], list[str]]:
    """The files of the returns' pupils, and of their marks. Raises MissingRowsError where any is gone."""
    pupils, marks = [], []
    for one in returns:
        of_one = pupils_path(folder, one.token), marks_path(folder, one.token)
        if not all(path.is_file() for path in of_one):
            raise MissingRowsError(
                f"The rows of return {one.id} ({one.half_term}, school {one.urn}) are missing from "
                f"{folder.returns}. Bring back a backup: python -m etl restore FILE"
            )
        pupils.append(str(of_one[0]))
        marks.append(str(of_one[1]))
    return pupils, marks


def counting_rows(returns: Iterable[AcceptedReturn]) -> pa.Table:
    rows = [
        {
            "token": one.token,
            "return_id": one.id,
            "school_urn": one.urn,
            "starts": one.half_term.starts,
            "ordinal": one.half_term.ordinal,
        }
        for one in returns
    ]
    schema = pa.schema(
        [
            ("token", pa.string()),
            ("return_id", pa.int32()),
            ("school_urn", pa.int32()),
            ("starts", pa.int32()),
            ("ordinal", pa.int32()),
        ]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def give_rows(
    connection: duckdb.DuckDBPyConnection,
    counting: pa.Table,
    pupil_files: Sequence[str],
    mark_files: Sequence[str],
    more_pupils: pa.Table | None = None,
    more_marks: pa.Table | None = None,
) -> None:
    """Lay out what the fold reads: from files, which must stay until then, and rows not in one yet."""
    connection.execute(COUNTING_RETURN)
    _insert(connection, "counting_return", counting)
    _make(connection, "given_pupil", PUPIL_SCHEMA, more_pupils)
    if pupil_files:
        files = {"files": list(pupil_files)}
        connection.execute("INSERT INTO given_pupil SELECT * FROM read_parquet($files)", files)
    _make(connection, "mark_in_hand", MARK_SCHEMA, more_marks)
    connection.execute(_given_mark(mark_files, in_hand=more_marks is not None))


def fold(connection: duckdb.DuckDBPyConnection, present: Mapping[str, str] = NONE_REISSUED) -> None:
    """Make `standing_mark` and `standing_pupil` from the rows that were given.

    `present` gives the present UPN of every former one: the rows of both are then one pupil's.
    """
    if present:
        connection.execute(REISSUED)
        # A present UPN comes first among those that become one.
        given = [*sorted(set(present.values())), *sorted(present)]
        upns = [present.get(upn, upn) for upn in given]
        places = [0 if upn not in present else place for place, upn in enumerate(given)]
        rows = pa.table({"given_upn": given, "upn": upns, "place": pa.array(places, pa.int32())})
        _insert(connection, "reissued_upn", rows)
        for step in JOIN_REISSUED:
            connection.execute(step)
    for step in FOLD:
        connection.execute(step)


def _given_mark(files: Sequence[str], in_hand: bool) -> str:
    sources = ["SELECT * FROM mark_in_hand"] if in_hand or not files else []
    if files:
        # A view takes no bound values. The paths are our own, but the data folder's may hold a quote.
        paths = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
        sources.append(f"SELECT * FROM read_parquet([{paths}])")
    return f"CREATE OR REPLACE TEMP VIEW given_mark AS {' UNION ALL '.join(sources)}"


def _make(connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, rows: pa.Table | None) -> None:
    connection.register("rows_given", schema.empty_table() if rows is None else rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM rows_given")  # name: ours alone
    connection.unregister("rows_given")


def _insert(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.register("rows_given", rows)
    connection.execute(f"INSERT INTO {name} SELECT * FROM rows_given")  # name: ours alone
    connection.unregister("rows_given")

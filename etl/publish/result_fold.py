"""From all the files of results that count to what stands: the one statement of how they combine.

Of one school, assessment and year the later file counts for each pupil and subject, whole: what it says of
a result takes the place of all that was said. Pupils and subjects that it lacks stay. The same SQL answers
before a load and when everything is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from etl.folder import DataFolder
from etl.publish.parquet import PUPIL_SCHEMA, pupil_table, pupils_path
from etl.publish.result_rows import RESULT_SCHEMA, result_table, results_path
from etl.publish.trouble import MissingRowsError, in_plain_words
from etl.reading.tidy import PupilRow
from etl.record.results import AcceptedResults
from etl.results.assessments import Assessment
from etl.results.tidy import ResultRow

CANDIDATE = "candidate"  # the token of a file that is not accepted yet

# Of a pupil, beside the UPN and the year group.
ATTRIBUTES = (
    *("surname", "forename", "dob", "sex", "class_name", "disadvantaged", "pupil_premium", "fsm", "fsm6"),
    *("looked_after", "eal", "sen"),
)
_WORDS = ("outcome", "score", "eligible", "expected", "higher", "raw", "sheet", "cell")

# Where one file lists a pupil under a former UPN and under the present one, the present one counts.
FOLD_RESULTS = f"""
CREATE OR REPLACE TEMP TABLE standing_result AS
SELECT
    counting_result.starts,
    counting_result.assessment,
    counting_result.school_urn,
    coalesce(present_upn.upn, given_result.upn) AS upn,
    given_result.upn AS given_upn,
    given_result.subject,
    {", ".join(f"given_result.{name}" for name in _WORDS)},
    counting_result.return_id
FROM given_result
JOIN counting_result USING (token)
LEFT JOIN present_upn ON present_upn.former_upn = given_result.upn
QUALIFY row_number() OVER (
    PARTITION BY
        counting_result.starts,
        counting_result.assessment,
        counting_result.school_urn,
        coalesce(present_upn.upn, given_result.upn),
        given_result.subject
    ORDER BY counting_result.return_id DESC, present_upn.upn IS NOT NULL, given_result.upn
) = 1
"""

_NEWEST = "(counting_result.return_id, present_upn.upn IS NULL, given_pupil.upn)"
FOLD_PUPILS = f"""
CREATE OR REPLACE TEMP TABLE standing_result_pupil AS
SELECT
    counting_result.starts,
    counting_result.assessment,
    counting_result.school_urn,
    coalesce(present_upn.upn, given_pupil.upn) AS upn,
    arg_max(given_pupil.year_group, {_NEWEST}) AS year_group,
    {", ".join(f"arg_max(given_pupil.{name}, {_NEWEST}) AS {name}" for name in ATTRIBUTES)}
FROM given_result_pupil AS given_pupil
JOIN counting_result USING (token)
LEFT JOIN present_upn ON present_upn.former_upn = given_pupil.upn
GROUP BY ALL
"""

COUNTING = pa.schema(
    [
        ("token", pa.string()),
        ("return_id", pa.int32()),
        ("school_urn", pa.int32()),
        ("assessment", pa.string()),
        ("starts", pa.int32()),
    ]
)


def _counting_rows(counting: Sequence[AcceptedResults]) -> list[dict[str, object]]:
    return [
        {
            "token": one.token,
            "return_id": one.id,
            "school_urn": one.urn,
            "assessment": one.assessment.value,
            "starts": one.starts,
        }
        for one in counting
    ]


def _files(folder: DataFolder, counting: Sequence[AcceptedResults]) -> tuple[list[str], list[str]]:
    pupils, results = [], []
    for one in counting:
        of_one = pupils_path(folder, one.token), results_path(folder, one.token)
        if not all(path.is_file() for path in of_one):
            raise MissingRowsError(
                f"The rows of return {one.id} ({one.assessment} {one.academic_year}, school {one.urn}) are "
                f"missing from {folder.returns}. Bring back a backup: python -m etl restore FILE"
            )
        pupils.append(str(of_one[0]))
        results.append(str(of_one[1]))
    return pupils, results


def fold_results(
    connection: duckdb.DuckDBPyConnection,
    folder: DataFolder,
    counting: Sequence[AcceptedResults],
    present: Mapping[str, str],
    more: tuple[dict[str, object], pa.Table, pa.Table] | None = None,
) -> None:
    """Make `standing_result` and `standing_result_pupil`.

    `present` gives the present UPN of every former one; `more` is one file beyond those that count.
    """
    pupil_files, result_files = _files(folder, counting)
    rows = _counting_rows(counting) + ([more[0]] if more else [])
    _give(connection, "counting_result", pa.Table.from_pylist(rows, schema=COUNTING), [])
    _give(
        connection,
        "present_upn",
        pa.table(
            {
                "former_upn": pa.array(list(present), pa.string()),
                "upn": pa.array(list(present.values()), pa.string()),
            }
        ),
        [],
    )
    _give(connection, "given_result_pupil", more[1] if more else PUPIL_SCHEMA.empty_table(), pupil_files)
    _give(connection, "given_result", more[2] if more else RESULT_SCHEMA.empty_table(), result_files)
    for step in (FOLD_RESULTS, FOLD_PUPILS):
        connection.execute(step)


def _give(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table, files: Sequence[str]) -> None:
    connection.register("rows_given", rows)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM rows_given")  # name: ours alone
    connection.unregister("rows_given")
    if files:
        connection.execute(f"INSERT INTO {name} SELECT * FROM read_parquet($files)", {"files": list(files)})


@dataclass(frozen=True)
class StandingResults:
    """What stands of one school, assessment and year.

    `results`: what was said of each (UPN, subject): outcome, score and the file's own words. `pupils`: year
    group and attributes by UPN.
    """

    results: dict[tuple[str, str], tuple[object, ...]]
    pupils: dict[str, tuple[object, ...]]


NOTHING_STANDS = StandingResults({}, {})


def standing_results(
    folder: DataFolder,
    counting: Sequence[AcceptedResults],
    present: Mapping[str, str],
    candidate: tuple[int, Assessment, int, Sequence[PupilRow], Sequence[ResultRow]] | None = None,
) -> StandingResults:
    """What stands given the files of one unit that count, and one more after them all."""
    more = None
    if candidate is not None:
        urn, assessment, starts, pupils, results = candidate
        latest: dict[str, object] = {
            "token": CANDIDATE,
            "return_id": max((one.id for one in counting), default=0) + 1,
            "school_urn": urn,
            "assessment": assessment.value,
            "starts": starts,
        }
        more = latest, pupil_table(CANDIDATE, pupils), result_table(CANDIDATE, results)
    with in_plain_words(), duckdb.connect() as connection:
        connection.execute("SET threads = 1")  # the rows are few: threads cost more than they save
        fold_results(connection, folder, counting, present, more)
        said = connection.execute(
            "SELECT upn, subject, outcome, score, eligible, expected, higher FROM standing_result"
        ).fetchall()
        # The names are ours alone.
        known = connection.execute(
            f"SELECT upn, year_group, {', '.join(ATTRIBUTES)} FROM standing_result_pupil"
        ).fetchall()
    return StandingResults(
        {(upn, subject): tuple(words) for upn, subject, *words in said},
        {upn: tuple(words) for upn, *words in known},
    )

"""Building one published DuckDB file from the record and the returns' Parquet."""

from __future__ import annotations

import hashlib
import shutil
from functools import cache
from pathlib import Path

import duckdb

from etl import privacy
from etl.folder import DataFolder
from etl.groups import GROUPS
from etl.half_terms import HalfTerm, academic_year_label, parse_academic_year
from etl.measures import MEASURES
from etl.open_data import standing
from etl.publish.counts import batched, count_half_terms
from etl.publish.fold import counting_rows, fold, give_rows, rows_paths, settle_carried
from etl.publish.hidden_cells import fill_hidden_cells
from etl.publish.open_data import fill_open_data
from etl.publish.results import publish_results
from etl.publish.small_tables import SMALL_TABLES, Decisions, fill, fill_small_tables
from etl.publish.two_schools import settle_two_schools
from etl.record import returns, settings
from etl.record.connection import Record
from etl.reference.national import FIGURES
from etl.results.assessments import PHONICS_THRESHOLDS, SCORES, SERIES_BEGIN
from etl.results.codes import CODES

SCHEMA = Path(__file__).with_name("schema.sql")
STANDING = Path(standing.__file__)  # the rules by which open data stands
HIDING = Path(privacy.__file__).parent  # the rules by which cells are hidden

# One academic year's. Sorted as pages ask, by time, then school: row order matters as much as the size of
# a table. A finer order would cost more than all the rest and help nobody.
FILL_PUPILS = """
INSERT INTO pupil_half_term
SELECT
    $academic_year,
    standing_pupil.ordinal,
    standing_pupil.school_urn,
    standing_pupil.year_group,
    standing_pupil.class_name,
    standing_pupil.upn,
    standing_pupil.surname,
    standing_pupil.forename,
    standing_pupil.sex,
    standing_pupil.dob,
    standing_pupil.disadvantaged,
    standing_pupil.pupil_premium,
    standing_pupil.fsm,
    standing_pupil.fsm6,
    standing_pupil.looked_after,
    standing_pupil.eal,
    standing_pupil.sen,
    month(standing_pupil.dob) BETWEEN 4 AND 8 AS summer_born,
    standing_pupil.on_roll,
    standing_pupil.listed,
    FALSE AS elsewhere
FROM standing_pupil
SEMI JOIN changed_cohort USING (school_urn, starts, ordinal)
WHERE starts = $starts
ORDER BY ordinal, school_urn
"""

FILL_MARKS = """
INSERT INTO mark
SELECT
    $academic_year,
    standing_mark.ordinal,
    standing_mark.school_urn,
    standing_mark.upn,
    standing_mark.subject,
    standing_mark.kind,
    standing_mark.judgement,
    standing_mark.score,
    standing_mark.raw,
    standing_mark.return_id,
    standing_mark.sheet,
    standing_mark.cell
FROM standing_mark
SEMI JOIN changed_cohort USING (school_urn, starts, ordinal)
WHERE starts = $starts
ORDER BY ordinal, school_urn
"""

# The schools' half-terms that are made anew; all of them in a file made from nothing.
CHANGED_COHORT = """
CREATE TEMP TABLE changed_cohort (
    school_urn INTEGER,
    starts INTEGER,
    ordinal INTEGER,
    academic_year TEXT
)
"""

COUNTED_HALF_TERMS = """
CREATE TEMP TABLE counted_half_term AS
SELECT DISTINCT academic_year, ordinal AS half_term_ordinal
FROM changed_cohort
"""

CLEAR = """
DELETE FROM pupil_half_term
USING changed_cohort
WHERE pupil_half_term.academic_year = changed_cohort.academic_year
AND pupil_half_term.half_term_ordinal = changed_cohort.ordinal
AND pupil_half_term.school_urn = changed_cohort.school_urn;

DELETE FROM mark
USING changed_cohort
WHERE mark.academic_year = changed_cohort.academic_year
AND mark.half_term_ordinal = changed_cohort.ordinal
AND mark.school_urn = changed_cohort.school_urn;
"""

# Whether carried pupils were on roll can depend on other schools' returns of that half-term.
SETTLE_CARRIED = settle_carried(
    "pupil_half_term",
    "academic_year",
    "half_term_ordinal",
    "(academic_year, half_term_ordinal) IN (FROM counted_half_term)",
)

# Above this share of changed returns, making the file anew is as quick as altering a copy.
REBUILD_SHARE = 0.3


def build(
    folder: DataFolder, record: Record, destination: Path, number: int, base: Path | None = None
) -> Decisions:
    """Write a whole published file to `destination`, which must not exist.

    With a `base`, an earlier published file, only what changed since is worked out again; the figures are
    the same either way. Gives the decisions of the record that the file shows.
    """
    decided = Decisions.of(record)
    counting = returns.in_force(decided.returns)
    changed = None
    if base is not None:
        # A copy, because the base itself may be open here, and DuckDB shares what is open in a process.
        shutil.copyfile(base, destination)
        changed = _changed_since(destination, counting, decided)
        if changed is None:
            destination.unlink()
            destination.with_name(destination.name + ".wal").unlink(missing_ok=True)
    with duckdb.connect(destination) as connection:
        if changed is None:
            connection.execute(SCHEMA.read_text(encoding="utf-8"))
            changed = {(one.urn, half_term) for one in counting for half_term in _touched(one)}
        else:
            for table in SMALL_TABLES:
                connection.execute(f"DELETE FROM {table}")  # names of ours
        if changed:
            connection.execute("SET preserve_insertion_order = FALSE")  # what needs an order says so
            _fill_attainment(folder, connection, counting, changed, decided.reissued)
        fill_hidden_cells(connection, _years(changed), _rules(decided))
        publish_results(folder, connection, decided, changed)
        fill_small_tables(connection, decided, counting, number, schema_hash())
        fill_open_data(connection, folder, decided)
        connection.execute("CHECKPOINT")
    return decided


def _years(changed: set[tuple[int, HalfTerm]]) -> set[str]:
    return {half_term.academic_year for _, half_term in changed}


def _rules(decided: Decisions) -> privacy.Rules:
    return privacy.Rules(
        hide_below=decided.settings["hide_below"], caution_below=decided.settings["caution_below"]
    )


def _touched(one: returns.AcceptedReturn) -> set[HalfTerm]:
    return {one.half_term, *one.half_terms}


def _changed_since(
    copy: Path, counting: list[returns.AcceptedReturn], decided: Decisions
) -> set[tuple[int, HalfTerm]] | None:
    """The schools' half-terms that a published file shows otherwise; None where it is of no use."""
    try:
        with duckdb.connect(copy) as connection:
            held = connection.execute("SELECT schema_hash FROM publication").fetchone()
            if held is None or held[0] != schema_hash():
                return None
            shown = {row[0] for row in connection.execute("SELECT token FROM built_from").fetchall()}
            renumbered = _renumbered(connection, decided.reissued)
    except duckdb.Error:
        return None  # damaged, or no published file at all
    by_token = {one.token: one for one in decided.returns}
    if shown - by_token.keys():
        return None  # the record was restored from a backup: the file shows returns it does not know
    different = shown ^ {one.token for one in counting}
    if len(different) > REBUILD_SHARE * max(len(counting), 1):
        return None
    return renumbered | {
        (by_token[token].urn, half_term) for token in different for half_term in _touched(by_token[token])
    }


def _renumbered(connection: duckdb.DuckDBPyConnection, reissued: dict[str, str]) -> set[tuple[int, HalfTerm]]:
    """The schools' half-terms that list somebody under a UPN of which it was decided otherwise since."""
    shown = dict(connection.execute("SELECT former_upn, upn FROM upn_history").fetchall())
    different = {upn for pair in shown.items() ^ reissued.items() for upn in pair}
    if not different:
        return set()
    rows = connection.execute(
        "SELECT DISTINCT school_urn, academic_year, half_term_ordinal FROM pupil_half_term "
        "WHERE upn IN (SELECT unnest($upns))",
        {"upns": sorted(different)},
    )
    return {(urn, HalfTerm(parse_academic_year(year), ordinal)) for urn, year, ordinal in rows.fetchall()}


@cache
def schema_hash() -> str:
    """Changes whenever a file published by other code must be neither shown nor built upon."""
    sources = (
        SCHEMA,
        STANDING,
        *sorted(SCHEMA.parent.glob("*.py")),
        *sorted(HIDING.glob("*.py")),
        FIGURES,
    )
    source = "".join(path.read_text(encoding="utf-8") for path in sources)
    declared = repr((GROUPS, MEASURES, settings.SETTINGS, CODES, SCORES, PHONICS_THRESHOLDS, SERIES_BEGIN))
    return hashlib.sha256((source + declared).encode()).hexdigest()[:16]


def _fill_attainment(
    folder: DataFolder,
    connection: duckdb.DuckDBPyConnection,
    counting: list[returns.AcceptedReturn],
    changed: set[tuple[int, HalfTerm]],
    reissued: dict[str, str],
) -> None:
    rows = [
        {
            "school_urn": urn,
            "starts": half_term.starts,
            "ordinal": half_term.ordinal,
            "academic_year": half_term.academic_year,
        }
        for urn, half_term in sorted(changed)
    ]
    connection.execute(CHANGED_COHORT)
    fill(connection, "changed_cohort", rows)
    connection.execute(COUNTED_HALF_TERMS)
    connection.execute(CLEAR)
    of_school: dict[int, list[returns.AcceptedReturn]] = {}
    for one in counting:
        of_school.setdefault(one.urn, []).append(one)
    # One academic year after the other, and some schools after the others, so that memory does not grow with
    # the years a trust goes back, nor with its schools: what stands in a school rests on its own returns.
    # Only whether a carried pupil was on roll does not, and that is settled below.
    for starts in sorted({half_term.starts for _, half_term in changed}):
        in_year = {one for one in changed if one[1].starts == starts}
        year = {"starts": starts, "academic_year": academic_year_label(starts)}
        for some in batched(sorted({urn for urn, _ in in_year})):
            concerned = [
                one
                for urn in some
                for one in of_school.get(urn, ())
                if any((one.urn, half_term) in in_year for half_term in _touched(one))
            ]
            give_rows(connection, counting_rows(concerned), *rows_paths(folder, concerned))
            fold(connection, reissued)
            connection.execute(FILL_PUPILS, year)
            connection.execute(FILL_MARKS, year)
    settle_two_schools(connection, counting)
    connection.execute(SETTLE_CARRIED)
    count_half_terms(connection)

"""What late corrections changed between two numbers of one drop: 3 and 3.1, school by school.

Compares the published files that were kept when the drop was closed, so that it says what was seen then.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.trouble import in_plain_words

_CHANGED = """
WITH mark_before AS (
    FROM former.mark WHERE academic_year = $year AND half_term_ordinal = $ordinal
),
mark_after AS (
    FROM latter.mark WHERE academic_year = $year AND half_term_ordinal = $ordinal
),
roll_before AS (
    FROM former.pupil_half_term WHERE academic_year = $year AND half_term_ordinal = $ordinal AND on_roll
),
roll_after AS (
    FROM latter.pupil_half_term WHERE academic_year = $year AND half_term_ordinal = $ordinal AND on_roll
),
changed AS (
    SELECT
        school_urn,
        count(*) FILTER (mark_before.upn IS NULL) AS new_marks,
        count(*) FILTER (
            mark_before.upn IS NOT NULL
            AND mark_after.upn IS NOT NULL
            AND (
                mark_before.judgement IS DISTINCT FROM mark_after.judgement
                OR mark_before.score IS DISTINCT FROM mark_after.score
            )
        ) AS altered_marks,
        count(*) FILTER (mark_after.upn IS NULL) AS marks_taken_out,
        0 AS pupils_added,
        0 AS pupils_taken_off
    FROM mark_before
    FULL JOIN mark_after USING (school_urn, upn, subject, kind)
    GROUP BY school_urn
    UNION ALL
    SELECT
        school_urn,
        0,
        0,
        0,
        count(*) FILTER (roll_before.upn IS NULL),
        count(*) FILTER (roll_after.upn IS NULL)
    FROM roll_before
    FULL JOIN roll_after USING (school_urn, upn)
    GROUP BY school_urn
)
SELECT
    school_urn,
    sum(new_marks),
    sum(altered_marks),
    sum(marks_taken_out),
    sum(pupils_added),
    sum(pupils_taken_off)
FROM changed
GROUP BY school_urn
ORDER BY school_urn
"""


@dataclass(frozen=True)
class SchoolChanges:
    """What changed in one school's figures: numbers of marks and of pupils on roll."""

    school_urn: int
    new_marks: int
    altered_marks: int
    marks_taken_out: int
    pupils_added: int
    pupils_taken_off: int

    @property
    def any(self) -> bool:
        return bool(
            self.new_marks
            or self.altered_marks
            or self.marks_taken_out
            or self.pupils_added
            or self.pupils_taken_off
        )


@dataclass(frozen=True)
class DropChanges:
    """From one number of a drop to the next: the schools in whose figures anything changed."""

    former: str
    latter: str
    schools: tuple[SchoolChanges, ...]


def kept_files(folder: DataFolder, half_term: HalfTerm) -> list[tuple[str, Path]]:
    """The files that were kept whenever a half-term's drop was closed, by its label, in that order."""
    found = []
    for path in folder.drops.glob(f"drop-*-{half_term.slug}-*.duckdb"):
        label = path.name.removeprefix("drop-").split("-")[0]
        found.append((path.stem.rpartition("-")[2], label, path))
    return [(label, path) for _, label, path in sorted(found)]


def drop_changes(folder: DataFolder, half_term: HalfTerm) -> list[DropChanges]:
    """One entry for each time that a half-term's drop was closed again, the latest first."""
    kept = kept_files(folder, half_term)
    found = []
    for (former, before), (latter, after) in zip(kept, kept[1:], strict=False):
        found.append(DropChanges(former, latter, _between(before, after, half_term)))
    return found[::-1]


def _between(before: Path, after: Path, half_term: HalfTerm) -> tuple[SchoolChanges, ...]:
    with in_plain_words(), duckdb.connect() as connection:
        for name, path in (("former", before), ("latter", after)):
            # A path cannot be bound; quotation marks in it are doubled. The name is ours.
            connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {name} (READ_ONLY)")
        rows = connection.execute(
            _CHANGED, {"year": half_term.academic_year, "ordinal": half_term.ordinal}
        ).fetchall()
    changes = (SchoolChanges(urn, *map(int, numbers)) for urn, *numbers in rows)
    return tuple(one for one in changes if one.any)

"""`python -m dashboard measures`: every figure for programs, one row a cohort × measure × kind.

For whoever holds the folder: nothing is withheld, and `suppressed` says what the Board would not see. A row
counts every year group that is counted at all, so that the rows of a level add up to those of the level
above. Statutory results are of an academic year and of no half-term: their rows leave it empty, and asking
for a half-term leaves them out. Averages are no percentages and have no row.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from dashboard.intervals import wilson
from dashboard.masks import Mask, mask_of
from dashboard.result_measures import RESULT, result_rows
from dashboard.store import fetch_rows
from etl.commands.command import DONE, Command
from etl.errors import UsageError
from etl.folder import DataFolder
from etl.groups import ALL, GROUPS
from etl.half_terms import (
    HALF_TERM_NAMES,
    HalfTerm,
    HalfTermError,
    academic_year_label,
    parse_academic_year,
    parse_half_term,
)
from etl.harmless import harmless
from etl.measures import JUDGEMENT_MEASURES, Measure
from etl.publish.current import Published, bring_up_to_date
from etl.vocabulary import RECEPTION, Kind, Standard

LEVELS = ("trust", "school", "year_group", "class")
USUAL_LEVEL = "school"
FORMATS = ("csv", "json")

COLUMNS = (
    "academic_year",
    "half_term",
    "school_urn",
    "year_group",
    "class",
    "group",
    "group_value",
    "measure",
    "kind",
    "numerator",
    "denominator",
    "assessed",
    "percentage",
    "low",
    "high",
    "suppressed",
)

# The columns of each level below the trust, each level with those above it.
_LEVEL_COLUMNS = ("school_urn", "year_group", "class")


def _question(by: str) -> str:
    """The counts at one level. The level's columns are ours; whoever asks only chooses among them."""
    depth = LEVELS.index(by)
    own, above = _LEVEL_COLUMNS[:depth], _LEVEL_COLUMNS[depth:]
    selected = ",\n    ".join([*own, *(f"NULL AS {name}" for name in above)])
    return f"""
SELECT
    academic_year,
    half_term_ordinal,
    {selected},
    group_value,
    subject,
    kind,
    bool_or(year_group = {RECEPTION}) AS with_reception,
    sum(on_roll) AS on_roll,
    sum(assessed) AS assessed,
    sum(expected) AS expected,
    sum(higher) AS higher
FROM attainment_count
WHERE pupil_group = $group
AND ($academic_year IS NULL OR academic_year = $academic_year)
AND ($ordinal IS NULL OR half_term_ordinal = $ordinal)
AND ($kind IS NULL OR kind = $kind)
GROUP BY ALL
"""


def measure_rows(
    published: Published,
    *,
    by: str = USUAL_LEVEL,
    academic_year: str | None = None,
    half_term: str | None = None,
    group: str = ALL.id,
    kind: str | None = None,
) -> Iterator[dict[str, Any]]:
    """One dict a row, with the keys of COLUMNS in their order; in a fixed order, judgements first.

    `half_term` is a name, such as Spring 1; None, like every None, is all of them.
    """
    if kind != RESULT:
        yield from judgement_rows(
            published, by=by, academic_year=academic_year, half_term=half_term, group=group, kind=kind
        )
    if kind in (None, RESULT) and half_term is None:
        yield from result_rows(published, LEVELS.index(by), academic_year=academic_year, group=group)


def judgement_rows(
    published: Published,
    *,
    by: str = USUAL_LEVEL,
    academic_year: str | None = None,
    half_term: str | None = None,
    group: str = ALL.id,
    kind: str | None = None,
) -> Iterator[dict[str, Any]]:
    """The rows of teachers' judgements."""
    ordinal = HALF_TERM_NAMES.index(half_term) + 1 if half_term else None
    asked = {"group": group, "academic_year": academic_year, "ordinal": ordinal, "kind": kind}
    counts = sorted(fetch_rows(published, _question(by), asked), key=_order(group))
    measured = [
        (count, measure)
        for count in counts
        for measure in JUDGEMENT_MEASURES.values()
        if measure.subject == count["subject"]
    ]
    met = [int(count[_standard(measure).value]) for count, measure in measured]
    low, high = wilson(met, [int(count["on_roll"]) for count, _ in measured])
    masks = {when: mask_of(published, when) for when in {_half_term(count) for count in counts}}
    for place, (count, measure) in enumerate(measured):
        yield {
            "academic_year": count["academic_year"],
            "half_term": HALF_TERM_NAMES[count["half_term_ordinal"] - 1],
            "school_urn": count["school_urn"],
            "year_group": count["year_group"],
            "class": count["class"],
            "group": group,
            "group_value": count["group_value"],
            "measure": measure.id,
            "kind": count["kind"],
            "numerator": met[place],
            "denominator": int(count["on_roll"]),
            "assessed": int(count["assessed"]),
            "percentage": 100 * met[place] / int(count["on_roll"]),
            "low": 100 * float(low[place]),
            "high": 100 * float(high[place]),
            "suppressed": _suppressed(masks[_half_term(count)], count, by, group, _standard(measure)),
        }


def _standard(measure: Measure) -> Standard:
    return measure.standard or Standard.EXPECTED


def _order(group: str) -> Any:
    """In time, then as the registries list things; pupils whose sheet names no class after the others."""
    subjects = list(dict.fromkeys(measure.subject for measure in JUDGEMENT_MEASURES.values()))
    values, kinds = list(GROUPS[group].values), list(Kind)

    def place(row: dict[str, Any]) -> tuple[Any, ...]:
        return (
            row["academic_year"],
            row["half_term_ordinal"],
            row["school_urn"] or 0,
            -1 if row["year_group"] is None else row["year_group"],
            row["class"] is None,
            row["class"] or "",
            values.index(row["group_value"]),
            subjects.index(row["subject"]),
            kinds.index(Kind(row["kind"])),
        )

    return place


def _suppressed(mask: Mask, count: dict[str, Any], by: str, group: str, standard: Standard) -> bool:
    """Whether the Board does not see a row: it is in none of its tables, or hidden there."""
    if by == "class" or (group != ALL.id and by != "trust"):
        return True
    years = [count["year_group"]]
    if count["year_group"] is None and count["with_reception"]:
        years.append(RECEPTION)
    return any(mask.hides(standard, count["school_urn"], year, group, count["group_value"]) for year in years)


def _half_term(count: dict[str, Any]) -> HalfTerm:
    return HalfTerm(parse_academic_year(count["academic_year"]), count["half_term_ordinal"])


def _write(rows: Iterable[dict[str, Any]], form: str) -> None:
    if form == "json":
        print(json.dumps(list(rows), indent=1))
        return
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        told = {**row, "suppressed": "true" if row["suppressed"] else "false"}
        writer.writerow({name: harmless(value) for name, value in told.items()})


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--academic-year", metavar="Y", help="2025/26; without it, every year")
    parser.add_argument(
        "--half-term",
        metavar="H",
        help="“Spring 1”, or “2025/26 Spring 1”; without it, every half-term",
    )
    parser.add_argument(
        "--by",
        choices=LEVELS,
        default=USUAL_LEVEL,
        help="one row for the trust, each school, each of its year groups, each of their classes "
        "(default: %(default)s)",
    )
    parser.add_argument(
        "--group", choices=list(GROUPS), default=ALL.id, help="a pupil group (default: %(default)s)"
    )
    kinds = [*(kind.value for kind in Kind), RESULT]
    parser.add_argument("--kind", choices=kinds, help="without it, every kind")
    parser.add_argument("--format", choices=FORMATS, default=FORMATS[0], help="default: %(default)s")


def _time_asked_for(academic_year: str | None, half_term: str | None) -> tuple[str | None, str | None]:
    """The academic year and the half-term's name that two arguments mean together.

    Raises UsageError where they are not one, or contradict one another.
    """
    try:
        starts = parse_academic_year(academic_year) if academic_year else None
        name = " ".join((half_term or "").split()).title()
        if name and name not in HALF_TERM_NAMES:
            whole = parse_half_term(half_term or "")
            if starts is not None and starts != whole.starts:
                raise UsageError(f"--academic-year {academic_year} and --half-term {whole} are at odds.")
            starts, name = whole.starts, whole.name
    except HalfTermError as error:
        raise UsageError(str(error)) from None
    return (None if starts is None else academic_year_label(starts)), name or None


def _run(options: argparse.Namespace, folder: DataFolder) -> int:
    academic_year, half_term = _time_asked_for(options.academic_year, options.half_term)
    rows = measure_rows(
        bring_up_to_date(folder),
        by=options.by,
        academic_year=academic_year,
        half_term=half_term,
        group=options.group,
        kind=options.kind,
    )
    _write(rows, options.format)
    return DONE


MEASURES_COMMAND = Command(
    name="measures",
    help="print every figure, for programs",
    arguments=_arguments,
    run=_run,
)

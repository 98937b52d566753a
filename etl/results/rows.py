"""The rows of a school's tables as pupils and their results in one assessment of one year."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from etl.containers import FaultKind, a1
from etl.problems import Problem
from etl.reading import findings as shared
from etl.reading.entries import Entry
from etl.reading.pupil_rows import shown_text
from etl.reading.tidy import PupilRow
from etl.results import findings
from etl.results.assessments import HELD, Assessment, expected_score, threshold_is_confirmed
from etl.results.codes import GOALS, PRIME_AND_SPECIFIC, codes_of
from etl.results.columns import ResultColumn, ResultColumns
from etl.results.headings import Part
from etl.results.marks import Given, agree, read_result, read_word
from etl.results.tidy import ResultRow
from etl.vocabulary import year_group_label

_DETAILS = (
    *("surname", "forename", "dob", "sex", "class_name", "disadvantaged", "pupil_premium", "fsm", "fsm6"),
    *("looked_after", "eal", "sen"),
)
# The service's own words for a check that was begun or meant to be, and not finished.
_NOT_COMPLETED = ("incomplete", "not started", "not taken")


@dataclass
class Rows:
    """Pupils and their results, good and bad: the caller leaves out what a stop concerns."""

    pupils: list[PupilRow] = field(default_factory=list)
    results: list[ResultRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_rows(
    assessment: Assessment,
    starts: int | None,
    tables: Sequence[tuple[ResultColumns, list[Entry]]],
    names: frozenset[str],
) -> Rows:
    """What the entries of a school say. Without a year nothing is read of their results."""
    rows = Rows()
    by_upn: dict[str, list[tuple[Entry, list[ResultRow]]]] = defaultdict(list)
    others: Counter[tuple[str, int]] = Counter()
    without: Counter[str] = Counter()
    unconfirmed: list[ResultRow] = []
    for columns, entries in tables:
        for entry in entries:
            rows.problems += entry.problems
            if starts is None:
                continue
            results = _results_of(entry, columns, assessment, starts, names, rows.problems)
            year_group = entry.year_group
            if year_group is not None and year_group not in HELD[assessment].year_groups:
                if results:
                    others[entry.sheet, year_group] += 1
                continue
            if not results and entry.upn is not None:
                # Of a row that is at fault that is said already.
                without[entry.sheet] += not any(entry.place in one.rows for one in rows.problems)
                continue
            _check_whole(entry, columns, results, rows.problems)
            unconfirmed += [one for one in results if one.outcome is None and one.score is not None]
            if entry.upn is not None:
                by_upn[entry.upn].append((entry, results))
    for upn, given in by_upn.items():
        _settle(upn, given, rows, assessment, starts)
    rows.problems += _notes(assessment, others, without)
    if starts is not None and unconfirmed and not threshold_is_confirmed(assessment, starts):
        first = unconfirmed[0]
        threshold = expected_score(assessment, first.subject, starts)
        rows.problems.append(
            findings.THRESHOLD(
                f"The threshold of this year's check is not confirmed here: {len(unconfirmed)} marks were "
                f"held to {threshold}, the last one that is.",
                "Send the outcomes (Wa, Wt) as well, and they count as they stand.",
                sheet=first.sheet,
                cell=first.cell,
            )
        )
    return rows


def _results_of(
    entry: Entry,
    columns: ResultColumns,
    assessment: Assessment,
    starts: int,
    names: frozenset[str],
    problems: list[Problem],
) -> list[ResultRow]:
    found = []
    for subject in columns.subjects:
        cells = [
            given
            for column in columns.of(subject, Part.RESULT)
            if (given := _given(entry, column, problems)) is not None
        ]
        result = read_result(assessment, subject, starts, cells, names)
        problems += result.problems
        outcome, at = result.outcome, result.at
        if outcome is None and result.score is None and not result.problems:
            status = next(
                (
                    given
                    for column in columns.of(subject, Part.STATUS)
                    if (given := _given(entry, column, problems)) and given.text.casefold() in _NOT_COMPLETED
                ),
                None,
            )
            if status is None:
                continue
            outcome, at = "X", status
        if entry.upn is None or at is None or result.problems:
            continue
        row = ResultRow(
            upn=entry.upn,
            subject=subject,
            outcome=outcome,
            score=result.score,
            eligible=_word(entry, columns, subject, Part.ELIGIBLE),
            expected=_word(entry, columns, subject, Part.EXPECTED),
            higher=_word(entry, columns, subject, Part.HIGHER),
            raw=at.text,
            sheet=entry.sheet,
            cell=at.cell,
        )
        found.append(row)
        problems += _against_its_word(row, entry, assessment, starts)
    if assessment is Assessment.EYFSP:
        problems += _gld_against_goals(entry, found)
    return found


def _given(entry: Entry, column: ResultColumn, problems: list[Problem]) -> Given | None:
    row = entry.row - 1
    cell = a1(row, column.index)
    fault = entry.table.sheet.faults.get((row, column.index))
    if fault is not None:
        at = {"sheet": entry.sheet, "cell": cell}
        if fault.kind is FaultKind.ERROR:
            problems.append(
                shared.ERROR_VALUE(
                    f"The cell shows the error {fault.text or '#ERROR'}, so its value is not known.",
                    "Type the value itself in place of the formula, or leave the cell blank.",
                    rows=[entry.place],
                    **at,
                )
            )
        else:
            problems.append(
                shared.NO_VALUE(
                    "The cell holds a formula that was saved without its result.",
                    "Open the file in Excel, let it calculate, save it and send it again.",
                    rows=[entry.place],
                    **at,
                )
            )
        return None
    value = entry.table.sheet.cell(row, column.index)
    if value is None:
        return None
    text = shown_text(entry.table, row, column)  # type: ignore[arg-type]
    return Given(text, entry.sheet, cell, entry.row, column.ones_are_yes) if text else None


def _word(entry: Entry, columns: ResultColumns, subject: str, part: Part) -> bool | None:
    for column in columns.of(subject, part):
        given = _given(entry, column, [])
        if given is not None:
            return read_word(given.text)
    return None


def _against_its_word(row: ResultRow, entry: Entry, assessment: Assessment, starts: int) -> list[Problem]:
    """Checks where the file's own word on a standard is not what its code or score says."""
    at = {"sheet": row.sheet, "cell": row.cell, "rows": [entry.place]}
    code = codes_of(assessment, row.subject).get((row.outcome or "").upper())
    threshold = expected_score(assessment, row.subject, starts)
    met = code.expected if code else None
    if met is None and row.score is not None and threshold is not None:
        met = row.score >= threshold
    if code is not None and code.code == "P" and met is None and row.expected is None:
        return [
            findings.EARLIER_RESULT(
                "The result of a previous year (P) is not in the file, so the pupil counts as not meeting "
                "the standard.",
                "Add the score, or a column that says whether the standard was met.",
                **at,  # type: ignore[arg-type]
            )
        ]
    if None not in (met, row.expected) and met != row.expected:
        return [
            findings.FLAG_AT_ODDS(
                "The file says otherwise of the expected standard than this result does; the result stands.",
                "Check which of the two is right.",
                **at,  # type: ignore[arg-type]
            )
        ]
    return []


def _gld_against_goals(entry: Entry, results: list[ResultRow]) -> list[Problem]:
    said = {one.subject: one for one in results}
    goals = [said[goal].outcome for goal in PRIME_AND_SPECIFIC if goal in said]
    gld = said.get("gld")
    if gld is None or len(goals) < len(PRIME_AND_SPECIFIC) or "A" in goals:
        return []
    if (gld.outcome == "Y") == all(outcome == "2" for outcome in goals):
        return []
    return [
        findings.AT_ODDS(
            "The good level of development and the goals beside it do not go together.",
            "Correct whichever of the two is wrong: it is reached with a 2 in each of E01 to E12.",
            sheet=gld.sheet,
            cell=gld.cell,
            rows=[entry.place],
        )
    ]


def _check_whole(
    entry: Entry, columns: ResultColumns, results: list[ResultRow], problems: list[Problem]
) -> None:
    """A check for each result that the sheet has a column for and this pupil not."""
    told = {row for one in problems if one.rows for row in one.rows}
    if not results or entry.place in told:
        return  # what is the matter with the row is said already
    there = {one.subject for one in results}
    for subject in columns.subjects:
        # Teachers assess reading and maths at key stage 2 only where there is no test result; and GLD is
        # worked out where the goals are there.
        if subject in there or subject.endswith("_ta") or (subject == "gld" and there >= set(GOALS[:12])):
            continue
        column = columns.of(subject, Part.RESULT)[0]
        problems.append(
            findings.RESULT_MISSING(
                "This pupil has other results and none here. A result that was loaded before stays; without "
                "one they are left out of this subject.",
                "Type the result, or the code that says why there is none.",
                sheet=entry.sheet,
                cell=a1(entry.row - 1, column.index),
                rows=[entry.place],
            )
        )


def _settle(
    upn: str,
    given: list[tuple[Entry, list[ResultRow]]],
    rows: Rows,
    assessment: Assessment,
    starts: int | None,
) -> None:
    """One pupil from all of their rows; a stop where two of them give different results."""
    merged: dict[str, ResultRow] = {}
    differ = False
    for _, results in given:
        for one in results:
            known = merged.setdefault(one.subject, one)
            if (known.outcome, known.score) == (one.outcome, one.score):
                continue
            if known.outcome is None and known.score is None:
                merged[one.subject] = one
            elif one.outcome is not None and known.outcome is None and one.score is None:
                merged[one.subject] = replace(known, outcome=one.outcome)
            elif one.score is not None and known.score is None and one.outcome is None:
                merged[one.subject] = replace(known, score=one.score)
            else:
                differ = True
            both = merged[one.subject]
            if both.outcome is not None and both.score is not None and starts is not None:
                differ |= not agree(assessment, one.subject, starts, both.outcome, both.score)
    if differ:
        for entry, _ in given:
            rows.problems.append(
                shared.DUPLICATE_PUPIL(
                    f"The same UPN stands on {len(given)} rows with different results.",
                    "Keep the row that is right, or correct the UPN that is wrong.",
                    sheet=entry.sheet,
                    cell=entry.upn_cell,
                    rows=[other.place for other, _ in given],
                )
            )
    details: dict[str, object] = {}
    for entry, _ in given:
        for name in _DETAILS:
            if details.get(name) is None:
                details[name] = entry.details.get(name)
    first = given[0][0]
    years = [entry.year_group for entry, _ in given if entry.year_group is not None]
    rows.pupils.append(
        PupilRow(
            upn=upn,
            year_group=years[0] if years else None,
            sheet=first.sheet,
            row=first.row,
            **details,  # type: ignore[arg-type]
        )
    )
    rows.results += merged.values()


def _notes(assessment: Assessment, others: Counter[tuple[str, int]], without: Counter[str]) -> list[Problem]:
    whose = " and ".join(year_group_label(one) for one in HELD[assessment].year_groups)
    found = [
        findings.OTHER_YEAR_GROUPS(
            f"{number} with results of {assessment.label.lower()} stand in {year_group_label(year_group)}; "
            f"the assessment is of {whose}, so they were left out.",
            "If the year group is wrong, correct it; results of an earlier year come in a file of that year.",
            sheet=sheet,
        )
        for (sheet, year_group), number in others.items()
    ]
    found += [
        findings.NO_RESULT(
            f"Listed without any result, and left out: {number}.",
            "A pupil who was not assessed has a code that says why.",
            sheet=sheet,
        )
        for sheet, number in without.items()
        if number
    ]
    return found

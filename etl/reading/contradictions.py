"""Rows that contradict each other: one UPN with different marks, or beside different pupils."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby
from operator import attrgetter

from etl.problems import Problem
from etl.reading import findings
from etl.reading.entries import Entry, RawMark
from etl.reading.spelling import comparable

# A pupil's UPN with what was judged: half-term, subject and kind as one number.
MarkKey = tuple[str, int]


def mark_key(raw: RawMark) -> MarkKey:
    """What a placed mark is a mark of."""
    assert raw.entry.upn is not None
    return raw.entry.upn, raw.what


def upns_to_compare(placed: list[RawMark]) -> set[str]:
    """The UPNs that stand apart on several rows, or have one thing marked twice: their marks are held
    against each other. The others, nearly all, need not be."""
    seen: set[str] = set()
    found: set[str] = set()
    for upn, marks in groupby(placed, attrgetter("entry.upn")):
        whats = [raw.what for raw in marks]
        if upn is not None and (upn in seen or len(set(whats)) < len(whats)):
            found.add(upn)
        seen.add(upn)
    return found


def contradictions(placed: list[RawMark], compared: set[str]) -> list[Problem]:
    """Stops for one UPN with different marks for the same thing: at each of its rows, or at each of the
    cells where one row contradicts itself. `compared` is `upns_to_compare`."""
    first: dict[MarkKey, RawMark] = {}
    first_score: dict[MarkKey, RawMark] = {}
    differing: dict[tuple[MarkKey, bool], list[RawMark]] = {}
    several: dict[tuple[MarkKey, bool], list[RawMark]] = defaultdict(list)
    for raw in placed:
        if raw.entry.upn not in compared:
            continue
        key = mark_key(raw)
        known = (first if raw.score is None else first_score).setdefault(key, raw)
        if known is raw:
            continue
        group = several[(key, raw.score is not None)]
        group.append(raw)
        if known.reading is not raw.reading or known.score != raw.score:
            differing[(key, raw.score is not None)] = group
    problems = []
    rows_of: dict[str, dict[tuple[str, int], Entry]] = defaultdict(dict)
    groups = [
        [(first_score if is_score else first)[key], *group] for (key, is_score), group in differing.items()
    ]
    both = _rows_by_columns(placed, groups)
    for (key, is_score), group in differing.items():
        marks = [(first_score if is_score else first)[key], *group]
        rows = {raw.entry.place: raw.entry for raw in marks}
        if len(rows) > 1:
            rows_of[key[0]].update(rows)
            continue
        columns = frozenset(raw.column.index for raw in marks)
        for raw in marks:
            problems.append(
                findings.TWO_MARKS(
                    "Two cells of this row give different marks for the same subject, kind and half-term.",
                    "Make them agree, or say in the headings how they differ.",
                    sheet=raw.entry.sheet,
                    cell=raw.cell,
                    rows=both[(raw.entry.sheet, columns)],
                )
            )
    for entries in rows_of.values():
        for entry in entries.values():
            problems.append(
                findings.DUPLICATE_PUPIL(
                    f"The same UPN stands on {len(entries)} rows with different marks.",
                    "Keep the row that is right, or correct the UPN that is wrong.",
                    sheet=entry.sheet,
                    cell=entry.upn_cell,
                    rows=list(entries),
                )
            )
    return problems


def _rows_by_columns(
    placed: list[RawMark], differing: list[list[RawMark]]
) -> dict[tuple[str, frozenset[int]], set[tuple[str, int]]]:
    """For the columns of a sheet that give one thing different marks, every row that fills either: columns
    that differ once are two things, so the rows where they agree, or one is blank, are no surer."""
    rows: dict[tuple[str, frozenset[int]], set[tuple[str, int]]] = {
        (group[0].entry.sheet, frozenset(raw.column.index for raw in group)): set()
        for group in differing
        if len({raw.entry.place for raw in group}) == 1
    }
    for raw in placed if rows else ():
        for (sheet, columns), found in rows.items():
            if raw.entry.sheet == sheet and raw.column.index in columns:
                found.add(raw.entry.place)
    return rows


def different_pupils(entries: list[Entry]) -> list[Problem]:
    """Stops for one UPN on rows that describe two pupils."""
    by_upn: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.upn is not None:
            by_upn[entry.upn].append(entry)
    problems = []
    for group in by_upn.values():
        first = group[0]
        if len(group) == 1 or not any(_describe_two(first, other) for other in group[1:]):
            continue
        for entry in group:
            problems.append(
                findings.TWO_PUPILS(
                    "The same UPN stands beside different pupils.",
                    "Correct the UPN that is wrong.",
                    sheet=entry.sheet,
                    cell=entry.upn_cell,
                    rows=[other.place for other in group],
                )
            )
    return problems


def _describe_two(one: Entry, other: Entry) -> bool:
    def differ(name: str) -> bool:
        mine, theirs = one.details.get(name), other.details.get(name)
        if mine is None or theirs is None:
            return False
        if isinstance(mine, str) and isinstance(theirs, str):
            return comparable(mine) != comparable(theirs)
        return mine != theirs

    return differ("dob") or (differ("surname") and differ("forename"))

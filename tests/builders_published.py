"""Published files made by hand from rows that can be read, by plain Python: a second, boring implementation.

`published_from` counts everything anew, pupil by pupil, without a line of the publisher's SQL; tests hold
the two against each other. What is hidden of those counts is the publisher's to work out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl.half_terms import HALF_TERM_NAMES, HalfTerm
from etl.measures import MEASURES
from etl.privacy import Rules
from etl.publish.current import Published
from etl.publish.hidden_cells import fill_hidden_cells
from etl.upn import with_check_letter

SCHEMA = Path(__file__).resolve().parents[1] / "etl" / "publish" / "schema.sql"

AUTUMN_1, AUTUMN_2, SPRING_1 = HalfTerm(2025, 1), HalfTerm(2025, 2), HalfTerm(2025, 3)
SUMMER_2_BEFORE = HalfTerm(2024, 6)

SUBJECTS = ("reading", "writing", "maths")


@dataclass(frozen=True)
class Mark:
    half_term: HalfTerm
    school_urn: int
    year_group: int
    upn: str
    subject: str
    judgement: str | None
    kind: str = "predicted"


@dataclass(frozen=True)
class Pupil:
    """One pupil in one half-term. The letters: P disadvantaged, G girl, B boy, K SEN support, E a plan."""

    half_term: HalfTerm
    school_urn: int
    year_group: int
    upn: str
    class_name: str | None = None
    letters: str = ""
    on_roll: bool = True

    @property
    def groups(self) -> dict[str, str]:
        """The value in every group that this builder fills; the rest are unknown."""
        return {
            "all": "all",
            "disadvantaged": "yes" if "P" in self.letters else "no",
            "sex": "F" if "G" in self.letters else "M" if "B" in self.letters else "unknown",
            "sen": "E" if "E" in self.letters else "K" if "K" in self.letters else "N",
        }


@dataclass
class Rows:
    """What is to be published. `cohort` adds to it; a test may add or take out single rows."""

    pupils: list[Pupil] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    schools: dict[int, str] = field(default_factory=dict)
    targets: list[dict[str, Any]] = field(default_factory=list)
    national: list[dict[str, Any]] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    returns: list[dict[str, Any]] = field(default_factory=list)
    drops: list[dict[str, Any]] = field(default_factory=list)

    def school(self, urn: int, name: str) -> Rows:
        self.schools[urn] = name
        return self

    def cohort(
        self,
        urn: int,
        year_group: int,
        half_term: HalfTerm,
        *,
        kind: str = "predicted",
        class_name: str | None = None,
        letters: str = "",
        first: int = 0,
        subjects: Iterable[str] = SUBJECTS,
        **marks: str,
    ) -> Rows:
        """Pupils with the same marks in every subject, or in the subject named: `reading="EXS EXS WTS -"`.

        One word a pupil; `-` is no judgement. `all` gives every subject of `subjects` the same marks. Pupils
        are numbered from `first` within their school and leaving year, so that the same pupil a half-term or
        a year later is the same.
        """
        self.schools.setdefault(urn, f"School {urn}")
        words = {subject: text.split() for subject, text in marks.items() if subject != "all"}
        if "all" in marks:
            words |= {subject: marks["all"].split() for subject in subjects if subject not in words}
        size = len(next(iter(words.values())))
        for place in range(size):
            upn = upn_of(urn, half_term.starts - year_group, first + place)
            pupil = Pupil(half_term, urn, year_group, upn, class_name, letters)
            if pupil not in self.pupils:
                self.pupils.append(pupil)
            for subject, given in words.items():
                if given[place] != "-":
                    self.marks.append(Mark(half_term, urn, year_group, upn, subject, given[place], kind))
        return self

    def sent(self, urn: int, half_term: HalfTerm, *, files: int = 1) -> Rows:
        """The school's return is in."""
        self.schools.setdefault(urn, f"School {urn}")
        for _ in range(files):
            self.returns.append({"school_urn": urn, "half_term": half_term})
        return self


def upn_of(urn: int, born: int, number: int) -> str:
    return with_check_letter(f"999{urn % 10_000:04d}{born % 100:02d}{number:03d}")


def met_of(pupils: int, met: int, band: str = "EXS") -> str:
    """The marks of a cohort: `met` pupils at the standard, the rest working towards it."""
    return " ".join([band] * met + ["WTS"] * (pupils - met))


def published_from(rows: Rows, place: Path, number: int = 1) -> Published:
    """Write a published file and say where it is."""
    path = place / f"trust-{number:06d}.duckdb"
    with duckdb.connect(path) as connection:
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
        for table, made in _tables(rows, number):
            if made:
                names = ", ".join(made[0])
                connection.register("made", pa.Table.from_pylist(made))
                connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM made")
                connection.unregister("made")
        fill_hidden_cells(connection, {mark.half_term.academic_year for mark in rows.marks}, _rules(rows))
        connection.execute("CHECKPOINT")
    return Published(path, number, number)


def _rules(rows: Rows) -> Rules:
    thresholds = {key: int(value) for key, value in rows.settings.items() if key in Rules.__match_args__}
    return Rules(**thresholds)


def _tables(rows: Rows, number: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "publication", [{"number": number, "record_version": number}]
    yield (
        "half_term_name",
        [
            {"half_term_ordinal": ordinal, "half_term": name}
            for ordinal, name in enumerate(HALF_TERM_NAMES, start=1)
        ],
    )
    yield "school", [{"school_urn": urn, "school": name} for urn, name in rows.schools.items()]
    yield "setting", [{"key": key, "value": value} for key, value in rows.settings.items()]
    yield (
        "measure",
        [{"measure": one.id, "label": one.label, "short_label": one.short} for one in MEASURES.values()],
    )
    yield "pupil_half_term", [_pupil_row(pupil) for pupil in rows.pupils]
    yield "mark", [_mark_row(mark) for mark in rows.marks]
    yield "attainment_count", attainment_counts(rows)
    yield "roll_count", roll_counts(rows)
    yield "movement_count", movement_counts(rows)
    yield "target", rows.targets
    yield "published", rows.national
    yield "return_history", _returns(rows)
    yield "drop_status", rows.drops


def _time(half_term: HalfTerm) -> dict[str, Any]:
    return {"academic_year": half_term.academic_year, "half_term_ordinal": half_term.ordinal}


def _pupil_row(pupil: Pupil) -> dict[str, Any]:
    groups = pupil.groups
    return {
        **_time(pupil.half_term),
        "school_urn": pupil.school_urn,
        "year_group": pupil.year_group,
        "class": pupil.class_name,
        "upn": pupil.upn,
        "surname": f"Surname{pupil.upn[-4:]}",
        "forename": f"Forename{pupil.upn[-4:]}",
        "sex": None if groups["sex"] == "unknown" else groups["sex"],
        "disadvantaged": groups["disadvantaged"] == "yes",
        "sen": groups["sen"],
        "on_roll": pupil.on_roll,
        "listed": True,
    }


def _mark_row(mark: Mark) -> dict[str, Any]:
    return {
        **_time(mark.half_term),
        "school_urn": mark.school_urn,
        "upn": mark.upn,
        "subject": mark.subject,
        "kind": mark.kind,
        "judgement": mark.judgement,
        "raw": mark.judgement,
        "return_id": 1,
    }


def _returns(rows: Rows) -> list[dict[str, Any]]:
    return [
        {
            "return_id": place,
            "school_urn": one["school_urn"],
            "school": rows.schools[one["school_urn"]],
            **_time(one["half_term"]),
            "half_term": one["half_term"].name,
            "status": "accepted",
            "whole_return": False,
            "file_name": "return.xlsx",
            "original_hash": "0" * 64,
            "pupils": 0,
            "judgements": 0,
            "held_rows": 0,
            "loaded_at": "2025-10-10 09:00:00",
            "loaded_by": "a test",
        }
        for place, one in enumerate(rows.returns, start=1)
    ]


# Counting, pupil by pupil.


def reached(rows: Rows) -> dict[tuple[HalfTerm, str, str], dict[tuple[int, str], str | None]]:
    """By half-term, subject and kind: the judgement of each pupil of a school."""
    found: dict[Any, dict[tuple[int, str], str | None]] = defaultdict(dict)
    for mark in rows.marks:
        found[mark.half_term, mark.subject, mark.kind][mark.school_urn, mark.upn] = mark.judgement
    return found


def met(judgement: str | None, standard: str) -> bool:
    return judgement == "GDS" if standard == "higher" else judgement in ("EXS", "GDS")


def standing(rows: Rows) -> Iterator[tuple[Pupil, str, str, dict[str, Any]]]:
    """Each pupil on roll × subject × kind with what they reached; Reception where anyone there was judged."""
    marks = reached(rows)
    on_roll: dict[HalfTerm, list[Pupil]] = defaultdict(list)
    reception: set[tuple[HalfTerm, int, str]] = set()
    for pupil in rows.pupils:
        if pupil.on_roll and pupil.year_group >= 0:
            on_roll[pupil.half_term].append(pupil)
        if pupil.on_roll and pupil.year_group == 0:
            reception.add((pupil.half_term, pupil.school_urn, pupil.upn))

    def judged_reception(half_term: HalfTerm, given: list[dict[tuple[int, str], str | None]]) -> set[int]:
        """The schools with somebody in Reception who was judged in all of these."""
        return {
            urn
            for when, urn, upn in reception
            if when == half_term and all(each.get((urn, upn)) for each in given)
        }

    for (half_term, subject, kind), given in marks.items():
        if not any(given.values()):
            continue
        with_reception = judged_reception(half_term, [given])
        for pupil in on_roll[half_term]:
            if pupil.year_group == 0 and pupil.school_urn not in with_reception:
                continue
            judgement = given.get((pupil.school_urn, pupil.upn))
            what = {
                "judgement": judgement,
                "assessed": judgement is not None,
                "expected": met(judgement, "expected"),
                "higher": met(judgement, "higher"),
            }
            yield pupil, subject, kind, what
    for half_term, kind in dict.fromkeys((half_term, kind) for half_term, _, kind in marks):
        three = [marks.get((half_term, subject, kind), {}) for subject in SUBJECTS]
        if not all(any(given.values()) for given in three):
            continue
        with_reception = judged_reception(half_term, three)
        for pupil in on_roll[half_term]:
            if pupil.year_group == 0 and pupil.school_urn not in with_reception:
                continue
            own = [given.get((pupil.school_urn, pupil.upn)) for given in three]
            what = {
                "judgement": None,
                "assessed": all(own),
                "expected": all(met(one, "expected") for one in own),
                "higher": all(met(one, "higher") for one in own),
            }
            yield pupil, "rwm", kind, what


def attainment_counts(rows: Rows) -> list[dict[str, Any]]:
    counted: dict[Any, dict[str, int]] = {}
    for pupil, subject, kind, what in standing(rows):
        for group, value in pupil.groups.items():
            key = (pupil.half_term, pupil.school_urn, pupil.year_group, pupil.class_name)
            counts = counted.setdefault(
                (*key, group, value, subject, kind),
                dict.fromkeys(("on_roll", "assessed", "pks", "wts", "exs", "gds", "expected", "higher"), 0),
            )
            counts["on_roll"] += 1
            counts["assessed"] += what["assessed"]
            counts["expected"] += what["expected"]
            counts["higher"] += what["higher"]
            if what["judgement"]:
                counts[what["judgement"].lower()] += 1
    return [
        {
            **_time(half_term),
            "school_urn": urn,
            "year_group": year_group,
            "class": class_name,
            "pupil_group": group,
            "group_value": value,
            "subject": subject,
            "kind": kind,
            **counts,
        }
        for (half_term, urn, year_group, class_name, group, value, subject, kind), counts in counted.items()
    ]


def roll_counts(rows: Rows) -> list[dict[str, Any]]:
    counted: dict[Any, int] = defaultdict(int)
    for pupil in rows.pupils:
        for group, value in pupil.groups.items():
            if pupil.on_roll:
                counted[
                    pupil.half_term, pupil.school_urn, pupil.year_group, pupil.class_name, group, value
                ] += 1
    return [
        {
            **_time(half_term),
            "school_urn": urn,
            "year_group": year_group,
            "class": class_name,
            "pupil_group": group,
            "group_value": value,
            "on_roll": number,
        }
        for (half_term, urn, year_group, class_name, group, value), number in counted.items()
    ]


def movement_counts(rows: Rows) -> list[dict[str, Any]]:
    """The same pupils of a school in two half-terms that follow one another, assessed in both."""
    now: dict[Any, tuple[Pupil, dict[str, Any]]] = {}
    for pupil, subject, kind, what in standing(rows):
        if what["assessed"]:
            now[pupil.half_term, pupil.school_urn, pupil.upn, subject, kind] = (pupil, what)
    counted: dict[Any, dict[str, int]] = {}
    earlier = {half_term: half_term.previous for half_term, *_ in now}
    for (half_term, urn, upn, subject, kind), (pupil, what) in now.items():
        before = now.get((earlier[half_term], urn, upn, subject, kind))
        if before is None or (kind == "current" and half_term.ordinal == 1):
            continue  # a new year's expectations are no movement
        for standard in ("expected", "higher"):
            counts = counted.setdefault(
                (half_term, urn, pupil.year_group, subject, kind, standard),
                dict.fromkeys(("stayers", "met_before", "met_now", "moved_in", "moved_out"), 0),
            )
            was, is_now = before[1][standard], what[standard]
            counts["stayers"] += 1
            counts["met_before"] += was
            counts["met_now"] += is_now
            counts["moved_in"] += is_now and not was
            counts["moved_out"] += was and not is_now
    return [
        {
            **_time(half_term),
            "school_urn": urn,
            "year_group": year_group,
            "subject": subject,
            "kind": kind,
            "standard": standard,
            **counts,
        }
        for (half_term, urn, year_group, subject, kind, standard), counts in counted.items()
    ]

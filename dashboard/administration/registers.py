"""The lists that a trust keeps about itself, each read from one table and given back as the same table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.access import Action, Scope, can
from dashboard.signed_in import Viewer
from etl.folder import DataFolder
from etl.measures import MEASURES, Unit
from etl.record import people, schools, targets, terms
from etl.record.people import Person
from etl.record.schools import School
from etl.record.targets import Target
from etl.record.terms import Term
from etl.registers import take_in
from etl.registers.people import read_people
from etl.registers.schools import read_schools
from etl.registers.targets import read_targets
from etl.registers.terms import read_terms
from etl.roles import Role
from etl.vocabulary import year_group_label


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Which rows of a file are meant, of a register whose files hold more than ours: all where nothing is "
    "set."""

    urns: tuple[int, ...] = ()
    trust: str | None = None


EVERYTHING = Choice()


@dataclass(frozen=True, kw_only=True)
class Register:
    """One list. `row` gives an entry's values under `columns`, as its file has them.

    `key` tells which entries of a file and of the record are about the same thing. `refusal` says why
    somebody may not put an entry in place of another (None: of none); None where they may.
    """

    id: str
    label: str
    entry: str  # what one entry is called, and several
    entries: str
    action: Action
    about: str
    columns: tuple[str, ...]  # as its file has them
    headings: tuple[str, ...]  # the same as people read them
    held: Callable[[Any], list[Any]]  # from a connection to the record
    read: Callable[[Path, Collection[int], Choice], list[Any]]  # from a file and the registered URNs
    key: Callable[[Any], Hashable]
    row: Callable[[Any], tuple[Any, ...]]
    take_in: Callable[[DataFolder, Path, Viewer, Choice], object]
    shown: Callable[[Any], tuple[Any, ...]] | None = None  # as people read it, where that differs from `row`
    by_choice: bool = False
    visible: Callable[[Scope, Any], bool] = lambda scope, entry: True
    refusal: Callable[[Scope, Any, Any | None], str | None] = lambda scope, entry, former: None

    def words(self, entry: Any) -> tuple[Any, ...]:
        """An entry's values as people read them, under `headings`."""
        return (self.shown or self.row)(entry)


def _school_row(one: School) -> tuple[Any, ...]:
    return (str(one.urn), one.name, one.la_code, one.laestab, one.phase)


def _person_row(one: Person) -> tuple[Any, ...]:
    urns = " ".join(str(urn) for urn in sorted(one.schools))
    return (one.email, one.name, one.role.label, urns, ", ".join(one.subjects), "yes" if one.active else "no")


def _term_row(one: Term) -> tuple[Any, ...]:
    return (one.half_term.academic_year, one.half_term.name, one.starts, one.ends)


def _target_row(one: Target) -> tuple[Any, ...]:
    amount = f"{one.basis_points / 100:g}"
    percent, score = (amount, None) if MEASURES[one.measure].unit is Unit.PERCENT else (None, amount)
    urn = None if one.urn is None else str(one.urn)
    return (
        urn, one.academic_year, one.year_group, one.measure, percent, score, one.set_by, one.rule, one.set_on
    )  # fmt: skip


def _target_shown(one: Target) -> tuple[Any, ...]:
    urn, academic_year, year_group, measure, *others = _target_row(one)
    return (urn or "The trust", academic_year, year_group_label(year_group), MEASURES[measure].label, *others)


def _take_schools(folder: DataFolder, path: Path, who: Viewer, choice: Choice) -> object:
    return take_in.register_schools(
        folder, path, urns=choice.urns, trust=choice.trust, by=who.name, role=who.role.value
    )


def _take_people(folder: DataFolder, path: Path, who: Viewer, choice: Choice) -> object:
    return take_in.load_people(folder, path, by=who.name, role=who.role.value)


def _take_terms(folder: DataFolder, path: Path, who: Viewer, choice: Choice) -> object:
    return take_in.load_terms(folder, path, by=who.name, role=who.role.value)


def _take_targets(folder: DataFolder, path: Path, who: Viewer, choice: Choice) -> object:
    return take_in.load_targets(folder, path, by=who.name, role=who.role.value)


def _whole_register(scope: Scope) -> bool:
    return can(scope, Action.MANAGE_PEOPLE) and not scope.own_schools


def _sees_person(scope: Scope, one: Person) -> bool:
    return _whole_register(scope) or bool(one.schools & set(scope.own_schools))


def _why_not_person(scope: Scope, one: Person, former: Person | None) -> str | None:
    """A head adds and changes the staff of their own school, and nobody else."""
    if _whole_register(scope):
        return None
    for person in (one, former):
        if person is None:
            continue
        elsewhere = person.schools - set(scope.own_schools)
        if person.role is not Role.SCHOOL_STAFF or elsewhere or not person.schools:
            return f"{one.email}: you can add and change the staff of your own school, and nobody else."
    return None


SCHOOLS = Register(
    id="schools",
    label="Schools",
    entry="school",
    entries="schools",
    action=Action.MANAGE_SCHOOLS,
    about=(
        "Drop a download from Get Information About Schools (csv), or a list with the columns urn and name. "
        "Open schools are registered; nothing is ever removed."
    ),
    columns=("urn", "name", "LA (code)", "LAESTAB", "PhaseOfEducation (name)"),
    headings=("URN", "Name", "Local authority", "LAESTAB", "Phase"),
    held=schools.all_schools,
    read=lambda path, urns, choice: read_schools(path, urns=choice.urns, trust=choice.trust),
    by_choice=True,
    key=lambda one: one.urn,
    row=_school_row,
    take_in=_take_schools,
)
PEOPLE = Register(
    id="people",
    label="People",
    entry="person",
    entries="people",
    action=Action.MANAGE_PEOPLE,
    about=(
        f"One row a person: email, name, role ({'; '.join(role.label for role in Role)}), schools (their "
        "URNs, for heads and school staff), subjects (for a lead teacher). Somebody who left stays on the "
        "list with “no” under active, so that the log still names them."
    ),
    columns=("email", "name", "role", "schools", "subjects", "active"),
    headings=("E-mail", "Name", "Role", "Schools", "Subjects", "Active"),
    held=people.all_people,
    read=lambda path, urns, choice: read_people(path, urns),
    key=lambda one: one.email,
    row=_person_row,
    take_in=_take_people,
    visible=_sees_person,
    refusal=_why_not_person,
)
TERMS = Register(
    id="terms",
    label="Terms",
    entry="half-term",
    entries="half-terms",
    action=Action.MANAGE_TERMS,
    about=(
        "One row a half-term: academic_year (2026/27), half_term (Autumn 1 to Summer 2), starts, ends. The "
        "dates decide which half-term a page offers first."
    ),
    columns=("academic_year", "half_term", "starts", "ends"),
    headings=("Academic year", "Half-term", "Starts", "Ends"),
    held=terms.all_terms,
    read=lambda path, urns, choice: read_terms(path),
    key=lambda one: one.half_term,
    row=_term_row,
    take_in=_take_terms,
)
TARGETS = Register(
    id="targets",
    label="Targets",
    entry="target",
    entries="targets",
    action=Action.MANAGE_TARGETS,
    about=(
        "One row a target: urn (empty for the trust), academic_year, year_group, measure (its id, such as "
        "rwm_expected), target_percent, or target_score for an average; set_by, rule and set_on say where it "
        "comes from."
    ),
    columns=(
        "urn", "academic_year", "year_group", "measure", "target_percent", "target_score", "set_by",
        "rule", "set_on",
    ),
    headings=(
        "School", "Academic year", "Year group", "Measure", "Target %", "Target score", "Set by", "Rule",
        "Set on",
    ),
    held=targets.all_targets,
    read=lambda path, urns, choice: read_targets(path, urns),
    key=lambda one: (one.urn, one.academic_year, one.year_group, one.measure),
    row=_target_row,
    shown=_target_shown,
    take_in=_take_targets,
)  # fmt: skip

REGISTERS = {one.id: one for one in (SCHOOLS, PEOPLE, TERMS, TARGETS)}

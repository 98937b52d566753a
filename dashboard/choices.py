"""What an address asks for, held against what there is and what the scope may see.

An address can be typed, kept and sent on: whatever in it is unknown, or not for whoever opens it, falls
back to what is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dashboard import address
from dashboard.access import SEES, Action, Audience, Scope, Sight, as_audience, can, sight_of
from dashboard.queries.half_terms import half_terms, kinds_and_subjects, latest_half_term
from dashboard.queries.register import schools
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm, HalfTermError, parse_half_term
from etl.measures import HEADLINE_KIND, HEADLINE_MEASURES, HEADLINE_YEAR_GROUP, JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import YEAR_GROUPS, Kind

TOGETHER = "all"  # in place of a year group: Years 1 to 6


Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What is chosen, and what could be."""

    scope: Scope  # through the eyes of the audience that is chosen
    half_term: HalfTerm | None  # None: the trust has no figures yet
    measure: str
    kind: Kind
    year_group: int | None
    group: str
    group_value: str
    audience: Audience | None
    school_urn: int | None
    half_terms: tuple[HalfTerm, ...] = ()
    measures: tuple[str, ...] = ()  # that the scope sees, with marks of the chosen kind
    kinds: tuple[Kind, ...] = ()
    groups: tuple[str, ...] = ()

    def as_parameters(self) -> dict[str, str]:
        """The same choices as an address holds them."""
        made = {
            address.MEASURE: self.measure,
            address.KIND: self.kind.value,
            address.YEAR_GROUP: TOGETHER if self.year_group is None else str(self.year_group),
            address.GROUP: self.group,
            address.GROUP_VALUE: self.group_value,
        }
        if self.half_term is not None:
            made[address.HALF_TERM] = self.half_term.slug
        if self.audience is not None:
            made[address.AUDIENCE] = self.audience.value
        if self.school_urn is not None:
            made[address.SCHOOL] = str(self.school_urn)
        return made


def read_choices(params: Mapping[str, str], published: Published, scope: Scope) -> Choices:
    """The choices that an address makes. Never raises for what an address holds.

    A school that the scope may not see at all is no choice; of one that it sees in part, it is for the
    queries to show that part.
    """
    audience = _audience(params, scope)
    seen = as_audience(scope, audience) if audience else scope
    held = half_terms(published)
    half_term = _half_term(params, held) or latest_half_term(published)
    pairs = kinds_and_subjects(published, half_term) if half_term else ()
    kinds = tuple(kind for kind in Kind if any(kind is held_kind for held_kind, _ in pairs))
    kind = _one_of(params.get(address.KIND), kinds, HEADLINE_KIND)
    judged = {subject for held_kind, subject in pairs if held_kind is kind}
    measures = tuple(
        measure.id
        for measure in JUDGEMENT_MEASURES.values()
        if measure.subject in judged and sight_of(seen, None, measure.subject) is not Sight.NOTHING
    )
    school_urn = _school(params, published, seen)
    groups = tuple(group for group in GROUPS if group == ALL.id or _sees_groups(seen, school_urn))
    group = _one_of(params.get(address.GROUP), groups, ALL.id)
    return Choices(
        scope=seen,
        half_term=half_term,
        measure=_one_of(params.get(address.MEASURE), measures, HEADLINE_MEASURES[0]),
        kind=kind,
        year_group=_year_group(params),
        group=group,
        group_value=_one_of(
            params.get(address.GROUP_VALUE), tuple(GROUPS[group].values), GROUPS[group].focus
        ),
        audience=seen.audience,
        school_urn=school_urn,
        half_terms=tuple(held),
        measures=measures,
        kinds=kinds,
        groups=groups,
    )


def _one_of(asked: str | None, allowed: Sequence[Choice], usual: Choice) -> Choice:
    """What was asked for, if it is allowed; else what is usual, if that is; else the first."""
    for choice in allowed:
        if choice == asked:
            return choice
    return usual if usual in allowed or not allowed else allowed[0]


def _audience(params: Mapping[str, str], scope: Scope) -> Audience | None:
    """Only somebody who sees more than an audience has any use for its eyes."""
    sees = SEES[scope.role]
    wider = Sight.FULL in (sees.trust, sees.own_school)
    asked = params.get(address.AUDIENCE)
    if not wider or asked not in set(Audience):
        return scope.audience
    return Audience(asked)


def _half_term(params: Mapping[str, str], held: Sequence[HalfTerm]) -> HalfTerm | None:
    try:
        asked = parse_half_term(params.get(address.HALF_TERM, ""))
    except HalfTermError:
        return None
    return asked if asked in held else None


def _year_group(params: Mapping[str, str]) -> int | None:
    asked = params.get(address.YEAR_GROUP, "")
    if asked == TOGETHER:
        return None
    return int(asked) if asked in {str(year) for year in YEAR_GROUPS} else HEADLINE_YEAR_GROUP


def _school(params: Mapping[str, str], published: Published, scope: Scope) -> int | None:
    asked = params.get(address.SCHOOL, "")
    urn = next((urn for urn in schools(published) if str(urn) == asked), None)
    return urn if urn is not None and can(scope, Action.SEE_SCHOOL, urn) else None


def _sees_groups(scope: Scope, school_urn: int | None) -> bool:
    """The trust's pupil groups are for everyone who sees the trust; a school's for those who see it whole."""
    return school_urn is None or can(scope, Action.SEE_DETAIL, school_urn)

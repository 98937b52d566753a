"""Who lacks a judgement: for a school's own staff and the trust's leaders.

Whoever is on roll without a judgement counts as not meeting the standard, so that it matters who they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.access import Action, Scope, check_can
from dashboard.queries.counts import class_counts
from dashboard.queries.pupils import PupilLine, pupil_list
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.vocabulary import RWM_SUBJECTS, Kind, Subject


@dataclass(frozen=True, kw_only=True)
class ClassLacking:
    """One class: on roll, and those of them without a judgement, by subject."""

    class_name: str | None  # None: the pupils whose sheet names no class
    on_roll: int
    lacking: dict[Subject, int]


def lacking(
    published: Published, scope: Scope, school_urn: int, half_term: HalfTerm, kind: Kind, year_group: int
) -> list[ClassLacking]:
    """One record a class of the year group, by name: those whose sheet names no class come last.

    Reading, writing and maths, and of the other subjects those in which anyone of the year group is judged.
    Empty where the school has no return. Raises AccessDenied where the scope does not see it whole.
    """
    check_can(scope, Action.SEE_DETAIL, school_urn)
    counts = {
        (name, subject): count
        for (year, name, subject), count in class_counts(published, half_term, kind, school_urn).items()
        if year == year_group
    }
    judged = {subject for (_, subject), count in counts.items() if count.assessed}
    subjects = [one for one in Subject if one in RWM_SUBJECTS or one.value in judged]
    names = sorted({name for name, _ in counts}, key=lambda name: (name is None, name or ""))
    made = []
    for name in names:
        held = {one: counts[name, one.value] for one in subjects if (name, one.value) in counts}
        made.append(
            ClassLacking(
                class_name=name,
                on_roll=max(count.on_roll for count in held.values()) if held else 0,
                lacking={one: count.on_roll - count.assessed for one, count in held.items()},
            )
        )
    return made


def pupils_lacking(
    published: Published,
    scope: Scope,
    school_urn: int,
    half_term: HalfTerm,
    kind: Kind,
    year_group: int,
    subject: Subject,
    class_name: str | None = None,
) -> list[PupilLine]:
    """Those without a judgement by name, of the year group or of one class.

    Raises AccessDenied where the scope may see no names there.
    """
    return [
        line
        for line in pupil_list(published, scope, school_urn, half_term, year_group, class_name)
        if line.judgement(subject, kind) is None
    ]

"""A question of the Explorer put to the counts: everyone's, before any scope is applied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.queries.counts import NOBODY, Count
from dashboard.queries.explored_counts import Counted, Pupils, counted
from dashboard.queries.explored_question import (
    KIND,
    MEASURE,
    TOGETHER,
    Place,
    Question,
    dimensions,
    half_terms_of,
    measures_of,
)
from etl.groups import ALL, GROUPS
from etl.half_terms import HalfTerm
from etl.measures import JUDGEMENT_MEASURES
from etl.publish.current import Published
from etl.vocabulary import Kind


def ask(
    published: Published,
    question: Question,
    kind: Kind,
    *,
    half_terms: Sequence[HalfTerm] | None = None,
    urns: Sequence[int] | None = None,
) -> Counted:
    """The counts of a question in one kind; of other half-terms or other schools where they are given.

    Other schools have other classes: of them everyone is counted.
    """
    subjects = {JUDGEMENT_MEASURES[measure].subject for measure in measures_of(question)}
    return counted(
        published,
        tuple(half_terms or half_terms_of(question)),
        kind,
        tuple(urns if urns is not None else question.schools),
        question.year_groups,
        tuple(sorted(subjects)),
        dimensions(question),
        _pupils(question),
        question.of_class if urns is None else (),
    )


def count_at(question: Question, held: Counted, at: tuple[Any, Any], place: Place) -> Count:
    """The count of a cell; of a total, the sum of those that it pools."""
    subject = JUDGEMENT_MEASURES[place.measure].subject
    wanted = tuple(
        value for axis, value in zip(question.axes, at, strict=True) if axis not in (MEASURE, KIND)
    )
    if TOGETHER not in wanted:
        return held.get((wanted, subject), NOBODY)
    total = NOBODY
    for (values, of_subject), count in held.items():
        same = all(want is TOGETHER or want == value for want, value in zip(wanted, values, strict=True))
        if same and of_subject == subject:
            total += count
    return total


def _pupils(question: Question) -> Pupils:
    asked: list[tuple[str, str | None]] = [(axis, None) for axis in question.axes if axis in GROUPS]
    if question.group != ALL.id:
        asked.append((question.group, question.group_value))
    return tuple(asked)

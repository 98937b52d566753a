"""What changed, in sentences."""

from __future__ import annotations

from dashboard import navigation
from dashboard.drawn_once import drawn_once
from dashboard.findings import Finding, Review
from dashboard.furniture import findings, notes
from dashboard.furniture.findings import Said
from dashboard.furniture.markup import show
from dashboard.queries.school_sheet import school_stands_out
from dashboard.queries.what_changed import school_review, trust_review
from dashboard.standing_out import NOTHING, Point, without_school
from dashboard.view import View
from etl.vocabulary import Kind

# What a teacher judges in Autumn 1 is held to what the new year group expects.
NEW_EXPECTATIONS = (
    "A new year's expectations began with Autumn 1, so current judgements are not held against those of "
    "Summer 2. What is predicted for the year's end can be."
)


@drawn_once
def in_the_trust(view: View) -> None:
    """From every year group of the trust and of each school."""
    _show(view, trust_review(view.published, view.scope, view.half_term, view.kind, view.measures))


@drawn_once
def in_the_school(view: View, urn: int, name: str) -> None:
    """Of what is predicted the same list as on its one page; of current judgements what changed."""
    review = school_review(view.published, view.scope, urn, view.half_term, view.kind, view.measures)
    if view.kind is not Kind.PREDICTED:
        _show(view, review)
        return
    notes.section("What stands out", review.summary)
    show(stands_out_html(view, urn, name))


def stands_out_html(view: View, urn: int, name: str) -> str:
    """What stands out in a school whose name is at the head of the page, both sides, each sentence a door."""
    held = school_stands_out(view.published, view.scope, urn, view.half_term)
    strengths, concerns = (
        [_point(without_school(point, name), urn) for point in side]
        for side in (held.strengths, held.concerns)
    )
    return findings.findings_html(strengths, concerns, (NOTHING, NOTHING))


def _point(point: Point, urn: int) -> Said:
    if point.year_group is None and point.measure is None:
        return Said(sentence=point.sentence)
    changes = {"year_group": point.year_group, "measure": point.measure}
    chosen = {name: value for name, value in changes.items() if value is not None}
    return Said(sentence=point.sentence, href=navigation.href("school", urn=urn, **chosen))


# Of predictions the page goes on comparing, because who is expected to get there is the year's question.
OTHER_YEAR_END = (
    "What is predicted now is for this year's end; in Summer 2 another year's end was predicted. A change "
    "since then may be of what is expected, not of the pupils."
)


def _show(view: View, review: Review) -> None:
    notes.section("What changed", review.summary)
    if view.kind is Kind.CURRENT and view.half_term.ordinal == 1:
        notes.note(NEW_EXPECTATIONS)
    if view.kind is Kind.PREDICTED and view.half_term.ordinal == 1:
        notes.note(OTHER_YEAR_END)
    findings.findings([_said(one) for one in review.strengths], [_said(one) for one in review.concerns])


def _said(finding: Finding) -> Said:
    page = "trust" if finding.school_urn is None else "school"
    return Said(
        sentence=finding.sentence,
        href=navigation.href(
            page, urn=finding.school_urn, year_group=finding.year_group, measure=finding.measure
        ),
    )

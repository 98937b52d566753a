"""What changed, in sentences."""

from __future__ import annotations

from dashboard import navigation
from dashboard.findings import Finding, Review
from dashboard.furniture import findings, notes
from dashboard.furniture.findings import Said
from dashboard.queries.what_changed import school_review, trust_review
from dashboard.view import View
from etl.vocabulary import Kind

# What a teacher judges in Autumn 1 is held to what the new year group expects.
NEW_EXPECTATIONS = (
    "A new year's expectations began with Autumn 1, so current judgements are not held against those of "
    "Summer 2. What is predicted for the year's end can be."
)


def in_the_trust(view: View) -> None:
    """From every year group of the trust and of each school."""
    _show(view, trust_review(view.published, view.scope, view.half_term, view.kind, view.measures))


def in_the_school(view: View, urn: int) -> None:
    _show(view, school_review(view.published, view.scope, urn, view.half_term, view.kind, view.measures))


def _show(view: View, review: Review) -> None:
    notes.section("What changed", review.summary)
    if view.kind is Kind.CURRENT and view.half_term.ordinal == 1:
        notes.note(NEW_EXPECTATIONS)
    findings.findings([_said(one) for one in review.strengths], [_said(one) for one in review.concerns])


def _said(finding: Finding) -> Said:
    page = "trust" if finding.school_urn is None else "school"
    return Said(
        sentence=finding.sentence,
        href=navigation.href(
            page, urn=finding.school_urn, year_group=finding.year_group, measure=finding.measure
        ),
    )

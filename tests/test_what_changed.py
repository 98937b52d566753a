"""What changed, asked of all cohorts at once, is what a figure for each of them says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.access import Scope, scope_for
from dashboard.findings import Review, trust_findings
from dashboard.queries.half_terms import half_terms
from dashboard.queries.register import schools
from dashboard.queries.seeing import Cohort, Seeing, measures_seen
from dashboard.queries.what_changed import trust_review
from dashboard.store import open_published
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.measures import HEADLINE_MEASURES, JUDGED_YEARS
from etl.publish.current import Published
from etl.roles import Role
from etl.vocabulary import Kind


def a_figure_for_each(published: Published, scope: Scope, half_term: HalfTerm, kind: Kind) -> Review:
    return trust_findings(
        Seeing(published, scope, half_term, kind).figures(
            [
                Cohort(measure=measure, school_urn=urn, year_group=year_group)
                for urn in (None, *schools(published))
                for year_group in JUDGED_YEARS
                for measure in measures_seen(scope, HEADLINE_MEASURES)
            ]
        )
    )


@pytest.mark.parametrize("role", [Role.CEO, Role.BOARD, Role.HEAD, Role.LEAD_TEACHER])
def test_all_at_once_is_a_figure_for_each(role: Role, sample_folder: DataFolder) -> None:
    published = open_published(sample_folder)
    own = list(schools(published))[:1] if role is Role.HEAD else []
    scope = scope_for(role, own_schools=own, subjects=["reading"] if role is Role.LEAD_TEACHER else [])
    looked_at = 0
    for half_term in half_terms(published)[:8]:
        for kind in (Kind.CURRENT, Kind.PREDICTED):
            found = trust_review(published, scope, half_term, kind, HEADLINE_MEASURES)
            each = a_figure_for_each(published, scope, half_term, kind)
            assert found.by_chance == (None if each.by_chance is None else pytest.approx(each.by_chance))
            assert replace(found, by_chance=None) == replace(each, by_chance=None)
            looked_at += found.looked_at
    assert looked_at > 500

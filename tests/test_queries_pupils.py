"""Pupils by name, and to whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_published import AUTUMN_1, Rows, published_from

from dashboard.access import AccessDenied, as_audience, scope_for
from dashboard.queries.pupils import pupil_list
from etl.roles import Role
from etl.vocabulary import Judgement, Kind, Subject

OAKFIELD, ELM_GROVE = 910001, 910002
PREDICTED = Kind.PREDICTED
READING = "reading_expected"


def test_pupils_by_name_with_every_mark(tmp_path: Path) -> None:
    rows = (
        Rows()
        .cohort(OAKFIELD, 6, AUTUMN_1, class_name="6A", letters="PG", reading="EXS WTS", writing="GDS -")
        .cohort(OAKFIELD, 6, AUTUMN_1, class_name="6A", letters="PG", kind="current", reading="WTS WTS")
        .cohort(OAKFIELD, 6, AUTUMN_1, class_name="6B", first=10, reading="GDS")
        .cohort(OAKFIELD, 5, AUTUMN_1, first=20, reading="GDS")
    )
    published = published_from(rows, tmp_path)
    head = scope_for(Role.HEAD, own_schools=[OAKFIELD])
    everyone = pupil_list(published, head, OAKFIELD, AUTUMN_1, 6)
    assert [one.class_name for one in everyone].count("6A") == 2
    assert len(everyone) == 3
    assert [one.name for one in everyone] == sorted(one.name for one in everyone)
    first = min((one for one in everyone if one.class_name == "6A"), key=lambda one: one.upn[-4:-1])
    assert first.judgement(Subject.READING, PREDICTED) is Judgement.EXS
    assert first.judgement(Subject.READING, Kind.CURRENT) is Judgement.WTS
    assert first.judgement(Subject.WRITING, PREDICTED) is Judgement.GDS
    assert first.judgement(Subject.MATHS, PREDICTED) is None
    assert (first.disadvantaged, first.sex, first.sen) == (True, "F", "N")
    assert len(pupil_list(published, head, OAKFIELD, AUTUMN_1, 6, "6B")) == 1


@pytest.mark.parametrize("role", Role)
def test_whose_names_each_role_sees(tmp_path: Path, role: Role) -> None:
    rows = Rows().cohort(OAKFIELD, 6, AUTUMN_1, reading="EXS").cohort(ELM_GROVE, 6, AUTUMN_1, reading="EXS")
    published = published_from(rows, tmp_path)
    scope = scope_for(role, own_schools=[OAKFIELD], subjects=["reading"])
    allowed = {
        Role.CEO: {OAKFIELD, ELM_GROVE},
        Role.DTL: {OAKFIELD, ELM_GROVE},
        Role.DATA_MANAGER: {OAKFIELD, ELM_GROVE},
        Role.HEAD: {OAKFIELD},
        Role.SCHOOL_STAFF: {OAKFIELD},
    }.get(role, set())
    for urn in (OAKFIELD, ELM_GROVE):
        if urn in allowed:
            assert len(pupil_list(published, scope, urn, AUTUMN_1, 6)) == 1
        else:
            with pytest.raises(AccessDenied, match="names"):
                pupil_list(published, scope, urn, AUTUMN_1, 6)
        with pytest.raises(AccessDenied):
            pupil_list(published, as_audience(scope, "board"), urn, AUTUMN_1, 6)

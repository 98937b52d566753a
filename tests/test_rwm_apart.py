"""Reading, writing and maths taken apart: every pupil in one part, and the parts agree with RWM."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from builders_trust import AUTUMN_1, ELM_GROVE, OAKFIELD, Trust
from small_trust import AUTUMN_1 as SMALL_AUTUMN_1
from small_trust import YEAR_5, YEAR_6

from dashboard.access import AccessDenied, Scope, as_audience, scope_for
from dashboard.furniture.parts import PartLine, parts_html
from dashboard.queries.headline import headline_figures
from dashboard.queries.rwm_apart import Apart, Part, part_of, pupils_of_part, rwm_apart
from dashboard.sections.rwm_apart import apart_table, summary
from etl.folder import DataFolder
from etl.publish.current import published
from etl.roles import Role
from etl.vocabulary import Judgement, Kind

CEO = scope_for(Role.CEO)
HEAD = scope_for(Role.HEAD, [OAKFIELD])
HEADINGS = "UPN,Surname,Forename,Year,Reading Predicted,Writing Predicted,Maths Predicted"

# Number, reading, writing, maths, and the part that a teacher would put the pupil in.
PUPILS = [
    (1, "EXS", "EXS", "GDS", Part.ALL_THREE),
    (2, "GDS", "GDS", "GDS", Part.ALL_THREE),
    (3, "EXS", "WTS", "EXS", Part.NOT_WRITING),
    (4, "GDS", "PKS", "EXS", Part.NOT_WRITING),
    (5, "WTS", "EXS", "EXS", Part.NOT_READING),
    (6, "EXS", "EXS", "WTS", Part.NOT_MATHS),
    (7, "WTS", "WTS", "EXS", Part.BY_TWO),
    (8, "PKS", "WTS", "WTS", Part.BY_THREE),
    (9, "EXS", "", "EXS", Part.NOT_ASSESSED),
]


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    made = Trust(tmp_path)
    lines = [f"{{{number}}},Quill{number},Pat,6,{r},{w},{m}" for number, r, w, m, _ in PUPILS]
    made.accepted(OAKFIELD, AUTUMN_1, HEADINGS, *lines)
    return made


def test_every_pupil_is_in_one_part(trust: Trust) -> None:
    found = rwm_apart(published(trust.folder), HEAD, OAKFIELD, AUTUMN_1, Kind.PREDICTED, 6)
    assert found.pupils == {part: sum(one[-1] is part for one in PUPILS) for part in Part}
    assert (found.on_roll, found.assessed, found.by_one) == (9, 8, 4)
    assert summary(found) == (
        "2 of 9 meet all three. 4 miss it by one subject alone: 2 by writing, 1 by reading and 1 by maths. "
        "1 misses two subjects and 1 misses all three. 1 is not assessed in all three."
    )


def test_the_pupils_of_each_part_are_those(trust: Trust) -> None:
    figures = published(trust.folder)
    for part in Part:
        lines = pupils_of_part(figures, HEAD, OAKFIELD, AUTUMN_1, Kind.PREDICTED, 6, part)
        assert [one.surname for one in lines] == [f"Quill{one[0]}" for one in PUPILS if one[-1] is part]


def test_of_every_mixture_of_judgements_the_subjects_missed_are_counted() -> None:
    for judgements in product([*Judgement, None], repeat=3):
        missed = sum(one in (Judgement.PKS, Judgement.WTS) for one in judgements)
        part = part_of(judgements)
        if None in judgements:
            assert part is Part.NOT_ASSESSED
        else:
            assert missed == {Part.ALL_THREE: 0, Part.BY_TWO: 2, Part.BY_THREE: 3}.get(part, 1)


def test_who_meets_all_three_is_who_rwm_counts(small_folder: DataFolder) -> None:
    figures = published(small_folder)
    looked_at = 0
    for kind in (Kind.CURRENT, Kind.PREDICTED):
        for year_group, schools in ((6, YEAR_6), (5, YEAR_5)):
            for urn in schools:
                found = rwm_apart(figures, CEO, urn, SMALL_AUTUMN_1, kind, year_group)
                (rwm,) = headline_figures(
                    figures, CEO, SMALL_AUTUMN_1, kind, year_group, measures=["rwm_expected"], school_urn=urn
                )
                held = (found.pupils[Part.ALL_THREE], found.on_roll, found.assessed)
                assert held == (rwm.numerator or 0, rwm.denominator or 0, rwm.assessed or 0)
                looked_at += found.on_roll
    assert looked_at == 2 * (12 + 30 + 8)


def test_a_school_without_a_return_has_nobody(trust: Trust) -> None:
    found = rwm_apart(published(trust.folder), CEO, ELM_GROVE, AUTUMN_1, Kind.PREDICTED, 6)
    assert (found.on_roll, found.assessed) == (0, 0)
    assert apart_table("Nobody", found, "?").rows[0][1:] == (0, None)


def test_one_subject_alone_is_said_plainly() -> None:
    pupils = dict.fromkeys(Part, 0) | {Part.ALL_THREE: 3, Part.NOT_MATHS: 1}
    assert summary(Apart(pupils=pupils)) == "3 of 4 meet all three. 1 misses it by maths alone."


def test_a_part_that_nobody_is_in_is_no_door() -> None:
    lines = [PartLine(label="Miss two", pupils=0, href="school?part=two")]
    assert "<a " not in parts_html(lines, 30, label="Parts")
    lines = [PartLine(label="Miss two", pupils=3, href="school?part=two")]
    assert 'aria-label="Miss two: 3 of 30. Show these pupils."' in parts_html(lines, 30, label="Parts")


@pytest.mark.parametrize(
    "scope",
    [scope_for(Role.BOARD), scope_for(Role.HEAD, [ELM_GROVE]), as_audience(CEO, "board")],
    ids=["board", "other head", "CEO as board"],
)
def test_it_is_not_for_those_outside_the_school(scope: Scope, trust: Trust) -> None:
    figures = published(trust.folder)
    with pytest.raises(AccessDenied):
        rwm_apart(figures, scope, OAKFIELD, AUTUMN_1, Kind.PREDICTED, 6)
    with pytest.raises(AccessDenied):
        pupils_of_part(figures, scope, OAKFIELD, AUTUMN_1, Kind.PREDICTED, 6, Part.ALL_THREE)

"""What stands out in a school: every rule with the sentence that it says, and when it says nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from math import hypot
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import foretold_trust
import one_page_trust
import pytest
from conftest import built_once, copied
from one_page_trust import ASH_LANE, ELM_GROVE, NO_TESTS, NOW, OAKFIELD

from dashboard.access import Scope, scope_for
from dashboard.figures import Figure, Shown
from dashboard.findings import Evidence, Finding, Review, Tone
from dashboard.forecast.status import AgainstTarget, Status
from dashboard.intervals import newcombe
from dashboard.queries.gaps import GroupGap, Verdict
from dashboard.queries.mobility import mobility
from dashboard.queries.school_sheet import school_stands_out, year_group_cells
from dashboard.result_figures import Against, Beside, ResultFigure
from dashboard.standing_out import MOST, Material, Point, gap_change, stands_out, without_school
from dashboard.store import open_published
from etl.folder import DataFolder
from etl.half_terms import HalfTerm
from etl.publish.current import Published
from etl.roles import Role
from etl.vocabulary import Kind

NEVER = re.compile(r"fail|bottom|worst|league|deficit|rank|best|poor|weak|nan|none", re.IGNORECASE)
CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)


def finding(year_group: int, tone: Tone, evidence: Evidence = Evidence.MORE_THAN_CHANCE) -> Finding:
    return Finding(
        sentence=f"Writing in Year {year_group} at Elm Grove: said.",
        tone=tone,
        evidence=evidence,
        school_urn=ELM_GROVE,
        year_group=year_group,
        measure="writing_expected",
        weight=1.0,
    )


def material(*findings: Finding, **other: object) -> Material:
    review = Review(
        findings=findings, looked_at=24, stood_out=len(findings), by_chance=1.2, no_clear_change=()
    )
    made = Material(review=review, forecasts={}, results=(), gaps=None, judged=())
    return replace(made, **other)  # type: ignore[arg-type]  # whichever parts a test names


def figure(
    met: int,
    pupils: int,
    *,
    assessed: int | None = None,
    year_group: int | None = 5,
    kind: Kind = Kind.PREDICTED,
    measure: str = "reading_expected",
    shown: Shown = Shown.FULL,
) -> Figure:
    return Figure(
        measure=measure,
        kind=kind,
        half_term=NOW,
        school_urn=ELM_GROVE,
        school="Elm Grove",
        year_group=year_group,
        shown=shown,
        numerator=met,
        denominator=pupils,
        assessed=pupils if assessed is None else assessed,
        percentage=100 * met / pupils,
        low=0.0,
        high=100.0,
    )


def gap(met: int, pupils: int, met_other: int, pupils_other: int) -> GroupGap:
    between, low, high = (100 * float(one) for one in newcombe(met, pupils, met_other, pupils_other))
    sides = [
        figure(one, of, year_group=None, measure="rwm_expected")
        for one, of in ((met, pupils), (met_other, pupils_other))
    ]
    return GroupGap(
        group="disadvantaged",
        label="Disadvantaged and not disadvantaged",
        focus=sides[0],
        other=sides[1],
        verdict=Verdict.MORE_THAN_CHANCE,
        difference=between,
        low=low,
        high=high,
    )


def said(points: tuple[Point, ...]) -> list[str]:
    return [one.sentence for one in points]


# The rules, one by one


def test_a_movement_is_said_only_where_it_is_more_than_chance() -> None:
    held = stands_out(
        material(
            finding(4, Tone.STRENGTH),
            finding(3, Tone.CONCERN, Evidence.WORTH_A_LOOK),
            finding(2, Tone.CONCERN, Evidence.FACT),
        )
    )
    assert said(held.strengths) == ["Writing in Year 4 at Elm Grove: said."]
    assert held.concerns == ()
    assert without_school(held.strengths[0], "Elm Grove").sentence == "Writing in Year 4: said."


def test_a_side_has_at_most_three() -> None:
    held = stands_out(material(*(finding(year, Tone.CONCERN) for year in (1, 2, 3, 4, 5))))
    assert len(held.concerns) == MOST == 3


@pytest.mark.parametrize(
    ("against", "apart", "met", "sentence"),
    [
        (Against.ABOVE, 7, 26, "26 of 30, 7 pupils more than at England's 62 %. Clearly above England."),
        (Against.BELOW, -6, 12, "12 of 30, 6 pupils fewer than at England's 62 %. Clearly below England."),
        (Against.MAY_BE_BELOW, -3, 15, ""),
        (Against.IN_LINE, 0, 19, ""),
        (None, 7, 26, ""),  # England's of another summer
    ],
)
def test_a_result_is_said_where_it_is_clearly_apart_from_england(
    against: Against | None, apart: int, met: int, sentence: str
) -> None:
    result = ResultFigure(
        measure="ks2_reading_expected",
        academic_year="2025/26",
        school_urn=ELM_GROVE,
        shown=Shown.FULL,
        numerator=met,
        denominator=30,
        value=100 * met / 30,
        england=Beside(
            name="England",
            value=62.0,
            academic_year="2025/26",
            coverage="all schools",
            release="final",
            source="DfE",
        ),
        pupils_from=apart,
        against=against,
    )
    held = stands_out(material(results=[result]))
    both = [one.replace("\u202f", " ") for one in said((*held.strengths, *held.concerns))]
    if not sentence:
        assert both == []
        return
    assert both == [f"{result.rule.label}, results of 2025/26: {sentence}"]
    assert bool(held.strengths) == (apart > 0)


def test_a_change_of_the_gap_has_the_interval_of_both_gaps() -> None:
    then, now = gap(20, 60, 90, 120), gap(45, 60, 90, 120)
    change, low, high = gap_change(then, now) or (0.0, 0.0, 0.0)
    # 33.3 % against 75 % a year ago, 75 % against 75 % now: 41.7 points nearer.
    assert change == pytest.approx(41.667, abs=0.001)
    # By hand, Wilson: 20/60 [.2272, .4594], 45/60 [.6277, .8422], 90/120 [.6655, .8188].
    now_below = hypot(75 - 62.77, 81.88 - 75)
    then_above = hypot(45.94 - 33.33, 75 - 66.55)
    assert low == pytest.approx(41.667 - hypot(now_below, then_above), abs=0.05)
    assert low < change < high


def test_a_gap_is_said_to_be_narrower_or_wider_only_beyond_noise() -> None:
    narrower = stands_out(material(gaps=(gap(20, 60, 90, 120), gap(45, 60, 93, 120))))
    assert said(narrower.strengths) == [
        "The gap, Years 1 to 6: 45 of 60 disadvantaged and 93 of 120 not disadvantaged pupils predicted to "
        "be at expected in reading, writing and maths; 3 points apart, 42 points a year ago. Narrower by "
        "more than chance."
    ]
    wider = stands_out(material(gaps=(gap(45, 60, 93, 120), gap(20, 60, 90, 120))))
    assert said(wider.concerns)[0].endswith(
        "42 points apart, 3 points a year ago. Wider by more than chance."
    )
    noise = stands_out(material(gaps=(gap(36, 60, 90, 120), gap(42, 60, 90, 120))))
    assert noise.strengths == noise.concerns == ()
    # The group is ahead: that it comes further ahead, or that others draw level, is no finding.
    for then, now in (
        (gap(40, 60, 70, 120), gap(59, 60, 60, 120)),
        (gap(54, 60, 60, 120), gap(40, 60, 84, 120)),
    ):
        held = stands_out(material(gaps=(then, now)))
        assert held.strengths == held.concerns == ()


def judged(**lacking: int) -> list[Figure]:
    return [
        figure(10, 30, assessed=30 - lacking.get(subject, 0), kind=kind, measure=f"{subject}_expected")
        for kind in (Kind.PREDICTED, Kind.CURRENT)
        for subject in ("reading", "writing", "maths")
    ]


def test_what_is_missing_comes_first_and_what_is_complete_fills_up() -> None:
    lacking = judged(writing=12)[:3] + judged()[3:]
    held = stands_out(material(finding(4, Tone.CONCERN), judged=lacking))
    assert said(held.concerns) == [
        "Predictions still to come: Year 5 (writing, 12 of 30 without). Until then these are counts only.",
        "Writing in Year 4 at Elm Grove: said.",
    ]
    assert held.strengths == ()
    complete = stands_out(material(judged=judged()))
    assert said(complete.strengths) == [
        "Every judgement is in: all 30 pupils are judged and predicted in reading, writing and maths."
    ]
    # One in ten and fewer lacking is neither: no figure hangs on it, and not everybody is judged.
    nearly = stands_out(material(judged=judged(maths=3)))
    assert nearly.strengths == nearly.concerns == ()


def test_nothing_is_said_of_fewer_than_six() -> None:
    few = [figure(1, 5, assessed=1, kind=kind, shown=Shown.COUNT_ONLY) for kind in Kind]
    held = stands_out(material(judged=few))
    assert held.strengths == held.concerns == ()


# Whole schools, by the real queries


@pytest.fixture(scope="module")
def published(shared_by_workers: Path) -> Published:
    return open_published(DataFolder(built_once(shared_by_workers / "one_page", one_page_trust.build)))


def of(published: Published, scope: Scope, urn: int, half_term: HalfTerm = NOW) -> list[str]:
    held = school_stands_out(published, scope, urn, half_term)
    every = said((*held.strengths, *held.concerns))
    assert not [one for one in every if NEVER.search(one)]
    return every


def test_eight_pupils_are_too_few_for_a_finding(published: Published) -> None:
    assert of(published, BOARD, OAKFIELD) == []
    assert of(published, CEO, OAKFIELD) == [
        "Every judgement is in: all 8 pupils are judged and predicted in reading, writing and maths."
    ]


def test_a_school_that_joined_last_term_has_no_past(published: Published) -> None:
    cells = year_group_cells(published, CEO, ELM_GROVE, NOW)
    year_6 = cells[6, "reading_expected"]
    assert (year_6.predicted.numerator, year_6.predicted.denominator) == (20, 30)
    assert year_6.predicted.movement is None
    assert year_6.last_year is not None
    assert year_6.last_year.shown is Shown.NO_DATA
    assert mobility(published, CEO, ELM_GROVE, NOW) is None
    assert of(published, BOARD, ELM_GROVE) == []


def test_half_the_predictions_missing_is_said_to_those_who_see_the_school(published: Published) -> None:
    assert of(published, CEO, ASH_LANE) == [
        "Predictions still to come: Year 5 (reading, 15 of 30 without). Until then these are counts only."
    ]
    assert of(published, BOARD, ASH_LANE) == []


def test_a_year_without_tests_says_nothing_of_results(published: Published) -> None:
    assert of(published, BOARD, ASH_LANE, NO_TESTS) == []
    cells = year_group_cells(published, CEO, ASH_LANE, NO_TESTS)
    national = cells[6, "reading_expected"].predicted.national
    # England's latest before the tests that were not held.
    assert national is not None
    assert national.academic_year == "2018/19"


def test_who_came_and_went_since_september(published: Published) -> None:
    held = mobility(published, CEO, OAKFIELD, NOW)
    assert held is not None
    assert (held.since.name, held.pupils, held.joined, held.left) == ("Autumn 1", 8, 1, 1)
    assert mobility(published, CEO, OAKFIELD, one_page_trust.SEPTEMBER) is None


def test_a_forecast_is_held_against_its_target(shared_by_workers: Path, tmp_path: Path) -> None:
    root = built_once(shared_by_workers / "foretold", foretold_trust.build)
    folder = DataFolder(copied(root, tmp_path / "foretold"))
    trust, half_term = open_published(folder), HalfTerm(2025, 3)
    (unlikely,) = school_stands_out(trust, CEO, OAKFIELD, half_term).concerns[:1]
    assert re.fullmatch(
        r"Reading in Year 6: forecast 1[1-5] of 20 \(likely \d+ to 1\d\), and the target of 90.% needs "
        r"18\. Unlikely as things stand \(not yet calibrated\)\.",
        unlikely.sentence,
    ), unlikely.sentence
    on_track = [one.sentence for one in school_stands_out(trust, CEO, ELM_GROVE, half_term).strengths]
    assert any(one.endswith("needs 6. On track (not yet calibrated).") for one in on_track), on_track
    # From outside a school no forecast is told.
    for scope in (BOARD, scope_for(Role.HEAD, [OAKFIELD])):
        told = school_stands_out(trust, scope, ELM_GROVE, half_term)
        assert "forecast" not in " ".join(said((*told.strengths, *told.concerns)))


def place(mean: float, needed: int, chance: float, status: Status = Status.UNLIKELY) -> Any:
    """A forecast of 57 pupils with its target, no more of it than the rules read."""
    forecast = SimpleNamespace(mean=mean, pupils=57, likely=(24, 36))
    against = AgainstTarget(status=status, pupils_needed=needed, chance=chance)
    return SimpleNamespace(forecast=forecast, against=against, target=SimpleNamespace(basis_points=6400))


def test_a_subject_as_unlikely_as_all_three_is_named_with_them() -> None:
    held = {(6, "rwm_expected"): place(30.1, 37, 0.06), (6, "writing_expected"): place(27.7, 44, 0.01)}
    (point,) = stands_out(material(forecasts=held)).concerns
    assert point.measure == "rwm_expected"
    assert point.sentence.endswith(
        "Unlikely as things stand. So is writing: forecast 28 of 57, and its target needs 44."
    )
    # One that is likelier than all three together, or of another year, explains nothing.
    for other in (
        {(6, "writing_expected"): place(40, 44, 0.09)},
        {(5, "writing_expected"): place(28, 44, 0.01)},
    ):
        points = stands_out(
            material(forecasts={**held, (6, "writing_expected"): place(50, 44, 0.5), **other})
        )
        assert "So is" not in points.concerns[0].sentence

"""What changed, in sentences: what is said, how firmly, and in what company."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builders_published import AUTUMN_1, AUTUMN_2, Rows, met_of, published_from

from dashboard.access import Scope, as_audience, scope_for
from dashboard.figures import Figure, Movement, Shown, TargetMark
from dashboard.findings import Evidence, Review, Tone, school_findings, trust_findings
from dashboard.queries.what_changed import school_review, trust_review
from etl.half_terms import HalfTerm
from etl.roles import Role
from etl.vocabulary import Kind

ELM_GROVE = 910002

NEVER = re.compile(r"fail|bottom|worst|league|deficit|rank|best|poor|weak", re.IGNORECASE)


def moved(before: int, now: int, **other: object) -> Movement:
    """Thirty pupils, of whom so many met the standard before and now; it stands out unless said otherwise."""
    movement = Movement(
        since=AUTUMN_1,
        stayers=30,
        met_before=before,
        met_now=now,
        moved_in=max(0, now - before),
        moved_out=max(0, before - now),
        more_than_noise=True,
        p_value=0.01,
        p_standing_out=0.01,
        worth_a_look=True,
        stands_out=True,
        beside_rest=True,
        look_by_chance=0.02,
    )
    return replace(movement, **other)  # type: ignore[arg-type]  # whichever fields a test names


SUMMER_2 = HalfTerm(2025, 6)


def figure(movement: Movement | None = None, **other: object) -> Figure:
    """Writing in Year 4 at Elm Grove: 21 of 30 judged at expected; against a target, in Summer 2."""
    made = Figure(
        measure="writing_expected",
        kind=Kind.CURRENT,
        half_term=SUMMER_2 if "target" in other else AUTUMN_2,
        school_urn=ELM_GROVE,
        school="Elm Grove",
        year_group=4,
        shown=Shown.FULL,
        numerator=21,
        denominator=30,
        assessed=30,
        percentage=70.0,
        low=52.1,
        high=83.3,
        movement=movement,
    )
    return replace(made, **other)  # type: ignore[arg-type]  # whichever fields a test names


def target(short: int) -> TargetMark:
    return TargetMark(basis_points=7000, pupils_needed=21 + short, pupils_short=short)


def sentences(review: Review) -> list[str]:
    return [one.sentence for one in review.findings]


# Wording


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            figure(moved(24, 21)),
            "Writing in Year 4 at Elm Grove: 21 of 30 expected, 3 fewer than in Autumn 1. "
            "More than chance, beside the rest of the trust.",
        ),
        (
            figure(moved(17, 21, stands_out=False)),
            "Writing in Year 4 at Elm Grove: 21 of 30 expected, 4 more than in Autumn 1. "
            "Worth a look beside the rest of the trust; it could be chance.",
        ),
        (
            figure(moved(24, 20, stayers=28)),
            "Writing in Year 4 at Elm Grove: 21 of 30 expected, 4 fewer than in Autumn 1 "
            "among the 28 who were there both times. More than chance, beside the rest of the trust.",
        ),
        (
            figure(moved(24, 21), kind=Kind.PREDICTED, measure="rwm_higher"),
            "Reading, writing and maths combined in Year 4 at Elm Grove: 21 of 30 predicted to be at greater "
            "depth, 3 fewer than in Autumn 1. More than chance, beside the rest of the trust.",
        ),
        (
            figure(
                moved(1024, 1021, stayers=1430, beside_rest=False),
                school_urn=None,
                school=None,
                numerator=1021,
                denominator=1430,
                assessed=1430,
            ),
            "Writing in Year 4 across the trust: 1,021 of 1,430 expected, 3 fewer than in Autumn 1. "
            "More than chance.",
        ),
        (
            figure(moved(24, 21, stayers=None, p_value=None, same_pupils=False)),
            "Writing in Year 4 at Elm Grove: 21 of 30 expected, 3 fewer than in Autumn 1, counting who "
            "joined and left. More than chance, beside the rest of the trust.",
        ),
        (
            figure(moved(24, 21, beside_rest=False)),
            "Writing in Year 4 at Elm Grove: 21 of 30 expected, 3 fewer than in Autumn 1. More than chance.",
        ),
        (
            figure(target=target(4)),
            "Writing in Year 4 at Elm Grove: 21 of 30 expected, 4 short of the target.",
        ),
        (
            figure(target=target(0)),
            "Writing in Year 4 at Elm Grove: 21 of 30 expected, which meets the target.",
        ),
        (
            figure(target=target(-2)),
            "Writing in Year 4 at Elm Grove: 21 of 30 expected, which meets the target with 2 to spare.",
        ),
    ],
)
def test_a_finding_in_full(said: Figure, sentence: str) -> None:
    assert sentences(trust_findings([said])) == [sentence]


def test_what_goes_well_is_a_strength_and_what_does_not_a_concern() -> None:
    review = trust_findings([figure(moved(17, 21)), figure(moved(24, 21), year_group=5)])
    assert [(one.tone, one.year_group) for one in review.findings] == [(Tone.STRENGTH, 4), (Tone.CONCERN, 5)]
    assert (review.strengths, review.concerns) == (review.findings[:1], review.findings[1:])


# What is left unsaid


@pytest.mark.parametrize(
    "quiet",
    [
        figure(moved(24, 21, worth_a_look=False)),
        figure(moved(21, 21)),
        figure(None),
        figure(moved(24, 21), assessed=26),
        figure(moved(24, 21), shown=Shown.COUNT_ONLY),
        figure(moved(24, 21), shown=Shown.HIDDEN, numerator=None, denominator=None, assessed=None),
        figure(moved(24, 21), year_group=None),
        figure(target=target(1)),
    ],
)
def test_nothing_is_said_of_what_does_not_bear_it(quiet: Figure) -> None:
    assert trust_findings([quiet]).findings == ()


def test_the_quiet_is_said_too() -> None:
    still = moved(21, 21, worth_a_look=False)
    place = {"school_urn": None, "school": None}
    review = trust_findings(
        [
            figure(still, year_group=2, **place),
            figure(still, year_group=6, **place),
            figure(still, year_group=6, measure="maths_expected", **place),
            figure(still),
        ]
    )
    assert review.no_clear_change == (
        "Writing across the trust: no clear change since Autumn 1 in Years 2 and 6.",
        "Maths across the trust: no clear change since Autumn 1 in Year 6.",
    )
    assert school_findings([figure(still)]).no_clear_change == (
        "Writing at Elm Grove: no clear change since Autumn 1 in Year 4.",
    )


def test_how_many_were_looked_at_and_what_chance_alone_would_make_of_them() -> None:
    held = [
        figure(moved(24, 21, worth_a_look=place < 3), year_group=1 + place % 6, school_urn=ELM_GROVE + place)
        for place in range(60)
    ]
    held.append(figure(moved(24, 21, p_value=None, worth_a_look=False)))  # too few to look at
    review = trust_findings(held)
    assert (review.looked_at, review.stood_out) == (60, 3)
    assert review.by_chance == pytest.approx(60 * 0.02)
    assert replace(review, of_the_trust=12).summary.startswith(
        "60 movements were looked at, 12 of them of all schools together. By chance"
    )
    assert review.summary == (
        "60 movements were looked at. By chance alone about 1.2 would be worth a look; 3 are."
    )
    assert trust_findings(held[:1]).summary == (
        "1 movement was looked at. By chance alone hardly any would be worth a look; 1 is."
    )
    # From outside too little is known of who crossed: the most that it may be, one in twenty.
    outside = [
        replace(one, movement=moved(24, 21, p_value=None, same_pupils=False, look_by_chance=None))
        for one in held[:60]
    ]
    assert trust_findings(outside).summary.endswith(
        "By chance alone at most 3 would be worth a look; 60 are."
    )
    assert trust_findings([]).summary.startswith("No movements to look at")


# Company and order


def test_as_many_strengths_as_concerns() -> None:
    rising = [figure(moved(21 - up, 21), year_group=up, school_urn=910010 + up) for up in range(2, 7)]
    review = trust_findings([*rising, figure(moved(24, 21), year_group=1), figure(target=target(5))])
    assert len(review.strengths) == 3
    assert len(review.concerns) == 2


def test_facts_fill_in_where_movements_are_few_but_do_not_outnumber_the_other_side() -> None:
    met = [figure(target=target(-up), year_group=up, school_urn=910010 + up) for up in range(2, 7)]
    review = trust_findings([*met, figure(moved(24, 21), year_group=1)])
    assert [one.evidence for one in review.concerns] == [Evidence.MORE_THAN_CHANCE]
    assert [one.evidence for one in review.strengths] == [Evidence.FACT]


def test_nothing_beyond_chance_is_left_out_for_balance() -> None:
    falling = [
        figure(moved(21 + down, 21), year_group=down, school_urn=910010 + down) for down in range(2, 5)
    ]
    review = trust_findings(falling)
    assert len(review.concerns) == 3
    assert not review.strengths


def test_the_firmest_come_first_then_those_with_most_to_talk_about() -> None:
    review = trust_findings(
        [
            figure(moved(18, 21), year_group=1, school_urn=910011),
            figure(moved(11, 21, stands_out=False), year_group=2, school_urn=910012),
            figure(moved(15, 21), year_group=3, school_urn=910013),
        ]
    )
    assert [one.year_group for one in review.strengths] == [3, 1, 2]


def test_one_finding_a_cohort_and_two_a_school() -> None:
    held = [
        figure(moved(24, 21), year_group=year, measure=measure)
        for year in (1, 2, 3)
        for measure in ("reading_expected", "writing_expected")
    ]
    assert len(trust_findings(held).concerns) == 2
    assert len({one.year_group for one in trust_findings(held).concerns}) == 2
    assert len(school_findings(held).concerns) == 3


# From the published file


def a_trust_with_two_stories(place: Path) -> object:
    """Seven schools that stand still, but one that slips in writing in Year 4 and one that rises in maths."""
    draw = np.random.default_rng(4)
    rows = Rows()
    for urn in range(910001, 910008):
        for year in (3, 4, 5, 6):
            size = int(draw.integers(24, 32))
            met = {subject: int(draw.integers(12, 18)) for subject in ("reading", "writing", "maths")}
            for half_term in (AUTUMN_1, AUTUMN_2):
                now = dict(met)
                if half_term == AUTUMN_2 and (urn, year) == (910002, 4):
                    now["writing"] -= 9
                if half_term == AUTUMN_2 and (urn, year) == (910005, 6):
                    now["maths"] += 8
                rows.cohort(
                    urn, year, half_term, **{name: met_of(size, count) for name, count in now.items()}
                )
    return published_from(rows, place)


@pytest.mark.parametrize("scope", [scope_for(Role.CEO), scope_for(Role.BOARD)], ids=["CEO", "Board"])
def test_the_stories_are_found_and_nothing_else(scope: Scope, tmp_path: Path) -> None:
    published = a_trust_with_two_stories(tmp_path)
    review = trust_review(published, scope, AUTUMN_2, Kind.PREDICTED)
    told = {(one.tone, one.school_urn, one.year_group, one.measure) for one in review.findings}
    assert (Tone.CONCERN, 910002, 4, "writing_expected") in told
    assert (Tone.STRENGTH, 910005, 6, "maths_expected") in told
    assert {one.school_urn for one in review.findings} <= {910002, 910005, None}
    assert not [one for one in sentences(review) if NEVER.search(one)]
    school = school_review(published, scope, 910002, AUTUMN_2, Kind.PREDICTED)
    assert [one.year_group for one in school.concerns] == [4]
    assert school_review(published, scope, 910003, AUTUMN_2, Kind.PREDICTED).findings == ()


def test_what_is_said_to_the_board_rests_on_what_the_board_sees(tmp_path: Path) -> None:
    rows = Rows()
    for urn, size in ((910001, 9), (910002, 30), (910003, 30), (910004, 28)):
        rows.cohort(urn, 6, AUTUMN_1, reading=met_of(size, size - 1), writing=met_of(size, size - 1))
        rows.cohort(urn, 6, AUTUMN_2, reading=met_of(size, 1), writing=met_of(size, size - 1))
    published = published_from(rows, tmp_path)
    board = as_audience(scope_for(Role.DTL), "board")
    assert all(
        one.school_urn != 910001 for one in trust_review(published, board, AUTUMN_2, Kind.PREDICTED).findings
    )
    own = school_review(published, board, 910001, AUTUMN_2, Kind.PREDICTED)
    assert (own.findings, own.looked_at, own.no_clear_change) == ((), 0, ())


def test_a_target_for_the_years_end_says_nothing_of_now() -> None:
    now = figure(target=target(9), half_term=AUTUMN_2)
    assert trust_findings([now]).findings == ()
    assert len(trust_findings([replace(now, kind=Kind.PREDICTED)]).findings) == 1


@pytest.mark.parametrize(("pupils", "said"), [(1, 0), (10, 0), (11, 1)])
def test_of_too_few_pupils_nothing_is_said(pupils: int, said: int) -> None:
    few = figure(target=target(4), kind=Kind.PREDICTED, numerator=1, denominator=pupils, assessed=pupils)
    assert len(trust_findings([few]).findings) == said

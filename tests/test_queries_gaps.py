"""Gaps between pupil groups: what few pupils can show, and what they cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_published import AUTUMN_1, Rows, met_of, published_from

from dashboard.access import AccessDenied, as_audience, scope_for
from dashboard.queries.gaps import Verdict, group_gaps
from etl.roles import Role
from etl.vocabulary import Kind

OAKFIELD, ELM_GROVE = 910001, 910002
CEO, BOARD = scope_for(Role.CEO), scope_for(Role.BOARD)
PREDICTED = Kind.PREDICTED
READING = "reading_expected"


def two_groups(
    urn: int, met: int, pupils: int, met_other: int, others: int, rows: Rows | None = None
) -> Rows:
    """Year 6 with so many disadvantaged pupils, and so many others."""
    return (
        (rows or Rows())
        .cohort(urn, 6, AUTUMN_1, letters="P", reading=met_of(pupils, met))
        .cohort(urn, 6, AUTUMN_1, first=100, reading=met_of(others, met_other))
    )


def disadvantaged(rows: Rows, place: Path, urn: int | None, scope=CEO):  # type: ignore[no-untyped-def]  # one gap
    held = group_gaps(published_from(rows, place), scope, AUTUMN_1, PREDICTED, 6, READING, urn)
    return next(one for one in held if one.group == "disadvantaged")


def test_a_schools_gap_with_what_it_can_bear(tmp_path: Path) -> None:
    gap = disadvantaged(two_groups(OAKFIELD, 6, 12, 14, 18), tmp_path, OAKFIELD)
    assert (gap.difference, gap.low, gap.high) == pytest.approx((-27.7778, -55.7248, 5.9103), abs=1e-3)
    assert gap.verdict is Verdict.COULD_BE_NO_GAP
    assert gap.smallest_shown == pytest.approx(36.1, abs=0.05)
    assert gap.pupils_to_close == 4  # 10 of 12 would be above 14 of 18, 9 below
    assert gap.label == "Disadvantaged and not disadvantaged"


def test_a_gap_beyond_chance(tmp_path: Path) -> None:
    gap = disadvantaged(two_groups(OAKFIELD, 5, 20, 40, 45), tmp_path, OAKFIELD)
    assert gap.verdict is Verdict.MORE_THAN_CHANCE
    assert gap.high is not None
    assert gap.high < 0


@pytest.mark.parametrize(
    ("pupils", "others", "verdict"),
    [
        (10, 30, Verdict.TOO_FEW),
        (30, 10, Verdict.TOO_FEW),
        (11, 30, Verdict.COULD_BE_NO_GAP),
        (0, 30, Verdict.NO_DATA),
    ],
)
def test_fewer_than_eleven_are_not_compared(
    tmp_path: Path, pupils: int, others: int, verdict: Verdict
) -> None:
    rows = Rows().cohort(OAKFIELD, 6, AUTUMN_1, first=100, reading=met_of(others, others // 2))
    if pupils:
        rows.cohort(OAKFIELD, 6, AUTUMN_1, letters="P", reading=met_of(pupils, pupils // 2))
    gap = disadvantaged(rows, tmp_path, OAKFIELD)
    assert gap.verdict is verdict
    assert (gap.difference is None) is (verdict is not Verdict.COULD_BE_NO_GAP)


def test_the_trusts_gap_is_within_its_schools(tmp_path: Path) -> None:
    # At both schools the groups do alike; the disadvantaged go where everybody does worse.
    rows = two_groups(OAKFIELD, 8, 40, 4, 20)
    rows = two_groups(ELM_GROVE, 16, 20, 48, 60, rows)
    gap = disadvantaged(rows, tmp_path, None)
    assert gap.within_schools
    assert gap.pooled == pytest.approx(100 * (24 / 60 - 52 / 80))
    assert gap.difference == pytest.approx(0, abs=1e-9)
    assert gap.verdict is Verdict.COULD_BE_NO_GAP


def test_the_board_gets_the_trusts_gap_in_whole_points_and_no_schools(tmp_path: Path) -> None:
    rows = Rows()
    for place, met in enumerate((11, 15, 13)):
        two_groups(910001 + place, met, 31, 37, 43, rows)
    gap = disadvantaged(rows, tmp_path, None, BOARD)
    assert gap.verdict is Verdict.MORE_THAN_CHANCE
    assert gap.difference == round(gap.difference)
    (tmp_path / "again").mkdir()
    with pytest.raises(AccessDenied, match="classes and pupil groups"):
        disadvantaged(rows, tmp_path / "again", OAKFIELD, as_audience(CEO, "board"))


def test_a_small_group_of_the_trust_is_hidden_from_the_board(tmp_path: Path) -> None:
    rows = Rows()
    for urn in (910001, 910002, 910003):
        two_groups(urn, 1, 1, 20, 40, rows)
    gap = disadvantaged(rows, tmp_path, None, BOARD)
    assert gap.verdict is Verdict.HIDDEN
    assert gap.focus.numerator is gap.other.numerator is gap.difference is None

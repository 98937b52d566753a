"""Whether stated chances came true, in a sentence."""

from __future__ import annotations

from dashboard.forecast.accuracy import CalibrationPoint
from dashboard.sections.ledger_chances import held_words


def point(stated: float, came_true: int, forecasts: int, low: float, high: float) -> CalibrationPoint:
    return CalibrationPoint(
        stated=stated,
        observed=came_true / forecasts,
        low=low,
        high=high,
        came_true=came_true,
        forecasts=forecasts,
    )


def test_the_question_is_answered_and_what_strayed_is_named() -> None:
    held, high = point(0.5, 10, 20, 0.3, 0.7), point(0.87, 17, 25, 0.48, 0.83)
    assert held_words([held, held]) == "Yes: every chance that was given held."
    assert held_words([held]) == "Yes: the chance that was given held."
    assert held_words([held, high, point(0.35, 20, 39, 0.36, 0.66)]) == (
        "1 of 3 chances held. Of those given 87\u202f%, 17 of 25 made it: fewer than said. "
        "Of those given 35\u202f%, 20 of 39 made it: more than said."
    )
    assert held_words([]) == "No chance was given to 6 pupils or more."

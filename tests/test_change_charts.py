"""The chart of changes: what is said and shown of a row, and which row comes first."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import theme
from dashboard.charts.changes import Row, Strength, changes_alt, changes_chart, sentence
from dashboard.early_warning.of_forecast import ForecastStep
from dashboard.figures import Movement
from dashboard.queries.paired_predictions import Change, Changes, PlaceChange
from dashboard.sections.changed import drawn, sentences
from dashboard.sections.forecast_moves import forecast_moves_table, move_words
from etl.half_terms import HalfTerm

OAKFIELD, ELM_GROVE, ASH_LANE = 910001, 910002, 910003
LOOK = theme.look_named("light")


def change(into: int, out: int) -> Change:
    """30 pupils of whom 15 met it, all of whom stayed."""
    return Change(
        pupils_before=30,
        met_before=15,
        pupils_now=30,
        met_now=15 + into - out,
        stayers=30,
        stayers_met_before=15,
        stayers_met_now=15 + into - out,
        predicted_both=30,
        moved_in=into,
        moved_out=out,
        predicted_before=30,
        predicted_now=30,
    )


def row(into: int, out: int, strength: Strength) -> Row:
    return Row(label="Oakfield", change=change(into, out), strength=strength, verdict="As said.")


def line_colour(chart: Any) -> str:
    return next(one.line.color for one in chart.data if one.mode == "lines")


@pytest.mark.parametrize(
    ("into", "out", "strength", "told", "colour"),
    [
        (1, 9, Strength.FIRM, "▼ more than chance", LOOK.down),
        (9, 1, Strength.FIRM, "▲ more than chance", LOOK.up),
        (1, 7, Strength.LOOK, "▽ worth a look", LOOK.down),
        (7, 1, Strength.LOOK, "△ worth a look", LOOK.up),
        (1, 2, Strength.CHANCE, "could be chance", LOOK.other),
        (0, 2, Strength.UNJUDGED, "too few to say whether it is chance", LOOK.other),
    ],
)
def test_colour_is_for_what_may_be_more_than_chance(
    into: int, out: int, strength: Strength, told: str, colour: str
) -> None:
    one = row(into, out, strength)
    chart = changes_chart([one], LOOK)
    assert told in [note.text for note in chart.layout.annotations]
    assert line_colour(chart) == colour
    assert changes_alt([one]).endswith("As said.")


@pytest.mark.parametrize(
    ("then", "now", "stayed", "said"),
    [
        # (met, pupils) at either end, and of those who stayed how many met it then and now, of how many.
        (
            (12, 15),
            (11, 15),
            (12, 11, 15),
            "12 of 15 then, 11 of 15 now: 7 points down. The 15 who stayed moved it down 7 points. Nobody "
            "left or joined.",
        ),
        (
            (10, 20),
            (10, 20),
            (10, 10, 20),
            "10 of 20 then, 10 of 20 now: no change in points. The 20 who stayed made next to no difference. "
            "Nobody left or joined.",
        ),
        (
            (10, 20),
            (10, 19),
            (10, 10, 19),
            "10 of 20 then, 10 of 19 now: 3 points up. The 1 who left moved it up 3 points. The 19 who "
            "stayed made next to no difference. Nobody joined.",
        ),
    ],
)
def test_what_a_change_is_made_of(
    then: tuple[int, int], now: tuple[int, int], stayed: tuple[int, int, int], said: str
) -> None:
    made = replace(
        change(0, 0),
        met_before=then[0],
        pupils_before=then[1],
        met_now=now[0],
        pupils_now=now[1],
        stayers_met_before=stayed[0],
        stayers_met_now=stayed[1],
        stayers=stayed[2],
    )
    assert sentence(made) == said


def place(urn: int | None, name: str, into: int, out: int, *, firm: bool = False) -> PlaceChange:
    judged = Movement(
        since=HalfTerm(2025, 2),
        stayers=30,
        met_before=15,
        met_now=15 + into - out,
        moved_in=into,
        moved_out=out,
        more_than_noise=firm,
        p_value=0.001 if firm else 0.6,
        worth_a_look=firm,
        stands_out=firm,
    )
    return PlaceChange(school_urn=urn, school=name, change=change(into, out), movement=judged, hide_below=6)


def test_the_chosen_school_leads_and_what_is_more_than_chance_follows() -> None:
    held = Changes(
        measure="writing_expected",
        year_group=6,
        since=HalfTerm(2025, 2),
        until=HalfTerm(2025, 3),
        places=(
            place(ASH_LANE, "Ash Lane", 1, 2),
            place(ELM_GROVE, "Elm Grove", 1, 14, firm=True),
            place(OAKFIELD, "Oakfield", 2, 1),
            place(None, "All schools", 4, 17),
        ),
        compared=(),
    )
    assert [one.label for one in drawn(held, OAKFIELD)] == [
        "Oakfield",
        "Elm Grove",
        "Ash Lane",
        "All schools",
    ]
    said = sentences(held, OAKFIELD)
    assert [one.partition(":")[0] for one in said] == ["Oakfield", "Elm Grove", "All schools"]
    assert said[0].endswith(
        "Of those who stayed, 2 came to meet the standard and 1 no longer does: could be chance."
    )
    assert said[1].endswith(
        "Of those who stayed, 1 came to meet the standard and 14 no longer do: more than chance."
    )


def forecast_of(urn: int | None, mean: float, pupils: int = 59) -> Any:
    return SimpleNamespace(
        school_urn=urn, school="Oakfield", forecast=SimpleNamespace(mean=mean, pupils=pupils), against=None
    )


def test_a_forecasts_move_is_of_those_who_stayed_and_of_what_is_shown() -> None:
    step = ForecastStep(
        school_urn=OAKFIELD, year_group=6, measure="maths_expected", stayers=57, before=39.84, now=39.46
    )
    # Three pupils who joined are no move of the forecast.
    then, now = forecast_of(OAKFIELD, 40.2), forecast_of(OAKFIELD, 43.1, 60)
    assert move_words(then, now, step, 6) == "−0.3 for the 57 who stayed, no more than is ordinary"
    fell = replace(step, now=36.0)
    assert move_words(then, now, fell, 6) == "−3.8 for the 57 who stayed, more than forecasts ordinarily move"
    assert move_words(then, now, replace(step, stayers=5), 6) == "too few to say"
    assert move_words(then, now, step, 60) == "too few to say"
    whole = move_words(forecast_of(None, 235.44), forecast_of(None, 231.56), None, 6)
    assert whole == "−3.8"  # 235.4 and 231.6 stand beside it
    table = forecast_moves_table([(then, now)], {OAKFIELD: step}, 6)
    assert table.rows[0][1:4] == ("40.2 of 59", "43.1 of 60", move_words(then, now, step, 6))

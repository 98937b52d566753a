"""What can be raised, declared once: what is looked at, from where on, on whose authority, in which order.

Doubts about the data come first: a movement of figures that are not right is not worth a conversation.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.early_warning.cusum import ALLOWANCE, LIMIT
from dashboard.forecast.moves import ordinary_move
from dashboard.forecast.status import MISSING_IN
from etl.checks.thresholds import JUMP, UNCHANGED_FROM

MOST_ALIKE = 0.95  # above this share in one band
FEWEST_MISSING = 2  # one child may have come yesterday
FEWEST_JUMPS = 2  # in a school: one alone is a child's own story
BY_CHANCE = 0.053  # the share of forecasts that move so far in made-up trusts when nothing is wrong


@dataclass(frozen=True, kw_only=True)
class AlertKind:
    """`rank` says which kind is listed first. `about_data`: a doubt about the data, no word on attainment.

    `threshold` may name the trust's own, as `{caution_below}`: see `told_from`.
    """

    id: str
    title: str
    looks_at: str
    threshold: str
    source: str
    rank: int
    about_data: bool = False
    on_the_ledger: bool = False  # over years: told there, not among the half-term's alerts

    def told_from(self, caution_below: int) -> str:
        """The threshold in words, with the trust's own number in it."""
        return self.threshold.format(caution_below=caution_below)


MISSING = AlertKind(
    id="missing",
    title="Predictions missing",
    looks_at="pupils on roll without a prediction and without a reason for it, by year group and subject",
    threshold=f"more than 1 in {MISSING_IN}, and at least {FEWEST_MISSING} pupils",
    source="the line above which no forecast is held against its target",
    rank=1,
    about_data=True,
)
ALIKE = AlertKind(
    id="alike",
    title="Everyone alike",
    looks_at="the bands predicted in a year group and subject",
    threshold=(
        f"more than {100 * MOST_ALIKE:.0f}\N{NO-BREAK SPACE}% of {{caution_below}} pupils or more in one band"
    ),
    source="a column filled down by mistake looks like this",
    rank=2,
    about_data=True,
)
UNCHANGED = AlertKind(
    id="unchanged",
    title="Predictions unchanged",
    looks_at="each pupil's prediction now and in the two half-terms of the year before",
    threshold=f"not one changed, of at least {UNCHANGED_FROM} pupils",
    source="predictions carried forward look like this",
    rank=3,
    about_data=True,
)
JUMPS = AlertKind(
    id="jumps",
    title="Jumps",
    looks_at="each pupil's prediction now and in the half-term of the year before",
    threshold=f"{FEWEST_JUMPS} or more pupils of a school {JUMP} bands or more up or down",
    source="the same jump is asked about when a return is loaded",
    rank=4,
    about_data=True,
)
MOVED = AlertKind(
    id="moved",
    title="Predictions moved",
    looks_at="pupils who were there both times and crossed the expected standard, by school, year group and "
    "subject; beside the rest of the trust where pupils of two other schools at least crossed it",
    threshold="by chance in fewer than 1 of 20: worth a look; among all that are looked at together at "
    "most one false flag in ten: more than chance; neither where fewer than five moved across the standard",
    source="Fagerland, Lydersen and Laake 2013; Benjamini and Hochberg 1995",
    rank=5,
)
FORECAST_MOVED = AlertKind(
    id="forecast_moved",
    title="Forecast moved",
    looks_at="the forecast for the Year 6 pupils who were there both times",
    threshold=f"by more than nineteen forecasts in twenty move: {2 * ordinary_move(30):.1f} pupils in 30",
    source="twice an ordinary half-term's movement in made-up trusts",
    rank=6,
)
OVER_YEARS = AlertKind(
    id="over_years",
    title="Predictions over years",
    looks_at="results less their forecasts, year by year, of a school and subject",
    threshold=f"a running sum of {LIMIT:g} standard deviations, less {ALLOWANCE:g} a year",
    source="Page 1954 (CUSUM)",
    rank=7,
    on_the_ledger=True,
)
KINDS = (MISSING, ALIKE, UNCHANGED, JUMPS, MOVED, FORECAST_MOVED, OVER_YEARS)

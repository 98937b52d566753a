"""Results that drifted from their forecasts: a warning wherever such a forecast stands."""

from __future__ import annotations

from dashboard import wording
from dashboard.access import Action, can
from dashboard.queries.forecasts import subjects_of
from dashboard.queries.ledger import OverYears, over_years
from dashboard.view import View
from etl.measures import JUDGEMENT_MEASURES
from etl.vocabulary import Standard


def subject_label(measure: str) -> str:
    return JUDGEMENT_MEASURES[f"{JUDGEMENT_MEASURES[measure].subject}_{Standard.EXPECTED.value}"].label


def place_words(measure: str, one: OverYears) -> str:
    """“writing at Elm Grove”."""
    return f"{wording.in_a_sentence(subject_label(measure))} at {wording.short_school(one.rightness.school)}"


def drift_words(measure: str, one: OverYears) -> str:
    """“Results in writing at Elm Grove have come in below what was forecast …”; else empty."""
    drift = one.against_forecasts
    if not (drift.came_in_low or drift.came_in_high):
        return ""
    way = "below" if drift.came_in_low else "above"
    return (
        f"Results in {place_words(measure, one)} have come in {way} what was forecast by more than chance, "
        "year upon year: what is learnt from earlier years may not hold."
    )


def drifts(view: View, measure: str, year_group: int) -> dict[int, str]:
    """By school what is to be said of a measure and its subjects; of nobody for whoever may not see
    the ledger."""
    if not can(view.scope, Action.SEE_LEDGER):
        return {}
    said: dict[int, list[str]] = {}
    for each in (measure, *subjects_of(measure)):
        for one in over_years(view.published, view.scope, view.half_term.ordinal, each, year_group):
            if words := drift_words(each, one):
                said.setdefault(one.school_urn, []).append(words)
    return {urn: " ".join(words) for urn, words in said.items()}

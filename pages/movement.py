"""Movement: whose prediction changed, what the change is made of, and which pupils to talk about."""

from dashboard import filters, navigation
from dashboard.access import Action
from dashboard.furniture import notes
from dashboard.sections import (
    changed,
    forecast_moves,
    head,
    one_school,
    prediction_quality,
    predictions,
    talk_lists,
)
from dashboard.view import open_view

view = open_view(Action.SEE_FORECASTS)
urn = one_school.chosen_school(view)
names = one_school.seen_whole(view)
measure = predictions.chosen_measure(view)

head.of_the_trust(view, "Movement")
filters.forecast_bar(view.chosen, view.viewer, measure, schools=names, urn=urn)

changed.since_last_half_term(view, measure, urn)
prediction_quality.worth_asking(view)
forecast_moves.then_and_now(view, measure)
talk_lists.of_the_school(view, urn, names[urn], measure)

notes.about_the_figures(navigation.href("about_figures"))

"""Predictions: what the year's end may bring."""

from dashboard import filters, navigation
from dashboard.access import Action
from dashboard.furniture import notes
from dashboard.sections import explanations, head, predictions
from dashboard.view import open_view

view = open_view(Action.SEE_FORECASTS)

head.of_the_trust(view, "Predictions")
filters.forecast_bar(view.chosen, view.viewer, predictions.chosen_measure(view))

predictions.of_the_places(view)
predictions.way_to_the_ledger(view)

notes.about_the_figures(navigation.href("about_figures"))
explanations.open_asked(view)

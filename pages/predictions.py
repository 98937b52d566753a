"""Predictions: what the year's end may bring, and how right predictions have been."""

from dashboard import filters, navigation
from dashboard.access import Action
from dashboard.furniture import notes
from dashboard.sections import head, predictions
from dashboard.view import open_view

view = open_view(Action.SEE_FORECASTS)

head.of_the_trust(view, "Predictions")
filters.forecast_bar(view.chosen, view.viewer, predictions.chosen_measure(view))

predictions.of_the_places(view)
predictions.how_right(view)

notes.about_the_figures(navigation.href("about_figures"))

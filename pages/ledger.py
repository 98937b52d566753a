"""How right predictions were: the ledger of all that was predicted, held against what came of it."""

from dashboard import filters, navigation
from dashboard.access import Action
from dashboard.furniture import notes
from dashboard.sections import explanations, head, ledger, ledger_chances, predictions
from dashboard.view import open_view

view = open_view(Action.SEE_LEDGER)

head.of_the_trust(view, "How right predictions were")
filters.forecast_bar(view.chosen, view.viewer, predictions.chosen_measure(view))

ledger.how_right(view)
ledger.over_the_year(view)
ledger_chances.how_chances_came_true(view)
ledger_chances.year_after_year(view)

notes.about_the_figures(navigation.href("about_figures"))
explanations.open_asked(view)

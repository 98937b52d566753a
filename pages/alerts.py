"""Where to look: the few things of a half-term that are worth attention, and how many chance would give."""

from dashboard import filters, navigation
from dashboard.access import Action
from dashboard.furniture import notes
from dashboard.sections import alerts, head
from dashboard.view import open_view

view = open_view(Action.SEE_FORECASTS)

head.of_the_trust(view, "Where to look")
filters.half_term_bar(view.chosen, view.viewer)

alerts.of_the_half_term(view)

notes.about_the_figures(navigation.href("about_figures"))

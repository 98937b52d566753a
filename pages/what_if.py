"""What if: tick the pupils who might yet secure the standard, see what moves, keep them as a list."""

from dashboard import deeds, filters, navigation
from dashboard.access import Action
from dashboard.furniture import notes
from dashboard.sections import explanations, head, one_school, predictions, what_if
from dashboard.sections.changed import chosen_year_group
from dashboard.view import open_view

view = open_view(Action.SEE_FORECASTS)
urn = one_school.chosen_school(view)
names = one_school.seen_whole(view)
measure = predictions.chosen_measure(view)

head.of_the_trust(view, "What if")
deeds.show_answer()
filters.forecast_bar(view.chosen, view.viewer, measure, schools=names, urn=urn)

what_if.of_the_school(
    view,
    what_if.Cohort(urn=urn, name=names[urn], measure=measure, year_group=chosen_year_group(view)),
)

notes.about_the_figures(navigation.href("about_figures"))
explanations.open_asked(view, urn)

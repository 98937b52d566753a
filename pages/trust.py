"""The Trust Performance Dashboard: what changed, are we on course, where to look."""

from dashboard import filters, navigation
from dashboard.access import Action
from dashboard.furniture import notes
from dashboard.sections import changes, explanations, groups, head, headline, over_time, schools, statutory
from dashboard.view import open_view

view = open_view(Action.SEE_TRUST)

head.of_the_trust(view, "Trust Performance Dashboard")
filters.bar(view.chosen, view.viewer)

changes.in_the_trust(view)
headline.of_the_trust(view)
schools.and_measures(view)
statutory.points_of_the_trust(view)

head.measure_head(view)
schools.one_by_one(view)
over_time.in_every_school(view)
groups.between_groups(view)

notes.about_the_figures(navigation.href("about_figures"))
explanations.open_asked(view)

"""The pupils of a year group or class by name: who stands where, and the way to each pupil's own page."""

from dashboard import navigation
from dashboard.access import Action
from dashboard.class_view import open_class_view
from dashboard.furniture import notes
from dashboard.sections import class_level, pupil_list

view = open_class_view(Action.SEE_PUPILS, whole=True)

pupil_list.head(view)
class_level.bar(view, whole=True)
pupil_list.of_the_chosen(view)

notes.about_the_figures(navigation.href("about_figures"))

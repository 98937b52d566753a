"""One pupil: what was judged and predicted over all half-terms in the trust, and results."""

from dashboard import navigation
from dashboard.access import Action
from dashboard.furniture import notes
from dashboard.sections import next_pupil, one_pupil
from dashboard.view import open_view

view = open_view(Action.SEE_PUPILS)

pupil, upn = one_pupil.open_pupil(view)
one_pupil.head(view, pupil)
next_pupil.next_and_previous(view, upn)
one_pupil.line_over_time(pupil)
one_pupil.results(pupil)
one_pupil.table(view, pupil)

notes.about_the_figures(navigation.href("about_figures"))

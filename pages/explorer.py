"""The Explorer: any figure by anything that it can be told apart by, with views to keep and to send on."""

from dashboard import address, deeds, navigation, this_trust, wording
from dashboard.access import Action
from dashboard.explorer import result_widgets, widgets
from dashboard.explorer.asked import read_asked
from dashboard.explorer.asked_results import is_of_results, read_asked_of_results
from dashboard.furniture import notes
from dashboard.sections import explanations, explored, explored_results, head, saved_views
from dashboard.view import open_view

view, open_now = saved_views.opened(open_view(Action.EXPLORE))
names = this_trust.schools()
short = wording.short_schools(list(names.values()))
written = {urn: short[name] for urn, name in names.items()}

head.of_the_trust(view, "Explorer")
deeds.show_answer()
if open_now is not None:
    notes.note(saved_views.in_words(open_now))

if not is_of_results(address.now()):
    asked = read_asked(address.now(), view.chosen, view.published)
    widgets.bar(view, asked, written)
    saved_views.desk(view, open_now)
    explored.answer(view, asked, written)
elif (of_results := read_asked_of_results(address.now(), view.chosen, view.published)) is not None:
    result_widgets.bar(view, of_results, written)
    saved_views.desk(view, open_now)
    explored_results.answer(view, of_results, written)
else:
    widgets.of_what_figures(results=True)
    explored_results.nothing_held()

notes.about_the_figures(navigation.href("about_figures"))
explanations.open_asked(view)

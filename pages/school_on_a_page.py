"""One school on one printed page: its context, what stands out, its year groups, and its head's reply."""

from dashboard import filters, navigation, this_trust
from dashboard.furniture import notes
from dashboard.sections import explanations, head, reply, sheet, year_groups
from dashboard.view import open_school_view

view, urn = open_school_view()
names = this_trust.schools()

head.of_school(view, urn, names[urn], all_years=True)
filters.sheet_bar(view.chosen, view.viewer, urn, names)

if year_groups.any_figures(view, urn):
    sheet.of_the_school(view, urn, names[urn])
    reply.writing_box(view, urn)
    sheet.numbers_behind(view, urn)
else:
    year_groups.nothing_yet(view, urn, names[urn])

notes.about_the_figures(navigation.href("about_figures"))
explanations.open_asked(view, urn)

"""One school: what changed, its year groups in every headline measure, and one year group more closely."""

from dashboard import filters, navigation, this_trust
from dashboard.furniture import notes
from dashboard.sections import (
    bands,
    beside,
    changes,
    context,
    explanations,
    followed,
    groups,
    head,
    lacking,
    moved,
    over_time,
    pupils,
    reply,
    rwm_apart,
    sheet,
    statutory,
    year_groups,
)
from dashboard.view import open_school_view

view, urn = open_school_view()
names = this_trust.schools()

any_figures = year_groups.any_figures(view, urn)
head.of_school(view, urn, names[urn], all_years=not any_figures)
filters.school_bar(view.chosen, view.viewer, urn, names)
sheet.way_to_it(urn)

if any_figures:
    context.of_school(view, urn)
    changes.in_the_school(view, urn, names[urn])
    year_groups.and_measures(view, urn)
    year_groups.the_chosen_one(view, urn)
    reply.of_the_head(view, urn)
else:
    year_groups.nothing_yet(view, urn, names[urn])
statutory.points_of_school(view, urn)

head.measure_head(view)
over_time.in_one_school(view, urn)
if view.sees_whole(urn):
    followed.up_the_school(view, urn)
    beside.other_schools(view, urn)
    bands.over_the_bands(view, urn)
    rwm_apart.of_the_year_group(view, urn)
    moved.between_half_terms(view, urn)
    groups.between_groups(view, urn)
    year_groups.classes(view, urn)
    lacking.in_the_year_group(view, urn)
    pupils.by_name(view, urn)
else:
    notes.note(notes.WHOLE_SCHOOL_ONLY)

notes.about_the_figures(navigation.href("about_figures"))
explanations.open_asked(view, urn)

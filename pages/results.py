"""Statutory results: where we stand, four years of every measure, schools beside England, as published."""

from dashboard import navigation, results_view
from dashboard.furniture import notes
from dashboard.sections import (
    cohort_looks,
    explanations,
    published_history,
    result_groups,
    result_head,
    result_schools,
    result_years,
    statutory,
)

view = results_view.open_results_view()

result_head.of_results(view)
results_view.bar(view)

if view.academic_year is not None:
    result_schools.in_short(view)
    statutory.tiles_of_year(view)
    result_years.every_measure(view)

if view.measure is None:
    result_head.nothing_yet(view)
else:
    result_head.measure_head(view)
    if view.is_counted:
        result_schools.over_the_years(view)
        cohort_looks.of_the_chosen(view)
        result_schools.beside_one_another(view)
        cohort_looks.by_school(view)
        result_groups.between_groups(view)
    published_history.over_the_years(view)

notes.about_the_figures(navigation.href("about_figures"))
explanations.open_asked(view, view.school_urn)

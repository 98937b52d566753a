"""One class: who is in it, its tiles and its bands, read with the caution that so few pupils ask for."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import filters, formats, this_trust, wording
from dashboard.class_view import ClassView
from dashboard.figures import Figure, Shown
from dashboard.furniture import notes
from dashboard.queries.bands import band_spreads
from dashboard.queries.by_class import whole_class_figures
from dashboard.queries.classes import SchoolClass
from dashboard.queries.headline import headline_figures
from dashboard.sections import bands as spread
from dashboard.sections import head as heads
from dashboard.sections import way
from dashboard.sections.headline import tiles_of
from etl.measures import JUDGEMENT_MEASURES
from etl.vocabulary import Kind

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")
WITHOUT = {Kind.PREDICTED: "a prediction", Kind.CURRENT: "a judgement now", Kind.TARGET: "a target"}


def head(view: ClassView) -> None:
    name = this_trust.schools()[view.urn]
    trail = way.ending_here(way.steps(view.urn, name, view.year_group, view.class_name))
    title = wording.class_title(view.of_class.name) if view.of_class else "Classes"
    heads.within_school(view, view.urn, f"{title}, {wording.short_school(name)}", trail)


def bar(view: ClassView, *, whole: bool) -> None:
    """The controls of every level below a school."""
    filters.class_bar(
        view.chosen,
        view.viewer,
        view.urn,
        this_trust.schools(),
        list(view.classes),
        view.class_name,
        whole=whole,
    )


def no_class(view: ClassView) -> None:
    """Where the year group has none, or its school's sheet names none."""
    notes.empty(
        "No class is named here",
        f"The school's return for {view.half_term} names no class in {wording.cohort(view.year_group)}."
        if _has_pupils(view)
        else f"{wording.cohort(view.year_group)} has nobody on roll in {view.half_term}.",
        link=("See the pupils of the year group", way.pupils_href(view.urn, None, view.year_group)),
    )


def _has_pupils(view: ClassView) -> bool:
    figures = headline_figures(
        view.published,
        view.scope,
        view.half_term,
        view.kind,
        view.year_group,
        measures=view.measures,
        school_urn=view.urn,
    )
    return any(figure.shown is not Shown.NO_DATA for figure in figures)


def tiles(view: ClassView) -> None:
    """The headline measures of everyone in the class; a tile is the way to its pupils."""
    assert view.of_class is not None
    held = view.of_class
    figures = whole_class_figures(
        view.published,
        view.scope,
        view.urn,
        view.half_term,
        view.kind,
        held.name,
        held.only_year,
        view.measures,
    )
    notes.section(f"{wording.class_title(held.name)}, {wording.KIND_WORDS[view.kind]}", caution(held))
    for sentence in (who_is_in(held), lacking_words(figures, view.kind)):
        if sentence:
            notes.note(sentence)
    tiles_of(
        view,
        figures,
        page="school_class",
        urn=view.urn,
        doors=lambda measure: way.pupils_href(view.urn, held.name, view.year_group, measure=measure),
    )


def bands(view: ClassView) -> None:
    assert view.of_class is not None
    held = view.of_class
    spreads = band_spreads(
        view.published, view.scope, view.urn, view.half_term, held.only_year, class_name=held.name
    )
    spread.show_spreads(view, view.urn, spreads, wording.class_title(held.name), held.only_year, held.name)


def who_is_in(held: SchoolClass) -> str:
    """“Class 3/4 holds two year groups: 12 pupils of Year 3 and 14 of Year 4. …”; empty where it is one."""
    if held.only_year is not None:
        return ""
    years = list(held.pupils.items())
    said = [f"{formats.pupils(years[0][1])} of {wording.cohort(years[0][0])}"]
    said += [f"{pupils} of {wording.cohort(year)}" for year, pupils in years[1:]]
    return (
        f"{wording.class_title(held.name)} holds {NUMBERS[len(years)]} year groups: {formats.listed(said)}. "
        "Everything here is of the whole class, each pupil held to what their own year expects."
    )


def caution(held: SchoolClass) -> str:
    """What one pupil more or fewer does to a percentage."""
    points = formats.points(100 / held.on_roll)
    return (
        f"{formats.pupils(held.on_roll)} on roll, so that one pupil is {points}. Classes this small differ "
        "by chance alone: read them with the pupils in mind."
    )


def lacking_words(figures: Sequence[Figure], kind: Kind) -> str:
    """“Without a prediction: 1 in writing and 2 in maths; each counts as not meeting the standard.”"""
    said = {}
    for figure in figures:
        subject = JUDGEMENT_MEASURES[figure.measure].subject
        if figure.assessed is not None and figure.denominator is not None and subject != "rwm":
            said[subject] = figure.denominator - figure.assessed
    lacking = [f"{pupils} in {subject}" for subject, pupils in said.items() if pupils]
    if not lacking:
        return ""
    return f"Without {WITHOUT[kind]}: {formats.listed(lacking)}; each counts as not meeting the standard."

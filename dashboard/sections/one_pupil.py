"""A pupil's own page: bands over all half-terms in the trust, results, and the table of both."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from dashboard import address, formats, navigation, openings, theme, this_trust, wording
from dashboard.access import AccessDenied, Action, can
from dashboard.charts import one_pupil as charts
from dashboard.exports import Table
from dashboard.furniture import behind, header, notes
from dashboard.furniture.half_term_rows import HalfTermRow, Stay, half_term_rows
from dashboard.furniture.pupil_rows import BandMark
from dashboard.queries.one_pupil import OnePupil, PupilResult, PupilStep, one_pupil, pupil_at
from dashboard.sections import head as heads
from dashboard.sections import way
from dashboard.sections.pupil_list import groups_of
from dashboard.sections.pupils import log
from dashboard.view import View
from etl.half_terms import parse_academic_year
from etl.record.pupil_addresses import address_key
from etl.results.assessments import SCORES, Assessment, expected_score
from etl.results.codes import CODES, GOALS
from etl.results.columns import subject_label
from etl.vocabulary import RWM_SUBJECTS, Kind, Subject, year_group_label

OPENED = "pupil_opened"  # whose page this visit has opened last
KINDS = (Kind.CURRENT, Kind.PREDICTED)
GOAL_EXPECTED = "2"  # the code of an early learning goal at the expected level
HOW_TO_READ = (
    "Dot and full line: judged then. Ring and dotted line: predicted for that year's end. At each broken "
    "line a new year's expectations began, and nothing is joined over it: to keep the band is to keep pace."
)


def open_pupil(view: View) -> tuple[OnePupil, str]:
    """The pupil whom the address means and their UPN, written down once; stops with a plain word where there
    is none."""
    token = address.now().get(address.PUPIL, "")
    try:
        upn = pupil_at(view.published, view.scope, address_key(this_trust.record()), token)
        pupil = one_pupil(view.published, view.scope, upn)
    except AccessDenied as refused:
        notes.empty("No pupil to show", str(refused), link=("Open the school", navigation.href("school")))
        st.stop()
    this = (token, view.viewer.role.value)
    if openings.opens(OPENED, this):
        log(view, pupil.last.school_urn, "open a pupil's page", _year(pupil.last), pupil.last.half_term)
    return pupil, upn


def head(view: View, pupil: OnePupil) -> None:
    header.page_header(
        pupil.name,
        trail=[*_way_back(view, pupil), (pupil.name, None)],
        lead=" ".join([where_now(pupil), *_groups(pupil)]),
        remark=heads.SAMPLE if this_trust.is_sample() else "",
    )
    for sentence in listed_twice(pupil):
        notes.note(sentence)
    if len(stays := schools_attended(pupil)) > 1:
        notes.note(f"In {len(stays)} of our schools: {'; '.join(stays)}.")


def _way_back(view: View, pupil: OnePupil) -> way.Trail:
    """To the class where the pupil was in the chosen half-term, as far as its names are for whoever looks."""
    then = next((step for step in pupil.steps if step.half_term == view.half_term), None)
    if then is None or not can(view.scope, Action.SEE_PUPILS, then.school_urn):
        then = pupil.last
    half_term = {address.HALF_TERM: then.half_term.slug}
    trail = way.steps(then.school_urn, then.school, then.year_group, then.class_name, **half_term)
    return [
        *trail,
        ("Pupils", way.pupils_href(then.school_urn, then.class_name, then.year_group, **half_term)),
    ]


def where_now(pupil: OnePupil) -> str:
    """“Year 4, class 4B, at Elm Grove Primary School in 2026/27 Autumn 1.”"""
    last = pupil.last
    of_class = f", {wording.class_words(last.class_name)}," if last.class_name else ""
    place = f"{_year(last)}{of_class} at {last.school} in {last.half_term}."
    return place if pupil.on_roll_now else f"On no roll of ours now. Last {place[:1].lower()}{place[1:]}"


def listed_twice(pupil: OnePupil) -> list[str]:
    """What to know while two of our schools list the pupil; nothing where one does."""
    if pupil.only_own:
        return [
            "Shown is what your own school returned. What our other schools hold joins it once none of them "
            "lists this pupil any more."
        ]
    if pupil.also_listed_by:
        return [
            f"Also listed by {formats.listed(list(pupil.also_listed_by))}: what was returned there since "
            "is left out here until one of the schools no longer lists them. Ask both if it is one child."
        ]
    return []


def _groups(pupil: OnePupil) -> list[str]:
    held = groups_of(pupil.sides)
    return [f"{', '.join(held)}."] if held else []


def schools_attended(pupil: OnePupil) -> list[str]:
    """“Oakfield Primary School, 2025/26 Autumn 1 to Spring 2”, in the order of attending."""
    said = []
    for school, group in groupby(pupil.steps, key=lambda step: step.school):
        steps = list(group)
        first, last = steps[0].half_term, steps[-1].half_term
        until = last.name if last.starts == first.starts else str(last)
        said.append(f"{school}, {first}{'' if first == last else f' to {until}'}")
    return said


def line_over_time(pupil: OnePupil) -> None:
    """Small multiples, a subject each; a word where the pupil was never judged."""
    notes.section("Half-term by half-term", HOW_TO_READ)
    if not charts.subjects_of(pupil):
        notes.note("No judgement or prediction in reading, writing or maths has been returned yet.")
        return
    for sentence in as_things_stand(pupil):
        notes.note(sentence)
    st.plotly_chart(
        charts.one_pupil_chart(pupil, theme.current_look()),
        key="one_pupil",
        theme=None,
        config=theme.PLOTLY_CONFIG,
        alt=charts.one_pupil_alt(pupil),
    )


def as_things_stand(pupil: OnePupil) -> list[str]:
    """“In 2026/27 Autumn 1: reading expected now, greater depth predicted; writing …”"""
    said = []
    for subject in charts.subjects_of(pupil):
        held = [
            f"{judgement.label.lower()} {wording.KIND_BRIEFLY[kind]}"
            for kind in KINDS
            if (judgement := pupil.last.judgement(subject, kind))
        ]
        said.append(f"{subject.value} {', '.join(held) if held else 'not assessed'}")
    return [f"In {pupil.last.half_term}: {'; '.join(said)}."] if said else []


def results(pupil: OnePupil) -> None:
    """Statutory results that are known; nothing where none are."""
    made = results_table(pupil)
    if not made.rows:
        return
    notes.section("Results", "Statutory assessments, as they were sent to us. Not a teacher's judgement.")
    behind.table(made, whole=True)


def results_table(pupil: OnePupil) -> Table:
    """One row a result, oldest first; the early learning goals are counted."""
    goals: dict[str, list[PupilResult]] = {}
    for one in pupil.results:
        if one.subject in GOALS:
            goals.setdefault(one.academic_year, []).append(one)
    rows = [
        (year, Assessment.EYFSP.label, "Early learning goals", _goals_words(held))
        for year, held in goals.items()
    ]
    return Table(
        title="Results",
        columns=("Academic year", "Assessment", "Subject", "Result"),
        rows=(
            *rows,
            *(
                (
                    one.academic_year,
                    Assessment(one.assessment).label,
                    _subject_of(one),
                    result_words(one),
                )
                for one in pupil.results
                if one.subject not in GOALS
            ),
        ),
    )


def _subject_of(one: PupilResult) -> str | None:
    """None where the assessment is called by it."""
    assessment = Assessment(one.assessment)
    named = subject_label(assessment, one.subject)
    return None if named == assessment.label else named


def _goals_words(held: list[PupilResult]) -> str:
    expected = sum(one.outcome == GOAL_EXPECTED for one in held)
    return f"{formats.count_of(expected, len(held))} at the expected level"


def result_words(one: PupilResult) -> str:
    """“Scaled score 104, at the expected standard”, “34 of 40, …”; without a score what the code says."""
    assessment = Assessment(one.assessment)
    meaning = SCORES.get((assessment, one.subject))
    if one.score is not None and meaning is not None:
        scaled = meaning.lowest > 0
        said = f"Scaled score {one.score:g}" if scaled else f"{one.score:g} of {meaning.highest}"
        expected = expected_score(assessment, one.subject, parse_academic_year(one.academic_year))
        if meaning.higher is not None and one.score >= meaning.higher:
            return f"{said}, {'full marks' if expected is None else 'at the higher standard'}"
        if expected is None:
            return said
        return f"{said}, {'at' if one.score >= expected else 'below'} the expected standard"
    known = next(
        (
            code.label
            for code in CODES
            if code.assessment is assessment and one.subject in code.subjects and code.code == one.outcome
        ),
        None,
    )
    return known or one.outcome or formats.NOTHING


def table(view: View, pupil: OnePupil) -> None:
    """What the picture shows, latest first, with downloads of it as one table that are written down."""
    notes.section("Every half-term in the trust", "Latest first. What is no judgement stands as it was sent.")
    made = half_terms_table(pupil)
    half_term_rows(
        stays_of(pupil),
        [subject.label for subject in RWM_SUBJECTS],
        [wording.KIND_BRIEFLY[kind] for kind in KINDS],
        made.title,
    )
    urn = pupil.last.school_urn
    behind.downloads(
        made,
        key="one_pupil",
        file_name=f"{urn}-one-pupil-{pupil.last.half_term.slug}",
        on_download=lambda: log(
            view, urn, "download a pupil's page", _year(pupil.last), pupil.last.half_term
        ),
    )


def stays_of(pupil: OnePupil) -> list[Stay]:
    """The half-terms, latest first, by year, school and class."""
    short = wording.short_schools([step.school for step in pupil.steps])

    def place(step: PupilStep) -> str:
        of_class = f", {wording.class_words(step.class_name)}" if step.class_name else ""
        return f"{step.half_term.academic_year}, {_year(step)} at {short[step.school]}{of_class}"

    return [
        Stay(
            place=said,
            rows=tuple(
                HalfTermRow(
                    name=step.half_term.name,
                    marks=tuple(_band(step, subject, kind) for subject in RWM_SUBJECTS for kind in KINDS),
                )
                for step in steps
            ),
        )
        for said, steps in groupby(reversed(pupil.steps), key=place)
    ]


def _band(step: PupilStep, subject: Subject, kind: Kind) -> BandMark:
    mark = step.marks.get((subject, kind))
    return BandMark(judgement=mark.judgement if mark else None, raw=mark.raw if mark else "")


def half_terms_table(pupil: OnePupil) -> Table:
    """One row a half-term: where the pupil was, and each subject's mark now and predicted."""
    marks = [(subject, kind) for subject in RWM_SUBJECTS for kind in KINDS]
    short = wording.short_schools([step.school for step in pupil.steps])
    return Table(
        title=pupil.name,
        columns=(
            *("Half-term", "School", "Year group", "Class"),
            *(f"{subject.label}, {wording.KIND_BRIEFLY[kind]}" for subject, kind in marks),
        ),
        rows=tuple(
            (
                str(step.half_term),
                short[step.school],
                _year(step),
                step.class_name,
                *(_written(step, subject, kind) for subject, kind in marks),
            )
            for step in reversed(pupil.steps)
        ),
    )


def _written(step: PupilStep, subject: Subject, kind: Kind) -> str | None:
    mark = step.marks.get((subject, kind))
    if mark is None:
        return None
    return str(mark.judgement) if mark.judgement else mark.raw


def _year(step: PupilStep) -> str:
    return year_group_label(step.year_group)

"""Who lacks a judgement, by class and subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dashboard import address, explainable, formats, wording
from dashboard.exports import Explained, Table
from dashboard.furniture import behind, notes
from dashboard.furniture.count_grid import Counted, CountRow, count_grid
from dashboard.queries.lacking import ClassLacking, lacking, pupils_lacking
from dashboard.queries.pupils import PupilLine
from dashboard.sections import explanations, opened
from dashboard.sections.pupils import names_of
from dashboard.view import View
from etl.vocabulary import Kind, Subject

PLACE = "lacking"
TITLE = "Who lacks a judgement"
BLANK = "nothing"


def in_the_year_group(view: View, urn: int) -> None:
    """A sentence, and the grid where anybody lacks one."""
    if view.year_group is None:
        return
    held = lacking(view.published, view.scope, urn, view.half_term, view.kind, view.year_group)
    if not held:
        return
    notes.subsection(
        TITLE,
        f"{wording.cohort(view.year_group)}, {wording.KIND_WORDS[view.kind]}. Whoever is on roll without one "
        "counts as not meeting the standard.",
        place=PLACE,
    )
    notes.note(summary(held))
    if not any(any(one.lacking.values()) for one in held):
        return
    subjects = list(held[0].lacking)
    count_grid(
        _rows(view, urn, held, subjects),
        [(subject.label, "") for subject in subjects],
        caption=f"{TITLE}, {wording.cohort(view.year_group)}",
        first=("Class", ""),
    )
    _list(view, urn, held)
    behind.behind(
        lambda: lacking_table(
            f"{TITLE}, {wording.cohort(view.year_group)}, {view.half_term}",
            held,
            lambda class_name, subject: _explain(view, urn, class_name, subject),
        ),
        key="lacking",
        file_name=f"{urn}-lacking-{view.half_term.slug}",
    )


def summary(held: Sequence[ClassLacking]) -> str:
    """“Of 57 on roll 2 lack one in reading and 1 in maths.”"""
    on_roll = sum(one.on_roll for one in held)
    totals = {subject: _total(held, subject) for subject in held[0].lacking}
    if not any(totals.values()):
        subjects = formats.listed([wording.in_a_sentence(one.label) for one in totals])
        return f"Everyone on roll has one in {subjects}: {formats.pupils(on_roll)}."
    if all(pupils == on_roll for pupils in totals.values()):
        return f"Nobody has one yet: {formats.pupils(on_roll)} on roll."
    said = [
        f"{pupils} in {wording.in_a_sentence(subject.label)}" for subject, pupils in totals.items() if pupils
    ]
    return f"Of {on_roll} on roll, without one: {formats.listed(said)}."


def _total(held: Sequence[ClassLacking], subject: Subject) -> int:
    return sum(one.lacking.get(subject, 0) for one in held)


def _rows(view: View, urn: int, held: Sequence[ClassLacking], subjects: Sequence[Subject]) -> list[CountRow]:
    rows = [
        CountRow(
            label=one.class_name or "No class named",
            note=f"{formats.pupils(one.on_roll)} on roll",
            cells=tuple(
                _cell(view, urn, subject, one.lacking.get(subject, 0), one.class_name, one.on_roll)
                for subject in subjects
            ),
        )
        for one in held
    ]
    on_roll = sum(one.on_roll for one in held)
    everyone = tuple(
        _cell(view, urn, subject, _total(held, subject), None, on_roll, whole=True) for subject in subjects
    )
    if len(held) == 1:
        return [CountRow(label=wording.cohort(view.year_group), note=rows[0].note, cells=everyone)]
    note = f"{formats.pupils(on_roll)} on roll"
    return [*rows, CountRow(label="All classes", note=note, cells=everyone, total=True)]


def _cell(
    view: View,
    urn: int,
    subject: Subject,
    pupils: int,
    class_name: str | None,
    on_roll: int,
    *,
    whole: bool = False,
) -> Counted:
    """A class is opened by its name: those without one are in the list of all."""
    href = None
    if opened.may_open(view, urn) and (whole or class_name is not None):
        href = opened.door_to(urn, PLACE, **{address.LACKING: subject.value, address.CLASS: class_name})
    who = "All classes" if whole else class_name or "No class named"
    said = f"{who}, {wording.in_a_sentence(subject.label)}: {pupils} of {on_roll} without a judgement"
    return Counted(pupils=pupils, said=said, word=f"of {on_roll}", tone="aside", href=href)


def _explain(view: View, urn: int, class_name: str | None, subject: Subject) -> str:
    """Where a class's figure in a subject explains itself: in it the same pupils are not assessed."""
    cohort = (view.kind, view.half_term, urn, view.year_group)
    return explanations.href(explainable.of_cohort(subject, *cohort, by_class=True, class_name=class_name))


def lacking_table(
    title: str, held: Sequence[ClassLacking], explain: Callable[[str | None, Subject], str]
) -> Table:
    """One row a class, with its pupils on roll and those without a judgement in each subject.

    `explain`: where the figure of a class in a subject explains itself.
    """
    subjects = list(held[0].lacking)
    return Table(
        title=title,
        columns=("Class", "On roll", *(f"Without one in {one.label}" for one in subjects)),
        rows=tuple(
            (
                one.class_name,
                one.on_roll,
                *(
                    Explained(one.lacking.get(subject, 0), explain(one.class_name, subject))
                    for subject in subjects
                ),
            )
            for one in held
        ),
    )


def names_table(
    title: str, lines: Sequence[PupilLine], subject: Subject, kind: Kind, names: Mapping[str, str]
) -> Table:
    """One row a pupil: who, and what the return holds in place of a judgement."""
    return Table(
        title=title,
        columns=("Name", "Class", f"The return says, {subject.label}"),
        rows=tuple((names[line.upn], line.class_name, _written(line, subject, kind)) for line in lines),
    )


def _written(line: PupilLine, subject: Subject, kind: Kind) -> str:
    mark = line.marks.get((subject, kind))
    return mark.raw if mark is not None else BLANK


def _list(view: View, urn: int, held: Sequence[ClassLacking]) -> None:
    asked = st.query_params.get(address.LACKING)
    subject = next((one for one in held[0].lacking if one.value == asked and _total(held, one)), None)
    named = st.query_params.get(address.CLASS)
    class_name = next((one.class_name for one in held if one.class_name == named), None)
    name = None
    if subject is not None:
        of_class = f", class {class_name}" if class_name else ""
        name = (
            f"{wording.cohort(view.year_group)}{of_class}, without a judgement in "
            f"{wording.in_a_sentence(subject.label)} ({wording.KIND_BRIEFLY[view.kind]})"
        )

    def make(title: str) -> Table:
        assert subject is not None
        assert view.year_group is not None
        lines = pupils_lacking(
            view.published,
            view.scope,
            urn,
            view.half_term,
            view.kind,
            view.year_group,
            subject,
            class_name,
        )
        return names_table(title, lines, subject, view.kind, names_of(view, lines, address.LACKING, urn))

    opened.pupils_of(
        view,
        urn,
        parameter=address.LACKING,
        list_name=name,
        which=(subject, class_name),
        make=make,
        place=PLACE,
    )


def listed(view: View, urn: int) -> list[PupilLine]:
    """The list that stands open, by its address, for the pages of its pupils."""
    asked = st.query_params.get(address.LACKING)
    subject = next((one for one in Subject if one.value == asked), None)
    if subject is None or view.year_group is None:
        return []
    return pupils_lacking(
        view.published,
        view.scope,
        urn,
        view.half_term,
        view.kind,
        view.year_group,
        subject,
        st.query_params.get(address.CLASS),
    )

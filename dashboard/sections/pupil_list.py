"""The Pupils page: a year group or class by name, what its marks come to, and how each moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard import address, choices, filters, formats, openings, this_trust, wording
from dashboard.class_view import ClassView
from dashboard.exports import Linked, Table
from dashboard.furniture import behind, notes
from dashboard.furniture.pupil_rows import MOVED, BandMark, PupilRow, pupil_rows
from dashboard.queries.pupils import Earlier, PupilLine, Stands, judged_before, pupil_list, stands
from dashboard.sections import head as heads
from dashboard.sections import way
from dashboard.sections.class_level import WITHOUT, who_is_in
from dashboard.sections.pupils import log, names_of
from dashboard.view import View
from etl.groups import ALL, GROUPS
from etl.vocabulary import RWM_SUBJECTS, Judgement, Kind, Standard, Subject

KINDS = (Kind.CURRENT, Kind.PREDICTED)
OPENED = "pupils_opened"  # which list this visit has opened last
EVERYONE = "everyone"
STANDS_WORDS = {
    Kind.PREDICTED: ("Predicted to meet it", "Not predicted to meet it", "Without a prediction"),
    Kind.CURRENT: ("Meet it now", "Do not meet it now", "Not assessed now"),
    Kind.TARGET: ("Target meets it", "Target does not meet it", "Without a target"),
}
# The groups that a row names, and on which side of each.
NAMED_GROUPS = (
    ("disadvantaged", "yes"),
    ("pupil_premium", "yes"),
    ("sen", "K"),
    ("sen", "E"),
    ("eal", "yes"),
)


def head(view: ClassView) -> None:
    name = this_trust.schools()[view.urn]
    trail = [*way.steps(view.urn, name, view.year_group, view.class_name), ("Pupils", None)]
    heads.within_school(view, view.urn, f"Pupils of {_whose(view)}", trail)


def _whose(view: ClassView) -> str:
    if view.of_class is not None:
        return wording.class_words(view.of_class.name)
    return wording.cohort(view.year_group)


def of_the_chosen(view: ClassView) -> None:
    """The list, opened by coming here; a word where neither a year group nor a class is chosen."""
    if view.of_class is None and view.year_group is None:
        notes.note("Choose one year group or class to see its pupils.")
        return
    # A class is listed whole, whichever of its year groups one came from.
    year_group = None if view.of_class else view.year_group
    everyone = pupil_list(view.published, view.scope, view.urn, view.half_term, year_group, view.class_name)
    if not everyone:
        notes.note(f"Nobody is on roll in {_whose(view)} this half-term.")
        return
    _write_down(view)
    if view.of_class and (mixed := who_is_in(view.of_class)):
        notes.note(mixed)
    for sentence in summary(everyone):
        notes.note(sentence)
    lines = _choose(view, everyone)
    notes.subsection(
        f"{formats.pupils(len(lines))} by name",
        f"Everyone on roll in {view.half_term}. This opening is written down."
        if len(lines) == len(everyone)
        else f"Of {len(everyone)} on roll in {view.half_term}. This opening is written down.",
    )
    if not lines:
        notes.note("Nobody here is in what you chose.")
        return
    before = judged_before(view.published, view.scope, view.urn, view.half_term, lines)
    names = names_of(
        view,
        lines,
        address.PUPILS,
        view.urn,
        **{address.YEAR_GROUP: year_group or choices.TOGETHER, address.CLASS: view.class_name},
    )
    mixed_years = len({line.year_group for line in lines}) > 1
    pupil_rows(
        [_row(line, names[line.upn], before, with_year=mixed_years) for line in lines],
        [subject.label for subject in RWM_SUBJECTS],
        [wording.KIND_BRIEFLY[kind] for kind in KINDS],
        f"Pupils of {_whose(view)}",
    )
    notes.footnotes(_how_to_read(view, before, lines, names))
    title = f"Pupils of {_whose(view)}, {view.half_term}"
    behind.downloads(
        list_table(title, lines, names, before),
        key="pupils",
        file_name=f"{view.urn}-pupils-{view.half_term.slug}",
        on_download=lambda: log(view, view.urn, "download a list of pupils", _list_name(view)),
    )


def _write_down(view: ClassView) -> None:
    """Once for each opening: another list is another, the same drawn again or shown in part is not."""
    this = (view.urn, view.half_term.slug, view.year_group, view.class_name, view.viewer.role.value)
    if openings.opens(OPENED, this):
        log(view, view.urn, "open a list of pupils", _list_name(view))


def _list_name(view: ClassView) -> str:
    if view.of_class is None:
        return wording.cohort(view.year_group)
    years = formats.listed([wording.cohort(year) for year in view.of_class.pupils])
    return f"{years}, class {view.of_class.name}"


def summary(lines: Sequence[PupilLine]) -> list[str]:
    """“28 pupils. Predicted to meet the expected standard: 21 in reading …” and who lacks what."""
    said = [f"{formats.pupils(len(lines))}."]
    for kind, words in ((Kind.PREDICTED, "Predicted to meet"), (Kind.CURRENT, "Judged now to meet")):
        if any(line.judgement(subject, kind) for line in lines for subject in RWM_SUBJECTS):
            met = [
                f"{_meeting(lines, f'{subject.value}_expected', kind)} in {subject.value}"
                for subject in RWM_SUBJECTS
            ]
            said.append(
                f"{words} the expected standard: {formats.listed(met)}; "
                f"{_meeting(lines, 'rwm_expected', kind)} in all three."
            )
    lacking = [words for kind in (Kind.PREDICTED, Kind.CURRENT) if (words := _without(lines, kind))]
    return [" ".join(said), *([" ".join(lacking)] if lacking else [])]


def _meeting(lines: Sequence[PupilLine], measure: str, kind: Kind) -> int:
    return sum(stands(line, measure, kind) is Stands.MET for line in lines)


def _without(lines: Sequence[PupilLine], kind: Kind) -> str:
    """“Without a prediction: 1 in writing.”; empty where nobody lacks one."""
    counts = {
        subject: sum(line.judgement(subject, kind) is None for line in lines) for subject in RWM_SUBJECTS
    }
    if not any(counts.values()):
        return ""
    if all(count == len(lines) for count in counts.values()):
        return f"Nobody has {WITHOUT[kind]}."
    said = [f"{count} in {subject.value}" for subject, count in counts.items() if count]
    return f"Without {WITHOUT[kind]}: {formats.listed(said)}."


def _choose(view: ClassView, everyone: Sequence[PupilLine]) -> list[PupilLine]:
    """Those of the group and standing that the address chooses, with the choice of both."""
    chosen = view.chosen
    standing = _asked_standing()
    words = dict(zip(Stands, STANDS_WORDS[view.kind], strict=True))
    with st.container(horizontal=True, key="choices_pupils", vertical_alignment="bottom"):
        filters.pupils(chosen)
        filters.measure(chosen)
        filters.select(
            "Show",
            address.STANDS,
            [EVERYONE, *Stands],
            standing or EVERYONE,
            lambda one: "Everyone" if one == EVERYONE else words[one],
            lambda one: None if one == EVERYONE else str(one.value),
        )
    return _of_the_choice(view, everyone)


def _asked_standing() -> Stands | None:
    asked = st.query_params.get(address.STANDS)
    return next((one for one in Stands if one.value == asked), None)


def _of_the_choice(view: View, everyone: Sequence[PupilLine]) -> list[PupilLine]:
    chosen, standing = view.chosen, _asked_standing()
    return [
        line
        for line in everyone
        if (chosen.group == ALL.id or line.sides[chosen.group] == chosen.group_value)
        and (standing is None or stands(line, chosen.measure, view.kind) is standing)
    ]


def listed(view: View, urn: int) -> list[PupilLine]:
    """The same list by its address, for the pages of its pupils."""
    class_name = st.query_params.get(address.CLASS)
    if class_name is None and view.year_group is None:
        return []
    return _of_the_choice(
        view, pupil_list(view.published, view.scope, urn, view.half_term, view.year_group, class_name)
    )


def groups_of(sides: Mapping[str, str]) -> tuple[str, ...]:
    """The groups that a pupil is said to be in, as the school marks it: those that a list names."""
    return tuple(GROUPS[group].values[side] for group, side in NAMED_GROUPS if sides.get(group) == side)


def _row(line: PupilLine, name: str, before: Earlier, *, with_year: bool) -> PupilRow:
    return PupilRow(
        name=name,
        class_name=line.class_name,
        year=wording.cohort(line.year_group) if with_year else "",
        groups=groups_of(line.sides),
        marks=tuple(_mark(line, subject, kind, before) for subject in RWM_SUBJECTS for kind in KINDS),
    )


def _mark(line: PupilLine, subject: Subject, kind: Kind, before: Earlier) -> BandMark:
    mark = line.marks.get((subject, kind))
    judgement = line.judgement(subject, kind)
    then = before.get((line.upn, subject, kind))
    return BandMark(
        judgement=judgement,
        raw=mark.raw if mark else "",
        moved=_way(then, judgement),
        before=then,
    )


def _way(then: Judgement | None, now: Judgement | None) -> str:
    if then is None or now is None or then is now:
        return ""
    return "up" if now.rank > then.rank else "down"


def _how_to_read(
    view: ClassView, before: Earlier, lines: Sequence[PupilLine], names: Mapping[str, str]
) -> list[str]:
    bands = formats.listed([f"{one.value} {one.label.lower()}" for one in Judgement])
    said = [f"{bands}. The expected standard is {' or '.join(Standard.EXPECTED.met_by)}."]
    if before:
        since = view.half_term.previous
        words = f"{MOVED['up']} up a band or more since {since}, {MOVED['down']} down."
        if since.starts != view.half_term.starts:
            words += (
                " Predictions alone: what is judged now is held to what the new year expects, and then it "
                "was the end of the year before that was predicted."
            )
        said.append(words)
    if any(not isinstance(names[line.upn], Linked) for line in lines):
        said.append("Names without a link: pupils who are not on the roll here now.")
    return said


def list_table(title: str, lines: Sequence[PupilLine], names: Mapping[str, str], before: Earlier) -> Table:
    """One row a pupil, as the page lists them; each mark with its movement since the half-term before."""
    marks = [(subject, kind) for subject in RWM_SUBJECTS for kind in KINDS]
    columns = [
        column
        for subject, kind in marks
        for column in (
            f"{subject.label}, {wording.KIND_BRIEFLY[kind]}",
            f"{subject.label}, {wording.KIND_BRIEFLY[kind]}: moved",
        )
    ]
    return Table(
        title=title,
        columns=("Name", "Year group", "Class", "Groups", *columns),
        rows=tuple(
            (
                names[line.upn],
                wording.cohort(line.year_group),
                line.class_name,
                ", ".join(groups_of(line.sides)) or None,
                *(
                    value
                    for subject, kind in marks
                    for mark in (_mark(line, subject, kind, before),)
                    for value in (mark.judgement or mark.raw or None, mark.moved or None)
                ),
            )
            for line in lines
        ),
    )

"""What stands in a template: the roll as the trust last knew it, and the marks that need no typing again.

Pure: from what stands for a school to the cells of each pupil.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from etl.half_terms import HalfTerm
from etl.reading.marks import Reading, read_mark
from etl.returns.state import ATTRIBUTES, StandingMark, StandingPupil, State
from etl.template.columns import (
    ALWAYS,
    KINDS,
    WHERE_GIVEN,
    WHO,
    Column,
    mark_columns,
    mark_key,
    score_key,
)
from etl.vocabulary import NURSERY, RECEPTION, RWM_SUBJECTS, YEAR_GROUPS, Kind, Subject

Cell = str | int | float | date
# One pupil: what stands under each column, by the column's key. A column without an entry is blank.
Line = Mapping[str, Cell]

# Blank rows for new starters.
ROWS_FOR_STARTERS = 15
LEAST_FOR_RECEPTION = 30  # in the autumn, when a whole Reception is new
ROWS_OF_AN_EMPTY_TEMPLATE = 300


@dataclass(frozen=True, kw_only=True)
class Template:
    """What one school is offered for one half-term.

    `made_from` are the half-terms whose returns the roll was taken from, latest first: the half-term's own
    where it is in, an earlier one for the year groups that it lacks. Empty: nothing was ever returned.
    `moved_up`: the roll, or a part of it, is of an earlier academic year.
    """

    urn: int
    school: str
    half_term: HalfTerm
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    blank_rows: int
    made_from: tuple[HalfTerm, ...]
    moved_up: bool
    record_version: int

    @property
    def corrects(self) -> bool:
        """Whether a return for the half-term is in already, which this template repeats."""
        return self.half_term in self.made_from


def content(
    state: State,
    *,
    urn: int,
    school: str,
    half_term: HalfTerm,
    returned: Collection[HalfTerm],
    learned_marks: dict[str, str],
    record_version: int = 0,
) -> Template:
    """The template of a school from what stands for it.

    `state` covers everything up to the half-term; `returned` are the half-terms that the school has sent
    a return for.
    """
    earlier = max((one for one in returned if one < half_term), default=None)
    own = half_term if half_term in returned else None
    pupils: dict[str, dict[str, Cell]] = {}
    made_from = []
    listed: set[int | None] = set()
    if own is not None:
        made_from.append(own)
        listed = {pupil.year_group for pupil in state.pupils.get(own, {}).values() if pupil.listed}
        for upn, pupil in state.on_roll(own).items():
            pupils[upn] = _who(upn, pupil, years_since=0)
    if earlier is not None:
        years = half_term.starts - earlier.starts
        spoken_for = state.pupils.get(half_term, {})
        more = {
            upn: pupil
            for upn, pupil in _moved_up(state.on_roll(earlier), years).items()
            if upn not in pupils
            and not (upn in spoken_for and spoken_for[upn].listed)
            and (own is None or pupil.year_group not in listed)
        }
        if more or own is None:
            made_from.append(earlier)
        before = sorted((one for one in state.pupils if one <= earlier), reverse=True)
        for upn, pupil in more.items():
            said = [state.pupils[one][upn] for one in before if upn in state.pupils[one]]
            pupils[upn] = _who(upn, _with_what_was_said_before(pupil, said), years_since=years)
    subjects = [*RWM_SUBJECTS, *(one for one in Subject if one not in RWM_SUBJECTS and _sent(state, one))]
    for upn, cells in pupils.items():
        cells.update(_marks(state, half_term, upn, subjects, learned_marks))
    _name_unknowns(pupils)
    scored = [one for one in subjects if _scored(state, one)]
    given = {key for cells in pupils.values() for key in cells}
    columns = (
        *WHO,
        *mark_columns(subjects, scored),
        *ALWAYS,
        *(column for column in WHERE_GIVEN if column.key in given),
    )
    moved_up = bool(made_from) and made_from[-1].starts != half_term.starts
    return Template(
        urn=urn,
        school=school,
        half_term=half_term,
        columns=columns,
        lines=tuple(sorted(pupils.values(), key=_in_order)),
        blank_rows=_blank_rows(pupils.values(), moved_up=moved_up),
        made_from=tuple(made_from),
        moved_up=moved_up,
        record_version=record_version,
    )


def _moved_up(roll: Mapping[str, StandingPupil], years: int) -> dict[str, StandingPupil]:
    """Everyone as many year groups on as academic years have passed; who would be past Year 6 has left."""
    found = {}
    for upn, pupil in roll.items():
        now_in = None if pupil.year_group is None else pupil.year_group + years
        if now_in is None or now_in <= YEAR_GROUPS[-1]:
            found[upn] = StandingPupil(
                now_in, pupil.class_name, pupil.on_roll, pupil.listed, pupil.attributes
            )
    return found


def _with_what_was_said_before(pupil: StandingPupil, said: Sequence[StandingPupil]) -> StandingPupil:
    """The pupil with each detail as it was last given: a sheet without names or flags takes none away."""
    attributes = tuple(
        next((one.known(name) for one in said if one.known(name) is not None), None) for name in ATTRIBUTES
    )
    return StandingPupil(pupil.year_group, pupil.class_name, pupil.on_roll, pupil.listed, attributes)


def _who(upn: str, pupil: StandingPupil, *, years_since: int) -> dict[str, Cell]:
    """A pupil beside their marks. In another academic year the class is blank: most are called anew."""
    cells: dict[str, Cell | None] = {"upn": upn}
    if pupil.year_group is not None:
        cells["year_group"] = year_group_cell(pupil.year_group)
    if not years_since:
        cells["class_name"] = pupil.class_name
    for name in ATTRIBUTES:
        known = pupil.known(name)
        cells[name] = ("Y" if known else "N") if isinstance(known, bool) else known
    return {key: cell for key, cell in cells.items() if cell is not None}


def year_group_cell(year_group: int) -> str | int:
    return "N" if year_group <= NURSERY else "R" if year_group == RECEPTION else year_group


def _name_unknowns(pupils: Mapping[str, dict[str, Cell]]) -> None:
    """Write “?” for what is not known in a column that would hold one mark alone: the blanks of such a
    column are read as no."""
    flags = [column.key for column in (*ALWAYS, *WHERE_GIVEN) if _can_be_unknown(column)]
    for key in flags:
        distinct = {cells[key] for cells in pupils.values() if key in cells}
        if len(distinct) == 1 and distinct != {"N"}:
            for cells in pupils.values():
                cells.setdefault(key, "?")


def _can_be_unknown(column: Column) -> bool:
    return column.choices is not None and "?" in {word for word, _ in column.choices.meanings}


def _marks(
    state: State,
    half_term: HalfTerm,
    upn: str,
    subjects: Sequence[Subject],
    learned_marks: dict[str, str],
) -> dict[str, Cell]:
    """The marks that stand for the half-term; for a prediction that none was made for, the last of the same
    academic year. Another year expects something else, so nothing is carried across the summer."""
    cells: dict[str, Cell] = {}
    since = [HalfTerm(half_term.starts, ordinal) for ordinal in range(half_term.ordinal - 1, 0, -1)]
    for subject in subjects:
        for kind in KINDS:
            stands = state.marks_of(half_term, subject, kind).get(upn)
            if stands is not None:
                word = _word(stands, learned_marks)
                if kind is Kind.CURRENT and stands.score is not None:
                    cells[score_key(subject)] = stands.score
            elif kind is Kind.PREDICTED:
                last = (state.marks_of(one, subject, kind).get(upn) for one in since)
                word = _carried(next((mark for mark in last if mark is not None), None), learned_marks)
            else:
                word = ""
            if word:
                cells[mark_key(subject, kind)] = word
    return cells


def _word(mark: StandingMark, learned_marks: dict[str, str]) -> str:
    """A mark as it is read again as what it is: the school's own word for an absence, where that still
    holds."""
    if mark.judgement is not None:
        return mark.judgement.value
    return mark.without if mark.without and _without(mark, learned_marks).is_row else ""


def _carried(mark: StandingMark | None, learned_marks: dict[str, str]) -> str:
    """A prediction that is repeated: a judgement, or that the pupil is disapplied. An absence is not."""
    if mark is None:
        return ""
    if mark.judgement is None and _without(mark, learned_marks) is not Reading.DISAPPLIED:
        return ""
    return _word(mark, learned_marks)


def _without(mark: StandingMark, learned_marks: dict[str, str]) -> Reading:
    """Why a mark holds no judgement."""
    return read_mark(mark.without or "", None, learned_marks).reading


def _sent(state: State, subject: Subject) -> bool:
    return any((subject.value, kind.value) in marks for marks in state.marks.values() for kind in KINDS)


def _scored(state: State, subject: Subject) -> bool:
    return any(
        mark.score is not None
        for half_term in state.marks
        for mark in state.marks_of(half_term, subject, Kind.CURRENT).values()
    )


def _in_order(cells: Line) -> tuple[object, ...]:
    """Youngest first, as on a roll; within a year group by class and name."""
    years: list[Cell] = [year_group_cell(year) for year in (NURSERY, *YEAR_GROUPS)]
    year = cells.get("year_group")
    place = years.index(year) if year in years else len(years)
    names = (str(cells.get(key, "")).casefold() for key in ("class_name", "surname", "forename", "upn"))
    return (place, *names)


def _blank_rows(pupils: Collection[Line], *, moved_up: bool) -> int:
    if not pupils:
        return ROWS_OF_AN_EMPTY_TEMPLATE
    if not moved_up:
        return ROWS_FOR_STARTERS
    # Who was in Reception is in Year 1 now: as many are likely to come.
    were_reception = sum(cells.get("year_group") == 1 for cells in pupils)
    return max(LEAST_FOR_RECEPTION, were_reception) + ROWS_FOR_STARTERS

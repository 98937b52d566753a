"""Pupils to talk about by name: what was predicted then and now, beside what became of pupils like them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import formats
from dashboard.exports import Table
from dashboard.queries.chances import CohortChances
from dashboard.queries.pupils import Earlier, PupilLine
from dashboard.sections.pupil_list import groups_of
from etl.half_terms import HalfTerm
from etl.measures import MEASURES
from etl.vocabulary import RWM, RWM_SUBJECTS, Kind, Subject


def talk_table(
    title: str,
    lines: Sequence[PupilLine],
    held: CohortChances,
    names: Mapping[str, str],
    before: Earlier,
    measure: str,
    half_term: HalfTerm,
) -> Table:
    """One row a pupil: what was predicted then and now, the judgement now, of pupils like this how many reach
    it, and their groups. Of RWM each subject's predictions. A chance is of a kind of pupil, no verdict."""
    own = MEASURES[measure].subject
    subjects = [one for one in RWM_SUBJECTS if own in (RWM, one.value)]
    chances = dict(zip(held.upns, held.forecast.chances.tolist(), strict=True))
    since = half_term.previous.name
    return Table(
        title=title,
        columns=(
            *("Name", "Class"),
            *(f"{one.label} predicted, {since} → now" for one in subjects),
            *(f"{one.label} judged now" for one in subjects),
            *("Of pupils like this", "Groups"),
        ),
        rows=tuple(
            (
                names[line.upn],
                line.class_name,
                *(_then_and_now(line, one, before) for one in subjects),
                *(line.judgement(one, Kind.CURRENT) for one in subjects),
                None if line.upn not in chances else f"{like_this(chances[line.upn])} reach it",
                ", ".join(groups_of(line.sides)) or None,
            )
            for line in lines
        ),
        notes=("A chance is of pupils with such a prediction and judgement, to the nearest tenth.",),
    )


def _then_and_now(line: PupilLine, subject: Subject, before: Earlier) -> str:
    """“EXS → WTS”."""
    then = before.get((line.upn, subject, Kind.PREDICTED))
    return f"{formats.text(then)} → {formats.text(line.judgement(subject, Kind.PREDICTED))}"


def like_this(chance: float) -> str:
    """“about 4 in 10”; forecasts are no finer."""
    tenths = formats.rounded(10 * chance)
    if tenths == 0:
        return "fewer than 1 in 10"
    return "more than 9 in 10" if tenths == 10 else f"about {tenths} in 10"

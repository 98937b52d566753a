"""How far each school's return is filled in: one row a school, one column a year group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard import formats
from dashboard.furniture.markup import safe, show
from dashboard.queries.filled_in import Filled, YearFilled
from etl.measures import JUDGED_YEARS
from etl.vocabulary import year_group_label

SHAPES = {Filled.COMPLETE: "●", Filled.IN_PART: "◐", Filled.NOTHING: "○"}
LEGEND = (
    "A pupil who is marked as absent or disapplied is not missing a mark. Reception is left out: a school "
    "need not judge it."
)


def grid_html(schools: Mapping[int, str], filled: Mapping[int, Sequence[YearFilled]], *, label: str) -> str:
    """`filled` has no entry for a school whose return is not in. `label`: what the table is of."""
    head = "".join(f'<th scope="col">{safe(year_group_label(year))}</th>' for year in JUDGED_YEARS)
    rows = "".join(
        f'<tr><th scope="row">{safe(name)}</th>{_row_html(filled.get(urn))}</tr>'
        for urn, name in schools.items()
    )
    return (
        f'<div class="drop-grid filled-grid" tabindex="0" role="region" aria-label="{safe(label)}"><table>'
        f'<thead><tr><th scope="col"><span class="unseen">School</span></th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row_html(years: Sequence[YearFilled] | None) -> str:
    if years is None:
        return (
            f'<td class="missing" colspan="{len(JUDGED_YEARS)}"><span class="shape" aria-hidden="true">○'
            "</span> not sent</td>"
        )
    return "".join(_cell_html(year) for year in years)


def _cell_html(year: YearFilled) -> str:
    if year.filled is Filled.NOBODY:
        return f'<td class="later">{formats.NOTHING}<span class="unseen">nobody on roll</span></td>'
    words, *lines = cell_words(year)
    small = "".join(f"<small>{safe(line)}</small>" for line in lines)
    css = "in" if year.filled is Filled.COMPLETE else "missing" if year.filled is Filled.NOTHING else "part"
    return (
        f'<td class="{css}"><span class="shape" aria-hidden="true">{SHAPES[year.filled]}</span> '
        f"{safe(words)}{small}</td>"
    )


def cell_words(year: YearFilled) -> list[str]:
    """What a cell says: how far it is filled in, then, where subjects differ, each that is not complete."""
    match year.filled:
        case Filled.COMPLETE:
            why = [f"{year.said_why} absent or disapplied"] if year.said_why else []
            return ["complete", *why]
        case Filled.NOTHING:
            return ["nothing", f"of {formats.pupils(year.on_roll)}"]
    missing = {one.subject: one.missing for one in year.subjects}
    if len(set(missing.values())) == 1:
        (number,) = set(missing.values())
        return [f"{number} of {year.on_roll} blank"]
    lines = [
        f"{subject.label}: {'nothing' if number == year.on_roll else f'{number} of {year.on_roll} blank'}"
        for subject, number in missing.items()
        if number
    ]
    return ["in part", *lines]


def summary(filled: Mapping[int, Sequence[YearFilled]]) -> str:
    """“38 of 42 year groups are complete.”"""
    years = [year for of_school in filled.values() for year in of_school if year.on_roll]
    complete = sum(year.filled is Filled.COMPLETE for year in years)
    if years and complete == len(years):
        return "Every year group that was sent is complete."
    if len(years) == 1:
        return "The year group that was sent is not complete."
    return f"{complete} of {len(years)} year groups that were sent are complete."


def show_grid(schools: Mapping[int, str], filled: Mapping[int, Sequence[YearFilled]], *, label: str) -> None:
    show(grid_html(schools, filled, label=label))

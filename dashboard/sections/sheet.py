"""A school on one page: drawn as one piece, so that it prints on one sheet of A4."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import exports, formats, navigation, result_wording, wording
from dashboard.figures import Figure, Shown
from dashboard.furniture import behind, notes, range_bar
from dashboard.furniture.markup import door, safe, show
from dashboard.furniture.reply import reply_html
from dashboard.furniture.sheet_table import SheetRow, sheet_table_html
from dashboard.queries.school_sheet import YearGroupCell, latest_results, year_group_cells
from dashboard.result_figures import ResultFigure
from dashboard.sections import changes, explanations, reply, sheet_context
from dashboard.view import View
from etl.vocabulary import YEAR_GROUPS

HOW_TO_READ = "Predicted for the year's end, of everyone on roll. A name leads on, a number explains itself."
FROM_OUTSIDE = (
    "A school's pupil groups, who joined and left, and its forecasts are for its own staff and the trust's "
    "leaders. Changes shown here count who joined and left, so those people may read a slightly other one."
)
NOTHING_BEFORE = "Nothing of this school is held from the same half-term a year before."
PRINT = "Print this page"
POINTS = ("gld", "phonics_y1_met", "mtc_mean", "ks2_rwm_expected")  # a result each

Cells = dict[tuple[int, str], YearGroupCell]


def way_to_it(urn: int) -> None:
    """From the School page: the sheet, and the same with the browser's print dialog."""
    href = navigation.href("school_on_a_page", urn=urn)
    links = [door(href, "School on a page"), door(href, "Print it on one A4", css="prints")]
    show(f'<p class="way-on no-print">{" · ".join(links)}</p>')


def of_the_school(view: View, urn: int, name: str) -> None:
    """The whole sheet, and on the screen a button that prints it."""
    cells = year_group_cells(view.published, view.scope, urn, view.half_term)
    show(
        '<p class="way-on no-print">'
        f"{door(navigation.href('school', urn=urn), 'Look more closely on the School page')} "
        f'<button type="button" class="print">{PRINT}</button></p>'
    )
    show(
        '<article class="one-page">'
        f"{sheet_context.context_html(view, urn)}"
        f"{notes.section_html('What stands out')}{changes.stands_out_html(view, urn, name)}"
        f"{_year_groups(view, urn, cells)}{_results_line(view, urn)}"
        f"{reply_html(reply.held(view, urn), str(view.half_term))}</article>"
    )


def _results_line(view: View, urn: int) -> str:
    held = latest_results(view.published, view.scope, urn, view.half_term)
    # The subjects of key stage 2 stand in the table: in the line only for whoever sees nothing else.
    said = results_words([one for one in held if one.measure in POINTS] or held)
    return f'<p class="sheet-results">{safe(said)}</p>' if said else ""


def results_words(held: Sequence[ResultFigure]) -> str:
    """“Latest results, 2025/26. Good level of development: 61 %, 53 of 87 (England 2024/25: 68 %). …”."""
    said = []
    for one in held:
        if not (counted := result_wording.count(one)):
            continue
        number = counted
        if result_wording.has_value(one):
            number = f"{result_wording.value(one.measure, one.value)}, {counted}"
        england = result_wording.beside(one.measure, one.england, whose=False)
        said.append(f"{one.rule.label}: {number}{f' ({england})' if england else ''}.")
    return f"Latest results, {held[0].academic_year}. {' '.join(said)}" if said else ""


def _year_groups(view: View, urn: int, cells: Cells) -> str:
    rows = _rows(urn, cells)
    columns = [(measure, wording.measure_title(measure)) for measure in _measures(cells)]
    remarks = " ".join(sentence for sentence in footnotes(view, cells) if sentence)
    return (
        f"{notes.section_html('Year groups', HOW_TO_READ)}{range_bar.key_html(marks_in(cells))}"
        f"{sheet_table_html(rows, columns, f'Year groups and measures, {view.half_term}')}"
        f'<p class="sheet-notes">{safe(remarks)}</p>'
    )


def marks_in(cells: Cells) -> list[str]:
    """The marks that the table has, of `range_bar.MARK_WORDS`."""
    held = [cell.predicted for cell in cells.values()]
    target = any(one.target is not None for one in held)
    england = any(one.national is not None for one in held)
    return ["open", "interval", "filled", *(["target"] if target else []), *(["national"] if england else [])]


def _rows(urn: int, cells: Cells) -> list[SheetRow]:
    """Oldest first; a year group that the school does not have, or of which nothing is held, is left out."""
    rows = []
    for year_group in reversed(YEAR_GROUPS):
        theirs = {measure: cell for (year, measure), cell in cells.items() if year == year_group}
        here = [one for cell in theirs.values() for one in (cell.predicted, cell.current)]
        if all(one.shown is Shown.NO_DATA for one in here):
            continue
        on_roll = next((one.denominator for one in here if one.denominator is not None), None)
        rows.append(
            SheetRow(
                label=wording.cohort(year_group),
                note="" if on_roll is None else f"{on_roll:,} on roll",
                cells=theirs,
                href=navigation.href("school", urn=urn, year_group=year_group) + "#year-group",
                explained={
                    measure: explanations.of_figure(cell.predicted) for measure, cell in theirs.items()
                },
            )
        )
    return rows


def _measures(cells: Cells) -> list[str]:
    return list(dict.fromkeys(measure for _, measure in cells))


def footnotes(view: View, cells: Cells) -> list[str]:
    """What the year before and England are here, and what is missing of either."""
    before = [cell.last_year for cell in cells.values() if cell.last_year is not None]
    said = []
    if any(one.shown is not Shown.NO_DATA for one in before):
        then = view.half_term.a_year_before
        said.append(
            f"{then.academic_year} predicted: in {then.name} of that year, of the year group then there, "
            "other children; achieved: the results that they came to."
        )
    else:
        said.append(NOTHING_BEFORE)
    said.append(england_words(cells))
    if not view.sees_whole(next(iter(cells.values())).predicted.school_urn or 0):
        said.append(FROM_OUTSIDE)
    return said


def england_words(cells: Cells) -> str:
    """Of which year England's results are, or that none stands beside Year 6; empty without one."""
    nationals = [cell.predicted.national for cell in cells.values() if cell.predicted.national is not None]
    if nationals:
        years = sorted({one.academic_year for one in nationals})
        return (
            f"England: Year 6 results of {formats.listed(years)}, {nationals[0].coverage}, the latest there "
            "are; other year groups have none."
        )
    if any(year == 6 and cell.predicted.shown is Shown.FULL for (year, _), cell in cells.items()):
        return "No figure for England is published that this Year 6 could be held against."
    return ""


def numbers_behind(view: View, urn: int) -> None:
    """The same as a table and as files: predicted, current, and last year's."""
    cells = year_group_cells(view.published, view.scope, urn, view.half_term)
    behind.behind(
        lambda: exports.figures_table(
            f"School on a page, {view.half_term}", figures_of(cells), explain=explanations.of_figure
        ),
        key="school_on_a_page",
        file_name=f"{urn}-on-a-page-{view.half_term.slug}",
    )


def figures_of(cells: Cells) -> Sequence[Figure]:
    held = [
        figure
        for cell in cells.values()
        for figure in (cell.predicted, cell.current, cell.last_year)
        if figure is not None
    ]
    return [figure for figure in held if figure.shown is not Shown.NO_DATA]

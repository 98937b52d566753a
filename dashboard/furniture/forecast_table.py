"""Forecasts place by place in words, and predicted bands against what they came to."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formats
from dashboard.forecast.status import AgainstTarget
from dashboard.furniture.markup import safe, show
from dashboard.queries.forecasts import PlaceForecast, Rightness
from dashboard.theme import STATUS_LOOKS
from etl.vocabulary import Judgement


def status_html(against: AgainstTarget | None) -> str:
    """The status as a chip with its shape and word, and why there is none."""
    if against is None:
        return '<span class="why">no target set</span>'
    look = STATUS_LOOKS[against.status.look]
    hatched = "" if against.calibrated else " hatched"
    chip = (
        f'<span class="chip{hatched}" style="background-color:{look.fill};color:{look.text}">'
        f'<span aria-hidden="true">{against.status.shape}</span> {safe(against.label)}</span>'
    )
    if against.chance is None:
        return f'{chip} <span class="why">{safe(against.why)}</span>'
    return f'{chip} <span class="why">{safe(chance_words(against.chance))} of meeting it</span>'


def chance_words(chance: float) -> str:
    """“a chance of 3 in 4”, in tenths: forecasts are no finer."""
    tenths = formats.rounded(10 * chance)
    if tenths == 0:
        return "under 1 chance in 10"
    if tenths == 10:
        return "over 9 chances in 10"
    return f"{tenths} {'chance' if tenths == 1 else 'chances'} in 10"


def forecasts_html(places: Sequence[PlaceForecast]) -> str:
    """A real table: on a phone each place stands by itself."""
    heads = ("School", "Predicted", "Forecast", "Target", "As things stand", "Past predictions")
    head = "".join(f'<th scope="col" role="columnheader">{safe(one)}</th>' for one in heads)
    rows = "".join(_row(place) for place in places)
    return (
        '<div class="heat forecasts"><table role="table"><caption class="unseen">Forecasts</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{rows}</tbody>'
        "</table></div>"
    )


def _row(place: PlaceForecast) -> str:
    found = place.forecast
    low, high = found.likely
    target = "–"
    if place.target is not None:
        target = (
            f"{formats.basis_points(place.target.basis_points)}, {formats.pupils(place.target.pupils_needed)}"
        )
    cells = (
        ("Predicted", formats.count_of(found.predicted, found.pupils)),
        ("Forecast", f"{formats.rounded(found.mean)}, plausibly {low} to {high}"),
        ("Target", target),
    )
    made = "".join(
        f'<td role="cell" data-label="{label}"><span>{safe(words)}</span></td>' for label, words in cells
    )
    css = ' class="total"' if place.school_urn is None else ""
    return (
        f'<tr role="row"{css}><th scope="row" role="rowheader">{safe(place.school)}</th>{made}'
        f'<td role="cell" data-label="As things stand"><span>{status_html(place.against)}</span></td>'
        '<td role="cell" data-label="Past predictions">'
        f'<span class="why">{safe(lean_words(place))}</span></td></tr>'
    )


def lean_words(place: PlaceForecast) -> str:
    """“about 2 pupils high, from 3 past years”."""
    record = place.record
    if not record.cohorts or not place.forecast.pupils:
        return "not known yet"
    lean = formats.rounded(record.too_high_in(place.forecast.pupils))
    cohorts = f"from {record.cohorts} past {'cohort' if record.cohorts == 1 else 'cohorts'}"
    if not lean:
        return f"neither high nor low, {cohorts}"
    return f"about {formats.pupils(abs(lean))} {'high' if lean > 0 else 'low'}, {cohorts}"


def matrix_html(held: Rightness) -> str:
    """Predicted bands by what they came to; the diagonal is what was predicted rightly."""
    bands = list(Judgement)
    heads = "".join(
        f'<th scope="col"><abbr title="{safe(one.label)}">{safe(one.value)}</abbr></th>' for one in bands
    )
    rows = []
    for predicted in bands:
        cells = []
        for actual in bands:
            number = int(held.accuracy.matrix[predicted.rank, actual.rank])
            way = "same" if predicted is actual else "down" if actual.rank < predicted.rank else "up"
            cells.append(f'<td class="number {way}">{number if number else "–"}</td>')
        total = int(held.accuracy.matrix[predicted.rank].sum())
        rows.append(
            f'<tr><th scope="row">{safe(predicted.label)}</th>{"".join(cells)}'
            f'<td class="number total">{total}</td></tr>'
        )
    totals = "".join(
        f'<td class="number total">{int(held.accuracy.matrix[:, one.rank].sum())}</td>' for one in bands
    )
    return (
        '<div class="plain-table matrix" tabindex="0" role="region" aria-label="Predicted and achieved">'
        "<table>"
        '<caption class="unseen">Pupils by the band predicted and the band they came to</caption>'
        f'<thead><tr><th scope="col">Predicted, and came to</th>{heads}<th scope="col">All</th></tr></thead>'
        f'<tbody>{"".join(rows)}<tr><th scope="row">All</th>{totals}'
        f'<td class="number total">{held.accuracy.pupils}</td></tr></tbody></table></div>'
    )


def show_forecasts(places: Sequence[PlaceForecast]) -> None:
    show(forecasts_html(places))


def show_matrix(held: Rightness) -> None:
    show(matrix_html(held))

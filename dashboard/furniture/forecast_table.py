"""Forecasts place by place in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import formats
from dashboard.figures import TargetMark
from dashboard.forecast.pooled import YEARS_POOLED
from dashboard.forecast.status import AgainstTarget
from dashboard.forecast.track_record import against_the_lean
from dashboard.furniture.heat_table import explain_label
from dashboard.furniture.markup import door, safe, show
from dashboard.queries.forecasts import PlaceForecast
from dashboard.theme import STATUS_LOOKS


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
    return f'{chip} <span class="why">{safe(formats.chance(against.chance))} of meeting it</span>'


@dataclass(frozen=True, kw_only=True)
class RowDoors:
    """Where a school's row leads; and what is said beneath it, besides why its forecast is not its past's."""

    school: str
    what_if: str
    warning: str = ""


@dataclass(frozen=True, kw_only=True)
class Explained:
    """Where a place's numbers are explained: what is predicted of it, and its forecast."""

    predicted: str
    forecast: str


def row_place(urn: int) -> str:
    """The name of a school's row in addresses."""
    return f"forecast-{urn}"


def forecasts_html(
    places: Sequence[PlaceForecast],
    half_term: str = "",
    doors: Mapping[int, RowDoors] | None = None,
    explained: Mapping[int | None, Explained] | None = None,
) -> str:
    """A real table: on a phone each place stands by itself. `half_term`: “Autumn 1”, whose past predictions
    are meant. `doors` and `explained` are by school, None the trust."""
    told = _lean_told(places)
    heads = ["School", "Predicted", "Forecast", "Target", "As things stand"]
    if told:
        heads.append("Past predictions")
    head = "".join(f'<th scope="col" role="columnheader">{safe(one)}</th>' for one in heads)
    rows = "".join(
        _row(
            place,
            half_term,
            (doors or {}).get(place.school_urn or 0),
            (explained or {}).get(place.school_urn),
            lean_told=told,
        )
        for place in places
    )
    return (
        '<div class="heat forecasts"><table role="table"><caption class="unseen">Forecasts</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{rows}</tbody>'
        "</table></div>"
    )


def _lean_told(places: Sequence[PlaceForecast]) -> bool:
    """Whether how past predictions ran is for whoever looks."""
    return any(place.record is not None for place in places)


def number_html(words: str, href: str | None, what: str) -> str:
    """A number that explains itself, where it can; `what` says which for those who listen."""
    if href is None:
        return f"<span>{safe(words)}</span>"
    return door(href, safe(words), css="explains", label=explain_label(f"{what}: {words}"))


def forecast_words(place: PlaceForecast) -> str:
    """“41, likely 37 to 45”."""
    low, high = place.forecast.likely
    return f"{formats.rounded(place.forecast.mean)}, likely {low} to {high}"


def _row(
    place: PlaceForecast,
    half_term: str,
    doors: RowDoors | None,
    explained: Explained | None,
    *,
    lean_told: bool,
) -> str:
    found = place.forecast
    target = "–"
    if place.target is not None:
        target = target_words(place.target, found.pupils)
    cells = (
        (
            "Predicted",
            formats.count_of(found.predicted, found.pupils),
            explained.predicted if explained else None,
        ),
        ("Forecast", forecast_words(place), explained.forecast if explained else None),
        ("Target", target, None),
    )
    made = "".join(
        f'<td role="cell" data-label="{label}">'
        f"{number_html(words, href, f'{place.school}, {label.lower()}')}</td>"
        for label, words, href in cells
    )
    lean = (
        '<td role="cell" data-label="Past predictions">'
        f'<span class="why">{safe(lean_words(place, half_term))}</span></td>'
        if lean_told
        else ""
    )
    css = ' class="total"' if place.school_urn is None else ""
    name, stands = safe(place.school), status_html(place.against)
    if doors is not None:
        name = door(doors.school, name)
        stands += f" {door(doors.what_if, 'What if')}"
        css += f' id="{row_place(place.school_urn or 0)}"'
    return (
        f'<tr role="row"{css}><th scope="row" role="rowheader">{name}</th>{made}'
        f'<td role="cell" data-label="As things stand"><span>{stands}</span></td>'
        f"{lean}</tr>{_remarks(place, doors, 6 if lean_told else 5)}"
    )


def _remarks(place: PlaceForecast, doors: RowDoors | None, columns: int) -> str:
    """Beneath a place's row, as wide as the table: in a column they would make it the tallest of all."""
    said = [against_the_lean(place.forecast, place.record), doors.warning if doors else ""]
    held = "".join(f'<span class="why">{safe(one)}</span>' for one in said if one)
    if not held:
        return ""
    return f'<tr role="row" class="remarks"><td role="cell" colspan="{columns}">{held}</td></tr>'


def target_words(target: TargetMark, pupils: int) -> str:
    """“67 %: needs 11 of 15 (10 is 66.7 %)”: the last where one pupil fewer would look like the target."""
    share = formats.basis_points(target.basis_points)
    said = f"{share}: needs {formats.count_of(target.pupils_needed, pupils)}"
    fewer = target.pupils_needed - 1
    if (
        pupils
        and fewer > 0
        and formats.percent(100 * fewer / pupils) == formats.percent(target.basis_points / 100)
    ):
        said += f" ({fewer} is {100 * fewer / pupils:.1f}{formats.THIN}%)"
    return said


def lean_words(place: PlaceForecast, half_term: str = "") -> str:
    """“in Autumn 1 about 2 in 57 too high (3 past cohorts)”."""
    record = place.record
    if record is None or not record.cohorts or not place.forecast.pupils:
        return "not known yet"
    if not record.enough:
        return f"too few years to say ({YEARS_POOLED} are needed)"
    lean = formats.rounded(record.too_high_in(place.forecast.pupils))
    cohorts = f"({record.cohorts} past cohorts)"
    when = f"in {half_term} " if half_term else ""
    if not lean:
        return f"{when}neither too high nor too low {cohorts}"
    way = "high" if lean > 0 else "low"
    return f"{when}about {abs(lean)} in {place.forecast.pupils} too {way} {cohorts}"


def show_forecasts(
    places: Sequence[PlaceForecast],
    half_term: str = "",
    doors: Mapping[int, RowDoors] | None = None,
    explained: Mapping[int | None, Explained] | None = None,
) -> None:
    show(forecasts_html(places, half_term, doors, explained))

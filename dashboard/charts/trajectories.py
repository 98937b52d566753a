"""One measure over half-terms for one place: a small chart, meant to stand among others like it.

Read it for the way a year goes: whether the line moves by more than its band, and how it stands to the
target at the year's end. Each academic year is other children, so years are not joined; a half-term
without a figure is a gap. Charts that stand together share one scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import formats, theme, wording
from dashboard.charts.drawing import drawing
from dashboard.charts.intervals import dot, wrapped
from dashboard.figures import Figure
from etl.half_terms import HalfTerm
from etl.vocabulary import Kind

HEIGHT = 170
# Half-terms of a year stand one apart; years a little further, so that they read as years.
YEAR_STRIDE = 7.0
BESIDE_TARGET = 4  # from this half-term on a dot stands under the words at the target's bar
ALONE = 0.4  # half the width of a half-term that stands alone, as the first of a year does
LABEL_ROOM = 14  # points of height within which the words of dot and bar would meet


def position(half_term: HalfTerm, first_year: int) -> float:
    return (half_term.starts - first_year) * YEAR_STRIDE + half_term.ordinal


def trajectory_chart(
    figures: Sequence[Figure],
    look: theme.Look,
    *,
    years: Sequence[int],
    reference: Sequence[Figure] = (),
    lowest: int = 0,
    height: int = HEIGHT,
    labelled: bool = False,
) -> go.Figure:
    """The figures of one place, with the trust's as a quiet reference.

    `years` are the calendar years in which the academic years to draw start, without a break; they
    set the width, so that charts side by side line up. `lowest` is where the scale begins, the same
    for all that stand together: see `common_floor`. `labelled` names the trust's line and the target where
    they are drawn: for a chart that stands alone.
    """
    first = min(years, default=0)
    latest_year = max((one.half_term.starts for one in figures if wording.has_percentage(one)), default=None)
    data: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    for year in years:
        middle = (year - first) * YEAR_STRIDE + 3.5
        label = f"{year % 100}/{(year + 1) % 100:02d}" if len(years) > 2 else f"{year}/{(year + 1) % 100:02d}"
        notes.append(
            {**_note(label, x=middle, y=0, colour=look.quiet, anchor="center", valign="top"), "yref": "paper"}
        )
        if year > first:
            edge = (year - first) * YEAR_STRIDE
            shapes.append(
                {
                    "type": "line",
                    "x0": edge,
                    "x1": edge,
                    "yref": "paper",
                    "y0": 0,
                    "y1": 1,
                    "line": {"color": look.rule, "width": 1},
                }
            )
    for year in years:
        ours, theirs = _of_year(figures, year), _of_year(reference, year)
        data += _bands(ours, first, look)
        # Over the band, or it could not be seen, and under the line that the chart is about.
        if theirs:
            data.append(_line(theirs, first, look.national, width=1.5, dash="solid"))
        if not ours:
            continue
        dash = "dot" if ours[0].kind is Kind.PREDICTED else "solid"
        data.append(_line(ours, first, look.accent, width=2.25, dash=dash))
        data.append(_dots(ours, first, look, latest=year == latest_year))
        target = next((one.target for one in reversed(ours) if one.target), None)
        if target is not None:
            end = (year - first) * YEAR_STRIDE + 6
            level = target.basis_points / 100
            shapes.append(
                {
                    "type": "line",
                    "x0": end - 0.1,
                    "x1": end + 0.9,
                    "y0": level,
                    "y1": level,
                    "line": {"color": look.target, "width": 2.5},
                }
            )
    if labelled:
        notes += _labels(figures, reference, first, look)
    drawn = [figure for figure in figures if wording.has_percentage(figure)]
    if drawn:
        newest = max(drawn, key=lambda one: one.half_term)
        trusts = next((one.percentage for one in reference if one.half_term == newest.half_term), None)
        notes.append(_last_label(newest, first, look, trusts))
    layout = theme.layout(
        look,
        height=height,
        margin={"l": 40, "r": 6, "t": 10, "b": 22},
        xaxis={
            "range": [0, len(years) * YEAR_STRIDE + 0.2],
            "visible": False,
            "fixedrange": True,
        },
        yaxis={
            "range": [lowest - 2, 104],
            "tickvals": _ticks(lowest),
            "ticktext": [formats.percent(tick) if tick == 100 else str(tick) for tick in _ticks(lowest)],
            "gridcolor": look.rule,
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"color": look.quiet, "size": 12},
        },
        annotations=notes,
        shapes=shapes,
    )
    return drawing(data, layout)


def _labels(
    figures: Sequence[Figure], reference: Sequence[Figure], first: int, look: theme.Look
) -> list[dict[str, Any]]:
    """Beside the first point of the trust's line and over the last target, what they are."""
    made = []
    drawn = sorted((one for one in reference if wording.has_percentage(one)), key=lambda one: one.half_term)
    ours = {one.half_term: one.percentage for one in figures if wording.has_percentage(one)}
    if drawn:
        level = drawn[0].percentage or 0.0
        under = level < (ours.get(drawn[0].half_term) or 0.0)
        made.append(
            _note(
                "the trust",
                x=position(drawn[0].half_term, first),
                y=level + (-2 if under else 2),
                colour=look.national,
                anchor="left",
                valign="top" if under else "bottom",
            )
        )
    aimed = [one for one in figures if one.target]
    if aimed:
        last = max(aimed, key=lambda one: one.half_term)
        level = last.target.basis_points / 100 if last.target else 0.0
        now = ours.get(last.half_term)
        # The dot of the year's last half-terms stands at the bar: the lower of the two is named below it.
        under = (
            now is not None
            and last.half_term.ordinal >= BESIDE_TARGET
            and level < now < min(90, level + LABEL_ROOM)
        )
        made.append(
            _note(
                f"target {wording.target_of(last)}",
                x=(last.half_term.starts - first + 1) * YEAR_STRIDE,
                y=level + (-2 if under else 2),
                colour=look.ink,
                anchor="right",
                valign="top" if under else "bottom",
            )
        )
    return made


def common_floor(figures: Sequence[Figure]) -> int:
    """Where the scale of charts that stand together may begin: a round number under every interval."""
    lows = [figure.low for figure in figures if wording.has_percentage(figure) and figure.low is not None]
    lowest = min(lows, default=0.0)
    return 0 if lowest < 30 else 25 if lowest < 45 else 40


def trajectory_alt(label: str, figures: Sequence[Figure]) -> str:
    """The chart in words: where each year began and where it stands."""
    drawn = sorted(
        (figure for figure in figures if wording.has_percentage(figure)), key=lambda one: one.half_term
    )
    if not drawn:
        return f"{label}: no figures that can be shown."
    parts = []
    for year in sorted({figure.half_term.starts for figure in drawn}):
        of_year = [figure for figure in drawn if figure.half_term.starts == year]
        first, last = of_year[0], of_year[-1]
        words = f"{first.half_term} {formats.percent(first.percentage)}"
        if last is not first:
            words += f" to {last.half_term.name} {formats.percent(last.percentage)}"
        parts.append(words)
    head = f"{label}: {wording.measure_label(drawn[0].measure)}, {wording.KIND_WORDS[drawn[0].kind]}"
    return f"{head}: {'; '.join(parts)}."


def _ticks(lowest: int) -> list[int]:
    step = 20 if lowest == 40 else 25 if lowest == 25 else 50
    return list(range(lowest, 101, step))


def _of_year(figures: Sequence[Figure], year: int) -> list[Figure]:
    return sorted(
        (figure for figure in figures if figure.half_term.starts == year), key=lambda one: one.half_term
    )


def _by_ordinal(figures: Sequence[Figure]) -> list[Figure | None]:
    """The year's six half-terms in order, None where there is nothing that can be drawn."""
    held = {figure.half_term.ordinal: figure for figure in figures if wording.has_percentage(figure)}
    return [held.get(ordinal) for ordinal in range(1, 7)]


def _line(figures: Sequence[Figure], first: int, colour: str, *, width: float, dash: str) -> dict[str, Any]:
    """The year's line; a half-term between gaps is a short dash, or it would not be seen."""
    start = (figures[0].half_term.starts - first) * YEAR_STRIDE
    xs: list[float] = []
    ys: list[float | None] = []
    for run in _runs(figures):
        places = [start + one.half_term.ordinal for one in run]
        shares = [one.percentage for one in run]
        if len(run) == 1:
            places, shares = [places[0] - ALONE, places[0] + ALONE], shares * 2
        xs += [*places, places[-1]]
        ys += [*shares, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "connectgaps": False,
        "line": {"color": colour, "width": width, "dash": dash},
        "hoverinfo": "skip",
    }


def _bands(figures: Sequence[Figure], first: int, look: theme.Look) -> list[dict[str, Any]]:
    """The interval as a soft band, one for each unbroken run of half-terms."""
    made = []
    for run in _runs([one for one in figures if one.low is not None and one.high is not None]):
        xs = [position(one.half_term, first) for one in run]
        highs, lows = [one.high for one in run], [one.low for one in run]
        if len(run) == 1:
            xs, highs, lows = [xs[0] - ALONE, xs[0] + ALONE], highs * 2, lows * 2
        made.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [*xs, *reversed(xs)],
                "y": [*highs, *reversed(lows)],
                "fill": "toself",
                "fillcolor": look.band,
                "line": {"width": 0},
                "hoverinfo": "skip",
            }
        )
    return made


def _runs(figures: Sequence[Figure]) -> list[list[Figure]]:
    """The year's half-terms that can be drawn, in unbroken runs."""
    made: list[list[Figure]] = []
    run: list[Figure] = []
    for one in [*_by_ordinal(figures), None]:
        if one is not None:
            run.append(one)
        elif run:
            made.append(run)
            run = []
    return made


def _dots(figures: Sequence[Figure], first: int, look: theme.Look, *, latest: bool) -> dict[str, Any]:
    drawn = [one for one in _by_ordinal(figures) if one is not None]
    kind = drawn[0].kind if drawn else Kind.CURRENT
    last = drawn[-1] if latest and drawn else None
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [position(one.half_term, first) for one in drawn],
        "y": [one.percentage for one in drawn],
        # Only the latest is a full mark: the line tells the rest.
        "marker": {
            "opacity": 1,
            **dot(kind, look, size=9),
            "size": [9 if one is last else 4 for one in drawn],
            "color": [look.paper if one is last and kind is Kind.PREDICTED else look.accent for one in drawn],
            "line": {"color": look.accent, "width": [2 if one is last else 0 for one in drawn]},
        },
        "customdata": [wrapped(f"{one.half_term}. {wording.sentence(one)}") for one in drawn],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _last_label(figure: Figure, first: int, look: theme.Look, trusts: float | None) -> dict[str, Any]:
    """The latest percentage, beside its dot: above it, unless the chart ends or the target's bar is there, or
    the trust's mark."""
    level = figure.percentage or 0.0
    target = figure.target.basis_points / 100 if figure.target else 0.0
    at_the_bar = figure.half_term.ordinal >= BESIDE_TARGET and 0 <= target - level < LABEL_ROOM
    at_the_trust = trusts is not None and 0 < trusts - level < LABEL_ROOM
    under = level >= 90 or at_the_bar or at_the_trust
    return _note(
        f"<b>{formats.percent(level)}</b>",
        x=position(figure.half_term, first),
        y=level + (-5 if under else 5),
        colour=look.accent,
        anchor="center",
        valign="top" if under else "bottom",
    )


def _note(text: str, *, x: float, y: float, colour: str, anchor: str, valign: str) -> dict[str, Any]:
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "x",
        "yref": "y",
        "xanchor": anchor,
        "yanchor": valign,
        "showarrow": False,
        "font": {"color": colour, "size": 13},
    }

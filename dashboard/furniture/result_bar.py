"""A result as a thin bar: where it is, where it could plausibly be, England and the authority beside it.

The marks of every range bar, and an open diamond for the authority. A share runs from 0 to 100; a mean over
the part of its scale in which schools' means lie.
"""

from __future__ import annotations

from dashboard import result_wording
from dashboard.result_figures import ResultFigure
from etl.measures import Unit

SCALES: dict[Unit, tuple[float, float]] = {
    Unit.PERCENT: (0, 100),
    Unit.SCALED_SCORE: (90, 120),
    Unit.SCORE: (0, 25),
    Unit.PROGRESS: (-10, 10),
}


def along(unit: Unit, value: float) -> float:
    """Where a value lies on its unit's scale, 0 to 100."""
    low, high = SCALES[unit]
    return min(max(100 * (value - low) / (high - low), 0.0), 100.0)


def result_bar_html(figure: ResultFigure) -> str:
    """Empty where there is no value. Said in words beside it, so hidden from those who listen."""
    if not result_wording.has_value(figure) or figure.value is None:
        return ""
    unit = figure.rule.unit
    marks = []
    if figure.low is not None and figure.high is not None:
        left = along(unit, figure.low)
        width = along(unit, figure.high) - left
        marks.append(f'<i class="interval" style="left:{left:.2f}%;width:{width:.2f}%"></i>')
    for name, held in (("national", figure.england), ("authority", figure.authority)):
        if held is not None:
            marks.append(f'<i class="{name}" style="left:{along(unit, held.value):.2f}%"></i>')
    if figure.target is not None:
        marks.append(
            f'<i class="target" style="left:{along(unit, figure.target.basis_points / 100):.2f}%"></i>'
        )
    marks.append(f'<i class="filled" style="left:{along(unit, figure.value):.2f}%"></i>')
    return f'<span class="range" aria-hidden="true">{"".join(marks)}</span>'
